"""The records of a WARC file as a stream, each whole or named as broken.

warcio parses the header of a record. Finding where records begin and end is done here, because its
own iterator ends at the first fault, reads lines of any length, and takes a wrong length for the
truth. Here a broken record costs itself: the next one is found by its gzip member or by its version
line. Memory is bounded by the largest record that is taken, not by what a file claims.

Format: ISO 28500 (WARC 1.1), annex D for gzip.
"""

from __future__ import annotations

import importlib
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, BinaryIO, Literal, NoReturn

# Without types.
_loading: Any = importlib.import_module("warcio.recordloader")
_fields: Any = importlib.import_module("warcio.statusandheaders")

LARGEST_RECORD_BYTES = 32 * 1024 * 1024
"""Larger blocks are no pages; they are passed over by name."""

LARGEST_HEADER_BYTES = 64 * 1024
"""What header lines of a record may take together."""

CHUNK_BYTES = 64 * 1024
KEPT_BYTES = 1024 * 1024
"""How far back a broken gzip member is searched for the beginning of the next one."""

_GZIP = b"\x1f\x8b\x08"
_VERSION = re.compile(rb"WARC/\d{1,4}\.\d{1,4}[ \t]{0,8}\r?\n")
_LONGEST_VERSION_LINE = 24
"""No version line is longer: one that were, would be found by whoever looks for the next record,
and by whoever looks at its beginning would not, for ever."""
_HEADER_END = re.compile(rb"\r?\n\r?\n")

Fault = Literal["broken_gzip", "broken_header", "wrong_length", "cut_off", "too_large"]
"""What can be wrong with a record: docs/archives.md."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record that is whole.

    Attributes:
        offset: Where it begins, in bytes of the file; of a compressed file where its gzip member
            begins.
        kind: Its WARC-Type in lower case.
        headers: Its named fields, names in lower case.
        block: Its content; empty where it was not wanted.
    """

    offset: int
    kind: str
    headers: Mapping[str, str]
    block: bytes


@dataclass(frozen=True, slots=True)
class BrokenRecord:
    """A record, or what stands in the place of one, that could not be taken."""

    offset: int
    fault: Fault
    detail: str
    url: str = ""


class _BrokenError(Exception):
    def __init__(self, fault: Fault, detail: str) -> None:
        super().__init__(detail)
        self.fault: Fault = fault
        self.detail = detail


def read_records(
    stream: BinaryIO,
    wanted: Callable[[str, Mapping[str, str]], bool],
    *,
    largest_bytes: int = LARGEST_RECORD_BYTES,
) -> Iterator[Record | BrokenRecord]:
    """The records of a file, compressed or not, in its order.

    Args:
        stream: The file, from its beginning; it need not be able to go back.
        wanted: Whether the content of a record of this type with these fields is wanted.
        largest_bytes: A wanted record with more content is given as broken, ``too_large``.

    Raises:
        OSError: the file cannot be read on.
    """
    data = _Data(stream)
    while True:
        offset: int | None = None
        headers: Mapping[str, str] = {}
        try:
            if not data.begin():
                return
            offset = data.offset
            headers = _headers(data)
            yield _record(data, offset, headers, wanted, largest_bytes)
        except _BrokenError as error:
            place = data.offset if offset is None else offset
            url = headers.get("warc-target-uri", "")
            yield BrokenRecord(place, error.fault, error.detail, url)
            if error.fault != "too_large":
                data.recover()


def _headers(data: _Data) -> Mapping[str, str]:
    lines = data.header()
    parser = _fields.StatusAndHeadersParser(_loading.ArcWarcRecordLoader.WARC_TYPES)
    try:
        parsed: list[tuple[str, str]] = parser.parse(BytesIO(lines)).headers
    except _fields.StatusAndHeadersParserException:
        version = lines.partition(b"\n")[0].strip().decode("latin-1")
        raise _BrokenError("broken_header", f"no known version of WARC: {version}") from None
    fields: dict[str, str] = {}
    for name, value in parsed:
        fields.setdefault(name.lower(), value.strip())
    if "warc-type" not in fields:
        raise _BrokenError("broken_header", "it has no WARC-Type")
    if not re.fullmatch(r"[0-9]{1,18}", fields.get("content-length", "")):
        stated = fields.get("content-length", "none")
        raise _BrokenError("broken_header", f"its Content-Length is no number: {stated[:40]}")
    return fields


