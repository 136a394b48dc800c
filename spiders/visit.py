"""One visit to the hosts of an outlet: when the next request may be sent, and when it is enough.

Every request passes here on its way out, whoever sends it: robots.txt, feeds, lists, pages,
redirects and repetitions. So the pause, the budget and the end hold for all of them.
"""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from spiders.reasons import RefusedError, reason_of

if TYPE_CHECKING:
    from scrapy.http import Headers, Response

    from spiders.memory import HostMemory
    from spiders.outlets import Outlet

logger = logging.getLogger(__name__)

LONGEST_PAUSE_SECONDS = 60.0
"""Slow answers lengthen the pause up to this; the outlet's delay and Crawl-delay may be longer."""

LONGEST_TROUBLE_PAUSE_SECONDS = 300.0
"""The growing pauses for a host in trouble end here."""

TRIES = 3
"""How often a page is asked for while the host is in trouble."""

TROUBLED_PAGES = 5
"""After so many pages in a row that the host could not give it is left alone. The first of them is
tried `TRIES` times, the others once."""

UNTOLD_WAIT_SECONDS = 3600.0
"""How long a host that asks us to stop and does not say for how long is left alone."""

LONGEST_WAIT_SECONDS = 7 * 86400.0
"""A host that asks for more is asked again after this: what it says may be a slip."""

TROUBLE_STATUSES = frozenset({408, 500, 502, 503, 504, 522, 524})
TROUBLE_REASONS = frozenset(
    {"timeout", "dns", "connection_refused", "connection_lost", "cut_off", "network_error"}
)


@dataclass(frozen=True, slots=True)
class Stop:
    """Why nothing more is asked in this crawl: a reason of docs/reasons.md, and it in words."""

    reason: str
    detail: str


