"""Every form: its pages read back in all fields, its lists and feeds give its articles alone.

What passes here proves that readers and forms agree on our reading of such sites; only the newest
generation of `ndsoft` was checked against real pages.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

import pytest

from jipyo.pages import canonical_url, feed_articles, list_request, listed_articles, read_page
from jipyo.pages.model import Article, Listed
from jipyo.samples import FORMS, NIGHTS, Form
from jipyo.samples.forms import Answer, Asked, Edition, encoded
from tests.samples.nights import Expected, expected, nights_of

pytestmark = pytest.mark.quick

ROWS = 5


def edition(form: Form, night: int = 2) -> Edition:
    articles = sorted(nights_of(form.name)[night], key=lambda a: a.published_at, reverse=True)
    origin = f"https://www.{form.name}.example"
    return Edition("견본신문", origin, articles, ROWS, 50, now=NIGHTS[night])


def body_of(form: Form, answer: Answer) -> bytes:
    return answer.text.encode() if answer.content_type else encoded(answer.text, form.charset)


def charset_of(form: Form, answer: Answer) -> str | None:
    content_type = answer.content_type or form.content_type
    return content_type.partition("charset=")[2] or None


def get(form: Form, site: Edition, url: str, **headers: str) -> tuple[Answer, bytes, str | None]:
    target = url.removeprefix(site.origin)
    answer = form.answer(site, Asked.of(target, headers))
    return answer, body_of(form, answer), charset_of(form, answer)


def read(form: Form, site: Edition, url: str, family: str | None) -> Article:
    _, body, charset = get(form, site, url)
    return read_page(body, url, family=family, charset=charset)


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("as_entered", [True, False])
def test_every_article_reads_back_in_every_field(name: str, as_entered: bool) -> None:
    form = FORMS[name]
    site = edition(form)
    assert len(site.articles) >= 20
    assert any(article.edited_at for article in site.articles)
    for article in site.articles:
        url = form.address(site.origin, article)
        found = read(form, site, url, form.family if as_entered else None)
        assert (found.state, found.detail) == ("article", "")
        if as_entered or name not in UNTOLD:
            assert found.family == form.family
        assert Expected(
            found.title,
            found.subtitle,
            found.body,
            found.published_at,  # type: ignore[arg-type]
            found.modified_at,
            found.byline,
            found.section,
        ) == expected(form, article), url


UNTOLD = {"generic", "viewphp-key"}
"""Forms that nothing on a page tells from unknown ones."""


@pytest.mark.parametrize("name", FORMS)
def test_a_deleted_article_is_none(name: str) -> None:
    form = FORMS[name]
    site = edition(form)
    kept = {article.number for article in site.articles}
    (deleted,) = [article for article in nights_of(name)[1] if article.number not in kept]
    url = form.address(site.origin, deleted)
    answer, body, charset = get(form, site, url)
    assert answer.status in {200, 302, 404, 410}
    if answer.status == 302:
        assert answer.location == "/"
    else:
        assert read_page(body, url, family=form.family, charset=charset).state == "gone"


def turned(form: Form, site: Edition, now: datetime) -> list[list[Listed]]:
    """The pages of a form's list, asked for as its family does, until one gives nothing new."""
    (path,) = form.lists
    url = f"{site.origin}{path}"
    pages: list[list[Listed]] = []
    first: bytes | None = None
    for number in range(1, 12):
        headers: dict[str, str] = {}
        asked = url
        if number > 1:
            request = list_request(url, number, family=form.family, first_page=first)
            if request is None:
                break
            asked, headers = request.url, dict(request.headers)
        _, body, charset = get(form, site, asked, **headers)
        first = first or body
        found = listed_articles(
            body,
            asked,
            family=form.family,
            now=now,
            charset=charset,
            article_pattern=form.article_pattern,
        )
        own = [entry for entry in found if entry.url.startswith(site.origin)]
        if not own or (pages and own == pages[-1]):
            break
        pages.append(own)
    return pages


