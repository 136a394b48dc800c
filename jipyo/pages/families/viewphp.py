"""Family `viewphp`: systems whose articles stand at `view.php`, named by one parameter.

Four forms: ``idx``, ``ud`` (a time with a hash), ``bIdx`` and ``key``. They are several systems
with one habit of addresses, so a page belongs here by the markup of one of them. Where an outlet is
entered under this family and its page has none of that markup, the text is the page's own block,
found as in unknown pages, for the forms whose markup nobody has seen (``bIdx``, ``key``).
"""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import SplitResult, parse_qsl, urlencode, urlunsplit

from jipyo.pages.families.family import Family, Rows
from jipyo.pages.families.generic import read_unknown
from jipyo.pages.families.reading import Markup, body_element, read_marked
from jipyo.pages.model import Article, PublishedFrom
from jipyo.pages.page import Page

MARKUP = Markup(
    bodies=(
        "#viewContent", ".vtxt.detailCont", ".detailCont", ".view_content", ".txt_news .news_cont",
        ".news_cont",
    ),
    titles=(
        ".view_title", ".viewTitle", ".vtit h1", ".vtitle", ".news_tit", "#viewTitle", ".view_tit",
        ".titWrap h1", ".view-title", "h1.title",
    ),
    subtitles=(".sub_title", ".view_subtitle", ".vsub", ".subTitle", ".news_sub"),
    information=(
        ".view_info", ".viewInfo", ".vdate", "p.r3", "p.r4", ".news_modify", ".view_date", ".vinfo",
        ".info_date", ".article_info", ".view-info",
    ),
    bylines=(".view_writer", ".writer", ".reporter"),
    sections=(".view_section", ".news_ctg", ".view_cate"),
    lists=(".list_wrap .news_list", "table.list", "#newsList"),
    list_paths=r"/(?:list|search|section)\.php",
)  # fmt: skip
_NAMES = {
    "idx": re.compile(r"[0-9]{1,12}"),
    "bIdx": re.compile(r"[0-9]{1,12}"),
    "ud": re.compile(r"[0-9]{12,16}[0-9a-zA-Z]*(?:_[0-9]+)*"),
    "key": re.compile(r"[0-9]{4,30}(?:[._-][0-9]+)*"),
}
_DAY_FIRST = re.compile(r"20\d{2}[01]\d[0-3]\d\.?\d{4,}")
_SEEN = ("idx", "ud")
"""Forms whose markup is known; a page of them without it has changed."""

MARKS = frozenset({"#viewContent", ".detailCont", ".view_content", ".txt_news", ".news_modify"})


def named(parts: SplitResult) -> tuple[str, str] | None:
    """Name and value of the parameter that names the article, or nothing."""
    if not parts.path.endswith("/view.php"):
        return None
    values = parse_qsl(parts.query)
    for name, pattern in _NAMES.items():
        for given, value in values:
            if given == name and pattern.fullmatch(value):
                return name, value
    return None


def _is_telling(name: str, value: str) -> bool:
    """Whether the form of a number is one that no other system has."""
    return name in {"ud", "bIdx"} or (name == "key" and bool(_DAY_FIRST.match(value)))


def address(parts: SplitResult) -> str | None:
    """The address by that parameter alone; what searches and pages add to it is left out."""
    found = named(parts)
    if found is None:
        return None
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode([found]), ""))


def recognise(page: Page) -> bool:
    """Whether address and markup are those of one of the systems; the address alone says little.

    A time with a hash and a number that begins with a day are forms that no other system has.
    """
    found = named(page.parts)
    if found is not None:
        return _is_telling(*found) or page.has_any(MARKS)
    return page.parts.path.endswith("/list.php") and "view.php?" in page.text


def read(page: Page, *, listed_at: datetime | None, listed_from: PublishedFrom) -> Article:
    """Read a page of this family."""
    found = named(page.parts)
    if found and found[0] not in _SEEN and body_element(page, MARKUP.bodies) is None:
        return read_unknown(page, "viewphp", listed_at=listed_at, listed_from=listed_from)
    return read_marked(page, "viewphp", MARKUP, listed_at=listed_at, listed_from=listed_from)


FAMILY = Family(
    name="viewphp",
    address=address,
    recognise=recognise,
    read=read,
    bodies=MARKUP.bodies,
    rows=Rows(),
    lists=("/news/list.php", "/list.php"),
)
