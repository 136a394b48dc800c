"""Who says each figure: whom a sentence quotes or cites, who goes on, and who only sounds so."""

from __future__ import annotations

from datetime import date

import pytest

from jipyo.figures import read
from jipyo.series.identity import identify
from jipyo.series.places import Places
from jipyo.series.relations import relate
from jipyo.series.speakers import judge, speaker_of, subjects

pytestmark = pytest.mark.quick

PLACES = Places.load()
DAY = date(2024, 3, 5)
LEAD = "진주시, 살림 규모 밝혀\n\n진주시는 올해 살림이 2조 원이라고 5일 밝혔다.\n"


def speakers(text: str, place: str = "진주시") -> list[str]:
    """Give who says each figure of a text, in text order."""
    figures = read(text, published=DAY).figures
    found = identify(figures, text, PLACES.resolve(place, DAY), DAY)
    return [
        identity.speaker
        for _, identity in sorted(zip(figures, found, strict=True), key=lambda each: each[0].start)
    ]


def in_announcement(sentence: str) -> list[str]:
    """Give who says the figures of a paragraph in an announcement of the city."""
    return speakers(LEAD + sentence)[1:]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("한결 진주시의원은 집행액이 12억 원에 그쳤다고 지적했다.", "council"),
        ("“집행액이 12억 원에 그쳤다”고 한결 의원은 꼬집었다.", "council"),
        ("경남도의회 박샘 의원은 도정질문에서 “실업자가 5천 명”이라고 말했다.", "council"),
        ("시의회 예산결산특별위원장은 12억 원이 과하다고 주장했다.", "council"),
        ("국민의힘 이슬 의원이 국토교통부에서 받은 자료에 따르면 빈집은 1,200채다.", "council"),
        ("시민단체는 “나무 300그루가 잘렸다”고 주장했다.", "civic_group"),
        ("진주참여연대 김솔 사무국장은 “주차장 120면이 사라졌다”고 비판했다.", "civic_group"),
        ("노조는 400명이 일자리를 잃었다고 밝혔다.", "civic_group"),
        ("금속노조 경남지부는 손실이 50억 원이라고 주장했다.", "civic_group"),
        ("노조위원장은 “30명이 다쳤다”고 말했다.", "civic_group"),
        ("국토교통부에 따르면 미분양은 1,200호다.", "ministry"),
        ("국토부는 진주에 80억 원을 준다고 발표했다.", "ministry"),
        ("환경부 관계자는 수소차 90대를 보급하겠다고 전했다.", "ministry"),
        ("경남도는 도비 40억 원을 보탠다고 밝혔다.", "province"),
        ("이슬 경남도 경제부지사는 “기업 30곳이 온다”고 약속했다.", "province"),
        ("도 관계자는 3% 늘었다고 설명했다.", "province"),
        ("회사 측은 매출이 200억 원이라고 했다.", "company"),
        ("한국GM 관계자는 “3만 대를 만든다”고 말했다.", "company"),
        ("한국은행 경남본부는 수출이 3% 늘 것으로 내다봤다.", "other"),
        ("진주상공회의소가 낸 조사에 따르면 기업 120곳이 어렵다고 답했다.", "other"),
        ("김솔 경상국립대 교수는 “4천 명이 떠났다”고 진단했다.", "other"),
        ("상인들은 매출이 20% 늘었다고 입을 모았다.", "other"),
    ],
)
def test_what_others_say_is_theirs(sentence: str, speaker: str) -> None:
    assert in_announcement(sentence) == [speaker]


@pytest.mark.parametrize(
    "sentence",
    [
        "조솔 진주시장은 “일자리 1만 개를 만들겠다”고 말했다.",
        "시 관계자는 “집행률이 70%”라고 해명했다.",
        "김샘 경제일자리국장은 기업 30곳이 온다고 설명했다.",
        "부시장은 12억 원이면 된다고 답했다.",
        "진주시 교통과장은 “버스 30대를 늘린다”고 전했다.",
        "진주소방서는 화재가 120건이었다고 밝혔다.",
        "진주문화재단은 관객이 3만 명이라고 밝혔다.",
        "시와 한국은행은 12억 원을 대기로 했다고 밝혔다.",
        "시는 국토교통부가 120억 원을 지원한다고 설명했다.",
        "시의회는 12억 원을 깎았다.",
        "일부는 30명만 왔다고 말했다.",
        "사업에는 80억 원이 든다.",
    ],
)
def test_what_the_city_and_its_officials_say_is_the_citys(sentence: str) -> None:
    assert set(in_announcement(sentence)) == {"city"}


def test_statistics_that_an_announcement_takes_over_are_the_citys() -> None:
    assert in_announcement("통계청에 따르면 진주의 고용률은 61.2%다.") == ["city"]
    assert in_announcement("국토교통부 통계에 따르면 미분양은 1,200호다.") == ["city"]
    assert in_announcement("시는 통계청 자료에 따르면 고용률이 61.2%라고 밝혔다.") == ["city"]
    assert in_announcement("통계청은 고용률이 61.2%라고 발표했다.") == ["ministry"]


def test_a_statistics_office_speaks_where_no_city_reports() -> None:
    text = "고용률 61.2%\n\n15일 통계청에 따르면 진주의 고용률은 61.2%다.\n\n실업자는 4천 명이다."
    assert speakers(text) == ["ministry"] * 3
    both = "고용률 61.2%\n\n15일 진주시와 통계청에 따르면 진주의 고용률은 61.2%다."
    assert speakers(both) == ["city"] * 2


