"""Captures that several processes read come into the tables as one process would bring them."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock
from uuid import UUID, uuid4

import psycopg
import pytest

import flows.batches
from flows.batches import BATCH_CAPTURES, CAPTURES_OF_A_PROCESS, Batches, readers
from flows.pool import ProcessEndedError, processors
from flows.reading import read_capture
from jipyo.series.registry import Registry
from jipyo.store.articles import LoadCounts, PendingCapture, ReadCapture, claim_captures
from jipyo.store.captures import (
    FetchedAttachment,
    FetchedPage,
    ListedAddress,
    OfferedDocument,
    add_addresses,
    register_outlets,
    store_attachment,
    store_pages,
)
from jipyo.store.database import connect
from jipyo.store.runs import open_run
from spiders.outlets import Outlet
from tests.documents.writers import hwpx
from tests.flows.conftest import ROOT
from tests.flows.crashes import wait_until
from tests.flows.kills import difference, picture
from tests.spiders.conftest import article

NOW = datetime(2026, 11, 15, 17, 30, tzinfo=UTC)
PAGES = 40
BROKEN_AT = PAGES // 2
BROKEN = f"/{BROKEN_AT}"
DYING = "JIPYO_TEST_DYING"
"""Names a file: the process that finds it takes it away and is killed."""

DOCUMENT = hwpx(["가온시는 올해 예산이 7억 원이라고 15일 밝혔다."])
"""Made once: a file that is written again has another time in it."""

OUTLET = Outlet.model_validate(
    {
        "id": "brief",
        "name": "brief",
        "family": "generic",
        "origin": "https://brief.example",
        "lists": ["/list"],
        "article_pattern": "/news/",
    }
)


def read_or_break(capture: PendingCapture, measures: Registry) -> ReadCapture:
    """Read as ever, but one page, on which the page reader breaks."""
    if not capture.url.endswith(BROKEN):
        return read_capture(capture, measures)
    with mock.patch("flows.reading.read_page", side_effect=ValueError("an odd page")):
        return read_capture(capture, measures)


def read_or_die(capture: PendingCapture, measures: Registry) -> ReadCapture:
    """Read as ever, but be killed at one page where a file says so."""
    dying = Path(os.environ[DYING])
    if capture.url.endswith(BROKEN) and dying.exists():
        dying.unlink()
        os.kill(os.getpid(), signal.SIGKILL)
    return read_capture(capture, measures)


def fill(url: str) -> UUID:
    """A night's captures; one page has its text in an attached document."""
    run_id = uuid4()
    document = "https://brief.example/news/0.hwpx"
    empty = (
        '<html><head><meta charset="utf-8"><title>가온시 예산</title></head><body><h1>가온시 예산'
        f'</h1><div>입력 2026-11-15 10:00</div><a href="{document}">예산.hwpx</a></body></html>'
    ).encode()
    with connect(url) as connection:
        register_outlets(connection, [OUTLET], NOW)
        open_run(connection, run_id, "nightly", NOW)
        for number in range(PAGES):
            at = NOW + timedelta(seconds=number)
            page = FetchedPage(
                url=f"https://brief.example/news/{number}",
                fetched_at=at,
                status=200,
                request_headers={},
                response_headers={"content-type": "text/html; charset=utf-8"},
                body=article(number) if number else empty,
                listed_at=None,
                listed_from="list",
                documents=[] if number else [OfferedDocument(document, "예산.hwpx", 0, 0, at)],
            )
            add_addresses(connection, "brief", [ListedAddress(page.url, "", None, "list")], at)
            store_pages(connection, "brief", run_id, [page])
        assert store_attachment(
            connection,
            "brief",
            run_id,
            FetchedAttachment(
                page_url="https://brief.example/news/0",
                url=document,
                fetched_at=NOW,
                status=200,
                request_headers={},
                response_headers={},
                body=DOCUMENT,
            ),
        )
    return run_id


def read_all(batches: Batches) -> list[LoadCounts]:
    """What came of each batch until nothing waits."""
    read = [batches.next()]
    while read[-1].captures == flows.batches.BATCH_CAPTURES:
        read.append(batches.next())
    return read


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flows.batches, "BATCH_CAPTURES", 12)
    monkeypatch.setattr(flows.batches, "CAPTURES_AT_ONCE", 5)


def loaded(url: str) -> list[tuple[Any, ...]]:
    """Captures in the order in which they were loaded."""
    with psycopg.connect(url) as connection:
        return connection.execute(
            "SELECT url, parse_state, page_state, parse_detail FROM capture"
            " ORDER BY xmin::text::bigint, url"
        ).fetchall()


