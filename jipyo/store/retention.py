"""Retention: bodies whose outlet's time is over, texts without a figure, and rows that grow by run.

Everything goes in batches of one transaction each. What another process holds just now is left for
the next time; nobody waits for housekeeping, and a run of it that was cut off goes on in the next.
What goes and what stays is told in docs/housekeeping.md.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, LiteralString, TypeVar
from uuid import UUID

import psycopg

from jipyo.store.errors import JipyoError
from jipyo.store.queries import query
from jipyo.store.redirects import REPLAY_LOCK

BATCH_ROWS = 500
"""Captures, bodies, texts or failures in a transaction."""

_LOCK = "jipyo housekeeping"

Said = Callable[[int], None]
"""Takes how many rows of a step are done."""


@dataclass(slots=True)
class Expired:
    """What retention let go, or would.

    ``captures`` and ``attachments`` gave up their bodies; ``bodies`` of these were needed by no
    other and took ``body_bytes`` as stored. ``texts`` are of article versions without a figure.
    ``held_up`` says why bodies and texts could not go this time, and is empty otherwise.
    """

    captures: int = 0
    attachments: int = 0
    bodies: int = 0
    body_bytes: int = 0
    texts: int = 0
    held_up: str = ""


@dataclass(slots=True)
class Forgotten:
    """Rows of finished runs that went, or would: see docs/housekeeping.md."""

    check_runs: int = 0
    scope_rows: int = 0
    finding_rows: int = 0
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Frozen:
    """Pages whose body has expired and that another version of the readers read.

    ``observations`` are those that no page with a body shows any more.
    """

    pages: int
    observations: int


@contextmanager
def alone(connection: psycopg.Connection[Any]) -> Generator[None]:
    """Keep a second housekeeping out while the block runs.

    Args:
        connection: A connection for nothing else, in autocommit mode.

    Raises:
        JipyoError: another one runs.
    """
    taken = connection.execute("SELECT pg_try_advisory_lock(hashtext(%s))", (_LOCK,)).fetchone()
    if taken is None or not taken[0]:
        raise JipyoError("Another housekeeping runs. Wait for it; what it does need not be done.")
    try:
        yield
    finally:
        connection.execute("SELECT pg_advisory_unlock(hashtext(%s))", (_LOCK,))


def retention(
    connection: psycopg.Connection[Any], said: Mapping[str, int | None]
) -> dict[str, int]:
    """How many days each outlet's bodies are kept, of those that do not keep them for ever.

    Args:
        connection: The store.
        said: What the outlets files say, by outlet. Of an outlet that stands in none of them the
            last entry counts.
    """
    last = dict(connection.execute(query("retention_now")).fetchall())
    connection.rollback()
    known = {**{name: days for name, days in last.items() if name not in said}, **said}
    return {name: days for name, days in sorted(known.items()) if days is not None}


def count_expiring(
    connection: psycopg.Connection[Any], kept_days: Mapping[str, int], now: datetime
) -> Expired:
    """What `expire` would let go now, without touching anything."""
    parameters = _parameters(kept_days, now)
    row = connection.execute(query("count_expiring"), parameters).fetchone()
    texts = len(connection.execute(query("expiring_texts"), parameters).fetchall())
    connection.rollback()
    if row is None:
        raise AssertionError("a count gives a row")
    return Expired(
        captures=row[0], attachments=row[1], bodies=row[2], body_bytes=row[3], texts=texts
    )


def expire(
    connection: psycopg.Connection[Any],
    kept_days: Mapping[str, int],
    now: datetime,
    say: Said = lambda done: None,
) -> Expired:
    """Let go of what is past its retention, in batches.

    While a reparse runs nothing goes: it reads what it has chosen before.

    Args:
        connection: A connection outside a transaction.
        kept_days: Days by outlet: `retention`.
        now: The moment taken as now.
        say: Told after each batch how many rows are done.
    """
    expired = Expired()
    parameters = {**_parameters(kept_days, now), "size": BATCH_ROWS}
    try:
        # Pages first: a document stays while its page is read with it.
        for rows in _expired_in_batches(connection, query("expire_captures"), parameters):
            expired.captures += rows
            say(expired.captures)
        for rows in _expired_in_batches(connection, query("expire_attachments"), parameters):
            expired.attachments += rows
            say(expired.captures + expired.attachments)
        digests = [row[0] for row in connection.execute(query("unclaimed_bodies")).fetchall()]
        connection.rollback()
        for batch in _batches(digests):
            with connection.transaction():
                _no_reparse(connection)
                held = [
                    row[0]
                    for row in connection.execute(
                        query("hold_bodies"), {"digests": batch}
                    ).fetchall()
                ]
                gone = connection.execute(query("drop_bodies"), {"digests": held}).fetchall()
            expired.bodies += len(gone)
            expired.body_bytes += sum(row[0] for row in gone)
            say(expired.captures + expired.attachments + expired.bodies)
        versions = [row[0] for row in connection.execute(query("expiring_texts"), parameters)]
        connection.rollback()
        for batch in _batches(versions):
            with connection.transaction():
                _no_reparse(connection)
                ids: dict[str, Any] = {"now": now, "version_ids": batch}
                ids["version_ids"] = [
                    row[0] for row in connection.execute(query("hold_texts"), ids).fetchall()
                ]
                expired.texts += connection.execute(query("expire_texts"), ids).rowcount
    except _ReparseRunsError:
        expired.held_up = "a reparse runs; the rest goes next time"
    return expired


def _expired_in_batches(
    connection: psycopg.Connection[Any], statement: LiteralString, parameters: dict[str, Any]
) -> Iterator[int]:
    while True:
        with connection.transaction():
            _no_reparse(connection)
            rows = connection.execute(statement, parameters).rowcount
        if not rows:
            return
        yield rows


def old_check_runs(
    connection: psycopg.Connection[Any], *, before: datetime, keep_last: int
) -> Sequence[tuple[UUID, int, int]]:
    """Runs whose scope and findings may go, the oldest first, with how many rows each has."""
    rows = connection.execute(
        query("old_check_runs"), {"before": before, "keep_last": keep_last}
    ).fetchall()
    connection.rollback()
    return [(row[0], row[1], row[2]) for row in rows]


def forget_check_run(connection: psycopg.Connection[Any], run_id: UUID) -> None:
    """Delete what a run of the checks looked at and found; its flags stay, with their evidence."""
    with connection.transaction():
        connection.execute("DELETE FROM check_finding WHERE run_id = %s", (run_id,))
        connection.execute("DELETE FROM check_scope WHERE run_id = %s", (run_id,))


def settled_failures(connection: psycopg.Connection[Any], before: datetime) -> Sequence[UUID]:
    """Failures before a moment that say nothing more about their page."""
    rows = connection.execute(query("settled_failures"), {"before": before}).fetchall()
    connection.rollback()
    return [row[0] for row in rows]


def forget_failures(connection: psycopg.Connection[Any], failure_ids: Sequence[UUID]) -> int:
    """Delete failures in batches; return how many there were."""
    gone = 0
    for batch in _batches(failure_ids):
        with connection.transaction():
            gone += connection.execute(
                "DELETE FROM failure WHERE failure_id = ANY (%s)", (batch,)
            ).rowcount
    return gone


def frozen(connection: psycopg.Connection[Any], reader_version: str) -> Frozen:
    """What stays as another version of the readers read it, because its body has expired."""
    row = connection.execute(query("frozen"), {"reader_version": reader_version}).fetchone()
    if row is None:
        raise AssertionError("a count gives a row")
    return Frozen(pages=row[0], observations=row[1])


_Row = TypeVar("_Row")


def _batches(rows: Iterable[_Row]) -> Iterator[list[_Row]]:
    left = iter(rows)
    while batch := list(islice(left, BATCH_ROWS)):
        yield batch


class _ReparseRunsError(Exception):
    """Bodies may not go now."""


def _no_reparse(connection: psycopg.Connection[Any]) -> None:
    row = connection.execute(
        "SELECT pg_try_advisory_xact_lock_shared(hashtext(%s))", (REPLAY_LOCK,)
    ).fetchone()
    if row is None or not row[0]:
        raise _ReparseRunsError


def _parameters(kept_days: Mapping[str, int], now: datetime) -> dict[str, Any]:
    return {"outlet_ids": list(kept_days), "keep_days": list(kept_days.values()), "now": now}
