"""Truth table of check magnitude, through the real store."""

from __future__ import annotations

import pytest

CHECK = "magnitude"


@pytest.fixture(autouse=True)
def measure(newsroom):
    newsroom.insert(
        "measure",
        metric="smart_factory",
        label_ko="스마트공장 구축",
        label_en="Smart factories",
        nature="flow",
        plausible_low=10,
        plausible_high=5000,
        parts=[],
    )


def test_far_outside_what_the_measure_can_be(newsroom, checked):
    newsroom.say(62_600, period="2023", on="2024-01-11")
    (flag,) = checked(CHECK)
    assert flag.severity == "warning"
    assert flag.values == ("62600", "5000")
    assert flag.message == (
        "가온시의 ‘스마트공장 구축’ 수치(2023년)로 보기 어려운 크기입니다: 62,600개사. "
        "이 지표는 보통 5,000개사 이하입니다."
    )


def test_near_the_range_it_is_information(newsroom, checked):
    newsroom.say(6_260, period="2023", on="2024-01-11")
    newsroom.say(2, period="2022", on="2023-01-11")
    assert sorted(flag.severity for flag in checked(CHECK)) == ["info", "info"]


@pytest.mark.parametrize("value", [10, 626, 5000])
def test_inside_the_range(newsroom, checked, value):
    newsroom.say(value, period="2023", on="2024-01-11")
    assert checked(CHECK) == []


def test_an_interval_that_reaches_the_range(newsroom, checked):
    newsroom.say(60_000, period="2023", on="2024-01-11", interval=("4900", "70000"))
    assert checked(CHECK) == []


def test_a_part_may_be_smaller_than_the_whole(newsroom, checked):
    newsroom.say(1, period="2023", on="2024-01-11", scope="youth")
    assert checked(CHECK) == []


def test_a_measure_without_a_range(newsroom, checked):
    newsroom.say(62_600, period="2023", on="2024-01-11", metric="~광장", registered=False)
    assert checked(CHECK) == []


@pytest.mark.parametrize(
    ("kind", "value", "found"),
    [("share", "104.2", 1), ("share", "100", 0), ("growth", "-120", 1), ("growth", "340", 0)],
)
def test_what_per_cent_allow(newsroom, checked, kind, value, found):
    newsroom.say(
        value, period="2023", on="2024-01-11", unit="%", counter=None, kind=kind, kind_class=kind
    )
    assert [flag.severity for flag in checked(CHECK)] == ["warning"] * found


def test_what_is_known_is_not_told_again(newsroom, checked):
    newsroom.say(62_600, period="2023", on="2024-01-11")
    (flag,) = checked(CHECK)
    assert newsroom.check(full=True) == (0, 0)
    assert checked(CHECK) == [flag]
