"""A crawl of one outlet: what it stores, what it asks for, and what it leaves alone."""

from __future__ import annotations

import gzip
import itertools
import socket
import threading
from datetime import timedelta

import psutil
import pytest

from jipyo.samples import OneSite, PageArticle
from jipyo.samples.forms.webcms import BOARD
from tests.spiders.conftest import NOW, Answer, Crawls, Host, article

DAY = timedelta(days=1)


def articles_asked(host: Host) -> list[str]:
    return [path for path in host.paths if path.startswith("/news/view")]


def test_pages_are_kept_as_they_came(host: Host, crawls: Crawls) -> None:
    paths = [host.put(number) for number in (1, 2, 3)]
    ended = crawls.run(host.entry(), environment={"JIPYO_CONTACT": "mailto:desk@reader.example"})
    assert crawls.captured() == paths
    (row,) = crawls.fetch(
        "SELECT content, size_bytes, status, request_headers, response_headers, fetched_at"
        " FROM capture JOIN capture_body USING (body_sha256) WHERE url LIKE '%%idx=2'"
    )
    content, size, status, request, response, fetched_at = row
    assert gzip.decompress(content) == article(2)
    assert (size, status) == (len(article(2)), 200)
    assert response["content-type"] == "text/html; charset=UTF-8"
    assert request["user-agent"].startswith("Jipyo/")
    assert "mailto:desk@reader.example" in request["user-agent"]
    assert "cookie" not in request
    # The clock of the run is its now and what has passed since.
    assert NOW <= fetched_at < NOW + timedelta(minutes=2)
    assert {asked.headers["User-Agent"] for asked in host.asked} == {request["user-agent"]}
    # To the host it looks as it would on the web.
    assert {asked.headers["Host"] for asked in host.asked} == {"gaon-news.example"}
    assert host.paths[:2] == ["/robots.txt", "/news/list.php"]
    assert crawls.failures(ended) == {}
    assert crawls.fetch(
        "SELECT listed, fetched, captured, unchanged, failed FROM outlet_night"
    ) == [(3, 3, 3, 0, 0)]


@pytest.mark.prove
def test_only_what_changed_is_stored_again(host: Host, crawls: Crawls) -> None:
    tagged = {"Content-Type": "text/html", "ETag": '"one"'}
    first = host.put(1, Answer(article(1), headers=tagged))
    second, third = host.put(2), host.put(3)
    crawls.run(host.entry())

    # The same night once more: everything is known, no page is asked for.
    before = len(articles_asked(host))
    crawls.run(host.entry())
    assert len(articles_asked(host)) == before

    # A night later: 304, an equal body, a changed one.
    host.answers[first] = Answer(status=304, headers=tagged)
    host.answers[third] = Answer(article(33))
    ended = crawls.run(host.entry(), now=NOW + DAY)
    assert articles_asked(host)[before:] == [first, second, third]
    last = {asked.path: asked.headers for asked in host.asked[-3:]}
    assert last[first]["If-None-Match"] == '"one"'
    assert "If-None-Match" not in last[second]
    assert sorted(crawls.captured()) == sorted([first, second, third, third])
    assert crawls.failures(ended) == {}
    assert crawls.fetch(
        "SELECT captured, unchanged FROM outlet_night WHERE run_id = %s", ended.run_id
    ) == [(1, 2)]

    # Old articles are left alone in the end.
    asked = len(articles_asked(host))
    crawls.run(host.entry(recheck_after_days=[1]), now=NOW + 10 * DAY)
    assert len(articles_asked(host)) == asked


def test_a_killed_crawl_goes_on_where_it_ended(host: Host, crawls: Crawls) -> None:
    paths = [host.put(number) for number in range(1, 13)]
    process, run_id = crawls.start(host.entry(politeness={"delay_seconds": 0.1}))
    host.wait_until_asked(9)
    process.kill()
    assert crawls.end(process, run_id).code == -9
    kept = crawls.captured()
    assert 3 <= len(kept) < len(paths)
    crawls.run(host.entry())
    assert sorted(crawls.captured()) == sorted(paths)
    # Whatever was stored before the kill was not asked for again.
    assert all(articles_asked(host).count(path) == 1 for path in kept)


