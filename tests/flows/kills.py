"""kill -9 at a chosen row: a night that is ended while it writes, and what its tables show then."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import psycopg
from psycopg import sql

from tests.flows.conftest import ROOT, Jipyo

PICTURE = {
    "address": "SELECT outlet_id, url, discovered_at, listed_title, listed_at, listed_from,"
    " last_answer, etag, last_modified, latest_body_sha256 FROM address",
    "capture_body": "SELECT body_sha256, encoding, content, size_bytes FROM capture_body",
    "capture": "SELECT outlet_id, url, status, request_headers, response_headers - 'date',"
    " body_sha256, listed_at, listed_from, parse_state, page_state, parse_detail FROM capture",
    "failure": "SELECT DISTINCT outlet_id, url, step, reason FROM failure",
    "article": "SELECT article_id, outlet_id, url, news_day, release_id, release_due FROM article",
    "article_version": "SELECT version_id, article_id, title, subtitle, body, text, published_at,"
    " published_day, published_from, modified_at, byline, section, place, url, body_sha256"
    " FROM article_version JOIN capture USING (capture_id)",
    "figure": "SELECT * FROM figure",
    "figure_relation": "SELECT * FROM figure_relation",
    "observation": "SELECT figure_id, series_id, version_id, release_id, period_start, period_end,"
    " value, value_high, low, high, kind, role, published_from FROM observation",
    "series_key": "SELECT * FROM series_key",
    "release_sentence": "SELECT * FROM release_sentence",
    "check_due": "SELECT series_id, release_id FROM check_due",
    "flag": "SELECT flag_id, check_id, fingerprint, severity, status, series_id, place, metric,"
    " message, compared, evidence, opened_at, last_found_at FROM flag",
    "flag_event": "SELECT * FROM flag_event",
    "series_redirect": "SELECT series_id, to_series_id, figures FROM series_redirect",
    "night_run": "SELECT DISTINCT now_at FROM night_run WHERE state = 'completed'",
}
"""What must be equal after any interruption: everything but run ids and the clock's times."""


def picture(url: str) -> dict[str, list[str]]:
    """The tables of a database as comparable rows."""
    with psycopg.connect(url) as connection:
        return {
            name: sorted(repr(row) for row in connection.execute(sql.SQL(question)))  # type: ignore[arg-type]
            for name, question in PICTURE.items()
        }


def difference(found: dict[str, list[str]], expected: dict[str, list[str]]) -> str:
    """What two pictures differ in, for people; empty where they are equal."""
    told: list[str] = []
    for name, rows in expected.items():
        missing, added = set(rows) - set(found[name]), set(found[name]) - set(rows)
        if found[name] != rows:
            told.append(
                f"{name}: {len(found[name])} rows for {len(rows)}; missing {sorted(missing)[:2]};"
                f" added {sorted(added)[:2]}"
            )
    return "\n".join(told)


@dataclass(frozen=True)
class Moment:
    """The write that a night does not survive: the ``row``-th of its kind, from 1."""

    step: Literal["collect", "parse", "check"]
    table: str
    row: int
    operation: Literal["INSERT", "UPDATE", "DELETE"] = "INSERT"
    victim: Literal["flow", "spider", "server"] = "flow"

    def __str__(self) -> str:
        return f"{self.step}-{self.operation.lower()}-{self.table}-{self.row}-{self.victim}"


@contextlib.contextmanager
def trap(url: str, moment: Moment) -> Iterator[psycopg.Connection[Any]]:
    """Have the database hold the write of that moment for as long as the block runs."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(77, 77)")
        connection.execute("CREATE SEQUENCE trap_rows")
        connection.execute(
            sql.SQL(
                "CREATE FUNCTION trap() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                " IF nextval('trap_rows') = {row} THEN PERFORM pg_advisory_xact_lock(77, 77);"
                " END IF; RETURN coalesce(NEW, OLD); END $$"
            ).format(row=sql.Literal(moment.row))
        )
        connection.execute(
            sql.SQL(
                "CREATE TRIGGER a_trap BEFORE {operation} ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION trap()"
            ).format(
                operation=sql.SQL(moment.operation),  # type: ignore[arg-type]
                table=sql.Identifier(moment.table),
            )
        )
        yield connection


def take_away(url: str) -> None:
    """Remove what `trap` made; its lock went with its connection."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP FUNCTION IF EXISTS trap() CASCADE")
        connection.execute("DROP SEQUENCE IF EXISTS trap_rows")


def wait_until_caught(
    connection: psycopg.Connection[Any], process: subprocess.Popen[str], *, seconds: float = 120
) -> None:
    """Wait until a write waits in the trap; a night that ends before never came there."""
    until = time.monotonic() + seconds
    while True:
        row = connection.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            " AND classid = 77 AND objid = 77"
        ).fetchone()
        if row is not None and row[0]:
            return
        assert process.poll() is None, f"the night ended before that moment: {process.returncode}"
        assert time.monotonic() < until, "the night never came to that moment"
        time.sleep(0.02)


def start_night(jipyo: Jipyo, *arguments: str) -> subprocess.Popen[str]:
    """Begin a night in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "jipyo", "nightly", *arguments],
        env=jipyo.environment,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def crawls_of(night: int) -> list[int]:
    """The process ids of the crawls that the process of a night has begun."""
    found: list[int] = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # It ended meanwhile.
            status = (folder / "status").read_text(encoding="utf-8")
            arguments = (folder / "cmdline").read_text(encoding="utf-8").split("\0")
            if f"\nPPid:\t{night}\n" in status and "spiders.run" in arguments:
                found.append(int(folder.name))
    return found


def family(leader: int) -> list[int]:
    """A process and all that came from it, whatever group they are in."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                status = (folder / "status").read_text(encoding="utf-8")
                parents[int(folder.name)] = int(status.partition("\nPPid:\t")[2].split("\n")[0])
    found = [leader]
    for process in found:
        found += [child for child, parent in parents.items() if parent == process]
    return found


def interrupt(jipyo: Jipyo, moment: Moment, *arguments: str) -> None:
    """Begin a night and kill its victim at the moment."""
    url = jipyo.environment["JIPYO_DATABASE_URL"]
    with trap(url, moment) as connection:
        process = start_night(jipyo, *arguments)
        wait_until_caught(connection, process)
        if moment.victim == "spider":
            victims = crawls_of(process.pid)
            assert victims, "no crawl is under way"
            for victim in victims:
                os.kill(victim, signal.SIGKILL)
        process.kill()
        process.communicate(timeout=30)
        assert process.returncode == -signal.SIGKILL
    take_away(url)
