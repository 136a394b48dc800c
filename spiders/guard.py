"""What may be asked at all: hosts of the outlet, paths that robots.txt allows."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from spiders.outlet_spider import OutletSpider
from spiders.reasons import RefusedError
from spiders.robots import ROBOTS_REQUEST

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler


class GuardMiddleware:
    """Stops requests, redirected ones included, that must not be sent."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let the request pass, or refuse it with a reason.

        Raises:
            RefusedError: its host is not the outlet's, robots.txt does not allow its path or could
                not be had, or the crawl was stopped.
        """
        spider = self._crawler.spider
        if not isinstance(spider, OutletSpider):
            raise RefusedError("not_allowed", "The crawl has no outlet")
        if not spider.outlet.serves(request.url):
            raise RefusedError(
                "redirect_elsewhere",
                f"It leads to {request.url}, which is not on a host of {spider.outlet.id}. If it "
                "belongs to the outlet, name its host in other_hosts",
            )
        if request.meta.get(ROBOTS_REQUEST):
            return
        robots = await spider.robots.of(request.url)
        stop = spider.visit.stop
        if stop is not None:
            raise RefusedError("stopped", stop.detail)
        if robots.away:
            raise RefusedError(
                "robots_unreachable",
                f"{urlsplit(request.url).hostname}: {robots.away}",
            )
        if not robots.allows(request.url):
            raise RefusedError("robots_refused", f"robots.txt does not allow {request.url}")