def test_a_crawl_listens_nowhere(host: Host, crawls: Crawls) -> None:
    """No console, no remote control: while it asks for a page, nobody can talk to it."""
    under_way, seen = threading.Event(), threading.Event()

    def wait(number: int, stage: str) -> None:
        if stage == "half":
            under_way.set()
            assert seen.wait(60)

    host.put(1)
    host.watch = wait
    process, run_id = crawls.start(host.entry())
    try:
        assert under_way.wait(120)
        crawl = psutil.Process(process.pid)
        connections = [
            one
            for each in (crawl, *crawl.children(recursive=True))
            for one in each.net_connections()
        ]
    finally:
        seen.set()
    assert crawls.end(process, run_id).code == 0
    asking = [one for one in connections if one.raddr and one.raddr.port == host.port]
    assert [one.status for one in asking] == [psutil.CONN_ESTABLISHED]
    assert [one for one in connections if one.status == psutil.CONN_LISTEN] == []
    assert [one for one in connections if one.type == socket.SOCK_DGRAM] == []


def test_single_addresses(host: Host, crawls: Crawls) -> None:
    host.put(1)
    wanted = host.put(2)
    ended = crawls.run(
        host.entry(),
        urls=[
            f"https://gaon-news.example{wanted}&page=7#top",
            "https://gaon-news.example/about.html",
        ],
    )
    assert host.paths == ["/robots.txt", wanted]
    assert crawls.captured() == [wanted]
    assert crawls.failures(ended) == {None: "no_article_address"}


def test_what_robots_txt_disallows_is_not_asked_for(host: Host, crawls: Crawls) -> None:
    open_path, closed_path = host.put(1), host.put(99)
    host.answers["/robots.txt"] = Answer(
        b"User-agent: *\nDisallow: /\n\nUser-agent: Jipyo\nDisallow: /news/view.php?idx=99\n",
        headers={"Content-Type": "text/plain"},
    )
    ended = crawls.run(host.entry())
    assert articles_asked(host) == [open_path]
    assert crawls.failures(ended) == {closed_path: "robots_refused"}


def test_a_list_that_robots_txt_disallows_is_a_refusal_and_no_empty_site(
    host: Host, crawls: Crawls
) -> None:
    host.put(1)
    host.answers["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /news/list.php\n")
    ended = crawls.run(host.entry())
    assert host.paths == ["/robots.txt"]
    assert crawls.failures(ended) == {"/news/list.php": "robots_refused"}


@pytest.mark.prove
def test_robots_txt_in_trouble_means_stay_away(host: Host, crawls: Crawls) -> None:
    host.put(1)
    for status in (500, 503):
        host.answers["/robots.txt"] = Answer(status=status)
        ended = crawls.run(host.entry())
        assert crawls.failures(ended) == {None: "robots_unreachable"}
    assert set(host.paths) == {"/robots.txt"}


def test_the_pause_is_the_longer_of_ours_and_that_of_robots_txt(host: Host, crawls: Crawls) -> None:
    for number in range(1, 5):
        host.put(number)
    host.answers["/robots.txt"] = Answer(b"User-agent: *\nCrawl-delay: 0.4\n")
    crawls.run(host.entry(politeness={"delay_seconds": 0.05}))
    after_robots = [asked for asked in host.asked if asked.path != "/robots.txt"]
    assert len(after_robots) == 5
    for earlier, later in itertools.pairwise(after_robots):
        assert later.began >= earlier.ended  # One at a time.
        assert later.began - earlier.began >= 0.39


def test_two_crawls_of_one_host_never_overlap(host: Host, crawls: Crawls) -> None:
    for number in range(1, 7):
        host.put(number)
    entry = host.entry(politeness={"delay_seconds": 0.05})
    first, first_id = crawls.start(entry)
    host.wait_until_asked(1)
    # A second outlet of the same host, as two sections of one site would be entered.
    second, second_id = crawls.start({**entry, "id": "gaon-sport"})
    for process, run_id in ((first, first_id), (second, second_id)):
        ended = crawls.end(process, run_id)
        assert ended.code == 0, ended.log
    starts = [place for place, path in enumerate(host.paths) if path == "/robots.txt"]
    assert starts == [0, 8]  # robots.txt, the list and six articles, then the other one's.
    assert len(host.paths) == 16


def test_a_site_that_lists_nothing_is_a_failure(host: Host, crawls: Crawls) -> None:
    ended = crawls.run(host.entry())
    assert crawls.failures(ended) == {None: "nothing_listed"}


