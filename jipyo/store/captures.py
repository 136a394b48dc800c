"""What a crawl writes: the ledger of addresses, captures, failures, and what the outlet gave."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol
from uuid import UUID

import psycopg
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from jipyo.store.ids import content_id
from jipyo.store.queries import query

RETRY_DAYS = 14
"""How long after its discovery an address that never answered is asked for again."""

Step = Literal["discover", "fetch", "parse"]


class OutletEntry(Protocol):
    """What the store keeps of an outlet; entries of `outlets.yaml` are such."""

    @property
    def id(self) -> str:
        """Short stable id."""
        ...

    @property
    def name(self) -> str:
        """Name as printed."""
        ...

    @property
    def family(self) -> str:
        """Site family."""
        ...

    @property
    def origin(self) -> str:
        """Scheme and host."""
        ...

    @property
    def place(self) -> str | None:
        """Official name of its local government."""
        ...

    @property
    def sample(self) -> bool:
        """Whether it is a look-alike site."""
        ...

    def settings(self) -> dict[str, Any]:
        """The rest of the entry."""
        ...


@dataclass(frozen=True, slots=True)
class DueAddress:
    """An address to be asked for now, with what makes the request conditional."""

    url: str
    listed_at: datetime | None
    listed_from: str | None
    etag: str | None
    last_modified: str | None
    is_known: bool


@dataclass(frozen=True, slots=True)
class ListedAddress:
    """An article address as a feed, a list or a person gave it."""

    url: str
    title: str
    listed_at: datetime | None
    listed_from: Literal["feed", "list", "person"]


@dataclass(frozen=True, slots=True)
class OfferedDocument:
    """A file that carries the text of a page, with its place in the ledger.

    ``document`` numbers the documents of a page, ``form`` the files that are the same document,
    the best first; both from 0. ``discovered_at`` is what the run that found it took as now, as for
    addresses: a run that takes its place after a kill, with the same now, knows it.
    """

    url: str
    name: str
    document: int
    form: int
    discovered_at: datetime


@dataclass(frozen=True, slots=True)
class DueAttachment:
    """An attachment to be asked for now, with what makes the request conditional."""

    page_url: str
    url: str
    name: str
    etag: str | None
    last_modified: str | None
    is_known: bool


@dataclass(frozen=True, slots=True)
class FetchedAttachment:
    """A response with an attached document, as received."""

    page_url: str
    url: str
    fetched_at: datetime
    status: int
    request_headers: Mapping[str, str]
    response_headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A response with a body, as received.

    ``documents`` are the attachments that carry its text, where it has none of its own.
    """

    url: str
    fetched_at: datetime
    status: int
    request_headers: Mapping[str, str]
    response_headers: Mapping[str, str]
    body: bytes
    listed_at: datetime | None
    listed_from: str | None
    documents: Sequence[OfferedDocument] = ()


def register_outlets(
    connection: psycopg.Connection[Any], outlets: Iterable[OutletEntry], now: datetime
) -> None:
    """Bring table ``outlet`` up to date with the entries."""
    with connection.transaction():
        for outlet in outlets:
            connection.execute(
                query("register_outlet"),
                {
                    "outlet_id": outlet.id,
                    "name": outlet.name,
                    "family": outlet.family,
                    "place": outlet.place,
                    "origin": outlet.origin,
                    "is_sample": outlet.sample,
                    "settings": Jsonb(outlet.settings()),
                    "registered_at": now,
                },
            )


def add_addresses(
    connection: psycopg.Connection[Any],
    outlet_id: str,
    listed: Sequence[ListedAddress],
    now: datetime,
) -> int:
    """Write listed addresses into the ledger; return how many were not in it."""
    new = 0
    with connection.transaction():
        for entry in listed:
            new += connection.execute(
                query("add_address"),
                {
                    "outlet_id": outlet_id,
                    "url": entry.url,
                    "now": now,
                    "listed_title": entry.title,
                    "listed_at": entry.listed_at,
                    "listed_from": entry.listed_from,
                },
            ).rowcount
    return new


def told_tonight(
    connection: psycopg.Connection[Any], outlet_id: str, urls: Sequence[str], now: datetime
) -> int:
    """How many of some listed addresses were first told in this run, by any list or feed.

    A list whose first page holds nothing but what a feed told just now is not known: the pages
    behind it may hold what nobody has told yet.
    """
    row = connection.execute(
        query("told_tonight"), {"outlet_id": outlet_id, "urls": list(urls), "now": now}
    ).fetchone()
    return int(row[0]) if row else 0


