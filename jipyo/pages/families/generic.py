"""Family `generic`: pages whose markup nobody described to us.

Title and time from JSON-LD, meta and the visible date line. The text is the block of the page
that carries most running text in few links; a well-kept extractor of main text has its say where
the page gives no such block. It ends where the page's furniture begins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import SplitResult

from jipyo.pages.families.family import Family
from jipyo.pages.families.reading import (
    HEADINGS,
    PIECES,
    Information,
    author_of,
    is_list_address,
    merged,
    other_than_article,
    reporter_in,
)
from jipyo.pages.head import Head, is_site_name, modified_time, without_site_name
from jipyo.pages.model import Article, PublishedFrom
from jipyo.pages.moments import choose, moments_in, parse_moment
from jipyo.pages.page import Page
from jipyo.pages.texts import (
    Body,
    Line,
    body_lines,
    body_of,
    byline_of,
    clean_line,
    is_furniture,
    is_furniture_line,
    letters_of,
    lines_of,
    sentences_in,
    text_of,
    words_of,
)
from jipyo.pages.tree import Element, events, is_within, names_of, select, select_one

STATED_BODIES = (
    "[itemprop=articleBody]",
    "[property=articleBody]",
    "#articleBody",
    "#article-view-content-div",
    ".entry-content",
    ".e-content",
)
"""Elements by which a page itself says that they are the text."""

SHORTEST_BODY = 40
"""Characters under which a block is no article; the shortest announcements have two sentences."""

LONGEST_LOGIN = 150
"""Characters that a page with a login form may say without being an article; most articles with
such a form at their top have more."""

ROWS_OF_A_LIST = 5
"""Links with titles from which on a block is a list, if they make up a good part of it."""

_BODY_NAMES = re.compile(
    r"(?:^|[-_\s])(?:article|news|view|read|story|entry|post|board|bbs|cont|contents?|detail)s?[-_]?"
    r"(?:body|contents?|cont|conts|txt|text|area|view|detail)s?(?:$|[-_\s\d])",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"기사\s*입력|입력|등록|승인|작성|게시|발행|송고|게재|보도|배포|최초|날짜|일시|일자|published|posted|date|created",
    re.IGNORECASE,
)
_EDIT_LABEL = re.compile(r"수정|업데이트|편집|변경|갱신|updated|modified", re.IGNORECASE)
_OTHER_LABEL = re.compile(
    r"등록\s*번호|등록\s*일자|발행\s*일자|발행인|창간|편집인|사업자|마감|기간|까지|접수|행사|조회|오늘|예약|인쇄|제\s*\d+\s*호|현재|기준|날씨"
)
_OFFICE = re.compile(
    r"(?:담당\s*부서|작성\s*부서|제공\s*부서|등록\s*부서|부서\s*명?|작성자|제공)\s*[:：]?\s*"
    r"(?P<office>[가-힣·]{1,14}(?:과|담당관|팀|실|국|센터|사업소|보건소|소방서))(?![가-힣])"
)
"""An office named among the facts about a text."""

_NAMED_DATE = re.compile(r"(?:^|[-_\s])(?:date|time|day|reg|regdate|datetime|pubdate|info)", re.I)
_PREDICATE = re.compile(
    r"[가-힣]*[다요까죠함임됨음][\"'”’)]*[.!?]|[다요까죠함임됨음]$", re.MULTILINE
)
"""How Korean sentences end; titles and names end otherwise."""
_LISTED = re.compile(r"^[□○◦●■◯ㅇ▢❍※*\-–·]\s*\S.{15,}")
"""How offices begin the items of which their texts are made."""

_INNER = {"p", "span", "font", "li", "b", "strong", "em", "u", "a"}
_HOLDERS = (
    "p",
    "div",
    "td",
    "section",
    "article",
    "span",
    "li",
    "font",
    "pre",
    "dd",
    "main",
    "center",
    "blockquote",
)
_OUTSIDE = {"footer", "aside", "nav"}


def address(parts: SplitResult) -> str | None:
    """Nothing: each outlet says by its pattern which addresses are articles."""
    return None


def recognise(page: Page) -> bool:
    """Every page: what is no other family's is read by the customs of the web."""
    return True


def read(page: Page, *, listed_at: datetime | None, listed_from: PublishedFrom) -> Article:
    """Read a page of which only the web's common customs are known."""
    return read_unknown(page, "generic", listed_at=listed_at, listed_from=listed_from)


