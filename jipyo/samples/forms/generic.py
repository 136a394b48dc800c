"""An outlet of no known system: nothing but its entry's pattern says which addresses are articles.

Its traps: three kinds of addresses with numbers of which one is an article's, a summary box before
the text, related articles among the paragraphs, a notice of a newsletter, times for machines nine
hours off. All of it is ours.
"""

from __future__ import annotations

from html import escape

from jipyo.samples.forms.form import (
    ADVERTISER,
    OLD_ARTICLE,
    Edition,
    Form,
    ListPage,
    gone_in_words,
    pager,
)
from jipyo.samples.pages import PageArticle, block, lead, lines


def address(origin: str, article: PageArticle) -> str:
    """The address of an article: its day and its number, in folders."""
    return f"{origin}/story/{article.published_at:%Y/%m/%d}/{article.number}"


def article_page(edition: Edition, article: PageArticle) -> str:
    """The page of an article."""
    title, byline, name = map(escape, (article.title, article.byline, edition.name))
    # The system writes Korean time and calls it UTC.
    wrong = f"{article.published_at:%Y-%m-%dT%H:%M:%S}Z"
    subtitle = (
        f'<p class="subtitle">{lines(article.subtitle_lines)}</p>' if article.subtitle_lines else ""
    )
    figure = (
        f'<figure><img src="/img/{article.number}.jpg" alt=""><figcaption>{escape(article.caption)}</figcaption></figure>'
        if article.caption
        else ""
    )
    edited = f"<span>수정 {article.edited_at:%Y.%m.%d %H:%M}</span>" if article.edited_at else ""
    first, *rest = (block(text) for text in article.paragraphs)
    return f"""<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{title} - {name}</title>
<meta property="og:type" content="article"><meta property="og:title" content="{title}"><meta property="og:site_name" content="{name}">
<meta property="article:published_time" content="{wrong}"><meta property="article:section" content="{escape(article.section)}"></head><body>
<header><nav><a href="/section/1001">시정</a><a href="/photo/2026/11/15/88">사진</a></nav></header>
<main><article><h1>{title}</h1>{subtitle}<div class="meta"><span>{byline}</span> <span>입력 {article.published_at:%Y.%m.%d %H:%M}</span>{edited}</div>
<div class="story-text">{figure}{first}
<div class="related-box"><strong>관련 기사</strong><ul><li><a href="{address("", OLD_ARTICLE)}">{escape(OLD_ARTICLE.title)}</a></li></ul></div>
{"".join(rest)}</div><p class="copyright">Copyright ⓒ {name} 무단전재 및 재배포 금지</p></article></main>
<section class="newsletter"><p>뉴스레터를 구독하세요. 매주 2번 보내 드립니다.</p></section>
<aside><h3>많이 본 뉴스</h3><a href="{address("", OLD_ARTICLE)}">{escape(OLD_ARTICLE.title)}</a></aside>
<footer>등록일 2018.01.02 발행인 하늘</footer></body></html>"""


def list_page(edition: Edition, page: ListPage) -> str:
    """The list."""
    rows = "".join(
        f'<li><a href="{address("", article)}"><h3>{escape(article.title)}</h3></a><p>{lead(article)}</p><time>{article.published_at:%Y.%m.%d %H:%M}</time>'
        f'<a href="/tag/{article.number}">#소식</a></li>'
        for article in page.articles
    )
    return f"""<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>최신 기사 - {escape(edition.name)}</title></head><body>
<header><nav><a href="/section/1001">시정</a><a href="/photo/2026/11/15/88">사진</a></nav></header>
<main><ul class="latest">{rows}<li><a href="{address(ADVERTISER, OLD_ARTICLE)}">봄맞이 특가</a></li></ul>
{pager(page, lambda number: f"/latest?page={number}")}</main>
<aside><h3>많이 본 뉴스</h3><a href="{address("", OLD_ARTICLE)}">{escape(OLD_ARTICLE.title)}</a></aside></body></html>"""


FORM = Form(
    name="generic",
    family="generic",
    lists=("/latest",),
    address=address,
    article_target=r"^/story/\d{4}/\d{2}/\d{2}/\d+",
    article_pattern=r"^/story/\d{4}/\d{2}/\d{2}/\d+$",
    article_page=article_page,
    list_page=list_page,
    deleted=gone_in_words(status=410, words="삭제된 기사입니다."),
)
