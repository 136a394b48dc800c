"""`jipyo up` as an operator has it: one command, all parts, and kill -9 of any of them."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
import psycopg
import pytest

from flows.deploying import planned_runs
from flows.page_server import PageServer
from flows.processes import LongProcess, runs_under_way
from flows.server import PrefectServer, ask
from flows.supervisor import supervisor_state, worker_process
from jipyo.store.home import Home
from jipyo.store.runs import SEOUL
from jipyo.store.server import EmbeddedServer
from spiders.outlets import load_outlets

SECONDS = 240.0
"""Longest wait here in which nothing moves: the machine may have much else to do."""


@dataclass
class Installation:
    """A home of its own, with `jipyo` as a person runs it from some folder."""

    home: Home
    folder: Path
    environment: dict[str, str]

    def run(self, *arguments: str, code: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "jipyo", *arguments],
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=2 * SECONDS,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr + self.log()
        return done.stdout

    def log(self) -> str:
        file = self.home.log / "up.log"
        return file.read_text() if file.exists() else ""

    def sample_ports(self) -> set[int]:
        """Where the sample sites are served."""
        places = [outlet.connect_to for outlet in load_outlets(self.home).values()]
        return {int(place.rpartition(":")[2]) for place in places if place}

    def ask(self, path: str, question: dict[str, Any] | None = None) -> Any:
        api_url = PrefectServer(self.home).api_url()
        assert api_url is not None
        return ask(api_url, path, question)

    def begin_a_night(self) -> str:
        """As the button of the UI does; returns the id of the run."""
        deployment = self.ask("deployments/name/nightly/nightly")
        path = f"deployments/{deployment['id']}/create_flow_run"
        return self.ask(path, {"state": {"type": "SCHEDULED"}})["id"]

    def wait_for(self, run_id: str, *names: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        last_line: list[Any] = []
        lines_of_run = {
            "logs": {"flow_run_id": {"any_": [run_id]}},
            "sort": "TIMESTAMP_DESC",
            "limit": 1,
        }

        def arrived() -> bool:
            # The server may be away for a moment, where a test has killed it.
            with contextlib.suppress(Exception):
                found.update(self.ask(f"flow_runs/{run_id}"))
                last_line[:] = self.ask("logs/filter", lines_of_run)
            return bool(found) and found["state"]["name"] in names

        wait_until(
            arrived,
            lambda: f"{found.get('state')}\n{last_line}\n{self.log()}",
            moves=lambda: (found.get("state_id"), [line["id"] for line in last_line]),
        )
        return found

    def history(self, run_id: str) -> list[str]:
        states = self.ask(f"flow_run_states/?flow_run_id={run_id}")
        return [state["name"] for state in states]

    def processes(self) -> dict[int, str]:
        """Everything that runs for this home, whoever started it."""
        mark = f"JIPYO_HOME={self.home.root}".encode()
        found: dict[int, str] = {}
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if mark in (folder / "environ").read_bytes().split(b"\0"):
                    command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                    if command:
                        found[int(folder.name)] = command
        return found


def wait_until(
    holds: Callable[[], bool], told: Callable[[], str], moves: Callable[[], object] = lambda: None
) -> None:
    """Wait until it holds, and give up where for SECONDS nothing has moved on the way there."""
    seen, until = moves(), time.monotonic() + SECONDS
    while not holds():
        if (now := moves()) != seen:
            seen, until = now, time.monotonic() + SECONDS
        assert time.monotonic() < until, told()
        time.sleep(0.2)


def kill(process: LongProcess) -> int:
    state = process.state()
    assert state is not None
    os.kill(state["pid"], signal.SIGKILL)
    return int(state["pid"])


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    folder = tmp_path_factory.mktemp("up")
    home = Home(folder / "home")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")},
        "JIPYO_HOME": str(home.root),
        "JIPYO_PAGES_PORT": "0",
    }
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        environment["JIPYO_PREFECT_PORT"] = str(taken.getsockname()[1])
        installation = Installation(home, folder, environment)
        try:
            told = installation.run("up", "--samples", "--detach")
            assert f"Port {environment['JIPYO_PREFECT_PORT']} is taken" in installation.log()
            assert str(home.log) in told
            yield installation
        finally:
            installation.run("down")
    assert installation.processes() == {}


def test_everything_listens_on_this_machine_alone(up: Installation) -> None:
    """Neither Prefect's server nor the pages ask for a password; Postgres asks nobody here."""
    pages_url, api_url = PageServer(up.home).url(), PrefectServer(up.home).api_url()
    assert pages_url and api_url
    worker = (worker_process(up.home).state() or {}).get("pid")
    listening: set[tuple[str, int]] = set()
    of_worker: set[int] = set()
    names: set[str] = set()
    for pid in up.processes():
        with contextlib.suppress(psutil.NoSuchProcess):
            process = psutil.Process(pid)
            names.add(process.name())
            for connection in process.net_connections("inet"):
                if connection.status == psutil.CONN_LISTEN or not connection.raddr:
                    listening.add((connection.laddr.ip, connection.laddr.port))
                    if pid == worker:
                        of_worker.add(connection.laddr.port)
    assert "postgres" in names
    assert {ip for ip, _ in listening} == {"127.0.0.1"}
    # Two for people, and the sample sites; nothing of Postgres. The worker listens for the word of
    # its own runs, each of which has a token for it, from some moment after its start on.
    ports = {urlsplit(pages_url).port, urlsplit(api_url).port, *up.sample_ports()}
    assert len(of_worker) <= 1
    assert {port for _, port in listening} - of_worker == ports


