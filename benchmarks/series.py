"""How fast the views for analysts answer for one city among a million observations."""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from typing import LiteralString, cast

import psycopg

from benchmarks.stores import running_store
from jipyo.store.database import connect, ensure_database

ROUNDS = 9
PLACES = 232
CITY = "가람77시"
QUESTIONS: dict[str, LiteralString] = {
    "series": "SELECT * FROM series WHERE place = %s",
    "series_latest": "SELECT * FROM series_latest WHERE place = %s",
    "series_as_of, known, halfway": (
        "SELECT * FROM series_as_of('2021-01-01', 'known') WHERE place = %s"
    ),
    "series_as_of, published, halfway": (
        "SELECT * FROM series_as_of('2021-01-01', 'published') WHERE place = %s"
    ),
    "series_as_of, published, today": (
        "SELECT * FROM series_as_of('2026-01-01', 'published') WHERE place = %s"
    ),
    "restatements": "SELECT * FROM restatements WHERE place = %s",
    "series_latest, one measure": (
        "SELECT * FROM series_latest WHERE place = %s AND metric = 'bench.measure_7'"
    ),
}


def measure() -> tuple[str, list[str], list[list[str]]]:
    """Median times of each view, warm, in the server and with all rows fetched into Python."""
    with running_store() as (_, server):
        url = server.url("series")
        ensure_database(url)
        with connect(url) as connection:
            observations = fill(connection, PLACES)
            rows = [_row(connection, name, asked) for name, asked in QUESTIONS.items()]
    return (
        f"One city among {observations:,} observations, warm, median of {ROUNDS}",
        ["view", "rows", "ms in the server", "ms with all rows in Python", "× one row by key"],
        rows,
    )


def fill(connection: psycopg.Connection, places: int) -> int:
    """Fill an empty store with the series of so many places; returns its observations."""
    source = (Path(__file__).parent / "series.sql").read_text("utf-8")
    connection.execute("SELECT set_config('bench.places', %s, false)", (str(places),))
    connection.execute(cast(LiteralString, source))
    connection.commit()
    connection.autocommit = True
    connection.execute("VACUUM ANALYZE")
    row = connection.execute("SELECT count(*) FROM observation").fetchone()
    assert row is not None
    return int(row[0])


def _row(connection: psycopg.Connection, name: str, asked: LiteralString) -> list[str]:
    in_server: list[float] = []
    fetched: list[float] = []
    by_key: list[float] = []
    rows = 0
    for _ in range(ROUNDS):
        started = time.perf_counter()
        connection.execute(
            "SELECT * FROM observation WHERE figure_id = '00000000-0000-0000-0000-000000000000'"
        ).fetchall()
        by_key.append(time.perf_counter() - started)
        started = time.perf_counter()
        rows = len(connection.execute(asked, (CITY,)).fetchall())
        fetched.append(time.perf_counter() - started)
        plan = connection.execute(
            f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {asked}", (CITY,)
        ).fetchone()
        assert plan is not None
        in_server.append(float(plan[0][0]["Execution Time"]))
    return [
        name,
        f"{rows:,}",
        f"{statistics.median(in_server):.1f}",
        f"{1000 * statistics.median(fetched):.1f}",
        f"{statistics.median(fetched) / statistics.median(by_key):.0f}",
    ]
