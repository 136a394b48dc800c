"""What a visit remembers of hosts: for later visits, or for itself alone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from jipyo.store.hosts import StoredRobots


class HostMemory(Protocol):
    """Where a visit learns what hosts are owed, and leaves it; `StoredHosts` is one."""

    def pause_owed_seconds(self, hosts: Collection[str], *, delay_seconds: float) -> float:
        """How long to wait before the first request, for the sake of the visit before."""
        ...

    def pay_for_request(self, host: str, *, pause_seconds: float) -> bool:
        """Count a request before it is sent; return whether it may be."""
        ...

    def leave(self, host: str, until: datetime, detail: str) -> None:
        """Remember that a host asked not to be asked before a moment."""
        ...

    def note_ended(self, hosts: Collection[str], *, pause_seconds: float) -> None:
        """Say that the last answer came now."""
        ...

    def robots(self, origin: str) -> StoredRobots | None:
        """robots.txt as a host last sent it."""
        ...

    def keep_robots(self, origin: str, robots: StoredRobots, now: datetime) -> None:
        """Keep robots.txt as a host just sent it."""
        ...

    def confirm_robots(self, origin: str, now: datetime) -> None:
        """Note that robots.txt is unchanged."""
        ...

    def forget_robots(self, origin: str) -> None:
        """Forget robots.txt of a host that has none any more."""
        ...


class OneLook:
    """The memory of a look by hand: it counts its requests, and ends with the process."""

    def __init__(self, *, most_requests: int, owed_seconds: float) -> None:
        """Remember for one look.

        Args:
            most_requests: How many requests it may send.
            owed_seconds: How long to wait before the first.
        """
        self._most_requests = most_requests
        self._owed_seconds = owed_seconds
        self.sent = 0

    def pause_owed_seconds(self, hosts: Collection[str], *, delay_seconds: float) -> float:
        """As it was told; who holds the hosts for the look knows."""
        return self._owed_seconds

    def pay_for_request(self, host: str, *, pause_seconds: float) -> bool:
        """Count a request before it is sent; return whether it may be."""
        if self.sent >= self._most_requests:
            return False
        self.sent += 1
        return True

    def leave(self, host: str, until: datetime, detail: str) -> None:
        """The person who looks is told, and decides."""

    def note_ended(self, hosts: Collection[str], *, pause_seconds: float) -> None:
        """Who holds the hosts for the look notes it."""

    def robots(self, origin: str) -> StoredRobots | None:
        """Nothing: the file is asked for whole."""
        return None

    def keep_robots(self, origin: str, robots: StoredRobots, now: datetime) -> None:
        """A look stores nothing."""

    def confirm_robots(self, origin: str, now: datetime) -> None:
        """A look asks for the whole file."""

    def forget_robots(self, origin: str) -> None:
        """A look stores nothing."""
