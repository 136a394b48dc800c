"""The pages of the sample sites: structure as such sites have it, prose and names of our own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Literal

Form = Literal["ndsoft", "viewphp", "webcms"]

BOARD = "/cwportal/10310/10429/10432.web"
"""Path of the board on a city hall's site."""

ROWS = 10
"""Rows on a page of the board's list."""


@dataclass(frozen=True, slots=True)
class PageArticle:
    """An article as a page carries it; times carry their zone.

    Lines of a paragraph are separated by line breaks; a paragraph with tabs is a table, a row a
    line. ``byline`` is the reporter, or the department on a city's own board.
    """

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
    if form == "webcms":
        return f"{origin}{BOARD}?gcode=1011&idx={number}&amode=view"
    return f"{origin}/news/view.php?bIdx={number}"


def article_page(
    form: Form, name: str, origin: str, article: PageArticle, others: Sequence[PageArticle]
) -> str:
    """The page of an article, with what stands around it on such sites."""
    render = {"ndsoft": _nd_article, "viewphp": _view_article, "webcms": _web_article}[form]
    return render(name, origin, article, [other for other in others if other is not article])


def list_page(
    form: Form, name: str, origin: str, articles: Sequence[PageArticle], page: int = 1
) -> str:
    """The list of articles, the newest first; only the city's board can be turned."""
    if form == "webcms":
        return _web_list(name, articles, page)
    render = _nd_list if form == "ndsoft" else _view_list
    return render(name, origin, articles)


def deleted_page(form: Form, name: str) -> str:
    """What such sites say, with status 200, of an article that is no more."""
    if form == "webcms":
        message = (
            '<div id="body_content"><div class="system1"><p>요청하신 페이지를 찾을 수 없습니다.</p>'
            '<p><a href="/cwportal/main.web">첫 화면으로</a></p></div></div>'
        )
        return _web_frame("시스템안내", name, message)
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


def _table(paragraph: str) -> str:
    rows = (
        "".join(f"<td>{escape(cell)}</td>" for cell in line.split("\t"))
        for line in paragraph.splitlines()
    )
    return f'<table border="1"><tbody>{"".join(f"<tr>{row}</tr>" for row in rows)}</tbody></table>'


def _block(paragraph: str) -> str:
    if "\t" in paragraph:
        return _table(paragraph)
    return f"<p>{'<br>'.join(map(escape, paragraph.splitlines()))}</p>"


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
    first, *rest = (_block(text) for text in article.paragraphs)
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
        _table(paragraph) if "\t" in paragraph else "<br>".join(map(escape, paragraph.splitlines()))
        for paragraph in article.paragraphs
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


def _web_frame(title: str, name: str, content: str) -> str:
    """A page of a city hall: its menus are longer than any announcement."""
    menu = "".join(
        f'<li><a href="/cwportal/{group}/{group + entry}.web">{words}</a></li>'
        for group in range(10310, 10390, 10)
        for entry, words in enumerate(
            ("분야별 정보", "민원 안내", "시민 참여", "정보 공개", "시정 소식", "우리 시 소개"),
            start=1,
        )
    )
    return f"""<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{escape(title)} | {escape(name)}</title>
<meta property="og:title" content="{escape(name)}"><meta property="og:type" content="website"></head><body>
<nav class="skip1"><a href="#body_content">본문 바로가기</a></nav>
<header id="header"><h1><a href="/cwportal/main.web">{escape(name)}</a></h1><ul class="menu1">{menu}</ul>
<div class="weather1">오늘 14℃ 미세먼지 32㎍/㎥</div></header>
<div id="body_head"><h2>보도자료</h2></div>
{content}
<div class="survey1"><form action="/cwportal/survey.web"><label>이 페이지에 만족하십니까?</label><input type="radio" name="p" value="5"></form></div>
<footer id="footer"><ul class="menu2">{menu}</ul><address>(00000) 견본로 1 대표전화 055-000-0002</address>
<p>오늘 방문 12,604명 · 전체 방문 48,201,377명</p></footer></body></html>"""


