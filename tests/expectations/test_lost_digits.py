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
