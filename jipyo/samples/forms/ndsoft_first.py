"""ND Soft, first generation, to about 2015: tables in EUC-KR.

Its traps: no charset in the header, syllables that EUC-KR lacks and CP949 has, a copyright line and
a caption inside the text's cell, addresses without quotation marks. A real front page was seen; the
cells of an article are our reading.
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
    gone_by_alert,
    pager,
)
from jipyo.samples.pages import PageArticle, broken, lines

HEAD = '<meta http-equiv=Content-Type content="text/html; charset=euc-kr">'


def _frame(edition: Edition, title: str, content: str) -> str:
    sections = "".join(
        f'<td><a href="articleList.html?sc_section_code=S1N{number}">{words}</a></td>'
        for number, words in enumerate(("정치", "경제", "사회", "문화"), start=1)
    )
    return f"""<html><head>{HEAD}<title>{escape(title)}</title>
<link rel=alternate type=application/rss+xml href=/rss/allArticle.xml></head><body>
<table id="topMenu"><tr>{sections}</tr></table>
<form name="topSearchForm" method="post" action="/news/articleList.html"><input type="hidden" name="sc_area" value="A"><input type="hidden" name="view_type" value=""><input type="text" name="sc_word"></form>
<a href="https://press.example:446/member/login.html">로그인</a><iframe src="/popup/1.html"></iframe>
<table width="900"><tr><td width="640">{content}</td><td width="260"><aside><table><tr><td>많이 본 기사</td></tr>
<tr><td><a href="/news/articleView.html?idxno={OLD_ARTICLE.number}">{escape(OLD_ARTICLE.title)}</a></td></tr></table></aside></td></tr></table>
<table><tr><td>주소 견본로 3 | 등록일 2004년 1월 1일 | ⓒ {escape(edition.name)}. All rights reserved.</td></tr></table></body></html>"""


def article_page(edition: Edition, article: PageArticle) -> str:
    """The page of an article."""
    subtitle = (
        f'<tr><td class="view_s">{lines(article.subtitle_lines)}</td></tr>'
        if article.subtitle_lines
        else ""
    )
    picture = (
        '<table align="left" width="200"><tr><td><img src="/news/photo/201210/1.jpg"></td></tr>'
        f'<tr><td class="view_r_caption">▲ {escape(article.caption)}</td></tr></table>'
        if article.caption
        else ""
    )
    weekday = "월화수목금토일"[article.published_at.weekday()]
    return _frame(
        edition,
        f"{article.title} - {edition.name}",
        f"""<table width="640"><tr><td class="view_t">{escape(article.title)}</td></tr>{subtitle}
<tr><td class="view_d">{article.published_at:%Y년 %m월 %d일} ({weekday}) {article.published_at:%H:%M:%S}</td>
<td class="view_d">{escape(article.byline)} <a href="mailto:desk@press.example">desk@press.example</a></td></tr>
<tr><td><table><tr><td class="view_r" id="articleBody">{picture}{broken(article.paragraphs)}<br><br>
<div class="view_copyright">ⓒ {escape(edition.name)}(http://www.press.example) 무단전재 및 재배포금지</div></td></tr></table></td></tr></table>""",
    )


def list_page(edition: Edition, page: ListPage) -> str:
    """The list in a table, turned by its address."""
    rows = "".join(
        f'<tr><td>[{escape(article.section)}]</td><td><a href="articleView.html?idxno={article.number}">{escape(article.title)}</a></td>'
        f"<td>{escape(article.byline)}</td><td>{article.published_at:%Y-%m-%d %H:%M}</td></tr>"
        for article in page.articles
    )
    advertised = f'<tr><td colspan="4"><a href="{ndsoft.address(ADVERTISER, OLD_ARTICLE)}">봄맞이 특가</a></td></tr>'
    numbers = pager(page, lambda number: f"articleList.html?page={number}&total={page.total}")
    return _frame(
        edition,
        f"전체기사 - {edition.name}",
        f"<table>{rows}{advertised}</table>{numbers}",
    )


FORM = Form(
    name="ndsoft-first",
    family="ndsoft",
    lists=(ndsoft.LIST,),
    feeds=("/rss/allArticle.xml",),
    feed=ndsoft.feed,
    address=ndsoft.address,
    article_target=ndsoft.TARGET,
    article_page=article_page,
    list_page=list_page,
    deleted=gone_by_alert(words="존재하지 않는 기사입니다."),
    turning=Turning(beyond="last"),
    charset="euc-kr",
    content_type="text/html",
    shows=frozenset({"subtitle", "byline"}),
)
