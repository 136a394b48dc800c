"""When a page is looked at again: by its age, its answers, and what its outlet wants."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql

from jipyo.pages.model import Article
from jipyo.store.articles import PendingCapture, ReadCapture, read_batch
from jipyo.store.captures import (
    FetchedPage,
    ListedAddress,
    add_addresses,
    due_addresses,
    note_unchanged,
    outlets_to_recheck,
    record_failure,
    register_outlets,
    store_pages,
)
from jipyo.store.database import connect
from jipyo.store.queries import query
from jipyo.store.runs import SEOUL, open_run

FIRST = datetime(2026, 3, 2, 2, 30, tzinfo=SEOUL)
DAY = timedelta(days=1)
AGES = (1, 3, 7, 30, 90)
URL = "https://gaon.example/1"


@dataclass(frozen=True)
class Entry:
    """An outlet as its entry would say."""

    ages: Sequence[int] = AGES
    id: str = "gaon"
    name: str = "가온신문"
    family: str = "generic"
    origin: str = "https://gaon.example"
    place: str | None = None
    sample: bool = False

    def settings(self) -> dict[str, Any]:
        return {"recheck_after_days": list(self.ages)}


def read(capture: PendingCapture) -> ReadCapture:
    """Reads `gone…`, or `<day>|<text>` as an article published on that day if it names one."""
    words = capture.body.decode()
    if words.startswith("gone"):
        return ReadCapture(capture, Article(state="gone", family="generic", url=capture.url))
    day, _, text = words.partition("|")
    article = Article(
        state="article",
        family="generic",
        url=capture.url,
        title="가온시",
        body=text,
        published_at=date.fromisoformat(day) if day else None,
        published_from="visible" if day else "missing",
    )
    return ReadCapture(capture, article)


@dataclass
class Nights:
    """Asks for what is due, night after night, and reads what came."""

    connection: psycopg.Connection[Any]
    entry: Entry = field(default_factory=Entry)

    def list_pages(self, *listed: ListedAddress, now: datetime = FIRST) -> None:
        register_outlets(self.connection, [self.entry], now)
        add_addresses(self.connection, self.entry.id, listed, now)

    def due(self, now: datetime) -> list[str]:
        return [one.url for one in due_addresses(self.connection, self.entry.id, now=now)]

    def answer(self, url: str, now: datetime, answer: str) -> None:
        """The page answers: a reason, `same` (304), or the words of a body, which is read."""
        run_id, asked_at = uuid4(), now + timedelta(minutes=3)
        open_run(self.connection, run_id, "collect", now)
        if answer == "same":
            note_unchanged(self.connection, self.entry.id, url, asked_at)
        elif "|" in answer or answer.startswith("gone"):
            page = FetchedPage(url, asked_at, 200, {}, {}, answer.encode(), None, None)
            store_pages(self.connection, self.entry.id, run_id, [page])
            read_batch(self.connection, run_id, read, size=10, reader_version="1")
        else:
            self._failed(run_id, url, answer, asked_at)

    def asked(self, answers: dict[int, str], *, until: int = 100, skip: range = range(0)):
        """Nights on which the page was asked for, where it gives the last of its answers so far."""
        asked: list[int] = []
        for night in range(until):
            now = FIRST + night * DAY
            if night not in skip and self.due(now):
                asked.append(night)
                self.answer(URL, now, answers[max(n for n in answers if n <= night)])
                assert self.due(now) == []
        return asked

    def _failed(self, run_id: UUID, url: str, reason: str, at: datetime) -> None:
        record_failure(
            self.connection,
            run_id=run_id,
            outlet_id=self.entry.id,
            url=url,
            step="fetch",
            reason=reason,
            detail="",
            occurred_at=at,
        )


@pytest.fixture
def nights(database_url: str) -> Iterator[Nights]:
    with connect(database_url) as connection:
        connection.autocommit = True
        yield Nights(connection)


def listed(url: str = URL, at: datetime | None = None) -> ListedAddress:
    return ListedAddress(url, "", at, "list")


MORNING = FIRST - timedelta(hours=17)
MIDNIGHT = datetime(2026, 3, 1, tzinfo=SEOUL)
PAGE = {0: "|글"}
MARKS = [0, 1, 3, 7, 30, 90]


@pytest.mark.parametrize(
    ("at", "answers", "expected"),
    [
        (MORNING, PAGE, MARKS),
        # A bare day, in the list or on the page, counts from its end.
        (MIDNIGHT, PAGE, MARKS),
        (None, {0: "2026-03-01|글"}, MARKS),
        # Neither list nor page say when: it counts from when it was found.
        (None, PAGE, MARKS),
        # Found late: what is past is past.
        (FIRST - 20 * DAY, PAGE, [0, 10, 70]),
        (None, {0: "2026-02-09|글"}, [0, 10, 70]),
        (FIRST - 400 * DAY, PAGE, [0]),
        # A date in the future is an error of the page, and no reason never to look again.
        (FIRST + 300 * DAY, PAGE, MARKS),
        # Edits and equal bodies move nothing.
        (MORNING, {0: "|글", 1: "|고친 글", 3: "same"}, MARKS),
    ],
)
def test_a_page_is_looked_at_by_its_age(
    nights: Nights, at: datetime | None, answers: dict[int, str], expected: list[int]
) -> None:
    nights.list_pages(listed(at=at))
    assert nights.asked(answers) == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        # Gone: the next night once more, then at its ages.
        ({0: "|글", 3: "http_404"}, [0, 1, 3, 4, 7, 30, 90]),
        ({0: "|글", 3: "gone"}, [0, 1, 3, 4, 7, 30, 90]),
        ({0: "|글", 3: "gone for 3 days", 4: "gone for 4 days"}, [0, 1, 3, 4, 7, 30, 90]),
        ({0: "|글", 3: "gone", 4: "same"}, [0, 1, 3, 4, 7, 30, 90]),
        ({0: "|글", 3: "http_404", 4: "gone"}, [0, 1, 3, 4, 7, 30, 90]),
        # An answer that says nothing of the page confirms nothing.
        ({0: "|글", 3: "http_410", 4: "timeout", 5: "http_410"}, [0, 1, 3, 4, 5, 7, 30, 90]),
        # It came back, and went again.
        ({0: "|글", 3: "http_404", 4: "same"}, [0, 1, 3, 4, 7, 30, 90]),
        ({0: "|글", 3: "http_404", 4: "same", 7: "http_404"}, [0, 1, 3, 4, 7, 8, 30, 90]),
        # It failed: the next nights, for two weeks from the age at which it was due.
        ({0: "|글", 3: "http_500", 5: "same"}, [0, 1, 3, 4, 5, 7, 30, 90]),
        ({0: "|글", 30: "timeout"}, [*MARKS[:4], *range(30, 45), *range(90, 100)]),
        # A refusal is an answer.
        ({0: "|글", 3: "http_403"}, MARKS),
        ({0: "|글", 3: "robots_refused"}, MARKS),
        # It never came: every night, for two weeks.
        ({0: "http_500"}, [*range(15)]),
        ({0: "http_404", 2: "|글"}, [0, 1, 2, 3, 7, 30, 90]),
    ],
)
def test_a_page_that_is_gone_or_fails(
    nights: Nights, answers: dict[int, str], expected: list[int]
) -> None:
    nights.list_pages(listed(at=MORNING))
    assert nights.asked(answers) == expected


def test_missed_nights_are_caught_up_once(nights: Nights) -> None:
    nights.list_pages(listed(at=MORNING))
    assert nights.asked(PAGE, skip=range(1, 12)) == [0, 12, 30, 90]


@pytest.mark.parametrize(
    ("ages", "expected"), [((), [0]), ((2,), [0, 2]), ((1, 2, 40), [0, 1, 2, 40])]
)
def test_an_outlet_says_when(nights: Nights, ages: Sequence[int], expected: list[int]) -> None:
    nights.entry = Entry(ages)
    nights.list_pages(listed(at=MORNING))
    assert nights.asked(PAGE) == expected


def test_an_outlet_that_changes_its_mind(nights: Nights) -> None:
    nights.entry = Entry((1,))
    nights.list_pages(listed(at=MORNING))
    assert nights.asked(PAGE, until=10) == [0, 1]
    nights.entry = Entry((1, 3, 7, 30))
    register_outlets(nights.connection, [nights.entry], FIRST + 10 * DAY)
    # Three and seven days are past: caught up once.
    assert nights.asked({0: "same"}, until=40, skip=range(10)) == [10, 30]


def test_a_second_run_of_a_night_asks_nothing_again(nights: Nights) -> None:
    nights.list_pages(listed(at=MORNING))
    nights.answer(URL, FIRST, "|글")
    nights.answer(URL, FIRST + DAY, "http_404")
    assert nights.due(FIRST + DAY + timedelta(hours=2)) == []
    # A night that begins a little earlier than the one before is the next night.
    assert nights.due(FIRST + 2 * DAY - timedelta(hours=1)) == [URL]


def test_new_articles_first_and_old_ones_last(nights: Nights) -> None:
    old, young, failed, new, newest = (f"https://gaon.example/{name}" for name in "abcde")
    nights.list_pages(listed(old, FIRST - 29 * DAY), listed(young, MORNING), listed(failed))
    for url in (old, young):
        nights.answer(url, FIRST, "|글")
    nights.answer(failed, FIRST, "http_500")
    for number, url in enumerate((new, newest)):
        nights.list_pages(listed(url), now=FIRST + timedelta(hours=20 + number))
    assert nights.due(FIRST + DAY) == [new, newest, failed, young, old]
    only = due_addresses(nights.connection, "gaon", now=FIRST, urls=[old, new])
    assert {(one.url, one.is_known) for one in only} == {(old, True), (new, False)}
    by_day = due_addresses(nights.connection, "gaon", now=FIRST + DAY, rechecks_only=True)
    assert [one.url for one in by_day] == [young, old]
    assert outlets_to_recheck(nights.connection, FIRST + DAY) == ["gaon"]
    assert outlets_to_recheck(nights.connection, FIRST + timedelta(hours=1)) == []


FILL = """
INSERT INTO address (outlet_id, url, discovered_at, last_asked_at, last_answer, latest_body_sha256,
                     recheck_at)
