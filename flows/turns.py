"""Which runs may not meet, and which late run is the one that still runs.

Prefect's own limits hold a place with a lease that outlives whoever took it by minutes, and know
nothing of a night that was started from a terminal. A lock of Postgres ends with its process,
however that ends, and counts every run of this store, on whatever machine.
"""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from prefect import runtime
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.context import FlowRunContext

from jipyo.store.database import open_connection
from jipyo.store.queries import query
from jipyo.store.runs import SEOUL, news_day

LATE = timedelta(minutes=10)
"""A run that begins later than this after its time takes the clock as now: what it fetches must not
be dated back by hours or days."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the turn that somebody else wanted; ``name`` is the name of the run."""

    name: str
    since: datetime

    @property
    def told(self) -> str:
        """Who it is and since when, for the message of the run that gives way."""
        return f"{self.name} runs since {self.since.astimezone(SEOUL):%Y-%m-%d %H:%M}"


@contextlib.contextmanager
def turn(url: str, what: str, run_name: str) -> Generator[Holder | None]:
    """Have the turn for as long as the block runs, if it is free.

    Args:
        url: libpq URL of the store, whose runs may not meet.
        what: Of what only one may run at a time, as ``nightly``.
        run_name: What others are told of this run.

    Yields:
        ``None`` where the turn is ours, else who has it.
    """
    with contextlib.closing(open_connection(url)) as connection:
        connection.autocommit = True
        # The name by which others see us; Postgres cuts it at 63 bytes.
        connection.execute("SELECT set_config('application_name', %s, false)", (run_name,))
        connection.execute("SELECT set_config('idle_session_timeout', '0', false)")
        row = connection.execute(
            "SELECT pg_try_advisory_lock(hashtext('jipyo turn'), hashtext(%s))", (what,)
        ).fetchone()
        if row is not None and row[0]:
            yield None
            return
        held = connection.execute(query("holder_of_turn"), {"what": what}).fetchone()
        # It may have ended meanwhile; then it was there a moment ago all the same.
        yield Holder(*held) if held else Holder(f"Another {what}", datetime.now(UTC))


def run_moment(now: datetime | str | None) -> datetime:
    """The moment that the current run takes as now.

    What it was told; else the time for which it was planned; else, where it begins more than `LATE`
    after that, the clock.

    Args:
        now: Its parameter of this name, also as it came over the API.
    """
    if now is not None:
        return datetime.fromisoformat(now) if isinstance(now, str) else now
    planned = runtime.flow_run.scheduled_start_time
    clock = datetime.now(UTC)
    return planned if clock - planned <= LATE else clock


def run_name(what: str) -> str:
    """The name of the current run: what it is, and its news day.

    Args:
        what: What it is, as ``night``.
    """
    if superseded() is not None:
        return f"{what} of {news_day(runtime.flow_run.scheduled_start_time)}, missed"
    return f"{what} of {news_day(run_moment(runtime.flow_run.parameters.get('now')))}"


def superseded() -> str | None:
    """Why the current run of a schedule is not to run any more; ``None`` where it is.

    After days without a worker, one run of each day may wait. A crawl sees what sites show today,
    so the newest of them does the work of all, under today's news day; the others give way.
    """
    context = FlowRunContext.get()
    run = context.flow_run if context else None
    if run is None or not run.auto_scheduled or run.expected_start_time is None:
        return None
    if run.parameters.get("now") is not None:
        return None
    newer = _runs_due(run, after=run.expected_start_time, most=1)
    if not newer or newer[0].expected_start_time is None:
        return None
    return (
        f"Missed: it was due on {_told(run.expected_start_time)}, and nothing ran then. The run "
        f"that was due on {_told(newer[0].expected_start_time)} collects what there is now."
    )


def lateness() -> str:
    """What is to be said of a run that begins late, as a sentence; else nothing."""
    planned = runtime.flow_run.scheduled_start_time
    if planned is None or datetime.now(UTC) - planned <= LATE:
        return ""
    today = news_day(datetime.now(UTC))
    return f"Due on {_told(planned)}, begun late: it collects what there is on {today}"


def _runs_due(run: FlowRun, *, after: datetime, most: int) -> Sequence[FlowRun]:
    """Runs of the same deployment that were due after a moment, the latest first.

    What a person cancelled does no work for others.
    """
    if run.deployment_id is None:
        return []
    with get_client(sync_client=True) as client:
        return client.read_flow_runs(
            deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=[run.deployment_id])),
            flow_run_filter=FlowRunFilter(
                expected_start_time=FlowRunFilterExpectedStartTime(
                    after_=after + timedelta(seconds=1), before_=datetime.now(UTC)
                ),
                state=FlowRunFilterState(
                    type=FlowRunFilterStateType(
                        not_any_=[StateType.CANCELLED, StateType.CANCELLING]
                    )
                ),
            ),
            sort=FlowRunSort.EXPECTED_START_TIME_DESC,
            limit=most,
        )


def _told(moment: datetime) -> str:
    return f"{moment.astimezone(SEOUL):%Y-%m-%d at %H:%M}"
