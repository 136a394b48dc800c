"""What all families' readers share: from described markup to an article or a named reason."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import SplitResult

from jipyo.pages.families.information import (
    OUTSIDE,
    Information,
    in_a_row,
    information_around,
    information_in,
    merged,
    reporter_in,
)
from jipyo.pages.head import Head, is_site_name, modified_time
from jipyo.pages.model import Article, PublishedFrom
from jipyo.pages.moments import choose, parse_moment
from jipyo.pages.page import Page
from jipyo.pages.texts import (
    clean_line,
    letters_of,
    lines_of,
    read_body,
    sentences_in,
    words_of,
)
from jipyo.pages.tree import Element, drop, is_within, names_of, select, select_one

HEADINGS = re.compile(
    r"^(?:보도\s*자료|공지\s*사항|고시\s*공고|상단\s*영역|시스템\s*안내|본문|알림\s*마당|게시판|새\s*소식|시정\s*소식|뉴스"
    r"|전체\s*기사|기사|안내|인쇄(?:하기)?|프린트|상세)?"
    r"(?:\s*(?:본문|내용|시작|영역|상세|보기|목록|게시판|게시글|페이지|화면|인쇄(?:하기)?|프린트|출력))*$"
)
"""Headings of boards and sections, which some skins put where titles stand."""

_FRONT = re.compile(
    r"^/(?:(?:\w+/)?(?:index|main|default|home)(?:\.\w+)?/?|m/?|mobile/?)?$", re.IGNORECASE
)
_SEARCH = re.compile(r"search|/list|list\.|_list|/section|/category|/tag/", re.IGNORECASE)
_MEMBER = re.compile(r"login|logon|signin|member|join|passw|/account", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup:
    """Where the parts of an article stand on the pages of a family: CSS selectors, best first.

    Attributes:
        bodies: The text.
        titles: The title.
        subtitles: Lines under the title.
        information: Elements that show reporter and times.
        bylines: Elements that show the reporter alone.
        sections: The name of the section.
        lists: Elements that only pages with lists of articles have.
        list_paths: Regular expression over path and query of such pages.
        captions: Whether marked lines can describe pictures.
        short_years: Whether years are printed with two digits.
    """

    bodies: tuple[str, ...]
    titles: tuple[str, ...] = ()
    subtitles: tuple[str, ...] = ()
    information: tuple[str, ...] = ()
    bylines: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    list_paths: str = r"(?!)"
    captions: bool = True
    short_years: bool = False


def read_marked(
    page: Page,
    family: str,
    markup: Markup,
    *,
    listed_at: datetime | None,
    listed_from: PublishedFrom,
) -> Article:
    """Read a page by the markup of its family.

    Where the text's own element is missing the page is something else, or the site has changed;
    the text of the page as a whole is never taken instead.
    """
    body = body_element(page, markup.bodies)
    if body is None:
        return without_body(page, family, markup)
    shown = title_element_of(page, markup.titles)
    title = title_of(page, shown, body)
    if shown is None:
        shown = heading_of(page.root, page.head)
    # Where the named elements say nothing, the lines around the title are looked at as they stood.
    lines = page.lines if page.first(markup.information) is None else None
    subtitle = subtitle_of(page, markup.subtitles, title) or subtitle_near(page.root, shown, body)
    information = information_of(page, markup, body, shown)
    text = read_body(body, title=title, subtitle=subtitle, captions=markup.captions)
    head = page.head
    if information.published is None or not (information.byline or text.byline):
        around = information_around(page, lines or page.lines, title, text, body)
        information = merged(information, replace(around, byline=text.byline or around.byline))
    published_at, published_from = choose(
        [
            ("json_ld", head.json_published_at),
            ("meta", head.meta_published_at),
            ("visible", information.published),
            (listed_from, listed_at),
        ]
    )
    article = Article(
        state="article",
        family=family,
        url=page.url,
        title=title,
        subtitle="\n".join([*subtitle.splitlines(), *text.subtitle]),
        body="\n\n".join(text.paragraphs),
        dateline=text.dateline,
        published_at=published_at,
        published_from=published_from,
        modified_at=modified_time(
            head, visible_modified=information.modified, published_at=published_at
        ),
        byline=signed(information.byline, text.byline) or author_of(page),
        section=section_of(page, markup.sections, shown),
    )
    if not text.paragraphs:
        return replace(article, state="no_body", detail="the body of the page has no text")
    return article


def without_body(page: Page, family: str, markup: Markup) -> Article:
    """What a page of a family is that carries no article's text."""
    found = Article(state="not_article", family=family, url=page.url)
    other = other_than_article(page)
    if other:
        return replace(found, detail=other)
    target = f"{page.parts.path}?{page.parts.query}"
    if (page.first(markup.titles) is None and page.first(markup.lists) is not None) or re.search(
        markup.list_paths, target
    ):
        return replace(found, state="list", detail="it is a list of articles")
    return replace(
        found,
        state="selector_drift",
        title=page.head.title,
        detail=f"none of {', '.join(markup.bodies)} is on the page: the site changed its markup",
    )


