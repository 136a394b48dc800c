"""Shared by all tests: one embedded server a session, a fresh migrated database a test."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from jipyo.store.home import Home
from jipyo.store.roles import make_roles
from jipyo.store.server import EmbeddedServer
from tests.clusters import Cluster

OTHER_SERVER = "TEST_POSTGRES"
"""Names another Postgres for the tests: the folder of its programs, or the URL of a running one."""

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


LONGEST_PROOF_SECONDS = 3600
"""A proof may take longer than a test of the suite, also where it is run by itself."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what takes longest, each file as a whole; give proofs their time."""

    def place(item: pytest.Item) -> int:
        path = item.path.as_posix()
        return next((at for at, name in enumerate(LONGEST) if f"/tests/{name}" in path), 99)

    items.sort(key=place)
    if config.getoption("timeout") is None:
        for item in items:
            if item.get_closest_marker("prove") and not item.get_closest_marker("timeout"):
                item.add_marker(pytest.mark.timeout(LONGEST_PROOF_SECONDS))


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
def server(session_home: Home) -> Iterator[EmbeddedServer | Cluster | NamedServer]:
    """The server of this test session: the embedded one, or another that `OTHER_SERVER` names."""
    other = os.environ.get(OTHER_SERVER, "")
    if "://" in other:
        yield NamedServer(other)
        return
    if other:
        cluster = Cluster(session_home.root.parent / "other", Path(other))
        cluster.start()
        yield cluster
        cluster.stop()
        return
    running = EmbeddedServer(session_home)
    running.start()
    # A database is made and dropped for every test, and each time all of it would go to the disk.
    # What the server keeps through a crash is tested on servers of those tests' own.
    with psycopg.connect(running.url("postgres"), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    yield running
    running.stop()


@dataclass(frozen=True)
class NamedServer:
    """A server that somebody else keeps, by the URL of any of its databases."""

    address: str

    def url(self, database: str) -> str:
        """The libpq URL of a database of it."""
        return urlunsplit(urlsplit(self.address)._replace(path=f"/{database}"))


def pytest_report_header() -> str:
    """Say which Postgres the tests run on."""
    return f"postgres: {os.environ.get(OTHER_SERVER) or 'the embedded server'}"


@pytest.fixture(scope="session")
def template_database(server: EmbeddedServer) -> str:
    """The name of a migrated, empty database from which those of the tests are copied.

    Its tables belong to role jipyo_owner, and the other roles have their rights on them.
    """
    name = "jipyo_template"
    make_roles(server.url(name), {})
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


@pytest.fixture(scope="session")
def used_database(server: EmbeddedServer, template_database: str) -> UsedDatabase:
    """A database that tests use one after the other, for where making one takes longest."""
    return UsedDatabase(server, template_database)


class UsedDatabase:
    """A migrated database that is emptied after a test instead of being made anew.

    A test that changed its tables, views or functions leaves it to nobody: the next gets a new one.
    """

    def __init__(self, server: EmbeddedServer, template: str) -> None:
        self._server = server
        self._template = template
        self._name = ""
        self._shape = ""
        self._tables: list[str] = []
        self._sequences: list[str] = []

    @property
    def url(self) -> str:
        """Its libpq URL."""
        if not self._name:
            self._name = f"used_{uuid4().hex[:12]}"
            _execute(
                self._server,
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(self._name), sql.Identifier(self._template)
                ),
            )
            with psycopg.connect(self._server.url(self._name)) as connection:
                self._shape = _shape(connection)
                self._tables = [
                    name
                    for (name,) in connection.execute(TABLES)
                    if connection.execute(
                        sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(name))
                    ).fetchone()
                    is None
                ]
                self._sequences = [name for (name,) in connection.execute(SEQUENCES)]
        return self._server.url(self._name)

    def empty(self) -> None:
        """Delete what a test has written; what the migrations wrote stays."""
        with psycopg.connect(self.url) as connection:
            same = _shape(connection) == self._shape
            if same:
                # No foreign key is looked at: everything goes.
                connection.execute("SET session_replication_role = replica")
                for name in self._tables:
                    connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
                for name in self._sequences:
                    connection.execute(
                        sql.SQL("ALTER SEQUENCE {} RESTART").format(sql.Identifier(name))
                    )
        if not same:
            _execute(
                self._server,
                sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(self._name)),
            )
            self._name = ""


TABLES = (
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
)
SEQUENCES = (
    "SELECT relname FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace"
)
SHAPE = """
SELECT md5(concat(
    (SELECT string_agg(concat(relname, relkind, relacl), ',' ORDER BY relname)
     FROM pg_class WHERE relnamespace = 'public'::regnamespace),
    (SELECT string_agg(concat(attrelid, attname, atttypid, attnotnull), ','
                       ORDER BY attrelid, attnum)
     FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
     WHERE relnamespace = 'public'::regnamespace AND attnum > 0),
    (SELECT string_agg(concat(oid, conname), ',' ORDER BY oid)
     FROM pg_constraint WHERE connamespace = 'public'::regnamespace),
    (SELECT string_agg(concat(oid, proname, prosrc), ',' ORDER BY oid)
     FROM pg_proc WHERE pronamespace = 'public'::regnamespace)
))
"""


def _shape(connection: psycopg.Connection[Any]) -> str:
    row = connection.execute(SHAPE).fetchone()
    assert row is not None
    return row[0]


@pytest.fixture
def database_url(new_database: Callable[[], str]) -> str:
    """The libpq URL of a fresh migrated database of this test."""
    return new_database()


def _execute(server: EmbeddedServer, statement: sql.Composed) -> None:
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(statement)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A headless Chromium for all tests: a second one in a process would not start."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    if browser is None:
        pytest.skip("no Chromium on this machine")
    sync_playwright = pytest.importorskip("playwright.sync_api").sync_playwright
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        yield running
        running.close()
