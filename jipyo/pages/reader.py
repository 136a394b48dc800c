"""Any page in, an article or a reason out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from jipyo.pages.attachments import attachments_of, only_points_to_attachments
from jipyo.pages.decoding import decode
from jipyo.pages.families import FAMILIES, Family, recognise
from jipyo.pages.model import Article, PublishedFrom
from jipyo.pages.page import Page
from jipyo.pages.texts import clean_line, lines_of
from jipyo.pages.tree import select_one

LONGEST_PAGE = 5_000_000
"""Characters of a page that are read; what comes behind is no article any more."""

_THING = r"(?:기사|게시물|게시글|글|페이지|자료|뉴스|콘텐츠|컨텐츠|문서)"
_GONE = re.compile(
    r"(?:삭제(?:된|되었거나)|존재\s*하지\s*않는|(?<![가-힣])없는|찾을\s*수\s*없는"
    rf"|비공개(?:된|\s*처리된)?|서비스(?:하지|되지)\s*않는|잘못된)\s*(?:{_THING}|주소|경로)"
    rf"|(?<!등록된 )(?<!검색된 )(?<!작성된 )(?<!조회된 ){_THING}(?:가|이|를|을|은|는)?\s*"
    r"(?:삭제(?:되었|됐|된)|존재\s*하지\s*않|찾을\s*수\s*(?:가\s*)?없|이미\s*삭제)"
    rf"|(?:해당|요청하신|요청한)\s*{_THING}[^.]{{0,20}}(?:없습|않습|없거나|않거나|삭제)"
    r"|404\s*(?:not\s*found|error|에러|오류)|page\s*not\s*found",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"(?:권한이|접근\s*권한이)\s*없|로그인\s*(?:후|하셔야|이\s*필요)|잘못된\s*접근|점검\s*중|일시적인?\s*(?:오류|장애)|오류가\s*발생|접속이\s*(?:차단|원활)|비정상적인\s*접근"
    r"|사람인지\s*확인|보안\s*(?:문자|확인)|보안을\s*(?:검토|확인)|just\s+a\s+moment|checking\s+your\s+browser"
    r"|access\s+denied|enable\s+javascript\s+and\s+cookies",
    re.IGNORECASE,
)
_ALERT = re.compile(r"alert\(\s*[\"'](.{4,160}?)[\"']\s*\)", re.DOTALL)
_LEADS = re.compile(r"location\.(?:href|replace)|history\.(?:back|go)")
_LISTED: dict[str | None, PublishedFrom] = {"feed": "feed", "list": "list"}

LONGEST_MESSAGE = 60_000
"""Characters of markup beyond which a page is looked at for more than a message."""

SHORT_PAGE = 400
"""Characters under which a page that carries no article's element says nothing but one message."""


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
    page = Page(text, url)
    given = FAMILIES.get(family or "")
    chosen = given or recognise(page)
    source: PublishedFrom = _LISTED.get(listed_from, "missing")
    if source == "missing":
        listed_at = None
    message = _message(page, chosen)
    if message is not None:
        return message
    # Before the page is read: readers take out of it what is no text.
    attachments = attachments_of(page)
    article = chosen.read(page, listed_at=listed_at, listed_from=source)
    if attachments and article.state in {"article", "no_body"}:
        article = replace(article, attachments=attachments)
        if article.state == "article" and only_points_to_attachments(article.body):
            return replace(
                article, state="no_body", body="", detail="the text only points to its attachments"
            )
    asked = chosen.fixed_addresses and chosen.address(page.parts) is not None
    if article.state in {"selector_drift", "no_body", "not_article"} or (
        article.state == "list" and asked
    ):
        said = _instead_of_article(page, chosen)
        if said:
            return _said(chosen, page, said)
    if article.state == "article" and len(article.body) < 200 and not page.head.json_published_at:
        found = _GONE.search(article.body[:120])
        if found:
            return _said(chosen, page, article.body)
    if article.state == "selector_drift" and given is None and not _may_be_article(page, chosen):
        return replace(
            article,
            state="not_article",
            detail="neither its address nor its markup is that of an article",
        )
    return article


def _may_be_article(page: Page, family: Family) -> bool:
    """Whether an address can be that of an article: it has the family's form, or a number."""
    if not page.parts.netloc:
        return True
    if family.fixed_addresses and family.address(page.parts) is not None:
        return True
    return bool(re.search(r"\d{3,}", f"{page.parts.path}?{page.parts.query}"))


def _said(family: Family, page: Page, message: str) -> Article:
    """What a page is that says a message in the article's place."""
    text = clean_line(message.replace("\\n", " ").replace("\n", " "))[:160]
    return Article(
        state="gone" if _GONE.search(text) else "not_article",
        family=family.name,
        url=page.url,
        detail=f"the page says: {text}",
    )


def _message(page: Page, family: Family) -> Article | None:
    """What a page is that is nothing but a message, or a step to another page.

    Such a page says in a box of its script or in a line that there is no article, and goes back.
    """
    if len(page.text) > LONGEST_MESSAGE or _says_much(page):
        return None
    visible = " ".join(page.lines)
    title = next(page.root.iter("title"), None)
    if title is not None:
        visible = visible.removeprefix(clean_line(title.text_content().replace("\n", " "))).strip()
    if len(visible) >= SHORT_PAGE:
        return None
    scripts = " ".join(script.text_content() for script in page.root.iter("script"))
    alerts = _ALERT.findall(scripts)
    for alert in alerts:
        if _GONE.search(alert) or _REFUSED.search(alert):
            return _said(family, page, alert)
    found = _GONE.search(visible)
    if found:
        return _said(family, page, visible[max(found.start() - 20, 0) : found.end() + 40])
    if _REFUSED.search(visible) and len(visible) < SHORT_PAGE / 2 and not page.head.is_article:
        return _said(family, page, visible)
    leads = _LEADS.search(scripts) or select_one(
        page.root, "meta[http-equiv=refresh][content*=url]"
    )
    if leads is not None and len(visible) < 60:
        told = f", after saying: {clean_line(alerts[0])}" if alerts else ""
        return Article(
            state="gone",
            family=family.name,
            url=page.url,
            detail=f"the page has nothing but a step to another page{told}",
        )
    return None


def _says_much(page: Page) -> bool:
    """Whether a page shows more than a message does; its lines need not be made for that."""
    shown = 0
    for element in page.root.iter():
        if element.tag in {"title", "script", "style", "noscript"}:
            pieces = (element.tail,)
        else:
            pieces = (element.text, element.tail)
        for piece in pieces:
            if piece:
                shown += len("".join(piece.split()))
        if shown >= SHORT_PAGE:
            return True
    return False


def _instead_of_article(page: Page, family: Family) -> str:
    """The line by which a page says among its menus that there is no article, or nothing."""
    middle = select_one(page.root, family.middle) if family.middle else None
    for line in page.lines if middle is None else lines_of(middle):
        if 6 <= len(line) <= 120 and (_GONE.search(line) or _REFUSED.search(line)):
            return line
    return ""
