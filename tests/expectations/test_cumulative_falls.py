"""Truth table of check cumulative_falls, through the real store."""

from __future__ import annotations

import pytest

CHECK = "cumulative_falls"
TOTAL = {"kind": "cumulative", "kind_class": "cumulative", "open_start": True}


def test_a_running_total_that_falls(newsroom, checked):
    newsroom.say(5494, period="2023-09-30", on="2023-10-05", **TOTAL)
    newsroom.say(5453, period="2023-10-31", on="2023-11-05", **TOTAL)
    (flag,) = checked(CHECK)
    assert flag.severity == "warning"
    assert flag.values == ("5494", "5453")
    assert flag.message == (
        "가온시의 ‘스마트공장 구축’ 누계가 줄었습니다: 2023년 9월 30일까지 5,494개사, "
        "그 뒤인 2023년 10월 31일까지 5,453개사."
    )


def test_totals_as_of_a_day(newsroom, checked):
    as_of = {"kind": "cumulative", "kind_class": "cumulative"}
    newsroom.say(2731, period="2023-06-30", on="2023-07-12", **as_of)
    newsroom.say(2688, period="2023-09-30", on="2023-10-12", **as_of)
    assert [flag.values for flag in checked(CHECK)] == [("2731", "2688")]


def test_what_is_counted_since_january_does_not_fall(newsroom, checked):
    newsroom.say(11307, period="2023-01..2023-09", on="2023-10-11")
    newsroom.say(11120, period="2023-01..2023-10", on="2023-11-08")
    assert [flag.values for flag in checked(CHECK)] == [("11307", "11120")]


def test_a_total_that_grows_or_stays(newsroom, checked):
    for month, value in ((9, 5453), (10, 5453), (11, 5494)):
        newsroom.say(value, period=f"2023-{month:02}-28", on=f"2023-{month:02}-30", **TOTAL)
    assert checked(CHECK) == []


def test_a_new_year_begins_anew(newsroom, checked):
    newsroom.say(11307, period="2022-01..2022-12", on="2023-01-11")
    newsroom.say(1120, period="2023-01..2023-02", on="2023-03-08")
    assert checked(CHECK) == []


def test_rounding_up_to_the_border_is_no_fall(newsroom, checked):
    newsroom.say(5500, period="2023-09-30", on="2023-10-05", interval=("5450", "5549"), **TOTAL)
    newsroom.say(5450, period="2023-10-31", on="2023-11-05", **TOTAL)
    assert checked(CHECK) == []
    newsroom.say(5449, period="2023-11-30", on="2023-12-05", **TOTAL)
    assert [flag.values for flag in checked(CHECK)] == [("5450", "5449")]


def test_without_a_date_there_is_no_order(newsroom, checked):
    newsroom.say(5494, period=None, on="2023-10-05", **TOTAL)
    newsroom.say(5453, period=None, on="2023-11-05", **TOTAL)
    assert checked(CHECK) == []


@pytest.mark.parametrize("other", [{"scope": "youth"}, {"place": "나루시"}, {"speaker": "council"}])
def test_another_series_says_nothing(newsroom, checked, other):
    newsroom.say(5494, period="2023-09-30", on="2023-10-05", **TOTAL)
    newsroom.say(5453, period="2023-10-31", on="2023-11-05", **TOTAL, **other)
    assert checked(CHECK) == []


def test_a_stock_may_fall(newsroom, checked):
    newsroom.say(5494, period="2023-09-30", on="2023-10-05", kind="level")
    newsroom.say(5453, period="2023-10-31", on="2023-11-05", kind="level")
    assert checked(CHECK) == []


def test_an_unregistered_total_with_assumed_dates_is_information(newsroom, checked):
    common = {**TOTAL, "registered": False, "rung": "publication"}
    newsroom.say(5494, period="2023-09-30", on="2023-09-30", **common)
    newsroom.say(5453, period="2023-10-31", on="2023-10-31", **common)
    assert [flag.severity for flag in checked(CHECK)] == ["info"]


def test_what_is_known_is_not_told_again(newsroom, checked):
    newsroom.say(5494, period="2023-09-30", on="2023-10-05", **TOTAL)
    newsroom.say(5453, period="2023-10-31", on="2023-11-05", **TOTAL)
    (flag,) = checked(CHECK)
    assert newsroom.check(full=True) == (0, 0)
    assert checked(CHECK) == [flag]


@pytest.mark.parametrize(("later", "found"), [("1만 1,960", 1), ("1만 2,960", 0), ("2,960", 0)])
def test_one_total_told_from_two_first_days(told, later, found):
    first = "창원시의 전기차 보급 대수가 6월 말 기준 누적 1만 2,480대로 늘었다고 8일 밝혔다."
    then = f"창원시에 따르면 올해 9월 말까지 관내에 보급된 전기차는 누적 {later}대다."
    told(CHECK, ("2025-07-08", "창원 전기차 보급", first))
    assert len(told(CHECK, ("2025-10-14", "창원 전기차 보급", then))) == found
