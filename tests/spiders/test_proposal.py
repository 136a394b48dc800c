"""Entries proposed from what a site answers, and entries held against it; no host is asked."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from jipyo.pages.families import FAMILIES
from jipyo.pages.moments import SEOUL
from jipyo.pages.page import Page
from spiders.asking import Answer, RobotsSaid
from spiders.examination import Examination, examine
from spiders.outlets import Outlet
from spiders.proposal import Proposal, ProposalError, propose, site_of
from tests.spiders.conftest import article

pytestmark = pytest.mark.quick

GOLDEN = Path(__file__).parents[1] / "pages" / "golden"
NOW = datetime(2026, 11, 16, 2, 30, tzinfo=SEOUL)
RULES = RobotsSaid("rules", 10.0, 0.0)
SITE = "https://www.gaon.example"

Pages = Mapping[str, bytes | Answer | Callable[[str], bytes]]


class Site:
    """Answers of a site by regular expression over path and query; 404 for the rest."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.asked: list[str] = []

    def ask(self, url: str) -> Answer:
        parts = urlsplit(url)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        self.asked.append(path)
        for pattern, given in self.pages.items():
            if re.fullmatch(pattern, path):
                if isinstance(given, Answer):
                    return given
                body = given if isinstance(given, bytes) else given(path)
                return Answer(url, url, 200, None, body)
        return Answer(url, status=404, reason="http_404", detail="The page is not there (HTTP 404)")

    def proposal(self, path: str, robots: RobotsSaid = RULES, **known: Outlet) -> Proposal:
        url = f"{SITE}{path}"
        return propose(url, site_of(url), robots, self.ask, NOW, known=known)


def rows(*paths: str) -> str:
    return "".join(
        f'<li><a href="{path}">가온시 도로를 고친 소식 {place}</a></li>'
        for place, path in enumerate(paths)
    )


def page(content: str, title: str = "전체기사 - 가온신문", head: str = "") -> bytes:
    return (
        f'<html><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body>{content}</body></html>"
    ).encode()


def feed(*links: str, times: tuple[str, ...] = ()) -> bytes:
    dated = [*times, *([""] * len(links))]
    items = "".join(
        f"<item><title>가온시 도로 소식</title><link>{SITE}{link}</link>"
        f"<pubDate>{when}</pubDate></item>"
        for link, when in zip(links, dated, strict=False)
    )
    return f'<?xml version="1.0"?><rss><channel>{items}</channel></rss>'.encode()


def golden(name: str) -> tuple[bytes, dict[str, Any]]:
    facts = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    return (GOLDEN / f"{name}.html").read_bytes(), facts


# A list of each family's own, and a page of an article.
FAMILY_PAGES = {
    "ndsoft": ("nd-list-third", "nd-third-generation"),
    "mediaon": ("mediaon-list", "mediaon-article"),
    "ncode": ("ncode-list", "ncode-article"),
    "ins": ("ins-list", "ins-article"),
    "webcms": ("webcms-notice-list", "webcms-notice"),
    "egov": ("egov-list", "egov-ntt"),
    "koreakr": ("koreakr-list", "koreakr-release"),
    "gnuboard": ("gnuboard-list", "gnuboard-article"),
    "viewphp": ("viewphp-list", "viewphp-idx"),
}


