"""The nightly job: collect every outlet, read what is new, check the figures, report.

One failing outlet does not stop the others, one hostile page does not stop its batch. The run ends
Completed with the failures named in its message and artifacts; it ends Failed only if a step could
not run at all. Everything it does can be replayed with the same ``now``.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Generator, Sequence
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID, uuid4

import psycopg
from prefect import flow, runtime, task
from prefect.cache_policies import NO_CACHE
from prefect.states import Cancelled, Completed, State
from prefect.task_runners import ThreadPoolTaskRunner

from expectations.report import CheckReport
from flows.addresses import data_docs_address, report_address
from flows.alerting import send_alerts, tell_of_failed_night
from flows.board import Board
from flows.endings import failing_in_words
from flows.progress import followed, step
from flows.reading import reader_version
from flows.report import publish_report
from flows.reporting import NightReport, night_markdown, publish_artifacts
from flows.sharing import (
    CRAWLS_AT_ONCE,
    ask_others,
    collect_shared,
    read_shared,
    release_others,
    sharing_turn,
)
from flows.turns import lateness, run_moment, run_name, superseded, turn
from jipyo.series.releases import same_release
from jipyo.store.alerts import note_trouble
from jipyo.store.articles import LoadCounts, pending_captures, requeue_broken
from jipyo.store.captures import register_outlets
from jipyo.store.database import connect, database_url
from jipyo.store.errors import JipyoError, in_a_sentence
from jipyo.store.flags import flags_found
from jipyo.store.health import OutletHealth, night_health, record_readings
from jipyo.store.home import Home
from jipyo.store.releases import group_releases
from jipyo.store.runs import (
    close_lost_nights,
    close_run,
    counted,
    failure_counts,
    news_day,
    open_run,
    outlet_nights,
)
from jipyo.store.sharing import plan_outlets, read_in_run
from jipyo.store.statistics import renew_statistics
from spiders.outlets import load_outlets

# By its own name: Prefect loads this file as a module of another one.
logger = logging.getLogger("flows.nightly")


def night_name() -> str:
    """The name of a run says its news day."""
    return run_name("night")


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
        now: The moment that the run takes as now, with its zone; the scheduled start by default,
            or the clock where the run begins late. Give an earlier moment to replay a night: what
            was collected later stays untouched.
        outlets: Ids of the outlets to collect; every enabled one by default.
        full_check: Check every series, not only those that this night touched.
        retry_delay_seconds: First wait before a failed crawl is tried again; doubled the next time.
    """
    return failing_in_words(lambda: night(now, outlets, full_check, retry_delay_seconds))


def night(
    now: datetime | None,
    outlets: Sequence[str] | None,
    full_check: bool,
    retry_delay_seconds: float,
) -> State[None]:
    """What the flow does; arguments are its own.

    Raises:
        JipyoError: a step could not run.
    """
    reason = superseded()
    if reason is not None:
        return Cancelled(message=reason)
    home, url = ready_to_run("Night", now)
    with turn(url, "nightly", runtime.flow_run.name) as holder:
        if holder is not None:
            return Cancelled(message=f"Not begun: {holder.told}. One night at a time.")
        with connect(url) as connection:
            lost = close_lost_nights(connection)
        if lost:
            logger.warning("%s had been cut off before its end", counted(lost, "earlier night"))
        return run_steps(
            "nightly",
            now,
            home,
            url,
            outlets=outlets,
            full_check=full_check,
            retry_delay_seconds=retry_delay_seconds,
        )


def ready_to_run(what: str, now: datetime | None) -> tuple[Home, str]:
    """The home and the URL of its store, once it is sure that both can be used.

    Where they cannot, a page in Prefect says so, and who is to be told of failed nights is told.

    Args:
        what: What is to run, as ``Night``.
        now: The moment that the run takes as now; see `run_moment`.

    Raises:
        JipyoError: an overlay is broken, or the store cannot be reached or brought up to date.
    """
    try:
        home = Home.from_environment()
        reader_version()  # A broken overlay of the registry ends the run before it asks any page.
        try:
            url = database_url(home)
            with connect(url):
                return home, url
        except (JipyoError, psycopg.Error) as error:
            alert_without_store(str(error), now or datetime.now(UTC), home)
            raise
    except BaseException as error:
        Board(what, news_day(run_moment(now)), uuid4()).failed(error)
        raise


