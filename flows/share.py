"""The deployment that takes part in a run of another machine: it crawls and reads with it."""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID

from prefect import flow, runtime
from prefect.states import Cancelled, Completed, State
from prefect.task_runners import ThreadPoolTaskRunner

from flows.endings import failing_in_words
from flows.progress import followed
from flows.sharing import (
    CRAWLS_AT_ONCE,
    collect_shared,
    common_ground,
    machine,
    read_shared,
    sharing_turn,
)
from flows.turns import turn
from jipyo.store.database import connect, database_url
from jipyo.store.errors import JipyoError
from jipyo.store.home import Home
from jipyo.store.runs import news_day
from jipyo.store.sharing import planned_outlets, unread_captures

logger = logging.getLogger("flows.share")


def share_name() -> str:
    """The name of a run says the news day of the night."""
    now = datetime.fromisoformat(str(runtime.flow_run.parameters["now"]))
    return f"part in the night of {news_day(now)}"


@flow(
    name="share",
    flow_run_name=share_name,
    task_runner=ThreadPoolTaskRunner(max_workers=CRAWLS_AT_ONCE),
)
def share(
    run_id: UUID,
    now: datetime,
    common_ground: str,
    retry_delay_seconds: float = 30.0,
    arguments: list[str] | None = None,
) -> State[None]:
    """Take outlets and pages of a night that runs elsewhere, until none is left.

    Nights order it by themselves where several workers are there.

    Args:
        run_id: The run of the night, as in table `night_run`.
        now: The moment that the night takes as now.
        common_ground: Names its outlets and readers; another machine must have the same.
        retry_delay_seconds: First wait before a failed crawl is tried again.
        arguments: Further ones for every crawl.
    """
    return failing_in_words(
        lambda: take_part(run_id, now, common_ground, retry_delay_seconds, arguments or [])
    )


def take_part(
    run_id: UUID, now: datetime, ground: str, retry_delay_seconds: float, arguments: list[str]
) -> State[None]:
    """What the flow does; arguments are its own.

    Raises:
        JipyoError: this machine has other outlets or readers than that of the night.
    """
    home = Home.from_environment()
    url = database_url(home)
    with connect(url) as connection:
        outlets = planned_outlets(connection, run_id)
    if outlets is None:
        return Cancelled(message="That run is over.")
    if common_ground(home, outlets) != ground:
        raise JipyoError(
            f"{machine(home)} has other outlets or another version of the readers than the machine "
            "of the night. Give all machines the same code, outlets.yaml and registry.toml; the "
            "others do its part."
        )
    with turn(url, sharing_turn(run_id, home), runtime.flow_run.name) as holder:
        if holder is not None:
            return Cancelled(message=f"Not needed: {holder.told} on this machine.")
        with followed():
            collect_shared(run_id, now, home, url, retry_delay_seconds, arguments)
            with connect(url) as connection:
                waiting = unread_captures(connection, run_id)
            read_shared(run_id, url, waiting)
    return Completed(message=f"{machine(home)} has done its part.")
