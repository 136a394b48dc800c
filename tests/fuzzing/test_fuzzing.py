"""Every entry of foreign bytes keeps its promises: on what fuzzing found and kept, and on more.

The fuzzer itself is started by `make fuzz`. Here its targets are tried with the corpus that it
left, with every input on which a promise was ever broken, and with inputs that Hypothesis makes
of the same seeds and pieces.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from fuzzing.campaign import CORPUS, FINDINGS, KEPT_BYTES, files_of
from fuzzing.changes import changed
from fuzzing.guard import FindingError, OverTimeError, at_most
from fuzzing.pieces import pieces_of
from fuzzing.seeds import seeds_of
from fuzzing.targets import TARGETS, Target

pytestmark = pytest.mark.quick

ROOT = Path(__file__).parents[2]
QUICK: dict[str, Any] = {
    "max_examples": 12,
    "deadline": None,
    "database": None,
    "derandomize": True,
    # Inputs are small already, and one that takes long would be tried for minutes.
    "phases": [Phase.generate],
}
BROKEN = [(name, file) for name in TARGETS for file in files_of(FINDINGS, name)]


@pytest.mark.parametrize(
    ("name", "file"), BROKEN, ids=[f"{name}-{file.name}" for name, file in BROKEN]
)
def test_no_finding_comes_back(name: str, file: Path) -> None:
    TARGETS[name].try_input(file.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_the_corpus_keeps_the_promises(name: str) -> None:
    files = files_of(CORPUS, name)
    assert files, "run `make fuzz` and keep what it found: python -m fuzzing keep"
    for file in files:
        TARGETS[name].try_input(file.read_bytes())


def test_the_corpus_is_small_and_of_known_targets() -> None:
    for root in (CORPUS, FINDINGS):
        assert {folder.name for folder in root.iterdir() if folder.is_dir()} <= set(TARGETS)
    for name in TARGETS:
        assert sum(file.stat().st_size for file in files_of(CORPUS, name)) <= KEPT_BYTES


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_changed_seeds_keep_the_promises(target: Target) -> None:
    seeds, pieces = list(seeds_of(target.name)), pieces_of(target.name)

    @settings(**QUICK)
    @given(st.sampled_from(seeds), st.integers(0, 2**32 - 1))
    def tried(seed: bytes, chance: int) -> None:
        body = seed
        for step in range(3):
            order = Random(chance + step)
            body = changed(body, pieces, target.longest, order, binary=target.binary)
        target.try_input(body)

    tried()


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_any_bytes_and_any_pieces_keep_the_promises(target: Target) -> None:
    of_pieces = st.lists(st.sampled_from(pieces_of(target.name)), max_size=40)
    soup = of_pieces.map(lambda pieces: "".join(pieces).encode("utf-8", "replace"))

    @settings(**QUICK)
    @given(st.one_of(st.binary(max_size=300), soup))
    def tried(body: bytes) -> None:
        target.try_input(body)

    tried()


def test_an_input_that_takes_too_long_is_ended_and_told() -> None:
    with pytest.raises(OverTimeError, match="more than"), at_most(0.2):
        try:
            while True:
                pass
        except Exception:  # noqa: BLE001 - as a reader may have it
            pytest.fail("a reader took the end for an error of its own")


def test_a_broken_promise_is_told_with_its_input(monkeypatch: pytest.MonkeyPatch) -> None:
    from fuzzing.entries import texts

    monkeypatch.setattr(texts, "read", lambda text, published: texts.Reading((), ()))
    with pytest.raises(FindingError, match="a lost digit"):
        TARGETS["figures"].try_input("2026-11-16\n국비 8,017억 원".encode())


def test_an_input_is_replayed_from_the_command_line(tmp_path: Path) -> None:
    file = tmp_path / "input"
    file.write_bytes(b"2026-11-12")
    command = [sys.executable, "-m", "fuzzing", "replay", "moment", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert "keeps its promise" in done.stdout
