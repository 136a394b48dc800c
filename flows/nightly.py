"""The nightly job: collect every outlet, read what is new, check the figures, report.

One failing outlet does not stop the others, one hostile page does not stop its batch. The run ends
Completed with the failures named in its message and artifacts; it ends Failed only if a step could
not run at all. Everything it does can be replayed with the same ``now``.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from prefect import flow, runtime, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture, wait
from prefect.states import Completed, State
from prefect.task_runners import ThreadPoolTaskRunner

from expectations.report import CheckReport
from flows.crawl import CrawlFailedError, crawl
from flows.progress import speak_up, step
from flows.reading import read_capture, reader_version
from flows.report import publish_report
from flows.reporting import NightReport, publish_artifacts
from jipyo.series.releases import same_release
from jipyo.store.articles import LoadCounts, pending_captures, read_batch, requeue_broken
from jipyo.store.captures import record_failure, register_outlets
from jipyo.store.database import connect, database_url
from jipyo.store.errors import JipyoError
from jipyo.store.flags import flags_found
from jipyo.store.health import night_health, record_readings
from jipyo.store.home import Home
from jipyo.store.releases import group_releases
from jipyo.store.runs import close_run, counted, failure_counts, news_day, open_run, outlet_nights
from spiders.outlets import load_outlets

# By its own name: Prefect loads this file as a module of another one.
logger = logging.getLogger("flows.nightly")

BATCH_CAPTURES = 100
"""Captures per transaction and Prefect task: a task costs up to 25 ms, a capture about as much."""

CRAWLS_AT_ONCE = 4
"""Outlets crawled side by side; each host still gets one request at a time."""


def night_name() -> str:
    """The name of a run says its news day."""
    now: datetime | str | None = runtime.flow_run.parameters.get("now")
    if isinstance(now, str):  # As it came over the API.
        now = datetime.fromisoformat(now)
    moment = now or runtime.flow_run.scheduled_start_time
    return f"night of {news_day(moment).isoformat()}"


@flow(
    name="nightly",
    flow_run_name=night_name,
    task_runner=ThreadPoolTaskRunner(max_workers=CRAWLS_AT_ONCE),
)
def nightly(
    now: datetime | None = None,
    outlets: list[str] | None = None,
    full_check: bool = False,
    retry_delay_seconds: float = 30.0,
) -> State[None]:
    """Collect, parse, check and report one night.

    Args:
        now: The moment that the run takes as now, with its zone; the scheduled start by default.
            Give an earlier moment to replay a night: what was collected later stays untouched.
        outlets: Ids of the outlets to collect; every enabled one by default.
        full_check: Check every series, not only those that this night touched.
        retry_delay_seconds: First wait before a failed crawl is tried again; doubled the next time.
    """
    speak_up()
    moment = now or runtime.flow_run.scheduled_start_time
    home = Home.from_environment()
    reader_version()  # A broken overlay of the registry ends the night before it asks any page.
    url = database_url(home)
    run_id = uuid4()
    with connect(url) as connection:
        open_run(connection, run_id, "nightly", moment)
    logger.info("Night of %s (run %s)", news_day(moment).isoformat(), run_id)
    try:
        chosen = choose_outlets(home, url, outlets, moment)
        collect_all(chosen, run_id, moment, home, url, retry_delay_seconds)
        parse_all(run_id, url)
        with connect(url) as connection:
            record_readings(connection, run_id, chosen)
        findings = check(run_id, moment, full_check, home, url)
        report = night_report(run_id, moment, url, findings)
        without_report = publish_report(run_id, home, url)
        publish_artifacts(report)
    except BaseException as error:
        with connect(url) as connection:
            close_run(connection, run_id, "failed", f"{type(error).__name__}: {error}")
        raise
    message = "; ".join(filter(None, (report.message, without_report)))
    with connect(url) as connection:
        close_run(connection, run_id, "completed", message)
    logger.info("%s", message)
    return Completed(message=message)


def choose_outlets(
    home: Home, url: str, wanted: Sequence[str] | None, now: datetime
) -> Sequence[str]:
    """The ids of the outlets to collect, after the table ``outlet`` was brought up to date.

    Raises:
        JipyoError: a wanted id is in no outlets file.
    """
    known = load_outlets(home)
    if wanted is None:
        chosen = [outlet for outlet in known.values() if outlet.enabled]
    else:
        missing = sorted(set(wanted) - known.keys())
        if missing:
            raise JipyoError(
                f"No outlet is called {', '.join(missing)}. Known: {', '.join(sorted(known))}."
            )
        chosen = [known[outlet_id] for outlet_id in dict.fromkeys(wanted)]
    with connect(url) as connection:
        register_outlets(connection, chosen, now)
    return [outlet.id for outlet in chosen]


@task(name="collect", task_run_name="collect {outlet_id}", cache_policy=NO_CACHE)
def collect(outlet_id: str, run_id: UUID, now: datetime, home: Home, url: str) -> None:
    """Crawl one outlet; a crawl that ended otherwise than well is tried again by the task."""
    crawl(outlet_id, run_id=run_id, now=now, home=home, database_url=url)


def collect_all(
    outlets: Sequence[str],
    run_id: UUID,
    now: datetime,
    home: Home,
    url: str,
    retry_delay_seconds: float,
) -> None:
    """Crawl the outlets side by side; what fails for good is a failure row, never the end."""
    patient = collect.with_options(
        retries=2, retry_delay_seconds=[retry_delay_seconds, 2 * retry_delay_seconds]
    )
    futures: dict[str, PrefectFuture[None]] = {
        outlet_id: patient.submit(outlet_id, run_id, now, home, url) for outlet_id in outlets
    }
    wait(list(futures.values()))
    for outlet_id, future in futures.items():
        result: Any = future.result(raise_on_failure=False)
        if isinstance(result, BaseException):
            reason = "crawl_failed" if isinstance(result, CrawlFailedError) else "crawl_error"
            logger.error("%s failed: %s", outlet_id, result)
            with connect(url) as connection:
                record_failure(
                    connection,
                    run_id=run_id,
                    outlet_id=outlet_id,
                    url=None,
                    step="discover",
                    reason=reason,
                    detail=str(result),
                    occurred_at=now,
                )


@task(
    name="parse",
    task_run_name="parse batch {number}",
    retries=1,
    retry_delay_seconds=5,
    cache_policy=NO_CACHE,
)
def parse_batch(number: int, run_id: UUID, url: str) -> LoadCounts:
    """Claim a batch of captures, read and load it, in one transaction."""
    with connect(url) as connection:
        return read_batch(
            connection, run_id, read_capture, size=BATCH_CAPTURES, reader_version=reader_version()
        )


@task(
    name="group releases",
    task_run_name="group releases",
    retries=1,
    retry_delay_seconds=5,
    cache_policy=NO_CACHE,
)
def group(url: str) -> int:
    """Find which of the new articles are copies of one announcement."""
    with connect(url) as connection:
        return group_releases(connection, same_release)


def parse_all(run_id: UUID, url: str) -> LoadCounts:
    """Read captures until none waits, then group the articles into releases."""
    with connect(url) as connection:
        broken = requeue_broken(connection, reader_version())
        waiting = pending_captures(connection)
    if broken:
        logger.info("%d pages that an earlier reader could not read are read again", broken)
    logger.info("%d pages to read", waiting, extra=step("parse", 0, waiting))
    total = LoadCounts()
    number = 0
    while True:
        number += 1
        counts = parse_batch(number, run_id, url)
        total.add(counts)
        logger.info(
            "%d of %d pages read: %d articles, %d figures",
            total.captures,
            max(waiting, total.captures),
            total.articles,
            total.figures,
            extra=step("parse", total.captures, max(waiting, total.captures)),
        )
        if counts.captures < BATCH_CAPTURES:
            break  # The rest, if there is one, is held by other workers.
    compared = group(url)
    if compared:
        logger.info("%d articles compared with their possible copies", compared)
    return total


@task(name="check", task_run_name="check", cache_policy=NO_CACHE)
def check(run_id: UUID, now: datetime, full: bool, home: Home, url: str) -> CheckReport:
    """Run the checks over what the night touched, keep the flags, build the data docs."""
    from flows.checking import check_with_registry

    logger.info("Checking what this night touched", extra=step("check", 0, None))
    report = check_with_registry(run_id, now, full=full, home=home, database_url=url)
    logger.info(
        "%s looked at, %s: %d opened, %d resolved",
        f"{report.series_in_scope} series",
        counted(sum(report.findings.values()), "finding"),
        report.opened,
        report.resolved,
        extra=step("check", 1, 1),
    )
    return report


def night_report(run_id: UUID, now: datetime, url: str, checked: CheckReport) -> NightReport:
    """What came of the night, from the tables."""
    with connect(url) as connection:
        return NightReport(
            run_id=run_id,
            news_day=news_day(now),
            outlets=outlet_nights(connection, run_id),
            health=night_health(connection, run_id),
            failures=failure_counts(connection, run_id),
            flags=flags_found(connection, run_id),
            checked=checked,
        )
