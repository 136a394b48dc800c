"""Numerals and units one by one: where each ends, and all that is read of it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from jipyo.figures.numerals import read_digits, scaled_like, words
from jipyo.figures.precision import Bounds, significant_step
from jipyo.figures.units import read_unit

pytestmark = pytest.mark.quick

NUMERALS = {
    # text: what is read of it, its value, the worth of its last digit, its scale, what it is
    "8,017": ("8,017", "8017", "1", 1, "commas"),
    "0.5": ("0.5", "0.5", "0.1", 1, ""),
    "12": ("12", "12", "1", 1, ""),
    "3.85%": ("3.85", "3.85", "0.01", 1, ""),
    "1조 6천억 원": ("1조 6천억", "1600000000000", "100000000000", 100000000, "scaled"),
    "1조6천억원": ("1조6천억", "1600000000000", "100000000000", 100000000, "scaled"),
    "5억2천": ("5억2천", "520000000", "10000000", 1000, "scaled"),
    "5억2천 원": ("5억2천", "500002000", "1000", 1000, "scaled"),
    "5억 2천만": ("5억 2천만", "520000000", "10000000", 10000, "scaled"),
    "498백만 원": ("498백만", "498000000", "1000000", 10000, "scaled"),
    "469조 5700천억 원": (
        "469조 5700천억", "1039000000000000", "100000000000", 100000000, "scaled malformed"
    ),
    "1,8억 원": ("1,8억", "1800000000", "100000000", 100000000, "scaled malformed commas"),
    "3만 2천 명": ("3만 2천", "32000", "1000", 1000, "scaled"),
    "3만2천": ("3만2천", "32000", "1000", 1000, "scaled"),
    "12만3천여 명": ("12만3천", "123000", "1000", 1000, "scaled"),
    "3천여 명": ("3천", "3000", "1000", 1000, "scaled"),
    "100여 명": ("100", "100", "1", 1, ""),
    "1.6조 원": ("1.6조", "1600000000000.0", "100000000000.0", 1000000000000, "scaled"),
    "1조 2,84억 원": ("1조 2,84억", "1028400000000", "100000000", 100000000, "scaled malformed"),
    "2조 3교대": ("2", "2", "1", 1, ""),
    "10만족": ("10", "10", "1", 1, ""),
    "3억 5억 원": ("3억", "300000000", "100000000", 100000000, "scaled"),
    "5만 3월": ("5만", "50000", "10000", 10000, "scaled"),
    "4백만": ("4백만", "4000000", "1000000", 10000, "scaled"),
    "1천5백": ("1천5백", "1500", "100", 100, "scaled"),
    "1천 5백 원": ("1천 5백", "1500", "100", 100, "scaled"),
    "7천5": ("7천5", "7005", "1", 1, "scaled"),
    "3억 2024년": ("3억", "300000000", "100000000", 100000000, "scaled"),
    "5억 200": ("5억", "500000000", "100000000", 100000000, "scaled"),
    "5억 2000만": ("5억 2000만", "520000000", "10000", 10000, "scaled"),
    "5억2000": ("5억2000", "520000000", "10000", 100000000, "scaled"),
    "1억 2345만 6789원": ("1억 2345만 6789", "123456789", "1", 1, "scaled"),
    "20 억 원": ("20 억", "2000000000", "100000000", 100000000, "scaled"),
    "20 만족": ("20", "20", "1", 1, ""),
    "1만 1만": ("1만", "10000", "10000", 10000, "scaled"),
    "1,234,567": ("1,234,567", "1234567", "1", 1, "commas"),
    "12,34": ("12", "12", "1", 1, ""),
    "1,2345": ("1", "1", "1", 1, ""),
    "1조 3조": ("1조", "1000000000000", "1000000000000", 1000000000000, "scaled"),
    "3천만": ("3천만", "30000000", "10000000", 10000, "scaled"),
    "2천3천만": ("2천", "2000", "1000", 1000, "scaled"),
    "2천 1천만": ("2천", "2000", "1000", 1000, "scaled"),
    "2천10백만": ("2천", "2000", "1000", 1000, "scaled"),
    "2천9백만": ("2천9백만", "29000000", "1000000", 10000, "scaled"),
    "2만3천": ("2만3천", "23000", "1000", 1000, "scaled"),
    "3천 2백만": ("3천 2백만", "32000000", "1000000", 10000, "scaled"),
    "3억여 원": ("3억", "300000000", "100000000", 100000000, "scaled"),
    "9만9천9백": ("9만9천9백", "99900", "100", 100, "scaled"),
    "5경 3조 원": ("5경 3조", "50003000000000000", "1000000000000", 1000000000000, "scaled"),
    "2억 30 명": ("2억", "200000000", "100000000", 100000000, "scaled"),
    "1만 2.5": ("1만 2.5", "10002.5", "0.1", 1, "scaled"),
    "2만 3분기": ("2만", "20000", "10000", 10000, "scaled"),
    "3만 5천": ("3만 5천", "35000", "1000", 1000, "scaled"),
    "1백50": ("1백50", "150", "1", 1, "scaled"),
    "5조천억": ("5조천억", "5100000000000", "100000000000", 100000000, "scaled"),
    "10만여 원": ("10만", "100000", "10000", 10000, "scaled"),
    "10만 여원": ("10만", "100000", "10000", 10000, "scaled"),
    "2,000억": ("2,000억", "200000000000", "100000000", 100000000, "scaled commas"),
    "30000000000000000000000000000": (
        "30000000000000000000000000000", "3e28", "1", 1, "malformed"
    ),
    "3000000000000000000000000000": ("3000000000000000000000000000", "3e27", "1", 1, ""),
    "1억5000만": ("1억5000만", "150000000", "10000", 10000, "scaled"),
    "3천4만": ("3천4만", "30040000", "10000", 10000, "scaled"),
    "4만천": ("4만천", "41000", "1000", 1000, "scaled"),
    "2만만": ("2만", "20000", "10000", 10000, "scaled malformed"),
    "0억": ("0억", "0", "100000000", 100000000, "scaled"),
    "3.5만": ("3.5만", "35000.0", "1000.0", 10000, "scaled"),
    "3.5만 2천": ("3.5만 2천", "37000.0", "1000", 1000, "scaled"),
    "1만.5": ("1만", "10000", "10000", 10000, "scaled"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), NUMERALS.items(), ids=NUMERALS)
def test_a_numeral_in_digits(text: str, expected: tuple[str, str, str, int, str]) -> None:
    printed, value, place, scale, said = expected
    # It reads the same wherever it stands, and looks at nothing before it.
    for before in ("", "5억 ", "9"):
        numeral = read_digits(before + text, len(before))
        assert (numeral.start, numeral.end) == (len(before), len(before) + len(printed))
        assert (numeral.value, numeral.place) == (Decimal(value), Decimal(place))
        assert numeral.scale == scale
        known = ("scaled", "over", "malformed", "commas")
        assert " ".join(one for one in known if getattr(numeral, one)) == said
        assert numeral.plain == (printed if printed.isdecimal() else "")
        assert not numeral.words


WORDS = {
    # text: each numeral in it, its value, the worth of its last step, its scale
    "열두 곳을 고쳤다": [("열두", "12", "1", 1)],
    "삼백 명이": [("삼백", "300", "100", 100)],
    "절반이 넘는": [("절반", "0.5", "0.1", 1)],
    "두 배로 늘었다": [("두", "2", "1", 1)],
    "한 곳 늘렸다": [("한", "1", "1", 1)],
    "셋 중 하나는": [("셋 중 하나", f"0.{'3' * 28}", f"0.{'3' * 28}", 1)],
    "열에 아홉은": [("열에 아홉", "0.9", "0.1", 1)],
    "갑절로 늘었다": [("갑절", "2", "1", 1)],
    "두 갑절로": [("두", "2", "1", 1)],
    "백스무 명이": [("백스무", "120", "1", 1)],
    "이백쉰 가구에": [("이백쉰", "250", "1", 1)],
    "삼천동 주민": [],
    "천 원": [],
    "만원": [],
    "오천 원을": [("오천", "5000", "1000", 1000)],
    "십오 개를": [("십오", "15", "1", 1)],
    "스물다섯 명": [("스물다섯", "25", "1", 1)],
    "여덟 개": [("여덟", "8", "1", 1)],
    "아홉 차례": [("아홉", "9", "1", 1)],
    "세종 시민": [],
    "넷 가운데 셋이": [("넷 가운데 셋", "0.75", "0.25", 1)],
    "다섯 중 여섯": [],
    "일흔여덟 곳을": [("일흔여덟", "78", "1", 1)],
    "천여 명이": [("천", "1000", "1000", 1000)],
    "이십사만 명이": [("이십사만", "240000", "10000", 10000)],
    "한 명 줄었다": [("한", "1", "1", 1)],
    "한 명이 왔다": [],
    "서른 곳": [("서른", "30", "1", 1)],
    "일 개": [],
    "구십구 개를": [("구십구", "99", "1", 1)],
    "백 명": [("백", "100", "100", 100)],
    "세 번째": [("세", "3", "1", 1)],
    "둘 중 하나꼴로": [("둘 중 하나", "0.5", "0.5", 1)],
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), WORDS.items(), ids=WORDS)
def test_a_numeral_in_words(text: str, expected: list[tuple[str, str, str, int]]) -> None:
    for before in ("", "시는 ", "(", "모두 네 곳, "):
        found = [one for one in words(before + text) if one.start >= len(before)]
        read = [((before + text)[n.start : n.end], n.value, n.place, n.scale) for n in found]
        assert read == [(w, Decimal(v), Decimal(p), s) for w, v, p, s in expected]
        assert all(n.words for n in found)


UNITS = {
    # text behind a numeral: what of it is the unit, its class, the counter, its sort, what is said
    "명이": ("명", "person", "명", "count", ""),
    "여 명": ("여 명", "person", "명", "count", "over"),
    "개사가": ("개사", "company", "개사", "count", ""),
    "개 시군에서": ("개 시군", "municipality", "개 시군", "count", ""),
    "개도 안 된다": ("개", "item", "개", "count", ""),
    "개 도에서": ("개 도", "province", "개 도", "count", ""),
    "대학": None,
    "대를": ("대", "vehicle", "대", "count", ""),
    "%p 올랐다": ("%p", "%p", None, "percent", ""),
    "%포인트": ("%포인트", "%p", None, "percent", ""),
    "프로젝트": None,
    "프로 늘었다": ("프로", "%", None, "percent", ""),
    "km 구간": ("km", "km", None, "physical", ""),
    "kmh": None,
    "원당": ("원", "KRW", None, "money", "denominator"),
    "원당초": ("원", "KRW", None, "money", ""),
    "곳": ("곳", "site", "곳", "count", ""),
    "개월": ("개월", "duration", None, "label", ""),
    "개소": ("개소", "site", "개소", "count", ""),
    "배수": ("배수", "label", None, "label", ""),
    "배로": ("배", "times", None, "ratio", ""),
    "여 개 기업": ("여 개 기업", "company", "개 기업", "count", "over"),
    "여개사": ("여개사", "company", "개사", "count", "over"),
    "호선": ("호선", "ordinal", None, "label", ""),
    "호를": ("호", "household", "호", "count", ""),
    "위를": ("위", "rank", None, "ratio", ""),
    "억": None,
    "": None,
    "건당 3": ("건", "case", "건", "count", "denominator"),
    "번째": ("번째", "ordinal", None, "label", ""),
    "개입": ("개입", "label", None, "label", ""),
    "개 기업에서": ("개 기업", "company", "개 기업", "count", ""),
    "개기업체": ("개기업", "company", "개기업", "count", ""),
    "명당": ("명", "person", "명", "count", "denominator"),
    "t을": ("t", "t", None, "physical", ""),
    "톤": ("톤", "t", None, "physical", ""),
    "상자": ("상자", "item", "상자", "count", ""),
    "위안": ("위안", "CNY", None, "money", ""),
    "달러": ("달러", "USD", None, "money", ""),
    "불": ("불", "USD", None, "money", ""),
    "엔진": None,
    "엔으로": ("엔", "JPY", None, "money", ""),
    "세대": ("세대", "household", "세대", "count", ""),
    "세": ("세", "age_band", None, "label", ""),
    "남짓 명": ("남짓 명", "person", "명", "count", "over"),
    "명 한 포대": ("명", "person", "명", "count", "denominator"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), UNITS.items(), ids=UNITS)
def test_a_unit(text: str, expected: tuple[str, str, str | None, str, str] | None) -> None:
    for before in ("", "3만", "100 "):
        unit = read_unit(before + text, len(before))
        if expected is None:
            assert unit is None
            continue
        printed, cls, counter, sort, said = expected
        assert unit is not None
        assert (unit.end, unit.unit, unit.counter) == (len(before) + len(printed), cls, counter)
        assert unit.sort == sort
        known = ("over", "denominator")
        assert " ".join(one for one in known if getattr(unit, one)) == said


def test_a_numeral_takes_the_scale_of_another() -> None:
    twenty, thirty, whole = (read_digits(text, 0) for text in ("20", "30억 원", "3,000"))
    scaled = scaled_like(twenty, thirty)
    assert (scaled.value, scaled.place, scaled.scale) == (20 * 10**8, 10**8, 10**8)
    assert scaled.scaled
    assert (scaled.start, scaled.end, scaled.plain) == (0, 2, "20")
    # One that has a scale keeps it, and a plain one gives none.
    assert scaled_like(thirty, read_digits("5만", 0)) is thirty
    assert scaled_like(twenty, whole) is twenty


@pytest.mark.parametrize(
    ("text", "step"),
    [
        *(("1,200", 100), ("1,000", 1000), ("1,234", 1), ("0", 1), ("3만", 10**4), ("30만", 10**5)),
        *(("2.50", "0.1"), ("0.05", "0.01"), ("1조 6천억", 10**11), ("100", 100), ("110", 10)),
    ],
)
def test_the_worth_of_the_last_digit_that_is_not_zero(text: str, step: object) -> None:
    assert significant_step(read_digits(text, 0)) == Decimal(str(step))


def test_a_number_with_more_digits_than_a_decimal_divides() -> None:
    numeral = read_digits("2" * 54, 0)
    steps = Fraction(numeral.value) / Fraction(significant_step(numeral))
    assert steps.denominator == 1
    assert steps.numerator % 10


@pytest.mark.parametrize(
    ("stretch", "before", "after"),
    [
        ("시민 약 ", ("약",), ()),
        (" 이상이 왔고 최소 ", ("최소",), ("이상",)),
        ("가량 늘어", (), ("가량",)),
        (" 넘게 모여 무려 약 ", ("무려", "약"), ("넘게",)),
        ("이 왔다", (), ()),
        (" 대학이 약속한 ", (), ()),
    ],
)
def test_what_qualifies_a_figure_stands_beside_it(
    stretch: str, before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    bounds = Bounds(stretch)
    assert (bounds.before, bounds.after) == (before, after)
