"""What the figures of one text say of one another, by words alone."""

from __future__ import annotations

from datetime import date

import pytest

from jipyo.figures import read
from jipyo.series.identity import identify
from jipyo.series.places import Places
from jipyo.series.relations import relate

pytestmark = pytest.mark.quick

PUBLISHED = date(2024, 2, 20)


def related(body: str, published: date = PUBLISHED) -> list[str]:
    """Each relation as ``sort: part=figure …``, with ``!`` where a total claims to be complete."""
    text = f"시정 소식\n\n{body}"
    figures = read(text, published).figures
    place = Places.load().resolve("포항시", published)
    relations = relate(text, figures, identify(figures, text, place, published), published)
    return [
        f"{relation.sort}{'!' if relation.complete else ''}: "
        + " ".join(f"{part}={figures[index].text}" for index, part in relation.members)
        for relation in relations
    ]


def compared(body: str, published: date = PUBLISHED) -> list[tuple[str, str] | None]:
    """The period with which each level of the text is compared."""
    text = f"시정 소식\n\n{body}"
    figures = read(text, published).figures
    place = Places.load().resolve("포항시", published)
    return [
        relation.compared and (relation.compared[0].isoformat(), relation.compared[1].isoformat())
        for relation in relate(text, figures, identify(figures, text, place, published), published)
        if relation.sort == "change"
    ]


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (
            "지난해 수출액은 31억 달러로 전년(28억 달러)보다 10.7% 늘었다.",
            ["change: level=31억 달러 base=28억 달러 growth=10.7%"],
        ),
        (
            "내년도 예산안은 2조 1,482억 원이다. 올해 2조 916억 원보다 566억 원(2.7%) 많다.",
            ["change: level=2조 1,482억 원 base=2조 916억 원 change=566억 원 growth=2.7%"],
        ),
        (
            "곶감 생산량은 2022년 9,800t에서 지난해 1만1,200t으로 14.3% 늘었다.",
            ["change: level=1만1,200t base=9,800t growth=14.3%"],
        ),
        (
            "수출은 5.2% 늘어난 31억 달러, 수입은 3.1% 줄어든 12억 달러였다.",
            ["change: level=31억 달러 growth=5.2%", "change: level=12억 달러 growth=3.1%"],
        ),
        (
            "인구는 36,914명(남 18,863명, 여 18,051명)으로 지난해 말 37,047명보다 133명 줄었다.",
            [
                "change: level=36,914명 base=37,047명 change=133명",
                "total!: total=36,914명 part=18,863명 part=18,051명",
            ],
        ),
        # The same measure for the period compared with, elsewhere in the text.
        (
            "2022년 수출액은 28억 달러였다. 지난해 수출액은 31억 달러로 전년보다 10.7% 늘었다.",
            ["change: level=31억 달러 base=28억 달러 growth=10.7%"],
        ),
    ],
)
def test_levels_and_how_they_moved(body, wanted):
    assert related(body) == wanted


