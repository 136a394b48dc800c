"""Four systems whose articles stand at `view.php`: by `idx`, `ud`, `bIdx` and `key`.

Their traps: search words in links, relative links, a note for enlarging pictures inside the text,
the copyright and the reporter's other articles at its end, dates of lists without a year, EUC-KR.
`idx` and `ud` are assembled from fragments; of `bIdx` and `key` only addresses were seen.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from jipyo.samples.forms.form import (
    ADVERTISER,
    OLD_ARTICLE,
    Answer,
    Asked,
    Edition,
    Form,
    ListPage,
    Turning,
    gone_by_alert,
    gone_home,
    gone_in_words,
    pager,
)
from jipyo.samples.pages import PageArticle, block, broken, lead, lines

_Link = Callable[[str, PageArticle], str]


def address(origin: str, article: PageArticle) -> str:
    """The address of an article by `bIdx`."""
    return f"{origin}/news/view.php?bIdx={article.number}"


def idx_address(origin: str, article: PageArticle) -> str:
    """The address of an article by `idx`."""
    return f"{origin}/news/view.php?idx={article.number}"


def ud_address(origin: str, article: PageArticle) -> str:
    """The address of an article by `ud`: its time with a hash."""
    stamp = f"{article.published_at:%Y%m%d%H%M%S}{article.number * 7919 % 0xFFFFFF:06x}"
    return f"{origin}/view.php?ud={stamp}_{10 + article.number % 80}"


def key_address(origin: str, article: PageArticle) -> str:
    """The address of an article by `key`: its day and a number."""
    return f"{origin}/view.php?key={article.published_at:%Y%m%d}{article.number:07d}"


def _sidebar(edition: Edition, link: _Link, article: PageArticle | None = None) -> str:
    others = [other for other in edition.articles if other is not article][:4] if article else []
    items = "".join(
        f'<li><a href="{link(edition.origin, other)}">{escape(other.title)}</a></li>'
        for other in (*others, OLD_ARTICLE)
    )
    return f"<b>많이 본 기사</b><ul>{items}</ul>"


def article_page(edition: Edition, article: PageArticle) -> str:
    """The page of an article in the system of `bIdx`."""
    title, name = escape(article.title), escape(edition.name)
    subtitle = (
        f'<h2 class="sub_title">{lines(article.subtitle_lines)}</h2>'
        if article.subtitle_lines
        else ""
    )
    caption = f"▲ {escape(article.caption)}<br><br>" if article.caption else ""
    edited = f" | 최종수정 {article.edited_at:%Y-%m-%d %H:%M}" if article.edited_at else ""
    return f"""<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{title} :: {name}</title>
<meta property="og:title" content="{title}"><meta property="og:site_name" content="{name}"></head><body>
<div id="top"><a href="/">홈</a> <a href="/news/list.php">전체기사</a> <a href="/member/login.php">로그인</a></div>
<table width="1000"><tr><td class="view_wrap"><div class="view_section">{escape(article.section)}</div>
<h1 class="view_title">{title}</h1>{subtitle}
<div class="view_info">{escape(article.byline)} | 입력 {article.published_at:%Y-%m-%d %H:%M}{edited} | 조회 1,204</div>
<div class="view_content">{caption}{broken(article.paragraphs)}<br><br>
&lt;저작권자 ⓒ {name}, 무단 전재 및 재배포 금지&gt;<br><br>{escape(article.byline)} 다른기사보기</div>
<div class="view_sns">페이스북 공유 트위터 공유</div></td>
<td class="side">{_sidebar(edition, address, article)}</td></tr></table>
<div id="foot">등록번호 경남 아00000 | 등록일 2015년 3월 2일 | 발행인 바다로 | 대표전화 055-000-0001</div></body></html>"""


def list_page(edition: Edition, page: ListPage) -> str:
    """The list in the system of `bIdx`: a table with dates without a year."""
    rows = "".join(
        f'<tr><td>{article.number}</td><td><a href="view.php?bIdx={article.number}&amp;page={page.number}">{escape(article.title)}</a></td>'
        f"<td>{escape(article.byline)}</td><td>{article.published_at:%m-%d %H:%M}</td></tr>"
        for article in page.articles
    )
    return f"""<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>전체기사 :: {escape(edition.name)}</title></head><body>
<div id="top"><a href="/">홈</a></div><table class="list"><tr><th>번호</th><th>제목</th><th>기자</th><th>날짜</th></tr>{rows}
<tr><td colspan="4"><a href="{address(ADVERTISER, OLD_ARTICLE)}">봄맞이 특가</a></td></tr></table>
{pager(page, lambda number: f"list.php?page={number}")}<div class="side">{_sidebar(edition, address)}</div></body></html>"""


def idx_article_page(edition: Edition, article: PageArticle) -> str:
    """The page of an article in the system of `idx`."""
    title, name = escape(article.title), escape(edition.name)
    subtitle = (
        f'<h2 class="sub_title">{lines(article.subtitle_lines)}</h2>'
        if article.subtitle_lines
        else ""
    )
    picture = (
        f'<p class="img_box"><img src="/data/{article.number}.jpg"><span class="img_caption">▲ {escape(article.caption)}</span></p>'
        if article.caption
        else ""
    )
    edited = f"<li>수정 {article.edited_at:%Y-%m-%d %H:%M}</li>" if article.edited_at else ""
    return f"""<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{title} - {name}</title><meta property="og:title" content="{title}"></head><body>
