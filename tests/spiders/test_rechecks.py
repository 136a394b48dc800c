"""Pages that are looked at again: what a crawl asks, and how little it keeps of what only moves."""

from __future__ import annotations

from datetime import timedelta

from jipyo.store.captures import due_addresses
from jipyo.store.database import connect
from tests.spiders.conftest import NOW, Answer, Crawls, Host, article

DAY = timedelta(days=1)


def with_advertisement(page: bytes, words: str) -> Answer:
    """The page with something else beside the article, and no word of when it changed."""
    aside = f'<div class="banner">{words}</div><div class="hit">조회 {len(words)}</div></body>'
    return Answer(page.replace(b"</body>", aside.encode()))


def test_four_nights_of_pages_that_are_looked_at_again(host: Host, crawls: Crawls) -> None:
    tagged = {"Content-Type": "text/html; charset=UTF-8", "ETag": '"one"'}
    still = host.put(1, Answer(article(1), headers=tagged))
    busy, turning, gone, late = (host.put(number) for number in (2, 3, 4, 5))
    turns = (article(3), article(3).replace("3곳".encode(), "30곳".encode()))
    asked: dict[int, list[str]] = {}
    # Published on the 15th; each night of its own.
    for night in range(4):
        host.answers[busy] = with_advertisement(article(2), "광고" * (night + 1))
        host.answers[turning] = Answer(turns[night % 2])
        if night == 1:
            host.answers[still] = Answer(status=304, headers=tagged)
            host.answers[gone] = Answer(status=404)
            host.answers[late] = Answer(status=500)
            new = host.put(9)
        if night == 2:
            host.answers[late] = Answer(article(5))
        before = len(host.asked)
        ended = crawls.run(
            host.entry(recheck_after_days=[1, 2, 3] if night > 1 else [1, 3]),
            now=NOW + night * DAY,
        )
        crawls.read(ended)
        asked[night] = [one.path for one in host.asked[before:] if "view.php" in one.path]

    assert asked[0] == [still, busy, turning, gone, late]
    # What is new comes first. A server in trouble is asked three times.
    assert asked[1][0] == new
    assert set(asked[1]) == {new, still, busy, turning, gone, late}
    # From now on the outlet also wants two days: what was gone and what failed would have come too.
    assert set(asked[2]) == {still, busy, turning, gone, late, new}
    # Gone twice, it waits for its next age.
    assert set(asked[3]) == {still, busy, turning, gone, late, new}

    captures, bodies, versions = (
        dict(crawls.fetch(f"SELECT right(url, 1)::int, {counted} GROUP BY 1 ORDER BY 1"))
        for counted in (
            "count(*) FROM capture",
            "count(DISTINCT body_sha256) FROM capture",
            "count(DISTINCT version_id) FROM article JOIN article_version USING (article_id)",
        )
    )
    # What stands beside the article is kept as it came, and makes no other article of it; a page
    # that turns is one capture a turn, and each of its bodies and texts is there once.
    assert captures == {1: 1, 2: 4, 3: 4, 4: 1, 5: 1, 9: 1}
    assert bodies == {1: 1, 2: 4, 3: 2, 4: 1, 5: 1, 9: 1}
    assert versions == {1: 1, 2: 1, 3: 2, 4: 1, 5: 1, 9: 1}
    assert crawls.fetch(
        "SELECT reason, count(*) FROM failure WHERE step = 'fetch' GROUP BY 1 ORDER BY 1"
    ) == [("http_404", 3), ("http_500", 1)]
    with connect(crawls.url) as connection:
        assert due_addresses(connection, "gaon", now=NOW + 5 * DAY) == []
