"""Four workers in two network namespaces share a night; one is killed in it, two are cut off."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from typing import Any

import psycopg
import pytest

from flows.processes import free_port
from flows.server import PrefectServer, ask, client_environment
from jipyo.samples import FORMS, NIGHTS, OneSite
from jipyo.store.home import Home
from jipyo.store.hosts import hold_hosts
from jipyo.store.server import binaries
from spiders.outlets import load_outlets, write_overlay
from tests.clusters import Cluster
from tests.flows.conftest import ROOT, Jipyo
from tests.flows.crashes import ENDED, kill, wait_until
from tests.flows.kills import difference, family, picture
from tests.samples.nights import nights_of

pytestmark = [pytest.mark.prove, pytest.mark.timeout(4 * 3600)]

OUTLETS, PAGES = 10, 2
"""A worker takes four outlets: these are enough for two and a half."""

DELAY_SECONDS = 1.0
SECONDS = 3000.0
"""Longest wait for anything here: the machine may have much else to do."""


class Machines:
    """Two machines: namespaces with a link to this one each, and what is started in them."""

    def __init__(self, mark: str) -> None:
        self.names = (f"jipyo-{mark}-a", f"jipyo-{mark}-b")
        self._links = (f"jip{mark}a", f"jip{mark}b")
        self._forwarders: list[subprocess.Popen[str]] = []

    def begin(self) -> None:
        for number, (name, link) in enumerate(zip(self.names, self._links, strict=True)):
            inside = f"{link}i"
            for words in (
                f"netns add {name}",
                f"link add {link} type veth peer name {inside}",
                f"link set {inside} netns {name}",
                f"addr add {self.here(number)}/30 dev {link}",
                f"link set {link} up",
                f"-n {name} addr add {self.there(number)}/30 dev {inside}",
                f"-n {name} link set {inside} up",
                f"-n {name} link set lo up",
            ):
                done = subprocess.run(
                    ["ip", *words.split()], capture_output=True, text=True, check=False
                )
                if done.returncode:
                    pytest.skip(f"no network namespaces here: ip {words}: {done.stderr}")

    def end(self) -> None:
        kill(*(forwarder.pid for forwarder in self._forwarders))
        for forwarder in self._forwarders:
            forwarder.communicate()
        for name, link in zip(self.names, self._links, strict=True):
            for words in (f"link del {link}", f"netns del {name}"):
                subprocess.run(["ip", *words.split()], capture_output=True, check=False)

    @staticmethod
    def here(number: int) -> str:
        """Our end of the link to a machine."""
        return f"10.77.{number + 1}.1"

    @staticmethod
    def there(number: int) -> str:
        return f"10.77.{number + 1}.2"

    def link(self, number: int, state: str) -> None:
        subprocess.run(["ip", "link", "set", self._links[number], state], check=True)

    def carry(self, ports: Sequence[int]) -> None:
        """Have ports of our loopback on those of the machines."""
        for number, name in enumerate(self.names):
            inside = ["ip", "netns", "exec", name]
            for before, here, there in (
                ([], self.here(number), "127.0.0.1"),
                (inside, "127.0.0.1", self.here(number)),
            ):
                forwarder = subprocess.Popen(
                    [
                        *before,
                        *(sys.executable, "-m", "tests.flows.forward", here, there),
                        *map(str, ports),
                    ],
                    cwd=ROOT,
                    stdout=subprocess.PIPE,
                    text=True,
                )
                self._forwarders.append(forwarder)
                assert forwarder.stdout is not None
                assert forwarder.stdout.readline() == "ready\n"


@pytest.fixture
def machines() -> Iterator[Machines]:
    if os.geteuid() != 0 or shutil.which("ip") is None:
        pytest.skip("network namespaces need root and ip")
    made = Machines(f"{os.getpid() % 100_000}")
    try:
        made.begin()
        yield made
    finally:
        made.end()


@pytest.fixture
def cluster(machines: Machines) -> Iterator[Cluster]:
    folder = Path(tempfile.mkdtemp(prefix="jipyo-net-"))
    here = [machines.here(number) for number in range(2)]
    made = Cluster(folder / "pg", binaries(), here, free_port(0, here[0]))
    made.start()
    yield made
    made.stop()
    shutil.rmtree(folder)


@pytest.fixture
def sites() -> Iterator[list[OneSite]]:
    with ExitStack() as stack:
        made: list[OneSite] = []
        for number in range(OUTLETS):
            form = list(FORMS)[number % len(FORMS)]
            name = f"shared-{number:02d}"
            articles = nights_of(form)[0][:PAGES]
            site = OneSite(form, articles, origin=f"https://www.{name}.example", site_id=name)
            made.append(stack.enter_context(site))
            site.carry(articles, now=NIGHTS[0])
        yield made


class Crew:
    """The workers: each with a home of its own, two on each machine."""

    def __init__(
        self, machines: Machines, cluster: Cluster, folder: Path, entries: list[dict[str, object]]
    ) -> None:
        self._machines = machines
        self._cluster = cluster
        self._folder = folder
        self._entries = entries
        self.workers: dict[str, subprocess.Popen[bytes]] = {}

    def home(self, name: str) -> Home:
        home = Home(self._folder / name)
        home.make()
        write_overlay(home, self._entries)
        return home

    def start(self, name: str, number: int, port: int) -> None:
        here = self._machines.here(number)
        home = self.home(name)
        environment = {
            **os.environ,
            **client_environment(home, f"http://{here}:{port}/api"),
            "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
            "JIPYO_DATABASE_URL": self._cluster.url_at(here, "shared"),
            "PREFECT_WORKER_QUERY_SECONDS": "1",
        }
        with (self._folder / f"{name}.log").open("wb") as output:
            self.workers[name] = subprocess.Popen(
                [
                    *("ip", "netns", "exec", self._machines.names[number]),
                    *(sys.executable, "-m", "prefect", "worker", "start", "--pool=jipyo"),
                    *("--type=process", "--install-policy=never", f"--name={name}"),
                    *("--work-queue=default", f"--work-queue={name}"),
                ],
                env=environment,
                cwd=ROOT,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def log(self, name: str) -> str:
        return (self._folder / f"{name}.log").read_text(errors="replace")[-6000:]

    def end(self) -> None:
        for worker in self.workers.values():
            kill(*family(worker.pid))
            worker.wait()


def assert_left_in_peace(sites: Sequence[OneSite]) -> None:
    for site in sites:
        name = site.outlet_entry()["id"]
        visits = sorted((visit.began, visit.ended) for visit in site.visits)
        for (_, ended), (began, _) in pairwise(visits):
            assert began >= ended, f"{name} saw two requests at once"
            waited = began - ended
            assert waited >= DELAY_SECONDS - 0.05, f"{name} waited {waited:.3f} s only"


def test_four_workers_on_two_machines_do_what_one_does(
    machines: Machines,
    cluster: Cluster,
    sites: list[OneSite],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    politeness = {"delay_seconds": DELAY_SECONDS, "timeout_seconds": 30.0}
    entries = [site.outlet_entry(enabled=True, politeness=politeness) for site in sites]
    crew = Crew(machines, cluster, tmp_path, entries)
    machines.carry([int(str(entry["connect_to"]).rpartition(":")[2]) for entry in entries])
    home = crew.home("first")
    shared, own = (cluster.url_at(machines.here(0), name) for name in ("shared", "alone"))
    monkeypatch.setenv("JIPYO_DATABASE_URL", shared)
    monkeypatch.setenv("JIPYO_LISTEN", "0.0.0.0")  # noqa: S104 - of a test, for the machines
    monkeypatch.setenv("JIPYO_PREFECT_PORT", "0")
    monkeypatch.setattr("flows.server.START_SECONDS", SECONDS)
    prefect = PrefectServer(home)
    api_url, _ = prefect.start()
    environment = {**os.environ, **client_environment(home, api_url)}
    alone = Jipyo(home, {**environment, "JIPYO_DATABASE_URL": own}, api_url)
    first = Jipyo(home, environment, api_url)
    try:
        alone.run_all("nightly", "--now", NIGHTS[0].isoformat(), timeout_seconds=SECONDS)
        expected = picture(own)
        assert len(expected["article"]) == OUTLETS * PAGES
        asked_alone = sum(len(site.visits) for site in sites)
        for site in sites:
            site.visits.clear()
        first.run("db", "migrate")
        deploy(first)
        port = int(api_url.removesuffix("/api").rpartition(":")[2])
        for name, number in (("a1", 0), ("a2", 0), ("b1", 1), ("b2", 1)):
            ask(api_url, "work_pools/jipyo/queues", {"name": name})
            crew.start(name, number, port)

        def online() -> set[str]:
            workers = ask(api_url, "work_pools/jipyo/workers/filter", {})
            return {one["name"] for one in workers if one["status"] == "ONLINE"}

        wait_until(lambda: online() >= set(crew.workers), lambda: crew.log("a1"), seconds=SECONDS)
        hosts = [host for one in load_outlets(home).values() if one.enabled for host in one.hosts]
        asker = psycopg.connect(shared, autocommit=True)
        # No crawl begins before all workers have taken what they can.
        assert hold_hosts(asker, hosts, patience_seconds=1)
        night = order(api_url, "a1")

        def busy() -> dict[str, int]:
            """Outlets that each worker has and has not finished."""
            with psycopg.connect(shared) as connection:
                rows = connection.execute(
                    "SELECT machine, count(*) FROM run_outlet"
                    " WHERE began_at IS NOT NULL AND finished_at IS NULL GROUP BY machine"
                )
                return {Path(machine).name: count for machine, count in rows}

        wait_until(
            lambda: {"a1", "a2"} <= busy().keys() and bool({"b1", "b2"} & busy().keys()),
            lambda: f"{busy()}\n{crew.log('a1')}\n{crew.log('a2')}\n{crew.log('b1')}",
            seconds=SECONDS,
        )
        had = busy()
        asker.close()
        with psycopg.connect(shared, autocommit=True) as connection:
            wait_until(
                lambda: connection.execute("SELECT FROM capture LIMIT 1").fetchone() is not None,
                lambda: crew.log("a1"),
                seconds=SECONDS,
            )
        kill(*family(crew.workers["a2"].pid))
        machines.link(1, "down")
        print(f"\nkilled a2, cut off b1 and b2, while outlets were taken as {had}")

        def state() -> dict[str, Any]:
            return ask(api_url, f"flow_runs/{night}")["state"]

        wait_until(lambda: state()["type"] in ENDED, lambda: crew.log("a1"), seconds=SECONDS)
        assert state()["type"] == "COMPLETED", state()
        assert not difference(picture(shared), expected)
        with psycopg.connect(shared) as connection:
            rows = connection.execute(
                "SELECT machine, count(*), count(finished_at) FROM run_outlet GROUP BY machine"
            ).fetchall()
        finished = {Path(machine).name: (count, over) for machine, count, over in rows}
        print(f"outlets finished: {finished}; requests {asked_alone} alone", end=", ")
        print(f"{sum(len(site.visits) for site in sites)} shared")
        assert sum(count for count, _ in finished.values()) == OUTLETS
        assert all(count == over for count, over in finished.values())
        # What comes back writes nothing any more, and nothing twice.
        machines.link(1, "up")
        wait_until(
            lambda: all(len(family(crew.workers[name].pid)) == 1 for name in ("b1", "b2")),
            lambda: f"{crew.log('b1')}\n{crew.log('b2')}",
            seconds=SECONDS,
        )
        assert not difference(picture(shared), expected)
        assert_left_in_peace(sites)
    finally:
        crew.end()
        prefect.stop()


def deploy(jipyo: Jipyo) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all"],
        env=jipyo.environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for deployment in ask(jipyo.api_url, "deployments/filter", {}):
        # What is due at this hour of the day must not run into a test.
        jipyo.tell("POST", f"deployments/{deployment['id']}/pause_deployment")


def order(api_url: str, worker: str) -> str:
    """Order the first night of one worker; returns the id of the run."""
    deployment = ask(api_url, "deployments/name/nightly/nightly")
    run = ask(
        api_url,
        f"deployments/{deployment['id']}/create_flow_run",
        {
            "state": {"type": "SCHEDULED"},
            "work_queue_name": worker,
            "parameters": {"now": NIGHTS[0].isoformat(), "retry_delay_seconds": 1.0},
        },
    )
    return run["id"]
