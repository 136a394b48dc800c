"""Boards of an open system: `bbs/board.php?bo_table=B&wr_id=N`.

Its traps: words for screen readers in title and facts, the number of comments inside the title's
link, comments below the text, notices on top of every page, years with two digits, downloads that
want a login, the name of the board in the page's title. After the system's own skins.
"""

from __future__ import annotations

from html import escape

from jipyo.samples.forms.form import (
    ADVERTISER,
    OLD_ARTICLE,
    Edition,
    Form,
    ListPage,
    gone_by_alert,
    pager,
)
from jipyo.samples.pages import PageArticle, block

_BOARD = "/bbs/board.php?bo_table=news"


def address(origin: str, article: PageArticle) -> str:
    """The address of an entry."""
    return f"{origin}{_BOARD}&wr_id={article.number}"


def _frame(edition: Edition, title: str, content: str) -> str:
    return f"""<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{escape(title)} | {escape(edition.name)}</title></head><body>
<div id="hd"><h1 id="hd_h1">{escape(title)}</h1><div id="skip_to_container"><a href="#container">본문 바로가기</a></div><ul id="gnb"><li><a href="{_BOARD}">소식</a></li><li><a href="/bbs/login.php">로그인</a></li></ul></div>
<div id="container">{content}</div>
<div id="aside"><aside><h2>인기글</h2><ul><li><a href="{escape(address(edition.origin, OLD_ARTICLE))}">{escape(OLD_ARTICLE.title)}</a></li></ul></aside></div>
<div id="ft">Copyright &copy; {escape(edition.name)}. All rights reserved. 개설 2009-01-01</div></body></html>"""


def article_page(edition: Edition, article: PageArticle) -> str:
    """The page of an entry."""
    picture = (
        f'<div id="bo_v_img"><a href="/bbs/view_image.php"><img src="/data/{article.number}.jpg" alt="{escape(article.caption)}"></a></div>'
        if article.caption
        else ""
    )
    neighbour = next((other for other in edition.articles if other is not article), OLD_ARTICLE)
    return _frame(
        edition,
        f"{article.title} > 소식",
        f"""<article id="bo_v" style="width:100%"><header><h2 id="bo_v_title"><span class="bo_v_cate">{escape(article.section)}</span> <span class="bo_v_tit">{escape(article.title)}</span></h2></header>
<section id="bo_v_info"><h2>페이지 정보</h2><div class="profile_info"><span class="sound_only">작성자</span> <strong><span class="sv_member">{escape(article.byline)}</span></strong>
<span class="sound_only">댓글</span><strong><a href="#bo_vc"> 2건</a></strong> <span class="sound_only">조회</span><strong>1,204회</strong>
<strong class="if_date"><span class="sound_only">작성일</span> {article.published_at:%y-%m-%d %H:%M}</strong></div></section>
<section id="bo_v_atc"><h2 id="bo_v_atc_title">본문</h2><div id="bo_v_share"><a>페이스북으로 보내기</a></div>{picture}
<div id="bo_v_con">{"<p><br></p>".join(map(block, article.paragraphs))}</div><div id="bo_v_act"><a>추천 3</a></div></section>
<section id="bo_v_file"><h2>첨부파일</h2><ul><li><a href="/bbs/download.php?bo_table=news&amp;wr_id={article.number}&amp;no=0" onclick="alert('다운로드 권한이 없습니다.'); return false;" class="view_file_download"><strong>소식.hwp</strong> (88.5K)</a></li></ul></section>
<section id="bo_vc"><h2>댓글목록</h2><article><p>좋은 소식이네요. 다음 달에도 3번 더 가 보겠습니다.</p></article></section>
<ul class="bo_v_nb"><li>이전글 <a href="{escape(address("", neighbour))}">{escape(neighbour.title)}</a></li></ul></article>""",
    )


def list_page(edition: Edition, page: ListPage) -> str:
    """The list, with counts of comments in its links."""
    rows = "".join(
        f'<tr><td class="td_num2">{article.number}</td><td class="td_subject"><div class="bo_tit"><a href="{escape(address(edition.origin, article))}&amp;page={page.number}">{escape(article.title)}'
        '<span class="sound_only">댓글</span><span class="cnt_cmt">2</span><span class="sound_only">개</span></a> <span class="new_icon">N<span class="sound_only">새글</span></span></div></td>'
        f'<td class="td_name sv_use"><span class="sv_member">{escape(article.byline)}</span></td><td class="td_num">1204</td><td class="td_datetime">{article.published_at:%m-%d}</td></tr>'
        for article in page.articles
    )
    return _frame(
        edition,
        f"소식 {page.number} 페이지",
        f"""<div id="bo_list"><form id="fboardlist" action="/bbs/board_list_update.php" method="post"><table><caption>소식 목록</caption>
<thead><tr><th>번호</th><th>제목</th><th>글쓴이</th><th>조회</th><th>날짜</th></tr></thead><tbody>{rows}
<tr class="bo_ad"><td colspan="5"><a href="{escape(address(ADVERTISER, OLD_ARTICLE))}">봄맞이 특가</a></td></tr></tbody></table></form></div>
<nav class="pg_wrap">{pager(page, lambda number: f"{_BOARD}&amp;page={number}", "pg")}</nav>""",
    )


FORM = Form(
    name="gnuboard",
    family="gnuboard",
    lists=(_BOARD,),
    address=address,
    article_target=r"^/bbs/board\.php\?(?:.*&)?wr_id=\d+",
    article_page=article_page,
    list_page=list_page,
    deleted=gone_by_alert(
        words="글이 존재하지 않습니다.\\n\\n글이 삭제되었거나 이동된 경우입니다."
    ),
    rows=15,
    shows=frozenset({"section", "byline"}),
)
