"""What the lines around a title and a text say: when it was published and edited, and by whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from jipyo.pages.moments import moments_in, parse_moment
from jipyo.pages.page import Page
from jipyo.pages.texts import (
    MAIL,
    Body,
    byline_of,
    clean_line,
    letters_of,
    lines_of,
    sentences_in,
    words_of,
)
from jipyo.pages.tree import Element, is_within, names_of, select

_EDITED = re.compile(
    r"(?:수정|업데이트|최종\s*편집|변경|갱신|updated?|modified)\s*(?:됨|일시?|시간|일자|at)?[\s:：|)\]]*$",
    re.IGNORECASE,
)
_NO_PUBLICATION = re.compile(r"조회|마감|기간|행사|접수|까지|생년|창간|등록번호|발행인|예약")
PIECES = re.compile(
    r"[|｜ㅣ]|\sl\s|(?:기사)?(?:입력|등록|승인|작성|송고)"
    r"|(?<!\d)(?:19|20)\d{2}\s?[-./년]\s?\d{1,2}\s?[-./월]\s?\d{1,2}\s?[일.]?(?:\s*\(?[월화수목금토일](?:요일)?\)?)?"
    r"(?:\s*(?:오전|오후))?(?:\s*[\[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?)?|(?=(?<!\d)(?:19|20)\d{2}\s?[-./년])"
    r"|(?:오늘|어제|그제)\s*\d{1,2}:\d{2}|\d{1,2}\s*(?:초|분|시간|일)\s*전|(?:조회|읽음|댓글)\s*수?\s*[:：]?\s*\d[\d,]*"
)
"""Where a line of facts about an article falls into reporter and times."""

LABEL = re.compile(
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

_CALENDAR = re.compile(
    r"\(?[월화수목금토일]요일\)?|\([월화수목금토일]\)|\d\s+[월화수목금토일](?![가-힣])"
)
"""Days of the week, with which sites print the day of the visit at their top."""

_WRITER = re.compile(
    r"(?:(?:^|[\s|])(?:글쓴이|작성자|기자명)\s*[:：]?|(?:^|[|]|\d\s)\s*(?:글·사진|글|취재)\s*[:：=|]?)\s+"
    r"(?P<name>[가-힣A-Za-z][^\s|:：]{0,15}?)(?=\s*(?:$|[|]|날짜|작성일|등록|일시|조회|댓글|추천|\d))"
)
"""A writer behind the word for it, who on boards is a name of any kind."""

_ACCOUNT = re.compile(
    r"(?:최고|사이트|홈페이지|총괄)?\s*(?:관리자|운영자|admin\w*|webmaster|웹마스터)", re.IGNORECASE
)
"""Accounts of those who keep a site, who name nobody."""

OUTSIDE = frozenset({"footer", "aside", "nav"})
"""Elements that hold menus and notes, never an article."""


@dataclass(frozen=True, slots=True)
class Information:
    """What the lines around a title say."""

    published: datetime | date | None = None
    modified: datetime | date | None = None
    byline: str = ""


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
    if not byline:
        byline = _labelled_writer(text) or _name_before_time(text)
    return Information(published, modified, byline)


_AUTHORS = (
    "[rel=author]", "[itemprop=author]", "a[href*='/author/']", "a[class*=member_]",
    ".reporter-name", ".reporter_name", ".reporterName", ".journalist-name", ".journalist_name",
)  # fmt: skip
"""How pages mark an author's name; that of members is XpressEngine's and its heirs'."""


_NAME_FIRST = re.compile(
    r"^(?P<name>[가-힣]{3})\s*[|｜ㅣ/·:]?\s*(?=(?:기사)?\s*(?:입력|등록|승인|작성|송고)|(?:19|20)\d{2}\s?[-./년])"
)
_NO_NAME = re.compile(
    r"인터뷰|문화재|전시회|공연장|여행기|부동산|편집국|[가-힣]{2}[시군구도면읍동과팀실]"
)


def _name_before_time(text: str) -> str:
    """The name that begins a line of facts and stands straight before the time, without a post."""
    found = _NAME_FIRST.match(text)
    return found["name"] if found and not _NO_NAME.fullmatch(found["name"]) else ""


def _labelled_writer(text: str) -> str:
    """The writer behind the word for it, accounts of a site's keepers left out."""
    found = _WRITER.search(text)
    return found["name"] if found and not _ACCOUNT.fullmatch(found["name"]) else ""


