"""One outlet or one page by hand: collected and read, without Prefect and without checks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit
from uuid import uuid4

from flows.crawl import crawl
from flows.progress import told
from flows.reading import read_capture, reader_version
from jipyo.plain import on_one_line
from jipyo.series.releases import same_release
from jipyo.store.articles import read_batch
from jipyo.store.captures import register_outlets
from jipyo.store.database import connect, database_url
from jipyo.store.errors import JipyoError, in_a_sentence
from jipyo.store.health import record_readings
from jipyo.store.home import Home
from jipyo.store.releases import group_releases
from jipyo.store.runs import close_run, counted, failure_counts, open_run, outlet_nights
from spiders.outlets import Outlet, load_outlets

BATCH_CAPTURES = 50


@dataclass(frozen=True, slots=True)
class CollectReport:
    """What came of it, in one line, and whether nothing failed."""

    succeeded: bool
    message: str


def collect_one(target: str, *, now: datetime | None, tell: Callable[[str], None]) -> CollectReport:
    """Collect an outlet (by its id) or a page (by its address) and read what came.

    Raises:
        JipyoError: no outlet has this id, or serves this address.
        CrawlFailedError: the crawl broke; what it had fetched is stored and waits.
    """
    moment = now or datetime.now(UTC)
    home = Home.from_environment()
    outlet = outlet_of(target, load_outlets(home))
    reader_version()  # A broken overlay of the registry is told before any page is asked.
    urls = [target] if target != outlet.id else []
    url = database_url(home)
    run_id = uuid4()
    with connect(url) as connection:
        register_outlets(connection, [outlet], moment)
        open_run(connection, run_id, "collect", moment)
    try:
        with told(tell):
            crawl(outlet.id, run_id=run_id, now=moment, home=home, database_url=url, urls=urls)
        with connect(url) as connection:
            while read_batch(
                connection,
                run_id,
                read_capture,
                size=BATCH_CAPTURES,
                reader_version=reader_version(),
            ).captures:
                pass
            group_releases(connection, same_release)
            if not urls:
                record_readings(connection, run_id, [outlet.id])
            nights = outlet_nights(connection, run_id)
            failures = failure_counts(connection, run_id)
    except BaseException as error:
        with connect(url) as connection:
            close_run(connection, run_id, "failed", in_a_sentence(error))
        raise
    message = (
        f"{outlet.name}: {counted(sum(night.fetched for night in nights), 'page')} asked for, "
        f"{counted(sum(night.new_versions for night in nights), 'new article')}, "
        f"{sum(night.changed_versions for night in nights)} changed, "
        f"{counted(sum(night.figures for night in nights), 'figure')}"
    )
    for failure in failures:
        message += f"\n  {failure.reason} ×{failure.pages}: {on_one_line(failure.detail)}" + (
            f" ({failure.url})" if failure.url else ""
        )
    with connect(url) as connection:
        close_run(connection, run_id, "completed", message)
    return CollectReport(not failures, message)


def outlet_of(target: str, known: dict[str, Outlet]) -> Outlet:
    """The outlet with this id, or on whose host this address lies."""
    if target in known:
        return known[target]
    host = urlsplit(target).hostname
    if host is None:
        raise JipyoError(
            f"No outlet is called {target}. Known: {', '.join(sorted(known))}. "
            "For one page give its whole address, with https://."
        )
    for outlet in known.values():
        if host in outlet.hosts:
            return outlet
    raise JipyoError(
        f"No outlet has pages on {host}. Add one to outlets.yaml of the home folder first."
    )
