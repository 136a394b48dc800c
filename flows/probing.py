"""A look at a site by hand, in a process of its own: what `jipyo outlets add` and `test` drive."""

from __future__ import annotations

import base64
import contextlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from jipyo.store.errors import JipyoError
from spiders.asking import Answer, RobotsSaid
from spiders.outlets import Outlet

MOST_REQUESTS = 14
"""Requests of one look, robots.txt and redirects included."""


class ProbeFailedError(JipyoError):
    """The process that asks ended otherwise than well."""


class Probe:
    """A polite look at the hosts of an outlet while the block runs.

    Attributes:
        robots: What robots.txt said; known from the start of the block.
        asked: Addresses that were asked for, robots.txt left out.
    """

    def __init__(
        self,
        outlet: Outlet,
        *,
        most_requests: int = MOST_REQUESTS,
        owed_seconds: float = 0.0,
        tell: Callable[[str], None] = lambda line: None,
    ) -> None:
        """Prepare a look.

        Args:
            outlet: Whose hosts may be asked, and how politely.
            most_requests: The bound on requests, robots.txt included.
            owed_seconds: How long to wait before the first, for the sake of who asked before.
            tell: Takes a line for each address before it is asked for.
        """
        self.robots = RobotsSaid("stay_away", outlet.politeness.delay_seconds, 0.0)
        self.asked: list[str] = []
        self._outlet = outlet
        self._most_requests = most_requests
        self._owed_seconds = owed_seconds
        self._tell = tell

    def __enter__(self) -> Self:
        """Start the process and let it ask robots.txt."""
        # Its log goes to a file: a pipe that nobody reads would stop it.
        self._log = tempfile.TemporaryFile(mode="w+", encoding="utf-8", errors="replace")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "spiders.probe"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            encoding="utf-8",
        )
        self._tell(f"asking {self._outlet.origin}/robots.txt")
        plan = {
            "entry": self._outlet.model_dump(mode="json"),
            "most_requests": self._most_requests,
            "owed_seconds": self._owed_seconds,
        }
        try:
            said = self._exchange(plan)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        self.robots = RobotsSaid(said["state"], said["delay"], said["crawl_delay"], said["detail"])
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the process."""
        if self._process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):  # It may have ended before.
                self._process.stdin.close()
        if kind is not None:
            self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._log.close()

    def ask(self, url: str) -> Answer:
        """Ask for one address, after the pause that the site is due.

        Raises:
            ProbeFailedError: the process broke; what hosts do is in the answer.
        """
        self._tell(f"asking {url}")
        self.asked.append(url)
        said = self._exchange({"url": url})
        return Answer(
            url=url,
            answered_at=said.get("answered_at", ""),
            status=said.get("status", 0),
            charset=said.get("charset"),
            body=base64.b64decode(said.get("body", "")),
            reason=said.get("reason", ""),
            detail=said.get("detail", ""),
        )

    def _exchange(self, line: dict[str, Any]) -> dict[str, Any]:
        given, answers = self._process.stdin, self._process.stdout
        if given is None or answers is None:
            raise RuntimeError("The process has no pipes")
        try:
            given.write(json.dumps(line) + "\n")
            given.flush()
            answer = answers.readline()
        except BrokenPipeError:
            answer = ""
        if not answer:
            code = self._process.wait()
            self._log.seek(0)
            lines = self._log.read().strip().splitlines()
            raise ProbeFailedError(
                f"The process that asks {self._outlet.host} ended with exit code {code}: "
                f"{lines[-1] if lines else 'no word'}"
            )
        found: dict[str, Any] = json.loads(answer)
        return found
