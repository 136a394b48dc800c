"""A chart of the series of one measure, drawn with Vega into an SVG that stands inside its page.

The library (vl-convert, BSD-3-Clause, which carries Vega) lays out scales and marks; no script of
it comes into the page. What it draws is the same in every language: the titles of its marks are put
in afterwards, and colours are left to the style sheet of the site, so that dark mode and print have
theirs. The axes are ours: their numbers are words of a language, and Vega would measure each label
in a font that the page does not use, which takes longer than all the rest.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from html import escape
from typing import Any, Literal

import vl_convert

MarkKind = Literal["value", "target", "forecast", "earlier", "corrected"]
"""What a mark stands for: a value as it stands, a target, a forecast, what was said before for the
same period, what a person found to be right."""

WIDTH, HEIGHT = 480, 250
"""Size of a drawing in its own units; the page scales it to the room that there is."""

_LEFT, _RIGHT, _TOP, _BOTTOM = 76, 18, 14, 30
_INNER_WIDTH, _INNER_HEIGHT = WIDTH - _LEFT - _RIGHT, HEIGHT - _TOP - _BOTTOM
_FROM, _TO = 14, _INNER_WIDTH - 10
_MOST_STEPS = 6
_LEAST_REACH, _MOST_REACH = 1e-300, 1e300
_LEAST_SEEN = 0.04
_SHAPES: Mapping[MarkKind, tuple[str, int]] = {
    "value": ("circle", 44),
    "target": ("diamond", 80),
    "forecast": ("triangle-up", 70),
    "earlier": ("circle", 40),
    "corrected": ("cross", 70),
}


@dataclass(slots=True)
class Mark:
    """One mark of a chart.

    ``name`` finds its title again. ``day`` is the end of its period. ``low`` and ``high`` are the
    ends of the stated interval, ``None`` where they are open or say no more than the value.
    ``line`` groups marks that are joined; ``None`` joins it with none. ``stands_at`` is, for what
    was said before, the value that stands now.
    """

    name: int
    kind: MarkKind
    day: date
    value: float
    low: float | None = None
    high: float | None = None
    line: str | None = None
    stands_at: float | None = None
    is_flagged: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn chart before it is put in the words of a language.

    ``parts`` are its markup, cut where the titles of its marks come, and ``names`` the marks that
    stand there. ``months`` has the labels below it, each with its place from the left; ``numbers``
    the amounts beside it, each with its place from the top.
    """

    parts: Sequence[str]
    names: Sequence[int]
    months: Sequence[tuple[float, str]]
    numbers: Sequence[tuple[float, float]]

    def spoken(
        self,
        *,
        identifier: str,
        title: str,
        description: str,
        titles: Mapping[int, str],
        amounts: Callable[[Sequence[float]], Sequence[str]],
        digest: str = "",
    ) -> str:
        """The SVG in a language.

        Args:
            identifier: Begins the ids in it; its own in the page.
            title: What the chart shows.
            description: The same in a sentence, for those who do not see it.
            titles: For each mark, by its name, what it says when pointed at.
            amounts: Makes words of the numbers of the axis, all at once.
            digest: What the drawing was made of; by it :func:`drawings_in` finds it in a page.
        """
        pieces = [self.parts[0]]
        for name, part in zip(self.names, self.parts[1:], strict=True):
            pieces += (_TITLE, escape(titles[name]), _TITLE_ENDS, part)
        svg = "".join(pieces)
        at = [(_short(across), month) for across, month in self.months]
        words = amounts([number for _, number in self.numbers])
        beside = [(down, escape(word)) for (down, _), word in zip(self.numbers, words, strict=True)]
        grid = "".join(f"M0,{_short(down)}H{_INNER_WIDTH}" for down, _ in beside)
        ticks = "".join(f"M{across},{_INNER_HEIGHT}v5" for across, _ in at)
        labels = "".join(
            f'<text x="{across}" y="{_INNER_HEIGHT + 16}" text-anchor="middle">{month}</text>'
            for across, month in at
        ) + "".join(
            f'<text x="-7" y="{_short(down + 3.5)}" text-anchor="end">{word}</text>'
            for down, word in beside
        )
        return (
            f'<svg class="chart" role="img" aria-labelledby="{identifier}-t {identifier}-d" '
            f'viewBox="0 0 {WIDTH} {HEIGHT}" data-drawn="{digest}">'
            f'<title id="{identifier}-t">{escape(title)}</title>'
            f'<desc id="{identifier}-d">{escape(description)}</desc>'
            f'<g transform="translate({_LEFT},{_TOP})"><path class="grid" d="{grid}"/>'
            f'<path d="{ticks}"/>{labels}</g>{svg}</svg>'
        )


