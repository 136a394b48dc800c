"""HWP 5: a compound file whose sections are streams of records, deflated as a rule.

Hancom's published description of the format (revision 1.3) gives records, control characters and
the flags of the file header. A paragraph's text marks the places of its tables, boxes and notes
with control characters; what they hold follows as records one level deeper, in the same order.
"""

from __future__ import annotations

import importlib
import io
import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from jipyo.documents.layout import text_of
from jipyo.documents.model import Block, Limits, Table, UnreadableError

# Without type stubs; the module is used in one function only.
_olefile: Any = importlib.import_module("olefile")

_SIGNATURE = b"HWP Document File"
_COMPRESSED, _PASSWORD, _DISTRIBUTION, _DRM, _CERTIFICATE, _CERTIFICATE_DRM = 0, 1, 2, 4, 8, 10
_LOCKS = (
    (_PASSWORD, "it wants a password"),
    (
        _DISTRIBUTION,
        "it is a distribution copy (배포용 문서): its maker locked it against copying",
    ),
    (_DRM, "it is protected by DRM"),
    (_CERTIFICATE, "it is encrypted with a certificate"),
    (_CERTIFICATE_DRM, "it is protected by DRM with a certificate"),
)
"""Bits of the header's flags under which the text is nobody's to read without being asked."""

_PARAGRAPH, _TEXT, _CONTROL, _LIST, _TABLE = 66, 67, 71, 72, 77
_SINGLE = {0, 10, 13, 24, 25, 26, 27, 28, 29, 30, 31}
"""Control characters of one unit; all others below 32 take eight."""

_PRINTED = {9: "\t", 10: "\n", 24: "-", 30: " ", 31: " "}
_ANCHORS = {2, 3, 11, 15, 16, 17, 18, 21, 22, 23}
"""Control characters to which a record with what they hold belongs."""

_HIDDEN = {b"head", b"foot", b"tcmt", b"secd", b"cold"}
"""Controls that print nothing in the text: page heads and feet, hidden comments, settings."""

_TYPES = (("WordDocument", "Word"), ("Workbook", "Excel"), ("PowerPoint Document", "PowerPoint"))


@dataclass(slots=True)
class _Record:
    tag: int
    payload: bytes
    children: list[_Record] = field(default_factory=list["_Record"])


def read_hwp(body: bytes, limits: Limits) -> str:
    """The text of an HWP 5 document.

    Raises:
        UnreadableError: it is locked, damaged, too large or another kind of compound file.
    """
    try:
        streams, flags = _opened(body, limits)
    except (OSError, struct.error, IndexError, ValueError) as error:
        raise UnreadableError("damaged", f"the compound file cannot be opened: {error}") from error
    budget = limits.inflated_bytes
    blocks: list[Block] = []
    for name, packed in streams:
        section = _inflated(packed, name, budget) if flags >> _COMPRESSED & 1 else packed
        budget -= len(section)
        for paragraph in _tree(section, name).children:
            blocks += _paragraph(paragraph, limits.depth)
    return text_of(blocks)


def _opened(body: bytes, limits: Limits) -> tuple[list[tuple[str, bytes]], int]:
    """The streams of the sections in their order, and the flags of the file header."""
    with _olefile.OleFileIO(io.BytesIO(body)) as file:
        if not file.exists("FileHeader"):
            for part, name in _TYPES:
                if file.exists(part):
                    raise UnreadableError(
                        "unsupported", f"it is a document of {name}, which is not read"
                    )
            raise UnreadableError("unsupported", "it is a compound file, but no HWP document")
        header: bytes = file.openstream("FileHeader").read(256)
        if not header.startswith(_SIGNATURE) or len(header) < 40:
            raise UnreadableError("damaged", "its file header is not that of an HWP document")
        (flags,) = struct.unpack_from("<I", header, 36)
        for bit, why in _LOCKS:
            if flags >> bit & 1:
                raise UnreadableError("encrypted", why)
        numbers = sorted(
            int(found[1])
            for path in file.listdir()
            if len(path) == 2
            and path[0] == "BodyText"
            and (found := re.fullmatch(r"Section(\d{1,4})", path[1]))
        )
        if not numbers:
            raise UnreadableError("damaged", "it has no section with a text")
        streams: list[tuple[str, bytes]] = []
        left = limits.inflated_bytes
        for number in numbers:
            path = f"BodyText/Section{number}"
            size = int(file.get_size(path))
            left -= size
            if left < 0:
                raise UnreadableError("too_large", "its sections are larger than is read")
            stream: bytes = file.openstream(path).read()
            if len(stream) < size:
                raise UnreadableError("damaged", f"{path} ends early")
            streams.append((path, stream))
    return streams, flags


