"""What the head of a page says in machine-readable form: JSON-LD, meta, title."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from jipyo.pages.moments import SEOUL, parse_moment
from jipyo.pages.texts import clean_line
from jipyo.pages.tree import Element

_ARTICLE_TYPES = {
    "newsarticle", "article", "reportagenewsarticle", "blogposting", "pressrelease",
    "analysisnewsarticle", "backgroundnewsarticle", "opinionnewsarticle", "report",
}  # fmt: skip
_PUBLISHED_NAMES = (
    "article:published_time", "og:article:published_time", "datepublished", "publish_date",
    "pubdate", "article:published", "dc.date.issued", "dcterms.created", "dd:published_time",
    "published_time", "og:pubdate", "parsely-pub-date", "sailthru.date", "article.published",
    "og:published_time", "regdate", "og:regdate", "dc.date",
)  # fmt: skip
_MODIFIED_NAMES = (
    "article:modified_time", "og:updated_time", "datemodified", "og:modified_time",
    "dd:modified_time", "article:modified", "og:article:modified_time", "lastmod",
    "dcterms.modified", "dc.date.modified",
)  # fmt: skip
_OUTLET_WORDS = re.compile(
    r"(?:신문|일보|신보|민보|뉴스|타임[즈스]|투데이|방송|통신|미디어|저널|매일|데일리|포스트|경제|매거진|닷컴|넷|프레스|news|times|today|daily|press|post|media"
    r"|TV|FM|시청|군청|구청|도청|시의회|교육청|교육지원청|특별시|광역시|누리집|홈페이지|포털|정책브리핑|보도자료|공지사항|고시공고|게시판"
    r"|[가-힣]{1,6}(?:시|군|구|도)|\.(?:com|net|kr|org))\s*[)\]]?$",
    re.IGNORECASE,
)
"""How names of outlets and offices end."""

_SEPARATOR = re.compile(r"\s*(?:\s[-–—|<>ㅣ]+\s|[|<>ㅣ]+|::+|\s[-–—]+|〉|＜|&lt;)\s*")


@dataclass(frozen=True, slots=True)
class Head:
    """Statements of the head; empty or ``None`` where it makes none."""

    title: str
    site_name: str
    json_published_at: datetime | date | None
    json_modified_at: datetime | date | None
    meta_published_at: datetime | date | None
    meta_modified_at: datetime | date | None
    section: str
    author: str
    is_article: bool
    is_profile: bool
    json_body: str


def read_head(page: Element) -> Head:
    """Read the statements of a page's head."""
    metas = _metas(page)
    linked = _linked_article(page)
    site_name = metas.get("og:site_name") or _name_of(linked.get("publisher"))
    title_element = next(page.iter("title"), None)
    shown = (
        clean_line(title_element.text_content().replace("\n", " "))
        if title_element is not None
        else ""
    )
    title = _text(linked.get("headline")) or metas.get("og:title") or metas.get("twitter:title")
    title = title or metas.get("title") or shown
    whole = metas.get("og:title", "")
    if title.endswith(("...", "…")) and len(whole) > len(title):
        title = whole  # Some systems cut the headline in JSON-LD.
    return Head(
        title=without_suffix(_unescaped(clean_line(title.replace("\n", " "))), site_name),
        site_name=site_name,
        json_published_at=parse_moment(_text(linked.get("datePublished"))),
        json_modified_at=parse_moment(_text(linked.get("dateModified"))),
        meta_published_at=_meta_moment(metas, _PUBLISHED_NAMES),
        meta_modified_at=_meta_moment(metas, _MODIFIED_NAMES),
        section=metas.get("article:section") or _name_of(linked.get("articleSection")),
        author=_name_of(linked.get("author")) or metas.get("og:article:author", ""),
        is_article=bool(linked) or metas.get("og:type", "").lower() == "article",
        is_profile=metas.get("og:type", "").lower() == "profile",
        json_body=_text(linked.get("articleBody")),
    )


def modified_time(
    head: Head, *, visible_modified: object, published_at: object
) -> datetime | date | None:
    """The time of the last edit, where the page states one that is not the publication itself.

    Where the head wrote the zone of the publication wrongly, it did so here too: then only what the
    page shows counts.
    """
    machine = [head.json_modified_at, head.meta_modified_at]
    for stated in (head.json_published_at, head.meta_published_at):
        if (
            isinstance(stated, datetime)
            and isinstance(published_at, datetime)
            and abs(_minute(stated) - _minute(published_at)) == timedelta(hours=9)
        ):
            machine = []
    for moment in (*machine, visible_modified):
        if isinstance(moment, datetime) and not _same_minute(moment, published_at):
            return moment.astimezone(SEOUL)
    return None


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _same_minute(moment: datetime, other: object) -> bool:
    if not isinstance(other, datetime):
        return False
    return _minute(moment) == _minute(other)


