"""Which series tell one thing in other words, by their words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jipyo.series.nearness import SAME_WORDS, SHORTER, Near, SeriesWords, join_near, near_pairs
from jipyo.series.registry import registry

pytestmark = pytest.mark.quick


def series(
    metric: str, scope: str = "", *, unit: str = "item", place: str = "가온시"
) -> SeriesWords:
    unit = metric.rpartition(":")[2] if metric.startswith("~") else unit
    return SeriesWords(place, metric, scope, "", "amount", unit, "city")


def likeness(one: SeriesWords, other: SeriesWords) -> str:
    found = near_pairs([one, other], registry())
    assert near_pairs([other, one], registry()) == found
    return found[0].likeness if found else ""


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # Compounds, the order of words, synonyms, who does and what is done.
        ("~공유킥보드:vehicle", "~공유+킥보드:vehicle", SAME_WORDS),
        ("~월세+청년:person", "~월세지원+청년:person", SAME_WORDS),
        ("~참여+한글교실:person", "~참가+한글교실:person", SAME_WORDS),
        ("~한글교실/apply:person", "~신청+한글교실:person", SAME_WORDS),
        ("~가온상담소:case", "~상담소:case", SAME_WORDS),
        # A word more: may be the whole and a part.
        ("~킥보드:vehicle", "~전동킥보드:vehicle", SHORTER),
        ("~보안등:item", "~보안등+태양광:item", SHORTER),
        ("~유기동물:animal", "~구조+유기동물:animal", SHORTER),
        # Another thing, other people, another deed, another unit.
        ("~봉투+종량기:vehicle", "~음식물+종량기:vehicle", ""),
        ("~상담:person", "~노인+상담:person", ""),
        ("~노인+창업교육:person", "~창업교육+청년:person", ""),
        ("~구조+유기동물:animal", "~입양+유기동물:animal", ""),
        ("~한글교실/apply:person", "~참여+한글교실:person", ""),
        ("~경로당:item", "~경로당:case", ""),
        ("~project.cost@수영장", "~수영장:money", ""),
        ("~종량기/each:vehicle", "~종량기:vehicle", ""),
    ],
)
def test_words(one: str, other: str, expected: str) -> None:
    assert likeness(series(one), series(other)) == expected


def test_registered_measures_are_compared_by_the_words_of_their_scope() -> None:
    visitors = series("tourism.visitors", "공룡박물관", unit="person")
    assert likeness(visitors, replace(visitors, metric="facility.users")) == SAME_WORDS
    assert likeness(visitors, replace(visitors, scope="가온공룡박물관")) == SAME_WORDS
    assert likeness(visitors, replace(visitors, scope="해양박물관")) == ""
    # The whole is told without a scope; a label is no word.
    assert likeness(visitors, replace(visitors, scope="")) == ""
    assert likeness(visitors, replace(visitors, scope="공룡박물관 women")) == ""


@pytest.mark.parametrize(
    "other",
    [
        {"basis": "agreed"},
        {"kind_class": "target"},
        {"speaker": "province"},
        {"unit_class": "case"},
        {"scope": "youth"},
    ],
)
def test_everything_but_the_words_must_agree(other: dict[str, str]) -> None:
    one = series("~공유킥보드:vehicle")
    assert likeness(one, replace(series("~공유+킥보드:vehicle"), **other)) == ""


def test_all_go_with_the_first_recorded() -> None:
    pairs = [Near(0, 1, SAME_WORDS, ()), Near(0, 2, SAME_WORDS, ()), Near(1, 2, SAME_WORDS, ())]
    assert {other: near.one for other, near in join_near(pairs, [3, 1, 2]).items()} == {0: 1, 2: 1}


def test_what_could_be_either_of_two_goes_with_none() -> None:
    # 종량기 could be 봉투 종량기 or 음식물 종량기.
    pairs = [Near(0, 1, SHORTER, ("봉투",)), Near(0, 2, SHORTER, ("음식물",))]
    assert join_near(pairs, [1, 2, 3]) == {}
    # Two in the same words stay together all the same.
    same = Near(0, 3, SAME_WORDS, ())
    more = [*pairs, same, Near(1, 3, SHORTER, ("봉투",)), Near(2, 3, SHORTER, ("음식물",))]
    assert join_near(more, [1, 2, 3, 4]) == {3: same}


def test_the_same_whatever_the_order() -> None:
    keys = [
        series(f"~{words}:vehicle")
        for words in ("공유+킥보드", "공유킥보드", "공유+전동킥보드", "공유+자전거", "킥보드")
    ]
    names = [key.metric for key in keys]

    def joined(order: list[int]) -> dict[str, str]:
        mine = [keys[number] for number in order]
        first_told = [names.index(key.metric) for key in mine]
        near = join_near(near_pairs(mine, registry()), first_told)
        return {mine[pair.other].metric: mine[pair.one].metric for pair in near.values()}

    assert joined([0, 1, 2, 3, 4]) == joined([4, 2, 0, 1, 3]) == joined([3, 1, 4, 0, 2])
    assert joined([0, 1, 2, 3, 4])["~공유킥보드:vehicle"] == "~공유+킥보드:vehicle"