def _inflated(stream: bytes, name: str, budget: int) -> bytes:
    """A section unpacked, as long as that stays within a size."""
    unpacker = zlib.decompressobj(-15)
    try:
        text = unpacker.decompress(stream, budget + 1)
    except zlib.error as error:
        raise UnreadableError("damaged", f"{name} cannot be unpacked: {error}") from None
    if len(text) > budget:
        raise UnreadableError("too_large", f"{name} unpacks to more than is read")
    if not unpacker.eof:
        raise UnreadableError("damaged", f"{name} ends early")
    return text


def _records(stream: bytes, name: str) -> Iterator[tuple[int, int, bytes]]:
    """Tag, level and content of each record: ten bits, ten bits, twelve bits of size."""
    at = 0
    while at + 4 <= len(stream):
        (header,) = struct.unpack_from("<I", stream, at)
        at += 4
        size = header >> 20
        if size == 0xFFF:
            if at + 4 > len(stream):
                raise UnreadableError("damaged", f"{name} ends within a record")
            (size,) = struct.unpack_from("<I", stream, at)
            at += 4
        if at + size > len(stream):
            raise UnreadableError("damaged", f"{name} ends within a record")
        yield header & 0x3FF, header >> 10 & 0x3FF, stream[at : at + size]
        at += size


def _tree(stream: bytes, name: str) -> _Record:
    """The records of a section, each under the one that it belongs to."""
    root = _Record(-1, b"")
    path = [(-1, root)]
    for tag, level, payload in _records(stream, name):
        while path[-1][0] >= level:
            path.pop()
        record = _Record(tag, payload)
        path[-1][1].children.append(record)
        path.append((level, record))
    return root


def _paragraph(record: _Record, depth: int) -> list[Block]:
    """What a paragraph prints: its text, cut where a table stands, and what is anchored in it."""
    if record.tag != _PARAGRAPH:
        return []
    if depth < 0:
        raise UnreadableError("too_large", "tables and boxes stand too deep in each other")
    text = b"".join(child.payload for child in record.children if child.tag == _TEXT)
    controls = iter([child for child in record.children if child.tag == _CONTROL])
    blocks: list[Block] = []
    behind: list[Block] = []
    line: list[str] = []
    for piece in _pieces(text):
        if isinstance(piece, str):
            line.append(piece)
            continue
        control = next(controls, None)
        if control is None:
            continue
        held = _control(control, depth - 1)
        if any(isinstance(block, Table) for block in held):
            blocks += ["".join(line), *held]
            line = []
        else:
            behind += held
    blocks.append("".join(line))
    for control in controls:
        behind += _control(control, depth - 1)
    return blocks + behind


def _pieces(text: bytes) -> Iterator[str | int]:
    """Runs of printed characters, and the control characters to which something is anchored."""
    units = struct.unpack(f"<{len(text) // 2}H", text[: len(text) // 2 * 2])
    start = at = 0
    while at < len(units):
        unit = units[at]
        if unit >= 32:
            at += 1
            continue
        if at > start:
            yield text[2 * start : 2 * at].decode("utf-16-le", errors="replace")
        if unit in _PRINTED:
            yield _PRINTED[unit]
        elif unit in _ANCHORS:
            yield unit
        at += 1 if unit in _SINGLE else 8
        start = at
    if at > start:
        yield text[2 * start :].decode("utf-16-le", errors="replace")


def _control(record: _Record, depth: int) -> list[Block]:
    """What a control prints: a table, or the paragraphs of a box or a note."""
    name = record.payload[:4][::-1]
    if name in _HIDDEN:
        return []
    if name == b"tbl ":
        return _table(record.children, depth)
    return [block for child in record.children for block in _held(child, depth)]


def _held(record: _Record, depth: int) -> list[Block]:
    """The paragraphs somewhere in a record, such as those of a text box in a group of shapes."""
    if depth < 0:
        raise UnreadableError("too_large", "tables and boxes stand too deep in each other")
    if record.tag == _PARAGRAPH:
        return _paragraph(record, depth)
    return [block for child in record.children for block in _held(child, depth - 1)]


def _table(records: Sequence[_Record], depth: int) -> list[Block]:
    """A table with its caption before it.

    The paragraphs of a cell follow its list header on the same level; a list header before the
    table's own record is that of the caption.
    """
    caption: list[Block] = []
    cells: dict[tuple[int, int], list[Block]] = {}
    current: list[Block] | None = None
    in_table = False
    for record in records:
        if record.tag == _TABLE:
            in_table, current = True, None
        elif record.tag == _LIST:
            if not in_table:
                current = caption
            elif len(record.payload) >= 12:
                column, row = struct.unpack_from("<HH", record.payload, 8)
                current = cells.setdefault((row, column), [])
        elif record.tag == _PARAGRAPH and current is not None:
            current += _paragraph(record, depth)
    rows: dict[int, list[Sequence[Block]]] = {}
    for (row, _), cell in sorted(cells.items(), key=lambda entry: entry[0]):
        rows.setdefault(row, []).append(cell)
    return [*caption, Table(list(rows.values()))]
