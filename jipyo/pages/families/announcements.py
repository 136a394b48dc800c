"""How press offices write: the rules that all boards of cities and ministries share.

An announcement has no reporter. Its department and its day stand in a table of facts; its text may
repeat the title, give subtitles between dashes, and end with attachments and whom to call.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from jipyo.pages.families.information import Information, information_around
from jipyo.pages.families.reading import (
    Markup,
    body_element,
    section_of,
    subtitle_of,
    title_element_of,
    title_of,
    without_body,
)
from jipyo.pages.model import Article, PublishedFrom
from jipyo.pages.moments import choose, moments_in, parse_moment
from jipyo.pages.page import Page
from jipyo.pages.texts import (
    Body,
    body_lines,
    clean_line,
    is_office_line,
    letters_of,
    lines_of,
    sentences_in,
    without_opening,
    words_of,
)
from jipyo.pages.tree import Element, drop, is_within

_FACT_NAMES = {
    "published": re.compile(
        r"^(?:최초\s*)?(?:작성|등록|게시|게재|배포|보도|제공|공고|고시|입력|발행)(?:\s*(?:일|일자|일시|날짜|시간))?$|^날짜$|^일자$|^date$",
        re.IGNORECASE,
    ),
    "modified": re.compile(r"^(?:최종\s*)?(?:수정|변경|갱신)(?:\s*(?:일|일자|일시))?$"),
    "department": re.compile(
        r"^(?:(?:담당|작성|제공|등록|게시|소관|주관|관리)\s*)?(?:부서|과|기관|부처)(?:명)?$|^작성자$|^글쓴이$|^등록자$|^담당자?$|^담당\s*부서/?.*$"
    ),
}
_DASHED = re.compile(r"^[-–—―ㅡ─]{1,2}\s*(?P<words>\S.*?)\s*[-–—―ㅡ─]{1,2}$")
"""A subtitle as press offices type it, between dashes."""


def read_announcement(
    page: Page,
    family: str,
    markup: Markup,
    facts: tuple[str, ...],
    *,
    listed_at: datetime | None,
    listed_from: PublishedFrom,
) -> Article:
    """Read a page of a board by its markup; ``facts`` are selectors of the table of facts."""
    body = body_element(page, markup.bodies)
    if body is None:
        return without_body(page, family, markup)
    shown = title_element_of(page, markup.titles)
    title = title_of(page, shown, body)
    subtitle = subtitle_of(page, markup.subtitles, title)
    stated = facts_of(page, facts, body)
    published = parse_moment(stated.get("published", ""), short_year=True)
    published_at, published_from = choose(
        [
            ("json_ld", page.head.json_published_at),
            ("meta", page.head.meta_published_at),
            ("visible", published),
            (listed_from, listed_at),
        ]
    )
    around = Information()
    if published_at is None or not stated.get("department"):
        text = Body([line.text for line in body_lines(body) if line.text], [], "")
        around = information_around(page, page.lines, title, text, body)
        if published_at is None and around.published is not None:
            published_at, published_from = around.published, "visible"
    _drop_facts(page, body, (*markup.titles, *facts))
    lines = [line.text for line in body_lines(body) if not line.picture]
    subtitles, paragraphs = announced(lines, title)
    modified = parse_moment(stated.get("modified", ""), short_year=True)
    article = Article(
        state="article",
        family=family,
        url=page.url,
        title=title,
        subtitle="\n".join([*subtitle.splitlines(), *subtitles]),
        body="\n\n".join(paragraphs),
        published_at=published_at,
        published_from=published_from,
        modified_at=modified if modified != published_at else None,
        byline=stated.get("department", "") or around.byline,
        section=section_of(page, markup.sections, shown),
    )
    if not paragraphs:
        return replace(article, state="no_body", detail="the announcement has no text")
    return article


def _drop_facts(page: Page, body: Element, selectors: Iterable[str]) -> None:
    """Take title and facts out of the text's element, where an engine wraps all into one."""
    for selector in selectors:
        for element in page.select(selector):
            if element is body or not is_within(element, body):
                continue
            words = words_of(element)
            told = element.tag[:1] == "h" or moments_in(words[:200], short_year=True)
            if told and len(words) <= 300 and not sentences_in(words):
                drop(element)