def test_one_command_brings_everything_and_a_second_one_tells_of_it(up: Installation) -> None:
    api_url, pages_url = PrefectServer(up.home).api_url(), PageServer(up.home).url()
    assert api_url and pages_url
    state = supervisor_state(up.home)
    assert state is not None and state["ready"]
    told = up.run("up")
    assert told.startswith("Runs already:")
    assert api_url.removesuffix("/api") in told and pages_url in told
    assert supervisor_state(up.home) == state

    planned = {run.deployment: run.at for run in planned_runs(api_url)}
    times = {
        name: at.astimezone(SEOUL).strftime("%H:%M") if at else None for name, at in planned.items()
    }
    assert times.pop("alerts") in {f"{hour:02}:10" for hour in (6, 7, 8, 9, 12, 18)}
    assert times == {
        "nightly": "02:30",
        "recheck": "14:30",
        "full-check": "09:00",
        "housekeeping": "11:30",
        "share": None,
        "reparse": None,
        "backfill": None,
    }
    for name in (
        "recheck",
        "full-check",
        "reparse",
        "backfill",
        "nightly",
        "housekeeping",
        "alerts",
    ):
        (deployment,) = up.ask("deployments/filter", {"deployments": {"name": {"any_": [name]}}})
        assert deployment["description"] and "jipyo" in deployment["tags"]
        for schedule in deployment["schedules"]:
            assert schedule["schedule"]["timezone"] == "Asia/Seoul"
        # What the form of the UI is made of.
        for parameter, schema in deployment["parameter_openapi_schema"]["properties"].items():
            assert schema.get("description"), f"{name}: {parameter}"
            assert schema.keys() & {"type", "anyOf", "allOf", "$ref", "enum"}, schema

    with urllib.request.urlopen(f"{pages_url}/health", timeout=30) as answer:
        assert answer.status == 200
    with urllib.request.urlopen(pages_url, timeout=30) as answer:
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    # No night has made a page yet; and nothing else of the home is one.
    for path in ("report/", "data-docs/index.html", "report/..%2foutlets.yaml", "outlets.yaml"):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{pages_url}/{path}", timeout=30)


def test_a_night_is_done_though_its_worker_was_killed(up: Installation) -> None:
    first = up.begin_a_night()
    up.wait_for(first, "Running")
    dead = kill(worker_process(up.home))
    run = up.wait_for(first, "Completed")
    assert run["name"].startswith("night of ")
    # Its process ended with its worker, and another one went on, or it outlived it: none is lost.
    url = up.run("db", "url").strip()
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT count(*), count(*) FILTER (WHERE parse_state = 'article') FROM capture"
        ).fetchone()
    assert row is not None and row[0] == row[1] == 20
    wait_until(
        lambda: (worker_process(up.home).state() or {}).get("pid") not in (None, dead), up.log
    )
    assert "The worker died; started again in 1 s" in up.log()
    pages_url = PageServer(up.home).url()
    with urllib.request.urlopen(f"{pages_url}/data-docs/", timeout=30) as answer:
        assert b"<html" in answer.read()


