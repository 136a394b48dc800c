"""The nightly job from the command line: once, now, with Prefect's server around it."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Generator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from flows.measures import home_measures
from flows.progress import OUR_LOGGERS, Tell, told
from flows.server import PrefectServer, client_environment
from jipyo.store.home import Home

if TYPE_CHECKING:
    from flows.housekeeping import HousekeepingReport


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
    home_measures()  # A broken overlay is told at once, in its own words.
    with prefect_around(home, tell) as api_url, told(tell):
        tell(f"Prefect UI: {api_url.removesuffix('/api')}")
        return run_night(now=now, outlets=outlets, full_check=full_check)


def keep_house_once(
    *,
    now: datetime | None,
    dry_run: bool,
    keep_runs_days: int,
    keep_last_runs: int,
    keep_validations: int,
    keep_findings_days: int,
    keep_failures_days: int,
    tell: Tell,
) -> HousekeepingReport:
    """Run housekeeping once, now, with progress: what `jipyo housekeeping` does.

    Raises:
        JipyoError: it could not be done; what was done before stays done.
    """
    home = Home.from_environment()
    with prefect_around(home, tell), told(tell):
        from flows.housekeeping import housekeeping

        state = housekeeping(
            now=now,
            dry_run=dry_run,
            keep_runs_days=keep_runs_days,
            keep_last_runs=keep_last_runs,
            keep_validations=keep_validations,
            keep_findings_days=keep_findings_days,
            keep_failures_days=keep_failures_days,
            return_state=True,
        )
        return state.result()
