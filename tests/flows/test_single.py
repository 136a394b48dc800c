"""`jipyo collect`: one outlet or one page by hand, without Prefect."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from jipyo.samples import NIGHTS, SampleSites, articles_of
from spiders.outlets import write_overlay
from tests.flows.conftest import Jipyo


@pytest.fixture
def sites(jipyo: Jipyo) -> Iterator[SampleSites]:
    with SampleSites(night=1) as serving:
        write_overlay(jipyo.home, serving.outlet_entries())
        yield serving


def stored(jipyo: Jipyo) -> list[tuple[str, int]]:
    with psycopg.connect(jipyo.environment["JIPYO_DATABASE_URL"]) as connection:
        return connection.execute(
            "SELECT article.url, count(figure.figure_id) FROM article"
            " JOIN article_version USING (article_id) LEFT JOIN figure USING (version_id)"
            " GROUP BY article.url ORDER BY article.url"
        ).fetchall()


def test_one_outlet(jipyo: Jipyo, sites: SampleSites) -> None:
    told = jipyo.run("collect", "badaro", "--now", NIGHTS[0].isoformat())
    carried = len(articles_of("badaro", 1))
    assert f"바다로신문: {carried} pages asked for, {carried} new articles" in told
    assert len(stored(jipyo)) == carried
    assert {site for site, _, _ in sites.requests} == {"badaro"}


def test_one_page(jipyo: Jipyo, sites: SampleSites) -> None:
    url = "https://badaro-news.example/news/view.php?bIdx=732"
    told = jipyo.run("collect", f"{url}&page=3", "--now", NIGHTS[0].isoformat())
    assert "1 new article," in told
    assert stored(jipyo) == [(url, 12)]
    # Only robots.txt and the page itself were asked for.
    assert [path for _, path, _ in sites.requests] == ["/robots.txt", "/news/view.php?bIdx=732"]


def test_what_fails_is_told_with_its_reason(jipyo: Jipyo, sites: SampleSites) -> None:
    url = "https://badaro-news.example/news/view.php?bIdx=99999"
    told = jipyo.run("collect", url, "--now", NIGHTS[0].isoformat(), code=1)
    assert "gone" in told
    assert url in told


def test_an_unknown_outlet_is_named_with_the_known_ones(jipyo: Jipyo, sites: SampleSites) -> None:
    jipyo.run("collect", "nowhere", code=1)
    jipyo.run("collect", "https://nowhere.example/news/1", code=1)
    assert not sites.requests
