"""What robots.txt says to us, by RFC 9309: none means everything, no answer means nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.robotstxt import ProtegoRobotParser

from jipyo.store.hosts import StoredRobots
from spiders.reasons import NETWORK_ERRORS, reason_of
from spiders.settings import ROBOTS_NAME

if TYPE_CHECKING:
    from scrapy.http import Response

    from spiders.visit import Visit

logger = logging.getLogger(__name__)

ROBOTS_REQUEST = "asks_for_robots"
"""Request meta key: this one fetches robots.txt itself."""

ROBOTS_MAXIMUM_BYTES = 512 * 1024
"""RFC 9309 asks crawlers to read at least 500 KiB; more than this is not read."""


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one host for us.

    Attributes:
        parser: The rules; ``None`` where there are none.
        away: Why we stay away from the host as a whole; empty where we need not.
    """

    parser: ProtegoRobotParser | None
    away: str = ""

    @classmethod
    def from_text(cls, content: bytes) -> Robots:
        """The rules in a file. Of one that is too long, the last line that is not whole is left."""
        if len(content) >= ROBOTS_MAXIMUM_BYTES:
            content = content[:ROBOTS_MAXIMUM_BYTES].rpartition(b"\n")[0]
        return cls(ProtegoRobotParser(content.removeprefix(b"\xef\xbb\xbf"), None))

    def allows(self, url: str) -> bool:
        """Whether we may ask for the address."""
        return not self.away and (self.parser is None or self.parser.allowed(url, ROBOTS_NAME))

    @property
    def crawl_delay_seconds(self) -> float:
        """The pause that it asks for between two requests; 0 where it asks for none."""
        if self.parser is None:
            return 0.0
        return float(self.parser.crawl_delay(ROBOTS_NAME) or 0.0)


class RobotsOfHosts:
    """robots.txt of every host that a crawl asks: each fetched once, when first needed.

    The file as last received makes the request conditional; "not modified" lets it stand. It is
    never used without this word: a host that does not answer is left alone.
    """

    def __init__(
        self,
        visit: Visit,
        download: Callable[[Request], Awaitable[Response]],
    ) -> None:
        self._visit = visit
        self._download = download
        self._known: dict[str, Robots] = {}
        self._lock = asyncio.Lock()

    async def of(self, url: str) -> Robots:
        """The rules for an address."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        async with self._lock:
            if origin not in self._known:
                self._known[origin] = robots = await self._ask(origin)
                self._visit.set_crawl_delay(parts.hostname or "", robots.crawl_delay_seconds)
            return self._known[origin]

    async def _ask(self, origin: str) -> Robots:
        memory = self._visit.memory
        stored = memory.robots(origin)
        # Not compressed: what is cut off at the limit must be readable up to there.
        headers = {"Accept-Encoding": "identity"}
        if stored is not None and stored.etag:
            headers["If-None-Match"] = stored.etag
        if stored is not None and stored.last_modified:
            headers["If-Modified-Since"] = stored.last_modified
        request = Request(
            f"{origin}/robots.txt",
            headers=headers,
            dont_filter=True,
            meta={ROBOTS_REQUEST: True, "download_maxsize": ROBOTS_MAXIMUM_BYTES},
        )
        try:
            response = await self._download(request)
        except NETWORK_ERRORS as error:
            reason, detail = reason_of(error)
            return Robots(None, f"robots.txt: {reason}: {detail}")
        now = self._visit.clock()
        if response.status == 304 and stored is not None:
            memory.confirm_robots(origin, now)
            return Robots.from_text(stored.content)
        if 200 <= response.status < 300:
            content = response.body[:ROBOTS_MAXIMUM_BYTES]
            etag, last_modified = (
                value.decode("latin-1") if (value := response.headers.get(name)) else None
                for name in ("ETag", "Last-Modified")
            )
            memory.keep_robots(origin, StoredRobots(content, etag, last_modified), now)
            return Robots.from_text(content)
        if 400 <= response.status < 500 and response.status != 429:
            # "Unavailable": there are no rules, whatever stood there before.
            memory.forget_robots(origin)
            return Robots(None)
        return Robots(
            None,
            f"robots.txt of {origin} was answered with HTTP {response.status}, which means: stay "
            "away",
        )
