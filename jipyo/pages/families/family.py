"""What a site family is: how its addresses, pages and lists are told, and who reads them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Protocol, TypeVar
from urllib.parse import SplitResult, parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from jipyo.pages.model import Article, Listed, PublishedFrom
from jipyo.pages.moments import parse_day, parse_short
from jipyo.pages.page import Page
from jipyo.pages.texts import clean_line, lines_of
from jipyo.pages.tree import Element, select

Stated = TypeVar("Stated", date, datetime)


class ReadPage(Protocol):
    """Reads a page of a family: the article, or what the page is instead."""

    def __call__(
        self, page: Page, *, listed_at: datetime | None, listed_from: PublishedFrom
    ) -> Article:
        """Read a page; ``listed_at`` is what the list or feed had printed for it."""
        ...


ROW_TIMES = (
    "time, [class*=date], [class*=info], [class*=byline] em, [class*=etc], [class*=time]",
    "td, span, em, li",
    "dd, p",
)
"""Where rows of lists show times: elements named for it first, a lead's own dates last."""


def link_title(link: Element) -> str:
    """The title in a row of a list: the words of its link."""
    return clean_line(" ".join(lines_of(link)))


def heading_title(link: Element) -> str:
    """The title in a row whose link holds the whole card: its heading, else the link's words."""
    for heading in link.iter("h1", "h2", "h3", "h4", "h5", "strong", "dt"):
        words = link_title(heading)
        if words:
            return words
    return link_title(link)


def row_time(link: Element, now: datetime) -> datetime | None:
    """The time in the row of a list in which a link stands: the smallest block with exactly one."""
    return _in_row(link, lambda text: parse_short(text, now))


def row_day(link: Element, now: datetime) -> date | None:
    """The day in the row of a list in which a link stands, be there a time beside it or not."""
    return _in_row(link, lambda text: parse_day(text, now))


def _in_row(link: Element, read: Callable[[str], Stated | None]) -> Stated | None:
    for row in islice([link, *link.iterancestors()], 6):
        if row.tag in {"body", "ul", "ol", "table", "tbody"}:
            return None
        for selector in ROW_TIMES:
            for element in select(row, selector):
                text = clean_line(" ".join(lines_of(element)))
                stated = read(text) if len(text) <= 80 else None
                if stated is not None:
                    return stated
    return None


def linked(root: Element) -> Iterator[tuple[Element, str]]:
    """The links of a list with their addresses as written."""
    for link in root.iter("a"):
        href = link.get("href", "")
        if href:
            yield link, href


@dataclass(frozen=True, slots=True)
class Rows:
    """How the rows of a family's lists are read.

    Attributes:
        roots: CSS selector of the elements in which the rows stand, or which are the rows. Where
            it finds nothing, or is empty, the page without its menus is looked through.
        links: The links to articles with their addresses, absolute or as written; a board whose
            links are scripts builds them from the scripts' arguments, given the list's address.
        title: The title in the row of a link.
        time: The time in the row of a link, resolved against now; ``None`` if the row says none.
    """

    roots: str = ""
    links: Callable[[Element, str], Iterable[tuple[Element, str]]] = field(
        default=lambda root, url: linked(root)
    )
    title: Callable[[Element], str] = link_title
    time: Callable[[Element, datetime], datetime | None] = row_time


_PAGE_PARAMETER = re.compile(r"page|paging|^pg|^p$|start|offset|cur(?:rent)?$|num$", re.IGNORECASE)
"""Names of parameters that turn pages; numbers under a calendar turn days."""


