"""What the figure reader gives: figures, and what every other number is instead."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

Kind = Literal[
    "level",
    "flow",
    "cumulative",
    "change",
    "growth",
    "share",
    "attainment",
    "target",
    "forecast",
    "rank",
    "capacity",
]
"""What a figure claims about its measure (rules: gold conventions, docs/formats.md)."""

Role = Literal["report", "base", "ceiling", "per_unit", "conversion"]
"""Why the figure stands there; only ``report`` feeds a series as the news itself."""

Rung = Literal["clause", "sentence", "programme", "section", "document", "publication", "none"]
"""Where the period of a figure was found, from the nearest place outwards."""

Disposition = Literal[
    "figure",
    "date",
    "duration",
    "ordinal",
    "name",
    "denominator",
    "age_band",
    "contact",
    "label",
    "furniture",
    "unknown",
]
"""What a run of digits is; every digit of a text gets exactly one."""

Place = Literal[
    "title",
    "subtitle",
    "section_heading",
    "paragraph",
    "list_item",
    "table_row",
    "caption",
    "furniture",
]
"""The part of the text in which a figure stands."""


class Period(NamedTuple):
    """A stretch of days, both ends inclusive; ``None`` is an open or unknown end."""

    start: date | None = None
    end: date | None = None
    rung: Rung = "none"


class Figure(NamedTuple):
    """One number in its text with the size that it states.

    ``start`` and ``end`` are character offsets into the text as given, half-open, so that
    ``text[start:end] == figure.text``. ``value`` is in base units (won, dollars, single items,
    per cent as printed), exact, negative for a decrease; ``value_high`` is the second number of a
    range, with its sign (`2~3% 감소`: -2 and -3). ``low`` and ``high`` are the interval
    that the printed digits and the qualifiers state (`1조 6천억` is ±500억); two figures disagree
    only where their intervals do not overlap.
    """

    start: int
    end: int
    text: str
    value: Decimal | None
    value_high: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str
    counter: str | None
    kind: Kind
    role: Role
    phrase: str
    head: str
    verb_class: str | None
    section: str | None
    programme: str | None
    stands_in: Place
    sentence: tuple[int, int]
    period: Period = Period()
    qualifiers: tuple[str, ...] = ()
    malformed: bool = False


class Mark(NamedTuple):
    """A run of the text with its disposition; together the marks cover every digit once."""

    start: int
    end: int
    text: str
    disposition: Disposition


class Reading(NamedTuple):
    """All that was read in one text, in text order."""

    figures: tuple[Figure, ...]
    marks: tuple[Mark, ...]
