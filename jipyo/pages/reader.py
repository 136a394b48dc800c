"""Any page in, an article or a reason out."""

from __future__ import annotations

import re
from datetime import datetime

from bs4 import BeautifulSoup

from jipyo.pages.decoding import decode
from jipyo.pages.families import FAMILIES, recognise
from jipyo.pages.model import Article, PublishedFrom
from jipyo.pages.texts import clean_line, parse

LONGEST_PAGE = 5_000_000
"""Characters of a page that are read; what comes behind is no article any more."""

_GONE = re.compile(
    r"(?:삭제된|존재하지\s*않는|없는|찾을\s*수\s*없는|비공개(?:된)?|잘못된)\s*(?:기사|게시물|게시글|글|페이지|주소|경로|자료)"
    r"|(?:기사|게시물|게시글|페이지)(?:가|이|를|을)?\s*(?:삭제(?:되었|됐|된)|존재하지\s*않|찾을\s*수\s*없|없습니다)"
    r"|요청하신\s*(?:기사|페이지|게시물)[^.]{0,20}(?:없|않)"
)
_LISTED: dict[str | None, PublishedFrom] = {"feed": "feed", "list": "list"}


def read_page(
    body: bytes,
    url: str,
    *,
    family: str | None = None,
    charset: str | None = None,
    listed_at: datetime | None = None,
    listed_from: str | None = None,
) -> Article:
    """Read a page as fetched.

    Args:
        body: The body of the response, as bytes.
        url: Its public address.
        family: Site family; recognised from the page where it is not given or not known here.
        charset: Charset that the response declared.
        listed_at: Publication time that the feed or list had printed for it.
        listed_from: ``feed`` or ``list``: where that stood.

    Returns:
        The article, or what the page is instead with the reason in ``detail``. Bytes of any kind
        give an answer; nothing is raised for what is in a page.
    """
    text = decode(body, charset)[:LONGEST_PAGE]
    if not text.strip():
        return Article(
            state="no_body", family=family or "generic", url=url, detail="the page is empty"
        )
    page = parse(text)
    chosen = FAMILIES.get(family or "") or recognise(page, url)
    source: PublishedFrom = _LISTED.get(listed_from, "missing")
    if source == "missing":
        listed_at = None
    gone = _gone(page)
    if gone:
        return Article(state="gone", family=chosen.name, url=url, detail=f"the page says: {gone}")
    return chosen.read(page, url, html=text, listed_at=listed_at, listed_from=source)


def _gone(page: BeautifulSoup) -> str:
    """The sentence by which a page says that its article is no more, or nothing.

    A short page may say it anywhere; a city's board says it in the middle of its whole menu.
    """
    for family in FAMILIES.values():
        middle = page.select_one(family.middle) if family.middle else None
        if middle is not None and page.select_one(family.bodies[0]) is None:
            said = clean_line(middle.get_text(" ").replace("\n", " "))
            if len(said) < 400 and _GONE.search(said):
                return said
    alerts = re.findall(
        r"alert\(\s*[\"'](.{4,120}?)[\"']\s*\)", " ".join(s.get_text() for s in page("script"))
    )
    visible = clean_line(
        " ".join(
            text
            for text in page.find_all(string=True)
            if text.parent is not None and text.parent.name not in {"script", "style", "title"}
        ).replace("\n", " ")
    )
    for alert in alerts:
        if _GONE.search(alert) and len(visible) < 400:
            return alert
    found = _GONE.search(visible)
    if found and len(visible) < 400:
        return visible[max(found.start() - 20, 0) : found.end() + 40]
    return ""
