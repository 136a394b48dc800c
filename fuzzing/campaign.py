"""A run of the fuzzer over all targets in turn, what it found, and the corpus that it leaves."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from fuzzing.seeds import seeds_of
from fuzzing.targets import TARGETS, Target

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
FINDINGS = HERE / "findings"
WORK = HERE.parent / ".fuzzing"
"""Where a run keeps what it makes; what is worth keeping goes to the corpus."""

HANG_SECONDS = 30
"""By the clock: only what the processor timer does not reach is ended by this."""

KEPT_BYTES = 75_000
"""What the corpus of a target may take."""

MOST_FINDINGS = 5
"""A target with so many is left until they are mended."""

_PROGRESS = re.compile(r"#\d+\s+(INITED|DONE)\s+cov: (\d+) ft: (\d+) corp: (\d+)")
_EXECUTED = re.compile(r"stat::number_of_executed_units:\s+(\d+)")
_PEAK = re.compile(r"stat::peak_rss_mb:\s+(\d+)")
_ENDED = re.compile(r"^Done \d+ runs in", re.MULTILINE)
_FRAME = re.compile(r'File "([^"]+/)?((?:jipyo|spiders|flows)/[^"]+)", line (\d+)')
_WORDS = re.compile(
    r"^(?:[\w.]+(?:Error|Exception|Interrupt|Warning)\b.*|ALARM: .*"
    r"|.*(?:out-of-memory|deadly signal).*)$",
    re.MULTILINE,
)


@dataclass(slots=True)
class Outcome:
    """What came of a target.

    Attributes:
        name: The target.
        seconds: How long it was fuzzed, by the clock.
        executions: Inputs that were tried.
        coverage: Edges of the code reached by the corpus at the beginning, and at the end.
        features: The same, counted with how often they are passed.
        inputs: Inputs of the working corpus at the end.
        peak_megabytes: Most memory that was resident.
        failure: Why it could not be fuzzed to the end, where that is so.
        findings: Files of inputs on which a promise was broken, each with what was said.
    """

    name: str
    seconds: float = 0.0
    executions: int = 0
    coverage: tuple[int, int] = (0, 0)
    features: tuple[int, int] = (0, 0)
    inputs: int = 0
    peak_megabytes: int = 0
    failure: str = ""
    findings: list[tuple[Path, str]] = field(default_factory=list["tuple[Path, str]"])


def fuzz(names: Sequence[str], seconds: float, processes: int) -> list[Outcome]:
    """Fuzz targets, as many at a time as there are processes, each for the same time."""
    share = seconds * processes / len(names)
    with ThreadPoolExecutor(processes) as pool:
        return list(pool.map(lambda name: fuzz_one(TARGETS[name], share), names))


def fuzz_one(target: Target, seconds: float) -> Outcome:
    """Fuzz a target for so many seconds; after a finding it goes on with the others."""
    corpus = prepared(target.name)
    outcome = Outcome(target.name)
    began = time.monotonic()
    known: set[str] = set()
    while (left := seconds - (time.monotonic() - began)) >= 1 and len(known) < MOST_FINDINGS:
        said, found = _run(target, corpus, left)
        for stage, coverage, features, inputs in _PROGRESS.findall(said):
            if stage == "INITED" and outcome.coverage == (0, 0):
                outcome.coverage = (int(coverage), int(coverage))
                outcome.features = (int(features), int(features))
            outcome.coverage = (outcome.coverage[0], max(outcome.coverage[1], int(coverage)))
            outcome.features = (outcome.features[0], max(outcome.features[1], int(features)))
            outcome.inputs = int(inputs)
        outcome.executions += sum(map(int, _EXECUTED.findall(said)))
        outcome.peak_megabytes = max([outcome.peak_megabytes, *map(int, _PEAK.findall(said))])
        for body in found:
            signature = _signature(said)
            if signature not in known:
                known.add(signature)
                outcome.findings.append((keep_finding(target.name, body), signature))
        if not found:
            outcome.failure = "" if _ENDED.search(said) else said[-2000:]
            break
    outcome.seconds = time.monotonic() - began
    return outcome


def prepared(name: str) -> Path:
    """The working corpus of a target: what is kept, the seeds, and what earlier runs found."""
    folder = WORK / name
    folder.mkdir(parents=True, exist_ok=True)
    kept = (file.read_bytes() for file in files_of(CORPUS, name))
    for body in (*kept, *seeds_of(name)):
        (folder / hashlib.sha1(body, usedforsecurity=False).hexdigest()).write_bytes(body)
    return folder


def files_of(root: Path, name: str) -> list[Path]:
    """The inputs of a target under a folder."""
    return sorted(file for file in (root / name).glob("*") if file.is_file())


def keep_finding(name: str, body: bytes) -> Path:
    """Keep an input on which a promise was broken; it is tried by the tests from then on."""
    folder = FINDINGS / name
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / hashlib.sha1(body, usedforsecurity=False).hexdigest()[:16]
    file.write_bytes(body)
    return file


def _run(target: Target, corpus: Path, seconds: float) -> tuple[str, list[bytes]]:
    """One run of the fuzzer: what it said, and inputs on which it stopped."""
    artifacts = WORK / f"{target.name}-stopped"
    shutil.rmtree(artifacts, ignore_errors=True)
    artifacts.mkdir(parents=True)
    log = WORK / f"{target.name}.log"
    command = [
        *(sys.executable, "-m", "fuzzing.child", target.name, str(corpus)),
        f"-max_total_time={whole_seconds(seconds)}",
        f"-max_len={target.longest}",
        f"-timeout={HANG_SECONDS}",
        f"-rss_limit_mb={target.memory_megabytes}",
        f"-artifact_prefix={artifacts}/",
        "-print_final_stats=1",
    ]
    with log.open("wb") as written:
        subprocess.run(
            command, stdout=written, stderr=subprocess.STDOUT, check=False, cwd=HERE.parent
        )
    said = log.read_text("utf-8", errors="replace")
    found = [
        file.read_bytes() for file in sorted(artifacts.iterdir()) if "slow-unit" not in file.name
    ]
    return said, found


def whole_seconds(seconds: float) -> int:
    """Whole seconds, one at least: libFuzzer takes 0 for no limit."""
    return max(1, round(seconds))


def _signature(said: str) -> str:
    """What tells one finding from another: the error, and where in our code it came from."""
    frames = _FRAME.findall(said)
    words = _WORDS.findall(said)
    place = f"{frames[-1][1]}:{frames[-1][2]}" if frames else "no frame of ours"
    return f"{words[-1][:300] if words else 'ended'} ({place})"


def keep(name: str) -> tuple[int, int]:
    """Reduce the working corpus of a target to few small inputs that reach as much, and keep them.

    Returns:
        Inputs and bytes that are kept.
    """
    merged = WORK / f"{name}-merged"
    shutil.rmtree(merged, ignore_errors=True)
    merged.mkdir(parents=True)
    done = subprocess.run(
        [
            *(sys.executable, "-m", "fuzzing.child", name, "-set_cover_merge=1"),
            *(f"-rss_limit_mb={TARGETS[name].memory_megabytes}", str(merged), str(prepared(name))),
        ],
        capture_output=True,
        check=False,
        cwd=HERE.parent,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{name}: {done.stderr.decode(errors='replace')[-2000:]}")
    folder = CORPUS / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    count = size = 0
    for file in sorted(merged.iterdir(), key=lambda one: one.stat().st_size):
        if size + file.stat().st_size > KEPT_BYTES:
            break
        shutil.copyfile(file, folder / file.name[:16])
        count, size = count + 1, size + file.stat().st_size
    return count, size
