"""How long the checks of one night take over a store of 10^5 and over one of 10^6 observations.

With ``JIPYO_BENCH_PLACES=2320`` the large store has 10^7, for which it takes an hour or more and
some 20 GB.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, LiteralString, cast
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import psycopg

from benchmarks.series import fill
from benchmarks.stores import running_store
from expectations.run import find, keep_flags, run_checks
from jipyo.store.database import connect, ensure_database
from jipyo.store.home import Home
from jipyo.store.runs import close_run, open_run

ROUNDS = 7
WHOLE_ROUNDS = 3
SMALL_PLACES, LARGE_PLACES = 23, 232
PLACES_AT_ONCE = 100
"""Places whose history is checked together: what a run reads stands in temporary tables."""
NIGHT = datetime(2025, 1, 21, 2, 30, tzinfo=ZoneInfo("Asia/Seoul"))


@dataclass
class Store:
    """A store with its history checked once and a night that waits to be checked."""

    connection: psycopg.Connection[Any]
    url: str
    observations: int
    flags: int
    series: int = 0
    findings: int = 0


def ratio_of_rounds(seconds: list[list[float]]) -> float:
    """The median over the rounds of the time over the large store by that over the small one."""
    return statistics.median(over_large / over_small for over_small, over_large in seconds)


def check_in_turn(rounds: int) -> list[list[float]]:
    """Seconds of a night's check over the small and the large store, one pair for each round."""
    with _two_stores() as (stores, _):
        return _in_turn(stores, rounds, _check_and_forget)


def measure() -> tuple[str, list[str], list[list[str]]]:
    """Both stores in turn, every round; the ratio is the median of the ratios of the rounds."""
    with _two_stores() as (stores, home):
        found = _in_turn(stores, ROUNDS, _check_and_forget)
        whole = _in_turn(stores, WHOLE_ROUNDS, lambda store: _whole_run(store, home))
    small, large = stores
    return (
        f"Checking 2,000 new figures over {small.observations:,} and {large.observations:,} "
        f"observations ({small.flags:,} and {large.flags:,} flags), in turn",
        ["what", "series", "findings", "s over small", "s over large", "ratio, median", "rounds"],
        [
            _row("scope, checks and flags", stores, found),
            _row("the same with the suites and data docs", stores, whole),
        ],
    )


@contextmanager
def _two_stores() -> Iterator[tuple[list[Store], Home]]:
    with running_store() as (home, server), ExitStack() as opened:
        stores: list[Store] = []
        for places in (SMALL_PLACES, int(os.environ.get("JIPYO_BENCH_PLACES", LARGE_PLACES))):
            url = server.url(f"checks{places}")
            ensure_database(url)
            connection = opened.enter_context(connect(url))
            stores.append(_prepare(connection, url, places))
        yield stores, home


def _prepare(connection: psycopg.Connection[Any], url: str, places: int) -> Store:
    """Fill the store, keep the flags of its history, and add the night."""
    observations = fill(connection, places)
    before = NIGHT - timedelta(days=1)
    for first in range(1, places + 1, PLACES_AT_ONCE):
        run_id = uuid4()
        open_run(connection, run_id, "check", before)
        with connection.transaction():
            connection.execute(
                "INSERT INTO check_due (series_id, release_id)"
                " SELECT DISTINCT observation.series_id, observation.release_id FROM series_key"
                " JOIN observation ON observation.series_id = series_key.series_id"
                " WHERE substring(series_key.place FROM '[0-9]+')::integer BETWEEN %s AND %s",
                (first, first + PLACES_AT_ONCE - 1),
            )
            find(connection, run_id, full=False)
            keep_flags(connection, run_id, before)
        # What a run touched that came to no end is validated by the next: here, all of history.
        close_run(connection, run_id, "completed", "")
        told = min(first + PLACES_AT_ONCE - 1, places)
        print(f"{told:,} of {places:,} places checked", file=sys.stderr, flush=True)
    connection.execute("VACUUM ANALYZE")
    row = connection.execute("SELECT count(*) FROM flag").fetchone()
    assert row is not None
    source = (Path(__file__).parent / "night.sql").read_text("utf-8")
    with connection.transaction():
        connection.execute(cast(LiteralString, source))
    return Store(connection, url, observations, int(row[0]))


def _in_turn(stores: list[Store], rounds: int, once: Any) -> list[list[float]]:  # noqa: ANN401
    """Seconds of each store by round; a first round warms up and does not count."""
    seconds = [[once(store) for store in stores] for _ in range(rounds + 1)]
    return seconds[1:]


def _check_and_forget(store: Store) -> float:
    """Check the night and roll back, so that every round finds the same work."""
    run_id = uuid4()
    started = time.perf_counter()
    with store.connection.transaction(force_rollback=True):
        open_run(store.connection, run_id, "check", NIGHT)
        store.series, findings = find(store.connection, run_id, full=False)
        store.findings = sum(findings.values())
        keep_flags(store.connection, run_id, NIGHT)
        return time.perf_counter() - started


def _whole_run(store: Store, home: Home) -> float:
    """Check the night as a night does; it is due again in every round."""
    run_id: UUID = uuid4()
    with store.connection.transaction():
        open_run(store.connection, run_id, "check", NIGHT)
        store.connection.execute("DELETE FROM check_due")
        store.connection.execute(
            "INSERT INTO check_due (series_id, release_id) SELECT DISTINCT series_id, release_id"
            " FROM observation WHERE recorded_at = '2025-01-21 02:00+09'"
        )
    started = time.perf_counter()
    run_checks(run_id, NIGHT, home=home, database_url=store.url)
    seconds = time.perf_counter() - started
    close_run(store.connection, run_id, "completed", "")
    return seconds


def _row(what: str, stores: list[Store], seconds: list[list[float]]) -> list[str]:
    small, large = (statistics.median(column) for column in zip(*seconds, strict=True))
    ratio = ratio_of_rounds(seconds)
    first, second = stores
    return [
        what,
        f"{first.series:,} and {second.series:,}",
        f"{first.findings:,} and {second.findings:,}",
        f"{small:.2f}",
        f"{large:.2f}",
        f"{ratio:.2f}",
        str(len(seconds)),
    ]
