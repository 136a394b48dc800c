"""Parts of a total: what adds up to a figure told before is of the time of that figure.

2022년까지 268호를 더 짓는다. ... 유형별로는 도전숙 112호, 안심주택 84호, 신혼부부형 72호다.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from jipyo.figures.model import Figure

_INHERITED = frozenset(("section", "document", "publication"))
_SAID = frozenset(("clause", "sentence"))
_ADDED = frozenset(("level", "flow", "cumulative", "target", "capacity"))
_SHARES = frozenset(("%", "%p", "times", "rank"))
_FEWEST = 2
_MOST = 12
"""So many parts are added; longer lists are tables of their own."""
_REACH = 14
"""A total stands so many figures before its parts at most."""


def of_their_total(figures: list[Figure]) -> list[Figure]:
    """Give parts that say nothing of time the period of the total that they add up to.

    Args:
        figures: All figures of a text, in text order.

    Returns:
        The same figures; parts of one sentence dated by the last earlier figure of their unit that
        equals their sum and says its time itself.
    """
    found = figures
    begin = 0
    for end in range(1, len(figures) + 1):
        if end < len(figures) and figures[end].sentence == figures[begin].sentence:
            continue
        # All parts must inherit their time: that of the last one tells most sentences apart.
        if end - begin >= _FEWEST and figures[end - 1].period.rung in _INHERITED:
            found = _dated(found, figures, begin, end)
        begin = end
    return found


def _dated(found: list[Figure], figures: Sequence[Figure], begin: int, end: int) -> list[Figure]:
    units: dict[str, list[int]] = {}
    for place in range(begin, end):
        figure = figures[place]
        if figure.kind in _ADDED and figure.role == "report" and figure.unit not in _SHARES:
            units.setdefault(figure.unit, []).append(place)
    for unit, places in units.items():
        if not _FEWEST <= len(places) <= _MOST:
            continue
        if any([figures[place].period.rung not in _INHERITED for place in places]):
            continue
        total = sum([figures[place].value or Decimal(0) for place in places], Decimal(0))
        for earlier in range(begin - 1, max(begin - 1 - _REACH, -1), -1):
            whole = figures[earlier]
            if whole.unit == unit and whole.value == total and whole.role != "base":
                if whole.period.rung in _SAID:
                    found = list(found)
                    for place in places:
                        found[place] = found[place]._replace(period=whole.period)
                break
    return found