def facts_of(page: Page, selectors: Iterable[str], body: Element) -> dict[str, str]:
    """What the facts around the title say: day, department, day of the last edit.

    A fact is a pair of a name and a value in a list or a table, or a name with its value behind a
    colon or a space.
    """
    facts: dict[str, str] = {}
    for selector in selectors:
        for element in page.select(selector):
            if is_within(body, element):
                continue
            for name in element.iter("dt", "th", "strong", "span", "em", "b", "label"):
                value = name.getnext()
                if value is None or value.tag not in {"dd", "td", "span", "em", "strong", "p"}:
                    continue
                _keep(facts, words_of(name), words_of(value))
            for part in element.iter("span", "li", "em", "p", "dd"):
                # Parts that styles set apart are glued in the text of their line.
                if next(part.iterchildren(), None) is None:
                    _take_line(facts, clean_line(part.text or ""))
            for line in lines_of(element):
                for piece in re.split(r"[|｜ㅣ]|\s{2,}", line):
                    _take_line(facts, clean_line(piece))
            if "department" not in facts:
                _take_office(facts, element)
            if "published" not in facts:
                for _, moment in moments_in(words_of(element), short_year=True)[:1]:
                    facts["published"] = str(moment)
    return facts


_OFFICE = re.compile(
    r"(?![가-힣]*(?:결과|효과|성과|경과|자료실|민국)$)"
    r"[가-힣·]{2,14}(?:과|담당관|팀|실|국|센터|사업소|보건소|소방서|읍사무소|행정복지센터)"
)


def _take_office(facts: dict[str, str], element: Element) -> None:
    """An office that stands among the facts in an element of its own, without a word for it."""
    for part in element.iter("span", "li", "em", "p", "dd"):
        words = clean_line(part.text or "")
        if next(part.iterchildren(), None) is None and _OFFICE.fullmatch(words):
            facts["department"] = words
            return


_PAIR = re.compile(
    r"(?P<name>(?:최종\s*)?(?:작성|등록|게시|게재|배포|보도|수정|공고)\s*(?:일자|일시|일|시간)|담당\s*부서|부서명?|작성자|제공\s*부서|날짜)\s*[:：]?\s+"
    r"(?P<value>.+?)(?=\s+(?:최종|작성|등록|게시|게재|수정|담당|부서|조회|연락처|전화|첨부|제공|공고)\S*\s*[:：]?\s|$)"
)


def _take_line(facts: dict[str, str], line: str) -> None:
    for found in _PAIR.finditer(re.sub(r"\s*[:：]\s*", " : ", line).replace(" : ", ": ")):
        _keep(facts, found["name"], found["value"].lstrip(": "))


def _keep(facts: dict[str, str], name: str, value: str) -> None:
    label = clean_line(name).rstrip(" :：")
    text = clean_line(value)
    if not text or len(label) > 14:
        return
    for key, pattern in _FACT_NAMES.items():
        if pattern.match(label):
            if key != "department" and parse_moment(text, short_year=True) is None:
                continue
            facts.setdefault(key, text)


def announced(lines: list[str], title: str) -> tuple[list[str], list[str]]:
    """Subtitles and paragraphs from the lines of an announcement.

    A line with ▲ is an item of a list here, never a caption: boards describe pictures in
    attributes.
    """
    rest = list(lines)
    subtitles: list[str] = []
    while rest:
        dashed = _DASHED.match(rest[0])
        if dashed:
            subtitles.append(dashed["words"])
        elif rest[0] and letters_of(rest[0]) != letters_of(title):
            break
        rest.pop(0)
    while rest and (not rest[-1] or is_office_line(rest[-1])):
        rest.pop()
    if rest:
        rest[0] = without_opening(rest[0])[0]
        rest[-1] = re.sub(r"(?<=[.!?])\s*[<(\[]?\s*끝\s*[>)\]]?\s*\.?$", "", rest[-1])
    paragraphs: list[list[str]] = [[]]
    for line in rest:
        if line:
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    return subtitles, ["\n".join(part) for part in paragraphs if part]
