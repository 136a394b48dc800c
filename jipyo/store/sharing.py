"""What machines share of a run: its outlets, each of which one of them takes, and its pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import class_row

from jipyo.store.articles import LoadCounts
from jipyo.store.queries import query


def plan_outlets(
    connection: psycopg.Connection[Any], run_id: UUID, outlet_ids: Sequence[str]
) -> None:
    """Write which outlets a run is to collect; what took longest last time is taken first."""
    with connection.transaction():
        connection.execute(
            query("plan_run_outlets"), {"run_id": run_id, "outlet_ids": list(outlet_ids)}
        )


class SharedOutlets:
    """The outlets of a run as one machine takes them.

    Who has one holds a lock of Postgres for as long as the connection lives: of a machine that
    dies, or is cut off, the others take what it had.
    """

    def __init__(self, connection: psycopg.Connection[Any], run_id: UUID, machine: str) -> None:
        """Take part in a run.

        Args:
            connection: In autocommit mode; nobody else may use it.
            run_id: The run.
            machine: What others are told of who takes part.
        """
        self._connection = connection
        self._run_id = run_id
        self._machine = machine
        self._mine: set[str] = set()

    def take(self) -> str | None:
        """Take the next outlet that nobody has; ``None`` where there is none now."""
        free = self._connection.execute(
            query("free_run_outlets"), {"run_id": self._run_id, "mine": list(self._mine)}
        ).fetchall()
        for (outlet_id,) in free:
            row = self._connection.execute(
                "SELECT pg_try_advisory_lock(hashtext(%s), hashtext(%s))", self._key(outlet_id)
            ).fetchone()
            if row is None or not row[0]:
                continue
            # Its crawl may have ended between the look and the lock.
            if self._connection.execute(
                query("take_run_outlet"),
                {"run_id": self._run_id, "outlet_id": outlet_id, "machine": self._machine},
            ).fetchone():
                self._mine.add(outlet_id)
                return outlet_id
            self._let_go(outlet_id)
        return None

    def finish(self, outlet_id: str) -> None:
        """Say that the crawl of an outlet that was taken is over, well or not."""
        self._connection.execute(
            query("finish_run_outlet"), {"run_id": self._run_id, "outlet_id": outlet_id}
        )
        self._mine.discard(outlet_id)
        self._let_go(outlet_id)

    def done(self) -> tuple[int, int]:
        """How many outlets of the run are over, on all machines, and how many there are."""
        row = self._connection.execute(
            query("count_run_outlets"), {"run_id": self._run_id}
        ).fetchone()
        return (row[0], row[1]) if row else (0, 0)

    def _let_go(self, outlet_id: str) -> None:
        self._connection.execute(
            "SELECT pg_advisory_unlock(hashtext(%s), hashtext(%s))", self._key(outlet_id)
        )

    def _key(self, outlet_id: str) -> tuple[str, str]:
        return f"jipyo outlet of {self._run_id}", outlet_id


def unread_captures(connection: psycopg.Connection[Any], run_id: UUID) -> int:
    """How many captures of a run wait for their page reader, those claimed by others included."""
    row = connection.execute(query("unread_of_run"), {"run_id": run_id}).fetchone()
    return int(row[0]) if row else 0


def capture_is_free(connection: psycopg.Connection[Any]) -> bool:
    """Whether a capture waits that no reader has claimed."""
    with connection.transaction():
        return connection.execute(query("free_capture")).fetchone() is not None


def planned_outlets(connection: psycopg.Connection[Any], run_id: UUID) -> Sequence[str] | None:
    """The outlets of a run that is under way; ``None`` where it is over, or unknown."""
    row = connection.execute(query("planned_outlets"), {"run_id": run_id}).fetchone()
    return row[0] if row else None


def read_in_run(connection: psycopg.Connection[Any], run_id: UUID) -> LoadCounts:
    """What came of the pages that a run has read, on all its machines."""
    with connection.cursor(row_factory=class_row(LoadCounts)) as cursor:
        return cursor.execute(query("read_in_run"), {"run_id": run_id}).fetchone() or LoadCounts()
