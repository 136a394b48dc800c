"""The archive of an outlet over a range of days: walked, asked for, read; without Prefect."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import uuid4

from flows.archives import read_waiting
from flows.crawl import LONGEST_CRAWL_SECONDS, crawl
from flows.progress import told
from flows.reading import reader_version
from flows.single import outlet_of
from jipyo.plain import on_one_line
from jipyo.store.backfills import BackfillList, Backfills, DayRange
from jipyo.store.captures import register_outlets
from jipyo.store.database import connect, database_url
from jipyo.store.errors import JipyoError, in_a_sentence
from jipyo.store.home import Home
from jipyo.store.runs import (
    FailureCount,
    OutletNight,
    close_run,
    counted,
    failure_counts,
    news_day,
    open_run,
    outlet_nights,
)
from spiders.outlets import load_outlets
from spiders.settings import CRAWL_SECONDS

AS_TOLD = {"requests_spent", "budget_spent", "time_spent"}
"""Where a walk stops as it was told to: the next call goes on, and nothing has failed."""


@dataclass(frozen=True, slots=True)
class BackfillReport:
    """What came of a backfill.

    Attributes:
        is_done: Whether every list was walked to the end of the range.
        succeeded: Whether it is done, or stopped where it was told to, and nothing failed.
        message: It in words: a line, then one for each list and failure.
    """

    is_done: bool
    succeeded: bool
    message: str


def backfill_outlet(
    outlet_id: str,
    first_day: date,
    last_day: date,
    *,
    most_requests: int | None = None,
    hours: float = 1.0,
    now: datetime | None,
    tell: Callable[[str], None],
) -> BackfillReport:
    """Walk the archive of an outlet, capture what lies in a range of days, and read it.

    The politeness is that of any crawl. A call that was cut off, or stopped by a budget, goes on
    in the next one with the same range.

    Args:
        outlet_id: The outlet, by its id.
        first_day: The first day of the range, in Asia/Seoul.
        last_day: The last day, which belongs to it.
        most_requests: How many pages are asked for in this call, of lists and articles together.
        hours: How long this call may ask; meanwhile no night can ask the same hosts.
        now: The moment taken as now.
        tell: Takes lines of progress.

    Raises:
        JipyoError: no outlet has this id, it has no list, or the range lies ahead.
        CrawlFailedError: the crawl broke; what it had fetched is stored and waits.
    """
    moment = now or datetime.now(UTC)
    home = Home.from_environment()
    known = load_outlets(home)
    outlet = outlet_of(outlet_id, known)
    if outlet.id != outlet_id:
        raise JipyoError(f"{outlet_id} is one page; name the outlet: {outlet.id}.")
    if not outlet.lists:
        raise JipyoError(
            f"{outlet.id} has feeds only, and feeds hold the latest articles. Add one of its list "
            "pages to `lists` of its entry in outlets.yaml of the home folder."
        )
    if first_day > last_day or first_day > news_day(moment):
        raise JipyoError(f"The days from {first_day} to {last_day} are no range of past days.")
    reader_version()  # A broken overlay of the registry is told before any page is asked.
    url = database_url(home)
    run_id = uuid4()
    seconds = hours * 3600
    arguments = [
        "--seconds",
        str(seconds),
        "--from",
        first_day.isoformat(),
        "--to",
        last_day.isoformat(),
    ]
    if most_requests is not None:
        arguments += ["--most-requests", str(most_requests)]
    with connect(url) as connection:
        register_outlets(connection, [outlet], moment)
        open_run(connection, run_id, "collect", moment)
    try:
        with told(tell):
            with connect(url) as connection:
                # What an earlier call had fetched tells by its days how far the range is passed.
                read_waiting(connection, run_id)
            crawl(
                outlet.id,
                run_id=run_id,
                now=moment,
                home=home,
                database_url=url,
                arguments=arguments,
                seconds=LONGEST_CRAWL_SECONDS - CRAWL_SECONDS + seconds,
            )
            with connect(url) as connection:
                read_waiting(connection, run_id)
        with connect(url) as connection:
            report = _report(
                outlet.name,
                DayRange(first_day, last_day),
                Backfills(connection, outlet.id, DayRange(first_day, last_day)).lists(),
                next(
                    (
                        night
                        for night in outlet_nights(connection, run_id)
                        if night.outlet_id == outlet.id
                    ),
                    None,
                ),
                [
                    failure
                    for failure in failure_counts(connection, run_id)
                    if failure.outlet_id == outlet.id
                ],
            )
    except BaseException as error:
        with connect(url) as connection:
            close_run(connection, run_id, "failed", in_a_sentence(error))
        raise
    with connect(url) as connection:
        close_run(connection, run_id, "completed", report.message)
    return report


def _report(
    name: str,
    days: DayRange,
    lists: Sequence[BackfillList],
    night: OutletNight | None,
    failures: Sequence[FailureCount],
) -> BackfillReport:
    is_done = bool(lists) and all(one.state == "done" for one in lists)
    still_open = [one for one in lists if one.state == "open"]
    as_told = {one.ended_by for one in still_open} <= AS_TOLD | {""} and bool(lists)
    as_told = as_told and {failure.reason for failure in failures} <= AS_TOLD
    reached = min((one.reached_on for one in lists if one.reached_on), default=None)
    parts = [
        counted(sum(one.pages_read for one in lists), "list page"),
        f"{sum(one.listed for one in lists)} listed",
        f"{sum(one.in_range for one in lists)} of them in the range or without a day",
        f"{sum(one.known for one in lists)} known before",
    ]
    now_parts = [counted(night.fetched if night else 0, "page") + " asked for"]
    if night is not None:
        now_parts += [
            f"{night.captured} captured",
            f"{night.failures} failed",
            counted(night.new_versions, "new article"),
            f"{night.changed_versions} changed",
            counted(night.figures, "figure"),
        ]
    state = "done" if is_done else "not done; the same command goes on"
    lines = [
        f"{name}, {days.first_day} to {days.last_day}: {state}",
        f"  so far: {', '.join(parts)}" + (f", down to {reached}" if reached else ""),
        f"  now: {', '.join(now_parts)}",
    ]
    lines += [
        f"  stopped at page {one.pages_read} of {one.list_url}: {one.ended_by}"
        for one in still_open
        if one.ended_by
    ]
    for failure in failures:
        where = f" ({failure.url})" if failure.url else ""
        lines.append(f"  {failure.reason} ×{failure.pages}: {on_one_line(failure.detail)}{where}")
    return BackfillReport(is_done, as_told, "\n".join(lines))
