"""What the head of a page says in machine-readable form: JSON-LD, meta, title."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from bs4 import BeautifulSoup

from jipyo.pages.moments import parse_moment
from jipyo.pages.texts import clean_line

_ARTICLE_TYPES = {"newsarticle", "article", "reportagenewsarticle", "blogposting", "pressrelease"}
_PUBLISHED_NAMES = (
    "article:published_time", "og:article:published_time", "datePublished", "publish_date",
    "pubdate", "article:published", "dc.date.issued", "dcterms.created",
)  # fmt: skip
_MODIFIED_NAMES = (
    "article:modified_time", "og:updated_time", "dateModified", "og:modified_time",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Head:
    """Statements of the head; empty or ``None`` where it makes none."""

    title: str
    site_name: str
    json_published_at: datetime | date | None
    json_modified_at: datetime | date | None
    meta_published_at: datetime | date | None
    meta_modified_at: datetime | date | None
    section: str
    author: str
    is_article: bool
    json_body: str


def read_head(page: BeautifulSoup) -> Head:
    """Read the statements of a page's head."""
    linked = _linked_article(page)
    site_name = _meta(page, "og:site_name") or _name_of(linked.get("publisher"))
    title = _text(linked.get("headline")) or _meta(page, "og:title") or _meta(page, "title")
    if not title:
        title = clean_line(page.title.get_text(" ")) if page.title else ""
    return Head(
        title=without_suffix(clean_line(title), site_name),
        site_name=site_name,
        json_published_at=parse_moment(_text(linked.get("datePublished"))),
        json_modified_at=parse_moment(_text(linked.get("dateModified"))),
        meta_published_at=_meta_moment(page, _PUBLISHED_NAMES),
        meta_modified_at=_meta_moment(page, _MODIFIED_NAMES),
        section=_meta(page, "article:section") or _text(linked.get("articleSection")),
        author=_name_of(linked.get("author")),
        is_article=bool(linked) or _meta(page, "og:type").lower() == "article",
        json_body=_text(linked.get("articleBody")),
    )


def modified_time(head: Head, *, visible_modified: object, published_at: object) -> datetime | None:
    """The time of the last edit, where the page states one that is not the publication itself."""
    for moment in (head.json_modified_at, head.meta_modified_at, visible_modified):
        if isinstance(moment, datetime) and moment != published_at:
            return moment
    return None


def without_suffix(title: str, site_name: str) -> str:
    """A title without the outlet's name that pages put behind it, or the sections that they add."""
    if site_name:
        pattern = rf"\s*(?:[-|:<>〉＜–—·]|&lt;)+\s*{re.escape(site_name)}\s*$"
        title = re.sub(pattern, "", title)
    title = re.split(r"\s+<\s+", title)[0] if " < " in title else title
    return title.strip()


def _meta(page: BeautifulSoup, name: str) -> str:
    wanted = name.lower()
    for element in page.find_all("meta"):
        for attribute in ("property", "name", "itemprop"):
            if str(element.get(attribute) or "").strip().lower() == wanted:
                content = clean_line(str(element.get("content") or ""))
                if content:
                    return content
    return ""


def _meta_moment(page: BeautifulSoup, names: tuple[str, ...]) -> datetime | date | None:
    for name in names:
        moment = parse_moment(_meta(page, name))
        if moment is not None:
            return moment
    return None


def _linked_article(page: BeautifulSoup) -> dict[str, Any]:
    """The first JSON-LD object that is an article; broken JSON is left alone."""
    for script in page.find_all("script", type=re.compile(r"ld\+json", re.IGNORECASE)):
        try:
            data: object = json.loads(script.get_text().strip().rstrip(";"), strict=False)
        except (json.JSONDecodeError, RecursionError):
            continue
        for entry in _objects(data, 0):
            kinds = entry.get("@type")
            names = cast("list[object]", kinds) if isinstance(kinds, list) else [kinds]
            if any(str(name).lower() in _ARTICLE_TYPES for name in names):
                return entry
    return {}


def _objects(data: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(data, dict):
        entry = cast("dict[str, Any]", data)
        yield entry
        yield from _objects(entry.get("@graph"), depth + 1)
    elif isinstance(data, list):
        for item in cast("list[object]", data):
            yield from _objects(item, depth + 1)


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _name_of(value: object) -> str:
    if isinstance(value, list):
        names = cast("list[object]", value)
        return _name_of(names[0]) if names else ""
    if isinstance(value, dict):
        return _text(cast("dict[str, Any]", value).get("name"))
    return _text(value)
