"""`jipyo housekeeping`: a dry run tells what then goes; the last runs, flags and figures stay."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

from expectations.appearance import ResultLine, write_index
from expectations.validation import forget_validations
from jipyo.store import sizes
from jipyo.store.home import Home
from jipyo.store.server import EmbeddedServer
from jipyo.store.sizes import LOGS_KEPT, large_logs, rotate
from tests.flows.conftest import ROOT, Jipyo

NOW = datetime.now(UTC)
RUNS = """
from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact

@task
def step(number):
    get_run_logger().info("step %d", number)

@flow(name="kept house")
def kept_house():
    step(1)
    step(2)
    create_markdown_artifact("words", key="kept-house")

for _ in range(4):
    kept_house()
"""
OURS = "SELECT id FROM flow_run WHERE flow_id = (SELECT id FROM flow WHERE name = 'kept house')"
ROWS = {
    "flow_run": f"id IN ({OURS})",
    "flow_run_state": f"flow_run_id IN ({OURS})",
    "task_run": f"flow_run_id IN ({OURS})",
    "artifact": "key = 'kept-house'",
    "artifact_collection": "key = 'kept-house'",
    "log": "flow_run_id = ANY (%(runs)s)",
    "task_run_state": "task_run_id = ANY (%(tasks)s)",
}


def test_old_runs_go_from_prefect_with_all_that_is_theirs(
    jipyo: Jipyo, server: EmbeddedServer, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", RUNS],
        env={**os.environ, **jipyo.environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    with psycopg.connect(server.url("jipyo_prefect"), autocommit=True) as prefect:
        runs = [row[0] for row in prefect.execute(OURS)]
        tasks = [
            row[0]
            for row in prefect.execute(
                "SELECT id FROM task_run WHERE flow_run_id = ANY (%s)", (runs,)
            )
        ]
        parameters = {"runs": runs, "tasks": tasks}

        def rows() -> dict[str, int]:
            found: dict[str, int] = {}
            for table, where in ROWS.items():
                question: Any = f"SELECT count(*) FROM {table} WHERE {where}"
                row = prefect.execute(question, parameters).fetchone()
                found[table] = row[0] if row else 0
            return found

        def until(**expected: int) -> None:
            deadline = time.monotonic() + 60
            while rows() | expected != rows():
                assert time.monotonic() < deadline, (rows(), expected)
                time.sleep(0.2)

        # Prefect records task runs and log lines in the background.
        until(flow_run=4, task_run=8, artifact=4)
        assert rows()["log"] >= 12
        per_run = rows()["log"] // 4
        prefect.execute(
            "UPDATE flow_run SET end_time = end_time - interval '61 days' WHERE id = ANY (%s)",
            (runs,),
        )
        options = ["--now", NOW.isoformat(), "--format", "jsonl", "--keep-last-runs", "1"]
        before = rows()
        would = json.loads(jipyo.run("housekeeping", "--dry-run", *options))
        assert rows() == before
        went = json.loads(jipyo.run("housekeeping", *options))
        assert would["runs"] == went["runs"]
        assert went["runs"] == {"flow_runs": 3, "task_runs": 6, "artifacts": 3, "left": 0}
        until(flow_run=1, task_run=2, task_run_state=before["task_run_state"] // 4, artifact=1)
        until(log=per_run, artifact_collection=1)
        again = json.loads(jipyo.run("housekeeping", *options))
        assert again["runs"] == {"flow_runs": 0, "task_runs": 0, "artifacts": 0, "left": 0}
    named = jipyo.ask(
        "flow_runs/filter",
        {
            "flows": {"name": {"any_": ["housekeeping"]}},
            "flow_runs": {"state": {"type": {"any_": ["COMPLETED"]}}},
        },
    )
    assert {run["name"].partition(" of ")[0] for run in named} == {"housekeeping"}
    [told] = jipyo.ask(
        "artifacts/filter",
        {
            "artifacts": {"key": {"any_": ["housekeeping"]}},
            "sort": "CREATED_DESC",
            "limit": 1,
        },
    )
    assert "| Runs of Prefect | 0 |" in told["data"]


def test_two_at_once_are_refused(jipyo: Jipyo) -> None:
    with psycopg.connect(jipyo.environment["JIPYO_DATABASE_URL"]) as other:
        other.execute("SELECT pg_advisory_lock(hashtext('jipyo housekeeping'))")
        done = jipyo.run_all("housekeeping", code=1)
    assert "Another housekeeping runs" in done.stderr


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.make()
    return home


def test_only_the_last_validations_stay_and_no_link_is_dead(home: Home) -> None:
    root = home.great_expectations / "uncommitted"
    site = root / "data_docs" / "local_site"
    for suite in ("figures", "shape"):
        for night in range(5):
            where = f"{suite}/run-{night}/2026010{night + 1}T000000.000000Z"
            for folder in (root / "validations", site / "validations"):
                (folder / where).mkdir(parents=True)
            (root / "validations" / where / "postgres.json").write_text("{}")
            (site / "validations" / where / "postgres.html").write_text("page")
            os.utime(root / "validations" / suite / f"run-{night}", (night, night))
    latest = "validations/shape/run-4/20260105T000000.000000Z/postgres.html"
    write_index(site / "index.html", "run-4", [ResultLine("shape", latest, True, 0, 3)])

    def links() -> list[str]:
        return re.findall(r'href="([^"]+)"', (site / "index.html").read_text("utf-8"))

    assert len(links()) == 11
    assert forget_validations(home, keep=2, dry_run=True) == 6
    assert len(links()) == 11
    assert forget_validations(home, keep=2) == 6
    assert len(links()) == 5
    assert all((site / link).is_file() for link in links())
    assert {path.name for path in root.glob("*/*/validations/*/*")} == {"run-3", "run-4"}
    assert {path.name for path in root.glob("validations/*/*")} == {"run-3", "run-4"}
    assert forget_validations(home, keep=2) == 0


def test_a_long_log_is_begun_anew_under_its_writer(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sizes, "LARGEST_LOG_BYTES", 100_000)
    log = home.log / "worker.log"
    line = b"x" * 999 + b"\n"
    stop = threading.Event()

    def write() -> None:
        with log.open("ab", buffering=0) as file:
            while not stop.wait(0.0005):
                file.write(line)

    (home.log / "short.log").write_text("short")
    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(LOGS_KEPT + 2):
            deadline = time.monotonic() + 60
            while not large_logs(home):
                assert time.monotonic() < deadline
            assert large_logs(home) == [log]
            rotate(log)
            assert log.stat().st_size < 100_000
    finally:
        stop.set()
        writer.join()
    assert {path.name for path in home.log.iterdir()} == {
        "short.log",
        "worker.log",
        *(f"worker.log.{number}.gz" for number in range(1, LOGS_KEPT + 1)),
    }
    assert b"\0" not in log.read_bytes()
