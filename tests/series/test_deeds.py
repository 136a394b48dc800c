"""What is done, and who does it, is one part of a provisional key in whatever form it is told."""

from __future__ import annotations

from datetime import date

import pytest

from jipyo.figures import read
from jipyo.series.identity import identify
from jipyo.series.places import Places

pytestmark = pytest.mark.quick

PUBLISHED = date(2024, 1, 20)


def metrics(text: str) -> list[str]:
    place = Places.load().resolve("원주시", PUBLISHED)
    full = f"원주\n\n{text}"
    figures = read(full, published=PUBLISHED).figures
    return [identity.metric for identity in identify(figures, full, place, PUBLISHED)]


@pytest.mark.parametrize(
    ("expected", "texts"),
    [
        (
            "~수거+폐비닐:mass",
            (
                "원주시는 지난해 폐비닐 420톤을 수거했다고 밝혔다.",
                "지난해 원주시가 거둬들인 폐비닐은 420톤으로 집계됐다.",
                "지난해 원주에서 수거된 폐비닐은 420톤이다.",
                "원주시의 지난해 폐비닐 수거량은 420톤이다.",
            ),
        ),
        (
            "~소화전+점검:item",
            (
                "원주시는 지난해 소화전 420곳을 점검했다고 밝혔다.",
                "지난해 원주시가 점검한 소화전은 420곳으로 집계됐다.",
                "지난해 점검을 마친 소화전은 420곳이다.",
                "원주시의 지난해 소화전 점검 실적은 420곳이다.",
            ),
        ),
        # What is done with all things of a kind says nothing.
        (
            "~무인택배함:item",
            (
                "원주시는 지난해 무인택배함 42곳을 설치했다고 밝혔다.",
                "원주에서 운영 중인 무인택배함은 42곳이다.",
                "원주시의 지난해 무인택배함 설치 실적은 42곳이다.",
            ),
        ),
        # Nor does what becomes of the number, and who says it.
        (
            "~소화전:item",
            (
                "원주시는 지난해 소화전을 420곳으로 확대했다고 밝혔다.",
                "원주시는 지난해 소화전을 420곳으로 발표했다.",
            ),
        ),
        (
            "~걷기챌린지+참여:person",
            (
                "원주시는 지난해 걷기챌린지에 420명이 참여했다고 밝혔다.",
                "지난해 걷기챌린지에 참여한 시민은 420명으로 집계됐다.",
                "원주시 걷기챌린지 참여자는 지난해 420명이다.",
                "원주시의 지난해 걷기챌린지 참여 인원은 420명이다.",
                "지난해 420명이 원주시 걷기챌린지에 참여한 것으로 나타났다.",
            ),
        ),
        (
            "~건강검진/apply:person",
            (
                "지난해 건강검진을 신청한 시민은 420명으로 집계됐다.",
                "원주시 건강검진 신청자는 지난해 420명이다.",
                "원주시의 지난해 건강검진 신청 인원은 420명이다.",
            ),
        ),
        (
            "mobility.bus_riders",
            (
                "시내버스를 타는 원주시민이 지난해 하루 평균 4만 명에 달했다.",
                "지난해 시내버스를 이용한 승객은 하루 평균 4만 명이다.",
                "원주시 시내버스 이용자 수는 하루 평균 4만 명이다.",
            ),
        ),
    ],
)
def test_one_count_in_whatever_form(expected: str, texts: tuple[str, ...]) -> None:
    assert {text: metrics(text)[0] for text in texts} == dict.fromkeys(texts, expected)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "지난해 원주시 청년 창업교실 수강생은 42명이다.",
            "지난해 원주시 노인 창업교실 수강생은 42명이다.",
        ),
        (
            "원주시는 지난해 유기동물 42마리를 구조했다.",
            "원주시는 지난해 유기동물 42마리를 안락사했다.",
        ),
        ("지난해 원주시 한글교실 신청자는 42명이다.", "지난해 원주시 한글교실 참여자는 42명이다."),
        ("지난해 청년 42명에게 월세를 지원했다.", "지난해 청년 42명에게 이사비를 지원했다."),
    ],
)
def test_other_people_and_deeds_are_other_counts(one: str, other: str) -> None:
    assert metrics(one) != metrics(other)


def test_users_are_told_of_a_place() -> None:
    (swimmers,) = metrics("지난해 원주시 수영장 이용객은 4만 명이다.")
    (golfers,) = metrics("지난해 원주시 파크골프장을 이용한 사람은 4만 명이다.")
    assert swimmers == golfers == "facility.users"
