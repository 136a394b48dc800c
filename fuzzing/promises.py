"""What is promised of everything that comes out of foreign bytes."""

from __future__ import annotations

import zlib
from datetime import UTC, date, datetime

from fuzzing.guard import FindingError, hold
from jipyo.pages.model import Article
from jipyo.pages.moments import SEOUL

NOW = datetime(2026, 11, 16, 2, 30, tzinfo=UTC)
URL = "https://naru.example/news/view?number=7"


def storable(text: str, what: str) -> None:
    """Text that Postgres takes: no zero byte, and no half of a surrogate pair."""
    hold("\0" not in text, f"{what} holds a zero byte:", text)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise FindingError(f"{what} cannot be encoded: {text[:300]!r}") from None


def storable_moment(moment: datetime | date | None, what: str) -> None:
    """A moment that has a zone and exists in every zone, or a day."""
    if isinstance(moment, datetime):
        hold(moment.tzinfo is not None, f"{what} has no zone:", moment)
        try:
            moment.astimezone(UTC)
        except OverflowError:
            raise FindingError(f"{what} lies outside of all calendars: {moment!r}") from None


def sometimes(body: bytes) -> bool:
    """Whether an input is one of the quarter on which what costs as much again is tried."""
    return zlib.crc32(body) % 4 == 0


def has_day(article: Article) -> None:
    """An article whose publication has a day in Seoul, if it states one."""
    stated = article.published_at
    if not isinstance(stated, datetime):
        return
    try:
        stated.astimezone(SEOUL)
    except OverflowError:
        raise FindingError(f"the publication has no day in Seoul: {stated!r}") from None


def head_of(body: bytes, parts: int) -> tuple[list[str], bytes]:
    """The words of the first line, the last of which may hold blanks, and what stands behind it."""
    line, _, rest = body.partition(b"\n")
    # What stands there comes from our own tables, where no zero byte is.
    words = line.decode("utf-8", errors="replace").replace("\0", "").split(" ", parts - 1)
    return words + [""] * (parts - len(words)), rest
