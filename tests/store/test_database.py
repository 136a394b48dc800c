"""Databases: made when missing, migrated once, explained, backed up, embedded or not."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from expectations.run import find
from jipyo.store import backup as backups
from jipyo.store.database import (
    connect,
    database_url,
    ensure_database,
    prefect_database_url,
    sqlalchemy_url,
    without_password,
)
from jipyo.store.errors import BackupError, DatabaseError, MigrationError
from jipyo.store.home import Home
from jipyo.store.migrations import migrate
from jipyo.store.queries import sql_folder
from jipyo.store.runs import SEOUL, open_run
from jipyo.store.server import EmbeddedServer


def test_every_table_column_and_view_carries_a_comment(database_url: str) -> None:
    with connect(database_url) as connection:
        bare = connection.execute(
            """
            SELECT pg_class.relname, pg_attribute.attname
            FROM pg_class
            JOIN pg_namespace ON pg_namespace.oid = pg_class.relnamespace
            LEFT JOIN pg_attribute ON pg_attribute.attrelid = pg_class.oid
                                  AND pg_attribute.attnum > 0
                                  AND NOT pg_attribute.attisdropped
            WHERE pg_namespace.nspname = 'public'
              AND pg_class.relkind IN ('r', 'v', 'm', 'p')
              AND (obj_description(pg_class.oid, 'pg_class') IS NULL
                   OR col_description(pg_class.oid, pg_attribute.attnum) IS NULL)
            ORDER BY 1, 2
            """
        ).fetchall()
        functions = connection.execute(
            """
            SELECT proname FROM pg_proc
            JOIN pg_namespace ON pg_namespace.oid = pronamespace
            WHERE nspname = 'public' AND obj_description(pg_proc.oid, 'pg_proc') IS NULL
            """
        ).fetchall()
    assert bare == []
    assert functions == []


def test_migrating_again_does_nothing(database_url: str) -> None:
    assert migrate(database_url) == []


def test_four_processes_migrate_at_once(server: EmbeddedServer) -> None:
    url = server.url("migrated_by_four")
    ensure_database(url)
    code = (
        "import sys; from jipyo.store.migrations import migrate; print(len(migrate(sys.argv[1])))"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", code, url], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    applied = sorted(int(process.communicate()[0]) for process in processes)
    files = len(list((sql_folder() / "migrations").glob("*.sql")))
    assert applied == [0, 0, 0, files]


def test_tables_of_a_newer_jipyo_are_left_alone(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute(
            "INSERT INTO _yoyo_migration VALUES ('hash', '9999-from-the-future', now())"
        )
    with pytest.raises(MigrationError, match=r"newer Jipyo.*9999-from-the-future"):
        migrate(database_url)


def test_connections_speak_in_the_time_of_seoul(database_url: str) -> None:
    with connect(database_url) as connection:
        assert connection.execute("SHOW timezone").fetchone() == ("Asia/Seoul",)


def test_a_server_of_the_users_own_is_used_instead(
    over_network: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home = Home(tmp_path)
    monkeypatch.setenv("JIPYO_DATABASE_URL", over_network("figures of cities".replace(" ", "_")))
    url = database_url(home)
    assert url == over_network("figures_of_cities")
    with connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM figure").fetchone() == (0,)
        # The rules of the checks run on this server too, over whatever is there.
        run_id = uuid4()
        now = datetime(2026, 11, 16, 2, 30, tzinfo=SEOUL)
        open_run(connection, run_id, "check", now)
        find(connection, run_id, full=True)
    assert not home.data.exists()
    beside = prefect_database_url(home)
    assert beside.startswith("postgresql+asyncpg://owner:secret@127.0.0.1:")
    assert beside.endswith("/figures_of_cities_prefect")
    with psycopg.connect(over_network("figures_of_cities_prefect")):
        pass
    assert sqlalchemy_url(url).startswith("postgresql+psycopg://owner:secret@")


def test_a_server_that_is_not_there_is_named_without_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("JIPYO_DATABASE_URL", "postgresql://me:secret@127.0.0.1:1/jipyo")
    with pytest.raises(DatabaseError) as raised:
        database_url()
    assert "127.0.0.1:1" in str(raised.value)
    assert "JIPYO_DATABASE_URL" in str(raised.value)
    assert "secret" not in str(raised.value)


def test_a_url_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIPYO_DATABASE_URL", "sqlite:///jipyo.db")
    with pytest.raises(DatabaseError, match="should look like postgresql://"):
        database_url()


@pytest.mark.quick
@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://me:secret@host:1/db", "postgresql://me:***@host:1/db"),
        ("postgresql://me@host/db", "postgresql://me@host/db"),
        ("postgresql://postgres@/db?host=/run", "postgresql://postgres@/db?host=/run"),
        ("postgresql://host:1/db", "postgresql://host:1/db"),
        # What should have been percent-encoded, and what is no URL at all.
        ("postgresql://me:sec/ret@host/db", "postgresql://me:***@host/db"),
        ("postgresql://me:sec#ret@host/db", "postgresql://me:***@host/db"),
        ("postgresql://me:sec?ret@host/db", "postgresql://me:***@host/db"),
        ("postgresql://me:sec@ret@host/db", "postgresql://me:***@host/db"),
        ("postgresql://me:[secret@host/db", "postgresql://me:***@host/db"),
        ("postgresql://me:sec%zzret@host/db", "postgresql://me:***@host/db"),
        ("me:secret@host/db", "me:***@host/db"),
        ("postgresql://h/db?password=secret&a=b", "postgresql://h/db?password=***&a=b"),
        ("postgresql://h/db?sslpassword=secret", "postgresql://h/db?sslpassword=***"),
        ("host=h password=secret dbname=d", "host=h password=*** dbname=d"),
        (r"host=h password = 'sec \'ret' dbname=d", "host=h password = *** dbname=d"),
    ],
)
def test_passwords_are_not_shown(url: str, shown: str) -> None:
    assert without_password(url) == shown


@pytest.mark.quick
@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me:sec/ret@host/db",
        "postgresql://me:1/sec/ret@host/db",
        "postgresql://me:sec#ret@host/db",
        "postgresql://me:sec?ret@host/db",
        "postgresql://me:sec@ret@host/db",
        "postgresql://me:[sec]ret@host/db",
        "postgresql://me:sec%zzret@host/db",
        "postgresql://me:secret@host:54x/db",
        "postgresql://host/db?password=secret&unheard=of",
        "host=h password=secret dbname=d",
        "me:secret@host/db",
    ],
)
def test_an_address_that_cannot_be_read_is_told_without_its_password(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIPYO_DATABASE_URL", url)
    with pytest.raises(DatabaseError) as raised:
        database_url()
    told = str(raised.value)
    assert "JIPYO_DATABASE_URL" in told
    assert not [piece for piece in ("secret", "sec", "ret") if re.search(rf"\b{piece}\b", told)]
    assert raised.value.__suppress_context__ or raised.value.__context__ is None


def test_programs_of_postgres_get_no_password_as_an_argument(
    database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Every user of a machine sees the arguments of every process."""
    monkeypatch.setenv(
        "JIPYO_DATABASE_URL", database_url.replace("postgres@", "postgres:s%40cret@")
    )
    program = tmp_path / "program"
    program.write_text('#!/bin/sh\necho "$PGPASSWORD $*" >> "$0.said"\n')
    program.chmod(0o700)
    monkeypatch.setattr(backups, "program", lambda name: str(program))
    assert backups.run_psql(["-c", "SELECT 1"]) == 0
    with contextlib.suppress(BackupError):
        backups.backup(tmp_path / "jipyo.dump")
    (tmp_path / "jipyo.dump").touch()
    backups.restore(tmp_path / "jipyo.dump", force=True)
    said = program.with_suffix(".said").read_text().splitlines()
    # psql, pg_dump, pg_restore; into an older server what is restored goes through psql as well.
    assert len(said) >= 3
    for line in said:
        password, _, arguments = line.partition(" ")
        assert "cret" not in arguments
        # One that only writes what is restored as SQL meets no server.
        if "--file=" not in arguments or "--dbname=" in arguments:
            assert password == "s@cret"
            assert "--dbname=postgresql://postgres@/" in arguments


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    return lambda url: monkeypatch.setenv("JIPYO_DATABASE_URL", url)


