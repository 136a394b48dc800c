"""Shared by all tests: one embedded server a session, a fresh migrated database a test."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from jipyo.store.home import Home
from jipyo.store.migrations import migrate
from jipyo.store.server import EmbeddedServer

LONGEST = (
    "flows/test_story.py",
    "flows/test_nightly.py",
    "flows/test_kills.py",
    "flows/test_checking.py",
    "test_wheel.py",
    "store/test_server.py",
    "flows",
)
"""Files that take longest: if they begin, two workers end together."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, each file as a whole."""

    def place(item: pytest.Item) -> int:
        path = item.path.as_posix()
        return next((at for at, name in enumerate(LONGEST) if f"/tests/{name}" in path), 99)

    items.sort(key=place)


@pytest.fixture(scope="session", autouse=True)
def clean_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What a developer has set for daily work, or promoted, must not leak into the tests."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(("JIPYO_", "PREFECT_")):
                patch.delenv(name)
        patch.setenv("JIPYO_HOME", str(tmp_path_factory.getbasetemp() / "no-home"))
        yield


@pytest.fixture(scope="session")
def session_home() -> Iterator[Home]:
    """A home of this test session, removed at its end."""
    folder = Path(tempfile.mkdtemp(prefix="jipyo-tests-"))
    home = Home(folder / "home")
    home.make()
    yield home
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def server(session_home: Home) -> Iterator[EmbeddedServer]:
    """The embedded server of this test session."""
    running = EmbeddedServer(session_home)
    running.start()
    # A database is made and dropped for every test, and each time all of it would go to the disk.
    # What the server keeps through a crash is tested on servers of those tests' own.
    with psycopg.connect(running.url("postgres"), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    yield running
    running.stop()


@pytest.fixture(scope="session")
def template_database(server: EmbeddedServer) -> str:
    """The name of a migrated, empty database from which those of the tests are copied."""
    name = "jipyo_template"
    _execute(server, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    migrate(server.url(name))
    return name


@pytest.fixture
def new_database(server: EmbeddedServer, template_database: str) -> Iterator[Callable[[], str]]:
    """Makes fresh migrated databases and gives their URLs; they go with the test."""
    made: list[str] = []

    def make() -> str:
        name = f"test_{uuid4().hex[:12]}"
        _execute(
            server,
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template_database)
            ),
        )
        made.append(name)
        return server.url(name)

    yield make
    for name in made:
        _execute(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def database_url(new_database: Callable[[], str]) -> str:
    """The libpq URL of a fresh migrated database of this test."""
    return new_database()


def _execute(server: EmbeddedServer, statement: sql.Composed) -> None:
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(statement)
