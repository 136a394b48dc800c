"""The scan: every number of a text once, each with what it is.

A number is judged in a window of the text around it. The judgement depends on nothing else, so it
is kept: announcements are copied from outlet to outlet, and most windows of a night come again.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from jipyo.figures.groups import agree, join
from jipyo.figures.marks import Candidate, contacts, judge
from jipyo.figures.model import Disposition
from jipyo.figures.numerals import Numeral, read_digits, words
from jipyo.figures.structure import Block
from jipyo.figures.tables import cells, fill_table

_DIGIT = re.compile(r"\d")
_LEFT, _RIGHT, _NUMERAL = 40, 72, 30
"""Reach of a window to either side of a number's first digit, and the longest numeral in it."""
_KEPT = 16384


def scan(text: str, blocks: list[Block]) -> list[Candidate]:
    """Find every number of a levelled text and decide what it is."""
    candidates: list[Candidate] = []
    spelled = words(text)
    reserved = contacts(text)
    floor = next_word = next_reserved = 0
    found = _DIGIT.search(text)
    while True:
        start = found.start() if found else len(text)
        while next_word < len(spelled) and spelled[next_word].start < start:
            numeral = spelled[next_word]
            next_word += 1
            if numeral.start < floor:
                continue
            candidate = judge(text, numeral, floor)
            if candidate.disposition == "figure":
                candidates.append(candidate)
                floor = candidate.end
        if floor > start:
            found = _DIGIT.search(text, floor)
            continue
        if found is None:
            break
        while next_reserved < len(reserved) and reserved[next_reserved][1] <= start:
            next_reserved += 1
        if next_reserved < len(reserved) and reserved[next_reserved][0] <= start:
            begin, end = reserved[next_reserved]
            candidate = _whole(max(begin, floor), end, "contact")
        else:
            candidate = _at(text, start, floor)
        candidates.append(candidate)
        floor = candidate.end
        found = _DIGIT.search(text, floor)
    _settle_blocks(text, blocks, candidates)
    agree(text, candidates)
    return join(text, candidates)


def _at(text: str, start: int, floor: int) -> Candidate:
    begin = max(floor - 1, start - _LEFT, 0)
    inner = max(floor - begin, 0)
    found = _judged(text[begin : start + _RIGHT], start - begin, inner)
    if found.number_end - found.number_start > _NUMERAL:
        # The window may have cut this numeral.
        numeral = read_digits(text[begin:], start - begin)
        found = judge(text[begin : begin + numeral.end + _RIGHT], numeral, inner)
    return found.moved(begin)


@lru_cache(maxsize=_KEPT)
def _judged(window: str, start: int, floor: int) -> Candidate:
    return judge(window, read_digits(window, start), floor)


def _whole(start: int, end: int, disposition: Disposition) -> Candidate:
    numeral = Numeral(start, end, Decimal(0), Decimal(1))
    return Candidate(numeral, start, end, start, end, disposition)


def _settle_blocks(text: str, blocks: list[Block], candidates: list[Candidate]) -> None:
    """Let furniture be furniture, and rows under a unit header be figures."""
    index = 0
    count = len(candidates)
    header: list[str] = []
    for block in blocks:
        first = index
        end = block.end
        while index < count and candidates[index].start < end:
            index += 1
        if block.place == "furniture":
            for candidate in candidates[first:index]:
                if candidate.disposition != "contact":
                    candidate.disposition = "furniture"
        elif block.place == "table_row":
            inside = candidates[first:index]
            if any(item.disposition in ("unknown", "figure") for item in inside):
                fill_table(text, block, header, inside)
            else:
                header = cells(text[block.start : block.end])
