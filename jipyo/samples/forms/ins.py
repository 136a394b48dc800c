"""INS: tables, addresses that are bare numbers, or `sub_read.html?uid=` in old installations.

Its traps: times with slashes and brackets, single quotation marks, captions in the next cell of a
picture's table, the section in the address in percent-encoded EUC-KR, the same story several times
on the front page. Assembled from three readers of others; a real front page was seen.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from html import escape

from jipyo.samples.forms.form import (
    ADVERTISER,
    OLD_ARTICLE,
    Edition,
    Form,
    ListPage,
    Turning,
    gone_home,
    gone_in_words,
    pager,
    percent_cp949,
    rss,
)
from jipyo.samples.pages import PageArticle, block, lead


def address(origin: str, article: PageArticle) -> str:
    """The address of an article: its number."""
    return f"{origin}/{article.number}"


def old_address(origin: str, article: PageArticle) -> str:
    """The address of an article in old installations."""
    return f"{origin}/sub_read.html?uid={article.number}"


def _old_link(origin: str, article: PageArticle) -> str:
    section = percent_cp949(article.section)
    return f"{old_address(origin, article)}&amp;section=sc1&amp;section2={section}"


def _rss_time(moment: datetime) -> str:
    return f"{moment:%a, %d %b %Y %H:%M:%S} +0900"


def article_page(edition: Edition, article: PageArticle) -> str:
    """The page of an article."""
    title, byline = escape(article.title), escape(article.byline)
    subtitle = "".join(
        f'<h2 class="read_subtitle">{"<br>".join(map(escape, article.subtitle_lines))}</h2>'
        if article.subtitle_lines
        else ""
    )
    picture = (
        '<table class="body_img_table"><tr><td><img id="img_pop_view" src="/imgdata/press_example/202611/1.jpg"></td></tr>'
        f"<tr><td>▲ {escape(article.caption)}</td></tr></table>"
        if article.caption
        else ""
    )
    body = "".join(block(text) for text in article.paragraphs)
    return f"""<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{escape(edition.name)}:{title}</title>
<meta property="og:title" content="{title}"><meta property="og:site_name" content="{escape(edition.name)}"><script src="/js/ins_js.js"></script></head><body>
<table id="top"><tr><td><a href='/default.html?html=login.html'>로그인</a></td><td><a href='/sub.html?section=sc1'>정치</a></td><td>편집 2026.11.15 [22:10]</td></tr></table>
<div class="article_head"><h1 class="read_title">{title}</h1>{subtitle}</div>
<div class="read_option_top"><div class="writer_time">{byline} | 기사입력 {article.published_at:%Y/%m/%d [%H:%M]}</div></div>
<table class="table_sub_read"><tr><td class="td_sub_read_contents"><div id="textinput">{picture}{body}</div></td></tr></table>
<table class="read_bottom"><tr><td>기사입력 : {article.published_at:%Y/%m/%d [%H:%M]}<br>ⓒ {escape(edition.name)}. 무단전재 및 재배포 금지</td></tr></table>
<div class="best_news"><b>많이 본 뉴스</b><dl><dt><a href='/{OLD_ARTICLE.number}'>{escape(OLD_ARTICLE.title)}</a></dt></dl></div>
<table id="bottom"><tr><td>등록일 2008년 3월 2일 | 발행인 바다로</td></tr></table></body></html>"""


def _list_page(link: Callable[[str, PageArticle], str]) -> Callable[[Edition, ListPage], str]:
    def page_of_list(edition: Edition, page: ListPage) -> str:
        rows = "".join(
            f"<dl><dt><a href='{link('', article)}'>{escape(article.title)}</a></dt>"
            f"<dd class='body1'><a href='{link('', article)}'><img src='./data/press_example/mainimages/202611/1.jpg'></a> {lead(article)}</dd>"
            f"<dd class='etc'>{escape(article.byline)} | {article.published_at:%Y.%m.%d %H:%M}</dd></dl>"
            for article in page.articles
        )
        return f"""<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{escape(edition.name)}</title><script src="/js/ins_js.js"></script></head><body>
<table id="top"><tr><td><a href='/default.html?html=login.html'>로그인</a></td><td><a href='/sub.html?section=sc1'>정치</a></td></tr></table>
<table><tr><td class="sub_read_list">{rows}<dl><dt><a href='{link(ADVERTISER, OLD_ARTICLE)}'>봄맞이 특가</a></dt></dl></td>
<td><div class="best_news"><b>많이 본 뉴스</b><dl><dt><a href='{link("", OLD_ARTICLE)}'>{escape(OLD_ARTICLE.title)}</a></dt></dl></div></td></tr></table>
{pager(page, lambda number: f"/sub_view.html?page={number}")}</body></html>"""

    return page_of_list


FORM = Form(
    name="ins",
    family="ins",
    lists=("/sub_view.html",),
    feeds=("/rss/rss_news.php",),
    feed=lambda edition: rss(edition, address, time=_rss_time),
    address=address,
    article_target=r"^/\d+$",
    article_page=article_page,
    list_page=_list_page(address),
    deleted=gone_home,
    turning=Turning(beyond="last"),
    shows=frozenset({"subtitle", "byline"}),
)

OLD_FORM = Form(
    name="ins-old",
    family="ins",
    lists=("/sub_view.html",),
    address=old_address,
    article_target=r"^/sub_read\.html\?(?:.*&)?uid=\d+",
    article_page=article_page,
    list_page=_list_page(_old_link),
    deleted=gone_in_words(status=404, words="기사를 찾을 수 없습니다."),
    turning=Turning(beyond="last"),
    charset="euc-kr",
    content_type="text/html",
    shows=frozenset({"subtitle", "byline"}),
)
