"""From a part of a page to paragraphs: every character of the text, none of the furniture."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bs4 import BeautifulSoup
from bs4.element import Comment, NavigableString, PageElement, Tag

_DROPPED = {
    "script", "style", "noscript", "template", "iframe", "object", "svg", "canvas", "button",
    "select", "textarea", "input", "figcaption", "audio", "video", "nav", "aside",
}  # fmt: skip
_BLOCKS = {
    "p", "div", "section", "article", "header", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "ul",
    "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tfoot", "tr", "blockquote", "pre",
    "figure", "hr", "center", "main", "address",
}  # fmt: skip
_LINES = {"li", "tr", "dt", "dd"}

_SENTENCE_END = re.compile(r"[가-힣][.!?](?:\s|$)")

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_SPACES = re.compile(r"[^\S\n]+")

_FURNITURE_CLASS = re.compile(
    r"(?:^|[-_\s])(?:ad|ads|adsense|advert\w*|banner|related|relation|share|sns|copyright|caption"
    r"|writer|reporter|byline|editors|recommend|tags?|comment|reply|tool|btn|sponsor"
    r"|photo-caption|img-caption|cap)(?:$|[-_\s])|ad-template|article-copy|view-copyright|view-editors"
    r"|kwd|hashtag",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"저작권자\s*[ⓒ©(]|무단\s*(?:전재|복제|배포)|재배포\s*금지|all rights reserved|copyright",
    re.IGNORECASE,
)
_MAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_BYLINE = re.compile(
    rf"^(?:[/=■▲·\[(<【]?\s*)?(?:[가-힣·\s]{{0,16}}=\s*)?"
    rf"[가-힣]{{2,4}}(?:[·,/\s]+[가-힣]{{2,4}}){{0,3}}\s*(?:시민|객원|수습|인턴|선임|전문|대)?\s*(?:기자|특파원|논설위원|편집위원|PD|리포터)"
    rf"[\s\])>】]*(?:[(<\[]?{_MAIL}[)>\]]?)?(?:\s*(?:다른\s*기사\s*(?:보기)?))?[\s./|]*$"
)
_ONLY_MAIL = re.compile(rf"^[\s(<\[]*{_MAIL}[\s)>\]]*$")
_FURNITURE_LINE = re.compile(
    r"^(?:기사\s*스크랩|스크랩|인쇄|프린트|글자\s*크기.*|가|공유(?:하기)?|목록(?:으로|보기)?|이전\s*(?:글|기사).*"
    r"|다음\s*(?:글|기사).*|이 기사를 공유합니다|바로가기|기사제보.*|다른\s*기사\s*보기"
    r"|관련\s*기사.*|많이\s*본\s*(?:뉴스|기사).*|댓글\s*\d*|좋아요\s*\d*|네이버\s*채널.*|카카오톡.*|Tag|태그)$"
)
_CAPTION = re.compile(r"^(?:▲(?!\s*\d)|△(?!\s*\d)|\[?사진\s*[=:/]|\(사진|사진\s*제공|/\s*사진)")
_RELATED = re.compile(
    r"^[\[(<■▶◆☞]*\s*(?:관련\s*기사|많이\s*본|이\s*시각|주요\s*뉴스|추천\s*기사|인기\s*기사)"
)


def clean_line(text: str) -> str:
    """One line with spaces folded and invisible characters removed; nothing else changes."""
    return _SPACES.sub(" ", text.translate(_INVISIBLE).replace("\u00a0", " ")).strip()


def strip_furniture(root: Tag) -> None:
    """Remove from a part of a page what is no text of the article, by tag and by class."""
    ahead: list[PageElement] = list(root.contents)
    while ahead:
        element = ahead.pop()
        if isinstance(element, Comment):
            element.extract()
        elif isinstance(element, Tag):
            if _is_furniture(element):
                element.decompose()
            else:
                ahead += element.contents


def _is_furniture(element: Tag) -> bool:
    names = " ".join([*classes_of(element), str(element.get("id") or "")])
    hidden = "display:none" in str(element.get("style") or "").replace(" ", "").lower()
    return (
        element.name in _DROPPED
        or hidden
        or element.has_attr("hidden")
        # Some old boards wrap the whole page into one; a form for people has labels, no sentences.
        or (element.name == "form" and len(_SENTENCE_END.findall(element.get_text("\n"))) < 2)
        or bool(names and _FURNITURE_CLASS.search(names))
    )


def classes_of(element: Tag) -> list[str]:
    """The classes of an element, one by one."""
    value = element.get("class")
    if value is None:
        return []
    return value.split() if isinstance(value, str) else list(value)


def lines_of(root: Tag) -> list[str]:
    """The lines of a part of a page: blocks and line breaks end one, table cells share one.

    An empty string stands between paragraphs.
    """
    lines: list[str] = []
    current: list[str] = []

    def end_line() -> None:
        text = clean_line("".join(current).replace("\n", " "))
        current.clear()
        if text:
            lines.append(text)

    def gap() -> None:
        end_line()
        if lines and lines[-1]:
            lines.append("")

    def border(name: str) -> None:
        if name in {"td", "th"}:
            current.append(" ")
        elif name in _BLOCKS:
            (end_line if name in _LINES else gap)()

    # A stack of our own: pages nest deeper than Python's does. A name on it closes its element.
    ahead: list[PageElement | str] = [root]
    while ahead:
        element = ahead.pop()
        if isinstance(element, Comment):
            continue
        if isinstance(element, NavigableString):
            current.append(str(element))
        elif isinstance(element, Tag):
            name = element.name.lower()
            if name == "br":
                # Two in a row are how old editors write a paragraph.
                if not "".join(current).strip() and lines and lines[-1]:
                    lines.append("")
                    current.clear()
                else:
                    end_line()
                continue
            border(name)
            ahead.append(name)
            ahead += reversed(element.contents)
        elif isinstance(element, str):
            border(element)
    gap()
    while lines and not lines[-1]:
        lines.pop()
    return lines


def is_furniture_line(line: str) -> bool:
    """Whether a line of its own is a byline, a copyright notice, a caption or a tool's label."""
    short = len(line) <= 120
    return bool(
        (short and (_BYLINE.match(line) or _ONLY_MAIL.match(line) or _FURNITURE_LINE.match(line)))
        or (len(line) <= 200 and _COPYRIGHT.search(line) and not re.search(r"[가-힣]다\.", line))
    )


