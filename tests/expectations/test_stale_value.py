"""Truth table of check stale_value, through the real store."""

from __future__ import annotations

from uuid import uuid4

import pytest

CHECK = "stale_value"


def year(newsroom, total, parts, when, **details):
    """One announcement: a total and its parts."""
    release = uuid4()
    for number, (scope, value) in enumerate({"": total, **parts}.items()):
        newsroom.say(
            value,
            period=when,
            on=f"{int(when) + 1}-01-1{number}",
            scope=scope,
            release=release,
            **details,
        )


def test_a_total_that_stays_while_its_parts_move(newsroom, checked):
    year(newsroom, 4691, {"승용": 3184, "화물": 1027}, "2022")
    year(newsroom, 4691, {"승용": 4230, "화물": 1395}, "2023")
    (flag,) = checked(CHECK)
    assert flag.severity == "warning"
    assert flag.values == ("4691", "4691")
    assert flag.message == (
        "가온시의 ‘스마트공장 구축’ 수치가 2022년과 2023년에 끝자리까지 같습니다(4,691개사). "
        "함께 발표한 다른 수치 2건은 모두 달라졌습니다."
    )


def test_without_parts_it_is_information(newsroom, checked):
    year(newsroom, 4691, {}, "2022")
    year(newsroom, 4691, {}, "2023")
    assert [flag.severity for flag in checked(CHECK)] == ["info"]


def test_parts_that_stay_too(newsroom, checked):
    year(newsroom, 4691, {"승용": 3200, "화물": 1027}, "2022")
    year(newsroom, 4691, {"승용": 3200, "화물": 1100}, "2023")
    assert [flag.severity for flag in checked(CHECK)] == ["info"]


def test_a_total_that_moves(newsroom, checked):
    year(newsroom, 4691, {"승용": 3184, "화물": 1027}, "2022")
    year(newsroom, 4692, {"승용": 4230, "화물": 1395}, "2023")
    assert checked(CHECK) == []


def test_round_numbers_say_nothing_by_being_equal(newsroom, checked):
    year(newsroom, 4500, {"승용": 3184, "화물": 1027}, "2022")
    year(newsroom, 4500, {"승용": 4230, "화물": 1395}, "2023")
    assert checked(CHECK) == []


@pytest.mark.parametrize("words", ["지난해와 같은 수준인 {}", "동결된 {}"])
def test_a_text_that_says_that_nothing_changed(newsroom, checked, words):
    newsroom.say(4691, period="2022", on="2023-01-11")
    newsroom.say(4691, period="2023", on="2024-01-11", printed=words.format("4,691개사"))
    assert checked(CHECK) == []


def test_a_text_that_tells_a_change(newsroom, checked):
    newsroom.say(4691, period="2022", on="2023-01-11")
    newsroom.say(4691, period="2023", on="2024-01-11", printed="크게 늘어난 4,691개사")
    assert [flag.severity for flag in checked(CHECK)] == ["warning"]


def test_another_scope_is_another_series(newsroom, checked):
    newsroom.say(4691, period="2022", on="2023-01-11")
    newsroom.say(4691, period="2023", on="2024-01-11", scope="youth")
    assert checked(CHECK) == []


def test_old_news_repeated_is_no_new_period(newsroom, checked):
    newsroom.say(4691, period="2022", on="2024-01-11")
    newsroom.say(4691, period="2023", on="2024-01-12")
    assert checked(CHECK) == []


def test_what_is_known_is_not_told_again(newsroom, checked):
    year(newsroom, 4691, {"승용": 3184, "화물": 1027}, "2022")
    year(newsroom, 4691, {"승용": 4230, "화물": 1395}, "2023")
    (flag,) = checked(CHECK)
    assert newsroom.check(full=True) == (0, 0)
    assert checked(CHECK) == [flag]
