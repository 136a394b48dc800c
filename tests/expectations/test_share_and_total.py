"""Truth table of check share_and_total, from texts through the reader and the real store."""

from __future__ import annotations

import pytest

CHECK = "share_and_total"
TITLE = "군산산단 채용 조사"


def test_a_share_does_not_fit(told):
    text = (
        "군산시가 12일 발표한 조사 결과 산업단지 근로자는 4872명으로 나타났다.\n\n이 가운데 군산에 "
        "사는 근로자는 3118명으로 전체의 74.0%를 차지했다."
    )
    (flag,) = told(CHECK, ("2024-03-12", TITLE, text), place="군산시")
    assert flag.severity == "warning"
    assert flag.values == ("74", "64", "3118", "4872")
    assert flag.message == (
        "군산시의 ‘근로자’(2024년) 비율이 수치와 맞지 않습니다: 4,872명 가운데 3,118명의 계산값은 "
        "64%, 적힌 값은 74%입니다."
    )
    assert [piece.value for piece in flag.evidence] == ["74", "3118", "4872"]


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("응답자 1,200명 가운데 744명(72%)이 만족했다.", ("72", "62", "744", "1200")),
        ("수료생 500명 가운데 430명이 취업해 취업률 76%를 기록했다.", ("76", "86", "430", "500")),
        (
            "종사자는 4만2천 명으로 시 전체 취업자 11만 명의 48.2%에 이른다.",
            ("48.2", "38.2", "42000", "110000"),
        ),
    ],
)
def test_ways_to_tell_a_share(told, sentence, values):
    (flag,) = told(CHECK, ("2024-03-12", TITLE, sentence), place="군산시")
    assert flag.severity == "warning"
    assert flag.values == values


@pytest.mark.parametrize(
    "sentence",
    [
        "응답자 1,200명 가운데 744명(62%)이 만족했다.",
        # Cut off instead of rounded; coarse parts.
        "응답자 1,200명 가운데 751명(62.5%)이 만족했다.",
        "응답자 1만 명 가운데 3천 명(35%)이 만족했다.",
        "응답자 1,200명 가운데 700여 명(60%)이 만족했다.",
        # The share is of something else, and the whole is not named.
        "연구인력 3만 명 가운데 박사급이 1만 명, 여성 비율은 19.3%다.",
        "노인 6,240명을 돌본다. 65세 이상은 6만 명으로 전체 인구의 24.8%다.",
    ],
)
def test_what_fits_or_is_left_open_is_silent(told, sentence):
    assert told(CHECK, ("2024-03-12", TITLE, sentence), place="군산시") == []


def test_another_whole_may_be_meant(told):
    text = "근로자는 4872명이다. 이 가운데 청년은 5118명으로 41.3%를 차지했다."
    (flag,) = told(CHECK, ("2024-03-12", TITLE, text), place="군산시")
    assert flag.severity == "info"


JOBS = (
    "통계청 조사에 따르면 군산시 취업자 수는 13만 2,400명, 고용률은 60.3%로 나타났다.\n\n"
    "산업별로는 서비스업 취업자가 4만 1,300명({}), 제조업이 3만 8,900명({}), 도소매업이 2만 "
    "4,100명({})이었다."
)
BUDGET = (
    "군산시의 2024년도 본예산이 1조 6,412억 원으로 확정됐다. 군산시의회는 19일 본회의를 열어 "
    "이같이 의결했다.\n\n분야별로 보면 사회복지에 전체의 37.2%인 6,105억 원, 농림해양수산에 {}인 "
    "1,846억 원, 환경에 9.3%인 1,524억 원이 배정됐다."
)
CALLS = (
    "군산소방서는 지난해 군산시 구급 출동이 8,412건으로 집계됐다고 5일 밝혔다. 하루 평균 23건 "
    "출동한 셈이다.\n\n유형별로는 질병이 5,131건(61.0%)으로 가장 많았고 낙상·추락 1,262건(15.0%), "
    "교통사고 1,093건({}) 순이었다."
)
WELFARE = (
    "군산시의 2024년도 예산이 9,412억 원으로 최종 확정됐다. 시는 민생 안정에 중점을 뒀다고 "
    "설명했다.\n\n사회복지 분야에는 전체의 {}인 3,312억 원을 편성했다."
)
EXPORTS = (
    "군산시의 지난해 수출액은 28억 4,600만 달러로 전년보다 3.2% 늘었다.\n\n품목별로 보면 기계가 "
    "12억 5,220만 달러로 전체의 44.0%를 차지해 가장 많았고, 화장품이 4억 1,230만 달러({}), 부품이 "
    "2억 8,460만 달러(10.0%)로 뒤를 이었다."
)
ENTRIES = (
    "군산시의 지난해 교통사고는 2,480건으로 집계됐다. 유형은 다음과 같다.\n\n"
    "▲ 차대차 1,612건(65.0%)\n\n▲ 차대사람 521건({})\n\n▲ 차량단독 347건(14.0%)"
)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (JOBS.format("31.2%", "39.4%", "18.2%"), ("39.4", "29.4", "38900", "132400")),
        (JOBS.format("31.2%", "29.4%", "28.2%"), ("28.2", "18.2", "24100", "132400")),
        (BUDGET.format("14.2%"), ("14.2", "11.2", "184600000000", "1641200000000")),
        # Between whole and list stands another number.
        (CALLS.format("18.0%"), ("18", "13", "1093", "8412")),
        # The words give the whole of one entry; it is that of the others.
        (EXPORTS.format("41.5%"), ("41.5", "14.5", "412300000", "2846000000")),
        # One share alone, but 전체의, and one number of which it can be.
        (WELFARE.format("31.9%"), ("31.9", "35.2", "331200000000", "941200000000")),
        (ENTRIES.format("31.0%"), ("31", "21", "521", "2480")),
    ],
)
def test_one_share_of_a_list_does_not_fit_the_whole_before_it(told, text, values):
    (flag,) = told(CHECK, ("2024-03-12", TITLE, text), place="군산시")
    assert flag.severity == "warning"
    assert flag.values == values


@pytest.mark.parametrize(
    "text",
    [
        JOBS.format("31.2%", "29.4%", "18.2%"),
        BUDGET.format("11.2%"),
        ENTRIES.format("21.0%"),
        CALLS.format("13.0%"),
        EXPORTS.format("14.5%"),
        # A share of the part before it.
        "응답자 1,200명 가운데 744명(62.0%)이 만족했고 그중 310명(41.7%)은 다시 찾겠다고 했다.",
        WELFARE.format("35.2%"),
        # The next sentence is not the same list.
        JOBS.format("31.2%", "29.4%", "18.2%")
        + " 증가율은 남성 7만 명(4.2%), 여성 6만 명(11.8%)이다.",
        # None of them, or only one of three, is a share of the number before: another whole.
        JOBS.format("41.2%", "39.4%", "28.2%"),
        JOBS.format("31.2%", "39.4%", "28.2%"),
        # Two in whole per cent, of which one may fit by chance.
        "취업자는 1,000명이다. 남성은 310명(31%), 여성은 420명(52%)이었다.",
        # Of one share alone nothing says of what it is.
        "취업자는 1,000명이다. 제조업 취업자가 310명(41.2%)이었다.",
        # Growth beside the entries.
        "수출은 120억 달러다. 국가별로는 중국 32억 달러(5.2%), 미국 21억 달러(11.4%)다.",
    ],
)
def test_lists_that_fit_or_are_of_another_whole(told, text):
    loud = told(CHECK, ("2024-03-12", TITLE, text), place="군산시")
    assert [flag for flag in loud if flag.severity != "info"] == []
