"""Family `egov`: boards of cities, counties, offices of education and ministries.

Several engines that offices buy, told by the form of their addresses: NTT, BBSMSTR, boardCnts,
BD_, boards of a city's own ending (`view.<city>`), and notices of the administrative network
(`saeol`). What they share is that their lists often link by script: `href="#"` and the number in
`onclick` or in data attributes. Such arguments are read as literals; no script is ever run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import SplitResult, parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from jipyo.pages.families.announcements import read_announcement
from jipyo.pages.families.family import (
    Family,
    ListRequest,
    Paging,
    Rows,
    heading_title,
    numbered_page,
)
from jipyo.pages.families.generic import read_unknown
from jipyo.pages.families.reading import Markup, body_element
from jipyo.pages.model import Article, PublishedFrom
from jipyo.pages.page import Page
from jipyo.pages.tree import Element, first

MARKUP = Markup(
    bodies=(
        ".bbsV_cont", ".bd-view__vcontent .txt", ".bd-view__vcontent", ".bdvCntWrap",
        ".board-view__contents", ".basicView .conText", ".viewBox .view_cont", ".viewBox .cont",
        ".bbs_view .view_cont", ".bbs_view .content", ".board_view .view_cont", ".view_contents",
        ".bbs-view-content", ".board_view .board_cont", ".bbs_detail_cont", ".view_con",
        ".viewBox", "div.bbs_view", ".view_cont", ".board-view .cont", ".p-table__content",
        ".dbdata",
    ),
    titles=(
        ".bbs_ViewA h3", ".bd-view__vhead .vtitle .tit", ".bd-view__vhead h3.vtitle",
        ".bdvTitWrap .bdvTit", ".titleField h4", ".board-view__title", ".viewBox .title",
        ".viewBox h3", ".viewBox h4", ".bbs_view .title", ".bbs_view h3", ".bbs_view h4",
        ".board_view .title", ".board_view h3", ".board_view h4", ".view_tit", ".view_title",
        ".p-table__subject_text", ".p-table__subject", ".bbs_subject", ".board-view h3",
    ),
    sections=(".sub_title h2", "#contents h2", ".cont_tit h2", ".sub_tit h2"),
    lists=(
        "a.nttInfoBtn", "ul.news_list", "table.board_list", ".bbs_list", ".board_list",
        ".list_table", ".tbl_list", ".bbs_ListA", "[data-keyset]", ".p-table.simple",
    ),
    list_paths=(
        r"(?:selectNttList\.do|BD_selectBbsList\.do|boardCnts/list\.do|selectBoardList\.do"
        r"|selectBbsNttList\.do|/list\.do|/board/list\.\w+|saeol/\w+/list\.do)"
    ),
    captions=False,
)  # fmt: skip
FACTS = (
    ".bbsV_info", ".bbs_ViewA .bbsV_data", ".bbs_ViewA ul", ".bd-view__vinfo", ".bd-view__vhead",
    ".bdvTitWrap", ".bdvInfo", ".board-view__info", ".basicView .infoField", ".basicView dl",
    ".viewBox .info", ".viewBox dl", ".viewBox table", ".bbs_view .info", ".bbs_view dl",
    ".bbs_view table", ".board_view .info", ".board_view dl", ".board_view table", ".view_info",
    ".p-author__info", ".p-table", ".bbs_info", ".board-view dl", ".board-view ul", ".view_head",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Engine:
    """A board engine's addresses.

    Attributes:
        path: Regular expression over the path of its pages with an announcement.
        number: The parameter that names the announcement.
        board: Parameters that name its board; kept in this order where they are given.
    """

    path: re.Pattern[str]
    number: str
    board: tuple[str, ...] = ()


ENGINES = (
    Engine(re.compile(r"/selectNttInfo\.do$"), "nttSn", ("mi", "bbsId")),
    Engine(re.compile(r"/BD_selectBbs\.do$"), "q_bbsDocNo", ("q_bbsSn", "q_bbsCode")),
    Engine(re.compile(r"/boardCnts/view\.do$"), "boardSeq", ("boardID", "m", "s")),
    Engine(re.compile(r"/board/view\.[a-z]{2,20}$"), "dataSid", ("boardId", "menuCd")),
    Engine(re.compile(r"/index\.[a-z]{2,20}$"), "sno", ("menuCd", "mode", "gosiGbn")),
    Engine(re.compile(r"/(?:common)?[sS]electBoardArticle\.do$"), "nttId", ("bbsId",)),
    Engine(re.compile(r"/selectBbsNttView\.do$"), "nttNo", ("key", "bbsNo")),
    Engine(re.compile(r"/bbs/BBSMSTR_[0-9]+/view\.do$"), "nttId"),
    Engine(re.compile(r"/bbs/view\.do$"), "bIdx", ("mId", "ptIdx")),
    Engine(re.compile(r"/bbs/view\.do$"), "nttId", ("bbsId",)),
    Engine(re.compile(r"/bbsView\.do$"), "idx", ("menuIdx", "bbsId")),
    Engine(re.compile(r"/saeol/[a-z]+/view\.do$"), "newsEpctNo", ("mid",)),
    Engine(re.compile(r"/saeol/[a-z]+/view\.do$"), "notAncmtMgtNo", ("mid",)),
)
"""The engines that were met, the more particular before the more general."""


def _found(parts: SplitResult) -> tuple[Engine, dict[str, str]] | None:
    """The engine of an address with its parameters, or nothing."""
    values: dict[str, str] = {}
    for name, value in parse_qsl(parts.query):
        values.setdefault(name, value.strip())
    for engine in ENGINES:
        if engine.path.search(parts.path) and re.fullmatch(
            r"[0-9A-Za-z_-]{1,40}", values.get(engine.number, "")
        ):
            return engine, values
    return None


def address(parts: SplitResult) -> str | None:
    """The address by board and number, in fixed order; pages and searches are left out."""
    found = _found(parts)
    if found is None or not any(letter.isdigit() for letter in found[1][found[0].number]):
        return None
    engine, values = found
    kept = [(name, values[name]) for name in (*engine.board, engine.number) if values.get(name)]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(kept), ""))


_PATHS = re.compile(
    r"(?:selectNtt(?:List|Info)\.do|BD_selectBbs(?:List)?\.do|/boardCnts/(?:list|view)\.do"
    r"|/bbs/BBSMSTR_\d+/|[sS]electBoard(?:List|Article)\.do|/board/(?:list|view)\.(?!php|asp|jsp|htm|do$|cgi)[a-z]{2,20}$"
    r"|selectBbsNtt(?:List|View)\.do|/saeol/\w+/(?:list|view)\.do|/bbs/(?:list|view)\.do|/bbsView\.do)"
)
MARKS = frozenset(
    {
        ".bbs_ViewA", ".bbsV_cont", ".bd-view__vcontent", ".bdvCntWrap", ".nttInfoBtn",
        ".board-view__contents", ".bdvTitWrap", ".basicView",
    }
)  # fmt: skip


def recognise(page: Page) -> bool:
    """Whether a page stands at an address of one of the engines, or carries the marks of one."""
    if _PATHS.search(page.parts.path) or _found(page.parts) is not None:
        return True
    return page.has_any(MARKS)


_SKINS = re.compile(r"[.#](?:bbs_View|bbsV_|bd-view|bdv[A-Z]|board-view__|basicView|viewBox)")
"""Names by which the skins whose markup is known are told, whether their text is found or not."""


def read(page: Page, *, listed_at: datetime | None, listed_from: PublishedFrom) -> Article:
    """Read a page of this family.

    Each office has its own skin over the same engine: an announcement in a skin that nobody
    described is read by the customs of the web; in a known skin without its text, it has drifted.
    """
    if (
        address(page.parts) is not None
        and body_element(page, MARKUP.bodies) is None
        and not page.has_named(_SKINS)
    ):
        return read_unknown(page, "egov", listed_at=listed_at, listed_from=listed_from)
    return read_announcement(
        page, "egov", MARKUP, FACTS, listed_at=listed_at, listed_from=listed_from
    )


_CALL = re.compile(r"(?<![\w.$])(?P<name>[\w.$]{1,80})\s{0,4}\((?P<arguments>[^()]{0,400})\)")
_LITERAL = re.compile(r"'([^'\\]*)'|\"([^\"\\]*)\"|(?<![\w.])(\d+)(?![\w.])")
_PAIR = re.compile(r"['\"]?(\w+)['\"]?\s*:\s*(?:'([^']*)'|\"([^\"]*)\"|(\d+))")


def literals(script: str) -> list[str]:
    """The literal arguments of the calls in a piece of script: strings and whole numbers."""
    found: list[str] = []
    for call in _CALL.finditer(script[:2000]):
        if call["name"] in {"alert", "confirm", "return", "if"}:
            continue
        for text, quoted, number in _LITERAL.findall(call["arguments"]):
            found.append(text or quoted or number)
    return found


def pairs(text: str) -> dict[str, str]:
    """Names and values of an attribute that holds an object, in either kind of quotation marks."""
    return {
        name: single or double or number for name, single, double, number in _PAIR.findall(text)
    }


def script_address(link: Element, url: str) -> str:
    """The address to which a link by script leads, as its literals say, or nothing.

    Args:
        link: The link, or the button that stands for one.
        url: The address of the list on which it stands.
    """
    try:
        urlsplit(url)
    except ValueError:
        return ""  # From an address that is none nothing leads on.
    keys = pairs(link.get("data-keyset", ""))
    action = link.get("data-action", "")
    if action and keys:
        kept = {name: value for name, value in parse_qsl(urlsplit(url).query) if name == "mid"}
        return f"{action}?{urlencode({**keys, **kept})}"
    number = next(
        (
            link.get(name, "")
            for name in ("data-id", "data-ntt-sn", "data-nttsn", "data-req-get-p-idx", "data-idx")
            if re.fullmatch(r"[0-9]{1,20}", link.get(name, ""))
        ),
        "",
    )
    if not number:
        script = link.get("onclick", "") or link.get("href", "").partition("javascript:")[2]
        if _turns_pages(link, script):
            return ""
        # The number of an entry is longer than those of sites, menus and pages.
        numbers = [value for value in literals(script) if re.fullmatch(r"[0-9]{1,20}", value)]
        number = max(numbers, key=len, default="")
    return _view_address(url, number) if number else ""


_TURNING = re.compile(r"^(?!.*(?:view|detail|read)).*pag(?:e|ing)", re.IGNORECASE)
"""Functions that turn a list, as `goPaging` or `fn_egov_select_linkPage`."""


def _turns_pages(link: Element, script: str) -> bool:
    """Whether a link by script turns the list: its words are a number, or its function says so."""
    if re.fullmatch(r"\d{1,3}", link.text_content().strip()):
        return True
    return any(_TURNING.match(call["name"]) for call in _CALL.finditer(script[:2000]))


_LIST_TO_VIEW = (
    (re.compile(r"selectNttList\.do$"), "selectNttInfo.do", "nttSn", ("mi", "bbsId")),
    (re.compile(r"BD_selectBbsList\.do$"), "BD_selectBbs.do", "q_bbsDocNo", ("q_bbsSn",)),
    (re.compile(r"boardCnts/list\.do$"), "boardCnts/view.do", "boardSeq", ("boardID", "m", "s")),
    (re.compile(r"(?<=/)(bbs/BBSMSTR_[0-9]+)/list\.do$"), r"\1/view.do", "nttId", ()),
    (re.compile(r"(common)?[sS]electBoardList\.do$"), "", "nttId", ("bbsId",)),
    (re.compile(r"selectBbsNttList\.do$"), "selectBbsNttView.do", "nttNo", ("key", "bbsNo")),
    (re.compile(r"bbs/list\.do$"), "bbs/view.do", "bIdx", ("mId", "ptIdx")),
    (re.compile(r"bbsList\.do$"), "bbsView.do", "idx", ("menuIdx", "bbsId")),
    (re.compile(r"saeol/news/list\.do$"), "saeol/news/view.do", "newsEpctNo", ("mid",)),
    (re.compile(r"saeol/gosi/list\.do$"), "saeol/gosi/view.do", "notAncmtMgtNo", ("mid",)),
)


def _view_address(url: str, number: str) -> str:
    """The address of an entry, from that of its list and its number."""
    parts = urlsplit(url)
    values = dict(parse_qsl(parts.query))
    for pattern, view, name, board in _LIST_TO_VIEW:
        if not pattern.search(parts.path):
            continue
        if view:
            path = pattern.sub(view, parts.path)
        else:
            path = parts.path.replace("BoardList.do", "BoardArticle.do")
        kept = [(key, values[key]) for key in board if values.get(key)]
        return urlunsplit(
            (parts.scheme, parts.netloc, path, urlencode([*kept, (name, number)]), "")
        )
    return ""


def board_links(root: Element, url: str) -> Iterator[tuple[Element, str]]:
    """Links of a board's list with their addresses: as written, or from their scripts' literals."""
    for link in root.iter("a", "button"):
        href = link.get("href", "").strip()
        plain = href and not href.startswith(("#", "javascript:"))
        if plain and link.tag == "a" and address(urlsplit(_joined(url, href))) is not None:
            yield link, href
            continue
        made = script_address(link, url)
        if made:
            yield link, made


def _joined(url: str, href: str) -> str:
    try:
        return urljoin(url, href)
    except ValueError:
        return ""


def row_title(link: Element) -> str:
    """The title in a row: of the link's heading, else of what is named a title, else its words."""
    named = first(link, (".tit", ".title", ".subject", ".bbs_tit"))
    return heading_title(named if named is not None else link)


