"""Checks that compare a value with the course of its own series."""

from __future__ import annotations

from expectations.checks.definition import CheckDefinition


class CumulativeFalls(CheckDefinition):
    """A count that runs on from the same first day is smaller at a later date.

    Running totals (누적 5만 명), and what is counted since the beginning of a period that grows
    (1~9월, 1~10월). A new year begins anew. Sums that may be negative, stocks and rates may fall; a
    total that its text says was revised or cut is information only.
    """

    check_id = "cumulative_falls"
    suite = "change"
    title_ko = "누계는 줄지 않아야 한다"
    title_en = "Running totals do not fall"
    severities = ("warning", "info")
    severity_rule = (
        "info where the text tells a revision, and for unregistered measures whose dates are only "
        "assumed from the publication; otherwise warning"
    )
    explained_by = ("unit_slip", "lost_digits", "garbled_copy")


class StaleValue(CheckDefinition):
    """A value is, to the last digit, that of the period before, though what belongs to it moved.

    Only values of four significant digits or more, of two announcements for two periods. What
    moved: figures of the same place that both announcements give and that all changed, or words of
    change beside the value. A text that says that nothing changed (동결, 유지) is news.
    """

    check_id = "stale_value"
    suite = "change"
    title_ko = "새 기간의 수치는 앞 기간의 수치를 그대로 옮긴 것이 아니어야 한다"
    title_en = "A new period's value is not the old one repeated"
    severities = ("warning", "info")
    severity_rule = (
        "warning where two or more other figures of both announcements all moved, or the sentence "
        "tells a change; otherwise info"
    )


class Superlative(CheckDefinition):
    """A value is called the largest or smallest ever, and an earlier one was larger or smaller.

    역대 최대, 사상 최고, 역대 최저 …, said of the amount that stands nearest to the words, against
    the points of its own series that were announced before. The largest in five years, or since a
    year, says nothing of the time before; words about a month or a season are held against the
    same season of other years.
    """

    check_id = "superlative"
    suite = "change"
    title_ko = "‘역대 최대’라는 말은 그 계열의 앞선 값과 맞아야 한다"
    title_en = "A record is one against the series"
    severities = ("warning", "info")
    severity_rule = (
        "info for an unregistered measure whose words differ between the two; otherwise warning"
    )
    explained_by = ("unit_slip", "lost_digits")


class StepChange(CheckDefinition):
    """A value leaves the course of its own series in one step.

    Amounts, stocks and running totals over periods of equal length are compared with up to twelve
    points before them; neither the tested point nor what a person corrected takes part in the
    course. It is a robust line, once through the values and once through their logarithms, so that
    steady growth of either form raises nothing. A step lies outside both lines by at least 30 % and
    by a multiple of the usual distance that is larger for short histories, is as large beside the
    point before it, and matters in absolute terms. So a lasting shift is told once, and the return
    from an outlier is not told. A month, quarter or half-year like that of the year before is a
    season and no step. With fewer than four earlier points only a value more than three times as
    large or small as all of them is told (ten times for running totals, which multiply while they
    are young).
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
    explained_by = ("unit_slip", "lost_digits", "magnitude", "cumulative_falls")


CHECKS: tuple[type[CheckDefinition], ...] = (CumulativeFalls, StaleValue, Superlative, StepChange)
