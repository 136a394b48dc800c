"""Family `ncode`: the news system whose articles stand at `/news/newsview.php?ncode=`.

Its search counts pages from zero. Times are printed to the second.
"""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import SplitResult, parse_qsl, urlencode, urlunsplit

from jipyo.pages.families.family import Family, Paging, Rows
from jipyo.pages.families.reading import Markup, read_marked
from jipyo.pages.model import Article, PublishedFrom
from jipyo.pages.page import Page

MARKUP = Markup(
    bodies=("#viewConts", ".viewConts", "#viewContent"),
    titles=(".viewTitle h1", ".viewTitle h2", ".viewTitle h3", ".viewTitle .title"),
    subtitles=(".viewSubTitle", ".viewTitle h4", ".viewTitle .subtitle", "#viewConts .sub_title"),
    information=(".viewTitle dl", ".viewTitle .info", ".viewTitle"),
    bylines=(".viewTitle dt", ".viewTitle .writer"),
    sections=(".viewTitle .category", ".location a:last-child"),
    lists=(".listPhoto", ".listText", ".pageindex"),
    list_paths=r"^/news/(?:newslist\d*|search|section)\.php",
)
MARKS = frozenset({"#viewConts", ".viewConts", ".viewTitle", ".listPhoto"})
ARTICLE_PATHS = {"/news/newsview.php", "/m/newsview.php", "/mobile/newsview.php"}


def address(parts: SplitResult) -> str | None:
    """The address by the article's number alone, which has sixteen digits."""
    numbers = [value for name, value in parse_qsl(parts.query) if name == "ncode"]
    if parts.path not in ARTICLE_PATHS or not numbers or not re.fullmatch(r"[0-9]+", numbers[0]):
        return None
    wanted = urlencode({"ncode": numbers[0]})
    return urlunsplit((parts.scheme, parts.netloc, "/news/newsview.php", wanted, ""))


def recognise(page: Page) -> bool:
    """Whether a page stands at an address of this form, or carries the marks of one."""
    if address(page.parts) is not None:
        return True
    return page.has_any(frozenset({"#viewConts", ".viewConts", ".listPhoto"})) and (
        "newsview.php?ncode=" in page.text
    )


def read(page: Page, *, listed_at: datetime | None, listed_from: PublishedFrom) -> Article:
    """Read a page of this family."""
    return read_marked(page, "ncode", MARKUP, listed_at=listed_at, listed_from=listed_from)


FAMILY = Family(
    name="ncode",
    address=address,
    recognise=recognise,
    read=read,
    bodies=MARKUP.bodies,
    rows=Rows(roots=".listPhoto, .listText"),
    paging=Paging("pagenum", 0),
    feeds=("/rss/rss_news.php",),
    lists=("/news/search.php?q=&sfld=all&period=MONTH%7C1",),
)
