"""ND Soft, second generation, about 2013 to 2020: the text in `#articleBody`.

Its traps: the subtitle, the reporter's box and the copyright inside the text, captions in blocks
beside floating pictures, no machine-readable statement, the reporter's address in brackets.
Assembled from readers of others; what stands between the named elements is ours.
"""

from __future__ import annotations

from html import escape

from jipyo.samples.forms import ndsoft
from jipyo.samples.forms.form import (
    ADVERTISER,
    OLD_ARTICLE,
    Edition,
    Form,
    ListPage,
    Turning,
    gone_in_words,
    pager,
)
from jipyo.samples.pages import PageArticle, broken, lead, lines


def article_page(edition: Edition, article: PageArticle) -> str:
    """The page of an article."""
    title, name = escape(article.title), escape(edition.name)
    subtitle = (
        f'<div class="article-head-sub">{lines(article.subtitle_lines)}</div>'
        if article.subtitle_lines
        else ""
    )
    picture = (
        f'<div class="IMGFLOATING"><img src="/news/photo/{article.number}.jpg"><div>▲ {escape(article.caption)}</div></div>'
        if article.caption
        else ""
    )
    edited = f"<li>수정 {article.edited_at:%Y.%m.%d %H:%M}</li>" if article.edited_at else ""
    return f"""<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{title} - {name}</title>
<meta property="og:title" content="{title} - {name}"><meta property="og:site_name" content="{name}"><meta property="og:type" content="article">
<meta property="og:image" content="https://cdn.example/image/logo.png"></head><body>{ndsoft.menu(edition)}
<div id="user-container"><div class="article-head"><div class="article-head-title">{title}</div></div>
<div class="info-text"><ul><li>{escape(article.byline)}(desk@press.example)</li><li>승인 {article.published_at:%Y.%m.%d %H:%M}</li>{edited}<li>댓글 0</li></ul></div>
<div id="articleBody">{subtitle}{picture}{broken(article.paragraphs)}<br><br>
<div class="ad-template"><script>adsbygoogle.push({{}});</script>오늘만 9,900원</div>
<div class="view-copyright">저작권자 © {name} 무단전재 및 재배포 금지</div>
<div class="view-editors"><span class="names">{escape(article.byline)}</span><span class="user-email">desk@press.example</span></div></div>
{ndsoft.sidebar(edition, ndsoft.others_than(edition, article))}</div>{ndsoft.footer(edition)}</body></html>"""


def list_page(edition: Edition, page: ListPage) -> str:
    """The list, turned by its address."""
    rows = "".join(
        f'<div class="list-block"><div class="list-titles"><a href="/news/articleView.html?idxno={article.number}">{escape(article.title)}</a></div>'
        f'<p class="list-summary"><a href="/news/articleView.html?idxno={article.number}">{lead(article)}</a></p>'
        f'<div class="list-dated">{escape(article.section)} | {escape(article.byline)} | {article.published_at:%Y-%m-%d %H:%M}</div></div>'
        for article in page.articles
    )
    advertised = f'<div class="list-block"><a href="{ndsoft.address(ADVERTISER, OLD_ARTICLE)}">봄맞이 특가</a></div>'
    return f"""<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>전체기사 - {escape(edition.name)}</title></head><body>{ndsoft.menu(edition)}
<div id="user-container"><section class="article-list"><section class="article-list-content type-sm">{rows}{advertised}</section></section>
{pager(page, lambda number: f"/news/articleList.html?page={number}&total={page.total}&view_type=", "pagination")}</div>
{ndsoft.sidebar(edition, ())}{ndsoft.footer(edition)}</body></html>"""


FORM = Form(
    name="ndsoft-second",
    family="ndsoft",
    lists=(ndsoft.LIST,),
    feeds=("/rss/allArticle.xml",),
    feed=ndsoft.feed,
    address=ndsoft.address,
    article_target=ndsoft.TARGET,
    article_page=article_page,
    list_page=list_page,
    deleted=gone_in_words(words="삭제된 기사입니다."),
    turning=Turning(beyond="last"),
    robots=ndsoft.ROBOTS,
    shows=frozenset({"subtitle", "byline", "edited_at"}),
)
