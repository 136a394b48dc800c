"""A page under reading: its text, its tree, its address, and what its head states."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from urllib.parse import SplitResult, urlsplit

from jipyo.pages.head import Head, read_head
from jipyo.pages.texts import lines_of
from jipyo.pages.tree import Element, names_in, parse, select


class Page:
    """A page as fetched from an address.

    Attributes:
        text: The page as text.
        url: Its address.
        root: Its tree.
    """

    def __init__(self, text: str, url: str) -> None:
        """Parse a page."""
        self.text = text
        self.url = url
        self.root: Element = parse(text)

    @cached_property
    def parts(self) -> SplitResult:
        """The address in parts; one that is none has empty parts."""
        try:
            parts = urlsplit(self.url.strip())
            _ = parts.port
        except ValueError:
            return urlsplit("")
        return parts

    @cached_property
    def head(self) -> Head:
        """What the head states."""
        return read_head(self.root)

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the whole page as it was when first asked for, gaps left out."""
        return [line for line in lines_of(self.root) if line]

    def select(self, selector: str) -> list[Element]:
        """What a CSS selector finds on the page.

        Most selectors of a family are of other skins: where a name that one needs is nowhere in
        the text of the page, the tree need not be looked through.
        """
        if any(name not in self.text for name in names_in(selector)):
            return []
        return select(self.root, selector)

    def first(self, selectors: Iterable[str]) -> Element | None:
        """The first element that one of the selectors finds, in the order of the selectors."""
        for selector in selectors:
            found = self.select(selector)
            if found:
                return found[0]
        return None

    @cached_property
    def marks(self) -> frozenset[str]:
        """The ids and classes of all elements, as ``#id`` and ``.class``."""
        found: set[str] = set()
        for element in self.root.iter():
            name = element.get("id", "")
            if name:
                found.add(f"#{name}")
            classes = element.get("class", "")
            if classes:
                found.update(f".{word}" for word in classes.split())
        return frozenset(found)

    def has_named(self, pattern: re.Pattern[str]) -> bool:
        """Whether an id or a class begins as a pattern says."""
        return any(pattern.match(mark) for mark in self.marks)

    def has_any(self, marks: frozenset[str]) -> bool:
        """Whether an element carries one of the marks."""
        return not self.marks.isdisjoint(marks)
