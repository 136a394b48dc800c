"""Captures as records of a WARC file, in WARC 1.1 with one gzip member for each record."""

from __future__ import annotations

import base64
import hashlib
import importlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from typing import Any, BinaryIO
from urllib.parse import urlsplit
from uuid import UUID, uuid5

# Without types.
_loading: Any = importlib.import_module("warcio.recordloader")
_fields: Any = importlib.import_module("warcio.statusandheaders")
_writing: Any = importlib.import_module("warcio.warcwriter")

OUTLET_FIELD = "Jipyo-Outlet"
LISTED_AT_FIELD = "Jipyo-Listed-At"
LISTED_FROM_FIELD = "Jipyo-Listed-From"
"""Fields of our own, which others pass over: whose the page is, and what a list had printed."""

KEPT_PREFIX = "x-jipyo-"
"""Before the name of a header that came with the page and is not true of the body as stored."""

_OF_THE_TRANSFER = {"content-encoding", "transfer-encoding", "trailer"}
_LINE_ENDS = re.compile(r"[\r\n]+")
_REVISIT_PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"


@dataclass(frozen=True, slots=True)
class ArchivedCapture:
    """A capture as it is written.

    Attributes:
        capture_id: Its id, which becomes that of its record.
        outlet_id: The outlet whose it is.
        url: Its address.
        fetched_at: When it came.
        status: HTTP status.
        request_headers: What was sent; no request record is written where nothing is kept.
        response_headers: What came back, names in lower case.
        body: The body without codings; ``None`` where an earlier record of the file has it.
        body_sha256: Its digest.
        first_id: Id, address and time of the capture that carried this body first, where the body
            repeats.
        first_url: See ``first_id``.
        first_fetched_at: See ``first_id``.
        listed_at: Publication time that feed or list had printed.
        listed_from: ``feed`` or ``list``.
    """

    capture_id: UUID
    outlet_id: str
    url: str
    fetched_at: datetime
    status: int
    request_headers: Mapping[str, str]
    response_headers: Mapping[str, str]
    body: bytes | None
    body_sha256: bytes
    first_id: UUID
    first_url: str
    first_fetched_at: datetime
    listed_at: datetime | None
    listed_from: str | None


class ArchiveWriter:
    """Writes records one after the other; nothing is kept in memory."""

    def __init__(self, stream: BinaryIO, *, compressed: bool) -> None:
        self._writer: Any = _writing.WARCWriter(stream, gzip=compressed, warc_version="WARC/1.1")
        self._information_id: UUID | None = None

    def information(
        self, information_id: UUID, written_at: datetime, lines: Mapping[str, str]
    ) -> None:
        """Write the record that says what the file is."""
        block = "".join(f"{name}: {value}\r\n" for name, value in lines.items()).encode()
        fields = [
            ("WARC-Type", "warcinfo"),
            ("WARC-Record-ID", _record_id(information_id)),
            ("WARC-Date", _moment(written_at)),
        ]
        self._write("warcinfo", fields, "application/warc-fields", b"", block)
        self._information_id = information_id

    def capture(self, page: ArchivedCapture) -> None:
        """Write a capture: its request where it is kept, then its response or a revisit."""
        request_id = uuid5(page.capture_id, "request")
        if page.request_headers:
            block = _request_head(page)
            fields = self._common(page, "request", request_id)
            fields.append(("WARC-Concurrent-To", _record_id(page.capture_id)))
            self._write("request", fields, "application/http; msgtype=request", block, b"")
        kind = "response" if page.body is not None else "revisit"
        fields = self._common(page, kind, page.capture_id)
        if page.request_headers:
            fields.append(("WARC-Concurrent-To", _record_id(request_id)))
        fields.append(("WARC-Payload-Digest", sha256_digest(page.body_sha256)))
        if page.body is None:
            fields += [
                ("WARC-Profile", _REVISIT_PROFILE),
                ("WARC-Refers-To", _record_id(page.first_id)),
                ("WARC-Refers-To-Target-URI", page.first_url),
                ("WARC-Refers-To-Date", _moment(page.first_fetched_at)),
            ]
        fields.append((OUTLET_FIELD, page.outlet_id))
        if page.listed_at is not None:
            fields.append((LISTED_AT_FIELD, page.listed_at.isoformat()))
        if page.listed_from is not None:
            fields.append((LISTED_FROM_FIELD, page.listed_from))
        self._write(
            kind, fields, "application/http; msgtype=response", _response_head(page), page.body
        )

    def _common(self, page: ArchivedCapture, kind: str, record_id: UUID) -> list[tuple[str, str]]:
        fields = [
            ("WARC-Type", kind),
            ("WARC-Record-ID", _record_id(record_id)),
            ("WARC-Target-URI", page.url),
            ("WARC-Date", _moment(page.fetched_at)),
        ]
        if self._information_id is not None:
            fields.append(("WARC-Warcinfo-ID", _record_id(self._information_id)))
        return fields

    def _write(
        self,
        kind: str,
        fields: list[tuple[str, str]],
        content_type: str,
        head: bytes,
        payload: bytes | None,
    ) -> None:
        body = payload or b""
        digest = hashlib.sha256(head + (body if kind != "revisit" else b"")).digest()
        fields.append(("WARC-Block-Digest", sha256_digest(digest)))
        if kind == "request":
            fields.append(("WARC-Payload-Digest", sha256_digest(hashlib.sha256(body).digest())))
        headers = _fields.StatusAndHeaders("", fields, protocol="WARC/1.1")
        http = _Head(head) if head else None
        record = _loading.ArcWarcRecord(
            "warc", kind, headers, BytesIO(body), http, content_type, len(body),
            payload_length=len(body),
        )  # fmt: skip
        self._writer.write_record(record)


class _Head:
    """The head of an HTTP message as bytes, for warcio's writer, which would encode it anew."""

    def __init__(self, head: bytes) -> None:
        self.headers_buff = head

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        """Called by the writer; the bytes are there already."""


def sha256_digest(digest: bytes) -> str:
    """A SHA-256 as WARC writes digests: its name, then Base32."""
    return f"sha256:{base64.b32encode(digest).decode()}"


def _record_id(record_id: UUID) -> str:
    return f"<urn:uuid:{record_id}>"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _request_head(page: ArchivedCapture) -> bytes:
    parts = urlsplit(page.url)
    target = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    lines = [f"GET {target} HTTP/1.1"]
    if "host" not in page.request_headers:
        lines.append(f"host: {parts.netloc}")
    lines += [f"{name}: {value}" for name, value in page.request_headers.items()]
    return _head(lines)


def _response_head(page: ArchivedCapture) -> bytes:
    try:
        phrase = HTTPStatus(page.status).phrase
    except ValueError:
        phrase = ""
    lines = [f"HTTP/1.1 {page.status} {phrase}"]
    for name, value in page.response_headers.items():
        untrue = name in _OF_THE_TRANSFER or (
            name == "content-length" and page.body is not None and value != str(len(page.body))
        )
        lines.append(f"{KEPT_PREFIX if untrue else ''}{name}: {value}")
    return _head(lines)


def _head(lines: list[str]) -> bytes:
    text = "".join(f"{_LINE_ENDS.sub(' ', line)}\r\n" for line in lines) + "\r\n"
    return text.encode("latin-1", errors="replace")
