"""The government's news site, on which all ministries publish.

Its traps: titles of the feed begin with the ministry in brackets, its links carry where they were
found, items whose text says only that it is attached, a list by days (`startDate`, `endDate`). After
rows of lists and feeds; the element of the text is our reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

from jipyo.samples.forms.form import (
    ADVERTISER,
    OLD_ARTICLE,
    Asked,
    Edition,
    Form,
    ListPage,
    Turning,
    gone_in_words,
    pager,
    rss,
)
from jipyo.samples.pages import PageArticle, block, lead, lines

_LIST = "/briefing/pressReleaseList.do"


def address(origin: str, article: PageArticle) -> str:
    """The address of a press release."""
    return f"{origin}/briefing/pressReleaseView.do?newsId={article.number}"


def _rss_time(moment: datetime) -> str:
    return f"{moment:%a, %d %b %Y %H:%M:%S} +0900"


def feed(edition: Edition) -> str:
    """The feed: the ministry before the title, the way of finding behind the address."""
    return rss(
        edition,
        address,
        time=_rss_time,
        title=lambda article: f"[{article.byline}]{article.title}",
        suffix="&call_from=rsslink",
        description=lambda _: "첨부파일 참고",
    )


def listed(edition: Edition, asked: Asked) -> Sequence[PageArticle]:
    """The press releases of the days that a request names, or all."""
    start, end = asked.query.get("startDate", ""), asked.query.get("endDate", "")
    return [
        article
        for article in edition.articles
        if (start or "0000") <= article.published_at.date().isoformat() <= (end or "9999")
    ]


def article_page(edition: Edition, article: PageArticle) -> str:
    """The page of a press release."""
    title = escape(article.title)
    subtitle = f"<h2>{lines(article.subtitle_lines)}</h2>" if article.subtitle_lines else ""
    return f"""<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>{title} - 브리핑룸 | 보도자료 | {escape(edition.name)}</title><meta property="og:title" content="{title}"></head><body>
<div class="gnb"><a href="{_LIST}">보도자료</a></div><div id="container"><div class="article_head"><h1>{title}</h1>{subtitle}<div class="info"><span>{article.published_at:%Y.%m.%d}</span><span>{escape(article.byline)}</span></div></div>
<div class="article_body"><div class="view_cont">{"".join(map(block, article.paragraphs))}<p>이 자료는 {escape(article.byline)}의 보도자료를 전재하여 제공함을 알려드립니다.</p></div>
<div class="file_down"><a href="/common/download.do?fileId={article.number}&amp;tblKey=GMN">보도자료.hwpx</a></div></div>
<div class="kogl"><img alt="공공누리 1유형"> 출처표시</div>
<div class="recommend"><strong>많이 본 보도자료</strong><ul><li><a href="{address("", OLD_ARTICLE)}">{escape(OLD_ARTICLE.title)}</a></li></ul></div></div>
<footer>제공 {escape(edition.name)} 2008.02.29 개설</footer></body></html>"""


def list_page(edition: Edition, page: ListPage) -> str:
    """The list: each row is one link."""
    rows = "".join(
        f'<li><a href="/briefing/pressReleaseView.do?newsId={article.number}&amp;pageIndex={page.number}&amp;startDate=2026-11-01"><span class="text"><strong>{escape(article.title)}</strong>'
        f'<span class="lead">{lead(article)}</span><span class="source"><span>{article.published_at:%Y.%m.%d}</span><span>{escape(article.byline)}</span></span></span></a></li>'
        for article in page.articles
    )
    return f"""<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>보도자료 | {escape(edition.name)}</title></head><body>
<div class="gnb"><a href="{_LIST}">보도자료</a></div><div class="list_type"><ul>{rows}<li><a href="{address(ADVERTISER, OLD_ARTICLE)}"><strong>알림</strong></a></li></ul></div>
{pager(page, lambda number: f"#{number}")}
<div class="recommend"><strong>많이 본 보도자료</strong><ul><li><a href="{address("", OLD_ARTICLE)}">{escape(OLD_ARTICLE.title)}</a></li></ul></div></body></html>"""


FORM = Form(
    name="koreakr",
    family="koreakr",
    lists=(_LIST,),
    feeds=("/rss/pressrelease.xml",),
    feed=feed,
    address=address,
    article_target=r"View\.do\?(?:.*&)?newsId=\d+",
    article_page=article_page,
    list_page=list_page,
    listed=listed,
    deleted=gone_in_words(words="요청하신 페이지를 찾을 수 없습니다."),
    turning=Turning("pageIndex"),
    # The feed prints the minute.
    prints="day",
    shows=frozenset({"subtitle", "byline"}),
)
