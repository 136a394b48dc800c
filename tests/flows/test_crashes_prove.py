"""A night is disturbed in every way that machines know, and the night after it mends all."""

from __future__ import annotations

import contextlib
import os
import random
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest

from jipyo.samples import NIGHTS
from tests.flows.conftest import Jipyo
from tests.flows.crashes import VICTIMS, Laboratory, Moment, disturb, laboratory
from tests.flows.kills import difference, picture

MOMENTS = int(os.environ.get("CRASH_MOMENTS", "100"))
"""Random moments in all, over all victims in turn."""

SEED = int(os.environ.get("CRASH_SEED", random.SystemRandom().randrange(1_000_000)))
"""Printed, so that a run that failed can be had again; the machine's pace is not."""

NIGHTS_IN_A_ROW = 3

DISK_BYTES = 3 << 30

pytestmark = [pytest.mark.prove, pytest.mark.timeout(4 * 3600)]


@pytest.fixture(scope="module")
def small_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path | None]:
    """A folder on a file system of its own that can be filled; ``None`` where none may be made."""
    folder = tmp_path_factory.mktemp("disk")
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "jipyo-crashes", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mount, check=False).returncode:
        yield None
        return
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture(scope="module")
def lab(small_disk: Path | None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laboratory]:
    with laboratory(small_disk or tmp_path_factory.mktemp("crashes")) as made:
        yield made


@pytest.fixture
def store(lab: Laboratory, request: pytest.FixtureRequest) -> Iterator[Jipyo]:
    """A copy of the store as it was after the first night."""
    name = re.sub(r"\W+", "_", request.node.name)[:50]
    yield lab.copy(name)
    lab.drop(name)


def assert_mended(lab: Laboratory, store: Jipyo, code: int) -> None:
    """A night that says that it is complete is so; after one that failed, the next one is."""
    assert code in {0, 1}
    found = lab.mend(store) if code else lab.unlike(store)
    assert not found, found


@pytest.mark.parametrize("step", ["collect", "parse", "check"])
@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_postgres_is_restarted(
    lab: Laboratory, store: Jipyo, mode: Literal["fast", "immediate"], step: str
) -> None:
    night = lab.start(store)
    assert night.wait_for_moment(step, lab.seconds[step] / 2), night.said()
    lab.restart_postgres(mode)
    code = night.wait()
    print(f"\nrestarted ({mode}) in {step}: the night ended with exit code {code}")
    assert_mended(lab, store, code)


def test_all_connections_are_cut_at_random_moments(lab: Laboratory, store: Jipyo) -> None:
    chance = random.Random(SEED)
    cuts = 0
    night = lab.start(store)
    until = 0.0
    while not night.is_over():
        if "collect begins" in night.said() and time.monotonic() > until:
            cuts += lab.cut_connections(store)
            until = time.monotonic() + chance.uniform(0, sum(lab.seconds.values()) / 3)
        time.sleep(0.05)
    code = night.wait()
    print(f"\nseed {SEED}: {cuts} connections cut; the night ended with exit code {code}")
    assert cuts
    assert_mended(lab, store, code)


@pytest.mark.parametrize("step", ["collect", "parse", "check"])
def test_the_disk_is_full(
    lab: Laboratory, store: Jipyo, small_disk: Path | None, step: str
) -> None:
    if small_disk is None:
        pytest.skip("no small file system may be mounted here")
    filler = small_disk / "filler"
    night = lab.start(store)
    assert night.wait_for_moment(step, 0), night.said()
    try:
        with filler.open("wb") as file, contextlib.suppress(OSError):
            while True:
                file.write(bytes(1 << 20))
                file.flush()
        assert shutil.disk_usage(small_disk).free < 1 << 20
        code = night.wait()
    finally:
        filler.unlink()
    print(f"\ndisk full in {step}: the night ended with exit code {code}")
    lab.server.start()  # It may have ended for want of room.
    lab.start_prefect()
    assert_mended(lab, store, code)


def test_the_clock_is_set_back_between_two_nights(lab: Laboratory, store: Jipyo) -> None:
    """A night of two days before, once the first was over; then the second as if nothing were."""
    lab.sites.night = 1
    before = picture(store.environment["JIPYO_DATABASE_URL"])
    early = NIGHTS[0] - timedelta(days=2)
    night = lab.start(store, "--now", early.isoformat())
    lab_code = night.wait()
    lab.sites.night = 2
    assert lab_code == 0, night.said()
    told = difference(picture(store.environment["JIPYO_DATABASE_URL"]), before)
    assert [line.partition(":")[0] for line in told.splitlines()] == ["night_run"], told
    # That night stays among the runs, and is all that the store has beside an undisturbed one.
    told = lab.mend(store)
    assert [line.partition(":")[0] for line in told.splitlines()] == ["night_run"], told
    assert "3 rows for 2; missing []" in told


def test_two_nights_are_started_at_once(lab: Laboratory, store: Jipyo) -> None:
    nights = [lab.start(store), lab.start(store)]
    codes = sorted(night.wait() for night in nights)
    assert codes == [0, 1], [night.said() for night in nights]
    assert sum("Not begun: night of" in night.said() for night in nights) == 1
    assert_mended(lab, store, 0)


def test_a_night_of_another_day_is_started_beside(lab: Laboratory, store: Jipyo) -> None:
    night = lab.start(store)
    assert night.wait_for_moment("collect", 0), night.said()
    other = lab.start(store, "--now", NIGHTS[2].isoformat())
    assert other.wait() == 1
    assert "Not begun: night of" in other.said()
    assert_mended(lab, store, night.wait())


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
