"""When a figure holds: expressions of time, resolved, and the ladder from clause to publication."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from jipyo.figures.marks import Candidate
from jipyo.figures.model import Kind, Period, Role

Use = Literal["plain", "comparison", "since", "until", "asof", "skip"]
"""How the text uses an expression of time; ``skip`` ones date no figure (records, datelines)."""

Grain = Literal["year", "part", "month", "day", "span"]

_TERMS = {1: date(1995, 7, 1), 2: date(1998, 7, 1)}
"""First days of the elected terms of local government; from the third on every four years."""

_AFTER_YEAR = (
    r"(?:\s?의?\s?(?:(?P<half>상반기|하반기)|(?P<quarter>[1-4])\s?(?:/\s?4)?\s?분기"
    r"|(?P<month>1[0-2]|0?[1-9])\s?(?:(?P<range>[~-])\s?(?P<last>1[0-2]|0?[1-9])\s?)?월(?!드)"
    r"(?:\s?(?P<day>3[01]|[12]\d|0?[1-9])\s?일)?|(?P<edge>연말|말|초)(?![가-힣]{2})))?"
)
_TIME = re.compile(
    r"(?P<stamp>(?:19|20)\d\d[.\-/]\s?(?:1[0-2]|0?[1-9])[.\-/]\s?(?:3[01]|[12]\d|0?[1-9])\.?(?!\d))"
    r"|(?P<from>(?:19|20)\d\d)\s?년?\s?(?:~|-|부터|에서)\s?(?P<to>(?:19|20)\d\d)\s?년(?:까지)?"
    r"|(?:(?P<year>(?:19|20)\d\d)\s?(?:년도|년|학년도|회계연도)|'(?P<apostrophe>\d\d)\s?(?:년|\.)"
    r"|지난\s?(?P<short>\d\d)년(?!\s?(?:간|동안|새|만|사이|여|이))"
    r"|(?P<old>[6-9]\d)년(?!\s?(?:간|동안|새|만|여))"
    r"|(?P<word>지난\s?해|작년|전년도?|올해|올(?=\s?(?:상반기|하반기|들어"
    r"|[1-4]\s?분기|\d{1,2}월|연말|한\s?해))|금년도?|당해|내년도?|재작년"
    r"|내후년))" + _AFTER_YEAR + r"|민선\s?(?P<term>\d)\s?기(?:\s?(?:출범|취임|시작)\s?(?:이후|후"
    r"|이래)?)?(?:\s?(?P<termyears>\d)\s?년\s?(?:간|동안)?)?"
    r"|(?P<lapse>최근|지난|과거|이후|향후|앞으로"
    r"|올해부터)?\s?(?P<count>\d{1,2})\s?(?P<measure>년|개년"
    r"|개월)\s?(?P<lapsed>간|동안|누계|누적|합계)"
    r"|(?P<month2>1[0-2]|0?[1-9])\s?(?:(?P<range2>[~-])\s?(?P<last2>1[0-2]"
    r"|0?[1-9])\s?)?월(?!드)(?:\s?(?P<day2>3[01]|[12]\d|0?[1-9])\s?일)?"
    r"|(?P<moment>지난\s?달|이번\s?달|이달|다음\s?달|전월)"
    r"|(?P<half2>상반기|하반기)|(?P<quarter2>[1-4])\s?(?:/\s?4)?\s?분기"
    r"|(?<!\d)(?P<day3>3[01]|[12]\d|0?[1-9])일(?!자리|간|\s?동안|\s?만|째|\s?이상|\s?이내|대)"
)
_COMPARED = re.compile(
    r"(?:의|도)?\s?(?:같은\s?(?:기간|달|분기|시기)|동기|동월|동분기|평균)?(?:에"
    r"|과|와|의)?\s?(?:보다|대비|비해|비교|견줘|견주|수준)|\s?(?:같은\s?(?:기간"
    r"|달|분기)|동기|동월)"
)
_SINCE = re.compile(r"\s?(?:이후|부터|이래)")
_UNTIL = re.compile(r"\s?(?:까지)")
_ASOF = re.compile(r"\s?(?:말|초)?\s?(?:기준|현재)")
_RECORD = re.compile(
    r"\s?(?:이후|이래|부터)?\s?(?:[가-힣]+\s)?(?:만에\s|만의\s)?(?:역대\s"
    r"|사상\s)?(?:최[고대다저소]|처음|가장)"
)
_BEGUN = re.compile(
    r"(?:에|부터)?\s?(?:[가-힣]{0,8}\s)?(?:시작|출범|문을 연|문 연|개장|설립"
    r"|개관|도입된|도입한|지정된|선정된|선정을|준공|착공|처음|창립|제정|개통"
    r"|지정을|승격)"
)
_REPORTED = re.compile(
    r"밝혔|발표|전했|알렸|설명했|말했|공개|보도|공시|집계했다고|선언|강조|제출"
    r"|냈다|개최|열었|열린|열렸|체결|가졌|보고회|간담회|기자회견|고시|의결|회의"
)
_START_SINCE = re.compile(r"출발점|시작으로|시작하여|시작해|계기로|물꼬")
_ONGOING = re.compile(
    r"(?:(?:고|는)\s?있(?:다|습니다|음)|\s중(?:이다|에 있다|임)|(?:추진"
    r"|진행)\s?중(?:이다)?)[.\s\"']*$"
)
_CARRIES_ON = re.compile(
    r"\s*(?:또한|또|아울러|이와 함께|이와 더불어|더불어|이밖에|이 밖에|여기에"
    r"|이어|그리고|이 가운데|이 중|이중)[\s,]"
)
_RESET = re.compile(r"이와 더불어|이와 함께|이와 별도|따로|별도로|이 밖에|한편")
_NEXT_BUDGET = re.compile(r"예산|국비|추경|국고")
_SUPPLEMENT = re.compile(r"추경|추가경정")
_EVENT = re.compile(
    r"(?<![\d년])(?P<year>(?:19"
    r"|20)\d\d)\s(?P<name>[가-힣A-Za-z][가-힣A-Za-z·\-]{2,})(?:\s(?P<more>[가-힣]{2,}))?"
)


@dataclass(slots=True)
class Time:
    """One expression of time, resolved where text and publication allow it."""

    start: int
    end: int
    first: date | None
    last: date | None
    grain: Grain
    use: Use = "plain"
    relative: str = ""
    named_year: bool = True


@dataclass(slots=True)
class Scope:
    """What the text has said about time so far, while its figures are dated in order."""

    published: date | None
    document: Period | None = None
    carried: Period | None = None
    previous: Period | None = None
    programmes: list[tuple[str, Period]] = field(default_factory=list[tuple[str, Period]])


def year_of(year: int) -> tuple[date, date]:
    """Give the first and the last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def month_end(year: int, month: int) -> date:
    """Give the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def times(text: str, start: int, end: int, published: date | None, topic: int | None) -> list[Time]:
    """Find the expressions of time in a stretch and resolve them.

    ``topic`` is the year that the text is about; a base of comparison (전년, 지난해) counts from it
    where it lies ahead of the publication, as in releases on next year's budget.
    """
    found: list[Time] = []
    for match in _TIME.finditer(text, start, end):
        time = _resolve(match, published, topic)
        if time is None:
            continue
        _use(text, end, time, published, topic)
        found.append(time)
    return found


def _resolve(match: re.Match[str], published: date | None, topic: int | None) -> Time | None:
    begin, stop = match.span()
    now = published
    if match["stamp"]:
        year, month, day = (int(part) for part in re.findall(r"\d+", match["stamp"])[:3])
        return _day(begin, stop, year, month, day)
    if match["from"]:
        low, high = int(match["from"]), int(match["to"])
        if low > high:
            return None
        return Time(begin, stop, date(low, 1, 1), date(high, 12, 31), "span")
    year = _year(match, now)
    if year is not None or match["word"]:
        if year is None:
            return None
        time = _part(begin, stop, year, match)
        if time is not None:
            time.relative = match["word"] or ""
        return time
    if match["term"]:
        return _term(match, now)
    if match["count"]:
        return _lapse(match, now)
    if now is None:
        return None
    if match["month2"]:
        month = int(match["month2"])
        last = int(match["last2"] or month)
        year = now.year if month <= now.month else now.year - 1
        if topic is not None and topic < now.year and month > now.month:
            year = topic
        if match["day2"]:
            return _day(begin, stop, year, month, int(match["day2"]), named=False)
        if last < month:
            return None
        grain: Grain = "month" if last == month else "part"
        return Time(
            begin, stop, date(year, month, 1), month_end(year, last), grain, named_year=False
        )
    if match["moment"]:
        word = match["moment"].replace(" ", "")
        shift = {"지난달": -1, "전월": -1, "이번달": 0, "이달": 0, "다음달": 1}[word]
        index = now.year * 12 + now.month - 1 + shift
        year, month = divmod(index, 12)
        return Time(
            begin,
            stop,
            date(year, month + 1, 1),
            month_end(year, month + 1),
            "month",
            relative=word,
            named_year=False,
        )
    if match["half2"]:
        return _half(
            begin,
            stop,
            topic if topic is not None and topic != now.year else now.year,
            match["half2"],
        )
    if match["quarter2"]:
        quarter = int(match["quarter2"])
        year = now.year if quarter <= (now.month + 2) // 3 else now.year - 1
        return _quarter(begin, stop, year, quarter)
    if match["day3"]:
        day = int(match["day3"])
        return _day(begin, stop, now.year, now.month, day, named=False)
    return None


def _year(match: re.Match[str], now: date | None) -> int | None:
    if match["year"]:
        return int(match["year"])
    if match["apostrophe"]:
        return _century(int(match["apostrophe"]))
    if match["old"]:
        return 1900 + int(match["old"])
    if match["short"]:
        short = int(match["short"])
        # 지난 20년 is the year 2020 shortly after it, and twenty years otherwise.
        if now is not None and 0 <= now.year % 100 - short <= 4:
            return now.year - now.year % 100 + short
        return None
    word = (match["word"] or "").replace(" ", "")
    if not word or now is None:
        return None
    shifts = {"지난해": -1, "작년": -1, "재작년": -2, "내후년": 2}
    if word in shifts:
        return now.year + shifts[word]
    if word.startswith("전년"):
        return now.year - 1
    if word.startswith("내년"):
        return now.year + 1
    return now.year


def _century(short: int) -> int:
    return 1900 + short if short >= 60 else 2000 + short


def _part(begin: int, stop: int, year: int, match: re.Match[str]) -> Time | None:
    if not 1900 <= year <= 2199:
        return None
    if match["half"]:
        return _half(begin, stop, year, match["half"])
    if match["quarter"]:
        return _quarter(begin, stop, year, int(match["quarter"]))
    if match["month"]:
        month = int(match["month"])
        last = int(match["last"] or month)
        if last < month:
            return None
        if match["day"]:
            return _day(begin, stop, year, month, int(match["day"]))
        grain: Grain = "month" if last == month else "part"
        return Time(begin, stop, date(year, month, 1), month_end(year, last), grain)
    if match["edge"]:
        if match["edge"] == "초":
            return Time(begin, stop, date(year, 1, 1), date(year, 1, 31), "month")
        return Time(begin, stop, date(year, 12, 31), date(year, 12, 31), "month", use="asof")
    return Time(begin, stop, *year_of(year), "year")


def _half(begin: int, stop: int, year: int, word: str) -> Time:
    if word == "상반기":
        return Time(begin, stop, date(year, 1, 1), date(year, 6, 30), "part")
    return Time(begin, stop, date(year, 7, 1), date(year, 12, 31), "part")


def _quarter(begin: int, stop: int, year: int, quarter: int) -> Time:
    month = quarter * 3
    return Time(begin, stop, date(year, month - 2, 1), month_end(year, month), "part")


def _day(begin: int, stop: int, year: int, month: int, day: int, named: bool = True) -> Time | None:
    if not (1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return None
    moment = date(year, month, day)
    return Time(begin, stop, moment, moment, "day", named_year=named)


def _term(match: re.Match[str], now: date | None) -> Time | None:
    number = int(match["term"])
    if number < 1:
        return None
    first = _TERMS.get(number) or date(2002 + 4 * (number - 3), 7, 1)
    if match["termyears"]:
        years = int(match["termyears"])
        last = date(first.year + years, 6, 30)
    elif now is not None:
        last = month_end(now.year, now.month)
    else:
        last = None
    if last is not None and last < first:
        return None
    return Time(*match.span(), first, last, "span")


def _lapse(match: re.Match[str], now: date | None) -> Time | None:
    if now is None:
        return None
    count = int(match["count"])
    months = count if match["measure"] == "개월" else count * 12
    if not 0 < months <= 240:
        return None
    word = match["lapse"] or ""
    if word in ("향후", "앞으로", "이후", "올해부터"):
        return Time(*match.span(), now, None, "span", use="skip")
    if match["lapsed"] in ("누계", "누적", "합계") and match["measure"] != "개월":
        return Time(*match.span(), date(now.year - count + 1, 1, 1), date(now.year, 12, 31), "span")
    if not word:
        # 3년간 alone may lie ahead; the ladder uses it only as the scope of a document.
        return Time(*match.span(), *_back(now, months), "span", use="skip")
    return Time(*match.span(), *_back(now, months), "span")


def _back(now: date, months: int) -> tuple[date, date]:
    last = month_end(now.year, now.month)
    index = now.year * 12 + now.month - 1 - months + 1
    year, month = divmod(index, 12)
    return date(year, month + 1, 1), last


def _use(text: str, end: int, time: Time, published: date | None, topic: int | None) -> None:
    after = text[time.end : min(end, time.end + 40)]
    if _COMPARED.match(after):
        time.use = "comparison"
    elif time.use == "skip":
        return
    elif (time.grain == "year" and _RECORD.match(after)) or re.match(r"\s?만(?:에|의)", after):
        time.use = "skip"
    elif _BEGUN.match(after):
        time.use = "since" if time.grain != "day" else "skip"
    elif _SINCE.match(after):
        time.use = "since"
        if re.match(r"\s?이후\s?(?:최|처음|가장)", after):
            time.use = "skip"
    elif _UNTIL.match(after):
        time.use = "until"
    elif _ASOF.match(after):
        time.use = "asof"
    if time.grain == "day" and time.use == "plain":
        # The day of a dateline or of an event: 11일 밝혔다.
        sentence = text[time.end : end]
        if _REPORTED.search(sentence):
            time.use = "skip"
    if (
        time.grain in ("month", "year")
        and time.use == "plain"
        and _START_SINCE.search(text[time.end : min(end, time.end + 60)])
    ):
        time.use = "since"
    if (
        topic is not None
        and published is not None
        and topic > published.year
        and time.relative.replace(" ", "") in ("지난해", "작년", "전년", "전년도")
        and time.first is not None
    ) or (topic is not None and time.relative in ("전년", "전년도") and time.first is not None):
        _shift(time, topic - 1)


def _shift(time: Time, year: int) -> None:
    if time.first is None or time.last is None:
        return
    delta = year - time.first.year
    time.first = _moved(time.first, delta)
    time.last = _moved(time.last, delta)


def _moved(day: date, years: int) -> date:
    year = day.year + years
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


def document_scope(
    text: str, leads: list[tuple[int, int]], rest: list[tuple[int, int]], published: date | None
) -> Period | None:
    """Find the period that the title or the lead states for the whole text.

    Without one there, a span of past years that stands anywhere (지난 3년간의 노력) is taken.
    """
    for start, end in leads:
        found = [time for time in times(text, start, end, published, None) if topical(time)]
        spans = [time for time in found if time.grain == "span"]
        scoped = [
            time
            for time in times(text, start, end, published, None)
            if time.grain == "span" and time.use == "skip" and time.last is not None
        ]
        for time in spans or found or (scoped if not found and _past(text[start:end]) else []):
            instant = time.use == "asof" and time.grain == "month"
            return Period(time.last if instant else time.first, time.last, "document")
    for start, end in rest:
        for time in times(text, start, end, published, None):
            if (
                time.grain == "span"
                and time.use == "plain"
                and time.first is not None
                and time.last is not None
                and (time.last.year - time.first.year) <= 6
            ):
                return Period(time.first, time.last, "document")
    return None


def _past(sentence: str) -> bool:
    return bool(re.search(r"[았었였했됐]다", sentence))


def topical(time: Time) -> bool:
    """Tell whether an expression holds for the figures after it until another one is stated."""
    return (
        time.first is not None
        and time.last is not None
        and (time.use == "plain" or (time.use == "asof" and time.grain != "day"))
        and time.grain in ("year", "part", "span", "month")
        and not (time.grain == "month" and time.use == "plain" and time.named_year)
    )


def programmes(text: str, published: date | None) -> list[tuple[str, Period]]:
    """Find events that carry their year (2020 한-세계화상 비즈니스위크), to date later mentions."""
    found: list[tuple[str, Period]] = []
    for match in _EVENT.finditer(text):
        year = int(match["year"])
        if published is not None and year > published.year + 1:
            continue
        name = match["name"].strip("-·")
        if len(name) >= 4:
            found.append((name, Period(*year_of(year), "programme")))
    return found


@dataclass(slots=True)
class Asked:
    """What the ladder needs to know of one figure."""

    candidate: Candidate
    kind: Kind
    role: Role


def periods_of(text: str, start: int, end: int, asked: list[Asked], scope: Scope) -> list[Period]:
    """Date the figures of one sentence, from the nearest statement of time outwards."""
    topic = _topic_year(scope)
    found = times(text, start, end, scope.published, topic)
    sentence = text[start:end]
    ongoing = bool(_ONGOING.search(sentence.rstrip()[-40:]))
    continues = bool(_CARRIES_ON.match(sentence))
    answers: list[Period] = []
    for index, item in enumerate(asked):
        previous_end = asked[index - 1].candidate.end if index else start
        period = _nearest(text, start, end, item, previous_end, found, scope)
        if period is None:
            period = _outer(text, start, item, scope, ongoing, continues)
        answers.append(_for_kind(text, period, item))
    _carry(found, scope, text)
    if answers:
        scope.previous = answers[-1]
    return answers


def _nearest(
    text: str, start: int, end: int, item: Asked, previous_end: int, found: list[Time], scope: Scope
) -> Period | None:
    figure = item.candidate
    best: Time | None = None
    for time in found:
        if time.end > figure.start:
            break
        if time.first is None and time.last is None:
            continue
        gap = text[time.end : figure.start]
        if time.use == "comparison" or _RESET.search(gap):
            continue
        if item.kind == "share" and time.grain == "span" and time.end < previous_end:
            # The base of a share may be a running total; the share itself is of now.
            continue
        direct = len(gap) <= 14 and time.end >= previous_end
        base = direct and (item.role == "base" or gap.endswith("("))
        if time.use == "skip":
            continue
        if _is_base(text, time, end) and not base:
            # 지난해 6268억에서 961억 늘었다: the base's year does not date the change.
            continue
        if (
            time.use == "until"
            and time.end < previous_end
            and item.kind not in ("target", "forecast", "cumulative")
            and not (scope.published and time.last and time.last <= scope.published)
        ):
            # A deadline ahead belongs to the figure beside it; a period that ran out holds on.
            continue
        if (
            best is not None
            and best.use == "since"
            and time.use == "plain"
            and _START_SINCE.search(text, best.end, time.start)
        ):
            # 2019년 2월 ... 시작하여 ... 올해 ... 등 총 8개: the count began with the start.
            continue
        best = time
    if best is None:
        for time in found:
            if (
                time.start >= figure.end
                and time.use in ("until", "asof")
                and time.first is not None
            ):
                best = time
                break
        else:
            return None
    rung = "clause" if best.end >= previous_end else "sentence"
    if best.use == "since":
        last = scope.document.end if scope.document and scope.document.end else None
        if last is None and scope.published is not None:
            last = month_end(scope.published.year, scope.published.month)
        if (
            best.grain == "month"
            and best.last is not None
            and _BEGUN.match(text[best.end : best.end + 30])
            and item.kind not in ("cumulative",)
            and not _START_SINCE.search(text[best.end : best.end + 60])
        ):
            return None
        if last is not None and best.first is not None and last < best.first:
            last = None
        return Period(best.first, last, rung)
    if best.use == "until":
        first = None
        if (
            best.first is not None
            and best.grain in ("month", "part")
            and item.kind in ("flow", "cumulative", "level", "change", "growth")
        ):
            first = date(best.first.year, 1, 1)
        return Period(first, best.last, rung)
    if best.use == "asof" and best.grain in ("month", "day") and best.last is not None:
        return Period(best.last if best.grain == "month" else best.first, best.last, rung)
    return Period(best.first, best.last, rung)


def _is_base(text: str, time: Time, end: int) -> bool:
    """Tell whether the expression belongs to a base: 지난해 1조198억 원에서, 전년 6633억 원보다."""
    if time.grain not in ("year", "month"):
        return False
    after = text[time.end : min(end, time.end + 34)]
    return bool(
        re.match(
            r"(?:의)?\s?(?:[가-힣]{1,8}\s)?\(?\d[\d조억만천,. ]*[^\d\s,]{0,6}(?:\s?(?:원"
            r"|달러|명|개|건|곳))?\)?(?:에서|보다|\s?대비|에 비해)",
            after,
        )
    )


def _outer(
    text: str, start: int, item: Asked, scope: Scope, ongoing: bool, continues: bool
) -> Period:
    now = scope.published
    for name, period in scope.programmes:
        if text.find(name, start, item.candidate.start) >= 0:
            return period
    if now is not None and _SUPPLEMENT.search(text, start, item.candidate.start):
        return Period(*year_of(now.year), "sentence")
    if continues and scope.previous is not None and scope.previous.rung != "none":
        return Period(scope.previous.start, scope.previous.end, "section")
    if (
        ongoing
        and now is not None
        and item.kind in ("level", "flow", "cumulative")
        and item.candidate.sort in ("money", "count")
    ):
        return Period(*year_of(now.year), "publication")
    if scope.carried is not None:
        return Period(scope.carried.start, scope.carried.end, "section")
    if scope.document is not None:
        return scope.document
    if now is not None:
        return Period(*year_of(now.year), "publication")
    return Period()


def _for_kind(text: str, period: Period, item: Asked) -> Period:
    """Fit an inherited period to the kind.

    The day of a stock (12월 말 기준) widens to its year for what is counted over a period, and the
    yearly target beside a part of the year (연간 목표) to that year.
    """
    start = item.candidate.start
    yearly = item.kind == "target" and "연간" in text[max(0, start - 12) : start]
    if yearly and period.end is not None:
        return Period(*year_of(period.end.year), period.rung)
    instant = period.start is not None and period.start == period.end
    if instant and period.rung in ("section", "document") and item.kind in ("flow", "rank"):
        assert period.start is not None  # noqa: S101 - narrows the type
        return Period(*year_of(period.start.year), period.rung)
    return period


def _carry(found: list[Time], scope: Scope, text: str) -> None:
    for time in found:
        if not topical(time) or _is_base(text, time, time.end + 40):
            continue
        if time.grain == "month" and not time.relative:
            continue
        instant = time.use == "asof" and time.grain == "month"
        scope.carried = Period(time.last if instant else time.first, time.last, "section")


def _topic_year(scope: Scope) -> int | None:
    for period in (scope.carried, scope.document):
        if period is not None and period.end is not None and period.start is not None:
            return period.end.year
    return None