def test_two_processes_load_what_one_loads_in_its_order(
    new_database: Callable[[], str], caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[Any] = []
    for processes in (1, 2):
        url = new_database()
        run_id = fill(url)
        caplog.clear()
        with Batches(url, run_id, processes=processes, read=read_or_break) as batches:
            counts = read_all(batches)
        [line] = [record for record in caplog.records if record.levelno >= logging.WARNING]
        assert (line.name, line.getMessage()) == (
            "flows.reading",
            f"A reader broke on https://brief.example/news{BROKEN}",
        )
        trace = logging.Formatter().format(line)
        assert "Traceback" in trace and trace.endswith("ValueError: an odd page"), trace
        assert line.exc_info is not None
        assert repr(line.exc_info[1]) == "ValueError('an odd page')"
        seen.append((counts, loaded(url), picture(url)))
    assert [one.captures for one in seen[0][0]] == [12, 12, 12, 4]
    assert sum(one.articles for one in seen[0][0]) == PAGES - 1
    assert seen[1][:2] == seen[0][:2]
    assert difference(seen[1][2], seen[0][2]) == ""
    assert len(seen[0][2]["observation"]) >= PAGES - 1


def test_what_a_killed_process_had_is_read_by_the_next(
    new_database: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dying = tmp_path / "dying"
    monkeypatch.setenv(DYING, str(dying))
    pictures: list[Any] = []
    for processes in (1, 2):
        url = new_database()
        run_id = fill(url)
        if processes == 2:
            dying.touch()
        with Batches(url, run_id, processes=processes, read=read_or_die) as batches:
            if processes == 2:
                with pytest.raises(ProcessEndedError, match=r"Nothing is lost.*memory"):
                    read_all(batches)
                with connect(url) as other:
                    other.execute("SELECT FROM capture FOR UPDATE")
                    assert unclaimed(other) >= PAGES - BROKEN_AT
            read_all(batches)
        pictures.append((loaded(url), picture(url)))
    assert pictures[1][0] == pictures[0][0]
    assert difference(pictures[1][1], pictures[0][1]) == ""


def unclaimed(connection: psycopg.Connection[Any]) -> int:
    return len(claim_captures(connection, PAGES))


def test_a_batch_that_is_not_loaded_is_let_go(new_database: Callable[[], str]) -> None:
    url = new_database()
    run_id = fill(url)
    with Batches(url, run_id, processes=2) as batches:
        assert batches.next().captures == 12
        with connect(url) as other:
            assert unclaimed(other) == PAGES - 3 * 12  # One is loaded, two are held.
    with connect(url) as other:
        other.execute("SELECT FROM capture FOR UPDATE")  # Waits until the server has let go.
        assert unclaimed(other) == PAGES - 12


def test_a_claim_does_not_wait_for_one_who_waits_for_it(
    new_database: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who changes a table waits for what is claimed; a further claim would wait behind him."""
    monkeypatch.setattr(flows.batches, "LOCK_SECONDS", 1)
    url = new_database()
    run_id = fill(url)

    def change() -> None:
        with connect(url) as connection, connection.transaction():
            connection.execute("LOCK TABLE capture IN ACCESS EXCLUSIVE MODE")

    changing = threading.Thread(target=change)
    with Batches(url, run_id, processes=2) as batches, connect(url) as other:
        assert batches.next().captures == 12
        changing.start()
        wait_until(
            lambda: other.execute("SELECT FROM pg_locks WHERE NOT granted").fetchone() is not None,
            lambda: "nobody waits for a lock",
        )
        with pytest.raises(psycopg.errors.LockNotAvailable):
            batches.next()
        changing.join(60)
        assert not changing.is_alive()
        assert sum(one.captures for one in read_all(batches)) == PAGES - 12


def test_a_small_night_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flows.batches, "processors", lambda: 4)
    assert readers(0) == readers(50) == readers(2 * CAPTURES_OF_A_PROCESS - 1) == 1
    assert readers(2 * CAPTURES_OF_A_PROCESS) == 2
    assert readers(20_000) == 4
    assert processors() >= 1
    assert BATCH_CAPTURES > 12  # That of a night, not of these tests.


PARENT = """
import os, signal
from flows.pool import Pool

if __name__ == "__main__":
    with Pool(1) as pool:
        print(pool.result(pool.submit(os.getpid)), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
"""


def test_processes_end_with_the_one_that_started_them(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    # The end of standard output is that of all who hold it: the parent and its process.
    ended = subprocess.run(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL
    assert ended.stdout.strip().isdigit()
