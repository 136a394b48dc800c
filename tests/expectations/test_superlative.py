"""Truth table of check superlative, through the real store."""

from __future__ import annotations

import pytest

CHECK = "superlative"


def record(newsroom, value, year, words="역대 최대인 {}", **details):
    printed = f"{value}개사"
    newsroom.say(
        value,
        period=year,
        on=f"{int(year[:4]) + 1}-01-20",
        printed=words.format(printed),
        **details,
    )


@pytest.fixture
def past(newsroom):
    for year, value in ((2019, 1241), (2020, 987), (2021, 1532), (2022, 894)):
        newsroom.say(value, period=str(year), on=f"{year + 1}-01-14")
    return newsroom


def test_a_record_that_was_beaten_before(past, checked):
    record(past, 1126, "2023")
    (flag,) = checked(CHECK)
    assert flag.severity == "warning"
    assert flag.values == ("1126", "1532")
    assert flag.message == (
        "가온시의 ‘스마트공장 구축’ 1,126개사(2023년)에 ‘역대 최대’라는 말을 썼지만, "
        "2021년에는 1,532개사였습니다."
    )


def test_a_true_record(past, checked):
    record(past, 1533, "2023")
    assert checked(CHECK) == []


def test_an_equal_value_within_rounding_is_a_record(past, checked):
    record(past, 1500, "2023", interval=("1450", "1549"))
    assert checked(CHECK) == []


def test_the_smallest_ever(past, checked):
    record(past, 900, "2023", "역대 최저인 {}")
    assert [flag.values for flag in checked(CHECK)] == [("900", "894")]


@pytest.mark.parametrize("words", ["5년 만에 역대 최대인 {}", "2021년 이후 최대인 {}", "{}"])
def test_words_that_say_nothing_of_the_time_before(past, checked, words):
    record(past, 1126, "2023", words)
    assert checked(CHECK) == []


@pytest.mark.parametrize("other", [{"scope": "youth"}, {"basis": "draft"}, {"place": "나루시"}])
def test_another_series_is_no_witness(past, checked, other):
    record(past, 1126, "2023", **other)
    assert checked(CHECK) == []


def test_nothing_before_it(newsroom, checked):
    record(newsroom, 1126, "2023")
    assert checked(CHECK) == []


def test_what_came_later_is_no_witness(newsroom, checked):
    record(newsroom, 1126, "2022")
    newsroom.say(1532, period="2023", on="2024-01-20")
    assert checked(CHECK) == []


def test_what_is_known_is_not_told_again(past, checked):
    record(past, 1126, "2023")
    (flag,) = checked(CHECK)
    assert past.check(full=True) == (0, 0)
    assert checked(CHECK) == [flag]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("통계 작성 이래 가장 높았다", 1),
        ("통계를 집계한 이래 최고였다", 1),
        ("조사를 시작한 이래 가장 낮았다", 1),
        ("2023년 이후 가장 높았다", 0),
        ("도내 시 가운데 가장 높았다", 0),
    ],
)
def test_records_in_other_words(told, words, found):
    told(
        CHECK,
        ("2023-02-23", "창원시 고용률", "창원시는 2022년 고용률이 68.4%라고 밝혔다."),
        ("2024-02-23", "창원시 고용률", "창원시는 2023년 고용률이 67.2%라고 밝혔다."),
    )
    body = f"창원시는 지난해 고용률이 67.8%로 {words}고 23일 밝혔다."
    assert len(told(CHECK, ("2025-02-23", "창원시 고용률", body))) == found


@pytest.mark.parametrize(
    ("opening", "found"),
    [
        ("창원시 절임배추 농가들이 지난해 역대 최고 매출을 거뒀다.", 1),
        ("창원시 공무원 수가 역대 최고로 늘었다.", 0),
        ("창원시 절임배추 농가들이 지난해 좋은 매출을 거뒀다.", 0),
    ],
)
def test_the_opening_says_it_of_the_first_amount(told, opening, found):
    before = "창원시는 2021년 절임배추 판매액이 338억 원으로 집계됐다고 25일 밝혔다."
    told(CHECK, ("2022-01-25", "창원 절임배추 판매", before))
    body = f"{opening} 27일 시에 따르면 지난해 절임배추 판매액은 312억 원이다."
    flags = told(CHECK, ("2026-01-27", "창원 절임배추", body))
    assert [flag.values for flag in flags] == [("31200000000", "33800000000")] * found
