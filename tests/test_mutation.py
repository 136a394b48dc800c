"""Of the mutants of the figure reader only those are left out that nothing evaluates."""

from __future__ import annotations

import pytest

from mutation.annotations import annotations, lies_within

pytestmark = pytest.mark.quick

_FUTURE = "from __future__ import annotations\n"
_SOURCE = """
Alias = int | None
LIMIT: int ^ None = 3 | 4
if TYPE_CHECKING:
    wanted = 1 ^ 2
    if 3 ^ 4: other = 5 ^ 6
else:
    wanted = 1 | 2
if CHECKING | TYPING:
    wanted = 3 | 4

class Period(Base[int | str]):
    end: int ^ None = field(default=1 | 2)

    @once(1 | 2)
    async def last(self, *rest: str ^ bytes, **more: str ^ bytes) -> int ^ None:
        return cast(int | None, 1 | 2)

def 가나(날: 해 ^ 달 = 5 | 6, /, 달: (
    해 ^ 달  # of two lines
) = 7 | 8, *, 해=9 | 1) -> "연 ^ 월": return 날 | 달

def 다라():
    찾음: list[int ^ None] = [None | 1]
    return lambda one=1 | 2: one | 1
"""
"""`^` stands where no mutant is to be made, `|` where one is."""


def _left_out(source: str) -> list[tuple[int, int]]:
    places = annotations(source)
    return [
        (number, column)
        for number, line in enumerate(source.splitlines(), 1)
        for column, sign in enumerate(line)
        if sign in "|^" and lies_within(places, (number, column), (number, column + 1))
    ]


def test_only_what_is_in_annotations_is_left_out() -> None:
    source = _FUTURE + _SOURCE
    wanted = [
        (number, column)
        for number, line in enumerate(source.splitlines(), 1)
        for column, sign in enumerate(line)
        if sign == "^"
    ]
    assert len(wanted) == 12
    assert _left_out(source) == wanted


def test_annotations_that_are_evaluated_are_not_left_out() -> None:
    assert not _left_out(_SOURCE)
    assert not _left_out("from __future__ import division\n" + _SOURCE)


def test_what_begins_before_an_annotation_or_ends_behind_it_is_not_left_out() -> None:
    places = annotations(f"{_FUTURE}found: list[int] = []\n")
    assert places == [((2, 7), (2, 16))]
    assert lies_within(places, (2, 7), (2, 16))
    assert not lies_within(places, (2, 6), (2, 9))
    assert not lies_within(places, (2, 12), (2, 17))
    assert not lies_within([], (2, 7), (2, 8))
