"""The night on one page: its steps as they begin and end, live in the Prefect UI, and in the log.

The page is the artifact *night* (or *recheck*) of the run. It is there from the first step on, so
that a night that is killed leaves a page, too: it says which step was under way.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

import httpx
from prefect.artifacts import create_markdown_artifact
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import ArtifactUpdate

from flows.markdown import code, escape, link
from jipyo.plain import on_one_line
from jipyo.store.errors import JipyoError, in_a_sentence

logger = logging.getLogger("flows.board")

StepName = Literal["collect", "parse", "check", "report", "alert"]

STEPS: dict[StepName, str] = {
    "collect": "Nothing that was fetched is lost. `jipyo nightly`, or the next night, asks for the "
    "rest.",
    "parse": "What was fetched waits in the store. `jipyo nightly`, or the next night, reads it.",
    "check": "What was read is stored, and no flag was changed. `jipyo check` looks at it again.",
    "report": "Figures and flags are stored. The next night makes the report anew.",
    "alert": "Figures and flags are stored. Look at the flags by hand: `jipyo flags`.",
}
"""The steps of a night in their order, with what to do where one could not run."""

BEFORE_ANY_STEP = (
    "Nothing was asked for. Mend it, then `jipyo nightly`, or wait for the next night."
)

UNEXPECTED = (
    "This is a fault of Jipyo or of the machine, and its trace stands in the log of this run: "
    "report it if it comes again."
)


@dataclass(slots=True)
class Step:
    """One step of a night; ``seconds`` is ``None`` while it goes on."""

    name: StepName
    says: str
    began: float
    state: Literal["running", "done", "failed"] = "running"
    seconds: float | None = None
    page: tuple[str, str] | None = None


class Board:
    """The page of one night."""

    def __init__(self, what: str, day: date, run_id: UUID) -> None:
        """Put up the page of a night; it must be called within its flow run.

        Args:
            what: What runs: ``Night``, or what is like one.
            day: News day of the night.
            run_id: Its id in table ``night_run``.
        """
        self._key = what.lower()
        self._title = f"{what} of {day.isoformat()}"
        self._run_id = run_id
        self._steps: list[Step] = []
        self._says = f"{self._title} has begun."
        self._failure: list[str] = []
        self._rest = ""
        self._artifact_id: UUID | None = None
        self._show()

    def begins(self, name: StepName, says: str = "") -> None:
        """A step begins; ``says`` is how much there is to do."""
        self._steps.append(Step(name, says, time.monotonic()))
        logger.info("%s begins%s", name, f": {says}" if says else "")
        self._show()

    def ended(self, says: str, *, page: tuple[str, str] | None = None) -> None:
        """The step that began last has ended.

        Args:
            says: What came of it, with counts.
            page: Where to read on: the words of a link and its address.
        """
        step = self._close("done", says)
        step.page = page
        logger.info("%s ended after %s: %s", step.name, duration(step.seconds), says)
        self._show()

    def not_done(self, why: str) -> None:
        """The step that began last could not be done, and the night goes on without it."""
        step = self._close("failed", why)
        logger.warning("%s failed after %s: %s", step.name, duration(step.seconds), why)
        self._show()

    def tells(self, says: str, rest: str) -> None:
        """What came of the night: its message, and Markdown for below the steps."""
        self._says, self._rest = says, rest
        self._show()

    def failed(self, error: BaseException) -> None:
        """The night ends here: which step it was, why, and what to do."""
        why = in_a_sentence(error)
        running = self._steps[-1] if self._steps and self._steps[-1].state == "running" else None
        if running is not None:
            self._close("failed", why)
            logger.error("%s failed after %s: %s", running.name, duration(running.seconds), why)
        where = f"in step {running.name}" if running else "before its first step"
        self._says = f"{self._title} failed {where}: {why}"
        self._failure = [
            "",
            f"## Failed {where}",
            "",
            f"**Why:** {escape(why)}",
            "",
            f"**What to do:** {STEPS[running.name] if running else BEFORE_ANY_STEP}",
        ]
        if not isinstance(error, JipyoError):
            self._failure[-1] += f" {UNEXPECTED}"
        self._show()

    def _close(self, state: Literal["done", "failed"], says: str) -> Step:
        step = self._steps[-1]
        step.state, step.says = state, says
        step.seconds = time.monotonic() - step.began
        return step

    def _markdown(self) -> str:
        # What came of it stands above, in the description. A phone shows the first columns.
        lines = [f"# {self._title}", *self._failure, ""]
        if self._steps:
            lines += ["| Step | Took | What |", "|---|---|---|"]
            lines += [
                f"| {_MARKS[step.state]} {step.name} | {duration(step.seconds)} | {_told(step)} |"
                for step in self._steps
            ]
        lines += ["", self._rest] if self._rest else []
        lines += [
            "",
            f"Rows of this night in the tables carry its run id {code(str(self._run_id))}.",
        ]
        return "\n".join(lines)

    def _show(self) -> None:
        """Show the page as it is now; a server that does not take it stops no night."""
        try:
            if self._artifact_id is None:
                self._artifact_id = create_markdown_artifact(
                    self._markdown(), key=self._key, description=on_one_line(self._says)
                )
                return
            with get_client(sync_client=True) as client:
                client.update_artifact(
                    self._artifact_id,
                    ArtifactUpdate(data=self._markdown(), description=on_one_line(self._says)),
                )
        except httpx.HTTPError as error:
            logger.warning("Prefect's server does not take the page of the night: %r", error)


_MARKS = {"running": "▶", "done": "✓", "failed": "✗"}


def _told(step: Step) -> str:
    read_on = f" · {link(*step.page)}" if step.page else ""
    return ("goes on: " if step.state == "running" else "") + escape(step.says) + read_on


def duration(seconds: float | None) -> str:
    """Seconds as a person says them: 0.4 s, 12 s, 3 min 5 s, 1 h 2 min; nothing for ``None``."""
    if seconds is None:
        return ""
    whole = round(seconds)
    if whole < 10:
        return f"{seconds:.1f} s"
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
