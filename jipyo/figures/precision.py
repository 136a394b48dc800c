"""How precise a printed figure is: its qualifiers and the interval that they state."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from itertools import chain

from jipyo.figures.lexicon import lexicon
from jipyo.figures.marks import Candidate
from jipyo.figures.numerals import Numeral

_KNOWN_BEFORE = lexicon().qualifiers_before
_KNOWN_AFTER = lexicon().qualifiers_after


def _alternatives(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(
        # 대 and 선 go on with a particle or end there; 대학 and 선수 are other words.
        word + "(?=[의에로를을은는]|(?![가-힣]))" if len(word) == 1 else word.replace(" ", r"\s?")
        for word in longest_first
    )


def _saying(effect: str) -> frozenset[str]:
    return frozenset((*_KNOWN_BEFORE.get(effect, ()), *_KNOWN_AFTER.get(effect, ())))


_ONE = re.compile(
    "|".join(
        word.replace(" ", r"\s?")
        for word in sorted(chain(*_KNOWN_BEFORE.values()), key=lambda word: (-len(word), word))
    )
)
_BEFORE = re.compile(rf"(?:(?:{_ONE.pattern})(?:\s|(?=\d))){{1,3}}$")
_AFTER = re.compile(
    r"(?:[이가을를은는의에]|으로|로)?\s?(?P<word>"
    + _alternatives(chain(*_KNOWN_AFTER.values()))
    + ")"
)
_LOOSE = _saying("loose")
_FLOOR = _saying("floor")
_CEILING = _saying("ceiling")
_NEAR = _saying("near")
_OVER = _saying("over") | {"여"}
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
            found.append(after["word"])
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
    half = half_step(candidate, numeral)
    if not words and candidate.high is None:
        return (value - half, value + half) if half else (value, value)
    step = max(significant_step(numeral), half * _TWO)
    size = abs(value)
    low: Decimal | None = size - half
    high: Decimal | None = size + half
    if candidate.high is not None:
        high = candidate.high.value + half_step(candidate, candidate.high)
    marks = set(words)
    if marks & _LOOSE:
        low = size - step
        high = max(high or size, size + step)
    if marks & _OVER:
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
    # Of whole numbers, since what a broken text prints may have more digits than a decimal divides.
    steps = Fraction(numeral.value) / Fraction(numeral.place)
    if steps.denominator != 1:
        return numeral.place
    printed = str(steps.numerator)
    return numeral.place * 10 ** (len(printed) - len(printed.rstrip("0")))


def half_step(candidate: Candidate, numeral: Numeral) -> Decimal:
    """Give half of a step in the last printed digit, by which a number may be rounded.

    Nothing for ranks and for whole counts.
    """
    if candidate.unit == "rank":
        return _NONE
    if numeral.place == 1:
        if candidate.sort == "count":
            return _NONE
        if candidate.sort == "ratio":
            return _NONE if numeral.words else _HALF
    return numeral.place / _TWO