def run_steps(
    kind: Literal["nightly", "collect"],
    now: datetime | None,
    home: Home,
    url: str,
    *,
    outlets: Sequence[str] | None,
    full_check: bool = False,
    retry_delay_seconds: float,
    arguments: Sequence[str] = (),
) -> State[None]:
    """Collect, parse, check and report: the steps of a night, and of what is like one.

    Args:
        kind: Under which kind the run is kept; only nights count for the health of outlets.
        now: The moment that the run takes as now; see `run_moment`.
        home: The home.
        url: libpq URL of the store.
        outlets: Ids of the outlets to collect; every enabled one by default.
        full_check: Check every series.
        retry_delay_seconds: First wait before a failed crawl is tried again.
        arguments: Further ones of `spiders.run` for every crawl.
    """
    run_id, moment = uuid4(), run_moment(now)
    what = "Night" if kind == "nightly" else "Recheck"
    board = Board(what, news_day(moment), run_id)
    with connect(url) as connection:
        open_run(connection, run_id, kind, moment)
    late = lateness()
    if late:
        logger.warning("%s", late)
    logger.info("%s of %s (run %s)", what, news_day(moment).isoformat(), run_id)
    try:
        chosen = choose_outlets(home, url, outlets, moment)
        with followed():
            board.begins("collect", counted(len(chosen), "outlet"))
            with shared_run(run_id, moment, home, url, chosen, retry_delay_seconds, arguments):
                collect_shared(run_id, moment, home, url, retry_delay_seconds, arguments)
                board.ended(collected(run_id, url))
                board.begins("parse")
                read = parse_all(run_id, url)
            if kind == "nightly":
                with connect(url) as connection:
                    record_readings(connection, run_id, chosen)
            board.ended(read_in_words(read))
            board.begins("check")
            findings = check(run_id, moment, full_check, home, url)
            docs = data_docs_address(home, findings.data_docs)
            board.ended(checked_in_words(findings), page=("data docs", docs))
            board.begins("report")
            without_report = publish_report(run_id, home, url)
            if without_report:
                board.not_done(without_report)
                with connect(url) as connection:
                    note_trouble(connection, run_id, "report", without_report)
            else:
                board.ended("pages of what changed", page=("report", report_address(home)))
        report = night_report(run_id, moment, url, findings)
        publish_artifacts(report)
        board.tells(report.message, night_markdown(report))
    except BaseException as error:
        board.failed(error)
        end_failed(run_id, error, now or datetime.now(UTC), home, url)
        raise
    board.begins("alert")
    # Quiet hours are those of the clock, however late the night was started.
    not_told = alert(run_id, now or datetime.now(UTC), home, url, report.health)
    if not_told:
        board.not_done("; ".join(not_told))
    elif home.alerts_settings.exists():
        board.ended("people know what they are to be told")
    else:
        board.ended("nobody is told: no channel is set up (docs/alerts.md)")
    message = "; ".join(filter(None, (report.message, without_report, *not_told)))
    with connect(url) as connection:
        close_run(connection, run_id, "completed", message)
    logger.info("%s", message)
    return Completed(message=message)


@contextlib.contextmanager
def shared_run(
    run_id: UUID,
    now: datetime,
    home: Home,
    url: str,
    outlets: Sequence[str],
    retry_delay_seconds: float,
    arguments: Sequence[str],
) -> Generator[None]:
    """Have other machines take part in a run for as long as the block runs."""
    with connect(url) as connection:
        plan_outlets(connection, run_id, outlets)
    with turn(url, sharing_turn(run_id, home), runtime.flow_run.name):
        asked = ask_others(run_id, now, home, outlets, retry_delay_seconds, arguments)
        try:
            yield
        finally:
            release_others(asked)


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


