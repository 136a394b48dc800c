"""Which addresses are articles: canonical forms, list pages, feeds."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, takewhile
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from bs4.element import Tag

from jipyo.pages.decoding import decode
from jipyo.pages.moments import SEOUL, parse_moment, parse_short
from jipyo.pages.texts import classes_of, clean_line, parse

# Without type stubs; the module is used in one function only.
_etree: Any = importlib.import_module("lxml.etree")

_ND_PATHS = {"/news/articleView.html", "/news/articleViewAmp.html"}


@dataclass(frozen=True, slots=True)
class Listed:
    """An article address as a feed or a list gives it; ``listed_at`` in Asia/Seoul if it says."""

    url: str
    title: str
    listed_at: datetime | None
    listed_from: Literal["feed", "list"]


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
    if family == "ndsoft":
        numbers = [value for name, value in parse_qsl(parts.query) if name == "idxno"]
        if parts.path not in _ND_PATHS or not numbers or not numbers[0].isdigit():
            return None
        query = urlencode({"idxno": str(int(numbers[0]))})
        return urlunsplit((parts.scheme, netloc, "/news/articleView.html", query, ""))
    if family == "webcms":
        return _webcms_address(parts.scheme, netloc, parts.path, parts.query)
    if not article_pattern:
        return None
    pattern = re.compile(article_pattern)
    for query in _queries(parts.query):
        target = f"{parts.path}?{query}" if query else parts.path
        if pattern.search(target):
            return urlunsplit((parts.scheme, netloc, parts.path, query, ""))
    return None


def _webcms_address(scheme: str, netloc: str, path: str, query: str) -> str | None:
    """An announcement's address on a city's board: its board and its number, in fixed order."""
    values = dict(parse_qsl(query))
    number = values.get("idx", "")
    if not path.endswith(".web") or values.get("amode") != "view" or not number.isdigit():
        return None
    board = [("gcode", values["gcode"])] if values.get("gcode", "").isdigit() else []
    wanted = urlencode([*board, ("idx", str(int(number))), ("amode", "view")])
    return urlunsplit((scheme, netloc, path, wanted, ""))


def _queries(query: str) -> Iterator[str]:
    """The query, then each of its parameters alone, then none: what a pattern may need."""
    yield query
    parameters = parse_qsl(query, keep_blank_values=True)
    if len(parameters) > 1:
        for name, value in parameters:
            yield urlencode({name: value})
    if query:
        yield ""


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
    page = parse(decode(body, charset))
    roots: list[Tag] = []
    if family == "ndsoft":
        roots = page.select("#section-list, .list-block, .altlist-body")[:1]
    elif family == "webcms":
        # The menu around links to announcements, too.
        roots = page.select("#listForm, [class*=bbs-skin-]")[:1]
    if not roots:
        for element in page.select("aside, nav, footer, header"):
            element.decompose()
        roots = [page]
    found: dict[str, Listed] = {}
    for root in roots:
        for link in root.select("a[href]"):
            if _is_hidden(link):
                continue
            address = canonical_url(
                urljoin(url, str(link["href"])), family=family, article_pattern=article_pattern
            )
            if address is None:
                continue
            title = _web_title(link) if family == "webcms" else clean_line(link.get_text(" "))
            known = found.get(address)
            if known is not None and (known.title or not title):
                continue
            listed_at = _row_time(link, now) or (known.listed_at if known else None)
            found[address] = Listed(address, title, listed_at, "list")
    return list(found.values())


def _web_title(link: Tag) -> str:
    """The title in a row of a city's board, whose link holds lead, day and counter as well."""
    heading = link.select_one("strong.t1, .t1")
    if heading is None:
        return clean_line(link.get_text(" "))
    words = [
        str(text)
        for text in heading.find_all(string=True)
        if not any(
            "new" in classes_of(parent)
            for parent in takewhile(lambda parent: parent is not heading, text.parents)
        )
    ]
    return clean_line("".join(words).replace("\n", " "))


def _is_hidden(link: Tag) -> bool:
    for element in [link, *link.parents]:
        if str(element.get("id") or "") == "sample":
            return True
        if "blind" in classes_of(element) or element.has_attr("hidden"):
            return True
    return False


def _row_time(link: Tag, now: datetime) -> datetime | None:
    """The time in the row of a list in which a link stands: the smallest block with exactly one."""
    for row in islice(link.parents, 5):
        if row.name in {"body", "ul", "ol", "table", "tbody"}:
            return None
        for element in row.select("[class*=info], [class*=date], [class*=byline] em, td, span, em"):
            moment = parse_short(clean_line(element.get_text(" ")), now)
            if moment is not None:
                return moment
    return None


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
        if not isinstance(item.tag, str) or _etree.QName(item).localname not in {"item", "entry"}:
            continue
        link = title = when = ""
        for child in item:
            if not isinstance(child.tag, str):
                continue
            name = _etree.QName(child).localname
            text = "".join(child.itertext()).strip()
            if name == "link" and not link:
                link = text or str(child.get("href") or "")
            elif name == "title":
                title = clean_line(text)
            elif name in {"pubDate", "published", "date"} and not when:
                when = text
        address = canonical_url(urljoin(url, link), family=family, article_pattern=article_pattern)
        if address is not None and address not in found:
            found[address] = Listed(address, title, _feed_time(when), "feed")
    return list(found.values())


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
    except (TypeError, ValueError):
        return None
    return (stated if stated.tzinfo else stated.replace(tzinfo=SEOUL)).astimezone(SEOUL)
