"""One crawl of one outlet as a process: `python -m spiders.run OUTLET --run-id UUID --now ISO`.

Ends with exit code 0 when the crawl finished, whatever the outlet answered: failures are rows with
reasons. Any other code means that the crawl itself broke.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import time
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from scrapy.crawler import AsyncCrawlerProcess

from jipyo.plain import PlainLines, plain
from jipyo.store.backfills import DayRange
from jipyo.store.captures import CrawlCounts, record_failure, record_outlet_night
from jipyo.store.database import connect, database_url
from jipyo.store.errors import JipyoError
from jipyo.store.home import Home
from jipyo.store.hosts import StoredHosts, hold_hosts, hosts_to_leave
from jipyo.store.runs import news_day
from spiders.backfill import BackfillOrder, BackfillSpider
from spiders.outlet_spider import OutletSpider
from spiders.outlets import Outlet, load_outlets
from spiders.settings import BUSY_SECONDS, CRAWL_SECONDS, checked_contact, scrapy_settings
from spiders.visit import Stop, Visit

logger = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Crawl an outlet; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m spiders.run", description=__doc__)
    parser.add_argument("outlet")
    parser.add_argument("--run-id", type=UUID, required=True)
    parser.add_argument("--now", type=datetime.fromisoformat, required=True)
    parser.add_argument("--url", action="append", default=[], dest="urls")
    parser.add_argument(
        "--rechecks-only",
        action="store_true",
        help="no list and no new page, only known pages that are to be looked at again",
    )
    parser.add_argument(
        "--seconds", type=float, default=CRAWL_SECONDS, help="how long the crawl may take"
    )
    parser.add_argument("--from", type=date.fromisoformat, dest="first_day", help="backfill from")
    parser.add_argument("--to", type=date.fromisoformat, dest="last_day", help="backfill to")
    parser.add_argument("--most-requests", type=int, help="of a backfill in this call")
    parser.add_argument("--stats", type=Path, help="where to write Scrapy's statistics as JSON")
    options = parser.parse_args(arguments)
    if options.now.tzinfo is None:
        parser.error("--now needs a zone, as +09:00")
    if (options.first_day is None) != (options.last_day is None):
        parser.error("--from and --to go together")
    order = (
        BackfillOrder(
            DayRange(options.first_day, options.last_day), options.run_id, options.most_requests
        )
        if options.first_day
        else None
    )
    try:
        home = Home.from_environment()
        known = load_outlets(home)
        if options.outlet not in known:
            parser.error(f"no outlet is called {options.outlet}")
        return run(
            known[options.outlet],
            run_id=options.run_id,
            now=options.now,
            urls=options.urls,
            rechecks_only=options.rechecks_only,
            seconds=options.seconds,
            order=order,
            statistics_file=options.stats,
            url=database_url(home),
        )
    except JipyoError as error:
        print(plain(str(error)), file=sys.stderr)
        return 1


def run(
    outlet: Outlet,
    *,
    run_id: UUID,
    now: datetime,
    urls: Sequence[str],
    rechecks_only: bool,
    seconds: float,
    order: BackfillOrder | None,
    statistics_file: Path | None,
    url: str,
) -> int:
    """Crawl one outlet in this process, which must not have run a reactor before."""
    _log_to_standard_error()
    contact = checked_contact(os.environ.get("JIPYO_CONTACT"))
    with connect(url) as connection:
        connection.autocommit = True

        def failed(reason: str, detail: str, occurred_at: datetime) -> None:
            record_failure(
                connection,
                run_id=run_id,
                outlet_id=outlet.id,
                url=None,
                step="discover",
                reason=reason,
                detail=detail,
                occurred_at=occurred_at,
            )

        refusal = _refusal(connection, outlet, contact, now)
        if refusal is not None:
            logger.warning("%s: %s", refusal.reason, refusal.detail)
            failed(refusal.reason, refusal.detail, now)
            record_outlet_night(connection, run_id, outlet.id, CrawlCounts(failed=1))
            return 0
        began = time.monotonic()
        memory = StoredHosts(
            connection,
            outlet_id=outlet.id,
            news_day=news_day(now),
            requests_per_night=outlet.politeness.requests_per_night,
        )
        visit = Visit(outlet, memory, now=now, seconds=seconds)
        settings = {
            **scrapy_settings(outlet, contact),
            "JIPYO_RUN_ID": str(run_id),
            "JIPYO_DATABASE_URL": url,
        }
        process = AsyncCrawlerProcess(settings)
        common = {
            "outlet": outlet,
            "visit": visit,
            "database_url": url,
            "now": now,
        }
        if order is None:
            crawler = process.create_crawler(OutletSpider)
            process.crawl(crawler, **common, urls=urls, rechecks_only=rechecks_only)
        else:
            crawler = process.create_crawler(BackfillSpider)
            process.crawl(crawler, **common, order=order)
        process.start()
        visit.end()
        spider = crawler.spider
        statistics: dict[str, Any] = crawler.stats.get_stats() if crawler.stats else {}
        if isinstance(spider, OutletSpider):
            if visit.stop is not None:
                left = f" {spider.left_over} pages stay due." if spider.left_over else ""
                failed(visit.stop.reason, f"{visit.stop.detail}{left}", visit.clock())
                spider.counts.failed += 1
            spider.counts.seconds = time.monotonic() - began
            record_outlet_night(connection, run_id, outlet.id, spider.counts)
        if statistics_file is not None:
            statistics_file.write_text(
                json.dumps(statistics, default=str, ensure_ascii=False, indent=1)
            )
        finished = statistics.get("finish_reason") == "finished"
        errors = int(statistics.get("log_count/ERROR", 0))
        if finished and not errors:
            return 0
        logger.error(
            "The crawl of %s ended as %s with %d errors in its log",
            outlet.id,
            statistics.get("finish_reason", "broken off"),
            errors,
        )
        return 1


def _log_to_standard_error() -> None:
    """Our own lines tell the crawl; the libraries speak up only where something is wrong."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    handler.addFilter(PlainLines())
    handler.addFilter(
        lambda record: (
            record.levelno >= logging.WARNING
            or record.name.partition(".")[0] in {"outlet", "backfill", "spiders", "jipyo"}
        )
    )
    # It warns at the start of every crawl that redirects carry no Referer: so it is meant.
    handler.addFilter(
        lambda record: (
            record.name != "scrapy.downloadermiddlewares.redirect"
            or record.levelno > logging.WARNING
        )
    )
    logging.basicConfig(level=logging.INFO, handlers=[handler])


def _refusal(
    connection: psycopg.Connection[Any], outlet: Outlet, contact: str | None, now: datetime
) -> Stop | None:
    """Why the hosts of an outlet may not be asked now; ``None`` where they may and are held."""
    if contact is None and not outlet.sample:
        return Stop(
            "no_contact",
            f"{outlet.id} is a live site, and JIPYO_CONTACT is not set: a host must be able to "
            "reach who asks it. Set it to your web or mail address; nothing was asked.",
        )
    if not hold_hosts(connection, outlet.hosts, patience_seconds=BUSY_SECONDS):
        return Stop(
            "host_busy",
            f"Another crawl of {', '.join(sorted(outlet.hosts))} did not end within "
            f"{BUSY_SECONDS:.0f} s",
        )
    for left in hosts_to_leave(connection, outlet.hosts, now):
        return Stop(
            "asked_to_wait",
            f"{left.detail}; it is not asked before {left.until.isoformat(timespec='seconds')}.",
        )
    return None


if __name__ == "__main__":
    sys.exit(main())
