"""The rechecks by day: known pages that are due are looked at again for silent edits.

A night looks at them too, last and only as far as its time and budget go. By day nothing else is
asked of the sites: no list, no new page.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from prefect import flow, runtime
from prefect.states import Cancelled, Completed, State
from prefect.task_runners import ThreadPoolTaskRunner

from flows.endings import failing_in_words
from flows.nightly import ready_to_run, run_steps
from flows.sharing import CRAWLS_AT_ONCE
from flows.turns import run_moment, run_name, superseded, turn
from jipyo.store.captures import outlets_to_recheck
from jipyo.store.database import connect
from jipyo.store.runs import news_day
from spiders.outlets import load_outlets

# By its own name: Prefect loads this file as a module of another one.
logger = logging.getLogger("flows.recheck")


def recheck_name() -> str:
    """The name of a run says its news day."""
    return run_name("recheck")


@flow(
    name="recheck",
    flow_run_name=recheck_name,
    task_runner=ThreadPoolTaskRunner(max_workers=CRAWLS_AT_ONCE),
)
def recheck(
    now: datetime | None = None,
    outlets: list[str] | None = None,
    retry_delay_seconds: float = 30.0,
) -> State[None]:
    """Ask again for known pages that are due, then parse, check and report as a night does.

    Args:
        now: The moment that the run takes as now, with its zone; the scheduled start by default,
            or the clock where the run begins late.
        outlets: Ids of the outlets whose pages are looked at again; every enabled one by default.
        retry_delay_seconds: First wait before a failed crawl is tried again; doubled the next time.
    """
    return failing_in_words(lambda: look_again(now, outlets, retry_delay_seconds))


def look_again(
    now: datetime | None, outlets: Sequence[str] | None, retry_delay_seconds: float
) -> State[None]:
    """What the flow does; arguments are its own.

    Raises:
        JipyoError: a step could not run.
    """
    reason = superseded()
    if reason is not None:
        return Cancelled(message=reason)
    home, url = ready_to_run("Recheck", now)
    moment = run_moment(now)
    with turn(url, "recheck", runtime.flow_run.name) as holder:
        if holder is not None:
            return Cancelled(message=f"Not begun: {holder.told}.")
        known = load_outlets(home)
        wanted = [one.id for one in known.values() if one.enabled] if outlets is None else outlets
        with connect(url) as connection:
            due = set(outlets_to_recheck(connection, moment))
        chosen = [one for one in wanted if one in due or one not in known]
        if not chosen:
            message = f"{news_day(moment)}: no page is due to be looked at again"
            logger.info("%s", message)
            return Completed(message=message)
        return run_steps(
            "collect",
            now,
            home,
            url,
            outlets=chosen,
            retry_delay_seconds=retry_delay_seconds,
            arguments=("--rechecks-only",),
        )