def _record(
    data: _Data,
    offset: int,
    headers: Mapping[str, str],
    wanted: Callable[[str, Mapping[str, str]], bool],
    largest_bytes: int,
) -> Record:
    kind, length = headers["warc-type"].lower(), int(headers["content-length"])
    is_wanted = wanted(kind, headers)
    is_taken = is_wanted and length <= largest_bytes
    mark = data.mark()
    block = b""
    try:
        if is_taken:
            block = data.take(length)
            missing = length - len(block)
        else:
            missing = length - data.skip(length)
        if missing:
            raise _BrokenError(
                "cut_off", f"it says {length} bytes and ends after {length - missing}"
            )
        if not data.record_ends():
            raise _BrokenError("wrong_length", f"it says {length} bytes and goes on after them")
    except _BrokenError as error:
        # What a wrong length has swallowed may hold the next records.
        if error.fault != "broken_gzip":
            data.go_back(mark, block)
        raise
    if is_wanted and not is_taken:
        raise _BrokenError("too_large", f"it has {length} bytes; at most {largest_bytes} are read")
    return Record(offset, kind, headers, block)


class _Data:
    """The bytes of a file, inflated where it is compressed, one gzip member after the other.

    Nothing is read across the end of a member: a record never is, so what is wrong in one member
    stays there. An uncompressed file is one member.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._raw = bytearray()
        self._raw_offset = 0  # Of the first byte of `_raw` in the file.
        self._used = 0  # Bytes of `_raw` that were inflated.
        self._file_ended = False
        self._ready = bytearray()
        self._taken = 0  # Bytes of the member that left `_ready`.
        self._line_ends = b""  # What stood behind the block that was read last.
        self._member = 0
        self._member_ended = False
        self._fault: _BrokenError | None = None
        self._read_raw()
        self._compressed = self._raw.startswith(_GZIP[:2])
        self._inflate = zlib.decompressobj(16 + zlib.MAX_WBITS)

    # -- where we are ------------------------------------------------------------------------

    @property
    def offset(self) -> int:
        """Where the next record begins."""
        return self._member if self._compressed else self._taken

    def mark(self) -> int:
        """The place to which `go_back` may lead."""
        self._line_ends = b""
        return self._taken

    def go_back(self, mark: int, block: bytes) -> None:
        """Return to a mark: with the bytes that were taken since, or else in the file."""
        if self._fault is not None:
            return
        if block:
            # Line ends that were passed over behind it may be those of a version line.
            returned = block + self._line_ends
            self._ready[:0] = returned
            self._taken -= len(returned)
        elif not self._compressed and self._taken > mark and self._stream.seekable():
            self._stream.seek(mark)
            self._raw.clear()
            self._raw_offset, self._used, self._taken = mark, 0, mark
            self._ready.clear()
            self._file_ended = self._member_ended = False

    # -- reading -----------------------------------------------------------------------------

    def begin(self) -> bool:
        """Go to the next record; return whether there is anything more."""
        while True:
            self._drop_line_ends()
            if self._ready:
                return True
            if not self._next_member():
                return False

    def header(self) -> bytes:
        """The lines up to the first empty one."""
        if not _VERSION.match(self._peek(_LONGEST_VERSION_LINE)):
            first = bytes(self._ready[:40])
            raise _BrokenError("broken_header", f"a record was expected, and there is {first!r}")
        looked_at = 0
        while True:
            found = _HEADER_END.search(self._ready, looked_at)
            if found is not None:
                return self.take(found.end())
            size = len(self._ready)
            if size >= LARGEST_HEADER_BYTES:
                self._drop(1)  # Else the same line would be found again.
                raise _BrokenError(
                    "broken_header", f"its header has more than {LARGEST_HEADER_BYTES} bytes"
                )
            looked_at = max(size - 3, 0)
            if not self._fill(size + 4096):
                self._drop(1)
                raise _BrokenError("cut_off", "it ends within its header")

    def take(self, length: int) -> bytes:
        """The next bytes; fewer where the member ends."""
        # Step by step: a length that is only claimed must not cost memory.
        while len(self._ready) < length and self._fill(min(length, len(self._ready) + CHUNK_BYTES)):
            pass
        taken = bytes(self._ready[:length])
        del self._ready[:length]
        self._taken += len(taken)
        return taken

    def skip(self, length: int) -> int:
        """Pass over bytes; return how many there were."""
        left = length
        while left:
            passed = len(self.take(min(left, CHUNK_BYTES)))
            if not passed:
                break
            left -= passed
        return length - left

    def record_ends(self) -> bool:
        """Whether a record ends here: behind it stand two line ends, or the next one or nothing.

        The checksum of the member is seen then, too.
        """
        is_closed = self._peek(4) == b"\r\n\r\n"
        self._line_ends = self._drop_line_ends()
        following = self._peek(5)
        return is_closed or not following or following == b"WARC/"

    def recover(self) -> None:
        """Go on to what looks like the beginning of the next record."""
        while self._fault is None:
            try:
                self._fill(CHUNK_BYTES)
            except _BrokenError:
                break
            place = self._ready.find(b"WARC/")
            while place >= 0 and not _VERSION.match(self._ready, place):
                place = self._ready.find(b"WARC/", place + 1)
            if place >= 0:
                self._drop(place)
                return
            if self._member_ended:
                self._drop(len(self._ready))
                return
            # What may be the beginning of a version line stays.
            self._drop(max(len(self._ready) - _LONGEST_VERSION_LINE, 0))
        self._find_member()

    # -- behind the scenes -------------------------------------------------------------------

    def _peek(self, length: int) -> bytes:
        while len(self._ready) < length and self._fill(length):
            pass
        return bytes(self._ready[:length])

    def _drop(self, length: int) -> None:
        del self._ready[:length]
        self._taken += length

    def _drop_line_ends(self) -> bytes:
        """Pass over line ends, however many; return the first ones."""
        passed = b""
        while self._peek(1) in {b"\r", b"\n"}:
            number = len(self._ready) - len(self._ready.lstrip(b"\r\n"))
            passed = passed or bytes(self._ready[: min(number, 4)])
            self._drop(number)
        return passed

    def _fill(self, length: int) -> bool:
        """Have so many bytes ready if the member has them; return whether any came."""
        if self._fault is not None:
            raise self._fault
        before = len(self._ready)
        while len(self._ready) < length and not self._member_ended:
            if self._used == len(self._raw) and not self._file_ended:
                self._read_raw()
            if self._compressed:
                self._inflate_some(length - len(self._ready))
            else:
                self._ready += self._raw[self._used :]
                self._used = len(self._raw)
                self._member_ended = self._file_ended
        return len(self._ready) > before

    def _inflate_some(self, most: int) -> None:
        given = bytes(self._raw[self._used : self._used + CHUNK_BYTES])
        try:
            self._ready += self._inflate.decompress(given, max(most, 4096))
        except zlib.error as error:
            self._broken("broken_gzip", f"the compressed data are damaged: {error}")
        left = self._inflate.unconsumed_tail or self._inflate.unused_data
        self._used += len(given) - len(left)
        if self._inflate.eof:
            self._member_ended = True
        elif not given and self._file_ended:
            self._broken("cut_off", "the file ends within a compressed record")

    def _broken(self, fault: Fault, detail: str) -> NoReturn:
        self._fault = _BrokenError(fault, detail)
        raise self._fault

    def _read_raw(self) -> None:
        more = self._stream.read(CHUNK_BYTES)
        self._file_ended = not more
        surplus = self._used - KEPT_BYTES
        if surplus > CHUNK_BYTES:
            del self._raw[:surplus]
            self._raw_offset += surplus
            self._used -= surplus
        self._raw += more

    def _next_member(self) -> bool:
        """Go to the next gzip member; zero bytes between members are padding."""
        if not self._compressed:
            return False
        while True:
            while self._used < len(self._raw) and self._raw[self._used] == 0:
                self._used += 1
            if len(self._raw) - self._used >= len(_GZIP) or self._file_ended:
                break
            self._read_raw()
        if self._used == len(self._raw):
            return False
        self._open_member(self._used)
        if not self._raw.startswith(_GZIP, self._used):
            self._broken("broken_gzip", "no compressed record begins here")
        return True

    def _open_member(self, place: int) -> None:
        self._used = place
        self._member = self._raw_offset + place
        self._member_ended = False
        self._taken = 0
        self._ready.clear()
        self._fault = None
        self._inflate = zlib.decompressobj(16 + zlib.MAX_WBITS)

    def _find_member(self) -> None:
        """Go to the next gzip member that begins with a record, or to the end of the file."""
        place = max(self._member + 1 - self._raw_offset, 0)
        while True:
            place = self._raw.find(_GZIP, place)
            if place < 0:
                place = max(len(self._raw) - len(_GZIP) + 1, 0)
                if self._file_ended:
                    break
                absolute = self._raw_offset + place
                self._used = len(self._raw)
                self._read_raw()
                place = absolute - self._raw_offset
                continue
            if len(self._raw) - place < CHUNK_BYTES and not self._file_ended:
                absolute = self._raw_offset + place
                self._used = place
                self._read_raw()
                place = absolute - self._raw_offset
                continue
            if self._begins_record(place):
                self._open_member(place)
                return
            place += 1
        self._open_member(len(self._raw))
        self._member_ended = True

    def _begins_record(self, place: int) -> bool:
        inflate = zlib.decompressobj(16 + zlib.MAX_WBITS)
        try:
            first = inflate.decompress(
                bytes(self._raw[place : place + CHUNK_BYTES]), _LONGEST_VERSION_LINE
            )
        except zlib.error:
            return False
        return _VERSION.match(first) is not None
