"""A night is disturbed in every way that machines know, and the night after it mends all."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator

import pytest

from tests.flows.crashes import VICTIMS, Laboratory, Moment, disturb, laboratory

MOMENTS = int(os.environ.get("CRASH_MOMENTS", "100"))
"""Random moments in all, over all victims in turn."""

SEED = int(os.environ.get("CRASH_SEED", random.SystemRandom().randrange(1_000_000)))
"""Printed, so that a run that failed can be had again; the machine's pace is not."""

NIGHTS_IN_A_ROW = 3

pytestmark = pytest.mark.prove


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laboratory]:
    with laboratory(tmp_path_factory.mktemp("crashes")) as made:
        yield made


@pytest.mark.timeout(4 * 3600)
def test_kill_9_at_random_moments(lab: Laboratory) -> None:
    """Up to three nights of a store are disturbed one after the other, then one is let be.

    A night that says that it is complete must be so, whatever was killed in it.
    """
    chance = random.Random(SEED)
    lab.deploy()
    told = ", ".join(f"{step} {seconds:.1f} s" for step, seconds in lab.seconds.items())
    print(f"\nseed {SEED}; steps of an undisturbed night: {told}", flush=True)
    victims = [VICTIMS[number % len(VICTIMS)] for number in range(MOMENTS)]
    chance.shuffle(victims)
    unlike: list[str] = []
    stores = 0
    while victims:
        stores += 1
        jipyo = lab.copy(f"store_{stores}")
        moments: list[Moment] = []
        while victims and len(moments) < NIGHTS_IN_A_ROW:
            moments.append(disturb(lab, jipyo, victims.pop(), chance))
            if moments[-1].completed:
                break
        found = lab.unlike(jipyo) if moments[-1].completed else lab.mend(jipyo)
        lab.drop(f"store_{stores}")
        print(f"store {stores}: {'; '.join(map(str, moments))} - {found or 'equal'}", flush=True)
        if found:
            unlike.append(f"{'; '.join(map(str, moments))}: {found}")
    assert not unlike, f"seed {SEED}, {len(unlike)} of {stores} stores\n" + "\n".join(unlike)
