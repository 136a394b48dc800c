"""Times as pages print them, and which of several statements is the publication time.

A time is never invented: what no statement gives stays missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from jipyo.pages.model import PublishedFrom

SEOUL = ZoneInfo("Asia/Seoul")

_TIME = (
    r"(?:[T\s()\[,|/가-힣-]{0,8}?(?P<half>오전|오후|AM|PM|am|pm)?\s*(?P<hour>\d{1,2})\s*(?::|시)\s*(?P<minute>\d{1,2})"
    r"(?::(?P<second>\d{2})(?:\.\d+)?)?\s*(?P<after>AM|PM|am|pm)?\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
)
_STAMP = re.compile(
    r"(?<!\d)(?P<year>\d{4})\s*[-./년]\s*(?P<month>\d{1,2})\s*[-./월]\s*(?P<day>\d{1,2})(?!\d)\s*[일.]?"
    + _TIME
)
_STAMP_TEXT = re.sub(r"\?P<\w+>", "?:", _STAMP.pattern)
_ANY_STAMP = re.compile(_STAMP_TEXT)
_PACKED = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<month>[01]\d)(?P<day>[0-3]\d)(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)(?P<second>[0-5]\d)?(?!\d)"
)
_SHORT_YEAR = re.compile(
    r"(?<![\d.:-])(?P<year>\d{2})\s*[-./]\s*(?P<month>\d{2})\s*[-./]\s*(?P<day>\d{2})(?![\d:])\.?"
    + _TIME
)
_SHORT_TEXT = re.sub(r"\?P<\w+>", "?:", _SHORT_YEAR.pattern)
_SHORT = re.compile(
    # The end of a longer date is none without a year, even where its year is glued to a title.
    r"(?<!\d)(?<!\d[-./])(?P<month>\d{1,2})[-./](?P<day>\d{1,2})\.?(?:\s+(?P<hour>\d{1,2}):(?P<minute>\d{2}))?(?!\d)"
)
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_MONTH = r"(?P<name>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_ENGLISH_TIME = (
    r"(?:(?:\s*,|\s+at|\s*[-–|·])?\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?"
    r"\s*(?P<after>[AaPp]\.?[Mm]\.?)?\s*(?P<zone>Z|GMT|UTC|KST|[+-]\d{2}:?\d{2})?)?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_ENGLISH = (
    re.compile(rf"\b{_MONTH}\s+{_DAY}\s*,?\s+(?P<year>\d{{4}}){_ENGLISH_TIME}", re.IGNORECASE),
    re.compile(rf"(?<!\d){_DAY}\s+{_MONTH}\s*,?\s+(?P<year>\d{{4}}){_ENGLISH_TIME}", re.IGNORECASE),
)
"""March 6, 2026 - 17:32, and 06 Mar 2026 13:45:09 +0900 as RFC 5322 has it."""
_ENGLISH_HINT = re.compile(_MONTH.replace("?P<name>", "?:") + r"(?=[\s,\d])", re.IGNORECASE)
_CLOCK = re.compile(r"^(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2})?$")


_ANY_SHORT = re.compile(f"{_STAMP_TEXT}|{_SHORT_TEXT}")
_ANY_ENGLISH = re.compile(
    "|".join([_STAMP_TEXT, *(re.sub(r"\?P<\w+>", "?:", each.pattern) for each in _ENGLISH)]),
    re.IGNORECASE,
)


def parse_moment(text: str, *, short_year: bool = False) -> datetime | date | None:
    """The first full date in a text, as a moment if a time stands beside it, else as a day.

    Without a zone it is Korean time. Relative times ("3시간 전") give nothing.

    Args:
        text: Any text.
        short_year: Whether years may have two digits, as boards write them (26.07.13).
    """
    found = _STAMP.search(text) or _PACKED.search(text)
    if not found and short_year:
        found = _SHORT_YEAR.search(text)
    if not found and _ENGLISH_HINT.search(text):
        found = next(filter(None, (pattern.search(text) for pattern in _ENGLISH)), None)
    if not found:
        return None
    parts = found.groupdict()
    try:
        year = int(parts["year"])
        month = int(parts["month"]) if "month" in parts else _MONTHS[parts["name"][:3].lower()]
        # 0001-01-01, as some systems print what they do not know, is not of 2001.
        short = len(parts["year"]) == 2
        day = date(year + 2000 if short else year, month, int(parts["day"]))
        if parts["hour"] is None:
            return day
        hour = int(parts["hour"])
        half = (parts.get("half") or parts.get("after") or "").lower().replace(".", "")
        if half in {"오후", "pm"} and hour < 12:
            hour += 12
        if half in {"오전", "am"} and hour == 12:
            hour = 0
        moment = datetime(
            day.year, day.month, day.day, hour, int(parts["minute"]), int(parts["second"] or 0),
            tzinfo=_zone(parts.get("zone")),
        )  # fmt: skip
    except ValueError:
        return None
    return moment if exists_in_every_zone(moment) else None


def exists_in_every_zone(moment: datetime) -> bool:
    """Whether a moment has a date in every zone; the first and the last day of all have not."""
    return date.min.year < moment.year < date.max.year


def moments_in(text: str, *, short_year: bool = False) -> list[tuple[str, datetime | date]]:
    """Every full date in a text with the words before it, which tell what it is the date of."""
    found: list[tuple[str, datetime | date]] = []
    place = 0
    pattern = _ANY_SHORT if short_year else _ANY_STAMP
    if _ENGLISH_HINT.search(text):
        pattern = _ANY_ENGLISH
    for match in pattern.finditer(text):
        moment = parse_moment(match.group(0), short_year=short_year)
        if moment is not None:
            found.append((text[place : match.start()], moment))
            place = match.end()
    return found


def _zone(text: str | None) -> timezone | ZoneInfo:
    if text is None or text.upper() == "KST":
        return SEOUL
    if text.upper() in {"Z", "GMT", "UTC"}:
        return UTC
    sign = -1 if text[0] == "-" else 1
    digits = text[1:].replace(":", "")
    offset = sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return SEOUL if offset == timedelta(hours=9) else timezone(offset)


def parse_short(text: str, now: datetime) -> datetime | None:
    """A list's date, with or without a year, resolved to the latest day that is not after `now`.

    A time alone is of the day of ``now``, as boards print it of that day's entries. A list gives no
    time for some entries; then midnight is not invented and nothing is returned.
    """
    full = parse_moment(text, short_year=True)
    if isinstance(full, datetime):
        return full.astimezone(SEOUL)
    if full is not None:
        return None
    local = now.astimezone(SEOUL)
    clock = _CLOCK.match(text.strip())
    if clock and int(clock["hour"]) < 24 and int(clock["minute"]) < 60:
        moment = local.replace(
            hour=int(clock["hour"]), minute=int(clock["minute"]), second=0, microsecond=0
        )
        return moment if moment <= local else None
    found = _SHORT.search(text)
    if not found or found["hour"] is None:
        return None
    for year in (local.year + 1, local.year, local.year - 1):
        try:
            moment = datetime(
                year,
                int(found["month"]),
                int(found["day"]),
                int(found["hour"]),
                int(found["minute"]),
                tzinfo=SEOUL,
            )
        except ValueError:
            continue
        # A day ahead is allowed: clocks of sites differ, a year does not.
        if moment <= local + timedelta(days=1):
            return moment
    return None


def parse_day(text: str, now: datetime) -> date | None:
    """The day that a list prints, with or without a time or a year, in Asia/Seoul.

    A day without a year is the latest such day that is not after that of ``now``.
    """
    full = parse_moment(text, short_year=True)
    if full is not None:
        return full.astimezone(SEOUL).date() if isinstance(full, datetime) else full
    moment = parse_short(text, now)
    if moment is not None:
        return moment.date()
    found = _SHORT.search(text)
    if not found:
        return None
    latest = now.astimezone(SEOUL).date() + timedelta(days=1)
    for year in (latest.year, latest.year - 1):
        try:
            day = date(year, int(found["month"]), int(found["day"]))
        except ValueError:
            continue
        if day <= latest:
            return day
    return None


def choose(
    statements: Iterable[tuple[PublishedFrom, datetime | date | None]],
) -> tuple[datetime | date | None, PublishedFrom]:
    """The publication time among several statements, given in the order of their trust.

    Rules, in order:

    1. Where a machine-readable time differs from the visible line by exactly the offset of Korean
       time, its zone was written wrongly and the line, which people check, wins.
    2. Where the first statement stands alone and two others tell the same minute, these win: a
       template that fills in a wrong time does so once.
    3. A machine-readable midnight is a day without its time; another statement that gives a time of
       that day wins.
    4. The first statement with a time; a day alone yields to any time.
    """
    given: list[tuple[PublishedFrom, datetime | date]] = [
        (source, moment) for source, moment in statements if moment is not None
    ]
    if not given:
        return None, "missing"
    moments: list[tuple[PublishedFrom, datetime]] = [
        (source, moment.astimezone(SEOUL))
        for source, moment in given
        if isinstance(moment, datetime)
    ]
    if not moments:
        return given[0][1], given[0][0]
    visible = next((moment for source, moment in moments if source == "visible"), None)
    if visible is not None:
        apart = [
            abs(_minute(moment) - _minute(visible))
            for source, moment in moments
            if source in {"json_ld", "meta"}
        ]
        if timedelta(hours=9) in apart and timedelta(0) not in apart:
            return visible, "visible"
    first_source, first = moments[0]
    agreeing = [_minute(moment) for _, moment in moments]
    if agreeing.count(_minute(first)) == 1:
        for source, moment in moments[1:]:
            if agreeing.count(_minute(moment)) > 1:
                return moment, source
    if first_source in {"json_ld", "meta"} and (first.hour, first.minute, first.second) == (
        0,
        0,
        0,
    ):
        for source, moment in moments[1:]:
            if moment.date() == first.date() and (moment.hour, moment.minute) != (0, 0):
                return moment, source
    return first, first_source


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
