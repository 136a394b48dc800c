"""Family `koreakr`: the government's news site, on which all ministries publish.

An announcement stands at a path that ends in `View.do` and is named by `newsId`; feeds and pages
for phones lead to the same. Many have their whole text in an attached file. Licence differs by
item, so its mark stays on the page, outside the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from urllib.parse import SplitResult, parse_qsl, urlencode, urlunsplit

from jipyo.pages.families.announcements import read_announcement
from jipyo.pages.families.family import (
    DatedList,
    Family,
    Paging,
    Rows,
    heading_title,
    with_parameters,
)
from jipyo.pages.families.generic import read_unknown
from jipyo.pages.families.reading import Markup, body_element
from jipyo.pages.model import Article, PublishedFrom
from jipyo.pages.page import Page
from jipyo.pages.texts import words_of
from jipyo.pages.tree import select

MARKUP = Markup(
    bodies=(
        ".article_body .view_cont", ".article-content", ".view_cont", ".article_body",
        ".article_con", "#articleBody",
    ),
    titles=(
        ".article_head h1", ".article_head .title", ".view_title h1", ".view_title", "h1.title",
    ),
    subtitles=(".article_head h2", ".article_head .sub_title", ".article_head .subtitle"),
    sections=(".article_head .cate", ".location strong"),
    lists=(".list_type", ".search_list", ".list_wrap"),
    list_paths=r"/(?:briefing|news|policy|etc)/\w+List\.do",
    captions=False,
)  # fmt: skip
FACTS = (".article_head .info", ".article_head", ".view_info", ".view_title")
_PATH = re.compile(r"^/(?:briefing|news|policy|archive|multi)/\w+View\.do$")


def address(parts: SplitResult) -> str | None:
    """The address by the item's number alone."""
    numbers = [value for name, value in parse_qsl(parts.query) if name == "newsId"]
    if not _PATH.match(parts.path) or not numbers or not re.fullmatch(r"[0-9]+", numbers[0]):
        return None
    wanted = urlencode({"newsId": numbers[0]})
    return urlunsplit((parts.scheme, parts.netloc, parts.path, wanted, ""))


def recognise(page: Page) -> bool:
    """Whether a page stands at an address of this form."""
    return address(page.parts) is not None or bool(
        re.search(MARKUP.list_paths, page.parts.path) and "newsId=" in page.text
    )


_SKINS = re.compile(r"[.#](?:article_(?:head|body|con)|article-content|view_cont)")


def read(page: Page, *, listed_at: datetime | None, listed_from: PublishedFrom) -> Article:
    """Read a page of this family; one in a skin that nobody described, by the web's customs."""
    if (
        address(page.parts) is not None
        and body_element(page, MARKUP.bodies) is None
        and not page.has_named(_SKINS)
    ):
        return read_unknown(page, "koreakr", listed_at=listed_at, listed_from=listed_from)
    ministry = _ministry(page)
    article = read_announcement(
        page, "koreakr", MARKUP, FACTS, listed_at=listed_at, listed_from=listed_from
    )
    return replace(article, byline=article.byline or ministry)


def _ministry(page: Page) -> str:
    """The ministry, which stands beside the day without a name of its own."""
    for fact in select(page.root, ".article_head .info span, .view_info span"):
        words = words_of(fact)
        if re.fullmatch(r"[가-힣·,\s]{1,20}(?:부|처|청|원|실|단|위원회|본부)", words):
            return words
    return ""


def archive(url: str, first_day: date, last_day: date) -> Iterator[DatedList]:
    """A list for each day: the lists of several days end after some pages."""
    for number in range((last_day - first_day).days + 1):
        day = last_day - timedelta(days=number)
        stated = day.isoformat()
        yield DatedList(with_parameters(url, startDate=stated, endDate=stated), day, day)


FAMILY = Family(
    name="koreakr",
    address=address,
    recognise=recognise,
    read=read,
    bodies=MARKUP.bodies,
    middle="#content, #contents, .container",
    rows=Rows(roots=".list_type, .search_list, .list_wrap", title=heading_title),
    paging=Paging("pageIndex"),
    archive=archive,
    feeds=("/rss/pressrelease.xml",),
    lists=("/briefing/pressReleaseList.do",),
)