def other_than_article(page: Page) -> str:
    """Why a page can be no article, by its address and its forms, or nothing."""
    parts = page.parts
    if is_front(parts):
        return "it is the front page of a site"
    if _MEMBER.search(parts.path) and select_one(page.root, "input[type=password]") is not None:
        return "the page asks for a name and a password"
    return ""


def is_front(parts: SplitResult) -> bool:
    """Whether an address is that of a site's front page."""
    return bool(parts.netloc and _FRONT.match(parts.path) and not re.search(r"\d", parts.query))


def is_list_address(page: Page) -> bool:
    """Whether an address names a list or a search, and no article."""
    if page.parts.netloc.lower().startswith("search."):
        return True
    return bool(_SEARCH.search(page.parts.path)) and not re.search(r"\d{3,}", page.parts.path)


def body_element(page: Page, selectors: Iterable[str]) -> Element | None:
    """The element of the text: the first in the order of the selectors, one with words if any."""
    empty: Element | None = None
    for selector in selectors:
        for found in page.select(selector):
            if found.text_content().strip():
                return found
            empty = found if empty is None else empty
    return empty


def title_element_of(page: Page, selectors: Iterable[str]) -> Element | None:
    """The element that shows the title, headings of boards left out."""
    for selector in selectors:
        for found in page.select(selector):
            title = clean_line(words_of(found))
            if title and not HEADINGS.match(title):
                return found
    return None


def title_of(page: Page, shown: Element | None, body: Element) -> str:
    """The title as the page shows it, else as its head states it.

    Where the head names no more than board and office, a table of facts or a heading before the
    text says it.
    """
    if shown is not None:
        return clean_line(words_of(shown))
    title = page.head.title
    if names_a_board(title, page.head.site_name):
        return title_in_table(page.root, body) or heading_before(page.root, body) or title
    return title


_PARTS = re.compile(r"\s*[>›|ㅣ:]\s*|\s[-–—<]\s")


def names_a_board(title: str, site_name: str) -> bool:
    """Whether a title in a head says only on which board and site a page stands."""
    if re.match(r"^[:*=~▒■□☆★.\s]{2,}", title):
        return True  # Decorated as only names of sites are.
    parts = [part for part in _PARTS.split(title) if part]
    if not parts or HEADINGS.match(parts[0]):
        return True
    boards = [bool(HEADINGS.match(part)) for part in parts]
    rest = [part for part, board in zip(parts, boards, strict=True) if not board]
    if any(boards):
        # Whose board it is: one word, or as outlets and offices are named.
        return all(is_site_name(part, site_name) or " " not in part for part in rest)
    return all(is_site_name(part, site_name) for part in rest)


def subtitle_of(page: Page, selectors: Iterable[str], title: str = "") -> str:
    """The lines under the title; taken out of the page, as some skins put them into the text."""
    for selector in selectors:
        for found in page.select(selector):
            lines = [line for line in lines_of(found) if line]
            text = "\n".join(lines)
            if text and letters_of(text) != letters_of(title) and len(text) <= 400:
                follower = found.getnext()
                drop(found)
                # Some skins give each line of the subtitle an element of its own.
                while follower is not None and follower in page.select(selector):
                    following = follower.getnext()
                    text += "".join(f"\n{line}" for line in lines_of(follower) if line)
                    drop(follower)
                    follower = following
                return text
    return ""


