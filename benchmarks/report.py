"""How long the report takes over ten thousand measures: at first, unchanged, and after a night."""

from __future__ import annotations

import time
from pathlib import Path

import psycopg

from benchmarks.series import fill
from benchmarks.stores import running_store
from jipyo.report import build_report
from jipyo.store.database import connect, ensure_database

PLACES = 56
"""With 180 measures each: 10,080."""

TOUCHED = 200
"""Measures of which a night brings something."""


def measure() -> tuple[str, list[str], list[list[str]]]:
    """Build the site three times; seconds on the clock and of the processor, and what it takes."""
    with running_store() as (home, server):
        url = server.url("report")
        ensure_database(url)
        with connect(url) as connection:
            fill(connection, PLACES)
            connection.autocommit = False
            rows = [_row(connection, "first build", home.report)]
            rows.append(_row(connection, "nothing changed", home.report))
            connection.execute(
                "UPDATE observation SET value = value + 1 WHERE series_id IN"
                " (SELECT series_id FROM series_key ORDER BY series_id LIMIT %s)",
                (TOUCHED,),
            )
            connection.commit()
            rows.append(_row(connection, f"{TOUCHED} measures changed", home.report))
    return (
        f"The report over {PLACES * 180:,} measures in two languages",
        ["what", "pages written", "seconds", "processor", "ms a page", "MB", "kB a page"],
        rows,
    )


def _row(connection: psycopg.Connection, what: str, folder: Path) -> list[str]:
    started, worked = time.perf_counter(), time.process_time()
    built = build_report(connection, folder)
    seconds, processor = time.perf_counter() - started, time.process_time() - worked
    sizes = [file.stat().st_size for file in folder.rglob("*.html")]
    return [
        what,
        f"{built.written:,}",
        f"{seconds:.1f}",
        f"{processor:.1f}",
        f"{1000 * seconds / built.written:.1f}" if built.written else "-",
        f"{sum(sizes) / 1e6:.0f}",
        f"{sum(sizes) / len(sizes) / 1e3:.1f}",
    ]
