"""Figures that name no measure themselves: comparisons, changes, tables and headlines."""

from __future__ import annotations

import re
from datetime import date

import pytest

from jipyo.figures import read
from jipyo.series.continuing import names_itself
from jipyo.series.identity import identify
from jipyo.series.model import Identity
from jipyo.series.places import Places

pytestmark = pytest.mark.quick

PUBLISHED = date(2024, 5, 20)


def identities(text: str, place: str = "창원시") -> dict[str, Identity]:
    """Give the identity of every figure of a text behind the real reader, by its span."""
    figures = read(text, PUBLISHED).figures
    found = identify(figures, text, Places.load().resolve(place, PUBLISHED), PUBLISHED)
    return {figure.text: one for figure, one in zip(figures, found, strict=True)}


def meets(text: str, *spans: str) -> bool:
    found = identities(text)
    return len({(found[span].place, found[span].metric, found[span].scope) for span in spans}) == 1


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        (
            "올해 처리한 화물은 1,684만t으로 지난해 같은 기간 1,618만t보다 66만t 늘었다.",
            ("1,684만t", "1,618만t", "66만t"),
        ),
        ("수출 2,964만 달러, 전년比 20% 껑충", ("2,964만 달러", "20%")),
        ("화재는 187건으로 작년에 견줘 12.5% 줄었다.", ("187건", "12.5%")),
        (
            "당도는 8.6브릭스로 평년(8.1브릭스)을 앞섰다.",
            ("8.6브릭스", "8.1브릭스"),
        ),
        (
            "달빛축제 방문객은 3만 명이다. 이는 지난해(2만 명)보다 1만 명 많다.",
            ("3만 명", "2만 명", "1만 명"),
        ),
    ],
)
def test_a_comparison_is_of_what_it_compares(text, spans):
    assert meets(text, *spans)


def test_a_dimension_tells_of_which_figure_a_change_is():
    text = "산불 13건이 나 숲 4.82㏊를 태웠다. 지난해와 비교하면 건수는 38.1%, 면적은 48.6% 줄었다."
    assert meets(text, "13건", "38.1%")
    assert meets(text, "4.82㏊", "48.6%")
    assert not meets(text, "38.1%", "48.6%")


def test_a_counter_tells_of_which_figure_a_change_is():
    text = "대회에는 187개 팀, 선수 2,148명이 나왔다. 지난해보다 팀은 26개 늘었다."
    assert meets(text, "187개 팀", "26개")
    assert not meets(text, "2,148명", "26개")


def test_respectively_keeps_the_order():
    text = "숙박업 매출은 3억 원, 음식업 매출은 8억 원으로 지난해보다 각각 71%, 38% 뛰었다."
    assert meets(text, "3억 원", "71%")
    assert meets(text, "8억 원", "38%")
    assert not meets(text, "71%", "38%")


def test_a_whole_grows_rather_than_its_last_part():
    text = "공원 조성에 26억 원(국비 8억 원, 군비 18억 원)을 들여 지난해보다 69.2% 늘었다."
    assert meets(text, "26억 원", "69.2%")
    assert not meets(text, "18억 원", "69.2%")


def test_what_is_compared_grows_and_not_the_standard():
    text = "추경안은 8,214억 원으로 본예산 7,257억 원보다 957억 원 늘었다."
    assert meets(text, "8,214억 원", "957억 원")
    assert not meets(text, "7,257억 원", "957억 원")


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("수출은 20억 달러로 5% 늘었고 수입은 8% 줄었다.", "5%", "8%"),
        ("스마트공장 구축으로 7.8%의 생산성 향상과 2.2%의 매출액 증가가 있었다.", "7.8%", "2.2%"),
        ("배추는 71% 오른 반면 달걀은 11.2% 내렸다.", "71%", "11.2%"),
        (
            "지원금은 10억 원이다. 시는 2030년까지 35억 원을 들여 도서관을 짓는다.",
            "10억 원",
            "35억 원",
        ),
        (
            "전기차는 전체 차량 10만 대의 6%다. 화물차는 2020년 말 1,203대였다.",
            "10만 대",
            "1,203대",
        ),
    ],
)
def test_a_noun_of_its_own_keeps_a_figure_apart(text, one, other):
    assert not meets(text, one, other)


def test_a_row_of_a_table_is_one_measure_and_its_total_the_article_s():
    text = (
        "창원시 노인복지관 이용자 4,145명\n\n"
        "창원시는 노인복지관 이용자가 4,145명이라고 밝혔다.\n\n"
        "(단위: 명, %)\n"
        "구분 | 2022년 | 2023년 | 증감 | 증감률\n"
        "동부관 | 3,120 | 3,294 | 174 | 5.6\n"
        "서부관 | 412 | 596 | 184 | 44.7\n"
        "계 | 3,532 | 3,890 | 358 | 10.1\n"
    )
    assert meets(text, "3,120", "3,294", "174", "5.6")
    assert meets(text, "412", "596", "184", "44.7")
    assert meets(text, "4,145명", "3,532", "3,890", "358", "10.1")
    assert not meets(text, "3,120", "412")


def test_a_headline_takes_the_measure_of_the_lead():
    text = (
        "창원시, 감나무지기 118명 배치\n\n"
        "창원시는 봄을 맞아 과수원감나무지기 119명을 고른 곳에 세운다고 20일 밝혔다.\n"
    )
    assert meets(text, "118명", "119명")


def test_a_headline_does_not_take_another_count():
    text = (
        "창원시, 달빛꾸러미책 41만 권 나눔\n\n"
        "창원시는 시립도서관 7곳에서 시민이 책을 많이 빌렸다고 20일 밝혔다.\n"
    )
    assert not meets(text, "41만 권", "7곳")


def test_the_growth_of_a_part_in_the_headline_is_of_that_part():
    text = (
        "석유제품 12.7% 감소\n\n"
        "창원의 지난달 수출은 77억 달러였다. "
        "품목별로는 자동차 24억 달러, 석유제품 21억 달러 순이다.\n"
    )
    assert meets(text, "12.7%", "21억 달러")
    assert not meets(text, "12.7%", "24억 달러")


@pytest.mark.parametrize(
    ("lead", "names"),
    [
        ("으로 지난해보다 ", False),
        (" 2017년보다는 ", False),
        (" 올해 ", False),
        ("기정예산 대비 ", False),
        (" 전년 같은 기간과 견줘 ", False),
        (", 사과는 ", True),
        (" 수입은 ", True),
        ("…인명피해 ", True),
        (" 본예산 ", True),
    ],
)
def test_what_stands_before_a_figure_may_name_it(lead, names):
    assert names_itself(lead) is names


def test_a_value_decides_nothing():
    text = (
        "동해항 화물 1,684만t\n\n"
        "올해 처리한 화물은 1,684만t으로 지난해(1,618만t)보다 66만t, 4.1% 늘었다. "
        "건수는 3.2%, 면적은 8.4% 줄었다.\n"
    )
    other = re.sub(r"\d(?=[\d,.]*(?:만t|%))", "7", text)
    assert [one.metric for one in identities(text).values()]
    figures = [read(each, PUBLISHED).figures for each in (text, other)]
    place = Places.load().resolve("동해시", PUBLISHED)
    first, second = (
        [one.metric for one in identify(found, each, place, PUBLISHED)]
        for found, each in zip(figures, (text, other), strict=True)
    )
    assert first == second
