"""The page of one measure of a place: its series in charts and tables, before it is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from html import unescape
from itertools import groupby
from operator import attrgetter
from typing import Literal
from uuid import UUID

from jipyo.report.charts import Drawing, Mark, whiskers
from jipyo.report.content import (
    Measured,
    Piece,
    Series,
    ShownFlag,
    Told,
    Wording,
    plain,
    quoted,
)
from jipyo.report.words import Speech, axis_amounts

ROWS_SHOWN = 60
"""Rows of a table, five years of months: what is older stands in view ``series``, but for rows with
a flag. So no page grows for ever."""

MARKS_DRAWN = 400
"""Marks of a chart: more cannot be told apart."""

_MOST_DRAWN = Decimal("1e30")
"""A number that is larger is nobody's figure, and would leave the others in one line: it has its
row only."""

Standing = Literal["latest", "earlier", "same", "copy"]
"""Whether a row is what stands for its period, was said before with another value, says the same
again, or stands only in a copy that a flag is about."""

_PLANS = ("target", "forecast")
_FAMILIES = ("amount", "cumulative", *_PLANS, "growth", "change", "share", "attainment", "rank")


@dataclass(slots=True)
class Row:
    """One line of a table: what announcements say for one period, in the words of the last."""

    series: Series
    told: Told
    standing: Standing
    flags: Sequence[ShownFlag]
    announcements: int = 1
    piece: Piece | None = None

    @property
    def value(self) -> Decimal:
        """What it says, in base units."""
        return Decimal(self.piece.value) if self.piece else self.told.value

    @property
    def looks(self) -> tuple[object, ...] | None:
        """All that its line in a table is made of, but for its outlet and what never changes.

        ``None`` where flags or corrections are told in it, which change by themselves.
        """
        told = self.told
        if self.flags or self.piece is not None or told.corrected is not None:
            return None
        return (
            # As numbers: to write an id or a time as people do takes longer than its digest.
            told.figure_id.int, told.reader_version, told.said_at.timestamp(), told.role,
            told.period_start, told.period_end, told.value, told.low, told.high,
            self.series.kind_class, self.standing, self.announcements,
        )  # fmt: skip


@dataclass(slots=True)
class Charted:
    """Series that are read together: one chart and the table behind it.

    ``drawn_of`` is a digest of what its drawing was made of, ``rows_of`` of each row, empty where
    it is made anew each time.
    """

    series: list[Series]
    rows: list[Row]
    marks: list[Mark] = field(default_factory=list[Mark])
    drawing: Drawing | None = None
    drawn_of: str = ""
    rows_of: list[str] = field(default_factory=list[str])

    @property
    def first(self) -> Series:
        """The series that names it."""
        return self.series[0]

    @property
    def has_chart(self) -> bool:
        """Whether there is something to draw: two marks, or one with a flag."""
        return len(self.marks) > 1 or any(mark.is_flagged for mark in self.marks)

    @property
    def legend(self) -> Sequence[str]:
        """The names of the signs in its drawing; the same in all languages."""
        return _legend(self.marks)


def grouped(series: Iterable[Series], figures: Mapping[UUID, int]) -> list[list[Series]]:
    """The series of a page by charts, in the order of the page: those told most often first.

    Args:
        series: The series of the page.
        figures: How many figures each has.
    """
    groups: dict[tuple[str, ...], list[Series]] = {}
    for one in series:
        family = "amount" if one.kind_class in _PLANS else one.kind_class
        key = (one.scope, one.basis, one.unit_class, family, one.speaker)
        groups.setdefault(key, []).append(one)
    for group in groups.values():
        group.sort(key=lambda one: _place(one.kind_class))
    return sorted(
        groups.values(),
        key=lambda group: (
            _place(group[0].kind_class),
            bool(group[0].scope),
            bool(group[0].basis),
            group[0].speaker != "city",
            -sum(figures[one.series_id] for one in group),
            group[0].scope,
            group[0].basis,
            str(group[0].series_id),
        ),
    )


def charted(
    series: Sequence[Series],
    told: Mapping[UUID, Sequence[Told]],
    flags: Iterable[ShownFlag],
) -> Charted | None:
    """A chart, not drawn yet; ``None`` where nothing is told.

    Args:
        series: Its series.
        told: What announcements say for them; the first of a period stands.
        flags: Flags that are not resolved and have evidence in one of them.
    """
    flagged = _flagged(flags)
    rows = [row for one in series for row in _rows(one, told.get(one.series_id, ()), flagged)]
    if not rows:
        return None
    rows.sort(key=_latest_first)
    return Charted([*series], rows, _marks(rows))


def _place(kind_class: str) -> int:
    return _FAMILIES.index(kind_class) if kind_class in _FAMILIES else len(_FAMILIES)


def _latest_first(row: Row) -> tuple[bool, int, int, bool, bool]:
    end = row.told.period_end
    start = row.told.period_start
    return (
        end is None,
        -(end or date.min).toordinal(),
        -(start or date.min).toordinal(),
        row.series.kind_class in _PLANS,
        row.standing != "latest",
    )


_Slot = tuple[str, str | None, str | None]
"""A series and a period, as evidence names them."""

_period = attrgetter("period_start", "period_end")


def _flagged(flags: Iterable[ShownFlag]) -> dict[_Slot, list[tuple[ShownFlag, Piece]]]:
    found: dict[_Slot, list[tuple[ShownFlag, Piece]]] = {}
    for flag in flags:
        for piece in flag.evidence:
            if piece.series_id is not None:
                slot = (piece.series_id, piece.period_start, piece.period_end)
                found.setdefault(slot, []).append((flag, piece))
    return found


def _slot(told: Told) -> _Slot:
    start, end = told.period_start, told.period_end
    return (
        str(told.series_id),
        start.isoformat() if start else None,
        end.isoformat() if end else None,
    )


def _rows(
    series: Series,
    told: Sequence[Told],
    flagged: Mapping[_Slot, Sequence[tuple[ShownFlag, Piece]]],
) -> Iterable[Row]:
    """Period by period what stands, what else was said, and what only a flag tells.

    Announcements that say the same of a period are one line, unless one of them is flagged.
    """
    for _, group in groupby(told, key=_period):
        said = list(group)
        found = flagged.get(_slot(said[0]), ()) if flagged else ()
        if len(said) == 1 and not found:
            yield Row(series, said[0], "latest", ())
            continue
        lines: list[tuple[Told, list[ShownFlag]]] = []
        again: Counter[UUID] = Counter()
        for one in said:
            flags = _unique(flag for flag, piece in found if Decimal(piece.value) == one.value)
            alike = next(
                (
                    line
                    for line, (other, others) in enumerate(lines)
                    if _says_again(one, other, is_first=line == 0) and flags in ([], others)
                ),
                None,
            )
            if alike is None:
                lines.append((one, flags))
            else:
                again[lines[alike][0].figure_id] += 1
        standing = said[0]
        for one, flags in lines:
            standing_of: Standing = "earlier"
            if one is standing:
                standing_of = "latest"
            elif one.agrees_with(standing):
                standing_of = "same"
            yield Row(series, one, standing_of, flags, 1 + again[one.figure_id])
        # The number of a copy that its release does not stand by is nowhere else.
        values = {one.value for one in said}
        others = {Decimal(piece.value): piece for _, piece in reversed(found)}
        for value, piece in others.items():
            if value not in values:
                flags = _unique(flag for flag, other in found if Decimal(other.value) == value)
                yield Row(series, standing, "copy", flags, 1, piece)


def _says_again(one: Told, other: Told, *, is_first: bool) -> bool:
    return one.value == other.value or (is_first and one.agrees_with(other))


def _unique(flags: Iterable[ShownFlag]) -> list[ShownFlag]:
    return list({flag.flag_id: flag for flag in flags}.values())


def _marks(rows: Sequence[Row]) -> list[Mark]:
    """Marks for all that differs and has a day to stand at."""
    # Only what was said otherwise is joined with what stands.
    stands: dict[_Slot, float | None] = {}
    if any(row.standing in ("earlier", "copy") for row in rows):
        stands = {
            _slot(row.told): _drawn(row.told.value) for row in rows if row.standing == "latest"
        }
    marks: list[Mark] = []
    for number, row in enumerate(rows):
        told = row.told
        if told.period_end is None or row.standing == "same":
            continue
        is_plan = row.series.kind_class in _PLANS
        earlier = row.standing in ("earlier", "copy")
        value = _drawn(row.value)
        if value is None:
            continue
        marks.append(
            Mark(
                name=number,
                kind="earlier" if earlier else (row.series.kind_class if is_plan else "value"),  # type: ignore[arg-type]
                day=told.period_end,
                value=value,
                low=None if earlier else _end(told.low, told.value),
                high=None if earlier else _end(told.high, told.value),
                line=None if earlier else f"{row.series.series_id} {_length(told)}",
                stands_at=stands.get(_slot(told)) if earlier else None,
                is_flagged=bool(row.flags),
            )
        )
        corrected = _drawn(told.corrected) if told.corrected is not None else None
        if corrected is not None and row.standing == "latest":
            name = len(rows) + number
            marks.append(Mark(name=name, kind="corrected", day=told.period_end, value=corrected))
    return marks[:MARKS_DRAWN]


def _drawn(number: Decimal) -> float | None:
    return float(number) if abs(number) <= _MOST_DRAWN else None


def _end(end: Decimal, value: Decimal) -> float | None:
    return _drawn(end) if end.is_finite() and end != value else None


def _length(told: Told) -> str:
    """Months of a period: a year and one of its months are joined by no line."""
    if told.period_start is None or told.period_end is None:
        return "open"
    days = (told.period_end - told.period_start).days + 1
    return "instant" if days == 1 else str(round(days / 30.4))


@dataclass(slots=True)
class RowText:
    """A line of a table in a language."""

    period: str
    amount: str
    kind: str
    precision: str
    before: str
    printed: str
    after: str
    outlet: str
    day: date | str
    url: str
    standing: Standing
    announcements: int
    is_base: bool
    flags: Sequence[ShownFlag]
    corrected: str
    digest: str


@dataclass(slots=True)
class RowMarkup:
    """What a line of a table tells that stands in a page: a chart tells it too."""

    period: str
    amount: str
    outlet: str
    day: str

    @classmethod
    def of(cls, markup: str) -> RowMarkup:
        """It from the markup of the line, which `chart.html` made.

        What strangers wrote is escaped in it: no text of theirs looks like markup.
        """
        period = markup.index('scope="row">') + len('scope="row">')
        period_ends = markup.index("</th>", period)
        amount = markup.index("<bdi>", markup.index('<span class="amount">', period_ends))
        amount += len("<bdi>")
        outlet_ends = markup.rindex("</bdi> <time>")
        outlet = markup.rindex("<bdi>", 0, outlet_ends) + len("<bdi>")
        day = outlet_ends + len("</bdi> <time>")
        return cls(
            unescape(markup[period:period_ends]),
            unescape(markup[amount : markup.index("</bdi>", amount)]),
            unescape(markup[outlet:outlet_ends]),
            unescape(markup[day : markup.index("</time>", day)]),
        )


@dataclass(frozen=True, slots=True)
class ChartText:
    """A chart and its table in a language.

    Of ``rows`` a text is the markup of all lines in a row that stand in the page as it is.
    """

    identifier: str
    heading: str
    svg: str
    legend: Sequence[str]
    rows: Sequence[RowText | str]
    rows_shown: int
    rows_in_all: int
    undated: int

    @property
    def is_row(self) -> bool:
        """Whether it is one value without a chart: then it is a row of a table of such."""
        return not self.svg and self.rows_in_all == 1


def chart_text(
    group: Charted,
    page: Measured,
    wordings: Mapping[UUID, Wording],
    standing: Mapping[str, str],
    say: Speech,
) -> ChartText:
    """A chart, which is drawn, and its table in the words of a language.

    Args:
        group: The chart.
        page: Its page.
        wordings: The words of the figures of all rows that do not stand in the page yet.
        standing: Markup of the rows that do, by what they were made of.
        say: The language.
    """
    # Another chart before it on the page changes nothing of it.
    identifier = f"c-{group.first.series_id.hex[:12]}"
    label = plain(page.label_en if say.language == "en" else page.label_ko, 80)
    texts = [
        standing.get(digest) or _row_text(row, wordings[row.told.figure_id], digest, say)
        for row, digest in zip(group.rows, group.rows_of, strict=True)
    ]
    shown = [number for number, row in enumerate(group.rows) if number < ROWS_SHOWN or row.flags]
    heading = series_name(group, label, say)
    svg = ""
    if group.drawing is not None:
        svg = group.drawing.spoken(
            identifier=identifier,
            title=say("measure.chart_title", measure=label, series=heading),
            description=_described(group, texts, say),
            titles=_titles(group, group.drawing.names, texts, say),
            amounts=lambda numbers: axis_amounts(numbers, say.language),
            digest=group.drawn_of,
        )
    return ChartText(
        identifier=identifier,
        heading=heading,
        svg=svg,
        legend=group.legend if svg else (),
        rows=_runs(texts[number] for number in shown),
        rows_shown=len(shown),
        rows_in_all=len(group.rows),
        undated=sum(group.rows[number].told.period_end is None for number in shown),
    )


def _runs(texts: Iterable[RowText | str]) -> list[RowText | str]:
    """Lines with those in a row that stand in the page put together."""
    runs: list[RowText | str] = []
    standing: list[str] = []
    for text in texts:
        if isinstance(text, str):
            standing.append(text)
            continue
        if standing:
            runs.append("\n".join(standing))
            standing.clear()
        runs.append(text)
    if standing:
        runs.append("\n".join(standing))
    return runs


def series_name(group: Charted, label: str, say: Speech) -> str:
    """What tells the series of a chart from those of others on its page."""
    first = group.first
    family = "amount" if first.kind_class in _PLANS and len(group.series) > 1 else first.kind_class
    parts = [
        say.known("family", family) or "",
        first.scope_words.get(say.language) or "",
        first.basis_words.get(say.language) or "",
        say.known("speaker", first.speaker) or "",
    ]
    name = " · ".join(plain(part, 80) for part in parts if part) or label
    return name[0].upper() + name[1:]


def _legend(marks: Sequence[Mark]) -> list[str]:
    kinds = {mark.kind for mark in marks}
    found: list[str] = [
        name for name in ("value", "target", "forecast", "earlier", "corrected") if name in kinds
    ]
    if whiskers(marks):
        found.append("whisker")
    if any(mark.is_flagged for mark in marks):
        found.append("flagged")
    return found


def _described(group: Charted, texts: Sequence[RowText | str], say: Speech) -> str:
    rows = group.rows
    dated = [number for number, row in enumerate(rows) if row.told.period_end is not None]
    standing = [number for number in dated if rows[number].standing == "latest"]
    reached = [number for number in standing if rows[number].series.kind_class not in _PLANS]
    planned = len(standing) - len(reached)
    restated = len({_slot(rows[one].told) for one in dated if rows[one].standing == "earlier"})
    flagged = sum(mark.is_flagged for mark in group.marks)
    more = ""
    if restated:
        more += say("measure.described_restated", count=restated)
    if planned:
        more += say("measure.described_planned", count=planned)
    if flagged:
        more += say("measure.described_flagged", count=flagged)
    return say(
        "measure.chart_described",
        points=len(standing),
        first=_told_in(texts[dated[-1]]).period,
        last=_told_in(texts[dated[0]]).period,
        latest=_told_in(texts[(reached or standing)[0]]).amount,
        more=more,
    )


def _told_in(text: RowText | str) -> RowText | RowMarkup:
    return RowMarkup.of(text) if isinstance(text, str) else text


def _titles(
    group: Charted, names: Iterable[int], texts: Sequence[RowText | str], say: Speech
) -> dict[int, str]:
    """What the marks say that are drawn, by their names: a row's, or that of its correction."""
    titles: dict[int, str] = {}
    point, point_corrected = say("measure.point"), say("measure.point_corrected")
    for name in names:
        number = name % len(texts)
        text = _told_in(texts[number])
        corrected = group.rows[number].told.corrected_amount
        if name == number:
            titles[name] = point.format(
                period=text.period, amount=text.amount, outlet=text.outlet, day=text.day
            )
        elif corrected:
            titles[name] = point_corrected.format(
                period=text.period, amount=corrected[say.language]
            )
    return titles


