"""What the store holds of one article or one measure, for who asks about just that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg
from psycopg.rows import class_row

from jipyo.store.queries import query


@dataclass(frozen=True, slots=True)
class StoredText:
    """The latest version of an article; ``place`` is an official name, or ``None`` if unknown."""

    url: str
    title: str
    text: str
    place: str | None
    published_day: date | None


@dataclass(frozen=True, slots=True)
class MeasureCounts:
    """How many series, figures, announcements and places the store has of a measure."""

    series: int
    figures: int
    releases: int
    places: int


def latest_text(connection: psycopg.Connection[Any], urls: Sequence[str]) -> StoredText | None:
    """The latest version of the article at one of these addresses, or ``None`` without one."""
    with connection.cursor(row_factory=class_row(StoredText)) as cursor:
        return cursor.execute(query("latest_text"), {"urls": list(urls)}).fetchone()


def count_measure(connection: psycopg.Connection[Any], metric: str) -> MeasureCounts:
    """How far the store knows a measure; all zero where it does not."""
    with connection.cursor(row_factory=class_row(MeasureCounts)) as cursor:
        counts = cursor.execute(query("count_measure"), {"metric": metric}).fetchone()
    return counts or MeasureCounts(0, 0, 0, 0)
