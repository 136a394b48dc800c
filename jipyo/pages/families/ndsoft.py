"""Family `ndsoft`: the largest news system of Korea's local press, in its later generations.

The anchors have outlived the skins: the body's id, the header's classes. Machine-readable
statements first, then the page's own elements. Markup by generation: G4 since
2024, G3 since 2019, G2 before.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from urllib.parse import SplitResult, parse_qsl, urlencode, urlunsplit

from bs4 import BeautifulSoup
from bs4.element import Tag

from jipyo.pages.families.family import Family, Rows
from jipyo.pages.head import Head, modified_time, read_head
from jipyo.pages.model import Article, PublishedFrom
from jipyo.pages.moments import choose, parse_moment
from jipyo.pages.texts import (
    byline_of,
    clean_line,
    first,
    lines_of,
    paragraphs_of,
    strip_furniture,
    text_of,
)

BODIES = ("#article-view-content-div", "#articleBody", "[itemprop=articleBody]")
TITLES = (
    "header.article-view-header h1.heading", "header.article-view-header h3.heading",
    ".article-head-title", "h1.heading", "h3.heading",
)  # fmt: skip
SUBTITLES = (
    "header.article-view-header h2.subheading", "header.article-view-header h4.subheading",
    ".article-head-sub", "h2.subheading", "h4.subheading",
)  # fmt: skip
INFORMATION = (".info-group ul.breadcrumbs", ".info-group ul.infomation", ".info-text")
MARKS = (
    "#article-view-content-div", "#articleViewCon", ".article-view-header", ".article-head-title",
    ".ndsoft", "#user-container .atlview", ".altlist", "#section-list",
)  # fmt: skip
"""Elements by which a page of this family is known, whatever its generation."""

LISTS = ("#section-list", "#sections", ".altlist", ".list-block")


ARTICLE_PATHS = {"/news/articleView.html", "/news/articleViewAmp.html"}


def address(parts: SplitResult) -> str | None:
    """The address by the article's number alone; the page for AMP is the same article."""
    numbers = [value for name, value in parse_qsl(parts.query) if name == "idxno"]
    if parts.path not in ARTICLE_PATHS or not numbers or not numbers[0].isdigit():
        return None
    query = urlencode({"idxno": str(int(numbers[0]))})
    return urlunsplit((parts.scheme, parts.netloc, "/news/articleView.html", query, ""))


def recognise(page: BeautifulSoup, url: str) -> bool:
    """Whether a page carries one of the family's marks."""
    return first(page, MARKS) is not None


def read(
    page: BeautifulSoup,
    url: str,
    *,
    html: str,
    listed_at: datetime | None,
    listed_from: PublishedFrom,
) -> Article:
    """Read a page of this family."""
    head = read_head(page)
    body = first(page, BODIES)
    if body is None:
        if first(page, LISTS) is not None and first(page, TITLES) is None:
            return Article(
                state="list", family="ndsoft", url=url, detail="it is a list of articles"
            )
        return Article(
            state="selector_drift",
            family="ndsoft",
            url=url,
            title=head.title,
            detail=f"none of {', '.join(BODIES)} is on the page: the site changed its markup",
        )
    subtitle = _subtitle(page, body)
    visible, modified, byline = _information(page)
    published_at, published_from = choose(
        [
            ("json_ld", head.json_published_at),
            ("meta", head.meta_published_at),
            ("visible", visible),
            (listed_from, listed_at),
        ]
    )
    raw = body.get_text("\n")
    strip_furniture(body)
    paragraphs = paragraphs_of(body)
    title = clean_line(text_of(page, TITLES)) or head.title
    article = Article(
        state="article",
        family="ndsoft",
        url=url,
        title=title,
        subtitle=subtitle,
        body="\n\n".join(paragraphs),
        published_at=published_at,
        published_from=published_from,
        modified_at=modified_time(head, visible_modified=modified, published_at=published_at),
        byline=byline or byline_of(raw) or _author(head),
        section=clean_line(text_of(page, (".shoulder-group .section-name",))) or head.section,
    )
    if not paragraphs:
        return replace(article, state="no_body", detail="the body of the page has no text")
    return article


def _subtitle(page: BeautifulSoup, body: Tag) -> str:
    found = first(page, SUBTITLES)
    if found is None:
        return ""
    lines = [line for line in lines_of(found) if line]
    if body in found.parents:
        found.decompose()  # Some skins put it into the body.
    return "\n".join(lines)


def _information(page: BeautifulSoup) -> tuple[datetime | None, datetime | None, str]:
    """Publication time, time of the last edit and reporter, from the line under the title."""
    published: datetime | None = None
    modified: datetime | None = None
    byline = ""
    for selector in INFORMATION:
        # The entries are looked for from there: a path of three parts costs a look at all ancestors
        # of every entry of every list on the page.
        for entry in (entry for found in page.select(selector) for entry in found.find_all("li")):
            text = clean_line(entry.get_text(" "))
            moment = parse_moment(text)
            if isinstance(moment, datetime):
                if "수정" in text:
                    modified = modified or moment
                else:
                    published = published or moment
            elif "기자" in text and not byline:
                byline = byline_of(text) or text
    return published, modified, byline


def _author(head: Head) -> str:
    return head.author if head.author != head.site_name else ""


FAMILY = Family(
    name="ndsoft",
    address=address,
    recognise=recognise,
    read=read,
    bodies=BODIES,
    rows=Rows(roots="#section-list, .list-block, .altlist-body"),
    feeds=("/rss/allArticle.xml",),
    lists=("/news/articleList.html?view_type=sm",),
)
