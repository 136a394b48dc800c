"""Family `generic`: pages whose markup nobody described to us.

Title and time from JSON-LD, meta and the visible date line. The text is the block of the page
that carries most running text in few links; a well-kept extractor of main text has its say where
the page gives no such block. It ends where the page's furniture begins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import SplitResult

from jipyo.pages.families.family import Family
from jipyo.pages.families.information import (
    LABEL,
    OUTSIDE,
    in_lines,
    information_around,
    place_of,
)
from jipyo.pages.families.reading import (
    HEADINGS,
    author_of,
    heading_before,
    heading_of,
    is_list_address,
    names_a_board,
    other_than_article,
    section_of,
    signed,
    subtitle_near,
    title_in_table,
)
from jipyo.pages.head import modified_time, without_site_name
from jipyo.pages.model import Article, PublishedFrom
from jipyo.pages.moments import choose, parse_moment
from jipyo.pages.page import Page
from jipyo.pages.texts import (
    Body,
    Line,
    body_lines,
    body_of,
    clean_line,
    is_furniture,
    is_furniture_line,
    letters_of,
    sentences_in,
    words_of,
)
from jipyo.pages.tree import Element, events, is_within, names_of, select_one

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

LONGEST_LEAD = 1_000
"""Characters of an article that a row of a list shows at most."""

ROWS_OF_A_LIST = 5
"""Links with titles from which on a block is a list, if they make up a good part of it."""

_BODY_NAMES = re.compile(
    r"(?:^|[-_\s])(?:article|news|view|read|story|entry|post|board|bbs|cont|contents?|detail)s?[-_]?"
    r"(?:body|contents?|cont|conts|txt|text|area|view|detail)s?(?:$|[-_\s\d])",
    re.IGNORECASE,
)
_PREDICATE = re.compile(
    r"[다요까죠함임됨음][\"'”’)]*[.!?]|[다요까죠함임됨음]$"
    r"|[a-z][\"'”’)]*[.!?](?=[\"'”’)\s]|$)",
    re.MULTILINE,
)
"""How sentences end, Korean and English; titles and names end otherwise."""
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
    title_element = heading_of(page.root, head)
    title = head.title
    if title_element is not None:
        title = without_site_name(clean_line(words_of(title_element)), head.site_name)
    block = _block(page.root, title_element)
    # A single word that no heading shows is the name of a site of whatever kind.
    if (
        HEADINGS.match(title)
        if title_element is not None
        else names_a_board(title, head.site_name) or " " not in title
    ):
        title = (
            title_in_table(page.root, block)
            or heading_before(page.root, block)
            or _title_above(page, block)
            or title
        )
    page_lines = page.lines
    subtitle = subtitle_near(page.root, title_element, block)
    body = _body(page, block, title, subtitle)
    information = information_around(page, page_lines, title, body, block)
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
    is_list = _is_list(page, block, body, title_element) or (
        published_at is None and _is_front_of_section(page, body)
    )
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
        byline=signed(information.byline, body.byline) or author_of(page),
        section=section_of(
            page,
            ("[itemprop=articleSection]", "[rel~=category]", ".section-name", ".view_section"),
            title_element,
        ),
    )


def _title_above(page: Page, block: Element | None) -> str:
    """The line above reporter and time, where neither head nor headings give a title."""
    first = (
        next((line.text for line in body_lines(block) if line.text), "")
        if block is not None
        else ""
    )
    end = place_of(page.lines, first)
    if end is None:
        return ""
    for number in range(end, max(end - 6, 0), -1):
        told = in_lines(page.lines[number : number + 1], bare=True)
        above = page.lines[number - 1]
        if told.published and 6 <= len(above) <= 120 and not is_furniture_line(above):
            return above
    return ""


def _body(page: Page, block: Element | None, title: str, subtitle: str) -> Body:
    for selector in STATED_BODIES:
        for element in page.select(selector):
            body = _read_block(element, title, subtitle)
            if _is_text(body):
                return body
    if block is not None:
        body = _read_block(block, title, subtitle)
        if _is_text(body):
            return body
    extracted = _without_head(_extracted(page, title, subtitle), title)
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
        if element.tag in OUTSIDE or (
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
    if block is not None and body.size < LONGEST_LEAD and _is_row(block):
        return True
    listing = is_list_address(page) or page.head.is_profile
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


def _is_row(block: Element) -> bool:
    """Whether a block is one of several alike that each link a title: a row of a list."""
    outer: Element | None = block
    for _ in range(3):
        if outer is None or outer.tag in {"body", "html", "main"}:
            return False
        around = outer.getparent()
        names = outer.get("class", "")
        if not names and outer.tag != "li":
            outer = around  # Tables and blocks without a name lay out whole pages.
            continue
        alike = 0
        for other in around.iterchildren() if around is not None else ():
            # Names of elements are compared here: lxml does not search for what no XML could have.
            # Words that mark the first or the active row differ; the row's own name does not.
            if (
                other.tag == outer.tag
                and other.get("class", "").split()[:1] == names.split()[:1]
                and _links_a_title(other)
            ):
                alike += 1
        if alike >= ROWS_OF_A_LIST and _links_a_title(outer):
            return True
        outer = around
    return False


def _links_a_title(element: Element) -> bool:
    """Whether an element holds a link whose words are a title: long enough, and no sentence."""
    for link in element.iter("a"):
        words = clean_line(link.text_content().replace("\n", " "))
        if len(letters_of(words)) >= 8 and link.get("href", "") and not sentences_in(words):
            return True
    return False


def _is_front_of_section(page: Page, body: Body) -> bool:
    """Whether a page without a day, at an address without a number, opens a section.

    Such a page shows a long lead of its first article among many titles.
    """
    if page.head.is_article or re.search(r"\d", f"{page.parts.path}{page.parts.query}"):
        return False
    sentences = sum(sentences_in(text) for text in body.paragraphs)
    return sentences <= _rows(page.root) >= 8


def _extracted(page: Page, title: str, subtitle: str) -> Body:
    """What the main-text extractor finds, where the page gives no block of its own."""
    # Imported here: it takes longer to load than most pages take to read.
    import trafilatura

    linked = {
        letters_of(link.text_content())
        for link in page.root.iter("a")
        if not sentences_in(link.text_content())
    }
    text = trafilatura.extract(
        page.text, include_comments=False, include_tables=True, favor_recall=True, deduplicate=False
    )
    captions = [letters_of(caption.text_content()) for caption in page.root.iter("figcaption")]
    wanted = letters_of(title)
    lines: list[Line] = []
    for line in (text or "").splitlines():
        words = clean_line(line)
        letters = letters_of(words)
        # A line that goes on behind the title is the page's head, glued to what stands under it.
        if len(wanted) >= 8 and letters.startswith(wanted) and letters != wanted:
            continue
        if any(len(caption) >= 6 and caption in letters for caption in captions):
            continue
        if not _is_linked(words, linked):
            lines += [Line(words), Line("")]
    return body_of(lines, title=title, subtitle=subtitle)


def _is_linked(line: str, linked: set[str]) -> bool:
    """Whether a line is the title of a link, perhaps with a day behind it: a row of a list."""
    words = letters_of(re.sub(r"^[-*\d.\s]{1,4}\s", "", line))
    day = re.sub(r"\d[\d.\-/:\s]{3,}$", "", words)
    return len(day) >= 6 and (words in linked or day in linked)


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
                and (len(lines[0]) <= 30 or LABEL.search(lines[0]) is not None)
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
