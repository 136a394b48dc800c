"""What crawls share about hosts: who may ask, when again, how much in a night, and robots.txt."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import psycopg
from psycopg.rows import class_row

from jipyo.store.queries import query

PAID_AHEAD = 50
"""Where no pause is owed, the budget pays for so many requests at once. What a crawl that is killed
had left of them is spent all the same: a budget is kept, not used up."""


@dataclass(frozen=True, slots=True)
class LeftHost:
    """A host that asked to be left alone until a moment; ``detail`` says with which answer."""

    host: str
    until: datetime
    detail: str


@dataclass(frozen=True, slots=True)
class StoredRobots:
    """robots.txt as a host last sent it, with what makes asking for it conditional."""

    content: bytes
    etag: str | None
    last_modified: str | None


def hold_hosts(
    connection: psycopg.Connection[Any], hosts: Collection[str], *, patience_seconds: float
) -> bool:
    """Hold hosts for as long as the connection lives: one crawl per host, over all machines.

    All crawls take their locks in one order, so that no two wait for each other.

    Args:
        connection: In autocommit mode; its end, however it comes, lets the hosts go.
        hosts: Every host that the crawl may ask.
        patience_seconds: How long to wait for other crawls of these hosts.

    Returns:
        Whether all are held now.
    """
    rows = connection.execute(
        "SELECT DISTINCT hashtext(host) FROM unnest(%s::text[]) AS host ORDER BY 1", (list(hosts),)
    ).fetchall()
    until = time.monotonic() + patience_seconds
    try:
        for (key,) in rows:
            milliseconds = max(1, int((until - time.monotonic()) * 1000))
            connection.execute("SELECT set_config('lock_timeout', %s, false)", (f"{milliseconds}",))
            connection.execute("SELECT pg_advisory_lock(hashtext('jipyo host'), %s)", (key,))
    except psycopg.errors.LockNotAvailable:
        return False
    finally:
        connection.execute("SELECT set_config('lock_timeout', '0', false)")
    return True


def hosts_to_leave(
    connection: psycopg.Connection[Any], hosts: Collection[str], now: datetime
) -> Sequence[LeftHost]:
    """Which of the hosts asked to be left alone until later than ``now``."""
    with connection.cursor(row_factory=class_row(LeftHost)) as cursor:
        return cursor.execute(
            query("hosts_to_leave"), {"hosts": list(hosts), "now": now}
        ).fetchall()


def pause_owed_seconds(
    connection: psycopg.Connection[Any], hosts: Collection[str], *, delay_seconds: float
) -> float:
    """How long to wait before the first request of a visit, for the sake of the visit before.

    Zero or less where nothing is owed. A crawl that was killed owes as much as one that ended.
    """
    row = connection.execute(
        query("pause_owed"), {"hosts": list(hosts), "delay_seconds": delay_seconds}
    ).fetchone()
    return float(row[0]) if row else 0.0


def note_visit_ended(
    connection: psycopg.Connection[Any], hosts: Collection[str], *, pause_seconds: float
) -> None:
    """Say that the last answer of hosts came now, so that who asks next keeps its distance.

    Args:
        connection: In autocommit mode.
        hosts: The hosts that were asked.
        pause_seconds: Least pause that they are owed; a longer one that is known stands.
    """
    connection.execute(
        query("note_visit_ended"), {"hosts": list(hosts), "pause_seconds": pause_seconds}
    )


class StoredHosts:
    """What a crawl remembers of its hosts, and of the outlet's budget, in the tables."""

    def __init__(
        self,
        connection: psycopg.Connection[Any],
        *,
        outlet_id: str,
        news_day: date,
        requests_per_night: int,
    ) -> None:
        """Remember for one crawl.

        Args:
            connection: The one that holds the hosts, in autocommit mode: without it, nothing more
                is asked.
            outlet_id: The outlet for which the hosts are asked.
            news_day: The day in Asia/Seoul that the run stands for.
            requests_per_night: The outlet's budget, in requests.
        """
        self._connection = connection
        self._outlet_id = outlet_id
        self._news_day = news_day
        self._requests_per_night = requests_per_night
        self._paid_ahead = 0
        self._left_of_budget = 1
        # Each request is counted before it is sent, and need not wait for the disk: a count that a
        # crash of the server takes along is one request of a budget. Until the visit has ended.
        connection.execute("SET synchronous_commit = off")

    def pause_owed_seconds(self, hosts: Collection[str], *, delay_seconds: float) -> float:
        """How long to wait before the first request; see `pause_owed_seconds`."""
        return pause_owed_seconds(self._connection, hosts, delay_seconds=delay_seconds)

    def pay_for_request(self, host: str, *, pause_seconds: float) -> bool:
        """Count a request before it is sent; return whether the budget of the night pays for it.

        Args:
            host: The host that is asked.
            pause_seconds: Least pause that it is owed after this request.
        """
        # Where a pause is owed, the host's row says after each request from when on; else a row for
        # each would only make the next one wait.
        if pause_seconds > 0:
            return self._pay(1, host, pause_seconds)
        if self._paid_ahead == 0:
            requests = max(1, min(PAID_AHEAD, self._left_of_budget))
            if not self._pay(requests, host, pause_seconds):
                return False
            self._paid_ahead = requests
        self._paid_ahead -= 1
        return True

    def _pay(self, requests: int, host: str, pause_seconds: float) -> bool:
        row = self._connection.execute(
            query("note_request"),
            {
                "outlet_id": self._outlet_id,
                "news_day": self._news_day,
                "host": host,
                "pause_seconds": pause_seconds,
                "requests": requests,
                "requests_per_night": self._requests_per_night,
            },
        ).fetchone()
        if row is None:
            return False
        self._left_of_budget = self._requests_per_night - row[0]
        return True

    def leave(self, host: str, until: datetime, detail: str) -> None:
        """Remember that a host asked not to be asked before a moment."""
        self._connection.execute(
            query("leave_host"), {"host": host, "until": until, "detail": detail}
        )

    def note_ended(self, hosts: Collection[str], *, pause_seconds: float) -> None:
        """Say that the last answer came now; see `note_visit_ended`."""
        self._connection.execute("RESET synchronous_commit")
        if self._paid_ahead:
            self._connection.execute(
                query("give_back_requests"),
                {
                    "outlet_id": self._outlet_id,
                    "news_day": self._news_day,
                    "requests": self._paid_ahead,
                },
            )
            self._paid_ahead = 0
        note_visit_ended(self._connection, hosts, pause_seconds=pause_seconds)

    def robots(self, origin: str) -> StoredRobots | None:
        """robots.txt of a host as it last sent it, or ``None``."""
        with self._connection.cursor(row_factory=class_row(StoredRobots)) as cursor:
            return cursor.execute(
                "SELECT content, etag, last_modified FROM host_robots WHERE origin = %s", (origin,)
            ).fetchone()

    def keep_robots(self, origin: str, robots: StoredRobots, now: datetime) -> None:
        """Keep robots.txt as a host just sent it."""
        self._connection.execute(
            query("keep_robots"),
            {
                "origin": origin,
                "content": robots.content,
                "etag": robots.etag,
                "last_modified": robots.last_modified,
                "now": now,
            },
        )

    def confirm_robots(self, origin: str, now: datetime) -> None:
        """Note that a host said that its robots.txt is unchanged."""
        self._connection.execute(
            "UPDATE host_robots SET confirmed_at = %s WHERE origin = %s", (now, origin)
        )

    def forget_robots(self, origin: str) -> None:
        """Forget the robots.txt of a host that has none any more."""
        self._connection.execute("DELETE FROM host_robots WHERE origin = %s", (origin,))
