"""Which series of a place tell one thing in other words: asked anew where something was touched.

The words decide who is near to whom (:mod:`jipyo.series.nearness`), the announcements who is not
after all: two that one text tells side by side with different values are two things. Table
``series_near`` has the outcome. It follows from what is stored alone, so neither the order of the
pages nor the number of workers matters, and making it again changes nothing.
"""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

import psycopg

from jipyo.series.nearness import Near, SeriesWords, join_near, near_pairs
from jipyo.series.registry import registry
from jipyo.store.queries import query


def keep_nearness(connection: psycopg.Connection[Any], *, everything: bool) -> int:
    """Decide for the places of the touched series which of their series go together.

    Needs the temporary table ``touched_series`` of a run of the checks, in its transaction.

    Args:
        connection: The store.
        everything: All places.

    Returns:
        How many series go with an earlier one, at the places concerned.
    """
    concerned = {"everything": everything}
    rows = connection.execute(query("series_to_compare"), concerned).fetchall()
    connection.execute(query("forget_near"), concerned)
    places = [list(group) for _, group in groupby(rows, key=lambda row: row[1])]
    found = [(series, near_pairs(_words(series), registry())) for series in places]
    _stage(
        connection,
        [(series[pair.one][0], series[pair.other][0]) for series, pairs in found for pair in pairs],
    )
    apart: set[tuple[UUID, UUID]] = set(connection.execute(query("near_told_apart")).fetchall())
    first: dict[UUID, datetime] = dict(connection.execute(query("near_first_recorded")).fetchall())
    joined: list[tuple[UUID, UUID, str, list[str]]] = []
    for series, pairs in found:
        kept = [pair for pair in pairs if (series[pair.one][0], series[pair.other][0]) not in apart]
        # A series that is near to none is not asked for.
        first_told = [(first.get(row[0]), row[0]) for row in series]
        joined += (_row(series, pair) for pair in join_near(kept, first_told).values())
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "COPY series_near (series_id, near_series_id, likeness, differing) FROM STDIN"
        ) as copy,
    ):
        for row in joined:
            copy.write_row(row)
    return len(joined)


def _words(series: list[tuple[Any, ...]]) -> list[SeriesWords]:
    return [SeriesWords(*row[1:8]) for row in series]


def _row(series: list[tuple[Any, ...]], pair: Near) -> tuple[UUID, UUID, str, list[str]]:
    return series[pair.other][0], series[pair.one][0], pair.likeness, list(pair.differing)


def _stage(connection: psycopg.Connection[Any], pairs: list[tuple[UUID, UUID]]) -> None:
    connection.execute(query("stage_near"))
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY near_pair (one, other) FROM STDIN") as copy,
    ):
        for pair in pairs:
            copy.write_row(pair)
    connection.execute("ANALYZE near_pair")