<div id="header"><a href="/news/list.php?mcode=m1">지역</a></div><div class="view_cate">{escape(article.section)}</div><h1 class="view_tit">{title}</h1>{subtitle}
<div class="view_info"><ul><li>{escape(article.byline)}</li><li>등록 {article.published_at:%Y-%m-%d %H:%M}</li>{edited}</ul></div>
<div id="viewContent">{picture}{"".join(map(block, article.paragraphs))}<p>{escape(article.byline)} desk@press.example</p></div>
<div class="copyright">저작권자 ⓒ {name} 무단전재 및 재배포 금지</div><div class="side">{_sidebar(edition, idx_address, article)}</div>
<div id="footer">등록일 2017-02-01</div></body></html>"""


def ud_article_page(edition: Edition, article: PageArticle) -> str:
    """The page of an article in the system of `ud`."""
    title, name = escape(article.title), escape(edition.name)
    picture = (
        f'<div class="imgC"><figure><img src="/article/{article.number}.jpg"><a>이미지 확대보기</a><figcaption>{escape(article.caption)}</figcaption></figure></div>'
        if article.caption
        else ""
    )
    return f"""<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{title} - {name}</title><meta property="og:title" content="{title}"><meta property="og:site_name" content="{name}"></head><body>
<div class="hd"><a href="/list.php?ct=g000">정책</a></div><div class="vtit"><h1>{title}</h1></div>
<p class="r3">{escape(article.byline)}</p><p class="r4">기사입력:{article.published_at:%Y-%m-%d %H:%M:%S}</p>
<div class="vtxt detailCont">{picture}{broken(article.paragraphs)}<br><br>{escape(article.byline)} desk@press.example</div>
<p class="cpy">&lt;저작권자 © {name}, 무단 전재 및 재배포 금지&gt;</p><div class="side">{_sidebar(edition, ud_address, article)}</div></body></html>"""


def key_article_page(edition: Edition, article: PageArticle) -> str:
    """The page of an article in a system of `key`, of which nothing but the address is known."""
    title, name = escape(article.title), escape(edition.name)
    return f"""<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{title} | {name}</title>
<meta property="og:type" content="article"><meta property="og:title" content="{title}"><meta property="og:site_name" content="{name}">
<meta property="article:published_time" content="{article.published_at.isoformat()}"></head><body>
<header><a href="/list.php">전체</a></header><main><div class="article_top"><h1>{title}</h1><span class="byline">{escape(article.byline)}</span>
<span class="dates">승인 : {article.published_at:%Y. %m. %d. %H:%M}</span></div>
<div class="article_text">{"".join(map(block, article.paragraphs))}</div></main>
<aside class="side">{_sidebar(edition, key_address, article)}</aside><footer>등록일 2005년 11월 11일 ⓒ {name}</footer></body></html>"""


def _cards(path: str, link: _Link, junk: str) -> Callable[[Edition, ListPage], str]:
    """A list of cards, whose links carry what a search adds to them."""

    def cards(edition: Edition, page: ListPage) -> str:
        rows = "".join(
            f'<li><a href="{escape(link("", article))}{junk}"><strong>{escape(article.title)}</strong></a>'
            f'<p>{lead(article)}</p><span class="date">{article.published_at:%Y-%m-%d %H:%M}</span></li>'
            for article in page.articles
        )
        return f"""<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>전체기사 - {escape(edition.name)}</title></head><body>
<header><a href="/">홈</a></header><ul class="news_cards">{rows}<li><a href="{link(ADVERTISER, OLD_ARTICLE)}">봄맞이 특가</a></li></ul>
{pager(page, lambda number: f"{path}?page={number}")}<div class="side">{_sidebar(edition, link)}</div></body></html>"""

    return cards


def _front(edition: Edition, asked: Asked) -> Answer | None:
    """A front page that shows a few stories and leads to the list."""
    if asked.path != "/":
        return None
    return Answer(
        f'<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{escape(edition.name)}</title>'
        f'<meta property="og:type" content="website"></head><body>{_sidebar(edition, idx_address)}</body></html>'
    )


FORM = Form(
    name="viewphp",
    family="viewphp",
    lists=("/news/list.php",),
    address=address,
    article_target=r"^/news/view\.php\?(?:.*&)?bIdx=\d+",
    article_page=article_page,
    list_page=list_page,
    deleted=gone_by_alert(),
    turning=Turning(beyond="last"),
)

IDX_FORM = Form(
    name="viewphp-idx",
    family="viewphp",
    lists=("/news/list.php",),
    address=idx_address,
    article_target=r"^/news/view\.php\?(?:.*&)?idx=\d+",
    article_page=idx_article_page,
    list_page=_cards("/news/list.php", idx_address, "&amp;sm=w_total&amp;stx="),
    deleted=gone_home,
    other=_front,
    turning=Turning(beyond="last"),
)

UD_FORM = Form(
    name="viewphp-ud",
    family="viewphp",
    lists=("/list.php",),
    address=ud_address,
    article_target=r"^/view\.php\?(?:.*&)?ud=\w+",
    article_page=ud_article_page,
    list_page=_cards("/list.php", ud_address, "&amp;md=20261116"),
    deleted=gone_in_words(status=404, words="기사를 찾을 수 없습니다."),
    shows=frozenset({"byline"}),
)

KEY_FORM = Form(
    name="viewphp-key",
    family="viewphp",
    lists=("/list.php",),
    address=key_address,
    article_target=r"^/view\.php\?(?:.*&)?key=\d+",
    article_page=key_article_page,
    list_page=_cards("/list.php", key_address, ""),
    deleted=gone_in_words(words="서비스하지 않는 기사입니다."),
    shows=frozenset({"byline"}),
)
