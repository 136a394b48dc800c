"""The news system whose articles stand at `/news/article.html?no=`.

Its traps: a row of the list is one link around title, lead, reporter and time; the reporter's box
and the copyright are the last blocks inside the text; the page for phones is the same article. Lists
were seen on real pages, articles in fragments.
"""

from __future__ import annotations

from html import escape

from jipyo.samples.forms.form import (
    ADVERTISER,
    OLD_ARTICLE,
    Edition,
    Form,
    ListPage,
    Turning,
    gone_by_alert,
    pager,
)
from jipyo.samples.pages import PageArticle, block, lead, lines


def address(origin: str, article: PageArticle) -> str:
    """The address of an article."""
    return f"{origin}/news/article.html?no={article.number}"


def _side(edition: Edition) -> str:
    return (
        '<div class="ranking"><h4>가장 많이 본 뉴스</h4><ul class="rank_list"><li>'
        f'<a href="{address(edition.origin, OLD_ARTICLE)}">{escape(OLD_ARTICLE.title)}</a></li></ul></div>'
    )


def article_page(edition: Edition, article: PageArticle) -> str:
    """The page of an article."""
    title, byline, name = map(escape, (article.title, article.byline, edition.name))
    subtitle = f"<h3>{lines(article.subtitle_lines)}</h3>" if article.subtitle_lines else ""
    picture = (
        f'<div class="imgframe"><img src="/data/photos/20261146/art_{article.number}_ab12.jpg"><p class="img_caption">▲ {escape(article.caption)}</p></div>'
        if article.caption
        else ""
    )
    body = "".join(block(text) for text in article.paragraphs)
    return f"""<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>[{name}] {title}</title>
<meta property="og:title" content="{title}"><meta property="og:site_name" content="{name}"></head><body>
<div class="path_wrap"><h3><a href="/news/section.html?sec_no=1">{escape(article.section)}</a></h3></div>
<div class="arv_005_01"><div class="fix_art_top"><h2>{title}</h2>{subtitle}
<ul class="art_info"><li><a href="/news/article_list_writer.html?name={byline}">{byline}</a></li><li>등록 {article.published_at:%Y.%m.%d %H:%M:%S}</li></ul></div></div>
<div class="cnt_view news_body_area"><div id="news_body_area">{picture}{body}
<div><ul><li><a href="/news/article_list_writer.html?name={byline}">{byline}의 전체기사 보기</a></li></ul></div>
<div>Copyright @{name} All rights reserved.</div></div></div>
<a href="/mobile/article.html?no={article.number}">모바일에서 보기</a>{_side(edition)}
<div id="footer">등록일 2012년 7월 3일 | 발행인 바다로 | Copyright @{name} Corp.</div></body></html>"""


def list_page(edition: Edition, page: ListPage) -> str:
    """The list: each row is one link."""
    rows = "".join(
        f'<li><a href="/news/article.html?no={article.number}"><img src="/data/photos/{article.number}.jpg"><h2>{escape(article.title)}</h2><p>{lead(article)}</p>'
        f'<ul class="ffd art_info"><li>{escape(article.byline)}</li><li class="date">{article.published_at:%Y-%m-%d %H:%M}</li></ul></a></li>'
        for article in page.articles
    )
    return f"""<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{escape(edition.name)} 전체기사</title></head><body>
<ul class="gnb"><li><a href="/news/section_list_all.html?sec_no=1">시정</a></li></ul>
<ul class="art_list_all">{rows}<li><a href="{address(ADVERTISER, OLD_ARTICLE)}"><h2>봄맞이 특가</h2></a></li></ul>
{pager(page, lambda number: f"/news/article_list_all.html?page={number}", "pagination")}{_side(edition)}</body></html>"""


FORM = Form(
    name="mediaon",
    family="mediaon",
    lists=("/news/article_list_all.html",),
    address=address,
    article_target=r"^/(?:news|mobile)/article\.html\?(?:.*&)?no=\d+",
    article_page=article_page,
    list_page=list_page,
    deleted=gone_by_alert(words="존재하지 않는 기사입니다."),
    turning=Turning(beyond="last"),
    rows=25,
    shows=frozenset({"subtitle", "section", "byline"}),
)