class Visit:
    """The pauses, the budget and the end of one crawl.

    The host sees one request at a time, and from the end of an answer to the next request at least
    its delay: the longer of the outlet's and that of robots.txt. Counted from start to start, as
    Scrapy does, a host that answers slowly would get no pause at all. While answers are slow the
    pause grows as that of Scrapy's AutoThrottle does.

    Attributes:
        stop: Why nothing more is asked; ``None`` while the crawl goes on.
        memory: What is known of the hosts.
        turn: Held by the one request that is under way.
    """

    def __init__(
        self,
        outlet: Outlet,
        memory: HostMemory,
        *,
        now: datetime,
        seconds: float,
        tries: int = TRIES,
    ) -> None:
        """Begin a visit.

        Args:
            outlet: Whose hosts are visited.
            memory: What is known of the hosts, and where it is left for the next visit.
            now: The moment taken as now; the clock of the run goes on from it.
            seconds: How long the crawl may take; what is due then stays due.
            tries: How often a page is asked for while its host is in trouble.
        """
        self.stop: Stop | None = None
        self.turn = asyncio.Lock()
        self._politeness = outlet.politeness
        self.memory = memory
        self._now = now
        self._seconds = seconds
        self._most_tries = tries
        self._began = time.monotonic()
        self._crawl_delays: dict[str, float] = {}
        self._asked: set[str] = set()
        self._pause = self._politeness.delay_seconds
        owed = memory.pause_owed_seconds(outlet.hosts, delay_seconds=self._politeness.delay_seconds)
        self._not_before = self._began + owed
        self._answered_at: float | None = None
        self._has_waited = False
        self._tries = 0
        self._troubles = 0
        self._troubled: list[str] = []

    def clock(self) -> datetime:
        """The moment on the clock of this run: its ``now`` and what has passed since."""
        return self._now + timedelta(seconds=time.monotonic() - self._began)

    def set_crawl_delay(self, host: str, seconds: float) -> None:
        """Heed the Crawl-delay of a host's robots.txt."""
        self._crawl_delays[host] = max(seconds, self._crawl_delays.get(host, 0.0))

    def least_pause_seconds(self, host: str) -> float:
        """The pause that a host is owed in any case."""
        return max(self._politeness.delay_seconds, self._crawl_delays.get(host, 0.0))

    def pause_seconds(self, host: str) -> float:
        """The pause from the last answer to the next request of a host, as things are."""
        least = self.least_pause_seconds(host)
        pause = max(least, self._pause)
        if self._troubles:
            grown = min(least * 2**self._troubles, LONGEST_TROUBLE_PAUSE_SECONDS)
            pause = max(pause, grown)
        return pause

    async def enter(self, host: str) -> None:
        """Wait until a host may be asked, and count the request that is sent then.

        Raises:
            RefusedError: nothing more is asked in this crawl.
        """
        self._refuse_if_stopped()
        pause = self.pause_seconds(host)
        earliest = self._not_before
        if self._answered_at is not None:
            earliest = max(earliest, self._answered_at + pause)
        if earliest - self._began > self._seconds or self._elapsed() > self._seconds:
            self._end(
                "time_spent",
                f"The crawl may take {self._seconds:.0f} s; the next request would be sent "
                f"{earliest - self._began:.0f} s after its start, with pauses of {pause:.0f} s.",
            )
        self._refuse_if_stopped()
        while (wait := earliest - time.monotonic()) > 0:
            await asyncio.sleep(wait)
        paid = self.memory.pay_for_request(host, pause_seconds=self.least_pause_seconds(host))
        if not paid:
            self._end(
                "budget_spent",
                "All requests that the outlet's budget allows (politeness.requests_per_night) are "
                "spent.",
            )
        self._refuse_if_stopped()
        self._asked.add(host)

    def answered(self, host: str, response: Response, latency_seconds: float) -> bool:
        """Learn from an answer; return whether the same is to be asked again."""
        self._answered_at = time.monotonic()
        self._throttle(response.status, latency_seconds)
        if response.status == HTTPStatus.TOO_MANY_REQUESTS or (
            response.status == HTTPStatus.SERVICE_UNAVAILABLE and "Retry-After" in response.headers
        ):
            return self._asked_to_wait(host, response)
        if response.status in TROUBLE_STATUSES:
            return self._in_trouble(f"http_{response.status}")
        self._tries = self._troubles = 0
        self._troubled.clear()
        return False

    def unanswered(self, error: BaseException) -> bool:
        """Learn from a request that got no answer; return whether it is to be sent again."""
        self._answered_at = time.monotonic()
        reason, _ = reason_of(error)
        if reason in TROUBLE_REASONS:
            return self._in_trouble(reason)
        self._tries = 0
        return False

    def end(self) -> None:
        """Leave: the next visit keeps its distance from the last answer."""
        for host in self._asked:
            self.memory.note_ended([host], pause_seconds=self.least_pause_seconds(host))

    def _elapsed(self) -> float:
        return time.monotonic() - self._began

    def _refuse_if_stopped(self) -> None:
        if self.stop is not None:
            raise RefusedError("stopped", self.stop.detail)

    def _end(self, reason: str, detail: str) -> None:
        self.stop = Stop(reason, detail)
        logger.warning("Stopping (%s): %s", reason, detail)

    def _throttle(self, status: int, latency_seconds: float) -> None:
        """Scrapy's AutoThrottle for one request at a time; an outlet without delay wants none."""
        delay = self._politeness.delay_seconds
        if not delay:
            return
        pause = max(latency_seconds, (self._pause + latency_seconds) / 2)
        pause = max(delay, min(pause, LONGEST_PAUSE_SECONDS))
        # Errors come fast; they must not make us faster.
        if status == HTTPStatus.OK or pause > self._pause:
            self._pause = pause

    def _asked_to_wait(self, host: str, response: Response) -> bool:
        told = retry_after_seconds(response.headers, self.clock())
        seconds = min(UNTOLD_WAIT_SECONDS if told is None else told, LONGEST_WAIT_SECONDS)
        short = seconds <= self._politeness.longest_wait_seconds
        fits = self._elapsed() + seconds <= self._seconds
        if short and fits and not self._has_waited:
            self._has_waited = True
            self._not_before = time.monotonic() + seconds
            logger.warning(
                "%s asks us to wait %.0f s (HTTP %d): waiting once", host, seconds, response.status
            )
            return True
        until = self.clock() + timedelta(seconds=seconds)
        how = "without saying how long" if told is None else f"Retry-After: {told:.0f} s"
        detail = f"{host} asks us to wait (HTTP {response.status}, {how})"
        self.memory.leave(host, until, detail)
        self._end(
            "asked_to_wait",
            f"{detail}; it is not asked before {until.isoformat(timespec='seconds')}.",
        )
        return False

    def _in_trouble(self, what: str) -> bool:
        self._tries += 1
        self._troubles += 1
        if not self._troubled and self._tries < self._most_tries:
            return True
        self._tries = 0
        self._troubled.append(what)
        if len(self._troubled) >= TROUBLED_PAGES:
            self._end(
                "host_in_trouble",
                f"{len(self._troubled)} pages in a row could not be had: "
                f"{', '.join(self._troubled)}.",
            )
        return False


def retry_after_seconds(headers: Headers, now: datetime) -> float | None:
    """What an answer's Retry-After asks for (RFC 9110, 10.2.3), in seconds; ``None`` if nothing.

    A date is counted from the answer's own Date, so that clocks need not agree; without one, from
    ``now``.
    """
    told = (headers.get("Retry-After") or b"").decode("latin-1").strip()
    if told.isascii() and told.isdigit():
        return float(told)
    until = _http_date(told)
    if until is None:
        return None
    sent = _http_date((headers.get("Date") or b"").decode("latin-1"))
    return max(0.0, (until - (sent or now)).total_seconds())


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text.strip())
    except (TypeError, ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
