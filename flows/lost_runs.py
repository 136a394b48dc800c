"""Runs of Prefect whose process is gone: told as crashed, and begun again.

A worker tells of a process that ends under its eyes. Of one that went together with its worker, or
with the machine, nobody tells: the run would be Running for ever. Where it was started in this
home, its lock says whether it is still there (flows/engine.py). A run of another machine has no
lock here and is left to that machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flows.processes import forget_old_runs, forget_run, has_ended
from flows.server import WORK_POOL, ask
from jipyo.store.home import Home

MOST_CRASHES = 3
"""A run that crashed so often is not begun again: something about it needs a person."""

LONGEST_AGO = timedelta(days=2)
"""What crashed longer ago than this is left: later runs have done its work."""

NEVER_BEGUN = timedelta(minutes=2)
"""A run that a worker took and whose process did not begin in this time went with the worker."""


@dataclass(frozen=True, slots=True)
class Rescue:
    """What became of a run whose process was gone; ``told`` is a sentence for the log."""

    run_id: str
    name: str
    told: str


def rescue_lost_runs(home: Home, api_url: str, *, now: datetime | None = None) -> Sequence[Rescue]:
    """Tell the runs whose process is gone as crashed, and begin crashed ones again.

    Args:
        home: The home whose worker ran them.
        api_url: Address of Prefect's API.
        now: The moment taken as now.

    Raises:
        PrefectServerError: the API does not answer, or refuses.
    """
    moment = now or datetime.now(UTC)
    done: list[Rescue] = []
    for run in _runs(api_url, ["RUNNING", "PENDING", "CANCELLING"]):
        if not _is_gone(home, run, moment):
            continue
        if ask(api_url, f"flow_runs/{run['id']}")["state_id"] != run["state_id"]:
            continue  # It told how it ended, then it ended.
        forget_run(home, run["id"])
        if run["state_type"] == "CANCELLING":
            _set_state(api_url, run, "CANCELLED", "Cancelled", "Cancelled; its process is gone.")
            done.append(Rescue(run["id"], run["name"], "was being cancelled, and is"))
        else:
            _set_state(
                api_url,
                run,
                "CRASHED",
                "Crashed",
                "Its process is gone: it was killed, or the machine stopped.",
            )
    since = (moment - LONGEST_AGO).isoformat()
    for run in _runs(api_url, ["CRASHED"], end_time={"after_": since}):
        crashes = _crashes(api_url, run["id"])
        if has_ended(home, run["id"]) is False or crashes >= MOST_CRASHES:
            continue
        forget_run(home, run["id"])
        _set_state(
            api_url,
            run,
            "SCHEDULED",
            "AwaitingRetry",
            f"Begun again after crash {crashes} of at most {MOST_CRASHES}. What it had stored "
            "stays, and is not asked for twice.",
            state_details={"scheduled_time": moment.isoformat()},
        )
        done.append(Rescue(run["id"], run["name"], "crashed, and is begun again"))
    forget_old_runs(home, moment - LONGEST_AGO)
    return done


def _is_gone(home: Home, run: Mapping[str, Any], now: datetime) -> bool:
    if run["state_type"] != "PENDING":
        return has_ended(home, run["id"]) is True
    since = datetime.fromisoformat(run["state"]["timestamp"])
    ended = has_ended(home, run["id"], since=since)
    return now - since > NEVER_BEGUN if ended is None else ended


def _runs(api_url: str, states: Sequence[str], **more: object) -> Sequence[dict[str, Any]]:
    """Runs of our pool in some states, not those that are part of another run."""
    found = ask(
        api_url,
        "flow_runs/filter",
        {
            "flow_runs": {
                "state": {"type": {"any_": list(states)}},
                "parent_task_run_id": {"is_null_": True},
                **more,
            },
            "work_pools": {"name": {"any_": [WORK_POOL]}},
            "sort": "EXPECTED_START_TIME_DESC",
            "limit": 200,
        },
    )
    return [run for run in found if run["state"] is not None]


def _crashes(api_url: str, run_id: str) -> int:
    states = ask(api_url, f"flow_run_states/?flow_run_id={run_id}")
    return sum(state["type"] == "CRASHED" for state in states)


def _set_state(
    api_url: str, run: Mapping[str, Any], kind: str, name: str, message: str, **more: object
) -> None:
    ask(
        api_url,
        f"flow_runs/{run['id']}/set_state",
        # Forced: Prefect itself would let a terminal state stand.
        {"state": {"type": kind, "name": name, "message": message, **more}, "force": True},
    )
