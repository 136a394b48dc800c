"""Captures become observations: claimed, loaded, grouped, the same by any worker in any order."""

from __future__ import annotations

import gzip
import hashlib
import itertools
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.types.json import Jsonb

from jipyo.figures.model import Figure, Period
from jipyo.pages.model import Article
from jipyo.series.model import Evidence, Identity, Member, Relation
from jipyo.store.articles import (
    PendingCapture,
    ReadCapture,
    pending_captures,
    read_batch,
    requeue_broken,
)
from jipyo.store.database import connect
from jipyo.store.health import night_health, record_readings
from jipyo.store.releases import group_releases
from jipyo.store.runs import failure_counts, open_run, outlet_nights

NIGHT = datetime(2026, 11, 16, 17, 30, tzinfo=UTC)
YEAR = date(2023, 12, 31)


def add_outlet(connection: psycopg.Connection[Any], outlet_id: str) -> None:
    connection.execute(
        "INSERT INTO outlet (outlet_id, name, family, origin, registered_at)"
        " VALUES (%s, %s, 'generic', %s, %s) ON CONFLICT DO NOTHING",
        (outlet_id, outlet_id, f"https://{outlet_id}.example", NIGHT),
    )


def add_capture(
    connection: psycopg.Connection[Any],
    run_id: UUID,
    outlet_id: str,
    url: str,
    content: str,
    fetched_at: datetime = NIGHT,
) -> None:
    """A capture whose body is our own plain form: what `plain_reader` reads."""
    add_outlet(connection, outlet_id)
    body = content.encode()
    digest = hashlib.sha256(body).digest()
    connection.execute(
        "INSERT INTO capture_body VALUES (%s, 'gzip', %s, %s) ON CONFLICT DO NOTHING",
        (digest, gzip.compress(body), len(body)),
    )
    connection.execute(
        "INSERT INTO address (outlet_id, url, discovered_at) VALUES (%s, %s, %s)"
        " ON CONFLICT DO NOTHING",
        (outlet_id, url, fetched_at),
    )
    connection.execute(
        "INSERT INTO capture (capture_id, outlet_id, url, fetched_at, status, request_headers,"
        " response_headers, body_sha256, run_id) VALUES (%s, %s, %s, %s, 200, %s, %s, %s, %s)",
        (
            uuid4(),
            outlet_id,
            url,
            fetched_at,
            Jsonb({}),
            Jsonb({"content-type": "text/html; charset=UTF-8"}),
            digest,
            run_id,
        ),
    )


def plain_reader(capture: PendingCapture) -> ReadCapture:
    """Reads `title|number|sentence,sentence`; an empty body is no article."""
    assert capture.charset == "utf-8"
    title, number, sentences = capture.body.decode().split("|")
    if not number:
        return ReadCapture(
            capture,
            Article(state="no_body", family="generic", url=capture.url, detail="no body found"),
        )
    body = f"수출액은 {number}억 원이다."
    article = Article(
        state="article",
        family="generic",
        url=capture.url,
        title=title,
        body=body,
        published_at=NIGHT - timedelta(hours=9),
        published_from="meta",
    )
    start = article.text.index(f"{number}억 원")
    value = Decimal(number) * 10**8
    figure = Figure(
        start=start,
        end=start + len(number) + 3,
        text=f"{number}억 원",
        value=value,
        value_high=None,
        low=value,
        high=value,
        unit="KRW",
        counter=None,
        kind="flow",
        role="report",
        phrase="수출액",
        head="수출액",
        verb_class=None,
        section=None,
        programme=None,
        stands_in="paragraph",
        sentence=(len(title) + 2, len(article.text)),
        period=Period(None, None, "none"),
    )
    identity = Identity(
        place="창원시",
        place_id="48120",
        metric="trade.exports",
        registered=True,
        scope="",
        basis="",
        kind_class="amount",
        unit_class="KRW",
        speaker="city",
    )
    return ReadCapture(
        capture,
        article,
        place="창원시",
        figures=[figure],
        identities=[identity],
        relations=[
            Relation("change", "sentence", (Member(0, "level"),), compared=(YEAR, YEAR)),
        ],
        # Numbers of sentences have their lowest bits free.
        sentence_hashes=[int(sentence) << 3 for sentence in sentences.split(",") if sentence],
    )


def half_shared(one: Evidence, other: Evidence) -> bool:
    shared = len(one.sentences & other.sentences)
    return 2 * shared >= min(len(one.sentences), len(other.sentences)) > 0


def drain(connection: psycopg.Connection[Any], run_id: UUID, version: str = "1") -> int:
    captures = 0
    while True:
        counts = read_batch(connection, run_id, plain_reader, size=2, reader_version=version)
        if not counts.captures:
            return captures
        captures += counts.captures


