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