def information_of(
    page: Page, markup: Markup, body: Element, title_element: Element | None
) -> Information:
    """Times and reporter from the lines around the title, the text itself left out.

    Outside the part of the page that holds title and text, the facts in a row of links are those
    of another article, though skins name them alike.
    """
    part = _common(body, title_element)
    found = Information()
    for selector in markup.information:
        for element in page.select(selector):
            if is_within(body, element) or _of_another(element, part):
                continue
            found = merged(found, information_in(element, short_year=markup.short_years))
    if not found.byline:
        for selector in markup.bylines:
            for element in page.select(selector):
                name = "" if _of_another(element, part) else reporter_in(words_of(element))
                if name:
                    return replace(found, byline=name)
    return found


def _common(body: Element, title_element: Element | None) -> Element | None:
    """The smallest element that holds title and text."""
    if title_element is None:
        return None
    around = {body, *body.iterancestors()}
    return next((outer for outer in title_element.iterancestors() if outer in around), None)


def _of_another(element: Element, part: Element | None) -> bool:
    """Whether an element outside an article's part of the page stands in a row of a list."""
    return part is not None and not is_within(element, part) and in_a_row(element)


def title_in_table(root: Element, block: Element | None) -> str:
    """The title in a table of facts, behind the word for it."""
    for name in root.iter("th", "dt", "td"):
        value = name.getnext()
        if value is None or letters_of(name.text_content()) not in {"제목", "글제목"}:
            continue
        if value.tag in {"td", "dd"} and (block is None or not is_within(block, value)):
            return clean_line(words_of(value))
    return ""


def heading_before(root: Element, block: Element | None) -> str:
    """The last heading before the text that is no heading of the board."""
    found = ""
    for element in root.iter() if block is not None else ():
        if element is block:
            return found
        if element.tag in {"h1", "h2", "h3", "h4", "h5"}:
            words = clean_line(words_of(element))
            outside = any(outer.tag in {*OUTSIDE, "header"} for outer in element.iterancestors())
            if len(words) >= 6 and not outside and not HEADINGS.match(words):
                found = words
    return ""


_SUBTITLE_CLASS = re.compile(
    r"(?:^|[-_\s])(?:(?:news|view|article|art|read)[-_]?)?"
    r"(?:sub[-_]?(?:tit(?:le)?|head(?:ing|line)?|subject|txt)|tit(?:le)?[-_]sub|summ[au]ry(?:[-_](?:tit(?:le)?|txt|wrap|box|area))?|stit|lead[-_]?tit(?:le)?|deck)s?"
    r"(?:$|[-_\s])",
    re.IGNORECASE,
)


def subtitle_near(root: Element, title_element: Element | None, block: Element | None) -> str:
    """Lines that the page itself calls a subtitle, or that follow the title as a heading.

    They stand behind the title, near it, or at the top of the text; they are taken out of the page.
    """
    named: Element | None = None
    for found in select(
        root,
        "[class*=sub], [class*=Sub], [class*=summ], .stit, [class*=lead], [class*=deck], h2.sub,"
        " h3.sub, [itemprop=alternativeHeadline]",
    ):
        told = _SUBTITLE_CLASS.search(found.get("class", "")) or found.tag in {"h2", "h3"}
        if not told and not found.get("itemprop", ""):
            continue
        if block is not None and is_within(found, block):
            if found is block or _sentences_before(found, block):
                continue
        elif title_element is not None and not (
            _near(found, title_element) and _is_behind(root, found, title_element)
        ):
            continue
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
    if len(text) > 300 or HEADINGS.match(text) or parse_moment(text) is not None:
        return ""
    if "summ" in names_of(named) and (sentences_in(text) or "요약" in text):
        return ""  # A summary in sentences is the text's own, or a machine's.
    if block is not None and is_within(block, named):
        return ""
    if title_element is not None and is_within(title_element, named):
        return ""
    drop(named)
    return text


_THIN = {"span", "font", "b", "strong", "a", "em", "tr", "tbody"}
"""Elements around a title that part nothing from it."""


def _near(element: Element, title_element: Element) -> bool:
    """Whether an element stands in one of the three elements around the title."""
    blocks = (outer for outer in title_element.iterancestors() if outer.tag not in _THIN)
    around = [outer for _, outer in zip(range(3), blocks, strict=False)]
    return any(is_within(element, outer) for outer in around)


def _is_behind(root: Element, element: Element, other: Element) -> bool:
    """Whether an element begins behind another one begins."""
    for found in root.iter():
        if found is other:
            return True
        if found is element:
            return False
    return False