def contents(connection: psycopg.Connection[Any]) -> dict[str, Sequence[tuple[Any, ...]]]:
    """Every table that reading fills, without the ids of runs."""
    selections = {
        "article": "SELECT * FROM article ORDER BY 1",
        "article_version": "SELECT version_id, article_id, text, published_at, recorded_at, place"
        " FROM article_version ORDER BY 1",
        "version_sighting": "SELECT * FROM version_sighting ORDER BY 1, 2",
        "figure": "SELECT * FROM figure ORDER BY 1",
        "series_key": "SELECT * FROM series_key ORDER BY 1",
        "observation": "SELECT * FROM observation ORDER BY 1",
        "figure_relation": "SELECT * FROM figure_relation ORDER BY 1, 3",
        "release_sentence": "SELECT * FROM release_sentence ORDER BY 1, 2",
    }
    return {name: connection.execute(text).fetchall() for name, text in selections.items()}


@pytest.fixture
def store(database_url: str):
    with connect(database_url) as connection:
        connection.autocommit = True
        yield connection


def test_captures_become_articles_figures_and_observations(
    store: psycopg.Connection[Any],
) -> None:
    run_id = uuid4()
    open_run(store, run_id, "nightly", NIGHT)
    add_capture(store, run_id, "one", "https://one.example/1", "가|120|1,2,3")
    add_capture(store, run_id, "one", "https://one.example/2", "나||")
    assert drain(store, run_id) == 2
    assert pending_captures(store) == 0
    row = store.execute(
        "SELECT figure.quote, substr(article_version.text, start_char + 1, end_char - start_char),"
        " figure.value, series_key.metric FROM figure JOIN article_version USING (version_id)"
        " JOIN observation USING (figure_id)"
        " JOIN series_key ON series_key.series_id = observation.series_id"
    ).fetchall()
    assert row == [("120억 원", "120억 원", Decimal(12_000_000_000), "trade.exports")]
    failures = failure_counts(store, run_id)
    assert [(failure.reason, failure.pages, failure.url) for failure in failures] == [
        ("no_body", 1, "https://one.example/2")
    ]
    (night,) = outlet_nights(store, run_id)
    assert (night.new_versions, night.changed_versions, night.figures) == (1, 0, 1)
    assert (night.no_article, night.failures) == (1, 1)


def test_reading_again_adds_nothing(store: psycopg.Connection[Any]) -> None:
    run_id = uuid4()
    open_run(store, run_id, "nightly", NIGHT)
    add_capture(store, run_id, "one", "https://one.example/1", "가|120|1,2,3")
    add_capture(store, run_id, "one", "https://one.example/2", "나|130|4,5,6")
    drain(store, run_id)
    group_releases(store, half_shared)
    before = contents(store)
    store.execute("UPDATE capture SET parse_state = 'pending'")
    assert drain(store, run_id) == 2
    group_releases(store, half_shared)
    assert contents(store) == before


def test_another_reader_replaces_what_the_first_found(store: psycopg.Connection[Any]) -> None:
    run_id = uuid4()
    open_run(store, run_id, "nightly", NIGHT)
    add_capture(store, run_id, "one", "https://one.example/1", "가|120|1,2,3")
    drain(store, run_id)
    assert store.execute(
        "SELECT relation.sort, relation.part, relation.complete, relation.compared_end, quote"
        " FROM figure_relation AS relation JOIN figure USING (figure_id, version_id)"
    ).fetchall() == [("change", "level", False, YEAR, "120억 원")]
    store.execute("UPDATE figure SET phrase = 'what an older reader said'")
    store.execute("UPDATE figure_relation SET wording = 'list'")
    store.execute("UPDATE capture SET parse_state = 'pending'")
    drain(store, run_id, version="1")
    assert store.execute("SELECT phrase FROM figure").fetchone() == ("what an older reader said",)
    store.execute("UPDATE capture SET parse_state = 'pending'")
    drain(store, run_id, version="2")
    assert store.execute("SELECT phrase FROM figure").fetchall() == [("수출액",)]
    assert store.execute("SELECT wording FROM figure_relation").fetchall() == [("sentence",)]
    assert store.execute("SELECT reader_version FROM article_version").fetchall() == [("2",)]


