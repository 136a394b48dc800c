"""The deployments of `prefect.yaml` on the server of a home, from a checkout or a wheel."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import flows
import jipyo
from flows.server import ask, client_environment
from jipyo.store.errors import JipyoError
from jipyo.store.home import Home

DEPLOY_SECONDS = 300.0
"""Longest wait for Prefect's command: it needs five seconds on two idle cores."""


PLAN_SECONDS = 10.0
"""Longest wait until Prefect's scheduler has planned the runs of new deployments."""


class DeployError(JipyoError):
    """The deployments could not be made; the message has Prefect's words."""


@dataclass(frozen=True, slots=True)
class PlannedRun:
    """When a deployment runs next; ``None`` where it has no schedule, or its schedule is paused."""

    deployment: str
    at: datetime | None


def prefect_file() -> Path:
    """`prefect.yaml`: at the root of a checkout, inside the package where a wheel is installed."""
    return next(
        file
        for file in (code_root() / "prefect.yaml", Path(jipyo.__file__).parent / "prefect.yaml")
        if file.is_file()
    )


def code_root() -> Path:
    """The folder from which the entrypoints of `prefect.yaml` count."""
    return Path(flows.__file__).parents[1]


def deploy(home: Home, api_url: str) -> bool:
    """Make or renew the deployments, if they are not those of this version already.

    What a person changed in the UI, such as a paused schedule, stays until `prefect.yaml` or the
    place of the code changes.

    Returns:
        Whether there was something to do.

    Raises:
        DeployError: Prefect refused.
    """
    kept = home.root / "prefect" / "jipyo-deployed"
    wanted = hashlib.sha256(
        b"\0".join((prefect_file().read_bytes(), os.fsencode(code_root()), _parameters()))
    ).hexdigest()
    if kept.is_file() and kept.read_text() == wanted and _deployments(api_url):
        return False
    done = subprocess.run(
        [
            *(sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all"),
            *("--prefect-file", str(prefect_file())),
        ],
        env={**os.environ, **client_environment(home, api_url)},
        cwd=code_root(),
        capture_output=True,
        text=True,
        timeout=DEPLOY_SECONDS,
        check=False,
    )
    if done.returncode:
        raise DeployError(
            f"The deployments of {prefect_file()} cannot be made:\n{done.stdout}{done.stderr}"
        )
    kept.parent.mkdir(mode=0o700, exist_ok=True)
    kept.write_text(wanted)
    return True


def planned_runs(api_url: str) -> Sequence[PlannedRun]:
    """When each deployment runs next, those that run soonest first, then those by hand."""
    deployments = _deployments(api_url)
    scheduled = {one["id"] for one in deployments if _has_schedule(one)}
    planned: dict[str, datetime] = {}
    deadline = time.monotonic() + PLAN_SECONDS
    while True:
        for run in ask(
            api_url,
            "flow_runs/filter",
            {
                "flow_runs": {
                    "deployment_id": {"any_": sorted(scheduled)},
                    "state": {"type": {"any_": ["SCHEDULED"]}},
                    "expected_start_time": {"after_": datetime.now(UTC).isoformat()},
                },
                "sort": "EXPECTED_START_TIME_DESC",
            },
        ):
            planned[run["deployment_id"]] = datetime.fromisoformat(run["expected_start_time"])
        if planned.keys() >= scheduled or time.monotonic() > deadline:
            break
        time.sleep(0.2)  # Prefect's scheduler plans what was just deployed within seconds.
    return sorted(
        (PlannedRun(one["name"], planned.get(one["id"])) for one in deployments),
        key=lambda run: (run.at is None, run.at or datetime.now(UTC), run.deployment),
    )


def _has_schedule(deployment: dict[str, Any]) -> bool:
    return not deployment["paused"] and any(one["active"] for one in deployment["schedules"])


def _deployments(api_url: str) -> list[dict[str, Any]]:
    return ask(api_url, "deployments/filter", {"deployments": {"tags": {"all_": ["jipyo"]}}})


def _parameters() -> bytes:
    """What the forms of the UI are made of: the code of the flows that are deployed."""
    return b"".join(file.read_bytes() for file in sorted(Path(flows.__file__).parent.glob("*.py")))
