"""Family `ins`: a news system of many small outlets, laid out in tables.

Its addresses are bare numbers (`/123456`), in old installations `sub_read.html?uid=`. Times stand
with slashes and brackets: `기사입력 2023/04/05 [10:31]`. Parameters may be percent-encoded EUC-KR,
so an address is known by its number alone.
"""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import SplitResult, urlunsplit

from jipyo.pages.families.family import Family, Rows, link_title
from jipyo.pages.families.reading import Markup, read_marked
from jipyo.pages.model import Article, PublishedFrom
from jipyo.pages.page import Page
from jipyo.pages.tree import Element, select_one

MARKUP = Markup(
    bodies=("#textinput", "td.td_sub_read_contents", ".td_sub_read_contents"),
    titles=(".article_head .read_title", "h1.read_title", ".read_title"),
    subtitles=(
        ".article_head .read_subtitle", ".read_subtitle", ".article_head h2", ".read_sub_title",
    ),
    information=(".read_option_top .writer_time", ".writer_time", ".read_option_top"),
    bylines=(".writer_time .writer", ".writer"),
    sections=(".article_head .section", ".read_section", ".path a:last-child"),
    lists=(".sub_read_list", "#search_result", "dl dt a[href^='/']"),
    list_paths=r"^/(?:sub\.html|sub_view\.html|sub_list\.html|search\.html)",
)  # fmt: skip
MARKS = frozenset({"#textinput", ".td_sub_read_contents", ".table_sub_read", ".read_title"})
_BARE = re.compile(r"^/(?P<number>[0-9]{1,9})/?$")
_UID = re.compile(r"(?:^|&)uid=(?P<number>[0-9]{1,9})(?:&|$)")


def address(parts: SplitResult) -> str | None:
    """The address by the article's number; both forms of it stay as they are."""
    bare = _BARE.match(parts.path)
    if bare:
        return urlunsplit((parts.scheme, parts.netloc, f"/{int(bare['number'])}", "", ""))
    old = _UID.search(parts.query)
    if parts.path == "/sub_read.html" and old:
        wanted = f"uid={int(old['number'])}"
        return urlunsplit((parts.scheme, parts.netloc, "/sub_read.html", wanted, ""))
    return None


def recognise(page: Page) -> bool:
    """Whether a page carries the family's marks or its script; a bare number alone says little."""
    if page.parts.path in {"/sub_read.html", "/sub_view.html"}:
        return True
    if "/js/ins_js.js" in page.text or "/js/ins_js.js" in page.text.lower():
        return True
    return page.has_any(frozenset({".td_sub_read_contents", ".table_sub_read"})) or (
        address(page.parts) is not None and page.has_any(MARKS)
    )


def read(page: Page, *, listed_at: datetime | None, listed_from: PublishedFrom) -> Article:
    """Read a page of this family."""
    return read_marked(page, "ins", MARKUP, listed_at=listed_at, listed_from=listed_from)


def row_title(link: Element) -> str:
    """The title in a row; the link around a picture has none."""
    return "" if select_one(link, "img") is not None else link_title(link)


FAMILY = Family(
    name="ins",
    address=address,
    recognise=recognise,
    read=read,
    bodies=MARKUP.bodies,
    rows=Rows(title=row_title),
    feeds=("/rss/rss_news.php",),
    lists=("/sub_view.html",),
)
