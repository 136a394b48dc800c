"""Series that tell one thing in other words, through the store and the checks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from jipyo.store.flags import Flag
from tests.expectations.conftest import Newsroom

ONE, JOINED, LONGER = (
    "~공유+킥보드:vehicle",
    "~공유킥보드:vehicle",
    "~공유+전동킥보드:vehicle",
)


def say(newsroom: Newsroom, value: int, metric: str, year: int = 2023, **more: Any) -> UUID:
    details = {"unit": "vehicle", "counter": "대", "kind": "level", "registered": False} | more
    day = details.pop("on", f"{year + 1}-01-20")
    return newsroom.say(value, period=f"{year}-12-31", on=day, metric=metric, **details)


def near(newsroom: Newsroom) -> dict[str, tuple[str, str]]:
    rows = newsroom.connection.execute(
        "SELECT own.metric, other.metric, likeness FROM series_near"
        " JOIN series_key AS own USING (series_id)"
        " JOIN series_key AS other ON other.series_id = near_series_id"
    )
    return {row[0]: (row[1], row[2]) for row in rows.fetchall()}


def conflicts(newsroom: Newsroom) -> list[Flag]:
    return newsroom.flags("conflict_between_releases")


def test_the_same_words_contradict(newsroom: Newsroom) -> None:
    say(newsroom, 2150, ONE, on="2024-01-10")
    say(newsroom, 2510, JOINED, on="2024-02-10")
    newsroom.check()
    assert near(newsroom) == {JOINED: (ONE, "same_words")}
    (flag,) = conflicts(newsroom)
    assert flag.metric == ONE
    assert sorted(flag.values) == ["2150", "2510"]


def test_a_third_wording_leaves_the_flag_open(newsroom: Newsroom) -> None:
    say(newsroom, 2150, JOINED, on="2024-01-10")
    say(newsroom, 2510, ONE, on="2024-02-10")
    newsroom.check()
    (before,) = conflicts(newsroom)
    say(newsroom, 2150, "~공유+킥보드들:vehicle", on="2024-03-10")
    newsroom.check()
    (after,) = conflicts(newsroom)
    assert (after.flag_id, after.opened_at) == (before.flag_id, before.opened_at)
    # Only the other one is touched: the first comes into scope with it.
    say(newsroom, 2600, ONE, 2024, on="2025-01-20")
    newsroom.check()
    (still,) = conflicts(newsroom)
    assert still.flag_id == before.flag_id


def test_a_word_more_is_another_thing_by_itself(newsroom: Newsroom) -> None:
    say(newsroom, 2150, ONE, on="2024-01-10")
    say(newsroom, 1980, LONGER, on="2024-02-10")
    newsroom.check()
    assert near(newsroom) == {LONGER: (ONE, "shorter")}
    assert conflicts(newsroom) == []


def test_a_word_more_is_the_same_where_both_agreed_before(newsroom: Newsroom) -> None:
    say(newsroom, 1843, ONE, 2022)
    say(newsroom, 1843, LONGER, 2022, on="2023-03-01")
    say(newsroom, 2150, ONE)
    say(newsroom, 1980, LONGER, on="2024-02-10")
    newsroom.check()
    (flag,) = conflicts(newsroom)
    assert sorted(flag.values) == ["1980", "2150"]


def test_what_agreed_in_a_round_number_or_is_of_another_size_does_not(newsroom: Newsroom) -> None:
    say(newsroom, 1800, ONE, 2022)
    say(newsroom, 1800, LONGER, 2022, on="2023-03-01")
    say(newsroom, 2150, ONE)
    say(newsroom, 1980, LONGER, on="2024-02-10")
    say(newsroom, 1843, "~개방+화장실:item", 2022, place="솔빛시", unit="item")
    say(
        newsroom, 1843, "~개방+화장실+무인:item", 2022, place="솔빛시", unit="item", on="2023-03-01"
    )
    say(newsroom, 2150, "~개방+화장실:item", place="솔빛시", unit="item")
    say(newsroom, 410, "~개방+화장실+무인:item", place="솔빛시", unit="item", on="2024-02-10")
    newsroom.check()
    assert len(near(newsroom)) == 2
    assert conflicts(newsroom) == []


def test_what_one_text_tells_apart_is_two_things(newsroom: Newsroom) -> None:
    article = say(newsroom, 2150, ONE, on="2024-01-10")
    say(newsroom, 2510, JOINED, on="2024-02-10")
    newsroom.check()
    assert len(conflicts(newsroom)) == 1
    row = newsroom.connection.execute(
        "SELECT version_id, figure_id FROM observation JOIN article_version USING (version_id)"
        " WHERE article_id = %s",
        (article,),
    ).fetchone()
    assert row is not None
    version, figure = row
    newsroom.add_figure(version, 2510, printed="150대")
    newsroom.connection.execute(
        "UPDATE observation SET series_id = (SELECT series_id FROM series_key WHERE metric = %s)"
        " WHERE version_id = %s AND figure_id <> %s",
        (JOINED, version, figure),
    )
    newsroom.check(full=True)
    assert near(newsroom) == {}
    assert conflicts(newsroom) == []


def test_the_order_of_loading_does_not_matter(newsroom: Newsroom) -> None:
    for number, metric in enumerate((LONGER, JOINED, ONE)):
        say(newsroom, 2150, metric, on=f"2024-0{3 - number}-10")
        newsroom.check()
    assert near(newsroom) == {JOINED: (ONE, "same_words"), LONGER: (ONE, "shorter")}
    newsroom.check(full=True)
    assert near(newsroom) == {JOINED: (ONE, "same_words"), LONGER: (ONE, "shorter")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "창원시는 지난해 파크골프장 이용객이 41만 2천 명이라고 10일 밝혔다.",
            "지난해 창원시 파크골프장을 찾은 방문객은 47만 3천 명으로 집계됐다.",
        ),
        (
            "창원시는 지난해 무인택배함 312곳을 점검했다고 10일 밝혔다.",
            "창원시의 지난해 무인택배함 점검 실적은 321곳으로 집계됐다.",
        ),
        (
            "창원시는 지난해 걷기교실에 1,234명이 참여했다고 10일 밝혔다.",
            "지난해 창원시 걷기교실 참가자는 1,324명으로 집계됐다.",
        ),
    ],
)
def test_two_announcements_in_other_words_contradict(
    told: Callable[..., list[Flag]], one: str, other: str
) -> None:
    flags = told(
        "conflict_between_releases",
        ("2024-01-10", "창원시, 새해 계획 밝혀", one),
        ("2024-01-18", "창원 시민 생활 어떻게 바뀌나", other),
    )
    assert len(flags) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "창원시는 지난해 말 택시가 1,840대라고 10일 밝혔다.",
            "지난해 말 창원시의 바우처택시는 1,790대로 집계됐다.",
        ),
        (
            "창원시는 지난해 청년 창업교실 수강생이 230명이라고 10일 밝혔다.",
            "지난해 창원시 노인 창업교실 수강생은 251명으로 집계됐다.",
        ),
        (
            "창원시는 지난해 유기동물 1,420마리를 구조했다고 10일 밝혔다.",
            "지난해 창원시가 입양 보낸 유기동물은 1,310마리로 집계됐다.",
        ),
        (
            "창원시는 지난해 봉투 종량기 420대를 설치했다고 10일 밝혔다.",
            "지난해 창원시가 설치한 음식물 종량기는 402대로 집계됐다.",
        ),
        (
            "창원시는 지난해 빈집 120호를 정비했다고 10일 밝혔다.",
            "창원시는 지난해 빈집 130호를 정비할 계획이었다.",
        ),
    ],
)
def test_two_things_in_like_words_do_not(
    told: Callable[..., list[Flag]], newsroom: Newsroom, one: str, other: str
) -> None:
    told(
        "conflict_between_releases",
        ("2024-01-10", "창원시, 새해 계획 밝혀", one),
        ("2024-01-18", "창원 시민 생활 어떻게 바뀌나", other),
    )
    assert [flag for flag in newsroom.flags() if flag.severity != "info"] == []
