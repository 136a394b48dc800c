"""Where connections go: to public addresses only, or, for a sample outlet, to its stand-in here."""

from __future__ import annotations

import ipaddress
import logging
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import CannotResolveHostError
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.abstract import isIPAddress
from twisted.internet.defer import succeed
from twisted.internet.error import DNSLookupError

from spiders.outlet_spider import OutletSpider
from spiders.reasons import PrivateAddressError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.internet.defer import Deferred

    from spiders.outlets import Outlet


logger = logging.getLogger(__name__)


class OutletDownloadHandler(HTTP11DownloadHandler):
    """Downloads by HTTP; requests of a sample outlet go to its ``connect_to`` address.

    Everything above this handler sees the public address: ledger, captures and redirects stay the
    same on whatever port a sample site happens to be served.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._outlet_crawler = crawler

    async def download_request(self, request: Request) -> Response:
        """Download one request, under its public address.

        Raises:
            PrivateAddressError: the host's name points into a private network.
            RefusedError: the crawl was stopped while the request waited for its turn.
        """
        spider = self._outlet_crawler.spider
        if not isinstance(spider, OutletSpider):
            raise RefusedError("not_allowed", "The crawl has no outlet")
        if spider.stopped:
            raise RefusedError("stopped", spider.stopped)
        response = await self._download(request, spider.outlet)
        if response.status == HTTPStatus.TOO_MANY_REQUESTS:
            # Here, because the next request is on its way before any callback sees this answer.
            spider.stopped = "the host asked us to stop (HTTP 429)"
            logger.warning("Stopping: the host asked us to (HTTP 429 for %s)", request.url)
        return response

    async def _download(self, request: Request, outlet: Outlet) -> Response:
        if outlet.connect_to is None:
            try:
                return await super().download_request(request)
            except CannotResolveHostError as error:
                address = _refused.get(urlsplit(request.url).hostname or "")
                if address is None:
                    raise
                raise PrivateAddressError(
                    f"{request.url} points to {address}, which is no public address"
                ) from error
        public, stand_in = urlsplit(request.url), urlsplit(outlet.connect_to)
        headers = request.headers.copy()
        headers["Host"] = public.netloc
        url = urlunsplit((stand_in.scheme, stand_in.netloc, public.path, public.query, ""))
        response = await super().download_request(request.replace(url=url, headers=headers))
        return response.replace(url=request.url)


_refused: dict[str, str] = {}
"""Names that pointed to private addresses in this crawl, with the address of each."""


class PublicResolver(CachingThreadedResolver):
    """Resolves names, and refuses those that point into a private network.

    A site (or its redirect) could name a host that resolves to an address behind our own firewall.
    Addresses that are written as numbers come from our own entries, which are checked when loaded.
    """

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802
        """Resolve a name to a public address; a private one fails as a name without address."""
        if isIPAddress(name):
            return succeed(name)
        return super().getHostByName(name, timeout).addCallback(_only_public, name)


def _only_public(address: str, name: str) -> str:
    if ipaddress.ip_address(address).is_global:
        return address
    _refused[name] = address
    # Twisted knows this error: any other one would be logged as a fault of the program.
    raise DNSLookupError(f"{name} points to {address}, which is no public address")
