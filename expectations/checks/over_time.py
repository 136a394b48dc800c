"""Checks that compare a value with the course of its own series."""

from __future__ import annotations

from expectations.checks.definition import CheckDefinition


class StepChange(CheckDefinition):
    """A value leaves the course of its own series in one step.

    Amounts, stocks and running totals over periods of equal length are compared with up to twelve
    points before them; the tested point takes no part in the course. The course is a robust line,
    once through the values and once through their logarithms, so that steady growth of either form
    raises nothing. A step lies outside both lines by at least 30 % and by a multiple of the usual
    distance that is larger for short histories, is as large beside the point before it, and
    matters in absolute terms. So a lasting shift is told once, and the return from an outlier is
    not told. A month, quarter or half-year like that of the year before is a season and no step.
    With fewer than four earlier points only a value more than three times as large or small as all
    of them is told (ten times for running totals, which multiply while they are young).
    """

    check_id = "step_change"
    suite = "change"
    title_ko = "수치는 그 계열의 앞선 흐름에서 한 번에 벗어나지 않아야 한다"
    title_en = "Values do not leave the course of their own series in one step"
    severities = ("critical", "warning", "info")
    severity_rule = (
        "critical where the value is some seven times or a seventh of what was expected, or more; "
        "info with fewer than four earlier points; otherwise warning"
    )


CHECKS: tuple[type[CheckDefinition], ...] = (StepChange,)