def draw(charts: Sequence[Sequence[Mark]]) -> list[Drawing]:
    """Draw the marks of some charts over time; each has at least one.

    All are drawn as one, side by side in a group each: to begin a drawing takes Vega longer than
    to draw a chart.
    """
    axes = [_Axes.of(marks) for marks in charts]
    groups = [
        {"type": "group", "name": f"{_CHART}-{number}", **_layers(marks, own)}
        for number, (marks, own) in enumerate(zip(charts, axes, strict=True))
    ]
    # As text: the library takes longer over a dictionary.
    svg = vl_convert.vega_to_svg(json.dumps(_specification(groups)))
    drawings: list[Drawing] = []
    for part, own in zip(_parts(svg, len(charts)), axes, strict=True):
        # In turn what stands between marks, and the name of one.
        cut = _NAMED.split(_light(part))
        names = [int(name) for name in cut[1::2]]
        drawings.append(Drawing(cut[::2], names, own.months(), own.numbers()))
    return drawings


def looks(marks: Sequence[Mark]) -> Sequence[tuple[object, ...]]:
    """All of the marks that a drawing shows: two charts of equal looks have one drawing."""
    return [
        (one.kind, one.day, one.value, one.low, one.high, one.line, one.stands_at, one.is_flagged)
        for one in marks
    ]


def drawings_in(page: str) -> Mapping[str, str]:
    """The drawings of a page as it stands, with the titles of then, by what they were made of."""
    found: dict[str, str] = {}
    after = 0
    while (begin := page.find(_DRAWN, after)) >= 0:
        begin += len(_DRAWN)
        # Behind what describes it and behind its axes.
        axes = page.find("</desc><g ", begin)
        layers = page.find("</g>", axes) + len("</g>")
        end = page.find("</svg>", layers)
        if not begin < axes < layers < end:
            break
        found[page[begin : page.index('"', begin)]] = page[layers:end]
        after = end
    return found


def redrawn(marks: Sequence[Mark], before: str) -> Drawing | None:
    """The drawing of marks that look as those of an earlier one; ``None`` where it is another."""
    names = [mark.name for kind in _SHAPES for mark in marks if mark.kind == kind]
    first, *titled = before.split(_TITLE)
    if len(titled) != len(names):
        return None
    parts = [first, *(part.partition(_TITLE_ENDS)[2] for part in titled)]
    axes = _Axes.of(marks)
    return Drawing(parts, names, axes.months(), axes.numbers())


def whiskers(marks: Sequence[Mark]) -> Sequence[Mark]:
    """Marks whose interval is long enough to be seen beside the mark itself."""
    floor, ceiling = _reach(marks)
    return [
        mark
        for mark in marks
        if (mark.high if mark.high is not None else mark.value)
        - (mark.low if mark.low is not None else mark.value)
        > (ceiling - floor) * _LEAST_SEEN
    ]


@dataclass(frozen=True, slots=True)
class _Axes:
    """What the axes reach over, and where they have a label."""

    first: int
    last: int
    by_year: bool
    moments: Sequence[int]
    floor: float
    ceiling: float
    amounts: Sequence[float]

    @classmethod
    def of(cls, marks: Sequence[Mark]) -> _Axes:
        first, last = min(mark.day for mark in marks), max(mark.day for mark in marks)
        by_year = (last - first).days > 2 * 366 or all(_ends_a_year(mark.day) for mark in marks)
        if first == last:
            first, last = first - timedelta(days=183), last + timedelta(days=183)
        floor, ceiling = _reach(marks)
        return cls(
            _moment(first),
            _moment(last),
            by_year,
            _ticks(first, last, by_year=by_year),
            floor,
            ceiling,
            _round_amounts(floor, ceiling),
        )

    def across(self, moment: int) -> float:
        """The place of a moment from the left."""
        return _FROM + (_TO - _FROM) * (moment - self.first) / (self.last - self.first)

    def down(self, amount: float) -> float:
        """The place of an amount from the top; the middle where no double holds the reach."""
        share = (self.ceiling - amount) / (self.ceiling - self.floor)
        return _INNER_HEIGHT * (share if math.isfinite(share) else 0.5)

    def months(self) -> Sequence[tuple[float, str]]:
        """The labels of time, each with its place from the left."""
        words = "%Y" if self.by_year else "%Y-%m"
        return [
            (self.across(moment), datetime.fromtimestamp(moment / 1000, UTC).strftime(words))
            for moment in self.moments
        ]

    def numbers(self) -> Sequence[tuple[float, float]]:
        """The labels of amounts, each with its place from the top."""
        return [(self.down(amount), amount) for amount in self.amounts]


