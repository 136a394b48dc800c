"""The checks over every series as a Prefect flow: weekly, to find what nights did not touch."""

from __future__ import annotations

import logging
from datetime import datetime

from prefect import flow, runtime
from prefect.states import Cancelled, Completed, State

from flows.checking import check_now
from flows.endings import failing_in_words
from flows.turns import run_moment, run_name, superseded, turn
from jipyo.store.database import database_url
from jipyo.store.home import Home

# By its own name: Prefect loads this file as a module of another one.
logger = logging.getLogger("flows.full_check")


def full_check_name() -> str:
    """The name of a run says its news day."""
    return run_name("full check")


@flow(name="full-check", flow_run_name=full_check_name)
def full_check(now: datetime | None = None) -> State[None]:
    """Check every series of the store, and keep the flags.

    Args:
        now: The moment that the run takes as now, with its zone, at which flags open and resolve;
            the scheduled start by default, or the clock where the run begins late.
    """

    def work() -> State[None]:
        reason = superseded()
        if reason is not None:
            return Cancelled(message=reason)
        url = database_url(Home.from_environment())
        with turn(url, "full-check", runtime.flow_run.name) as holder:
            if holder is not None:
                return Cancelled(message=f"Not begun: {holder.told}.")
            summary = check_now(
                full=True,
                since=None,
                as_of=None,
                now=run_moment(now),
                tell=lambda line: None,  # The lines of our loggers are in the log of the run.
            )
        logger.info("%s", summary.message)
        return Completed(message=summary.message)

    return failing_in_words(work)
