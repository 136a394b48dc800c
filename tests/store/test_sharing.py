"""Machines take outlets of one run: each outlet by one of them, and nothing is lost with one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.types.json import Jsonb

from jipyo.store.database import connect
from jipyo.store.runs import SEOUL, close_run, open_run
from jipyo.store.sharing import (
    SharedOutlets,
    capture_is_free,
    plan_outlets,
    planned_outlets,
    unread_captures,
)

NOW = datetime(2026, 11, 16, 2, 30, tzinfo=SEOUL)
SECONDS = {"slow": 90.0, "quick": 3.0, "middling": 40.0}


@pytest.fixture
def machines(database_url: str) -> Iterator[list[psycopg.Connection[Any]]]:
    """A connection of each of three machines; the first has written a night that is over."""
    with ExitStack() as stack:
        made = [stack.enter_context(connect(database_url)) for _ in range(3)]
        for connection in made:
            connection.autocommit = True
        before = uuid4()
        open_run(made[0], before, "nightly", NOW)
        for outlet_id in (*SECONDS, "new"):
            made[0].execute(
                "INSERT INTO outlet (outlet_id, name, family, origin, registered_at, settings)"
                " VALUES (%s, %s, 'generic', 'https://x.example', now(), '{}')",
                (outlet_id, outlet_id),
            )
        for outlet_id, seconds in SECONDS.items():
            made[0].execute(
                "INSERT INTO outlet_night VALUES (%s, %s, 1, 1, 1, 0, 0, %s)",
                (before, outlet_id, seconds),
            )
        yield made


def run_over(connection: psycopg.Connection[Any], outlets: list[str]) -> UUID:
    run_id = uuid4()
    open_run(connection, run_id, "nightly", NOW)
    plan_outlets(connection, run_id, outlets)
    return run_id


def test_each_outlet_is_taken_once_and_what_takes_longest_first(
    machines: list[psycopg.Connection[Any]],
) -> None:
    run_id = run_over(machines[0], ["quick", "middling", "slow", "new"])
    first, second, third = (
        SharedOutlets(connection, run_id, name)
        for connection, name in zip(machines, "abc", strict=True)
    )
    assert [first.take(), second.take(), third.take(), first.take()] == [
        "new",
        "slow",
        "middling",
        "quick",
    ]
    assert [one.take() for one in (first, second, third)] == [None] * 3
    second.finish("slow")
    assert [one.take() for one in (first, second, third)] == [None] * 3
    assert third.done() == (1, 4)
    first.finish("new")
    first.finish("quick")
    third.finish("middling")
    assert first.done() == (4, 4)
    assert planned_outlets(machines[1], run_id) == ["new", "slow", "middling", "quick"]
    close_run(machines[0], run_id, "completed", "")
    assert planned_outlets(machines[1], run_id) is None


def test_what_a_lost_machine_had_is_taken_by_another(
    machines: list[psycopg.Connection[Any]],
) -> None:
    run_id = run_over(machines[0], ["slow", "quick"])
    lost = SharedOutlets(machines[0], run_id, "a")
    assert (lost.take(), lost.take()) == ("slow", "quick")
    lost.finish("quick")
    other = SharedOutlets(machines[1], run_id, "b")
    assert other.take() is None
    machines[2].execute("SELECT pg_terminate_backend(%s)", (machines[0].info.backend_pid,))
    taken = None
    while taken is None:  # Until the session has ended; the timeout of the test bounds it.
        taken = other.take()
    assert taken == "slow"
    other.finish("slow")
    rows = machines[2].execute(
        "SELECT outlet_id, machine FROM run_outlet WHERE run_id = %s", (run_id,)
    )
    assert dict(rows.fetchall()) == {"slow": "b", "quick": "a"}


def test_two_runs_share_nothing(machines: list[psycopg.Connection[Any]]) -> None:
    one, other = (run_over(machines[0], ["slow"]) for _ in range(2))
    assert SharedOutlets(machines[0], one, "a").take() == "slow"
    assert SharedOutlets(machines[1], other, "b").take() == "slow"


def test_a_page_that_another_reads_is_waited_for_and_not_free(
    machines: list[psycopg.Connection[Any]],
) -> None:
    run_id = run_over(machines[0], ["slow"])
    assert (unread_captures(machines[0], run_id), capture_is_free(machines[0])) == (0, False)
    machines[0].execute(
        "INSERT INTO capture_body (body_sha256, encoding, content, size_bytes)"
        " VALUES ('\\x01', 'gzip', '\\x02', 1)"
    )
    machines[0].execute(
        "INSERT INTO address (outlet_id, url, discovered_at) VALUES ('slow', 'https://x', %s)",
        (NOW,),
    )
    machines[0].execute(
        "INSERT INTO capture (capture_id, outlet_id, url, fetched_at, status, request_headers,"
        " response_headers, body_sha256, run_id)"
        " VALUES (%s, 'slow', 'https://x', %s, 200, %s, %s, '\\x01', %s)",
        (uuid4(), NOW, Jsonb({}), Jsonb({}), run_id),
    )
    assert (unread_captures(machines[0], run_id), capture_is_free(machines[0])) == (1, True)
    with machines[1].transaction():
        machines[1].execute("SELECT FROM capture FOR UPDATE")
        assert (unread_captures(machines[0], run_id), capture_is_free(machines[0])) == (1, False)
    assert capture_is_free(machines[0])
    assert unread_captures(machines[0], uuid4()) == 0
