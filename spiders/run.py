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
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from scrapy.crawler import AsyncCrawlerProcess

from jipyo.store.captures import record_failure, record_outlet_night
from jipyo.store.database import connect, database_url
from jipyo.store.errors import JipyoError
from jipyo.store.home import Home
from spiders.outlet_spider import OutletSpider
from spiders.outlets import Outlet, load_outlets
from spiders.settings import scrapy_settings

BUSY_SECONDS = 600
"""How long a crawl waits for another one of the same host, such as one whose flow was killed."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Crawl an outlet; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m spiders.run", description=__doc__)
    parser.add_argument("outlet")
    parser.add_argument("--run-id", type=UUID, required=True)
    parser.add_argument("--now", type=datetime.fromisoformat, required=True)
    parser.add_argument("--url", action="append", default=[], dest="urls")
    parser.add_argument("--stats", type=Path, help="where to write Scrapy's statistics as JSON")
    options = parser.parse_args(arguments)
    if options.now.tzinfo is None:
        parser.error("--now needs a zone, as +09:00")
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
            statistics_file=options.stats,
            url=database_url(home),
        )
    except JipyoError as error:
        print(error, file=sys.stderr)
        return 1


def run(
    outlet: Outlet,
    *,
    run_id: UUID,
    now: datetime,
    urls: Sequence[str],
    statistics_file: Path | None,
    url: str,
) -> int:
    """Crawl one outlet in this process, which must not have run a reactor before."""
    with connect(url) as connection:
        connection.autocommit = True
        if not _take_host(connection, outlet.host):
            record_failure(
                connection,
                run_id=run_id,
                outlet_id=outlet.id,
                url=None,
                step="discover",
                reason="host_busy",
                detail=f"Another crawl of {outlet.host} did not end within {BUSY_SECONDS} s",
                occurred_at=now,
            )
            return 0
        began = time.monotonic()
        settings = {
            **scrapy_settings(outlet, os.environ.get("JIPYO_CONTACT")),
            "JIPYO_RUN_ID": str(run_id),
            "JIPYO_DATABASE_URL": url,
        }
        _log_to_standard_error()
        process = AsyncCrawlerProcess(settings)
        crawler = process.create_crawler(OutletSpider)
        process.crawl(crawler, outlet=outlet, database_url=url, now=now, urls=urls)
        process.start()
        spider = crawler.spider
        statistics: dict[str, Any] = crawler.stats.get_stats() if crawler.stats else {}
        if isinstance(spider, OutletSpider):
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
        logging.getLogger(__name__).error(
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
    handler.addFilter(
        lambda record: (
            record.levelno >= logging.WARNING
            or record.name.partition(".")[0] in {"outlet", "spiders", "jipyo"}
        )
    )
    logging.basicConfig(level=logging.INFO, handlers=[handler])


def _take_host(connection: psycopg.Connection[Any], host: str) -> bool:
    """Hold the host for as long as the connection lives: one crawl per host, over all machines."""
    connection.execute("SELECT set_config('lock_timeout', %s, false)", (f"{BUSY_SECONDS}s",))
    try:
        connection.execute("SELECT pg_advisory_lock(hashtext('jipyo host'), hashtext(%s))", (host,))
    except psycopg.errors.LockNotAvailable:
        return False
    finally:
        connection.execute("SELECT set_config('lock_timeout', '0', false)")
    return True


if __name__ == "__main__":
    sys.exit(main())
