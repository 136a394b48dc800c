"""What arguments of commands can be, and how they are read."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

import typer


class Nature(StrEnum):
    """What a measure is by itself."""

    STOCK = "stock"
    FLOW = "flow"
    CUMULATIVE = "cumulative"


class Format(StrEnum):
    """How a list is printed."""

    TEXT = "text"
    JSONL = "jsonl"


class PageFormat(StrEnum):
    """How one page is printed."""

    TEXT = "text"
    JSON = "json"


class Severity(StrEnum):
    """How much a flag matters."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"


class Language(StrEnum):
    """In which language flags say what is wrong."""

    KOREAN = "ko"
    ENGLISH = "en"


class Status(StrEnum):
    """Where a flag is in its life."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"
    MUTED = "muted"


Now = Annotated[
    str | None, typer.Option(metavar="MOMENT", help="The moment taken as now; default: now.")
]
"""Option ``--now`` of every command that can be replayed."""

Output = Annotated[Format, typer.Option("--format", help="text or jsonl.")]
"""Option ``--format`` of every command that lists something."""

Spoken = Annotated[Language, typer.Option("--language", help="Language of the sentences.")]
"""Option ``--language`` of every command that prints flags; `jsonl` has both languages."""

FirstDay = Annotated[
    str | None, typer.Option("--from", metavar="DAY", help="Not what is of an earlier day.")
]
"""Option ``--from`` of commands about a range of days in Asia/Seoul."""

LastDay = Annotated[
    str | None, typer.Option("--to", metavar="DAY", help="Not what is of a later day.")
]
"""Option ``--to`` of commands about a range of days in Asia/Seoul; the day itself belongs to it."""

Published = Annotated[
    str | None,
    typer.Option(metavar="DAY", help="Publication day, for 지난해, 올해 and the like."),
]
"""Option ``--published`` of commands that read a text."""

AboutPlace = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Local government that the text is about, as 창원시."),
]
"""Option ``--place`` of commands that read a text."""


def read_day(text: str | None) -> date | None:
    """A day as 2026-11-16, or a usage error."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day; write it as 2026-11-16") from None


def read_range(first: str | None, last: str | None) -> tuple[date | None, date | None]:
    """A first and a last day, or a usage error."""
    days = read_day(first), read_day(last)
    if days[0] is not None and days[1] is not None and days[0] > days[1]:
        raise typer.BadParameter(f"--from {first} lies behind --to {last}")
    return days


def read_moment(text: str | None) -> datetime | None:
    """A moment with its zone as 2026-11-16T02:30+09:00, or a usage error."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is no moment; write it as 2026-11-16T02:30+09:00"
        ) from None
    if moment.tzinfo is None:
        raise typer.BadParameter(f"{text!r} has no zone; write it as {text}+09:00")
    return moment


def read_moment_or_day(text: str | None) -> datetime | None:
    """A moment, or the beginning of a day in Asia/Seoul, or a usage error."""
    if text is None or not _is_day(text):
        return read_moment(text)
    return datetime.combine(date.fromisoformat(text), time(), tzinfo=ZoneInfo("Asia/Seoul"))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
