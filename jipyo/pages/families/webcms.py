"""Family `webcms`: boards of city halls whose addresses end in `.web`.

Many cities of one province run the same system. A press release stands on them as its department
wrote it: no reporter, no machine-readable statements, and a day instead of a time. Around the text
stand some ten thousand characters of menu, so nothing outside the text's own element is ever read.
"""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import SplitResult, parse_qsl, urlencode, urlunsplit

from jipyo.pages.families.announcements import read_announcement
from jipyo.pages.families.family import Family, Paging, Rows, link_title
from jipyo.pages.families.reading import Markup
from jipyo.pages.model import Article, PublishedFrom
from jipyo.pages.page import Page
from jipyo.pages.texts import clean_line
from jipyo.pages.tree import Element, classes_of, drop, first, select_one

MARKUP = Markup(
    bodies=(
        ".bbs1view1 .substance", "#body_content .substance", "#saeolGosiVO .substance",
        "#saeolGosiVO .contents",
    ),
    titles=(".bbs1view1 > .h1", ".bbs1view1 h1", "#saeolGosiVO .h1", "#body_content h1.h1"),
    sections=("#body_head h2", "#body_head .h1", ".location1 strong"),
    lists=("#listForm", "[class*=bbs-skin-]", ".list2table1", "table.t3 tbody.tb"),
)  # fmt: skip
FACTS = (".bbs1view1 .info1", "#saeolGosiVO .info1", "#saeolGosiVO table", "#saeolGosiVO dl")
MARKS = frozenset({".bbs1view1", ".wrap1texts", "#saeolGosiVO", ".list2table1"})

_NUMBERS = ("idx", "not_ancmt_mgt_no")
"""Parameters that name an announcement: of the city's own boards, and of its official notices."""


def address(parts: SplitResult) -> str | None:
    """The address by board and number, in fixed order."""
    values = dict(parse_qsl(parts.query))
    if not parts.path.endswith(".web") or values.get("amode") != "view":
        return None
    for name in _NUMBERS:
        number = values.get(name, "")
        if re.fullmatch(r"[0-9]+", number):
            board = [("gcode", values["gcode"])] if values.get("gcode", "").isdigit() else []
            wanted = urlencode([*board, (name, str(int(number))), ("amode", "view")])
            return urlunsplit((parts.scheme, parts.netloc, parts.path, wanted, ""))
    return None


def recognise(page: Page) -> bool:
    """Whether a page comes from this system, an announcement or a list of them."""
    return page.has_any(MARKS) or page.parts.path.endswith(".web")


def read(page: Page, *, listed_at: datetime | None, listed_from: PublishedFrom) -> Article:
    """Read a page of this family."""
    # The mark of new entries carries words for screen readers.
    title = select_one(page.root, ".bbs1view1 .h1, .bbs1view1 h1")
    if title is not None:
        for mark in [element for element in title.iter("i", "span") if _is_mark(element)]:
            drop(mark)
    return read_announcement(
        page, "webcms", MARKUP, FACTS, listed_at=listed_at, listed_from=listed_from
    )


def _is_mark(element: Element) -> bool:
    return element.tag == "i" or "new" in classes_of(element)


def row_title(link: Element) -> str:
    """The title in a row, whose link holds lead, day and counter as well."""
    heading = first(link, ("strong.t1", ".t1"))
    if heading is None:
        return link_title(link)
    words: list[str] = [heading.text or ""]
    for child in heading.iterchildren():
        if not _is_mark(child):
            words.append(child.text_content())
        words.append(child.tail or "")
    return clean_line("".join(words).replace("\n", " "))


FAMILY = Family(
    name="webcms",
    address=address,
    recognise=recognise,
    read=read,
    bodies=MARKUP.bodies,
    middle="#body_content",
    # The menu around links to announcements, too.
    rows=Rows(roots="#listForm, [class*=bbs-skin-], .list2table1, table.t3", title=row_title),
    paging=Paging("cpage"),
)
