"""The SQL functions with which messages are worded."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest


@pytest.fixture
def value(newsroom):
    def ask(call, *arguments):
        return newsroom.connection.execute(f"SELECT {call}", arguments).fetchone()[0]

    return ask


def test_amounts(value):
    for number, unit, counter, words in (
        ("801700000000", "KRW", None, "8,017억 원"),
        ("1600000000000", "KRW", None, "1조 6,000억 원"),
        ("-350000000", "KRW", None, "-3억 5,000만 원"),
        ("0", "KRW", None, "0 원"),
        ("22793290000", "USD", None, "227억 9,329만 달러"),
        ("100000001.5", "EUR", None, "1억 1.5 유로"),
        ("57350", "person", "명", "57,350명"),
        ("4.290", "%", None, "4.29%"),
        ("-0.50", "%p", None, "-0.5%포인트"),
        ("2", "times", None, "2배"),
        ("1", "rank", None, "1위"),
        ("1000000", "t", None, "100만 t"),
    ):
        assert value("korean_amount(%s, %s, %s)", Decimal(number), unit, counter) == words


def test_periods(value):
    for start, end, words in (
        (date(2020, 1, 1), date(2020, 12, 31), "2020년"),
        (date(2018, 1, 1), date(2020, 12, 31), "2018~2020년"),
        (date(2020, 7, 1), date(2020, 12, 31), "2020년 하반기"),
        (date(2020, 4, 1), date(2020, 6, 30), "2020년 2분기"),
        (date(2020, 2, 1), date(2020, 2, 29), "2020년 2월"),
        (date(2018, 7, 1), date(2021, 6, 30), "2018년 7월~2021년 6월"),
        (date(2021, 6, 30), date(2021, 6, 30), "2021년 6월 30일"),
        (None, date(2021, 6, 30), "2021년 6월 30일까지"),
        (None, None, "기간 미상"),
    ):
        assert value("korean_period(%s, %s)", start, end) == words


def test_derived_numbers_are_rounded_to_significant_digits(value):
    for number, digits, rounded in (
        ("20429140000", 3, "20400000000"),
        ("-0.0012345", 2, "-0.0012"),
    ):
        assert value("round_significant(%s, %s)", Decimal(number), digits) == Decimal(rounded)
    assert value("round_significant(%s, %s)", Decimal(0), 3) == 0
