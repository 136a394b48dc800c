"""Loading what was read, as a share of the raw COPY of the same rows into the same tables."""

from __future__ import annotations

import gc
import io
import statistics
import time
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg import sql

from benchmarks.announcements import pages
from benchmarks.night import NIGHT, OUTLET
from benchmarks.stores import running_store
from jipyo.store.articles import PendingCapture, ReadCapture, load
from jipyo.store.captures import register_outlets
from jipyo.store.database import connect, ensure_database
from jipyo.store.home import Home
from jipyo.store.runs import open_run
from jipyo.store.server import EmbeddedServer
from spiders.outlets import load_outlets, write_overlay

ARTICLES = 2_000
BATCH_ARTICLES = 100
ROUNDS = 5
TABLES = (
    "article",
    "article_version",
    "version_sighting",
    "series_key",
    "figure",
    "observation",
    "figure_relation",
    "release_sentence",
)
"""What a load writes, each after those that it refers to."""


def measure() -> tuple[str, list[str], list[list[str]]]:
    """Both in turn, every round into new databases; the share is the median over the rounds."""
    read = _read(ARTICLES)
    # What was read before is not looked through again and again while it is loaded.
    gc.collect()
    gc.freeze()
    with running_store() as (home, server):
        write_overlay(home, [OUTLET])
        rounds = [_round(server, home, read, number) for number in range(ROUNDS + 1)][1:]
    rows = rounds[0][2]
    loaded, copied = (statistics.median(one[at] for one in rounds) for at in (0, 1))
    share = statistics.median(copied / loaded for loaded, copied, _ in rounds)
    return (
        f"Loading {len(read):,} articles, {rows:,} rows, in batches of {BATCH_ARTICLES}; "
        f"median of {ROUNDS} rounds in turn",
        ["what", "seconds", "rows/s", "share of COPY"],
        [
            ["load", f"{loaded:.2f}", f"{rows / loaded:,.0f}", f"{share:.2f}"],
            ["raw COPY", f"{copied:.2f}", f"{rows / copied:,.0f}", "1"],
        ],
    )


def _read(articles: int) -> list[ReadCapture]:
    from flows.reading import read_capture

    return [
        read_capture(
            PendingCapture(
                capture_id=None,
                outlet_id="night",
                url=url,
                fetched_at=NIGHT,
                run_id=None,
                body=body,
                charset="utf-8",
                listed_at=None,
                listed_from="list",
                family="generic",
                outlet_place=None,
            )
        )
        for url, _, body in pages(0, articles)
    ]


def _prepared(
    server: EmbeddedServer, home: Home, name: str
) -> tuple[psycopg.Connection[Any], UUID]:
    from flows.reading import keep_registry

    url = server.url(name)
    ensure_database(url)
    connection = connect(url)
    run_id = uuid4()
    keep_registry(connection)
    register_outlets(connection, [load_outlets(home)["night"]], NIGHT)
    open_run(connection, run_id, "nightly", NIGHT)
    connection.commit()
    return connection, run_id


def _round(
    server: EmbeddedServer, home: Home, read: list[ReadCapture], number: int
) -> tuple[float, float, int]:
    """Seconds of the load, seconds of the COPY, rows."""
    connection, run_id = _prepared(server, home, f"loaded{number}")
    with connection:
        began = time.perf_counter()
        for first in range(0, len(read), BATCH_ARTICLES):
            with connection.transaction():
                load(
                    connection, run_id, read[first : first + BATCH_ARTICLES], reader_version="bench"
                )
        loaded = time.perf_counter() - began
        texts = {table: _text_of(connection, table) for table in TABLES}
    connection, _ = _prepared(server, home, f"copied{number}")
    with connection:
        began = time.perf_counter()
        for table, text in texts.items():
            with (
                connection.transaction(),
                connection.cursor() as cursor,
                cursor.copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))) as copy,
            ):
                copy.write(text)
        copied = time.perf_counter() - began
    return loaded, copied, sum(text.count(b"\n") for text in texts.values())


def _text_of(connection: psycopg.Connection[Any], table: str) -> bytes:
    text = io.BytesIO()
    with (
        connection.cursor() as cursor,
        cursor.copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))) as copy,
    ):
        for piece in copy:
            text.write(bytes(piece))
    return text.getvalue()
