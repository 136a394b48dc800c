"""Which addresses are articles: canonical forms, list pages, feeds."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from bs4.element import Tag

from jipyo.pages.decoding import decode
from jipyo.pages.families import FAMILIES
from jipyo.pages.families.family import Rows
from jipyo.pages.moments import SEOUL, parse_moment
from jipyo.pages.texts import classes_of, clean_line, parse

# Without type stubs; the module is used in one function only.
_etree: Any = importlib.import_module("lxml.etree")


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
    rows = FAMILIES[family].rows if family in FAMILIES else Rows()
    roots: list[Tag] = page.select(rows.roots)[:1] if rows.roots else []
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
            title = rows.title(link)
            known = found.get(address)
            if known is not None and (known.title or not title):
                continue
            listed_at = rows.time(link, now) or (known.listed_at if known else None)
            found[address] = Listed(address, title, listed_at, "list")
    return list(found.values())


def _is_hidden(link: Tag) -> bool:
    for element in [link, *link.parents]:
        if str(element.get("id") or "") == "sample":
            return True
        if "blind" in classes_of(element) or element.has_attr("hidden"):
            return True
    return False


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
