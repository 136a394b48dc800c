"""Processes of one machine that do its work side by side, and end with the one that started them.

They are spawned: a fork would share connections, and the threads of Prefect. What is logged in them
is logged here when their result is taken, and reads as if the work had been done here.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from jipyo.store.errors import JipyoError

Result = TypeVar("Result")

COLLECT_AFTER = 50_000
"""So many new objects before Python looks for cycles among them, where it does at 700 otherwise.

What is read of a page is made at once and dropped at once, with hardly a cycle in it: to look takes
a twentieth of reading.
"""


class ProcessEndedError(JipyoError):
    """A process of a pool was ended while it worked; the pool is of no use any more."""


@dataclass(frozen=True, slots=True)
class Done(Generic[Result]):
    """What came of work in another process, and what was logged meanwhile."""

    result: Result
    lines: list[logging.LogRecord]


def processors() -> int:
    """How many processors of the machine this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Pool:
    """So many processes side by side, for as long as a ``with`` block."""

    def __init__(self, workers: int) -> None:
        """Start nothing yet: processes start with the first work."""
        self._executor = ProcessPoolExecutor(
            workers, multiprocessing.get_context("spawn"), initializer=_begin
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()

    def end(self) -> None:
        """End the processes when they have done what they began; what they did not is dropped."""
        self._executor.shutdown(cancel_futures=True)

    def submit(self, work: Callable[..., Result], *arguments: Any) -> Future[Done[Result]]:  # noqa: ANN401
        """Have work done: a function of a module and what it takes, all of which travels there.

        Raises:
            ProcessEndedError: a process was ended from outside.
        """
        try:
            return self._executor.submit(_done, work, arguments)
        except BrokenProcessPool as error:
            raise _ended() from error

    def result(self, work: Future[Done[Result]]) -> Result:
        """Wait for work, log what it logged and return its result, or raise what it raised.

        Raises:
            ProcessEndedError: a process was ended from outside.
        """
        try:
            done = work.result()
        except BrokenProcessPool as error:
            raise _ended() from error
        for line in done.lines:
            logger = logging.getLogger(line.name)
            if logger.isEnabledFor(line.levelno):
                logger.handle(line)
        return done.result


def _ended() -> ProcessEndedError:
    return ProcessEndedError(
        "A process that reads pages was ended from outside, most likely for want of memory. "
        "Nothing is lost: what it was reading waits, and the next run reads it. Where it happens "
        "again, give the machine more memory or fewer processors to read with (taskset)."
    )


# -- in the other process --------------------------------------------------------------------


class _Kept(logging.Handler):
    """Keeps what is logged, in a form that travels and that every handler shows as the original."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        record.msg, record.args = record.getMessage(), None
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            record.exc_text = "".join(traceback.format_exception(error)).rstrip("\n")
            record.exc_info = (_Elsewhere, _Elsewhere(repr(error)), None)
        self.lines.append(record)


class _Elsewhere(Exception):  # noqa: N818
    """Stands in a log for an exception of another process, which may not travel itself."""

    def __repr__(self) -> str:
        return str(self)


_kept = _Kept()


def _begin() -> None:
    logging.getLogger().addHandler(_kept)
    gc.set_threshold(COLLECT_AFTER)
    # The one who started this process decides what becomes of its work.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, name="end with parent", daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        # Nobody is left to take a result, or to say that there is no more work.
        os._exit(1)


def _done(work: Callable[..., Result], arguments: tuple[Any, ...]) -> Done[Result]:
    _kept.lines = []
    return Done(work(*arguments), _kept.lines)
