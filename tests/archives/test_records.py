"""WARC records: whole ones as warcio writes them, and what stands between broken ones."""

from __future__ import annotations

import gzip
import io
import tracemalloc
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio import ArchiveIterator, StatusAndHeaders, WARCWriter

from jipyo.archives import (
    ArchivedCapture,
    ArchiveWriter,
    BrokenRecord,
    Record,
    RefusedBodyError,
    decoded_body,
    http_message,
    read_records,
)
from jipyo.store.archived import body_digest

pytestmark = pytest.mark.quick

URL = "https://press.example/news/{}"


def record(number: int, *, body: bytes | None = None, compressed: bool = True) -> bytes:
    """A response as warcio writes it."""
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=compressed, warc_version="WARC/1.1")
    headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    content = io.BytesIO(body if body is not None else f"<p>기사 {number}</p>".encode())
    writer.write_record(
        writer.create_warc_record(
            URL.format(number),
            "response",
            payload=content,
            http_headers=headers,
            warc_headers_dict={
                "WARC-Record-ID": f"<urn:uuid:{UUID(int=number)}>",
                "WARC-Date": "2026-11-16T02:30:00Z",
            },
        )
    )
    return stream.getvalue()


def read(data: bytes, **options: Any) -> list[Record | BrokenRecord]:
    return list(read_records(io.BytesIO(data), lambda kind, headers: True, **options))


def urls(found: list[Record | BrokenRecord]) -> list[str]:
    return [one.headers.get("warc-target-uri", "") for one in found if isinstance(one, Record)]


def faults(found: list[Record | BrokenRecord]) -> list[tuple[str, int]]:
    return [(one.fault, one.offset) for one in found if isinstance(one, BrokenRecord)]


@pytest.mark.parametrize("form", ["members", "one member", "plain"])
def test_records_as_warcio_writes_them(form: str) -> None:
    parts = [record(number, compressed=form == "members") for number in range(20)]
    data = b"".join(parts)
    found = read(gzip.compress(data) if form == "one member" else data)
    assert urls(found) == [URL.format(number) for number in range(20)]
    assert [http_message(one.block).body for one in found if isinstance(one, Record)] == [
        f"<p>기사 {number}</p>".encode() for number in range(20)
    ]
    if form != "one member":
        starts = [sum(map(len, parts[:number])) for number in range(20)]
        assert [one.offset for one in found] == starts


def with_length(number: int, length: str, *, compressed: bool) -> bytes:
    """A record that states a wrong length."""
    plain = record(number, compressed=False)
    start = plain.index(b"Content-Length: ") + len(b"Content-Length: ")
    end = plain.index(b"\r\n", start)
    wrong = plain[:start] + length.encode() + plain[end:]
    return gzip.compress(wrong) if compressed else wrong