def test_a_backup_brings_everything_back(
    new_database: Callable[[], str],
    server: EmbeddedServer,
    chosen: Callable[[str], None],
    tmp_path: Path,
) -> None:
    full, empty = new_database(), server.url("restored_into")
    with connect(full) as connection:
        connection.execute(
            "INSERT INTO outlet (outlet_id, name, family, origin, registered_at)"
            " VALUES ('one', '하나일보', 'generic', 'https://one.example', now())"
        )
    file = tmp_path / "night.dump"
    chosen(full)
    backups.backup(file)
    assert not list(tmp_path.glob("*.part"))
    with pytest.raises(BackupError, match="not empty"):
        backups.restore(file)
    chosen(empty)
    backups.restore(file)
    with connect(empty) as connection:
        assert connection.execute("SELECT name FROM outlet").fetchall() == [("하나일보",)]
        connection.execute("DELETE FROM outlet")
    backups.restore(file, force=True)
    with connect(empty) as connection:
        assert connection.execute("SELECT name FROM outlet").fetchall() == [("하나일보",)]


def test_a_broken_backup_changes_nothing(
    new_database: Callable[[], str], chosen: Callable[[str], None], tmp_path: Path
) -> None:
    chosen(new_database())
    file = tmp_path / "broken.dump"
    file.write_bytes(b"PGDMP, or so it says")
    with pytest.raises(BackupError, match="pg_restore failed"):
        backups.restore(file, force=True)
    with connect(database_url()) as connection:
        assert connection.execute("SELECT count(*) FROM outlet").fetchone() == (0,)


def test_a_backup_to_nowhere_says_so(
    new_database: Callable[[], str], chosen: Callable[[str], None], tmp_path: Path
) -> None:
    chosen(new_database())
    with pytest.raises(BackupError):
        backups.backup(tmp_path / "no such folder" / "night.dump")
