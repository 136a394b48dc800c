"""Family `webcms`: boards of city halls whose addresses end in `.web`.

Many cities of one province run the same system. A press release stands on them as its department
wrote it: no reporter, no machine-readable statements, and a day instead of a time. Around the text
stand some ten thousand characters of menu, so nothing outside the text's own element is ever read.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from itertools import takewhile
from urllib.parse import SplitResult, parse_qsl, urlencode, urlunsplit

from bs4 import BeautifulSoup
from bs4.element import Tag

from jipyo.pages.families.family import Family, Paging, Rows
from jipyo.pages.model import Article, PublishedFrom
from jipyo.pages.moments import choose, parse_moment
from jipyo.pages.texts import classes_of, clean_line, first, lines_of, strip_furniture

VIEW = ".bbs1view1"
BODIES = (".bbs1view1 .substance", "#body_content .substance")
TITLES = (".bbs1view1 > .h1", ".bbs1view1 h1", "#body_content h1.h1")
LISTS = ("#listForm", "[class*=bbs-skin-]")

_FACT_NAMES = {
    "published": re.compile(r"^(?:작성|등록|게시|게재)(?:일(?:자|시)?)?$"),
    "modified": re.compile(r"^(?:최종\s*)?수정일(?:자|시)?$"),
    "department": re.compile(r"^(?:담당|작성|제공)\s*(?:부서|과)(?:명)?$|^부서(?:명)?$"),
}
_DASHED = re.compile(r"^[-–—―]\s*(?P<words>\S.*?)\s*[-–—―]$")
"""A subtitle as press offices type it, between dashes."""

_TAIL = re.compile(
    r"^[<〈\[(※*\s]*(?:"
    r"(?:붙임|첨부|별첨)\s*[:：\d.]?\s*.*(?:\d+\s*(?:부|매|장|건)|파일|사진|자료).*"
    r"|(?:붙임|첨부|별첨)(?:\s*파일)?\s*[:：]?\s*.{0,60}"
    r"|(?:문의(?:처)?|담당(?:자|부서)?|자료\s*(?:제공|문의)|연락처)\s*[:：].{0,100}"
    r"|끝\.?)[>〉\])\s]*$"
)
"""Lines behind the text: attachments, whom to call, the clerk's 끝."""


def read(
    page: BeautifulSoup,
    url: str,
    *,
    html: str,
    listed_at: datetime | None,
    listed_from: PublishedFrom,
) -> Article:
    """Read a page of this family."""
    body = first(page, BODIES)
    title = _title(page)
    if body is None:
        if page.select_one(VIEW) is None and first(page, LISTS) is not None:
            return Article(
                state="list", family="webcms", url=url, detail="it is a list of announcements"
            )
        return Article(
            state="selector_drift",
            family="webcms",
            url=url,
            title=title,
            detail=f"none of {', '.join(BODIES)} is on the page: the site changed its markup",
        )
    facts = _facts(page)
    published_at, published_from = choose(
        [
            ("visible", parse_moment(facts.get("published", ""))),
            (listed_from, listed_at),
        ]
    )
    strip_furniture(body)
    subtitle, paragraphs = _parts(lines_of(body), title)
    article = Article(
        state="article",
        family="webcms",
        url=url,
        title=title,
        subtitle=subtitle,
        body="\n\n".join(paragraphs),
        published_at=published_at,
        published_from=published_from,
        modified_at=_modified(facts, published_at),
        byline=facts.get("department", ""),
        section=_section(page),
    )
    if not paragraphs:
        return replace(article, state="no_body", detail="the announcement has no text")
    return article


def address(parts: SplitResult) -> str | None:
    """The address by board and number, in fixed order."""
    values = dict(parse_qsl(parts.query))
    number = values.get("idx", "")
    if not parts.path.endswith(".web") or values.get("amode") != "view" or not number.isdigit():
        return None
    board = [("gcode", values["gcode"])] if values.get("gcode", "").isdigit() else []
    wanted = urlencode([*board, ("idx", str(int(number))), ("amode", "view")])
    return urlunsplit((parts.scheme, parts.netloc, parts.path, wanted, ""))


def recognise(page: BeautifulSoup, url: str) -> bool:
    """Whether a page comes from this system, an announcement or a list of them."""
    marks = (f"{VIEW} .info1", f"{VIEW} .substance", "#listForm .wrap1texts", "a.a1 .wrap1texts")
    return first(page, marks) is not None


def row_title(link: Tag) -> str:
    """The title in a row, whose link holds lead, day and counter as well."""
    heading = link.select_one("strong.t1, .t1")
    if heading is None:
        return clean_line(link.get_text(" "))
    words = [
        str(text)
        for text in heading.find_all(string=True)
        if not any(
            "new" in classes_of(parent)
            for parent in takewhile(lambda parent: parent is not heading, text.parents)
        )
    ]
    return clean_line("".join(words).replace("\n", " "))


def _title(page: BeautifulSoup) -> str:
    found = first(page, TITLES)
    if found is None:
        return ""
    for mark in found.select("i, .new"):
        mark.decompose()  # The mark of new entries carries words for screen readers.
    return clean_line(" ".join(lines_of(found)))


def _facts(page: BeautifulSoup) -> dict[str, str]:
    """What the table above the text says: day, department, day of the last edit."""
    facts: dict[str, str] = {}
    for name in page.select(f"{VIEW} .info1 dt, {VIEW} .info1 th"):
        value = name.find_next_sibling(["dd", "td"])
        label = clean_line(name.get_text(" ")).rstrip(" :：")
        if value is None:
            continue
        for key, pattern in _FACT_NAMES.items():
            if pattern.match(label):
                facts.setdefault(key, clean_line(value.get_text(" ").replace("\n", " ")))
    return facts


def _modified(
    facts: dict[str, str], published_at: datetime | date | None
) -> datetime | date | None:
    moment = parse_moment(facts.get("modified", ""))
    return moment if moment != published_at else None


def _section(page: BeautifulSoup) -> str:
    """The name of the board, from the heading over it."""
    found = page.select_one("#body_head h2, #body_head .h1, .location1 strong")
    return clean_line(found.get_text(" ")) if found is not None else ""


def _parts(lines: list[str], title: str) -> tuple[str, list[str]]:
    """Subtitle and paragraphs from the lines of the text.

    Press offices repeat the title, then give subtitles between dashes; behind the text stand the
    attachments and whom to call. A line with ▲ is an item of a list here, never a caption: these
    boards describe pictures in attributes.
    """
    rest = list(lines)
    subtitles: list[str] = []
    while rest:
        dashed = _DASHED.match(rest[0])
        if dashed:
            subtitles.append(dashed["words"])
        elif rest[0] and "".join(rest[0].split()) != "".join(title.split()):
            break
        rest.pop(0)
    while rest and (not rest[-1] or _TAIL.match(rest[-1])):
        rest.pop()
    paragraphs: list[list[str]] = [[]]
    for line in rest:
        if line:
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    return "\n".join(subtitles), ["\n".join(part) for part in paragraphs if part]


FAMILY = Family(
    name="webcms",
    address=address,
    recognise=recognise,
    read=read,
    bodies=BODIES,
    middle="#body_content",
    # The menu around links to announcements, too.
    rows=Rows(roots="#listForm, [class*=bbs-skin-]", title=row_title),
    paging=Paging("cpage"),
)
