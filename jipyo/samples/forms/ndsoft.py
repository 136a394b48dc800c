"""ND Soft, newest generation: checked tag by tag against saved real pages.

Its traps: the list grows by a button and `page=` in its address gives the first page again; a
hidden template row; dates without a year; the headline a second time in a bar that sticks; styles
and scripts of advertisements inside the text; share buttons that carry addresses and texts in
attributes; sidebars; a feed whose times have no zone, and another that answers with a web page.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from jipyo.samples.forms.form import (
    ADVERTISER,
    OLD_ARTICLE,
    Answer,
    Asked,
    Edition,
    Form,
    ListPage,
    Turning,
    bare_time,
    gone_by_alert,
    page_of,
    rss,
)
from jipyo.samples.pages import PageArticle, block, lead, lines

ROBOTS = "User-agent: *\nDisallow: /member/\nAllow: /\n"
AJAX = "/news/ajaxArticlePaging.php"
NEWER_FEED = "/rss/gn_rss_allArticle.xml"
LIST = "/news/articleList.html"
TARGET = r"^/news/articleView(?:Amp)?\.html\?(?:.*&)?idxno=\d+"


def address(origin: str, article: PageArticle) -> str:
    """The address of an article, the same in all generations."""
    return f"{origin}/news/articleView.html?idxno={article.number}"


def feed(edition: Edition) -> str:
    """A feed whose times have no zone."""
    return rss(edition, address, time=bare_time)


def linked_data(edition: Edition, article: PageArticle) -> str:
    """The statement for machines; paragraphs are glued without a space."""
    stated = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": {"@type": "WebPage", "@id": address(edition.origin, article)},
        "headline": article.title,
        "description": "".join(article.paragraphs)[:300],
        "datePublished": article.published_at.isoformat(),
        "dateModified": (article.edited_at or article.published_at).isoformat(),
        "author": [{"@type": "Person", "name": article.byline}],
        "publisher": {"@type": "Organization", "name": edition.name},
    }
    text = json.dumps(stated, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'


def head(edition: Edition, article: PageArticle) -> str:
    """The head of an article: the site's name behind each title, raw brackets in the last one."""
    title, name, section = map(escape, (article.title, edition.name, article.section))
    return f"""<head><meta charset="utf-8"><meta http-equiv="X-UA-Compatible" content="IE=Edge">
<meta name="robots" content="max-image-preview:large"><meta name="title" content="{title} - {name}">
<meta name="description" content="{lead(article)}"><meta name="Classification" content="{section} &gt; 종합">
<meta name="author" content="{name}"><meta property="og:site_name" content="{name}"><meta property="og:type" content="article">
<meta property="og:title" content="{title} - {name}"><meta property="og:image" content="https://cdn.example/image/logo.png">
<meta property="og:article:author" content="{escape(article.byline)}"><meta name="twitter:site" content="{edition.origin}">
<meta property="dable:item_id" content="{article.number}"><meta property="article:section" content="{section}">
<meta property="article:published_time" content="{article.published_at.isoformat()}">
<title>{title} < 종합 < {section} < 기사본문 - {name}</title>
<link rel="alternate" type="application/rss+xml" href="https://cdn.example/rss/gn_rss_allArticle.xml">
<link rel="canonical" id="canonical" href="{address(edition.origin, article)}">{linked_data(edition, article)}</head>"""


def menu(edition: Edition) -> str:
    """The header with its sections and its search."""
    sections = "".join(
        f'<li><a href="/news/articleList.html?sc_section_code=S1N{number}&view_type=sm">{words}</a></li>'
        for number, words in enumerate(("정치", "경제", "사회", "문화", "지역"), start=1)
    )
    return (
        f'<nav class="skip-nav"><a href="#user-container">본문 바로가기</a></nav><header id="user-header">'
        f'<ul>{sections}</ul><form action="/news/articleList.html"><input name="sc_word"></form>'
        f'<a href="/member/login.html" rel="nofollow">로그인</a></header>'
    )


def footer(edition: Edition) -> str:
    """The footer: its dates are none of the article's."""
    return """<footer id="user-footer"><ul class="footer-nav"><li><a href="/com/com-1.html">회사소개</a></li><li><a href="/com/jb.html">기사제보</a></li></ul>
<ul class="gl-address"><li class="gl-address-item">등록일: 2019-04-02</li><li class="gl-address-item">발행일: 2019-05-01</li>
<li class="gl-address-item">발행인 하늘</li><li class="gl-address-item">대표전화 055-000-0000</li></ul>
<div class="ndsoft"><a href="https://www.ndsoft.co.kr/" rel="nofollow sponsored ugc"><img src="https://cdn.example/image/ndsoft.svg" alt="ND소프트"></a></div></footer>"""