def is_caption_line(line: str, following: str) -> bool:
    """Whether a line describes a picture: it opens with ▲ and a name, and a text follows it."""
    return bool(
        len(line) <= 120 and _CAPTION.match(line) and following and not line.endswith("다.")
    )


def paragraphs_of(root: Tag) -> list[str]:
    """The paragraphs of an article's body, from its first sentence to its last."""
    return cut_furniture(lines_of(root))


def cut_furniture(lines: Iterable[str]) -> list[str]:
    """Paragraphs from lines, without furniture; lines of one paragraph stay lines of one text."""
    kept: list[str] = []
    all_lines = list(lines)
    for number, line in enumerate(all_lines):
        if line and _RELATED.match(line) and len(line) < 60:
            break
        following = next((text for text in all_lines[number + 1 :] if text), "")
        if line and (is_furniture_line(line) or is_caption_line(line, following)):
            kept.append("")
            continue
        kept.append(line)
    paragraphs: list[str] = []
    for line in kept:
        if not line:
            paragraphs.append("")
        elif paragraphs and paragraphs[-1]:
            paragraphs[-1] += f"\n{line}"
        else:
            paragraphs.append(line)
    return [text for text in paragraphs if text]


def first(page: Tag, selectors: Iterable[str]) -> Tag | None:
    """The first element that one of the selectors finds, in the order of the selectors."""
    for selector in selectors:
        found = page.select_one(selector)
        if found is not None:
            return found
    return None


def text_of(page: Tag, selectors: Iterable[str]) -> str:
    """The text of the first element found, without breaks."""
    found = first(page, selectors)
    return " ".join(lines_of(found)) if found is not None else ""


def byline_of(text: str) -> str:
    """The line of a part of a page that names its reporter, or nothing."""
    # Sites put the reporter and the time into one line.
    for line in re.split(r"[\n|｜]", text):
        line = clean_line(line)
        if line and len(line) <= 120 and _BYLINE.match(line):
            return clean_line(
                re.sub(rf"[(<\[]?{_MAIL}[)>\]]?|다른\s*기사\s*(?:보기)?", "", line)
            ).strip("/=[]() ")
    return ""


def parse(text: str) -> BeautifulSoup:
    """A page as a tree; whatever is in it, a tree comes out."""
    return BeautifulSoup(text, "lxml")