def _row_text(row: Row, wording: Wording, digest: str, say: Speech) -> RowText:
    told, piece, language = row.told, row.piece, say.language
    kind = row.series.kind_class
    if piece is not None:
        before, printed, after = quoted(piece.quote, piece.printed or "")
        amount = piece.amount[language] if piece.amount else piece.value
        outlet, url = piece.outlet, piece.url
        day: date | str = (piece.published_at or say("table.unstated"))[:10]
        precision = ""
    else:
        before, printed, after = quoted(wording.sentence, wording.quote)
        amount = wording.amount[language]
        if wording.amount_high:
            amount = say("measure.between", low=amount, high=wording.amount_high[language])
        outlet, url, day = wording.outlet, wording.url, wording.said_on
        precision = _precision(told, wording, say)
    return RowText(
        period=wording.period[language],
        amount=plain(amount, 80),
        kind=(say.known("family", kind) or "") if kind in _PLANS else "",
        precision=precision,
        before=before,
        printed=printed,
        after=after,
        outlet=plain(outlet, 60),
        day=day,
        url=url,
        standing=row.standing,
        announcements=row.announcements,
        is_base=told.role == "base" and piece is None,
        flags=row.flags,
        corrected=plain(told.corrected_amount[language], 80)
        if told.corrected_amount and row.standing == "latest"
        else "",
        digest=digest,
    )


def _precision(told: Told, wording: Wording, say: Speech) -> str:
    low, high = wording.amount_low_end, wording.amount_high_end
    language = say.language
    if wording.amount_high:
        return ""
    if wording.amount_apart:
        return f"± {wording.amount_apart[language]}"
    if low and high:
        return say("measure.between", low=low[language], high=high[language])
    if low or not told.low.is_finite():
        return (
            say("measure.upto", high=wording.amount[language])
            if not low
            else say("measure.between", low=low[language], high=wording.amount[language])
        )
    if high or not told.high.is_finite():
        return (
            say("measure.from", low=wording.amount[language])
            if not high
            else say("measure.between", low=wording.amount[language], high=high[language])
        )
    return say("measure.exact")
