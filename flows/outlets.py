"""Outlets by hand: proposed, tried, listed, with what the store knows of their last night."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.rows import dict_row

from flows.probing import MOST_REQUESTS, Probe
from jipyo.series.places import Place, Places
from jipyo.store.database import VARIABLE, connect, store_exists
from jipyo.store.errors import JipyoError
from jipyo.store.home import Home
from jipyo.store.hosts import hold_hosts, hosts_to_leave, note_visit_ended, pause_owed_seconds
from jipyo.store.queries import query
from jipyo.store.server import EmbeddedServer
from spiders.examination import SAMPLES, Examination, examine
from spiders.outlets import Outlet
from spiders.proposal import Proposal, ProposalError, propose, site_of


class HostBusyError(JipyoError):
    """A crawl asks the same host just now, or the host asked to be left alone."""


_OFFICE = re.compile(r"(?:교육)?청?(?![가-힣])")
"""What follows the name of a government in the name of its own site; 경남도민일보 is none."""


def proposed(
    url: str,
    *,
    known: dict[str, Outlet],
    now: datetime,
    connect_to: str | None,
    tell: Callable[[str], None],
) -> Proposal:
    """The entry under which a site would be collected, found by asking it politely.

    Raises:
        ProposalError: the address is none, the site refuses, or no articles are found on it.
        HostBusyError: a crawl asks the same host just now, or it asked to be left alone.
        ProbeFailedError: the process that asks broke.
    """
    address = url if "://" in url else f"https://{url}"
    site = site_of(address, connect_to=connect_to)
    with (
        _held(site, now) as owed,
        Probe(site, most_requests=MOST_REQUESTS, owed_seconds=owed, tell=tell) as probe,
    ):
        return propose(address, site, probe.robots, probe.ask, now, known=known)


def tried(outlet: Outlet, *, now: datetime, tell: Callable[[str], None]) -> Examination:
    """What a look at an outlet finds: every feed and list once, and five articles.

    Raises:
        HostBusyError: a crawl asks the same host just now, or it asked to be left alone.
        ProbeFailedError: the process that asks broke.
    """
    # A redirect costs a request, too.
    most = 2 * (1 + len(outlet.feeds) + len(outlet.lists) + SAMPLES)
    with (
        _held(outlet, now) as owed,
        Probe(outlet, most_requests=most, owed_seconds=owed, tell=tell) as probe,
    ):
        return examine(outlet, probe.robots, probe.ask, now)


@contextmanager
def _held(outlet: Outlet, now: datetime) -> Generator[float]:
    """Hold the hosts of an outlet against crawls while the block runs, where a store runs.

    Gives how many seconds the hosts are still owed from the visit before.
    """
    if not _store_runs():
        yield 0.0  # No crawl of this home can be under way.
        return
    delay = outlet.politeness.delay_seconds
    with connect() as connection:
        connection.autocommit = True  # No transaction stays open while hosts take their time.
        if not hold_hosts(connection, outlet.hosts, patience_seconds=0):
            raise HostBusyError(
                f"{', '.join(sorted(outlet.hosts))} is being crawled, and no host is asked twice "
                "at once. Try again when the crawl has ended."
            )
        for left in hosts_to_leave(connection, outlet.hosts, now):
            raise HostBusyError(
                f"{left.detail}. Try again after {left.until.isoformat(timespec='minutes')}."
            )
        try:
            yield pause_owed_seconds(connection, outlet.hosts, delay_seconds=delay)
        finally:
            note_visit_ended(connection, outlet.hosts, pause_seconds=delay)


def place_of_site(name: str, host: str) -> str | None:
    """The local government whose own site this is, by its name or its host; else ``None``.

    A newspaper names its region too (경남일보), but is not its site.
    """
    register = Places.load()
    labels = host.lower().split(".")
    if labels[-2:] == ["go", "kr"]:
        # Offices take the romanised name for their host, and so do the ids of the register.
        named = {
            register.canonical(place).id: place
            for place in register
            if place.valid_to is None and place.id.split("-", 2)[-1] == labels[-3]
        }
        if len(named) == 1:
            return register.label(next(iter(named.values())))
    mentions = [
        mention
        for mention in register.find(name)
        if mention.official and _OFFICE.match(name, mention.end)
    ]
    places: dict[str, Place] = {
        place.id: place
        for mention in mentions
        for place in mention.places
        if place.valid_to is None
    }
    return register.label(next(iter(places.values()))) if len(places) == 1 else None


@dataclass(frozen=True, slots=True)
class ListedOutlet:
    """An outlet with what the store has of its last night; ``night`` is ``None`` if nothing."""

    outlet: Outlet
    night: dict[str, Any] | None


def listed(
    known: dict[str, Outlet], *, enabled: bool | None = None, place: str | None = None
) -> tuple[Sequence[ListedOutlet], bool]:
    """The known outlets, and whether a store could be asked about their last nights.

    Nothing is started for it: where the embedded server is down, the outlets stand alone.

    Args:
        known: The outlets.
        enabled: Only those that the night collects, or only the others.
        place: Only those of this local government, or of a place in it.

    Raises:
        ProposalError: no local government has this name.
    """
    chosen = [
        outlet
        for outlet in known.values()
        if (enabled is None or outlet.enabled is enabled)
        and (place is None or _lies_in(outlet.place, place))
    ]
    nights, asked = _last_nights()
    return [ListedOutlet(outlet, nights.get(outlet.id)) for outlet in chosen], asked


def _lies_in(name: str | None, wanted: str) -> bool:
    register = Places.load()
    place = register.resolve(wanted)
    if place is None:
        raise ProposalError(
            f"{wanted} is in no register of local governments. Write its official name, as 창원시."
        )
    found = register.resolve(name) if name else None
    while found is not None:
        if found.id == place.id:
            return True
        found = register.parent(found)
    return False


def _last_nights() -> tuple[dict[str, dict[str, Any]], bool]:
    if not _store_runs():
        return {}, False
    with connect() as connection:
        cursor = connection.cursor(row_factory=dict_row)
        rows = cursor.execute(query("outlets_last_night")).fetchall()
    return {row.pop("outlet_id"): row for row in rows}, True


def _store_runs() -> bool:
    """Whether there is a store that can be asked without starting anything."""
    if not store_exists():
        return False
    return bool(os.environ.get(VARIABLE)) or EmbeddedServer(Home.located()).is_running()
