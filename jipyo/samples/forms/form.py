"""What a form is: how the sites of one news system, generation or board engine answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from typing import Literal
from urllib.parse import parse_qsl, quote, urlsplit

from jipyo.samples.pages import SEOUL, PageArticle

Part = Literal["subtitle", "section", "byline", "edited_at"]
"""A part of an article that the pages of some forms do not show."""

Charset = Literal["utf-8", "euc-kr"]
"""What pages declare. Those that declare EUC-KR are sent as what all browsers take that for, CP949."""


def encoded(text: str, charset: Charset) -> bytes:
    """A page as it is sent; what the charset lacks, editors write as a reference."""
    if charset == "utf-8":
        return text.encode()
    declared = '<meta http-equiv="Content-Type" content="text/html; charset=euc-kr">'
    return text.replace('<meta charset="utf-8">', declared).encode(
        "cp949", errors="xmlcharrefreplace"
    )


@dataclass(frozen=True, slots=True)
class Edition:
    """What a site carries at one moment; every page of it is rendered from this.

    Attributes:
        name: The site's name as it prints it.
        origin: Scheme and host of its public addresses.
        articles: What it carries, the newest first.
        rows: Articles on one page of its list.
        feed_items: Articles in its feed.
        now: The moment of which the lists print times without a day; ``None`` where they never do.
    """

    name: str
    origin: str
    articles: Sequence[PageArticle]
    rows: int
    feed_items: int
    now: datetime | None = None


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list: its articles, its number from 1, and how many pages there are."""

    articles: Sequence[PageArticle]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as a form sees it; header names are in lower case."""

    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    target: str

    @classmethod
    def of(cls, target: str, headers: Mapping[str, str] | None = None) -> Asked:
        """A request for a target: path and query as sent."""
        parts = urlsplit(target)
        return cls(
            path=parts.path,
            query=dict(parse_qsl(parts.query, keep_blank_values=True, encoding="cp949")),
            headers={name.lower(): value for name, value in (headers or {}).items()},
            target=target,
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site answers.

    Attributes:
        text: The body, before it is written in the form's charset.
        status: HTTP status.
        content_type: Content-Type; ``None`` is that of the form's pages.
        location: Where a redirect leads.
        changed_at: When what is answered last changed, if the site tells.
    """

    text: str
    status: int = 200
    content_type: str | None = None
    location: str | None = None
    changed_at: datetime | None = None


def nothing(edition: Edition, asked: Asked) -> Answer | None:
    """No answer of its own."""
    return None


def everything(edition: Edition, asked: Asked) -> Sequence[PageArticle]:
    """All articles: a list without a filter, or one that ignores it."""
    return edition.articles


@dataclass(frozen=True, slots=True)
class Turning:
    """How the pages of a list are turned.

    Attributes:
        parameter: The query parameter; empty where the list's address cannot turn it.
        first: The number of the first page.
        beyond: What stands behind the last page: an empty list, or the last page once more.
    """

    parameter: str = "page"
    first: int = 1
    beyond: Literal["empty", "last"] = "empty"

    def number(self, asked: Asked) -> int:
        """The page asked for, from 1."""
        value = asked.query.get(self.parameter, "") if self.parameter else ""
        return int(value) - self.first + 1 if value.isdigit() else 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The pages of one news system, generation or board engine, and how its sites answer.

    Attributes:
        name: Its name in the registry.
        family: The family whose reader its pages are for.
        lists: Paths of its lists, for an outlet's entry.
        feeds: Paths of its feeds that are alive, for an outlet's entry.
        address: The public address of an article, given the site's origin.
        article_target: Regular expression over path and query of requests for articles.
        article_page: The page of an article, with what stands around it on such sites.
        list_page: A page of its list.
        deleted: What it answers for an article that is no more.
        feed: Its feed, if it has one; answered at every path of ``feeds``.
        other: Its answers for further addresses, asked before all others.
        turning: How its list is turned.
        listed: Which articles a request for a list gives.
        article_pattern: For families without fixed addresses.
        charset: Charset that its pages declare.
        content_type: Content-Type of its pages.
        rows: Articles on a page of its list.
        feed_items: Articles in its feed.
        robots: Its robots.txt; empty where there is none.
        prints: Whether it prints the time of publication or its day alone.
        shows: Which parts of an article its pages show, beside title and text.
        board: The name of its board, which stands as the section over each of its articles.
    """

    name: str
    family: str
    lists: tuple[str, ...]
    address: Callable[[str, PageArticle], str]
    article_target: str
    article_page: Callable[[Edition, PageArticle], str]
    list_page: Callable[[Edition, ListPage], str]
    deleted: Callable[[Edition], Answer]
    feeds: tuple[str, ...] = ()
    feed: Callable[[Edition], str] | None = None
    other: Callable[[Edition, Asked], Answer | None] = nothing
    turning: Turning = Turning()
    listed: Callable[[Edition, Asked], Sequence[PageArticle]] = everything
    article_pattern: str | None = None
    charset: Charset = "utf-8"
    content_type: str = "text/html; charset=UTF-8"
    rows: int = 20
    feed_items: int = 50
    robots: str = ""
    prints: Literal["minute", "day"] = "minute"
    shows: frozenset[Part] = field(
        default=frozenset[Part]({"subtitle", "section", "byline", "edited_at"})
    )
    board: str = ""

    def answer(self, edition: Edition, asked: Asked) -> Answer:
        """What a site of this form answers."""
        own = self.other(edition, asked)
        if own is not None:
            return own
        if asked.path == "/robots.txt" and self.robots:
            return Answer(self.robots, content_type="text/plain; charset=UTF-8")
        if self.feed is not None and asked.path in self.feeds:
            return Answer(self.feed(edition), content_type="application/xml; charset=UTF-8")
        if re.search(self.article_target, asked.target):
            article = self._article(edition, asked)
            if article is None:
                return self.deleted(edition)
            return Answer(
                self.article_page(edition, article),
                changed_at=article.edited_at or article.published_at,
            )
        if asked.path == "/" or asked.path in {urlsplit(path).path for path in self.lists}:
            return Answer(self.list_page(edition, self.page(edition, asked)))
        return not_found(edition)

    def page(self, edition: Edition, asked: Asked) -> ListPage:
        """The page of the list that a request asks for."""
        articles = self.listed(edition, asked)
        pages = max(-(-len(articles) // edition.rows), 1)
        number = self.turning.number(asked)
        if self.turning.beyond == "last":
            number = min(number, pages)
        return page_of(edition, articles, number)

    def traps(self, origin: str) -> tuple[str, ...]:
        """Addresses that stand on its pages and may never be taken for the outlet's news.

        The first is an old article in sidebars, the second an article of another site in an
        advertisement. Both are answered, or would be, with a page that is an article.
        """
        return (
            self.address(origin, OLD_ARTICLE),
            self.address(ADVERTISER, OLD_ARTICLE),
        )

    def _article(self, edition: Edition, asked: Asked) -> PageArticle | None:
        for article in (*edition.articles, OLD_ARTICLE):
            wanted = Asked.of(self.address("", article))
            if wanted.path == asked.path and wanted.query.items() <= asked.query.items():
                return article
        return None


def page_of(edition: Edition, articles: Sequence[PageArticle], number: int) -> ListPage:
    """One page of a list of articles."""
    rows = edition.rows
    return ListPage(
        articles=articles[(number - 1) * rows : number * rows] if number > 0 else (),
        number=number,
        pages=max(-(-len(articles) // rows), 1),
        total=len(articles),
    )


ADVERTISER = "https://advertiser.example"
"""Another site, to which advertisements lead."""

OLD_ARTICLE = PageArticle(
    number=7,
    title="지난해 가장 많이 읽힌 기사",
    subtitle_lines=(),
    paragraphs=(
        "가온시 둘레길을 지난해 12만 4,000명이 걸었다고 시가 밝혔다.",
        "시는 올해 쉼터 9곳을 더 놓는다고 설명했다.",
    ),
    published_at=datetime(2025, 5, 6, 9, 20, tzinfo=SEOUL),
    byline="한여름 기자",
    section="사회",
)
"""What sidebars link: an article, but none of the list's."""