def collected(run_id: UUID, url: str) -> str:
    """What the crawls of a night gave, in words."""
    with connect(url) as connection:
        nights = outlet_nights(connection, run_id)
    return (
        f"{counted(len(nights), 'outlet')}: {sum(night.listed for night in nights)} listed, "
        f"{counted(sum(night.fetched for night in nights), 'page')} asked for, "
        f"{sum(night.captured for night in nights)} new or changed, "
        f"{sum(night.failures for night in nights)} failed"
    )


def read_in_words(counts: LoadCounts) -> str:
    """What came of the pages of a night, in words."""
    return (
        f"{counted(counts.captures, 'page')} read: {counted(counts.articles, 'article')}, "
        f"{counted(counts.figures, 'figure')}, {counts.no_article} without an article"
    )


@task(
    name="group releases",
    task_run_name="find copies of one announcement",
    retries=1,
    retry_delay_seconds=5,
    cache_policy=NO_CACHE,
)
def group(url: str) -> int:
    """Find which of the new articles are copies of one announcement."""
    with connect(url) as connection:
        renew_statistics(connection)
        return group_releases(connection, same_release)


def parse_all(run_id: UUID, url: str) -> LoadCounts:
    """Read captures until none waits, then group the articles into releases."""
    with connect(url) as connection:
        broken = requeue_broken(connection, reader_version())
        waiting = pending_captures(connection)
    if broken:
        logger.info("%d pages that an earlier reader could not read are read again", broken)
    logger.info("%d pages to read", waiting, extra=step("parse", 0, waiting))
    read_shared(run_id, url, waiting)
    compared = group(url)
    if compared:
        logger.info("%d articles compared with their possible copies", compared)
    with connect(url) as connection:
        return read_in_run(connection, run_id)


def checked_in_words(report: CheckReport) -> str:
    """What came of the checks, in words."""
    return (
        f"{report.series_in_scope} series looked at, "
        f"{counted(sum(report.findings.values()), 'finding')}; "
        f"flags: {report.opened} opened, {report.resolved} resolved"
    )


@task(name="check", task_run_name="check what the night touched", cache_policy=NO_CACHE)
def check(run_id: UUID, now: datetime, full: bool, home: Home, url: str) -> CheckReport:
    """Run the checks over what the night touched, keep the flags, build the data docs."""
    from flows.checking import check_with_registry

    logger.info("Checking what this night touched", extra=step("check", 0, None))
    report = check_with_registry(run_id, now, full=full, home=home, database_url=url)
    logger.info("Checked", extra=step("check", 1, 1))
    return report


def end_failed(run_id: UUID, error: BaseException, now: datetime, home: Home, url: str) -> None:
    """Record that a night failed, and tell people."""
    told = in_a_sentence(error)
    try:
        with connect(url) as connection:
            close_run(connection, run_id, "failed", told)
    except (JipyoError, psycopg.Error):
        alert_without_store(told, now, home)
        raise
    if isinstance(error, Exception):  # One that is cancelled or killed has no time.
        for failure in alert(None, now, home, url):
            logger.error("%s", failure)


def alert_without_store(detail: str, now: datetime, home: Home) -> None:
    """Tell people that the night failed because of its store, as far as that is possible."""
    try:
        failures = tell_of_failed_night(now=now, home=home, detail=detail).failures
    except JipyoError as error:
        failures = [f"not sent: {error}"]
    for failure in failures:
        logger.error("Alerts: %s", failure)


@task(name="alert", task_run_name="alert", cache_policy=NO_CACHE)
def alert(
    run_id: UUID | None,
    now: datetime,
    home: Home,
    url: str,
    outlets: Sequence[OutletHealth] | None = None,
) -> Sequence[str]:
    """Tell people what they do not know yet; what cannot be told never fails the night.

    Args:
        run_id: The night, where it went well and only its end is not recorded yet.
        now: The moment taken as now.
        home: The home whose ``alerts.yaml`` counts.
        url: libpq URL of the store.
        outlets: How outlets did in the night, where it went well.

    Returns:
        A sentence for each channel that did not take its message.
    """
    try:
        failures = send_alerts(
            now=now, home=home, database_url=url, current=run_id, outlets=outlets
        ).failures
    except (JipyoError, psycopg.Error) as error:
        failures = [f"not sent: {error}"]
    return [f"alerts: {failure}" for failure in failures]


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
