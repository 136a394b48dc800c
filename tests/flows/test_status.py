"""`jipyo status` and `jipyo doctor` over machines that are down, half up, old, broken."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from flows.doctor import examine
from flows.server import WORK_POOL
from flows.status import Check, check_lines, look, status_lines
from jipyo.store.database import connect
from jipyo.store.home import Home
from jipyo.store.queries import sql_folder
from jipyo.store.runs import SEOUL, close_run, open_run
from jipyo.store.server import EmbeddedServer
from tests.flows.conftest import Jipyo
from tests.store.test_health import Nights

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=SEOUL)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    home = Home(tmp_path / "home")
    monkeypatch.setenv("JIPYO_HOME", str(home.root))
    return home


def faults(checks: list[Check]) -> dict[str, str]:
    """What is wrong, by the name of the check; each says what mends it."""
    found = {check.name: check.what for check in checks if check.verdict == "fault"}
    assert all(check.mend for check in checks if check.verdict == "fault")
    return found


def found_at(home: Home) -> dict[str, str]:
    return faults(examine(home, NOW)[1])


def test_where_nothing_is_nothing_is_made_and_nothing_is_wrong(home: Home) -> None:
    status, checks = examine(home, NOW)
    assert faults(checks) == {}
    assert not home.root.exists()
    assert (status.database["state"], status.prefect["state"]) == ("absent", "down")
    assert status.last_night is status.flags is None
    assert next(iter(status_lines(status))).startswith("Jipyo ")
    # Made, and stopped: still nothing is started.
    home.make()
    home.data.mkdir()
    (home.data / "PG_VERSION").write_text("12\n")
    status, checks = examine(home, NOW)
    assert status.database["state"] == "stopped"
    assert faults(checks).keys() == {"Postgres programs"}
    assert "made by PostgreSQL 12" in faults(checks)["Postgres programs"]
    assert not EmbeddedServer(home).is_running()


def test_a_home_and_its_files_that_are_wrong(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.make()
    home.root.chmod(0o755)
    assert "is open to other users" in found_at(home)["home"]
    home.root.chmod(0o700)
    home.outlets_overlay.write_text("- id: 7\n  enabled: true\n")
    home.registry_overlay.write_text("[[metric]\n")
    home.alerts_settings.write_text("channels: [s3cret\n")
    monkeypatch.setenv("JIPYO_PREFECT_PORT", "many")
    found = found_at(home)
    assert found.keys() == {"outlets", "measures", "alerts", "ports"}
    assert "outlets.yaml" in found["outlets"]
    assert "is no YAML" in found["alerts"]
    home.outlets_overlay.write_text("- id: gnnews\n  enabled: true\n")
    home.registry_overlay.unlink()
    home.alerts_settings.write_text(
        "channels: [{name: desk, address: 'json://h/${NOT_SET}'}]\n"
        "routes: {operations: {channels: [desk]}}\n"
    )
    monkeypatch.delenv("JIPYO_PREFECT_PORT")
    found = found_at(home)
    assert found.keys() == {"contact", "alerts"}
    assert "NOT_SET, which is not set" in found["alerts"]


def test_a_database_that_cannot_be_reached_is_told_soon(home: Home) -> None:
    environment = {
        **os.environ,
        "JIPYO_DATABASE_URL": "postgresql://kim:s3cret@127.0.0.1:1/jipyo",
        "PREFECT_API_URL": "http://127.0.0.1:1/api",
    }

    def run(*arguments: str, code: int) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "jipyo", *arguments],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        assert "s3cret" not in done.stdout + done.stderr
        return done.stdout

    record = json.loads(run("status", "--json", code=0))
    assert (record["format"], record["database"]["state"]) == ("status/1", "unreachable")
    assert record["database"]["address"] == "postgresql://kim:***@127.0.0.1:1/jipyo"
    text = run("status", code=0)
    assert "2 faults" in text
    record = json.loads(run("doctor", "--json", code=1))
    assert (record["format"], record["faults"]) == ("doctor/1", 2)
    assert [one["name"] for one in record["checks"] if one["verdict"] == "fault"] == [
        "database",
        "Prefect server",
    ]
    assert not home.root.exists()


def test_tables_that_are_old_newer_or_damaged(
    home: Home, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.make()
    monkeypatch.setenv("JIPYO_DATABASE_URL", database_url)
    assert found_at(home) == {}
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("DROP VIEW coverage")
        assert found_at(home) == {"migrations": "views are missing or outdated"}
        connection.execute("INSERT INTO _yoyo_migration VALUES ('9', '0999-later', now())")
        assert "made by a newer Jipyo (0999-later)" in found_at(home)["migrations"]
        connection.execute(
            "DELETE FROM _yoyo_migration WHERE migration_id IN ('0033-alerts', '0999-later')"
        )
        connection.execute("DROP TABLE alert_subject, alert_message, night_trouble")
        told = found_at(home)["migrations"]
        assert told == "1 migration not applied: 0033-alerts"
        # What no migration made cannot have gone by itself.
        connection.execute("INSERT INTO _yoyo_migration VALUES ('9', '0033-alerts', now())")
        connection.execute("ALTER TABLE flag RENAME COLUMN severity TO gravity")
        assert "out of shape" in found_at(home)["migrations"]
        assert look(home, NOW).database["state"] == "up"
        # An old one: only the first tables are there.
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
        files = sorted((sql_folder() / "migrations").glob("*.sql"))
        connection.execute(files[0].read_text())  # type: ignore[arg-type]
    status = look(home, NOW)
    assert status.migrations["waiting"] == [file.stem for file in files]
    assert status.database["detail"] == "tables are missing"


def test_databases_that_take_no_writes_or_no_korean(
    home: Home, server: EmbeddedServer, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.make()
    name = f"test_{uuid4().hex[:12]}"
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'").format(
                sql.Identifier(name)
            )
        )
        try:
            monkeypatch.setenv("JIPYO_DATABASE_URL", server.url(name))
            found = found_at(home)
            assert "its encoding is SQL_ASCII" in found["database text"]
            assert "not applied" in found["migrations"]
        finally:
            connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
    monkeypatch.setenv("JIPYO_DATABASE_URL", database_url)
    with psycopg.connect(database_url, autocommit=True) as connection:
        own = sql.Identifier(connection.info.dbname)
        connection.execute(
            sql.SQL("ALTER DATABASE {} SET default_transaction_read_only = on").format(own)
        )
    assert found_at(home) == {
        "database rights": "the database only takes reads: it is a standby, or set to read-only"
    }


def nights(connection: psycopg.Connection[Any]) -> None:
    """Three nights; in the last two `naru` gave nothing. The last one failed."""
    outlets = [Nights(connection, name) for name in ("gaon", "naru")]
    for ago in (2, 1, 0):
        run_id, now = uuid4(), NOW - timedelta(days=ago, hours=6)
        open_run(connection, run_id, "nightly", now)
        for outlet in outlets:
            dead = outlet.outlet_id == "naru" and ago < 2
            outlet.add(
                now.date(), run_id=run_id, **({"listed": 0, "new_articles": 0} if dead else {})
            )
        close_run(connection, run_id, "failed" if ago == 0 else "completed", "it \x1b[31mbroke")


def test_half_a_machine(jipyo: Jipyo, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in jipyo.environment.items():
        monkeypatch.setenv(name, value)
    with connect(jipyo.environment["JIPYO_DATABASE_URL"]) as connection:
        connection.autocommit = True
        nights(connection)
    record = look(jipyo.home, NOW).record()
    assert record["last_night"]["state"] == "failed"
    assert record["last_night"]["news_day"] == "2026-11-20"
    assert [(one["outlet_id"], one["nights_failing"]) for one in record["outlets"]["failing"]] == [
        ("naru", 2)
    ]
    assert record["prefect"] == {"state": "up", "address": jipyo.api_url, "detail": ""}
    assert record["worker"]["state"] == "none"
    assert record["flags"] == {"critical": 0, "warning": 0, "info": 0}
    status, checks = examine(jipyo.home, NOW)
    text = "\n".join(status_lines(status))
    assert "→ jipyo outlets health naru" in text
    assert "\x1b" not in text
    names = {check.name: check.verdict for check in checks}
    assert names["worker"] == names["outlets"] == names["last night"] == "fault"
    assert names["Prefect UI"] == names["database rights"] == names["database text"] == "ok"
    # A worker that reports, a run to come and one that is late, as Prefect's API has them.
    flow = jipyo.ask("flows/", {"name": "status-test"})
    made = jipyo.ask("deployments/", {"name": "of-status", "flow_id": flow["id"]})
    worker = f"work_pools/{WORK_POOL}/workers"
    jipyo.tell("POST", f"{worker}/heartbeat", {"name": "of-status"})
    try:
        for name, at in (("Scheduled", "2999-01-01T02:30:00+09:00"), ("Late", NOW.isoformat())):
            state = {"type": "SCHEDULED", "name": name, "state_details": {"scheduled_time": at}}
            jipyo.ask(f"deployments/{made['id']}/create_flow_run", {"state": state})
        status = look(jipyo.home, NOW)
        assert (status.worker["state"], status.worker["online"]) == ("online", 1)
        late = {"deployment": "of-status", "at": "2026-11-20T09:00:00+09:00"}
        coming = {"deployment": "of-status", "at": "2999-01-01T02:30:00+09:00"}
        assert late in status.schedule["late"]
        assert coming in status.schedule["next"]
        found = {check.name: check for check in status.checks}
        assert found["worker"].verdict == "ok"
        assert (found["schedule"].verdict, found["schedule"].mend) == ("fault", "jipyo up")
    finally:
        jipyo.tell("DELETE", f"deployments/{made['id']}")
        jipyo.tell("DELETE", f"{worker}/of-status")


def test_lines_say_what_mends() -> None:
    lines = list(check_lines([Check("disk", "ok", "5 GB"), Check("worker", "fault", "none", "do")]))
    assert lines == ["ok     disk    5 GB", "FAULT  worker  none", "               → do"]