@pytest.mark.parametrize("name", FORMS)
def test_a_list_gives_its_articles_page_by_page_and_nothing_else(name: str) -> None:
    form = FORMS[name]
    site = edition(form)
    pages = turned(form, site, NIGHTS[2])
    expected_pages = [
        [
            (form.address(site.origin, article), article.title)
            for article in site.articles[at : at + ROWS]
        ]
        for at in range(0, len(site.articles), ROWS)
    ]
    assert [[(entry.url, entry.title) for entry in page] for page in pages] == expected_pages
    times = {form.address(site.origin, article): article.published_at for article in site.articles}
    for entry in (entry for page in pages for entry in page):
        assert entry.listed_at in {None, times[entry.url].replace(second=0)}
        if form.prints == "minute" and form.family not in {"gnuboard"}:
            assert entry.listed_at is not None


@pytest.mark.parametrize("name", [name for name, form in FORMS.items() if form.feeds])
def test_a_feed_gives_its_newest_articles(name: str) -> None:
    form = FORMS[name]
    site = edition(form)
    for path in form.feeds:
        _, body, _ = get(form, site, f"{site.origin}{path}")
        found = feed_articles(body, f"{site.origin}{path}", family=form.family)
        assert [(entry.url, entry.listed_at) for entry in found] == [
            (form.address(site.origin, article), article.published_at) for article in site.articles
        ]


@pytest.mark.parametrize("name", FORMS)
def test_addresses_are_canonical_and_traps_are_answered_as_articles(name: str) -> None:
    form = FORMS[name]
    site = edition(form)
    for article in site.articles:
        url = form.address(site.origin, article)
        assert canonical_url(url, family=form.family, article_pattern=form.article_pattern) == url
    old, elsewhere = form.traps(site.origin)
    assert read(form, site, old, form.family).state == "article"
    assert urlsplit(elsewhere).hostname != urlsplit(site.origin).hostname


@pytest.mark.parametrize("name", FORMS)
def test_a_list_is_no_article(name: str) -> None:
    form = FORMS[name]
    site = edition(form)
    for url in (f"{site.origin}{form.lists[0]}", f"{site.origin}/"):
        found = read(form, site, url, form.family)
        assert found.state in {"list", "not_article"}, (url, found.detail)


def test_the_first_generation_says_its_charset_in_the_page_alone() -> None:
    form = FORMS["ndsoft-first"]
    site = edition(form)
    article = next(article for article in site.articles if "똠펲" in article.paragraphs[-1])
    _, body, charset = get(form, site, form.address(site.origin, article))
    assert charset is None
    assert b"euc-kr" in body
    with pytest.raises(UnicodeDecodeError):
        body.decode("euc-kr")


def test_the_newest_generation_turns_its_list_by_script_alone() -> None:
    form = FORMS["ndsoft"]
    site = edition(form)
    (path,) = form.lists
    first, again = (get(form, site, f"{site.origin}{path}{page}")[1] for page in ("", "&page=2"))
    assert first == again
    request = list_request(f"{site.origin}{path}", 2, family="ndsoft", first_page=first)
    assert request is not None
    by_hand, by_script = (
        get(form, site, request.url),
        get(form, site, request.url, **request.headers),
    )
    assert by_hand[1] != by_script[1]
    assert by_script[0].content_type == "application/json; charset=UTF-8"
    _, page, _ = get(form, site, f"{site.origin}/rss/clickTop.xml")
    assert feed_articles(page, f"{site.origin}/rss/clickTop.xml", family="ndsoft") == []


def test_days_of_the_governments_list() -> None:
    form = FORMS["koreakr"]
    site = replace(edition(form), rows=50)
    day = NIGHTS[1].date().isoformat()
    url = f"{site.origin}{form.lists[0]}?startDate={day}&endDate={day}"
    _, body, _ = get(form, site, url)
    listed = listed_articles(body, url, family="koreakr", now=NIGHTS[2])
    own = {entry.url for entry in listed if entry.url.startswith(site.origin)}
    assert own == {
        form.address(site.origin, article)
        for article in site.articles
        if article.published_at.date().isoformat() == day
    }
