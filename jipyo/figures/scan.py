"""The scan: every number of a text once, each with what it is.

A text is scanned line by line. What the numbers of a line are depends on nothing else, so it is
kept: announcements are copied from outlet to outlet, and most lines of a night come again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from jipyo.figures.groups import agree, counted_senses, is_ambiguous, join
from jipyo.figures.marks import Candidate, contacts, judge
from jipyo.figures.model import Disposition
from jipyo.figures.numerals import Numeral, read_digits, words
from jipyo.figures.structure import Block
from jipyo.figures.tables import cells, fill_table

_DIGIT = re.compile(r"\d")
_LEFT, _RIGHT, _NUMERAL = 40, 72, 30
"""Reach of a window to either side of a number's first digit, and the longest numeral in it."""
KEPT_LINE = 1200
"""Longer lines are scanned anew each time, in windows, so that work stays linear in length."""


class Line(NamedTuple):
    """A line of the text with its numbers, in text order, their places counted from its beginning.

    ``kept`` says that the numbers are what they are by the line alone: neither the header of a
    table nor the rest of the text told more of them.
    """

    block: Block
    text: str
    numbers: Sequence[Candidate]
    kept: bool


def scan(text: str, blocks: list[Block]) -> list[Line]:
    """Find every number of a levelled text and decide what it is."""
    lines: list[Line] = []
    header: list[str] = []
    doubtful: list[int] = []
    for block in blocks:
        line = text[block.start : block.end]
        numbers, ambiguous = _numbers(line) if len(line) <= KEPT_LINE else _scan_line(line)
        if ambiguous:
            doubtful.append(len(lines))
        if block.place == "table_row":
            row = [number.moved(0) for number in numbers]
            if any([_is_cell(line, number) for number in row]):
                fill_table(line, block.unit, header, row)
                lines.append(Line(block, line, join(line, row), False))
                continue
            header = cells(line)
        lines.append(Line(block, line, numbers, True))
    if doubtful:
        _agree(lines, doubtful)
    return lines


def _is_cell(line: str, number: Candidate) -> bool:
    """Tell whether a number makes its line a row with values rather than a head of columns."""
    if number.disposition in ("unknown", "figure"):
        return True
    # 마산 48: what looks like an address (산 48) is a value at the end of a row.
    alone = line[number.start - 1 : number.start].isspace() and number.end == number.number_end
    return number.disposition == "name" and alone and not line[number.end :].strip()


def numbers_of(line: str) -> Sequence[Candidate]:
    """Give the numbers of a line of a levelled text, judged by the line alone."""
    return _numbers(line)[0]


def _agree(lines: list[Line], doubtful: list[int]) -> None:
    """Let ambiguous counters mean one thing throughout the text; ``doubtful`` lines have some."""
    senses = counted_senses((lines[place].text, lines[place].numbers) for place in doubtful)
    if not senses:
        return
    for place in doubtful:
        line = lines[place]
        numbers = agree(line.text, line.numbers, senses)
        if numbers is not line.numbers:
            lines[place] = Line(line.block, line.text, numbers, False)


def _scan_line(line: str) -> tuple[tuple[Candidate, ...], bool]:
    """Give the numbers of a line, and whether any of them bears an ambiguous counter."""
    found = join(line, _judged(line))
    return tuple(found), any([is_ambiguous(line, candidate) for candidate in found])


def _judged(line: str) -> list[Candidate]:
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
            return candidates
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
    if len(line) <= KEPT_LINE:
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
