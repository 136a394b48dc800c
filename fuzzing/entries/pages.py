"""Pages, lists, feeds, robots.txt, and the times that they print."""

from __future__ import annotations

import math
from typing import get_args
from urllib.parse import urlsplit

from fuzzing.guard import hold
from fuzzing.promises import NOW, has_day, head_of, sometimes, storable, storable_moment
from jipyo.pages import documents_of, feed_articles, list_request, listed_articles, read_page
from jipyo.pages.model import Article, Listed, State
from jipyo.pages.moments import moments_in, parse_day, parse_moment, parse_short

STATES = frozenset(get_args(State)) - {"reader_error"}


def page(body: bytes) -> None:
    """`FAMILY CHARSET LISTED URL` and a page; a dash stands for what is not given."""
    (family, charset, listed, url), content = head_of(body, 4)

    def article() -> Article:
        return read_page(
            content,
            url,
            family=None if family == "-" else family,
            charset=None if charset == "-" else charset,
            listed_at=NOW if listed != "-" else None,
            listed_from=None if listed == "-" else listed,
        )

    found = article()
    hold(found.state in STATES, "no state of ours:", found.state)
    if found.state == "article":
        hold(bool(found.body.strip()), "an article without a body:", found)
    else:
        hold(bool(found.detail.strip()), "no reason is told:", found)
    for what in ("title", "subtitle", "body", "byline", "section", "dateline", "detail"):
        storable(getattr(found, what), what)
    storable_moment(found.published_at, "published_at")
    storable_moment(found.modified_at, "modified_at")
    has_day(found)
    for attachment in found.attachments:
        storable(attachment.url + attachment.name, "an attachment")
        scheme = urlsplit(attachment.url).scheme
        hold(scheme in {"http", "https"}, "an attachment is at no address:", attachment)
    documents_of(found.attachments, found.title)
    if sometimes(body):
        again = article()
        hold(again == found, "two readings differ:", found, again)


def list_page(body: bytes) -> None:
    """`FAMILY CHARSET PATTERN URL` and a list of articles; a dash is no pattern."""
    (family, charset, pattern, url), content = head_of(body, 4)
    given = charset if charset != "-" else None
    article_pattern = r"number=\d+" if pattern != "-" else None
    _listed(
        listed_articles(
            content, url, family=family, now=NOW, charset=given, article_pattern=article_pattern
        )
    )
    request = list_request(url, 2, family=family, first_page=content, charset=given)
    if request is not None:
        storable(request.url, "the address of page 2")


def feed(body: bytes) -> None:
    """`FAMILY URL` and a feed."""
    (family, url), content = head_of(body, 2)
    _listed(feed_articles(content, url, family=family, article_pattern=r"number=\d+"))


def _listed(found: list[Listed]) -> None:
    urls = [one.url for one in found]
    hold(len(urls) == len(set(urls)), "an address stands there twice:", urls)
    for one in found:
        storable(one.url, "an address")
        storable(one.title, "a title")
        storable_moment(one.listed_at, "listed_at")
        hold(urlsplit(one.url).scheme in {"http", "https"}, "no address:", one)


def robots(body: bytes) -> None:
    """A robots.txt."""
    from spiders.robots import Robots

    found = Robots.from_text(body)
    delay = found.crawl_delay_seconds
    hold(math.isfinite(delay) and delay >= 0, "no pause that anybody can keep:", delay)
    for path in ("/", "/news/articleView.html?idxno=7", "/%EA%B5%AD/a*b$", "/robots.txt"):
        answer = found.allows(f"https://naru.example{path}")
        hold(isinstance(answer, bool), "neither yes nor no:", answer)


def moment(body: bytes) -> None:
    """A text with a date or several."""
    text = body.decode("utf-8", errors="replace")
    for short_year in (False, True):
        storable_moment(parse_moment(text, short_year=short_year), "a moment")
        for words, found in moments_in(text, short_year=short_year):
            storable_moment(found, "one of several moments")
            hold(words in text, "words that do not stand there:", words)
    storable_moment(parse_short(text, NOW), "a short time")
    parse_day(text, NOW)
