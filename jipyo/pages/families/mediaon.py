"""Family `mediaon`: the news system whose articles stand at `/news/article.html?no=`.

A row of its lists is one link around title, lead, reporter and time. The last blocks inside the
text's element are the reporter's box and the copyright.
"""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import SplitResult, parse_qsl, urlencode, urlunsplit

from jipyo.pages.families.family import Family, Rows, heading_title
from jipyo.pages.families.reading import Markup, read_marked
from jipyo.pages.model import Article, PublishedFrom
from jipyo.pages.page import Page

MARKUP = Markup(
    bodies=("#news_body_area", ".cnt_view.news_body_area", ".news_body_area", ".smartOutput"),
    titles=(
        ".fix_art_top h2", ".arv_005_01 h2", ".art_top h2", ".titleWrap h2", ".art_top > h1",
    ),
    subtitles=(
        ".fix_art_top h3", ".fix_art_top .toptitle", ".arv_005_01 h3", "p.toptitle", ".art_top h3",
    ),
    information=("ul.art_info", ".fix_art_top .art_info", ".art_top .art_info", ".arvdate"),
    bylines=("ul.art_info li:first-child",),
    sections=(".path_wrap h3", ".path_wrap h2"),
    lists=("ul.art_list_all", ".art_list_all", ".section_list_all"),
    list_paths=(
        r"^/(?:news|mobile)/(?:article_list_all|section_list_all|section|article_list_writer"
        r"|search_result|article_list)\.html"
    ),
)  # fmt: skip
MARKS = frozenset({"#news_body_area", ".news_body_area", ".arv_005_01", ".art_list_all"})
ARTICLE_PATHS = {"/news/article.html", "/mobile/article.html", "/news/article_print.html"}


def address(parts: SplitResult) -> str | None:
    """The address by the article's number; the page for phones is the same article."""
    numbers = [value for name, value in parse_qsl(parts.query) if name == "no"]
    if parts.path not in ARTICLE_PATHS or not numbers or not re.fullmatch(r"[0-9]+", numbers[0]):
        return None
    wanted = urlencode({"no": str(int(numbers[0]))})
    return urlunsplit((parts.scheme, parts.netloc, "/news/article.html", wanted, ""))


def recognise(page: Page) -> bool:
    """Whether a page carries one of the family's marks, or stands at an address of its form."""
    return address(page.parts) is not None or page.has_any(MARKS)


def read(page: Page, *, listed_at: datetime | None, listed_from: PublishedFrom) -> Article:
    """Read a page of this family."""
    return read_marked(page, "mediaon", MARKUP, listed_at=listed_at, listed_from=listed_from)


FAMILY = Family(
    name="mediaon",
    address=address,
    recognise=recognise,
    read=read,
    bodies=MARKUP.bodies,
    rows=Rows(roots=".art_list_all", title=heading_title),
    feeds=("/rss/rss_news.php", "/rss/allArticle.xml"),
    lists=("/news/article_list_all.html",),
)
