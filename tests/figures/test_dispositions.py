"""Every digit has exactly one disposition, on any text, and what is no figure is named."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jipyo.figures import Reading, read

pytestmark = pytest.mark.quick

_PIECES = [
    "3", "12", "2024", "20", "100", "1,234", "0.5", "3.85", "60", "7", "119", "0000", "1,8",
    "제", "약", "총", "만", "억", "조", "천", "백", "십", "여", "원", "달러", "불", "%", "%p",
    "명", "개", "개사", "곳", "대", "호", "회", "기", "년", "월", "일", "분기", "시", "분",
    "세", "층", "위", "배", "대1", "분의", "~", "-", "·", ",", ".", "(", ")", "△", "▲", "+",
    "'", "→", "↑", "에서", "로", "보다", "까지", "당", "증가", "감소", "늘었다.", "했다.\n",
    "\n\n", "지난해", "올해", "민선", "코로나", "PM", "K-", "http://", "www.", "@", "☎", "두",
    "세", "열두", "삼백", "절반", "(단위:", "억원)\n", "|", "\t", "①", "", "３", "％", "億",
    "사업", "목표", "이후", "3년간", "밝혔다", "저작권", "기자", "▶", "□", "○", "경쟁률",
    "누적", "٣",
]  # fmt: skip


def conserved(text: str, reading: Reading) -> None:
    position = 0
    for mark in reading.marks:
        assert mark.start >= position, "marks overlap or are out of order"
        assert mark.end > mark.start
        assert mark.text == text[mark.start : mark.end]
        assert not any(sign.isdecimal() for sign in text[position : mark.start]), "a lost digit"
        position = mark.end
    assert not any(sign.isdecimal() for sign in text[position:]), "a lost digit at the end"
    spans = {(mark.start, mark.end) for mark in reading.marks if mark.disposition == "figure"}
    assert [(f.start, f.end) for f in reading.figures] == sorted(spans)
    for figure in reading.figures:
        assert figure.text == text[figure.start : figure.end]
        assert figure.sentence[0] <= figure.start
        assert figure.unit
        assert figure.value is not None
        if figure.low is not None:
            assert figure.low <= figure.value
        if figure.low is not None and figure.high is not None:
            assert figure.low <= figure.high


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join))
def test_number_soup_is_conserved(text: str) -> None:
    conserved(text, read(text, date(2025, 3, 1)))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=40).map(" ".join))
def test_spaced_number_soup_is_conserved(text: str) -> None:
    conserved(text, read(text))


@settings(max_examples=150, deadline=None)
@given(st.text())
def test_any_text_is_conserved(text: str) -> None:
    conserved(text, read(text, date(2024, 2, 29)))