def _sentences_before(element: Element, block: Element) -> bool:
    """Whether sentences stand in a block before an element in it."""
    inner: Element | None = element
    while inner is not None and inner is not block:
        before = inner.getprevious()
        while before is not None:
            if sentences_in(f"{before.text_content()} {before.tail or ''}"):
                return True
            before = before.getprevious()
        inner = inner.getparent()
        if inner is not None and sentences_in(inner.text or ""):
            return True
    return False


_TITLE_NAMES = re.compile(
    r"^h[1-4]\b|(?:^|[-_\s])(?:title|subject|headline|tit|news_tit|news_title|view_title|art_title|view_tit|read_title"
    r"|article[-_]title|board_title|post-title|entry-title|titleField|view_subject|bo_v_tit)(?:$|\s)"
)
"""Elements whose words may be the title where they are only like it."""


def heading_of(root: Element, head: Head) -> Element | None:
    """The element that shows the title: a heading whose words are those of the head's title."""
    wanted = letters_of(head.title)
    candidates = select(
        root,
        "h1, h2, h3, h4, [itemprop=headline], .title, .subject, .news_tit, .news_title,"
        " .view_title, .article_title, .article-title, .tit, .bo_v_tit, .art_title, .headline,"
        " .view_tit, .read_title, .board_title, .post-title, .entry-title, #title, .titleField,"
        " .view_subject, [class*=tit], [class*=Tit], [id*=tit], [id*=Tit]",
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
            and _TITLE_NAMES.search(f"{element.tag} {names_of(element)}")
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
        and not any(outer.tag in {*OUTSIDE, "header"} for outer in element.iterancestors())
    ]
    named = wanted and letters_of(head.site_name) != wanted and len(wanted) >= 8
    return headings[0] if len(headings) == 1 and not named else None


def signed(shown: str, written: str) -> str:
    """The reporter as shown around the text or written in it; the form that says more."""
    if shown and letters_of(written).startswith(letters_of(shown)):
        return written
    return shown or written


def author_of(page: Page) -> str:
    """The author that the head states, where it is not the site itself."""
    head = page.head
    author = reporter_in(head.author)
    return author if letters_of(author) != letters_of(head.site_name) else ""


_SECTION_CLASS = re.compile(
    r"(?:^|[-_\s])(?:cate(?:gory)?|sections?|sec|ctg|path|location|navi|nav|breadcrumbs?)(?:$|[-_\s])"
    r"|location|sub_?navi|head-nav|section[-_]?(?:name|top)",
    re.IGNORECASE,
)


def section_of(page: Page, selectors: Iterable[str], title_element: Element | None) -> str:
    """The section as the page shows it, else as its head states it, else what stands over a title.

    Of a path from the front page, the last step is the section.
    """
    shown = _last_step(page.first(selectors))
    return shown or page.head.section or _section_near(page, title_element)


def _last_step(element: Element | None) -> str:
    """The last step of a path, its steps parted by marks or each on a line of its own."""
    lines = [line for line in lines_of(element) if line] if element is not None else []
    links = [words_of(link) for link in element.iter("a")] if element is not None else []
    if len(links) > 1 and letters_of("".join(links)) == letters_of("".join(lines)):
        lines = links  # Styles part them.
    steps = [step.strip("[]") for line in lines for step in re.split(r"\s*[>›»]\s*", line) if step]
    return steps[-1] if steps and not re.fullmatch(r"홈|home", steps[-1], re.IGNORECASE) else ""


def _section_near(page: Page, title_element: Element | None) -> str:
    """The words of an element near the title that is named for sections or paths."""
    if title_element is None:
        return ""
    for found in select(
        page.root,
        "[class*=cat], [class*=sec], [class*=ctg], [class*=path], [class*=navi], [class*=location],"
        " [class*=head-nav], [class*=breadcrumb], [id*=section]",
    ):
        if not _SECTION_CLASS.search(names_of(found)) or is_within(title_element, found):
            continue
        text = clean_line(words_of(found))
        if len(text) > 60 or re.search(r"\d", text) or not _near(found, title_element):
            continue
        section = _last_step(found)
        if 0 < len(letters_of(section)) <= 14 and not HEADINGS.fullmatch(section):
            return section
    return ""
