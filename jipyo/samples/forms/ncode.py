"""The news system whose articles stand at `/news/newsview.php?ncode=`.

Its traps: pages of lists are counted from zero, so that the second is `pagenum=1`; numbers have
sixteen digits; pictures of lists stand in styles; times run to the second. Assembled from
fragments.
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
    gone_in_words,
    pager,
)
from jipyo.samples.pages import PageArticle, block, lead

_SEARCH = "/news/search.php?q=&sfld=all&period=MONTH%7C1"


def address(origin: str, article: PageArticle) -> str:
    """The address of an article, with a number of sixteen digits."""
    return f"{origin}/news/newsview.php?ncode=1065{article.number:012d}"


def article_page(edition: Edition, article: PageArticle) -> str:
    """The page of an article."""
    title, byline, name = map(escape, (article.title, article.byline, edition.name))
    picture = (
        f'<figure class="image"><img src="/news/data/20261115/p{article.number}.jpg"><figcaption>{escape(article.caption)}</figcaption></figure>'
        if article.caption
        else ""
    )
    body = "".join(block(text) for text in article.paragraphs)
    return f"""<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{name} - {title}</title>
<meta property="og:title" content="{title}"><meta property="og:site_name" content="{name}"></head><body>
<div class="gnb"><a href="/news/newslist.php?mcode=m1">시정</a></div>
<div class="viewTitle"><h3>{title}</h3><dl><dt>{byline}</dt><dd>{article.published_at:%Y-%m-%d %H:%M:%S}</dd></dl></div>
<div id="viewConts">{picture}{body}<p>[저작권자ⓒ {name}. 무단전재-재배포 금지]</p></div>
<div class="rank"><h4>인기 기사</h4><ul><li><a href="{address(edition.origin, OLD_ARTICLE)}">{escape(OLD_ARTICLE.title)}</a></li></ul></div>
<div id="footer">등록일 2010-09-01 발행인 하늘</div></body></html>"""


def list_page(edition: Edition, page: ListPage) -> str:
    """The list, whose second page is number one."""
    rows = "".join(
        f'<dl><dt><a href="/news/newsview.php?ncode=1065{article.number:012d}">{escape(article.title)}</a></dt>'
        f'<dd class="img"><a href="/news/newsview.php?ncode=1065{article.number:012d}" style="background-image:url(/news/data/p{article.number}_thum.jpg)"></a></dd>'
        f'<dd class="conts">{lead(article)}</dd><dd class="winfo">{escape(article.byline)} {article.published_at:%Y.%m.%d %H:%M}</dd></dl>'
        for article in page.articles
    )
    advertised = f'<dl><dt><a href="{address(ADVERTISER, OLD_ARTICLE)}">봄맞이 특가</a></dt></dl>'
    numbers = pager(page, lambda number: f"{_SEARCH}&pagenum={number - 1}", "pageindex")
    return f"""<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{escape(edition.name)} - 뉴스 검색</title></head><body>
<div class="listPhoto">{rows}{advertised}</div>{numbers}
<div class="rank"><h4>인기 기사</h4><ul><li><a href="{address(edition.origin, OLD_ARTICLE)}">{escape(OLD_ARTICLE.title)}</a></li></ul></div></body></html>"""


FORM = Form(
    name="ncode",
    family="ncode",
    lists=(_SEARCH,),
    address=address,
    article_target=r"^/news/newsview\.php\?(?:.*&)?ncode=\d+",
    article_page=article_page,
    list_page=list_page,
    deleted=gone_in_words(status=404),
    turning=Turning("pagenum", first=0),
    shows=frozenset({"byline"}),
)
