"""Boards of city halls whose addresses end in `.web`.

Its traps: thousands of characters of menu, links that begin with a question mark, words for screen
readers in the titles of lists, one link around title, lead and counter, a counter that changes every
night, `page=` that changes nothing because `cpage=` turns. After tests cut from a live page.
"""

from __future__ import annotations

from html import escape

from jipyo.samples.forms.form import (
    ADVERTISER,
    OLD_ARTICLE,
    Answer,
    Edition,
    Form,
    ListPage,
    Turning,
    pager,
)
from jipyo.samples.pages import PageArticle, block, lead

BOARD = "/cwportal/10310/10429/10432.web"
"""Path of the board."""

ROWS = 10
"""Rows on a page of the board's list."""


def address(origin: str, article: PageArticle) -> str:
    """The address of an announcement."""
    return f"{origin}{BOARD}?gcode=1011&idx={article.number}&amode=view"


def _frame(title: str, name: str, content: str) -> str:
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


def article_page(edition: Edition, article: PageArticle) -> str:
    """The page of an announcement."""
    title = escape(article.title)
    others = [other for other in edition.articles if other is not article]
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
    return _frame(
        f"{article.title} - 보도자료",
        edition.name,
        f"""<div id="body_content"><div><div class="bbs1view1">
<h1 class="h1">{title}</h1>
<div class="info1"><dl class="dl1"><dt class="dt1">작성일</dt><dd class="dd1">{article.published_at:%Y-%m-%d}</dd></dl>
<dl class="dl1"><dt class="dt1">담당부서</dt><dd class="dd1">{escape(article.byline)}</dd></dl>
<dl class="dl1"><dt class="dt1">연락처</dt><dd class="dd1">055-000-{article.number % 10000:04d}</dd></dl>{edited}
<dl class="dl1"><dt class="dt1">조회수</dt><dd class="dd1">{views:,}</dd></dl></div>
<div class="attach1"><ul><li><a href="/cwportal/DownloadEx.do?url=%2Fupload%2F{article.number}.hwp&amp;name=release.hwp">보도자료 {article.number}호.hwp (128.5 KB)</a></li></ul></div>
<div class="substance">{subtitles}{"".join(map(block, article.paragraphs))}{picture}<p>&nbsp;</p>
<p>붙임 : 관련 사진 2부. 끝.</p></div>
<script>/* view counter */ var idx = {article.number};</script>
<div class="infomenu1"><a href="?gcode=1011">목록</a><ul>{neighbours}</ul></div>
</div></div></div>""",
    )


def list_page(edition: Edition, page: ListPage) -> str:
    """The list of announcements."""
    rows = "".join(
        f'<li class="li1"><div class="wrap1"><a class="a1" href="?gcode=1011&amp;idx={article.number}&amp;amode=view&amp;">'
        f'<span class="wrap1texts"><strong class="t1">{escape(article.title)} '
        '<i class="ic1 new"><span class="t1">새 글</span></i></strong>'
        f'<span class="t2">{lead(article)}</span>'
        f'<i class="wrap1t3"><span class="t3">{article.published_at:%Y-%m-%d}</span>'
        f'<span class="t3">{escape(article.byline)}</span><span class="t3">조회수 : {article.number % 61}</span></i>'
        "</span></a></div></li>"
        for article in page.articles
    )
    advertised = f'<li class="li1"><a href="{escape(address(ADVERTISER, OLD_ARTICLE))}">이웃 도시 소식</a></li>'
    return _frame(
        "보도자료",
        edition.name,
        f"""<div id="body_content"><form id="listForm"><div class="list1f1t3i1 default3 bbs-skin-default3"><ul>{rows}{advertised}</ul></div></form>
{pager(page, lambda number: f"?gcode=1011&amp;cpage={number}", "paging1")}
<div class="best1"><a href="?gcode=1011&amp;idx={OLD_ARTICLE.number}&amp;amode=view&amp;">많이 본 보도자료</a></div></div>""",
    )


def deleted(edition: Edition) -> Answer:
    """What it says, with status 200, of an announcement that is no more."""
    return Answer(
        _frame(
            "시스템안내",
            edition.name,
            '<div id="body_content"><div class="system1"><p>요청하신 페이지를 찾을 수 없습니다.</p>'
            '<p><a href="/cwportal/main.web">첫 화면으로</a></p></div></div>',
        )
    )


FORM = Form(
    name="webcms",
    family="webcms",
    lists=(f"{BOARD}?gcode=1011",),
    address=address,
    article_target=r"\.web\?(?:.*&)?idx=\d+",
    article_page=article_page,
    list_page=list_page,
    deleted=deleted,
    turning=Turning("cpage"),
    rows=ROWS,
    prints="day",
    board="보도자료",
    shows=frozenset({"subtitle", "byline", "edited_at"}),
)
