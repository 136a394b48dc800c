"""Truth table of check headline_and_body, from texts through the readers and the store."""

from __future__ import annotations

import pytest

CHECK = "headline_and_body"


@pytest.fixture
def found(imported):
    """The flags of the check for articles of a title, a body and perhaps a subtitle each."""

    def tell(*articles):
        names = ("title", "body", "subtitle")
        return [
            flag
            for flag in imported(*(dict(zip(names, article, strict=False)) for article in articles))
            if flag.check == CHECK
        ]

    return tell


def test_the_headline_has_another_value(found):
    (flag,) = found(
        (
            "거제시 지난해 관광객 241만 명",
            "거제시는 지난해 관광객이 214만 명으로 한 해 전보다 9.7% 늘었다고 10일 밝혔다.",
        )
    )
    assert flag.severity == "warning"
    assert flag.values == ("2410000", "2140000")
    assert [piece.value for piece in flag.evidence] == ["2410000", "2140000"]
    assert flag.message == (
        "거제시의 ‘관광객’ 수치(2023년)가 한 기사의 제목과 본문에서 다릅니다: "
        "제목 2,410,000명, 본문 2,140,000명."
    )


def test_the_same_thing_in_other_words_by_a_slip_of_the_pen(found):
    (flag,) = found(
        (
            "나주시 귀농귀촌 1,326가구 유치",
            "나주시는 지난해 도시민 1,236가구가 귀농·귀촌했다고 10일 밝혔다. "
            "전년보다 112가구 늘었다.",
        )
    )
    assert (flag.severity, flag.values) == ("warning", ("1326", "1236"))


def test_a_value_ten_times_as_large_is_critical(found):
    (flag,) = found(
        (
            "포항시 지난해 투자유치액 12조 9,300억 원",
            "포항시는 지난해 투자유치액이 1조 2,930억 원으로 집계됐다고 10일 밝혔다.",
        )
    )
    assert flag.severity == "critical"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("여수시 관광객 238만 명", "여수시를 찾은 관광객이 지난해 238만 7,900명으로 집계됐다."),
        ("경산시 예산 1조3500억", "경산시는 올해 예산을 1조 3,482억 원으로 확정했다."),
        ("원주시 인구 36만 명 돌파", "원주시 인구가 지난달 말 361,503명으로 집계됐다."),
        ("안동시 수출 2억 달러 육박", "안동시의 지난해 수출액은 1억 8,700만 달러로 집계됐다."),
        ("여주시 쌀 수출 30%대 증가", "여주시의 지난해 쌀 수출액은 전년보다 36.4% 늘었다."),
        (
            "논산시, 국·도비 128억 원 확보",
            "논산시는 공모사업에 뽑혀 국비 98억 원과 도비 30억 원을 받는다고 10일 밝혔다.",
        ),
        (
            "통영시 어린이집 7곳 늘린다",
            "통영시는 국공립 어린이집을 지금의 61곳에서 내년 말 68곳으로 늘린다.",
        ),
        (
            "목포시 지난해 수산물 수출 25% 증가",
            "목포시의 지난해 수산물 수출액은 5,000만 달러다. 2022년에는 4,000만 달러였다.",
        ),
        (
            "김천시 국비 9,412억 원 확보",
            "김천시는 올해 정부예산에 국비 9412억원이 반영됐다고 10일 밝혔다. 지난해 국비 "
            "8,947억 원보다 465억 원 늘었다.",
        ),
    ],
)
def test_rounding_words_and_what_can_be_worked_out_are_legal(found, title, body):
    assert found((title, body)) == []


def test_the_headline_takes_the_whole_for_the_part(found):
    (flag,) = found(
        (
            "문경시, 도비 640억 원 확보",
            "문경시가 새해 하천 정비 사업 14건을 시작한다고 10일 밝혔다. 14건의 총사업비는 "
            "640억 원이며 재원은 도비 210억 원, 시비 430억 원이다.",
        )
    )
    assert (flag.severity, flag.values) == ("warning", ("64000000000", "21000000000"))
    assert flag.message.endswith(
        "제목은 640억 원을 ‘도비’ 수치라고 하지만, "
        "본문에서 그것은 전체이고 ‘도비’ 수치는 210억 원입니다."
    )


