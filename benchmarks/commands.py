"""How long each command takes to start, as a multiple of starting Python itself.

In seconds of the processor: what else a machine does is no part of a start.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

from benchmarks.stores import running_store

ROUNDS = 20

COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "jipyo --help": ["-m", "jipyo", "--help"],
    "jipyo flags (server runs, no flag)": ["-m", "jipyo", "flags"],
    "jipyo outlets list": ["-m", "jipyo", "outlets", "list"],
    "jipyo status": ["-m", "jipyo", "status"],
    "import of the figure reader, one reading": [
        "-c",
        "from jipyo.figures import read; read('3곳')",
    ],
    "jipyo extract (one line)": ["-m", "jipyo", "extract", "-", "--place", "창원시"],
    "jipyo page (a small page)": ["-m", "jipyo", "page", "-", "--url", "https://example.org/1"],
}


def processor_seconds(arguments: list[str], home: Path, rounds: int = ROUNDS) -> float:
    """What one start takes, the mean over some starts one after the other."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for _ in range(rounds):
        subprocess.run(
            [sys.executable, *arguments],
            input="창원시는 스마트공장 626개사를 구축했다.".encode(),
            capture_output=True,
            check=True,
            env={**os.environ, "JIPYO_HOME": str(home)},
        )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent / rounds


def measure() -> tuple[str, list[str], list[list[str]]]:
    """The mean of several starts each, and its ratio to bare Python."""
    with running_store() as (home, _):
        subprocess.run(
            [sys.executable, "-m", "jipyo", "flags"],
            check=True,
            capture_output=True,
            env={**os.environ, "JIPYO_HOME": str(home.root)},
        )
        seconds = {
            name: processor_seconds(arguments, home.root) for name, arguments in COMMANDS.items()
        }
    bare = seconds["python -c pass"]
    return (
        f"Start-up, seconds of the processor, mean of {ROUNDS}",
        ["command", "seconds", "× bare Python"],
        [[name, f"{taken:.3f}", f"{taken / bare:.1f}"] for name, taken in seconds.items()],
    )
