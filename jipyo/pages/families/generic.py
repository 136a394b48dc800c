"""Family `generic`: pages whose markup nobody described to us.

Title and time from JSON-LD, meta and the visible date line. The text is the block of the page
that carries most running text in few links; a well-kept extractor of main text has its say where
the page gives no such block. It ends where the page's furniture begins.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from urllib.parse import SplitResult

from bs4 import BeautifulSoup
from bs4.element import Tag

from jipyo.pages.families.family import Family
from jipyo.pages.head import Head, modified_time, read_head, without_suffix
from jipyo.pages.model import Article, PublishedFrom
from jipyo.pages.moments import choose, parse_moment
from jipyo.pages.texts import (
    byline_of,
    clean_line,
    cut_furniture,
    lines_of,
    paragraphs_of,
    strip_furniture,
)

STATED_BODIES = (
    "[itemprop=articleBody]",
    "[property='articleBody']",
    ".entry-content",
    ".e-content",
)
"""Elements by which a page itself says that they are the text."""

SHORTEST_BODY = 40
"""Characters under which a block is no article; the shortest announcements have two sentences."""

LONGEST_LOGIN = 150
"""Characters that a page with a login form may say without being an article; most articles with
such a form at their top have more."""

_DATE_LINE = re.compile(
    r"(?:입력|등록|승인|작성일?|게시일?|발행|기사입력|작성시간|등록일시?|날짜|date)\s*[:：]?\s*(?P<when>.{6,40})",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[다요음함임됨]\s*[.!?]|[.!?][”\"'’]")
_INNER = {"p", "span", "font", "li", "b", "strong"}
_MODIFIED_LINE = re.compile(r"(?:최종\s*)?(?:수정|업데이트)(?:일시?)?\s*[:：]?\s*(?P<when>.{6,40})")


def address(parts: SplitResult) -> str | None:
    """Nothing: each outlet says by its pattern which addresses are articles."""
    return None


def recognise(page: BeautifulSoup, url: str) -> bool:
    """Every page: what is no other family's is read by the customs of the web."""
    return True


def read(
    page: BeautifulSoup,
    url: str,
    *,
    html: str,
    listed_at: datetime | None,
    listed_from: PublishedFrom,
) -> Article:
    """Read a page of which only the web's common customs are known."""
    head = read_head(page)
    title_element = _title_element(page, head)
    title = clean_line(" ".join(lines_of(title_element))) if title_element else head.title
    title = without_suffix(title, head.site_name)
    visible, modified = _visible_times(page)
    raw = page.get_text("\n")
    byline = byline_of(raw) or (head.author if head.author != head.site_name else "")
    subtitle = _subtitle(page, title_element)
    asks_for_login = page.select_one("input[type=password]") is not None
    strip_furniture(page)
    paragraphs = _body(page, html, title, subtitle, head)
    published_at, published_from = choose(
        [
            ("json_ld", head.json_published_at),
            ("meta", head.meta_published_at),
            ("visible", visible),
            (listed_from, listed_at),
        ]
    )
    if asks_for_login and _size(paragraphs) < LONGEST_LOGIN and not head.is_article:
        return Article(
            state="not_article",
            family="generic",
            url=url,
            title=title,
            detail="the page asks for a name and a password, and carries hardly any text",
        )
    if not paragraphs:
        state = "no_body" if title else "not_article"
        return Article(
            state=state,
            family="generic",
            url=url,
            title=title,
            published_at=published_at,
            published_from=published_from,
            detail="no block of running text was found on the page",
        )
    return Article(
        state="article",
        family="generic",
        url=url,
        title=title,
        subtitle=subtitle,
        body="\n\n".join(paragraphs),
        published_at=published_at,
        published_from=published_from,
        modified_at=modified_time(head, visible_modified=modified, published_at=published_at),
        byline=byline,
        section=head.section,
    )


def _title_element(page: BeautifulSoup, head: Head) -> Tag | None:
    """The element that shows the title: a heading whose words are those of the head's title."""
    wanted = _letters(head.title)
    candidates = page.select(
        "h1, h2, h3, [itemprop=headline], .title, .subject, .news_tit, .news_title, .view_title,"
        " .article_title, .tit, .bo_v_tit, .art_title, .headline"
    )
    for element in candidates:
        shown = _letters(element.get_text())
        if shown and wanted and (shown == wanted or (len(shown) > 8 and wanted.startswith(shown))):
            return element
    if wanted:
        return None
    headings = [element for element in page.select("h1") if _letters(element.get_text())]
    return headings[0] if len(headings) == 1 else None


def _letters(text: str) -> str:
    return "".join(text.split())


def _subtitle(page: BeautifulSoup, title_element: Tag | None) -> str:
    """Lines that the page itself calls a subtitle, or that follow the title as a heading."""
    named = page.select_one(
        ".subtitle, .sub_title, .subheading, .sub_tit, .subtit, .news_sub, .sub-title,"
        " .view_subtitle, .article_subtitle, h2.sub, h3.sub, .sub_subject,"
        " [itemprop=alternativeHeadline]"
    )
    if named is None and title_element is not None:
        follower = title_element.find_next_sibling()
        if isinstance(follower, Tag) and follower.name in {"h2", "h3", "h4", "h5"}:
            named = follower
    if named is None:
        return ""
    lines = [line for line in lines_of(named) if line]
    text = "\n".join(lines)
    named.decompose()
    return text if len(text) <= 300 else ""


