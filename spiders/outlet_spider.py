"""The spider: what is listed, then what is due, one page after the other."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request, Spider
from scrapy.core.engine import ExecutionEngine
from scrapy.http import Headers, Response
from twisted.python.failure import Failure

from jipyo.pages import (
    Listed,
    canonical_url,
    feed_articles,
    is_front_page,
    list_request,
    listed_articles,
)
from jipyo.store.captures import (
    CrawlCounts,
    DueAddress,
    FetchedPage,
    ListedAddress,
    Step,
    add_addresses,
    due_addresses,
    unasked_addresses,
)
from jipyo.store.database import connect
from spiders.guard import ROBOTS_REQUEST
from spiders.outlets import Outlet
from spiders.reasons import NETWORK_ERRORS, reason_of, reason_of_status
from spiders.robots import Robots

ROBOTS_MAXIMUM_BYTES = 512 * 1024
"""RFC 9309 asks crawlers to read at least this much; more is not read."""


@dataclass(frozen=True, slots=True)
class UnchangedPage:
    """The host said that a page is as it was."""

    url: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class FailedPage:
    """Something that could not be had; ``url`` is ``None`` for the outlet as a whole."""

    url: str | None
    step: Step
    reason: str
    detail: str
    occurred_at: datetime


class OutletSpider(Spider):
    """Crawls one outlet: robots.txt, feeds and lists, then every address that is due.

    It yields what it got; the pipeline stores each page as it comes, so that a kill costs at most
    the page under way. The ledger of addresses is a table: the next run goes on where this one
    ended.
    """

    name = "outlet"

    def __init__(
        self,
        outlet: Outlet,
        database_url: str,
        now: datetime,
        urls: Sequence[str] = (),
        **options: object,
    ) -> None:
        """Make a spider.

        Args:
            outlet: What to crawl.
            database_url: libpq URL of the store.
            now: The moment taken as now; the clock of the run goes on from it.
            urls: Ask for exactly these addresses instead of what is listed and due.
            options: What Scrapy passes on.
        """
        super().__init__(**options)
        self.outlet = outlet
        self.robots: Robots | None = None
        self.stopped: str | None = None
        self.due = 0
        self.counts = CrawlCounts()
        self._database_url = database_url
        self._now = now
        self._urls = list(urls)
        self._began = time.monotonic()

    def clock(self) -> datetime:
        """The moment on the clock of this run: its ``now`` and what has passed since."""
        return self._now + timedelta(seconds=time.monotonic() - self._began)

    async def start(self) -> AsyncIterator[Any]:
        """Ask robots.txt, find what is listed, then ask for what is due."""
        await self._ask_robots()
        if self.robots is None:
            return
        if self._urls:
            for failed in self._take_urls():
                await self._store(failed)
            wanted: list[str] | None = self._urls
        else:
            await self._discover()
            wanted = None
        with connect(self._database_url) as connection:
            due = due_addresses(
                connection,
                self.outlet.id,
                now=self._now,
                recheck_days=self.outlet.recheck_days,
                urls=wanted,
            )
        self.due = len(due)
        self.logger.info("%d listed, %d pages to ask for", self.counts.listed, self.due)
        for address in due:
            self.counts.fetched += 1
            yield self._article_request(address)

    # -- robots.txt --------------------------------------------------------------------------

    async def _ask_robots(self) -> None:
        request = self._request(f"{self.outlet.origin}/robots.txt")
        request.meta[ROBOTS_REQUEST] = True
        request.meta["download_maxsize"] = ROBOTS_MAXIMUM_BYTES
        try:
            response = await self._download(request)
        except NETWORK_ERRORS as error:
            reason, detail = reason_of(error)
            await self._failed_to_discover(
                None, "robots_unreachable", f"robots.txt: {reason}: {detail}"
            )
            return
        self.robots = Robots.from_response(response)
        if self.robots is None:
            await self._failed_to_discover(
                None,
                "robots_unreachable",
                f"robots.txt was answered with HTTP {response.status}, which means: stay away",
            )
            return
        delay = max(self.outlet.politeness.delay_seconds, self.robots.crawl_delay_seconds)
        downloader = self._engine().downloader
        downloader.per_slot_settings[self.outlet.id] = {"concurrency": 1, "delay": delay}
        for slot in downloader.slots.values():
            slot.delay = delay

    # -- discovery ---------------------------------------------------------------------------

    async def _discover(self) -> None:
        seen: set[str] = set()
        refused = False
        sources = [(path, True) for path in self.outlet.feeds]
        sources += [(path, False) for path in self.outlet.lists]
        for path, is_feed in sources:
            pages = 1 if is_feed else self.outlet.list_pages
            before: list[str] | None = None
            first: Response | None = None
            for number in range(1, pages + 1):
                url = urljoin(self.outlet.origin, path)
                headers: Mapping[str, str] = {}
                if number > 1:
                    asked = list_request(
                        url,
                        number,
                        family=self.outlet.family,
                        first_page=first.body if first else None,
                        charset=declared_charset(first) if first else None,
                    )
                    if asked is None:
                        break  # The list says itself that it ends here.
                    url, headers = asked.url, asked.headers
                try:
                    response = await self._download(self._request(url, headers=headers))
                except NETWORK_ERRORS as error:
                    reason, detail = reason_of(error)
                    refused = refused or reason == "robots_refused"
                    await self._failed_to_discover(url, reason, detail)
                    break
                if response.status != 200:
                    reason, detail = reason_of_status(response.status, location_of(response))
                    await self._failed_to_discover(url, reason, detail)
                    break
                first = first or response
                listed = self._listed(response, is_feed)
                found = [entry.url for entry in listed]
                if number > 1 and found == before:
                    break  # Page 2 that is page 1: the list cannot be turned.
                before = found
                unasked = self._keep(listed)
                seen.update(found)
                if unasked == 0:
                    break
        self.counts.listed = len(seen)
        if not seen and not refused:
            await self._failed_to_discover(
                None,
                "nothing_listed",
                f"No article address on {', '.join(path for path, _ in sources)}: the site may "
                "have changed its pages, or its entry does not fit it",
            )

    def _listed(self, response: Response, is_feed: bool) -> Sequence[Listed]:
        family, pattern = self.outlet.family, self.outlet.article_pattern
        if is_feed:
            found = feed_articles(
                response.body, response.url, family=family, article_pattern=pattern
            )
        else:
            found = listed_articles(
                response.body,
                response.url,
                family=family,
                now=self._now,
                charset=declared_charset(response),
                article_pattern=pattern,
            )
        return [entry for entry in found if urlsplit(entry.url).hostname in self.outlet.hosts]

    def _keep(self, listed: Sequence[Listed]) -> int:
        """Write what is listed into the ledger; return how much of it was never asked for.

        What another list or the feed told tonight, or a crawl that broke off, is still unasked:
        the pages behind it may hold what nobody has told yet.
        """
        entries = [
            ListedAddress(entry.url, entry.title, entry.listed_at, entry.listed_from)
            for entry in listed
        ]
        with connect(self._database_url) as connection:
            add_addresses(connection, self.outlet.id, entries, self._now)
            return unasked_addresses(connection, self.outlet.id, [entry.url for entry in entries])

    def _take_urls(self) -> Iterator[FailedPage]:
        entries: list[ListedAddress] = []
        for url in self._urls:
            canonical = canonical_url(
                url, family=self.outlet.family, article_pattern=self.outlet.article_pattern
            )
            if canonical is None:
                yield self._failed(
                    None,
                    "discover",
                    "no_article_address",
                    f"{url} is not an article address of {self.outlet.id}",
                )
                continue
            entries.append(ListedAddress(canonical, "", None, "person"))
        self._urls = [entry.url for entry in entries]
        with connect(self._database_url) as connection:
            add_addresses(connection, self.outlet.id, entries, self._now)
        self.counts.listed = len(entries)

    # -- articles ----------------------------------------------------------------------------

    def _article_request(self, address: DueAddress) -> Request:
        request = self._request(
            address.url, callback=self.article_answered, errback=self.article_failed
        )
        # Conditional only while the body that the answer would refer to is ours.
        if address.is_known and address.etag:
            request.headers["If-None-Match"] = address.etag
        if address.is_known and address.last_modified:
            request.headers["If-Modified-Since"] = address.last_modified
        request.meta["address"] = address
        return request

    def article_answered(self, response: Response) -> Iterator[Any]:
        """Turn the answer for an article page into what is to be stored."""
        address: DueAddress = response.meta["address"]
        if response.status == 304:
            yield UnchangedPage(address.url, self.clock())
        elif response.status != 200:
            reason, detail = reason_of_status(response.status, location_of(response))
            yield self._failed(address.url, "fetch", reason, detail)
        elif response.url != address.url and is_front_page(response.url):
            yield self._failed(
                address.url, "fetch", "gone", f"It leads to the front page, {response.url}"
            )
        elif not response.body.strip():
            yield self._failed(address.url, "fetch", "empty_body", "The answer has no content")
        else:
            request = response.request
            yield FetchedPage(
                url=address.url,
                fetched_at=self.clock(),
                status=response.status,
                request_headers=_plain(request.headers if request else Headers()),
                response_headers=_plain(response.headers),
                body=response.body,
                listed_at=address.listed_at,
                listed_from=address.listed_from,
            )

    def article_failed(self, failure: Failure) -> Iterator[FailedPage]:
        """Turn a request that got no answer into a failure with its reason."""
        request: Request = failure.request  # type: ignore[attr-defined]
        address: DueAddress = request.meta["address"]
        reason, detail = reason_of(failure.value or RuntimeError("no reason given"))
        if reason == "stopped":
            self.counts.fetched -= 1  # Never asked; it stays due.
            return
        yield self._failed(address.url, "fetch", reason, detail)

    # -- small things ------------------------------------------------------------------------

    def _request(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,
        **options: Callable[..., Iterator[Any]],
    ) -> Request:
        # One slot for all hosts of the outlet, so that they share one pause. Addresses are unique
        # in the ledger; a redirect back to one must not be taken for a repetition.
        meta = {"download_slot": self.outlet.id}
        return Request(url, headers=dict(headers or {}), dont_filter=True, meta=meta, **options)

    async def _download(self, request: Request) -> Response:
        return await self._engine().download_async(request)

    async def _failed_to_discover(self, url: str | None, reason: str, detail: str) -> None:
        await self._store(self._failed(url, "discover", reason, detail))

    async def _store(self, failed: FailedPage) -> None:
        """Store at once; an item yielded last would keep the idle crawl open for seconds."""
        await self._engine().scraper.start_itemproc_async(failed, response=None)

    def _engine(self) -> ExecutionEngine:
        engine = self.crawler.engine
        if engine is None:
            raise RuntimeError("The crawl has no engine")
        return engine

    def _failed(self, url: str | None, step: Step, reason: str, detail: str) -> FailedPage:
        return FailedPage(url, step, reason, detail, self.clock())


def location_of(response: Response) -> str:
    """Where an answer leads to, or nothing."""
    return (response.headers.get("Location") or b"").decode("latin-1")


def declared_charset(response: Response) -> str | None:
    """The charset that a response declares, if it does."""
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    for parameter in content_type.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'").lower() or None
    return None


def _plain(headers: Headers) -> dict[str, str]:
    return {
        name.decode("latin-1").lower(): ", ".join(value.decode("latin-1") for value in values)
        for name, values in headers.items()
    }
