"""Old runs in Prefect: deleted through its API, with what its server does not delete with them.

Prefect's server deletes a run with its task runs and states, and its log lines in the background.
Artifacts stay (there is no foreign key), so they are deleted first: a run that is still there is
found again by the next housekeeping, an artifact without a run is not. Events go by their age and
whatever was orphaned goes by the server's own vacuum: settings in `flows.server`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    ArtifactFilter,
    ArtifactFilterFlowRunId,
    FlowRunFilter,
    FlowRunFilterId,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import TERMINAL_STATES, FlowRun
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import ObjectNotFound

PAGE_RUNS = 200
"""Runs in one answer of Prefect's API: its own limit."""

MOST_RUNS = 5_000
"""Runs that one housekeeping deletes; a backlog goes in several."""


@dataclass(slots=True)
class OldRuns:
    """What went of Prefect's runs, or would; ``left`` is for the next housekeeping."""

    flow_runs: int = 0
    task_runs: int = 0
    artifacts: int = 0
    left: int = 0


def old_runs(*, before: datetime, keep_last: int) -> Sequence[UUID]:
    """Finished runs that ended before a moment, the oldest first.

    The last runs of each deployment, and of each flow that runs without one, are not among them.
    """
    found: list[UUID] = []
    seen: Counter[UUID] = Counter()
    with get_client(sync_client=True) as client:
        for run in _finished(client):
            whose = run.deployment_id or run.flow_id
            seen[whose] += 1
            if seen[whose] > keep_last and run.end_time is not None and run.end_time < before:
                found.append(run.id)
    return found[::-1]


def count_old_runs(run_ids: Sequence[UUID]) -> OldRuns:
    """What `delete_old_runs` would delete."""
    return _handled(run_ids, lambda client, run_id, artifact_ids: None, lambda done: None)


def delete_old_runs(
    run_ids: Sequence[UUID], say: Callable[[int], None] = lambda done: None
) -> OldRuns:
    """Delete runs with their task runs, log lines and artifacts, one after the other.

    Args:
        run_ids: Ids of finished runs: `old_runs`. One that is gone already is no error.
        say: Told after each run how many are done.
    """

    def delete(client: SyncPrefectClient, run_id: UUID, artifact_ids: Sequence[UUID]) -> None:
        for artifact_id in artifact_ids:
            try:
                client.delete_artifact(artifact_id)
            except ObjectNotFound:
                continue
        try:
            client.delete_flow_run(run_id)
        except ObjectNotFound:
            return

    return _handled(run_ids, delete, say)


def _handled(
    run_ids: Sequence[UUID],
    handle: Callable[[SyncPrefectClient, UUID, Sequence[UUID]], None],
    say: Callable[[int], None],
) -> OldRuns:
    done = OldRuns(left=max(len(run_ids) - MOST_RUNS, 0))
    with get_client(sync_client=True) as client:
        for run_id in run_ids[:MOST_RUNS]:
            artifacts = _artifacts(client, run_id)
            tasks = _task_runs(client, run_id)
            handle(client, run_id, artifacts)
            done.flow_runs += 1
            done.task_runs += tasks
            done.artifacts += len(artifacts)
            say(done.flow_runs)
    return done


def _finished(client: SyncPrefectClient) -> Iterator[FlowRun]:
    """All finished runs, those that ended last first."""
    finished = FlowRunFilter(
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=sorted(TERMINAL_STATES)))
    )
    offset = 0
    while True:
        page = client.read_flow_runs(
            flow_run_filter=finished,
            sort=FlowRunSort.END_TIME_DESC,
            limit=PAGE_RUNS,
            offset=offset,
        )
        yield from page
        if len(page) < PAGE_RUNS:
            return
        offset += len(page)


def _artifacts(client: SyncPrefectClient, run_id: UUID) -> Sequence[UUID]:
    wanted = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[run_id]))
    found: list[UUID] = []
    while True:
        page = client.read_artifacts(artifact_filter=wanted, limit=PAGE_RUNS, offset=len(found))
        found += [artifact.id for artifact in page]
        if len(page) < PAGE_RUNS:
            return found


def _task_runs(client: SyncPrefectClient, run_id: UUID) -> int:
    wanted = FlowRunFilter(id=FlowRunFilterId(any_=[run_id]))
    count = 0
    while True:
        page = client.read_task_runs(flow_run_filter=wanted, limit=PAGE_RUNS, offset=count)
        count += len(page)
        if len(page) < PAGE_RUNS:
            return count
