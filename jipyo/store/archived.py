"""Captures that come from archives, and captures on their way into one."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from jipyo.store.ids import content_id
from jipyo.store.queries import query

EXPORTED_AT_ONCE = 50
"""Captures that an export holds in memory."""


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """A page as an archive has it.

    ``body`` is ``None`` where the archive says only that the page was as it had been; then
    ``body_sha256`` is the digest of a body that is stored.
    """

    outlet_id: str
    url: str
    fetched_at: datetime
    status: int
    request_headers: Mapping[str, str]
    response_headers: Mapping[str, str]
    body: bytes | None
    body_sha256: bytes
    listed_at: datetime | None = None
    listed_from: str | None = None

    @property
    def capture_id(self) -> UUID:
        """The id that the capture has, here and in every store that has it."""
        return content_id("capture", (self.outlet_id, self.url, self.body_sha256, self.fetched_at))


def body_digest(body: bytes) -> bytes:
    """The digest by which bodies are addressed: SHA-256."""
    return hashlib.sha256(body).digest()


def known_captures(connection: psycopg.Connection[Any], ids: Sequence[UUID]) -> set[UUID]:
    """Which of these captures are stored."""
    rows = connection.execute(query("known_captures"), {"capture_ids": list(ids)})
    return {row[0] for row in rows.fetchall()}


def add_archived(
    connection: psycopg.Connection[Any], run_id: UUID, pages: Sequence[ArchivedPage]
) -> set[UUID]:
    """Keep pages from an archive in one transaction; return the ids of those that are new.

    Each page is a capture of its time, whatever was stored before or after it: the order in which
    archives are read changes nothing, and reading one again adds nothing. The ledger learns an
    answer only where it knows none that is later.
    """
    new: set[UUID] = set()
    with connection.transaction():
        bodies = {page.body_sha256: page.body for page in pages if page.body is not None}
        for digest, body in sorted(bodies.items()):
            connection.execute(
                query("add_capture_body"),
                {
                    "body_sha256": digest,
                    "content": gzip.compress(body, compresslevel=6, mtime=0),
                    "size_bytes": len(body),
                },
            )
        # Two imports side by side meet the addresses in the same order.
        for page in sorted(pages, key=lambda page: (page.outlet_id, page.url, page.fetched_at)):
            parameters = {
                "capture_id": page.capture_id,
                "outlet_id": page.outlet_id,
                "url": page.url,
                "fetched_at": page.fetched_at,
                "status": page.status,
                "request_headers": Jsonb(dict(page.request_headers)),
                "response_headers": Jsonb(dict(page.response_headers)),
                "body_sha256": page.body_sha256,
                "listed_at": page.listed_at,
                "listed_from": page.listed_from,
                "run_id": run_id,
                "etag": page.response_headers.get("etag"),
                "last_modified": page.response_headers.get("last-modified"),
            }
            connection.execute(query("add_archived_address"), parameters)
            connection.execute(query("lock_address"), parameters)
            if connection.execute(query("add_capture"), parameters).rowcount:
                new.add(page.capture_id)
                connection.execute(query("note_archived_answer"), parameters)
    return new


def body_of_revisit(
    connection: psycopg.Connection[Any],
    *,
    outlet_id: str,
    url: str | None,
    fetched_at: datetime | None,
    body_sha256: bytes | None,
) -> bytes | None:
    """The digest of the stored body of which a revisit says that it came again, if it is stored.

    Args:
        connection: A connection.
        outlet_id: Outlet of the page.
        url: Address of the capture to which the revisit refers, if it does.
        fetched_at: The time of that capture.
        body_sha256: The digest of the body, where the revisit states it in SHA-256.
    """
    row = connection.execute(
        query("body_of_revisit"),
        {"outlet_id": outlet_id, "url": url, "fetched_at": fetched_at, "body_sha256": body_sha256},
    ).fetchone()
    return row[0] if row else None


@dataclass(frozen=True, slots=True)
class ExportedCapture:
    """A capture as it is stored, with the one that has its body first.

    ``content`` is compressed with gzip, and ``None`` where an earlier capture of the export has the
    body, or where ``has_body`` says that the body is gone.
    """

    capture_id: UUID
    outlet_id: str
    url: str
    fetched_at: datetime
    status: int
    request_headers: dict[str, str]
    response_headers: dict[str, str]
    content: bytes | None
    has_body: bool
    body_sha256: bytes
    first_id: UUID
    first_url: str
    first_fetched_at: datetime
    listed_at: datetime | None
    listed_from: str | None


def count_export(
    connection: psycopg.Connection[Any],
    *,
    outlet_ids: Sequence[str] | None,
    since: datetime | None,
    until: datetime | None,
) -> int:
    """How many captures `exported_captures` gives."""
    row = connection.execute(
        query("count_export"), {"outlet_ids": outlet_ids, "since": since, "until": until}
    ).fetchone()
    return int(row[0]) if row else 0


def exported_captures(
    connection: psycopg.Connection[Any],
    *,
    outlet_ids: Sequence[str] | None,
    since: datetime | None,
    until: datetime | None,
) -> Iterator[ExportedCapture]:
    """Captures with their bodies, in the order of time, a few in memory at once.

    Args:
        connection: A connection in a transaction, whose picture of the store is exported.
        outlet_ids: Only of these outlets.
        since: Only what was fetched then or later.
        until: Only what was fetched before.
    """
    with connection.cursor("export", row_factory=class_row(ExportedCapture)) as cursor:
        cursor.itersize = EXPORTED_AT_ONCE
        cursor.execute(
            query("export_captures"), {"outlet_ids": outlet_ids, "since": since, "until": until}
        )
        yield from cursor