def test_a_version_is_new_only_when_its_content_differs(store: psycopg.Connection[Any]) -> None:
    run_id = uuid4()
    open_run(store, run_id, "nightly", NIGHT)
    page = "https://one.example/1"
    later = [NIGHT + timedelta(days=day) for day in range(3)]
    add_capture(store, run_id, "one", page, "가|120|1,2,3", later[0])
    add_capture(store, run_id, "one", page, "가|125|1,2,3", later[1])
    add_capture(store, run_id, "one", page, "가|120|1,2,3", later[2])
    drain(store, run_id)
    assert store.execute("SELECT count(*) FROM article").fetchone() == (1,)
    assert store.execute("SELECT count(*) FROM article_version").fetchone() == (2,)
    assert store.execute("SELECT count(*) FROM version_sighting").fetchone() == (3,)
    known_since = store.execute("SELECT recorded_at FROM observation ORDER BY value").fetchall()
    assert known_since == [(later[0],), (later[1],)]
    (night,) = outlet_nights(store, run_id)
    assert (night.new_versions, night.changed_versions) == (1, 1)


def test_the_order_of_captures_does_not_matter(
    store: psycopg.Connection[Any],
) -> None:
    run_id = uuid4()
    open_run(store, run_id, "nightly", NIGHT)
    captures = [
        ("one", "https://one.example/1", "가|120|1,2,3,4"),
        ("two", "https://two.example/1", "나|120|3,4,5,6"),
        ("three", "https://three.example/1", "다|120|5,6,7,8"),
        ("four", "https://four.example/1", "라|999|20,21"),
    ]
    seen: list[dict[str, Any]] = []
    for order in itertools.permutations(captures):
        store.execute(
            "TRUNCATE release_sentence, observation, series_key, figure, version_sighting,"
            " article_version, article, capture, capture_body, address CASCADE"
        )
        for capture in order:
            add_capture(store, run_id, *capture)
            drain(store, run_id)
            group_releases(store, half_shared)
        seen.append(contents(store))
    assert all(tables == seen[0] for tables in seen)
    releases = store.execute(
        "SELECT count(DISTINCT release_id), count(DISTINCT article_id) FROM article"
    ).fetchone()
    assert releases == (2, 4)


def test_an_article_that_no_longer_shares_enough_leaves_its_release(
    store: psycopg.Connection[Any],
) -> None:
    run_id = uuid4()
    open_run(store, run_id, "nightly", NIGHT)
    add_capture(store, run_id, "one", "https://one.example/1", "가|120|1,2")
    add_capture(store, run_id, "two", "https://two.example/1", "나|120|1,2,3,4")

    def mostly_shared(one: Evidence, other: Evidence) -> bool:
        shared = len(one.sentences & other.sentences)
        return 2 * shared >= len(one.sentences | other.sentences)

    drain(store, run_id)
    group_releases(store, mostly_shared)
    assert store.execute("SELECT count(DISTINCT release_id) FROM article").fetchone() == (1,)
    add_capture(
        store, run_id, "two", "https://two.example/1", "나|121|5,6,7,8", NIGHT + timedelta(days=1)
    )
    drain(store, run_id)
    group_releases(store, mostly_shared)
    assert store.execute("SELECT count(DISTINCT release_id) FROM observation").fetchone() == (2,)


def test_only_what_may_be_a_copy_is_compared(store: psycopg.Connection[Any]) -> None:
    run_id = uuid4()
    open_run(store, run_id, "nightly", NIGHT)
    for number, sentences in enumerate(
        # Of one sentence; of which one in three is shared; of which two are.
        ("1", "1", "5,6,7", "5,8,9", "10,11,12", "10,11,13")
    ):
        url = f"https://one.example/{number}"
        add_capture(store, run_id, "one", url, f"가{number}|12{number}|{sentences}")
    drain(store, run_id)
    compared: set[frozenset[frozenset[int]]] = set()

    def note(one: Evidence, other: Evidence) -> bool:
        compared.add(
            frozenset(frozenset(each >> 3 for each in text.sentences) for text in (one, other))
        )
        return False

    group_releases(store, note)
    assert compared == {
        frozenset({frozenset({1})}),
        frozenset({frozenset({10, 11, 12}), frozenset({10, 11, 13})}),
    }


def test_two_workers_share_the_queue_and_a_killed_one_gives_its_batch_back(
    store: psycopg.Connection[Any], database_url: str
) -> None:
    run_id = uuid4()
    open_run(store, run_id, "nightly", NIGHT)
    for number in range(4):
        add_capture(store, run_id, "one", f"https://one.example/{number}", f"가|{number + 1}|1")

    class Killed(BaseException):
        pass

    with connect(database_url) as other:
        other.autocommit = True
        claimed: list[UUID] = []

        def reads_while_the_other_works(capture: PendingCapture) -> ReadCapture:
            if not claimed:
                # The first worker holds two captures; the second takes the other two meanwhile.
                counts = read_batch(other, run_id, plain_reader, size=9, reader_version="1")
                assert counts.captures == 2
            claimed.append(capture.capture_id)
            if len(claimed) == 2:
                raise Killed
            return plain_reader(capture)

        with pytest.raises(Killed):
            read_batch(store, run_id, reads_while_the_other_works, size=2, reader_version="1")
    assert pending_captures(store) == 2
    assert drain(store, run_id) == 2
    assert store.execute("SELECT count(*) FROM figure").fetchone() == (4,)


