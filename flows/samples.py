"""The sample sites as outlets of a home: served, switched on, and each night a night further."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import psycopg

from jipyo.samples import NIGHTS, SampleSites
from jipyo.store.database import connect, database_url
from jipyo.store.errors import JipyoError
from jipyo.store.home import Home
from jipyo.store.queries import query
from spiders.outlets import load_outlets, write_overlay
from spiders.overlay import set_field

FOLLOW_SECONDS = 2.0
"""How often it is looked whether a night has completed."""


def refuse_among_real_articles(home: Home) -> None:
    """Refuse samples where real outlets' articles are.

    Raises:
        JipyoError: the home holds some.
    """
    with connect(database_url(home)) as connection:
        row = connection.execute(query("count_real_articles")).fetchone()
    if row and row[0]:
        raise JipyoError(
            f"{home.root} holds {row[0]} articles of real outlets, among which samples have no "
            "place. Set JIPYO_HOME to another folder for the samples."
        )


def disable_sample_outlets(home: Home) -> Sequence[str]:
    """Switch off the sample outlets of a home, which nobody serves; return their ids."""
    enabled = [one.id for one in load_outlets(home).values() if one.sample and one.enabled]
    for outlet_id in enabled:
        set_field(home, outlet_id, "enabled", False)
    return enabled


@dataclass(slots=True)
class SampleOutlets:
    """The sample sites, served by this process and collected by the nights of a home.

    They show the first of their nights until one has completed in this home, then the second, and
    so on; after the last nothing on them changes.
    """

    home: Home
    _sites: SampleSites = field(init=False)
    _url: str = field(init=False, default="")
    _look_at: float = field(init=False, default=0.0)

    def start(self) -> None:
        """Serve the sites and switch their outlets on.

        Raises:
            JipyoError: the home holds articles of real outlets.
        """
        refuse_among_real_articles(self.home)
        self._url = database_url(self.home)
        self._sites = SampleSites(self._night())
        self._sites.__enter__()
        write_overlay(
            self.home, [{**entry, "enabled": True} for entry in self._sites.outlet_entries()]
        )

    def follow(self) -> None:
        """Show the next night where one has completed; cheap enough to be called all the time."""
        if time.monotonic() < self._look_at:
            return
        self._look_at = time.monotonic() + FOLLOW_SECONDS
        try:
            night = self._night()
        except (psycopg.Error, JipyoError):
            return  # The database is away for a moment, and what they show stays as it is.
        if night != self._sites.night:
            self._sites.night = night

    def stop(self) -> None:
        """Switch the outlets off, which cannot be collected any more, and serve no longer."""
        disable_sample_outlets(self.home)
        self._sites.__exit__(None, None, None)

    def _night(self) -> int:
        with connect(self._url) as connection:
            row = connection.execute(
                "SELECT count(*) FROM night_run WHERE kind = 'nightly' AND state = 'completed'"
            ).fetchone()
        return min(1 + (row[0] if row else 0), len(NIGHTS))
