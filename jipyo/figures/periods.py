"""When a figure holds: the ladder from the clause outwards to the publication.

A figure is dated by the nearest statement of time: in its clause, its sentence, a programme that
carries a year, its section, the lead of the text, and last by the year of publication.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from jipyo.figures.kinds import Claim
from jipyo.figures.marks import Candidate
from jipyo.figures.model import Kind, Period, Rung
from jipyo.figures.times import (
    Meaning,
    Mention,
    Told,
    Use,
    meaning,
    mentions,
    month_end,
    moved,
    term_end,
    year_of,
)

_NEAR = 14
_SEPARATORS = " ,·"
_BEHIND = 3
"""An expression so close before a figure speaks of it, whatever else the sentence says."""
_COUNTED = frozenset(("flow", "cumulative", "level", "change", "growth", "share", "attainment"))
_PASSED = re.compile(
    r"\)?(?:의\s?$|[을를]\s(?:훌쩍\s|크게\s|이미\s|가볍게\s)?(?:넘|웃돌|앞질|뛰어넘|앞선|제친"
    r"|제쳤)|에는?\s(?:못|조금|크게)\s미)"
)
_COMPARES = re.compile(
    r"\s?(?:보다|에서|대비|에 비|에 견|[과와] [견비]|[를을]\s(?:크게\s"
    r"|훨씬\s)?(?:웃|밑|넘|앞)|의\s?$|의\s(?:약\s)?$)"
)
_TIMES_OF = re.compile(
    r"(?:\s?(?:같은\s(?:기간|달|분기|시기|때)|동기|동월))?의\s(?:약\s|무려\s|거의\s)?"
)
_YEARS_AGO = re.compile(r"(?:[2-9]|\d\d)년\s전")
_HAD_BEEN = re.compile(r"(?:이던|이었던|였던|이었다가|에 그쳤던|에 불과하던|에 머물던)\s")
_EVENT_TIME = re.compile(
    r"(?:축제|행사|대회|박람회|전시|공연|연휴|휴가)\s?기간|기간\s(?:동안|중)|이\s기간"
)
_OBJECT_ONLY = re.compile(
    r"(?:의|규모의)?\s?(?:[가-힣A-Za-z]{1,14}\s){0,3}?[가-힣A-Za-z]{0,14}[을를]\s"
)
_STAGE = re.compile(
    r"(?:(?:기정|추경|본|당초|기존|종전|정부안|목표|계획|예정|요구)[가-힣]{0,4}|제출안|요구안|원안)"
    r"\s?[(]?\s?$"
)
_SOON = 45
"""Days before a school year in which its classes are told."""
_THAN = ("보다", "에서", "대비", "에 비", "에 견", "과 견", "와 견", "과 비", "와 비", "→")
_ONGOING = frozenset(("level", "flow", "cumulative"))
_STOCKS = frozenset(("level", "capacity"))
_AMOUNTS = frozenset(("money", "count"))
_SIGNED = re.compile(r"(?:투자|업무)?\s?협약|협약식|조인식")
_NEW_TOPIC = re.compile(r"[가-힣](?:은|는)\s")
_OPENED = re.compile(r"\s?(?:개막|개장|막을 올|시작|문을 연)")
_AS_LARGE = re.compile(r"\s?(?:규모|수준|정도|가량|이상)(?:로|의|를|을)\s$")
_TOLD_OF = re.compile(
    r"(?:의)?\s?(?:같은\s?(?:기간|달|분기|시기|때)|동기|동월)(?:에는|에|의)?\s(?:[가-힣]{1,6}\s)?[가-힣]{1,6}(?:은|는|이|가)\s$"
)
_CLOSED = re.compile(r"\s?(?:폐막|폐장|막을 내|막이 내|끝[난났]|마친|성료)")
_BARE_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
"""The year at the head of a column: 2024 당초."""
_EVENT_DAYS = 62
_HALF = 190
_SEASON_DAYS = 150
_BEFORE = frozenset(("전월", "전분기"))
_LAST_YEAR = frozenset(("지난해", "작년"))
_THIS_YEAR = ("올해", "올", "금년")
_PLEDGED = frozenset(("level", "cumulative", "attainment", "share", "change"))
_MEASURED = frozenset(("level", "share", "target", "capacity", "flow"))
_AIMS = frozenset(("target", "forecast"))


_PRICED_BY_SIZE = re.compile(r"(?:㎡|㎏|kg|g|톤|t|ℓ|L|평)(?:당|에)\s?$|평균[^.]{0,12}$")
"""What is paid for so much of a thing is a price of the time that is told of, no rule."""
_AMONG_THEM = re.compile(
    r"(?:이|그)\s?(?:중|가운데)[에서는은의]{0,2}\s(?:[가-힣]{1,6}\s)?(?:약\s)?$"
)
_OF_BASE = re.compile(
    r"\)?(?:보다|에서\s|대비|에\s?비[해하]|[과와에]\s?견[줘주]|의\s(?:약\s|무려\s)?$)"
)
_SURPASSES = re.compile(
    r"[이가]?\s?(?:가량\s|넘게\s|나\s)?(?:웃[돌도돈]|밑[돌도돈]|상회|하회|넘|앞[지선섰]|초과)"
)
_OBJECT = ("을 ", "를 ")
_OF = ("의", "에서")
_NEAR_BASE = 20
_TOTAL_COST = "총사업비"
"""What a project costs until it is done, which is no money of one budget year."""


class Time(NamedTuple):
    """A mention with its meaning, in the stretch with the number ``place`` of its sentence."""

    mention: Mention
    meaning: Meaning
    use: Use
    place: int


Left = tuple[Period | None, Period | None, Period | None, Period | None, date | None]
"""What a sentence leaves behind: the periods and the day that the next one may point back to."""


@dataclass(slots=True)
class Scope:
    """What the text has said about time so far, while its figures are dated in order.

    ``document`` is the period of title or lead, ``section`` that of the heading, ``carried`` that
    of the last sentence that stated one, ``previous`` that of the last figure, ``then`` that to
    which 당시 points back, ``before`` that of the base with which it was compared,
    ``day`` the last day that was told, to which 이날 does; ``event`` says that the text reports on
    what took place on a day.
    """

    published: date | None
    document: Period | None = None
    section: Period | None = None
    carried: Period | None = None
    previous: Period | None = None
    then: Period | None = None
    before: Period | None = None
    event: bool = False
    day: date | None = None
    programmes: list[tuple[str, Period]] = field(default_factory=list[tuple[str, Period]])

    def known(self) -> Hashable:
        """Give all that the periods of a sentence depend on besides the sentence itself."""
        return (
            self.published, self.document, self.section, self.carried, self.previous, self.then,
            self.before, self.day, self.event, tuple(self.programmes),
        )  # fmt: skip

    def left(self) -> Left:
        """Give what a sentence may change."""
        return self.carried, self.previous, self.then, self.before, self.day

    def goes_on(self, left: Left) -> None:
        """Stand as after a sentence that left this."""
        self.carried, self.previous, self.then, self.before, self.day = left

    def topic(self) -> int | None:
        """Give the year that the text is about at this place, if it has said so."""
        for period in (self.carried, self.section, self.document):
            if period is not None and period.end is not None and period.start is not None:
                return period.end.year
        return None


def resolve(told: Sequence[Told], scope: Scope) -> list[Time]:
    """Resolve the expressions of time in the stretches of one sentence, in text order."""
    found: list[Time] = []
    topic: int | None = -1
    months: int | None = None
    days = 0
    for place, stretch in enumerate(told):
        for mention in stretch.mentions:
            if topic == -1:
                topic = scope.topic()
            # In a release on next year's budget 지난해 is this year only as its base.
            following = told[place + 1].text if place + 1 < len(told) else ""
            based = mention.expression.word not in _LAST_YEAR or (
                (mention.use == "comparison" or following.lstrip(") ").startswith(_THAN))
                and not _names_this_year(told)
            )
            year = topic if based else None
            if mention.expression.form == "bare" and (
                _earlier_year(topic, scope.document)
                or (scope.document is None and not mention.expression.month)
            ):
                # 2015년 ... 상반기: of the year of the text, not of the one that it compared with.
                year = None
            meant = meaning(mention.expression, scope.published, year)
            if meant is None:
                continue
            bare = mention.expression
            if bare.form == "bare" and bare.month and not bare.day:
                meant, months = _of_same_year(mention, meant, months, scope)
            if (
                bare.form == "day"
                and bare.day
                and not bare.last_day
                and not stretch.text[: mention.start].endswith("오는 ")
            ):
                meant = _of_the_event(bare.day, meant, scope)
            if mention.expression.word == "이날" and scope.day is not None:
                # 하루 최다 인파는 13일의 12만8천여 명이었다. 이날 ...
                meant = Meaning(scope.day, scope.day, "day")
            use = mention.use
            if (
                use == "asof"
                and scope.published is not None
                and meant.first is not None
                and meant.first > scope.published
                and stretch.text[mention.end :].lstrip().startswith("기준")
                # 2022학년도 ... 3월 1일 기준, told in February: as the school year will begin.
                and not (
                    (meant.first - scope.published).days <= _SOON
                    and any("학년도" in stretch.text for stretch in told)
                )
            ):
                # 1,906명(연말 기준): nothing is told as of a day to come.
                year = _year_before(Period(meant.first, meant.last))
                meant = Meaning(year.start, year.end, meant.grain)
            if (
                use == "plain"
                and meant.grain == "day"
                and _of_news(mention, meant, told[place:], place, scope, days)
            ):
                use = "skip"
            if meant.grain == "day":
                days += 1
                if use == "plain" and meant.first == meant.last:
                    scope.day = meant.first
            found.append(Time(mention, meant, use, place))
    return found


def _of_the_event(day: int, meant: Meaning, scope: Scope) -> Meaning:
    """Give a bare day that is not over the day of the event: 연휴 첫날인 28일, told in October."""
    whole, now = scope.document, scope.published
    if (
        whole is None
        or whole.start is None
        or whole.end is None
        or now is None
        or meant.first is None
        or meant.first <= now
        or not 0 < (whole.end - whole.start).days < _EVENT_DAYS
    ):
        return meant
    for passed in range((whole.end - whole.start).days + 1):
        one = whole.start + timedelta(passed)
        if one.day == day:
            return Meaning(one, one, "day")
    return meant


def _of_same_year(
    mention: Mention, meant: Meaning, year: int | None, scope: Scope
) -> tuple[Meaning, int | None]:
    """Give a month the year of the month before it in a sentence on the year past.

    10월에 3만 명이 몰렸고 가장 한산한 1월은 6천 명이었다, told in February: both of last year.
    """
    now, first = scope.published, meant.first
    if now is None or first is None or mention.use != "plain":
        return meant, year
    if first.year < now.year:
        return meant, first.year
    if year is not None and not mention.expression.ahead:
        expression = mention.expression._replace(form="absolute", year=year)
        again = meaning(expression, now, None)
        if again is not None:
            return again, year
    return meant, year


def _earlier_year(topic: int | None, whole: Period | None) -> bool:
    return (
        topic is not None and whole is not None and whole.end is not None and topic < whole.end.year
    )


def _of_news(
    mention: Mention, meant: Meaning, told: Sequence[Told], place: int, scope: Scope, days: int
) -> bool:
    """Tell whether a day is that of the news: 11일 밝혔다, 18일 군에 따르면, 26일 시가 분석한."""
    if mention.cited:
        return True
    if mention.expression.word in ("전날", "어제") or meant.first != meant.last:
        return False
    if told[0].text[: mention.start].rstrip().endswith(("따르면", "의하면")):
        # 군에 따르면 7일 가락시장에서 거래됐다.
        return False
    if any([later.held for later in told]):
        return False
    # 24일 군에 따르면 지난 20일 도매가는: the second day is not that of the news.
    second = days > 0 and told[0].text[: mention.start].endswith("지난 ")
    reported = any([later.reported for later in told]) and not second
    return reported or _is_dateline(mention, place, meant, scope)


def _is_dateline(mention: Mention, place: int, meant: Meaning, scope: Scope) -> bool:
    """Tell whether a sentence begins with the day of the news: 26일 시가 분석한 결과."""
    now = scope.published
    return (
        place == 0
        and mention.start <= 2
        and mention.expression.form == "day"
        and mention.expression.word != "이날"
        and now is not None
        and meant.first is not None
        and 0 <= (now - meant.first).days <= 1
    )


def ahead(times: list[Time], count: int, scope: Scope) -> list[bool]:
    """Tell for each of ``count`` figures whether its sentence dates it after the publication."""
    answers = [False] * count
    now = scope.published
    if now is None:
        return answers
    for time in times:
        last = time.meaning.last
        if last is None or time.use in ("comparison", "skip"):
            continue
        future = (
            time.use not in ("since", "asof")
            and last > now
            and (time.use == "until" or time.meaning.first is None or time.meaning.first > now)
        )
        # 7천 대를 2027년까지: a deadline after the figure speaks of the one before it too.
        near = time.use == "until" and time.mention.start <= 3
        first = time.place - 1 if near else time.place
        for index in range(max(first, 0), count):
            answers[index] = future
    return answers


def periods(
    figures: list[Candidate], judged: list[Claim], told: Sequence[Told], times: list[Time],
    scope: Scope,
) -> list[Period]:  # fmt: skip
    """Date the figures of one sentence, from the nearest statement of time outwards."""
    outer = _Outer(told, scope)
    answers: list[Period] = []
    last: Period | None = None
    # 2,514농가 (2015년 말 2,310농가): what a bracket tells of another time does not hold on.
    aside = {time.place for time in times if _dates_its_bracket(told, time)}
    if not times:
        constant = outer.constant()
        for index, figure in enumerate(figures):
            claim = judged[index]
            period = _of_column(figure, scope) if figure.column else None
            if period is None:
                if constant is not None and claim.kind != "cumulative":
                    period = constant
                else:
                    period = outer.period(index, figure, claim)
                if index and claim.kind == "share" and _AMONG_THEM.search(told[index].text):
                    # 예산은 6억 원이며, 이 중 70%: of the time of the whole.
                    period = answers[-1]
                if claim.role == "base" and told[0].same_time and scope.before is not None:
                    # 2015년 ...에서 지난해 ...로. 같은 기간 41억 원에서: of the earlier of the two.
                    period = Period(scope.before.start, scope.before.end, "sentence")
                elif claim.role == "base" and _returns(told, index, figure, claim.kind):
                    period = _year_before(period)
                elif outer.measure:
                    period = _of_measure(period, claim, scope.published)
            if told[index].yearly:
                period = _yearly(period, claim, told[index].whole_year)
            if figure.sort == "money":
                period = _of_budget(period, claim, told, index)
            if (claim.kind == "attainment" and period.rung == "document") or (
                outer.pledges and _of_pledges(period, claim, scope)
            ):
                period = _so_far(period)
                if outer.pledges:
                    period = _not_ahead(period, scope.published)
            if period.start == period.end:
                period = _widened(period, claim, scope, told[index])
            if claim.role != "per_unit" and _is_rate(index, claim, figure, told):
                period = _in_force(period, claim, scope.published)
            answers.append(period)
            if claim.role != "base" and claim.kind not in _AIMS:
                last = period
        if last is not None:
            scope.previous = last
        return _pointed_back(answers, told, scope)
    stated: Period | None = None
    carried: Period | None = None
    bases = _bases(times, told, len(figures))
    located = _located(figures, judged, told)
    free = [
        time
        for time in times
        if time not in bases
        and not _introduces_base(time, times, told, located)
        and not _only_measure(time, judged, told)
    ]
    running = any([claim.kind == "cumulative" for claim in judged])
    flowing = any([claim.kind == "flow" for claim in judged])
    inside: Period | None = None
    before: Period | None = None
    for index, figure in enumerate(figures):
        claim = judged[index]
        inside = _bracketed(told[index].text, inside, answers)
        based = (
            _based(index, judged, told)
            or bases[index] is not None
            or _is_earlier_whole(index, judged, told, scope)
        )
        period = _of_column(figure, scope) if figure.column else None
        if period is None:
            period = _own_bracket(index, times, told)
        if period is None and based and index == 0 and told[0].same_time and scope.before:
            period = Period(scope.before.start, scope.before.end, "sentence")
        if period is None and based:
            leaves = told[index + 1].text.lstrip(") ").startswith(("에서", "→"))
            period = _of_base(index, bases[index], leaves, times, told, stated, scope)
        if period is None and not based:
            spanned = _spanned(index, times, told)
            if spanned is not None:
                period = _plain(spanned, "clause")
        if period is None and inside is not None and not based:
            period = None if any([time.place == index for time in times]) else inside
        then = scope.then
        if (
            period is None
            and not based
            and index == 0
            and then is not None
            and _is_span(then)
            and told[0].same_time
        ):
            period = stated = Period(then.start, then.end, "sentence")
        if period is None and not based:
            period = _nearest(index, claim, free, told, scope, len(figures), running, located)
            if period is not None and claim.kind not in _AIMS:
                stated = period
                counted = not running or (period.start is not None and _is_event(scope.document))
                if counted and _lasting(period, claim, times, scope):
                    carried = period if index not in aside else carried
        if period is None:
            period = _after_object(index, claim, times, told) or outer.period(index, figure, claim)
            if not based:
                period = _implied(period, index, times, scope)
                if outer.measure and not any([time.place > index for time in times]):
                    period = _of_measure(period, claim, scope.published)
            else:
                period = stated or period
                if _returns(told, index, figure, claim.kind):
                    period = _year_before(period)
        if told[index].yearly:
            period = _yearly(period, claim, told[index].whole_year)
        if figure.sort == "money" and inside is None:
            period = _of_budget(period, claim, told, index)
            if claim.kind == "flow" and _is_month_end(period):
                # 6월 말 기준 징수액: counted since the beginning of the year.
                period = _of_the_year(period)
        if claim.kind == "attainment" and index and told[index - 1].yearly:
            period = _of_the_year(period)
        if (claim.kind == "attainment" and period.rung == "document") or (
            outer.pledges and _of_pledges(period, claim, scope)
        ):
            period = _so_far(period)
            if outer.pledges:
                period = _not_ahead(period, scope.published)
        if period.start == period.end:
            period = _widened(period, claim, scope, told[index])
        if (
            claim.kind == "target"
            and period.rung in ("section", "document")
            and not _PASSED.match(told[index + 1].text)
        ):
            period = _aimed(period, scope.published)
        elif claim.kind == "cumulative":
            period = _up_to_now(period, scope.published)
        elif (
            claim.kind in ("growth", "change", "flow", "share")
            and not claim.planned
            and not outer.measure
            and not based
            and (claim.kind != "share" or inside is None)
        ):
            period = _passed(period, scope, "flow" if flowing else claim.kind)
        elif _is_rate(index, claim, figure, told):
            period = _in_force(period, claim, scope.published)
        answers.append(period)
        if not based and claim.kind not in _AIMS and index not in aside:
            last = period
        elif based and period.rung == "clause":
            before = period
    if told[0].method:
        # 조사는 8월부터 10월까지: when people were asked, not of when the answers are.
        pass
    elif carried is not None and not (
        _long_ago(carried, scope.document)
        or _of_old(carried, scope)
        or (outer.measure and _is_ahead(carried, scope.published))
    ):
        lasting = Period(carried.start, carried.end, "sentence")
        if not outer.measure and not _allots(figures, told):
            lasting = _passed(lasting, scope, "flow")
        scope.carried = Period(lasting.start, lasting.end, "section")
    elif not figures:
        _carry([time for time in times if not _dates_its_bracket(told, time)], scope)
    if last is not None:
        scope.previous = last
    if stated is not None and len(answers) > 0:
        scope.then = Period(stated.start, stated.end, "section")
        scope.before = before
    return answers


def _located(
    figures: Sequence[Candidate], judged: Sequence[Claim], told: Sequence[Told]
) -> set[int]:
    """Find the figures that say where, not from what: 올해 17개 기업에서 4,870억 원을 유치했다."""
    return {
        index
        for index in range(len(figures) - 1)
        if told[index + 1].text.startswith("에서")
        and figures[index].sort == "count"
        and figures[index + 1].unit != figures[index].unit
        and judged[index + 1].kind not in ("growth", "change", "rank")
    }


def _allots(figures: Sequence[Candidate], told: Sequence[Told]) -> bool:
    """Tell whether a sentence says what money a year has: 올해 대기질 개선에 48억 원을 들였다."""
    return any(
        [
            figure.sort == "money" and (told[index].budget or told[index + 1].budgeted)
            for index, figure in enumerate(figures)
        ]
    )


def _pointed_back(answers: list[Period], told: Sequence[Told], scope: Scope) -> list[Period]:
    """Date a sentence that begins with 당시 or 같은 시점 by the one before it."""
    then = scope.then
    if then is None or not (told[0].then or (_is_span(then) and told[0].same_time)):
        return answers
    if scope.carried is None:
        scope.carried = then
    return [period if period.rung in ("clause", "sentence") else then for period in answers]


def bases(figures: Sequence[Candidate], judged: list[Claim], told: Sequence[Told],
    times: list[Time]) -> list[bool]:  # fmt: skip
    """Tell for each figure of a sentence whether another one is compared with it."""
    bracketed = _bases(times, told, len(figures))
    return [
        _based(index, judged, told) or bracketed[index] is not None for index in range(len(figures))
    ]


def _bracketed(before: str, inside: Period | None, answers: list[Period]) -> Period | None:
    """Give the period of the total in whose bracket a figure stands: 54억 원(국비 27억)."""
    opened = before.rfind("(")
    if before.rfind(")") > opened:
        return None
    if opened >= 0:
        return answers[-1] if answers and not before[:opened].strip() else None
    return inside


def _returns(told: Sequence[Told], index: int, figure: Candidate, kind: Kind) -> bool:
    """Tell whether the base of a comparison is that of the year before.

    It is not where a stage of the same budget stands before it (본예산 2조 원 대비), nor where
    somebody changes a thing (출연금을 6억 원에서 12억 원으로).
    """
    before = told[index].text
    changed = before.rstrip().endswith(("을", "를")) or (
        (figure.sort == "money" or kind in ("level", "capacity"))
        and told[index + 1].text.startswith("→")
    )
    return not changed and not _STAGE.search(before)


def _implied(period: Period, index: int, times: list[Time], scope: Scope) -> Period:
    """Give the year that a comparison implies: what is more than 지난해 is of this year."""
    now = scope.published
    if now is None or period.rung in ("clause", "sentence") or period.end is None:
        return period
    for time in reversed(times):
        if time.place <= index and time.use == "comparison":
            word = time.mention.expression.word
            year = now.year if word in ("지난해", "작년") else now.year + 1 if word == "올해" else 0
            if year and period.end.year != year and not time.mention.same:
                return Period(*year_of(year), "clause")
            break
    return period


def _after_object(
    index: int, claim: Claim, times: list[Time], told: Sequence[Told]
) -> Period | None:
    """Date a figure by the time before its verb: 810억 원의 지원금을 지난해 9월 지급했고."""
    if claim.kind in _AIMS:
        return None
    for time in times:
        if time.place <= index:
            continue
        if time.place > index + 1 or time.use != "plain" or time.meaning.grain == "day":
            return None
        before = told[index + 1].text[: time.mention.start]
        if _OBJECT_ONLY.fullmatch(before) and not time.mention.close:
            return _plain(time, "clause")
        return None
    return None


def _lasting(period: Period, claim: Claim, times: list[Time], scope: Scope) -> bool:
    """Tell whether a stated period may hold for the sentences after it.

    What happened on a day does not; a day as of which things are told does.
    """
    if claim.kind == "attainment":
        return False
    if any(
        [
            time.mention.modifies
            and (time.meaning.first, time.meaning.last) == (period.start, period.end)
            for time in times
        ]
    ) and _runs_out_before(period, scope.document):
        # 지난해 9월 설치한 측정소 8곳: which ones, told in passing.
        return False
    if period.start is None or period.start != period.end:
        return True
    return any(
        [
            time.use == "asof"
            and time.meaning.last == period.end
            and time.mention.expression.word != "현재"
            for time in times
        ]
    )


def _based(index: int, judged: Sequence[Claim], told: Sequence[Told]) -> bool:
    """Tell whether a figure is what another one is compared with."""
    claim = judged[index]
    if claim.role == "base":
        return True
    if claim.kind in _AIMS:
        return False
    following = told[index + 1].text
    if not following.strip(_SEPARATORS) and index + 2 < len(told):
        following = told[index + 2].text
        if told[index].mentions and following.lstrip(") ").startswith(_THAN):
            return True
    if (claim.kind not in ("growth", "change") or following in _OBJECT) and (
        _its_own_time(told, index) is not None
    ):
        following_kind = judged[index + 1].kind if index + 1 < len(judged) else claim.kind
        if following_kind in ("growth", "change") or not following.startswith(("에서", "의")):
            return True
    place = index
    while place > 0 and not told[place].text.strip(_SEPARATORS):
        # 지난해 8건, 275만 달러의 1.4배: both are of the base.
        place -= 1
    before = told[place].mentions
    if not before or not before[-1].close:
        return False
    if before[-1].same and _TOLD_OF.match(told[index].text, before[-1].end):
        # 지난해 같은 기간 실적은 27척
        return claim.kind not in ("growth", "change")
    if before[-1].same and before[-1].opens and claim.kind not in ("growth", "change"):
        # 8만 7,312명(지난해 같은 기간 7만 9,100명, 10.4% 증가)
        return True
    word = before[-1].expression.word
    if _TIMES_OF.fullmatch(told[index].text, before[-1].end) and claim.kind in ("share", "growth"):
        # 전년의 3분의 2: what it is a share of is of that year, the share is not.
        return False
    return (word.startswith("전년") and claim.kind not in ("growth", "change")) or bool(
        _PASSED.match(following)
    )


def _its_own_time(told: Sequence[Told], place: int) -> Mention | None:
    """Give the last time before a figure if it is that of a base and of nothing else.

    민선 7기 4년간 거둔 14조 원의 세 배, 5월 상반기 행사의 41명보다: what is told of, with a topic
    of its own (올해 예산은 5억 원에서), would hold on.
    """
    before, after = told[place], told[place + 1].text
    if not before.mentions or not (
        _OF_BASE.match(after)
        or (after in _OBJECT and place + 2 < len(told) and _SURPASSES.match(told[place + 2].text))
    ):
        return None
    for mention in reversed(before.mentions):
        if mention.use == "skip":
            continue
        between = before.text[mention.end :]
        if (
            mention.use == "plain"
            and len(between) <= _NEAR_BASE
            and ")" not in between
            and _NEW_TOPIC.search(between) is None
        ):
            return mention
        return None
    return None


def _is_earlier_whole(
    index: int, judged: Sequence[Claim], told: Sequence[Told], scope: Scope
) -> bool:
    """Tell whether a figure is a whole of which the next is a share: 지난해 141가구의 59%."""
    if index + 1 >= len(judged) or judged[index + 1].kind != "share":
        return False
    if not told[index + 1].text.startswith("의"):
        return False
    own = _its_own_time(told, index)
    if own is None:
        return False
    meant = meaning(own.expression, scope.published, None)
    return meant is not None and _is_earlier(meant, scope)


def _is_earlier(meant: Meaning, scope: Scope) -> bool:
    """Tell whether a year ran out before the time that a text is about."""
    whole = scope.document
    return (
        meant.grain == "year"
        and meant.last is not None
        and whole is not None
        and whole.start is not None
        and meant.last < whole.start
    )


def _year_before(period: Period) -> Period:
    """Give the period a year earlier, where it is one that comes again every year."""
    if period.start is None or period.end is None or (period.end - period.start).days > 366:
        return period
    return _shifted(period, -1)


def stated_by(told: Told, scope: Scope) -> Period | None:
    """Give the period that a heading or a lead without figures states for what follows."""
    found = resolve([told], scope)
    topical = [time for time in found if _topical(time)]
    spans = [time for time in topical if time.meaning.grain == "span"]
    for time in spans or topical:
        return _plain(time, "document")
    return None


def signed_on(told: Told, scope: Scope) -> Period | None:
    """Give the day on which an agreement was signed: its sums are told as of that day."""
    if not told.held or not _SIGNED.search(told.text):
        return None
    for time in resolve([told], scope):
        meant = time.meaning
        if meant.grain == "day" and meant.first == meant.last and time.use == "plain":
            return Period(meant.first, meant.last, "document")
    return None


def is_year(period: Period) -> bool:
    """Tell whether a period is one whole calendar year."""
    return period.start is not None and (period.start, period.end) == year_of(period.start.year)


def _topical(time: Time) -> bool:
    """Tell whether an expression holds for the figures after it until another one is stated."""
    meant = time.meaning
    if meant.first is None or meant.last is None:
        return False
    if time.mention.expression.form == "term":
        return time.use in ("plain", "since", "skip")
    if time.mention.begun:
        return False
    if meant.grain == "day" and time.use == "plain" and meant.first < meant.last:
        return True
    if time.use == "asof" and meant.grain == "day":
        # □ 현황(2018. 11. 30. 기준)
        return time.mention.expression.form != "day"
    return time.use in ("plain", "asof") and meant.grain in ("year", "part", "span", "month")


def _holds(whole: Period, part: Period | None) -> bool:
    """Tell whether one period only names more widely what another has told: 4월, 상반기."""
    if part is None or None in (whole.start, whole.end, part.start, part.end):
        return False
    assert whole.start and whole.end and part.start and part.end  # noqa: S101 - narrows the types
    return whole.start <= part.start and part.end <= whole.end


def _carry(times: list[Time], scope: Scope) -> None:
    found: Period | None = None
    for time in times:
        if _topical(time) and not (
            scope.published and time.meaning.first and time.meaning.first > scope.published
        ):
            period = _plain(time, "section")
            if not _holds(period, found):
                found = scope.carried = period


def _plain(time: Time, rung: Rung) -> Period:
    first, last, grain = time.meaning
    if time.use == "asof" and (
        (grain == "month" and _at_its_end(time)) or time.mention.expression.quarter
    ):
        return Period(last, last, rung)
    return Period(first, last, rung)


def _at_its_end(time: Time) -> bool:
    """Tell whether something is told as of the end of its month, not as of the month (4월 기준)."""
    return time.mention.at_end or time.mention.expression.edge in ("말", "연말")


def _of_column(figure: Candidate, scope: Scope) -> Period | None:
    """Date a cell by the head of its column."""
    for mention in mentions(figure.column):
        meant = meaning(mention.expression, scope.published, scope.topic())
        if meant is not None and meant.first is not None:
            return _same_part(Period(meant.first, meant.last, "clause"), scope)
    year = _BARE_YEAR.search(figure.column)
    return _same_part(Period(*year_of(int(year[0])), "clause"), scope) if year else None


def _same_part(period: Period, scope: Scope) -> Period:
    """Give of the year of a column the part of which the text is: 1~9월, 2020년 | 2021년."""
    whole = scope.section or scope.document
    now = scope.published
    if (
        whole is None
        or now is None
        or whole.start is None
        or whole.end is None
        or whole.start == whole.end
        or whole.start.year != whole.end.year
        or is_year(whole)
        or (whole.end - whole.start).days < _EVENT_DAYS
        or not is_year(period)
        or period.start is None
        or period.start.year > whole.end.year
        or whole.end.year != now.year
    ):
        return period
    return _shifted(whole, period.start.year - whole.start.year)


def _bases(times: list[Time], told: Sequence[Told], count: int) -> list[Time | None]:
    """Find the figures in a bracket that a comparison closes: 지난해(72개 팀·49억 원)보다."""
    found: list[Time | None] = [None] * count
    for time in times:
        mention = time.mention
        if not mention.bracket or mention.gap > 14 or time.place >= count:
            continue
        for place in range(time.place + 1, min(time.place + 5, count + 1)):
            opened, closed, rest = told[place].text.partition(")")
            if not closed:
                continue
            if (
                time.use == "comparison" or mention.same or _COMPARES.match(rest)
            ) and "(" not in opened:
                for index in range(time.place, place):
                    found[index] = time
            break
    return found


def _of_base(
    index: int, bracketed: Time | None, leaves: bool, times: list[Time], told: Sequence[Told],
    stated: Period | None, scope: Scope,
) -> Period | None:  # fmt: skip
    """Date the base of a comparison: 지난해 291억 원보다, 지난해 같은 기간(1.6%)."""
    time = bracketed
    if time is None:
        place = index
        while place > 0 and not told[place].text.strip(_SEPARATORS):
            # 지난해 11개사 1조 원보다: two bases side by side.
            place -= 1
        time = next((other for other in reversed(times) if other.place == place), None)
        if time is None or time.mention.gap > 24:
            return None
    mention = time.mention
    expression = mention.expression
    if mention.same or expression.word.startswith("전년") or expression.word in _BEFORE:
        report = stated or scope.carried or scope.section or scope.document
        if report is None and scope.published is not None:
            report = Period(*year_of(scope.published.year))
        if report is None or report.end is None:
            return None
        if expression.word == "전월":
            return _months_before(report, 1)
        if expression.word == "전분기":
            return _months_before(report, 3)
        if expression.form == "relative":
            return _shifted(report, -2 if expression.word == "재작년" else -1)
        if time.meaning.first is not None:
            return _shifted(report, time.meaning.first.year - report.end.year)
        return None
    if time.use in ("plain", "comparison", "asof"):
        period = _plain(time, "clause")
        later = any(
            [
                other.use == "plain"
                and other.meaning.first is not None
                and period.end is not None
                and other.meaning.first > period.end
                for other in times
            ]
        )
        if (
            leaves
            and not later
            and not told[index + 1].mentions
            and expression.word in (*_THIS_YEAR, "내년", "내년도")
            and not _runs_up_to(period, scope.topic())
        ):
            # 올해 1,400억 원에서 1,500억 원으로: it comes from the year before.
            return _year_before(period)
        return period
    return None


def _names_this_year(told: Sequence[Told]) -> bool:
    return any(
        [mention.expression.word in _THIS_YEAR for stretch in told for mention in stretch.mentions]
    )


def _runs_up_to(period: Period, topic: int | None) -> bool:
    """Tell whether a period is the year before that of the text (next year's budget)."""
    return period.end is not None and topic == period.end.year + 1


def _months_before(period: Period, count: int) -> Period | None:
    """Give the month or the quarter before the one with which a period ends."""
    if period.end is None:
        return None
    last = period.end.year * 12 + period.end.month - 1 - count
    year, month = divmod(last, 12)
    first_year, first_month = divmod(last - count + 1, 12)
    return Period(date(first_year, first_month + 1, 1), month_end(year, month + 1), "clause")


def _shifted(period: Period, years: int) -> Period:
    return Period(_moved(period.start, years), _moved(period.end, years), "clause")


def _moved(day: date | None, years: int) -> date | None:
    return moved(day, years) if day is not None else None


def _is_base(time: Time, judged_base: bool) -> bool:
    """Tell whether the expression belongs to a base: 전년 6633억 원보다."""
    day = time.meaning.grain == "day" and time.mention.expression.word != "현재"
    return not day and time.mention.close and judged_base


def _nearest(
    index: int, claim: Claim, times: list[Time], told: Sequence[Told], scope: Scope, count: int,
    running: bool, located: set[int],
) -> Period | None:  # fmt: skip
    best: Time | None = None
    named: Time | None = None
    now = scope.published
    for time in times:
        if time.place > index:
            break
        mention, meant = time.mention, time.meaning
        if time.use in ("comparison", "skip") or (meant.first is None and meant.last is None):
            continue
        here = time.place == index
        if told[time.place].text[:1] in "을를" and _up_to(time.place - 1, times, now) is time:
            # It speaks of the sum before it alone.
            continue
        if claim.kind == "target" and mention.expression.word == "현재":
            # 현재 163개에서 200개로: what is aimed at is not of now.
            continue
        if (
            here
            and claim.kind in ("growth", "share")
            and _TIMES_OF.fullmatch(told[index].text, mention.end)
        ):
            # 올해 수출은 지난해의 두 배: the year of the base.
            continue
        if (
            not here
            and claim.kind in ("growth", "share")
            and mention.expression.word in _LAST_YEAR
            and mention.close
            and told[index].text.startswith("의 ")
            and all([len(stretch.text) <= _BEHIND for stretch in told[time.place + 1 : index]])
        ):
            # 지난해 8건, 275만 달러의 1.4배
            continue
        if mention.reset or any(stretch.resets for stretch in told[time.place + 1 : index + 1]):
            continue
        if (
            (not here and _after_figure(told, time)) or _in_figures_bracket(told, time)
        ) and _left_bracket(told, time, index):
            # (2024년 기준), (총사업비 240억, 2021~2023년) speak of the figure before them.
            continue
        if (
            claim.kind == "share"
            and meant.grain == "span"
            and not here
            and told[index].text.lstrip(") ").startswith("의")
        ):
            # 10년 누계의 45%: the base of a share may be a running total, the share is of now.
            continue
        if (
            not here
            and _is_base(time, _compared(told, time, located))
            and time.mention is told[time.place].mentions[-1]
        ):
            # 지난해 6268억에서 961억 늘었다: the base's year does not date the change.
            continue
        if (
            not here
            and (
                claim.kind in ("growth", "change")
                or not told[time.place + 1].text.startswith(_OF)
                or (claim.kind == "share" and _is_earlier(meant, scope))
            )
            and time.mention is _its_own_time(told, time.place)
        ):
            continue
        if (
            time.use == "until"
            and not here
            and claim.kind not in ("target", "forecast", "cumulative")
            and not (now and meant.last and meant.last <= now)
            and not claim.planned
            and not (claim.kind == "level" and told[index + 1].spent)
        ):
            # A deadline ahead belongs to the figure beside it; a period that ran out holds on.
            continue
        if (
            meant.grain == "day"
            and scope.document is not None
            and scope.document.start != scope.document.end
            and (
                (
                    meant.first == scope.document.start
                    and _OPENED.match(told[time.place].text, mention.end)
                )
                or (
                    meant.first == scope.document.end
                    and _CLOSED.match(told[time.place].text, mention.end)
                )
            )
        ):
            # 지난 2일 개막한 이번 대회에는 187개 팀: of all its days.
            continue
        if (
            meant.grain == "day"
            and time.use == "plain"
            and not here
            and _inside(meant, scope.document)
            and _NEW_TOPIC.search(told[index].text)
        ):
            # 하루 최다 관람객은 10월 1일 19만 명, 외국인은 32만 명: of the whole event again.
            continue
        if mention.crop and _season(scope.document):
            continue
        if here and time.use == "since" and "…" in told[index].text[mention.end :]:
            # 14일부터 접수…총 142억 원 투입: what begins then is told before the break.
            continue
        if mention.quoted and not (here and mention.gap <= _NEAR):
            # The year of a name dates only what nothing else does.
            named = time
            continue
        if best is not None and best.use == "since" and time.use == "plain" and best.mention.outset:
            # 2019년 2월 ... 시작하여 ... 올해 ... 등 총 8개: the count began with the start.
            continue
        if (
            best is not None
            and best.mention.entered
            and time.use in ("until", "asof")
            and (best.meaning.first is not None)
        ):
            # 올 들어 9월까지
            best = Time(
                mention, Meaning(best.meaning.first, meant.last, "span"), "plain", time.place
            )
            continue
        best = time
    if best is None:
        best = named
    after = _bracketed_after(index, times, told)
    if after is not None and (best is None or best.place < index):
        best = after
    if best is None:
        for time in times:
            if (
                time.place > index
                and time.use in ("until", "asof")
                and (time.meaning.last is not None)
                and not _dates_its_bracket(told, time)
            ):
                ahead_of = now is not None and time.meaning.last > now
                if ahead_of and claim.kind not in _AIMS:
                    # A deadline behind the figure is of the aim beside it.
                    lead = told[time.place].text[: time.mention.start]
                    if time.place == index + 1 and (len(lead) <= _BEHIND or _AS_LARGE.match(lead)):
                        best = time
                elif time.place == index + 1 or index == count - 1 or time.use == "until":
                    best = time
                break
        else:
            return None
        if best is None:
            return None
    spent = _up_to(index, times, now)
    if spent is not None and claim.kind in ("flow", "level"):
        best = spent
    rung: Rung = "clause" if best.place == index else "sentence"
    return _meant(best, claim, told, scope, rung, running)


def _up_to(index: int, times: list[Time], now: date | None) -> Time | None:
    """Find the day up to which a sum was spent, right behind it: 7억 원을 9월까지 집행했으며."""
    for time in times:
        if time.place == index + 1:
            last = time.meaning.last
            past = now is not None and last is not None and last <= month_end(now.year, now.month)
            return time if past and time.use == "until" and time.mention.start <= _BEHIND else None
    return None


def _is_span(period: Period) -> bool:
    """Tell whether a period is one to which 같은 기간 can point back."""
    return (
        period.start is not None
        and period.end is not None
        and 0 < (period.end - period.start).days <= 366
    )


def _is_event(whole: Period | None) -> bool:
    return (
        whole is not None
        and whole.start is not None
        and whole.end is not None
        and 0 < (whole.end - whole.start).days < _EVENT_DAYS
        and not _is_month(whole.start, whole.end)
    )


def _season(whole: Period | None) -> bool:
    """Tell whether the text tells from when to when its season went."""
    return (
        whole is not None
        and whole.start is not None
        and whole.end is not None
        and whole.start.year < whole.end.year
        and (whole.end - whole.start).days < 366
    )


def _inside(meant: Meaning, whole: Period | None) -> bool:
    return (
        whole is not None
        and whole.start is not None
        and whole.end is not None
        and meant.first is not None
        and meant.last is not None
        and whole.start <= meant.first
        and meant.last <= whole.end
        and whole.start < whole.end
    )


def _after_figure(told: Sequence[Told], time: Time) -> bool:
    """Tell whether the bracket in which a mention stands opens right behind a figure."""
    before = told[time.place].text[: time.mention.start]
    return time.place > 0 and not before[: before.rfind("(")].strip()


def _in_figures_bracket(told: Sequence[Told], time: Time) -> bool:
    """Tell whether a mention closes a bracket with a figure: (총사업비 240억, 2021~2023년)."""
    if time.place == 0:
        return False
    text = told[time.place].text
    if not text[: time.mention.start].strip(_SEPARATORS + "'") and (
        text[time.mention.end :].lstrip().startswith(")")
    ):
        for place in range(time.place - 1, -1, -1):
            before = told[place].text
            if "(" in before or ")" in before:
                return before.rfind("(") > before.rfind(")")
    return False


def _left_bracket(told: Sequence[Told], time: Time, index: int) -> bool:
    """Tell whether the bracket in which a mention stands is closed before a figure."""
    if not any(stretch.closes for stretch in told[time.place : index + 1]):
        return False
    depth = 0
    for place in range(time.place, index + 1):
        text = told[place].text
        for sign in text[time.mention.end :] if place == time.place else text:
            if sign == "(":
                depth += 1
            elif sign == ")":
                depth -= 1
                if depth < 0:
                    return True
    return False


def _introduces_base(
    time: Time, times: list[Time], told: Sequence[Told], located: set[int]
) -> bool:
    """Tell whether a mention only introduces the base of a comparison: 민선 7기 첫해인 2018년."""
    for other in times:
        if other.place == time.place and 0 < other.mention.start - time.mention.end <= 10:
            between = told[time.place].text[time.mention.end : other.mention.start]
            return between.rstrip().endswith(("인", "의")) and (
                _is_base(other, _compared(told, other, located)) or other.mention.bracket
            )
    return False


def _only_measure(time: Time, judged: Sequence[Claim], told: Sequence[Told]) -> bool:
    """Tell whether a mention only says of what a figure is a share: 2019년의 88.4% 수준."""
    return (
        time.place < len(judged)
        and judged[time.place].kind in ("growth", "share")
        and _TIMES_OF.fullmatch(told[time.place].text, time.mention.end) is not None
        and (time.meaning.grain in ("year", "part") or time.mention.expression.word == "현재")
    )


def _compared(told: Sequence[Told], time: Time, located: set[int]) -> bool:
    """Tell whether the figure after a mention is the base of a comparison."""
    if time.mention.expression.word.startswith("전년"):
        return True
    if time.place in located:
        return False
    following = told[time.place + 1].text if time.place + 1 < len(told) else ""
    if not following.strip(_SEPARATORS) and time.place + 2 < len(told):
        following = told[time.place + 2].text
    if _HAD_BEEN.match(following):
        # 지난해 2,380명이던 일자리를 2,610명까지 늘린다.
        return True
    rest = following.lstrip(") ")
    if rest != following and rest.startswith(("때보다", "당시보다", "조사보다")):
        # 2020년 조사(7.5%) 때보다
        return True
    return bool(_PASSED.match(following)) or rest.startswith(_THAN)


def _own_bracket(index: int, times: list[Time], told: Sequence[Told]) -> Period | None:
    """Give the time behind a figure that is its own: 1천43t('18년)→690t('23년), 18명이던 지난해."""
    following = told[index + 1].text
    been = _HAD_BEEN.match(following)
    if been is not None:
        for time in times:
            if time.place == index + 1 and time.mention.start == been.end():
                return _plain(time, "clause")
    if not following.startswith("("):
        return None
    time = _bracketed_after(index, times, told)
    if time is None or not following[time.mention.end :].lstrip().startswith(")"):
        return None
    return _plain(time, "clause")


def _in_open_bracket(told: Sequence[Told], time: Time) -> bool:
    words = told[time.place].text
    return words.rfind("(", 0, time.mention.start) > words.rfind(")", 0, time.mention.start)


def _dates_its_bracket(told: Sequence[Told], time: Time) -> bool:
    """Tell whether a mention dates what stands with it in a bracket: 2,514농가(2015년 말 2,310)."""
    return (
        time.place + 1 < len(told)
        and _in_open_bracket(told, time)
        and ")" not in told[time.place].text[time.mention.end :]
    )


def _spanned(index: int, times: list[Time], told: Sequence[Told]) -> Time | None:
    """Find the years that close the bracket of a sum: (총사업비 240억, 2021~2023년)."""
    for time in times:
        if time.place == index and time.mention.close:
            return None
        if time.place == index + 1:
            spans = time.meaning.grain == "span" and _in_figures_bracket(told, time)
            return time if spans else None
    return None


def _bracketed_after(index: int, times: list[Time], told: Sequence[Told]) -> Time | None:
    """Find the time that stands in a bracket after the figure: 3만 명(2024년 기준)."""
    time = next((time for time in times if time.place == index + 1), None)
    if time is None or not time.mention.opens or time.use not in ("plain", "asof"):
        return None
    return time if time.mention.start <= 3 and ")" in told[time.place].text else None


def _meant(
    best: Time, claim: Claim, told: Sequence[Told], scope: Scope, rung: Rung, running: bool
) -> Period | None:
    first, last, grain = best.meaning
    mention, now = best.mention, scope.published
    if (
        claim.kind == "target"
        and mention.expression.form == "bare"
        and now is not None
        and first is not None
        and last is not None
        and last < now
        and first.year == now.year - 1
    ):
        # 상반기 안에 열 방침이다: what is planned lies ahead, whatever year was spoken of before.
        first, last = _moved(first, 1), _moved(last, 1)
    if mention.season and _inside_year(scope.document, first):
        # 올여름 ... 7월 6일부터 8월 19일까지: of the days that the text tells.
        assert scope.document is not None  # noqa: S101 - narrows the type
        return Period(scope.document.start, scope.document.end, rung)
    if mention.expression.form == "term" and best.use in ("plain", "since", "until"):
        if mention.within and (claim.kind in _AIMS or claim.planned):
            over = term_end(mention.expression.year)
            return Period(None, over, rung) if over else None
        return Period(first, last, rung)
    if best.use == "since":
        if (
            grain == "year"
            and now is not None
            and first is not None
            and first.year == now.year
            and claim.kind in ("level", "share", "growth", "change", "target")
        ):
            # 올해부터 100만 원으로 올랐다: it holds for the year, nothing is counted up to now.
            return Period(*year_of(now.year), rung)
        end = _counted_up_to(scope)
        if (
            mention.begun
            and not mention.outset
            and claim.kind != "cumulative"
            and (
                grain == "month"
                or (
                    claim.kind == "level" and first is not None and now is not None and first <= now
                )
            )
        ):
            return None
        if end is not None and first is not None and end < first:
            end = None
        return Period(first, end, rung)
    if best.use == "until":
        if claim.kind in ("growth", "share", "attainment") and (
            running or (first == last and claim.kind != "growth")
        ):
            return Period(last, last, rung)
        start = None
        if first is not None and grain in ("month", "part") and claim.kind in _COUNTED:
            start = date(first.year, 1, 1)
        return Period(start, last, rung)
    if (
        best.place == 0
        and now is not None
        and first is not None
        and grain in ("year", "span")
        and first <= now
        and (last is None or last >= now)
        and claim.kind in ("flow", "level", "cumulative")
        and not claim.planned
        and told[0].with_this
    ):
        # 이로써 올해 유치한 기업은 14개사: counted up to this day.
        return Period(first, now, rung)
    if (
        grain == "year"
        and now is not None
        and first is not None
        and first.year == now.year
        and best.use == "plain"
        and claim.kind in _COUNTED
        and not claim.planned
        and any([other.same for stretch in told for other in stretch.mentions])
    ):
        # 올해 판매액은 874억 원으로 지난해 같은 기간보다: of the part that has passed.
        then = scope.then
        if then is not None and then.end is not None and first <= then.end <= now:
            return Period(first, then.end, rung)
        return Period(first, _counted_up_to(scope, first), rung)
    if (
        mention.entered
        and now is not None
        and first is not None
        and first.year == now.year
        and grain == "year"
    ):
        # 올 들어: from the first day of the year to now.
        return Period(first, _counted_up_to(scope, first), rung)
    if best.use == "asof" and last is not None:
        if grain == "month" and now is not None and last > now:
            # 이달 현재: the month is not over.
            return Period(first, last, rung)
        if (grain == "month" and _at_its_end(best)) or (
            mention.expression.quarter and mention.at_end
        ):
            return Period(last, last, rung)
    return Period(first, last, rung)


class _Outer:
    """What holds for the figures of a sentence that say nothing of time themselves."""

    __slots__ = (
        "carried",
        "measure",
        "named",
        "ongoing",
        "pledges",
        "previous",
        "scope",
        "supplement",
        "told",
    )

    def __init__(self, told: Sequence[Told], scope: Scope) -> None:
        self.told = told
        self.scope = scope
        self.named = _named(scope.programmes, told) if scope.programmes else []
        self.supplement = False
        for stretch in told:
            if stretch.supplement:
                self.supplement = True
        self.ongoing = told[-1].ongoing
        self.measure = told[-1].measure
        self.pledges = any([stretch.pledges for stretch in told])
        self.previous = scope.previous if told[0].continues else None
        self.carried = scope.carried or scope.section
        if (
            scope.document is not None
            and _earlier(self.carried, scope.document)
            and told[0].broken_down
            and "누적" not in told[0].text
        ):
            # 지난해 실적은 13억 달러였다. 품목으로는: of what the text reports again.
            self.carried = None
        if self.previous is None and _within(self.carried, scope.document, scope.published):
            # 3월에는 24만 명이 찾았다: what follows is of the whole period again.
            self.carried = None

    def constant(self) -> Period | None:
        """Give the period of all figures of the sentence if it is the same for all."""
        carried = self.carried
        if self.named or self.supplement or self.previous is not None or self.ongoing:
            return None
        if carried is not None:
            if carried.start == carried.end:
                return None
            return Period(carried.start, carried.end, "section")
        scope = self.scope
        if scope.document is not None:
            return None if scope.document.start == scope.document.end else scope.document
        return (
            Period(*year_of(scope.published.year), "publication") if scope.published else Period()
        )

    def period(self, index: int, figure: Candidate, claim: Claim) -> Period:
        """Date a figure by its programme, its section, the lead of the text, or its publication."""
        scope = self.scope
        now = scope.published
        kind = claim.kind
        if now is not None and (
            (kind == "cumulative" and self.told[index].so_far)
            or (figure.sort == "count" and any([one.so_far for one in self.told[:index]]))
        ):
            return Period(None, now, "clause")
        if self.named:
            named = self._programme(index, kind)
            if named is not None:
                # '2022 대추축제'에 73만 명: of its days, where the text tells them.
                held = scope.document
                return held if held and _is_event(held) and _holds(named, held) else named
        if now is not None and self.supplement:
            return Period(*year_of(now.year), "sentence")
        document = scope.document
        if (
            document is not None
            and document.start is not None
            and document.end is not None
            and 0 < (document.end - document.start).days < _EVENT_DAYS
            and any([_EVENT_TIME.search(stretch.text) for stretch in self.told[: index + 1]])
        ):
            return document
        previous = self.previous
        if previous is not None and previous.rung != "none":
            return Period(previous.start, previous.end, "section")
        if self.ongoing and now is not None and kind in _ONGOING and figure.sort in _AMOUNTS:
            return Period(*year_of(now.year), "publication")
        carried = self.carried
        if carried is not None and not (
            # What is counted over time is not of the day as of which a stock was told.
            carried.start == carried.end
            and carried.start is not None
            and scope.document is not None
            and not figure.row
            and not (kind in _STOCKS and figure.sort != "money")
            and not (scope.carried is None and kind != "flow" and figure.sort != "money")
        ):
            return Period(carried.start, carried.end, "section")
        if (
            carried is not None
            and carried.start is not None
            and carried.start == carried.end
            and (carried.start.month, carried.start.day) == (12, 31)
            and kind in ("flow", "growth")
        ):
            # 지난해 말 인구는 6만 명이다. 출생아는 174명: of the year that ended then.
            return Period(*year_of(carried.start.year), "section")
        if document is not None:
            if (
                figure.sort == "money"
                and kind == "level"
                and document.end is not None
                and document.start == document.end
                and document.end == month_end(document.end.year, document.end.month)
            ):
                # 4월 말 기준 어린이집 41곳 ... 사업비 26억 원: money is allotted to a year.
                return Period(*year_of(document.end.year), "document")
            return document
        if now is not None:
            return Period(*year_of(now.year), "publication")
        return Period()

    def _programme(self, index: int, kind: str) -> Period | None:
        now = self.scope.published
        for place, period in self.named:
            if place <= index and (
                kind in _AIMS or now is None or period.start is None or period.start <= now
            ):
                return period
        return None


def _earlier(period: Period | None, whole: Period) -> bool:
    return (
        period is not None
        and period.start is not None
        and period.end is not None
        and whole.start is not None
        and period.end < whole.start
        and (period.end - period.start).days <= 366
    )


def _long_ago(period: Period, whole: Period | None) -> bool:
    """Tell whether a period began years before the days that a text reports on."""
    return (
        whole is not None
        and whole.start is not None
        and whole.end is not None
        and period.start is not None
        and (whole.end - whole.start).days < _EVENT_DAYS
        and period.start.year < whole.start.year - 1
        and period.end is not None
        and period.end >= whole.start
    )


def _runs_out_before(period: Period, whole: Period | None) -> bool:
    return (
        whole is not None
        and whole.start is not None
        and period.end is not None
        and period.end < whole.start
    )


def _is_ahead(period: Period, now: date | None) -> bool:
    """Tell whether a period is a part of a year that is still to come: 하반기에 두 곳을 연다."""
    return (
        now is not None
        and period.start is not None
        and period.end is not None
        and period.end > now
        and (period.end - period.start).days < _HALF
    )


def _of_old(period: Period, scope: Scope) -> bool:
    """Tell whether a period ran out years before the time that a text is about.

    What is told of it (2016년 문을 연) is told in passing; the text goes on with its own time.
    """
    whole, now = scope.document, scope.published
    if whole is None or whole.end is None or period.end is None:
        return False
    about = whole.end.year if now is None else min(whole.end.year, now.year)
    return period.end.year < about - 1


def _within(part: Period | None, whole: Period | None, now: date | None) -> bool:
    """Tell whether a period is only a month of the one that a report looks back on."""
    if part is None or whole is None or None in (part.start, part.end, whole.start, whole.end):
        return False
    assert part.start and part.end and whole.start and whole.end  # noqa: S101 - narrows the types
    return (
        now is not None
        and whole.end <= now
        and whole.start <= part.start
        and part.end <= whole.end
        and (part.start, part.end) != (whole.start, whole.end)
        and 31 < (whole.end - whole.start).days <= 366
        and 0 < (part.end - part.start).days < _HALF
    )


def _named(programmes: list[tuple[str, Period]], told: Sequence[Told]) -> list[tuple[int, Period]]:
    """Find the programmes with a year that a sentence names, each with its first stretch."""
    found: list[tuple[int, Period]] = []
    for name, period in programmes:
        for place, stretch in enumerate(told):
            if name in stretch.text:
                found.append((place, period))
                break
    return found


def _yearly(period: Period, claim: Claim, whole: bool) -> Period:
    """Give the whole year to a yearly aim or total beside a part of the year (연간 목표)."""
    if period.end is not None and (
        claim.kind in _AIMS or (whole and claim.kind == "flow" and claim.role in ("report", "base"))
    ):
        return Period(*year_of(period.end.year), period.rung)
    return period


def _of_budget(period: Period, claim: Claim, told: Sequence[Told], index: int) -> Period:
    """Give the budget year to money that is allotted in a part of it: 하반기 국비 2억 원을 들여."""
    start, end = period.start, period.end
    if (
        claim.kind != "level"
        or start is None
        or (end is not None and start.year != end.year)
        or not (
            told[index].budget
            or told[index + 1].budgeted
            or (index and told[index].included and told[0].budget)
        )
        or any([_TOTAL_COST in stretch.text for stretch in told[: index + 1]])
    ):
        return period
    return Period(*year_of(start.year), period.rung)


def _counted_up_to(scope: Scope, first: date | None = None) -> date | None:
    """Give the day up to which a text counts: that on which it looks back ends, else its own.

    올해 들어 97개소가 새로 들어섰다: up to the end of October in a text as of then.
    """
    now, whole = scope.published, scope.document
    if whole is None or whole.end is None:
        return now
    if now is None:
        return whole.end
    near = (now - whole.end).days < _EVENT_DAYS and whole.end <= month_end(now.year, now.month)
    # 올 들어 12대, told in January behind an event of December: it ended before the count began.
    over = first is not None and whole.end < first
    return whole.end if near and not over else now


def _up_to_now(period: Period, now: date | None) -> Period:
    """End a running total with the publication where its period goes on beyond."""
    if now is None or period.start is None or period.end is None:
        return period
    if period.end <= month_end(now.year, now.month) or period.start > now:
        return period
    return Period(period.start, now, period.rung)


def _passed(period: Period, scope: Scope, kind: Kind) -> Period:
    """Give 올해 the months that the text reports on, where it is under way (올해 화재 14.8%↓)."""
    whole, now = scope.document, scope.published
    if (
        whole is None
        or now is None
        or period.rung not in ("clause", "sentence")
        or not is_year(period)
        or whole.start is None
        or whole.end is None
        or not (
            period.start == whole.start
            or (kind == "flow" and 0 < (whole.end - whole.start).days < _EVENT_DAYS)
        )
        or whole.start.year != now.year
        or whole.end > month_end(now.year, now.month)
        or period.end != date(now.year, 12, 31)
        or (period.start == whole.start and (whole.end - whole.start).days < 27)
        or (period.start != whole.start and _is_month(whole.start, whole.end))
    ):
        return period
    return Period(whole.start, whole.end, period.rung)


def _inside_year(whole: Period | None, first: date | None) -> bool:
    """Tell whether the days of a text are a part of the year that begins on a day."""
    return (
        whole is not None
        and first is not None
        and whole.start is not None
        and whole.end is not None
        and whole.start.year == whole.end.year == first.year
        and 0 < (whole.end - whole.start).days < _SEASON_DAYS
    )


def _so_far(period: Period) -> Period:
    """Give the last day of an elected term to what has been reached of its pledges by then."""
    if period.start is None or period.end is None or (period.end - period.start).days <= 366:
        return period
    return Period(period.end, period.end, period.rung)


def _not_ahead(period: Period, now: date | None) -> Period:
    """Give the day of the publication to what stands as of a day that is still to come."""
    if now is None or period.end is None or period.start != period.end or period.end <= now:
        return period
    return Period(now, now, period.rung)


def _of_pledges(period: Period, claim: Claim, scope: Scope) -> bool:
    """Tell whether a figure counts how pledges of a term stand: 공약 72건 중 42건을 마쳤다."""
    whole = scope.document
    return (
        whole is not None
        and claim.kind in _PLEDGED
        and (period.start, period.end) == (whole.start, whole.end)
    )


def _is_month_end(period: Period) -> bool:
    last = period.end
    return (
        last is not None
        and period.start == last
        and period.rung in ("clause", "sentence")
        and last == month_end(last.year, last.month)
    )


def _of_the_year(period: Period) -> Period:
    """Begin with the year what has been reached of a yearly aim: 7월 ... 올해 목표의 58.3%."""
    if period.start is None or period.end is None or period.start.year != period.end.year:
        return period
    return Period(date(period.start.year, 1, 1), period.end, period.rung)


def _is_month(first: date, last: date) -> bool:
    return first.day == 1 and last == month_end(first.year, first.month)


def _is_rate(index: int, claim: Claim, figure: Candidate, told: Sequence[Told]) -> bool:
    """Tell whether a figure is what is paid by a rule: 가구당 최대 300만 원, 보조금은 80만 원."""
    return (
        claim.role in ("per_unit", "ceiling")
        or (figure.sort in ("money", "percent") and told[index].rate)
    ) and not _PRICED_BY_SIZE.search(told[index].text)


def _in_force(period: Period, claim: Claim, now: date | None) -> Period:
    """Give the year of the publication to a rate or a limit that is in force: 업체당 최대 5억 원.

    What the text looks back on does not date it, unless it was granted then.
    """
    if (
        now is None
        or claim.kind not in ("level", "share")
        or claim.done
        or period.rung not in ("section", "document", "publication")
        or period.end is None
        or period.end.year > now.year
    ):
        return period
    return Period(*year_of(now.year), period.rung)


def _of_measure(period: Period, claim: Claim, now: date | None) -> Period:
    """Give the year of the publication to what is done now, beside what a text looks back on."""
    if (
        now is None
        or claim.kind not in _MEASURED
        or claim.done
        or claim.role == "base"
        or period.rung not in ("section", "document")
        or period.end is None
        or period.end >= now
    ):
        return period
    return Period(*year_of(now.year), period.rung)


def _aimed(period: Period, now: date | None) -> Period:
    """Give the year of the publication to an aim beside a period that has run out by then."""
    if now is None or period.start is None or period.end is None:
        return period
    if period.end > month_end(now.year, now.month) or (period.end - period.start).days > 366:
        return period
    return Period(*year_of(now.year), period.rung)


def _widened(period: Period, claim: Claim, scope: Scope, told: Told) -> Period:
    """Widen the inherited day of a stock (12월 말 기준) to its year for what is counted over it."""
    if (
        period.start is not None
        and period.rung in ("section", "document")
        and claim.kind in ("flow", "rank")
        and not (scope.event and period.rung == "document")
    ):
        return Period(date(period.start.year, 1, 1), period.end, period.rung)
    if (
        period.start is not None
        and period.rung in ("section", "document")
        and claim.kind in ("growth", "change")
        and period.start == period.end
        and not _YEARS_AGO.search(told.text)
        and (
            (period.start.month, period.start.day) == (1, 1)
            or (period.rung == "document" and (period.start.month, period.start.day) == (12, 31))
        )
    ):
        # 1월 1일 기준 공시지가: it moved from one year to the next.
        return Period(*year_of(period.start.year), period.rung)
    return period