@pytest.mark.parametrize(
    "body",
    [
        # Another thing moved.
        "지난해 31개사를 유치했고 일자리는 10.7% 늘었다.",
        "관광객은 31만 명이었다. 반면 숙박객은 10.7% 줄었다.",
        # Two levels and two moves: which is whose is said by 각각 only.
        "사망자는 40명에서 35명으로, 부상자는 402명에서 351명으로 각각 12.5%, 12.7% 감소했다.",
        # Which of the two?
        "도세가 1,702억 원, 시세가 2,425억 원이다. 2018년보다 229억 원 줄었다.",
    ],
)
def test_what_the_words_leave_open_is_no_relation(body):
    assert not [found for found in related(body) if "level=" in found]


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (
            "지난해 수출액은 31억 달러로 전년 대비 5.2% 늘었다.",
            ("2022-01-01", "2022-12-31"),
        ),
        (
            "지난해 수출액은 31억 달러로 2019년보다 5.2% 늘었다.",
            ("2019-01-01", "2019-12-31"),
        ),
        (
            "지난해 수출액은 31억 달러로 3년 전보다 5.2% 늘었다.",
            ("2020-01-01", "2020-12-31"),
        ),
        (
            "지난해 상반기 수출액은 15억 달러로 전년 동기 대비 5.2% 늘었다.",
            ("2022-01-01", "2022-06-30"),
        ),
        (
            "올해 1월 수출액은 2억 달러로 전월보다 5.2% 늘었다.",
            ("2023-12-01", "2023-12-31"),
        ),
        (
            "지난해 4분기 수출액은 8억 달러로 전분기보다 5.2% 늘었다.",
            ("2023-07-01", "2023-09-30"),
        ),
        (
            "지난해 8월 수출액은 2억 달러로 7월보다 5.2% 늘었다.",
            ("2023-07-01", "2023-07-31"),
        ),
        # A whole year, and nothing said.
        ("지난해 수출액은 5.2% 늘어난 31억 달러였다.", ("2022-01-01", "2022-12-31")),
        # Part of a year, and nothing said.
        ("지난해 상반기 수출액은 5.2% 늘어난 15억 달러였다.", None),
        # Not with a time.
        ("지난해 수출액은 31억 달러로 전국 평균보다 5.2% 많았다.", None),
    ],
)
def test_the_period_compared_with(body, wanted):
    assert compared(body) == [wanted]


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (
            "총사업비 45억 원(국비 20억 원, 도비 10억 원, 시비 15억 원)을 들인다.",
            "total!: total=45억 원 part=20억 원 part=10억 원 part=15억 원",
        ),
        (
            "총사업비 45억 원(국비 20억 원 포함)을 들인다.",
            "total: total=45억 원 part=20억 원",
        ),
        (
            "주차장은 동 지역 24곳, 읍 지역 11곳, 면 지역 9곳 등 모두 44곳이다.",
            "total: total=44곳 part=24곳 part=11곳 part=9곳",
        ),
        (
            "내국인 12만4천 명과 외국인 8천 명을 합쳐 모두 13만2천 명이 찾았다.",
            "total!: total=13만2천 명 part=12만4천 명 part=8천 명",
        ),
        (
            "사망자는 모두 58명이다. 연령별로는 65세 이상 31명, 30~64세 19명, 29세 이하 8명이다.",
            "total!: total=58명 part=31명 part=19명 part=8명",
        ),
        (
            "지적 사항 58건 가운데 47건은 바로 고쳤고 나머지 11건은 6월까지 보수한다.",
            "total!: total=58건 part=47건 part=11건",
        ),
        (
            "복구비 2,967억 원이 정해졌다. 재원은 국비 2,140억 원, 도비 498억 원, "
            "시비 329억 원이다.",
            "total!: total=2,967억 원 part=2,140억 원 part=498억 원 part=329억 원",
        ),
        (
            "내년도 예산안은 2조 3,385억 원이다. 회계별로는 일반회계 2조 5억 원, "
            "특별회계 3,380억 원이다.",
            "total!: total=2조 3,385억 원 part=2조 5억 원 part=3,380억 원",
        ),
        # What may be all of it, though nothing says so.
        (
            "1조 246억 원의 투자를 유치했다. 화장품 업체가 8,340억 원, 화학 업체가 4,120억 원이다.",
            "total!: total=1조 246억 원 part=8,340억 원 part=4,120억 원",
        ),
        (
            "축사 164곳을 고쳤다. 한우 축사가 108곳, 젖소 축사가 71곳으로 한우가 가장 많다.",
            "total: total=164곳 part=108곳 part=71곳",
        ),
        (
            "사망자는 모두 58명이다. 연령별로는 60대 이하 31명, 70대 19명, 80대 이상 8명이다.",
            "total!: total=58명 part=31명 part=19명 part=8명",
        ),
        ("목표액은 55억 원이다. 개인이 26억 원, 법인이 28억 원을 냈다.", None),
        ("농업이 1,306억 원으로 가장 많다. 이어 복지 968억 원, 환경 642억 원이다.", None),
        # A ranking names no total, and shows no all.
        ("빈집은 창선면이 287동으로 가장 많고 이동면 214동, 삼동면 203동 순이었다.", None),
        # Other things in the bracket.
        ("참가자는 총 500명(지난해 480명, 재작년 450명)이다.", None),
        # The list goes on with a total of its own.
        (
            "환급액은 743만 원이다. 시는 국비 2억 원과 시비 1억 원 등 3억 원을 들인다.",
            "total: total=3억 원 part=2억 원 part=1억 원",
        ),
    ],
)
def test_totals_and_their_parts(body, wanted):
    assert [found for found in related(body) if found.startswith("total")] == (
        [wanted] if wanted else []
    )


def test_a_total_that_is_broken_down_twice():
    body = (
        "지난해 귀농·귀촌한 사람이 58명이다. 남성이 41명, 여성이 17명이다. 연령대는 60대 이하 "
        "31명, 70대 19명, 80대 이상 8명이다."
    )
    assert "total!: total=58명 part=31명 part=19명 part=8명" in related(body)


