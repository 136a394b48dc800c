"""Who speaks in an article, and what the article is to the local government that it names."""

from __future__ import annotations

from datetime import date

import pytest

from jipyo.series.places import Places
from jipyo.series.speakers import judge

pytestmark = pytest.mark.quick

DAY = date(2024, 3, 5)


@pytest.mark.parametrize(
    ("title", "body", "speaker", "relevance", "reason"),
    [
        (
            "양산시, 기업 30곳 유치",
            "양산시는 올해 기업 30곳을 유치했다고 5일 밝혔다.",
            "city",
            "announcement",
            "government_reports",
        ),
        (
            "기업 30곳, 양산으로 온다",
            "양산시(시장 홍보람)는 올해 기업 30곳을 유치했다고 5일 밝혔다.",
            "city",
            "announcement",
            "government_reports",
        ),
        (
            "청년 창업 예산 늘린다",
            "홍보람 양산시장은 내년에 청년 창업에 30억 원을 쓰겠다고 말했다.",
            "city",
            "announcement",
            "government_reports",
        ),
        (
            "양산시 공영주차장 확충 계획",
            "□ 사업 개요\n\n○ 규모: 주차 면 320면, 사업비 48억 원",
            "city",
            "announcement",
            "government_acts",
        ),
        (
            "국비 지원 물량 줄었다",
            "양산시의회 홍보람 의원은 국비가 30억 원 줄었다고 지적했다. 양산시 몫도 줄었다.",
            "council",
            "about",
            "other_speaker",
        ),
        (
            "양산 등 3곳에 수소버스 보급",
            "환경부는 양산시에 수소버스 30대를 보급한다고 5일 밝혔다.",
            "ministry",
            "about",
            "other_speaker",
        ),
        (
            "경남도, 양산에 물류센터",
            "경남도는 양산시에 물류센터 2곳을 짓는다고 5일 발표했다.",
            "city",
            "announcement",
            "government_reports",
        ),
        (
            "물금역 하루 이용객 4천 명",
            "양산시 물금역의 하루 이용객이 4천 명을 넘었다.",
            "city",
            "about",
            "place_named",
        ),
        (
            "반도체 수출 두 달째 늘어",
            "지난달 반도체 수출이 120억 달러로 두 달째 늘었다.",
            "city",
            "other",
            "no_place",
        ),
    ],
)
def test_who_speaks_and_what_it_is(
    title: str, body: str, speaker: str, relevance: str, reason: str
):
    place = Places.load().recognise(title, body, DAY)
    assert judge(f"{title}\n\n{body}", place, DAY) == (speaker, relevance, reason)


def test_a_source_that_states_its_place_is_about_it():
    place = Places.load().resolve("양산시", DAY)
    found = judge("물금역 이용객 4천 명\n\n하루 4천 명이 탔다.", place, DAY, place_stated=True)
    assert (found.relevance, found.reason) == ("about", "place_stated")


def test_a_province_that_speaks_in_an_article_of_a_city_is_the_province():
    place = Places.load().resolve("양산시", DAY)
    text = "양산 물류센터 착공\n\n경남도는 양산시에 물류센터를 짓는다고 밝혔다."
    assert judge(text, place, DAY).speaker == "province"
