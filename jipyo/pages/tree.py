"""Pages as trees: parsed by lxml, looked through by CSS selectors.

lxml has no type stubs; `Element` says what is used of its elements, and this module alone touches
the library, so that the rest of the room is typed.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, Protocol, cast

_etree: Any = importlib.import_module("lxml.etree")
_html: Any = importlib.import_module("lxml.html")
_cssselect: Any = importlib.import_module("lxml.cssselect")


class Element(Protocol):
    """An element of a page; comments and processing instructions are not in the tree."""

    text: str | None
    tail: str | None

    @property
    def tag(self) -> str:
        """Its name, in small letters."""
        ...

    def get(self, key: str, default: str, /) -> str:
        """An attribute, or the default where it has none."""
        ...

    def set(self, key: str, value: str, /) -> None:
        """Give it an attribute."""
        ...

    def getparent(self) -> Element | None:
        """The element around it."""
        ...

    def getnext(self) -> Element | None:
        """The element behind it, of the same parent."""
        ...

    def getprevious(self) -> Element | None:
        """The element before it, of the same parent."""
        ...

    def iter(self, *tags: str) -> Iterator[Element]:
        """It and all elements in it, in the order of the page."""
        ...

    def iterancestors(self, *tags: str) -> Iterator[Element]:
        """The elements around it, the nearest first."""
        ...

    def iterchildren(self, *tags: str) -> Iterator[Element]:
        """The elements straight in it."""
        ...

    def itersiblings(self, *tags: str) -> Iterator[Element]:
        """The elements behind it, of the same parent."""
        ...

    def itertext(self) -> Iterator[str]:
        """Its pieces of text."""
        ...

    def text_content(self) -> str:
        """Its whole text, pieces glued."""
        ...

    def remove(self, child: Element, /) -> None:
        """Take a child out, with the text behind it."""
        ...


def parse(text: str) -> Element:
    """A page as a tree; whatever is in it, a tree comes out."""
    parser = _html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    body = text.replace("\x00", "").encode("utf-8", errors="replace")
    try:
        root = _html.document_fromstring(body, parser=parser)
    except (_etree.ParserError, _etree.XMLSyntaxError):
        root = _html.document_fromstring(b"<html><body></body></html>", parser=parser)
    return cast("Element", root)


@cache
def _compiled(selector: str) -> Callable[[Element], list[Element]]:
    return cast(
        "Callable[[Element], list[Element]]", _cssselect.CSSSelector(selector, translator="html")
    )


@cache
def names_in(selector: str) -> tuple[str, ...]:
    """Ids, classes, values that whatever a selector finds needs; none of several alternatives'."""
    if "," in selector or ":" in selector:
        return ()
    values = re.findall(r"""\[[\w-]+[~*^$|]?=["']?([\w/-]+)["']?\]""", selector)
    return (*re.findall(r"[.#]([\w-]+)", re.sub(r"\[[^\]]*\]", "", selector)), *values)


_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def drop(element: Element) -> None:
    """Take an element out of the page; the text behind it stays.

    A page may write characters that no tree takes back (``&#1;``): they go with it.
    """
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = _NO_XML.sub("", (parent.text or "") + element.tail)
        else:
            before.tail = _NO_XML.sub("", (before.tail or "") + element.tail)
    parent.remove(element)


def select(root: Element, selector: str) -> list[Element]:
    """What a CSS selector finds in an element, itself included, in the order of the page."""
    return _compiled(selector)(root)


def select_one(root: Element, selector: str) -> Element | None:
    """The first that a CSS selector finds."""
    found = _compiled(selector)(root)
    return found[0] if found else None


def first(root: Element, selectors: Iterable[str]) -> Element | None:
    """The first element that one of the selectors finds, in the order of the selectors."""
    for selector in selectors:
        found = select_one(root, selector)
        if found is not None:
            return found
    return None


def events(root: Element) -> Iterator[tuple[str, Element]]:
    """The borders of all elements in the order of the page: ``start`` and ``end`` of each."""
    return cast(
        "Iterator[tuple[str, Element]]", iter(_etree.iterwalk(root, events=("start", "end")))
    )


def classes_of(element: Element) -> list[str]:
    """The classes of an element, one by one."""
    return element.get("class", "").split()


def names_of(element: Element) -> str:
    """The classes and the id of an element, as one text."""
    return f"{element.get('class', '')} {element.get('id', '')}".strip()


def is_within(element: Element, outer: Element) -> bool:
    """Whether an element stands in another one, or is it."""
    return element is outer or any(around is outer for around in element.iterancestors())
