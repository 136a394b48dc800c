"""Checks of a value by its size and its digits."""

from __future__ import annotations

from expectations.checks.definition import CheckDefinition


class UnitSlip(CheckDefinition):
    """A number would fit if its unit were another one.

    Ten, a hundred, a thousand, 만 or 억 times more or less, or the unit of its last group missing
    (9억 3681달러 for 9억 3681만 달러). What it would fit is printed: the same series and period in
    another announcement, copy or later comparison; the points before and after it in its own
    series, if those lie close together, or those before it where its period still runs; its place
    in a list that runs from large to small; or what the text gives to each (1인당 20만 원) times
    how many they are. Money whose digits behind 억 or 조 have no word of their own (3억 2184달러)
    is told by that form alone, since such sums are hardly ever counted to the last won.
    What merely looks too large or small is for other checks.
    """

    check_id = "unit_slip"
    suite = "consistency"
    title_ko = "수치의 단위는 다른 발표, 앞뒤 시점, 목록의 순서와 맞아야 한다"
    title_en = "The unit of a number fits what else is printed"
    severities = ("critical", "warning")
    severity_rule = "critical against three or more points of its own series; otherwise warning"
    explained_by = ("garbled_copy", "headline_and_body")


class LostDigits(CheckDefinition):
    """A printed number is another one of the same series and period without one of its digits.

    1조 844억 beside 1조 8844억, 1,345 beside 12,345. The whole number stands in another
    announcement, in a copy, or in what a later text compares with; or it follows from the growth
    that stands beside the level and the base that another announcement published (113,420 for
    1,113,420 where 1,066,500 grew by 4.4 %). Then it may be the base that lost its digit. A nought
    at the end is a slipped unit instead.
    """

    check_id = "lost_digits"
    suite = "consistency"
    title_ko = "인쇄된 수에서 숫자가 빠지지 않아야 한다"
    title_en = "No digit of a printed number is lost"
    severities = ("warning",)
    severity_rule = "warning"
    explained_by = ("unit_slip",)


class Magnitude(CheckDefinition):
    """A value outside what its measure can plausibly be, or what its unit allows.

    The registry gives a plausible range for the levels of a measure of a local government; a part
    of it (a scope) may be smaller, and money is only held against the range of a measure of money.
    A part over 100 per cent of its whole and a fall by more than 100 per cent are impossible for
    any measure; rates against something else (대비, 용적률, 부채비율) may exceed it. A size that is
    unusual only for the place is no finding.
    """

    check_id = "magnitude"
    suite = "consistency"
    title_ko = "수치의 크기는 그 지표로 있을 수 있는 범위 안이어야 한다"
    title_en = "Values have a size that their measure can have"
    severities = ("warning", "info")
    severity_rule = (
        "warning for impossible shares and falls, and ten times outside the range; info for shares "
        "that may be of something else, for little money without a history, and otherwise"
    )
    explained_by = ("unit_slip", "lost_digits")


CHECKS: tuple[type[CheckDefinition], ...] = (UnitSlip, LostDigits, Magnitude)
