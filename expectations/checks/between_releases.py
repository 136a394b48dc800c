"""Checks that compare announcements with one another."""

from __future__ import annotations

from expectations.checks.definition import CheckDefinition


class ConflictBetweenReleases(CheckDefinition):
    """Independent announcements of the same weeks give different values for one series and period.

    A series is one measure of one place in one scope and basis, by like speakers, so a partial
    amount never contradicts a total and a council never contradicts the city. Announcements count
    once however many outlets copied them, and only the version that each page shows last counts.
    Each announcement speaks with its most precise wording; one that contradicts itself speaks only
    where one of its values is plainly the whole. Values disagree only where the intervals that
    their printed digits and qualifiers state do not overlap, digits cut off instead of rounded
    allowed for. What differs more than 45 days after the first report, or is only cited to compare
    with, is a restatement. Targets and forecasts are revised rather than contradicted and are left
    out; so is a value that grew while its period was still running.
    """

    check_id = "conflict_between_releases"
    suite = "consistency"
    title_ko = "같은 무렵의 발표는 같은 지표와 같은 기간의 수치가 일치해야 한다"
    title_en = "Announcements of the same weeks agree on the same measure and period"
    severities = ("critical", "warning", "info")
    severity_rule = (
        "critical where a registered measure differs by a fifth or more within 30 days; info for "
        "growth, changes, shares and ranks, whose base is not stated, for periods that are only "
        "assumed, for values called provisional or revised, and for a value that fell while its "
        "period was running; otherwise warning"
    )
    explained_by = ("unit_slip", "lost_digits", "garbled_copy", "malformed_number")


class Restatement(CheckDefinition):
    """A later announcement gives another value for a period that was announced before.

    It may report the value or cite it as what this year's is compared with: a base that nobody
    published turns one rate of growth into another. The earlier value is the one that most
    announcements of the first 45 days give. Left alone are values that the printed digits of both
    allow, values called provisional, growth while the period was still running, and money added in
    the course of its budget year. Money allotted for a budget year counts as known once announced,
    though the year has not begun.
    """

    check_id = "restatement"
    suite = "consistency"
    title_ko = "이미 발표한 기간의 수치는 나중 발표에서도 같아야 한다"
    title_en = "Later announcements give the same values for periods announced before"
    severities = ("warning", "info")
    severity_rule = (
        "info where the later text speaks of a correction, a recount or another basis, where one "
        "is a proposal or request and the other not, for growth, changes, shares, ranks and "
        "attainment, for periods that are only assumed, for a value that fell while its period was "
        "running, for less than 0.2 % or more than the double, and for measures without an entry "
        "whose wording differs; otherwise warning"
    )
    explained_by = ("unit_slip", "lost_digits", "garbled_copy", "malformed_number")


class TargetMissed(CheckDefinition):
    """What was announced for the date of a target falls short of it, and nobody says so.

    The target is the one that was said last before the result, by like speakers, for the same
    measure, place and scope. A target of one period (올해 1800대) is held against what was counted
    in it; a target by a date (2026년까지 5000기) only against a running total or a stock at that
    date. Nothing is a result before its period is over, but money allotted for a budget year is
    one as soon as it is secured. A target is met by any later value that meets it. Where less is
    better (사망자, 실업률, 부채, … 이하, … 명으로 줄이다) it is missed by a higher value; a
    measure that is itself a reduction (감축량, 절감액) is missed by a lower one; where words point
    both ways nothing is told.
    """

    check_id = "target_missed"
    suite = "change"
    title_ko = "목표한 때의 실적은 목표에 이르러야 한다"
    title_en = "Results reach what was announced as their target"
    severities = ("warning", "info")
    severity_rule = (
        "warning where the result is short by a twentieth of the target or more (one point and a "
        "fiftieth for per cent); info for less, where the later text itself speaks of the "
        "shortfall, and where result and target are so far apart that they may not be the same"
    )


class TargetChanged(CheckDefinition):
    """The target for a date is another one in a later announcement that does not say so.

    Raised, cut, or moved to a later year with the same value. Targets of different years are
    different targets, and one that is only repeated is none. The later text states the change
    where it repeats the earlier value or speaks of raising, cutting or adjusting the target.
    """

    check_id = "target_changed"
    suite = "change"
    title_ko = "같은 때의 목표는 말없이 바뀌지 않아야 한다"
    title_en = "Targets for one date do not change without a word"
    severities = ("warning", "info")
    severity_rule = (
        "info where the later text states the change, for less than 2 %, for more than two and a "
        "half times as much or as little, and for periods that are only assumed; otherwise warning"
    )


class ClaimStrength(CheckDefinition):
    """One amount is first a consultation, later an agreement, a contract or realised exports.

    The stages are, from weak to strong: talks (상담), contracts pursued (계약 추진), agreements
    (협약, MOU), contracts (계약), exports (수출). The stage of a figure is told by the words around
    it. The same amount of the same place, printed with the same precision, climbs between the body
    and the headline of one article, between copies of one announcement, or between announcements
    that lie within weeks or recall the same event. A text that tells how talks became a contract
    states progress and is left alone.
    """

    check_id = "claim_strength"
    suite = "consistency"
    title_ko = "같은 금액의 성과는 단계가 슬며시 높아지지 않아야 한다"
    title_en = "The same amount does not become a stronger claim"
    severities = ("warning", "info")
    severity_rule = (
        "warning within one announcement, within 90 days for an amount of three digits or more, "
        "and wherever both texts name the same event; otherwise info"
    )


CHECKS: tuple[type[CheckDefinition], ...] = (
    ConflictBetweenReleases,
    Restatement,
    TargetMissed,
    TargetChanged,
    ClaimStrength,
)
