"""The lines by which a night tells its progress: to a terminal, and into the log of its run."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Generator

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


@contextlib.contextmanager
def told(tell: Tell) -> Generator[None]:
    """Pass our log lines to ``tell`` while the block runs."""
    handler = _Telling(tell)
    loggers = [logging.getLogger(name) for name in OUR_LOGGERS]
    speak_up()
    for logger in loggers:
        logger.addHandler(handler)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeHandler(handler)