def reporter_in(text: str) -> str:
    """A reporter's name from an element that shows nothing else, addresses left out."""
    line = clean_line(re.sub(rf"[(<\[]?\s*{MAIL}\s*[)>\]]?", " ", text)).strip("/=[]() |·,:")
    line = re.sub(
        r"\s*(?:의?\s*(?:다른|전체)\s*기사\s*(?:더?\s*보기)?|기자\s*페이지)\s*$", "", line
    )
    line = re.sub(r"^(?:기자명|글쓴이|작성자|기자)\s*[:：]?\s+", "", line)
    named = byline_of(line)
    return named or (line if 0 < len(line) <= 20 and not re.search(r"\d", line) else "")


def information_around(
    page: Page, lines: Sequence[str], title: str, body: Body, block: Element | None
) -> Information:
    """Times and reporter: between title and text, then before the title, then behind the text."""
    start = place_of(lines, body.paragraphs[0] if body.paragraphs else "")
    if start is None:
        start = len(lines)
    wanted = letters_of(title)
    top = 0
    for number, line in enumerate(lines[:start]):
        if wanted and letters_of(line) == wanted:
            top = number
    between = [line for line in lines[top:start] if len(line) <= 200]
    before = [
        line
        for line in lines[max(0, top - 12) : top]
        if len(line) <= 120 and not _CALENDAR.search(line)
    ]
    last = body.paragraphs[-1].split("\n")[-1] if body.paragraphs else ""
    behind: Sequence[str] = lines[(place_of(lines, last) or len(lines)) + 1 :][:25] if last else []
    found = in_lines(between, bare=True)
    found = merged(found, in_lines(before, bare=True))
    late = in_lines([line for line in behind if len(line) <= 80], bare=False)
    if not isinstance(late.published, datetime):
        # Behind a text, a day with a label is that of the outlet's registration or of a next entry.
        late = replace(late, published=None)
    found = merged(found, late)
    if found.published is None:
        found = merged(found, _named_times(page.root, block))
    if not found.byline:
        for line in between:
            writer = _labelled_writer(line) if len(line) <= 80 else ""
            if writer:
                return merged(found, Information(byline=writer))
        for selector in ("[itemprop=author]", "[rel=author]", ".byline", ".reporter", ".writer"):
            for element in page.select(selector):
                if any(outer.tag in OUTSIDE for outer in element.iterancestors()):
                    continue
                name = "" if in_a_row(element) else reporter_in(words_of(element))
                if name and byline_of(name):
                    return merged(found, Information(byline=name))
        # Where markup says that a name is the author's, it may be a name of any kind.
        for selector in _AUTHORS:
            for element in page.select(selector)[:1]:
                name = reporter_in(words_of(element))
                if not _ACCOUNT.fullmatch(name) and name != page.head.site_name:
                    return merged(found, Information(byline=name))
    return found


def place_of(lines: Sequence[str], paragraph: str) -> int | None:
    """The number of the line of the page in which a paragraph stands."""
    wanted = paragraph.split("\n")[0][:60]
    if not wanted:
        return None
    return next((number for number, line in enumerate(lines) if wanted in line), None)


def in_lines(lines: Sequence[str], *, bare: bool) -> Information:
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
            elif LABEL.search(words):
                labelled = labelled or moment
            elif len(line) <= 80 and (
                isinstance(moment, datetime) or re.fullmatch(r"[\d\s.\-/년월일()가-힣]{8,18}", line)
            ):
                unlabelled = unlabelled or moment
        # Boards print years with two digits; without a label that may be any number.
        for label, moment in moments_in(line, short_year=True) if labelled is None else ():
            words = label[-14:] or previous
            if LABEL.search(words) and not _OTHER_LABEL.search(words):
                labelled = labelled or moment
    return Information(labelled or (unlabelled if bare else None), modified, byline)


def in_a_row(element: Element) -> bool:
    """Whether an element stands in a row of a list, whose times are those of other articles."""
    for depth, outer in enumerate(element.iterancestors()):
        if outer.tag == "a":
            return True
        if depth > 1 and outer.tag not in {"li", "tr", "dl"}:
            continue
        if any(len(letters_of(link.text_content())) >= 8 for link in outer.iter("a")):
            return outer.tag in {"li", "tr", "dl"} or next(outer.iter("h1", "h2"), None) is None
    return False


def _named_times(root: Element, block: Element | None) -> Information:
    """Times in elements that are named for them, outside the text, menus and the footer."""
    found = Information()
    for element in select(
        root, "time[datetime], [itemprop=datePublished], [class*=date], [class*=time]"
    ):
        if any(outer.tag in OUTSIDE for outer in element.iterancestors()):
            continue
        if block is not None and is_within(element, block):
            continue
        if in_a_row(element):
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
        if moment is not None and not _OTHER_LABEL.search(text) and not _CALENDAR.search(text):
            return Information(published=moment)
    return found
