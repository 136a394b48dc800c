"""Where connections go: to public addresses only, or, for a sample outlet, to its stand-in here."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from scrapy import signals
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import CannotResolveHostError, StopDownload
from scrapy.resolver import CachingHostnameResolver
from twisted.internet.interfaces import IAddress, IHostResolution, IResolutionReceiver
from zope.interface import implementer

from spiders.outlet_spider import OutletSpider
from spiders.outlets import SAMPLE_HOST
from spiders.public import is_public
from spiders.reasons import NETWORK_ERRORS, PrivateAddressError, RefusedError
from spiders.robots import ROBOTS_MAXIMUM_BYTES, ROBOTS_REQUEST

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.internet.base import ReactorBase

    from spiders.outlets import Outlet


class OutletDownloadHandler(HTTP11DownloadHandler):
    """Downloads by HTTP, when the visit allows; samples are asked at their ``connect_to`` address.

    Everything above this handler sees the public address: ledger, captures and redirects stay the
    same on whatever port a sample site happens to be served.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._outlet_crawler = crawler
        # Twisted would send a request anew, at once and unseen, where a kept connection broke.
        self._pool.retryAutomatically = False
        crawler.signals.connect(_stop_long_robots, signal=signals.bytes_received)

    async def download_request(self, request: Request) -> Response:
        """Download one request, under its public address, as often as the visit says.

        Raises:
            PrivateAddressError: the host's name points into a private network.
            RefusedError: nothing more is asked in this crawl.
        """
        spider = self._outlet_crawler.spider
        if not isinstance(spider, OutletSpider):
            raise RefusedError("not_allowed", "The crawl has no outlet")
        visit, host = spider.visit, urlsplit(request.url).hostname or ""
        async with visit.turn:
            while True:
                await visit.enter(host)
                wire = _as_sent(request, spider.outlet)
                began = time.monotonic()
                try:
                    response = await self._download(wire, request.url)
                except NETWORK_ERRORS as error:
                    if not visit.unanswered(error):
                        raise
                    continue
                latency = float(wire.meta.get("download_latency", time.monotonic() - began))
                if not visit.answered(host, response, latency):
                    return response

    async def _download(self, wire: Request, url: str) -> Response:
        try:
            response = await super().download_request(wire)
        except CannotResolveHostError as error:
            address = _refused.get(urlsplit(wire.url).hostname or "")
            if address is None:
                raise
            raise PrivateAddressError(
                f"{url} points to {address}, which is no public address"
            ) from error
        return response if response.url == url else response.replace(url=url)


def _as_sent(request: Request, outlet: Outlet) -> Request:
    """The request as it goes out: to a sample's stand-in; robots.txt without a limit of its own."""
    changed: dict[str, Any] = {}
    if request.meta.get(ROBOTS_REQUEST):
        # One that is too long is read up to the limit instead of being refused for its length.
        changed["meta"] = {**request.meta, "download_maxsize": 0}
    if outlet.connect_to is not None:
        public, stand_in = urlsplit(request.url), urlsplit(outlet.connect_to)
        headers = request.headers.copy()
        headers["Host"] = public.netloc
        changed["headers"] = headers
        changed["url"] = urlunsplit(
            (stand_in.scheme, stand_in.netloc, public.path, public.query, "")
        )
    return request.replace(**changed) if changed else request


def _stop_long_robots(data: bytes, request: Request) -> None:
    if not request.meta.get(ROBOTS_REQUEST):
        return
    received = request.meta.get("received_bytes", 0) + len(data)
    request.meta["received_bytes"] = received
    if received >= ROBOTS_MAXIMUM_BYTES:
        raise StopDownload(fail=False)


_refused: dict[str, str] = {}
"""Names that pointed to private addresses in this crawl, with the first such address of each."""


class PublicResolver(CachingHostnameResolver):
    """Resolves names, and refuses those that point into a private network.

    A site (or its redirect) could name a host that resolves to an address behind our own firewall.
    A name with any such address is refused as a whole. The addresses that were checked are the ones
    connected to: nothing looks the name up again behind this resolver. Addresses that are written
    as numbers are checked alike; only a sample may lead to this machine.
    """

    def __init__(self, reactor: ReactorBase, cache_size: int, *, sample: bool = False) -> None:
        super().__init__(reactor, cache_size)
        self._sample = sample

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        """Made by Scrapy."""
        return cls(
            reactor,
            crawler.settings.getint("DNSCACHE_SIZE"),
            sample=crawler.settings.getbool("JIPYO_SAMPLE"),
        )

    def resolveHostName(  # noqa: N802
        self,
        resolutionReceiver: IResolutionReceiver,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> IHostResolution:
        """Resolve a name to its addresses if all are public, else to none."""
        receiver = resolutionReceiver
        if not (self._sample and hostName == SAMPLE_HOST):
            receiver = _PublicOnly(resolutionReceiver, hostName)
        return super().resolveHostName(
            receiver, hostName, portNumber, addressTypes, transportSemantics
        )


@implementer(IResolutionReceiver)
class _PublicOnly:
    """Passes the addresses of a name on once all are known, if all are public."""

    def __init__(self, receiver: IResolutionReceiver, name: str) -> None:
        self._receiver = receiver
        self._name = name
        self._addresses: list[IAddress] = []

    def resolutionBegan(self, resolution: IHostResolution) -> None:  # noqa: N802
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: IAddress) -> None:  # noqa: N802
        self._addresses.append(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        hosts = [str(getattr(address, "host", "")) for address in self._addresses]
        private = [host for host in hosts if not is_public(host)]
        if private:
            _refused[self._name] = private[0]
        else:
            for address in self._addresses:
                self._receiver.addressResolved(address)
        self._receiver.resolutionComplete()
