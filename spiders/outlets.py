"""Outlets: which news sites and city boards are known, and how each wants to be visited.

`outlets.yaml` beside this file is shipped and read-only. `outlets.yaml` in the home folder adds
entries and overrides fields of shipped ones by their id.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, cast
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from jipyo.pages.families import FAMILIES
from jipyo.store.errors import JipyoError
from jipyo.store.home import Home
from jipyo.store.written import load_yaml
from spiders.public import why_not_public

DAYS = ["weekends", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
"""Days on which an outlet may be empty; dates are such too."""

SHIPPED = Path(__file__).with_name("outlets.yaml")

SAMPLE_HOST = "127.0.0.1"
"""Where sample sites are served."""

LEAST_LIVE_DELAY_SECONDS = 1.0
"""Nobody's host is asked faster than this."""

RECHECK_AFTER_DAYS = (1, 3, 7, 30, 90, 270)
"""Most edits come in the first days; then each mark is about three times the one before."""


class OutletsError(JipyoError):
    """An outlets file is wrong; the message names file, entry and field."""


class Politeness(BaseModel):
    """How an outlet is visited. All times in seconds.

    Attributes:
        delay_seconds: Least pause from the end of an answer to the next request, over all its
            hosts. A longer Crawl-delay in robots.txt wins; slow answers lengthen it.
        timeout_seconds: How long an answer may take.
        largest_page_bytes: Answers that are larger are not read.
        largest_attachment_bytes: The same for documents that pages offer.
        requests_per_night: Most requests in a news day, whatever they are for; what is left over
            stays due.
        longest_wait_seconds: A host that asks for a longer wait (Retry-After) is left alone until
            then; for a shorter one the crawl waits once.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    delay_seconds: float = Field(5.0, ge=0)
    timeout_seconds: float = Field(60.0, gt=0)
    largest_page_bytes: int = Field(10_000_000, gt=0)
    largest_attachment_bytes: int = Field(30_000_000, gt=0)
    requests_per_night: int = Field(2000, gt=0)
    longest_wait_seconds: float = Field(120.0, ge=0)


class Outlet(BaseModel):
    """One outlet.

    Attributes:
        id: Short stable name; it stands in every table.
        name: Name as the outlet prints it.
        family: Site family whose page reader and link patterns serve it.
        origin: Scheme and host of its public addresses, as ``https://www.example.kr``.
        other_hosts: Further hosts under which its pages answer; nothing else is ever asked.
        feeds: Paths of its RSS or Atom feeds.
        lists: Paths of its list pages, the newest articles first. An entry with neither feeds nor
            lists takes the first feed and the first list of its family.
        list_pages: How many pages of each list are turned while unknown articles appear.
        article_pattern: Regular expression over path and query of article addresses; only for
            families whose addresses are not fixed.
        place: Official name of the local government that it belongs to or mostly writes about.
        politeness: How it is visited.
        recheck_after_days: Ages of an article, in days since its publication, at which it is looked
            at again for edits, ascending; empty: never.
        attachments: ``when_no_text`` asks for the attached documents of pages that have no text of
            their own; ``never`` asks for none.
        keep_bodies_days: For how many days the bodies of its pages and of their documents are kept
            (docs/housekeeping.md); ``None`` is for ever. Figures and quotes stay.
        may_be_empty: Whether it may list nothing: ``True``, or days on which it may, as
            ``weekends``, ``monday`` … ``sunday`` and dates (2026-09-25). A night stands for the
            day whose news it brings.
        enabled: Whether the nightly run collects it.
        verified: Day on which a person last saw that its entry fits the live site, or ``never``.
        sample: True for look-alike sites on this machine.
        connect_to: For samples only: where its requests really go; addresses stay the public ones.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,40}$")
    name: str = Field(min_length=1)
    family: str
    origin: str
    other_hosts: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    list_pages: int = Field(3, ge=1, le=50)
    article_pattern: str | None = None
    place: str | None = None
    politeness: Politeness = Politeness()  # type: ignore[call-arg]
    recheck_after_days: tuple[Annotated[int, Field(ge=1, le=36_500)], ...] = RECHECK_AFTER_DAYS
    attachments: Literal["when_no_text", "never"] = "when_no_text"
    keep_bodies_days: int | None = Field(None, ge=1, le=36_500)
    may_be_empty: bool | tuple[str, ...] = False
    enabled: bool = False
    verified: str = "never"
    sample: bool = False
    connect_to: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _recheck_days_are_ages_now(cls, entry: object) -> object:
        if isinstance(entry, dict) and "recheck_days" in entry:
            days: object = cast("dict[str, object]", entry)["recheck_days"]
            ages = [1, 3]
            if isinstance(days, int):
                ages = sorted({*(age for age in RECHECK_AFTER_DAYS if age < days), days} - {0})
            raise ValueError(
                "recheck_days is gone: write the ages in days at which an article is looked at "
                f"again, here recheck_after_days: {ages}"
            )
        return entry

    @field_validator("family")
    @classmethod
    def _family_is_known(cls, family: str) -> str:
        if family not in FAMILIES:
            raise ValueError(f"{family!r} is none of {', '.join(sorted(FAMILIES))}")
        return family

    @field_validator("origin")
    @classmethod
    def _origin_is_public(cls, origin: str) -> str:
        parts = urlsplit(origin)
        _ = parts.port  # A number that is no port is told as such.
        if (
            parts.scheme not in {"https", "http"}
            or not parts.hostname
            or not _is_plain(origin)
            or parts.path not in {"", "/"}
            or parts.query
            or parts.fragment
        ):
            raise ValueError("must be a scheme and a host, as https://www.example.kr")
        _refuse_private(parts.hostname)
        return origin.rstrip("/")

    @field_validator("other_hosts")
    @classmethod
    def _hosts_are_public(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        for host in hosts:
            _refuse_private(host)
        return hosts

    @field_validator("feeds", "lists")
    @classmethod
    def _paths_are_paths(cls, paths: tuple[str, ...]) -> tuple[str, ...]:
        for path in paths:
            if not path.startswith("/") or path.startswith("//"):
                raise ValueError(f"{path!r} must be a path on the outlet's host, as /rss/all.xml")
        return paths

    @field_validator("recheck_after_days")
    @classmethod
    def _ages_ascend(cls, ages: tuple[int, ...]) -> tuple[int, ...]:
        if any(later <= earlier for earlier, later in pairwise(ages)):
            raise ValueError(f"{list(ages)} must ascend, as {list(RECHECK_AFTER_DAYS)}")
        return ages

    @field_validator("article_pattern")
    @classmethod
    def _pattern_compiles(cls, pattern: str | None) -> str | None:
        if pattern is not None:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"is no regular expression: {error}") from None
        return pattern

    @field_validator("may_be_empty", mode="before")
    @classmethod
    def _days_are_days(cls, said: object) -> object:
        if isinstance(said, bool):
            return said
        days = cast("list[object]", said) if isinstance(said, (list, tuple)) else [said]
        named = tuple(map(str, days))  # YAML gives a date as a date.
        for day in named:
            if day not in DAYS and not _is_date(day):
                raise ValueError(
                    f"{day!r} is neither true nor false, nor one of {', '.join(DAYS)}, nor a date "
                    "as 2026-09-25"
                )
        return named

    @field_validator("verified", mode="before")
    @classmethod
    def _verified_is_text(cls, value: object) -> str:
        return str(value)  # YAML gives a date as a date.

    @model_validator(mode="before")
    @classmethod
    def _takes_what_its_family_usually_has(cls, entry: object) -> object:
        if not isinstance(entry, dict) or "feeds" in entry or "lists" in entry:
            return cast("object", entry)
        fields = cast("dict[str, Any]", entry)
        family = FAMILIES.get(str(fields.get("family")))
        if family is None:
            return fields
        # The others of a family are what to try next where the first is not there.
        return {**fields, "feeds": family.feeds[:1], "lists": family.lists[:1]}

    @model_validator(mode="after")
    def _fits_together(self) -> Outlet:
        if not FAMILIES[self.family].fixed_addresses and not self.article_pattern:
            raise ValueError(f"family {self.family} needs article_pattern")
        if not self.feeds and not self.lists:
            raise ValueError("needs a feed or a list, or no article would ever be found")
        if not self.sample and self.politeness.delay_seconds < LEAST_LIVE_DELAY_SECONDS:
            raise ValueError(
                f"politeness.delay_seconds must be at least {LEAST_LIVE_DELAY_SECONDS:g} for an "
                "outlet that is no sample"
            )
        if self.connect_to is not None:
            parts = urlsplit(self.connect_to)
            if not self.sample:
                raise ValueError("connect_to is for entries with sample: true")
            if (
                parts.scheme not in {"http", "https"}
                or parts.hostname != SAMPLE_HOST
                or parts.port is None
            ):
                raise ValueError("connect_to must be http://127.0.0.1:PORT (or https)")
        return self

    @property
    def hosts(self) -> frozenset[str]:
        """Every host that may be asked for this outlet."""
        return frozenset({urlsplit(self.origin).hostname or "", *self.other_hosts})

    @property
    def host(self) -> str:
        """The main host."""
        return urlsplit(self.origin).hostname or ""

    def serves(self, url: str) -> bool:
        """Whether an address is on a host of this outlet, at a usual port of web servers.

        Addresses with a user or a password, and those that programs read differently, are not.
        """
        if not _is_plain(url):
            return False
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            return False
        usual = {None, 80, 443, urlsplit(self.origin).port}
        return parts.scheme in {"http", "https"} and parts.hostname in self.hosts and port in usual

    def settings(self) -> dict[str, Any]:
        """The entry as it is kept in table ``outlet``, without what has columns of its own."""
        return self.model_dump(
            mode="json",
            exclude={"id", "name", "family", "origin", "place", "sample", "connect_to"},
        )


