"""A look at a site by hand: `python -m spiders.probe`, driven over its standard input.

The first line that it is given is a JSON object with ``entry`` (fields of an outlet) and
``most_requests``. It asks robots.txt and answers with a line about that; then each line with a
``url`` is asked for, and answered by one line. The end of its input ends it.

It is a crawl like any other: the same guard over hosts and robots.txt, the same delays, user agent
and refusal of private addresses. It stores nothing.
"""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import os
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response

from spiders.outlet_spider import FailedPage, OutletSpider, declared_charset, location_of
from spiders.outlets import Outlet
from spiders.reasons import NETWORK_ERRORS, reason_of, reason_of_status
from spiders.settings import scrapy_settings


class ProbeSpider(OutletSpider):
    """Asks for what it is told to, one address after the other, and no more than a bound."""

    name = "probe"

    def __init__(self, outlet: Outlet, most_requests: int, **options: object) -> None:
        """Make a spider.

        Args:
            outlet: The site; only its hosts are asked.
            most_requests: The bound, robots.txt and redirects included.
            options: What Scrapy passes on.
        """
        super().__init__(outlet, database_url="", now=datetime.now(UTC), **options)
        self._most_requests = most_requests
        self._said = ""

    async def start(self) -> AsyncIterator[Any]:
        """Ask robots.txt, then what comes in; nothing is yielded, for nothing is stored."""
        await self._ask_robots()
        _tell(self._rules())
        if self.robots is not None:
            while line := await asyncio.to_thread(sys.stdin.readline):
                _tell(await self._answer(str(json.loads(line)["url"])))
        return
        yield  # Makes this a generator, as Scrapy wants it.

    async def _store(self, failed: FailedPage) -> None:
        self._said = failed.detail

    def _rules(self) -> dict[str, object]:
        delay = self.outlet.politeness.delay_seconds
        if self.robots is None:
            return {"state": "stay_away", "delay": delay, "crawl_delay": 0.0, "detail": self._said}
        asked = self.robots.crawl_delay_seconds
        return {
            "state": "none" if self.robots.parser is None else "rules",
            "delay": max(delay, asked),
            "crawl_delay": asked,
            "detail": "",
        }

    async def _answer(self, url: str) -> dict[str, object]:
        sent = self.crawler.stats.get_value("downloader/request_count", 0)
        if sent >= self._most_requests:
            return _without_page(
                url, "budget_spent", f"{sent} requests were sent, and no more are in one look"
            )
        try:
            response = await self._download(self._request(url))
        except NETWORK_ERRORS as error:
            return _without_page(url, *reason_of(error))
        if response.status != 200:
            reason, detail = reason_of_status(response.status, location_of(response))
            return {**_without_page(url, reason, detail), "status": response.status}
        return _with_page(url, response)


def _without_page(url: str, reason: str, detail: str) -> dict[str, object]:
    return {"url": url, "reason": reason, "detail": detail}


def _with_page(url: str, response: Response) -> dict[str, object]:
    return {
        "url": url,
        "answered_at": response.url,
        "status": response.status,
        "charset": declared_charset(response),
        "body": base64.b64encode(response.body).decode("ascii"),
    }


def _tell(line: dict[str, object]) -> None:
    print(json.dumps(line), flush=True)


def main() -> int:
    """Look at a site until the input ends; return the exit code."""
    plan = json.loads(sys.stdin.readline())
    outlet = Outlet.model_validate(plan["entry"])
    settings = {
        **scrapy_settings(outlet, os.environ.get("JIPYO_CONTACT")),
        "ITEM_PIPELINES": {},
        "REDIRECT_MAX_TIMES": 2,
        # A person waits and can ask again.
        "RETRY_ENABLED": False,
    }
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(ProbeSpider)
    process.crawl(crawler, outlet=outlet, most_requests=int(plan["most_requests"]))
    process.start()
    statistics: dict[str, Any] = crawler.stats.get_stats() if crawler.stats else {}
    return 0 if statistics.get("finish_reason") == "finished" else 1


if __name__ == "__main__":
    sys.exit(main())
