"""The demo: the real nightly job on sample sites that are served on this machine."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from flows.once import prefect_around, run_night
from flows.progress import told
from jipyo.samples import NIGHTS, SampleSites
from jipyo.store.database import connect, database_url
from jipyo.store.errors import JipyoError
from jipyo.store.flags import Flag, list_flags
from jipyo.store.home import Home
from jipyo.store.queries import query
from jipyo.store.runs import news_day
from spiders.outlets import write_overlay

SEVERITY_STYLE = {"critical": "bold red", "warning": "yellow", "info": "cyan"}


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
    with connect(url) as connection:
        row = connection.execute(query("count_real_articles")).fetchone()
    if row and row[0]:
        raise JipyoError(
            f"{home.root} holds {row[0]} articles of real outlets, among which samples have no "
            "place. Set JIPYO_HOME to another folder for the demo."
        )
    with prefect_around(home, tell) as api_url, SampleSites() as sites, told(tell):
        write_overlay(home, sites.outlet_entries())
        outlets = [str(entry["id"]) for entry in sites.outlet_entries()]
        tell(f"Prefect UI: {api_url.removesuffix('/api')}")
        succeeded = True
        for number, now in enumerate(NIGHTS[:nights], start=1):
            sites.night = number
            console.rule(f"Night {number}: {news_day(now)}")
            night_succeeded, message = run_night(now=now, outlets=outlets)
            succeeded = succeeded and night_succeeded
            console.print(Text(message, style="green" if night_succeeded else "bold red"))
            _tell_night(console, url, now)
        _tell_where_next(console, api_url)
        if keep_serving:
            tell("Serving until Ctrl-C.")
            _until_interrupted()
    return 0 if succeeded else 1


def _tell_night(console: Console, url: str, now: datetime) -> None:
    """One night on one screen: outlets, then the flags that are open."""
    from jipyo.store.runs import outlet_nights

    with connect(url) as connection:
        row = connection.execute(query("latest_run_of"), {"now_at": now}).fetchone()
        if row is None:
            return
        nights = outlet_nights(connection, row[0])
        found = list_flags(connection, status="open")
    table = Table("outlet", "state", title_justify="left", header_style="bold")
    for heading in ("listed", "fetched", "new", "changed", "figures", "flags"):
        table.add_column(heading, justify="right")
    for night in nights:
        table.add_row(
            escape(night.name),
            night.state,
            *map(
                str,
                (
                    night.listed,
                    night.fetched,
                    night.new_versions,
                    night.changed_versions,
                    night.figures,
                    night.flags,
                ),
            ),
        )
    console.print(table)
    _print_flags(console, found)


def _print_flags(console: Console, flags: Sequence[Flag]) -> None:
    if not flags:
        console.print("No flag is open.")
        return
    console.print(f"{len(flags)} {'flag is' if len(flags) == 1 else 'flags are'} open:")
    for flag in flags:
        style = SEVERITY_STYLE[flag.severity]
        console.print(Text.assemble((f"  {flag.severity} ", style), (flag.message, "bold")))
        for piece in flag.evidence[-2:]:
            console.print(
                Text(f"      “{_short(piece.quote)}” ({piece.outlet}, {piece.url})", style="dim")
            )


def _short(quote: str, length: int = 110) -> str:
    text = " ".join(quote.split())
    return text if len(text) <= length else text[: length - 1] + "…"


def _tell_where_next(console: Console, api_url: str) -> None:
    console.rule("Where to look next")
    rows: Iterable[tuple[str, str]] = (
        ("jipyo flags", "every flag with its quotes and links"),
        ("jipyo db psql -c 'SELECT * FROM night_run'", "the tables"),
        ("jipyo demo --keep-serving", f"the same with the Prefect UI left up ({api_url})"),
        ("jipyo down", "stop Postgres; the data stays in the home folder"),
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
