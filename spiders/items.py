"""What a crawl yields besides pages and files: what is as it was, and what could not be had."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jipyo.store.captures import Step


@dataclass(frozen=True, slots=True)
class UnchangedPage:
    """The host said that a page is as it was."""

    url: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class FailedPage:
    """Something that could not be had; ``url`` is ``None`` for the outlet as a whole."""

    url: str | None
    step: Step
    reason: str
    detail: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class UnchangedAttachment:
    """The host said that an attachment is as it was."""

    page_url: str
    url: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class FailedAttachment:
    """An attachment that could not be had; ``name`` as its page prints it."""

    page_url: str
    url: str
    name: str
    reason: str
    detail: str
    occurred_at: datetime
