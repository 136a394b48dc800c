"""Family `ndsoft`: the largest news system of Korea's local press, in its four generations.

The anchors have outlived the skins: the body's id, the header's classes. Machine-readable
statements first, then the page's own elements. Markup by generation: G4 since 2024, G3 since 2019,
G2 before, G1 in tables and EUC-KR until about 2015.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, cast
from urllib.parse import SplitResult, parse_qsl, urlencode, urljoin, urlunsplit

from jipyo.pages.families.family import (
    DatedList,
    Family,
    ListRequest,
    Paging,
    Rows,
    with_parameters,
)
from jipyo.pages.families.reading import Markup, read_marked
from jipyo.pages.model import Article, Listed, PublishedFrom
from jipyo.pages.moments import parse_short
from jipyo.pages.page import Page
from jipyo.pages.texts import clean_line
from jipyo.pages.tree import select_one

MARKUP = Markup(
    bodies=(
        "#article-view-content-div", "#articleBody", "[itemprop=articleBody]", "#arl_view_content",
        "td.view_r", "#CmAdContent",
    ),
    titles=(
        "header.article-view-header h1.heading", "header.article-view-header h3.heading",
        ".article-head-title", "h1.heading", "h3.heading", ".arl_view_title",
        "td.view_t", ".headline-title", "#font_title", ".article-title", "h1.article-title",
    ),
    subtitles=(
        "header.article-view-header h2.subheading", "header.article-view-header h4.subheading",
        ".article-head-sub", "h2.subheading", "h4.subheading", ".arl_view_sub_title",
        "td.view_s", ".sub-headline", "#font_subtitle",
    ),
    information=(
        ".info-group ul.breadcrumbs", ".info-group ul.infomation",
        ".article-view-header .infomation", ".info-text", ".arl_view_date", ".arl_view_writer",
        "td.view_d", "#font_date", ".article-info",
        ".update-time", ".info-update", ".article-view-header .info-group",
    ),
    bylines=(
        ".info-group .info-name", ".article-writer .article-writer-name", "article.writer .name",
        ".view-editors .names", ".info-text li:first-child", "ul.infomation li:first-child",
    ),
    sections=(
        ".shoulder-group .section-name", ".article-view-header .section-name",
        ".article-view-header nav.path",
    ),
    lists=("#section-list", "#sections", ".altlist", ".list-block", ".altlist-body"),
    list_paths=r"^/news/articleList(?:Amp)?\.html",
)  # fmt: skip

MARKS = frozenset(
    {
        "#article-view-content-div", "#articleViewCon", ".article-view-header",
        ".article-head-title", ".ndsoft", ".atlview", ".altlist", "#section-list",
        ".article-veiw-body",
    }
)  # fmt: skip
"""Ids and classes by which a page of this family is known, whatever its generation."""

ARTICLE_PATHS = {"/news/articleView.html", "/news/articleViewAmp.html", "/news/articlePrint.html"}


def address(parts: SplitResult) -> str | None:
    """The address by the article's number alone; pages for AMP and print are the same article."""
    numbers = [value for name, value in parse_qsl(parts.query) if name == "idxno"]
    if parts.path not in ARTICLE_PATHS or not numbers or not re.fullmatch(r"[0-9]+", numbers[0]):
        return None
    query = urlencode({"idxno": str(int(numbers[0]))})
    return urlunsplit((parts.scheme, parts.netloc, "/news/articleView.html", query, ""))


def recognise(page: Page) -> bool:
    """Whether a page carries one of the family's marks, or stands at an address of its form."""
    return page.has_any(MARKS) or page.parts.path in {*ARTICLE_PATHS, "/news/articleList.html"}


def read(page: Page, *, listed_at: datetime | None, listed_from: PublishedFrom) -> Article:
    """Read a page of this family."""
    return read_marked(page, "ndsoft", MARKUP, listed_at=listed_at, listed_from=listed_from)


_PARAMETER = re.compile(r"params\[\s*['\"](\w+)['\"]\s*\]\s*=\s*['\"]([^'\"]*)['\"]")
AJAX_PATH = "/news/ajaxArticlePaging.php"


def further_page(first_page: Page, number: int) -> ListRequest | None:
    """How page N of a list is asked for where the list grows by a button; else nothing.

    Such a list ignores the number in its address and gives its first page again.
    """
    button = select_one(first_page.root, ".list-btn-more")
    if button is None:
        return None
    parameters: dict[str, str] = {}
    for script in first_page.root.iter("script"):
        parameters.update(_PARAMETER.findall(script.text_content()))
    query = dict(parse_qsl(first_page.parts.query))
    wanted = {**query, **parameters, "page": str(number)}
    wanted.setdefault("list_per_page", "20")
    wanted.setdefault("sc_order_by", "E")
    limit = parameters.get("list_page_limit", "")
    if limit.isdigit() and number > int(limit):
        return None
    return ListRequest(
        urljoin(first_page.url, f"{AJAX_PATH}?{urlencode(wanted)}"),
        {"X-Requested-With": "XMLHttpRequest"},
    )


def answered_rows(body: str, url: str, now: datetime) -> Iterable[Listed]:
    """The articles in the JSON that a growing list answers with; anything else gives none."""
    try:
        loaded: object = json.loads(body, strict=False)
    except (json.JSONDecodeError, RecursionError):
        return
    data = cast("dict[str, Any]", loaded).get("data") if isinstance(loaded, dict) else None
    for entry in cast("list[object]", data) if isinstance(data, list) else []:
        if not isinstance(entry, dict):
            continue
        row = cast("dict[str, Any]", entry)
        number = str(row.get("idxno") or "")
        if not re.fullmatch(r"[0-9]+", number):
            continue
        stated = f"{row.get('recognition_date') or ''} {row.get('recognition_time') or ''}"
        listed_at = parse_short(stated, now) or parse_short(str(row.get("viewTime") or ""), now)
        yield Listed(
            urljoin(url, f"/news/articleView.html?idxno={int(number)}"),
            clean_line(re.sub(r"<[^>]{1,60}>", "", str(row.get("title") or ""))),
            listed_at,
            "list",
        )


def archive(url: str, first_day: date, last_day: date) -> Iterator[DatedList]:
    """A list for each month: lists end after some hundred pages, and no month has so many."""
    last = last_day
    while last >= first_day:
        first = max(first_day, last.replace(day=1))
        stated = {"sc_sdate": first.isoformat(), "sc_edate": last.isoformat()}
        yield DatedList(with_parameters(url, **stated), first, last)
        last = first - timedelta(days=1)


FAMILY = Family(
    name="ndsoft",
    address=address,
    recognise=recognise,
    read=read,
    bodies=MARKUP.bodies,
    rows=Rows(roots="#section-list, .article-list-content, .list-block, .altlist-body"),
    paging=Paging(further_page=further_page, answered_rows=answered_rows),
    archive=archive,
    feeds=("/rss/allArticle.xml", "/rss/gn_rss_allArticle.xml"),
    lists=("/news/articleList.html?view_type=sm", "/news/articleList.html"),
)
