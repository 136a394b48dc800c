"""Five board engines of cities, counties and offices of education.

Their traps: links by script whose numbers stand in data attributes or in calls, generic headings
where titles are looked for, days with two digits of the year or a bare time for today's entries,
blanks in addresses, a header that declares ISO-8859-1 over pages in UTF-8, parameters for pages that
each engine names in its own way, menus around everything. After selectors of collectors that were
in use; what stands between the named elements is ours.
"""

from __future__ import annotations

from html import escape

from jipyo.samples.forms.form import (
    ADVERTISER,
    OLD_ARTICLE,
    Edition,
    Form,
    ListPage,
    Part,
    Turning,
    gone_by_alert,
    gone_home,
    gone_in_words,
    pager,
)
from jipyo.samples.pages import PageArticle, block, lead

_SHOWS = frozenset[Part]({"subtitle", "byline"})


def _frame(edition: Edition, content: str, title: str = "보도자료") -> str:
    menu = "".join(
        f'<li><a href="/portal/main/contents.do?menuNo={200000 + number}">{words}</a></li>'
        for number, words in enumerate(
            ("분야별 정보", "민원 안내", "시민 참여", "정보 공개", "시정 소식", "우리 시") * 6
        )
    )
    return f"""<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>{escape(title)} | {escape(edition.name)}</title></head><body>
<div id="header"><ul>{menu}</ul></div><div id="container"><div class="sub_title"><h2>보도자료</h2></div><div id="contents">{content}</div></div>
<div id="footer"><ul>{menu}</ul><p>(00000) 견본로 2 대표전화 055-000-0003 · 오늘 방문 8,120명</p></div></body></html>"""


def _text(article: PageArticle) -> str:
    """The text as press offices type it: subtitles between dashes, attachments and 끝 at its end."""
    subtitles = "".join(f"<p>- {escape(line)} -</p>" for line in article.subtitle_lines)
    picture = (
        f'<p><img src="/upload/{article.number}.jpg" alt="{escape(article.caption)}"></p>'
        if article.caption
        else ""
    )
    return (
        f"{subtitles}{''.join(map(block, article.paragraphs))}{picture}<p>붙임 : 사진 2매. 끝.</p>"
    )


# -- NTT -------------------------------------------------------------------------------------------


def ntt_address(origin: str, article: PageArticle) -> str:
    """The address of an entry of NTT."""
    return f"{origin}/office/na/ntt/selectNttInfo.do?mi=1201&bbsId=1101&nttSn={article.number}"


def ntt_article_page(edition: Edition, article: PageArticle) -> str:
    """The page of an entry of NTT."""
    return _frame(
        edition,
        f"""<div class="bbs_ViewA"><h3>{escape(article.title)}</h3><ul class="bbsV_data"><li><strong>작성자</strong> <span>{escape(article.byline)}</span></li>
<li><strong>작성일</strong> <span>{article.published_at:%Y.%m.%d}</span></li><li><strong>조회수</strong> <span>318</span></li></ul>
<div class="bbsV_atchmnfl"><a href="/office/na/ntt/fileDownload.do?atchmnflSn=1">보도자료.hwp</a></div><div class="bbsV_cont">{_text(article)}</div></div>
<div class="bbsV_btn"><a href="javascript:fn_list()">목록</a></div>""",
    )


def _ntt_day(edition: Edition, article: PageArticle) -> str:
    """Today's entries show their time alone."""
    if edition.now is not None and article.published_at.date() == edition.now.date():
        return f"{article.published_at:%H:%M:%S}"
    return f"{article.published_at:%Y.%m.%d}"


