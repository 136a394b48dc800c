"""Headlines: what a title leaves out of a figure, the body says of the same figure.

A title drops the time, the verb and often the noun (`수소차 487대`); the lead gives the same value
with all of them (`9월 말 기준 487대가 등록돼 있다`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from jipyo.figures.model import Figure, Period

_HEADLINES = frozenset(("title", "subtitle"))
_SAID = frozenset(("clause", "sentence"))
_TELLING = 10
"""Counts below this meet by chance; they are the same figure only where they count the same."""
_DIGITS = 3
_LONG_HEAD = 2
_AHEAD = frozenset(("target", "forecast"))
_BOUND = frozenset(("target", "forecast", "attainment", "rank", "change", "growth"))


def told_by_body(figures: list[Figure], guessed: Collection[int]) -> list[Figure]:
    """Give the figures of title and subtitle the period and the kind that the body states.

    Args:
        figures: All figures of a text, in text order.
        guessed: The starts of figures for whose kind nothing but the unit spoke.

    Returns:
        The same figures; those of the headlines completed where the body repeats them.
    """
    first = next((place for place, one in enumerate(figures) if not _heads(one)), len(figures))
    if not first:
        return figures
    body = figures[first:]
    return [_completed(one, body, one.start in guessed) for one in figures[:first]] + body


def _heads(figure: Figure) -> bool:
    return figure.stands_in in _HEADLINES


def _completed(figure: Figure, body: Sequence[Figure], guessed: bool) -> Figure:
    for other in body:
        if not _same(figure, other):
            continue
        if guessed and other.kind not in ("change", "growth"):
            figure = figure._replace(kind=other.kind)
        aimed = other.kind in ("target", "forecast") and figure.kind in ("level", "flow")
        if (
            figure.kind != other.kind
            and not aimed
            and (figure.kind in _BOUND or other.kind in _BOUND)
            and not (figure.value == other.value and _particular(other.value))
        ):
            return figure
        if other.period.rung != "none" and _finer(figure.period, other.period):
            figure = figure._replace(period=other.period)
        return figure
    return _by_its_measure(figure, body)


def _by_its_measure(figure: Figure, body: Sequence[Figure]) -> Figure:
    """Give a figure that the body does not repeat the time of the same measure there.

    미분양 도내 3위 ... 12월 말 미분양은 864호: the time of the first that the body tells.
    """
    if figure.period.rung in _SAID or figure.role == "base" or len(figure.head) < _LONG_HEAD:
        return figure
    for other in body:
        if other.head == figure.head and other.role != "base" and other.kind not in _AHEAD:
            if other.period.rung in _SAID and figure.kind not in _AHEAD:
                return figure._replace(period=other.period)
            return figure
    return figure


def _same(figure: Figure, other: Figure) -> bool:
    """Tell whether the body repeats a figure of the headline, which may be rounded."""
    if (
        figure.unit != other.unit
        or other.role == "base"
        or figure.role == "base"
        or figure.value is None
        or other.value is None
    ):
        return False
    if figure.value != other.value and not (
        figure.low is not None
        and figure.high is not None
        and figure.low < figure.high
        and figure.low <= other.value <= figure.high
    ):
        return False
    return _tells(figure.value) or (figure.head != "" and figure.head == other.head)


def _particular(value: Decimal | None) -> bool:
    """Tell whether a value has so many digits that another figure hardly has the same."""
    return value is not None and len(value.normalize().as_tuple().digits) >= _DIGITS


def _tells(value: Decimal) -> bool:
    """Tell whether a value is so particular that it hardly meets by chance."""
    return (
        abs(value) > 10 * _TELLING
        or value % 1 != 0
        or (abs(value) > _TELLING and value % _TELLING != 0)
    )


def _finer(own: Period, told: Period) -> bool:
    """Tell whether the body dates a figure better than its headline, which may name the year."""
    if own.rung not in _SAID:
        return True
    return (
        own.start is not None
        and own.end is not None
        and told.end is not None
        and own.start <= (told.start or told.end)
        and told.end <= own.end
    )
