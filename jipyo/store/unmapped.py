"""Measures that the registry does not know yet: what people should look at first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import psycopg
from psycopg.rows import class_row

from jipyo.plain import shortened
from jipyo.store.queries import query
from jipyo.store.runs import counted


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A measure with a provisional id, how often it is stated, and in what words.

    ``amount_krw`` is the sum of its amounts in won, each without its sign; ``None`` where it is no
    money. ``example_sentences`` are up to three different ones. ``near_metrics`` are measures that
    a place tells in like words: the same thing, or a part of it.
    """

    metric: str
    unit_class: str
    figures: int
    releases: int
    places: int
    amount_krw: Decimal | None
    phrase: str
    example_places: list[str]
    example_sentences: list[str]
    near_metrics: list[str]

    def record(self) -> dict[str, Any]:
        """It as an object of format ``unmapped/1``."""
        amount = None if self.amount_krw is None else f"{self.amount_krw:f}"
        return {"format": "unmapped/1", **asdict(self), "amount_krw": amount}


def list_unmapped(
    connection: psycopg.Connection[Any], *, most: int, by_amount: bool
) -> list[Unmapped]:
    """The measures without an entry, those in most announcements first, or those of most money."""
    with connection.cursor(row_factory=class_row(Unmapped)) as cursor:
        return cursor.execute(
            query("list_unmapped"), {"most": most, "by_amount": by_amount}
        ).fetchall()


@dataclass(frozen=True, slots=True)
class Stated:
    """How often a measure is stated in one phrase, of one place, as one kind, in one unit class."""

    place: str
    unit_class: str
    kind_class: str
    kind: str
    phrase: str
    figures: int


class StatedText(NamedTuple):
    """A text in which a measure is stated: what a reader of figures needs to read it again."""

    text: str
    place: str | None
    published_day: date | None


def measure_as_stated(connection: psycopg.Connection[Any], metric: str) -> list[Stated]:
    """In which words and units a measure is stated, the most frequent first; empty if never."""
    with connection.cursor(row_factory=class_row(Stated)) as cursor:
        return cursor.execute(query("provisional_measure"), {"metric": metric}).fetchall()


def texts_of_measure(
    connection: psycopg.Connection[Any], metric: str, *, most: int
) -> list[StatedText]:
    """Texts in which a measure is stated, the latest first."""
    rows = connection.execute(query("texts_of_measure"), {"metric": metric, "most": most})
    return [StatedText(*row) for row in rows.fetchall()]


def provisional_ids(connection: psycopg.Connection[Any]) -> list[str]:
    """The provisional ids under which figures stand now."""
    return [str(row[0]) for row in connection.execute(query("provisional_ids")).fetchall()]


def unmapped_lines(found: Iterable[Unmapped]) -> Iterator[str]:
    """They for people: what, how often, in whose words."""
    for one in found:
        amount = "" if one.amount_krw is None else f", {one.amount_krw / 10**8:,.0f}억 원"
        yield (
            f"{one.metric}  {one.phrase or '(no phrase)'}: {counted(one.figures, 'figure')} in "
            f"{counted(one.releases, 'release')} of {counted(one.places, 'place')}{amount}"
        )
        if one.near_metrics:
            yield f"    in like words: {', '.join(one.near_metrics)}"
        for sentence in one.example_sentences:
            yield f"    “{shortened(sentence)}”"
