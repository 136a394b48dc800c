"""Texts of our own with their figures marked inside the text.

`{{span|value|unit|kinds|period}}` is a figure: value (`low..high` for a range), class of the unit,
the kinds that a careful reader may choose, and the period (`2024`, `2024-03`, `2024-01..2024-06`,
`..2030` where only the end is judged, `2024-12-31` for an instant; empty is not judged).
`<<span>>` is a number that may be read either way. All other numbers are no figures.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

_MARK = re.compile(r"\{\{([^|{}]+)\|([^|{}]+)\|([^|{}]+)\|?([^|{}]*)\|?([^|{}]*)\}\}|<<([^<>]+)>>")


@dataclass(frozen=True)
class Wanted:
    start: int
    end: int
    text: str
    value: Decimal
    high: Decimal | None
    unit: str
    kinds: tuple[str, ...]
    first: date | None
    last: date | None
    judged: bool


@dataclass(frozen=True)
class Annotated:
    text: str
    published: date | None
    wanted: tuple[Wanted, ...]
    either: tuple[tuple[int, int], ...]


def parse(source: str) -> Annotated:
    published = None
    if source.startswith("published:"):
        head, source = source.split("\n", 1)
        published = date.fromisoformat(head.split(":")[1].strip())
    text = ""
    wanted: list[Wanted] = []
    either: list[tuple[int, int]] = []
    position = 0
    for mark in _MARK.finditer(source):
        text += source[position : mark.start()]
        start = len(text)
        if mark[6] is not None:
            text += mark[6]
            either.append((start, len(text)))
        else:
            text += mark[1]
            low, _, high = mark[2].partition("..")
            first, last = _period(mark[5])
            wanted.append(
                Wanted(
                    start,
                    len(text),
                    mark[1],
                    Decimal(low),
                    Decimal(high) if high else None,
                    mark[3],
                    tuple(kind for kind in mark[4].split(",") if kind),
                    first,
                    last,
                    bool(mark[5]),
                )
            )
        position = mark.end()
    text += source[position:]
    return Annotated(text, published, tuple(wanted), tuple(either))


def _period(written: str) -> tuple[date | None, date | None]:
    if not written:
        return None, None
    first, dots, last = written.partition("..")
    if not dots:
        last = first
    return (_edge(first, False) if first else None), (_edge(last, True) if last else None)


def _edge(written: str, end: bool) -> date:
    parts = [int(part) for part in written.split("-")]
    if len(parts) == 3:
        return date(*parts)
    if len(parts) == 1:
        return date(parts[0], 12, 31) if end else date(parts[0], 1, 1)
    return date(parts[0], parts[1], monthrange(parts[0], parts[1])[1] if end else 1)