_PAGE_PARAMETERS = (
    (re.compile(r"selectNttList\.do$"), "currPage"),
    (re.compile(r"BD_selectBbsList\.do$"), "q_currPage"),
    (re.compile(r"boardCnts/list\.do$"), "page"),
    (re.compile(r"/board/list\.[a-z]{2,20}$"), "startPage"),
    (re.compile(r"/bbs/BBSMSTR_[0-9]+/list\.do$"), "pageIndex"),
    (re.compile(r"[sS]electBoardList\.do$|selectBbsNttList\.do$"), "pageIndex"),
)
"""How the engines turn their lists; that of eGov's own boards is the framework's."""


def further_page(first_page: Page, number: int) -> ListRequest | None:
    """How page N of a list is asked for: as the numbers under it say, else as its engine does."""
    shown = numbered_page(first_page, number)
    if shown is not None:
        return ListRequest(shown)
    for path, parameter in _PAGE_PARAMETERS:
        if path.search(first_page.parts.path):
            return ListRequest(Paging(parameter).page_url(first_page.url, number))
    return None


FAMILY = Family(
    name="egov",
    address=address,
    recognise=recognise,
    read=read,
    bodies=MARKUP.bodies,
    middle="#contents, #content, #txt, .contents",
    rows=Rows(links=board_links, title=row_title),
    paging=Paging("currPage", further_page=further_page),
)