def sidebar(edition: Edition, others: Sequence[PageArticle]) -> str:
    """What is read most: articles of other days, and one that is advertised."""
    items = "".join(
        f'<div class="item"><a href="{address(edition.origin, other)}">{escape(other.title)}</a></div>'
        for other in (*others, OLD_ARTICLE)
    )
    return f"""<aside class="atlview-grid-side"><article class="box-skin"><header class="header"><strong>많이 본 뉴스</strong></header>
<section class="content"><div class="auto-article" id="skin-27">{items}</div></section></article>
<div id="AD1771499" class="ad-template"><a href="{address(ADVERTISER, OLD_ARTICLE)}">오늘만 9,900원</a></div></aside>"""


def others_than(edition: Edition, article: PageArticle, number: int = 5) -> list[PageArticle]:
    """Further articles of the site, for its sidebars."""
    return [other for other in edition.articles if other.number != article.number][:number]


def article_page(edition: Edition, article: PageArticle) -> str:
    """The page of an article."""
    title, byline = escape(article.title), escape(article.byline)
    url = address(edition.origin, article)
    subtitle = (
        f'<H2 class="subheading">{lines(article.subtitle_lines)}</H2>'
        if article.subtitle_lines
        else ""
    )
    figure = (
        f'<div style="text-align:center"><figure class="photo-layout image photo_{article.number} float-center" data-type="photo" '
        f'style="display:inline-block; max-width:600px"><img alt="" src="https://cdn.example/news/photo/{article.number}_1_2019.jpg" width="600">'
        f"<figcaption>▲ {escape(article.caption)}</figcaption></figure></div>"
        if article.caption
        else ""
    )
    advertisement = (
        '<div id="AD1771486" class="ad-template"><style>#AD1771486 .ad-view{color:red;width:970px}</style>'
        '<div class="col"><div class="ad-view">오늘만 9,900원 특가</div></div></div>'
    )
    share = "".join(
        f'<button class="sns-share-btns" data-title="{quote(article.title)}" data-url="{quote(url)}" '
        f'data-desc="{quote(article.paragraphs[0][:40])}" data-clipboard-text="{address(edition.origin, OLD_ARTICLE)}">{words}</button>'
        for words in ("페이스북", "트위터", "URL복사")
    )
    first, *rest = (block(text) for text in article.paragraphs)
    others = others_than(edition, article)
    return f"""<!doctype html><html lang="ko">{head(edition, article)}<body class=" ">
<style>#AD1771480{{height:90px}}</style><div id="AD1771480" class="ad-template"><div class="col"><div class="ad-view">봄맞이 특가 39,000원</div></div></div>
<div class="off-canvas-content"><div id="user-wrap"><div id="user-wrapper">{menu(edition)}
<main id="user-container" class="user-container"><script>var site_ismobile=''; var articleIdxno='{article.number}';</script><style>:root{{--nd-base:#333;--nd-date:20261115}}</style>
<div id="article-view" class="atlview"><div class="atlview-wrapper index-max-width"><section id="articleViewCon" class="atlview-grid">
<article class="atlview-grid-body"><div class="atlview-grid-content"><script>articleHeader.setScroll();</script>
<div id="sticky-header"><button>이전기사보기</button><div class="aht-title-view">{title}</div><button>다음기사보기</button><span>스크롤 이동 상태바</span></div>
<header class="article-view-header"><article class="shoulder-group"><div class="section-name">{escape(article.section)}</div></article>
<H1 class="heading">{title}</H1>{subtitle}
<div class="info-group"><article class="item"><ul class="breadcrumbs"><li class="info-name" aria-label="기자명">{byline}</li>
<li>입력 {article.published_at:%Y.%m.%d %H:%M}</li></ul></article><article class="item"><div class="helper-tool-group"><button>기사스크랩하기</button>
<div id="fontsize-dropdown">글자크기 설정 <button>가</button> 기사의 본문 내용은 이 글자크기로 변경됩니다.</div></div>
<script>$.ajax({{url:'/news/articleScrap.ajax.php'}});</script><div class="reveal" id="article-sns">이 기사를 공유합니다 {share}</div></article></div></header>
<div class="article-body"><article  id="article-view-content-div" class="article-veiw-body view-page" itemprop="articleBody">
{figure}{first}{advertisement}{"".join(rest)}<p>&nbsp;</p><p></p>
<script>/* copy url */ var article_no = 20261115; ImageViewer(".photo-layout",0);</script></article>
<article class="article-writer"><div class="article-writer-account"><div class="article-writer-image"><img src="/image/default-user.png" alt="{byline}의 프로필 이미지"></div>
<div class="article-writer-content"><a href="/news/articleList.html?sc_area=I&sc_word=desk&view_type=sm" class="article-writer-name">{byline}</a>
<a href="mailto:desk@press.example" class="article-writer-mail">desk@press.example</a></div></div><a class="article-writer-more">다른기사 보기</a></article>
<article class="article-copyright">저작권자 &copy; {escape(edition.name)} 무단전재 및 재배포, AI학습 및 활용 금지</article></div>
</div></article>{sidebar(edition, others)}</section></div></div></main>{footer(edition)}</div></div></div></body></html>"""


