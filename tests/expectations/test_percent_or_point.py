"""Truth table of check percent_or_point, from texts through the reader and the real store."""

from __future__ import annotations

import pytest

CHECK = "percent_or_point"
TITLE = "부천시 고용률 상승"


def test_points_are_called_per_cent(told):
    text = (
        "부천시는 올해 상반기 고용률이 66.4%를 기록했다고 24일 밝혔다. 지난해 상반기 63.7%에서 "
        "2.7% 상승한 수치다."
    )
    (flag,) = told(CHECK, ("2023-08-24", TITLE, text), place="부천시")
    assert flag.severity == "warning"
    assert flag.values == ("2.7", "4.24", "63.7", "66.4")
    assert flag.message == (
        "부천시의 ‘고용률’(2023년 상반기) 변화의 단위가 %와 %포인트로 엇갈립니다: 63.7% → 66.4%의 "
        "차이는 2.7%포인트, 적힌 값은 2.7%(비율로는 4.24%)입니다."
    )
    assert len(flag.evidence) == 3


def test_one_text_says_both(told):
    text = (
        "부천시의 올해 상반기 고용률이 66.4%로 지난해 상반기보다 2.7%포인트 올랐다고 시가 24일 "
        "밝혔다."
    )
    (flag,) = told(CHECK, ("2023-08-24", "부천시 고용률 2.7% 상승", text), place="부천시")
    assert flag.values == ("2.7", "2.7")


@pytest.mark.parametrize(
    "sentence",
    [
        "올해 상반기 고용률은 66.4%로 지난해 상반기 63.7%보다 2.7%포인트 올랐다.",
        # Per cent of the rate itself, and right.
        "올해 상반기 고용률은 66.4%로 지난해 상반기 63.7%보다 4.2% 올랐다.",
        # Neither fits: that is no confusion of units.
        "올해 상반기 고용률은 66.4%로 지난해 상반기 63.7%보다 8.8% 올랐다.",
        # No rate, and no base.
        "올해 상반기 취업자는 12만 명으로 지난해 상반기보다 2.7% 늘었다.",
        "올해 상반기 고용률은 66.4%로 지난해보다 2.7% 올랐다.",
        # Another measure moved by the same number.
        "올해 상반기 고용률은 66.4%로 2.7%포인트 올랐고 취업자는 2.7% 늘었다.",
    ],
)
def test_what_fits_or_is_left_open_is_silent(told, sentence):
    assert told(CHECK, ("2023-08-24", TITLE, sentence), place="부천시") == []


def test_growth_that_fits_neither_is_told_by_the_levels(told, newsroom):
    sentence = "올해 상반기 고용률은 66.4%로 지난해 상반기 63.7%보다 8.8% 올랐다."
    told(CHECK, ("2023-08-24", TITLE, sentence), place="부천시")
    assert len(newsroom.flags("growth_and_levels")) == 1


APART = (
    "평택시의 올해 상반기 고용률이 65.8%를 기록했다고 시가 23일 밝혔다. 통계청 지역별고용조사에서 "
    "지난해 같은 기간 63.1%보다 {} 오른 것이다."
)


def test_the_level_stands_in_another_sentence(told):
    (flag,) = told(CHECK, ("2023-08-23", "평택 고용률", APART.format("2.7%")), place="평택시")
    assert flag.values == ("2.7", "4.28", "63.1", "65.8")
    assert flag.message_en == (
        "The change of “Employment rate” of Pyeongtaek-si (first half of 2023) is in percentage "
        "points but called per cent: from 63.1% to 65.8% is 2.7 percentage points, or 4.28%, but "
        "2.7% is printed."
    )


@pytest.mark.parametrize("change", ["2.7%포인트", "4.3%"])
def test_the_level_stands_in_another_sentence_and_all_is_well(told, change):
    story = ("2023-08-23", "평택 고용률", APART.format(change))
    assert told(CHECK, story, place="평택시") == []
