"""How fast the machine is just then: a shared one gives more or less from second to second.

A process of its own measures the same small work again and again while something else is measured;
what it took in the median of a step says how the seconds of that step compare with those of another
day.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Generator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from statistics import median

ROUNDS = 100_000
EVERY_SECONDS = 2.0


class Yardstick:
    """What the work took, by the moment at which it was done."""

    def __init__(self, measured: Connection) -> None:
        self._measured = measured
        self._taken: list[tuple[float, float]] = []

    def milliseconds(self, since: float) -> float:
        """The median since a moment of ``time.monotonic``; ``nan`` where none was taken."""
        while self._measured.poll():
            self._taken.append(self._measured.recv())
        taken = [seconds for moment, seconds in self._taken if moment >= since]
        return 1000 * median(taken) if taken else float("nan")


@contextmanager
def yardstick() -> Generator[Yardstick]:
    """Measure beside for as long as a ``with`` block; it takes less than a hundredth of a core."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe(duplex=False)
    process = spawn.Process(target=_measure, args=(there,), daemon=True)
    process.start()
    there.close()
    try:
        yield Yardstick(here)
    finally:
        process.kill()
        process.join()
        here.close()


def _measure(into: Connection) -> None:
    while True:
        began = time.process_time()
        _work()
        into.send((time.monotonic(), time.process_time() - began))
        time.sleep(EVERY_SECONDS)


def _work() -> int:
    total = 0
    for number in range(ROUNDS):
        total += number * number % 7
    return total
