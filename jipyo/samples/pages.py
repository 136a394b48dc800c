"""The pages of the sample sites: structure as such sites have it, prose and names of our own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Literal

Form = Literal["ndsoft", "viewphp"]


@dataclass(frozen=True, slots=True)
class PageArticle:
    """An article as a page carries it; times carry their zone."""

    number: int
    title: str
    subtitle_lines: tuple[str, ...]
    paragraphs: tuple[str, ...]
    published_at: datetime
    byline: str
    section: str
    caption: str = ""
    edited_at: datetime | None = None


def address(form: Form, origin: str, number: int) -> str:
    """The public address of an article."""
    if form == "ndsoft":
        return f"{origin}/news/articleView.html?idxno={number}"
    return f"{origin}/news/view.php?bIdx={number}"


def article_page(
    form: Form, name: str, origin: str, article: PageArticle, others: Sequence[PageArticle]
) -> str:
    """The page of an article, with what stands around it on such sites."""
    render = _nd_article if form == "ndsoft" else _view_article
    return render(name, origin, article, [other for other in others if other is not article])


def list_page(form: Form, name: str, origin: str, articles: Sequence[PageArticle]) -> str:
    """The list of articles, the newest first."""
    render = _nd_list if form == "ndsoft" else _view_list
    return render(name, origin, articles)


def deleted_page(name: str) -> str:
    """What such sites say, with status 200, of an article that is no more."""
    return (
        f'<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{escape(name)}</title>'
        "</head><body><script>alert('삭제된 기사이거나 존재하지 않는 기사입니다.');history.back();"
        "</script></body></html>"
    )


def feed(name: str, origin: str, articles: Sequence[PageArticle]) -> str:
    """An RSS feed whose times have no zone, as this news system writes them."""
    items = "".join(
        f"<item><title><![CDATA[{article.title}]]></title>"
        f"<link>{address('ndsoft', origin, article.number)}</link>"
        f"<description><![CDATA[{article.paragraphs[0][:60]}]]></description>"
        f"<author>{escape(article.byline)}</author><category>{escape(article.section)}</category>"
        f"<pubDate>{article.published_at:%Y-%m-%d %H:%M:%S}</pubDate></item>"
        for article in articles
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>{escape(name)}</title><link>{origin}</link>{items}</channel></rss>"
    )


def _nd_article(name: str, origin: str, article: PageArticle, others: Sequence[PageArticle]) -> str:
    url = address("ndsoft", origin, article.number)
    title = escape(article.title)
    linked = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": article.published_at.isoformat(),
        "dateModified": (article.edited_at or article.published_at).isoformat(),
        "author": [{"@type": "Person", "name": article.byline}],
        "publisher": {"@type": "Organization", "name": name},
    }
    linked_text = json.dumps(linked, ensure_ascii=False).replace("<", "\\u003c")
    subtitle = (
        f'<H2 class="subheading">{"<br>".join(map(escape, article.subtitle_lines))}</H2>'
        if article.subtitle_lines
        else ""
    )
    figure = (
        '<div style="text-align:center"><figure class="photo-layout image float-center">'
        f'<img alt="" src="https://cdn.example/{article.number}.jpg" width="600">'
        f"<figcaption>▲ {escape(article.caption)}</figcaption></figure></div>"
        if article.caption
        else ""
    )
    advertisement = (
        '<div id="AD1771486" class="ad-template"><style>.ad-view{color:red}</style>'
        '<div class="ad-view">오늘만 9,900원 특가</div></div>'
    )
    first, *rest = (f"<p>{escape(text)}</p>" for text in article.paragraphs)
    sidebar = "".join(
        f'<div class="item"><a href="{address("ndsoft", origin, other.number)}">'
        f"{escape(other.title)}</a></div>"
        for other in others[:5]
    )
    return f"""<!doctype html><html lang="ko"><head><meta charset="utf-8">
