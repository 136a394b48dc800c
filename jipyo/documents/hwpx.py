"""HWPX: the open form of HWP (KS X 6101), an archive of XML files with one for each section."""

from __future__ import annotations

import importlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import Any, Protocol, cast

from jipyo.documents.layout import text_of
from jipyo.documents.model import Block, Limits, Table, UnreadableError

# Without type stubs.
_defused: Any = importlib.import_module("defusedxml.ElementTree")
_common: Any = importlib.import_module("defusedxml.common")
_tree: Any = importlib.import_module("xml.etree.ElementTree")

_SECTION = re.compile(r"Contents/section(\d{1,4})\.xml", re.IGNORECASE)
_HIDDEN = {"header", "footer", "hiddenComment", "secPr", "pageHiding", "pageNum", "autoNumFormat"}
_PRINTED = {"tab": "\t", "lineBreak": "\n", "nbSpace": " ", "fwSpace": " ", "hyphen": "-"}
_ENCRYPTED_FLAG = 0x1


class _Element(Protocol):
    """What is used of an element."""

    tag: str
    text: str | None
    tail: str | None

    def __iter__(self) -> Iterator[_Element]: ...


def read_hwpx(body: bytes, limits: Limits) -> str:
    """The text of an HWPX document.

    Raises:
        UnreadableError: it wants a password, is damaged or too large.
    """
    blocks: list[Block] = []
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            budget = limits.inflated_bytes
            names = archive.namelist()
            if "META-INF/manifest.xml" in names:
                manifest = _entry(archive, "META-INF/manifest.xml", budget)
                budget -= len(manifest)
                if b"encryption-data" in manifest:
                    raise UnreadableError("encrypted", "it wants a password")
            sections = {
                int(found[1]): name for name in names if (found := _SECTION.fullmatch(name))
            }
            if not sections:
                raise UnreadableError("damaged", "it has no section with a text")
            for _, name in sorted(sections.items()):
                xml = _entry(archive, name, budget)
                budget -= len(xml)
                for paragraph in _parsed(xml, name, limits.depth):
                    blocks += _paragraph(paragraph, limits.depth)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError) as error:
        raise UnreadableError("damaged", f"the archive cannot be read: {error}") from error
    return text_of(blocks)


def _entry(archive: zipfile.ZipFile, name: str, budget: int) -> bytes:
    """A file of the archive; what its directory says of sizes is not believed."""
    if archive.getinfo(name).flag_bits & _ENCRYPTED_FLAG:
        raise UnreadableError("encrypted", "it wants a password")
    try:
        with archive.open(name) as entry:
            content = entry.read(budget + 1)
    except NotImplementedError as error:
        raise UnreadableError(
            "unsupported", f"{name} is packed in a way not read: {error}"
        ) from None
    if len(content) > budget:
        raise UnreadableError("too_large", f"{name} unpacks to more than is read")
    return content


def _parsed(xml: bytes, name: str, depth: int) -> _Element:
    """A section as a tree; one with a document type, which none has, or too deep is refused."""
    # A table takes some ten elements of depth (run, tbl, tr, tc, subList, p, run …).
    deepest = 10 * (depth + 2)
    opened = 0
    root: _Element | None = None
    try:
        for event, element in _defused.iterparse(
            io.BytesIO(xml), events=("start", "end"), forbid_dtd=True
        ):
            opened += 1 if event == "start" else -1
            root = root or cast("_Element", element)
            if opened > deepest:
                raise UnreadableError("too_large", f"{name} is nested too deep")
    except _tree.ParseError as error:
        raise UnreadableError("damaged", f"{name} is no well-formed XML: {error}") from None
    except _common.DefusedXmlException as error:
        raise UnreadableError("damaged", f"{name} declares a document type: {error}") from None
    if root is None:
        raise UnreadableError("damaged", f"{name} is empty")
    return root


def _name(element: _Element) -> str:
    return element.tag.rpartition("}")[2]


def _paragraph(element: _Element, depth: int) -> list[Block]:
    """What a paragraph prints: its text, cut where a table stands, and what is anchored in it."""
    if _name(element) != "p":
        return []
    if depth < 0:
        raise UnreadableError("too_large", "tables and boxes stand too deep in each other")
    blocks: list[Block] = []
    behind: list[Block] = []
    line: list[str] = []
    for run in element:
        if _name(run) != "run":
            continue
        for part in run:
            name = _name(part)
            if name == "t":
                line += _words(part)
            elif name == "tbl":
                blocks += ["".join(line), *_table(part, depth - 1)]
                line = []
            elif name not in _HIDDEN:
                behind += _held(part, depth - 1)
    return [*blocks, "".join(line), *behind]


def _words(element: _Element) -> Iterator[str]:
    """The characters of a run of text; what tracked changes deleted is not printed."""
    deleted = False
    if element.text:
        yield element.text
    for mark in element:
        name = _name(mark)
        if name in {"deleteBegin", "deleteEnd"}:
            deleted = name == "deleteBegin"
        elif name in _PRINTED and not deleted:
            yield _PRINTED[name]
        if mark.tail and not deleted:
            yield mark.tail


def _held(element: _Element, depth: int) -> list[Block]:
    """The paragraphs somewhere in an element, such as those of a text box or a note."""
    name = _name(element)
    if name in _HIDDEN:
        return []
    if name == "p":
        return _paragraph(element, depth)
    if name == "tbl":
        return _table(element, depth)
    return [block for child in element for block in _held(child, depth)]


def _table(element: _Element, depth: int) -> list[Block]:
    caption: list[Block] = []
    rows: list[Sequence[Sequence[Block]]] = []
    for part in element:
        name = _name(part)
        if name == "caption":
            caption += _held(part, depth)
        elif name == "tr":
            rows.append([_held(cell, depth) for cell in part if _name(cell) == "tc"])
    return [*caption, Table(rows)]
