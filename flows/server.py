"""Prefect's own server for one home: started where it is needed, shared, stopped when asked.

Its database stands beside ours on the same Postgres. Whether it runs is not guessed from a process
id: the server process holds a lock on a file from its first to its last moment, however it ends,
and answers its health address.
"""

from __future__ import annotations

import json
import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flows.processes import LongProcess, free_port
from jipyo.store.database import prefect_database_url
from jipyo.store.errors import JipyoError
from jipyo.store.home import Home

START_SECONDS = 180.0
"""Longest wait for the server: it needs 6 to 13 seconds on two idle cores."""

WORK_POOL = "jipyo"
"""The process pool whose workers run the deployments of `prefect.yaml`."""

PREFERRED_PORT = 4200
"""Where people look for the Prefect UI; another free port is taken where this one is not free."""

LISTEN_VARIABLE = "JIPYO_LISTEN"
"""Names the address of this machine on which the UI and the pages are served, else 127.0.0.1.
Neither asks for a password: another address is for a container, or for a network that is trusted.
"""


EVENTS_KEPT_DAYS = 7
"""How long Prefect keeps its events; they are many, and its UI shows them for recent runs."""


class PrefectServerError(JipyoError):
    """The Prefect server could not be started or asked; the message says what to do.

    Attributes:
        status: The HTTP status of an answer that refused; 0 where there was none.
    """

    def __init__(self, message: str, *, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


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
        process = self.process
        with process.starting():
            if process.is_running():
                return self._attached(), False
            port = free_port(self._preferred_port(), listen_address())
            started = process.start(
                [
                    *(sys.executable, "-m", "prefect", "server", "start"),
                    *("--host", listen_address(), "--port", str(port)),
                ],
                self._server_environment(port),
                port=port,
            )
            deadline = time.monotonic() + START_SECONDS
            while not _healthy(port):
                if started.poll() is not None:
                    raise PrefectServerError(
                        f"The Prefect server ended with exit code {started.returncode} while "
                        f"starting. Its last words:\n{process.last_words()}\n"
                        f"The whole log: {process.log}"
                    )
                if time.monotonic() > deadline:
                    started.kill()
                    raise PrefectServerError(
                        f"The Prefect server did not answer on port {port} within "
                        f"{START_SECONDS:.0f} s. See {process.log}, then try again."
                    )
                time.sleep(0.1)
            _ensure_work_pool(_api(port))
            return _api(port), True

    def api_url(self) -> str | None:
        """The address of the API of the running server, or ``None``."""
        state = self.process.state()
        if state is None or not _healthy(state["port"]):
            return None
        return _api(state["port"])

    def stop(self) -> bool:
        """Stop the server if it runs; return whether there was one."""
        return self.process.stop()

    @property
    def process(self) -> LongProcess:
        """Its process."""
        return LongProcess(self.home, "prefect-server", "The Prefect server")

    def _attached(self) -> str:
        """The address of the server that runs, once it answers: it may be starting still."""
        deadline = time.monotonic() + START_SECONDS
        while (address := self.api_url()) is None:
            if time.monotonic() > deadline or not self.process.is_running():
                raise PrefectServerError(
                    f"The Prefect server of {self.home.root} runs and does not answer. "
                    f"`jipyo down` ends it; its log: {self.process.log}"
                )
            time.sleep(0.1)
        return address

    def _preferred_port(self) -> int:
        """That of a server that died, so that who talked to it finds the next one."""
        named = int(os.environ.get("JIPYO_PREFECT_PORT") or PREFERRED_PORT)
        return int(self.process.left_behind().get("port", named))

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


def listen_address() -> str:
    """The address of this machine on which servers listen for people."""
    return os.environ.get(LISTEN_VARIABLE) or "127.0.0.1"


def _api(port: int) -> str:
    return f"http://127.0.0.1:{port}/api"


def _healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"{_api(port)}/health", timeout=5) as answer:  # noqa: S310
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def ask(api_url: str, path: str, question: Mapping[str, object] | None = None) -> Any:  # noqa: ANN401
    """Ask Prefect's API; the answer is what its JSON says.

    For processes that must not wait for Prefect to be imported, which takes seconds.

    Args:
        api_url: Its address.
        path: What is asked for, without a slash before it.
        question: What is sent; without it the path is read.

    Raises:
        PrefectServerError: it does not answer, or refuses.
    """
    request = urllib.request.Request(  # noqa: S310 - our own server
        f"{api_url}/{path}",
        data=json.dumps(question).encode() if question is not None else None,
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return json.load(answer)
    except urllib.error.HTTPError as error:
        said = error.read()[:300].decode(errors="replace")
        raise PrefectServerError(
            f"Prefect refused {path}: HTTP {error.code} {said}", status=error.code
        ) from None
    except (urllib.error.URLError, OSError) as error:
        raise PrefectServerError(f"Prefect at {api_url} does not answer: {error}") from None


def _ensure_work_pool(api_url: str) -> None:
    """Make the pool that `prefect.yaml` names, so that deploying works before a worker ever ran.

    Its job template is left to the first worker, which knows the one of its own version.
    """
    try:
        ask(api_url, "work_pools/", {"name": WORK_POOL, "type": "process"})
    except PrefectServerError as error:
        if error.status != HTTPStatus.CONFLICT:  # Else it is there already.
            raise
