"""The sample sites: they answer as such sites do, and every page of every night reads back."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from jipyo.pages import feed_articles, listed_articles, read_page
from jipyo.samples import NIGHTS, SampleSites, articles_of, sites

pytestmark = pytest.mark.quick

NUMBERS = range(1, len(NIGHTS) + 1)
FAMILIES = {"haneul": "ndsoft", "badaro": "viewphp", "changwonboard": "webcms"}


@dataclass(frozen=True)
class Got:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def charset(self) -> str | None:
        return self.headers.get("Content-Type", "").partition("charset=")[2] or None


def get(serving: SampleSites, site: str, path: str, **headers: str) -> Got:
    connection = http.client.HTTPConnection("127.0.0.1", serving.ports[site], timeout=10)
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    got = Got(response.status, dict(response.getheaders()), response.read())
    connection.close()
    return got


def entry(serving: SampleSites, site: str) -> dict[str, object]:
    return next(entry for entry in serving.outlet_entries() if entry["id"] == site)


@pytest.fixture(scope="module")
def serving() -> Iterator[SampleSites]:
    with SampleSites() as running:
        yield running


@pytest.mark.parametrize("site", FAMILIES)
@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("family", ["as entered", None])
def test_every_page_reads_back(
    serving: SampleSites, site: str, number: int, family: str | None
) -> None:
    serving.night = number
    own = entry(serving, site)
    found = listed(serving, site)
    carried = articles_of(site, number)
    assert len(found) == len(carried) > 0
    for address, article in zip(found, carried, strict=True):
        got = get(serving, site, address.removeprefix(str(own["origin"])))
        read = read_page(
            got.body, address, family=FAMILIES[site] if family else None, charset=got.charset
        )
        assert (read.state, read.family) == ("article", FAMILIES[site]), address
        assert read.title == article.title
        assert [line for line in read.subtitle.split("\n") if line] == list(article.subtitle_lines)
        # A table comes as its rows; its tabs are the borders of its cells.
        expected = [text.replace("\t", " ") for text in article.paragraphs]
        if read.dateline:  # Place and outlet stand before the first sentence, not in it.
            assert expected[0].startswith(f"{read.dateline} ")
            expected[0] = expected[0].removeprefix(f"{read.dateline} ")
        assert read.body.split("\n\n") == expected
        assert read.byline == article.byline
        assert str(read.published_at)[:10] == article.published_at.date().isoformat()
        if own["family"] != "webcms":  # A board prints the day alone.
            assert read.published_at == article.published_at


def listed(serving: SampleSites, site: str) -> list[str]:
    own = entry(serving, site)
    pattern = own.get("article_pattern")
    (path,) = own["lists"]  # type: ignore[misc]
    got = get(serving, site, path)
    every = listed_articles(
        got.body,
        f"{own['origin']}{path}",
        family=FAMILIES[site],
        now=NIGHTS[serving.night - 1],
        charset=got.charset,
        article_pattern=pattern if isinstance(pattern, str) else None,
    )
    # A list advertises articles of other sites, too; a crawl stays on its outlet's hosts.
    found = [article for article in every if article.url.startswith(str(own["origin"]))]
    assert len(every) == len(found) + 1
    titles = {article.title for article in articles_of(site, serving.night)}
    assert {article.title for article in found} == titles
    return [article.url for article in found]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_feed_tells_what_the_list_tells(serving: SampleSites, number: int) -> None:
    serving.night = number
    own = entry(serving, "haneul")
    (path,) = own["feeds"]  # type: ignore[misc]
    got = get(serving, "haneul", path)
    found = feed_articles(got.body, f"{own['origin']}{path}", family="ndsoft")
    assert [article.url for article in found] == listed(serving, "haneul")
    assert [article.listed_at for article in found] == [
        article.published_at for article in articles_of("haneul", number)
    ]


@pytest.mark.parametrize("site", ["haneul", "badaro"])
def test_the_second_page_of_a_list_is_the_first(serving: SampleSites, site: str) -> None:
    (path,) = entry(serving, site)["lists"]  # type: ignore[misc]
    second = get(serving, site, f"{path}{'&' if '?' in path else '?'}page=2")
    assert second.body == get(serving, site, path).body


@pytest.mark.parametrize("site", FAMILIES)
def test_a_page_that_is_no_more_says_so_with_status_200(serving: SampleSites, site: str) -> None:
    serving.night = 1
    own = entry(serving, site)
    address = listed(serving, site)[0].removeprefix(str(own["origin"]))
    number = str(articles_of(site, 1)[0].number)
    got = get(serving, site, address.replace(number, "999999"))
    assert got.status == 200
    read = read_page(got.body, f"{own['origin']}{address}", charset=got.charset)
    assert read.state == "gone"


def test_an_unchanged_page_says_so(serving: SampleSites) -> None:
    path = "/news/articleView.html?idxno=1203"
    first = get(serving, "haneul", path)
    assert first.status == 200
    again = get(serving, "haneul", path, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status, again.body) == (304, b"")


def test_robots(serving: SampleSites) -> None:
    got = get(serving, "haneul", "/robots.txt")
    assert got.status == 200
    assert b"Disallow: /member/" in got.body
    assert get(serving, "badaro", "/robots.txt").status == 404


def test_a_site_in_an_old_charset(serving: SampleSites) -> None:
    serving.night = 4
    got = get(serving, "badaro", "/news/view.php?bIdx=754")
    assert got.charset is None  # As old servers answer; the page itself says euc-kr.
    assert b"euc-kr" in got.body[:400].lower()
    text = got.body.decode("cp949")
    # Syllables outside the charset that the page names.
    assert "똠" in text
    with pytest.raises(UnicodeDecodeError):
        got.body.decode("euc-kr")
    read = read_page(got.body, "https://badaro-news.example/news/view.php?bIdx=754")
    assert "똠얌꿍" in read.body


def test_the_story_has_what_it_needs(serving: SampleSites) -> None:
    data = Path(sites.__file__).with_name("articles.yaml")
    entries = yaml.safe_load(data.read_text(encoding="utf-8"))
    announcements = [entry for entry in entries if entry.get("announcement", True)]
    assert len(announcements) >= 40
    places = ("창원", "김해", "진주", "포항", "구미", "강릉", "울산 북구", "창녕", "사천", "양산")
    told = [str(entry["title"]) + entry["paragraphs"][0] for entry in announcements]
    assert sum(any(place in words for words in told) for place in places) >= 6
    assert len(entries) - len(announcements) >= 4
    for own in serving.outlet_entries():
        assert str(own["origin"]).endswith(".example")
        assert own["enabled"] is False