def not_found(edition: Edition) -> Answer:
    """The page of an address that never was."""
    return Answer(
        message_page(edition, "페이지를 찾을 수 없습니다.", "주소를 다시 확인해 주십시오."),
        status=404,
    )


def message_page(edition: Edition, title: str, *words: str) -> str:
    """A page that says something in an article's place."""
    told = "".join(f"<p>{escape(line)}</p>" for line in (title, *words))
    return (
        f'<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{escape(edition.name)}'
        f'</title></head><body><div class="message">{told}<a href="/">첫 화면으로</a></div>'
        "</body></html>"
    )


def gone_by_alert(*, leads: str = "history.back();", words: str = "") -> Callable[..., Answer]:
    """Deleted articles answered with a box and a step away, status 200."""
    message = words or "삭제된 기사이거나 존재하지 않는 기사입니다."

    def answer(edition: Edition) -> Answer:
        return Answer(
            f'<!doctype html><html lang="ko"><head><meta charset="utf-8">'
            f"<title>{escape(edition.name)}</title></head><body>"
            f"<script>alert('{message}');{leads}</script></body></html>"
        )

    return answer


def gone_in_words(
    *, status: int = 200, words: str = "존재하지 않는 기사입니다."
) -> Callable[..., Answer]:
    """Deleted articles answered with a sentence."""

    def answer(edition: Edition) -> Answer:
        return Answer(message_page(edition, words, "이용에 불편을 드려 죄송합니다."), status=status)

    return answer


def gone_home(edition: Edition) -> Answer:
    """Deleted articles answered with a step to the front page."""
    return Answer("", status=302, location="/")


def rss(
    edition: Edition,
    address: Callable[[str, PageArticle], str],
    *,
    time: Callable[[datetime], str],
    title: Callable[[PageArticle], str] = lambda article: article.title,
    suffix: str = "",
    author: str = "author",
    description: Callable[[PageArticle], str] = lambda article: article.paragraphs[0][:60],
) -> str:
    """An RSS feed with the newest articles; ``suffix`` is what its links add to addresses."""
    items = "".join(
        f"<item><title><![CDATA[{title(article)}]]></title>"
        f"<link>{escape(address(edition.origin, article) + suffix)}</link>"
        f"<description><![CDATA[{description(article)}]]></description>"
        f"<{author}>{escape(article.byline)}</{author}><category>{escape(article.section)}</category>"
        f"<pubDate>{time(article.published_at)}</pubDate></item>"
        for article in edition.articles[: edition.feed_items]
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>{escape(edition.name)}</title><link>{edition.origin}</link>{items}</channel></rss>"
    )


def bare_time(moment: datetime) -> str:
    """A feed's time without a zone, as the largest news system writes it."""
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def percent_cp949(text: str) -> str:
    """A query's value as old Korean systems encode it."""
    return quote(text.encode("cp949"))


def pager(page: ListPage, href: Callable[[int], str], classes: str = "paging") -> str:
    """The numbers under a list."""
    numbers = "".join(
        f"<strong>{number}</strong> "
        if number == page.number
        else f'<a href="{href(number)}">{number}</a> '
        for number in range(1, page.pages + 1)
    )
    return f'<div class="{classes}">{numbers}</div>'