def due_addresses(
    connection: psycopg.Connection[Any],
    outlet_id: str,
    *,
    now: datetime,
    urls: Sequence[str] | None = None,
    rechecks_only: bool = False,
) -> Sequence[DueAddress]:
    """Addresses to be asked for: new ones, unanswered ones, and pages to be looked at again.

    They come in this order, so that rechecks are what is left when a night ends early. A page is
    looked at again at the ages that its outlet's settings name (``recheck_after_days``), and the
    next night where it failed or was gone once; SQL function ``next_recheck`` has the rule. What
    was asked at or after ``now`` is not due: a replayed night finds it known. With ``urls`` exactly
    those are due; with ``rechecks_only`` only known pages are that are to be looked at again.
    """
    with connection.cursor(row_factory=class_row(DueAddress)) as cursor:
        return cursor.execute(
            query("due_addresses"),
            {
                "outlet_id": outlet_id,
                "now": now,
                "retry_since": now - timedelta(days=RETRY_DAYS),
                "urls": list(urls) if urls is not None else None,
                "rechecks_only": rechecks_only,
            },
        ).fetchall()


def outlets_to_recheck(connection: psycopg.Connection[Any], now: datetime) -> Sequence[str]:
    """Ids of the outlets with known pages that are to be looked at again at a moment."""
    rows = connection.execute(query("outlets_to_recheck"), {"now": now}).fetchall()
    return [outlet_id for (outlet_id,) in rows]


def store_pages(
    connection: psycopg.Connection[Any],
    outlet_id: str,
    run_id: UUID,
    pages: Sequence[FetchedPage],
) -> list[bool]:
    """Keep pages, all or none; return of each whether its body differs from the last one.

    An equal body is no new capture; only the ledger learns that it was asked for. A page is one
    statement, and no statement waits for the one before: what comes beside a crawl costs one way to
    the server and back.
    """
    with connection.transaction(), connection.cursor() as cursor:
        cursor.executemany(
            query("store_page"),
            [_stored(outlet_id, run_id, page) for page in pages],
            returning=True,
        )
        return [bool(row[0]) for result in cursor.results() for row in result]


def _stored(outlet_id: str, run_id: UUID, page: FetchedPage) -> dict[str, Any]:
    digest = hashlib.sha256(page.body).digest()
    identity = (outlet_id, page.url, digest, page.fetched_at)
    return {
        "capture_id": content_id("capture", identity),
        "outlet_id": outlet_id,
        "url": page.url,
        "fetched_at": page.fetched_at,
        "status": page.status,
        "request_headers": Jsonb(dict(page.request_headers)),
        "response_headers": Jsonb(dict(page.response_headers)),
        "body_sha256": digest,
        "content": _compressed(page.body),
        "size_bytes": len(page.body),
        "listed_at": page.listed_at,
        "listed_from": page.listed_from,
        "run_id": run_id,
        "etag": page.response_headers.get("etag"),
        "last_modified": page.response_headers.get("last-modified"),
        "document_urls": [document.url for document in page.documents],
        "document_names": [document.name for document in page.documents],
        "documents": [document.document for document in page.documents],
        "forms": [document.form for document in page.documents],
        "discovered_at": [document.discovered_at for document in page.documents],
    }


def _compressed(body: bytes) -> bytes:
    # mtime=0: the same body compresses to the same bytes.
    return gzip.compress(body, compresslevel=6, mtime=0)


def _add_body(connection: psycopg.Connection[Any], digest: bytes, body: bytes) -> None:
    connection.execute(
        query("add_capture_body"),
        {"body_sha256": digest, "content": _compressed(body), "size_bytes": len(body)},
    )


def due_attachments(
    connection: psycopg.Connection[Any],
    outlet_id: str,
    *,
    now: datetime,
    recheck_after_days: Sequence[int],
    page_urls: Sequence[str] | None = None,
) -> Sequence[DueAttachment]:
    """Attachments to be asked for: of each document its best form that may yet give a text.

    Args:
        connection: The store.
        outlet_id: The outlet.
        now: The moment that the run took as now; what was asked since is not due, and what was
            discovered later is not known yet.
        recheck_after_days: Ages of the page, in days, at which known ones are asked for again, if
            their host can say "unchanged".
        page_urls: Only those of these pages; of all by default.
    """
    with connection.cursor(row_factory=class_row(DueAttachment)) as cursor:
        return cursor.execute(
            query("due_attachments"),
            {
                "outlet_id": outlet_id,
                "now": now,
                "recheck_after_days": list(recheck_after_days),
                "retry_since": now - timedelta(days=RETRY_DAYS),
                "page_urls": list(page_urls) if page_urls is not None else None,
            },
        ).fetchall()


