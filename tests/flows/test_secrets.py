"""Passwords and tokens stand in the environment and nowhere else, whatever a night does."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
import pytest
from psycopg import sql

from flows.server import PrefectServer
from jipyo.samples import NIGHTS, SampleSites
from jipyo.store.home import Home
from jipyo.store.roles import WRITER, make_roles
from jipyo.store.server import EmbeddedServer
from spiders.outlets import write_overlay
from tests.flows.conftest import ROOT, Jipyo

DATABASE_WORD, CHANNEL_WORD, TOKEN_WORD = "Geheimwort", "Kanalwort", "Markenwort"
WORDS = (DATABASE_WORD, CHANNEL_WORD, TOKEN_WORD)
PASSWORD = f"a/{DATABASE_WORD}@:%1"
"""Has every sign that must be encoded in an address; what is searched for needs no encoding."""

CHANNELS = """
channels:
  - name: hook
    address: json://desk:${HOOK_PASSWORD}@127.0.0.1:1/${HOOK_TOKEN}/?token=${HOOK_TOKEN}
  - name: whole
    address: ${WHOLE_ADDRESS}
routes:
  content: {critical: [hook, whole], digest: [hook, whole], digest_every: day}
  operations: {channels: [hook, whole], night_expected_by: null}
"""


@pytest.fixture
def jipyo(jipyo: Jipyo) -> Jipyo:
    """As on a server with roles: nights and commands may do what the writer may."""
    return jipyo.as_role(WRITER)


class Arguments:
    """The arguments of all processes while a block runs: every user of a machine sees them."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Arguments:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.3):
            for process in psutil.process_iter():
                with contextlib.suppress(psutil.Error):
                    self.seen.add(" ".join(process.cmdline()))


def places(home: Home, urls: list[str]) -> Iterator[tuple[str, bytes]]:
    """Every file of a home, and every table of some databases, with what stands there."""
    for file in home.root.rglob("*"):
        if file.is_file() and not file.is_relative_to(home.data):
            yield str(file), str(file).encode() + file.read_bytes()
    for url in urls:
        with psycopg.connect(url) as connection:
            tables = connection.execute(
                "SELECT schemaname, tablename FROM pg_tables"
                " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
            ).fetchall()
            assert tables
            for name in tables:
                statement = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(*name))
                with connection.cursor().copy(statement) as rows:
                    yield f"{url} {name}", b"".join(bytes(row) for row in rows)


@pytest.mark.parametrize(
    "own_server", [False, pytest.param(True, marks=pytest.mark.prove)], ids=["shared", "own"]
)
def test_no_secret_is_left_anywhere(
    jipyo: Jipyo, server: EmbeddedServer, session_home: Home, own_server: bool
) -> None:
    """A night that works, one whose checks break, and one whose store is not there.

    No channel takes a message: what a channel complains of must be no secret either. All is done as
    jipyo_writer; a Prefect server of the night's own has its database at that address too.
    """
    url = jipyo.environment["JIPYO_DATABASE_URL"]
    administrator = url.replace("jipyo_writer@", "postgres@")
    secret = f":{quote(PASSWORD, safe='')}@"
    environment = {
        **jipyo.environment,
        "JIPYO_DATABASE_URL": url.replace("@", secret, 1),
        "HOOK_PASSWORD": f"{CHANNEL_WORD}/@",
        "HOOK_TOKEN": TOKEN_WORD,
        "WHOLE_ADDRESS": f"json://desk:{CHANNEL_WORD}@127.0.0.1:1/{TOKEN_WORD}",
    }
    if own_server:
        make_roles(administrator, {})  # Prefect's database beside it is the writer's.
        del environment["PREFECT_API_URL"]
        environment["JIPYO_PREFECT_PORT"] = "0"
    away = {"JIPYO_DATABASE_URL": f"postgresql://jipyo_writer{secret}127.0.0.1:1/figures"}
    jipyo.home.alerts_settings.write_text(CHANNELS)
    said: list[str] = []
    settings = b""

    def run(*arguments: str, code: int | None = None) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "jipyo", *arguments],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )
        said.extend((done.stdout, done.stderr))
        assert code is None or done.returncode == code, done.stdout + done.stderr

    with SampleSites(night=1) as sites, Arguments() as arguments:
        write_overlay(jipyo.home, sites.outlet_entries())
        night = ["nightly", "--outlet", "haneul", "--now"]
        if own_server:
            server_of_home = PrefectServer(jipyo.home)
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("JIPYO_DATABASE_URL", environment["JIPYO_DATABASE_URL"])
                patch.setenv("JIPYO_PREFECT_PORT", "0")
                api_url, _ = server_of_home.start()
            run(*night, NIGHTS[0].isoformat(), code=0)
            with urllib.request.urlopen(f"{api_url}/admin/settings", timeout=60) as answer:
                settings = answer.read()
            assert b"connection_url" in settings
        with psycopg.connect(administrator) as connection:
            connection.execute("ALTER TABLE check_finding RENAME TO check_finding_gone")
        run(*night, NIGHTS[1].isoformat(), code=1)
        with psycopg.connect(administrator) as connection:
            connection.execute("ALTER TABLE check_finding_gone RENAME TO check_finding")
        run("status", "--json")
        run("doctor")
        run("alerts", "test", code=1)
        environment.update(away)
        run(*night, NIGHTS[2].isoformat(), code=1)
        run("status")
        run("db", "psql", "-c", "SELECT 1", code=1)
        if own_server:
            assert server_of_home.stop()
    urls = [administrator]
    if own_server:
        urls.append(administrator.replace("?", "_prefect?"))
    else:
        urls.append(server.url("jipyo_prefect"))
    found = dict(places(jipyo.home, urls))
    found.update(places(session_home, []))
    found["output"] = "\n".join(said).encode()
    found["arguments"] = "\n".join(arguments.seen).encode()
    found["settings of Prefect's server"] = settings
    # The search looks where something stands: the failures are told, the runs are kept.
    assert b"channel hook failed" in found["output"]
    assert b"127.0.0.1:1" in found["output"]
    assert b"spiders.run" in found["arguments"]
    assert b"jipyo_writer may all that nights do" in found["output"]
    assert [name for name in found if name.endswith("'flow_run')")]
    shown = [name for name, text in found.items() for word in WORDS if word.encode() in text]
    assert shown == []


def test_a_home_is_closed_to_others(server: EmbeddedServer, session_home: Home) -> None:
    """The embedded server asks nobody for a password: only its owner may come to its socket."""
    closed = [session_home.root, session_home.run, session_home.log, session_home.data]
    closed.append(Path(server.socket_folder()))
    assert {folder: oct(folder.stat().st_mode & 0o777) for folder in closed} == dict.fromkeys(
        closed, "0o700"
    )
    socket = server.socket_folder() / ".s.PGSQL.5432"
    assert socket.is_socket()
    assert socket.stat().st_mode & 0o077 == 0
    with psycopg.connect(server.url("postgres")) as connection:
        listening = connection.execute("SHOW listen_addresses").fetchone()
    assert listening == ("",)
