"""Truth table of check claim_strength, on texts as they are read."""

from __future__ import annotations

import pytest

CHECK = "claim_strength"
TALKS = (
    "2023-11-21",
    "창원시 무역사절단, 호찌민서 1240만 달러 수출상담",
    "창원시는 베트남 호찌민에 보낸 무역사절단이 수출상담 86건, 상담액 1240만 달러의 실적을 "
    "올렸다고 21일 밝혔다. 이 가운데 310만 달러는 계약을 추진하고 있다.",
)


def test_talks_become_a_contract_in_the_recap(told):
    assert told(CHECK, TALKS) == []
    # The January night finds the article of November by its amount.
    (flag,) = told(
        CHECK,
        (
            "2024-01-16",
            "창원시 수출 지원 성과 두드러져",
            "창원시가 지난해 성과를 정리했다. 11월 베트남 호찌민 무역사절단에 참여한 10개사는 "
            "1240만 달러의 수출계약을 체결했다.",
        ),
    )
    assert flag.severity == "warning"
    assert flag.values == ("12400000", "12400000")
    assert flag.message == (
        "창원시의 ‘수출계약 체결’ 1,240만 달러: 2023-11-21에는 ‘상담’ 금액이었으나 "
        "2024-01-16에는 같은 금액이 ‘계약’입니다. 그 사이의 진전을 말하는 글이 없습니다."
    )
    assert [piece.published_at[:10] for piece in flag.evidence] == ["2024-01-16", "2023-11-21"]


@pytest.mark.parametrize(
    "body",
    [
        "창원시는 호찌민 상담이 1240만 달러의 수출계약으로 이어졌다고 16일 밝혔다.",
        "창원시는 후속 협의 끝에 호찌민 업체와 1240만 달러의 수출 본계약을 체결했다.",
        "창원시 기업들은 11월 호찌민에서 1240만 달러의 수출상담을 벌였다.",
        "창원시 기업들은 11월 호찌민에서 상담 1240만 달러, 계약 310만 달러의 성과를 냈다.",
        "창원시 기업들은 호찌민 수출상담회에서 980만 달러의 수출계약을 체결했다.",
    ],
)
def test_progress_that_is_told_and_talks_that_stay_talks(told, body):
    assert told(CHECK, TALKS, ("2024-01-16", "창원시 수출 지원 성과", body)) == []


@pytest.mark.parametrize(
    ("first", "then", "words"),
    [
        ("수출협약을 맺었다", "수출계약을 체결했다", ("협약이나 계약 추진", "계약")),
        ("수출계약을 체결했다", "농식품 수출을 달성했다", ("계약", "수출")),
        ("수출 MOU를 맺었다", "수출을 기록했다", ("협약이나 계약 추진", "수출")),
    ],
)
def test_each_step_of_the_ladder(told, first, then, words):
    (flag,) = told(
        CHECK,
        ("2023-09-12", "창원시 미국 시장 공략", f"창원시는 미국서 3240만 달러의 {first}고 했다."),
        ("2023-10-25", "창원시 농식품 순항", f"창원시는 미국서 3240만 달러의 {then}고 했다."),
    )
    assert flag.severity == "warning"
    for word in words:
        assert f"‘{word}’" in flag.message


def test_a_headline_says_more_than_its_text(told):
    (flag,) = told(
        CHECK,
        (
            "2023-05-12",
            "창원시, 태국서 487만 달러 수출계약",
            "창원시는 태국 방콕에서 상담 62건, 상담액 487만 달러의 성과를 거뒀다고 12일 밝혔다.",
        ),
    )
    assert flag.severity == "warning"
    assert "본문의 ‘상담’ 금액이 제목에서는 ‘계약’입니다" in flag.message


def test_exports_in_a_headline_are_short_for_contracts(told):
    (flag,) = told(
        CHECK,
        (
            "2023-06-02",
            "창원시 홍삼 735만 달러 수출",
            "창원시는 베트남 업체와 735만 달러의 홍삼 수출계약을 체결했다고 2일 밝혔다.",
        ),
    )
    assert flag.severity == "info"


def test_another_text_of_the_same_days(told):
    (flag,) = told(
        CHECK,
        ("2023-05-12", "창원시 태국서 성과", "창원시는 태국서 1860만 달러를 수출상담했다고 했다."),
        (
            "2023-05-11",
            "창원시 태국 공략",
            "창원시는 태국서 1860만 달러의 수출계약을 맺었다고 했다.",
        ),
    )
    assert flag.severity == "warning"
    assert "같은 무렵에 한 글은 ‘상담’, 다른 글은 ‘계약’" in flag.message


def test_round_amounts_meet_by_chance(told):
    flags = told(
        CHECK,
        ("2023-04-12", "창원시 두바이 상담", "창원시는 두바이서 1000만 달러의 수출상담을 벌였다."),
        ("2023-05-25", "단감 미국 간다", "창원시 농협은 미국과 1000만 달러의 수출계약을 맺었다."),
    )
    assert flags == []


def test_years_later_or_in_another_place(told):
    body = "창원시 기업들은 호찌민에서 1240만 달러의 수출계약을 체결했다고 시가 밝혔다."
    assert told(CHECK, TALKS, ("2025-06-16", "창원시 수출 성과", body)) == []
    other = body.replace("창원시", "김해시")
    assert told(CHECK, ("2024-01-16", "김해시 수출 성과", other), place="김해시") == []


def test_what_is_known_is_not_told_again(told, newsroom):
    recap = "창원시 기업 10개사는 11월 호찌민에서 1240만 달러의 수출계약을 체결했다고 시가 밝혔다."
    (first,) = told(CHECK, TALKS, ("2024-01-16", "창원시 수출 성과", recap))
    newsroom.check(full=True)
    (again,) = newsroom.flags(CHECK)
    assert again.flag_id == first.flag_id
    events = newsroom.connection.execute(
        "SELECT count(*) FROM flag_event JOIN flag USING (flag_id) WHERE check_id = %s", (CHECK,)
    ).fetchone()
    assert events == (1,)
