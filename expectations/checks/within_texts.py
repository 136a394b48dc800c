"""Checks that hold the figures of one text against one another."""

from __future__ import annotations

from expectations.checks.definition import CheckDefinition


class PartsAndTotal(CheckDefinition):
    """The parts of a total do not sum up to it.

    Which figures are the parts of which total is told by the words of the text (a bracket behind
    the total, a list before it, a breakdown or a rest behind it, a table with a row of sums), by
    scopes that complement one another (일반회계, 특별회계) and by measures that the registry adds
    up; never by their values. Scopes are also joined between the copies of one announcement. What
    the sentence behind a total lists, without a word that calls it its parts, counts only where it
    nearly sums up to it. The sum may miss the total by one unit of the last printed digit of each
    part and of the total; plain counts must add up. A list that does not claim to be complete (등,
    주요, a ranking) can only exceed its total. Where one part differs from what would fit by one
    digit that came in or fell out, it is named.
    """

    check_id = "parts_and_total"
    suite = "consistency"
    title_ko = "부분의 합은 전체와 같아야 한다"
    title_en = "Parts sum up to their total"
    severities = ("critical", "warning", "info")
    severity_rule = (
        "critical where a registered total differs from its sum by a fifth or more and a bracket, "
        "a table, a rest or the registry names the parts; info where a list of examples nearly "
        "reaches its total, and where sum and total are so far apart that another total may be "
        "meant; otherwise warning"
    )


class GrowthAndLevels(CheckDefinition):
    """Growth, change, level and base of one text do not fit.

    The text says which level grew by how much, and from what. Growth is held against level and
    base, the change against their difference, growth and change against each other where one of
    the levels is missing; signs count. Each number may be off by one unit of its last printed
    digit, since some are cut off rather than rounded. Differences of rates in points are left to
    ``percent_or_point``, bases that other announcements published to ``restated_base``.
    """

    check_id = "growth_and_levels"
    suite = "consistency"
    title_ko = "증감과 증감률은 같은 글의 수치와 맞아야 한다"
    title_en = "Growth and change fit the levels that the text prints"
    severities = ("critical", "warning", "info")
    severity_rule = (
        "critical where a registered measure fell and is said to have grown, or the other way "
        "round, by 2 % or more; info for multiples (두 배), which are said loosely; otherwise "
        "warning"
    )
    explained_by = ("parts_and_total", "malformed_number", "unit_slip")


class ShareAndTotal(CheckDefinition):
    """A share does not fit the part and the whole that are told with it.

    The words must say that the one is a part of the other (500곳 가운데 120곳, 이 가운데 …, 전체의
    24%). Shares beside the entries of a list (제조업 4만 명(31.2%), 서비스업 …) whose whole only
    stands before the list count where other shares of that list fit the same whole: two, or one
    if those that do not fit are printed with decimals; and hardly more of them may be wrong than
    fit. Part, whole and share may each be off by one unit of the last printed digit.
    """

    check_id = "share_and_total"
    suite = "consistency"
    title_ko = "비율은 부분과 전체의 수치와 맞아야 한다"
    title_en = "Shares fit the part and the whole"
    severities = ("warning", "info")
    severity_rule = (
        "info where the part exceeds the whole or the share is off by more than three times, so "
        "that another whole may be meant; otherwise warning"
    )


class PercentOrPoint(CheckDefinition):
    """A difference of two rates is called per cent where it is percentage points.

    From 63.7 % to 66.4 % is 2.7 points or 4.2 %. Found where the text prints both rates and their
    difference is the number that it calls per cent, or where an announcement, in one article or in
    its copies, prints the same number of the same measure once as per cent and once as points.
    """

    check_id = "percent_or_point"
    suite = "consistency"
    title_ko = "비율의 차이는 퍼센트포인트로 써야 한다"
    title_en = "Differences of rates are in percentage points"
    severities = ("warning",)
    severity_rule = "always warning"


class RestatedBase(CheckDefinition):
    """A level with its growth or change implies another base than was published.

    If exports grew by 11.8 % to 227.9 억, they had been 203.9 억; an earlier announcement said
    204.3. The period compared with is that of which the text speaks (전년 동기, 2019년보다), or the
    year before where a whole year grew and nothing else is said. Only the same series counts, only
    announcements before this one, and none of them may have said what is implied here. Texts that
    print their base are left to other checks.
    """

    check_id = "restated_base"
    suite = "consistency"
    title_ko = "증감에서 나오는 기준값은 앞서 발표한 값과 같아야 한다"
    title_en = "Growth implies the base that was published"
    severities = ("warning", "info")
    severity_rule = (
        "info where a period is only assumed, where the base was called provisional and differs by "
        "2 % at most, or where the two bases differ by more than half (by a fifth for measures "
        "without an entry in the registry); otherwise warning"
    )
    explained_by = ("lost_digits", "unit_slip")


CHECKS: tuple[type[CheckDefinition], ...] = (
    PartsAndTotal,
    GrowthAndLevels,
    ShareAndTotal,
    PercentOrPoint,
    RestatedBase,
)
