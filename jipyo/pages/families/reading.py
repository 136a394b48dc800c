"""What all families' readers share: from described markup to an article or a named reason."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import SplitResult

from jipyo.pages.head import modified_time
from jipyo.pages.model import Article, PublishedFrom
from jipyo.pages.moments import choose, moments_in
from jipyo.pages.page import Page
from jipyo.pages.texts import (
    MAIL,
    byline_of,
    clean_line,
    letters_of,
    lines_of,
    read_body,
    text_of,
    words_of,
)
from jipyo.pages.tree import Element, first, is_within, select, select_one

_EDITED = re.compile(
    r"(?:수정|업데이트|최종\s*편집|변경|갱신|updated?|modified)\s*(?:됨|일시?|시간|일자|at)?[\s:：|)\]]*$",
    re.IGNORECASE,
)
_NO_PUBLICATION = re.compile(r"조회|마감|기간|행사|접수|까지|생년|창간|등록번호|발행인|예약")
HEADINGS = re.compile(
    r"^(?:보도\s*자료|공지\s*사항|고시\s*공고|상단\s*영역|시스템\s*안내|본문|알림\s*마당|게시판|새\s*소식|시정\s*소식|뉴스"
    r"|전체\s*기사|기사|안내|인쇄(?:하기)?|프린트|상세)?"
    r"(?:\s*(?:본문|내용|시작|영역|상세|보기|목록|게시판|게시글|페이지|화면))*$"
)
"""Headings of boards and sections, which some skins put where titles stand."""

PIECES = re.compile(
    r"[|｜ㅣ]|(?:기사)?(?:입력|등록|승인|작성|송고)|(?=(?<!\d)(?:19|20)\d{2}\s?[-./년])"
)
"""Where a line of facts about an article falls into reporter and times."""

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


@dataclass(frozen=True, slots=True)
class Information:
    """What the lines around a title say."""

    published: datetime | date | None = None
    modified: datetime | date | None = None
    byline: str = ""


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
    title = title_of(page, markup.titles)
    subtitle = subtitle_of(page, markup.subtitles, title)
    information = information_of(page, markup, body)
    text = read_body(body, title=title, subtitle=subtitle, captions=markup.captions)
    head = page.head
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
        section=section_of(page, markup.sections),
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
    if (
        first(page.root, markup.titles) is None and first(page.root, markup.lists) is not None
    ) or re.search(markup.list_paths, target):
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
    return bool(_SEARCH.search(page.parts.path)) and not re.search(r"\d{3,}", page.parts.path)


def body_element(page: Page, selectors: Iterable[str]) -> Element | None:
    """The element of the text: the first in the order of the selectors, one with words if any."""
    empty: Element | None = None
    for selector in selectors:
        for found in select(page.root, selector):
            if found.text_content().strip():
                return found
            empty = found if empty is None else empty
    return empty


def title_of(page: Page, selectors: Iterable[str]) -> str:
    """The title as the page shows it, else as its head states it."""
    for selector in selectors:
        for found in select(page.root, selector):
            title = clean_line(words_of(found))
            if title and not HEADINGS.match(title):
                return title
    return page.head.title


def subtitle_of(page: Page, selectors: Iterable[str], title: str = "") -> str:
    """The lines under the title; taken out of the page, as some skins put them into the text."""
    for selector in selectors:
        for found in select(page.root, selector):
            lines = [line for line in lines_of(found) if line]
            text = "\n".join(lines)
            if text and letters_of(text) != letters_of(title) and len(text) <= 400:
                found.drop_tree()
                return text
    return ""


def information_of(page: Page, markup: Markup, body: Element) -> Information:
    """Times and reporter from the lines around the title, the text itself left out."""
    found = Information()
    for selector in markup.information:
        for element in select(page.root, selector):
            if is_within(body, element):
                continue
            found = merged(found, information_in(element, short_year=markup.short_years))
    if not found.byline:
        for selector in markup.bylines:
            for element in select(page.root, selector):
                name = reporter_in(words_of(element))
                if name:
                    return replace(found, byline=name)
    return found


def merged(one: Information, other: Information) -> Information:
    """What two places say; the first has its way."""
    return Information(
        one.published or other.published, one.modified or other.modified, one.byline or other.byline
    )


def information_in(element: Element, *, short_year: bool = False) -> Information:
    """Times and reporter in an element, by the words that stand before them."""
    text = clean_line(" ".join(lines_of(element)))
    published: datetime | date | None = None
    modified: datetime | date | None = None
    for label, moment in moments_in(text, short_year=short_year):
        if _EDITED.search(label):
            modified = modified or moment
        elif not _NO_PUBLICATION.search(label[-12:]):
            published = published or moment
    byline = ""
    for line in lines_of(element):
        for piece in PIECES.split(line):
            named = re.sub(r"^\s*(?:기자명|글쓴이|작성자)\s*[:：]?\s*", "", piece)
            byline = byline or byline_of(clean_line(named))
    return Information(published, modified, byline)


def reporter_in(text: str) -> str:
    """A reporter's name from an element that shows nothing else, addresses left out."""
    line = clean_line(re.sub(rf"[(<\[]?\s*{MAIL}\s*[)>\]]?", " ", text)).strip("/=[]() |·,:")
    line = re.sub(
        r"\s*(?:의?\s*(?:다른|전체)\s*기사\s*(?:더?\s*보기)?|기자\s*페이지)\s*$", "", line
    )
    line = re.sub(r"^(?:기자명|글쓴이|작성자|기자)\s*[:：]?\s+", "", line)
    named = byline_of(line)
    return named or (line if 0 < len(line) <= 20 and not re.search(r"\d", line) else "")


def signed(shown: str, written: str) -> str:
    """The reporter as shown around the text or written in it; the form that says more."""
    return written if shown and written.startswith(shown) else shown or written


def author_of(page: Page) -> str:
    """The author that the head states, where it is not the site itself."""
    head = page.head
    author = reporter_in(head.author)
    return author if letters_of(author) != letters_of(head.site_name) else ""


def section_of(page: Page, selectors: Iterable[str]) -> str:
    """The section as the page shows it, else as its head states it."""
    shown = clean_line(text_of(page.root, selectors))
    shown = re.sub(r"^홈\s*[>›»]\s*", "", shown)
    return shown or page.head.section
