"""kill -9 of a spider at any moment, and a rerun: no article is lost, none is there twice."""

from __future__ import annotations

import gzip
import random
import time
from collections.abc import Callable

import pytest

from tests.documents import writers
from tests.spiders.conftest import Answer, Crawls, Host, Stage, article
from tests.spiders.test_attachments import bodies, file, lines, link, page, release

PAGES = ((31, 30, 29), (28, 27, 26), (25, 24, 23))
REQUESTS = 1 + 1 + len(PAGES) + 9
"""robots.txt, the feed, the pages of the list, the articles."""


def put_site(host: Host) -> dict[str, bytes]:
    """A feed of one article and a list of three pages; returns the bodies by path."""
    host.tags = True
    host.answers["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /admin\n")
    item = "<item><title>기사</title><link>https://gaon-news.example/news/view.php?idx=31</link></item>"
    host.answers["/rss.xml"] = Answer(
        f"<rss><channel>{item}</channel></rss>".encode(),
        headers={"Content-Type": "application/xml"},
    )
    for place, numbers in enumerate(PAGES, 1):
        links = "".join(f'<a href="/news/view.php?idx={n}">기사 {n}</a>' for n in numbers)
        path = "/board" if place == 1 else f"/board?page={place}"
        host.answers[path] = Answer(f"<html><body>{links}</body></html>".encode())
    return {host.put(n): article(n) for numbers in PAGES for n in numbers}


def crawl_with_kill(host: Host, crawls: Crawls, ends: Callable[[Callable[[], None]], None]) -> None:
    """A crawl that is killed as ``ends`` says, a rerun, and what is there then."""
    bodies = put_site(host)
    entry = host.entry(feeds=["/rss.xml"], lists=["/board"], list_pages=3)
    process, run_id = crawls.start(entry)
    ends(process.kill)
    code = crawls.end(process, run_id).code
    host.watch = None
    known = crawls.captured()
    assert code == -9 or len(known) == len(bodies)
    before = len(host.asked)
    ended = crawls.run(entry)
    assert crawls.failures(ended) == {}
    captured = crawls.captured()
    assert sorted(captured) == sorted(bodies)  # All, and each once.
    stored = crawls.fetch("SELECT url, content FROM capture JOIN capture_body USING (body_sha256)")
    assert {
        url.removeprefix("https://gaon-news.example"): gzip.decompress(content)
        for url, content in stored
    } == bodies
    # What was stored before the end is not asked for again.
    again = [one.path for one in host.asked[before:]]
    assert not set(known) & set(again)
    assert crawls.fetch("SELECT requests FROM outlet_requests")[0][0] >= len(host.asked)


def at(host: Host, number: int, stage: Stage) -> Callable[[Callable[[], None]], None]:
    def ends(kill: Callable[[], None]) -> None:
        def watch(asked: int, now: Stage) -> None:
            if (asked, now) == (number, stage):
                kill()

        host.watch = watch

    return ends


@pytest.mark.parametrize(
    ("number", "stage"),
    [
        (4, "half"),  # Within the second page of the list.
        (8, "began"),  # An article is stored or about to be, the next one is asked for.
    ],
)
def test_a_kill_at_a_moment_that_the_host_chooses(
    host: Host, crawls: Crawls, number: int, stage: Stage
) -> None:
    crawl_with_kill(host, crawls, at(host, number, stage))


@pytest.mark.prove
@pytest.mark.parametrize("stage", ["began", "half", "answered"])
@pytest.mark.parametrize("number", range(1, REQUESTS + 1))
def test_a_kill_at_every_request(host: Host, crawls: Crawls, number: int, stage: Stage) -> None:
    crawl_with_kill(host, crawls, at(host, number, stage))


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(60))
def test_a_kill_at_any_moment(host: Host, crawls: Crawls, seed: int) -> None:
    def ends(kill: Callable[[], None]) -> None:
        began: list[float] = []
        host.watch = lambda number, stage: began.append(time.monotonic())
        chance = random.Random(seed)
        until = time.monotonic() + 120
        while not began and time.monotonic() < until:
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.4))
        kill()

    crawl_with_kill(host, crawls, ends)


@pytest.mark.prove
@pytest.mark.parametrize("stage", ["began", "half", "answered"])
@pytest.mark.parametrize("number", range(3, 7))
def test_a_kill_between_a_page_and_its_document(
    host: Host, crawls: Crawls, number: int, stage: Stage
) -> None:
    """robots.txt, the list, and two pages whose text is in a document: six requests."""
    for count in (11, 12):
        host.answers[f"/d/{count}.hwpx"] = file(writers.hwpx(release(count)))
        host.put(count, page(count, link(f"/d/{count}.hwpx", "보도자료.hwpx")))
    process, run_id = crawls.start(host.entry())
    at(host, number, stage)(process.kill)
    crawls.end(process, run_id)
    host.watch = None
    ended = crawls.run(host.entry())
    assert crawls.failures(ended) == {}
    stored = crawls.fetch("SELECT url FROM attachment_capture ORDER BY url")
    assert [url.rpartition("/")[2] for (url,) in stored] == ["11.hwpx", "12.hwpx"]
    crawls.read(ended)
    assert {key: body.partition("\n")[0] for key, (_, _, body, _) in bodies(crawls).items()} == {
        str(count): lines(count)[-2] for count in (11, 12)
    }