<meta name="title" content="{title} - {escape(name)}"><meta property="og:site_name" content="{escape(name)}">
<meta property="og:type" content="article"><meta property="og:title" content="{title} - {escape(name)}">
<meta property="article:section" content="{escape(article.section)}">
<meta property="article:published_time" content="{article.published_at.isoformat()}">
<title>{title} &lt; {escape(article.section)} &lt; 기사본문 - {escape(name)}</title>
<link rel="canonical" href="{url}"><script type="application/ld+json">{linked_text}</script></head><body>
<header id="user-header"><a href="/news/articleList.html?sc_section_code=S1N1&view_type=sm">경제</a></header>
<main id="user-container"><div id="article-view" class="atlview"><section id="articleViewCon" class="atlview-grid">
<article class="atlview-grid-body"><div id="sticky-header"><div class="aht-title-view">{title}</div></div>
<header class="article-view-header"><article class="shoulder-group"><div class="section-name">{escape(article.section)}</div></article>
<H1 class="heading">{title}</H1>{subtitle}
<div class="info-group"><article class="item"><ul class="breadcrumbs"><li class="info-name" aria-label="기자명">{escape(article.byline)}</li>
<li>입력 {article.published_at:%Y.%m.%d %H:%M}</li></ul></article><div class="helper-tool-group">글자크기 설정</div></div></header>
<div class="article-body"><article  id="article-view-content-div" class="article-veiw-body view-page" itemprop="articleBody">
{figure}{first}{advertisement}{"".join(rest)}<p>&nbsp;</p>
<script>/* copy url */ var article_no = 20261115;</script></article>
<article class="article-writer"><a class="article-writer-name">{escape(article.byline)}</a><a class="article-writer-more">다른기사 보기</a></article>
<article class="article-copyright">저작권자 &copy; {escape(name)} 무단전재 및 재배포, AI학습 및 활용 금지</article></div></article>
<aside class="atlview-grid-side"><strong>많이 본 뉴스</strong><div class="auto-article">{sidebar}</div></aside>
</section></div></main><footer id="user-footer">등록일: 2019-04-02 | 발행인 하늘 | 대표전화 055-000-0000
<div class="ndsoft">ND소프트</div></footer></body></html>"""


def _nd_list(name: str, origin: str, articles: Sequence[PageArticle]) -> str:
    rows = "".join(
        f'<li class="altlist-webzine-item"><a href="{address("ndsoft", origin, article.number)}" class="altlist-image">'
        f'<img alt="" src="https://cdn.example/{article.number}_v150.jpg"></a><div class="altlist-webzine-content">'
        f'<H2 class="altlist-subject"><a href="{address("ndsoft", origin, article.number)}">\n  {escape(article.title)}\n</a></H2>'
        f'<p class="altlist-summary">{escape(article.paragraphs[0][:80])}</p><div class="altlist-info">'
        f'<div class="altlist-info-item">{escape(article.section)}</div><div class="altlist-info-item">{escape(article.byline)}</div>'
        f'<div class="altlist-info-item">{article.published_at:%m-%d %H:%M}</div></div></div></li>'
        for article in articles
    )
    return f"""<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>전체기사 - {escape(name)}</title></head><body>
<div id="sections" class="altlist"><article id="section-list" class="altlist-body"><ul class="altlist-webzine">{rows}</ul>
<li id="sample" class="altlist-webzine-item blind"><a href="" class="replace-titles"></a><div class="replace-date"></div></li>
<button type="button" class="list-btn-more" data-page="1">더보기</button></article></div>
<aside><div class="auto-article"><a href="{origin}/news/articleView.html?idxno=1">지난해 많이 본 기사</a></div></aside>
</body></html>"""


def _view_article(
    name: str, origin: str, article: PageArticle, others: Sequence[PageArticle]
) -> str:
    title = escape(article.title)
    subtitle = (
        f'<h2 class="sub_title">{"<br>".join(map(escape, article.subtitle_lines))}</h2>'
        if article.subtitle_lines
        else ""
    )
    caption = f"▲ {escape(article.caption)}<br><br>" if article.caption else ""
    body = "<br><br>\n".join(
        "<br>".join(map(escape, paragraph.splitlines())) for paragraph in article.paragraphs
    )
    sidebar = "".join(
        f'<li><a href="{address("viewphp", origin, other.number)}">{escape(other.title)}</a></li>'
        for other in others[:5]
    )
    edited = f" | 최종수정 {article.edited_at:%Y-%m-%d %H:%M}" if article.edited_at else ""
    return f"""<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{title} :: {escape(name)}</title>
<meta property="og:title" content="{title}"><meta property="og:site_name" content="{escape(name)}"></head><body>
<div id="top"><a href="/">홈</a> <a href="/news/list.php">전체기사</a> <a href="/member/login.php">로그인</a></div>
<table width="1000"><tr><td class="view_wrap"><div class="view_section">{escape(article.section)}</div>
<h1 class="view_title">{title}</h1>{subtitle}
<div class="view_info">{escape(article.byline)} | 입력 {article.published_at:%Y-%m-%d %H:%M}{edited} | 조회 1,204</div>
<div class="view_content">{caption}{body}<br><br>
&lt;저작권자 ⓒ {escape(name)}, 무단 전재 및 재배포 금지&gt;<br><br>{escape(article.byline)} 다른기사보기</div>
<div class="view_sns">페이스북 공유 트위터 공유</div></td>
<td class="side"><b>많이 본 기사</b><ul>{sidebar}</ul></td></tr></table>
<div id="foot">등록번호 경남 아00000 | 등록일 2015년 3월 2일 | 발행인 바다로 | 대표전화 055-000-0001</div></body></html>"""


def _view_list(name: str, origin: str, articles: Sequence[PageArticle]) -> str:
    rows = "".join(
        f'<tr><td>{article.number}</td><td><a href="view.php?bIdx={article.number}&amp;page=1">{escape(article.title)}</a></td>'
        f"<td>{escape(article.byline)}</td><td>{article.published_at:%m-%d %H:%M}</td></tr>"
        for article in articles
    )
    return f"""<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>전체기사 :: {escape(name)}</title></head><body>
<div id="top"><a href="/">홈</a></div><table class="list"><tr><th>번호</th><th>제목</th><th>기자</th><th>날짜</th></tr>{rows}</table>
<div class="paging"><a href="list.php?page=1">1</a> <a href="list.php?page=2">2</a></div></body></html>"""