def read_unknown(
    page: Page, family: str, *, listed_at: datetime | None, listed_from: PublishedFrom
) -> Article:
    """Read a page by the customs of the web, in the name of a family without anchors of its own."""
    head = page.head
    reason = other_than_article(page)
    if reason:
        return Article(state="not_article", family=family, url=page.url, detail=reason)
    title_element = _title_element(page.root, head)
    title = head.title
    if title_element is not None:
        title = without_site_name(clean_line(words_of(title_element)), head.site_name)
    block = _block(page.root, title_element)
    if HEADINGS.match(re.split(r"\s*[>›]\s*", title)[0]) or (
        title_element is None and is_site_name(title, head.site_name)
    ):
        title = (
            _title_in_table(page.root, block)
            or _heading_before(page.root, block)
            or _title_above(page, block)
            or title
        )
    page_lines = page.lines
    subtitle = _subtitle(page.root, title_element, block)
    body = _body(page, block, title, subtitle)
    information = _information(page, page_lines, title, body, block)
    published_at, published_from = choose(
        [
            ("json_ld", head.json_published_at),
            ("meta", head.meta_published_at),
            ("visible", information.published),
            (listed_from, listed_at),
        ]
    )
    if (
        select_one(page.root, "input[type=password]") is not None
        and body.size < LONGEST_LOGIN
        and not head.is_article
    ):
        return Article(
            state="not_article",
            family=family,
            url=page.url,
            title=title,
            detail="the page asks for a name and a password, and carries hardly any text",
        )
    is_list = _is_list(page, block, body, title_element)
    if is_list or not body.paragraphs:
        state = "list" if is_list else "no_body" if title else "not_article"
        return Article(
            state=state,
            family=family,
            url=page.url,
            title="" if is_list else title,
            published_at=None if is_list else published_at,
            published_from="missing" if is_list else published_from,
            detail="it is a list of articles"
            if is_list
            else "no block of running text was found on the page",
        )
    return Article(
        state="article",
        family=family,
        url=page.url,
        title=title,
        subtitle="\n".join([*subtitle.splitlines(), *body.subtitle]),
        body="\n\n".join(body.paragraphs),
        dateline=body.dateline,
        published_at=published_at,
        published_from=published_from,
        modified_at=modified_time(
            head, visible_modified=information.modified, published_at=published_at
        ),
        byline=information.byline or body.byline or author_of(page),
        section=head.section
        or clean_line(
            text_of(page.root, ("[itemprop=articleSection]", ".section-name", ".view_section"))
        ),
    )


def _title_element(root: Element, head: Head) -> Element | None:
    """The element that shows the title: a heading whose words are those of the head's title."""
    wanted = letters_of(head.title)
    candidates = select(
        root,
        "h1, h2, h3, h4, [itemprop=headline], .title, .subject, .news_tit, .news_title,"
        " .view_title, .article_title, .article-title, .tit, .bo_v_tit, .art_title, .headline,"
        " .view_tit, .read_title, .board_title, .post-title, .entry-title, #title, .titleField,"
        " .view_subject",
    )
    near: Element | None = None
    for element in candidates:
        shown = letters_of(element.text_content())
        if not shown or not wanted or len(shown) > 300:
            continue
        if shown == wanted:
            return element
        if (
            near is None
            and len(shown) > 8
            and (wanted.startswith(shown) or shown.startswith(wanted) or wanted.endswith(shown))
        ):
            near = element
    if near is not None:
        return near
    # A head may name the site, or what is done with the page; its one heading says more.
    headings = [
        element
        for element in root.iter("h1")
        if len(letters_of(element.text_content())) >= 8
        and not any(outer.tag in {*_OUTSIDE, "header"} for outer in element.iterancestors())
    ]
    named = wanted and letters_of(head.site_name) != wanted and len(wanted) >= 8
    return headings[0] if len(headings) == 1 and not named else None


def _title_in_table(root: Element, block: Element | None) -> str:
    """The title in a table of facts, behind the word for it."""
    for name in root.iter("th", "dt", "td"):
        value = name.getnext()
        if value is None or letters_of(name.text_content()) not in {"제목", "글제목"}:
            continue
        if value.tag in {"td", "dd"} and (block is None or not is_within(block, value)):
            return clean_line(words_of(value))
    return ""


def _heading_before(root: Element, block: Element | None) -> str:
    """The last heading before the text that is no heading of the board."""
    found = ""
    for element in root.iter() if block is not None else ():
        if element is block:
            return found
        if element.tag in {"h1", "h2", "h3", "h4", "h5"}:
            words = clean_line(words_of(element))
            outside = any(outer.tag in {*_OUTSIDE, "header"} for outer in element.iterancestors())
            if len(words) >= 6 and not outside and not HEADINGS.match(words):
                found = words
    return ""


