"""What a document reader gives: the text that a person would read, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from jipyo.plain import shortened

DocumentState = Literal[
    "read",
    "encrypted",
    "unsupported",
    "damaged",
    "too_large",
    "too_slow",
    "not_a_document",
    "no_text",
]
"""What came of reading a file. Only ``read`` has a text.

``encrypted`` wants a password or is locked against copying, ``unsupported`` is a document of a kind
that is not read, ``damaged`` ends early or contradicts its format, ``too_large`` and ``too_slow``
went over a limit, ``not_a_document`` is a page or a text sent in a document's place, and
``no_text`` has pictures only, as a scan.
"""

Kind = Literal["hwp", "hwpx", "pdf"]
"""The kinds that are read."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may cost.

    Attributes:
        largest_bytes: Size of the file.
        inflated_bytes: Size of all that is unpacked of it together.
        longest_text: Characters of its text.
        depth: How deep tables, boxes and notes may stand in each other.
        pages: Pages of a PDF.
        seconds: Time until its reading is ended, by the clock and of the processor.
        memory_bytes: Address space of the process that reads it.
    """

    largest_bytes: int = 30_000_000
    inflated_bytes: int = 100_000_000
    longest_text: int = 1_000_000
    depth: int = 24
    pages: int = 150
    seconds: float = 20.0
    memory_bytes: int = 1_500_000_000


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read.

    ``text`` is paragraphs separated by blank lines; the rows of a table are lines of one paragraph,
    cells parted by spaces. ``detail`` says in words for an operator why there is no text.
    """

    state: DocumentState
    kind: Kind | None = None
    text: str = ""
    detail: str = ""


class UnreadableError(Exception):
    """A file of which there is no text, with the state that it is given and why."""

    def __init__(self, state: DocumentState, detail: str) -> None:
        super().__init__(detail)
        self.state: DocumentState = state
        # It quotes what stands in a file, and must do nothing but be read, and be stored.
        self.detail = shortened(detail, 500)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a document: its rows from top to bottom, a cell that spans several in its first.

    A cell is its blocks, from top to bottom.
    """

    rows: Sequence[Sequence[Sequence[Block]]]


Block = str | Table
"""A piece of a document: a paragraph, whose forced breaks are line breaks, or a table."""
