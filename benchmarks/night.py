"""A night of new articles from captures to flags: how long, and how much of it reads figures."""

from __future__ import annotations

import atexit
import os
import resource
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from benchmarks.announcements import FIGURES, pages
from benchmarks.stores import running_store
from benchmarks.yardstick import Yardstick, yardstick
from expectations.run import run_checks
from jipyo.series.registry import Registry
from jipyo.store.articles import PendingCapture, ReadCapture
from jipyo.store.captures import (
    FetchedPage,
    ListedAddress,
    add_addresses,
    register_outlets,
    store_pages,
)
from jipyo.store.database import connect, ensure_database
from jipyo.store.home import Home
from jipyo.store.runs import open_run
from spiders.outlets import load_outlets, write_overlay

ARTICLES = 20_000
NIGHT = datetime(2025, 11, 2, 2, 30, tzinfo=ZoneInfo("Asia/Seoul"))
OUTLET = {
    "id": "night",
    "name": "밤 소식",
    "family": "generic",
    "origin": "https://night.example",
    "lists": ["/list"],
    "article_pattern": "/news/",
    "enabled": True,
}
PAGES_AT_ONCE = 50
"""As many pages as a crawl stores with one statement."""
FIGURES_FOLDER = "JIPYO_BENCH_FIGURES"
"""Names the folder in which processes leave the seconds of the figure reader."""


@dataclass
class Night:
    """Seconds of one night by step, and what the processes that read spent on the figures."""

    articles: int
    yardstick: Yardstick
    seconds: dict[str, float] = field(default_factory=dict[str, float])
    yardstick_milliseconds: dict[str, float] = field(default_factory=dict[str, float])
    processor_seconds: float = 0.0
    figure_seconds: float = 0.0
    figures: int = 0
    flags: int = 0

    @contextmanager
    def step(self, name: str) -> Any:  # noqa: ANN401
        began = time.monotonic()
        yield
        self.seconds[name] = time.monotonic() - began
        self.yardstick_milliseconds[name] = self.yardstick.milliseconds(began)


def measure() -> tuple[str, list[str], list[list[str]]]:
    """One night on all cores of the machine, at most two."""
    articles = int(os.environ.get("JIPYO_BENCH_ARTICLES", ARTICLES))
    processes = min(2, os.cpu_count() or 1)
    night = run(articles, processes=processes)
    whole = sum(night.seconds.values())
    rows: list[list[str]] = []
    for name, seconds in night.seconds.items():
        yardstick_milliseconds = night.yardstick_milliseconds[name]
        rows.append(
            [name, f"{seconds:.1f}", f"{seconds / whole:.2f}", f"{yardstick_milliseconds:.1f}"]
        )
    rows.append(["whole night", f"{whole:.1f}", "1", ""])
    share = night.figure_seconds / night.processor_seconds
    rows.append(
        ["of reading: the figure reader", f"{share * night.seconds['read and load']:.1f}",
         f"{share * night.seconds['read and load'] / whole:.2f}", ""]
    )  # fmt: skip
    return (
        f"A night of {articles:,} new articles, {night.figures:,} figures, {night.flags:,} flags, "
        f"{processes} processes that read",
        ["step", "seconds", "share", "yardstick (ms)"],
        rows,
    )


def run(articles: int, *, processes: int) -> Night:
    """Store the pages, which is no part of the measure, then read, group and check them."""
    with running_store() as (home, server), yardstick() as beside:
        night = Night(articles, beside)
        write_overlay(home, [OUTLET])
        url = server.url("night")
        ensure_database(url)
        run_id = uuid4()
        _store(home, url, run_id, articles)
        _night(night, home, url, run_id, processes)
        return night


def _store(home: Home, url: str, run_id: UUID, articles: int) -> None:
    from flows.reading import keep_registry

    with connect(url) as connection:
        keep_registry(connection)
        register_outlets(connection, [load_outlets(home)["night"]], NIGHT)
        open_run(connection, run_id, "nightly", NIGHT)
        for first in range(0, articles, PAGES_AT_ONCE):
            fetched = [
                FetchedPage(
                    url=address,
                    fetched_at=NIGHT,
                    status=200,
                    request_headers={},
                    response_headers={"content-type": "text/html; charset=utf-8"},
                    body=body,
                    listed_at=None,
                    listed_from="list",
                )
                for address, _, body in pages(first, min(PAGES_AT_ONCE, articles - first))
            ]
            listed = [ListedAddress(page.url, "", None, "list") for page in fetched]
            add_addresses(connection, "night", listed, NIGHT)
            store_pages(connection, "night", run_id, fetched)
        connection.commit()


def _night(night: Night, home: Home, url: str, run_id: UUID, processes: int) -> None:
    from flows.batches import BATCH_CAPTURES, Batches
    from jipyo.series.releases import same_release
    from jipyo.store.releases import group_releases
    from jipyo.store.statistics import renew_statistics

    os.environ[FIGURES_FOLDER] = str(home.root)
    began = _processor_seconds()
    with (
        night.step("read and load"),
        Batches(url, run_id, processes=processes, read=read_and_time) as batches,
    ):
        while batches.next().captures == BATCH_CAPTURES:
            pass
    night.processor_seconds = _processor_seconds() - began
    night.figure_seconds = sum(
        float(file.read_text()) for file in home.root.glob("figure-seconds-*")
    )
    with night.step("find copies"), connect(url) as connection:
        renew_statistics(connection)
        group_releases(connection, same_release)
    with night.step("check, flags, data docs"):
        report = run_checks(run_id, NIGHT, home=home, database_url=url)
    with connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM figure").fetchone()
    night.figures = row[0] if row else 0
    night.flags = report.opened
    assert night.figures >= night.articles * FIGURES * 0.9, night.figures


def _processor_seconds() -> float:
    """Of this process and of those that it has started and that ended."""
    return time.process_time() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


def read_and_time(capture: PendingCapture, measures: Registry) -> ReadCapture:
    """Read a capture; when the process ends it leaves the seconds of the figure reader behind."""
    _time_figures()
    import flows.reading as reading

    return reading.read_capture(capture, measures)


@cache
def _time_figures() -> None:
    import flows.reading as reading

    seconds = 0.0
    inner: Callable[..., Any] = reading.read

    def read(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401
        nonlocal seconds
        began = time.process_time()
        try:
            return inner(*arguments, **named)
        finally:
            seconds += time.process_time() - began

    def leave() -> None:
        file = Path(os.environ[FIGURES_FOLDER]) / f"figure-seconds-{os.getpid()}"
        file.write_text(str(seconds))

    reading.read = read
    atexit.register(leave)
