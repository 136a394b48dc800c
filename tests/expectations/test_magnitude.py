"""Truth table of check magnitude, through the real store."""

from __future__ import annotations

from uuid import UUID

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
        unit_classes=["company"],
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
    [
        ("share", "104.2", "info"),
        ("share", "100", ""),
        ("growth", "-120", "warning"),
        ("growth", "340", ""),
    ],
)
def test_what_per_cent_allow(newsroom, checked, kind, value, found):
    newsroom.say(
        value, period="2023", on="2024-01-11", unit="%", counter=None, kind=kind, kind_class=kind
    )
    assert [flag.severity for flag in checked(CHECK)] == [found] * bool(found)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("지난해 관내 제조업체 수출 가운데 기계 수출의 비중은 128%로 나타났다.", ["warning"]),
        ("지난해 전체 수출 중 기계 수출이 128%를 차지했다.", ["warning"]),
        ("지난해 재정 집행은 기계 산업 예산 목표액 대비 128%였다.", []),
        ("이 구역의 용적률은 228%로 정해졌다.", []),
        ("지난해 말 공기업 부채비율은 228%로 나타났다.", []),
    ],
)
def test_only_a_part_cannot_exceed_its_whole(told, body, found):
    flags = told(CHECK, ("2024-02-20", "창원시, 지난해 결산", f"창원시는 {body}"))
    assert [flag.severity for flag in flags] == found


def test_money_is_not_held_against_what_people_or_rates_may_be(told):
    body = "창원시는 올해 공정률이 68.2%인 우회도로에 112억 5천만 원을 배정했다고 20일 밝혔다."
    assert told(CHECK, ("2024-02-20", "창원시 우회도로 공사", body)) == []


def test_little_money_needs_a_history_to_be_implausible(told):
    small = "창원시는 지난해 수출액이 67 달러였다고 20일 밝혔다."
    assert [flag.severity for flag in told(CHECK, ("2024-02-20", "창원시 수출", small))] == ["info"]
    before = "창원시는 지난해 수출액이 164억 달러였다고 20일 밝혔다."
    flags = told(CHECK, ("2023-02-20", "창원시 수출", before))
    assert [flag.severity for flag in flags] == ["warning"]


def test_what_is_known_is_not_told_again(newsroom, checked):
    newsroom.say(62_600, period="2023", on="2024-01-11")
    (flag,) = checked(CHECK)
    assert newsroom.check(full=True) == (0, 0)
    assert checked(CHECK) == [flag]


def test_two_offenders_of_one_announcement_and_period_are_one_finding(newsroom, checked):
    release = UUID(int=77)
    newsroom.say(70_000, period="2023", on="2024-01-11", release=release)
    newsroom.say(6_260, period="2023", on="2024-01-11", release=release)
    (flag,) = checked(CHECK)
    assert (flag.severity, flag.values) == ("warning", ("70000", "5000"))


@pytest.mark.parametrize(
    ("rate", "found"),
    [("하수도 보급률은 193.4", 1), ("주택 보급률은 104.3", 0), ("고용률은 67.2", 0)],
)
def test_rates_of_a_whole_cannot_exceed_it(told, rate, found):
    flags = told(CHECK, ("2025-03-18", "창원시 현황", f"창원시의 지난해 말 {rate}%로 집계됐다."))
    assert [flag.values for flag in flags] == [("193.4", "100")] * found
    assert all("100%를 넘을 수 없습니다" in flag.message for flag in flags)
