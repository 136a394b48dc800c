"""Look-alike sites on loopback: two news outlets and a city's board, four nights, fixed news days.

They answer as such sites do, with their traps: links in sidebars, a hidden template row in a list,
scripts inside the body, captions, copyright lines, list dates without a year, a second list page
that repeats the first. Nothing on them depends on the clock.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import yaml

from jipyo.samples.pages import (
    BOARD,
    Form,
    PageArticle,
    article_page,
    deleted_page,
    feed,
    list_page,
)

SEOUL = ZoneInfo("Asia/Seoul")

NIGHTS: tuple[datetime, ...] = tuple(
    datetime(2026, 11, 16, 2, 30, tzinfo=SEOUL) + timedelta(days=number) for number in range(4)
)
"""What each of the four nights takes as now; it collects what was published the day before."""


@dataclass(frozen=True, slots=True)
class Site:
    """An invented outlet: its public address, and the form of its pages.

    ``charset`` is what its pages declare. One that declares EUC-KR sends what all browsers take
    that for, CP949, and says so in the page alone, as old sites do.
    """

    id: str
    name: str
    form: Form
    origin: str
    charset: str = "utf-8"
    place: str | None = None


SITES = (
    Site("haneul", "하늘일보", "ndsoft", "https://www.haneul-ilbo.example"),
    Site("badaro", "바다로신문", "viewphp", "https://badaro-news.example", charset="euc-kr"),
    Site(
        "changwonboard",
        "창원시청 보도자료",
        "webcms",
        "https://www.changwon-board.example",
        place="창원시",
    ),
)


@dataclass(frozen=True, slots=True)
class _Sample:
    """An announcement as the data has it."""

    sites: dict[str, int]
    night: int
    article: dict[str, Any]
    edits: dict[int, dict[str, Any]]


@cache
def _samples() -> tuple[_Sample, ...]:
    text = Path(__file__).with_name("articles.yaml").read_text(encoding="utf-8")
    entries = cast("list[dict[str, Any]]", yaml.safe_load(text))
    return tuple(
        _Sample(entry["sites"], entry["night"], entry, entry.get("edits", {})) for entry in entries
    )


def articles_of(site_id: str, night: int) -> Sequence[PageArticle]:
    """What a site carries in a night, the newest first, with the edits made until then."""
    found: list[PageArticle] = []
    for sample in _samples():
        if site_id not in sample.sites or sample.night > night:
            continue
        entry = sample.article
        subtitle: list[str] = entry.get("subtitle", [])
        texts: list[str] = [_for_site(entry["title"], site_id), *subtitle, *entry["paragraphs"]]
        for old, new in entry.get("copies", {}).get(site_id, ()):
            texts = _replaced(texts, old, new)
        deleted = False
        edited_at: datetime | None = None
        for edit_night, edit in sorted(sample.edits.items()):
            if edit_night > night:
                continue
            for old, new in edit.get("replace", ()):
                texts = _replaced(texts, old, new)
            deleted = bool(edit.get("deleted"))
            edited_at = NIGHTS[edit_night - 1] - timedelta(hours=5)
        if not deleted:
            found.append(
                PageArticle(
                    number=sample.sites[site_id],
                    title=texts[0],
                    subtitle_lines=tuple(texts[1 : 1 + len(subtitle)]),
                    paragraphs=tuple(text.rstrip("\n") for text in texts[1 + len(subtitle) :]),
                    published_at=datetime.fromisoformat(entry["published_at"]),
                    byline=_for_site(entry["byline"], site_id),
                    section=entry["section"],
                    caption=entry.get("caption", ""),
                    edited_at=edited_at,
                )
            )
    return sorted(found, key=lambda article: article.published_at, reverse=True)


_PATHS: dict[Form, tuple[str, str, str]] = {
    "ndsoft": ("/news/articleList.html", "/news/articleView.html", "idxno"),
    "viewphp": ("/news/list.php", "/news/view.php", "bIdx"),
    "webcms": (BOARD, BOARD, "idx"),
}
"""Of each form: the path of its lists, that of its articles, the parameter with their number."""

_FAMILIES: dict[Form, str] = {"ndsoft": "ndsoft", "viewphp": "viewphp", "webcms": "webcms"}
_LISTS: dict[Form, str] = {
    "ndsoft": "/news/articleList.html?view_type=sm",
    "viewphp": "/news/list.php",
    "webcms": f"{BOARD}?gcode=1011",
}


def _for_site(value: str | dict[str, str], site_id: str) -> str:
    return value if isinstance(value, str) else value[site_id]


def _replaced(texts: list[str], old: str, new: str) -> list[str]:
    """The texts with an edit made; an edit that finds nothing to change is an error of the data."""
    if not any(old in text for text in texts):
        raise ValueError(f"{old!r} stands nowhere in the article to be edited")
    return [text.replace(old, new) for text in texts]


@dataclass(slots=True)
class _Serving:
    """One site while it is served."""

    site: Site
    articles: Sequence[PageArticle]
    requests: list[tuple[str, str, int]]
    server: ThreadingHTTPServer = field(init=False)
    thread: threading.Thread = field(init=False)

    def start(self) -> None:
        serving = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # A page goes out at once: else its last packet waits for a word of the other side.
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                status, kind, body, changed_at = serving.answer(self.path)
                tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
                if status == 200 and self.headers.get("If-None-Match") == tag:
                    status, body = 304, b""
                serving.requests.append((serving.site.id, self.path, status))
                self.send_response(status)
                self.send_header("ETag", tag)
                if changed_at is not None:
                    self.send_header("Last-Modified", format_datetime(changed_at))
                if status != 304:
                    self.send_header("Content-Type", kind)
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Requests are kept in `requests`; the terminal belongs to the demo."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    def answer(self, target: str) -> tuple[int, str, bytes, datetime | None]:
        """Status, content type, body and time of the last change for a request target."""
        html = "text/html; charset=UTF-8" if self.site.charset == "utf-8" else "text/html"
        parts = urlsplit(target)
        query = parse_qs(parts.query)
        site, articles = self.site, self.articles
        nd = site.form == "ndsoft"
        if parts.path == "/robots.txt":
            if nd:
                text = "User-agent: *\nDisallow: /member/\nAllow: /\n"
                return 200, "text/plain; charset=UTF-8", text.encode(), None
            return 404, html, self._bytes(deleted_page(site.form, site.name)), None
        if nd and parts.path == "/rss/allArticle.xml":
            xml = feed(site.name, site.origin, articles)
            return 200, "application/xml; charset=UTF-8", xml.encode(), None
        lists, views, number_name = _PATHS[site.form]
        number = (query.get(number_name) or [""])[0]
        if parts.path == lists and (lists != views or not number):
            # A parameter `page` changes nothing: a trap of such sites.
            turned = (query.get("cpage") or ["1"])[0]
            page = list_page(site.form, site.name, site.origin, articles, int(turned))
            return 200, html, self._bytes(page), None
        if parts.path == views:
            for article in articles:
                if str(article.number) == number:
                    page = article_page(site.form, site.name, site.origin, article, articles)
                    changed_at = article.edited_at or article.published_at
                    return 200, html, self._bytes(page), changed_at.astimezone(ZoneInfo("UTC"))
            return 200, html, self._bytes(deleted_page(site.form, site.name)), None
        return 404, html, self._bytes(deleted_page(site.form, site.name)), None

    def _bytes(self, page: str) -> bytes:
        if self.site.charset == "utf-8":
            return page.encode()
        page = page.replace(
            '<meta charset="utf-8">',
            '<meta http-equiv="Content-Type" content="text/html; charset=euc-kr">',
        )
        # What the charset lacks, editors write as a reference.
        return page.encode("cp949", errors="xmlcharrefreplace")


class SampleSites:
    """The sample outlets, served on loopback while the block runs.

    Attributes:
        requests: Every request so far as site, path and status, in order.
    """

    def __init__(self, night: int = 1) -> None:
        """Serve what the sites carry in the given night, counted from 1."""
        self.requests: list[tuple[str, str, int]] = []
        self._night = night
        self._serving = [
            _Serving(site, articles_of(site.id, night), self.requests) for site in SITES
        ]

    def __enter__(self) -> Self:
        """Start serving."""
        for serving in self._serving:
            serving.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop serving."""
        for serving in self._serving:
            serving.stop()

    @property
    def night(self) -> int:
        """Which night the sites show; may be set while they serve."""
        return self._night

    @night.setter
    def night(self, night: int) -> None:
        self._night = night
        for serving in self._serving:
            serving.articles = articles_of(serving.site.id, night)

    @property
    def ports(self) -> dict[str, int]:
        """The port of each site."""
        return {serving.site.id: serving.port for serving in self._serving}

    def outlet_entries(self) -> list[dict[str, object]]:
        """Entries for `outlets.yaml`, with the addresses at which the sites are served now."""
        entries: list[dict[str, object]] = []
        for serving in self._serving:
            site = serving.site
            entry: dict[str, object] = {
                "id": site.id,
                "name": site.name,
                "family": _FAMILIES[site.form],
                "origin": site.origin,
                "feeds": ["/rss/allArticle.xml"] if site.form == "ndsoft" else [],
                "lists": [_LISTS[site.form]],
                "place": site.place,
                "politeness": {"delay_seconds": 0.0},
                "enabled": False,
                "sample": True,
                "connect_to": f"http://127.0.0.1:{serving.port}",
            }
            entries.append(entry)
        return entries


class OneSite:
    """One site in a page form with any articles, served on loopback while the block runs."""

    def __init__(
        self,
        form: Form,
        articles: Sequence[PageArticle],
        *,
        name: str = "견본신문",
        origin: str = "https://sample-press.example",
    ) -> None:
        """Serve the given articles."""
        self.requests: list[tuple[str, str, int]] = []
        self._serving = _Serving(Site("one", name, form, origin), articles, self.requests)

    def __enter__(self) -> Self:
        """Start serving."""
        self._serving.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop serving."""
        self._serving.stop()

    @property
    def port(self) -> int:
        """The port at which it is served."""
        return self._serving.port