def _title_above(page: Page, block: Element | None) -> str:
    """The line above reporter and time, where neither head nor headings give a title."""
    first = (
        next((line.text for line in body_lines(block) if line.text), "")
        if block is not None
        else ""
    )
    end = _place(page.lines, first)
    if end is None:
        return ""
    for number in range(end, max(end - 6, 0), -1):
        told = _in_lines(page.lines[number : number + 1], bare=True)
        above = page.lines[number - 1]
        if told.published and 6 <= len(above) <= 120 and not is_furniture_line(above):
            return above
    return ""


def _subtitle(root: Element, title_element: Element | None, block: Element | None) -> str:
    """Lines that the page itself calls a subtitle, or that follow the title as a heading."""
    named: Element | None = None
    for found in select(
        root,
        ".subtitle, .sub_title, .subheading, .sub_tit, .subtit, .news_sub, .sub-title,"
        " .view_subtitle, .article_subtitle, h2.sub, h3.sub, .sub_subject, .sub_headline,"
        " .article-sub-title, .news_subtitle, .sub-tit, .stit, .sub_txt,"
        " [itemprop=alternativeHeadline]",
    ):
        within = block is not None and is_within(found, block)
        if within or title_element is None or _near(found, title_element):
            named = found
            break
    if named is None and title_element is not None:
        follower = title_element.getnext()
        if follower is not None and follower.tag in {"h2", "h3", "h4", "h5"}:
            named = follower
    if named is None:
        return ""
    lines = [line for line in lines_of(named) if line]
    text = "\n".join(lines)
    if not text or len(text) > 300 or parse_moment(text) is not None:
        return ""
    if block is not None and is_within(block, named):
        return ""
    named.drop_tree()
    return text


def _near(element: Element, title_element: Element) -> bool:
    """Whether an element stands in one of the three elements around the title."""
    around = [outer for _, outer in zip(range(3), title_element.iterancestors(), strict=False)]
    return any(is_within(element, outer) for outer in around)


def _information(
    page: Page, lines: Sequence[str], title: str, body: Body, block: Element | None
) -> Information:
    """Times and reporter: between title and text, then before the title, then behind the text."""
    start = _place(lines, body.paragraphs[0] if body.paragraphs else "")
    if start is None:
        start = len(lines)
    wanted = letters_of(title)
    top = 0
    for number, line in enumerate(lines[:start]):
        if wanted and letters_of(line) == wanted:
            top = number
    between = [line for line in lines[top:start] if len(line) <= 200]
    before = [line for line in lines[max(0, top - 12) : top] if len(line) <= 120]
    last = body.paragraphs[-1].split("\n")[-1] if body.paragraphs else ""
    behind: Sequence[str] = lines[(_place(lines, last) or len(lines)) + 1 :][:25] if last else []
    found = _in_lines(between, bare=True)
    found = merged(found, _in_lines(before, bare=True))
    found = merged(found, _in_lines([line for line in behind if len(line) <= 80], bare=False))
    if found.published is None:
        found = merged(found, _named_times(page.root, block))
    if not found.byline:
        for selector in ("[itemprop=author]", "[rel=author]", ".byline", ".reporter", ".writer"):
            for element in select(page.root, selector):
                if any(outer.tag in _OUTSIDE for outer in element.iterancestors()):
                    continue
                name = reporter_in(words_of(element))
                if name and byline_of(name):
                    return merged(found, Information(byline=name))
    return found


def _place(lines: Sequence[str], paragraph: str) -> int | None:
    """The number of the line of the page in which a paragraph stands."""
    wanted = paragraph.split("\n")[0][:60]
    if not wanted:
        return None
    return next((number for number, line in enumerate(lines) if wanted in line), None)


def _in_lines(lines: Sequence[str], *, bare: bool) -> Information:
    """Times and reporter in lines; times without a label only where ``bare``."""
    labelled: datetime | date | None = None
    unlabelled: datetime | date | None = None
    modified: datetime | date | None = None
    byline = ""
    for number, line in enumerate(lines):
        for piece in PIECES.split(line):
            byline = byline or byline_of(clean_line(piece))
        office = _OFFICE.search(line) if len(line) <= 120 else None
        if office and not byline:
            byline = clean_line(office["office"])
        if sentences_in(line) and len(line) > 60:
            continue
        # The label and its time may stand in elements, and so on lines, of their own.
        previous = lines[number - 1] if number and len(lines[number - 1]) <= 12 else ""
        for label, moment in moments_in(line):
            words = label[-14:] or previous
            if _EDIT_LABEL.search(words):
                modified = modified or moment
            elif _OTHER_LABEL.search(words):
                continue
            elif _LABEL.search(words):
                labelled = labelled or moment
            elif len(line) <= 80 and (
                isinstance(moment, datetime) or re.fullmatch(r"[\d\s.\-/년월일()가-힣]{8,18}", line)
            ):
                unlabelled = unlabelled or moment
        # Boards print years with two digits; without a label that may be any number.
        for label, moment in moments_in(line, short_year=True) if labelled is None else ():
            words = label[-14:] or previous
            if _LABEL.search(words) and not _OTHER_LABEL.search(words):
                labelled = labelled or moment
    return Information(labelled or (unlabelled if bare else None), modified, byline)


