"""A laboratory of nights that are disturbed: all parts its own, a copy of the store for each."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import psycopg
import pytest
from psycopg import sql

from flows.server import PrefectServer, PrefectServerError, ask, client_environment
from jipyo.samples import NIGHTS, SampleSites
from jipyo.store.home import Home
from jipyo.store.server import EmbeddedServer
from spiders.outlets import write_overlay
from tests.flows.conftest import ROOT, Jipyo
from tests.flows.kills import crawls_of, difference, family, picture

Victim = Literal["flow", "worker", "spider", "postgres", "prefect"]
VICTIMS: tuple[Victim, ...] = ("flow", "worker", "spider", "postgres", "prefect")

STEPS = ("collect", "parse", "check", "report", "alert")

SECONDS = 3000.0
"""Longest wait for anything here: the machine may have much else to do."""

ENDED = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


def wait_until(
    holds: Callable[[], bool], told: Callable[[], str], *, seconds: float = SECONDS
) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, told()
        time.sleep(0.05)


def kill(*processes: int) -> None:
    for process in processes:
        with contextlib.suppress(ProcessLookupError):  # It ended at this very moment.
            os.kill(process, signal.SIGKILL)


@dataclass
class Night:
    """A night under way from the command line, with what it has said so far."""

    process: subprocess.Popen[bytes]
    log: Path
    has_ended: Callable[[], bool] = lambda: False

    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def step(self) -> str:
        """The step in which it is, by its own words."""
        said = self.said()
        return next((name for name in reversed(STEPS) if f"{name} begins" in said), "start")

    def wait_for_moment(self, step: str, seconds: float) -> bool:
        """Wait for so long after a step began; return whether the night is still there."""
        wait_until(lambda: self.is_over() or f"{step} begins" in self.said(), self.said)
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self.is_over():
            time.sleep(0.01)
        return not self.is_over()

    def is_over(self) -> bool:
        return self.process.poll() is not None or self.has_ended()

    def wait(self) -> int:
        return self.process.wait(timeout=SECONDS)


class Laboratory:
    """A home with Postgres, Prefect's server and a worker, in which one night is over.

    What is disturbed is the second night, each time on a copy of the store.
    """

    def __init__(self, folder: Path, sites: SampleSites) -> None:
        self.sites = sites
        self.folder = folder
        self.home = Home(folder / "home")
        self.home.make()
        entries = [{**entry, "enabled": True} for entry in sites.outlet_entries()]
        write_overlay(self.home, entries)
        self.server = EmbeddedServer(self.home)
        self.prefect = PrefectServer(self.home)
        self._nights = 0

    def begin(self) -> None:
        """Start the servers, run the first night, and a second one that nothing disturbs."""
        self.server.start()
        self.start_prefect()
        first = self.jipyo("first")
        self.sites.night = 1
        first.run("nightly", "--now", NIGHTS[0].isoformat())
        self.sites.night = 2
        calm = self.copy("calm")
        night = self.start(calm)
        began: dict[str, float] = {}
        while not night.is_over():
            began.setdefault(night.step(), time.monotonic())
            time.sleep(0.02)
        assert night.wait() == 0, night.said()
        ends = [*began.values(), time.monotonic()]
        durations = {
            step: end - start for (step, start), end in zip(began.items(), ends[1:], strict=True)
        }
        self.seconds = {step: durations[step] for step in STEPS}
        self.expected = picture(calm.environment["JIPYO_DATABASE_URL"])

    def end(self) -> None:
        self.prefect.stop()
        self.server.stop()

    def start_prefect(self) -> None:
        """Start Prefect's server, on the port of one that died."""
        self.api_url, _ = self.prefect.start()

    def jipyo(self, name: str) -> Jipyo:
        """The command line on a database of this name."""
        environment = {
            **os.environ,
            **client_environment(self.home, self.api_url),
            "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
            "JIPYO_DATABASE_URL": self.server.url(name),
        }
        return Jipyo(self.home, environment, self.api_url)

    def copy(self, name: str) -> Jipyo:
        """The command line on a copy of the store as it was after the first night."""
        with psycopg.connect(self.server.url("postgres"), autocommit=True) as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE first").format(sql.Identifier(name))
            )
        return self.jipyo(name)

    def drop(self, name: str) -> None:
        with psycopg.connect(self.server.url("postgres"), autocommit=True) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            )

    def start(self, jipyo: Jipyo, *arguments: str) -> Night:
        """Begin the second night from the command line."""
        told = arguments or ("--now", NIGHTS[1].isoformat())
        return self._begin([sys.executable, "-m", "jipyo", "nightly", *told], jipyo.environment)

    def start_worker(self, jipyo: Jipyo) -> Night:
        """Begin a worker of the pool that asks for work every second."""
        return self._begin(
            [
                *(sys.executable, "-m", "prefect", "worker", "start"),
                *("--pool=jipyo", "--type=process", "--install-policy=never"),
            ],
            {**jipyo.environment, "PREFECT_WORKER_QUERY_SECONDS": "1"},
        )

    def _begin(self, command: list[str], environment: dict[str, str]) -> Night:
        self._nights += 1
        log = self.folder / f"night-{self._nights}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                env=environment,
                cwd=ROOT,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return Night(process, log)

    def deploy(self) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all"],
            env=self.jipyo("first").environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        for deployment in ask(self.api_url, "deployments/filter", {}):
            # What is due at this hour of the day must not run into a test.
            self.jipyo("first").tell("POST", f"deployments/{deployment['id']}/pause_deployment")

    def order(self) -> str:
        """Have a worker run the second night; returns the id of the run."""
        deployment = ask(self.api_url, "deployments/name/nightly/nightly")
        run = ask(
            self.api_url,
            f"deployments/{deployment['id']}/create_flow_run",
            {
                "state": {"type": "SCHEDULED"},
                "parameters": {"now": NIGHTS[1].isoformat(), "retry_delay_seconds": 0.5},
            },
        )
        return run["id"]

    def state(self, run_id: str) -> dict[str, Any]:
        try:
            return ask(self.api_url, f"flow_runs/{run_id}")["state"]
        except PrefectServerError as error:
            return {"type": "UNKNOWN", "message": str(error)}

    def mend(self, jipyo: Jipyo) -> str:
        """Run the night again; return in what its tables differ from those of the calm one."""
        night = self.start(jipyo)
        code = night.wait()
        if code:
            return f"the night that should mend ended with exit code {code}:\n{night.said()}"
        return self.unlike(jipyo)

    def unlike(self, jipyo: Jipyo) -> str:
        """In what the tables of a store differ from those of the calm one."""
        return difference(picture(jipyo.environment["JIPYO_DATABASE_URL"]), self.expected)

    def kill_postgres(self) -> None:
        pid = int((self.home.data / "postmaster.pid").read_text().split()[0])
        kill(pid)
        self.server.start()

    def restart_postgres(self, mode: Literal["fast", "immediate"]) -> None:
        """Restart the server as an administrator does."""
        pid = int((self.home.data / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGINT if mode == "fast" else signal.SIGQUIT)
        wait_until(lambda: not self.server.is_running(), lambda: "Postgres does not end")
        self.server.start()

    def cut_connections(self, jipyo: Jipyo) -> int:
        """End all sessions of a store but this one; returns how many there were."""
        of = jipyo.environment["JIPYO_DATABASE_URL"]
        with psycopg.connect(of) as connection:
            return connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            ).rowcount

    def kill_prefect(self) -> None:
        state = self.prefect.process.state()
        assert state is not None
        kill(int(state["pid"]))
        wait_until(lambda: not self.prefect.process.is_running(), lambda: "it lives on")
        self.start_prefect()


