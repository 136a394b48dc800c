"""Captures read batch by batch: by all processors of the machine where there are many, else here.

Processes of a pool do what needs no store (pages, figures, series). This one claims, and loads what
they have read, in the order and in the transactions in which it would read alone, so the tables are
the same. One batch more than there are processes is claimed at once: memory does not grow with a
night.
"""

from __future__ import annotations

import contextlib
import gc
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any, Self
from uuid import UUID

import psycopg

from flows.measures import home_overlay, measures_of
from flows.pool import COLLECT_AFTER, Done, Pool, ProcessEndedError, processors
from flows.reading import read_capture, reader_version
from jipyo.series.registry import Registry
from jipyo.store.articles import (
    LoadCounts,
    PendingCapture,
    ReadCapture,
    claim_captures,
    for_another_process,
    load,
    no_attachments,
    read_batch,
)
from jipyo.store.database import connect
from jipyo.store.overlay import Overlay

BATCH_CAPTURES = 100
"""Captures per transaction and Prefect task: a task costs up to 25 ms, a capture about as much."""

CAPTURES_AT_ONCE = 20
"""Captures that go to a process together, so that none waits long for the last of a batch."""

LOCK_SECONDS = 30
"""Longest wait of a claim for a table that somebody is changing."""

CAPTURES_OF_A_PROCESS = 200
"""Captures without which a process is not started; that takes as long as to read half of them."""

Read = Callable[[PendingCapture, Registry], ReadCapture]


def readers(waiting: int) -> int:
    """How many processes read so many captures; where it is one, it is this one."""
    return max(1, min(processors(), waiting // CAPTURES_OF_A_PROCESS))


@dataclass(frozen=True, slots=True)
class _Claimed:
    """A batch in the transaction that claimed it, and the parts of it that are being read."""

    connection: psycopg.Connection[Any]
    captures: Sequence[PendingCapture]
    parts: Sequence[Future[Done[list[ReadCapture]]]]
    reader_version: str


class Batches:
    """Reads the captures that wait in the store, for as long as a ``with`` block."""

    def __init__(
        self, url: str, run_id: UUID, *, processes: int, read: Read = read_capture
    ) -> None:
        """Start nothing yet.

        Args:
            url: libpq URL of the store.
            run_id: The run that reads.
            processes: How many read; with one, it is this one.
            read: Reads a capture; a function of a module.
        """
        self._url = url
        self._run_id = run_id
        self._processes = processes
        self._read = read
        self._pool: Pool | None = None
        self._claimed: deque[_Claimed] = deque()
        self._connections: list[psycopg.Connection[Any]] = []
        self._free: list[psycopg.Connection[Any]] = []
        self._collect_after = gc.get_threshold()

    def __enter__(self) -> Self:
        self._collect_after = gc.get_threshold()
        gc.set_threshold(COLLECT_AFTER, *self._collect_after[1:])
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        gc.set_threshold(*self._collect_after)
        self._let_go()

    def next(self) -> LoadCounts:
        """Read and load the next batch; of fewer than `BATCH_CAPTURES` if no more waits unclaimed.

        If anything fails, all that is claimed is let go, and the next call begins anew: with half
        of the processes where one of them was ended.

        Raises:
            ProcessEndedError: a process that reads was ended from outside.
        """
        if self._processes == 1:
            return self._read_here()
        try:
            return self._next()
        except BaseException as error:
            self._let_go()
            if isinstance(error, ProcessEndedError):
                # Most likely for want of memory: half of them need half of it.
                self._processes = max(1, self._processes // 2)
            raise

    def _read_here(self) -> LoadCounts:
        overlay = home_overlay()
        measures = measures_of(overlay)
        with connect(self._url) as connection:
            return read_batch(
                connection,
                self._run_id,
                lambda capture: self._read(capture, measures),
                size=BATCH_CAPTURES,
                reader_version=reader_version(overlay),
            )

    def _next(self) -> LoadCounts:
        pool = self._pool
        if pool is None:
            pool = self._pool = Pool(self._processes)
        # One more than processes: they read on while this one loads.
        while len(self._claimed) <= self._processes and not (
            self._claimed and len(self._claimed[-1].captures) < BATCH_CAPTURES
        ):
            self._claim(pool)
        batch = self._claimed.popleft()
        read = (one for part in batch.parts for one in pool.result(part))
        results = [
            replace(one, capture=capture) for one, capture in zip(read, batch.captures, strict=True)
        ]
        counts = load(batch.connection, self._run_id, results, reader_version=batch.reader_version)
        batch.connection.commit()
        self._free.append(batch.connection)
        return counts

    def _claim(self, pool: Pool) -> None:
        overlay = home_overlay()
        version = reader_version(overlay)
        if not self._free:
            connection = connect(self._url)
            # A plan that is kept from the first batches is one for tables that were empty.
            connection.prepare_threshold = None
            # It may be idle for as long as other machines read.
            connection.execute("SELECT set_config('idle_session_timeout', '0', false)")
            connection.commit()
            self._connections.append(connection)
            self._free.append(connection)
        connection = self._free.pop()
        # Who waits to change a table waits for what is claimed here already. A claim that queues
        # behind him would wait for itself; it fails, and all is let go. Rows of others are skipped.
        connection.execute("SELECT set_config('lock_timeout', %s, true)", (f"{LOCK_SECONDS}s",))
        captures = claim_captures(connection, BATCH_CAPTURES)
        connection.execute("SET LOCAL lock_timeout = 0")
        parts = [
            pool.submit(
                read_part,
                self._read,
                [
                    for_another_process(capture, self._url)
                    for capture in captures[first : first + CAPTURES_AT_ONCE]
                ],
                overlay,
            )
            for first in range(0, len(captures), CAPTURES_AT_ONCE)
        ]
        self._claimed.append(_Claimed(connection, captures, parts, version))

    def _let_go(self) -> None:
        """End the processes, and let others claim what was claimed here."""
        pool, self._pool = self._pool, None
        connections, self._connections = self._connections, []
        self._claimed.clear()
        self._free.clear()
        with contextlib.ExitStack() as ending:
            # The connections first: what a process waits for may wait for them.
            if pool is not None:
                ending.callback(pool.end)
            for connection in connections:
                ending.callback(connection.close)


def read_part(
    read: Read, captures: Sequence[PendingCapture], overlay: Overlay
) -> list[ReadCapture]:
    """Read captures in a process of a pool; what comes back has not the bodies that came."""
    measures = measures_of(overlay)
    return [
        replace(
            read(capture, measures),
            capture=replace(capture, body=b"", attachments=no_attachments),
        )
        for capture in captures
    ]
