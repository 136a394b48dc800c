"""The form of article addresses, told from links: anchored, bounded, no wider than needed."""

from __future__ import annotations

import re
import time

import pytest

from jipyo.pages import Listed, canonical_url
from spiders.patterns import article_pattern, pattern_of

pytestmark = pytest.mark.quick

SITE = "https://www.naru.example"


def links(*paths: str, title: str = "나루시 올해 예산 1조 원") -> list[Listed]:
    return [Listed(f"{SITE}{path}", title, None, "list") for path in paths]


@pytest.mark.parametrize(
    ("paths", "pattern"),
    [
        (
            ("/news/read.php?no=118", "/news/read.php?no=9", "/news/read.php?no=1204"),
            r"^/news/read\.php\?no=\d{1,9}$",
        ),
        # What turns or tracks is left out, as long as one parameter names the article.
        (
            ("/v?id=1&page=2", "/v?id=2&page=2", "/v?id=3&page=2&utm_source=x"),
            r"^/v\?id=\d{1,9}$",
        ),
        # Two that name it stay both; the board is always the same one.
        (
            ("/b.php?table=n2&no=5", "/b.php?table=n2&no=6", "/b.php?table=n2&no=7"),
            r"^/b\.php\?table=n2&no=\d{1,9}$",
        ),
        (
            ("/article/202611150012", "/article/202611150013", "/article/202611140007"),
            r"^/article/\d{1,15}$",
        ),
        (("/a/isp0a1", "/a/isp0b2", "/a/isp9c3"), r"^/a/[0-9A-Za-z]{1,9}$"),
        (
            ("/2026/11/15/41.html", "/2026/11/14/40.html", "/2026/10/31/8.html"),
            r"^/2026/\d{1,9}/\d{1,9}/\d{1,9}\.html$",
        ),
    ],
)
def test_the_form_that_most_headlines_share(paths: tuple[str, ...], pattern: str) -> None:
    menu = links("/section/1", "/section/2", "/section/3", "/section/4", title="사회")
    found = article_pattern([*menu, *links(*paths)])
    assert found is not None
    assert (found.pattern, found.articles) == (pattern, 3)
    for path in paths:
        taken = canonical_url(f"{SITE}{path}", family="generic", article_pattern=pattern)
        assert taken is not None
        again = canonical_url(taken, family="generic", article_pattern=pattern)
        assert again == taken
    for other in ("/section/1", "/", "/news/list.php?page=2", f"/x{paths[0]}"):
        url = f"{SITE}{other}"
        assert canonical_url(url, family="generic", article_pattern=pattern) is None


def test_too_few_of_one_form_are_none() -> None:
    assert article_pattern(links("/a/1", "/a/2", "/b/3", "/about", "/contact")) is None
    assert article_pattern(links("/a/1", "/a/2", "/a/3", title="더보기")) is None
    assert article_pattern([]) is None


def test_a_pattern_takes_no_time_on_hostile_addresses() -> None:
    found = article_pattern(links(*(f"/{n}-{n}a/{n}/x{n}y{n}z" for n in (1, 22, 333))))
    assert found is not None
    began = time.monotonic()
    for hostile in ("/" + "1" * 100_000, "/1-1a/" * 20_000, "/1-1a/1/x" + "1y" * 50_000):
        assert re.search(found.pattern, hostile) is None
    assert time.monotonic() - began < 1


@pytest.mark.parametrize(
    ("url", "pattern"),
    [
        ("/news/read?number=7012&page=3", r"^/news/read\?number=\d{1,9}$"),
        ("/a/12/2026111500123", r"^/a/12/\d{1,16}$"),
        ("/about", None),
    ],
)
def test_the_form_of_one_address(url: str, pattern: str | None) -> None:
    assert pattern_of(f"{SITE}{url}") == pattern