def numbered_page(first_page: Page, number: int) -> str | None:
    """The address of a list's page N as the numbers under its first page say it, or nothing.

    A number that is not shown there is reckoned from those that are: some systems count pages from
    zero, others the rows before a page.
    """
    shown: dict[int, tuple[SplitResult, list[tuple[str, str]]]] = {}
    for link in first_page.root.iter("a"):
        words = link.text_content().strip()
        href = link.get("href", "").strip()
        if not re.fullmatch(r"[1-9]\d{0,2}", words) or not href or href.startswith(("#", "java")):
            continue
        try:
            parts = urlsplit(urljoin(first_page.url, href))
        except ValueError:
            continue
        if (parts.netloc, parts.path) == (first_page.parts.netloc, first_page.parts.path):
            query = parse_qsl(parts.query, keep_blank_values=True)
            shown.setdefault(int(words), (parts, query))
    if 2 not in shown:
        return None
    parts, second = shown[2]
    here = dict(parse_qsl(first_page.parts.query, keep_blank_values=True))
    third = dict(shown[3][1]) if 3 in shown else None
    for name, value in second:
        other = third.get(name, value) if third is not None else here.get(name)
        if not value.isdigit() or other == value or not _PAGE_PARAMETER.search(name):
            continue
        if third is not None and not (other or "").isdigit():
            continue
        # With one number alone, what is neither 1 nor 2 are the rows before the second page.
        step = int(other or 0) - int(value) if third is not None else max(int(value), 1)
        if third is None and int(value) <= 2:
            step = 1
        query = [
            (key, str(int(value) + (number - 2) * step) if key == name else said)
            for key, said in second
        ]
        return urlunsplit(parts._replace(query=urlencode(query), fragment=""))
    return None


@dataclass(frozen=True, slots=True)
class ListRequest:
    """How a page of a list is asked for."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Paging:
    """How the further pages of a family's lists are asked for.

    Attributes:
        parameter: Query parameter that holds the number of the page.
        first: The number of the first page.
        further_page: From a list's first page and a number to the request of that page, for lists
            that grow by a button; ``None`` where this list does not.
        answered_rows: The articles in an answer to such a request, given its text, its address and
            now; none where it is an ordinary page.
    """

    parameter: str = "page"
    first: int = 1
    further_page: Callable[[Page, int], ListRequest | None] | None = None
    answered_rows: Callable[[str, str, datetime], Iterable[Listed]] | None = None

    def page_url(self, url: str, number: int) -> str:
        """The address of the list's page, counted from 1; the first is the list's own address."""
        if number == 1:
            return url
        parts = urlsplit(url)
        query = [
            (name, value)
            for name, value in parse_qsl(parts.query, keep_blank_values=True)
            if name != self.parameter
        ]
        query.append((self.parameter, str(self.first + number - 1)))
        return urlunsplit(parts._replace(query=urlencode(query)))


@dataclass(frozen=True, slots=True)
class DatedList:
    """A list of the articles of some days.

    Attributes:
        url: Its address.
        first_day: The first of the days.
        last_day: The last of them; it belongs to the list.
    """

    url: str
    first_day: date
    last_day: date


def with_parameters(url: str, **parameters: str) -> str:
    """An address with these parameters of its query set."""
    parts = urlsplit(url)
    query = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if name not in parameters
    ]
    return urlunsplit(parts._replace(query=urlencode([*query, *parameters.items()])))


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A site family.

    Attributes:
        name: Its name in `outlets.yaml` and in the store.
        address: From an address in parts, port left out where it is the scheme's own, to the
            canonical address of an article, or ``None`` where it is none.
        recognise: Whether a page is of this family, by its anchors: its address and its markup.
        read: Reads a page of it.
        fixed_addresses: Whether ``address`` knows its articles; else each outlet gives a pattern.
        bodies: CSS selectors of the element with an article's text, the best first.
        middle: CSS selector of the element between the menus, where a page says in the article's
            place that there is none; empty where it has no name.
        rows: How the rows of its lists are read.
        paging: How the further pages of its lists are asked for.
        archive: From the address of a list, a first and a last day to lists of the days between,
            the latest first; ``None`` where lists of the family take no days.
        feeds: Paths of its usual feeds, the best first: what an outlet has whose entry names
            neither feeds nor lists, and what is tried in turn where an outlet is added.
        lists: Paths of its usual lists, likewise.
    """

    name: str
    address: Callable[[SplitResult], str | None]
    recognise: Callable[[Page], bool]
    read: ReadPage
    fixed_addresses: bool = True
    bodies: tuple[str, ...] = ()
    middle: str = ""
    rows: Rows = field(default_factory=Rows)
    paging: Paging = field(default_factory=Paging)
    archive: Callable[[str, date, date], Iterable[DatedList]] | None = None
    feeds: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
