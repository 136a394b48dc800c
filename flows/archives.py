"""Pages from WARC files, and captures into one: without Prefect and without checks."""

from __future__ import annotations

import base64
import binascii
import gzip
import io
import logging
import re
import sys
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import urldefrag, urlsplit
from uuid import UUID, uuid4

import psycopg

import jipyo
from flows.progress import step, told
from flows.reading import read_capture, reader_version
from jipyo.archives import (
    ArchivedCapture,
    ArchiveWriter,
    BrokenRecord,
    HttpMessage,
    Record,
    RefusedBodyError,
    decoded_body,
    http_message,
    read_records,
)
from jipyo.archives.writing import KEPT_PREFIX, LISTED_AT_FIELD, LISTED_FROM_FIELD, OUTLET_FIELD
from jipyo.pages.decoding import decode
from jipyo.pages.families import recognise
from jipyo.pages.links import canonical_url
from jipyo.pages.moments import exists_in_every_zone
from jipyo.pages.page import Page
from jipyo.series.releases import same_release
from jipyo.store.archived import (
    ArchivedPage,
    add_archived,
    body_digest,
    body_of_revisit,
    count_export,
    exported_captures,
    known_captures,
)
from jipyo.store.articles import LoadCounts, pending_captures, read_batch
from jipyo.store.captures import register_outlets
from jipyo.store.database import connect, database_url
from jipyo.store.errors import JipyoError, in_a_sentence
from jipyo.store.home import Home
from jipyo.store.ids import content_id
from jipyo.store.queries import query
from jipyo.store.releases import group_releases
from jipyo.store.runs import SEOUL, close_run, counted, open_run, outlet_nights
from spiders.outlets import Outlet, load_outlets

logger = logging.getLogger("flows.archives")

STANDARD_INPUT = Path("-")

BATCH_PAGES = 50
"""Pages in a transaction: what a kill loses at most, and the next run of the same file brings."""

PROGRESS_SECONDS = 5.0

LONGEST_ADDRESS = 2000
"""Characters of an address; a longer one names no article, and no index takes it."""

REMEMBERED_DIGESTS = 200_000
"""How many names of bodies are remembered for revisits, the latest ones."""

_HTML = {"text/html", "application/xhtml+xml"}
_LOOKS_HTML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body)", re.IGNORECASE)
_MOMENT = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)T?(\d\d):?(\d\d):?(\d\d)(?:\.(\d{1,9}))?Z?")
_KINDS = {"response", "revisit"}


@dataclass(frozen=True, slots=True)
class Selection:
    """Which pages of an archive are wanted.

    Attributes:
        first_day: Only what was fetched on this day of Asia/Seoul or later.
        last_day: Only what was fetched on this day or earlier.
        hosts: Only hosts that are these or lie under them; ``kr`` is every host under .kr.
        all_hosts: Also pages of hosts of which no outlet is known.
    """

    first_day: date | None = None
    last_day: date | None = None
    hosts: tuple[str, ...] = ()
    all_hosts: bool = False

    @property
    def since(self) -> datetime | None:
        """The first moment of the range."""
        return _midnight(self.first_day) if self.first_day else None

    @property
    def until(self) -> datetime | None:
        """The first moment behind the range."""
        return _midnight(self.last_day + timedelta(days=1)) if self.last_day else None

    def has_host(self, host: str) -> bool:
        """Whether pages of a host are wanted, by its name alone."""
        return not self.hosts or any(
            host == name or host.endswith(f".{name}") for name in self.hosts
        )

    def has_moment(self, moment: datetime) -> bool:
        """Whether what was fetched then is wanted."""
        return (self.since is None or moment >= self.since) and (
            self.until is None or moment < self.until
        )


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=SEOUL)


