"""A real Prefect server, shared by the tests of flows; each test has a database of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from flows.server import PrefectServer, client_environment
from jipyo.store.home import Home
from jipyo.store.server import EmbeddedServer

ROOT = Path(__file__).parents[2]

NIGHTLY: dict[str, Any] = {"deployments": {"name": {"any_": ["nightly"]}}}
"""Asks Prefect for the deployment of the night alone."""

LAST_THAT_BEGAN = {
    "sort": "START_TIME_DESC",
    "limit": 1,
    "flow_runs": {"state": {"type": {"not_any_": ["SCHEDULED", "CANCELLED"]}}},
}
"""Asks for the last run that began: those that the schedules have planned stand before it."""


@pytest.fixture(scope="session")
def prefect_api(session_home: Home, server: EmbeddedServer) -> Iterator[str]:
    """The API of a real Prefect server, whose database stands on the session's Postgres."""
    running = PrefectServer(session_home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JIPYO_DATABASE_URL", server.url("jipyo"))
        patch.setenv("JIPYO_PREFECT_PORT", "0")
        api_url, started = running.start()
        assert started
        assert running.start() == (api_url, False)
    yield api_url
    assert running.stop()
    assert running.api_url() is None


@dataclass(frozen=True)
class Jipyo:
    """The command line of a home and database of its own, with a Prefect server around it."""

    home: Home
    environment: dict[str, str]
    api_url: str

    def run(self, *arguments: str, code: int = 0) -> str:
        """Run a command; its exit code must be ``code``. Returns standard output."""
        return self.run_all(*arguments, code=code).stdout

    def run_all(
        self, *arguments: str, code: int = 0, timeout_seconds: float = 240
    ) -> subprocess.CompletedProcess[str]:
        """Run a command; its exit code must be ``code``. Returns both of its outputs."""
        done = subprocess.run(
            [sys.executable, "-m", "jipyo", *arguments],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=timeout_seconds,
        )
        assert done.returncode == code, f"exit code {done.returncode}\n{done.stdout}{done.stderr}"
        return done

    def ask(self, path: str, question: dict[str, Any]) -> Any:
        """Ask Prefect's API."""
        request = urllib.request.Request(
            f"{self.api_url}/{path}",
            data=json.dumps(question).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def tell(self, method: str, path: str, what: dict[str, Any] | None = None) -> None:
        """Tell Prefect's API something to which it answers nothing."""
        request = urllib.request.Request(
            f"{self.api_url}/{path}",
            data=json.dumps(what).encode() if what is not None else None,
            headers={"Content-Type": "application/json"},
            method=method,
        )
        with urllib.request.urlopen(request, timeout=30):
            return

    def as_role(self, role: str) -> Jipyo:
        """The same with another role of Postgres in the address of the database."""
        url = self.environment["JIPYO_DATABASE_URL"].replace("//postgres@", f"//{role}@")
        return replace(self, environment={**self.environment, "JIPYO_DATABASE_URL": url})


@pytest.fixture
def jipyo(prefect_api: str, new_database: Callable[[], str], tmp_path: Path) -> Jipyo:
    home = Home(tmp_path / "home")
    home.make()
    return Jipyo(
        home=home,
        environment={
            **os.environ,
            **client_environment(home, prefect_api),
            # As where the environment is activated: workers start `python`.
            "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
            "JIPYO_DATABASE_URL": new_database(),
        },
        api_url=prefect_api,
    )
