"""What one input may cost: processor time by a timer, memory by the process that tries it."""

from __future__ import annotations

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class FindingError(AssertionError):
    """What a target may never do: the message says what was promised and what came."""


class OverTimeError(BaseException):
    """An input took longer than it may. No `except Exception` of a reader may catch it."""


def hold(promise: bool, words: str, *shown: object) -> None:
    """Hold a target to a promise.

    Raises:
        FindingError: it is broken; what is shown stands behind the words.
    """
    if not promise:
        raise FindingError(" ".join([words, *(repr(one)[:300] for one in shown)]))


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """End what runs within after so many seconds of the processor.

    Real time would blame a reader for what else the machine does. The timer reaches Python code and
    regular expressions; a library in C that does not come back is ended by the fuzzer's own clock.

    Raises:
        OverTimeError: it was ended.
    """

    def over(signum: int, frame: FrameType | None) -> None:
        raise OverTimeError(f"It took more than {seconds:g} seconds of the processor.")

    before = signal.signal(signal.SIGVTALRM, over)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def limit_memory(megabytes: int) -> None:
    """Let this process have no more address space; what wants more is a MemoryError."""
    _, hardest = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, hardest))
