"""Markdown for the artifacts of Prefect, in which words of strangers stand as text."""

from __future__ import annotations

from urllib.parse import quote

from jipyo.plain import on_one_line

_MARKUP = str.maketrans(
    {mark: f"\\{mark}" for mark in "\\`*_{}[]()#|~!"} | {"<": "&lt;", ">": "&gt;"}
)


def escape(text: str) -> str:
    """Text from strangers, made harmless for Markdown: on one line, no markup, no tags."""
    return on_one_line(text).replace("&", "&amp;").translate(_MARKUP)


def code(text: str) -> str:
    """A name as code; it cannot end early."""
    name = on_one_line(text).replace("`", "'").replace("|", "¦")
    return f"`{name}`"


def link(words: str, address: str) -> str:
    """A link whose address cannot leave its place, or the words alone for no web page or file."""
    if not address.startswith(("https://", "http://", "file:///")):
        return escape(words)
    # What is quoted already stays so.
    return f"[{escape(words)}]({quote(address, safe=':/?&=#%+,;@~$.-_')})"