def test_who_speaks_goes_on_until_somebody_else_does() -> None:
    said = in_announcement(
        "한결 진주시의원은 집행액이 12억 원에 그쳤다고 지적했다. 이어 “취업자는 80명”이라며 "
        "“예산의 30%가 남았다”고 말했다. 남은 돈은 5억 원이다. 시는 내년에 20억 원을 쓴다고 "
        "답했다. 또 기업 30곳을 찾겠다고 덧붙였다."
    )
    assert said == ["council"] * 4 + ["city"] * 2


def test_a_paragraph_ends_it_unless_the_words_go_on() -> None:
    claim = "금속노조는 400명이 일자리를 잃었다고 주장했다.\n\n"
    assert in_announcement(f"{claim}올해 예산은 30억 원이다.") == ["civic_group", "city"]
    assert in_announcement(f"{claim}그는 “손실이 30억 원”이라고 말했다.") == ["civic_group"] * 2
    assert in_announcement(f"{claim}“손실이 30억 원”이라고 덧붙였다.") == ["civic_group"] * 2


def test_a_quotation_of_several_sentences_is_of_one_speaker() -> None:
    said = (
        '하늘정밀 김솔 대표는 "직원이 20명이다. 매출은 30억 원이다. 5억 원을 더 쓴다"라고 말했다.'
    )
    assert in_announcement(said) == ["company"] * 3
    assert in_announcement(said.replace('"', "”").replace("”", "“", 1)) == ["company"] * 3


def test_two_who_speak_in_one_sentence() -> None:
    said = "의원들은 5억 원이 과하다고 지적했고, 시는 3억 원이면 충분하다고 답했다."
    assert in_announcement(said) == ["council", "city"]
    said = "시는 30억 원을 썼지만 한결 의원은 5곳뿐이라고 비판했다."
    assert in_announcement(said) == ["city", "council"]


def test_the_city_answers_in_the_article_of_another() -> None:
    text = (
        "“집행률 30%”\n\n진주시의회 한결 의원은 집행률이 30%라고 지적했다. 시 관계자는 “집행률은 "
        "70%”라고 해명했다.\n\n남은 돈은 5억 원이다."
    )
    assert speakers(text)[1:] == ["council", "city", "council"]


def test_a_title_alone_speaks_for_who_spoke_before() -> None:
    text = (
        "수출 3% 늘어\n\n진주상공회의소는 수출이 3% 늘었다고 밝혔다. 김솔 회장은 “올해는 5% "
        "늘 것”이라고 말했다. 시 관계자는 “기업 30곳을 돕겠다”고 말했다."
    )
    assert speakers(text) == ["other", "other", "other", "city"]
    assert in_announcement("김솔 대표는 “직원이 20명”이라고 말했다.") == ["company"]


def test_a_headline_has_the_speaker_of_what_it_shortens() -> None:
    text = (
        "금속노조 “손실 50억 원”\n\n진주시는 공장 3곳을 살핀다고 밝혔다. 금속노조는 "
        "손실이 50억 원이라고 주장했다."
    )
    assert speakers(text) == ["civic_group", "city", "civic_group"]


def test_a_province_and_its_cities() -> None:
    text = (
        "경남도 살림 12조 원\n\n경남도는 살림이 12조 원이라고 밝혔다. 도 관계자는 “3% "
        "늘었다”고 말했다. 도의회는 1천억 원이 과하다고 지적했다."
    )
    assert speakers(text, "경상남도") == ["city", "city", "city", "council"]


def test_only_like_speakers_are_related() -> None:
    level = "진주시는 지난해 수출이 32억 달러라고 밝혔다. 전년보다 30% 줄었다고 "
    related: list[int] = []
    for who in ("덧붙였다.", "한결 의원은 지적했다."):
        text = level + who
        figures = read(text, published=DAY).figures
        found = identify(figures, text, PLACES.resolve("진주시", DAY), DAY)
        assert {one.metric for one in found} == {"trade.exports"}
        related.append(len(relate(text, figures, found, DAY)))
    assert related == [1, 0]


@pytest.mark.parametrize(
    ("lead", "speaker", "reason"),
    [
        (
            "전남 목포시 관내 3개 수협의 위판액이 34억 원이라고 시가 밝혔다.",
            "city",
            "government_reports",
        ),
        ("11일 시에 따르면 관광객이 3만 명이다.", "city", "government_reports"),
        ("국토교통부에 따르면 진주시 미분양은 30호다.", "ministry", "other_speaker"),
        (
            "주부 김솔씨는 “10분이면 온다”고 말했다. 진주시 버스는 30대다.",
            "city",
            "place_named",
        ),
        ("진주기계산업협의회는 회원사가 41곳이라고 밝혔다.", "other", "other_speaker"),
    ],
)
def test_who_reports_in_the_lead(lead: str, speaker: str, reason: str) -> None:
    found = judge(f"제목\n\n{lead}", PLACES.resolve("진주시", DAY), DAY)
    assert (found.speaker, found.reason) == (speaker, reason)


@pytest.mark.parametrize(
    ("phrase", "speaker"),
    [
        ("내부는", None),
        ("관계자는", None),
        ("수요가", None),
        ("전문가는", "other"),
        ("교육지원청은", "other"),
        ("경남경찰청은", "ministry"),
        ("진주시청은", "city"),
        ("하청업체는", "company"),
        ("창원상공회의소 회장은", "other"),
        ("시의회 의장은", "council"),
        ("기업인협의회는", "other"),
        ("위원장은", "council"),
    ],
)
def test_as_whom_a_subject_speaks(phrase: str, speaker: str | None) -> None:
    (subject,) = subjects(phrase)
    assert speaker_of(subject.words, PLACES.resolve("진주시", DAY), DAY) == speaker
