"""Bodies past their retention go; figures, quotes and the ledger stay, through every replay."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from flows.archives import export_archive
from flows.reading import read_capture, reader_version
from flows.reparse import reparse, report_lines
from jipyo.store.articles import pending_captures, read_batch, requeue_broken
from jipyo.store.captures import (
    DueAddress,
    FetchedAttachment,
    FetchedPage,
    ListedAddress,
    OfferedDocument,
    add_addresses,
    due_addresses,
    due_attachments,
    record_failure,
    register_outlets,
    store_attachment,
    store_pages,
)
from jipyo.store.database import connect
from jipyo.store.redirects import REPLAY_LOCK
from jipyo.store.retention import (
    Expired,
    count_expiring,
    expire,
    forget_check_run,
    forget_failures,
    old_check_runs,
    retention,
    settled_failures,
)
from jipyo.store.runs import open_run
from spiders.outlets import Outlet
from tests.documents.writers import hwpx
from tests.spiders.conftest import article

DAY = timedelta(days=1)
START = datetime(2026, 1, 5, 17, 30, tzinfo=UTC)
PLAIN = (
    '<html><head><meta charset="utf-8"><title>가온시 봄꽃 축제</title></head><body>'
    "<h1>가온시 봄꽃 축제</h1><div>입력 2026-01-05 10:00</div><div><p>가온시는 봄꽃 축제를 연다고"
    " 밝혔다.</p><p>시민 누구나 찾아와 즐길 수 있다고 시는 덧붙였다.</p></div></body></html>"
).encode()
"""An article without a figure."""


def outlet(name: str, keep_days: int | None) -> Outlet:
    return Outlet.model_validate(
        {
            "id": name,
            "name": name,
            "family": "generic",
            "origin": f"https://{name}.example",
            "lists": ["/list"],
            "article_pattern": "/news/",
            "keep_bodies_days": keep_days,
        }
    )


def page(outlet_id: str, path: str, body: bytes, at: datetime, **documents: Any) -> FetchedPage:
    return FetchedPage(
        url=f"https://{outlet_id}.example{path}",
        fetched_at=at,
        status=200,
        request_headers={},
        response_headers={"content-type": "text/html; charset=utf-8", "etag": '"1"'},
        body=body,
        listed_at=None,
        listed_from="list",
        **documents,
    )


class Store:
    """A store and what a crawl does to it."""

    def __init__(self, url: str) -> None:
        self.connection = connect(url)
        self.run_id = uuid4()
        open_run(self.connection, self.run_id, "nightly", START)
        self.outlets = [outlet("brief", 30), outlet("forever", None), outlet("long", 300)]
        register_outlets(self.connection, self.outlets, START)

    def take(self, *pages: FetchedPage) -> list[bool]:
        answers: list[bool] = []
        for one in pages:
            outlet_id = one.url.split("/")[2].removesuffix(".example")
            listed = ListedAddress(one.url, "title", None, "list")
            add_addresses(self.connection, outlet_id, [listed], one.fetched_at)
            answers += store_pages(self.connection, outlet_id, self.run_id, [one])
        return answers

    def read(self) -> None:
        read_batch(
            self.connection, self.run_id, read_capture, size=100, reader_version=reader_version()
        )

    def ask(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        rows = self.connection.execute(question, values).fetchall()  # type: ignore[arg-type]
        self.connection.rollback()
        return rows

    def keep(self, now: datetime) -> Expired:
        """Let go; the dry run must have told the same."""
        kept = retention(self.connection, {one.id: one.keep_bodies_days for one in self.outlets})
        expected = count_expiring(self.connection, kept, now)
        went = expire(self.connection, kept, now)
        assert went == expected
        again = expire(self.connection, kept, now)
        assert again == Expired()
        return went

    def due(self, now: datetime) -> Sequence[DueAddress]:
        due = due_addresses(self.connection, "brief", now=now)
        self.connection.rollback()
        return due

    def has_body(self, body: bytes) -> bool:
        digest = hashlib.sha256(body).digest()
        return bool(
            self.ask("SELECT content IS NOT NULL FROM capture_body WHERE body_sha256 = %s", digest)[
                0
            ][0]
        )

    def said(self) -> list[tuple[Any, ...]]:
        return self.ask(
            "SELECT observation.*, figure.quote, figure.sentence, reader_version FROM observation"
            " JOIN figure USING (figure_id) JOIN article_version"
            " ON article_version.version_id = observation.version_id ORDER BY figure_id"
        )


@pytest.fixture
def store(database_url: str) -> Store:
    return Store(database_url)


def replayed(lines: list[str]) -> Sequence[str]:
    report = reparse(workers=1, dry_run=False, now=START, tell=lambda line: None)
    lines += report_lines(report, dry_run=False)
    return lines


def test_what_expired_is_frozen_and_the_rest_is_read_anew(
    store: Store, database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setenv("JIPYO_DATABASE_URL", database_url)
    shared = article(3)
    old = [
        page("brief", "/news/1", article(1), START),
        page("brief", "/news/2", PLAIN, START),
        page("brief", "/news/3", shared, START),
        page("forever", "/news/1", article(4), START),
        page("forever", "/news/3", shared, START),
        page("long", "/news/1", article(5), START),
    ]
    assert store.take(*old) == [True] * 6
    store.read()
    young = page("brief", "/news/9", article(9), START + 40 * DAY)
    store.take(young)  # Waits for its reader, however old.
    waiting = page("brief", "/news/8", article(8), START)
    store.take(waiting)

    now = START + 60 * DAY
    went = store.keep(now)
    assert (went.captures, went.bodies, went.texts) == (3, 2, 1)
    assert went.body_bytes > 0
    assert not store.has_body(article(1))
    assert not store.has_body(PLAIN)
    assert store.has_body(shared), "another outlet needs it"
    assert store.ask(
        "SELECT url, body_expired_at, body_kept_days FROM capture WHERE body_expired_at IS NOT NULL"
        " ORDER BY url"
    ) == [(one.url, now, 30) for one in old[:3]]
    assert store.ask(
        "SELECT title, body, text, text_expired_at FROM article_version"
        " WHERE text_expired_at IS NOT NULL"
    ) == [("가온시 봄꽃 축제", "", "가온시 봄꽃 축제", now)]
    assert pending_captures(store.connection) == 2
    store.connection.rollback()

    # Another reader: what has its body is read anew, what has none stays as it was read.
    store.read()
    store.connection.execute("UPDATE capture SET parsed_by = 'old', page_state = page_state")
    store.connection.execute("UPDATE article_version SET reader_version = 'old'")
    store.connection.execute("UPDATE observation SET value = value * 10")
    store.connection.commit()
    before = store.said()
    lines = replayed([])
    assert lines[0].startswith("5 pages read again")
    assert any(line.startswith("3 pages frozen as read before, with") for line in lines), lines
    frozen = [row for row in store.said() if row[-1] == "old"]
    assert frozen
    assert frozen == [row for row in before if row in frozen]
    assert {row[-1] for row in store.said()} == {"old", reader_version()}
    store.connection.execute(
        "UPDATE capture SET parse_state = 'no_article', page_state = 'reader_error'"
        " WHERE body_expired_at IS NOT NULL"
    )
    store.connection.commit()
    assert requeue_broken(store.connection, reader_version()) == 0

    exported = export_archive(
        tmp_path / "all.warc.gz", outlet_ids=None, now=now, tell=lambda line: None
    )
    assert (exported.captures, exported.gone) == (5, 3)


def test_a_page_is_known_though_its_body_is_gone(store: Store) -> None:
    first = page("brief", "/news/1", article(1), START)
    store.take(first, page("brief", "/news/2", PLAIN, START))
    store.read()
    # Age 30 comes before the retention, 90 after it.
    at = START + 31 * DAY
    assert store.take(page("brief", "/news/1", article(1), at)) == [False]
    store.keep(START + 60 * DAY)
    late = START + 91 * DAY
    due = store.due(late)
    assert [(one.is_known, one.etag, one.last_modified) for one in due] == [(True, None, None)] * 2
    before = store.said()
    # As it was: nothing new, no body kept, and no condition for the next time.
    assert store.take(page("brief", "/news/1", article(1), late)) == [False]
    assert not store.has_body(article(1))
    assert store.ask("SELECT count(*) FROM address WHERE etag IS NOT NULL") == [(0,)]
    # Changed, and changed back: a capture each, both with a body until their time is over.
    assert store.take(page("brief", "/news/1", article(2), late + DAY)) == [True]
    assert store.take(page("brief", "/news/1", article(1), late + 2 * DAY)) == [True]
    # A text that retention took is there again when the page shows it again.
    edited = PLAIN.replace(b"<div>", b"<div class='x'>", 1)
    assert store.take(page("brief", "/news/2", edited, late)) == [True]
    store.read()
    assert store.has_body(article(1))
    assert set(before) < set(store.said())
    texts = store.ask(
        "SELECT body <> '', text_expired_at FROM article_version WHERE title LIKE '%%축제'"
    )
    assert texts == [(True, None)]
    assert store.keep(late + 20 * DAY) == Expired()
    went = store.keep(late + 40 * DAY)
    assert (went.captures, went.bodies, went.texts) == (3, 3, 1)


def test_nothing_goes_while_a_reparse_runs_or_another_holds_it(
    store: Store, database_url: str
) -> None:
    store.take(page("brief", "/news/1", article(1), START), page("brief", "/news/2", PLAIN, START))
    store.read()
    now = START + 60 * DAY
    with psycopg.connect(database_url) as other:
        other.execute("SELECT pg_advisory_lock(hashtext(%s))", (REPLAY_LOCK,))
        assert expire(store.connection, {"brief": 30}, now).held_up
        other.execute("SELECT pg_advisory_unlock(hashtext(%s))", (REPLAY_LOCK,))
        other.commit()
        other.execute("SELECT FROM address WHERE url LIKE '%/1' FOR UPDATE")
        went = expire(store.connection, {"brief": 30}, now)
        assert (went.captures, went.bodies) == (1, 1)
    assert expire(store.connection, {"brief": 30}, now).captures == 1


def test_documents_stay_as_long_as_their_page_is_read_with_them(store: Store) -> None:
    url = "https://brief.example/news/1"
    file = f"{url}.hwpx"
    empty = (
        '<html><head><meta charset="utf-8"><title>가온시 예산</title></head><body><h1>가온시 예산'
        f'</h1><div>입력 2026-01-05 10:00</div><a href="{file}">예산.hwpx</a>%s</body></html>'
    )
    offered = {"documents": [OfferedDocument(file, "예산.hwpx", 0, 0, START)]}

    def document(value: int, at: datetime) -> FetchedAttachment:
        return FetchedAttachment(
            page_url=url,
            url=file,
            fetched_at=at,
            status=200,
            request_headers={},
            response_headers={"etag": '"1"'},
            body=hwpx([f"가온시는 올해 예산이 {value}억 원이라고 5일 밝혔다."]),
        )

    def come(body: bytes, at: datetime) -> None:
        store.take(page("brief", "/news/1", body, at, **offered))

    first = (empty % "").encode()
    come(first, START)
    assert store_attachment(store.connection, "brief", store.run_id, document(7, START))
    store.read()
    # The page changed on day 20: it is read with the document of day 0 until day 50.
    come((empty % "<p></p>").encode(), START + 20 * DAY)
    store.read()
    went = store.keep(START + 40 * DAY)
    assert (went.captures, went.attachments) == (1, 0)
    went = store.keep(START + 60 * DAY)
    assert (went.captures, went.attachments) == (1, 1)
    # Another document comes: the page is to be had again, and read with it.
    at = START + 61 * DAY
    assert store_attachment(store.connection, "brief", store.run_id, document(8, at))
    assert pending_captures(store.connection) == 0
    store.connection.rollback()
    [due] = store.due(at + DAY)
    assert (due.url, due.is_known) == (url, True)
    come((empty % "<p></p>").encode(), at + DAY)
    store.read()
    # All goes, then the page changes: it asks for the document again, and is read with it.
    store.keep(at + 60 * DAY)
    last = at + 61 * DAY
    come((empty % "<p> </p>").encode(), last)
    wanted = due_attachments(store.connection, "brief", now=last + DAY, recheck_after_days=[1])
    store.connection.rollback()
    assert [one.url for one in wanted] == [file]
    assert store_attachment(store.connection, "brief", store.run_id, document(8, last))
    store.read()
    states = store.ask("SELECT parse_state, count(*) FROM capture GROUP BY 1 ORDER BY 1")
    assert states == [("article", 4)]
    values = store.ask("SELECT DISTINCT value::bigint FROM observation ORDER BY 1")
    assert values == [(700_000_000,), (800_000_000,)]


def test_rows_of_old_checks_and_settled_failures_go(store: Store) -> None:
    """What flags rest on stays, and what says why a page never came or is gone."""
    store.take(page("brief", "/news/1", article(1), START))
    store.read()
    connection = store.connection
    runs = [uuid4() for _ in range(3)]
    for number, run_id in enumerate(runs):
        open_run(connection, run_id, "check", START + number * 50 * DAY)
        connection.execute(
            "INSERT INTO check_scope SELECT %s, series_id FROM series LIMIT 1", (run_id,)
        )
    connection.commit()
    late = START + 150 * DAY
    old = old_check_runs(connection, before=late - 60 * DAY, keep_last=1)
    assert old == [(runs[0], 1, 0), (runs[1], 1, 0)]
    assert len(old_check_runs(connection, before=late - 60 * DAY, keep_last=2)) == 1
    forget_check_run(connection, runs[0])
    assert store.ask("SELECT run_id FROM check_scope ORDER BY run_id") == [
        (run_id,) for run_id in sorted(runs[1:])
    ]

    came = "https://brief.example/news/1"
    never = "https://brief.example/news/7"
    add_addresses(connection, "brief", [ListedAddress(never, "never", None, "list")], START)
    for url, reason, day in [
        (came, "timeout", -1),
        (came, "http_404", -1),
        (never, "timeout", 0),
        (never, "http_500", 1),
        (None, "crawl_failed", 0),
    ]:
        record_failure(
            connection,
            run_id=runs[0],
            outlet_id="brief",
            url=url,
            step="fetch",
            reason=reason,
            detail="",
            occurred_at=START + day * DAY,
        )
    # A page that did not come says why; this one came the next day.
    store.take(page("brief", "/news/1", article(2), START + DAY))
    settled = settled_failures(connection, late)
    assert settled_failures(connection, START - 2 * DAY) == []
    assert forget_failures(connection, settled) == 3
    assert store.ask("SELECT url, reason FROM failure ORDER BY reason") == [
        (came, "http_404"),
        (never, "http_500"),
    ]
