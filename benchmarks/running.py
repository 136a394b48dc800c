"""Peers of our readers while they run, and the one core on which all take turns."""

from __future__ import annotations

import json
import math
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any

from benchmarks.texts import ROOT

PEER_PYTHON = ROOT / ".venv-peers/bin/python"


class RunningPeer:
    """A peer in a process and an environment of its own, which times itself when it is its turn."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.skipped = ""
        self._process: subprocess.Popen[str] | None = None
        if not PEER_PYTHON.exists():
            self.skipped = "not installed; make bench installs it"

    def __enter__(self) -> RunningPeer:
        if not self.skipped:
            self._process = subprocess.Popen(
                [PEER_PYTHON, "-W", "ignore", "-m", "benchmarks.peer", self.name],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
            )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def take(self, text: str, warm_seconds: float = 0.0) -> Any:  # noqa: ANN401 - as JSON has it
        """Let the peer read a text until it is warm, and give what it finds; `None` if skipped."""
        answer = self._ask({"text": text, "warm_seconds": warm_seconds})
        self.name = answer.get("name", self.name)
        return answer.get("findings")

    def turn(self) -> float:
        return self._ask({}).get("seconds", math.nan)

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        if self.skipped or self._process is None:
            return {}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            self.skipped = f"it ended with exit code {self._process.wait()}"
            return {}
        answer: dict[str, Any] = json.loads(line)
        self.skipped = answer.get("skipped", "")
        return answer


@contextmanager
def one_core() -> Iterator[None]:
    """Keep this process and those that it starts on one core, where the system can do that."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)
