"""Truth table of check lost_digits, through the real store."""

from __future__ import annotations

import pytest

CHECK = "lost_digits"
WON = {"unit": "KRW", "counter": None, "kind": "level", "metric": "finance.budget"}


def test_a_digit_lost_within_a_group(newsroom, checked):
    newsroom.say(1_084_400_000_000, period="2025", on="2024-11-13", printed="1조844억 원", **WON)
    newsroom.say(
        1_884_400_000_000,
        period="2025",
        on="2025-11-20",
        printed="1조8844억 원",
        role="base",
        **WON,
    )
    (flag,) = checked(CHECK)
    assert flag.severity == "warning"
    assert flag.values == ("1084400000000", "1884400000000")
    assert "1조 844억 원(2025년)에서 숫자가 빠진 듯합니다" in flag.message
    assert "1조 8,844억 원으로 나옵니다(1회)" in flag.message


def test_a_digit_lost_over_all(newsroom, checked):
    newsroom.say(1345, period="2023", on="2024-01-11")
    newsroom.say(12345, period="2023", on="2024-01-12")
    assert [flag.values for flag in checked(CHECK)] == [("1345", "12345")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (12345, 12346),  # another digit
        (1234, 12340),  # a unit that slipped
        (12345, 54321),
        (99, 990),
        (45, 145),  # too short to tell
    ],
)
def test_other_differences_are_for_other_checks(newsroom, checked, one, other):
    newsroom.say(one, period="2023", on="2024-01-11")
    newsroom.say(other, period="2023", on="2024-01-12")
    assert checked(CHECK) == []


def test_values_that_agree_within_rounding(newsroom, checked):
    newsroom.say(1345, period="2023", on="2024-01-11", interval=("0", "20000"))
    newsroom.say(12345, period="2023", on="2024-01-12")
    assert checked(CHECK) == []


@pytest.mark.parametrize("other", [{"scope": "youth"}, {"speaker": "council"}, {"place": "나루시"}])
def test_another_series_says_nothing(newsroom, checked, other):
    newsroom.say(1345, period="2023", on="2024-01-11")
    newsroom.say(12345, period="2023", on="2024-01-12", **other)
    assert checked(CHECK) == []


def test_another_period_says_nothing(newsroom, checked):
    newsroom.say(1345, period="2022", on="2024-01-11")
    newsroom.say(12345, period="2023", on="2024-01-12")
    newsroom.say(1245, period=None, on="2024-01-13")
    assert checked(CHECK) == []


def test_it_is_told_once(newsroom, checked):
    newsroom.say(1345, period="2023", on="2024-01-11")
    newsroom.say(12345, period="2023", on="2024-01-12")
    (flag,) = checked(CHECK)
    assert newsroom.flags("conflict_between_releases") == []
    assert newsroom.check(full=True) == (0, 0)
    assert checked(CHECK) == [flag]


LOANS = ("의정부 도서관 대출", "의정부시의 2022년 도서 대출은 {}권으로 집계됐다고 시가 밝혔다.")
LATER = (
    "의정부 도서관 대출",
    "의정부시의 2023년 도서 대출은 {}권으로 전년보다 {} 늘었다고 밝혔다.",
)


@pytest.fixture
def grown(told):
    """The flags after one year's loans and the next year's with its growth."""

    def tell(before, level, growth):
        return told(
            CHECK,
            ("2023-02-02", LOANS[0], LOANS[1].format(before)),
            ("2024-02-02", LATER[0], LATER[1].format(level, growth)),
            place="의정부시",
        )

    return tell


def test_a_digit_that_growth_and_the_published_base_miss(grown):
    (flag,) = grown("106만 6,500", "11만 3,420", "4.4%")
    assert flag.severity == "warning"
    assert flag.values == ("113420", "1113420", "1066500")
    assert flag.message == (
        "의정부시의 ‘도서 대출’ 113,420권(2023년)에서 숫자가 빠진 듯합니다: 앞서 발표한 "
        "1,066,500권에 증감 4.4%를 셈하면 1,113,420권이어야 합니다."
    )


def test_a_digit_that_the_base_has_lost(grown):
    (flag,) = grown("56만 6,500", "163만 5,430", "4.4%")
    assert flag.values == ("566500", "1566500", "1635430")
    assert "나중에 발표한" in flag.message


@pytest.mark.parametrize(
    ("before", "level", "growth"),
    [
        ("106만 6,500", "111만 3,420", "4.4%"),  # fits
        ("106만 6,500", "12만 3,420", "4.4%"),  # no digit put in makes it fit
        ("106만 6,500", "123만 3,420", "4.4%"),  # another digit, none lost
        ("106만 6,500", "11만 1,342", "4.4%"),
        ("111만 3,420", "1,113만 4,200", "4.4%"),  # a unit that slipped
        ("약 100만", "11만 3,420", "4%"),  # too coarse to tell
    ],
)
def test_growth_that_no_lost_digit_explains(grown, before, level, growth):
    assert grown(before, level, growth) == []


def test_growth_over_another_period_says_nothing(told):
    flags = told(
        CHECK,
        ("2022-02-02", LOANS[0], LOANS[1].format("106만 6,500").replace("2022년", "2021년")),
        ("2024-02-02", LATER[0], LATER[1].format("11만 3,420", "4.4%")),
        place="의정부시",
    )
    assert flags == []