SELECT %(outlet)s, 'https://gaon.example/' || n, %(now)s - n * interval '40 minutes',
       %(now)s - interval '2 days', CASE WHEN n %% 10 = 0 THEN 'http_404' ELSE 'captured' END,
       CASE WHEN n %% 10 <> 0 THEN sha256('글') END,
       CASE WHEN n %% 10 > 4 THEN %(now)s + n * interval '1 minute' END
FROM generate_series(20000, 20000 + %(pages)s) AS n
"""
DUE = """
INSERT INTO address (outlet_id, url, discovered_at, last_asked_at, last_answer, latest_body_sha256)
SELECT %(outlet)s, 'https://gaon.example/due/' || n, %(now)s - interval '8 days',
       CASE WHEN n %% 3 > 0 THEN %(now)s - interval '3 days' END,
       CASE n %% 3 WHEN 1 THEN 'timeout' WHEN 2 THEN 'unchanged' END,
       CASE WHEN n %% 3 = 2 THEN sha256('글') END
FROM generate_series(1, 90) AS n
"""


def test_a_large_store_is_not_searched(nights: Nights, database_url: str) -> None:
    now, took = FIRST, dict[str, float]()
    for outlet, pages in (("small", 1_000), ("large", 100_000)):
        nights.entry = Entry(id=outlet)
        register_outlets(nights.connection, [nights.entry], now)
        values = {"outlet": outlet, "now": now, "pages": pages}
        with nights.connection.transaction():
            # What will be due stands in the rows; asking the trigger for each would take long.
            nights.connection.execute("SET LOCAL session_replication_role = replica")
            nights.connection.execute(FILL, values)
        nights.connection.execute(DUE, values)
    nights.connection.execute("ANALYZE address")

    def timed(ask: Callable[[], object]) -> float:
        began = time.perf_counter()
        ask()
        return time.perf_counter() - began

    for outlet in ("small", "large"):
        nights.entry = Entry(id=outlet)
        assert len(nights.due(now)) == 90
        took[outlet] = statistics.median(timed(lambda: nights.due(now)) for _ in range(15))
    assert took["large"] < 3 * took["small"] + 0.002, took
    plan = nights.connection.execute(
        sql.SQL("EXPLAIN {}").format(sql.SQL(query("due_addresses"))),
        {
            "outlet_id": "large",
            "now": now,
            "retry_since": now - 14 * DAY,
            "urls": None,
            "rechecks_only": False,
        },
    ).fetchall()
    told = "\n".join(row[0] for row in plan)
    assert "Seq Scan" not in told, told
