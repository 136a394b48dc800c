"""The spider: what is listed, then what is due, one page after the other."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from scrapy import Request, Spider
from scrapy.core.engine import ExecutionEngine
from scrapy.http import Headers, Response
from twisted.python.failure import Failure

from jipyo.pages import canonical_url, is_front_page
from jipyo.store.captures import (
    CrawlCounts,
    DueAddress,
    DueAttachment,
    FetchedAttachment,
    FetchedPage,
    ListedAddress,
    Step,
    add_addresses,
    due_addresses,
)
from jipyo.store.database import connect
from jipyo.store.health import may_be_empty
from spiders.attachments import Attachments
from spiders.discovery import NOT_THERE, Discovery
from spiders.headers import plain_headers, text_header
from spiders.items import FailedAttachment, FailedPage, UnchangedAttachment, UnchangedPage
from spiders.outlets import Outlet
from spiders.reasons import NETWORK_ERRORS, reason_of, reason_of_status
from spiders.robots import RobotsOfHosts
from spiders.visit import Visit


class OutletSpider(Spider):
    """Crawls one outlet: robots.txt, feeds and lists, then every address that is due.

    It yields what it got; the pipeline stores each page as it comes, so that a kill costs at most
    the page under way. The ledger of addresses is a table: the next run goes on where this one
    ended.
    """

    name = "outlet"

    robots: RobotsOfHosts
    """What the hosts allow; there from the start of the crawl on."""

    def __init__(
        self,
        outlet: Outlet,
        visit: Visit,
        database_url: str,
        now: datetime,
        urls: Sequence[str] = (),
        rechecks_only: bool = False,
        **options: object,
    ) -> None:
        """Make a spider.

        Args:
            outlet: What to crawl.
            visit: When requests may be sent, and how many.
            database_url: libpq URL of the store.
            now: The moment taken as now; the clock of the run goes on from it.
            urls: Ask for exactly these addresses instead of what is listed and due.
            rechecks_only: Ask for no list and no new page, only for known pages that are to be
                looked at again.
            options: What Scrapy passes on.
        """
        super().__init__(**options)
        self.outlet = outlet
        self.visit = visit
        self.due = 0
        self.counts = CrawlCounts()
        self._database_url = database_url
        self._now = now
        self._urls = list(urls)
        self._rechecks_only = rechecks_only
        self._lists_refused = False
        self._attachments = Attachments(outlet, database_url, now=now)

    @property
    def left_over(self) -> int:
        """How many pages that are due were not asked for."""
        return self.due - self.counts.fetched

    async def start(self) -> AsyncIterator[Any]:
        """Ask robots.txt, find what is listed, then ask for what is due."""
        if not await self._may_begin():
            return
        wanted: list[str] | None = None
        if self._urls:
            for failed in self._take_urls():
                await self._store(failed)
            wanted = self._urls
        elif self.visit.stop is None and not self._rechecks_only:
            await self._discover()
        with connect(self._database_url) as connection:
            due = due_addresses(
                connection,
                self.outlet.id,
                now=self._now,
                urls=wanted,
                rechecks_only=self._rechecks_only,
            )
        if self._rechecks_only:
            wanted = [address.url for address in due]
        self.due = len(due)
        self.logger.info("%d listed, %d pages to ask for", self.counts.listed, self.due)
        for address in due:
            if self.visit.stop is not None:
                return
            self.counts.fetched += 1
            yield self._article_request(address)
        for attachment in self._attachments.due(wanted):
            yield self._attachment_request(attachment)

    async def _may_begin(self) -> bool:
        """Ask robots.txt; return whether the outlet may be asked for anything."""
        self.robots = RobotsOfHosts(self.visit, self._download)
        robots = await self.robots.of(self.outlet.origin)
        if robots.away and self.visit.stop is None:
            await self._failed_to_discover(None, "robots_unreachable", robots.away)
            return False
        return True

    # -- discovery ---------------------------------------------------------------------------

    async def _discover(self) -> None:
        discovery = Discovery(
            self.outlet, self._database_url, now=self._now, ask=self._ask_for_list
        )
        await discovery.run()
        self.counts.listed = len(discovery.listed)
        for url in discovery.cut_off:
            await self._failed_to_discover(
                url,
                "list_cut_off",
                f"All articles on page {self.outlet.list_pages} of this list are new, and no "
                "further page is turned (list_pages): older ones may be missing",
            )
        if discovery.listed or self._lists_refused or self.visit.stop is not None:
            return
        with connect(self._database_url) as connection:
            if may_be_empty(connection, self.outlet.id, self._now):
                return
        sources = ", ".join([*self.outlet.feeds, *self.outlet.lists])
        await self._failed_to_discover(
            None,
            "nothing_listed",
            f"No article address on {sources}: the site may have changed its pages, or its entry "
            "does not fit it",
        )

    async def _ask_for_list(self, url: str, headers: Mapping[str, str]) -> Response | None:
        try:
            response = await self._download(self._request(url, headers=headers))
        except NETWORK_ERRORS as error:
            reason, detail = reason_of(error)
            if reason != "stopped":  # Told once for the outlet.
                self._lists_refused = self._lists_refused or reason == "robots_refused"
                await self._failed_to_discover(url, reason, detail)
            return None
        is_conditional = not {"If-None-Match", "If-Modified-Since"}.isdisjoint(headers)
        if response.status == 200 or (response.status == 304 and is_conditional):
            return response
        reason, detail = reason_of_status(response.status, text_header(response, "Location") or "")
        await self._failed_to_discover(url, reason, detail)
        return response if response.status in NOT_THERE else None

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

    async def article_answered(self, response: Response) -> AsyncIterator[Any]:
        """Turn the answer for an article page into what is to be stored."""
        address: DueAddress = response.meta["address"]
        if response.status == 304 and address.is_known:
            yield UnchangedPage(address.url, self.visit.clock())
        elif response.status != 200:
            reason, detail = reason_of_status(
                response.status, text_header(response, "Location") or ""
            )
            yield self._failed(address.url, "fetch", reason, detail)
        elif response.url != address.url and is_front_page(response.url):
            yield self._failed(
                address.url, "fetch", "gone", f"It leads to the front page, {response.url}"
            )
        elif not response.body.strip():
            yield self._failed(address.url, "fetch", "empty_body", "The answer has no content")
        else:
            request = response.request
            page = FetchedPage(
                url=address.url,
                fetched_at=self.visit.clock(),
                status=response.status,
                request_headers=plain_headers(request.headers if request else Headers()),
                response_headers=plain_headers(response.headers),
                body=response.body,
                listed_at=address.listed_at,
                listed_from=address.listed_from,
                documents=self._attachments.on(response, address.url),
            )
            if not page.documents:
                yield page
                return
            # Stored before the ledger is asked which of its documents are due.
            await self._store(page)
            for attachment in self._attachments.due([page.url]):
                yield self._attachment_request(attachment)

    def article_failed(self, failure: Failure) -> Iterator[FailedPage]:
        """Turn a request that got no answer into a failure with its reason."""
        request: Request = failure.request  # type: ignore[attr-defined]
        address: DueAddress = request.meta["address"]
        reason, detail = reason_of(failure.value or RuntimeError("no reason given"))
        if reason == "stopped":
            self.counts.fetched -= 1  # Never asked; it stays due.
            return
        yield self._failed(address.url, "fetch", reason, detail)

    # -- attachments -------------------------------------------------------------------------

    def _attachment_request(self, attachment: DueAttachment) -> Request:
        request = self._request(
            attachment.url, callback=self.attachment_answered, errback=self.attachment_failed
        )
        if attachment.is_known and attachment.etag:
            request.headers["If-None-Match"] = attachment.etag
        if attachment.is_known and attachment.last_modified:
            request.headers["If-Modified-Since"] = attachment.last_modified
        request.meta["attachment"] = attachment
        request.meta["download_maxsize"] = self.outlet.politeness.largest_attachment_bytes
        return request

    async def attachment_answered(self, response: Response) -> AsyncIterator[Any]:
        """Turn the answer for an attachment into what is to be stored; its reading is for later."""
        attachment: DueAttachment = response.meta["attachment"]
        if response.status == 304 and attachment.is_known:
            yield UnchangedAttachment(attachment.page_url, attachment.url, self.visit.clock())
        elif response.status == 200 and response.body.strip():
            request = response.request
            yield FetchedAttachment(
                page_url=attachment.page_url,
                url=attachment.url,
                fetched_at=self.visit.clock(),
                status=response.status,
                request_headers=plain_headers(request.headers if request else Headers()),
                response_headers=plain_headers(response.headers),
                body=response.body,
            )
        else:
            reason, detail = "empty_body", "The answer has no content"
            if response.status != 200:
                where = text_header(response, "Location") or ""
                reason, detail = reason_of_status(response.status, where)
            async for other in self._other_form(attachment, reason, detail):
                yield other

    async def attachment_failed(self, failure: Failure) -> AsyncIterator[Request]:
        """Turn a request that got no answer into a failure with its reason."""
        request: Request = failure.request  # type: ignore[attr-defined]
        attachment: DueAttachment = request.meta["attachment"]
        reason, detail = reason_of(failure.value or RuntimeError("no reason given"))
        if reason == "stopped":
            return  # Never asked; it stays due.
        async for other in self._other_form(attachment, reason, detail):
            yield other

    async def _other_form(
        self, attachment: DueAttachment, reason: str, detail: str
    ) -> AsyncIterator[Request]:
        """Store the failure, then ask for another form of the same document if there is one."""
        failed = FailedAttachment(
            attachment.page_url,
            attachment.url,
            attachment.name,
            reason,
            detail,
            self.visit.clock(),
        )
        await self._store(failed)
        for other in self._attachments.due([attachment.page_url]):
            yield self._attachment_request(other)

    # -- small things ------------------------------------------------------------------------

    def _request(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,
        **options: Callable[..., Any],
    ) -> Request:
        # One slot for all hosts of the outlet, so that they share one pause. Addresses are unique
        # in the ledger; a redirect back to one must not be taken for a repetition.
        meta = {"download_slot": self.outlet.id}
        return Request(url, headers=dict(headers or {}), dont_filter=True, meta=meta, **options)

    async def _download(self, request: Request) -> Response:
        return await self._engine().download_async(request)

    async def _failed_to_discover(self, url: str | None, reason: str, detail: str) -> None:
        await self._store(self._failed(url, "discover", reason, detail))

    async def _store(self, item: FailedPage | FetchedPage | FailedAttachment) -> None:
        """Store at once; an item yielded last would keep the idle crawl open for seconds."""
        await self._engine().scraper.start_itemproc_async(item, response=None)

    def _engine(self) -> ExecutionEngine:
        engine = self.crawler.engine
        if engine is None:
            raise RuntimeError("The crawl has no engine")
        return engine

    def _failed(self, url: str | None, step: Step, reason: str, detail: str) -> FailedPage:
        return FailedPage(url, step, reason, detail, self.visit.clock())
