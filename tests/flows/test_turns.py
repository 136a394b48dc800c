"""Which run gives way to which: a second night, nights that were missed; and rechecks by day."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from flows.processes import has_ended
from flows.turns import turn
from jipyo.samples import NIGHTS, SampleSites
from jipyo.store.runs import news_day
from jipyo.store.server import EmbeddedServer
from spiders.outlets import write_overlay
from tests.flows.conftest import ROOT, Jipyo


@pytest.fixture
def deployed(jipyo: Jipyo) -> Iterator[Deployed]:
    command = [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all"]
    done = subprocess.run(
        command, env=jipyo.environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    yield Deployed(jipyo)


class Deployed:
    """The deployments without a worker: a test is the worker."""

    def __init__(self, jipyo: Jipyo) -> None:
        self.jipyo = jipyo

    def plan(self, name: str, at: datetime, **parameters: Any) -> str:
        (deployment,) = self.jipyo.ask(
            "deployments/filter", {"deployments": {"name": {"any_": [name]}}}
        )
        run = self.jipyo.ask(
            f"deployments/{deployment['id']}/create_flow_run",
            {
                "parameters": parameters,
                "state": {"type": "SCHEDULED", "state_details": {"scheduled_time": at.isoformat()}},
            },
        )
        return run["id"]

    def run(self, run_id: str) -> dict[str, Any]:
        done = subprocess.run(
            [sys.executable, "-m", "flows.engine"],
            env={**self.jipyo.environment, "PREFECT__FLOW_RUN_ID": run_id},
            cwd=Path("/"),
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert has_ended(self.jipyo.home, run_id) is True
        (run,) = self.jipyo.ask("flow_runs/filter", {"flow_runs": {"id": {"any_": [run_id]}}})
        return run


@pytest.mark.prove
def test_after_days_off_the_newest_night_does_the_work_of_all(
    deployed: Deployed, server: EmbeddedServer
) -> None:
    clock = datetime.now(UTC)
    days = [clock - timedelta(days=days, hours=5) for days in (5, 4, 3)]
    nights = [deployed.plan("nightly", day) for day in days]
    # Made by hand, as the schedule makes them.
    with psycopg.connect(server.url("jipyo_prefect"), autocommit=True) as connection:
        connection.execute(
            "UPDATE flow_run SET auto_scheduled = true WHERE id = ANY (%s)", (nights,)
        )
    by_hand = deployed.plan("nightly", days[0], now=NIGHTS[0].isoformat(), outlets=[])

    first = deployed.run(nights[0])
    assert first["state"]["type"] == "CANCELLED"
    assert first["state"]["message"].startswith("Missed: it was due on ")
    assert first["name"] == f"night of {news_day(days[0])}, missed"
    last = deployed.run(nights[2])
    assert last["state"]["type"] == "COMPLETED", last["state"]
    # It collected what there is today, and says so.
    assert last["name"] == f"night of {news_day(datetime.now(UTC))}"
    url = deployed.jipyo.environment["JIPYO_DATABASE_URL"]
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT now_at >= %s FROM night_run", (clock,)).fetchall()
    assert rows == [(True,)]
    assert deployed.run(nights[1])["state"]["type"] == "CANCELLED"
    # What a person asked for is done, however late.
    replay = deployed.run(by_hand)
    assert replay["state"]["type"] == "COMPLETED"
    assert replay["name"] == f"night of {news_day(NIGHTS[0])}"


def test_a_second_night_gives_way_and_says_to_whom(jipyo: Jipyo) -> None:
    url = jipyo.environment["JIPYO_DATABASE_URL"]
    with turn(url, "nightly", "night of 2026-11-16") as holder:
        assert holder is None
        with turn(url, "nightly", "night of 2026-11-17") as other:
            assert other is not None and other.name == "night of 2026-11-16"
        with turn(url, "recheck", "recheck of 2026-11-16") as other:
            assert other is None
        told = jipyo.run("nightly", "--now", NIGHTS[0].isoformat(), code=1)
        assert "Not begun: night of 2026-11-16 runs since" in told
    with turn(url, "nightly", "night of 2026-11-17") as holder:
        assert holder is None


@pytest.mark.prove
def test_a_recheck_asks_for_known_pages_alone(deployed: Deployed) -> None:
    jipyo = deployed.jipyo
    with SampleSites(night=1) as sites:
        entries = sites.outlet_entries()
        write_overlay(jipyo.home, [{**entry, "enabled": True} for entry in entries])
        jipyo.run("nightly", "--now", NIGHTS[0].isoformat())
        sites.night = 2
        before = len(sites.visits)
        noon = NIGHTS[1] + timedelta(hours=12)
        run = deployed.run(deployed.plan("recheck", datetime.now(UTC), now=noon.isoformat()))
        asked = {visit.path for visit in sites.visits[before:]}
        known = {visit.path for visit in sites.visits[:before]}
        lists = {path for entry in entries for path in (*entry["feeds"], *entry["lists"])}  # type: ignore[misc]
        assert run["state"]["type"] == "COMPLETED"
        assert run["name"] == f"recheck of {news_day(noon)}"
        assert ", 0 new articles, 1 changed" in run["state"]["message"], run["state"]["message"]
        assert asked <= known, asked - known
        assert not asked & lists
        assert len(asked - {"/robots.txt"}) > 5
        again = deployed.run(deployed.plan("recheck", datetime.now(UTC), now=noon.isoformat()))
        assert "no page is due" in again["state"]["message"]
