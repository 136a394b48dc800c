"""Intervals that printed forms state, malformed numbers, time that grows with the length."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from jipyo.figures import Figure, read


def only(text: str) -> Figure:
    (figure,) = read(text, date(2024, 5, 1)).figures
    return figure


@pytest.mark.quick
@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("예산 1조 6천억 원을 짰다", "1550000000000", "1650000000000"),
        ("예산 8,017억 원을 짰다", "801650000000", "801750000000"),
        ("방문객 43만 명이 왔다", "425000", "435000"),
        ("기업 76개사가 왔다", "76", "76"),
        ("약 8천억 원을 들였다", "700000000000", "900000000000"),
        ("시민 3000여 명이 왔다", "3000", "4000"),
        ("시민 500명 이상이 왔다", "500", None),
        ("비율은 4.3%를 차지한다", "4.25", "4.35"),
    ],
)
def test_interval(text: str, low: str, high: str | None) -> None:
    figure = only(text)
    assert figure.low == Decimal(low)
    assert figure.high == (Decimal(high) if high is not None else None)


@pytest.mark.quick
def test_a_fall_is_negative_with_its_interval() -> None:
    figure = only("수출은 지난해보다 4.3% 줄었다")
    assert (figure.value, figure.low, figure.high) == (
        Decimal("-4.3"),
        Decimal("-4.35"),
        Decimal("-4.25"),
    )


@pytest.mark.quick
@pytest.mark.parametrize(
    ("text", "printed", "value", "value_high", "low", "high"),
    [
        ("매출이 2~3% 늘었다", "2~3%", "2", "3", "1.5", "3.5"),
        ("매출이 2~3% 줄었다", "2~3%", "-2", "-3", "-3.5", "-1.5"),
        ("인구는 300~400명 감소했다", "300~400명", "-300", "-400", "-400", "-300"),
        ("세입은 △2억~3억 원으로 조정됐다", "△2억~3억 원", "-2e8", "-3e8", "-3.5e8", "-1.5e8"),
        ("수출 증가율은 △2~△3%다", "△2~△3%", "-2", "-3", "-3.5", "-1.5"),
        ("성장률은 -2~-1%로 전망된다", "-2~-1%", "-2", "-1", "-2.5", "-0.5"),
        ("성장률은 -2~3%로 전망된다", "-2~3%", "-2", "3", "-2.5", "3.5"),
        ("성장률은 -3~2%로 전망된다", "-3~2%", "-3", "2", "-3.5", "2.5"),
        ("성장률은 -0.5%~0.5% 범위다", "-0.5%~0.5%", "-0.5", "0.5", "-0.55", "0.55"),
        ("(단위: 억 원)\n가온시 -9~21 30 40", "-9~21", "-9e8", "21e8", "-9.5e8", "21.5e8"),
        # A dash right behind a number is none of the next one's.
        ("지난해보다 10-20% 줄었다", "10-20%", "-10", "-20", "-20.5", "-9.5"),
        ("강사 3-5명을 뽑는다", "3-5명", "3", "5", "3", "5"),
    ],
)
def test_both_ends_of_a_range_have_their_sign(
    text: str, printed: str, value: str, value_high: str, low: str, high: str
) -> None:
    figure = read(text, date(2024, 5, 1)).figures[0]
    assert figure.text == printed
    found = (figure.value, figure.value_high, figure.low, figure.high)
    assert found == tuple(map(Decimal, (value, value_high, low, high)))


@pytest.mark.quick
@pytest.mark.parametrize("text", ["총 469조 5700천억 원이다", "수출 1,8억0939만9000불이다"])
def test_malformed_numbers_are_kept_and_marked(text: str) -> None:
    assert only(text).malformed


@pytest.mark.quick
def test_a_line_too_long_for_a_sentence_is_not_cut_within_a_number() -> None:
    # Wherever such a line is cut, each figure stands whole in one of the pieces.
    for width in range(20):
        text = "가" * width + "시는9억5천만달러를들여3만2천명이찾는" * 60
        figures = read(text).figures
        assert len(figures) == 120
        for figure in figures:
            start, end = figure.sentence
            assert start <= figure.start < figure.end <= end, figure
        pieces = sorted({figure.sentence for figure in figures})
        assert all(first[1] <= second[0] for first, second in pairwise(pieces))


@pytest.mark.quick
def test_notation_makes_no_difference() -> None:
    forms = ("1조 6천억 원", "1조6000억원", "1.6조 원", "1조 6,000억 원", "1조６천억 원")
    values = {only(f"사업비 {form}을 들였다").value for form in forms}
    assert values == {Decimal(1_600_000_000_000)}


def seconds(text: str) -> float:
    begun = time.process_time()
    read(text, date(2024, 5, 1))
    return time.process_time() - begun


@pytest.mark.parametrize(
    "piece",
    [
        "3,",
        "1조 ",
        "3개 ",
        "천백",
        "a@",
        "가",
        "10% 늘어 ",
        "1-",
        "2024년 ",
        "지난해 3개, ",
        "3|",
        "가\n",
    ],
)
def test_time_grows_with_the_length(piece: str) -> None:
    seconds(piece * 500)
    short = min(seconds(piece * (8_000 // len(piece))) for _ in range(2))
    long = min(seconds(piece * (32_000 // len(piece))) for _ in range(2))
    # Four times the text: quadratic work would take sixteen times as long.
    assert long < max(short, 0.01) * 10


@pytest.mark.quick
@pytest.mark.parametrize("sign", ["3", ",", "억", "(", "△", "'"])
def test_a_million_signs_take_less_than_two_seconds(sign: str) -> None:
    assert seconds(sign * 1_000_000) < 2


@pytest.mark.quick
def test_importing_the_room_compiles_nothing() -> None:
    code = "import sys, jipyo.figures; print('jipyo.figures.marks' in sys.modules)"
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
