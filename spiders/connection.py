"""Where connections go: to public addresses only, or, for a sample outlet, to its stand-in here."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.resolver import CachingThreadedResolver

from spiders.reasons import PrivateAddressError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.internet.defer import Deferred


class OutletDownloadHandler(HTTP11DownloadHandler):
    """Downloads by HTTP; requests of a sample outlet go to its ``connect_to`` address.

    Everything above this handler sees the public address: ledger, captures and redirects stay the
    same on whatever port a sample site happens to be served.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._outlet_crawler = crawler

    async def download_request(self, request: Request) -> Response:
        """Download one request, under its public address."""
        outlet = getattr(self._outlet_crawler.spider, "outlet", None)
        if outlet is None or outlet.connect_to is None:
            return await super().download_request(request)
        public, stand_in = urlsplit(request.url), urlsplit(outlet.connect_to)
        headers = request.headers.copy()
        headers["Host"] = public.netloc
        url = urlunsplit((stand_in.scheme, stand_in.netloc, public.path, public.query, ""))
        response = await super().download_request(request.replace(url=url, headers=headers))
        return response.replace(url=request.url)


class PublicResolver(CachingThreadedResolver):
    """Resolves names, and refuses those that point into a private network.

    A site (or its redirect) could name a host that resolves to an address behind our own firewall.
    """

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802
        """Resolve a name to a public address.

        Raises (in the deferred):
            PrivateAddressError: the address is not public.
        """
        return super().getHostByName(name, timeout).addCallback(_only_public, name)


def _only_public(address: str, name: str) -> str:
    if not ipaddress.ip_address(address).is_global:
        raise PrivateAddressError(f"{name} points to {address}, which is no public address")
    return address
