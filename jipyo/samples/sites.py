"""Look-alike sites on loopback: two news outlets and a city's board, four nights, fixed news days.

They answer as such sites do, with their traps: links in sidebars, a hidden template row in a list,
scripts inside the body, captions, copyright lines, list dates without a year, a second list page
that repeats the first. Nothing on them depends on the clock.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

import yaml

from jipyo.samples.forms import FORMS, Asked, Charset, Edition, Form, encoded
from jipyo.samples.pages import SEOUL, PageArticle

NIGHTS: tuple[datetime, ...] = tuple(
    datetime(2026, 11, 16, 2, 30, tzinfo=SEOUL) + timedelta(days=number) for number in range(4)
)
"""What each of the four nights takes as now; it collects what was published the day before."""


@dataclass(frozen=True, slots=True)
class Site:
    """An invented outlet: its public address, and the form of its pages.

    Attributes:
        id: Its id as an outlet.
        name: Its name as it prints it.
        form: The form of its pages.
        origin: Scheme and host of its public addresses.
        charset: What its pages declare; ``None`` is the form's own.
        place: The local government that it belongs to.
        rows: Articles on a page of its list; 0 is the form's own number.
        feed_items: Articles in its feed; 0 is the form's own number.
    """

    id: str
    name: str
    form: Form
    origin: str
    charset: Charset | None = None
    place: str | None = None
    rows: int = 0
    feed_items: int = 0


@dataclass(frozen=True, slots=True)
class Visit:
    """A request as a site saw it.

    Attributes:
        site: Id of the site.
        path: Path and query as sent.
        status: HTTP status of the answer.
        headers: The request's headers, names in lower case.
        began: When the request had arrived, in seconds on a steady clock.
        ended: When its answer had been sent, on the same clock.
    """

    site: str
    path: str
    status: int
    headers: Mapping[str, str]
    began: float
    ended: float


_ALL_ROWS = 1000
"""More than a sample site has articles: its list has one page."""

SITES = (
    Site("haneul", "하늘일보", FORMS["ndsoft"], "https://www.haneul-ilbo.example", rows=_ALL_ROWS),
    Site(
        "badaro",
        "바다로신문",
        FORMS["viewphp"],
        "https://badaro-news.example",
        charset="euc-kr",
        rows=_ALL_ROWS,
    ),
    Site(
        "changwonboard",
        "창원시청 보도자료",
        FORMS["webcms"],
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


def _for_site(value: str | dict[str, str], site_id: str) -> str:
    return value if isinstance(value, str) else value[site_id]


def _replaced(texts: list[str], old: str, new: str) -> list[str]:
    """The texts with an edit made; an edit that finds nothing to change is an error of the data."""
    if not any(old in text for text in texts):
        raise ValueError(f"{old!r} stands nowhere in the article to be edited")
    return [text.replace(old, new) for text in texts]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # A night over many sites opens its connections at the same moment.
    request_queue_size = 64


@dataclass(slots=True)
class _Serving:
    """One site while it is served."""

    site: Site
    articles: Sequence[PageArticle]
    visits: list[Visit]
    now: datetime | None = None
    server: ThreadingHTTPServer = field(init=False)
    thread: threading.Thread = field(init=False)

    def start(self) -> None:
        serving = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # A page goes out at once: else its last packet waits for a word of the other side.
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                began = time.monotonic()
                headers = {name.lower(): value for name, value in self.headers.items()}
                status, answered, body = serving.answer(self.path, headers)
                try:
                    self.send_response(status)
                    for name, value in answered.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(body)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True  # Whoever asked has hung up, as anyone may.
                serving.visits.append(
                    Visit(serving.site.id, self.path, status, headers, began, time.monotonic())
                )

            def log_message(self, format: str, *args: object) -> None:
                """Requests are kept in `visits`; the terminal belongs to the demo."""

        self.server = _Server(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    @property
    def edition(self) -> Edition:
        """What the site carries now."""
        site = self.site
        return Edition(
            name=site.name,
            origin=site.origin,
            articles=self.articles,
            rows=site.rows or site.form.rows,
            feed_items=site.feed_items or site.form.feed_items,
            now=self.now,
        )

    def answer(self, target: str, headers: Mapping[str, str]) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body for a request target."""
        site = self.site
        answer = site.form.answer(self.edition, Asked.of(target, headers))
        content_type = answer.content_type
        if content_type is None:
            body = encoded(answer.text, site.charset or site.form.charset)
            content_type = site.form.content_type if site.charset is None else "text/html"
        else:
            body = answer.text.encode()
        tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
        sent = {"ETag": tag}
        if answer.changed_at is not None:
            sent["Last-Modified"] = format_datetime(answer.changed_at.astimezone(UTC))
        if answer.status == 200 and headers.get("if-none-match") == tag:
            return 304, sent, b""
        if answer.location is not None:
            sent["Location"] = answer.location
        sent |= {"Content-Type": content_type, "Content-Length": str(len(body))}
        return answer.status, sent, body

    def entry(self) -> dict[str, object]:
        """An entry for `outlets.yaml`, with the address at which the site is served now."""
        site, form = self.site, self.site.form
        entry: dict[str, object] = {
            "id": site.id,
            "name": site.name,
            "family": form.family,
            "origin": site.origin,
            "feeds": list(form.feeds),
            "lists": list(form.lists),
            "place": site.place,
            "politeness": {"delay_seconds": 0.0},
            "enabled": False,
            "sample": True,
            "connect_to": f"http://127.0.0.1:{self.port}",
        }
        if form.article_pattern is not None:
            entry["article_pattern"] = form.article_pattern
        return entry


