"""Prefect's own server for one home: started where it is needed, shared, stopped when asked.

Its database stands beside ours on the same Postgres. Whether it runs is not guessed from a process
id: the server process holds a lock on a file from its first to its last moment, however it ends,
and answers its health address.
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
import urllib.error
import urllib.request
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from jipyo.store.database import prefect_database_url
from jipyo.store.errors import JipyoError
from jipyo.store.home import Home

START_SECONDS = 180.0
"""Longest wait for the server: it needs 6 to 13 seconds on two idle cores."""

STOP_SECONDS = 20.0
"""Longest wait for an orderly end before the server is killed."""

WORK_POOL = "jipyo"
"""The process pool whose workers run the deployments of `prefect.yaml`."""

PREFERRED_PORT = 4200
"""Where people look for the Prefect UI; another free port is taken where this one is not free."""

LEASE_SECONDS = 300
"""How long a night that is no longer alive keeps the next one from starting: Prefect's own time,
which a running flow renews with a fixed length."""


EVENTS_KEPT_DAYS = 7
"""How long Prefect keeps its events; they are many, and its UI shows them for recent runs."""


class PrefectServerError(JipyoError):
    """The Prefect server could not be started or stopped; the message says what to do."""


@dataclass(frozen=True, slots=True)
class PrefectServer:
    """The Prefect server of one home."""

    home: Home

    def start(self) -> tuple[str, bool]:
        """Start the server, or attach to the one that runs.

        Returns:
            The address of its API, and whether this call started it.

        Raises:
            PrefectServerError: it ended at once or did not answer in time.
        """
        with _locked(self.home.run / "prefect-start.lock"):
            running = self.api_url()
            if running:
                return running, False
            port = _free_port(int(os.environ.get("JIPYO_PREFECT_PORT", PREFERRED_PORT)))
            log = self.home.log / "prefect-server.log"
            with self._lock_file().open("w") as held, log.open("ab") as output:
                fcntl.flock(held, fcntl.LOCK_EX)
                # The child inherits the open file and with it the lock; ours is closed below.
                process = subprocess.Popen(
                    [
                        *(sys.executable, "-m", "prefect", "server", "start"),
                        *("--host", "127.0.0.1", "--port", str(port)),
                    ],
                    env=self._server_environment(port),
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    pass_fds=(held.fileno(),),
                    start_new_session=True,
                    cwd=self.home.root,
                )
            state = {"pid": process.pid, "port": port}
            self._state_file().write_text(json.dumps(state))
            deadline = time.monotonic() + START_SECONDS
            while not _healthy(port):
                if process.poll() is not None:
                    raise PrefectServerError(
                        f"The Prefect server ended with exit code {process.returncode} while "
                        f"starting. Its last words:\n{_tail(log)}\nThe whole log: {log}"
                    )
                if time.monotonic() > deadline:
                    process.kill()
                    raise PrefectServerError(
                        f"The Prefect server did not answer on port {port} within "
                        f"{START_SECONDS:.0f} s. See {log}, then try again."
                    )
                time.sleep(0.1)
            _ensure_work_pool(_api(port))
            return _api(port), True

    def api_url(self) -> str | None:
        """The address of the API of the running server, or ``None``."""
        state = self._running_state()
        if state is None or not _healthy(state["port"]):
            return None
        return _api(state["port"])

    def stop(self) -> bool:
        """Stop the server if it runs; return whether there was one."""
        with _locked(self.home.run / "prefect-start.lock"):
            state = self._running_state()
            if state is None:
                return False
            for stop_signal, seconds in (
                (signal.SIGTERM, STOP_SECONDS),
                (signal.SIGKILL, STOP_SECONDS),
            ):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(state["pid"], stop_signal)
                deadline = time.monotonic() + seconds
                while time.monotonic() < deadline:
                    if not self._is_held():
                        self._state_file().unlink(missing_ok=True)
                        return True
                    time.sleep(0.05)
            raise PrefectServerError(
                f"The Prefect server (process {state['pid']}) does not end, not even when killed. "
                "End it by hand."
            )

    def _lock_file(self) -> Path:
        return self.home.run / "prefect-server.lock"

    def _state_file(self) -> Path:
        return self.home.run / "prefect-server.json"

    def _is_held(self) -> bool:
        with self._lock_file().open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
            return False

    def _running_state(self) -> dict[str, int] | None:
        if not self._is_held():
            return None
        try:
            return json.loads(self._state_file().read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            return None

    def _server_environment(self, port: int) -> dict[str, str]:
        return {
            # Housekeeping deletes old runs and keeps the last ones of each deployment, as the
            # server's own vacuum of runs would not. Events, by their age, and what lost its run
            # are deleted by the server. An operator's own settings win.
            "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,orphans",
            "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": f"P{EVENTS_KEPT_DAYS}D",
            **os.environ,
            **client_environment(self.home, _api(port)),
            "PREFECT_API_DATABASE_CONNECTION_URL": prefect_database_url(self.home),
            "PREFECT_UI_API_URL": _api(port),
            # A night that dies with its machine keeps its place in the queue only as long as its
            # lease lasts; and leases kept in memory would die with the server, their places not.
            "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": (
                "prefect.server.concurrency.lease_storage.filesystem"
            ),
            # Nothing leaves the machine: no telemetry, no promotional content.
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        }


def client_environment(home: Home, api_url: str) -> dict[str, str]:
    """What a process needs in its environment to work with the server of this home."""
    return {
        "JIPYO_HOME": str(home.root),
        "PREFECT_HOME": str(home.root / "prefect"),
        "PREFECT_API_URL": api_url,
        "DO_NOT_TRACK": "1",
    }


def _api(port: int) -> str:
    return f"http://127.0.0.1:{port}/api"


def _healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"{_api(port)}/health", timeout=5) as answer:  # noqa: S310
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _ensure_work_pool(api_url: str) -> None:
    """Make the pool that `prefect.yaml` names, so that deploying works before a worker ever ran.

    Its job template is left to the first worker, which knows the one of its own version.
    """
    request = urllib.request.Request(  # noqa: S310
        f"{api_url}/work_pools/",
        data=json.dumps({"name": WORK_POOL, "type": "process"}).encode(),
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=30):  # noqa: S310
            return
    except urllib.error.HTTPError as error:
        if error.code != 409:  # It is there already.
            raise PrefectServerError(
                f"The work pool {WORK_POOL} cannot be made: HTTP {error.code} "
                f"{error.read()[:300].decode(errors='replace')}"
            ) from None


def _free_port(preferred: int) -> int:
    for port in (preferred, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise PrefectServerError("No free port on 127.0.0.1; close what holds them, then try again.")


def _tail(log: Path, lines: int = 15) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


@contextlib.contextmanager
def _locked(path: Path) -> Generator[None]:
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
