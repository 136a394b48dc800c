"""The backfill of an outlet as a Prefect flow, to be run by a deployment."""

from __future__ import annotations

import logging
from datetime import date, datetime

from prefect import flow
from prefect.states import Completed, Failed, State

from flows.backfilling import backfill_outlet
from flows.endings import failing_in_words

# By its own name: Prefect loads this file as a module of another one.
logger = logging.getLogger("flows.backfill")


@flow(name="backfill", flow_run_name="backfill {outlet}, {first_day} to {last_day}")
def backfill(
    outlet: str,
    first_day: date,
    last_day: date,
    most_requests: int | None = None,
    hours: float = 1.0,
    now: datetime | None = None,
) -> State[None]:
    """Collect what an outlet published in past days, from the pages of its archive, and read it.

    Args:
        outlet: Id of the outlet.
        first_day: First day whose articles are wanted, in Asia/Seoul.
        last_day: Last day whose articles are wanted; it belongs to the range.
        most_requests: How many pages are asked for in this run, of lists and articles together; no
            limit but the outlet's own by default. The next run with the same range goes on.
        hours: How long this run may ask; meanwhile no night can ask the same hosts.
        now: The moment that the run takes as now, with its zone; the clock by default.
    """

    def work() -> State[None]:
        report = backfill_outlet(
            outlet,
            first_day,
            last_day,
            most_requests=most_requests,
            hours=hours,
            now=now,
            tell=lambda line: None,  # The lines of our loggers are in the log of the run.
        )
        logger.info("%s", report.message)
        return (Completed if report.succeeded else Failed)(message=report.message)

    return failing_in_words(work)
