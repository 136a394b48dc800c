"""Stores each page as it comes, in a transaction of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from jipyo.store.captures import FetchedPage, note_unchanged, record_failure, store_page
from jipyo.store.database import connect
from spiders.outlet_spider import FailedPage, OutletSpider, UnchangedPage

if TYPE_CHECKING:
    from typing import Self

    import psycopg
    from scrapy.crawler import Crawler


PROGRESS_PAGES = 20
"""A line of progress for every so many pages."""


class StorePipeline:
    """Writes pages and failures to Postgres; the spider's counts are kept here."""

    def __init__(self, crawler: Crawler, run_id: UUID, database_url: str) -> None:
        self._crawler = crawler
        self._run_id = run_id
        self._database_url = database_url
        self._connection: psycopg.Connection[Any] | None = None

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
        """Disconnect."""
        if self._connection is not None:
            self._connection.close()

    def process_item(self, item: object) -> object:
        """Store one page or failure."""
        connection, spider = self._connection, self._crawler.spider
        if connection is None or not isinstance(spider, OutletSpider):
            raise RuntimeError("The pipeline was not opened by an outlet's crawl")
        outlet_id, counts = spider.outlet.id, spider.counts
        if isinstance(item, FetchedPage):
            if store_page(connection, outlet_id, self._run_id, item):
                counts.captured += 1
            else:
                counts.unchanged += 1
            self._tell_progress(spider)
        elif isinstance(item, UnchangedPage):
            note_unchanged(connection, outlet_id, item.url, item.asked_at)
            counts.unchanged += 1
            self._tell_progress(spider)
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
            counts.failed += 1
            spider.logger.info("%s: %s", item.reason, item.detail)
        else:
            raise TypeError(f"The spider yielded {type(item).__name__}, which nothing stores")
        return item

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
