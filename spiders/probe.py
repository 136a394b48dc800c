"""A look at a site by hand: `python -m spiders.probe`, driven over its standard input.

The first line that it is given is a JSON object with ``entry`` (fields of an outlet),
``most_requests``, and ``owed_seconds`` (how long to wait before the first of them). It asks
robots.txt and answers with a line about that; then each line with a ``url`` is asked for, and
answered by one line. The end of its input ends it.

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

from spiders.headers import declared_charset, text_header
from spiders.memory import OneLook
from spiders.outlet_spider import OutletSpider
from spiders.outlets import Outlet
from spiders.reasons import NETWORK_ERRORS, reason_of, reason_of_status
from spiders.robots import Robots, RobotsOfHosts
from spiders.settings import CRAWL_SECONDS, checked_contact, scrapy_settings
from spiders.visit import Visit


class ProbeSpider(OutletSpider):
    """Asks for what it is told to, one address after the other, and no more than a bound."""

    name = "probe"

    async def start(self) -> AsyncIterator[Any]:
        """Ask robots.txt, then what comes in; nothing is yielded, for nothing is stored."""
        self.robots = RobotsOfHosts(self.visit, self._download)
        robots = await self.robots.of(self.outlet.origin)
        _tell(self._rules(robots))
        if not robots.away:
            while line := await asyncio.to_thread(sys.stdin.readline):
                _tell(await self._answer(str(json.loads(line)["url"])))
        return
        yield  # Makes this a generator, as Scrapy wants it.

    def _rules(self, robots: Robots) -> dict[str, object]:
        delay, asked = self.outlet.politeness.delay_seconds, robots.crawl_delay_seconds
        state = "none" if robots.parser is None else "rules"
        return {
            "state": "stay_away" if robots.away else state,
            "delay": max(delay, asked),
            "crawl_delay": asked,
            "detail": robots.away,
        }

    async def _answer(self, url: str) -> dict[str, object]:
        try:
            response = await self._download(self._request(url))
        except NETWORK_ERRORS as error:
            reason, detail = reason_of(error)
            if reason == "stopped" and self.visit.stop is not None:
                reason = self.visit.stop.reason
            return _without_page(url, reason, detail)
        if response.status != 200:
            reason, detail = reason_of_status(
                response.status, text_header(response, "Location") or ""
            )
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
        **scrapy_settings(outlet, checked_contact(os.environ.get("JIPYO_CONTACT"))),
        "ITEM_PIPELINES": {},
        "REDIRECT_MAX_TIMES": 2,
    }
    now = datetime.now(UTC)
    memory = OneLook(
        most_requests=int(plan["most_requests"]), owed_seconds=float(plan["owed_seconds"])
    )
    # A person waits and can ask again: nothing is asked twice.
    visit = Visit(outlet, memory, now=now, seconds=CRAWL_SECONDS, tries=1)
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(ProbeSpider)
    process.crawl(crawler, outlet=outlet, visit=visit, database_url="", now=now)
    process.start()
    statistics: dict[str, Any] = crawler.stats.get_stats() if crawler.stats else {}
    return 0 if statistics.get("finish_reason") == "finished" else 1


if __name__ == "__main__":
    sys.exit(main())
