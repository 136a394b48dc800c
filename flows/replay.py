"""The replay of everything that was read as a Prefect flow, to be run by a deployment."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Annotated

from prefect import flow, runtime
from prefect.states import Cancelled, Completed, Failed, State
from pydantic import Field

from flows.endings import failing_in_words
from flows.reparse import reparse as replay
from flows.reparse import report_lines
from flows.turns import run_moment, run_name, turn
from jipyo.store.database import database_url
from jipyo.store.home import Home

# By its own name: Prefect loads this file as a module of another one.
logger = logging.getLogger("flows.replay")


def reparse_name() -> str:
    """The name of a run says its day, and whether it only tries."""
    return run_name("dry reparse" if runtime.flow_run.parameters.get("dry_run") else "reparse")


@flow(name="reparse", flow_run_name=reparse_name)
def reparse(
    dry_run: bool = True,
    workers: Annotated[int, Field(ge=1, le=64)] = 2,
    now: datetime | None = None,
) -> State[None]:
    """Read every capture and import again that another version of the readers read.

    A replay that was cut off goes on where it was. It does not begin while checks run.

    Args:
        dry_run: Only tell what would change in the series, and change nothing. Look at that first.
        workers: How many processes read side by side.
        now: The moment that the run is kept under, with its zone; the clock by default.
    """

    def work() -> State[None]:
        url = database_url(Home.from_environment())
        with turn(url, "reparse", runtime.flow_run.name) as holder:
            if holder is not None:
                return Cancelled(message=f"Not begun: {holder.told}.")
            report = replay(
                workers=workers,
                dry_run=dry_run,
                now=run_moment(now),
                tell=lambda line: None,  # The lines of our loggers are in the log of the run.
            )
        lines = report_lines(report, dry_run)
        for line in lines:
            logger.info("%s", line)
        return (Failed if report.broken else Completed)(message="\n".join(lines))

    return failing_in_words(work)