DAMAGED = gzip.compress(record(2, compressed=False) * 40)
BROKEN: dict[str, tuple[bytes, bytes, set[str]]] = {
    # What, as a gzip member, uncompressed (empty where that means nothing), how it is called.
    "too long": (
        with_length(2, "100000", compressed=True),
        with_length(2, "100000", compressed=False),
        {"cut_off"},
    ),
    "far too long": (
        with_length(2, "900000000000", compressed=True),
        with_length(2, "900000000000", compressed=False),
        {"cut_off"},
    ),
    "too short": (
        with_length(2, "50", compressed=True),
        with_length(2, "50", compressed=False),
        {"wrong_length"},
    ),
    "no number": (
        with_length(2, "-1", compressed=True),
        with_length(2, "many", compressed=False),
        {"broken_header"},
    ),
    "no version": (gzip.compress(b"HTTP/1.1 200 OK\r\n\r\n"), b"HTTP/1.1 200 OK\r\n\r\nx\r\n",
                   {"broken_header"}),
    "another version": (gzip.compress(b"WARC/7.3\r\nWARC-Type: response\r\n\r\n"),
                        b"WARC/7.3\r\nWARC-Type: response\r\n\r\n", {"broken_header"}),
    "no type": (gzip.compress(b"WARC/1.0\r\nContent-Length: 0\r\n\r\n\r\n\r\n"),
                b"WARC/1.0\r\nContent-Length: 0\r\n\r\n\r\n\r\n", {"broken_header"}),
    "endless header": (gzip.compress(b"WARC/1.0\r\n" + b"x" * 500_000),
                       b"WARC/1.0\r\n" + b"x" * 500_000 + b"\r\n", {"broken_header"}),
    "header cut off": (gzip.compress(b"WARC/1.0\r\nWARC-Type: resp"), b"", {"cut_off"}),
    "cut off": (record(2)[:60], b"", {"broken_gzip", "cut_off"}),
    "damaged": (DAMAGED[:100] + bytes(200) + DAMAGED[300:], b"", {"broken_gzip"}),
    "wrong checksum": (record(2)[:-8] + bytes(8), b"", {"broken_gzip"}),
    "no gzip": (b"Lorem ipsum" * 9000, b"Lorem ipsum" * 9000, {"broken_gzip", "broken_header"}),
    "line ends": (gzip.compress(b"\n" * 20_000_000 + b"x"), b"", {"broken_header"}),
    "a bomb": (gzip.compress(bytes(60_000_000)), b"", {"broken_header"}),
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "compressed"),
    [
        (name, compressed)
        for name, forms in BROKEN.items()
        for compressed in (True, False)
        if forms[not compressed]
    ],
)
def test_a_broken_record_is_named_and_costs_nothing_else(name: str, compressed: bool) -> None:
    before, after = (record(number, compressed=compressed) for number in (1, 3))
    broken = BROKEN[name][not compressed]
    found = read(before + broken + after + after)
    assert urls(found) == [URL.format(number) for number in (1, 3, 3)]
    named = faults(found)
    assert {fault for fault, _ in named} <= BROKEN[name][2]
    assert named[0][1] == len(before)
    assert len(named) == 1
    # The last of a file, and the only one.
    assert urls(read(before + broken)) == [URL.format(1)]
    assert len(faults(read(broken))) == 1


def test_what_stands_in_a_stream_that_cannot_go_back() -> None:
    class Pipe(io.RawIOBase):
        def __init__(self, data: bytes) -> None:
            self._data = io.BytesIO(data)

        def read(self, size: int = -1, /) -> bytes:
            return self._data.read(min(size, 1000))  # As pipes do, in small pieces.

        def seekable(self) -> bool:
            return False

    for compressed in (True, False):
        broken = with_length(2, "5000", compressed=compressed)
        data = record(1, compressed=compressed) + broken + record(3, compressed=compressed)
        found = list(read_records(Pipe(data), lambda kind, headers: True))  # type: ignore[arg-type]
        assert urls(found) == [URL.format(1), URL.format(3)]
        assert len(faults(found)) == 1


def test_a_large_record_is_passed_over_by_name_in_little_memory() -> None:
    large = io.BytesIO()
    with gzip.GzipFile(fileobj=large, mode="wb") as member:
        member.write(
            b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://press.example/film\r\n"
            b"Content-Length: 100000000\r\n\r\n"
        )
        for _ in range(100):
            member.write(bytes(1_000_000))
        member.write(b"\r\n\r\n")
    data = record(1) + large.getvalue() + record(3)
    tracemalloc.start()
    try:
        found = read(data, largest_bytes=1_000_000)
        unwanted = list(read_records(io.BytesIO(data), lambda kind, headers: False))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert urls(found) == [URL.format(1), URL.format(3)]
    assert faults(found) == [("too_large", len(record(1)))]
    assert [one.url for one in found if isinstance(one, BrokenRecord)] == [
        "https://press.example/film"
    ]
    assert faults(unwanted) == []
    assert peak < 4_000_000


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_damage_of_any_kind_costs_only_the_records_that_it_hits(data: st.DataObject) -> None:
    compressed = data.draw(st.booleans())
    parts = [record(number, compressed=compressed) for number in range(6)]
    hit = data.draw(st.integers(1, 4))
    damaged = bytearray(parts[hit])
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(damaged) - 1))
        if data.draw(st.booleans()):
            damaged[place] = data.draw(st.integers(0, 255))
        else:
            del damaged[place : place + data.draw(st.integers(1, 30))]
            damaged += b"\0"
    found = read(b"".join([*parts[:hit], bytes(damaged), *parts[hit + 1 :]]))
    whole = [URL.format(number) for number in range(6) if number != hit]
    assert [url for url in urls(found) if url in whole][-(5 - hit) :] == whole[hit:]
    assert set(whole[: hit - 1]) <= set(urls(found))


