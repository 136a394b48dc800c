"""Family `gnuboard`: boards of an open system, used by small outlets, offices and associations.

An entry stands at `bbs/board.php?bo_table=X&wr_id=N`; the same path without `wr_id` is the list.
Days are printed with two digits of the year. Comments stand in `#bo_vc` and are no text.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from urllib.parse import SplitResult, parse_qsl, urlencode, urlunsplit

from jipyo.pages.families.family import Family, Rows, link_title
from jipyo.pages.families.generic import read_unknown
from jipyo.pages.families.reading import Markup, body_element, read_marked
from jipyo.pages.model import Article, PublishedFrom
from jipyo.pages.page import Page
from jipyo.pages.tree import Element, drop, select, select_one

MARKUP = Markup(
    bodies=("#bo_v_con", "#bo_v_atc .view-content", ".view-content", "#bo_v_atc"),
    titles=("#bo_v_title .bo_v_tit", "#bo_v_title", ".view-wrap h1", "h1[itemprop=headline]"),
    information=("#bo_v_info", ".view-head", ".panel-heading"),
    bylines=(
        "#bo_v_info .sv_member",
        "#bo_v_info .sv_guest",
        "#bo_v_info .bo_v_name",
        ".view-head .sv_member",
        ".view-head .sv_guest",
    ),
    sections=("#bo_v_cate", ".bo_v_cate"),
    lists=("#bo_list", "#bo_gall", "#fboardlist", ".list-board"),
    list_paths=r"/bbs/(?:board\.php\?(?!.*wr_id=)|search\.php|new\.php|group\.php)",
    short_years=True,
)
_SKINS = re.compile(r"[.#](?:bo_v|view-content)")
"""Names by which the system's own skins are told, whether their text is found or not."""

_BOARD = re.compile(r"/bbs/(?:board|password|view_image|content)\.php$")
MARKS = frozenset({"#bo_v_con", "#bo_v_atc", "#bo_v_title", "#bo_list", "#fboardlist", "#bo_v"})


def address(parts: SplitResult) -> str | None:
    """The address by board and number, in fixed order."""
    values = dict(parse_qsl(parts.query))
    table, number = values.get("bo_table", ""), values.get("wr_id", "")
    if not parts.path.endswith("/board.php"):
        return None
    if not re.fullmatch(r"\w{1,40}", table) or not re.fullmatch(r"[0-9]{1,12}", number):
        return None
    wanted = urlencode({"bo_table": table, "wr_id": str(int(number))})
    return urlunsplit((parts.scheme, parts.netloc, parts.path, wanted, ""))


def recognise(page: Page) -> bool:
    """Whether a page stands at an address of this form, or carries the board's own ids."""
    if _BOARD.search(page.parts.path) and "bo_table=" in page.parts.query:
        return True
    return page.has_any(MARKS)


def read(page: Page, *, listed_at: datetime | None, listed_from: PublishedFrom) -> Article:
    """Read a page of this family."""
    for element in select(page.root, ".sound_only, .sr-only"):
        # Words for screen readers: they label the writer and the day, but also repeat headings.
        if element.getparent() is not None and not _labels(element):
            drop(element)
    category = select_one(page.root, "#bo_v_title .bo_v_cate")
    section = link_title(category) if category is not None else ""
    if category is not None:
        drop(category)  # Some skins put it into the title.
    if (
        address(page.parts) is not None
        and body_element(page, MARKUP.bodies) is None
        and not page.has_named(_SKINS)
    ):
        # A skin that nobody described is read by the customs of the web.
        return read_unknown(page, "gnuboard", listed_at=listed_at, listed_from=listed_from)
    article = read_marked(page, "gnuboard", MARKUP, listed_at=listed_at, listed_from=listed_from)
    return replace(article, section=section or article.section)


def _labels(element: Element) -> bool:
    """Whether hidden words name what stands behind them."""
    return bool(re.search(r"작성|수정|글쓴이|등록", element.text_content()))


def row_title(link: Element) -> str:
    """The title in a row, without the number of comments and the marks of new entries."""
    words: list[str] = [link.text or ""]
    for child in link.iterchildren():
        if not re.search(r"sound_only|cnt_cmt|new|hot|icon|comment", child.get("class", "")):
            words.append(child.text_content())
        words.append(child.tail or "")
    return re.sub(r"\s+", " ", "".join(words)).strip()


FAMILY = Family(
    name="gnuboard",
    address=address,
    recognise=recognise,
    read=read,
    bodies=MARKUP.bodies,
    rows=Rows(roots="#bo_list, #bo_gall, #fboardlist, .list-board", title=row_title),
)
