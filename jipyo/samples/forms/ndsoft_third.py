"""ND Soft, third generation, about 2019 to 2024.

Its traps: the last paragraph is the reporter's line, the copyright and the writer's box stand behind
the text, the usual feed is dead and another one is alive, which names reporters by `dc:creator`.
Assembled from tests of others; what stands between the named elements is ours.
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
    bare_time,
    gone_by_alert,
    pager,
    rss,
)
from jipyo.samples.pages import PageArticle, block, lead, lines


def feed(edition: Edition) -> str:
    """A feed whose times have no zone and whose reporters stand in another element."""
    return rss(edition, ndsoft.address, time=bare_time, author="dc:creator")


def article_page(edition: Edition, article: PageArticle) -> str:
    """The page of an article."""
    title, byline = escape(article.title), escape(article.byline)
    subtitle = (
        f'<h4 class="subheading">{lines(article.subtitle_lines)}</h4>'
        if article.subtitle_lines
        else ""
    )
    figure = (
        f'<figure class="photo-layout image photo_{article.number} float-center"><img alt="" src="https://cdn.example/{article.number}.jpg">'
        f"<figcaption>▲ {escape(article.caption)}</figcaption></figure>"
        if article.caption
        else ""
    )
    edited = (
        f'<li><i class="icon-clock-o"></i> 수정 {article.edited_at:%Y.%m.%d %H:%M}</li>'
        if article.edited_at
        else ""
    )
    body = "".join(block(text) for text in article.paragraphs)
    return f"""<!doctype html><html lang="ko"><head><meta charset="utf-8"><meta property="og:title" content="{title} - {escape(edition.name)}">
<meta property="og:site_name" content="{escape(edition.name)}"><meta property="og:type" content="article">
<meta property="article:published_time" content="{article.published_at.isoformat()}"><title>{title} < {escape(article.section)} < 기사본문 - {escape(edition.name)}</title></head><body>
{ndsoft.menu(edition)}<section id="articleViewCon"><header class="article-view-header">
<nav class="path">홈 &gt; {escape(article.section)}</nav><h3 class="heading">{title}</h3>{subtitle}
<div class="info-group"><ul class="infomation"><li><i class="icon-user-o"></i> {byline}</li><li><i class="icon-clock-o"></i> 입력 {article.published_at:%Y.%m.%d %H:%M}</li>{edited}<li><i class="icon-chat"></i> 댓글 0</li></ul></div></header>
<div class="grid-wrap"><article class="grid body"><article id="article-view-content-div" class="article-veiw-body view-page font-size17" itemprop="articleBody">
{figure}{body}<p>&nbsp;</p><p>{byline} desk@press.example</p></article>
<article class="writer"><strong class="name">{byline}</strong><a class="email">desk@press.example</a><a>다른기사 보기</a></article>
<article class="article-copy">저작권자 © {escape(edition.name)} 무단전재 및 재배포 금지</article></article></div></section>
{ndsoft.sidebar(edition, ndsoft.others_than(edition, article))}{ndsoft.footer(edition)}</body></html>"""


def list_page(edition: Edition, page: ListPage) -> str:
    """The list, turned by its address."""
    rows = "".join(
        f'<li><a href="/news/articleView.html?idxno={article.number}" class="thumb"><img src="/news/thumbnail/{article.number}_v150.jpg" alt=""></a>'
        f'<div class="view-cont"><h4 class="titles"><a href="/news/articleView.html?idxno={article.number}" target="_top">{escape(article.title)}</a></h4>'
        f'<p class="lead line-6x2"><a href="/news/articleView.html?idxno={article.number}">{lead(article)}</a></p>'
        f'<span class="byline"><em>{escape(article.section)}</em><em>{escape(article.byline)}</em><em>{article.published_at:%Y.%m.%d %H:%M}</em></span></div></li>'
        for article in page.articles
    )
    advertised = f'<li><h4 class="titles"><a href="{ndsoft.address(ADVERTISER, OLD_ARTICLE)}">봄맞이 특가</a></h4></li>'
    return f"""<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>전체기사 - {escape(edition.name)}</title></head><body>{ndsoft.menu(edition)}
<section id="section-list"><ul class="type2">{rows}{advertised}</ul></section>
{pager(page, lambda number: f"/news/articleList.html?page={number}&total={page.total}&view_type=sm", "pagination")}
{ndsoft.sidebar(edition, ())}{ndsoft.footer(edition)}</body></html>"""


FORM = Form(
    name="ndsoft-third",
    family="ndsoft",
    lists=(f"{ndsoft.LIST}?view_type=sm",),
    feeds=(ndsoft.NEWER_FEED,),
    feed=feed,
    address=ndsoft.address,
    article_target=ndsoft.TARGET,
    article_page=article_page,
    list_page=list_page,
    deleted=gone_by_alert(leads="location.href='/';", words="서비스하지 않는 기사입니다."),
    turning=Turning(beyond="last"),
    robots=ndsoft.ROBOTS,
    shows=frozenset({"subtitle", "section", "byline", "edited_at"}),
)
