"""The report of the night: the static site in the home folder, brought up to date."""

from __future__ import annotations

import logging
from pathlib import Path
from uuid import UUID

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.states import Completed, Failed, State

from flows.progress import step
from jipyo.report import build_report
from jipyo.store.database import connect
from jipyo.store.errors import JipyoError
from jipyo.store.home import Home

logger = logging.getLogger("flows.report")


@task(name="report", task_run_name="report", cache_policy=NO_CACHE)
def build(run_id: UUID, folder: Path, url: str) -> State[None]:
    """Build the site as of a run; ends Failed with a message, and no trace, where it cannot."""
    logger.info("Building the report", extra=step("report", 0, None))
    try:
        with connect(url) as connection:
            built = build_report(connection, folder, run_id=run_id, tell=logger.info)
    except JipyoError as error:
        logger.error("%s", error)  # noqa: TRY400 - what happened is all in the message
        return Failed(message=str(error))
    logger.info("Report: %s", built.message, extra=step("report", 1, 1))
    return Completed(message=built.message)


def publish_report(run_id: UUID, home: Home, url: str) -> str | None:
    """Bring the report of a home up to date with a run that is about to end.

    A report that cannot be built never fails the night.

    Returns:
        Why it could not be built, for the message of the night; none where it could.
    """
    state: State[None] = build(run_id, home.report, url, return_state=True)
    if state.is_completed():
        return None
    return f"the report could not be built: {state.message}"
