"""What the pages of look-alike sites are made of: an article, and the blocks of its text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")


@dataclass(frozen=True, slots=True)
class PageArticle:
    """An article as a page carries it; times carry their zone.

    Lines of a paragraph are separated by line breaks; a paragraph with tabs is a table, a row a
    line. ``byline`` is the reporter, or the department on an office's own board.
    """

    number: int
    title: str
    subtitle_lines: tuple[str, ...]
    paragraphs: tuple[str, ...]
    published_at: datetime
    byline: str
    section: str
    caption: str = ""
    edited_at: datetime | None = None


def table(paragraph: str) -> str:
    """A table; a row is a line, its cells are parted by tabs."""
    rows = (
        "".join(f"<td>{escape(cell)}</td>" for cell in line.split("\t"))
        for line in paragraph.splitlines()
    )
    return f'<table border="1"><tbody>{"".join(f"<tr>{row}</tr>" for row in rows)}</tbody></table>'


def lines(texts: Sequence[str]) -> str:
    """Lines of one block."""
    return "<br>".join(map(escape, texts))


def block(paragraph: str) -> str:
    """A paragraph as editors of today write it."""
    return table(paragraph) if "\t" in paragraph else f"<p>{lines(paragraph.splitlines())}</p>"


def broken(paragraphs: Sequence[str]) -> str:
    """Paragraphs as old editors write them: nothing but line breaks between them."""
    return "<br><br>\n".join(
        table(paragraph) if "\t" in paragraph else lines(paragraph.splitlines())
        for paragraph in paragraphs
    )


def lead(article: PageArticle, characters: int = 80) -> str:
    """The beginning of the text, as lists and feeds show it: cut wherever it ends."""
    return escape(article.paragraphs[0][:characters])
