"""Which addresses are articles: canonical forms, list pages, feeds."""

from __future__ import annotations

import importlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, cast
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from jipyo.pages.decoding import decode
from jipyo.pages.families import FAMILIES, DatedList, ListRequest
from jipyo.pages.families.family import Paging, Rows, numbered_page, row_day
from jipyo.pages.families.reading import is_front
from jipyo.pages.model import Listed
from jipyo.pages.moments import SEOUL, exists_in_every_zone, parse_moment
from jipyo.pages.page import Page
from jipyo.pages.texts import clean_line
from jipyo.pages.tree import Element, classes_of, drop, select

# Without type stubs; the module is used in one function only.
_etree: Any = importlib.import_module("lxml.etree")


def canonical_url(url: str, *, family: str, article_pattern: str | None = None) -> str | None:
    """The address of an article without what does not name it, or ``None`` if it is none.

    Args:
        url: An absolute address.
        family: Site family.
        article_pattern: For families without a fixed form: a regular expression over path and
            query; query parameters that it does not need are dropped.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host:
        return None
    default = {"http": 80, "https": 443}[parts.scheme]
    netloc = host if port in {None, default} else f"{host}:{port}"
    known = FAMILIES.get(family)
    if known is not None and known.fixed_addresses:
        return known.address(parts._replace(netloc=netloc))
    if not article_pattern:
        return None
    pattern = re.compile(article_pattern)
    for query in _queries(parts.query):
        target = f"{parts.path}?{query}" if query else parts.path
        if pattern.search(target):
            return urlunsplit((parts.scheme, netloc, parts.path, query, ""))
    return None


def _queries(query: str) -> Iterator[str]:
    """The query, then each of its parameters alone, then none: what a pattern may need."""
    yield query
    parameters = parse_qsl(query, keep_blank_values=True)
    if len(parameters) > 1:
        for name, value in parameters:
            yield urlencode({name: value})
    if query:
        yield ""


def is_front_page(url: str) -> bool:
    """Whether an address is that of a site's front page, and so of no article."""
    try:
        return is_front(urlsplit(url.strip()))
    except ValueError:
        return False


def listed_articles(
    body: bytes,
    url: str,
    *,
    family: str,
    now: datetime,
    charset: str | None = None,
    article_pattern: str | None = None,
) -> list[Listed]:
    """The articles on a list page, each once, in the order of the page.

    Links in sidebars, menus and hidden template rows are left out as far as the family tells them
    apart. A date without a year is resolved against ``now``.
    """
    text = decode(body, charset)
    known = FAMILIES.get(family)
    rows = known.rows if known else Rows()
    found: dict[str, Listed] = {}
    if known and known.paging.answered_rows is not None and text.lstrip()[:1] in {"{", "["}:
        for row in known.paging.answered_rows(text, url, now):
            address = canonical_url(row.url, family=family, article_pattern=article_pattern)
            if address is not None:
                day = row.listed_at.astimezone(SEOUL).date() if row.listed_at else row.listed_on
                found.setdefault(address, replace(row, url=address, listed_on=day))
        return list(found.values())
    root = Page(text, url).root
    roots = select(root, rows.roots) if rows.roots else []
    if not roots:
        for element in select(root, "aside, nav, footer, header"):
            drop(element)
        roots = [root]
        _drop_rankings(root, rows, url, family, article_pattern)
    for link, href in (row for part in roots for row in rows.links(part, url)):
        if _is_hidden(link):
            continue
        address = _joined(url, href, family, article_pattern)
        if address is None:
            continue
        title = rows.title(link)
        before = found.get(address)
        if before is not None and (before.title or not title):
            continue
        listed_at = rows.time(link, now) or (before.listed_at if before else None)
        day = listed_at.astimezone(SEOUL).date() if listed_at else row_day(link, now)
        found[address] = Listed(
            address, title, listed_at, "list", day or (before.listed_on if before else None)
        )
    return list(found.values())


_RANKING = re.compile(
    r"^\W*(?:(?:가장|주간|월간|오늘의?|실시간|분야별|최근|지금|독자가)\s*)*"
    r"(?:(?P<most>많이\s*(?:본|읽은|읽힌|찾은|조회(?:된|한)?)|인기)|추천|베스트|화제의?|핫|best|hot)\s*"
    r"(?P<what>(?:뉴스|기사|글|게시물|게시글|소식|보도\s*자료|콘텐츠|포토)\s*)?(?:top|best)?\s*\d*\W*$",
    re.IGNORECASE,
)
"""Headings of what readers like most, which is no list of what is new."""

_HEADINGS = {
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "strong",
    "b",
    "dt",
    "p",
    "span",
    "div",
    "td",
    "th",
}


def _drop_rankings(
    root: Element, rows: Rows, url: str, family: str, article_pattern: str | None
) -> None:
    """Take out of a list without a named root the blocks that rank articles.

    A block is what stands behind such a heading, or the smallest element around it with a link to
    an article. One that holds half of the page's articles or more is the list itself, unless its
    heading stands right before it and names what is read most: the page's list may be empty.
    """
    headings = [
        (element, told)
        for element in root.iter(*_HEADINGS)
        if (told := _RANKING.match(_heading_words(element)))
    ]
    if not headings:
        return
    # Counted once, not for every heading and each element around it: a page can have thousands.
    articles: dict[Element, Counter[str]] = {}
    for link, href in rows.links(root, url):
        address = _joined(url, href, family, article_pattern)
        if address is not None:
            for part in (link, *link.iterancestors()):
                articles.setdefault(part, Counter())[address] += 1
    every = len(articles.get(root, ()))
    for heading, told in headings:
        block = heading.getnext()
        certain = bool(told["most"] and told["what"])
        if block is None or not articles.get(block):
            block = next((part for part in heading.iterancestors() if articles.get(part)), None)
            certain = False
        if block is None or block.getparent() is None:
            continue
        dropped = articles[block]
        if certain or 2 * len(dropped) < every:
            for part in block.iterancestors():
                articles[part] = articles[part] - dropped
            drop(block)