def _is_plain(url: str) -> bool:
    """Whether everybody finds the same host in an address: no user, no backslash, no blanks."""
    authority = re.split(r"[/?#]", url.partition("://")[2], maxsplit=1)[0]
    return not re.search(r"[@\\\s\x00-\x20\x7f]", authority)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _refuse_private(host: str) -> None:
    reason = why_not_public(host)
    if reason:
        raise ValueError(reason)


def load_outlets(home: Home) -> dict[str, Outlet]:
    """All known outlets by id: the shipped ones, with the overlay of the home folder over them.

    Raises:
        OutletsError: a file cannot be read, or an entry is wrong.
    """
    entries: dict[str, dict[str, Any]] = {}
    origins: dict[str, Path] = {}
    for file in (SHIPPED, home.outlets_overlay):
        for entry in _entries(file):
            merged = {**entries.get(entry["id"], {}), **entry}
            entries[entry["id"]] = merged
            origins[entry["id"]] = file
    known: dict[str, Outlet] = {}
    for outlet_id, entry in entries.items():
        try:
            known[outlet_id] = Outlet.model_validate(entry)
        except ValidationError as error:
            faults = "; ".join(
                f"{'.'.join(map(str, fault['loc'])) or 'entry'}: "
                f"{fault['msg'].removeprefix('Value error, ')}"
                for fault in error.errors()
            )
            raise OutletsError(
                f"{origins[outlet_id]}, outlet {outlet_id}: {faults}. Mend the entry; nothing was "
                "collected."
            ) from None
    return known


