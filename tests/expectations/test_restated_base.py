"""Truth table of check restated_base, from texts through the reader and the real store."""

from __future__ import annotations

import pytest

CHECK = "restated_base"
BEFORE = "2023년 창원시 수출액이 {}로 집계됐다고 시가 19일 밝혔다."
AFTER = "지난해 창원시 수출액이 227억9329만 달러로 {}했다고 시가 13일 밝혔다."
GREW = AFTER.format("전년보다 11.8% 증가")


def test_growth_implies_another_base(told):
    (flag,) = told(
        CHECK,
        ("2024-01-19", "창원 수출 실적", BEFORE.format("204억2914만 달러")),
        ("2025-01-13", "창원 수출 실적", GREW),
    )
    assert flag.severity == "warning"
    assert flag.values == ("20429140000", "20388000000", "11.8", "11.57")
    assert flag.message == (
        "창원시의 ‘창원시 수출액’(2024년) 기준값이 앞선 발표와 다릅니다: 227억 9,329만 달러(증감 "
        "11.8%)에서 나오는 2023년 값은 203억 8,800만 달러 안팎, 앞선 발표(2024-01-19)의 값은 204억 "
        "2,914만 달러입니다."
    )
    assert [piece.value for piece in flag.evidence] == ["22793290000", "11.8", "20429140000"]


def test_a_change_implies_another_base(told):
    changed = AFTER.format("전년보다 24억535만 달러 증가")
    (flag,) = told(
        CHECK,
        ("2024-01-19", "창원 수출 실적", BEFORE.format("204억2914만 달러")),
        ("2025-01-13", "창원 수출 실적", changed),
    )
    assert flag.values == ("20429140000", "20387940000", "2405350000", "2364150000")


@pytest.mark.parametrize(
    ("published", "after"),
    [
        # It fits; it was printed more coarsely.
        ("203억8800만 달러", GREW),
        ("204억 달러", GREW),
        ("약 204억 달러", GREW),
        # Compared with something else, or with another year.
        ("204억2914만 달러", AFTER.format("목표보다 11.8% 초과")),
        ("204억2914만 달러", AFTER.format("2019년보다 11.8% 증가")),
        # The text prints its base: that is for other checks.
        ("204억2914만 달러", AFTER.format("전년 203억8770만 달러보다 11.8% 증가")),
    ],
)
def test_what_fits_or_is_another_matter_is_silent(told, published, after):
    assert (
        told(
            CHECK,
            ("2024-01-19", "창원 수출 실적", BEFORE.format(published)),
            ("2025-01-13", "창원 수출 실적", after),
        )
        == []
    )


def test_without_an_earlier_value_there_is_nothing_to_compare(told):
    assert told(CHECK, ("2025-01-13", "창원 수출 실적", GREW)) == []


def test_a_later_publication_is_not_the_published_base(told):
    later = BEFORE.format("204억2914만 달러")
    assert (
        told(CHECK, ("2025-01-13", "창원 수출 실적", GREW), ("2025-03-19", "창원 수출 실적", later))
        == []
    )


def test_a_base_that_was_corrected_before_is_known(told):
    articles = (
        ("2024-01-19", "창원 수출 실적", BEFORE.format("204억2914만 달러")),
        ("2024-06-19", "창원 수출 실적", BEFORE.format("203억8800만 달러")),
        ("2025-01-13", "창원 수출 실적", GREW),
    )
    assert told(CHECK, *articles) == []


def test_a_base_far_off_is_information(told):
    (flag,) = told(
        CHECK,
        ("2024-01-19", "창원 수출 실적", BEFORE.format("104억2914만 달러")),
        ("2025-01-13", "창원 수출 실적", GREW),
    )
    assert flag.severity == "info"


@pytest.mark.parametrize(
    ("published", "severity"), [("204억2914만 달러", "info"), ("211억2914만 달러", "warning")]
)
def test_a_provisional_base_is_replaced_by_one_that_hardly_differs(told, published, severity):
    before = BEFORE.format(published).replace("집계", "잠정 집계")
    flags = told(
        CHECK,
        ("2024-01-19", "창원 수출 실적", before),
        ("2025-01-13", "창원 수출 실적", GREW),
    )
    assert [flag.severity for flag in flags] == [severity]


@pytest.mark.parametrize(
    ("more", "found"),
    [("", 1), ("\n\n2022년 관광객은 새 방식으로 다시 산정하면 387만 6천 명이다.", 0)],
)
def test_a_text_that_prints_its_base_elsewhere_is_left_to_other_checks(told, more, found):
    flags = told(
        CHECK,
        ("2023-01-19", "공주 관광객", "공주시의 2022년 관광객은 414만 2천 명이었다."),
        (
            "2024-01-24",
            "공주 관광객",
            f"공주시의 지난해 관광객은 전년보다 3.7% 늘어난 401만 8천 명이었다.{more}",
        ),
        place="공주시",
    )
    assert len(flags) == found