def _visible_times(
    page: BeautifulSoup,
) -> tuple[datetime | date | None, datetime | date | None]:
    """Publication and edit times that the page shows, near its title rather than in its footer."""
    published: datetime | date | None = None
    modified: datetime | date | None = None
    stated = page.select_one("time[datetime], [itemprop=datePublished]")
    if stated is not None:
        value = str(stated.get("datetime") or stated.get("content") or stated.get_text())
        published = parse_moment(value)
    lines = [clean_line(line) for line in page.get_text("\n").splitlines()]
    lines = [line for line in lines if line]
    for number, line in enumerate(lines):
        if len(line) > 120:
            continue
        # The label and its time may stand in elements, and so on lines, of their own.
        text = f"{line} {lines[number + 1]}" if number + 1 < len(lines) else line
        found = _MODIFIED_LINE.match(text)
        if found and modified is None:
            modified = parse_moment(found["when"])
            continue
        found = _DATE_LINE.match(text) or _DATE_LINE.search(line)
        if found and published is None:
            published = parse_moment(found["when"])
    if published is None:
        for line in lines:
            moment = parse_moment(line)
            if isinstance(moment, datetime) and len(line) <= 60:
                published = moment
                break
    return published, modified


def _body(page: BeautifulSoup, html: str, title: str, subtitle: str, head: Head) -> list[str]:
    candidates: list[list[str]] = []
    for selector in STATED_BODIES:
        for element in page.select(selector):
            candidates.append(paragraphs_of(element))
    for paragraphs in candidates:
        if _size(paragraphs) >= SHORTEST_BODY:
            return _without_head(paragraphs, title, subtitle)
    block = _densest(page)
    if block is not None:
        paragraphs = _without_head(paragraphs_of(block), title, subtitle)
        if _size(paragraphs) >= SHORTEST_BODY:
            return paragraphs
    extracted = _extracted(html)
    if _size(extracted) >= SHORTEST_BODY:
        return _without_head(extracted, title, subtitle)
    stated = cut_furniture(clean_line(line) for line in head.json_body.splitlines())
    return _without_head(stated, title, subtitle)


def _size(paragraphs: list[str]) -> int:
    return sum(map(len, paragraphs))


def _densest(page: BeautifulSoup) -> Tag | None:
    """The block with the most text of its own that is no link.

    Text counts for the block that holds it and, at half weight, for the two blocks around: the
    paragraphs of an article are siblings, and what surrounds them is menu.
    """
    scores: dict[int, float] = {}
    elements: dict[int, Tag] = {}
    root = page.body or page
    for element in root.find_all(
        ["p", "div", "td", "section", "article", "span", "li", "font", "pre"]
    ):
        own = clean_line("".join(text for text in element.find_all(string=True, recursive=False)))
        if len(own) < 20 or element.find_parent("a") is not None:
            continue
        sentences = len(_SENTENCE_END.findall(own))
        # Text that ends no sentence is a label, a list of links or a line of facts about the page.
        weight = len(own) + 20 * sentences if sentences else len(own) / 10
        holder: Tag | None = element
        # Text straight in a block makes that block the article; a paragraph speaks for its parent.
        if element.name in _INNER:
            shares = (1.0, 0.95, 0.5)
        elif element.name == "div" and element.find(["div", "p", "td"]) is None:
            shares = (1.0, 0.8, 0.4)  # Editors that make every paragraph a block.
        else:
            shares = (1.0, 0.5)
        for share in shares:
            if holder is None or holder.name in {"body", "html", "[document]"}:
                break
            scores[id(holder)] = scores.get(id(holder), 0.0) + share * weight
            elements[id(holder)] = holder
            holder = holder.parent
    if not scores:
        return None
    best = elements[max(scores, key=lambda key: scores[key])]
    while best.name in _INNER and best.parent is not None:
        if best.parent.name in {"body", "html", "[document]"}:
            break
        best = best.parent
    return best


def _extracted(html: str) -> list[str]:
    """What the main-text extractor finds, where the page gives no block of its own."""
    # Imported here: it takes longer to load than most pages take to read.
    import trafilatura

    text = trafilatura.extract(
        html, include_comments=False, include_tables=True, favor_recall=True, deduplicate=False
    )
    lines: list[str] = []
    for line in (text or "").splitlines():
        lines += [clean_line(line), ""]
    return cut_furniture(lines)


def _without_head(paragraphs: list[str], title: str, subtitle: str) -> list[str]:
    """The paragraphs without a repeated title, subtitle or date line at their top."""
    known = {_letters(title), *map(_letters, subtitle.splitlines()), _letters(subtitle)}
    rest = list(paragraphs)
    while rest:
        lines = rest[0].split("\n")
        while lines and (
            _letters(lines[0]) in known
            or (len(lines[0]) <= 60 and _DATE_LINE.match(lines[0]) and parse_moment(lines[0]))
            or (len(lines[0]) <= 30 and parse_moment(lines[0]) and "다" not in lines[0])
        ):
            lines.pop(0)
        if lines:
            rest[0] = "\n".join(lines)
            return rest
        rest.pop(0)
    return rest


FAMILY = Family(
    name="generic", address=address, recognise=recognise, read=read, fixed_addresses=False
)
