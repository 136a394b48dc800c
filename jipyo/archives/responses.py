"""HTTP messages as archives keep them: headers, and the body under all its codings."""

from __future__ import annotations

import importlib
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

LARGEST_BODY_BYTES = 10_000_000
"""Larger bodies are no pages; as the crawl's own limit."""

_HEADER_END = re.compile(rb"\r?\n\r?\n")
_STATUS_LINE = re.compile(r"HTTP/\d+(?:\.\d+)?\s+(?P<status>\d{3})(?:\s|$)", re.IGNORECASE)
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\n]{0,1000})?\r?\n")
_BLANKS = " \t\r"
"""Not what Python strips: bytes beyond ASCII may pass for blanks there."""

_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")

BodyFault = Literal["too_large", "cut_off", "undecodable_body", "unknown_encoding"]


class RefusedBodyError(ValueError):
    """A message or body that cannot be taken, with its reason as one word."""

    def __init__(self, reason: BodyFault, detail: str) -> None:
        super().__init__(detail)
        self.reason: BodyFault = reason


@dataclass(frozen=True, slots=True)
class HttpMessage:
    """An HTTP request or response.

    Attributes:
        first_line: Request line or status line.
        headers: Names in lower case, values of one name joined by commas, bytes beyond ASCII as
            Latin-1: as crawls keep them.
        body: What stands behind the headers, as sent.
    """

    first_line: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def status(self) -> int | None:
        """The status of a response; ``None`` where the first line is no status line."""
        found = _STATUS_LINE.match(self.first_line)
        return int(found["status"]) if found else None

    @property
    def content_type(self) -> str:
        """Content-Type without its parameters, in lower case; empty where none is stated."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def http_message(block: bytes) -> HttpMessage:
    """The message in the block of a record; lines of the header that are none are left out."""
    end = _HEADER_END.search(block)
    head = block[: end.start()] if end else block
    # No zero byte can be stored, and none belongs there.
    lines = head.decode("latin-1").replace("\0", "").replace("\r\n", "\n").split("\n")
    headers: dict[str, str] = {}
    name = ""
    for line in lines[1:]:
        if line[:1] in {" ", "\t"} and name:
            headers[name] = f"{headers[name]} {line.strip(_BLANKS)}".strip(_BLANKS)
            continue
        name, colon, value = line.partition(":")
        name = name.strip().lower()
        if not colon or not name:
            name = ""
            continue
        value = value.strip(_BLANKS)
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return HttpMessage(lines[0].strip(), headers, block[end.end() :] if end else b"")


def decoded_body(message: HttpMessage, *, largest_bytes: int = LARGEST_BODY_BYTES) -> bytes:
    """The body of a response without transfer and content codings.

    Archives often keep a body decoded and its headers as they came; so a body that shows no sign
    of a coding that the headers name is taken as it is.

    Raises:
        RefusedBodyError: it is larger than the limit, ends early, or cannot be decoded.
    """
    body = message.body
    if "chunked" in message.headers.get("transfer-encoding", "").lower():
        body = _without_chunks(body)
    codings = message.headers.get("content-encoding", "").lower().split(",")
    for coding in reversed([coding.strip() for coding in codings]):
        body = _without_coding(body, coding, largest_bytes)
    if len(body) > largest_bytes:
        raise RefusedBodyError("too_large", f"the body has {len(body)} bytes")
    return body


def _without_chunks(body: bytes) -> bytes:
    """RFC 9112, section 7.1; a body that does not begin with a chunk is none of this coding."""
    parts: list[bytes] = []
    place = 0
    while True:
        found = _CHUNK_SIZE.match(body, place)
        if found is None:
            if place == 0:
                return body
            word = "cut_off" if place >= len(body) else "undecodable_body"
            raise RefusedBodyError(word, f"a chunk was expected after {place} bytes of the body")
        size = int(found[1], 16)
        if size == 0:
            return b"".join(parts)
        start = found.end()
        if start + size > len(body):
            if place == 0 and _MARKUP.match(body):
                return body
            raise RefusedBodyError("cut_off", "the last chunk of the body ends early")
        parts.append(body[start : start + size])
        place = start + size
        if body.startswith(b"\r\n", place):
            place += 2
        elif body.startswith(b"\n", place):
            place += 1


def _without_coding(body: bytes, coding: str, largest_bytes: int) -> bytes:
    if coding in {"", "identity", "none"} or not body:
        return body
    if coding in {"gzip", "x-gzip"}:
        if not body.startswith(b"\x1f\x8b"):
            return _taken_as_it_is(body, coding)
        return _inflated(body, 16 + zlib.MAX_WBITS, largest_bytes)
    if coding == "deflate":
        # RFC 9110 means the zlib format; some servers send bare deflate data.
        for window_bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
            try:
                zlib.decompressobj(window_bits).decompress(body[:1024], 1024)
            except zlib.error:
                continue
            return _inflated(body, window_bits, largest_bytes)
        return _taken_as_it_is(body, coding)
    if coding == "br":
        return _unbrotli(body, largest_bytes)
    if _MARKUP.match(body):
        return body
    raise RefusedBodyError("unknown_encoding", f"content coding {coding[:40]} is not known")


def _taken_as_it_is(body: bytes, coding: str) -> bytes:
    if _MARKUP.match(body):
        return body
    raise RefusedBodyError("undecodable_body", f"the body is not in its coding, {coding}")


def _inflated(body: bytes, window_bits: int, largest_bytes: int) -> bytes:
    inflated = bytearray()
    rest = body
    while rest:
        inflate = zlib.decompressobj(window_bits)
        try:
            inflated += inflate.decompress(rest, largest_bytes + 1 - len(inflated))
        except zlib.error as error:
            raise RefusedBodyError("undecodable_body", f"the body is damaged: {error}") from None
        if len(inflated) > largest_bytes:
            raise RefusedBodyError("too_large", f"the body has more than {largest_bytes} bytes")
        if not inflate.eof:
            raise RefusedBodyError("cut_off", "the compressed body ends early")
        # A gzip body may have several members; what else stands behind it is no part of it.
        rest = inflate.unused_data if inflate.unused_data.startswith(b"\x1f\x8b") else b""
    return bytes(inflated)


def _unbrotli(body: bytes, largest_bytes: int) -> bytes:
    try:
        brotli: Any = importlib.import_module("brotli")
    except ImportError:
        raise RefusedBodyError(
            "unknown_encoding", "content coding br needs the package brotli"
        ) from None
    inflate = brotli.Decompressor()
    inflated = bytearray()
    given = body
    while not inflate.is_finished():
        try:
            more: bytes = inflate.process(given, output_buffer_limit=65536)
        except brotli.error:
            if not inflated:
                return _taken_as_it_is(body, "br")
            raise RefusedBodyError("undecodable_body", "the body is damaged") from None
        given = b""
        inflated += more
        if len(inflated) > largest_bytes:
            raise RefusedBodyError("too_large", f"the body has more than {largest_bytes} bytes")
        if not more and inflate.can_accept_more_data() and not inflate.is_finished():
            raise RefusedBodyError("cut_off", "the compressed body ends early")
    return bytes(inflated)
