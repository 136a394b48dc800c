"""What stands on the pages of the report, read from the store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import args_row, class_row, dict_row

from jipyo.plain import on_one_line
from jipyo.store.flags import Severity, Status, short_id
from jipyo.store.queries import query
from jipyo.store.runs import SEOUL

Words = Mapping[str, str]
"""Something in the words of each language: ``{"ko": …, "en": …}``."""

# What is read in thousands is not frozen, and made of its columns in their order: by names, and
# frozen, it takes many times as long. Nobody changes it; a test holds columns and fields together.


@dataclass(slots=True)
class Measured:
    """A measure of a place: what has a page, or is counted where it has none.

    ``state`` is another number whenever something else was told of it, or stands;
    ``series_states`` has one such number for each series, ``series_figures`` how many figures it
    has. ``critical``, ``warning`` and ``info`` count flags that are not resolved; ``past_state`` is
    another number whenever resolved ones change, ``None`` where there are none.
    """

    place: str
    place_id: str | None
    metric: str
    registered: bool
    series_ids: Sequence[UUID]
    series_states: Sequence[Decimal]
    series_figures: Sequence[int]
    figures: int
    last_said_at: datetime
    label_ko: str
    label_en: str
    critical: int
    warning: int
    info: int
    past_state: Decimal | None
    has_page: bool
    state: Decimal

    @property
    def last_said_on(self) -> date:
        """The day in Asia/Seoul on which something of it was said last."""
        return self.last_said_at.astimezone(SEOUL).date()

    @property
    def flags(self) -> int:
        """Flags that are not resolved."""
        return self.critical + self.warning + self.info


@dataclass(slots=True)
class Series:
    """A series on a page; ``scope_words`` and ``basis_words`` are empty where it states none."""

    series_id: UUID
    place: str
    metric: str
    scope: str
    basis: str
    kind_class: str
    unit_class: str
    speaker: str
    scope_words: Words
    basis_words: Words


@dataclass(slots=True)
class Told:
    """What one announcement says for one period of a series, in base units.

    ``reader_version`` is the reader of pages and figures that read it so.
    """

    series_id: UUID
    figure_id: UUID
    period_start: date | None
    period_end: date | None
    value: Decimal
    low: Decimal
    high: Decimal
    role: str
    said_at: datetime
    reader_version: str
    corrected: Decimal | None
    corrected_amount: Words | None

    def agrees_with(self, other: Told) -> bool:
        """Whether both say the same, within the rounding of each."""
        return self.low <= other.high and other.low <= self.high


@dataclass(slots=True)
class Wording:
    """What a figure says in words, and where it is said.

    ``amount_apart`` is by how much the printed digits leave the value open to both sides, ``None``
    where they say it exactly or not alike to both; then the ends of the interval tell it.
    """

    figure_id: UUID
    period: Words
    amount: Words
    amount_high: Words | None
    amount_apart: Words | None
    amount_low_end: Words | None
    amount_high_end: Words | None
    said_on: date
    quote: str
    sentence: str
    url: str
    outlet: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence of a flag, with the number as it is printed and the amount in words.

    ``series_id`` and the period, as ISO dates, are those of its figure, ``None`` where it has none.
    """

    url: str
    outlet: str
    published_at: str | None
    quote: str
    value: str
    printed: str | None
    amount: Words | None
    series_id: str | None
    period_start: str | None
    period_end: str | None


@dataclass(frozen=True, slots=True)
class ShownFlag:
    """A flag with its evidence; ``apart`` is how far its values lie from each other.

    The same in per cent of the first value, or where the largest is twice the least or more, how
    many times it is.
    """

    flag_id: UUID
    check: str
    severity: Severity
    status: Status
    place: str
    place_id: str | None
    metric: str
    message: str
    message_en: str | None
    opened_at: datetime
    muted_until: date | None
    label_ko: str
    label_en: str
    evidence: Sequence[Piece]
    apart: Words | None
    apart_percent: Decimal | None
    apart_times: Decimal | None

    @property
    def short_id(self) -> str:
        """By which `jipyo flags show` knows it, and its anchor in the pages."""
        return short_id(self.flag_id)

    @property
    def opened_on(self) -> date:
        """The day in Asia/Seoul on which it opened."""
        return self.opened_at.astimezone(SEOUL).date()