@pytest.mark.parametrize("family", FAMILY_PAGES)
def test_a_family_is_recognised_from_its_list(family: str) -> None:
    list_name, article_name = FAMILY_PAGES[family]
    (listing, facts), (text, _) = golden(list_name), golden(article_name)
    origin = re.match(r"https?://[^/]+", facts["url"])
    assert origin is not None
    path = facts["url"].removeprefix(origin[0])
    asked: list[str] = []

    def ask(url: str) -> Answer:
        asked.append(url)
        if url == facts["url"]:
            return Answer(url, url, 200, None, listing)
        if FAMILIES[family].address(urlsplit(url)) is not None:
            return Answer(url, url, 200, None, text)
        return Answer(url, status=404, reason="http_404", detail="The page is not there")

    found = propose(facts["url"], site_of(facts["url"]), RULES, ask, NOW, known={})
    assert found.entry["family"] == family
    assert found.entry["lists"] == [path]
    assert "article_pattern" not in found.entry
    assert not found.entry["enabled"]
    assert found.outlet.host == urlsplit(facts["url"]).hostname
    assert found.outlet.politeness.delay_seconds == 10
    assert [sample.state for sample in found.samples] == ["article"] * len(found.samples)
    assert 3 <= len(found.samples) <= 5
    # One page for the list, feeds that the family usually has, the articles; none twice.
    assert len(set(asked)) == len(asked) <= 1 + len(FAMILIES[family].feeds) + 5


def test_an_article_leads_to_its_lists_and_feeds() -> None:
    text, facts = golden("mediaon-article")
    listing, _ = golden("mediaon-list")
    site = Site({r"/news/article\.html\?no=\d+": text, r"/news/article_list_all\.html": listing})
    found = site.proposal(facts["url"].partition(".example")[2])
    assert found.entry["family"] == "mediaon"
    assert found.entry["lists"] == ["/news/article_list_all.html"]
    assert found.entry["feeds"] == []
    assert {seen.reason for seen in found.tried} == {"http_404"}


def generic_site(**more: bytes) -> Site:
    listing = page(
        "<nav><a href='/about'>회사 소개</a></nav><ul>"
        + rows(*(f"/story?id={number}&page=1" for number in (31, 32, 33, 104)))
        + "</ul><a href='/story/list?page=2'>2</a>"
    )
    return Site(
        {
            "/story/list": listing,
            r"/story\?id=\d+": lambda path: article(int(path.rpartition("=")[2])),
            "/": page("<nav><a href='/story/list'>전체기사</a></nav><p>가온신문입니다</p>"),
            **more,
        }
    )


@pytest.mark.parametrize("start", ["/story/list", "/"])
def test_a_site_of_no_family_gets_a_pattern(start: str) -> None:
    site = generic_site()
    found = site.proposal(start)
    assert found.entry["family"] == "generic"
    assert found.entry["article_pattern"] == r"^/story\?id=\d{1,9}$"
    assert found.entry["lists"] == ["/story/list"]
    assert [sample.article.title for sample in found.samples if sample.article] == [
        f"가온시 도로 {number}곳 고쳐" for number in (31, 32, 33, 104)
    ]
    assert len(site.asked) == len(set(site.asked)) <= 6
    assert "No feed was found" in " ".join(found.notes)


def test_a_feed_that_the_page_names_is_taken() -> None:
    listing = page(
        f"<ul>{rows('/story?id=1', '/story?id=2', '/story?id=3')}</ul>",
        head='<link rel="alternate" type="application/rss+xml" href="https://cdn.gaon.example/f.xml">'
        '<meta property="og:site_name" content="가온시 소식">',
    )
    site = generic_site(**{"/story/list": listing, r"/f\.xml": feed("/story?id=1", "/story?id=9")})
    found = site.proposal("/story/list")
    # A file server has a robots.txt of its own; the same path is asked for on the site.
    assert found.entry["feeds"] == ["/f.xml"]
    assert found.entry["name"] == "가온시 소식"
    assert [sample.listed.url.rpartition("=")[2] for sample in found.samples] == [
        *("1", "9", "2", "3")
    ]


def test_addresses_alone_make_no_family() -> None:
    # Bare numbers are addresses of family ins; these pages are not its.
    site = Site(
        {
            "/": page(f"<ul>{rows('/101', '/102', '/103', '/104')}</ul>"),
            r"/\d+": lambda path: article(int(path[1:])),
        }
    )
    found = site.proposal("/")
    assert found.entry["family"] == "generic"
    assert found.entry["article_pattern"] == r"^/\d{1,9}$"
    assert "those of family ins" in " ".join(found.notes)
    assert {sample.state for sample in found.samples} == {"article"}