def list_page(edition: Edition, page: ListPage) -> str:
    """The list, which grows by a button."""
    rows = "".join(
        f'<li class="altlist-webzine-item"><a href="{address(edition.origin, article)}" target="_top" class="altlist-image">'
        f'<img alt="{escape(article.title)}" src="https://cdn.example/news/thumbnail/{article.number}_v150.jpg"></a><div class="altlist-webzine-content">'
        f'<H2 class="altlist-subject"><a href="{address(edition.origin, article)}" target="_top">\n  {escape(article.title)}\n</a></H2>'
        f'<p class="altlist-summary">{lead(article, 300)}</p><div class="altlist-info">'
        f'<div class="altlist-info-item">{escape(article.section)}</div><div class="altlist-info-item">{escape(article.byline)}</div>'
        f'<div class="altlist-info-item">{article.published_at:%m-%d %H:%M}</div></div></div></li>'
        for article in page.articles
    )
    parameters = "".join(
        f"params['{name}']=\"{value}\"; "
        for name, value in {
            "page": 1,
            "view_type": "sm",
            "total": page.total,
            "list_per_page": edition.rows,
            "page_per_page": 10,
            "list_page_limit": 200,
        }.items()
    )
    return f"""<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>전체기사 - {escape(edition.name)}</title></head><body>{menu(edition)}
<div id="sections" class="altlist"><header class="altlist-header"><H1 class="altlist-title">전체기사 <small class="altlist-count">총 <strong>{page.total}</strong>건의 기사가 있습니다.</small></H1>
<a class="altlist-btn active" href="/news/articleList.html?page=1&total={page.total}&view_type=sm&sc_order_by=E"></a></header>
<article id="section-list" class="altlist-body"><ul class="altlist-webzine">{rows}
<li class="altlist-webzine-item"><H2 class="altlist-subject"><a href="{address(ADVERTISER, OLD_ARTICLE)}">[알림] 봄맞이 특가</a></H2></li></ul>
<li id="sample" class="altlist-webzine-item blind"><a href="" class="replace-thumb"></a><a href="{address(edition.origin, OLD_ARTICLE)}" class="replace-titles"></a><div class="replace-date"></div></li>
<button type="button" class="button expanded nd-white list-btn-more" data-page="1">더보기&nbsp;<i class="icon-angle-down-min"></i></button>
<script>$(function(){{ var params={{}}; {parameters} articlePaging.evtMoreList(); }});</script></article></div>
{sidebar(edition, ())}{footer(edition)}</body></html>"""


def further_answers(edition: Edition, asked: Asked) -> Answer | None:
    """The rows behind the button, for scripts alone; a second feed; a feed that became a page."""
    if asked.path == NEWER_FEED:
        return Answer(feed(edition), content_type="application/xml; charset=UTF-8")
    if asked.path == "/rss/clickTop.xml":
        return Answer(f"<!doctype html><html><body>{menu(edition)}<p>준비 중</p></body></html>")
    if asked.path != AJAX:
        return None
    if asked.headers.get("x-requested-with") != "XMLHttpRequest":
        return Answer("<html><body><script>alert('잘못된 접근입니다.');</script></body></html>")
    number = asked.query.get("page", "")
    rows = page_of(edition, edition.articles, int(number) if number.isdigit() else 1).articles
    data = [
        {
            "idxno": str(article.number),
            "title": article.title,
            "sectionTitle": article.section,
            "recognition_date": f"{article.published_at:%Y-%m-%d}",
            "recognition_time": f"{article.published_at:%H:%M:%S}",
            "viewTime": f"{article.published_at:%m-%d %H:%M}",
        }
        for article in rows
    ]
    return Answer(
        json.dumps({"result": "success", "data": data}, ensure_ascii=False),
        content_type="application/json; charset=UTF-8",
    )


FORM = Form(
    name="ndsoft",
    family="ndsoft",
    lists=(f"{LIST}?view_type=sm",),
    feeds=("/rss/allArticle.xml",),
    feed=feed,
    address=address,
    article_target=TARGET,
    article_page=article_page,
    list_page=list_page,
    deleted=gone_by_alert(),
    other=further_answers,
    turning=Turning(parameter=""),
    robots=ROBOTS,
)
