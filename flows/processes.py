"""Processes that outlive who started them: found again, and ended, without trusting a process id.

Each holds a lock on a file from its first to its last moment, however it ends. While the lock is
held, what the process wrote about itself is true, its id included; where it is free, nothing of it
is left.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from jipyo.store.errors import JipyoError
from jipyo.store.home import Home

STOP_SECONDS = 20.0
"""Longest wait for an orderly end before a process is killed."""

WORD_SECONDS = 5.0
"""Longest wait until a process that holds its lock has written who it is: it does so at once."""

_FIRST_WORDS = """
import json, os, sys
state, about = sys.argv[1:3]
with open(state + ".new", "w") as file:
    file.write(json.dumps({**json.loads(about), "pid": os.getpid()}))
os.replace(state + ".new", state)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""What a process does before it becomes the program: it writes who it is, so that nobody else has
to live long enough to do so."""


class ProcessError(JipyoError):
    """A process could not be started or ended; the message says what to do."""


@dataclass(frozen=True, slots=True)
class LongProcess:
    """A process of a home that there is at most one of.

    Attributes:
        home: The home.
        name: Name of its lock, its state and its log.
        title: What it is called in messages, with a capital letter.
    """

    home: Home
    name: str
    title: str

    @property
    def log(self) -> Path:
        """Where its output goes."""
        return self.home.log / f"{self.name}.log"

    @contextlib.contextmanager
    def starting(self) -> Generator[None]:
        """Keep all others from starting or stopping it while the block runs."""
        with locked(self.home.run / f"{self.name.removesuffix('-server')}-start.lock"):
            yield

    def is_running(self) -> bool:
        """Whether it is there."""
        return is_held(self._lock)

    def state(self) -> dict[str, Any] | None:
        """What it wrote about itself when it began, ``None`` where it is not there."""
        return _state_of(self._lock, self._state)

    def left_behind(self) -> dict[str, Any]:
        """What the last one wrote about itself that was not stopped but died; else nothing."""
        try:
            return json.loads(self._state.read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            return {}

    def start(
        self, command: Sequence[str], environment: Mapping[str, str], **about: object
    ) -> subprocess.Popen[bytes]:
        """Start it; to be called within `starting`, where it is not running.

        Args:
            command: The program, by its path, and its arguments.
            environment: All of its environment.
            about: What others are to know of it, such as its port.
        """
        self._state.unlink(missing_ok=True)  # Held and stale must never be seen together.
        with self._lock.open("w") as held, self.log.open("ab") as output:
            fcntl.flock(held, fcntl.LOCK_EX)
            # The child inherits the open file and with it the lock; ours is closed below.
            return subprocess.Popen(
                [
                    *(sys.executable, "-I", "-S", "-c", _FIRST_WORDS),
                    *(str(self._state), json.dumps(about), *command),
                ],
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                pass_fds=(held.fileno(),),
                start_new_session=True,
                cwd=self.home.root,
            )

    def stop(self, seconds: float = STOP_SECONDS) -> bool:
        """End it if it is there; return whether it was.

        Args:
            seconds: How long it may take before it is killed.

        Raises:
            ProcessError: it does not end, not even when killed.
        """
        with self.starting():
            state = self.state()
            if state is None:
                return False
            end(self._lock, state["pid"], seconds, self.title)
            self._state.unlink(missing_ok=True)
            return True

    def last_words(self, lines: int = 15) -> str:
        """The end of its log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    @property
    def _lock(self) -> Path:
        return self.home.run / f"{self.name}.lock"

    @property
    def _state(self) -> Path:
        return self.home.run / f"{self.name}.json"


def hold_run(home: Home, run_id: str) -> None:
    """Hold the lock of a run of Prefect in this process, and in the program that it becomes."""
    lock = _run_lock(home, run_id)
    lock.parent.mkdir(mode=0o700, exist_ok=True)
    held = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(held, fcntl.LOCK_EX)
    os.set_inheritable(held, True)
    os.ftruncate(held, 0)
    os.write(held, json.dumps({"pid": os.getpid()}).encode())


def has_ended(home: Home, run_id: str, *, since: datetime | None = None) -> bool | None:
    """Whether the process of a run has ended; ``None`` where none was started in this home.

    Args:
        home: The home.
        run_id: The run.
        since: A process that was started before counts as none: it was that of an earlier try.
    """
    lock = _run_lock(home, run_id)
    if is_held(lock):
        return False
    try:
        began = lock.stat().st_mtime
    except FileNotFoundError:
        return None
    return None if since is not None and began < since.timestamp() else True


def forget_run(home: Home, run_id: str) -> None:
    """Remove what is left of a run whose process has ended."""
    _run_lock(home, run_id).unlink(missing_ok=True)


def forget_old_runs(home: Home, before: datetime) -> None:
    """Remove what is left of runs that began before a moment and whose processes have ended."""
    for file in (home.run / "runs").glob("*.lock"):
        if file.stat().st_mtime < before.timestamp() and not is_held(file):
            file.unlink(missing_ok=True)


def runs_under_way(home: Home) -> Sequence[str]:
    """The ids of runs whose processes are there."""
    return [file.stem for file in (home.run / "runs").glob("*.lock") if is_held(file)]


def end_runs(home: Home, seconds: float = STOP_SECONDS) -> Sequence[str]:
    """End the processes of all runs of this home; return the ids of those that were there.

    Raises:
        ProcessError: one does not end, not even when killed.
    """
    ended: list[str] = []
    for run_id in runs_under_way(home):
        lock = _run_lock(home, run_id)
        state = _state_of(lock, lock)
        if state is not None:
            end(lock, state["pid"], seconds, f"Run {run_id}")
            ended.append(run_id)
    return ended


def end(lock: Path, pid: int, seconds: float, title: str) -> None:
    """Ask the holder of a lock to end; kill it where it takes longer than ``seconds``.

    Raises:
        ProcessError: it does not end, not even when killed.
    """
    for stop_signal, patience in ((signal.SIGTERM, seconds), (signal.SIGKILL, STOP_SECONDS)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, stop_signal)
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if not is_held(lock):
                return
            time.sleep(0.05)
    raise ProcessError(
        f"{title} (process {pid}) does not end, not even when killed. End it by hand."
    )


def is_held(lock: Path) -> bool:
    """Whether a process holds the lock on a file."""
    try:
        file = lock.open("rb")
    except FileNotFoundError:
        return False
    with file:
        try:
            # Shared: two that look at the same moment must not take each other for the holder.
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


@contextlib.contextmanager
def locked(path: Path) -> Generator[None]:
    """Hold the lock on a file while the block runs; wait for it."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def free_port(preferred: int, host: str = "127.0.0.1") -> int:
    """The preferred port of an address where it is free, else one that is.

    Raises:
        ProcessError: there is none.
    """
    for port in (preferred, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise ProcessError(f"No free port on {host}; close what holds them, then try again.")


def _state_of(lock: Path, state: Path) -> dict[str, Any] | None:
    deadline = time.monotonic() + WORD_SECONDS
    while is_held(lock):
        with contextlib.suppress(FileNotFoundError, json.JSONDecodeError):
            return json.loads(state.read_text())
        if time.monotonic() > deadline:
            raise ProcessError(
                f"Some process holds {lock} and does not say which it is. End what still uses it, "
                "then try again."
            )
        time.sleep(0.02)
    return None


def _run_lock(home: Home, run_id: str) -> Path:
    return home.run / "runs" / f"{run_id}.lock"