def _web_article(
    name: str, origin: str, article: PageArticle, others: Sequence[PageArticle]
) -> str:
    title = escape(article.title)
    subtitles = "".join(f"<p>- {escape(line)} -</p>" for line in article.subtitle_lines)
    picture = (
        f'<div><div><p><img src="/upload/{article.number}.jpg" alt="{escape(article.caption)}">'
        "</p></div></div>"
        if article.caption
        else ""
    )
    edited = (
        '<dl class="dl1"><dt class="dt1">수정일</dt>'
        f'<dd class="dd1">{article.edited_at:%Y-%m-%d}</dd></dl>'
        if article.edited_at
        else ""
    )
    # The counter differs from night to night: a page is not new because its bytes are.
    views = article.number % 61 + 17 * len(others)
    neighbours = "".join(
        f'<li><a href="?gcode=1011&amp;idx={other.number}&amp;amode=view&amp;">'
        f"{escape(other.title)}</a></li>"
        for other in others[:2]
    )
    return _web_frame(
        f"{article.title} - 보도자료",
        name,
        f"""<div id="body_content"><div><div class="bbs1view1">
<h1 class="h1">{title}</h1>
<div class="info1"><dl class="dl1"><dt class="dt1">작성일</dt><dd class="dd1">{article.published_at:%Y-%m-%d}</dd></dl>
<dl class="dl1"><dt class="dt1">담당부서</dt><dd class="dd1">{escape(article.byline)}</dd></dl>
<dl class="dl1"><dt class="dt1">연락처</dt><dd class="dd1">055-000-{article.number % 10000:04d}</dd></dl>{edited}
<dl class="dl1"><dt class="dt1">조회수</dt><dd class="dd1">{views:,}</dd></dl></div>
<div class="attach1"><ul><li><a href="/cwportal/DownloadEx.do?url=%2Fupload%2F{article.number}.hwp&amp;name=release.hwp">보도자료 {article.number}호.hwp (128.5 KB)</a></li></ul></div>
<div class="substance">{subtitles}{"".join(map(_block, article.paragraphs))}{picture}<p>&nbsp;</p>
<p>붙임 : 관련 사진 2부. 끝.</p></div>
<script>/* view counter */ var idx = {article.number};</script>
<div class="infomenu1"><a href="?gcode=1011">목록</a><ul>{neighbours}</ul></div>
</div></div></div>""",
    )


def _web_list(name: str, articles: Sequence[PageArticle], page: int) -> str:
    rows = "".join(
        f'<li class="li1"><div class="wrap1"><a class="a1" href="?gcode=1011&amp;idx={article.number}&amp;amode=view&amp;">'
        f'<span class="wrap1texts"><strong class="t1">{escape(article.title)} '
        '<i class="ic1 new"><span class="t1">새 글</span></i></strong>'
        f'<span class="t2">{escape(article.paragraphs[0][:80])}</span>'
        f'<i class="wrap1t3"><span class="t3">{article.published_at:%Y-%m-%d}</span>'
        f'<span class="t3">{escape(article.byline)}</span><span class="t3">조회수 : {article.number % 61}</span></i>'
        "</span></a></div></li>"
        for article in articles[(page - 1) * ROWS : page * ROWS]
    )
    return _web_frame(
        "보도자료",
        name,
        f"""<div id="body_content"><form id="listForm"><div class="list1f1t3i1 default3 bbs-skin-default3"><ul>{rows}</ul></div></form>
<div class="paging1"><a href="?gcode=1011&amp;cpage=1">1</a> <a href="?gcode=1011&amp;cpage=2">2</a></div>
<div class="best1"><a href="?gcode=1011&amp;idx=1&amp;amode=view&amp;">많이 본 보도자료</a></div></div>""",
    )