@contextlib.contextmanager
def laboratory(folder: Path) -> Generator[Laboratory]:
    """A laboratory for as long as the block runs."""
    with SampleSites() as sites, pytest.MonkeyPatch.context() as patch:
        patch.setenv("JIPYO_PREFECT_PORT", "0")
        patch.setattr("flows.server.START_SECONDS", SECONDS)
        made = Laboratory(folder, sites)
        try:
            made.begin()
            yield made
        finally:
            made.end()


@dataclass(frozen=True)
class Moment:
    """When who was killed, and how the night ended: ``completed`` where it says that it did all."""

    victim: Victim
    step: str
    at_seconds: float
    ended: str
    completed: bool

    def __str__(self) -> str:
        return f"{self.victim} {self.at_seconds:.1f} s into {self.step}: {self.ended}"


def disturb(laboratory: Laboratory, jipyo: Jipyo, victim: Victim, chance: random.Random) -> Moment:
    """Run the second night and kill the victim at a random moment of a random step."""
    step = "collect" if victim == "spider" else chance.choice(tuple(laboratory.seconds))
    wait = chance.uniform(0, laboratory.seconds[step])
    if victim in {"worker", "spider"}:
        return _in_a_deployed_night(laboratory, jipyo, victim, step, wait, chance)
    night = laboratory.start(jipyo)
    if night.wait_for_moment(step, wait):
        if victim == "flow":
            # Either the flow alone, whose crawls live on, or with all that it has begun.
            alone = chance.random() < 0.5
            kill(*([night.process.pid] if alone else family(night.process.pid)))
        elif victim == "postgres":
            laboratory.kill_postgres()
        else:
            laboratory.kill_prefect()
    code = night.wait()
    return Moment(victim, step, wait, f"exit code {code}", code == 0)


def _in_a_deployed_night(
    laboratory: Laboratory,
    jipyo: Jipyo,
    victim: Victim,
    step: str,
    wait: float,
    chance: random.Random,
) -> Moment:
    night = laboratory.start_worker(jipyo)
    worker = night.process
    try:
        run_id = laboratory.order()
        night.has_ended = lambda: laboratory.state(run_id)["type"] in ENDED
        night.wait_for_moment(step, wait)
        if victim == "spider":
            crawls = [crawl for process in family(worker.pid) for crawl in crawls_of(process)]
            kill(*crawls[:1])
            killed = f"{len(crawls[:1])} crawl killed, "
        else:
            alone = chance.random() < 0.5
            kill(*([worker.pid] if alone else family(worker.pid)))
            worker.wait()
            if not alone:
                return Moment(victim, step, wait, "killed with its flow", completed=False)
            killed = "killed alone, its flow "
        wait_until(night.has_ended, lambda: f"no end of the run: {laboratory.state(run_id)}")
        state = laboratory.state(run_id)["type"]
        return Moment(victim, step, wait, killed + state.lower(), state == "COMPLETED")
    finally:
        kill(*family(worker.pid))
        worker.wait()
