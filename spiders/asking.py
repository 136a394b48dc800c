"""What a site answers when somebody looks at it, and how its pages would be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlsplit

from jipyo.pages import Listed, feed_articles, listed_articles, read_page
from jipyo.pages.decoding import decode
from jipyo.pages.families import recognise
from jipyo.pages.model import Article
from jipyo.pages.moments import SEOUL
from jipyo.pages.page import Page
from spiders.outlets import Outlet


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one request.

    Attributes:
        url: The address that was asked for.
        answered_at: The address that answered, after redirects within the outlet's hosts.
        status: HTTP status; 0 where there was no answer.
        charset: Charset that the response declared, if it did.
        body: The body as it came.
        reason: Why there is no page, as a reason code (docs/reasons.md); empty where there is one.
        detail: The same in words.
    """

    url: str
    answered_at: str = ""
    status: int = 0
    charset: str | None = None
    body: bytes = field(default=b"", repr=False)
    reason: str = ""
    detail: str = ""

    @property
    def page(self) -> Page:
        """The answer as a page; parsed anew each time."""
        return Page(decode(self.body, self.charset), self.answered_at or self.url)


Ask = Callable[[str], Answer]
"""Asks for one address, politely; never raises for what a host does."""


@dataclass(frozen=True, slots=True)
class RobotsSaid:
    """What robots.txt said to us.

    Attributes:
        state: ``rules``, ``none``, or ``stay_away``.
        delay_seconds: The pause between two requests that is kept: the outlet's own, or the longer
            one for which the host asks.
        crawl_delay_seconds: The pause for which the host asks; 0 where it asks for none.
        detail: What happened, where it means to stay away.
    """

    state: str
    delay_seconds: float
    crawl_delay_seconds: float
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SourceSeen:
    """A feed or a list as it answered.

    Attributes:
        kind: ``feed`` or ``list``.
        path: Its path, as in an entry.
        listed: The articles on it, in its order.
        reason: Why it gave none, as a reason code; empty where it gave some.
        detail: The same in words.
    """

    kind: str
    path: str
    listed: Sequence[Listed] = ()
    reason: str = ""
    detail: str = ""

    @property
    def newest_at(self) -> datetime | None:
        """The newest time that it prints."""
        return max((entry.listed_at for entry in self.listed if entry.listed_at), default=None)


@dataclass(frozen=True, slots=True)
class Sample:
    """One article as it would be read.

    Attributes:
        listed: The row of the feed or list that led to it.
        article: The page as read, or ``None`` where none came.
        recognised: The family that the page itself shows.
        reason: Why no page came, as a reason code; empty where one came.
        detail: The same in words.
    """

    listed: Listed
    article: Article | None = None
    recognised: str = ""
    reason: str = ""
    detail: str = ""

    @property
    def state(self) -> str:
        """What the page is, or why there is none."""
        return self.article.state if self.article is not None else self.reason


def source_in(answer: Answer, outlet: Outlet, kind: str, path: str, now: datetime) -> SourceSeen:
    """The articles of a feed or list within the outlet's hosts, read as a crawl reads them."""
    if answer.reason:
        return SourceSeen(kind, path, reason=answer.reason, detail=answer.detail)
    if kind == "feed":
        found = feed_articles(
            answer.body, answer.url, family=outlet.family, article_pattern=outlet.article_pattern
        )
    else:
        found = listed_articles(
            answer.body,
            answer.url,
            family=outlet.family,
            now=now,
            charset=answer.charset,
            article_pattern=outlet.article_pattern,
        )
    here = [entry for entry in found if urlsplit(entry.url).hostname in outlet.hosts]
    if here:
        return SourceSeen(kind, path, here)
    if kind == "feed" and b"<item" not in answer.body and b"<entry" not in answer.body:
        detail = "The answer is no feed, or an empty one"
    elif found:
        detail = f"Its articles stand on {urlsplit(found[0].url).hostname}, not on this outlet"
    else:
        detail = "No link on it is an article of this outlet"
    return SourceSeen(kind, path, reason="nothing_listed", detail=detail)


def sample_in(answer: Answer, listed: Listed, outlet: Outlet) -> Sample:
    """The article in an answer, read as the night would read it."""
    if answer.reason:
        return Sample(listed, reason=answer.reason, detail=answer.detail)
    article = read_page(
        answer.body,
        listed.url,
        family=outlet.family,
        charset=answer.charset,
        listed_at=listed.listed_at,
        listed_from=listed.listed_from,
    )
    page = Page(decode(answer.body, answer.charset), listed.url)
    return Sample(listed, article, recognise(page).name, detail=article.detail)


def first_articles(sources: Sequence[SourceSeen], most: int) -> list[Listed]:
    """The first articles of all sources, taken from each in turn, each article once."""
    rows: dict[str, Listed] = {}
    longest = max((len(source.listed) for source in sources), default=0)
    for place in range(longest):
        for source in sources:
            if place < len(source.listed):
                rows.setdefault(source.listed[place].url, source.listed[place])
    return list(rows.values())[:most]


def moment_of(stated: date | None) -> datetime | None:
    """A publication time as a moment; a bare day is its beginning in Asia/Seoul."""
    if stated is None or isinstance(stated, datetime):
        return stated
    return datetime(stated.year, stated.month, stated.day, tzinfo=SEOUL)
