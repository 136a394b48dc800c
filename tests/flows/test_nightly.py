"""Nights on sample sites with a real Prefect server: stored, told, survived, replayed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from jipyo.samples import NIGHTS, SampleSites
from spiders.outlets import write_overlay
from tests.flows.conftest import LAST_THAT_BEGAN, NIGHTLY, ROOT, Jipyo

STORED = (
    "capture_body",
    "article",
    "article_version",
    "figure",
    "observation",
    "series_key",
    "flag",
)


@pytest.fixture
def sites(jipyo: Jipyo) -> Iterator[SampleSites]:
    with SampleSites(night=1) as serving:
        write_overlay(jipyo.home, serving.outlet_entries())
        yield serving


def night(jipyo: Jipyo, sites: SampleSites, number: int, *, code: int = 0) -> str:
    sites.night = number
    outlets = [f"--outlet={entry['id']}" for entry in sites.outlet_entries()]
    now = NIGHTS[number - 1].isoformat()
    return jipyo.run("nightly", "--now", now, *outlets, code=code).splitlines()[-1]


def counts(jipyo: Jipyo) -> dict[str, int]:
    with psycopg.connect(jipyo.environment["JIPYO_DATABASE_URL"]) as connection:
        found: dict[str, int] = {}
        for table in STORED:
            row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
            assert row is not None
            found[table] = row[0]
        return found


def fetch(jipyo: Jipyo, statement: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(jipyo.environment["JIPYO_DATABASE_URL"]) as connection:
        return connection.execute(statement).fetchall()


def last_run(jipyo: Jipyo) -> dict[str, Any]:
    runs = jipyo.ask("flow_runs/filter", LAST_THAT_BEGAN)
    return runs[0]


def artifacts(jipyo: Jipyo, flow_run_id: str) -> dict[str, Any]:
    found = jipyo.ask("artifacts/filter", {"artifacts": {"flow_run_id": {"any_": [flow_run_id]}}})
    return {artifact["key"]: artifact for artifact in found}


@pytest.mark.prove
def test_two_nights_and_their_replay(jipyo: Jipyo, sites: SampleSites) -> None:
    night(jipyo, sites, 1)
    after_one = counts(jipyo)
    assert after_one["article"] > 0
    assert after_one["figure"] > after_one["article"]
    message = night(jipyo, sites, 2)
    after_two = counts(jipyo)
    assert after_two["article"] > after_one["article"]
    assert after_two["article_version"] > after_two["article"]  # An edit became a version.

    flags = [json.loads(line) for line in jipyo.run("flags", "--format=jsonl").splitlines()]
    assert {"conflict_between_releases", "unit_slip"} <= {flag["check"] for flag in flags}
    for flag in flags:
        assert set(flag) == {
            *("check", "severity", "status", "place", "metric", "message", "message_en", "values"),
            *("evidence", "flag_id", "opened_at", "last_found_at", "resolved_at", "muted_until"),
        }
        assert len(flag["values"]) >= 2
        for piece in flag["evidence"]:
            assert set(piece) == {"url", "outlet", "published_at", "quote", "value"}
            assert piece["url"].startswith("https://")

    run = last_run(jipyo)
    assert run["name"] == "night of 2026-11-17"
    assert run["state"]["type"] == "COMPLETED"
    assert run["state"]["message"] == message
    told = artifacts(jipyo, run["id"])
    assert {"night", "outlets", "flags"} <= set(told)
    by_outlet = {row["outlet"]: row for row in json.loads(told["outlets"]["data"])}
    assert len(by_outlet) == len(sites.outlet_entries())
    assert sum(row["new"] for row in by_outlet.values()) == (
        after_two["article"] - after_one["article"]
    )
    assert all(flag["evidence"][0]["url"] in told["flags"]["data"] for flag in flags)
    assert "critical: 포항시" in told["flags"]["data"]

    report = (jipyo.home.report / "index.html").read_text("utf-8")
    assert "2026-11-17" in report
    assert all(flag["flag_id"][:8] in report for flag in flags if flag["severity"] == "critical")

    # A finished night replayed adds nothing, in whatever order.
    for number in (1, 2):
        night(jipyo, sites, number)
        assert counts(jipyo) == after_two
    again = [json.loads(line) for line in jipyo.run("flags", "--format=jsonl").splitlines()]
    assert again == flags


@pytest.mark.prove
def test_one_failing_outlet_does_not_stop_the_others(jipyo: Jipyo, sites: SampleSites) -> None:
    entries = sites.outlet_entries()
    # Nobody listens where the first outlet should be.
    broken = {**entries[0], "connect_to": "http://127.0.0.1:1"}
    write_overlay(jipyo.home, [broken])
    # Nor can the report be built where others keep their things.
    jipyo.home.report.mkdir()
    (jipyo.home.report / "mine.txt").write_text("mine")
    message = night(jipyo, sites, 1)
    assert "the report could not be built" in message
    assert [file.name for file in jipyo.home.report.iterdir()] == ["mine.txt"]
    assert f"{broken['id']} robots_unreachable" in message
    assert "failures:" in message
    assert fetch(jipyo, "SELECT DISTINCT outlet_id FROM article ORDER BY outlet_id") == sorted(
        (entry["id"],) for entry in entries[1:]
    )
    run = last_run(jipyo)
    assert run["state"]["type"] == "COMPLETED"
    failures = json.loads(artifacts(jipyo, run["id"])["failures"]["data"])
    assert [(row["reason"], row["pages"]) for row in failures] == [("robots_unreachable", 1)]
    assert fetch(jipyo, "SELECT state FROM night_run") == [("completed",)]


@pytest.mark.prove
def test_a_night_fails_when_a_step_cannot_run(jipyo: Jipyo, sites: SampleSites) -> None:
    jipyo.run("db", "migrate")
    with psycopg.connect(jipyo.environment["JIPYO_DATABASE_URL"]) as connection:
        connection.execute("ALTER TABLE check_finding RENAME TO lost")
    night(jipyo, sites, 1, code=1)
    assert last_run(jipyo)["state"]["type"] == "FAILED"
    assert fetch(jipyo, "SELECT state FROM night_run") == [("failed",)]
    with psycopg.connect(jipyo.environment["JIPYO_DATABASE_URL"]) as connection:
        connection.execute("ALTER TABLE lost RENAME TO check_finding")
    night(jipyo, sites, 1)
    assert last_run(jipyo)["state"]["type"] == "COMPLETED"


@pytest.mark.prove  # In the suite, tests/flows/test_up.py has one, through `jipyo up`.
def test_a_deployed_night_runs_on_a_worker(jipyo: Jipyo, sites: SampleSites) -> None:
    """`prefect deploy --all`, a worker, `prefect deployment run nightly/nightly`."""
    write_overlay(jipyo.home, [{**entry, "enabled": True} for entry in sites.outlet_entries()])

    def prefect(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "prefect", "--no-prompt", *arguments],
            env=jipyo.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    prefect("deploy", "--all")
    worker = subprocess.Popen(
        [sys.executable, "-m", "prefect", "worker", "start", "--pool=jipyo", "--type=process"],
        env=jipyo.environment,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        (deployment,) = jipyo.ask("deployments/filter", NIGHTLY)
        (schedule,) = deployment["schedules"]
        assert schedule["schedule"]["cron"] == "30 2 * * *"
        assert schedule["schedule"]["timezone"] == "Asia/Seoul"
        # Which runs may not meet is ours to decide: flows/turns.py.
        assert deployment["global_concurrency_limit"] is None
        now = NIGHTS[0].isoformat()
        prefect(
            *("deployment", "run", "nightly/nightly", "--watch"),
            *("--param", f'now="{now}"'),
        )
    finally:
        os.killpg(worker.pid, signal.SIGTERM)
        try:
            worker.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
    run = last_run(jipyo)
    assert run["state"]["type"] == "COMPLETED"
    assert run["deployment_id"] == deployment["id"]
    lines = jipyo.ask("logs/filter", {"logs": {"flow_run_id": {"any_": [run["id"]]}}})
    told = [line["message"] for line in lines]
    assert any("pages to read" in line for line in told), told
    assert any("pages to ask for" in line for line in told), told
    assert counts(jipyo)["figure"] > 0