@dataclass(slots=True)
class ArchiveReport:
    """What came of an import of archives.

    Attributes:
        records: Records that were looked at, of every type.
        captured: Pages that are new in the store (or would be, in a dry run).
        known: Pages that were in it.
        seen_again: Of both, those of which the archive says that they were as before.
        left_out: Pages that were not taken, by reason: docs/archives.md.
        broken: Records that are broken; each was told.
        new: New articles.
        changed: New versions of known ones.
        figures: Figures in them.
        unread: Pages on which a reader broke.
        dry_run: Whether nothing was written.
    """

    records: int = 0
    captured: int = 0
    known: int = 0
    seen_again: int = 0
    left_out: Counter[str] = field(default_factory=Counter[str])
    broken: int = 0
    new: int = 0
    changed: int = 0
    figures: int = 0
    unread: int = 0
    dry_run: bool = False

    @property
    def message(self) -> str:
        """It in a line, and what was left out in another."""
        parts = [] if self.dry_run else [
            counted(self.new, "new article"),
            counted(self.changed, "new version") + " of known ones",
        ]  # fmt: skip
        parts.append(
            f"{counted(self.captured, 'page')} {'would be ' if self.dry_run else ''}captured"
        )
        parts.append(f"{self.known} known already")
        if self.seen_again:
            parts.append(f"{self.seen_again} of them seen again")
        if not self.dry_run:
            parts.append(counted(self.figures, "figure"))
        if self.unread:
            parts.append(f"{self.unread} on which a reader broke")
        if self.broken:
            parts.append(f"{counted(self.broken, 'broken record')} left out")
        line = ", ".join(parts)
        if self.left_out:
            reasons = sorted(self.left_out.items(), key=lambda entry: (-entry[1], entry[0]))
            line += f"\n  not taken of {counted(self.records, 'record')}: " + ", ".join(
                f"{reason} ×{number}" for reason, number in reasons
            )
        return line


class _LeftOutError(Exception):
    """A page that is not taken; the argument is the reason."""


def import_archives(
    files: Sequence[Path],
    selection: Selection,
    *,
    dry_run: bool = False,
    now: datetime | None,
    tell: Callable[[str], None],
) -> ArchiveReport:
    """Take the pages of WARC files as captures, then read what waits and load it.

    A page is a capture of the moment at which the archive fetched it. What is known is left alone,
    so the same file twice adds nothing, and an import that was cut off is simply started again. A
    broken record is told with its file and offset and costs nothing else.

    Args:
        files: The files, ``.warc`` or ``.warc.gz``; ``-`` is standard input.
        selection: Which of their pages.
        dry_run: Only tell what would be captured.
        now: The moment taken as now; nothing is taken from later.
        tell: Takes lines of progress and of what is broken.

    Raises:
        JipyoError: a file cannot be read; what stood before is stored.
    """
    moment = now or datetime.now(UTC)
    for file in files:
        if file != STANDARD_INPUT and not file.is_file():
            raise JipyoError(f"{file} cannot be read: there is no such file.")
    home = Home.from_environment()
    importing = _Importing(load_outlets(home), selection, moment, uuid4(), dry_run, tell)
    report = importing.report
    reader_version()  # A broken overlay of the registry is told before anything is read.
    with connect(database_url(home)) as connection:
        if dry_run:
            with told(tell):
                for file in files:
                    importing.take_file(connection, file)
            return report
        open_run(connection, importing.run_id, "import", moment)
        try:
            with told(tell):
                for file in files:
                    importing.take_file(connection, file)
                counts = read_waiting(connection, importing.run_id)
            nights = outlet_nights(connection, importing.run_id)
            report.new = sum(night.new_versions for night in nights)
            report.changed = sum(night.changed_versions for night in nights)
            report.figures = sum(night.figures for night in nights)
            report.unread = counts.by_reason.get("reader_error", 0)
        except BaseException as error:
            connection.rollback()
            close_run(connection, importing.run_id, "failed", in_a_sentence(error))
            raise
        close_run(connection, importing.run_id, "completed", report.message)
    return report


