"""The register of places, and which place an article is about."""

from __future__ import annotations

from datetime import date

import pytest

from jipyo.series.places import Places

pytestmark = pytest.mark.quick

PLACES = Places.load()


@pytest.mark.parametrize(
    ("name", "on", "expected"),
    [
        ("창원시", None, "kr-48-changwon"),
        ("창원특례시", date(2024, 1, 1), "kr-48-changwon"),
        ("경남 창원시", None, "kr-48-changwon"),
        ("경남", None, "kr-48-gyeongnam"),
        ("경남도", None, "kr-48-gyeongnam"),
        ("부산", None, "kr-26-busan"),
        ("춘천시", date(2020, 1, 1), "kr-42-chuncheon"),
        ("춘천시", date(2025, 1, 1), "kr-51-chuncheon"),
        ("광주광역시", date(2020, 1, 1), "kr-29-gwangju"),
        ("광주광역시", date(2026, 8, 1), "kr-12-jeonnam-gwangju"),
        ("강원 고성군", date(2025, 1, 1), "kr-51-goseong"),
        ("중구", None, None),
        ("고성군", None, None),
        ("없는시", None, None),
    ],
)
def test_resolve(name, on, expected):
    place = PLACES.resolve(name, on)
    assert (place.id if place else None) == expected


def test_every_official_name_with_its_province_resolves_on_its_days():
    day = date(2026, 11, 1)
    for place in PLACES:
        parent = PLACES.parent(place)
        if not place.in_force(day) or parent is None or place.level == "subdistrict":
            continue
        assert PLACES.resolve(f"{parent.name_ko} {place.name_ko}", day) == place


def test_a_place_stays_one_through_a_change_of_code():
    old, new = PLACES.resolve("춘천시", date(2020, 1, 1)), PLACES.resolve("춘천시", None)
    assert old != new
    assert PLACES.canonical(old) == PLACES.canonical(new) == new


def test_a_merger_is_another_place():
    old = next(place for place in PLACES if place.name_ko == "마산시")
    assert PLACES.canonical(old) == old


def test_labels_tell_namesakes_apart():
    day = date(2025, 1, 1)
    assert PLACES.label(PLACES.resolve("대구 중구", day)) == "대구광역시 중구"
    assert PLACES.label(PLACES.resolve("창원시", day)) == "창원시"


def test_find_takes_the_longest_name_and_no_part_of_a_word():
    names = [mention.name for mention in PLACES.find("경남 창원시와 김해시가 손잡았다. 재창원회.")]
    assert names == ["경남 창원시", "김해시"]


@pytest.mark.parametrize(
    ("title", "body", "hint", "expected"),
    [
        (
            "김해시, 예산 2조 편성",
            "김해시는 창원시, 밀양시 등과 함께 추진한다고 밝혔다.",
            None,
            "김해시",
        ),
        (
            "관광객 300만 시대",
            "전남 여수시는 순천시에 이어 두 번째로 많다고 밝혔다.",
            None,
            "여수시",
        ),
        ("창원 수출 늘었다", "지난해 창원의 수출이 늘었다. 경남 전체도 늘었다.", None, "창원시"),
        (
            "도민 안전 예산 확대",
            "경상남도는 창원시와 진주시에 예산을 준다고 밝혔다.",
            None,
            "경상남도",
        ),
        ("성산구 공원 새 단장", "창원시 성산구는 공원을 새로 꾸몄다고 밝혔다.", None, "창원시"),
        ("스마트공장 202개 구축", "시는 19일 스마트공장을 구축했다고 밝혔다.", "창원시", "창원시"),
        ("고양이 돌봄 늘린다", "양산시는 길고양이 돌봄을 늘린다고 밝혔다.", None, "양산시"),
        ("수원특례시 청년 지원", "수원특례시가 청년을 지원한다.", None, "수원시"),
        (
            "중구, 도서관 개관",
            "중구는 도서관을 열었다고 밝혔다. 대구 시민이 이용한다.",
            "대구광역시",
            "대구광역시 중구",
        ),
        ("광주시 인구 증가", "경기 광주시는 인구가 늘었다고 밝혔다.", None, "광주시"),
        (
            "경남도, 국비 확보",
            "경남도지사는 도청에서 결과를 밝혔다. 창원시 2조 원, 김해시 1조 원이다.",
            "창원시",
            "경상남도",
        ),
        ("시, 일자리 늘린다", "시는 일자리를 늘린다고 밝혔다.", "김해시", "김해시"),
        ("고성군 산불 복구", "고성군은 복구에 나섰다.", "강원특별자치도", "강원특별자치도 고성군"),
        ("동해시 관광객", "동해시는 동해안을 찾은 사람이 늘었다고 밝혔다.", None, "동해시"),
        ("쌀문화축제", "이천쌀축제가 끝났다.", None, None),
        ("교부세 조정", "행정안전부는 교부세를 조정한다고 밝혔다.", None, None),
        ("아무 데도 아닌 글", "이름이 없다.", None, None),
        ("아무 데도 아닌 글", "이름이 없다.", "포항시", "포항시"),
    ],
)
def test_recognise(title, body, hint, expected):
    place = PLACES.recognise(title, body, date(2024, 3, 1), hint)
    assert (PLACES.label(place) if place else None) in {expected, f"경기도 {expected}"}


def test_a_hint_does_not_overrule_the_text():
    place = PLACES.recognise(
        "포항시, 투자 유치", "포항시는 5일 밝혔다.", date(2024, 3, 1), "창원시"
    )
    assert place is not None and place.name_ko == "포항시"


def test_names_follow_the_day():
    before = PLACES.recognise("강원도 춘천시 소식", "춘천시는 밝혔다.", date(2022, 1, 1))
    after = PLACES.recognise("강원 춘천시 소식", "춘천시는 밝혔다.", date(2025, 1, 1))
    assert before is not None and after is not None
    assert before.id != after.id
    assert PLACES.canonical(before) == PLACES.canonical(after)


@pytest.mark.parametrize(
    ("title", "body", "name"),
    [
        ("제주 감귤 값 12% 올라", "서귀포와 제주 산지의 감귤 값이 올랐다.", "제주특별자치도"),
        ("제주시, 공영버스 30대 증차", "제주시는 공영버스를 늘린다고 밝혔다.", "제주시"),
        ("광주 수출 4% 늘어", "지난달 광주 지역 수출이 늘었다.", "광주광역시"),
        ("대구소방, 구조 1,200건", "대구소방안전본부는 구조 실적을 밝혔다.", "대구광역시"),
        ("전북 귀농 가구 4% 증가", "완주군 120가구, 고창군 98가구로 완주군이 많았다.", "전라북도"),
        ("보령머드축제 폐막", "축제에 163만 명이 다녀갔다.", "보령시"),
        ("축제 폐막", "화천산천어축제가 끝났다. 군은 131만 명이 찾았다고 했다.", "화천군"),
        ("조선 경기 살아난다", "부산지역 조선 경기가 살아나고 있다.", "부산광역시"),
    ],
)
def test_a_short_name_means_what_the_press_means(title: str, body: str, name: str):
    found = Places.load().recognise(title, body, date(2020, 5, 1))
    assert found is not None
    assert found.name_ko == name
