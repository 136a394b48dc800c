"""Fuzz the entries of foreign bytes, replay an input, keep the corpus."""

from __future__ import annotations

import argparse
import sys
import traceback
from pathlib import Path

from rich.console import Console
from rich.table import Table

from fuzzing.guard import OverTimeError, limit_memory
from fuzzing.targets import TARGETS


def main(arguments: list[str]) -> int:
    """Run a command; return 0, or 1 where something was found."""
    parser = argparse.ArgumentParser(prog="python -m fuzzing", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="fuzz targets in turn, all of them by default")
    run.add_argument("targets", nargs="*", metavar="TARGET", choices=[*TARGETS, []])
    run.add_argument("--seconds", type=float, default=1800, help="over all targets together")
    run.add_argument("--processes", type=int, default=1, help="targets at the same time")
    replay = commands.add_parser("replay", help="try one input")
    replay.add_argument("target", choices=TARGETS)
    replay.add_argument("file", type=Path)
    keep = commands.add_parser("keep", help="reduce what runs found to the corpus that is kept")
    keep.add_argument("targets", nargs="*", metavar="TARGET", choices=[*TARGETS, []])
    options = parser.parse_args(arguments)
    if options.command == "replay":
        return _replay(options.target, options.file)
    from fuzzing import campaign

    names = options.targets or list(TARGETS)
    if options.command == "keep":
        for name in names:
            count, size = campaign.keep(name)
            print(f"{name}: {count} inputs, {size:,} bytes")
        return 0
    outcomes = campaign.fuzz(names, options.seconds, max(1, options.processes))
    table = Table(title="Fuzzing")
    for column in ("target", "seconds", "inputs tried", "a second", "coverage", "features"):
        table.add_column(column)
    table.add_column("corpus")
    table.add_column("peak MB")
    table.add_column("findings")
    for one in outcomes:
        table.add_row(
            one.name,
            f"{one.seconds:.0f}",
            f"{one.executions:,}",
            f"{one.executions / max(one.seconds, 1):.0f}",
            f"{one.coverage[0]:,} → {one.coverage[1]:,}",
            f"{one.features[0]:,} → {one.features[1]:,}",
            str(one.inputs),
            str(one.peak_megabytes),
            str(len(one.findings)),
        )
    Console(width=120).print(table)
    for one in outcomes:
        for file, said in one.findings:
            print(
                f"\n{one.name}: {said}\n  make fuzz found it; try it again with\n"
                f"  .venv/bin/python -m fuzzing replay {one.name} {file}"
            )
        if one.failure:
            print(f"\n{one.name} could not be fuzzed to the end:\n{one.failure}")
    return 1 if any(one.findings or one.failure for one in outcomes) else 0


def _replay(name: str, file: Path) -> int:
    target = TARGETS[name]
    limit_memory(target.memory_megabytes)
    try:
        target.try_input(file.read_bytes())
    except (Exception, OverTimeError):  # noqa: BLE001 - all that comes out is told
        traceback.print_exc()
        return 1
    print(f"{name} keeps its promise on {file}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