def read_waiting(connection: psycopg.Connection[Any], run_id: UUID) -> LoadCounts:
    """Read and load every capture that waits, then group the articles into releases."""
    waiting = pending_captures(connection)
    connection.commit()  # Else the batches would be parts of one transaction.
    total = LoadCounts()
    while True:
        counts = read_batch(
            connection, run_id, read_capture, size=BATCH_PAGES, reader_version=reader_version()
        )
        if not counts.captures:
            break
        total.add(counts)
        logger.info(
            "%d of %d pages read: %d articles, %d figures",
            total.captures,
            max(waiting, total.captures),
            total.articles,
            total.figures,
            extra=step("read", total.captures, max(waiting, total.captures)),
        )
    group_releases(connection, same_release)
    connection.commit()
    return total


class _Importing:
    """One import, over all its files."""

    def __init__(
        self,
        outlets: Mapping[str, Outlet],
        selection: Selection,
        now: datetime,
        run_id: UUID,
        dry_run: bool,
        tell: Callable[[str], None],
    ) -> None:
        self.report = ArchiveReport(dry_run=dry_run)
        self.run_id = run_id
        self._selection = selection
        self._now = now
        self._dry_run = dry_run
        self._tell = tell
        self._outlets = outlets
        self._by_host: dict[str, list[Outlet]] = {}
        for outlet in outlets.values():
            for host in outlet.hosts:
                self._by_host.setdefault(host, []).append(outlet)
        self._registered: set[str] = set()
        self._would_be_new: set[UUID] = set()
        self._digests: OrderedDict[str, bytes] = OrderedDict()

    def take_file(self, connection: psycopg.Connection[Any], file: Path) -> None:
        """Take the pages of one file, batch by batch."""
        batch: list[tuple[ArchivedPage, bool]] = []
        try:
            with _opened(file) as stream:
                for page, is_revisit in self._pages(connection, file, stream):
                    batch.append((page, is_revisit))
                    if len(batch) == BATCH_PAGES:
                        self._keep(connection, batch)
                        batch = []
                self._keep(connection, batch)
                self._say_progress(file, stream, final=True)
        except OSError as error:
            raise JipyoError(
                f"{file} cannot be read on: {error.strerror or error}. What stood before is stored."
            ) from None

    # -- from records to pages -------------------------------------------------------------------

    def _pages(
        self, connection: psycopg.Connection[Any], file: Path, stream: _Counted
    ) -> Iterator[tuple[ArchivedPage, bool]]:
        said_at = time.monotonic()
        for record, request in _with_requests(read_records(cast("BinaryIO", stream), self._wants)):
            self.report.records += 1
            if time.monotonic() - said_at >= PROGRESS_SECONDS:
                self._say_progress(file, stream)
                said_at = time.monotonic()
            if isinstance(record, BrokenRecord):
                if record.fault == "too_large":
                    self.report.left_out["too_large"] += 1
                else:
                    self.report.broken += 1
                where = f" ({record.url})" if record.url else ""
                self._tell(
                    f"{file}, offset {record.offset}: {record.fault}: {record.detail}{where}"
                )
                continue
            if record.kind not in _KINDS:
                continue
            try:
                yield self._page(connection, record, request), record.kind == "revisit"
            except _LeftOutError as left_out:
                self.report.left_out[str(left_out)] += 1
            except RefusedBodyError as refused:
                self.report.left_out[refused.reason] += 1
                if refused.reason != "not_http":
                    url = record.headers.get("warc-target-uri", "")
                    self._tell(
                        f"{file}, offset {record.offset}: {refused.reason}: {refused} ({url})"
                    )

    def _wants(self, kind: str, headers: Mapping[str, str]) -> bool:
        """Whether the content of a record is worth reading."""
        if kind not in _KINDS and kind != "request":
            return False
        try:
            self._judge(headers)
        except _LeftOutError:
            return False
        return True

    def _judge(self, headers: Mapping[str, str]) -> tuple[str, datetime]:
        """Address and time of a record by its header alone.

        Raises:
            _LeftOutError: it is not wanted.
        """
        url = headers.get("warc-target-uri", "").strip("<>")
        try:
            parts = urlsplit(url)
            host = parts.hostname or ""
        except ValueError:
            raise _LeftOutError("no_address") from None
        if parts.scheme not in {"http", "https"} or not host:
            raise _LeftOutError("not_http")
        if "\0" in url or len(url) > LONGEST_ADDRESS:
            raise _LeftOutError("no_article_address")
        if host not in self._by_host and not self._selection.all_hosts:
            raise _LeftOutError("unknown_host")
        if not self._selection.has_host(host):
            raise _LeftOutError("host_not_chosen")
        fetched_at = _moment(headers.get("warc-date", ""))
        if fetched_at is None:
            raise _LeftOutError("no_date")
        if not self._selection.has_moment(fetched_at):
            raise _LeftOutError("out_of_range")
        if fetched_at > self._now:
            raise _LeftOutError("lies_ahead")
        if "warc-truncated" in headers or "warc-segment-number" in headers:
            raise _LeftOutError("not_whole")
        return url, fetched_at

    def _page(
        self, connection: psycopg.Connection[Any], record: Record, request: HttpMessage | None
    ) -> ArchivedPage:
        url, fetched_at = self._judge(record.headers)
        message = http_message(record.block)
        if record.kind == "revisit" and "not-modified" in record.headers.get("warc-profile", ""):
            self.report.seen_again += 1
            raise _LeftOutError("not_modified")
        if message.status is None:
            raise _LeftOutError("not_http")
        if message.status != 200:
            raise _LeftOutError(f"http_{message.status}")
        body: bytes | None = None
        if record.kind == "response":
            if message.content_type and message.content_type not in _HTML:
                raise _LeftOutError("not_html")
            body = decoded_body(message)
            if not body.strip():
                raise _LeftOutError("empty_body")
            if not message.content_type and not _LOOKS_HTML.match(body[:1024]):
                raise _LeftOutError("not_html")
        outlet_id, address = self._whose(connection, url, record.headers, body, message)
        digest = (
            body_digest(body)
            if body is not None
            else self._revisited(connection, record.headers, outlet_id)
        )
        self._remember(record.headers.get("warc-payload-digest"), digest)
        self._remember(_place(address, fetched_at), digest)
        self._register(connection, outlet_id, address)
        listed_from = record.headers.get(LISTED_FROM_FIELD.lower())
        return ArchivedPage(
            outlet_id=outlet_id,
            url=address,
            fetched_at=fetched_at,
            status=message.status,
            # The host is in the address; crawls do not keep it either.
            request_headers={
                name: value
                for name, value in (request.headers if request else {}).items()
                if name != "host"
            },
            response_headers={
                name.removeprefix(KEPT_PREFIX): value for name, value in message.headers.items()
            },
            body=body,
            body_sha256=digest,
            listed_at=_stated(record.headers.get(LISTED_AT_FIELD.lower(), "")),
            listed_from=listed_from if listed_from in {"feed", "list", "person"} else None,
        )

    def _whose(
        self,
        connection: psycopg.Connection[Any],
        url: str,
        headers: Mapping[str, str],
        body: bytes | None,
        message: HttpMessage,
    ) -> tuple[str, str]:
        """The outlet of a page, and its address as a crawl would store it."""
        host = urlsplit(url).hostname or ""
        stated = headers.get(OUTLET_FIELD.lower(), "")
        # Boards of one city may share a host: the one that the archive names first.
        known = sorted(self._by_host.get(host, ()), key=lambda outlet: outlet.id != stated)
        for outlet in known:
            address = canonical_url(
                url, family=outlet.family, article_pattern=outlet.article_pattern
            )
            if address is not None:
                return outlet.id, address
        if known:
            raise _LeftOutError("no_article_address")
        address = self._address_of_unknown(url, body, message)
        if address is None:
            raise _LeftOutError("no_article_address")
        name = host.removeprefix("www.")
        return (stated if _is_own_name(stated, self._outlets) else name), address

    def _address_of_unknown(self, url: str, body: bytes | None, message: HttpMessage) -> str | None:
        bare = urldefrag(url).url
        if body is None:
            return bare
        charset = message.headers.get("content-type", "").lower().partition("charset=")[2]
        family = recognise(Page(decode(body, charset.strip(" \"';") or None), bare))
        if family.fixed_addresses:
            return canonical_url(bare, family=family.name)
        parts = urlsplit(bare)
        return bare if parts.path.strip("/") or parts.query else None

    def _revisited(
        self, connection: psycopg.Connection[Any], headers: Mapping[str, str], outlet_id: str
    ) -> bytes:
        """The digest of the stored body that a revisit speaks of."""
        digest = headers.get("warc-payload-digest", "")
        referred = headers.get("warc-refers-to-target-uri", "").strip("<>")
        outlet = self._outlets.get(outlet_id)
        address = (
            canonical_url(referred, family=outlet.family, article_pattern=outlet.article_pattern)
            if outlet
            else urldefrag(referred).url
        )
        fetched_at = _moment(headers.get("warc-refers-to-date", ""))
        found = self._digests.get(digest) or self._digests.get(_place(address, fetched_at) or "")
        if found is None:
            found = body_of_revisit(
                connection,
                outlet_id=outlet_id,
                url=address,
                fetched_at=fetched_at,
                body_sha256=_sha256(digest),
            )
        if found is None:
            raise _LeftOutError("revisit_of_unknown")
        return found

    def _remember(self, name: str | None, digest: bytes) -> None:
        """Remember a body by its payload digest, or by address and time: revisits name either."""
        if name:
            self._digests[name] = digest
            self._digests.move_to_end(name)
            if len(self._digests) > REMEMBERED_DIGESTS:
                self._digests.popitem(last=False)

    def _register(self, connection: psycopg.Connection[Any], outlet_id: str, address: str) -> None:
        if self._dry_run or outlet_id in self._registered:
            return
        self._registered.add(outlet_id)
        if outlet_id in self._outlets:
            register_outlets(connection, [self._outlets[outlet_id]], self._now)
            return
        parts = urlsplit(address)
        with connection.transaction():
            connection.execute(
                query("register_imported_outlet"),
                {
                    "outlet_id": outlet_id,
                    "origin": f"{parts.scheme}://{parts.netloc}",
                    "registered_at": self._now,
                },
            )

    # -- into the store --------------------------------------------------------------------------

    def _keep(
        self, connection: psycopg.Connection[Any], batch: Sequence[tuple[ArchivedPage, bool]]
    ) -> None:
        if not batch:
            return
        pages = [page for page, _ in batch]
        if self._dry_run:
            ids = {page.capture_id for page in pages}
            new = ids - known_captures(connection, list(ids)) - self._would_be_new
            self._would_be_new |= new
            connection.rollback()
        else:
            new = add_archived(connection, self.run_id, pages)
            connection.commit()
        self.report.captured += len(new)
        self.report.known += len(pages) - len(new)
        self.report.seen_again += sum(is_revisit for _, is_revisit in batch)

    def _say_progress(self, file: Path, stream: _Counted, *, final: bool = False) -> None:
        done, total = stream.bytes_read, stream.total_bytes
        of_all = f" of {total / 1e6:.0f}" if total else ""
        logger.info(
            "%s: %.0f%s MB, %d records, %d pages captured",
            file.name,
            done / 1e6,
            of_all,
            self.report.records,
            self.report.captured,
            extra=step(f"import {file.name}", done, done if final else total),
        )


