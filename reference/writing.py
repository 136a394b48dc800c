"""Small pieces of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

ORIGIN = "This page is made from the code by `{module}`, whenever the documentation is built."
"""What every generated page says of itself."""


def page(title: str, module: str, parts: Iterable[str]) -> str:
    """A page with its title, its origin and its parts, each a block of Markdown."""
    return "\n\n".join([f"# {title}", ORIGIN.format(module=module), *parts]) + "\n"


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; what a cell holds may be Markdown of one line or more."""
    lines = ["| " + " | ".join(headings) + " |", "|" + " --- |" * len(headings)]
    lines += ["| " + " | ".join(map(cell, row)) + " |" for row in rows]
    return "\n".join(lines)


def cell(text: str) -> str:
    """Text on one line, so that neither a bar nor a line break ends its cell."""
    return " ".join(text.split()).replace("|", "\\|")


def code(text: str) -> str:
    """Text as code, or nothing where there is none."""
    return f"`{text}`" if text else ""
