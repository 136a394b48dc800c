"""How a night tells its progress: bars on a terminal, lines elsewhere and in the log of its run."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Generator

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

Tell = Callable[[str], None]
"""Takes one line of progress."""

OUR_LOGGERS = ("flows", "spiders", "expectations", "jipyo")
"""Loggers whose lines tell a night. `prefect.yaml` names them too: Prefect must be told which lines
besides its own belong into the log of a run."""


def speak_up() -> None:
    """Let our loggers say what is going on, and not only what is wrong."""
    for name in OUR_LOGGERS:
        logging.getLogger(name).setLevel(logging.INFO)


class _OneLine(logging.Formatter):
    """Traces stay in Prefect's log of the run; the terminal gets what happened and to what."""

    def formatException(self, ei: object) -> str:  # noqa: N802
        return f"({ei[1]!r})" if isinstance(ei, tuple) else ""

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        record.exc_text = None  # Else the next handler would reuse our short form.
        return " ".join(text.split("\n"))


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
        name: What the bar is called; a new name is a new bar.
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