def _place(address: str | None, fetched_at: datetime | None) -> str | None:
    return f"{address} {fetched_at.isoformat()}" if address and fetched_at else None


def _is_own_name(stated: str, outlets: Mapping[str, Outlet]) -> bool:
    """Whether an archive names an outlet that is known from imports only."""
    return 0 < len(stated) <= 80 and stated.isprintable() and stated not in outlets


def _with_requests(
    records: Iterator[Record | BrokenRecord],
) -> Iterator[tuple[Record | BrokenRecord, HttpMessage | None]]:
    """Each record but requests, responses with the request that stands beside them.

    Some archives write the request first, some behind; either names the other.
    """
    request: Record | None = None
    held: Record | None = None
    for record in records:
        if isinstance(record, Record) and record.kind == "request":
            if held is not None and _belong_together(record, held):
                yield held, http_message(record.block)
                held = request = None
            else:
                request = record
            yield record, None
            continue
        if held is not None:
            yield held, None
            held = None
        if isinstance(record, BrokenRecord) or record.kind not in _KINDS:
            yield record, None
        elif request is not None and _belong_together(request, record):
            yield record, http_message(request.block)
            request = None
        else:
            held = record
    if held is not None:
        yield held, None


def _belong_together(request: Record, response: Record) -> bool:
    ids = (request.headers.get("warc-record-id", ""), response.headers.get("warc-record-id", ""))
    beside = (
        request.headers.get("warc-concurrent-to", ""),
        response.headers.get("warc-concurrent-to", ""),
    )
    return bool(request.block) and (
        (beside[0] != "" and beside[0] == ids[1]) or (beside[1] != "" and beside[1] == ids[0])
    )


