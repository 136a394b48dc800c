"""How a night tells its progress: bars on a terminal, lines elsewhere and in the log of its run."""

from __future__ import annotations

import contextlib
import logging
import sys
from collections.abc import Callable, Generator

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from jipyo.plain import PlainLines, plain
from jipyo.store.errors import JipyoError

Tell = Callable[[str], None]
"""Takes one line of progress."""

OUR_LOGGERS = ("flows", "spiders", "expectations", "jipyo")
"""Loggers whose lines tell a night. `prefect.yaml` names them too: Prefect must be told which lines
besides its own belong into the log of a run."""


PREFECT_RUN_LOGGERS = ("prefect.flow_runs", "prefect.task_runs")
"""Prefect's loggers that write into the log of a run when something in it fails."""


def speak_up() -> None:
    """Let our loggers say what is going on, and make what reaches the log of a run readable.

    Lines are made plain, for they carry words of strangers; and what Prefect says of a failure that
    we expect carries no trace, for its message says what happened and what to do.
    """
    for name in OUR_LOGGERS:
        ours = logging.getLogger(name)
        ours.setLevel(logging.INFO)
        for handler in ours.handlers:
            _add_once(handler, _PLAIN_LINES)
    for name in PREFECT_RUN_LOGGERS:
        _add_once(logging.getLogger(name), _NO_EXPECTED_TRACE)
        _add_once(logging.getLogger(name), _PLAIN_LINES)


def _add_once(filtered: logging.Filterer, one: logging.Filter) -> None:
    if one not in filtered.filters:
        filtered.addFilter(one)


class _NoExpectedTrace(logging.Filter):
    """Takes the trace from a record about a fault that its user can act on."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.exc_info, tuple) and isinstance(record.exc_info[1], JipyoError):
            record.exc_info = None
        return True


_PLAIN_LINES = PlainLines()
_NO_EXPECTED_TRACE = _NoExpectedTrace()


class _OneLine(logging.Formatter):
    """Traces stay in Prefect's log of the run; the terminal gets what happened and to what."""

    def formatException(self, ei: object) -> str:  # noqa: N802
        return f"({ei[1]!r})" if isinstance(ei, tuple) else ""

    def format(self, record: logging.LogRecord) -> str:
        trace, record.exc_text = record.exc_text, None  # Another handler may have written it out.
        text = super().format(record)
        record.exc_text = trace  # Else the next handler would reuse our short form.
        return plain(text)


class _Telling(logging.Handler):
    def __init__(self, tell: Tell) -> None:
        super().__init__(logging.INFO)
        self._tell = tell
        self.setFormatter(_OneLine("%(asctime)s  %(message)s", "%H:%M:%S"))

    def emit(self, record: logging.LogRecord) -> None:
        self._tell(self.format(record))


def step(name: str, done: int, total: int | None) -> dict[str, object]:
    """What a log line carries as ``extra`` to move a bar.

    Args:
        name: What the bar is called; a new name is a new bar. What follows its first word says of
            which part of the whole it is: `collect haneul` is a part of `collect`.
        done: How much of it is done.
        total: How much there is; ``None`` while nobody knows, which shows as a moving bar.
    """
    return {"progress_step": (name, done, total)}


class _Drawing(logging.Handler):
    """Moves bars by what lines carry; only lines that say what is wrong are printed above them."""

    def __init__(self, progress: Progress) -> None:
        super().__init__(logging.INFO)
        self._progress = progress
        self._bars: dict[str, TaskID] = {}
        self.setFormatter(_OneLine("%(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.WARNING:
            self._progress.console.print(f"[yellow]{escape(self.format(record))}[/]")
        where: tuple[str, int, int | None] | None = getattr(record, "progress_step", None)
        if where is None:
            return
        name, done, total = where
        if name not in self._bars:
            self._bars[name] = self._progress.add_task(escape(name), total=None)
        self._progress.update(self._bars[name], completed=done, total=total)


@contextlib.contextmanager
def told(tell: Tell) -> Generator[None]:
    """Tell our log lines while the block runs: as bars if a person looks on, else to ``tell``."""
    console = Console(stderr=True, highlight=False)
    with contextlib.ExitStack() as stack:
        handler: logging.Handler
        if console.is_terminal:
            progress = Progress(
                TextColumn("{task.description}"),
                BarColumn(bar_width=None),
                MofNCompleteColumn(),
                console=console,
                transient=True,
            )
            handler = _Drawing(stack.enter_context(progress))
        else:
            handler = _Telling(tell)
        stack.enter_context(_listening(handler))
        stack.enter_context(followed())
        yield


@contextlib.contextmanager
def followed() -> Generator[None]:
    """Let the UI of Prefect follow how far our work is, where it is done by a run of Prefect's."""
    speak_up()
    shown = None
    if "prefect" in sys.modules:  # Else there is no run, and looking would take seconds.
        from flows.progress_artifacts import progress_of_this_run

        shown = progress_of_this_run()
    if shown is None:
        yield
        return
    with _listening(shown), shown:
        yield


@contextlib.contextmanager
def _listening(handler: logging.Handler) -> Generator[None]:
    loggers = [logging.getLogger(name) for name in OUR_LOGGERS]
    speak_up()
    for logger in loggers:
        logger.addHandler(handler)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeHandler(handler)
