"""From paragraphs and tables to text, alike for all formats that tell them apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from jipyo.documents.model import Block, Table

_SPACES = re.compile(r"[^\S\n]+")
_UNPRINTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What no database stores or no reader sees: control characters, halves of characters."""

_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
"""The word processor's own symbols, bullets mostly; no other font has them."""

_SENTENCE_END = re.compile(r"[가-힣)\"'”’][.!?][\"'”’)]*\s*$")


def text_of(blocks: Sequence[Block]) -> str:
    """The text of a document: paragraphs separated by blank lines, tables as their rows."""
    return "\n\n".join(_pieces(blocks))


def clean(text: str) -> str:
    """A piece of text with spaces folded and without what is never printed; line breaks stay."""
    text = unicodedata.normalize("NFC", text.replace("\r", "\n"))
    lines = _PRIVATE.sub("·", _UNPRINTED.sub("", text)).split("\n")
    return "\n".join(line for line in (_SPACES.sub(" ", line).strip() for line in lines) if line)


def _pieces(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Table):
            yield from _table(block)
        else:
            text = clean(block)
            if text:
                yield text


def _table(table: Table) -> Iterator[str]:
    """The rows of a table as one paragraph.

    Offices also use tables as boxes around whole texts: a row of one cell, or with a cell that
    holds several sentences one below the other, is no row of a table but what stands in it.
    """
    rows: list[str] = []
    for row in table.rows:
        cells = [list(_pieces(cell)) for cell in row]
        filled = [cell for cell in cells if cell]
        boxed = len(row) == 1 or any(
            sum(bool(_SENTENCE_END.search(piece)) for piece in cell) > 1 for cell in filled
        )
        if not boxed:
            line = " ".join(" ".join(cell) for cell in filled).replace("\n", " ")
            if line:
                rows.append(line)
            continue
        if len(filled) == 1 and len(filled[0]) == 1 and len(table.rows) > 1:
            rows.append(filled[0][0])  # A heading or a note across a table.
            continue
        if rows:
            yield "\n".join(rows)
            rows = []
        for cell in filled:
            yield from cell
    if rows:
        yield "\n".join(rows)
