"""Any moment may be the last: kill -9 while a night writes, then the same night again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from flows.processes import runs_under_way
from flows.server import client_environment
from jipyo.samples import NIGHTS, SampleSites
from jipyo.store.home import Home
from jipyo.store.server import EmbeddedServer
from spiders.outlets import write_overlay
from tests.flows.conftest import ROOT, Jipyo
from tests.flows.kills import (
    Moment,
    difference,
    family,
    interrupt,
    picture,
    start_night,
    take_away,
    trap,
    wait_until_caught,
)

SECOND = ("--now", NIGHTS[1].isoformat())

IN_EVERY_TEST = (Moment("parse", "figure", 20),)
"""One moment, in the middle of a night; `make prove` takes more than ten of each step."""

ALL = (
    Moment("collect", "capture", 2),
    Moment("check", "flag", 1),
    Moment("collect", "address", 1),
    Moment("collect", "address", 5, victim="spider"),
    Moment("collect", "capture_body", 1),
    Moment("collect", "capture_body", 4, victim="spider"),
    Moment("collect", "capture", 1, victim="spider"),
    Moment("collect", "capture", 6),
    Moment("collect", "address", 3, operation="UPDATE"),
    Moment("collect", "address", 9, operation="UPDATE", victim="spider"),
    Moment("collect", "outlet_night", 1),
    Moment("collect", "outlet_night", 2, victim="spider"),
    Moment("parse", "article", 1),
    Moment("parse", "article", 4),
    Moment("parse", "article_version", 3),
    Moment("parse", "figure", 1),
    Moment("parse", "figure", 30),
    Moment("parse", "series_key", 2),
    Moment("parse", "observation", 1),
    Moment("parse", "observation", 25),
    Moment("parse", "capture", 3, operation="UPDATE"),
    Moment("parse", "article", 2, operation="UPDATE"),
    Moment("check", "check_scope", 1),
    Moment("check", "check_scope", 10),
    Moment("check", "check_finding", 1),
    Moment("check", "check_finding", 2),
    Moment("check", "flag", 2),
    Moment("check", "flag_event", 1),
    Moment("check", "flag_event", 2),
    Moment("check", "check_due", 1, operation="DELETE"),
    Moment("check", "check_due", 8, operation="DELETE"),
    Moment("check", "night_run", 1, operation="UPDATE"),
)


class AfterOneNight:
    """Databases in which the first night is over, and the picture of an undisturbed second one."""

    def __init__(self, jipyo: Jipyo, sites: SampleSites, server: EmbeddedServer) -> None:
        self.jipyo = jipyo
        self.sites = sites
        self.server = server
        self.outlets = [f"--outlet={entry['id']}" for entry in sites.outlet_entries()]
        sites.night = 1
        jipyo.run("nightly", "--now", NIGHTS[0].isoformat(), *self.outlets)
        self._template = jipyo.environment["JIPYO_DATABASE_URL"]
        sites.night = 2
        undisturbed = self.copy("undisturbed")
        undisturbed.run("nightly", *SECOND, *self.outlets)
        self.expected = picture(undisturbed.environment["JIPYO_DATABASE_URL"])

    def copy(self, name: str) -> Jipyo:
        """The command line on a copy of the database as it was after the first night."""
        of = psycopg.conninfo.conninfo_to_dict(self._template)["dbname"]
        with psycopg.connect(self.server.url("postgres"), autocommit=True) as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(f"{of}_{name}"), sql.Identifier(str(of))
                )
            )
        url = self.server.url(f"{of}_{name}")
        return replace(
            self.jipyo, environment={**self.jipyo.environment, "JIPYO_DATABASE_URL": url}
        )

    def survive(self, moment: Moment) -> None:
        """Interrupt the second night at the moment, run it again, compare with the undisturbed."""
        jipyo = self.copy(str(moment).replace("-", "_"))
        url = jipyo.environment["JIPYO_DATABASE_URL"]
        interrupt(jipyo, moment, *SECOND, *self.outlets)
        assert difference(picture(url), self.expected), "the moment came after the night was over"
        jipyo.run("nightly", *SECOND, *self.outlets)
        assert not difference(picture(url), self.expected)
        with psycopg.connect(url) as connection:
            ends = connection.execute(
                "SELECT state, finished_at IS NULL FROM night_run ORDER BY started_at"
            ).fetchall()
        # The first night, the one that was killed, and the one that took its place.
        assert ends == [("completed", False), ("failed", True), ("completed", False)]


@pytest.fixture(scope="module")
def nights(
    prefect_api: str,
    server: EmbeddedServer,
    template_database: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[AfterOneNight]:
    home = Home(tmp_path_factory.mktemp("kills") / "home")
    home.make()
    name = f"kills_{uuid4().hex[:8]}"
    environment = {
        **os.environ,
        **client_environment(home, prefect_api),
        "JIPYO_DATABASE_URL": server.url(name),
    }
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template_database)
            )
        )
    with SampleSites() as sites:
        write_overlay(home, sites.outlet_entries())
        yield AfterOneNight(Jipyo(home, environment, prefect_api), sites, server)


@pytest.mark.prove
@pytest.mark.parametrize("moment", IN_EVERY_TEST, ids=str)
def test_a_killed_night_run_again_ends_as_if_nothing_had_happened(
    nights: AfterOneNight, moment: Moment
) -> None:
    nights.survive(moment)


@pytest.mark.prove
@pytest.mark.parametrize("moment", ALL, ids=str)
def test_ten_moments_of_each_step(nights: AfterOneNight, moment: Moment) -> None:
    nights.survive(moment)


def start_worker(jipyo: Jipyo) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "prefect", "worker", "start", "--pool=jipyo", "--type=process"],
        env=jipyo.environment,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


@pytest.mark.prove
@pytest.mark.parametrize("whole_machine", [False, True], ids=["worker", "worker-and-flow"])
def test_a_worker_is_killed_and_the_next_one_runs_the_night(
    nights: AfterOneNight, whole_machine: bool
) -> None:
    jipyo = nights.copy(f"worker_{whole_machine}".lower())
    url = jipyo.environment["JIPYO_DATABASE_URL"]
    enabled = [{**entry, "enabled": True} for entry in nights.sites.outlet_entries()]
    write_overlay(jipyo.home, enabled)

    def prefect(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "prefect", "--no-prompt", *arguments],
            env=jipyo.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    prefect("deploy", "--all")
    run = ("deployment", "run", "nightly/nightly", "--param", f'now="{NIGHTS[1].isoformat()}"')
    worker = start_worker(jipyo)
    with trap(url, Moment("parse", "figure", 20)) as connection:
        prefect(*run)
        wait_until_caught(connection, worker)
        for process in family(worker.pid) if whole_machine else [worker.pid]:
            os.kill(process, signal.SIGKILL)
        worker.wait()
    take_away(url)
    worker = start_worker(jipyo)
    try:
        assert difference(picture(url), nights.expected)
        if not whole_machine:
            # The run outlives its worker, and the next night would give way to it.
            wait_until(lambda: not runs_under_way(jipyo.home))
        prefect(*run, "--watch")
        assert not difference(picture(url), nights.expected)
    finally:
        for process in family(worker.pid):
            os.kill(process, signal.SIGKILL)
        worker.wait()


def wait_until(holds: Callable[[], bool], *, seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, f"did not come true in {seconds:.0f} s"
        time.sleep(0.2)


@pytest.mark.prove
@pytest.mark.parametrize(
    "moment",
    [
        Moment("collect", "capture", 2, victim="server"),
        Moment("parse", "figure", 20, victim="server"),
        Moment("check", "flag", 1, victim="server"),
    ],
    ids=str,
)
def test_the_database_server_is_killed(moment: Moment, tmp_path: Path) -> None:
    """Everything of its own here: home, Postgres, Prefect. The night fails; the next one mends."""

    def own(name: str) -> Jipyo:
        home = Home(tmp_path / name)
        home.make()
        environment = {key: value for key, value in os.environ.items() if "JIPYO" not in key}
        environment |= {"JIPYO_HOME": str(home.root), "JIPYO_PREFECT_PORT": "0"}
        return Jipyo(home, environment, "")

    with SampleSites() as sites:
        outlets = [f"--outlet={entry['id']}" for entry in sites.outlet_entries()]
        calm, shaken = own("calm"), own("shaken")
        for jipyo in (calm, shaken):
            write_overlay(jipyo.home, sites.outlet_entries())
        servers = {jipyo.home: EmbeddedServer(jipyo.home) for jipyo in (calm, shaken)}
        try:
            for number in (1, 2):
                sites.night = number
                calm.run("nightly", "--now", NIGHTS[number - 1].isoformat(), *outlets)
            sites.night = 1
            shaken.run("nightly", "--now", NIGHTS[0].isoformat(), *outlets)
            sites.night = 2
            url = shaken.run("db", "url").strip()
            with trap(url, moment) as connection:
                process = start_night(shaken, *SECOND, *outlets)
                wait_until_caught(connection, process)
                pid = int((shaken.home.root / "postgres" / "postmaster.pid").read_text().split()[0])
                os.kill(pid, signal.SIGKILL)
                _, told = process.communicate(timeout=200)
            assert process.returncode == 1, told
            url = shaken.run("db", "url").strip()
            take_away(url)
            shaken.run("nightly", *SECOND, *outlets)
            url = shaken.run("db", "url").strip()
            assert not difference(picture(url), picture(calm.run("db", "url").strip()))
        finally:
            for server in servers.values():
                server.stop()
