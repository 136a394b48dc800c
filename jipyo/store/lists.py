"""Feeds and lists as last read: so that one with nothing new costs one request and no body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import psycopg
from psycopg.rows import class_row

from jipyo.store.captures import ListedAddress, add_addresses
from jipyo.store.queries import query


@dataclass(frozen=True, slots=True)
class KnownList:
    """A feed or the first page of a list as last read.

    Attributes:
        listed: Canonical addresses of the articles that stood on it.
        etag: ETag of that answer.
        last_modified: Last-Modified of that answer.
        is_turned: Whether its further pages were turned until everything was known.
        fetched_at: What the run that read it took as now.
    """

    listed: Sequence[str]
    etag: str | None
    last_modified: str | None
    is_turned: bool
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class ReadList:
    """A feed or the first page of a list as just read; see `KnownList`."""

    url: str
    kind: Literal["feed", "list"]
    read_as: str
    etag: str | None
    last_modified: str | None


def known_list(
    connection: psycopg.Connection[Any], outlet_id: str, url: str, read_as: str
) -> KnownList | None:
    """What was last read at an address, or ``None`` if nothing was, or in another way."""
    with connection.cursor(row_factory=class_row(KnownList)) as cursor:
        return cursor.execute(
            query("known_list_page"), {"outlet_id": outlet_id, "url": url, "read_as": read_as}
        ).fetchone()


def keep_list(
    connection: psycopg.Connection[Any],
    outlet_id: str,
    page: ReadList,
    listed: Sequence[ListedAddress],
    now: datetime,
) -> None:
    """Keep a feed or the first page of a list with its addresses.

    One transaction: what a later "not modified" refers to is in the ledger. A list with new
    addresses counts as not turned until `list_is_turned` says so.
    """
    with connection.transaction():
        add_addresses(connection, outlet_id, listed, now)
        connection.execute(
            query("keep_list_page"),
            {
                "outlet_id": outlet_id,
                "url": page.url,
                "kind": page.kind,
                "listed": [entry.url for entry in listed],
                "read_as": page.read_as,
                "etag": page.etag,
                "last_modified": page.last_modified,
                "now": now,
            },
        )


def list_is_turned(connection: psycopg.Connection[Any], outlet_id: str, url: str) -> None:
    """Note that a list was turned until everything was known, or to its end."""
    connection.execute(
        "UPDATE list_page SET is_turned = true WHERE outlet_id = %s AND url = %s", (outlet_id, url)
    )


def confirm_list(
    connection: psycopg.Connection[Any], outlet_id: str, url: str, now: datetime
) -> None:
    """Note that the host said that a feed or list is unchanged."""
    connection.execute(
        "UPDATE list_page SET confirmed_at = %s WHERE outlet_id = %s AND url = %s",
        (now, outlet_id, url),
    )