def test_a_block_that_swallows_the_next_version_line_gives_it_back() -> None:
    first = record(1, compressed=False).replace(b"HTTP/1.1 200 O", b"")[:-2]
    found = read(first + record(2, compressed=False))
    assert urls(found) == [URL.format(2)]
    assert [(one.offset, getattr(one, "fault", "")) for one in found] == [
        (0, "wrong_length"),
        (len(first), ""),
    ]


# -- bodies ------------------------------------------------------------------------------------

PAGE = "<html><body>국비 8,017억 원</body></html>".encode()


def chunked(body: bytes, size: int = 7) -> bytes:
    pieces = [body[place : place + size] for place in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def deflated(body: bytes, window_bits: int) -> bytes:
    deflate = zlib.compressobj(wbits=window_bits)
    return deflate.compress(body) + deflate.flush()


BODIES: dict[str, tuple[str, bytes, bytes | str]] = {
    "plain": ("X: y", PAGE, PAGE),
    "gzip": ("Content-Encoding: GZIP", gzip.compress(PAGE), PAGE),
    "two members": ("Content-Encoding: gzip", gzip.compress(PAGE) * 2, PAGE * 2),
    "deflate": ("Content-Encoding: deflate", deflated(PAGE, 15), PAGE),
    "bare deflate": ("Content-Encoding: deflate", deflated(PAGE, -15), PAGE),
    "chunked": ("Transfer-Encoding: Chunked", chunked(PAGE), PAGE),
    "both": (
        "Transfer-Encoding: chunked\r\nContent-Encoding: gzip",
        chunked(gzip.compress(PAGE)),
        PAGE,
    ),
    "decoded before": ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip, br", PAGE, PAGE),
    "chunk cut off": ("Transfer-Encoding: chunked", chunked(PAGE)[:-20], "cut_off"),
    "chunk garbled": ("Transfer-Encoding: chunked", b"5\r\n12345\r\nzz\r\n", "undecodable_body"),
    "gzip cut off": ("Content-Encoding: gzip", gzip.compress(PAGE)[:-12], "cut_off"),
    "gzip damaged": (
        "Content-Encoding: gzip", gzip.compress(PAGE)[:10] + b"\xff" * 40, "undecodable_body"
    ),
    "bomb": ("Content-Encoding: gzip", gzip.compress(bytes(80_000_000)), "too_large"),
    "bomb in a bomb": (
        "Content-Encoding: gzip, gzip", gzip.compress(gzip.compress(bytes(80_000_000))),
        "too_large",
    ),
    "no such coding": ("Content-Encoding: lzma9", b"\0\1\2", "unknown_encoding"),
    "no br": ("Content-Encoding: br", b"\xff" * 9, "undecodable_body"),
}  # fmt: skip


@pytest.mark.parametrize("name", BODIES)
def test_bodies_under_their_codings(name: str) -> None:
    headers, body, expected = BODIES[name]
    message = http_message(f"HTTP/1.0 200\r\n{headers}\r\n\r\n".encode() + body)
    assert message.status == 200
    if isinstance(expected, bytes):
        assert decoded_body(message) == expected
        return
    with pytest.raises(RefusedBodyError) as refused:
        decoded_body(message)
    assert refused.value.reason == expected


def test_brotli() -> None:
    brotli = pytest.importorskip("brotli")
    head = b"HTTP/1.1 200 OK\r\ncontent-encoding: br\r\n\r\n"
    assert decoded_body(http_message(head + brotli.compress(PAGE))) == PAGE
    for body, reason in (
        (brotli.compress(bytes(80_000_000), quality=1), "too_large"),
        (brotli.compress(PAGE * 50)[:-9], "cut_off"),
    ):
        with pytest.raises(RefusedBodyError) as refused:
            decoded_body(http_message(head + body))
        assert refused.value.reason == reason


def test_headers_as_they_are_kept() -> None:
    message = http_message(
        "HTTP/1.1 404 없음\r\nSet-Cookie: a\r\nSET-COOKIE: b\r\nLong: one\r\n two\r\nno header\r\n"
        "X-Name: 단\r\n\r\nbody".encode()
    )
    assert (message.status, message.body) == (404, b"body")
    assert message.headers == {
        "set-cookie": "a, b",
        "long": "one two",
        "x-name": "단".encode().decode("latin-1"),
    }
    assert http_message(b"gopher\r\n\r\n").status is None
    assert http_message(b"").status is None


# -- writing -----------------------------------------------------------------------------------

MOMENT = datetime(2026, 11, 16, 2, 30, 1, 500, tzinfo=UTC)


def captures() -> Iterator[ArchivedCapture]:
    first = UUID(int=1)
    for number in range(1, 4):
        body = PAGE if number != 2 else PAGE + b"!"
        yield ArchivedCapture(
            capture_id=UUID(int=number),
            outlet_id="gaon",
            url=URL.format(number),
            fetched_at=MOMENT.replace(minute=number),
            status=200,
            request_headers={"user-agent": "Jipyo"} if number < 3 else {},
            response_headers={
                "content-type": "text/html",
                "content-length": "7",
                "transfer-encoding": "chunked",
                "content-encoding": "gzip",
                "x-name": "단\x85".encode().decode("latin-1"),
                "x-split": "a\r\nb: c",
            },
            body=None if number == 3 else body,
            body_sha256=body_digest(body),
            first_id=first if number != 2 else UUID(int=2),
            first_url=URL.format(1),
            first_fetched_at=MOMENT.replace(minute=1),
            listed_at=MOMENT if number == 1 else None,
            listed_from="list" if number == 1 else None,
        )


@pytest.mark.parametrize("compressed", [True, False])
def test_what_is_written_is_whole_for_warcio(compressed: bool) -> None:
    stream = io.BytesIO()
    writer = ArchiveWriter(stream, compressed=compressed)
    writer.information(UUID(int=9), MOMENT, {"software": "jipyo"})
    for capture in captures():
        writer.capture(capture)
    stream.seek(0)
    seen = []
    for one in ArchiveIterator(stream, check_digests="raise"):
        seen.append((one.rec_type, one.rec_headers.get_header("WARC-Target-URI")))
        body = one.content_stream().read()
        assert one.rec_headers.protocol == "WARC/1.1"
        if one.rec_type == "response":
            assert body in {PAGE, PAGE + b"!"}
            assert one.digest_checker.passed
        if one.rec_type == "revisit":
            assert body == b""
            assert one.rec_headers.get_header("WARC-Refers-To") == f"<urn:uuid:{UUID(int=1)}>"
            assert one.rec_headers.get_header("WARC-Refers-To-Date") == (
                "2026-11-16T02:01:01.000500Z"
            )
            assert one.http_headers.get_statuscode() == "200"
    assert seen == [
        ("warcinfo", None),
        ("request", URL.format(1)),
        ("response", URL.format(1)),
        ("request", URL.format(2)),
        ("response", URL.format(2)),
        ("revisit", URL.format(3)),
    ]
    again = io.BytesIO()
    second = ArchiveWriter(again, compressed=compressed)
    second.information(UUID(int=9), MOMENT, {"software": "jipyo"})
    for capture in captures():
        second.capture(capture)
    assert again.getvalue() == stream.getvalue()
