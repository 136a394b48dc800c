"""Backfills: how far the archive of an outlet was walked, and what of it has to be asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import class_row

from jipyo.store.captures import DueAddress
from jipyo.store.queries import query


@dataclass(frozen=True, slots=True)
class DayRange:
    """Days in Asia/Seoul, both of them in the range."""

    first_day: date
    last_day: date

    def __contains__(self, day: date) -> bool:
        """Whether a day lies in the range."""
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class BackfillList:
    """A list of an archive and how far it was walked; columns of table ``backfill``."""

    list_url: str
    position: int
    pages_read: int
    state: str
    ended_by: str
    listed: int
    in_range: int
    known: int
    reached_on: date | None


@dataclass(frozen=True, slots=True)
class ArchivedAddress:
    """An article address as a page of an archive lists it."""

    url: str
    title: str
    listed_at: datetime | None
    listed_on: date | None


@dataclass(frozen=True, slots=True)
class Backfills:
    """The backfill of one outlet over one range of days, as one connection sees it."""

    connection: psycopg.Connection[Any]
    outlet_id: str
    days: DayRange

    def plan(self, list_urls: Sequence[str], *, first_position: int = 0) -> None:
        """Add lists to be walked, in this order; those that are there stay as they are."""
        with self.connection.transaction():
            for position, url in enumerate(list_urls, start=first_position):
                self.connection.execute(
                    query("plan_backfill"), {**self._names(), "list_url": url, "position": position}
                )

    def lists(self) -> Sequence[BackfillList]:
        """The lists in the order of the walk."""
        with (
            self.connection.transaction(),
            self.connection.cursor(row_factory=class_row(BackfillList)) as cursor,
        ):
            return cursor.execute(query("backfill_lists"), self._names()).fetchall()

    def note(
        self,
        list_url: str,
        *,
        pages_read: int,
        is_done: bool,
        ended_by: str,
        run_id: UUID,
        walked_at: datetime,
        listed: int = 0,
        in_range: int = 0,
        known: int = 0,
        reached_on: date | None = None,
    ) -> None:
        """Keep how far a list was walked; the counts are added to those before."""
        with self.connection.transaction():
            self.connection.execute(
                query("note_backfill"),
                {
                    **self._names(),
                    "list_url": list_url,
                    "pages_read": pages_read,
                    "state": "done" if is_done else "open",
                    "ended_by": ended_by,
                    "listed": listed,
                    "in_range": in_range,
                    "known": known,
                    "reached_on": reached_on,
                    "run_id": run_id,
                    "walked_at": walked_at,
                },
            )

    def add_addresses(self, listed: Sequence[ArchivedAddress], now: datetime) -> None:
        """Write addresses into the ledger, as those of an archive where they are new."""
        with self.connection.transaction():
            for entry in listed:
                self.connection.execute(
                    query("add_backfill_address"),
                    {
                        "outlet_id": self.outlet_id,
                        "url": entry.url,
                        "now": now,
                        "listed_title": entry.title,
                        "listed_at": entry.listed_at,
                        "listed_on": entry.listed_on,
                    },
                )

    def due(self, now: datetime, urls: Sequence[str] | None = None) -> Sequence[DueAddress]:
        """What has to be asked for: in the range or without a day, not captured, not gone.

        With ``urls`` of these only; without, of all that backfills have listed.
        """
        names = {**self._names(), "now": now, "urls": list(urls) if urls is not None else None}
        with (
            self.connection.transaction(),
            self.connection.cursor(row_factory=class_row(DueAddress)) as cursor,
        ):
            return cursor.execute(query("backfill_due"), names).fetchall()

    def captured(self, urls: Sequence[str]) -> set[str]:
        """Which of these addresses were captured."""
        return {row[0] for row in self._of_urls("captured_urls", urls)}

    def captured_days(self, urls: Sequence[str]) -> dict[str, date]:
        """The publication days of those of these addresses whose articles were read."""
        return {row[0]: row[1] for row in self._of_urls("captured_days", urls)}

    def _of_urls(self, name: str, urls: Sequence[str]) -> list[tuple[Any, ...]]:
        with self.connection.transaction():
            return self.connection.execute(
                query(name), {"outlet_id": self.outlet_id, "urls": list(urls)}
            ).fetchall()

    def _names(self) -> dict[str, Any]:
        return {
            "outlet_id": self.outlet_id,
            "first_day": self.days.first_day,
            "last_day": self.days.last_day,
        }