def test_tables_with_a_row_of_sums():
    table = (
        "세입 내역은 다음과 같다.\n\n(단위: 억 원)\n\n지방세 | 5,120 | 210\n\n"
        "세외수입 | 1,030 | 45\n\n보전수입 등 | 880 | 60\n\n합계 | 7,030 | 315"
    )
    assert related(table) == [
        "total!: total=7,030 part=5,120 part=1,030 part=880",
        "total!: total=315 part=210 part=45 part=60",
    ]
    nested = table.replace("세외수입", "- 취득세")
    assert related(nested) == []


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (
            "응답자 1,200명 가운데 744명(62%)이 만족한다고 답했다.",
            "share: whole=1,200명 part=744명 share=62%",
        ),
        (
            "근로자는 4,872명으로 나타났다. 이 가운데 시민은 3,118명으로 전체의 64%를 차지했다.",
            "share: whole=4,872명 part=3,118명 share=64%",
        ),
        (
            "수료생 500명 가운데 430명이 취업해 취업률 86%를 기록했다.",
            "share: whole=500명 part=430명 share=86%",
        ),
        (
            "조선업 종사자는 4만2천 명으로 시 전체 취업자 11만 명의 38.2%에 이른다.",
            "share: whole=11만 명 part=4만2천 명 share=38.2%",
        ),
        (
            "외국인 주민은 1만6,478명이다. 이는 전체 인구 10만2,350명의 16.1%에 해당한다.",
            "share: whole=10만2,350명 part=1만6,478명 share=16.1%",
        ),
        # The share is of something else.
        ("연구인력 3만 명 가운데 박사급이 1만 명, 여성 비율은 19.3%다.", None),
        ("노인 6,240명을 돌본다. 65세 이상은 6만 명으로 전체 인구의 24.8%다.", None),
    ],
)
def test_shares(body, wanted):
    assert [found for found in related(body) if found.startswith("share")] == (
        [wanted] if wanted else []
    )


def test_values_decide_nothing():
    """Digits may change, and the same figures are related: a wrong sum is still a sum."""
    right = "총사업비 45억 원(국비 20억 원, 도비 10억 원, 시비 15억 원)을 들인다."
    wrong = right.replace("45", "94")
    assert related(wrong) == [related(right)[0].replace("45", "94")]


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (
            "지난해 말 취업자는 12만 7,300명이다. 통계청 조사를 시가 분석한 것이다.\n\n"
            "성별로는 남자 7만 5,100명, 여자 5만 2,200명이다.",
            "total!: total=12만 7,300명 part=7만 5,100명 part=5만 2,200명",
        ),
        (
            "지난해 말 기준 마을기업은 모두 151개이며, 유형별로는 제조 38개, 관광 22개, "
            "교육 91개가 운영 중이다.",
            "total!: total=151개 part=38개 part=22개 part=91개",
        ),
        (
            "지난해 바이오기업 매출액은 1조 1,250억 원이다. 진흥원이 72개사를 조사했다. "
            "전체 매출 가운데 수출은 3,240억 원으로 28.8%를 차지했다.",
            "share: whole=1조 1,250억 원 part=3,240억 원 share=28.8%",
        ),
    ],
)
def test_a_whole_may_stand_some_sentences_before(body, wanted):
    assert wanted in related(body)


def test_a_whole_of_another_name_is_none():
    body = (
        "지난해 바이오기업 투자액은 1조 1,250억 원이다. 전체 매출 가운데 수출은 3,240억 원으로 "
        "36.8%를 차지했다."
    )
    assert [each for each in related(body) if each.startswith("share")] == []


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (
            "올해 난전 매출은 23억 원으로 지난해 18억 4천만 원에서 25% 뛰었다.",
            "change: level=23억 원 base=18억 4천만 원 growth=25%",
        ),
        (
            "지난해 말 등록 외국인은 1만 4,999명이다. 베트남이 4,410명으로 가장 많고 우즈베키스탄 "
            "3,502명, 중국 2,731명, 기타 4,356명 순이다.",
            "total!: total=1만 4,999명 part=4,410명 part=3,502명 part=2,731명 part=4,356명",
        ),
        (
            "내년 본예산이 1조 7,350억 원으로 확정됐다. 분야별로는 사회복지가 6,420억 원으로 "
            "전체의 37.0%를 차지했다.",
            "share: whole=1조 7,350억 원 part=6,420억 원 share=37.0%",
        ),
        (
            "올해 거둬들인 쓰레기가 1,845t에 이른다. 16일 시에 따르면 종류별로 폐어구 412t, "
            "스티로폼 285t, 초목류 등 1,148t이다.",
            "total!: total=1,845t part=412t part=285t part=1,148t",
        ),
    ],
)
def test_lists_that_close_and_bases_behind_their_level(body, wanted):
    assert wanted in related(body)