def store_attachment(
    connection: psycopg.Connection[Any], outlet_id: str, run_id: UUID, fetched: FetchedAttachment
) -> bool:
    """Keep an attached document in one transaction; return whether it differs from the last one.

    Its page waits for its reader again. Where that read an article from an earlier one, the page
    gets another capture, of this moment: what it says has changed now.
    """
    digest = hashlib.sha256(fetched.body).digest()
    identity = (outlet_id, fetched.page_url, fetched.url, digest, fetched.fetched_at)
    parameters = {
        "attachment_capture_id": content_id("attachment capture", identity),
        "outlet_id": outlet_id,
        "page_url": fetched.page_url,
        "url": fetched.url,
        "fetched_at": fetched.fetched_at,
        "status": fetched.status,
        "request_headers": Jsonb(dict(fetched.request_headers)),
        "response_headers": Jsonb(dict(fetched.response_headers)),
        "body_sha256": digest,
        "run_id": run_id,
        "etag": fetched.response_headers.get("etag"),
        "last_modified": fetched.response_headers.get("last-modified"),
    }
    with connection.transaction():
        # The page before its attachments, as parsers lock them.
        page = connection.execute(query("latest_capture"), parameters).fetchone()
        known = connection.execute(query("lock_attachment"), parameters).fetchone()
        is_new = known is None or known[0] != digest
        if is_new:
            _add_body(connection, digest, fetched.body)
            connection.execute(query("add_attachment_capture"), parameters)
            if page is not None and page[3]:
                # Its body has expired, so nothing can be read with the document: the next night
                # asks for the page and takes whatever comes as new. Two steps, for a trigger sets
                # the moment by the first.
                where = (outlet_id, fetched.page_url)
                connection.execute(
                    "UPDATE address SET latest_body_sha256 = '' WHERE outlet_id = %s AND url = %s",
                    where,
                )
                connection.execute(
                    "UPDATE address SET recheck_at = %s WHERE outlet_id = %s AND url = %s",
                    (fetched.fetched_at, *where),
                )
            elif page is not None and page[2] != "article":
                connection.execute(query("read_capture_again"), {"capture_id": page[0]})
            elif page is not None:
                repeated = (outlet_id, fetched.page_url, page[1], fetched.fetched_at)
                connection.execute(
                    query("repeat_capture"),
                    {
                        **parameters,
                        "capture_id": page[0],
                        "new_capture_id": content_id("capture", repeated),
                    },
                )
        connection.execute(
            query("note_attachment_answer"),
            {**parameters, "answer": "captured" if is_new else "unchanged"},
        )
    return is_new


def note_attachment_asked(
    connection: psycopg.Connection[Any],
    outlet_id: str,
    page_url: str,
    url: str,
    *,
    answer: str,
    asked_at: datetime,
) -> None:
    """The ledger learns that an attachment is unchanged, or the reason why it was not had."""
    with connection.transaction():
        connection.execute(
            query("note_attachment_asked"),
            {
                "outlet_id": outlet_id,
                "page_url": page_url,
                "url": url,
                "asked_at": asked_at,
                "answer": answer,
            },
        )


def note_unchanged(
    connection: psycopg.Connection[Any], outlet_id: str, url: str, asked_at: datetime
) -> None:
    """The ledger learns that a page said 304 Not Modified."""
    with connection.transaction():
        connection.execute(
            query("note_asked"),
            {"outlet_id": outlet_id, "url": url, "asked_at": asked_at, "answer": "unchanged"},
        )


def record_failure(
    connection: psycopg.Connection[Any],
    *,
    run_id: UUID,
    outlet_id: str,
    url: str | None,
    step: Step,
    reason: str,
    detail: str,
    occurred_at: datetime,
) -> None:
    """Keep a failure with its reason (docs/reasons.md); the ledger learns it too."""
    with connection.transaction():
        connection.execute(
            query("add_failure"),
            {
                "failure_id": content_id("failure", (run_id, outlet_id, url, step, reason)),
                "run_id": run_id,
                "outlet_id": outlet_id,
                "url": url,
                "step": step,
                "reason": reason,
                "detail": detail[:2000],
                "occurred_at": occurred_at,
            },
        )
        if url is not None and step == "fetch":
            connection.execute(
                query("note_asked"),
                {"outlet_id": outlet_id, "url": url, "asked_at": occurred_at, "answer": reason},
            )


@dataclass(slots=True)
class CrawlCounts:
    """What one crawl did, in pages."""

    listed: int = 0
    fetched: int = 0
    captured: int = 0
    unchanged: int = 0
    failed: int = 0
    seconds: float = 0.0


def record_outlet_night(
    connection: psycopg.Connection[Any], run_id: UUID, outlet_id: str, counts: CrawlCounts
) -> None:
    """Add the counts of a crawl to what the outlet gave in this run (a retried crawl adds on)."""
    with connection.transaction():
        connection.execute(
            query("add_outlet_night"),
            {
                "run_id": run_id,
                "outlet_id": outlet_id,
                "listed": counts.listed,
                "fetched": counts.fetched,
                "captured": counts.captured,
                "unchanged": counts.unchanged,
                "failed": counts.failed,
                "seconds": round(counts.seconds, 2),
            },
        )
