"""The periods of texts that were written after the rules: how many of them are right."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from pathlib import Path

import pytest

from jipyo.figures import Figure, read

pytestmark = pytest.mark.quick
_MARK = re.compile(r"\{\{([^|{}]+)\|([^{}]*)\}\}")
_SOURCE = (Path(__file__).parent / "dated.txt").read_text("utf-8")
_CASES = [
    case.strip("\n")
    for case in "\n".join(line for line in _SOURCE.split("\n") if not line.startswith("#")).split(
        "\n====\n"
    )
]
_FLOOR = 0.9
"""Share of the periods that are right; what is wrong is left in the texts as it is."""
_BY_THEIR_END = ("target", "forecast", "cumulative")


def _parsed(case: str) -> tuple[date, str, list[tuple[int, int, str, str]]]:
    head, body = case.split("\n", 1)
    text, position = "", 0
    wanted: list[tuple[int, int, str, str]] = []
    for mark in _MARK.finditer(body):
        text += body[position : mark.start()]
        wanted.append((len(text), len(text) + len(mark[1]), mark[1], mark[2]))
        text += mark[1]
        position = mark.end()
    return date.fromisoformat(head), text + body[position:], wanted


def _day(text: str, *, last: bool) -> date:
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        parts.append(12 if last else 1)
    if len(parts) == 2:
        parts.append(monthrange(parts[0], parts[1])[1] if last else 1)
    return date(*parts)


def _right(figure: Figure, period: str) -> bool:
    first, _, last = period.rpartition("..")
    if figure.period.end != _day(last, last=True):
        return False
    if not first and ".." in period:
        return True
    start = _day(first or last, last=False)
    if figure.kind in _BY_THEIR_END or figure.period.start == start:
        return True
    mine, end = figure.period.start, figure.period.end
    if figure.kind != "level" or mine is None or end is None:
        return False
    return (mine.year, mine.month) == (end.year, end.month)


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case.split("\n")[1][:24])
def test_every_marked_figure_is_read(case: str) -> None:
    published, text, wanted = _parsed(case)
    figures = read(text, published).figures
    for start, end, span, _ in wanted:
        assert any(one.start < end and start < one.end for one in figures), span


def test_most_periods_are_right() -> None:
    judged = 0
    wrong: list[str] = []
    for case in _CASES:
        published, text, wanted = _parsed(case)
        figures = read(text, published).figures
        for start, end, span, period in wanted:
            figure = next((one for one in figures if one.start < end and start < one.end), None)
            if figure is None or not period:
                continue
            judged += 1
            if not _right(figure, period):
                wrong.append(f"{published} {span}: {period}, read {figure.period}")
    assert judged > 350
    assert 1 - len(wrong) / judged >= _FLOOR, "\n".join(wrong)
