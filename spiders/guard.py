"""What may be asked at all: hosts of the outlet, paths that robots.txt allows."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from spiders.reasons import RefusedError

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler

ROBOTS_REQUEST = "asks_for_robots"
"""Request meta key: this one fetches robots.txt itself."""


class GuardMiddleware:
    """Stops requests, redirected ones included, that must not be sent."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Let the request pass, or refuse it with a reason.

        Raises:
            RefusedError: its host is not the outlet's, or robots.txt does not allow its path.
        """
        spider = self._crawler.spider
        outlet, robots = getattr(spider, "outlet", None), getattr(spider, "robots", None)
        if outlet is None:
            raise RefusedError("not_allowed", "The crawl has no outlet")
        parts = urlsplit(request.url)
        if parts.scheme not in {"http", "https"} or parts.hostname not in outlet.hosts:
            raise RefusedError(
                "redirect_elsewhere",
                f"It leads to {request.url}, which is not on a host of {outlet.id}",
            )
        if request.meta.get(ROBOTS_REQUEST):
            return
        if getattr(spider, "stopped", None):
            raise RefusedError("stopped", str(getattr(spider, "stopped", "")))
        if robots is None or not robots.allows(request.url):
            raise RefusedError("robots_refused", f"robots.txt does not allow {request.url}")
