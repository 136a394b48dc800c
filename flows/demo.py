"""The demo: the real nightly job on sample sites that are served on this machine."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from flows.addresses import report_address
from flows.once import prefect_around, run_night
from flows.progress import told
from flows.samples import refuse_among_real_articles
from jipyo.plain import on_one_line, shortened
from jipyo.samples import NIGHTS, SampleSites
from jipyo.store.database import connect, database_url
from jipyo.store.flags import Flag, list_flags
from jipyo.store.health import READ_ONLY, night_health
from jipyo.store.home import Home
from jipyo.store.queries import query
from jipyo.store.runs import OutletNight, counted, failure_counts, news_day, outlet_nights
from spiders.outlets import write_overlay

SEVERITY_STYLE = {"critical": "bold red", "warning": "yellow", "info": "cyan"}


_STATES = {"not_collected": "no crawl"}
"""Verdicts in words that leave the numbers their room at 80 columns."""


def run_demo(*, nights: int, keep_serving: bool, tell: Callable[[str], None]) -> int:
    """Run the first nights of the samples and tell what came of each.

    Args:
        nights: How many nights.
        keep_serving: Leave the sites and Prefect's UI up until Ctrl-C.
        tell: Takes the lines of progress.

    Returns:
        The exit code: 0 unless a night could not run.

    Raises:
        JipyoError: the home holds real outlets' articles, among which samples have no place.
    """
    home = Home.from_environment()
    console = Console(highlight=False)
    tell("Starting Postgres")
    url = database_url(home)
    refuse_among_real_articles(home)
    with prefect_around(home, tell) as api_url, SampleSites() as sites:
        write_overlay(home, sites.outlet_entries())
        outlets = [str(entry["id"]) for entry in sites.outlet_entries()]
        tell(f"Prefect UI: {api_url.removesuffix('/api')}")
        succeeded = True
        for number, now in enumerate(NIGHTS[:nights], start=1):
            sites.night = number
            console.rule(f"Night {number}: {news_day(now)}")
            with told(tell):
                night_succeeded, message = run_night(now=now, outlets=outlets)
            succeeded = succeeded and night_succeeded
            if not night_succeeded:
                console.print(Text(message, style="bold red"))
            _tell_night(console, url, now)
        _tell_where_next(console, api_url, home)
        if keep_serving:
            tell("Serving until Ctrl-C.")
            _until_interrupted()
    return 0 if succeeded else 1


def _tell_night(console: Console, url: str, now: datetime) -> None:
    """One night on one screen: what each outlet gave, what failed, which flags rose and why."""
    with connect(url) as connection:
        row = connection.execute(query("latest_run_of"), {"now_at": now}).fetchone()
        if row is None:
            return
        nights = outlet_nights(connection, row[0])
        health = night_health(connection, row[0])
        failures = failure_counts(connection, row[0])
        flags = list_flags(connection)
    console.print(_outlet_table(nights, {one.outlet_id: one.verdict for one in health}))
    for failure in failures:
        pages = counted(failure.pages, "page")
        what = Text(f"{failure.outlet_id}: {failure.reason} ({pages})", style="yellow")
        where = [Text(f"  {on_one_line(failure.url)}", style="dim")] if failure.url else []
        console.print(_beside(Text("failed  ".rjust(10), style="yellow"), [what, *where]))
    new = [flag for flag in flags if flag.opened_at == now and flag.status == "open"]
    older = [flag for flag in flags if flag.opened_at != now and flag.status == "open"]
    for flag in new:
        _print_flag(console, flag)
    for flag in flags:
        if flag.resolved_at == now:
            console.print(
                _beside(Text("resolved  ", style="green"), [Text(on_one_line(flag.message))])
            )
    if not new:
        console.print("  No new flag.", style="dim")
    if older:
        console.print(f"  {counted(len(older), 'flag')} of earlier nights still open.", style="dim")


def _outlet_table(nights: Sequence[OutletNight], verdicts: Mapping[str, str]) -> Table:
    table = Table(box=SIMPLE_HEAD, header_style="bold", pad_edge=False, collapse_padding=True)
    table.add_column("outlet", no_wrap=True)
    table.add_column("state", no_wrap=True)
    for heading in ("listed", "asked", "new", "changed", "figures", "flags"):
        table.add_column(heading, justify="right")
    for night in nights:
        numbers = (
            *(night.listed, night.fetched, night.new_versions, night.changed_versions),
            *(night.figures, night.flags),
        )
        verdict = verdicts.get(night.outlet_id, READ_ONLY)
        table.add_row(
            escape(on_one_line(night.name)), _STATES.get(verdict, verdict), *map(str, numbers)
        )
    return table


def _print_flag(console: Console, flag: Flag) -> None:
    """A flag as a person reads it: what is wrong, then who said what, where."""
    mark = Text(f"{flag.severity:>8}  ", style=SEVERITY_STYLE[flag.severity])
    lines = [Text(on_one_line(flag.message), style="bold")]
    for piece in flag.evidence[-2:]:
        said = f" {piece.published_at[:10]}" if piece.published_at else ""
        lines.append(Text(f"{on_one_line(piece.outlet)}{said}: “{shortened(piece.quote, 90)}”"))
        lines.append(Text(f"  {on_one_line(piece.url)}", style="dim"))
    console.print(_beside(mark, [*lines, Text()]))


def _beside(mark: Text, lines: Sequence[Text]) -> Table:
    """Lines in a column of their own, to the right of a mark."""
    grid = Table.grid()
    grid.add_column(no_wrap=True)
    # Folded, because rich would cut a wide character that ends a line by one cell too late.
    grid.add_column(overflow="fold")
    for number, line in enumerate(lines):
        grid.add_row(mark if number == 0 else "", line)
    return grid


def _tell_where_next(console: Console, api_url: str, home: Home) -> None:
    console.rule("Where to look next")
    rows: Iterable[tuple[str, str]] = (
        ("jipyo flags", "every flag with its quotes and links"),
        ("jipyo db psql", "the tables, by SQL"),
        ("in a browser", f"figures and flags: {report_address(home)}"),
        ("jipyo demo --keep-serving", f"leave the Prefect UI up: {api_url.removesuffix('/api')}"),
        ("jipyo down", "stop Postgres; the data stays"),
    )
    table = Table.grid(padding=(0, 3))
    for command, meaning in rows:
        table.add_row(Text(command, style="bold"), meaning)
    console.print(table)


def _until_interrupted() -> None:
    over = threading.Event()
    before: dict[int, Any] = {
        number: signal.signal(number, lambda *_: over.set())
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        over.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
