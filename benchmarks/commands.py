"""How long each command takes to start, as a multiple of starting Python itself."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

ROUNDS = 5

COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "jipyo --help": ["-m", "jipyo", "--help"],
    "import of the figure reader": ["-c", "from jipyo.figures import read; read('3곳')"],
    "jipyo extract (one line)": ["-m", "jipyo", "extract", "-", "--place", "창원시"],
}


def _seconds(arguments: list[str]) -> float:
    times: list[float] = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        subprocess.run(
            [sys.executable, *arguments],
            input="창원시는 스마트공장 626개사를 구축했다.".encode(),
            capture_output=True,
            check=True,
        )
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def measure() -> tuple[str, list[str], list[list[str]]]:
    """Median of several starts each, and its ratio to bare Python."""
    seconds = {name: _seconds(arguments) for name, arguments in COMMANDS.items()}
    bare = seconds["python -c pass"]
    return (
        f"Start-up, median of {ROUNDS}",
        ["command", "seconds", "× bare Python"],
        [[name, f"{taken:.3f}", f"{taken / bare:.1f}"] for name, taken in seconds.items()],
    )