def _entries(file: Path) -> list[dict[str, Any]]:
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise OutletsError(f"{file} cannot be read: {error}.") from None
    try:
        loaded = load_yaml(text)
    except yaml.YAMLError as error:
        raise OutletsError(f"{file} is no YAML: {' '.join(str(error).split())}.") from None
    if loaded is None:
        return []
    if not isinstance(loaded, list):
        raise OutletsError(f"{file} must be a list of entries that begin with '- id:'.")
    entries: list[dict[str, Any]] = []
    seen: set[str] = set()
    for number, entry in enumerate(cast("list[object]", loaded), start=1):
        if not isinstance(entry, dict) or not isinstance(
            cast("dict[str, Any]", entry).get("id"), str
        ):
            raise OutletsError(f"{file}: entry {number} has no id.")
        fields = cast("dict[str, Any]", entry)
        if fields["id"] in seen:
            raise OutletsError(f"{file}: outlet {fields['id']} stands there twice.")
        seen.add(fields["id"])
        entries.append(fields)
    return entries


def write_overlay(home: Home, entries: list[dict[str, Any]]) -> None:
    """Put entries into the overlay of the home folder, in place of those with the same ids."""
    new = {entry["id"]: entry for entry in entries}
    kept = [entry for entry in _entries(home.outlets_overlay) if entry["id"] not in new]
    text = yaml.safe_dump([*kept, *new.values()], allow_unicode=True, sort_keys=False)
    part = home.outlets_overlay.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    part.replace(home.outlets_overlay)