def ntt_list_page(edition: Edition, page: ListPage) -> str:
    """A list of NTT: its links are scripts."""
    rows = "".join(
        f'<tr><td>{article.number}</td><td class="ta_l"><a href="javascript:" class="nttInfoBtn" data-id="{article.number}">{escape(article.title)}</a></td>'
        f"<td>{escape(article.byline)}</td><td>{_ntt_day(edition, article)}</td><td>318</td></tr>"
        for article in page.articles
    )
    advertised = f'<tr><td colspan="5"><a href="{escape(ntt_address(ADVERTISER, OLD_ARTICLE))}">이웃 교육청 소식</a></td></tr>'
    numbers = pager(page, lambda number: f"javascript:goPaging({number})")
    return _frame(
        edition,
        f'<div class="bbs_ListA"><table><thead><tr><th>번호</th><th>제목</th><th>작성자</th><th>등록일</th><th>조회</th></tr></thead><tbody>{rows}{advertised}</tbody></table></div>{numbers}',
    )


NTT = Form(
    name="egov-ntt",
    family="egov",
    lists=("/office/na/ntt/selectNttList.do?mi=1201&bbsId=1101",),
    address=ntt_address,
    article_target=r"/selectNttInfo\.do\?(?:.*&)?nttSn=\d+",
    article_page=ntt_article_page,
    list_page=ntt_list_page,
    deleted=gone_by_alert(words="존재하지 않는 게시물입니다."),
    turning=Turning("currPage"),
    rows=10,
    prints="day",
    board="보도자료",
    shows=_SHOWS,
)


# -- BD_ -------------------------------------------------------------------------------------------


def bd_address(origin: str, article: PageArticle) -> str:
    """The address of an entry of BD_, with a number of seventeen digits."""
    number = f"{article.published_at:%Y%m%d}{article.number:09d}"
    return f"{origin}/pr/user/bbs/BD_selectBbs.do?q_bbsSn=1350&q_bbsDocNo={number}"


def bd_article_page(edition: Edition, article: PageArticle) -> str:
    """The page of an entry of BD_."""
    edited = (
        f"<li><strong>수정일</strong><span>{article.edited_at:%Y-%m-%d}</span></li>"
        if article.edited_at
        else ""
    )
    return _frame(
        edition,
        f"""<div class="bd-view"><div class="bd-view__vhead"><h3 class="vtitle"><span class="tit">{escape(article.title)}</span></h3>
<ul class="bd-view__vinfo"><li><strong>작성자</strong><span>{escape(article.byline)}</span></li><li><strong>등록일</strong><span>{article.published_at:%Y-%m-%d}</span></li>{edited}<li><strong>조회</strong><span>77</span></li></ul></div>
<div class="bd-view__vcontent"><div class="txt">{_text(article)}</div></div><div class="bd-view__vattach"><a href="/component/file/ND_fileDownload.do?q_fileSn=1">보도자료.hwpx</a></div></div>""",
    )


def bd_list_page(edition: Edition, page: ListPage) -> str:
    """A list of BD_: cards whose links hold everything."""
    rows = "".join(
        f'<li><a href="{escape(bd_address("", article))}&amp;q_currPage={page.number}"><div class="cont"><p class="tit">{escape(article.title)}</p><p class="comn">{lead(article)}</p>'
        f'<div class="info"><p class="date">{article.published_at:%Y-%m-%d}</p><p>{escape(article.byline)}</p></div></div></a></li>'
        for article in page.articles
    )
    numbers = pager(
        page,
        lambda number: f"/pr/user/bbs/BD_selectBbsList.do?q_bbsSn=1350&amp;q_currPage={number}",
    )
    return _frame(
        edition,
        f'<div class="bd-list"><ul>{rows}<li><a href="{escape(bd_address(ADVERTISER, OLD_ARTICLE))}">이웃 교육청 소식</a></li></ul></div>{numbers}'
        f'<div class="popular"><h3>인기 게시물</h3><ul><li><a href="{escape(bd_address("", OLD_ARTICLE))}">{escape(OLD_ARTICLE.title)}</a></li></ul></div>',
    )


