"""What a crawl remembers of hosts from one time to the next, and what is spent of a budget."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from jipyo.store import hosts as stored
from jipyo.store.hosts import StoredRobots
from jipyo.store.runs import news_day

if TYPE_CHECKING:
    import psycopg

    from spiders.outlets import Outlet


class HostMemory(Protocol):
    """What is kept of hosts between crawls."""

    def pause_owed_seconds(self, hosts: Collection[str], delay_seconds: float) -> float:
        """How long to wait before the first request, for the sake of the crawl before."""
        ...

    def note_request(self, host: str, pause_seconds: float) -> bool:
        """Count a request before it is sent; return whether the budget pays for it."""
        ...

    def note_visit_ended(self, hosts: Collection[str]) -> None:
        """Say that the last answer of the hosts came now."""
        ...

    def leave_host(self, host: str, until: datetime, detail: str) -> None:
        """Remember that a host asked not to be asked before a moment."""
        ...

    def stored_robots(self, origin: str) -> StoredRobots | None:
        """robots.txt as the host last sent it, or ``None``."""
        ...

    def keep_robots(self, origin: str, robots: StoredRobots, now: datetime) -> None:
        """Keep robots.txt as the host just sent it."""
        ...

    def confirm_robots(self, origin: str, now: datetime) -> None:
        """Note that the host said that it is unchanged."""
        ...

    def forget_robots(self, origin: str) -> None:
        """Forget the robots.txt of a host that has none any more."""
        ...


class StoreMemory:
    """The memory that all crawls of an outlet share: the store.

    It stands on the connection that holds the hosts, in autocommit mode.
    """

    def __init__(
        self, connection: psycopg.Connection[Any], outlet: Outlet, *, now: datetime
    ) -> None:
        """Remember for an outlet on the news day of ``now``, whose budget it spends."""
        self._connection = connection
        self._outlet = outlet
        self._news_day = news_day(now)

    def pause_owed_seconds(self, hosts: Collection[str], delay_seconds: float) -> float:
        """See `HostMemory`."""
        return stored.pause_owed_seconds(self._connection, hosts, delay_seconds=delay_seconds)

    def note_request(self, host: str, pause_seconds: float) -> bool:
        """See `HostMemory`."""
        return stored.note_request(
            self._connection,
            outlet_id=self._outlet.id,
            news_day=self._news_day,
            host=host,
            pause_seconds=pause_seconds,
            requests_per_night=self._outlet.politeness.requests_per_night,
        )

    def note_visit_ended(self, hosts: Collection[str]) -> None:
        """See `HostMemory`."""
        stored.note_visit_ended(self._connection, hosts)

    def leave_host(self, host: str, until: datetime, detail: str) -> None:
        """See `HostMemory`."""
        stored.leave_host(self._connection, host, until, detail)

    def stored_robots(self, origin: str) -> StoredRobots | None:
        """See `HostMemory`."""
        return stored.stored_robots(self._connection, origin)

    def keep_robots(self, origin: str, robots: StoredRobots, now: datetime) -> None:
        """See `HostMemory`."""
        stored.keep_robots(self._connection, origin, robots, now)

    def confirm_robots(self, origin: str, now: datetime) -> None:
        """See `HostMemory`."""
        stored.confirm_robots(self._connection, origin, now)

    def forget_robots(self, origin: str) -> None:
        """See `HostMemory`."""
        stored.forget_robots(self._connection, origin)


class NoMemory:
    """The memory of a look by hand: nothing from before, nothing afterwards, and a small budget."""

    def __init__(self, most_requests: int) -> None:
        """Pay for so many requests, robots.txt and redirects included."""
        self.requests = 0
        self._most_requests = most_requests

    def pause_owed_seconds(self, hosts: Collection[str], delay_seconds: float) -> float:
        """Nothing: whoever looks holds the hosts, where there is a store."""
        return 0.0

    def note_request(self, host: str, pause_seconds: float) -> bool:
        """Count a request; return whether it is within the bound."""
        self.requests += 1
        return self.requests <= self._most_requests

    def note_visit_ended(self, hosts: Collection[str]) -> None:
        """Nothing."""

    def leave_host(self, host: str, until: datetime, detail: str) -> None:
        """Nothing: the person who looks is told."""

    def stored_robots(self, origin: str) -> StoredRobots | None:
        """None."""
        return None

    def keep_robots(self, origin: str, robots: StoredRobots, now: datetime) -> None:
        """Nothing."""

    def confirm_robots(self, origin: str, now: datetime) -> None:
        """Nothing."""

    def forget_robots(self, origin: str) -> None:
        """Nothing."""