@pytest.mark.parametrize(
    "body",
    [
        "문경시는 총 640억 원의 도비를 확보했다고 10일 밝혔다. 하천 정비에 도비 210억 원을 쓴다.",
        "문경시는 도비 640억 원을 확보했다고 10일 밝혔다. 이 가운데 하천 도비는 210억 원이다.",
        "문경시는 올해 예산에 640억 원을 확보했다고 10일 밝혔다. 사업마다 도비가 다르다.",
    ],
)
def test_a_part_of_the_same_thing_is_no_other_thing(found, body):
    assert found(("문경시, 도비 640억 원 확보", body)) == []


def test_a_list_in_the_body_gives_no_one_value(found):
    assert (
        found(
            (
                "사천시 도로 정비에 30억 원",
                "사천시는 올해 도로를 정비한다. 도로 정비에 읍 12억 원, 도로 정비에 면 15억 원이 "
                "든다.",
            )
        )
        == []
    )


def test_a_subtitle_counts_and_is_told_once(found):
    (flag,) = found(
        (
            "서산시 올해 예산 1조 2,450억 원",
            "서산시는 올해 예산이 1조 2,540억 원으로 정해졌다고 10일 밝혔다.",
            "예산 1조 2,450억 원, 복지에 무게",
        )
    )
    assert flag.values == ("1245000000000", "1254000000000")


def test_the_only_number_of_its_unit(told):
    body = (
        "창원시에 따르면 올해 3월부터 이달 초까지 14개 읍면을 돌며 갈아 준 칼과 가위는 모두 "
        "1만 420자루다. 서비스를 받은 주민은 3,180명이다."
    )
    title = "창원시 ‘찾아가는 칼갈이’ 올해 1만 {}자루 갈았다"
    flags = told(CHECK, ("2024-12-17", title.format("2천 "), body))
    assert [(flag.severity, flag.values) for flag in flags] == [("warning", ("12000", "10420"))]


def test_the_rounded_only_number_of_its_unit(told):
    body = "창원시에 따르면 올해 3월부터 이달 초까지 갈아 준 칼과 가위는 모두 1만 420자루다."
    assert told(CHECK, ("2024-12-17", "창원시 칼갈이 올해 1만 자루 갈았다", body)) == []


FUNDS = (
    "나주시는 2023년도 정부예산에서 지역 관련 국비 9,214억 원을 확보했다고 26일 밝혔다. 시가 직접 "
    "시행하는 사업이 5,036억 원, 다른 기관이 시행하는 사업이 4,178억 원이다.\n\n"
    "직접 시행 사업 국비는 올해 4,224억 원에서 812억 원 늘었다. 올해 나주시가 확보한 국비는 다른 "
    "기관 시행분을 더해 모두 {before} 원이었다."
)


def test_the_change_of_a_part_is_joined_with_the_whole(told):
    title = "나주시 내년 국비 9,214억 확보…올해보다 812억 증가"
    (flag,) = told(CHECK, ("2022-12-26", title, FUNDS.format(before="8,730억")), place="나주시")
    assert (flag.severity, flag.values) == ("warning", ("81200000000", "48400000000"))
    assert flag.message == (
        "제목이 나주시의 ‘국비 확보’ 9,214억 원(2023년)에 붙인 증감 812억 원은 본문에서는 일부의 "
        "것입니다: 전체는 8,730억 원에서 9,214억 원으로 484억 원 달라졌습니다."
    )
    assert flag.message_en == (
        "The headline joins 921.4 billion won for “National funds secured” of Naju-si (2023) with "
        "a change of 81.2 billion won, which in the body is that of a part: the whole went from "
        "873 billion won to 921.4 billion won, a change of 48.4 billion won."
    )


@pytest.mark.parametrize(
    ("title", "before"),
    [
        # The whole moved as much.
        ("나주시 내년 국비 9,214억 확보…올해보다 812억 증가", "8,402억"),
        # The headline joins the whole with its own change, or the part with its own.
        ("나주시 내년 국비 9,214억 확보…올해보다 484억 증가", "8,730억"),
        ("나주시 직접 시행 국비 5,036억…올해보다 812억 증가", "8,730억"),
        # No change in the headline.
        ("나주시 내년 국비 9,214억 확보", "8,730억"),
    ],
)
def test_changes_that_belong_to_what_they_stand_with(told, title, before):
    story = ("2022-12-26", title, FUNDS.format(before=before))
    assert told(CHECK, story, place="나주시") == []