def _heading_words(element: Element) -> str:
    """The words of an element short enough for a heading, or nothing."""
    words = ""
    for piece in element.itertext():
        words += piece.strip()
        if len(words) > 24:
            return ""
    return clean_line(words)


def _joined(url: str, href: str, family: str, article_pattern: str | None) -> str | None:
    """The canonical address of a link as written on a page."""
    try:
        address = urljoin(url, href.strip())
    except ValueError:
        return None
    return canonical_url(address, family=family, article_pattern=article_pattern)


def _is_hidden(link: Element) -> bool:
    """Whether a link stands in a template row or in what is hidden from readers."""
    for element in [link, *link.iterancestors()]:
        if element.get("id", "") == "sample" or element.get("hidden", "no") != "no":
            return True
        if "blind" in classes_of(element):
            return True
    return False


def list_request(
    url: str,
    number: int,
    *,
    family: str,
    first_page: bytes | None = None,
    charset: str | None = None,
) -> ListRequest | None:
    """How page N of a list is asked for; its answer goes to `listed_articles` like any list.

    Args:
        url: The list's own address.
        number: The page, counted from 1.
        family: Site family.
        first_page: The body of the list's first page: the numbers under it, or the button by which
            it grows, say how it is turned better than what is usual in its family.
        charset: Charset that the response declared.

    Returns:
        Address and headers, or ``None`` where the list ends before that page, or has no address
        that could name one.
    """
    try:
        urlsplit(url)
    except ValueError:
        return None
    known = FAMILIES.get(family)
    paging = known.paging if known else Paging()
    if number > 1 and first_page is not None:
        page = Page(decode(first_page, charset), url)
        asked = paging.further_page(page, number) if paging.further_page is not None else None
        if asked is not None:
            return asked
        shown = numbered_page(page, number)
        if shown is not None:
            return ListRequest(shown)
    return ListRequest(paging.page_url(url, number))


def archive_lists(url: str, first_day: date, last_day: date, *, family: str) -> Sequence[DatedList]:
    """Lists of the articles of some days, the latest days first; none where the family has none.

    Args:
        url: The address of a list.
        first_day: The first day.
        last_day: The last day, which belongs to them.
        family: Site family.
    """
    known = FAMILIES.get(family)
    if known is None or known.archive is None:
        return []
    return list(known.archive(url, first_day, last_day))


def feed_articles(
    body: bytes, url: str, *, family: str, article_pattern: str | None = None
) -> list[Listed]:
    """The articles of an RSS or Atom feed; an answer that is no feed gives none.

    Entities are not expanded and nothing is fetched for it.
    """
    parser = _etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = _etree.fromstring(body.strip(), parser)
    except (_etree.XMLSyntaxError, ValueError):
        return []
    if root is None:
        return []
    found: dict[str, Listed] = {}
    for item in root.iter():
        if _local_name(item) not in {"item", "entry"}:
            continue
        link = title = when = ""
        for child in item:
            name = _local_name(child)
            if not name:
                continue
            text = _text_of(child)
            if name == "link" and not link:
                link = text or _text_of(child, "href")
            elif name == "title":
                title = clean_line(text)
            elif name in {"pubDate", "published", "date"} and not when:
                when = text
        address = _joined(url, link, family, article_pattern)
        if address is not None and address not in found:
            found[address] = Listed(address, title, _feed_time(when), "feed")
    return list(found.values())


def _local_name(element: Element) -> str:
    """The name of an element without its namespace; empty for comments and instructions.

    A prefix that the feed does not declare, as ``dc:`` often is, stays in the tag, and lxml takes
    such a tag for none of XML.
    """
    try:
        tag = cast("object", element.tag)
    except UnicodeDecodeError:  # As in `_text_of`, of its namespace.
        return ""
    return re.split(r"[}:]", tag)[-1] if isinstance(tag, str) else ""


def _text_of(element: Element, attribute: str = "") -> str:
    """The text of an element or of an attribute, or nothing where it holds what is no letter.

    Of a feed with faults the parser keeps references to halves of surrogate pairs (``&#xd800;``),
    and cannot give the text in which they stand.
    """
    try:
        text = element.get(attribute, "") if attribute else "".join(element.itertext())
    except UnicodeDecodeError:
        return ""
    return text.strip()


def _feed_time(text: str) -> datetime | None:
    """The time of a feed's entry: RFC 822, ISO 8601, or the bare Korean form without a zone."""
    moment = parse_moment(text)
    if isinstance(moment, datetime):
        return moment.astimezone(SEOUL)
    if moment is not None:
        return None
    from email.utils import parsedate_to_datetime

    try:
        stated = parsedate_to_datetime(text)
    except (TypeError, ValueError, OverflowError):
        return None
    if not exists_in_every_zone(stated):
        return None
    return (stated if stated.tzinfo else stated.replace(tzinfo=SEOUL)).astimezone(SEOUL)
