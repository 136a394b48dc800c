"""What arguments of commands can be, and how they are read."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum
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


class Severity(StrEnum):
    """How much a flag matters."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"


class Status(StrEnum):
    """Where a flag is in its life."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"
    MUTED = "muted"


def read_day(text: str | None) -> date | None:
    """A day as 2026-11-16, or a usage error."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day; write it as 2026-11-16") from None


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
