"""Runs of the nightly job or of one of its steps: opened, closed, told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

import psycopg
from psycopg.rows import class_row

from jipyo.store.queries import query

SEOUL = ZoneInfo("Asia/Seoul")
"""The zone of the news day: an announcement belongs to the day that its city had."""

RunKind = Literal["nightly", "collect", "parse", "check", "import", "reparse"]


def news_day(now: datetime) -> date:
    """The day in Asia/Seoul on which `now` falls; `now` must carry its zone."""
    if now.tzinfo is None:
        raise ValueError(f"{now.isoformat()} has no zone; give an offset such as +09:00")
    return now.astimezone(SEOUL).date()


def open_run(
    connection: psycopg.Connection[Any],
    run_id: UUID,
    kind: RunKind,
    now: datetime,
    *,
    as_of: datetime | None = None,
) -> None:
    """Record that a run began, in a transaction of its own so that a kill leaves its trace.

    ``as_of`` is given where checks look back: the moment as of which they take the store.
    """
    with connection.transaction():
        connection.execute(
            query("open_run"),
            {
                "run_id": run_id,
                "kind": kind,
                "news_day": news_day(now),
                "now_at": now,
                "as_of": as_of,
            },
        )


def close_run(
    connection: psycopg.Connection[Any],
    run_id: UUID,
    state: Literal["completed", "failed"],
    message: str,
) -> None:
    """Record how a run ended."""
    with connection.transaction():
        connection.execute(
            query("close_run"), {"run_id": run_id, "state": state, "message": message}
        )


NO_END_TOLD = (
    "It did not come to an end: its process or Postgres was killed, or the machine stopped. What "
    "it had stored stays; a later night does the rest."
)
"""What the row of a night says that could not tell its end itself."""


def close_lost_nights(connection: psycopg.Connection[Any]) -> int:
    """Record that nights which are still running by their rows have ended; return how many.

    To be called by who has the turn of the nights (flows/turns.py), before it opens its own run:
    one that runs had it, so none runs. Such a night is ``failed`` without ``finished_at``.
    """
    with connection.transaction():
        return connection.execute(query("close_lost_nights"), {"message": NO_END_TOLD}).rowcount


def counted(number: int, noun: str) -> str:
    """A number with its English noun in the right form: 1 page, 2 pages."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


@dataclass(frozen=True, slots=True)
class OutletNight:
    """What one outlet gave in one run: the row that an operator looks at first.

    ``new_versions`` counts articles seen for the first time, ``changed_versions`` later versions of
    known articles; ``failures`` counts pages, each with a row in table ``failure``.
    """

    outlet_id: str
    name: str
    listed: int
    fetched: int
    captured: int
    unchanged: int
    new_versions: int
    changed_versions: int
    no_article: int
    failures: int
    figures: int
    flags: int
    seconds: float


@dataclass(frozen=True, slots=True)
class FailureCount:
    """Failures of one outlet with one reason in one run, and one of them as an example."""

    outlet_id: str
    reason: str
    pages: int
    url: str | None
    detail: str


def outlet_nights(connection: psycopg.Connection[Any], run_id: UUID) -> Sequence[OutletNight]:
    """What each outlet gave in the run, in the order of their ids."""
    with connection.cursor(row_factory=class_row(OutletNight)) as cursor:
        return cursor.execute(query("outlet_nights"), {"run_id": run_id}).fetchall()


def failure_counts(connection: psycopg.Connection[Any], run_id: UUID) -> Sequence[FailureCount]:
    """The named failures of the run, the most frequent first."""
    with connection.cursor(row_factory=class_row(FailureCount)) as cursor:
        return cursor.execute(query("failure_counts"), {"run_id": run_id}).fetchall()