def test_a_page_on_which_a_reader_broke_is_read_again_by_the_next(
    store: psycopg.Connection[Any],
) -> None:
    run_id = uuid4()
    open_run(store, run_id, "nightly", NIGHT)
    add_capture(store, run_id, "one", "https://one.example/1", "가|120|1")

    def breaks(capture: PendingCapture) -> ReadCapture:
        page = Article(state="reader_error", family="generic", url=capture.url, detail="broke")
        return ReadCapture(capture, page)

    read_batch(store, run_id, breaks, size=5, reader_version="1")
    assert requeue_broken(store, "1") == 0
    assert requeue_broken(store, "2") == 1
    assert drain(store, run_id, version="2") == 1
    assert requeue_broken(store, "3") == 0
    assert store.execute("SELECT count(*) FROM figure").fetchone() == (1,)


def test_a_page_without_its_text_waits_for_another_reader_or_family(
    store: psycopg.Connection[Any],
) -> None:
    night, next_night = uuid4(), uuid4()
    open_run(store, night, "nightly", NIGHT)
    for number in range(3):
        add_capture(store, night, "one", f"https://one.example/{number}", f"가|{number + 120}|1")
    add_capture(store, night, "two", "https://two.example/1", "나|130|2")
    add_capture(store, night, "two", "https://two.example/2", "나||2")

    def drifts(capture: PendingCapture) -> ReadCapture:
        if capture.outlet_id == "two":
            return plain_reader(capture)
        page = Article(state="selector_drift", family="generic", url=capture.url, detail="no text")
        return ReadCapture(capture, page)

    read_batch(store, night, drifts, size=5, reader_version="1")
    record_readings(store, night, ["one", "two"])
    (one, two) = night_health(store, night)
    assert (one.verdict, one.why) == ("not_collected", "no_crawl")  # Nobody wrote of a crawl.
    assert (one.pages_read, one.pages_drifted, one.pages_unread) == (3, 3, 3)
    assert (two.pages_read, two.pages_with_text, two.new_articles) == (2, 1, 1)
    assert (two.articles_with_figures, two.pages_unread) == (1, 0)
    assert (one.failures, two.failures) == ({"selector_drift": 3}, {"no_body": 1})

    # This reader would find nothing again, and what is no article for another reason is left.
    assert requeue_broken(store, "1") == 0
    store.execute("UPDATE outlet SET family = 'ndsoft' WHERE outlet_id = 'one'")
    assert requeue_broken(store, "1") == 3
    read_batch(store, night, drifts, size=5, reader_version="1")
    assert requeue_broken(store, "1") == 0
    assert requeue_broken(store, "2") == 3
    open_run(store, next_night, "nightly", NIGHT + timedelta(days=1))
    assert drain(store, next_night, version="2") == 3
    record_readings(store, next_night, ["one", "two"])
    (one, two) = night_health(store, next_night)
    # They were of the night before; this one got them back.
    assert (one.pages_read, one.new_articles) == (0, 0)
    assert (one.pages_recovered, one.pages_unread) == (3, 0)
    assert two.pages_recovered == 0
    assert store.execute("SELECT count(*) FROM article").fetchone() == (4,)
    assert requeue_broken(store, "3") == 0
    # What is counted again is counted the same.
    before = night_health(store, next_night)
    record_readings(store, next_night, ["one", "two"])
    assert night_health(store, next_night) == before


def test_pages_of_a_night_that_was_killed_count_in_the_one_that_takes_its_place(
    store: psycopg.Connection[Any],
) -> None:
    killed, later, again = uuid4(), uuid4(), uuid4()
    open_run(store, killed, "nightly", NIGHT)
    add_capture(store, killed, "one", "https://one.example/1", "가|120|1")
    add_capture(store, killed, "one", "https://one.example/2", "나|130|2")
    assert drain(store, killed) == 2
    open_run(store, later, "nightly", NIGHT + timedelta(days=1))
    record_readings(store, later, ["one"])
    open_run(store, again, "nightly", NIGHT)
    add_capture(store, again, "one", "https://one.example/3", "다|140|3")
    assert drain(store, again) == 1
    record_readings(store, again, ["one"])
    assert [one.new_articles for one in night_health(store, later)] == [0]
    assert [one.new_articles for one in night_health(store, again)] == [3]
