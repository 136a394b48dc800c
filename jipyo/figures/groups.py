"""Numbers that belong together: ranges, lists that share a unit, and cells of tables."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from jipyo.figures.lexicon import UnitSort
from jipyo.figures.marks import Candidate
from jipyo.figures.numerals import scaled_like
from jipyo.figures.structure import Block
from jipyo.figures.units import read_unit

_RANGE = re.compile(r"\s?(?:~|-|내지)\s?")
_LIST = re.compile(r"\s?[·,/]\s?|\s?→\s?|에서 ")
_UNIT_OF_TABLE = re.compile(
    r"(?P<scale>[십백천만억조]*)\s?(?P<unit>[^,·/;\s]+(?:\s(?:원|달러|명))?)"
)
_INHERITED = frozenset(("date", "ordinal", "age_band", "duration", "label"))
_SCALE = {"십": 10, "백": 100, "천": 1000, "만": 10**4, "억": 10**8, "조": 10**12}


def join(text: str, candidates: list[Candidate]) -> list[Candidate]:
    """Merge ranges into one figure and let the numbers of a list share the unit at its end.

    In `20~30억`, `200억~300억원` both ends share unit and, where the first end has none of its own,
    the scale. In `13·15%` the first number gets the unit of the second. A number without a unit
    before a date, an age or a label is the same thing as its partner.
    """
    joined: list[Candidate] = []
    for candidate in reversed(candidates):
        following = joined[-1] if joined else None
        if following is not None:
            between = text[candidate.end : following.start]
            if len(between) <= 4:
                if _RANGE.fullmatch(between) and _range(candidate, following):
                    joined[-1] = candidate
                    continue
                if _LIST.fullmatch(between):
                    _share(candidate, following, between)
        joined.append(candidate)
    joined.reverse()
    return joined


def _open(candidate: Candidate) -> bool:
    """Tell whether a number has no unit of its own."""
    if candidate.disposition == "figure":
        return candidate.bare
    return candidate.disposition in ("unknown", "name", "label") and (
        candidate.end == candidate.numeral.end
    )


def _range(low: Candidate, high: Candidate) -> bool:
    if high.disposition != "figure":
        if _open(low):
            low.disposition = high.disposition
        return False
    if high.high is not None or high.sign:
        return False
    first = low.numeral
    if _open(low) and not (low.disposition == "figure" and first.scale > high.numeral.scale > 1):
        first = scaled_like(first, high.numeral)
    elif low.disposition != "figure" or low.unit != high.unit:
        return False
    if first.value >= high.value:
        return False
    low.numeral = first
    low.value = first.value
    low.high = high.numeral
    low.end = high.end
    low.disposition = "figure"
    low.unit, low.counter, low.sort = high.unit, high.counter, high.sort
    low.over = low.over or high.over
    low.bare = False
    return True


def _share(first: Candidate, second: Candidate, between: str) -> None:
    if not _open(first):
        return
    if second.disposition == "figure":
        if second.bare or (first.disposition == "figure" and first.sort == "money"):
            return
        plain = first.numeral.plain
        if "," in between and (first.numeral.scaled or " " not in between):
            return
        if not plain and first.disposition != "figure" and second.sort != "percent":
            return
        first.disposition = "figure"
        first.unit, first.counter, first.sort = second.unit, second.counter, second.sort
        first.value = first.numeral.value
        first.bare = False
    elif first.disposition != "figure" and second.disposition in _INHERITED:
        first.disposition = second.disposition


def fill_table(text: str, block: Block, header: list[str], cells: list[Candidate]) -> None:
    """Make figures of the bare numbers of a table row under a header `(단위: 억 원)`.

    A row whose unit line names several units gives percent to the columns that are headed by a
    rate and the first unit to the others.
    """
    if block.unit is None:
        return
    units = list(_UNIT_OF_TABLE.finditer(block.unit))
    if not units:
        return
    column = 0
    for cell in cells:
        if cell.disposition == "date" and cell.numeral.start == block.start:
            continue
        if cell.disposition not in ("unknown", "label", "name", "date", "contact"):
            column += cell.disposition == "figure"
            continue
        if cell.disposition == "date" and text[cell.end - 1 : cell.end] in "년월일":
            continue
        if cell.end != cell.numeral.end and cell.disposition != "date":
            continue
        chosen = units[0]
        heading = header[column] if column < len(header) else ""
        rates = [unit for unit in units if unit["unit"].startswith("%")]
        if rates and (re.search(r"율|률|비중|%|증감|비율", heading) and len(units) > 1):
            chosen = rates[0]
        column += 1
        factor = Decimal(1)
        for sign in chosen["scale"]:
            factor *= _SCALE[sign]
        unit = read_unit(chosen["unit"] + " ", 0)
        if unit is None:
            continue
        sort: UnitSort = unit.sort
        if sort == "label":
            continue
        cell.disposition = "figure"
        cell.end = cell.numeral.end
        cell.unit, cell.counter, cell.sort = unit.unit, unit.counter, sort
        if sort == "count":
            cell.counter = unit.word
        cell.value = cell.numeral.value * factor
        cell.numeral = replace(
            cell.numeral,
            value=cell.numeral.value * factor,
            place=cell.numeral.place * factor,
        )
