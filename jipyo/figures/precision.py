"""How precise a printed figure is: its qualifiers and the interval that they state."""

from __future__ import annotations

import re
from decimal import Decimal

from jipyo.figures.marks import Candidate
from jipyo.figures.numerals import Numeral

_BEFORE = re.compile(
    r"(?P<words>(?:(?:역대|사상)\s?최[대고다저소]|약|총|누적|누계|최대|최소|모두"
    r"|평균|연평균|월평균|일평균|무려|대략|거의|불과|연간"
    r"|각각|전체|당초|예상|잠정|적어도|최고|도합|합계|목표|연|근)(?:\s|(?=\d))){1,3}$"
)
_ONE = re.compile(
    r"(?:역대|사상)\s?최[대고다저소]|약|총|누적|누계|최대|최소|모두"
    r"|[연월일]?평균|무려|대략|거의|불과|연간|각각|전체|당초|예상|잠정|적어도"
    r"|최고|도합|합계|목표|연|근"
)
_AFTER = re.compile(
    r"(?P<particle>[이가을를은는의에]|으로|로)?\s?(?P<word>이상|이하|미만|초과"
    r"|이내|가량|정도|쯤|안팎|내외|남짓|규모|수준|까지|어치|짜리|씩"
    r"|육박|돌파|가까이|가까운|넘게|넘는|넘어|넘었|넘긴|상당|전후|대(?![가-힣])"
    r"|대의|대에|대로|대를|선(?![가-힣])|선을)"
)
_LOOSE = frozenset(
    ("약", "대략", "근", "거의", "가량", "정도", "쯤", "안팎", "내외", "전후", "수준")
)
_FLOOR = frozenset(
    ("이상", "초과", "돌파", "넘게", "넘는", "넘어", "넘었", "넘긴", "최소", "적어도")
)
_CEILING = frozenset(("이하", "미만", "이내"))
_NEAR = frozenset(("육박", "가까이", "가까운"))
_TWO = Decimal(2)
_NONE = Decimal(0)
_HALF = Decimal("0.5")


class Bounds:
    """The qualifiers at the two ends of a stretch between figures, as printed, in text order.

    ``before`` qualify the figure after the stretch, ``after`` the one before it.
    """

    __slots__ = ("after", "before")

    def __init__(self, stretch: str) -> None:
        before = _BEFORE.search(stretch[-24:])
        self.before: tuple[str, ...] = tuple(_ONE.findall(before[0])) if before else ()
        found: list[str] = []
        position = 0
        for _ in range(2):
            after = _AFTER.match(stretch, position, min(len(stretch), position + 12))
            if not after:
                break
            word = after["word"]
            found.append("대" if word[0] == "대" else "선" if word[0] == "선" else word)
            position = after.end()
        self.after: tuple[str, ...] = tuple(found)


def interval(
    candidate: Candidate, value: Decimal, words: tuple[str, ...]
) -> tuple[Decimal | None, Decimal | None]:
    """Give the least and the greatest value that the printed form allows; None is open.

    Half a step of the last printed digit to either side (`1조 6천억`: 500억), nothing for a plain
    whole count. `약` widens to a whole step of the last digit that is not zero, `여` opens upwards
    by such a step, `이상` and `이하` open one side.
    """
    numeral = candidate.numeral
    half = _half(candidate, numeral)
    if not words and candidate.high is None:
        return (value - half, value + half) if half else (value, value)
    step = max(significant_step(numeral), half * _TWO)
    size = abs(value)
    low: Decimal | None = size - half
    high: Decimal | None = size + half
    if candidate.high is not None:
        high = candidate.high.value + _half(candidate, candidate.high)
    marks = set(words)
    if marks & _LOOSE:
        low = size - step
        high = max(high or size, size + step)
    if "여" in marks or "남짓" in marks or "대" in marks:
        low, high = size, size + step
    if marks & _NEAR:
        low, high = size - step, size
    if marks & _FLOOR:
        low, high = size - half, None
    if marks & _CEILING:
        low, high = None, size + half
    if value < 0:
        low, high = (-high if high is not None else None), (-low if low is not None else None)
    return low, high


def significant_step(numeral: Numeral) -> Decimal:
    """Give the worth of one step in the last printed digit that is not zero."""
    if not numeral.value:
        return numeral.place
    step = numeral.place
    rest = numeral.value / step
    if rest != rest.to_integral_value():
        return step
    while rest % 10 == 0:
        rest /= 10
        step *= 10
    return step


def _half(candidate: Candidate, numeral: Numeral) -> Decimal:
    if candidate.unit == "rank":
        return _NONE
    if numeral.place == 1:
        if candidate.sort == "count":
            return _NONE
        if candidate.sort == "ratio":
            return _HALF if candidate.unit == "times" and not numeral.words else _NONE
    return numeral.place / _TWO
