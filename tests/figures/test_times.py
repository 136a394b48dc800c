"""When a figure holds: sentences of our own, each for one rule of the ladder."""

from __future__ import annotations

from datetime import date

import pytest

from jipyo.figures import read

pytestmark = pytest.mark.quick

_CASES: list[tuple[str, str, str, dict[str, str]]] = [
    (
        "an event whose first and last day a lead tells apart",
        "2024-05-14",
        "가람 장미축제 폐막\n\n지난달 26일 막을 올린 제9회 가람 장미축제가 12일 폐막했다."
        " 축제에는 21만 3천 명이 다녀갔다.",
        {"21만 3천 명": "2024-04-26..2024-05-12"},
    ),
    (
        "the last day of an event and how long it lasted",
        "2023-10-10",
        "가람문화제 닷새간 열전 마무리\n\n제31회 가람문화제가 8일 시민광장에서 막을 내렸다."
        " 관람객은 7만 6천 명으로 집계됐다.",
        {"7만 6천 명": "2023-10-04..2023-10-08"},
    ),
    (
        "the first day of an event that lasted so long",
        "2023-10-10",
        "가람영화제 엿새 일정 마쳐\n\n제12회 가람영화제가 폐막했다. 지난 3일 개막한 이번 영화제에는"
        " 관객 1만 2,300명이 들었다.",
        {"1만 2,300명": "2023-10-03..2023-10-08"},
    ),
    (
        "the days between which an event took place, and which of its years",
        "2023-06-13",
        "가람 산골음악제 성황\n\n가람군은 7일부터 11일까지 수련원에서 열린 올해 음악제에서 공연"
        " 38회가 열렸다고 13일 밝혔다. 관객은 지난해 2만 명보다 12.5% 늘었다.",
        {"38회": "2023-06-07..2023-06-11", "12.5%": "2023-06-07..2023-06-11"},
    ),
    (
        "so many days from a day on",
        "2023-11-20",
        "10월 6일부터 사흘 동안 열린 가람 국화축제에는 4만 2천 명이 찾았다.",
        {"4만 2천 명": "2023-10-06..2023-10-08"},
    ),
    (
        "the half of the year in the name of an event",
        "2023-09-22",
        "하반기 일자리박람회 성료\n\n가람구는 지난 20일 구청에서 연 ‘2023 하반기 일자리박람회’에"
        " 구직자 820여 명이 찾았다고 22일 밝혔다.",
        {"820여 명": "2023-09-20..2023-09-20"},
    ),
    (
        "the years of a term, looked back on",
        "2024-07-03",
        "가람시는 지난 2년간 공모사업 57건에 뽑혔다.",
        {"57건": "2022-07-01..2024-06-30"},
    ),
    (
        "the year under way up to a quarter",
        "2023-10-24",
        "올 들어 3분기까지 안내로봇 36대를 들였다.",
        {"36대": "2023-01-01..2023-09-30"},
    ),
    (
        "a headline takes the time that its lead tells",
        "2022-10-19",
        "가람시 수소차 보급 512대\n\n가람시에 등록된 수소차는 9월 말 기준 512대다.",
        {"512대": "2022-09-30..2022-09-30"},
    ),
    (
        "당시 points back to the sentence before",
        "2019-11-27",
        "가람시 채무 모두 갚아\n\n시의 채무는 2014년 말 263억 원이었다. 당시 예산 대비 채무비율은"
        " 7.41%로 도내에서 가장 높았다.",
        {"7.41%": "2014-12-31..2014-12-31"},
    ),
    (
        "같은 기간 points back to a span",
        "2025-10-13",
        "가람공항 이용객 늘어\n\n올해 1~9월 가람공항 이용객은 215만 명이다."
        " 이 기간 가람을 찾은 관광객은 101만 명으로 집계됐다.",
        {"101만 명": "2025-01-01..2025-09-30"},
    ),
    (
        "money that is allotted is of its budget year",
        "2022-08-10",
        "재활용 늘린다\n\n시는 하반기 국비 2억 1천만 원을 들여 무인회수기 8대를 놓는다.",
        {"2억 1천만 원": "2022-01-01..2022-12-31"},
    ),
    (
        "so is money in a text of an event",
        "2024-10-14",
        "가람예술제 막 내려\n\n5일 막을 올린 가람예술제가 13일 폐막했다. 관객은 2만 3천 명이다."
        " 축제에 들어간 예산은 도비 5천만 원을 포함해 13억 8천만 원이다.",
        {"2만 3천 명": "2024-10-05..2024-10-13", "13억 8천만 원": "2024-01-01..2024-12-31"},
    ),
    (
        "a share of last year's is no figure of last year",
        "2023-06-08",
        "점포 조사\n\n점포의 월평균 매출은 1,842만 원으로 2019년의 88.4% 수준이다."
        " 폐업률은 1분기 2.7%로 나타났다.",
        {"2.7%": "2023-01-01..2023-03-31"},
    ),
    (
        "two bases side by side",
        "2021-12-22",
        "공모 성적\n\n가람군은 올해 공모에서 54건, 1,186억 원을 따냈다. 지난해 46건, 934억 원과"
        " 견주면"
        " 금액은 252억 원 늘었다.",
        {"934억 원": "2020-01-01..2020-12-31", "252억 원": "2021-01-01..2021-12-31"},
    ),
    (
        "what had been before is the base",
        "2019-07-23",
        "금연 단속\n\n단속원은 18명이던 지난해보다 여섯 명 많은 24명이다.",
        {"18명": "2018-01-01..2018-12-31"},
    ),
    (
        "the second day is not that of the news",
        "2021-08-24",
        "수삼 값 떨어져\n\n24일 군에 따르면 지난 20일 수삼 한 채의 도매가는 2만 4,000원이었다.",
        {"2만 4,000원": "2021-08-20..2021-08-20"},
    ),
    (
        "a deadline inside the year",
        "2024-06-11",
        "빈집 정비\n\n군은 빈집 60동을 올해 안에 철거한다.",
        {"60동": "..2024-12-31"},
    ),
    (
        "a deadline of what is spent",
        "2019-03-20",
        "투자협약\n\n가람오토텍은 2021년까지 산업단지 5만 2천㎡ 터에 800억 원을 들여 공장을"
        " 짓는다.",
        {"800억 원": "..2021-12-31"},
    ),
    (
        "an aim inside an elected term",
        "2019-03-20",
        "투자유치\n\n시장은 “민선7기 임기 안에 투자유치 1조 원을 이루겠다”고 했다.",
        {"1조 원": "..2022-06-30"},
    ),
    (
        "a heading as of a day",
        "2018-12-20",
        "하수도 현황\n\n□ 현황 (2018. 11. 30. 기준)\n ○ 하수관로 684.2㎞\n ○ 마을하수도 46개소",
        {"684.2㎞": "2018-11-30..2018-11-30", "46개소": "2018-11-30..2018-11-30"},
    ),
    (
        "an entry under an entry is of its time",
        "2022-03-08",
        "충전소 늘린다\n\n□ 가람구는 올해 충전기 640기를 새로 놓는다.\n ○ 구 등록 전기차 :"
        " 2021년 12월 말"
        " 3,217대\n  - 승용 2,870대, 화물 347대",
        {"347대": "2021-12-31..2021-12-31"},
    ),
    (
        "the year of a column is the part that the text is of",
        "2021-10-08",
        "재활용 수거\n\n□ 가람구는 올해 1월부터 9월까지 재활용품 92t을 거뒀다고 밝혔다.\n"
        " ○ 품목별 수거량 (단위: t)\n 품목 / 2020년 / 2021년\n 페트병 / 19.5 / 46.8",
        {"19.5": "2020-01-01..2020-09-30", "46.8": "2021-01-01..2021-09-30"},
    ),
    (
        "the days of a survey date no answers",
        "2023-12-06",
        "만족도 조사\n\n가람시는 ‘2023년 시정 만족도 조사’ 결과를 내놓았다. 조사는 10월 23일부터"
        " 11월 10일까지 진행했다. 만족한다는 응답은 80.2%였다.",
        {"80.2%": "2023-01-01..2023-12-31"},
    ),
    (
        "a cause dates nothing",
        "2020-12-09",
        "사과 생산 줄어\n\n올해 재배면적은 3,127㏊이며 4월 냉해 탓에 생산량은 5만 1천t으로 줄었다.",
        {"5만 1천t": "2020-01-01..2020-12-31"},
    ),
    (
        "a part of the period does not hold on",
        "2026-01-20",
        "관광객 늘어\n\n2025년 가람을 찾은 관광객은 870만 명이다. 산불로 상반기 방문객이 18.6%"
        " 줄었다."
        " 외국인은 9만 6,400명이었다.",
        {"9만 6,400명": "2025-01-01..2025-12-31"},
    ),
    (
        "이날 is the last day that was told",
        "2024-01-29",
        "산천어축제\n\n하루 최다 인파는 13일의 12만 8천 명이었다. 군은 이날 안전요원 130명을"
        " 배치했다.",
        {"130명": "2024-01-13..2024-01-13"},
    ),
    (
        "as of an hour of a day",
        "2020-09-07",
        "태풍 피해\n\n재난안전대책본부는 지난 6일 오후 6시 현재 접수된 피해가 1,216건이라고"
        " 밝혔다.",
        {"1,216건": "..2020-09-06"},
    ),
    (
        "a season from one year into the next",
        "2024-05-21",
        "물김 위판\n\n가람군은 2024년산 물김 위판을 마감했다. 지난해 10월 첫 위판 이후 이달"
        " 10일까지"
        " 생산량은 8만 7천t이다.",
        {"8만 7천t": "2023-10-01..2024-05-10"},
    ),
    (
        "since an opening up to a day",
        "2023-08-30",
        "피해 접수\n\n가람구는 6월 1일 센터 문을 연 뒤 이달 25일까지 피해 598건을 접수했다.",
        {"598건": "2023-06-01..2023-08-25"},
    ),
    (
        "counted up to this day",
        "2021-06-24",
        "투자협약\n\n이로써 올해 가람시가 유치한 기업은 14개사로 불어났다.",
        {"14개사": "2021-01-01..2021-06-24"},
    ),
    (
        "the quarter before the one that is told",
        "2020-10-14",
        "수주 늘어\n\n올해 3분기 수주액은 3,862억 원으로 전분기 2,725억 원보다 41.7% 늘었다.",
        {"2,725억 원": "2020-04-01..2020-06-30"},
    ),
    (
        "this year's budget from which next year's comes",
        "2025-11-20",
        "가람시 2026년 예산안 2조 3,914억 원\n\n가람시는 2026년도 예산안을 2조 3,914억 원으로 짰다."
        " 일반회계는 올해 1조 8,844억 원에서 1조 9,704억 원으로 늘었다.",
        {
            "1조 8,844억 원": "2025-01-01..2025-12-31",
            "1조 9,704억 원": "2026-01-01..2026-12-31",
        },
    ),
    (
        "last year beside this year in a text on next year's budget",
        "2025-11-20",
        "가람시 2026년 예산안\n\n가람시는 2026년도 예산안을 2조 3,914억 원으로 짰다. 관광객은"
        " 지난해 120만 명에서 올해 150만 명으로 늘었다.",
        {"120만 명": "2024-01-01..2024-12-31", "150만 명": "2025-01-01..2025-12-31"},
    ),
]


@pytest.mark.parametrize(
    ("rule", "published", "text", "wanted"), _CASES, ids=[case[0] for case in _CASES]
)
def test_period(rule: str, published: str, text: str, wanted: dict[str, str]) -> None:
    figures = read(text, date.fromisoformat(published)).figures
    for span, period in wanted.items():
        first, _, last = period.partition("..")
        found = [figure for figure in figures if figure.text == span]
        assert found, (rule, span, [figure.text for figure in figures])
        for figure in found:
            assert figure.period.end == date.fromisoformat(last), (rule, span, figure.period)
            if first:
                start = figure.period.start
                assert start == date.fromisoformat(first), (rule, span, figure.period)