def _named_times(root: Element, block: Element | None) -> Information:
    """Times in elements that are named for them, outside the text, menus and the footer."""
    found = Information()
    for element in select(
        root, "time[datetime], [itemprop=datePublished], [class*=date], [class*=time]"
    ):
        if any(outer.tag in _OUTSIDE for outer in element.iterancestors()):
            continue
        if block is not None and is_within(element, block):
            continue
        if (
            element.tag != "time"
            and not element.get("itemprop", "")
            and not _NAMED_DATE.search(names_of(element))
        ):
            continue
        text = words_of(element)
        value = (
            text
            if parse_moment(text) is not None
            else element.get("datetime", "") or element.get("content", "")
        )
        moment = parse_moment(value) if len(text) <= 80 else None
        if moment is not None and not _OTHER_LABEL.search(text):
            return Information(published=moment)
    return found


def _body(page: Page, block: Element | None, title: str, subtitle: str) -> Body:
    for selector in STATED_BODIES:
        for element in select(page.root, selector):
            body = _read_block(element, title, subtitle)
            if _is_text(body):
                return body
    if block is not None:
        body = _read_block(block, title, subtitle)
        if _is_text(body):
            return body
    extracted = _without_head(_extracted(page.text, title, subtitle), title)
    if _is_text(extracted):
        return extracted
    stated: list[Line] = []
    for line in page.head.json_body.splitlines():
        stated.append(Line(clean_line(line)))
    return body_of(stated, title=title, subtitle=subtitle)


def _is_text(body: Body) -> bool:
    """Whether paragraphs are running text: long enough, and a good part of it in sentences."""
    told = sum(
        len(text) for text in body.paragraphs if _PREDICATE.search(text) or _LISTED.match(text)
    )
    return body.size >= SHORTEST_BODY and told >= 0.3 * body.size


def _read_block(block: Element, title: str, subtitle: str) -> Body:
    """The text of a block; where it holds the title too, from there on."""
    lines = body_lines(block)
    wanted = letters_of(title)
    for number, line in enumerate(lines[:40]):
        if sentences_in(line.text):
            break
        if wanted and letters_of(line.text) == wanted:
            lines = lines[number + 1 :]
            break
    return _without_head(body_of(lines, title=title, subtitle=subtitle), title)


@dataclass(slots=True)
class _Weight:
    """What an element weighs: by nearness for the choice, and in all for what is around."""

    near: float = 0.0
    total: float = 0.0
    linked: int = 0


def _block(root: Element, title_element: Element | None) -> Element | None:
    """The block with the most text of its own that is no link.

    Text counts for the block that holds it and, less, for the two blocks around: the paragraphs of
    an article are siblings, and what surrounds them is menu. The block is then widened as long as
    that adds a good part of running text and few links.
    """
    weights: dict[Element, _Weight] = {}
    skipped: Element | None = None
    links = 0
    for event, element in events(root):
        if event == "end":
            if skipped is element:
                skipped = None
            elif skipped is None and element.tag == "a":
                links -= 1
            continue
        if skipped is not None:
            continue
        if element.tag in _OUTSIDE or (
            element.tag not in {"html", "body", "head"} and is_furniture(element)
        ):
            skipped = element
            continue
        if element.tag == "a":
            links += 1
        if element.tag not in _HOLDERS or links:
            continue
        own = clean_line(
            (element.text or "") + " ".join(child.tail or "" for child in element.iterchildren())
        )
        if len(own) < 20:
            continue
        _weigh(weights, element, own)
    if not weights:
        return None
    best = max(weights, key=lambda element: weights[element].near)
    while best.tag in _INNER:
        outer = best.getparent()
        if outer is None or outer.tag in {"body", "html"}:
            break
        best = outer
    return _widened(best, weights, title_element)


