"""Truth table of check growth_and_levels, from texts through the reader and the real store."""

from __future__ import annotations

import pytest

CHECK = "growth_and_levels"
TITLE = "진주시 농산물 수출"


def test_growth_does_not_fit_level_and_base(told):
    text = (
        "진주시는 2023년 농산물 수출액이 5913만 달러를 기록했다고 24일 밝혔다. 2022년 5412만 "
        "달러와 비교하면 12.3% 증가한 실적이다."
    )
    (flag,) = told(CHECK, ("2024-01-24", TITLE, text), place="진주시")
    assert flag.severity == "warning"
    assert flag.values == ("12.3", "9.3", "59130000", "54120000")
    assert flag.message == (
        "진주시의 ‘농산물 수출액’(2023년) 증감률이 수치와 맞지 않습니다: 5,412만 달러 → 5,913만 "
        "달러의 계산값은 9.3%, 적힌 값은 12.3%입니다."
    )
    assert {piece.value for piece in flag.evidence} == {"59130000", "54120000", "12.3"}


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        (
            "지난해 수출액은 5913만 달러로 전년(5412만 달러)보다 401만 달러 늘었다.",
            ("4010000", "5010000", "59130000", "54120000"),
        ),
        # The change and its growth agree: the level is wrong.
        (
            "지난해 수출액은 5413만 달러로 전년(5412만 달러)보다 501만 달러(9.3%) 늘었다.",
            ("54130000", "59130000", "5010000", "54120000"),
        ),
        # No base is printed, but the change implies one.
        (
            "지난해 수출액은 5913만 달러로 전년보다 501만 달러(19.3%) 늘었다.",
            ("19.3", "9.3", "59130000", "54120000"),
        ),
        # No level is printed.
        (
            "지난해 수출액은 전년 5412만 달러에서 501만 달러(19.3%) 늘었다.",
            ("19.3", "9.3", "59130000", "54120000"),
        ),
    ],
)
def test_each_of_the_four_may_be_the_odd_one(told, sentence, values):
    (flag,) = told(CHECK, ("2024-01-24", TITLE, sentence), place="진주시")
    assert flag.severity == "warning"
    assert flag.values == values


def test_signs_count(told):
    text = "지난해 진주시 수출액은 5412만 달러로 전년 5913만 달러보다 8.5% 증가했다."
    (flag,) = told(CHECK, ("2024-01-24", TITLE, text), place="진주시")
    assert flag.severity == "critical"
    assert flag.values[:2] == ("8.5", "-8.5")


@pytest.mark.parametrize(
    "sentence",
    [
        "지난해 수출액은 5913만 달러로 전년(5412만 달러)보다 501만 달러(9.3%) 늘었다.",
        # Cut off instead of rounded.
        "지난해 수출액은 5913만 달러로 전년(5412만 달러)보다 9.2% 늘었다.",
        # Coarse levels leave much open.
        "지난해 수출액은 6천만 달러로 전년(5천만 달러)보다 33% 늘었다.",
        "지난해 수출액은 5412만 달러로 전년(5913만 달러)보다 △8.5% 감소했다.",
        "지난해 수출액은 5913만 달러로 전년(5412만 달러)보다 9% 이상 늘었다.",
        "지난해 수출액은 1억500만 달러로 전년(5412만 달러)의 두 배로 늘었다.",
        # Points of a rate.
        "지난해 고용률은 66.4%로 전년 63.7%보다 2.7%포인트 올랐다.",
        # Another measure grew.
        "지난해 수출액은 5913만 달러, 2022년은 5412만 달러였다. 수입은 12.3% 늘었다.",
        # Two pairs, told apart by 각각 only.
        "사망자는 40명에서 35명으로, 부상자는 402명에서 351명으로 각각 12.5%, 12.7% 감소했다.",
    ],
)
def test_what_fits_or_is_left_open_is_silent(told, sentence):
    assert told(CHECK, ("2024-01-24", TITLE, sentence), place="진주시") == []


def test_loose_multiples_are_information(told):
    text = "지난해 수출액은 5913만 달러로 전년 5412만 달러와 견주면 2.4배다."
    (flag,) = told(CHECK, ("2024-01-24", TITLE, text), place="진주시")
    assert flag.severity == "info"


def test_a_lost_digit_is_not_told_again(told, newsroom):
    text = (
        "김해시가 2025년도 예산안을 2조2887억 원으로 편성했다. 일반회계는 960억 원(5.4%) 늘어난 "
        "1조844억 원, 특별회계는 656억 원(19.4%) 늘어난 4043억 원이다."
    )
    assert told(CHECK, ("2024-11-13", "김해시 예산안", text), place="김해시") == []
    assert len(newsroom.flags("parts_and_total")) == 1


@pytest.mark.parametrize(("change", "found"), [("179", 0), ("199", 1)])
def test_a_provisional_base_beside_the_final_one(told, change, found):
    first = "진주시의 지난해 친환경 인증 면적은 5,240ha로 잠정 집계됐다고 18일 시가 밝혔다."
    then = (
        f"진주시는 2024년 친환경 인증 면적이 5,297ha로 전년보다 {change}ha 늘었다고 19일 밝혔다."
        "\n\n시는 지난해 초 2023년 인증 면적을 5,240ha로 발표했으나 이는 잠정치이며, 확정치는 "
        "5,118ha라고 설명했다."
    )
    told(CHECK, ("2024-01-18", "진주 인증 면적", first), place="진주시")
    assert len(told(CHECK, ("2025-02-19", "진주 인증 면적", then), place="진주시")) == found