BD = Form(
    name="egov-bd",
    family="egov",
    lists=("/pr/user/bbs/BD_selectBbsList.do?q_bbsSn=1350",),
    address=bd_address,
    article_target=r"/BD_selectBbs\.do\?(?:.*&)?q_bbsDocNo=\d+",
    article_page=bd_article_page,
    list_page=bd_list_page,
    deleted=gone_in_words(status=404, words="요청하신 페이지를 찾을 수 없습니다."),
    turning=Turning("q_currPage", beyond="last"),
    rows=10,
    prints="day",
    board="보도자료",
    shows=frozenset({"subtitle", "byline", "edited_at"}),
)


# -- boardCnts -------------------------------------------------------------------------------------


def cnts_address(origin: str, article: PageArticle) -> str:
    """The address of an entry of boardCnts."""
    return f"{origin}/boardCnts/view.do?boardID=54&m=0201&s=city&boardSeq={article.number}"


def cnts_article_page(edition: Edition, article: PageArticle) -> str:
    """The page of an entry of boardCnts."""
    return _frame(
        edition,
        f"""<div class="viewBox"><h3 class="title">{escape(article.title)}</h3><dl class="info"><dt>작성자</dt><dd>{escape(article.byline)}</dd><dt>등록일</dt><dd>{article.published_at:%Y/%m/%d}</dd><dt>조회</dt><dd>1,092</dd></dl>
<div class="cont">{_text(article)}</div></div>""",
    )


def cnts_list_page(edition: Edition, page: ListPage) -> str:
    """A list of boardCnts: a table, days with two digits of the year."""
    rows = "".join(
        f'<tr><td>{article.number}</td><td><a href="/boardCnts/view.do?boardID=54&amp;boardSeq={article.number}&amp;lev=0&amp;searchType=null&amp;statusYN=W&amp;page={page.number}&amp;s=city&amp;m=0201&amp;opType=N">{escape(article.title)}</a></td>'
        f"<td>{escape(article.byline)}</td><td>{article.published_at:%y.%m.%d}</td></tr>"
        for article in page.articles
    )
    numbers = pager(
        page,
        lambda number: f"/boardCnts/list.do?boardID=54&amp;m=0201&amp;s=city&amp;page={number}",
    )
    return _frame(
        edition,
        f'<table class="board_list"><tbody>{rows}<tr><td colspan="4"><a href="{escape(cnts_address(ADVERTISER, OLD_ARTICLE))}">이웃 도시 소식</a></td></tr></tbody></table>{numbers}',
    )


CNTS = Form(
    name="egov-boardcnts",
    family="egov",
    lists=("/boardCnts/list.do?boardID=54&m=0201&s=city",),
    address=cnts_address,
    article_target=r"/boardCnts/view\.do\?(?:.*&)?boardSeq=\d+",
    article_page=cnts_article_page,
    list_page=cnts_list_page,
    deleted=gone_in_words(words="삭제된 게시물입니다."),
    content_type="text/html;charset=ISO-8859-1",
    rows=10,
    prints="day",
    board="보도자료",
    shows=_SHOWS,
)


# -- BBSMSTR ---------------------------------------------------------------------------------------

_BBSMSTR = "/kor/bbs/BBSMSTR_000000000030"


def bbsmstr_address(origin: str, article: PageArticle) -> str:
    """The address of an entry of BBSMSTR."""
    return f"{origin}{_BBSMSTR}/view.do?nttId={article.number}"


def bbsmstr_article_page(edition: Edition, article: PageArticle) -> str:
    """The page of an entry of BBSMSTR."""
    return _frame(
        edition,
        f"""<div class="board-view"><h3 class="board-view__title">{escape(article.title)}</h3><ul class="board-view__info"><li>담당부서 : {escape(article.byline)}</li><li>등록일 : {article.published_at:%Y-%m-%d}</li><li>조회수 : 45</li></ul>
<div class="board-view__contents">{_text(article)}</div></div>""",
        article.title,
    )