def test_down_ends_what_a_killed_supervisor_left(up: Installation) -> None:
    state = supervisor_state(up.home)
    assert state is not None
    os.kill(state["pid"], signal.SIGKILL)
    wait_until(lambda: supervisor_state(up.home) is None, up.log)
    assert PrefectServer(up.home).api_url() and worker_process(up.home).is_running()
    told = up.run("down")
    for part in ("the worker", "the page server", "Prefect's server", "Postgres"):
        assert part in told
    assert up.processes() == {}
    assert up.run("down") == "Nothing was running.\n"


@pytest.mark.prove
def test_a_run_is_done_though_everything_was_killed(up: Installation) -> None:
    up.run("up", "--samples", "--detach")
    run_id = up.begin_a_night()
    up.wait_for(run_id, "Running")
    waiting = up.begin_a_night()
    for process in up.processes():
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    wait_until(lambda: not up.processes(), lambda: str(up.processes()))
    address = PrefectServer(up.home).process.left_behind()["port"]
    up.run("up", "--samples", "--detach")
    assert PrefectServer(up.home).api_url() == f"http://127.0.0.1:{address}/api"
    assert up.wait_for(run_id, "Completed", "Cancelled")["name"].startswith("night of ")
    assert "Crashed" in up.history(run_id) or "Cancelled" in up.history(run_id)
    other = up.wait_for(waiting, "Completed", "Cancelled")
    # Both began at once: one of them gave way.
    names = {up.history(run_id)[-1], up.history(waiting)[-1]}
    assert "Completed" in names
    if other["state"]["name"] == "Cancelled":
        assert "One night at a time" in other["state"]["message"]


@pytest.mark.prove
@pytest.mark.parametrize("victim", ["server", "supervisor", "postgres", "run"])
def test_any_part_may_be_killed_during_a_night(up: Installation, victim: str) -> None:
    up.run("up", "--samples", "--detach")
    run_id = up.begin_a_night()
    up.wait_for(run_id, "Running")
    if victim == "server":
        kill(PrefectServer(up.home).process)
    elif victim == "supervisor":
        state = supervisor_state(up.home)
        assert state is not None
        os.kill(state["pid"], signal.SIGKILL)
        wait_until(lambda: supervisor_state(up.home) is None, up.log)
        up.run("up", "--samples", "--detach")
    elif victim == "postgres":
        pid = int((up.home.data / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)
    else:
        wait_until(lambda: bool(runs_under_way(up.home)), up.log)
        lock = up.home.run / "runs" / f"{run_id}.lock"
        os.kill(int(lock.read_text().split(":")[1].strip(" }")), signal.SIGKILL)
    if victim == "postgres":
        # The night cannot go on without its tables. It tells so, and the next one mends.
        up.wait_for(run_id, "Failed", "Crashed", "Completed")
        wait_until(EmbeddedServer(up.home).is_running, up.log)
        run_id = up.begin_a_night()
    up.wait_for(run_id, "Completed")


@pytest.mark.prove
def test_a_night_that_down_ended_is_done_after_the_next_up(up: Installation) -> None:
    up.run("up", "--samples", "--detach")
    run_id = up.begin_a_night()
    up.wait_for(run_id, "Running")
    up.run("down")
    # A crawl that was under way ends when it misses the database.
    wait_until(lambda: not up.processes(), lambda: str(up.processes()))
    up.run("up", "--samples", "--detach")
    up.wait_for(run_id, "Completed")
    assert "AwaitingRetry" in up.history(run_id)


@pytest.mark.prove
def test_in_the_foreground_it_ends_in_order_and_tells_systemd(up: Installation) -> None:
    up.run("down")
    told = up.folder / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(told))
        systemd.settimeout(SECONDS)
        process = subprocess.Popen(
            [sys.executable, "-m", "jipyo", "up"],
            env={**up.environment, "NOTIFY_SOCKET": str(told)},
            cwd=up.folder,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert systemd.recv(100) == b"READY=1"
        process.send_signal(signal.SIGINT)
        assert systemd.recv(100) == b"STOPPING=1"
        _, lines = process.communicate(timeout=SECONDS)
    assert process.returncode == 0, lines
    ended = [line.partition("Ended: ")[2] for line in lines.splitlines() if "Ended: " in line]
    assert ended == ["the worker", "the page server", "Prefect's server", "Postgres"]
    assert up.processes() == {}