_PLACED: Mapping[str, Any] = {"x": {"field": "x"}, "y": {"field": "y"}}


def _specification(groups: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {
        "$schema": "https://vega.github.io/schema/vega/v6.json",
        "width": _INNER_WIDTH,
        "height": _INNER_HEIGHT,
        "padding": {"left": _LEFT, "right": _RIGHT, "top": _TOP, "bottom": _BOTTOM},
        "autosize": "none",
        "marks": groups,
    }


def _layers(marks: Sequence[Mark], axes: _Axes) -> dict[str, Any]:
    """A chart for Vega. It is given places, not amounts: scales of its own would take longer."""
    floor, ceiling = axes.floor, axes.ceiling

    def place(day: date, amount: float, **more: Any) -> dict[str, Any]:  # noqa: ANN401
        return {"x": axes.across(_moment(day)), "y": axes.down(amount), **more}

    lines: dict[str, list[dict[str, Any]]] = {}
    for mark in sorted(marks, key=lambda one: one.day):
        if mark.line is not None:
            lines.setdefault(mark.line, []).append(place(mark.day, mark.value))
    joined = {name: points for name, points in lines.items() if len(points) > 1}
    planned = {mark.line for mark in marks if mark.kind in ("target", "forecast")}
    data = [
        {"name": f"line{number}", "values": points} for number, points in enumerate(joined.values())
    ]
    layers: list[dict[str, Any]] = [
        {
            "type": "line",
            # Vega wants each name once; the number goes when it has drawn.
            "name": f"{'plan' if name in planned else 'course'}-{number}",
            "aria": False,
            "from": {"data": f"line{number}"},
            "encode": {"enter": _PLACED},
        }
        for number, name in enumerate(joined)
    ]
    spread = [
        place(
            mark.day,
            max(floor, mark.low if mark.low is not None else mark.value),
            y2=axes.down(min(ceiling, mark.high if mark.high is not None else mark.value)),
        )
        for mark in whiskers(marks)
    ]
    moved = [
        place(mark.day, mark.value, y2=axes.down(mark.stands_at))
        for mark in marks
        if mark.stands_at is not None
    ]
    rings = [place(mark.day, mark.value) for mark in marks if mark.is_flagged]
    for name, values in (("whisker", spread), ("moved", moved)):
        if values:
            data.append({"name": f"{name} data", "values": values})
            layers.append(_layer("rule", name, {**_PLACED, "y2": {"field": "y2"}}))
    if rings:
        data.append({"name": "flagged data", "values": rings})
        layers.append(_layer("symbol", "flagged", {**_PLACED, "size": {"value": 240}}))
    for kind, (shape, size) in _SHAPES.items():
        values = [
            place(mark.day, mark.value, name=str(mark.name)) for mark in marks if mark.kind == kind
        ]
        if values:
            data.append({"name": f"{kind} data", "values": values})
            layers.append(
                {
                    "type": "symbol",
                    "name": kind,
                    "from": {"data": f"{kind} data"},
                    "encode": {
                        "enter": {
                            **_PLACED,
                            "shape": {"value": shape},
                            "size": {"value": size},
                            "description": {"field": "name"},
                        }
                    },
                }
            )
    return {"data": data, "marks": layers}


def _parts(svg: str, charts: int) -> list[str]:
    """The layers of each group of an SVG, as they stand in an SVG of their own."""
    parts = _GROUP.findall(svg)
    if len(parts) != charts:
        raise ValueError(f"Vega drew {len(parts)} of {charts} charts")
    return [f'<g transform="translate({_LEFT},{_TOP})">{layers}</g>' for layers in parts]


def _layer(kind: str, name: str, channels: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": kind,
        "name": name,
        "aria": False,
        "from": {"data": f"{name} data"},
        "encode": {"enter": channels},
    }


def _reach(marks: Sequence[Mark]) -> tuple[float, float]:
    """The least and the largest that is drawn, with a little room around.

    Where all marks have one value the room is a twentieth of it: in the reach of its last digit
    the labels would need as many digits as nobody printed.
    """
    values = {
        number for mark in marks for number in (mark.value, mark.stands_at) if number is not None
    }
    ends = {number for mark in marks for number in (mark.low, mark.high) if number is not None}
    least, most = min(values | ends), max(values | ends)
    room = (most - least) * 0.08
    if len(values) == 1:
        room = max(room, abs(most) * 0.05) or 1.0
    return least - room, most + room


def _ticks(first: date, last: date, *, by_year: bool) -> list[int]:
    """The years, or the months, that have a label: at most six, none twice."""
    if by_year:
        step = max(1, math.ceil((last.year - first.year + 1) / 6))
        # The end of a period is where its value stands.
        return [
            _moment(date(year, 12, 31))
            for year in range(last.year, first.year - 1, -step)
            if first <= date(year, 12, 31) <= last
        ]
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = max(1, math.ceil(months / 6))
    following = [last.year * 12 + last.month - number for number in range(0, months, step)]
    # The last day of a month is where its value stands.
    days = [date(month // 12, month % 12 + 1, 1) - timedelta(days=1) for month in following]
    return [_moment(day) for day in days if first <= day <= last] or [_moment(last)]


def _round_amounts(floor: float, ceiling: float) -> list[float]:
    """The round amounts that have a label: 1, 2 or 5 times a power of ten apart."""
    reach = ceiling - floor
    if not _LEAST_REACH < reach < _MOST_REACH:
        return []
    power = math.floor(math.log10(reach)) - 1
    step = next(
        step
        for exponent in (power, power + 1)
        for step in (10.0**exponent, 2 * 10.0**exponent, 5 * 10.0**exponent)
        if reach / step <= _MOST_STEPS
    )
    numbers = range(math.ceil(floor / step), math.floor(ceiling / step) + 1)
    # Of an amount that no double holds exactly, the one with the digits of its step.
    return [round(number * step, max(0, -math.floor(math.log10(step)))) for number in numbers]


def _ends_a_year(day: date) -> bool:
    return (day.month, day.day) == (12, 31)


def _moment(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)


_CHART = "chart"
_GROUP = re.compile(
    rf'<g class="mark-group role-scope {_CHART}-\d+"[^>]*><g transform="translate\(0,0\)">'
    r'<path class="background"[^>]*/><g>(.*?)</g><path class="foreground"[^>]*/></g></g>'
)
_STYLE = re.compile(
    r" (?:font-family|font-size|fill|stroke|stroke-width|stroke-miterlimit|opacity|pointer-events"
    r'|aria-hidden|role|aria-roledescription)="[^"]*"'
)
_NUMBERED = re.compile(r"(?<= role-mark )(course|plan)-\d+")
_LONG = re.compile(r"-?\d+\.\d{2,}")
_LABELLED = re.compile(r'<path aria-label="(\d+)"([^>]*)/>')
_NAMED = re.compile(r' aria-label="(\d+)"/>')
_TITLE, _TITLE_ENDS = "><title>", "</title></path>"
# Signs of strangers are escaped in a page: nothing of theirs reads so.
_DRAWN = ' data-drawn="'


def _light(svg: str) -> str:
    """Without what the style sheet says, and without digits that nobody sees."""
    svg = _NUMBERED.sub(r"\1", _STYLE.sub("", svg))
    svg = _LONG.sub(lambda match: _short(float(match[0])), svg)
    # Its name last, where the title of the mark comes.
    return _LABELLED.sub(r'<path\2 aria-label="\1"/>', svg)


def _short(place: float) -> str:
    return f"{place:.1f}".removesuffix(".0")