def _moment(text: str) -> datetime | None:
    """A WARC-Date, in UTC: ISO 8601 with up to nine digits of a second, or 14 digits."""
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        return None
    numbers = [int(part) for part in found.groups()[:6]]
    microsecond = int((found[7] or "").ljust(6, "0")[:6])
    try:
        return datetime(
            numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], microsecond,
            tzinfo=UTC,
        )  # fmt: skip
    except ValueError:
        return None


def _stated(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo and exists_in_every_zone(moment) else None


def _sha256(digest: str) -> bytes | None:
    """The bytes of a digest that WARC states as SHA-256, in Base32 or in hexadecimal digits."""
    name, _, value = digest.partition(":")
    if name.lower().replace("-", "") != "sha256":
        return None
    try:
        found = bytes.fromhex(value) if len(value) == 64 else base64.b32decode(value.upper())
    except (ValueError, binascii.Error):
        return None
    return found if len(found) == 32 else None


class _Counted(io.RawIOBase):
    """A file that knows how much of it was read."""

    def __init__(self, stream: BinaryIO, total_bytes: int | None) -> None:
        super().__init__()
        self._stream = stream
        self.total_bytes = total_bytes
        self.bytes_read = 0

    def read(self, size: int = -1, /) -> bytes:
        data = self._stream.read(size)
        self.bytes_read += len(data)
        return data

    def seekable(self) -> bool:
        return self.total_bytes is not None

    def seek(self, offset: int, whence: int = 0, /) -> int:
        self.bytes_read = self._stream.seek(offset, whence)
        return self.bytes_read


@contextmanager
def _opened(file: Path) -> Iterator[_Counted]:
    if file == STANDARD_INPUT:
        yield _Counted(sys.stdin.buffer, None)
        return
    with file.open("rb") as stream:
        yield _Counted(stream, file.stat().st_size)


# -- out ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class ExportReport:
    """What an export wrote.

    Attributes:
        captures: Captures in the file.
        repeated: Of these, those whose body stands with an earlier one.
        gone: Captures left out because their body is no longer stored; each was told.
    """

    captures: int = 0
    repeated: int = 0
    gone: int = 0

    @property
    def message(self) -> str:
        """It in one line."""
        parts = [counted(self.captures, "capture")]
        if self.repeated:
            parts.append(f"{self.repeated} of them with a body that stands before")
        if self.gone:
            parts.append(f"{self.gone} left out whose body is no longer stored")
        return ", ".join(parts)


def export_archive(
    file: Path,
    *,
    outlet_ids: Sequence[str] | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
    now: datetime | None,
    tell: Callable[[str], None],
) -> ExportReport:
    """Write captures into a WARC file, in the order of their time.

    It is written beside the file and moved there when whole. A capture whose body is no longer
    stored is told and left out.

    Args:
        file: Where to write; compressed if its name ends in ``.gz``.
        outlet_ids: Only captures of these outlets.
        first_day: Only what was fetched on this day of Asia/Seoul or later.
        last_day: Only what was fetched on this day or earlier.
        now: The moment taken as now; the file says that it was written then.
        tell: Takes lines of progress, and the captures that are left out.

    Raises:
        JipyoError: the file exists or cannot be written, or an outlet is not in the store.
    """
    if file.exists():
        raise JipyoError(f"{file} is there already. Give another name, or remove it first.")
    chosen = Selection(first_day=first_day, last_day=last_day)
    moment = now or datetime.now(UTC)
    report = ExportReport()
    part = file.with_name(f"{file.name}.part")
    with connect() as connection, told(tell):
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        _check_outlets(connection, outlet_ids)
        total = count_export(
            connection, outlet_ids=outlet_ids, since=chosen.since, until=chosen.until
        )
        try:
            with part.open("wb") as stream:
                writer = ArchiveWriter(stream, compressed=file.suffix == ".gz")
                described = _description(outlet_ids, first_day, last_day)
                writer.information(
                    content_id("warcinfo", (moment, *described.values())), moment, described
                )
                said_at = time.monotonic()
                done = 0
                for capture in exported_captures(
                    connection, outlet_ids=outlet_ids, since=chosen.since, until=chosen.until
                ):
                    done += 1
                    if not capture.has_body:
                        report.gone += 1
                        tell(
                            f"{capture.url} of {capture.fetched_at.isoformat()}: its body is no "
                            "longer stored"
                        )
                        continue
                    report.captures += 1
                    report.repeated += capture.content is None
                    writer.capture(
                        ArchivedCapture(
                            capture_id=capture.capture_id,
                            outlet_id=capture.outlet_id,
                            url=capture.url,
                            fetched_at=capture.fetched_at,
                            status=capture.status,
                            request_headers=capture.request_headers,
                            response_headers=capture.response_headers,
                            body=gzip.decompress(capture.content) if capture.content else None,
                            body_sha256=capture.body_sha256,
                            first_id=capture.first_id,
                            first_url=capture.first_url,
                            first_fetched_at=capture.first_fetched_at,
                            listed_at=capture.listed_at,
                            listed_from=capture.listed_from,
                        )
                    )
                    if time.monotonic() - said_at >= PROGRESS_SECONDS or done == total:
                        logger.info(
                            "%d of %d captures", done, total, extra=step("export", done, total)
                        )
                        said_at = time.monotonic()
            part.replace(file)
        except OSError as error:
            raise JipyoError(f"{file} cannot be written: {error.strerror}.") from None
        finally:
            part.unlink(missing_ok=True)
    return report


def _check_outlets(connection: psycopg.Connection[Any], outlet_ids: Sequence[str] | None) -> None:
    rows = connection.execute("SELECT outlet_id FROM outlet ORDER BY outlet_id").fetchall()
    known = [row[0] for row in rows]
    missing = sorted(set(outlet_ids or ()) - set(known))
    if missing:
        raise JipyoError(
            f"The store has no outlet {', '.join(missing)}. It has: {', '.join(known) or 'none'}."
        )


def _description(
    outlet_ids: Sequence[str] | None, first_day: date | None, last_day: date | None
) -> dict[str, str]:
    lines = {
        "software": f"jipyo/{jipyo.__version__}",
        "format": "WARC File Format 1.1",
        "description": "Captures of Jipyo; bodies without transfer and content codings",
    }
    if outlet_ids:
        lines["outlets"] = ", ".join(outlet_ids)
    if first_day or last_day:
        lines["days"] = f"{first_day or ''}/{last_day or ''}"
    return lines
