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
            ("48.2", "38.18", "42000", "110000"),
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
