"""A year of nights: disk stays bounded, and the last night takes no longer than an early one.

Forty look-alike outlets, the real flow with its checks and artifacts, a real Prefect server, and
housekeeping every day, as scheduled: `tests/flows/year.py`. What was measured last is told in
docs/measurements.md.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

import psycopg
import pytest

from flows.server import PrefectServer, client_environment
from jipyo.store.home import Home
from jipyo.store.migrations import migrate
from jipyo.store.server import EmbeddedServer
from tests.flows.conftest import ROOT

NIGHTS = 365
EARLY = 30
NEIGHBOURS = 7
"""Nights on each side whose median stands for a night."""
MOST_OF_EARLY = 1.2
SETTLED = 90
"""Every retention is over by then: 60 days, and bodies after as many."""
MOST_OF_SETTLED = 1.25
FIRST_DAY = "2025-11-26"
SECONDS = 3 * 3600.0
EVENTS_KEPT = "PT60S"
"""Prefect's server knows no clock but the machine's, on which a week of nights is over in this."""

pytestmark = [pytest.mark.prove, pytest.mark.timeout(SECONDS)]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Any]]:
    """A line a night, as `tests.flows.year` prints them."""
    home = Home(tmp_path_factory.mktemp("year") / "home")
    home.make()
    postgres = EmbeddedServer(home)
    postgres.start()
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        # A night takes seconds here: the vacuum comes in proportion.
        connection.execute("ALTER SYSTEM SET autovacuum_naptime = '5s'")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute("CREATE DATABASE jipyo_year")
    url = postgres.url("jipyo_year")
    migrate(url)
    prefect = PrefectServer(home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JIPYO_DATABASE_URL", url)
        patch.setenv("JIPYO_PREFECT_PORT", "0")
        patch.setenv("PREFECT_SERVER_EVENTS_RETENTION_PERIOD", EVENTS_KEPT)
        patch.setenv("PREFECT_SERVER_SERVICES_DB_VACUUM_LOOP_SECONDS", "10")
        api_url, _ = prefect.start()
        nights = home.root / "year.jsonl"
        try:
            done = subprocess.run(
                [sys.executable, "-m", "tests.flows.year", str(NIGHTS), FIRST_DAY],
                env={
                    **os.environ,
                    **client_environment(home, api_url),
                    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
                    "PREFECT_LOGGING_EXTRA_LOGGERS": "flows,spiders,expectations,jipyo",
                    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
                },
                cwd=ROOT,
                stdout=nights.open("w"),
                timeout=SECONDS,
                check=False,
            )
        finally:
            prefect.stop()
            postgres.stop()
    assert done.returncode == 0
    lines = [json.loads(line) for line in nights.read_text("utf-8").splitlines()]
    assert len(lines) == NIGHTS
    yield lines


def around(year: list[Any], night: int, of: Callable[[Any], float]) -> float:
    """The median over a night and its neighbours."""
    first = max(min(night - 1 - NEIGHBOURS, NIGHTS - 1 - 2 * NEIGHBOURS), 0)
    return median(of(line) for line in year[first : first + 2 * NEIGHBOURS + 1])


def test_the_last_night_takes_no_longer_than_an_early_one(year: list[Any]) -> None:
    """In seconds of the processor: what else the machine does in an hour is no part of a night.

    They still depend on it. Where this fails, compare the yardsticks, which are the same work early
    and late.
    """
    early = around(year, EARLY, lambda line: line["processor_seconds"])
    last = around(year, NIGHTS, lambda line: line["processor_seconds"])
    yardsticks = (
        around(year, EARLY, lambda line: line["yardstick"]),
        around(year, NIGHTS, lambda line: line["yardstick"]),
    )
    steps = {
        name: (
            round(around(year, EARLY, lambda line, name=name: line["steps"].get(name, 0.0)), 2),
            round(around(year, NIGHTS, lambda line, name=name: line["steps"].get(name, 0.0)), 2),
        )
        for name in year[-1]["steps"]
    }
    assert last <= MOST_OF_EARLY * early, (early, last, yardsticks, steps)


@pytest.mark.parametrize("part", ["prefect", "data_docs", "logs"])
def test_disk_stays_bounded_by_retention(year: list[Any], part: str) -> None:
    settled = around(year, SETTLED, lambda line: line["bytes"][part])
    last = around(year, NIGHTS, lambda line: line["bytes"][part])
    assert last <= MOST_OF_SETTLED * settled + 1_000_000, (settled, last)


def test_the_report_grows_only_with_what_it_tells(year: list[Any]) -> None:
    """Lines of its tables, of which each has sixty at most; no page stays that is of no use."""
    settled, last = year[SETTLED - 1]["report"], year[-1]["report"]
    assert last["pages"] <= MOST_OF_SETTLED * settled["pages"], (settled, last)
    most = MOST_OF_SETTLED * settled["bytes"] / settled["lines"]
    assert last["bytes"] / last["lines"] <= most, (settled, last)


@pytest.mark.parametrize(
    "table",
    ["flow_run", "task_run", "task_run_state", "log", "artifact", "events", "event_resources"],
)
def test_rows_of_prefect_really_go(year: list[Any], table: str) -> None:
    settled = around(year, SETTLED, lambda line: line["rows"][table])
    last = around(year, NIGHTS, lambda line: line["rows"][table])
    assert 0 < last <= MOST_OF_SETTLED * settled, (settled, last)


def test_bodies_stay_for_their_retention_only(year: list[Any]) -> None:
    """A third of the outlets keeps them for ever, the others for 30 and 60 days."""
    forever = year[-1]["bytes"]["bodies"] / NIGHTS
    at_first = year[EARLY - 8]["bytes"]["bodies"] / (EARLY - 7)
    assert forever < 0.6 * at_first, (at_first, forever)