def test_pages_of_a_list_are_turned_until_everything_is_known(host: Host, crawls: Crawls) -> None:
    for page, numbers in ((1, (9, 8)), (2, (7, 6)), (3, (5, 4)), (4, (3, 2))):
        links = "".join(f'<a href="/news/view.php?idx={n}">기사 {n}</a>' for n in numbers)
        path = "/board" if page == 1 else f"/board?page={page}"
        host.answers[path] = Answer(f"<html><body>{links}</body></html>".encode())
        for number in numbers:
            host.answers[f"/news/view.php?idx={number}"] = Answer(article(number))
    entry = host.entry(lists=["/board"], list_pages=3)
    crawls.run(entry)
    assert [path for path in host.paths if path.startswith("/board")] == [
        *("/board", "/board?page=2", "/board?page=3")
    ]
    assert len(crawls.captured()) == 6
    crawls.run(entry, now=NOW + DAY)
    assert host.paths.count("/board?page=2") == 1


def test_a_list_that_brings_more_than_may_be_turned_is_named(host: Host, crawls: Crawls) -> None:
    def bring(*numbers: int) -> None:
        for page in (1, 2, 3):
            shown = numbers[2 * page - 2 : 2 * page]
            links = "".join(f'<a href="/news/view.php?idx={n}">기사 {n}</a>' for n in shown)
            path = "/board" if page == 1 else f"/board?page={page}"
            host.answers[path] = Answer(f"<html><body>{links}</body></html>".encode())
        for number in numbers:
            host.put(number)

    entry = host.entry(lists=["/board"], list_pages=2)
    bring(6, 5, 4, 3, 2, 1)
    ended = crawls.run(entry)
    assert crawls.failures(ended) == {}  # What stands behind is the past.
    bring(9, 8, 7, 6, 5, 4)
    ended = crawls.run(entry, now=NOW + DAY)
    assert crawls.failures(ended) == {}  # The second page has a known one.
    bring(14, 13, 12, 11, 10, 9)
    ended = crawls.run(entry, now=NOW + 2 * DAY)
    assert crawls.failures(ended) == {"/board": "list_cut_off"}


def test_a_list_is_turned_behind_what_a_feed_told(host: Host, crawls: Crawls) -> None:
    """A feed that tells all of a list's first page says nothing of the second."""
    items = "".join(f"<item><link>/news/view.php?idx={n}</link></item>" for n in (6, 5, 4))
    host.answers["/rss"] = Answer(f"<rss><channel>{items}</channel></rss>".encode())
    for path, numbers in (("/board", (6, 5, 4)), ("/board?page=2", (3, 2))):
        links = "".join(f'<a href="/news/view.php?idx={n}">기사 {n}</a>' for n in numbers)
        host.answers[path] = Answer(f"<html><body>{links}</body></html>".encode())
    for number in (2, 3, 4, 5, 6):
        host.answers[f"/news/view.php?idx={number}"] = Answer(article(number))
    entry = host.entry(feeds=["/rss"], lists=["/board"], list_pages=2)
    crawls.run(entry)
    assert len(crawls.captured()) == 5
    # With nothing new, a feed and a list cost a request each.
    before = len(host.paths)
    crawls.run(entry)
    assert host.paths[before:] == ["/robots.txt", "/rss", "/board"]


def test_an_article_that_leads_to_the_front_page_is_gone(host: Host, crawls: Crawls) -> None:
    kept, deleted = host.put(1), host.put(2, Answer(status=302, headers={"Location": "/"}))
    host.answers["/"] = Answer(b'<html><body><a href="/news/view.php?idx=1">1</a></body></html>')
    ended = crawls.run(host.entry())
    assert crawls.captured() == [kept]
    assert crawls.failures(ended) == {deleted: "gone"}


def test_a_board_is_turned_as_its_family_does(crawls: Crawls) -> None:
    """Twenty-five announcements stand on three pages that `cpage` turns; `page` changes nothing."""
    announcements = [
        PageArticle(
            number=number,
            title=f"나루시 소식 {number}",
            subtitle_lines=(),
            paragraphs=(f"나루시는 도로 {number}곳을 고쳤다고 밝혔다.",),
            published_at=NOW - timedelta(hours=number),
            byline="도로과",
            section="보도자료",
        )
        for number in range(1, 26)
    ]
    with OneSite("webcms", announcements, origin="https://www.naru-board.example") as site:
        entry = {
            "id": "naru",
            "name": "나루시청",
            "family": "webcms",
            "origin": "https://www.naru-board.example",
            "lists": [f"{BOARD}?gcode=1011"],
            "list_pages": 5,
            "politeness": {"delay_seconds": 0.0},
            "enabled": True,
            "sample": True,
            "connect_to": f"http://127.0.0.1:{site.port}",
        }
        crawls.run(entry)
        lists = [
            path for _, path, _ in site.requests if path.startswith(BOARD) and "idx=" not in path
        ]
    assert len(crawls.captured()) == len(announcements)
    assert [path.partition("cpage=")[2] for path in lists] == ["", "2", "3", "4"]
