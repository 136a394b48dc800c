"""The nightly job from the command line: once, now, with Prefect's server around it."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from collections.abc import Callable, Generator, Sequence
from datetime import datetime

from flows.server import PrefectServer, client_environment
from jipyo.store.home import Home

Tell = Callable[[str], None]

OUR_LOGGERS = ("flows", "spiders", "expectations", "jipyo")
"""Loggers whose lines tell the progress of a night, to the terminal and to Prefect."""


@contextlib.contextmanager
def prefect_around(home: Home, tell: Tell, *, keep: bool = False) -> Generator[str]:
    """Have a Prefect server for as long as the block runs.

    Uses the one that ``PREFECT_API_URL`` names or that runs in this home; else starts one and stops
    it afterwards (unless ``keep``). Sets the environment that Prefect reads when it is imported.
    """
    os.environ.setdefault("PREFECT_LOGGING_EXTRA_LOGGERS", ",".join(OUR_LOGGERS))
    # Lines outside a run (the server's start) have no flow to belong to; that is no fault.
    os.environ.setdefault("PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW", "ignore")
    # Our own lines tell the night on the terminal; Prefect's are in its UI.
    os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")
    os.environ.setdefault("DO_NOT_TRACK", "1")
    outside = os.environ.get("PREFECT_API_URL")
    if outside:
        yield outside
        return
    server = PrefectServer(home)
    if server.api_url() is None:
        tell("Starting Prefect's server (about 10 seconds)")
    api_url, started = server.start()
    os.environ.update(client_environment(home, api_url))
    try:
        yield api_url
    finally:
        _send_waiting_log_lines()
        if started and not keep:
            server.stop()


def _send_waiting_log_lines() -> None:
    """Lines are sent in bundles by a thread; the last ones must go before the server does."""
    if "prefect" in sys.modules:
        from prefect.logging.handlers import APILogHandler

        APILogHandler().flush()


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
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeHandler(handler)


def run_night(
    *, now: datetime | None, outlets: Sequence[str] | None, full_check: bool = False
) -> tuple[bool, str]:
    """Run the flow in this process; the environment must name a Prefect server.

    Returns:
        Whether every step could run, and the message of the run.
    """
    from flows.nightly import nightly

    state = nightly(
        now=now,
        outlets=list(outlets) if outlets is not None else None,
        full_check=full_check,
        return_state=True,
    )
    return state.is_completed(), state.message or state.name or "no word"


def run_once(
    *,
    now: datetime | None,
    outlets: Sequence[str] | None,
    full_check: bool,
    tell: Tell,
) -> tuple[bool, str]:
    """Run one night, now, with progress: what `jipyo nightly` does."""
    home = Home.from_environment()
    with prefect_around(home, tell) as api_url, told(tell):
        tell(f"Prefect UI: {api_url.removesuffix('/api')}")
        return run_night(now=now, outlets=outlets, full_check=full_check)
