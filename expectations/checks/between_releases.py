"""Checks that compare announcements with one another."""

from __future__ import annotations

from expectations.checks.definition import CheckDefinition


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


CHECKS: tuple[type[CheckDefinition], ...] = (ConflictBetweenReleases,)