def without_site_name(title: str, site_name: str) -> str:
    """A title without the site's own name behind it, as the page shows it."""
    if not site_name:
        return title
    pattern = rf"\s*(?:[-|:<>〉＜–—·ㅣ]|&lt;)+\s*[\[(]?{re.escape(site_name)}[\])]?\s*$"
    return re.sub(pattern, "", title).strip()


def without_suffix(title: str, site_name: str) -> str:
    """A title without the outlet's name that pages put behind it, or the sections that they add.

    What follows a separator goes where it is the site's own name, or is named as outlets and
    offices are; anything else may belong to the title.
    """
    title = re.split(r"\s+<\s+|\s*&lt;\s*", title)[0]
    title = without_site_name(title, site_name)
    for _ in range(3):
        parts = list(_SEPARATOR.finditer(title))
        if not parts:
            break
        last = parts[-1]
        tail = title[last.end() :]
        strong = re.search(r"[|ㅣ<>〉＜]|::", last.group(0))
        named = len(tail) <= 25 and not re.search(r"\d", tail) and _OUTLET_WORDS.search(tail)
        if (
            not tail
            or (named and last.start() >= 4)
            or (strong and len(tail) <= 15 and last.start() >= 8)
        ):
            title = title[: last.start()]
        else:
            break
    return title.strip()


def is_site_name(title: str, site_name: str) -> bool:
    """Whether a title is no more than the name of an outlet or an office."""
    words = title.strip("[]() ")
    return words == site_name or (
        len(words) <= 14 and " " not in words and bool(_OUTLET_WORDS.search(words))
    )


def _unescaped(text: str) -> str:
    """A text that was escaped twice, once undone."""
    return (
        html.unescape(text)
        if re.search(r"&(?:quot|amp|lt|gt|apos|nbsp|#\d{2,5}|[lr][sd]quo|middot|hellip);", text)
        else text
    )


def _metas(page: Element) -> dict[str, str]:
    """The first content of each meta name, in small letters."""
    found: dict[str, str] = {}
    for element in page.iter("meta"):
        content = clean_line(element.get("content", "").replace("\n", " "))
        if not content:
            continue
        for attribute in ("property", "name", "itemprop"):
            name = element.get(attribute, "").strip().lower()
            if name:
                found.setdefault(name, content)
    return found


def _meta_moment(metas: dict[str, str], names: Iterable[str]) -> datetime | date | None:
    for name in names:
        moment = parse_moment(metas.get(name, ""))
        if moment is not None:
            return moment
    return None


def _linked_article(page: Element) -> dict[str, Any]:
    """The JSON-LD object that is an article and says most; broken JSON is left alone."""
    best: dict[str, Any] = {}
    for script in page.iter("script"):
        if "ld+json" not in script.get("type", "").lower():
            continue
        for data in _loaded(script.text_content()):
            for entry in _objects(data, 0):
                kinds = entry.get("@type")
                names = cast("list[object]", kinds) if isinstance(kinds, list) else [kinds]
                if any(str(name).lower() in _ARTICLE_TYPES for name in names) and _weight(
                    entry
                ) > _weight(best):
                    best = entry
    return best


def _weight(entry: dict[str, Any]) -> int:
    wanted = ("headline", "datePublished", "author", "articleBody", "dateModified")
    return sum(bool(entry.get(name)) for name in wanted) + bool(entry)


def _loaded(text: str) -> Iterator[object]:
    """What a script of JSON-LD holds; with the mends that real ones need."""
    text = re.sub(
        r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$", "", text.strip()
    )
    text = text.strip().rstrip(";")
    for attempt in (text, re.sub(r",\s*([}\]])", r"\1", text)):
        try:
            yield json.loads(attempt, strict=False)
        except (json.JSONDecodeError, RecursionError):
            continue
        return
    # Times survive in a block whose other strings hold bare quotation marks.
    mended: dict[str, str] = {}
    for name in ("datePublished", "dateModified"):
        found = re.search(rf'"{name}"\s*:\s*"([^"]{{8,40}})"', text)
        if found:
            mended[name] = found.group(1)
    kind = re.search(r'"@type"\s*:\s*"(\w+)"', text)
    kinds = re.findall(r'"@type"\s*:\s*"(\w+)"', text)
    if mended and kind and any(name.lower() in _ARTICLE_TYPES for name in kinds):
        yield {"@type": "NewsArticle", **mended}


def _objects(data: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(data, dict):
        entry = cast("dict[str, Any]", data)
        yield entry
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(entry.get(name), depth + 1)
    elif isinstance(data, list):
        for item in cast("list[object]", data):
            yield from _objects(item, depth + 1)


def _text(value: object) -> str:
    return html.unescape(value).strip() if isinstance(value, str) else ""


def _name_of(value: object) -> str:
    if isinstance(value, list):
        names = cast("list[object]", value)
        return _name_of(names[0]) if names else ""
    if isinstance(value, dict):
        return _name_of(cast("dict[str, Any]", value).get("name"))
    return _text(value)
