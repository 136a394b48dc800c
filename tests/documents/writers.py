"""Documents that tests write themselves: HWP 5 with its compound file, HWPX, and PDF in Korean.

They are written from the published descriptions of the formats, and not with what reads them.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

# -- compound files ------------------------------------------------------------------------------

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_END, _FREE, _FAT_SECTOR, _NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF


def _ordered(entries: Sequence[Mapping[str, object]], parent: object) -> list[int]:
    """The entries of a folder in the order of the format: short names first."""
    numbers = [n for n, entry in enumerate(entries) if entry["parent"] == parent]
    return sorted(numbers, key=lambda n: (len(str(entries[n]["name"])), str(entries[n]["name"])))


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file with streams by path, one folder deep."""
    entries: list[dict[str, object]] = [{"name": "Root Entry", "kind": 5, "parent": None}]
    for path, content in streams.items():
        folder, _, name = path.rpartition("/")
        parent = 0
        if folder:
            known = [n for n, entry in enumerate(entries) if entry["name"] == folder]
            if not known:
                entries.append({"name": folder, "kind": 1, "parent": 0})
            parent = known[0] if known else len(entries) - 1
        entries.append({"name": name, "kind": 2, "parent": parent, "content": content})
    mini, mini_fat, sectors, fat = bytearray(), [], [], []

    def store(content: bytes) -> int:
        begin = len(sectors)
        for at in range(0, len(content), _SECTOR):
            sectors.append(content[at : at + _SECTOR].ljust(_SECTOR, b"\0"))
            fat.append(len(sectors))
        if len(sectors) > begin:
            fat[-1] = _END
        return begin if len(sectors) > begin else _END

    for entry in entries:
        content = entry.get("content")
        if not isinstance(content, bytes):
            continue
        if len(content) >= _CUTOFF:
            entry["start"] = store(content)
        else:
            entry["start"] = len(mini_fat) if content else _END
            count = -(-len(content) // _MINI)
            first = len(mini_fat)
            mini_fat += [first + n + 1 for n in range(count - 1)] + [_END] * bool(count)
            mini += content.ljust(count * _MINI, b"\0")
    entries[0]["start"], entries[0]["content"] = store(bytes(mini)), bytes(mini)
    directory = bytearray()
    for number, entry in enumerate(entries):
        children = _ordered(entries, number)
        siblings = _ordered(entries, entry["parent"])
        after = siblings[siblings.index(number) + 1 :] if number else []
        name = str(entry["name"]).encode("utf-16-le") + b"\0\0"
        content = entry.get("content", b"")
        assert isinstance(content, bytes)
        # Siblings as a chain to the right: a search tree without balance.
        directory += name.ljust(64, b"\0") + struct.pack(
            "<HBBIII16sIQQIQ",
            len(name),
            entry["kind"],
            1,
            _NONE,
            after[0] if after else _NONE,
            children[0] if children else _NONE,
            b"\0" * 16,
            0,
            0,
            0,
            entry.get("start", 0),
            len(content),
        )
    directory_start = store(bytes(directory))
    packed = struct.pack(f"<{len(mini_fat)}I", *mini_fat)
    packed += struct.pack("<I", _FREE) * (-len(mini_fat) % 128)
    mini_fat_start, mini_fat_sectors = store(packed), -(-len(packed) // _SECTOR)
    fat_sectors = 1
    while fat_sectors * 128 < len(fat) + fat_sectors:
        fat_sectors += 1
    fat_at = [len(sectors) + n for n in range(fat_sectors)]
    assert fat_sectors <= 109, "larger files need more than the header's own list"
    table = [*fat, *[_FAT_SECTOR] * fat_sectors]
    table += [_FREE] * (fat_sectors * 128 - len(table))
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\0" * 16, 0x3E, 3, 0xFFFE, 9, 6, b"\0" * 6, 0,
        fat_sectors, directory_start, 0, _CUTOFF, mini_fat_start, mini_fat_sectors, _END, 0,
    )  # fmt: skip
    header += struct.pack("<109I", *fat_at, *[_FREE] * (109 - fat_sectors))
    return header + b"".join(sectors) + struct.pack(f"<{len(table)}I", *table)


# -- HWP 5 ---------------------------------------------------------------------------------------

Cell = str | Sequence[str]
"""A cell's paragraphs."""

Piece = str | Sequence[Sequence[Cell]]
"""A paragraph, or the rows of a table."""


def record(tag: int, level: int, payload: bytes) -> bytes:
    """A record with its header; the size stands behind it where it does not fit."""
    if len(payload) < 0xFFF:
        return struct.pack("<I", len(payload) << 20 | level << 10 | tag) + payload
    return struct.pack("<II", 0xFFF << 20 | level << 10 | tag, len(payload)) + payload


def units(text: str) -> bytes:
    """Characters as units; a tab takes eight of them."""
    tab = struct.pack("<8H", 9, 0x6C63, 0x6364, 0, 0, 0, 0, 9)
    return b"".join(tab if one == "\t" else one.encode("utf-16-le") for one in text)


def control_character(code: int, name: bytes) -> bytes:
    return struct.pack("<H4s8sH", code, name[::-1], b"\0" * 8, code)


def paragraph(level: int, text: bytes, controls: bytes = b"") -> bytes:
    """A paragraph of text that is in units already, with the records of its controls."""
    ended = text + struct.pack("<H", 13)
    head = record(66, level, struct.pack("<IIHBBHHHI", len(ended) // 2, 0, 0, 0, 0, 0, 0, 0, 0))
    return (
        head
        + record(67, level + 1, ended)
        + record(68, level + 1, b"\0" * 8)
        + record(69, level + 1, b"\0" * 36)
        + controls
    )


def table(level: int, rows: Sequence[Sequence[Cell]]) -> bytes:
    """The control of a table that stands in a paragraph one level higher."""
    out = record(71, level, b" lbt" + b"\0" * 40)
    out += record(77, level + 1, struct.pack("<IHH", 0, len(rows), max(map(len, rows))))
    for down, row in enumerate(rows):
        for right, cell in enumerate(row):
            lines = [cell] if isinstance(cell, str) else list(cell)
            place = struct.pack("<HHIHHHH", len(lines), 0, 0, right, down, 1, 1)
            out += record(72, level + 1, place + b"\0" * 26)
            for line in lines:
                out += paragraph(level + 1, units(line))
    return out


def section(pieces: Sequence[Piece]) -> bytes:
    """The records of a section; its first paragraph also holds settings and a page head."""
    out = b""
    for number, piece in enumerate(pieces):
        marks = controls = b""
        if number == 0:
            marks = control_character(2, b"secd") + control_character(16, b"head")
            controls = record(71, 1, b"dces" + b"\0" * 20) + record(73, 2, b"\0" * 40)
            controls += record(71, 1, b"daeh" + b"\0" * 8) + record(72, 2, b"\0" * 8)
            controls += paragraph(2, units("쪽 머리말 2026"))
        if isinstance(piece, str):
            out += paragraph(0, marks + units(piece), controls)
        else:
            anchor = marks + control_character(11, b"tbl ")
            out += paragraph(0, anchor, controls + table(1, piece))
    return out


def boxed(text: str, held: str) -> bytes:
    """A paragraph with a text box: shapes around a list of paragraphs."""
    controls = record(71, 1, b" osg" + b"\0" * 40) + record(76, 2, b"\0" * 16)
    controls += record(72, 3, b"\0" * 8) + paragraph(3, units(held))
    return paragraph(0, control_character(11, b"gso ") + units(text), controls)


def deflated(content: bytes) -> bytes:
    """Bytes as sections are packed: without the head and the checksum of zlib."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def hwp_of(stream: bytes, *, flags: int = 1, others: Mapping[str, bytes] | None = None) -> bytes:
    """An HWP 5 document of one section that is in records already."""
    settings = record(16, 0, struct.pack("<H", 1) + b"\0" * 24)
    if flags & 1:
        stream, settings = deflated(stream), deflated(settings)
    header = b"HWP Document File".ljust(32, b"\0") + struct.pack("<II", 0x05010000, flags)
    return compound(
        {
            "FileHeader": header.ljust(256, b"\0"),
            "DocInfo": settings,
            "BodyText/Section0": stream,
            "PrvText": "미리보기".encode("utf-16-le"),
            **(others or {}),
        }
    )


def hwp(pieces: Sequence[Piece], *, flags: int = 1) -> bytes:
    """An HWP 5 document."""
    return hwp_of(section(pieces), flags=flags)


# -- HWPX ----------------------------------------------------------------------------------------

_SPACES = (
    'xmlns:hs="http://www.hancom.co.kr/hwpml/2011/section"'
    ' xmlns:hp="http://www.hancom.co.kr/hwpml/2011/paragraph"'
)


def _p(inner: str) -> str:
    return f'<hp:p id="0" paraPrIDRef="0"><hp:run charPrIDRef="0">{inner}</hp:run></hp:p>'


def _t(text: str) -> str:
    tabbed = escape(text).replace("\t", '<hp:tab width="4000"/>')
    return f"<hp:t>{tabbed}</hp:t>"


def _tbl(rows: Sequence[Sequence[Cell]]) -> str:
    out = "<hp:tbl>"
    for row in rows:
        out += "<hp:tr>"
        for cell in row:
            lines = [cell] if isinstance(cell, str) else cell
            held = "".join(_p(_t(line)) for line in lines)
            out += f"<hp:tc><hp:subList>{held}</hp:subList><hp:cellAddr/></hp:tc>"
        out += "</hp:tr>"
    return out + "</hp:tbl>"


def hwpx_section(pieces: Sequence[Piece]) -> str:
    """The XML of a section; its first paragraph also holds settings and a page head."""
    head = (
        "<hp:secPr/><hp:ctrl><hp:header><hp:subList>"
        f"{_p(_t('쪽 머리말 2026'))}</hp:subList></hp:header></hp:ctrl>"
    )
    body = "".join(
        _p((head if number == 0 else "") + (_t(piece) if isinstance(piece, str) else _tbl(piece)))
        for number, piece in enumerate(pieces)
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><hs:sec {_SPACES}>{body}</hs:sec>'


def hwpx_of(section: str | bytes, *, manifest: str = "<manifest/>") -> bytes:
    """An HWPX document of one section that is in XML already."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), "application/hwp+zip")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("Contents/header.xml", "<head/>")
        archive.writestr("Contents/section0.xml", section)
    return out.getvalue()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def hwpx(pieces: Sequence[Piece]) -> bytes:
    """An HWPX document."""
    return hwpx_of(hwpx_section(pieces))


# -- PDF -----------------------------------------------------------------------------------------


def pdf_of(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of numbered objects, the first of which is its catalogue."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places: list[int] = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %b >>\n" % (len(objects) + 1, trailer)
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % start


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(content), entries, content)


def pdf(pages: Sequence[Sequence[str]], *, to_unicode: bool = True) -> bytes:
    """A PDF whose one font names its shapes by numbers, and says their characters beside."""
    shapes = {
        one: n for n, one in enumerate(sorted({*"".join("".join(page) for page in pages)}), 1)
    }
    pairs = "".join(f"<{n:04x}> <{one.encode('utf-16-be').hex()}>\n" for one, n in shapes.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(shapes)} beginbfchar\n{pairs}endbfchar\nendcmap end end"
    ).encode()
    box = b"/MediaBox [0 0 595 842]"
    fonts = b"<< /Font << /F1 3 0 R >> >>"
    said = b"/ToUnicode 5 0 R" if to_unicode else b""
    first = 7
    kids = b" ".join(b"%d 0 R" % (first + 2 * n) for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, len(pages)),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Batang /Encoding /Identity-H"
        b" /DescendantFonts [4 0 R] %b >>" % said,
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Batang /FontDescriptor 6 0 R /DW 1000"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        stream(cmap),
        b"<< /Type /FontDescriptor /FontName /Batang /Flags 4 >>",
    ]
    for number, lines in enumerate(pages):
        codes = ("".join(f"{shapes[one]:04x}" for one in line) for line in lines)
        shown = b"BT /F1 12 Tf 18 TL 60 780 Td\n"
        shown += b"".join(b"<%b> Tj T*\n" % code.encode() for code in codes)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R %b /Resources %b /Contents %d 0 R >>"
            % (box, fonts, first + 2 * number + 1)
        )
        objects.append(stream(shown + b"ET"))
    return pdf_of(objects)