@dataclass(frozen=True, slots=True)
class Night:
    """The last night in numbers."""

    run_id: UUID
    news_day: date
    now_at: datetime
    outlets: int
    new_articles: int
    changed_articles: int
    articles_with_figures: int
    figures: int
    flags_opened: int
    flags_resolved: int


def measured(connection: psycopg.Connection[Any], place: str | None) -> Sequence[Measured]:
    """Every measure of every place, or of one place and the industrial complexes in it."""
    with connection.cursor(row_factory=args_row(Measured)) as cursor:
        return cursor.execute(query("report_pages"), {"place": place}).fetchall()


def series_of(
    connection: psycopg.Connection[Any], series_ids: Sequence[UUID]
) -> Mapping[UUID, Series]:
    """Series by their ids, those that continue one another in a row."""
    with connection.cursor(row_factory=args_row(Series)) as cursor:
        found = cursor.execute(query("report_series"), {"series_ids": list(series_ids)})
        return {one.series_id: one for one in found}


def told_of(
    connection: psycopg.Connection[Any], series_ids: Sequence[UUID]
) -> Mapping[UUID, Sequence[Told]]:
    """What announcements say for some series, the latest period first, in it what stands first."""
    found: dict[UUID, list[Told]] = {}
    with connection.cursor(row_factory=args_row(Told)) as cursor:
        for one in cursor.execute(query("report_values"), {"series_ids": list(series_ids)}):
            found.setdefault(one.series_id, []).append(one)
    return found


def wordings_of(
    connection: psycopg.Connection[Any], figure_ids: Sequence[UUID]
) -> Mapping[UUID, Wording]:
    """Figures in words, by their ids."""
    with connection.cursor(row_factory=args_row(Wording)) as cursor:
        found = cursor.execute(query("report_words"), {"figure_ids": list(figure_ids)})
        return {one.figure_id: one for one in found}


def shown_flags(connection: psycopg.Connection[Any], place: str | None) -> Sequence[ShownFlag]:
    """Flags that are not resolved, the gravest first, then late ones."""
    return _flags(connection, "report_flags", {"place": place})


def past_flags(
    connection: psycopg.Connection[Any], pages: Iterable[Measured]
) -> Mapping[tuple[str, str], Sequence[ShownFlag]]:
    """The last resolved flags of some measures, by place and metric, in the order of others."""
    measures = {(page.place, page.metric) for page in pages if page.past_state is not None}
    if not measures:
        return {}
    places, metrics = zip(*sorted(measures), strict=True)
    asked = {"places": list(places), "metrics": list(metrics)}
    found: dict[tuple[str, str], list[ShownFlag]] = {}
    for flag in _flags(connection, "report_past_flags", asked):
        found.setdefault((flag.place, flag.metric), []).append(flag)
    return found


def _flags(
    connection: psycopg.Connection[Any], name: str, asked: Mapping[str, object]
) -> Sequence[ShownFlag]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return [ShownFlag(**_with_pieces(row)) for row in cursor.execute(query(name), asked)]


def _with_pieces(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"evidence": tuple(Piece(**piece) for piece in row["evidence"])}


def last_night(connection: psycopg.Connection[Any], run_id: UUID | None) -> Night | None:
    """The night of a run, or the last one that ended well; none where there was none yet."""
    with connection.cursor(row_factory=class_row(Night)) as cursor:
        return cursor.execute(query("report_night"), {"run_id": run_id}).fetchone()


def plain(text: str, most: int = 300) -> str:
    """Text from strangers on one line, without what no reader can see, and not longer than this."""
    line = on_one_line(text)
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


@lru_cache(maxsize=4096)  # Both languages quote alike.
def quoted(sentence: str, printed: str, most: int = 160) -> tuple[str, str, str]:
    """A short quote around a printed number: what stands before it, it, and what follows.

    The number is empty where the sentence does not print it.
    """
    line, number = on_one_line(sentence), on_one_line(printed)
    at = line.find(number) if number else -1
    if at < 0:
        return plain(line or number, most), "", ""
    number = plain(number, 80)
    room = max(0, most - len(number)) // 2
    before, after = line[:at], line[at + len(on_one_line(printed)) :]
    if len(before) > room:
        before = "…" + before[len(before) - room :].lstrip()
    if len(after) > room:
        after = after[:room].rstrip() + "…"
    return before, number, after