def test_a_name_that_all_titles_share_is_the_sites() -> None:
    site = Site(
        {
            "/story/list": page(f"<ul>{rows('/s/1', '/s/2', '/s/3')}</ul>", "전체 | 가온 알림"),
            r"/s/\d": article(7).replace(b"</title>", " | 가온 알림</title>".encode()),
        }
    )
    assert site.proposal("/story/list").entry["name"] == "가온 알림"


def test_ids_are_new_and_known_hosts_are_told() -> None:
    known = Outlet.model_validate(
        {"id": "gaon", "name": "가온", "family": "ndsoft", "origin": SITE, "feeds": ["/f"]}
    )
    found = generic_site().proposal("/story/list", gaon=known)
    assert found.entry["id"] == "gaon-2"
    assert "known under gaon" in " ".join(found.notes)


def test_a_longer_crawl_delay_is_proposed() -> None:
    found = generic_site().proposal("/story/list", RobotsSaid("rules", 30.0, 30.0))
    assert found.entry["politeness"] == {"delay_seconds": 30.0}


@pytest.mark.parametrize(
    ("pages", "start", "said"),
    [
        ({}, "/", "HTTP 404.*Give the address of a page that is there"),
        (
            {"/": Answer(SITE, reason="robots_refused", detail="robots.txt does not allow /")},
            "/",
            "does not allow.*Respect it",
        ),
        ({"/": page("<p>곧 엽니다</p>")}, "/", "of no known family.*address of a list"),
        (
            {"/list": page(f"<ul>{rows('/s/1', '/s/2', '/s/3')}</ul>")},
            "/list",
            "none is an article: .*http_404",
        ),
        (
            {"/list": page(f"<ul>{rows('/s/1', '/s/2', '/s/3')}</ul>"), "/s/.": page("<p>빈</p>")},
            "/list",
            "none is an article",
        ),
    ],
)
def test_what_cannot_be_proposed_is_told(pages: Pages, start: str, said: str) -> None:
    with pytest.raises(ProposalError, match=said):
        Site(pages).proposal(start)


def test_a_host_in_trouble_is_asked_for_nothing() -> None:
    site = generic_site()
    with pytest.raises(ProposalError, match=r"HTTP 503.*tomorrow"):
        site.proposal("/", RobotsSaid("stay_away", 10.0, 0.0, "robots.txt: HTTP 503"))
    assert site.asked == []


@pytest.mark.parametrize(
    "url",
    [
        *(
            "http://127.0.0.1/news",
            "http://10.1.2.3/",
            "https://intranet.local/",
            "ftp://a.example",
        ),
        *(
            "https://",
            "https://localhost/",
            "https://a.example:8443/x",
            "http://[::1]/",
            "file:///x",
        ),
    ],
)
def test_only_public_sites_are_looked_at(url: str) -> None:
    with pytest.raises(ProposalError):
        site_of(url)


# -- entries held against a site --------------------------------------------------------------


def examined(pages: Pages, **fields: object) -> Examination:
    entry = {
        "id": "gaon",
        "name": "가온신문",
        "family": "generic",
        "origin": SITE,
        "feeds": ["/feed"],
        "lists": ["/list"],
        "article_pattern": r"^/s/\d+$",
        **fields,
    }
    return examine(Outlet.model_validate(entry), RULES, Site(pages).ask, NOW)


LIST = page(f"<ul>{rows('/s/1', '/s/2', '/s/3', '/s/4')}</ul>")
TIMES = ("2026-11-15 10:00:00", "2026-11-14 10:00:00", "2026-11-13 10:00:00")
FEED = feed("/s/5", "/s/6", "/s/7", times=TIMES)
STORY: Callable[[str], bytes] = lambda path: article(int(path.rpartition("/")[2]))  # noqa: E731
FINE: Pages = {"/feed": FEED, "/list": LIST, r"/s/\d+": STORY}
REFUSED = Answer(SITE, reason="robots_refused", detail="robots.txt does not allow it")


