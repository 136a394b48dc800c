"""A year of nights: disk stays bounded, and the last night takes no longer than an early one.

Forty look-alike outlets, the real flow with its checks and artifacts, a real Prefect server, and
housekeeping every day, as scheduled: `tests/flows/year.py`. What was measured last is told in
docs/measurements.md.

A year takes over an hour, in which a shared machine changes its pace by a third. So the store of
three weeks is put aside, and when the year is over but for its last nights, these and the early
ones are run in turn, a night here and a night there. These are whole nights: the spiders ask the
look-alike sites for their pages, which hundreds of nights cannot wait for.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import psycopg
import pytest

from flows.server import PrefectServer, client_environment
from jipyo.store.home import Home
from jipyo.store.migrations import migrate
from jipyo.store.server import EmbeddedServer
from tests.flows.conftest import ROOT
from tests.flows.year import now_of, shown
from tests.spiders.conftest import Answer, Host

NIGHTS = 365
EARLY = 30
NEIGHBOURS = 7
"""Nights on each side whose median stands for a night."""
AROUND = 2 * NEIGHBOURS + 1
FIRST_EARLY, FIRST_LATE = EARLY - NEIGHBOURS, NIGHTS - AROUND + 1
MOST_OF_EARLY = 1.2
AFTER_COLLECTION = (
    "parse_all",
    "check",
    "publish_report",
    "night_report",
    "publish_artifacts",
    "alert",
)
MOST_AFTER_COLLECTION = 1.4
"""Early nights know a series by one month and draw no chart; late ones hold it against twelve."""
SETTLED = 90
"""Every retention is over by then: 60 days, and bodies after as many."""
MOST_OF_SETTLED = 1.25
FIRST_DAY = "2025-11-26"
SECONDS = 3 * 3600.0
EVENTS_KEPT = "PT60S"
"""Prefect's server knows no clock but the machine's, on which a week of nights is over in this."""

pytestmark = [pytest.mark.prove, pytest.mark.timeout(SECONDS)]


@dataclass(frozen=True)
class Year:
    """Lines of nights, as `tests.flows.year` prints them."""

    nights: list[Any]
    """One of each night."""
    turns: list[tuple[Any, Any]]
    """Of nights that were run one after the other: an early one, and one of the last."""


class Sites(Host):
    """The sites of all outlets, as they stand in one night."""

    def __init__(self) -> None:
        super().__init__()
        self.now = now_of(date.fromisoformat(FIRST_DAY), 1)

    def answer(self, path: str, hostname: str = "") -> Answer:
        page = shown(hostname, path, self.now) if path != "/robots.txt" else None
        return Answer(page) if page is not None else Answer(status=404)


@contextmanager
def nights_of(root: Path, first: int, last: int, *options: str) -> Generator[subprocess.Popen[str]]:
    """A process that runs nights over the store of a home, made where there is none."""
    home = Home(root)
    home.make()
    postgres = EmbeddedServer(home)
    postgres.start()
    url = postgres.url("jipyo_year")
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as connection:
        if not connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = 'jipyo_year'"
        ).fetchone():
            connection.execute("ALTER SYSTEM SET fsync = off")
            # A night takes seconds here: the vacuum comes in proportion.
            connection.execute("ALTER SYSTEM SET autovacuum_naptime = '5s'")
            connection.execute("SELECT pg_reload_conf()")
            connection.execute("CREATE DATABASE jipyo_year")
            migrate(url)
    prefect = PrefectServer(home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JIPYO_DATABASE_URL", url)
        patch.setenv("JIPYO_PREFECT_PORT", "0")
        patch.setenv("PREFECT_SERVER_EVENTS_RETENTION_PERIOD", EVENTS_KEPT)
        patch.setenv("PREFECT_SERVER_SERVICES_DB_VACUUM_LOOP_SECONDS", "10")
        api_url, _ = prefect.start()
        environment = {
            **os.environ,
            **client_environment(home, api_url),
            "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
            "PREFECT_LOGGING_EXTRA_LOGGERS": "flows,spiders,expectations,jipyo",
            "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
        }
    try:
        with subprocess.Popen(
            [sys.executable, "-m", "tests.flows.year", FIRST_DAY, str(first), str(last), *options],
            env=environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            try:
                yield process
            finally:
                if process.poll() is None:
                    process.terminate()
    finally:
        prefect.stop()
        postgres.stop()


def a_night(process: subprocess.Popen[str]) -> Any:
    """The line of the next night of a process; a failed night ends it."""
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, f"the process ended with exit code {process.wait()}"
    return json.loads(line)


def its_turn(process: subprocess.Popen[str], sites: Sites, night: int) -> Any:
    """Let a process that waits run its next night, over the sites of that night."""
    assert process.stdin is not None
    sites.now = now_of(date.fromisoformat(FIRST_DAY), night)
    process.stdin.write("\n")
    process.stdin.flush()
    return a_night(process)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    root = tmp_path_factory.mktemp("year")
    nights: list[Any] = []
    turns: list[tuple[Any, Any]] = []
    with (root / "year.jsonl").open("w", encoding="utf-8") as kept:

        def keep(line: Any) -> Any:
            print(json.dumps(line, ensure_ascii=False), file=kept, flush=True)
            return line

        def go_on(first: int, last: int) -> None:
            with nights_of(root / "home", first, last) as process:
                nights.extend(keep(a_night(process)) for _ in range(first, last + 1))

        go_on(1, FIRST_EARLY - 1)
        # With its owner, which the data of a database has to keep.
        subprocess.run(["cp", "-a", root / "home", root / "early"], check=True)
        go_on(FIRST_EARLY, FIRST_LATE - 1)
        with Sites() as sites:
            options = ("--by-turns", "--sites", f"http://127.0.0.1:{sites.port}")
            with (
                nights_of(root / "early", FIRST_EARLY, FIRST_EARLY + AROUND - 1, *options) as early,
                nights_of(root / "home", FIRST_LATE, NIGHTS, *options) as late,
            ):
                for turn in range(AROUND):
                    both = ((early, FIRST_EARLY + turn), (late, FIRST_LATE + turn))
                    # Each is the first of the two in every other turn.
                    order = both if turn % 2 == 0 else both[::-1]
                    lines = {
                        process: keep(its_turn(process, sites, night)) for process, night in order
                    }
                    turns.append((lines[early], lines[late]))
    nights.extend(late for _, late in turns)
    assert [line["night"] for line in nights] == list(range(1, NIGHTS + 1))
    yield Year(nights, turns)


def around(year: Year, night: int, of: Callable[[Any], float]) -> float:
    """The median over a night and its neighbours."""
    first = max(min(night - 1 - NEIGHBOURS, NIGHTS - 1 - 2 * NEIGHBOURS), 0)
    return median(of(line) for line in year.nights[first : first + 2 * NEIGHBOURS + 1])


def test_the_last_night_takes_no_longer_than_an_early_one(year: Year) -> None:
    """In seconds of the processor, of whole nights that were run in turn.

    What else the machine does is no part of a night, and its pace is that of both.
    """
    ratios = [late["processor_seconds"] / early["processor_seconds"] for early, late in year.turns]
    assert median(ratios) <= MOST_OF_EARLY, ([round(ratio, 2) for ratio in ratios], steps_of(year))


def test_what_follows_collection_grows_within_bounds(year: Year) -> None:
    """The spiders take most of a night and hide the rest, in which the history of a series counts.

    By the clock, since the steps note no other time.
    """
    early, late = (
        median(sum(turn[which]["steps"][name] for name in AFTER_COLLECTION) for turn in year.turns)
        for which in (0, 1)
    )
    assert late <= MOST_AFTER_COLLECTION * early, (early, late, steps_of(year))


def steps_of(year: Year) -> dict[str, tuple[float, ...]]:
    """Seconds of each step in an early and in a late night."""
    return {
        name: tuple(
            round(median(turn[which]["steps"].get(name, 0.0) for turn in year.turns), 2)
            for which in (0, 1)
        )
        for name in year.nights[-1]["steps"]
    }


@pytest.mark.parametrize("part", ["prefect", "data_docs", "logs"])
def test_disk_stays_bounded_by_retention(year: Year, part: str) -> None:
    settled = around(year, SETTLED, lambda line: line["bytes"][part])
    last = around(year, NIGHTS, lambda line: line["bytes"][part])
    assert last <= MOST_OF_SETTLED * settled + 1_000_000, (settled, last)


def test_the_report_grows_only_with_what_it_tells(year: Year) -> None:
    """Lines of its tables, of which each has sixty at most; no page stays that is of no use."""
    settled, last = year.nights[SETTLED - 1]["report"], year.nights[-1]["report"]
    assert last["pages"] <= MOST_OF_SETTLED * settled["pages"], (settled, last)
    most = MOST_OF_SETTLED * settled["bytes"] / settled["lines"]
    assert last["bytes"] / last["lines"] <= most, (settled, last)


@pytest.mark.parametrize(
    "table",
    ["flow_run", "task_run", "task_run_state", "log", "artifact", "events", "event_resources"],
)
def test_rows_of_prefect_really_go(year: Year, table: str) -> None:
    settled = around(year, SETTLED, lambda line: line["rows"][table])
    last = around(year, NIGHTS, lambda line: line["rows"][table])
    assert 0 < last <= MOST_OF_SETTLED * settled, (settled, last)


def test_bodies_stay_for_their_retention_only(year: Year) -> None:
    """A third of the outlets keeps them for ever, the others for 30 and 60 days."""
    forever = year.nights[-1]["bytes"]["bodies"] / NIGHTS
    at_first = year.nights[EARLY - 8]["bytes"]["bodies"] / (EARLY - 7)
    assert forever < 0.6 * at_first, (at_first, forever)
