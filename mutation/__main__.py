"""Make mutants of the figure reader and tell which of them no test finds: `make mutants`.

A mutant is the code with one small fault put in: another comparison, another number, a condition
turned round. Tests are good where they fail on it. Cosmic Ray makes the mutants in a copy of the
checkout; of some thousands a sample is tried, the same at every run with the same seed and code.

Changes within annotations (`Period % None`) are left out: under `from __future__ import
annotations` nothing evaluates them, so no test can find them, and pyright tells of those that are
no type.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random

from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import TestOutcome, WorkItem

from mutation.annotations import Position, annotations, lies_within

ROOT = Path(__file__).parents[1]
COPY = ROOT / ".mutants"
MODULES = ("numerals", "units", "precision", "periods", "times")
"""Of `jipyo/figures/`: what reads numerals and how exactly they are printed, units, and periods."""

TESTS = ("expressions", "precision", "times", "dated", "gold", "numerals", "descriptions", "texts")
"""Tests of those modules in `tests/figures/`, those that find most faults first."""

READINGS = "tests/gold/test_readings.py"
"""What is read in all annotated texts: slower, so only what the others do not find comes here."""

TEST_SECONDS = 120
"""Processor seconds after which a mutant counts as found: it runs in circles."""

CLOCK_SECONDS = 3600
"""By the clock, for machines on which much else runs."""


def main(arguments: Sequence[str]) -> int:
    """Try a sample of mutants; return 0 where enough of them were found."""
    parser = argparse.ArgumentParser(prog="python -m mutation", description=__doc__)
    parser.add_argument("--sample", type=int, default=200, help="mutants that are tried")
    parser.add_argument("--seed", type=int, default=20261126, help="chooses them")
    parser.add_argument("--modules", nargs="+", default=list(MODULES), choices=MODULES)
    parser.add_argument("--least", type=float, default=0.8, help="share that must be found")
    parser.add_argument("--report", action="store_true", help="only tell of the last run")
    options = parser.parse_args(arguments)
    session = COPY / "mutants.sqlite"
    if not options.report:
        every = COPY / "every.sqlite"
        _prepare(options.modules, every)
        _choose(every, session, options.sample, options.seed)
        began = time.monotonic()
        _cosmic_ray("exec", "mutants.toml", session.name)
        print(f"Tried in {time.monotonic() - began:.0f} seconds.")
    return _report(session, options.least)


def _prepare(modules: Sequence[str], session: Path) -> None:
    """Copy what the tests need, see that they pass there, and make the mutants."""
    shutil.rmtree(COPY, ignore_errors=True)
    COPY.mkdir()
    for name in ("jipyo", "tests", "spiders", "flows", "expectations", "sql"):
        shutil.copytree(ROOT / name, COPY / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "prefect.yaml"):
        shutil.copyfile(ROOT / name, COPY / name)
    files = [f"tests/figures/test_{name}.py" for name in TESTS]
    pytest = (
        f"{ROOT / '.venv/bin/python'} -B -m pytest -x -q -p no:cacheprovider -p no:xdist"
        " --timeout 0"
    )
    command = (
        f"ulimit -t {TEST_SECONDS}; {pytest} -m quick -k 'not million' {' '.join(files)}"
        f" && exec {pytest} {READINGS}"
    )
    done = subprocess.run(["sh", "-c", command], cwd=COPY, check=False)
    if done.returncode != 0:
        raise SystemExit("The tests fail without any mutant; mend them first.")
    config = {
        "module-path": [f"jipyo/figures/{name}.py" for name in modules],
        "timeout": float(CLOCK_SECONDS),
        "excluded-modules": [],
        "test-command": f"sh -c {json.dumps(command)}",
    }
    lines = [f"{name} = {json.dumps(value)}" for name, value in config.items()]
    text = "[cosmic-ray]\n" + "\n".join(lines) + '\n[cosmic-ray.distributor]\nname = "local"\n'
    (COPY / "mutants.toml").write_text(text, "utf-8")
    _cosmic_ray("init", "mutants.toml", session.name)


def _cosmic_ray(*arguments: str) -> None:
    program = Path(sys.executable).with_name("cosmic-ray")
    subprocess.run([str(program), *arguments], cwd=COPY, check=True)


def _choose(every: Path, session: Path, count: int, seed: int) -> None:
    """Take a sample of the mutants, in an order of chance: a run that is cut short is one too."""
    with use_db(every, mode=WorkDB.Mode.open) as database:
        made = sorted(database.work_items, key=_place)
    items = _evaluated(made)
    chosen = Random(seed).sample(items, min(count, len(items)))
    with use_db(session, mode=WorkDB.Mode.create) as database:
        database.add_work_items(chosen)
    left = len(made) - len(items)
    print(
        f"{len(chosen)} of {len(items)} mutants, seed {seed}; {left} more are in annotations.",
        flush=True,
    )


def _evaluated(items: Sequence[WorkItem]) -> list[WorkItem]:
    """Leave out the mutants whose change lies within an annotation: they do what the code does."""
    places: dict[Path, list[tuple[Position, Position]]] = {}
    kept: list[WorkItem] = []
    for item in items:
        (one,) = item.mutations
        if one.module_path not in places:
            source = (COPY / one.module_path).read_text("utf-8")
            places[one.module_path] = annotations(source)
        if not lies_within(places[one.module_path], one.start_pos, one.end_pos):
            kept.append(item)
    return kept


def _place(item: WorkItem) -> tuple[object, ...]:
    (one,) = item.mutations
    return (str(one.module_path), one.start_pos, one.operator_name, one.occurrence)


def _report(session: Path, least: float) -> int:
    """Print what was found by module, and each mutant that no test finds."""
    found: Counter[str] = Counter()
    tried: Counter[str] = Counter()
    with use_db(session, mode=WorkDB.Mode.open) as database:
        items = {item.job_id: item for item in database.work_items}
        results = [(items[job], result) for job, result in database.results]
    for item, result in sorted(results, key=lambda pair: _place(pair[0])):
        (one,) = item.mutations
        name = Path(one.module_path).stem
        tried[name] += 1
        if result.test_outcome == TestOutcome.SURVIVED:
            print(f"\n{one.module_path}:{one.start_pos[0]}: {one.operator_name}")
            changed = (result.diff or "").splitlines()
            print("\n".join(f"  {line}" for line in changed if line[:1] in "+-"))
        else:
            found[name] += 1
    print()
    for name, count in tried.items():
        print(f"{name}: {found[name]} of {count} found")
    every = sum(tried.values())
    share = sum(found.values()) / every if every else 0.0
    print(f"Mutation score {share:.1%} of {every} mutants tried.")
    return 0 if share >= least else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