def _as_requests(visits: Sequence[Visit]) -> list[tuple[str, str, int]]:
    return [(visit.site, visit.path, visit.status) for visit in visits]


class SampleSites:
    """The sample outlets, served on loopback while the block runs.

    Attributes:
        visits: Every request so far, in the order in which they were answered.
    """

    def __init__(self, night: int = 1) -> None:
        """Serve what the sites carry in the given night, counted from 1."""
        self.visits: list[Visit] = []
        self._night = night
        self._serving = [_Serving(site, articles_of(site.id, night), self.visits) for site in SITES]

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
    def requests(self) -> list[tuple[str, str, int]]:
        """Every request so far as site, path and status."""
        return _as_requests(self.visits)

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
        return [serving.entry() for serving in self._serving]


class OneSite:
    """One site of any form with any articles, served on loopback while the block runs.

    Attributes:
        visits: Every request so far, in the order in which they were answered.
    """

    def __init__(
        self,
        form: str | Form,
        articles: Sequence[PageArticle],
        *,
        name: str = "견본신문",
        origin: str = "https://sample-press.example",
        site_id: str = "one",
        place: str | None = None,
        rows: int = 0,
        feed_items: int = 0,
    ) -> None:
        """Serve the given articles, which may come in any order.

        Args:
            form: A form, or its name in `FORMS`.
            articles: What the site carries until `carry` changes it.
            name: Its name as it prints it.
            origin: Scheme and host of its public addresses.
            site_id: Its id as an outlet.
            place: The local government that it belongs to.
            rows: Articles on a page of its list; 0 is the form's own number.
            feed_items: Articles in its feed; 0 is the form's own number.

        Raises:
            KeyError: no form has this name.
        """
        self.visits: list[Visit] = []
        known = FORMS[form] if isinstance(form, str) else form
        site = Site(site_id, name, known, origin, place=place, rows=rows, feed_items=feed_items)
        self._serving = _Serving(site, _newest_first(articles), self.visits)

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
    def requests(self) -> list[tuple[str, str, int]]:
        """Every request so far as site, path and status."""
        return _as_requests(self.visits)

    @property
    def form(self) -> Form:
        """The form of its pages."""
        return self._serving.site.form

    @property
    def port(self) -> int:
        """The port at which it is served."""
        return self._serving.port

    @property
    def articles(self) -> Sequence[PageArticle]:
        """What it carries now, the newest first."""
        return self._serving.articles

    def carry(self, articles: Sequence[PageArticle], *, now: datetime | None = None) -> None:
        """Carry other articles from now on, as in another night.

        Args:
            articles: Everything that it carries: what is left out answers as deleted.
            now: The moment of which lists print a time without its day.
        """
        self._serving.now = now
        self._serving.articles = _newest_first(articles)

    def address(self, article: PageArticle) -> str:
        """The public address of an article."""
        return self.form.address(self._serving.site.origin, article)

    def outlet_entry(self, **fields: object) -> dict[str, object]:
        """An entry for `outlets.yaml`, with the address at which it is served now.

        Args:
            fields: Fields that differ.
        """
        return {**self._serving.entry(), **fields}


def _newest_first(articles: Sequence[PageArticle]) -> Sequence[PageArticle]:
    return sorted(articles, key=lambda article: article.published_at, reverse=True)
