"""Stores pages as they come, beside the crawl, so that the next page need not wait for the store.

What comes within a moment, or while the store is at work, is stored in one transaction. With the
pauses of a real crawl that is one page at a time; a kill costs at most what was under way, and that
is asked again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import UUID

from jipyo.store.captures import (
    FetchedAttachment,
    FetchedPage,
    note_attachment_asked,
    note_unchanged,
    record_failure,
    store_attachment,
    store_pages,
)
from jipyo.store.database import connect
from spiders.items import FailedAttachment, FailedPage, UnchangedAttachment, UnchangedPage
from spiders.outlet_spider import OutletSpider

if TYPE_CHECKING:
    from typing import Self

    import psycopg
    from scrapy.crawler import Crawler


LINGER_SECONDS = 0.1
"""How long a page waits for others to be stored with it: meanwhile the next request is on its way,
for which the same processor would be needed."""

PROGRESS_PAGES = 20
"""A line of progress for every so many pages."""


class StorePipeline:
    """Writes pages and failures to Postgres; the spider's counts are kept here."""

    def __init__(self, crawler: Crawler, run_id: UUID, database_url: str) -> None:
        self._crawler = crawler
        self._run_id = run_id
        self._database_url = database_url
        self._connection: psycopg.Connection[Any] | None = None
        # One thread: what came first is stored first, and a connection serves one at a time.
        self._beside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._waiting: list[tuple[object, asyncio.Future[bool]]] = []
        self._writing: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy, with run and database from the settings of the crawl."""
        return cls(
            crawler,
            UUID(str(crawler.settings["JIPYO_RUN_ID"])),
            str(crawler.settings["JIPYO_DATABASE_URL"]),
        )

    def open_spider(self) -> None:
        """Connect."""
        self._connection = connect(self._database_url)
        self._connection.autocommit = True

    def close_spider(self) -> None:
        """Disconnect; Scrapy has waited for every item by then."""
        self._beside.shutdown()
        if self._connection is not None:
            self._connection.close()

    async def process_item(self, item: object) -> object:
        """Store one page or failure; the item is done when it is committed."""
        spider = self._crawler.spider
        if not isinstance(spider, OutletSpider):
            raise TypeError("The pipeline serves an outlet's crawl only")
        stored: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, stored))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.ensure_future(self._write(spider.outlet.id))
        is_new, counts = await stored, spider.counts
        if isinstance(item, FailedPage | FailedAttachment):
            counts.failed += 1
            spider.logger.info("%s: %s", item.reason, item.detail)
            return item
        if isinstance(item, FetchedAttachment | UnchangedAttachment):
            return item  # The counts are of pages.
        if is_new:
            counts.captured += 1
        else:
            counts.unchanged += 1
        self._tell_progress(spider)
        return item

    async def _write(self, outlet_id: str) -> None:
        """Store what waits until nothing waits."""
        while self._waiting:
            await asyncio.sleep(LINGER_SECONDS)
            batch, self._waiting = self._waiting, []
            items = [item for item, _ in batch]
            loop = asyncio.get_running_loop()
            try:
                results = await loop.run_in_executor(
                    self._beside, self._store_all, items, outlet_id
                )
            # Whatever it was belongs to the items, whose failures Scrapy logs and counts.
            except Exception as error:  # noqa: BLE001
                for _, stored in batch:
                    stored.set_exception(error)
                continue
            for (_, stored), is_new in zip(batch, results, strict=True):
                stored.set_result(is_new)

    def _store_all(self, items: Sequence[object], outlet_id: str) -> list[bool]:
        if self._connection is None:
            raise RuntimeError("The pipeline was not opened")
        # In the order of addresses, as parsers lock them: nobody waits for each other in a circle.
        order = sorted(range(len(items)), key=lambda at: _page_of(items[at]))
        results = [False] * len(items)
        with self._connection.transaction():
            for are_pages, run in groupby(order, lambda at: isinstance(items[at], FetchedPage)):
                if not are_pages:
                    for at in run:
                        results[at] = self._store(self._connection, items[at], outlet_id)
                    continue
                places = list(run)
                pages = [page for at in places if isinstance(page := items[at], FetchedPage)]
                stored = store_pages(self._connection, outlet_id, self._run_id, pages)
                for at, is_new in zip(places, stored, strict=True):
                    results[at] = is_new
        return results

    def _store(self, connection: psycopg.Connection[Any], item: object, outlet_id: str) -> bool:
        """Store what is no page; return whether it is a file that is new or has changed."""
        if isinstance(item, UnchangedPage):
            note_unchanged(connection, outlet_id, item.url, item.asked_at)
        elif isinstance(item, FailedPage):
            record_failure(
                connection,
                run_id=self._run_id,
                outlet_id=outlet_id,
                url=item.url,
                step=item.step,
                reason=item.reason,
                detail=item.detail,
                occurred_at=item.occurred_at,
            )
        elif isinstance(item, FetchedAttachment):
            return store_attachment(connection, outlet_id, self._run_id, item)
        elif isinstance(item, UnchangedAttachment):
            note_attachment_asked(
                connection,
                outlet_id,
                item.page_url,
                item.url,
                answer="unchanged",
                asked_at=item.asked_at,
            )
        elif isinstance(item, FailedAttachment):
            record_failure(
                connection,
                run_id=self._run_id,
                outlet_id=outlet_id,
                url=item.url,
                step="fetch",
                reason=item.reason,
                detail=f"{item.name}: {item.detail}",
                occurred_at=item.occurred_at,
            )
            note_attachment_asked(
                connection,
                outlet_id,
                item.page_url,
                item.url,
                answer=item.reason,
                asked_at=item.occurred_at,
            )
        else:
            raise TypeError(f"The spider yielded {type(item).__name__}, which nothing stores")
        return False

    def _tell_progress(self, spider: OutletSpider) -> None:
        counts = spider.counts
        answered = counts.captured + counts.unchanged
        if answered % PROGRESS_PAGES == 0 or answered == spider.due:
            spider.logger.info(
                "%d of %d pages: %d new or changed, %d as they were",
                answered,
                spider.due,
                counts.captured,
                counts.unchanged,
            )


def _page_of(item: object) -> str:
    """The address of the page to which an item belongs; empty for the outlet as a whole."""
    return getattr(item, "page_url", None) or getattr(item, "url", None) or ""
