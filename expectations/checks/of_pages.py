"""Checks of what an outlet shows: copies, headlines, edits, pages that are gone."""

from __future__ import annotations

from expectations.checks.definition import CheckDefinition


class MalformedNumber(CheckDefinition):
    """A number is printed in a form that cannot be read (469조 5700천억, 1,8억0939만9000불).

    The finding says what was printed, what its groups add up to as they stand, and what is likely
    meant: what the headline, the body or a copy of the announcement prints for the same series and
    period, or what the printed growth makes of the level before, with noughts where digits are gone
    behind a comma; where nothing of that is there, what the usual slips of such numbers suggest.
    Numbers in unusual but readable notation are left alone.
    """

    check_id = "malformed_number"
    suite = "consistency"
    title_ko = "수치는 읽을 수 있는 꼴로 적혀야 한다"
    title_en = "Numbers are printed in a form that can be read"
    severities = ("warning",)
    severity_rule = "warning"


class GarbledCopy(CheckDefinition):
    """A copy of an announcement prints another value than the other copies do at the same place.

    Figures of two copies are held against each other where their sentences differ only in numbers,
    where each is the only one of its text that the other lacks for a series, period and role, or
    where a dozen letters right before and behind them are the same, whatever series they are read
    as. Neither number may stand anywhere in the other text, so that cut and shuffled lists raise
    nothing; other notation, rounding, cutting off and conversion are legal. The majority of the
    copies is believed; of two that stand one against one, the number that agrees with its own
    headline, sums and growth or with the course of its series; else both are shown.
    """

    check_id = "garbled_copy"
    suite = "consistency"
    title_ko = "같은 발표를 옮긴 기사들의 수치는 일치해야 한다"
    title_en = "Copies of one announcement print the same values"
    severities = ("critical", "warning")
    severity_rule = (
        "critical where one copy differs by a fifth or more from three or more others; otherwise "
        "warning"
    )
    explained_by = ("malformed_number",)


class HeadlineAndBody(CheckDefinition):
    """The figure of a headline stands nowhere in the body, or stands there for another thing.

    Value: the body gives the measure of the headline one other value. Rounding and cutting off are
    legal, so are 약, 여, 대, 돌파, 육박 and the like, and whatever a headline writer may have
    worked out from the figures of the body: sums, differences, products, growth, shares. Scope: the
    headline gives a number to a part (국비 3,215억), while the body has it as the whole and the
    part with a smaller number. Change: the headline joins the whole with a change or growth that
    the body tells of a part, while the body's own values of the whole make another one. Each
    version of a page is held against itself only.
    """

    check_id = "headline_and_body"
    suite = "consistency"
    title_ko = "제목의 수치는 본문의 수치와 일치해야 한다"
    title_en = "Headlines agree with the body"
    severities = ("critical", "warning", "info")
    severity_rule = (
        "critical where both give a value of one series and period and one is twice the other or "
        "more; info where the measure stands in no registry and little but its name is the same; "
        "otherwise warning"
    )
    explained_by = ("malformed_number", "garbled_copy")


class SilentEdit(CheckDefinition):
    """A page shows another figure than it did before, and says nothing of it.

    The version that a page shows now is held against every other one that was seen, so that a page
    that goes back and forth between two versions is one finding, whichever stands; it says how
    often the figure changed. Two figures are one where the words around them are the same, or where
    each version gives just one value for the series and period. Edits of prose and of notation,
    rounding, and paragraphs that were added or cut are left alone.
    """

    check_id = "silent_edit"
    suite = "change"
    title_ko = "기사의 수치는 알림 없이 바뀌지 않아야 한다"
    title_en = "Figures on a page do not change without a notice"
    severities = ("warning", "info")
    severity_rule = (
        "info where the text says that it was corrected (either of the two where a page goes back "
        "and forth), or where the day or hour that it states changed with the figure; otherwise "
        "warning"
    )


class Overdue(CheckDefinition):
    """A series that came at a regular distance has stopped.

    Four points or more, at equal distances between a month and a year; the usual delay between the
    end of a period and its announcement, and a third of the distance, are granted. Only series of
    outlets that are collected and that went on to list articles are waited for, never imports.
    Series of one announcement that stop together are one finding. Nothing needs to touch such a
    series: the checks note when they want to see it again.
    """

    check_id = "overdue"
    suite = "change"
    title_ko = "정기적으로 나오던 수치는 제때 나와야 한다"
    title_en = "Regular series go on"
    severities = ("warning", "info")
    severity_rule = "info for the first value that is missing, warning from the second one on"


class Vanished(CheckDefinition):
    """A page with figures is gone.

    Its host answers 404 or 410, or the site says in words that the article is deleted. Pages are
    asked for again when they have the ages that their outlet names, and the next night once they
    are gone; a removal after the last age is not seen. The figures of the page go on to stand in
    their series, with the flag as the reason for care. Imports have no page of ours and are never
    told.
    """

    check_id = "vanished"
    suite = "change"
    title_ko = "수치가 실린 기사는 그대로 남아 있어야 한다"
    title_en = "Pages with figures stay"
    severities = ("warning", "info")
    severity_rule = "info when it is first found gone, warning when that is confirmed another night"


CHECKS: tuple[type[CheckDefinition], ...] = (
    MalformedNumber,
    GarbledCopy,
    HeadlineAndBody,
    SilentEdit,
    Overdue,
    Vanished,
)
