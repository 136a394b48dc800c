"""What a site family is: how its addresses, pages and lists are told, and who reads them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Protocol
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from bs4 import BeautifulSoup
from bs4.element import Tag

from jipyo.pages.model import Article, PublishedFrom
from jipyo.pages.moments import parse_short
from jipyo.pages.texts import clean_line


class ReadPage(Protocol):
    """Reads a page of a family: the article, or what the page is instead."""

    def __call__(
        self,
        page: BeautifulSoup,
        url: str,
        *,
        html: str,
        listed_at: datetime | None,
        listed_from: PublishedFrom,
    ) -> Article:
        """Read a page, given as tree and as text; ``listed_at`` is what list or feed printed."""
        ...


def link_title(link: Tag) -> str:
    """The title in a row of a list: the words of its link."""
    return clean_line(link.get_text(" "))


def row_time(link: Tag, now: datetime) -> datetime | None:
    """The time in the row of a list in which a link stands: the smallest block with exactly one."""
    for row in islice(link.parents, 5):
        if row.name in {"body", "ul", "ol", "table", "tbody"}:
            return None
        for element in row.select("[class*=info], [class*=date], [class*=byline] em, td, span, em"):
            moment = parse_short(clean_line(element.get_text(" ")), now)
            if moment is not None:
                return moment
    return None


@dataclass(frozen=True, slots=True)
class Rows:
    """How the rows of a family's lists are read.

    Attributes:
        roots: CSS selector of the element in which the rows stand; the first one counts. Where it
            finds nothing, or is empty, the page without its menus is looked through.
        title: The title in the row of a link.
        time: The time in the row of a link, resolved against now; ``None`` if the row says none.
    """

    roots: str = ""
    title: Callable[[Tag], str] = link_title
    time: Callable[[Tag, datetime], datetime | None] = row_time


@dataclass(frozen=True, slots=True)
class Paging:
    """How the further pages of a family's lists are asked for.

    Attributes:
        parameter: Query parameter that holds the number of the page.
        first: The number of the first page.
    """

    parameter: str = "page"
    first: int = 1

    def page_url(self, url: str, number: int) -> str:
        """The address of the list's page, counted from 1; the first is the list's own address."""
        if number == 1:
            return url
        parts = urlsplit(url)
        query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True)]
        query = [(name, value) for name, value in query if name != self.parameter]
        query.append((self.parameter, str(self.first + number - 1)))
        return urlunsplit(parts._replace(query=urlencode(query)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A site family.

    Attributes:
        name: Its name in `outlets.yaml` and in the store.
        address: From an address in parts, port left out where it is the scheme's own, to the
            canonical address of an article, or ``None`` where it is none.
        recognise: Whether a page at an address is of this family, by its anchors.
        read: Reads a page of it.
        fixed_addresses: Whether ``address`` knows its articles; else each outlet gives a pattern.
        bodies: CSS selectors of the element with an article's text, the best first.
        middle: CSS selector of the element between the menus, where a page says in the article's
            place that there is none; empty where such pages carry no menus.
        rows: How the rows of its lists are read.
        paging: How the further pages of its lists are asked for.
        feeds: Paths of its usual feeds, to try where an outlet is added.
        lists: Paths of its usual lists, to try where an outlet is added.
    """

    name: str
    address: Callable[[SplitResult], str | None]
    recognise: Callable[[BeautifulSoup, str], bool]
    read: ReadPage
    fixed_addresses: bool = True
    bodies: tuple[str, ...] = ()
    middle: str = ""
    rows: Rows = field(default_factory=Rows)
    paging: Paging = field(default_factory=Paging)
    feeds: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