def _weigh(weights: dict[Element, _Weight], element: Element, own: str) -> None:
    sentences = sentences_in(own)
    # Text that ends no sentence is a label, a list of links or a line of facts about the page.
    weight = len(own) + 20 * sentences if sentences else len(own) / 10
    # Text straight in a block makes that block the article; a paragraph speaks for its parent.
    if element.tag in _INNER:
        shares = (1.0, 0.95, 0.5)
    elif element.tag == "div" and not any(
        child.tag in {"div", "p", "td", "table"} for child in element.iterchildren()
    ):
        shares = (1.0, 0.8, 0.4)  # Editors that make every paragraph a block.
    else:
        shares = (1.0, 0.5)
    holder: Element | None = element
    depth = 0
    while holder is not None and holder.tag not in {"body", "html"} and depth < 60:
        known = weights.setdefault(holder, _Weight())
        if depth < len(shares):
            known.near += shares[depth] * weight
        known.total += weight
        holder = holder.getparent()
        depth += 1


def _widened(
    block: Element, weights: dict[Element, _Weight], title_element: Element | None
) -> Element:
    """The block with the blocks around it that go on with its text; the title is never in it."""
    best = block
    for _ in range(3):
        outer = best.getparent()
        if outer is None or outer.tag in {"body", "html"} or outer not in weights:
            break
        if title_element is not None and is_within(title_element, outer):
            break
        gain = weights[outer].total / max(weights[best].total if best in weights else 1.0, 1.0)
        named = bool(_BODY_NAMES.search(names_of(outer))) and gain >= 1.02
        if not (gain >= 1.3 or named) or _share_of_links(outer) > 0.3:
            break
        best = outer
    return best


def _share_of_links(element: Element) -> float:
    whole = len(letters_of(element.text_content()))
    linked = sum(len(letters_of(link.text_content())) for link in element.iter("a"))
    return linked / max(whole, 1)


def _rows(element: Element) -> int:
    """How many addresses are linked with a title, menus left out."""
    found: set[str] = set()
    for link in element.iter("a"):
        href = link.get("href", "")
        if (
            href.startswith(("#", "javascript:void", "mailto:", "tel:"))
            or len(letters_of(link.text_content())) < 8
        ):
            continue
        if any(outer.tag in {"nav", "aside", "footer"} for outer in link.iterancestors()):
            continue
        found.add(href or link.get("onclick", ""))
    return len(found)


def _is_list(page: Page, block: Element | None, body: Body, title_element: Element | None) -> bool:
    """Whether a page lists articles instead of being one."""
    if page.head.json_published_at is not None:
        return False
    listing = is_list_address(page)
    if body.paragraphs and block is not None:
        rows = _rows(block)
        share = _share_of_links(block)
        sentences = sum(sentences_in(text) for text in body.paragraphs)
        if rows >= ROWS_OF_A_LIST and (share >= 0.12 or sentences <= rows):
            return True
        return listing and (rows >= 3 or _rows(page.root) >= 8)
    if listing:
        return True
    stated = page.head.is_article or (
        title_element is not None and bool(re.search(r"\d{2,}", page.url.partition("//")[2]))
    )
    return not stated and _rows(page.root) >= 8


def _extracted(html: str, title: str, subtitle: str) -> Body:
    """What the main-text extractor finds, where the page gives no block of its own."""
    # Imported here: it takes longer to load than most pages take to read.
    import trafilatura

    text = trafilatura.extract(
        html, include_comments=False, include_tables=True, favor_recall=True, deduplicate=False
    )
    lines: list[Line] = []
    for line in (text or "").splitlines():
        lines += [Line(clean_line(line)), Line("")]
    return body_of(lines, title=title, subtitle=subtitle)


def _without_head(body: Body, title: str) -> Body:
    """The text without date lines at its top."""
    rest = list(body.paragraphs)
    while rest:
        lines = rest[0].split("\n")
        while lines and (
            letters_of(lines[0]) == letters_of(title)
            or (
                len(lines[0]) <= 90
                and not sentences_in(lines[0])
                and not re.match(r"[□○◦●■◯ㅇ▢❍※*]", lines[0])
                and parse_moment(lines[0]) is not None
                and (len(lines[0]) <= 30 or _LABEL.search(lines[0]) is not None)
            )
        ):
            lines.pop(0)
        if lines:
            rest[0] = "\n".join(lines)
            break
        rest.pop(0)
    return replace(body, paragraphs=rest)


FAMILY = Family(
    name="generic",
    address=address,
    recognise=recognise,
    read=read,
    fixed_addresses=False,
    bodies=STATED_BODIES,
)
