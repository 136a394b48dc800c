"""The checks, declared: what each is called, how grave its findings are, and what it means.

The rule itself is the SQL file of the same name in ``sql/checks``. A check that stands here without
its file, or a file that does not stand here, is an error: no check is ever silently dropped.
"""

from __future__ import annotations

import inspect
from typing import ClassVar, Literal

Severity = Literal["info", "warning", "critical"]
Suite = Literal["consistency", "change"]


class CheckDefinition:
    """A check; the docstring of each subclass is its documentation.

    ``severities`` are those that its findings can have, ``severity_rule`` says when they have
    which. ``title_ko`` and ``title_en`` say what is expected, so that a failed expectation reads as
    what is wrong.
    """

    check_id: ClassVar[str]
    suite: ClassVar[Suite]
    title_ko: ClassVar[str]
    title_en: ClassVar[str]
    severities: ClassVar[tuple[Severity, ...]]
    severity_rule: ClassVar[str]

    @classmethod
    def documentation(cls) -> str:
        """What the check looks for and what it leaves alone."""
        return inspect.cleandoc(cls.__doc__ or "")


class ConflictBetweenReleases(CheckDefinition):
    """Different announcements give different values for the same series and period.

    A series is one measure of one place in one scope and basis, by like speakers, so a partial
    amount never contradicts a total and a council never contradicts the city. Announcements count
    once however many outlets copied them, and only the version that each page shows last counts.
    Each announcement speaks with its most precise wording; one that contradicts itself is left to
    other checks. Values disagree only where the intervals that their printed digits and qualifiers
    state do not overlap. Targets and forecasts are revised rather than contradicted and are left
    out; so is a value that grew while its period was still running.
    """

    check_id = "conflict_between_releases"
    suite = "consistency"
    title_ko = "같은 지표와 같은 기간의 수치는 발표마다 일치해야 한다"
    title_en = "Announcements agree on the same measure and period"
    severities = ("critical", "warning", "info")
    severity_rule = (
        "critical where a registered measure differs by a fifth or more within 30 days; info for "
        "growth, changes, shares and ranks, whose base is not stated, for periods that are only "
        "assumed, and for a value that fell while its period was running; otherwise warning"
    )


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


CHECKS: tuple[type[CheckDefinition], ...] = (ConflictBetweenReleases, StepChange)
"""Every check, in the order in which they run."""
