"""From the text of an attached document to the body of its announcement.

A release as a document begins with a form (who gives it out, when it may be printed, whom to call),
repeats its title, and ends with a table of those in charge. The rules are those of press offices'
forms, as `jipyo.pages.texts` has them for pages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from jipyo.pages.families.announcements import announced
from jipyo.pages.model import Article
from jipyo.pages.texts import clean_line, ends_sentence, is_office_line

LONGEST_HEAD = 40
"""Lines within which a document's form ends and its title stands."""

_FORM_WORD = (
    r"(?:보도\s*(?:자료|시점|일시|일자|참고\s*자료|설명\s*자료|희망\s*일시?)"
    r"|배\s*포(?:\s*(?:시점|일시|일자|일|처))?|제공\s*(?:일시?|일자|부서|자)|게재\s*일"
    r"|담당\s*(?:부서|자|과|국|과장|팀장|팀|사무관|주무관|공무원|기관)?|책임자|작성(?:자|부서|일시?)"
    r"|소관\s*부서|주무\s*부서|부서명?|문의(?:처)?|연락처|전화(?:번호)?|팩스|이메일|E-?mail|Fax|Tel"
    r"|매수|쪽수|총\s*\d+\s*(?:쪽|매|페이지)|사진\s*(?:있음|없음|자료|\d+\s*(?:매|장|부)|[:：])"
    r"|참고\s*자료|자료\s*(?:제공|문의|있음)|붙임\s*(?:있음|없음)|엠바고|즉시\s*(?:보도|사용)"
    r"|보도해\s*주시기|홍보(?:담당관|팀|실)|대변인실?|공보(?:관|실|담당관)|(?:수신|발신|분량)\s*[:：]"
    r"|관련\s*(?:사진|자료)|공동\s*배포)"
)
_FORM = re.compile(rf"^[\s□■○●◎·\-*※<〈\[(【]*{_FORM_WORD}(?![가-힣]{{3}})", re.IGNORECASE)
_FORM_ALONE = re.compile(
    r"^[\s□■○·\-<〈\[(【]*(?:보\s*도\s*(?:참\s*고\s*|설\s*명\s*)?자\s*료|보\s*도)[\s>〉\])】]*$"
)
_PHONE = re.compile(
    r"☎|(?<!\d)\(?0\d{1,2}\s?[)\-.]\s?\d{3,4}\s?[-.]\s?\d{4}(?!\d)|(?<!\d)\d{3,4}-\d{4}(?!\d)"
)
_DATE_LINE = re.compile(
    r"^[\s(]*(?:19|20)\d{2}\s?[-./년]\s?\d{1,2}\s?[-./월]\s?\d{1,2}\s?[일.]?\s*(?:\(?[월화수목금토일](?:요일)?\)?)?[\s.]*"
    r"(?:(?:조간|석간|배포|보도|오전|오후|\d{1,2}:\d{2}|\d{1,2}시|이후|부터|즉시|\(?[월화수목금토일]\)?|[\s,.()])+)?$"
)
_WEB = re.compile(r"^(?:https?://|www\.)\S+$|^\S+@\S+\.\S+$")
_PHOTO_NOTE = re.compile(r"^[\s<〈\[(※*]*사진\s*(?:설명|자료|\d|[:：]).{0,120}$")


def read_attached(article: Article, documents: Sequence[tuple[str, str]]) -> Article:
    """An announcement whose page has no text, with the body of its attached documents.

    Title and time are the page's. Several documents are joined in their order.

    Args:
        article: The page as read, in state ``no_body``.
        documents: Name and text of each document.

    Returns:
        The article, or the page as it was where the documents hold nothing but forms.
    """
    subtitles: list[str] = []
    bodies: list[str] = []
    names: list[str] = []
    for name, text in documents:
        above, paragraphs = release_of(text, article.title)
        if paragraphs:
            subtitles += [line for line in above if line not in subtitles]
            bodies += paragraphs
            names.append(name)
    if not bodies:
        return article
    return replace(
        article,
        state="article",
        subtitle="\n".join([*article.subtitle.splitlines(), *subtitles]),
        body="\n\n".join(bodies),
        detail="",
        body_from="attachment",
        body_attachment="\n".join(names),
    )


def release_of(text: str, title: str) -> tuple[list[str], list[str]]:
    """Subtitles and paragraphs of a release, from the text of its document."""
    lines = [clean_line(line) for line in text.splitlines()]
    lines = lines[_behind_title(lines, title) :]
    while lines and (not lines[0] or _is_form(lines[0])):
        lines.pop(0)
    lines = [line for line in lines if not _is_contact(line)]
    while lines and (
        not lines[-1]
        or _is_form(lines[-1])
        or _PHOTO_NOTE.match(lines[-1])
        or _WEB.match(lines[-1])
        or (is_office_line(lines[-1]) and not ends_sentence(lines[-1]))
    ):
        lines.pop()
    return announced(lines, title)


def _is_form(line: str) -> bool:
    """Whether a line belongs to the form around a release: no sentence ends in it."""
    if _FORM_ALONE.match(line) or _DATE_LINE.match(line) or _WEB.match(line):
        return True
    return bool(_FORM.match(line)) and len(line) <= 200 and not re.search(r"[가-힣]다\.", line)


def _is_contact(line: str) -> bool:
    """Whether a line tells whom to call: a number to call, and no sentence."""
    return bool(_PHONE.search(line)) and len(line) <= 250 and not re.search(r"[가-힣]다\.", line)


def _behind_title(lines: Sequence[str], title: str) -> int:
    """The place behind the title at a document's head; 0 where it does not repeat the page's."""
    wanted = _letters(title)
    if len(wanted) < 4:
        return 0
    filled = [number for number, line in enumerate(lines) if line][:LONGEST_HEAD]
    for place, number in enumerate(filled):
        joined = ""
        for end in filled[place : place + 3]:
            joined += _letters(lines[end])
            if joined == wanted or (
                not ends_sentence(lines[end])
                and min(len(joined), len(wanted)) >= 8
                and (joined in wanted or wanted in joined)
                and 0.7 <= len(joined) / len(wanted) <= 1.4
            ):
                return end + 1
        if ends_sentence(lines[number]) and not _is_form(lines[number]):
            return 0  # The text has begun.
    return 0


def _letters(text: str) -> str:
    return re.sub(
        r"[\W_]+", "", re.sub(r"^\s*[\[(<【〈][^\])>】〉]{1,20}[\])>】〉]", "", text)
    ).lower()
