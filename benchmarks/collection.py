"""Collection against bare Scrapy: the same pages of the same server, in turn, in one run.

Ours asks robots.txt and the list, keeps a ledger, and stores every page in a transaction of its
own; the bare spider asks for the same pages and stores nothing. Both ask one page at a time and
make no pause, since a pause is what a night mostly consists of and would hide everything else. The
pages are counted from the first to the last one that the server sent, so that start-up, which a
night pays once for an outlet, is told apart.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import uuid4
from zoneinfo import ZoneInfo

from benchmarks.stores import running_store
from benchmarks.texts import ROOT
from jipyo.store.captures import register_outlets
from jipyo.store.database import connect
from jipyo.store.home import Home
from jipyo.store.migrations import migrate
from jipyo.store.runs import open_run
from jipyo.store.server import EmbeddedServer
from spiders.outlets import load_outlets, write_overlay

PAGES = 500
ROUNDS = 7
PARAGRAPHS = 24
"""A page of about 40 kB, as news sites send them."""

NOW = datetime(2026, 11, 16, 2, 30, tzinfo=ZoneInfo("Asia/Seoul"))

BARE = """
import sys
from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess

class Bare(Spider):
    name = "bare"

    async def start(self):
        for number in range(int(sys.argv[2])):
            yield Request(f"{sys.argv[1]}/news/view.php?idx={number}")

    def parse(self, response):
        response.body

process = CrawlerProcess(
    {
        "CONCURRENT_REQUESTS": int(sys.argv[3]),
        "CONCURRENT_REQUESTS_PER_DOMAIN": int(sys.argv[3]),
        "DOWNLOAD_DELAY": 0,
        "ROBOTSTXT_OBEY": False,
        "TELNETCONSOLE_ENABLED": False,
        "LOG_LEVEL": "WARNING",
    }
)
process.crawl(Bare)
process.start()
"""


class _Site:
    """A site on loopback in a process of its own would be fairer still; threads do for a ratio."""

    def __init__(self) -> None:
        self.sent: list[float] = []
        site = self
        filler = "".join(
            f"<div class='menu'><a href='/other/{number}'>다른 소식 {number}</a></div>"
            for number in range(400)
        )

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # A page goes out at once: else its last packet waits for a word of the other side.
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                if self.path.startswith("/news/view.php"):
                    number = self.path.rpartition("=")[2]
                    text = "".join(
                        f"<p>가온시는 올해 도로 {number}곳 가운데 {line}곳을 고쳤다고 밝혔다.</p>"
                        for line in range(PARAGRAPHS)
                    )
                    body = (
                        f"<html><head><meta charset='utf-8'><title>도로 {number}곳</title></head>"
                        f"<body>{filler}<h1>도로 {number}곳</h1><div>{text}</div></body></html>"
                    ).encode()
                elif self.path == "/news/list.php":
                    rows = "".join(
                        f"<li><a href='/news/view.php?idx={number}'>도로 {number}곳</a></li>"
                        for number in range(PAGES)
                    )
                    body = f"<html><body><ul>{rows}</ul></body></html>".encode()
                else:
                    self.send_response(404)
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=UTF-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                if self.path.startswith("/news/view.php"):
                    site.sent.append(time.perf_counter())

            def log_message(self, format: str, *args: object) -> None:
                """Nobody reads it."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])

    @contextmanager
    def serving(self) -> Iterator[None]:
        thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()

    def pages_per_second(self) -> float:
        """Of the crawl since the last call, between its first and its last page."""
        sent, self.sent = self.sent, []
        if len(sent) != PAGES:
            raise RuntimeError(f"{len(sent)} pages were asked for instead of {PAGES}")
        return (PAGES - 1) / (sent[-1] - sent[0])


def measure() -> tuple[str, list[str], list[list[str]]]:
    """Pages per second of each, and their ratio to the bare spider of the same politeness."""
    site = _Site()
    rates: dict[str, list[float]] = {"bare": [], "ours": [], "bare, 8 at once": []}
    seconds: dict[str, list[float]] = {name: [] for name in rates}
    with running_store() as (home, server), site.serving():
        for _ in range(ROUNDS):
            for name in rates:
                began = time.perf_counter()
                if name == "ours":
                    _crawl(home, server, site.port)
                else:
                    _bare(site.port, 8 if "8" in name else 1)
                seconds[name].append(time.perf_counter() - began)
                rates[name].append(site.pages_per_second())
    rows: list[list[str]] = []
    for name, found in rates.items():
        ratios = [ours / bare for ours, bare in zip(found, rates["bare"], strict=True)]
        rows.append(
            [
                name,
                f"{statistics.median(found):.0f}",
                f"{statistics.median(ratios):.2f}",
                f"{statistics.median(seconds[name]):.1f}",
            ]
        )
    return (
        f"Collection of {PAGES} pages from loopback, median of {ROUNDS} rounds in turn",
        ["who", "pages/s", "x bare", "seconds with start-up"],
        rows,
    )


def _bare(port: int, at_once: int) -> None:
    subprocess.run(
        [sys.executable, "-c", BARE, f"http://127.0.0.1:{port}", str(PAGES), str(at_once)],
        check=True,
        stderr=subprocess.DEVNULL,
    )


def _crawl(home: Home, server: EmbeddedServer, port: int) -> None:
    """One crawl into a store of its own: every page is new."""
    name = f"bench_{uuid4().hex[:8]}"
    with connect(server.url("postgres")) as connection:
        connection.autocommit = True
        connection.execute(f"CREATE DATABASE {name}".encode())
    url = server.url(name)
    migrate(url)
    write_overlay(
        home,
        [
            {
                "id": "bench",
                "name": "가온신문",
                "family": "generic",
                "origin": "https://gaon-news.example",
                "lists": ["/news/list.php"],
                "list_pages": 1,
                "article_pattern": r"^/news/view\.php\?idx=\d+$",
                "politeness": {"delay_seconds": 0.0},
                "sample": True,
                "connect_to": f"http://127.0.0.1:{port}",
            }
        ],
    )
    run_id = uuid4()
    with connect(url) as connection:
        register_outlets(connection, [load_outlets(home)["bench"]], NOW)
        open_run(connection, run_id, "collect", NOW)
    done = subprocess.run(
        [
            *(sys.executable, "-m", "spiders.run", "bench"),
            *("--run-id", str(run_id), "--now", NOW.isoformat()),
        ],
        cwd=ROOT,
        env={**os.environ, "JIPYO_HOME": str(home.root), "JIPYO_DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    with connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM capture").fetchone()
    if row != (PAGES,):
        raise RuntimeError(f"{json.dumps(row)} captures instead of {PAGES}")
