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

_STAMP = re.compile(
    r"(?P<year>\d{4})\s*[-./년]\s*(?P<month>\d{1,2})\s*[-./월]\s*(?P<day>\d{1,2})\s*[일.]?"
    r"(?:[T\s()\[,가-힣]{0,6}?(?P<half>오전|오후|AM|PM|am|pm)?\s*(?P<hour>\d{1,2})\s*[:시]\s*(?P<minute>\d{1,2})"
    r"(?::(?P<second>\d{2})(?:\.\d+)?)?\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
)
_SHORT = re.compile(
    r"(?<!\d)(?P<month>\d{1,2})[-./](?P<day>\d{1,2})(?:\s+(?P<hour>\d{1,2}):(?P<minute>\d{2}))?(?!\d)"
)


def parse_moment(text: str) -> datetime | date | None:
    """The first full date in a text, as a moment if a time stands beside it, else as a day.

    Without a zone it is Korean time. Relative times ("3시간 전") give nothing.
    """
    found = _STAMP.search(text)
    if not found:
        return None
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
        if found["hour"] is None:
            return day
        hour = int(found["hour"])
        half = (found["half"] or "").lower()
        if half in {"오후", "pm"} and hour < 12:
            hour += 12
        if half in {"오전", "am"} and hour == 12:
            hour = 0
        return datetime(
            day.year, day.month, day.day, hour, int(found["minute"]), int(found["second"] or 0),
            tzinfo=_zone(found["zone"]),
        )  # fmt: skip
    except ValueError:
        return None


def _zone(text: str | None) -> timezone | ZoneInfo:
    if text is None:
        return SEOUL
    if text == "Z":
        return UTC
    sign = -1 if text[0] == "-" else 1
    digits = text[1:].replace(":", "")
    offset = sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return SEOUL if offset == timedelta(hours=9) else timezone(offset)


def parse_short(text: str, now: datetime) -> datetime | None:
    """A list's date, with or without a year, resolved to the latest day that is not after `now`.

    A list gives no time for some entries; then midnight is not invented and nothing is returned.
    """
    full = parse_moment(text)
    if isinstance(full, datetime):
        return full.astimezone(SEOUL)
    if full is not None:
        return None
    found = _SHORT.search(text)
    if not found or found["hour"] is None:
        return None
    local = now.astimezone(SEOUL)
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


def choose(
    statements: Iterable[tuple[PublishedFrom, datetime | date | None]],
) -> tuple[datetime | date | None, PublishedFrom]:
    """The publication time among several statements, in the order of their trust.

    Where a machine-readable time differs from the visible line by exactly the offset of Korean
    time, its zone was written wrongly and the line, which people check, wins.
    """
    given: list[tuple[PublishedFrom, datetime | date]] = [
        (source, moment) for source, moment in statements if moment is not None
    ]
    if not given:
        return None, "missing"
    moments: list[tuple[PublishedFrom, datetime]] = [
        (source, moment) for source, moment in given if isinstance(moment, datetime)
    ]
    visible = next((moment for source, moment in moments if source == "visible"), None)
    for machine, moment in moments:
        if machine in {"json_ld", "meta"} and visible is not None:
            apart = abs(moment.astimezone(SEOUL).replace(second=0, microsecond=0) - visible)
            if apart == timedelta(hours=9):
                return visible.astimezone(SEOUL), "visible"
        return moment.astimezone(SEOUL), machine
    return given[0][1], given[0][0]
