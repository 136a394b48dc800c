"""Every digit has exactly one disposition, on any text, and what is no figure is named."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jipyo.figures import Reading, read

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


_TEXTS = [
    file.read_text("utf-8")
    for file in sorted((Path(__file__).parent / "announcements").glob("*.txt"))
]
_SIGNS = "0123456789,.%()~-·/△▲+→' \n\t|:조억만천백십여원명개년월일"


def generated(seed: int) -> tuple[str, date | None]:
    """Give a text and a day made from a seed.

    One of: pieces of figures run together or with blanks, an announcement with signs put in, taken
    out and doubled, or characters from all of Unicode.
    """
    chance = random.Random(seed)
    published = date(1995, 1, 1) + timedelta(chance.randrange(13_000)) if seed % 5 else None
    sort = chance.randrange(4)
    if sort == 0:
        return "".join(chance.choices(_PIECES, k=chance.randrange(40))), published
    if sort == 1:
        return " ".join(chance.choices(_PIECES, k=chance.randrange(40))), published
    if sort == 2:
        signs = list(chance.choice(_TEXTS)[: chance.randrange(50, 400)])
        for _ in range(chance.randrange(1, 30)):
            place = chance.randrange(len(signs))
            signs[place] = chance.choice((chance.choice(_SIGNS), "", signs[place] * 2))
        return "".join(signs), published
    points = (chance.randrange(0x110000) for _ in range(chance.randrange(60)))
    return "".join(chr(point) for point in points if not 0xD800 <= point < 0xE000), published


@pytest.mark.quick
def test_generated_texts_are_conserved() -> None:
    for seed in range(2_000):
        text, published = generated(seed)
        conserved(text, read(text, published))


@pytest.mark.prove
def test_a_hundred_thousand_generated_texts_are_conserved() -> None:
    for seed in range(100_000):
        text, published = generated(seed)
        conserved(text, read(text, published))


@pytest.mark.quick
@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join))
def test_number_soup_is_conserved(text: str) -> None:
    conserved(text, read(text, date(2025, 3, 1)))


@pytest.mark.quick
@settings(max_examples=150, deadline=None)
@given(st.text())
def test_any_text_is_conserved(text: str) -> None:
    conserved(text, read(text, date(2024, 2, 29)))


@pytest.mark.quick
@pytest.mark.parametrize("day", ["2023-01", "2023-01..2023-06", "2023-01-15"])
def test_a_date_in_a_table_is_no_value_with_digits_left_over(day: str) -> None:
    text = f"(단위: 대)\n구분 | 기간 | 보급\n제주 | {day} | 3,218\n"
    reading = read(text, date(2024, 5, 1))
    conserved(text, reading)
    assert [figure.text for figure in reading.figures] == ["3,218"]


@pytest.mark.quick
def test_a_second_reading_gives_the_same() -> None:
    # What the reader keeps of lines and stretches must not change what it says of them.
    for text in _TEXTS:
        first = read(text, date(2024, 5, 1))
        read(text.replace("2", "3"), date(2023, 5, 1))
        assert read(text, date(2024, 5, 1)) == first


@pytest.mark.quick
def test_a_line_reads_the_same_wherever_it_stands() -> None:
    line = "그동안 기업 12개사와 3,400억 원 규모의 협약을 맺었고 일자리 1,020개를 만들었다."
    alone = [(f.text, f.value, f.unit, f.phrase) for f in read(line).figures]
    later = [(f.text, f.value, f.unit, f.phrase) for f in read("제목\n\n" + line).figures]
    assert alone == later


@pytest.mark.quick
def test_a_text_may_end_anywhere() -> None:
    for text in (
        "항만별로는 동해항이 1천402만t(5.6% 증가), 묵호항이 282만t(2.8% 감소)이다.",
        "(단위: 억 원)\n구분 | 2024년 | 증감률\n일반회계 | 6,120 | △1.7\n",
        "지난해 8월~10월 열 명 중 아홉 명, 3할, 4.2대 1, '24. 1.~9. 폭염일수 68일에서 31일로",
    ):
        for end in range(len(text) + 1):
            conserved(text[:end], read(text[:end], date(2025, 3, 1)))
            conserved(text[end:], read(text[end:], date(2025, 3, 1)))