def bbsmstr_list_page(edition: Edition, page: ListPage) -> str:
    """A list of BBSMSTR: buttons that call a script."""
    rows = "".join(
        f'<tr><td>{article.number}</td><td><button type="button" onclick="fn_search_detail(\'{article.number}\')">{escape(article.title)}</button></td>'
        f"<td>{escape(article.byline)}</td><td>{article.published_at:%Y-%m-%d}</td></tr>"
        for article in page.articles
    )
    advertised = f'<tr><td colspan="4"><a href="{bbsmstr_address(ADVERTISER, OLD_ARTICLE)}">이웃 도시 소식</a></td></tr>'
    numbers = "".join(
        f'<a href="#" onclick="fn_egov_select_linkPage({number}); return false;">{number}</a> '
        for number in range(1, page.pages + 1)
    )
    return _frame(
        edition,
        f'<table class="list_table"><tbody>{rows}{advertised}</tbody></table><div class="pagination">{numbers}</div>',
    )


BBSMSTR = Form(
    name="egov-bbsmstr",
    family="egov",
    lists=(f"{_BBSMSTR}/list.do",),
    address=bbsmstr_address,
    article_target=r"/BBSMSTR_\d+/view\.do\?(?:.*&)?nttId=\d+",
    article_page=bbsmstr_article_page,
    list_page=bbsmstr_list_page,
    deleted=gone_home,
    turning=Turning("pageIndex", beyond="last"),
    rows=10,
    prints="day",
    board="보도자료",
    shows=_SHOWS,
)


# -- a city's own ending ---------------------------------------------------------------------------

_CITY = "boardId=BBS_0000060&menuCd=DOM_000000101001000000"


def city_address(origin: str, article: PageArticle) -> str:
    """The address of an entry of a city's own board."""
    return f"{origin}/board/view.kkotnae?{_CITY}&dataSid={article.number}"


def city_article_page(edition: Edition, article: PageArticle) -> str:
    """The page of an entry of a city's own board."""
    return _frame(
        edition,
        f"""<div class="bdvTitWrap"><p class="bdvTit">{escape(article.title)}</p><ul class="bdvInfo"><li>작성일 : {article.published_at:%y.%m.%d}</li><li>담당부서 : {escape(article.byline)}</li><li>조회 : 96</li></ul></div>
<div class="bdvCntWrap">{_text(article)}</div><div class="bdvFileWrap"><a href="/board/download.kkotnae?fileSid=1">보도자료.hwp</a></div>""",
    )


def city_list_page(edition: Edition, page: ListPage) -> str:
    """A list of a city's own board, with blanks in its addresses."""
    rows = "".join(
        f'<li><a href="view.kkotnae?{escape(_CITY)}&amp;orderBy=REGISTER_DATE DESC&amp;paging=ok&amp;startPage={page.number}&amp;dataSid={article.number}"><strong>{escape(article.title)}</strong><span>{lead(article)}</span></a>'
        f'<em class="info">작성일 : {article.published_at:%y.%m.%d} 담당부서 : {escape(article.byline)}</em></li>'
        for article in page.articles
    )
    numbers = pager(
        page,
        lambda number: (
            f"list.kkotnae?orderBy=REGISTER_DATE DESC&amp;{escape(_CITY)}&amp;paging=ok&amp;startPage={number}"
        ),
    )
    return _frame(
        edition,
        f'<ul class="news_list">{rows}<li><a href="{escape(city_address(ADVERTISER, OLD_ARTICLE))}">이웃 도시 소식</a></li></ul>{numbers}'
        f'<div class="best"><h3>많이 본 소식</h3><ul><li><a href="{escape(city_address("", OLD_ARTICLE))}">{escape(OLD_ARTICLE.title)}</a></li></ul></div>',
    )


CITY = Form(
    name="egov-city",
    family="egov",
    lists=(f"/board/list.kkotnae?{_CITY}",),
    address=city_address,
    article_target=r"/board/view\.kkotnae\?(?:.*&)?dataSid=\d+",
    article_page=city_article_page,
    list_page=city_list_page,
    deleted=gone_in_words(words="요청하신 페이지를 찾을 수 없습니다."),
    turning=Turning("startPage"),
    rows=10,
    prints="day",
    board="보도자료",
    shows=_SHOWS,
)