def test_an_entry_that_fits() -> None:
    found = examined(FINE)
    assert found.fits, found.faults
    assert [(seen.path, len(seen.listed)) for seen in found.sources] == [("/feed", 3), ("/list", 4)]
    assert found.sources[0].newest_at == datetime(2026, 11, 15, 10, tzinfo=SEOUL)
    # The articles are taken from each source in turn.
    assert [sample.listed.url.rpartition("/")[2] for sample in found.samples] == list("51627")


def without_date(path: str) -> bytes:
    return STORY(path).replace("입력 2026-11-15 10:00".encode(), b"")


def old(path: str) -> bytes:
    return STORY(path).replace(b"2026-11-15", b"2026-03-15")


@pytest.mark.parametrize(
    ("pages", "fields", "code", "about", "text"),
    [
        ({**FINE, "/feed": REFUSED}, {}, "robots_refused", "/feed", "take it out"),
        (
            {key: FINE[key] for key in FINE if key != "/list"},
            {},
            *("http_404", "/list", "Mend the path"),
        ),
        ({**FINE, "/feed": LIST}, {}, "nothing_listed", "/feed", "is no feed"),
        (
            FINE,
            {"article_pattern": r"^/s/[5-7]$"},
            *("nothing_listed", "/list", "article_pattern"),
        ),
        (
            {**FINE, "/list": feed("/s/1", times=("2026-10-01 10:00:00",))},
            {"feeds": ["/feed", "/list"], "lists": []},
            *("ended", "/list", "It has ended"),
        ),
        ({**FINE, r"/s/\d+": page("<p>점검</p>")}, {}, "no_body", f"{SITE}/s/5", "5 of 5"),
        ({**FINE, r"/s/\d+": REFUSED}, {}, "robots_refused", f"{SITE}/s/5", "leave the outlet out"),
        (
            {"/list": LIST, r"/s/\d+": without_date},
            {"feeds": []},
            *("no_time", f"{SITE}/s/1", "publication time"),
        ),
        ({"/list": LIST, r"/s/\d+": old}, {"feeds": []}, "quiet", "", "2026-03-15"),
    ],
)
def test_what_does_not_fit_is_named_with_what_to_mend(
    pages: Pages, fields: dict[str, object], code: str, about: str, text: str
) -> None:
    found = examined(pages, **fields)
    assert not found.fits
    assert [(fault.code, fault.about) for fault in found.faults] == [(code, about)]
    assert text.lower() in found.faults[0].text.lower()


def test_pages_of_another_family_name_it() -> None:
    text, _ = golden("nd-third-generation")
    listing = page(f"<ul>{rows(*(f'/news/article.html?no={n}' for n in (1, 2, 3)))}</ul>")
    found = examined(
        {"/list": listing, r"/news/article\.html\?no=\d": text},
        **{"family": "mediaon", "feeds": [], "article_pattern": None},
    )
    assert "set family: ndsoft" in found.faults[0].text
    # A page that no family knows has drifted.
    drifted, _ = golden("mediaon-drift")
    found = examined(
        {"/list": listing, r"/news/article\.html\?no=\d": drifted},
        **{"family": "mediaon", "feeds": [], "article_pattern": None},
    )
    assert found.faults[0].code == "selector_drift"
    assert "page reader" in found.faults[0].text


def test_one_page_without_text_among_five_is_no_fault() -> None:
    pages = {**FINE, "/s/5": page("<h1>사진 한 장</h1><img src='/a.jpg'>")}
    found = examined({"/s/5": pages["/s/5"], **FINE})
    assert found.samples[0].state != "article"
    assert found.fits, found.faults


def test_the_marks_of_families_are_not_those_of_the_pages_here() -> None:
    # Else the sites above would be taken for theirs.
    for body in (LIST, article(1)):
        shown = Page(body.decode(), f"{SITE}/x")
        assert [one.name for one in FAMILIES.values() if one.recognise(shown)] == ["generic"]
