"""The scan: every number of a text once, each with what it is.

A text is scanned line by line. What the numbers of a line are depends on nothing else, so it is kept:
announcements are copied from outlet to outlet, and most lines of a night come again.
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
_KEPT_LINE = 1200
"""Longer lines are scanned anew each time, in windows, so that work stays linear in their length."""


def scan(text: str, blocks: list[Block]) -> list[Candidate]:
    """Find every number of a levelled text and decide what it is."""
    candidates: list[Candidate] = []
    header: list[str] = []
    for block in blocks:
        start = block.start
        line = text[start : block.end]
        numbers = _numbers(line) if len(line) <= _KEPT_LINE else _scan_line(line)
        place = block.place
        if place == "table_row":
            row = [number.moved(start) for number in numbers]
            if any([number.disposition in ("unknown", "figure") for number in row]):
                fill_table(text, block, header, row)
            else:
                header = cells(line)
            candidates += row
        elif place == "furniture":
            for number in numbers:
                candidate = number.moved(start)
                if candidate.disposition != "contact":
                    candidate.disposition = "furniture"
                candidates.append(candidate)
        elif numbers:
            candidates += [number.moved(start) for number in numbers]
    agree(text, candidates)
    return join(text, candidates)


def _scan_line(line: str) -> tuple[Candidate, ...]:
    candidates: list[Candidate] = []
    spelled = words(line)
    reserved = contacts(line)
    search = _DIGIT.search
    floor = next_word = next_reserved = 0
    found = search(line)
    while True:
        start = found.start() if found else len(line)
        while next_word < len(spelled) and spelled[next_word].start < start:
            numeral = spelled[next_word]
            next_word += 1
            if numeral.start >= floor:
                candidate = judge(line, numeral, floor)
                if candidate.disposition == "figure":
                    candidates.append(candidate)
                    floor = candidate.end
        if floor > start:
            found = search(line, floor)
            continue
        if found is None:
            return tuple(candidates)
        while next_reserved < len(reserved) and reserved[next_reserved][1] <= start:
            next_reserved += 1
        if next_reserved < len(reserved) and reserved[next_reserved][0] <= start:
            begin, end = reserved[next_reserved]
            candidate = _whole(max(begin, floor), end, "contact")
        else:
            candidate = _at(line, start, floor)
        candidates.append(candidate)
        floor = candidate.end
        found = search(line, floor)


_numbers = lru_cache(maxsize=4096)(_scan_line)


def _at(line: str, start: int, floor: int) -> Candidate:
    if len(line) <= _KEPT_LINE:
        return judge(line, read_digits(line, start), floor)
    begin = max(floor - 1, start - _LEFT, 0)
    inner = max(floor - begin, 0)
    window = line[begin : start + _RIGHT]
    numeral = read_digits(window, start - begin)
    if numeral.end - numeral.start > _NUMERAL:
        # The window may have cut this numeral.
        numeral = read_digits(line[begin:], start - begin)
        window = line[begin : begin + numeral.end + _RIGHT]
    return judge(window, numeral, inner).moved(begin)


def _whole(start: int, end: int, disposition: Disposition) -> Candidate:
    numeral = Numeral(start, end, Decimal(0), Decimal(1))
    return Candidate(numeral, start, end, start, end, disposition)
