"""Whatever a host does, the crawl goes on, ends well, and leaves one row with the reason."""

from __future__ import annotations

import gzip
import json
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.spiders.conftest import HTML, NOW, ROOT, Answer, Crawls, Host, article, untrusted

ORIGIN = "https://gaon-news.example"
MEGABYTE = 1_000_000


@pytest.fixture
def over() -> Iterator[threading.Event]:
    """Set when the test is over, for hosts that keep a connection waiting."""
    event = threading.Event()
    yield event
    event.set()


def moved(to: str) -> Answer:
    return Answer(status=302, headers={"Location": to})


def cut_off(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b"<html><body>")
    handler.close_connection = True


def hung_up(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)
    handler.close_connection = True


def no_http(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"\x00\x01\x02 what is this\r\n\r\n")
    handler.close_connection = True


def endless(handler: BaseHTTPRequestHandler) -> None:
    """50 MB of a page whose length is not told."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Connection", "close")
    handler.end_headers()
    for _ in range(50):
        handler.wfile.write(b"<p>" + b"x" * (MEGABYTE - 3))
    handler.close_connection = True


def bomb(handler: BaseHTTPRequestHandler) -> None:
    """50 MB that travel as 50 kB."""
    body = gzip.compress(b"0" * 50 * MEGABYTE)
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Encoding", "gzip")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def test_each_kind_has_its_reason_and_the_crawl_goes_on(
    host: Host, crawls: Crawls, over: threading.Event
) -> None:
    def stalled(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "5000")
        handler.end_headers()
        handler.wfile.write(b"<html>")
        handler.wfile.flush()
        over.wait()

    weather = {
        "http_404": Answer(status=404),
        "http_410": Answer(status=410),
        "http_403": Answer(b"<html>blocked</html>", status=403),
        "http_500": Answer(b"<html>fault</html>", status=500),
        "too_many_redirects": moved("/news/view.php?idx=5"),
        "redirect_elsewhere": moved("https://other-press.example/news/1"),
        "empty_body": Answer(b" \r\n"),
        "too_large": Answer(b"x" * 50 * MEGABYTE),
        "timeout": Answer(stalled),
        "cut_off": Answer(cut_off),
        "connection_lost": Answer(hung_up),
    }
    paths = {
        host.put(number, answer): why for number, (why, answer) in enumerate(weather.items(), 1)
    }
    assert paths["/news/view.php?idx=5"] == "too_many_redirects"
    # More that end in the same reasons.
    paths[host.put(49, Answer(no_http))] = "connection_lost"
    paths[host.put(50, moved("http://127.0.0.1:1/news"))] = "redirect_elsewhere"
    paths[host.put(51, moved("http://10.0.0.1/news"))] = "redirect_elsewhere"
    paths[host.put(52, moved("file:///etc/hostname"))] = "redirect_elsewhere"
    paths[host.put(53, moved("https://gaon-news.example@127.0.0.1/news"))] = "redirect_elsewhere"
    paths[host.put(54, moved("https://user:word@gaon-news.example/news"))] = "redirect_elsewhere"
    paths[host.put(55, moved("http://2130706433/news"))] = "redirect_elsewhere"
    paths[host.put(56, moved("http://[::ffff:7f00:1]/news"))] = "redirect_elsewhere"
    paths[host.put(53, Answer(endless))] = "too_large"
    paths[host.put(54, Answer(bomb))] = "too_large"
    good = host.put(99)

    ended = crawls.run(host.entry(politeness={"timeout_seconds": 1.5}))

    assert crawls.failures(ended) == paths
    assert crawls.captured() == [good]
    assert 0 < ended.largest_memory_bytes < 300 * MEGABYTE
    details = dict(crawls.fetch("SELECT reason, detail FROM failure"))
    assert all(details.values())
    assert "other-press.example" in "".join(
        detail for (detail,) in crawls.fetch("SELECT detail FROM failure")
    )
    # Every reason is explained to people.
    explained = (ROOT / "docs" / "reasons.md").read_text(encoding="utf-8").replace("http_5xx", "")
    assert all(f"`{why}`" in explained for why in details if why != "http_500")
    assert "Traceback" not in ended.log
    # A host in trouble is asked three times; one that answered clearly is asked once.
    asked = {path: host.paths.count(path) for path in paths}
    assert asked["/news/view.php?idx=4"] == 3
    assert asked["/news/view.php?idx=1"] == asked["/news/view.php?idx=3"] == 1
    (row,) = crawls.fetch("SELECT fetched, captured, failed FROM outlet_night")
    assert row == (len(paths) + 1, 1, len(paths))


@pytest.mark.prove
def test_a_host_that_asks_us_to_stop_is_left_alone_until_the_next_night(
    host: Host, crawls: Crawls
) -> None:
    first = host.put(1)
    busy = host.put(2, Answer(status=429, headers={"Retry-After": "3600"}))
    rest = [host.put(number) for number in (3, 4)]
    ended = crawls.run(host.entry())
    assert crawls.failures(ended) == {busy: "http_429", None: "asked_to_wait"}
    assert crawls.captured() == [first]
    assert host.paths.count(busy) == 1
    assert not set(rest) & set(host.paths)
    host.put(2)
    ended = crawls.run(host.entry(), now=NOW + timedelta(days=1))
    assert crawls.failures(ended) == {}
    assert sorted(crawls.captured()) == sorted([first, busy, *rest])


def test_a_list_in_trouble_is_a_failure_of_the_outlet(host: Host, crawls: Crawls) -> None:
    host.answers["/latest"] = Answer(status=500)
    ended = crawls.run(host.entry(lists=["/latest"]))
    assert crawls.failures(ended) == {"/latest": "http_500", None: "nothing_listed"}


def test_a_feed_of_fifty_megabytes(host: Host, crawls: Crawls) -> None:
    host.answers["/rss.xml"] = Answer(b"<rss>" + b"<item/>" * 8 * MEGABYTE)
    ended = crawls.run(host.entry(feeds=["/rss.xml"], lists=[]))
    assert crawls.failures(ended) == {"/rss.xml": "too_large", None: "nothing_listed"}
    assert 0 < ended.largest_memory_bytes < 300 * MEGABYTE


def test_bytes_of_any_kind_are_kept_for_the_reader_to_judge(host: Host, crawls: Crawls) -> None:
    bodies = [b"\xff\xfe\x00garbage\x80" * 50, "가나다".encode("cp949") * 50]
    declared = {"Content-Type": "text/html; charset=UTF-8"}
    for number, body in enumerate(bodies, 1):
        host.put(number, Answer(body, headers=declared))
    # Sent as CP949 and declared as UTF-8, by server and page alike.
    wrong = article(7).decode().replace("가온시", "펲온시").encode("cp949")
    bodies.append(wrong)
    host.put(3, Answer(wrong, headers=declared))
    ended = crawls.run(host.entry())
    assert crawls.failures(ended) == {}
    stored = crawls.fetch("SELECT content FROM capture_body")
    assert sorted(gzip.decompress(content) for (content,) in stored) == sorted(bodies)
    crawls.read(ended)
    assert set(crawls.failures(ended).values()) <= {"no_body", "not_article"}
    assert len(crawls.failures(ended)) == 2
    assert crawls.fetch("SELECT title FROM article_version") == [("펲온시 도로 7곳 고쳐",)]


def test_nobody_is_at_home(crawls: Crawls) -> None:
    with Host() as gone:
        entry = gone.entry()
    ended = crawls.run(entry)
    assert crawls.failures(ended) == {None: "robots_unreachable"}
    assert crawls.fetch("SELECT detail FROM failure")[0][0].startswith(
        "robots.txt: connection_refused"
    )


def test_a_certificate_that_nobody_signed(crawls: Crawls, tmp_path: Path) -> None:
    signed_by_nobody = untrusted(tmp_path)

    def wrap(server: ThreadingHTTPServer) -> None:
        server.socket = signed_by_nobody.wrap_socket(server.socket, server_side=True)

    with Host(wrap=wrap) as host:
        host.put(1)
        ended = crawls.run(host.entry())
    assert crawls.failures(ended) == {None: "robots_unreachable"}
    assert crawls.fetch("SELECT detail FROM failure")[0][0].startswith("robots.txt: tls")
    assert not host.paths  # Not even robots.txt was asked for over such a connection.


def test_a_name_that_points_into_a_private_network(crawls: Crawls) -> None:
    with Host() as host:
        host.put(1)
        entry = host.entry(
            origin=f"http://gaon-news.example:{host.port}",
            sample=False,
            connect_to=None,
            politeness={"delay_seconds": 1.0},
        )
        names = json.dumps({"gaon-news.example": ["127.0.0.1"]})
        ended = crawls.run(
            entry, environment={"JIPYO_CONTACT": "desk@reader.example", "TEST_NAMES": names}
        )
    assert crawls.failures(ended) == {None: "robots_unreachable"}
    assert crawls.fetch("SELECT detail FROM failure")[0][0].startswith(
        "robots.txt: private_address"
    )
    assert not host.paths


def test_a_login_page_is_no_article(host: Host, crawls: Crawls) -> None:
    form = (
        '<html><head><meta charset="utf-8"><title>로그인 - 가온신문</title></head><body>'
        '<h1>로그인</h1><form method="post" action="/member/login">'
        '<label>아이디 <input name="id"></label><label>비밀번호 <input type="password"></label>'
        "<button>로그인</button></form><p>회원만 볼 수 있는 기사입니다. 로그인해 주십시오.</p>"
        "</body></html>"
    )
    path = host.put(1, Answer(form.encode(), headers=HTML))
    ended = crawls.run(host.entry())
    # It came as a page; that it is none is the reader's finding.
    assert crawls.failures(ended) == {}
    crawls.read(ended)
    assert crawls.failures(ended) == {path: "not_article"}
    assert crawls.fetch("SELECT count(*) FROM article") == [(0,)]
