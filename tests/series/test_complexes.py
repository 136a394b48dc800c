"""Industrial complexes: what names one, what only sounds so, and which figures are theirs."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

import jipyo.series
from jipyo.figures import read
from jipyo.series.complexes import Complexes, folded
from jipyo.series.identity import identify
from jipyo.series.model import Identity
from jipyo.series.places import Places
from jipyo.series.relations import relate

pytestmark = pytest.mark.quick

PLACES = Places.load()
DAY = date(2024, 3, 5)


def named(text: str, place: str = "창원시") -> list[tuple[str, str]]:
    """Give what names a complex in a text, and the label of the complex."""
    found = Complexes(text, PLACES, PLACES.resolve(place, DAY), DAY)
    return [
        (text[mention.start : mention.end], PLACES.label(mention.place))
        for mention in found.mentions
        if mention.place is not None
    ]


def identities(text: str, place: str = "창원시") -> dict[str, Identity]:
    """Give the identity of every figure by what is printed; later figures of a print win."""
    figures = read(text, published=DAY).figures
    found = identify(figures, text, PLACES.resolve(place, DAY), DAY)
    return {figure.text: identity for figure, identity in zip(figures, found, strict=True)}


@pytest.mark.parametrize(
    ("text", "place", "label"),
    [
        ("창원국가산단의 가동률", "창원시", "창원시 창원국가산단"),
        ("창원국가산업단지에 입주한", "창원시", "창원시 창원국가산단"),
        ("창원 국가산업단지에서", "창원시", "창원시 창원국가산단"),
        ("봉암공단은", "창원시", "창원시 봉암산단"),
        ("마산자유무역지역의 수출", "창원시", "창원시 마산자유무역지역"),
        ("칠서일반산업단지", "함안군", "함안군 칠서산단"),
        ("칠서공단", "함안군", "함안군 칠서산단"),
        ("경남 함안군 칠서산단에서", "경상남도", "함안군 칠서산단"),
        ("김해골든루트일반산단", "김해시", "김해시 골든루트산단"),
        ("골든루트 산단은", "김해시", "김해시 골든루트산단"),
        ("제4공단", "구미시", "구미시 4산단"),
        ("구미4산단", "구미시", "구미시 4산단"),
        ("국가5산단", "구미시", "구미시 하이테크밸리국가산단"),
        ("광혜원농공단지", "진천군", "진천군 광혜원농공단지"),
        ("오송 생명과학단지", "청주시", "청주시 오송생명과학국가산단"),
        ("울산·미포 국가산단", "울산광역시", "울산광역시 미포국가산단"),
        ("남동공단", "인천광역시", "인천광역시 남동국가산단"),
        ("남동인더스파크에", "인천광역시", "인천광역시 남동국가산단"),
        ("영일만 일반산업단지", "포항시", "포항시 영일만산단"),
        ("사천 서부일반산단", "경상남도", "사천시 서부산단"),
        ("군산일반산단", "군산시", "군산시 군산일반산단"),
        ("여수산단은", "여수시", "여수시 여수국가산단"),
        ("충북혁신도시", "진천군", "충청북도 충북혁신도시"),
    ],
)
def test_long_and_short_forms_name_one_complex(text: str, place: str, label: str) -> None:
    assert [found for _, found in named(text, place)] == [label]


@pytest.mark.parametrize(
    "text",
    [
        "관내 산단의 가동률",
        "시는 노후 산업단지를 손본다.",
        "산업단지 12곳이 있다.",
        "도내 5개 국가산단",
        "스마트그린산단 사업",
        "창원시 산단의 생산액",
        "한국산업단지공단 경남본부는",
        "창원시설관리공단은",
        "국민건강보험공단 창원지사",
        "근로복지공단과 도로교통공단",
        "공단은 5일 밝혔다.",
        "부산환경공단",
        "여수산단 공동발전협의회는",
        "창원국가산단경영자협의회",
        "봉암공단 관리공단은",
        "창원국가산단대개조 사업",
        "인천경제자유구역청은",
        "해병대 항공단이",
        "생산단가가 올랐다.",
        "시공단계에 들어갔다.",
        "재산단체를 만들었다.",
        "서부 산단을 새로 꾸민다.",
        "동탄신도시의 인구",
    ],
)
def test_what_names_no_complex(text: str) -> None:
    assert named(text) == []


def test_the_same_name_in_two_cities_is_two_complexes() -> None:
    assert named("본촌산단은", "광주광역시") != named("본촌산단은", "창원시")


def test_a_name_of_one_city_only_means_it_there() -> None:
    assert named("첨단산단은", "광주광역시")[0][1].endswith("광주첨단국가산단")
    assert named("첨단산단을 짓는다.", "창원시") == []


def test_a_short_form_is_of_what_the_text_names_in_full() -> None:
    text = "달빛바이오국가산단을 짓는다. 달빛바이오산단은 2030년에 문을 열고, 달빛 산단에는"
    assert {label for _, label in named(text)} == {"창원시 달빛바이오국가산단"}
    # A number is no longer form: 1공단 and 10공단, 서부산단 and 서부2산단 are two.
    assert len({label for _, label in named("새벽산단과 새벽2산단은")}) == 2


def test_a_bare_word_takes_up_the_only_complex_that_is_named() -> None:
    assert named("봉암공단은 낡았다. 이 공단은 1983년에 생겼다.")[1][1] == "창원시 봉암산단"
    assert named("귀금속 산단은 작다. 산단 고용은", "익산시")[1] == ("산단", "익산시 귀금속산단")
    two = named("봉암공단과 진북산단은 낡았다. 산단 고용은")
    assert [printed for printed, _ in two] == ["봉암공단", "진북산단"]
    # An agency is no complex that 공단 could take up.
    assert named("진북산단은 낡았다. 공단은 5일 밝혔다.") == [("진북산단", "창원시 진북산단")]


def test_what_speaks_is_an_organisation() -> None:
    said = (
        "달빛테크노밸리는 지난해 생산액이 300억 원으로 늘었다고 5일 밝혔다. 달빛테크노밸리의 조사에"
    )
    assert named(said) == []
    assert named("달빛테크노밸리가 21일 내놓은 조사에서") == []
    assert len(named("달빛테크노밸리는 생산액이 300억 원으로 늘었다고 시가 5일 밝혔다.")) == 1
    assert len(named("시는 달빛테크노밸리가 300억 원을 생산했다고 밝혔다.")) == 1


TWO_AND_THE_CITY = (
    "산단 가동률 오름세\n\n창원시는 지난해 창원국가산단의 가동률이 84.2%로 올랐다고 5일 밝혔다. "
    "봉암공단은 76.1%, 마산자유무역지역은 80.3%였다. 시 전체 가동률은 82.5%다."
)


def test_two_complexes_and_the_city_are_three_series() -> None:
    found = identities(TWO_AND_THE_CITY)
    assert {printed: one.place for printed, one in found.items()} == {
        "84.2%": "창원시 창원국가산단",
        "76.1%": "창원시 봉암산단",
        "80.3%": "창원시 마산자유무역지역",
        "82.5%": "창원시",
    }
    assert {one.metric for one in found.values()} == {"industry.operating_rate"}
    assert len({one.key for one in found.values()}) == 4
    assert found["84.2%"].place_id == "kr-48-changwon/창원국가산단"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("창원국가산업단지 입주기업은 2,812개사다.", "창원시"),
        ("창원국가산단에는 입주기업 2,812개사가 있다.", "창원시"),
        ("창원국가산단은 올해 50돌을 맞았다. 입주기업은 2,812개사다.", "창원시"),
        ("경남도는 창원국가산단의 입주기업이 2,812개사라고 밝혔다.", "경상남도"),
        ("창원 국가산단 입주업체 2,812개사", "창원시"),
    ],
)
def test_one_complex_meets_over_wordings_and_announcements(text: str, place: str) -> None:
    found = identities(text, place)["2,812개사"]
    assert (found.place_id, found.metric, found.scope) == (
        "kr-48-changwon/창원국가산단",
        "industry.tenants",
        "",
    )


def test_a_headline_is_of_the_complex_that_the_body_names() -> None:
    text = "입주기업 2,800개사 넘었다\n\n창원국가산단의 입주기업이 2,812개사로 늘었다."
    assert identities(text)["2,800개사"].key == identities(text)["2,812개사"].key


def test_a_generic_word_stays_the_scope_that_it_is() -> None:
    found = identities("관내 산단의 수출은 30억 달러다. 시 수출은 180억 달러다.")
    assert (found["30억 달러"].place, found["30억 달러"].scope) == ("창원시", "complex")
    assert (found["180억 달러"].place, found["180억 달러"].scope) == ("창원시", "")


def test_what_a_city_spends_in_a_complex_is_the_citys() -> None:
    found = identities(
        "시는 봉암공단 진입도로 확장에 120억 원을 투입한다. 창원국가산단은 올해 50돌을 맞았다. "
        "시는 기념행사에 3억 원을 쓴다. 국비 45억 원이 창원국가산단에 반영됐다."
    )
    assert {one.place for one in found.values()} == {"창원시"}


def test_a_sentence_that_turns_to_the_city_is_the_citys() -> None:
    found = identities(
        "창원국가산단은 생산액이 60조 원으로 늘었다. 고용은 12만 명이다. 관내 공장은 4,100개다."
    )
    assert found["60조 원"].place == found["12만 명"].place == "창원시 창원국가산단"
    assert found["4,100개"].place == "창원시"


def test_what_an_investor_brings_to_a_complex_is_not_the_complexes() -> None:
    found = identities(
        "청주시는 ㈜가온과 3,000억 원의 투자협약을 맺었다. 오송생명과학단지에 3,100억 원을 들여 "
        "250명을 뽑는다. 오창산단의 한 부품사는 매출이 30억 원이다. 오창산단에는 입주기업 "
        "120개사가 있다.",
        "청주시",
    )
    assert found.pop("120개사").place == "청주시 오창과학산단"
    assert all("산단" not in one.place for one in found.values())


def test_where_something_happened() -> None:
    found = identities(
        "지난해 봉암공단에서 30건, 진북산단에서 22건의 화재가 났다. 창원국가산단은 넓다. "
        "한국환경공단은 직원이 41명이다."
    )
    assert found["30건"].place == "창원시 봉암산단"
    assert found["22건"].place == "창원시 진북산단"
    assert found["41명"].place == "창원시"


def test_a_share_is_of_what_it_is_a_share_of() -> None:
    found = identities("창원국가산단은 시 수출의 62%를 차지한다.")["62%"]
    assert found.place == "창원시"


def test_the_sum_over_complexes_is_the_citys_and_the_complexes_are_its_parts() -> None:
    text = (
        "입주기업은 창원국가산단 2,812개사, 봉암공단 140개사, 진북산단 90개사 등 모두 3,042개사다."
    )
    figures = read(text, published=DAY).figures
    found = identify(figures, text, PLACES.resolve("창원시", DAY), DAY)
    assert [one.place for one in found] == [
        "창원시 창원국가산단",
        "창원시 봉암산단",
        "창원시 진북산단",
        "창원시",
    ]
    assert {one.metric for one in found} == {"industry.tenants"}
    (relation,) = relate(text, figures, found, DAY)
    assert relation.sort == "total"
    assert [member.figure for member in relation.members] == [3, 0, 1, 2]


def test_a_breakdown_by_complex_behind_its_total() -> None:
    text = "창원시의 입주기업은 3,042개사다. 산단별로는 창원국가산단 2,902개사, 봉암공단 140개사다."
    figures = read(text, published=DAY).figures
    found = identify(figures, text, PLACES.resolve("창원시", DAY), DAY)
    assert [one.place for one in found] == ["창원시", "창원시 창원국가산단", "창원시 봉암산단"]
    (relation,) = relate(text, figures, found, DAY)
    assert [member.figure for member in relation.members] == [0, 1, 2]


def test_every_complex_of_the_data_lies_in_a_place_of_the_register() -> None:
    file = Path(str(jipyo.series.__file__)).with_name("complexes.toml")
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    owner: dict[str, str] = {}
    for place_id, complexes in data["in"].items():
        place = PLACES.get(place_id)
        assert place is not None and place.valid_to is None, place_id
        for name, others in complexes.items():
            for form in {folded(form) for form in (name, *others.split())}:
                # No form that is spelled out names two complexes.
                assert owner.setdefault(form, name) == name, form
            assert named(name, place.name_ko) == [(name, f"{PLACES.label(place)} {name}")], name
    for place_id, complexes in data["there"].items():
        assert set(complexes) <= set(data["in"][place_id]), place_id
