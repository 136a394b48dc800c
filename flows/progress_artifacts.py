"""How far long work is, as artifacts of a Prefect run that move while it goes on."""

from __future__ import annotations

import logging
import re
import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from uuid import UUID

import httpx
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import ArtifactCreate, ArtifactUpdate
from prefect.context import FlowRunContext

from jipyo.plain import on_one_line

logger = logging.getLogger("flows.progress_artifacts")

BETWEEN_SECONDS = 1.0
"""Shortest time between two movements of an artifact: each is a request to the server."""

LONGEST_DESCRIPTION = 300


def progress_of_this_run() -> ProgressArtifacts | None:
    """What shows the progress of the flow run that is under way here; ``None`` without one."""
    context = FlowRunContext.get()
    if context is None or context.flow_run is None:
        return None
    return ProgressArtifacts(context.flow_run.id)


@dataclass(slots=True)
class _Whole:
    """One piece of work, and its parts as shares that are done."""

    artifact_id: UUID
    done: int = 0
    total: int | None = None
    parts: dict[str, float] = field(default_factory=dict[str, float])
    says: str = ""
    shown: tuple[float, str] = (0.0, "")
    shown_at: float = 0.0

    @property
    def percent(self) -> float:
        """How much of it is done; parts count where nothing is said of the whole."""
        if self.total is None:
            share = sum(self.parts.values()) / len(self.parts) if self.parts else 0.0
        elif not self.total:
            share = 1.0
        else:
            share = max(self.done, sum(self.parts.values())) / self.total
        return round(min(share, 1.0) * 100, 1)


class ProgressArtifacts(logging.Handler):
    """Keeps an artifact for each piece of work, moved by the log lines that say how far it is.

    As a block it says at its end where the work stopped, if it did not reach its end. That a
    movement cannot be shown is told once and stops no work.
    """

    def __init__(self, flow_run_id: UUID) -> None:
        super().__init__(logging.INFO)
        self._flow_run_id = flow_run_id
        self._client: SyncPrefectClient = get_client(sync_client=True)
        self._wholes: dict[str, _Whole] = {}
        self._is_cut_off = False

    def __enter__(self) -> Self:
        """Begin to follow."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Say of what is not done where it stopped, and why if something broke."""
        self.acquire()
        try:
            for whole in self._wholes.values():
                if whole.percent < 100:
                    why = f" ({type(error).__name__}: {error})" if error else ""
                    whole.says = f"Stopped at {whole.percent:g} %: {whole.says}{why}"
                self._show(whole)
        finally:
            self.release()

    def emit(self, record: logging.LogRecord) -> None:
        """Move the artifact of the work that a line is about."""
        where: tuple[str, int, int | None] | None = getattr(record, "progress_step", None)
        if where is None or self._is_cut_off:
            return
        (name, _, part), done, total = where[0].partition(" "), where[1], where[2]
        whole = self._wholes.get(name) or self._begun(name)
        if whole is None:
            return
        if part:
            whole.parts[part] = min(done / total, 1.0) if total else 0.0
        else:
            whole.done, whole.total = done, total
        if not part or not whole.total:
            whole.says = record.getMessage()
        if whole.percent == 100 or time.monotonic() - whole.shown_at >= BETWEEN_SECONDS:
            self._show(whole)

    def _begun(self, name: str) -> _Whole | None:
        key = f"progress-{re.sub(r'[^a-z0-9]+', '-', name.lower()).strip('-')}"
        try:
            created = self._client.create_artifact(
                ArtifactCreate(
                    key=key,
                    type="progress",
                    description=f"How far it is: {name}",
                    data=0.0,
                    flow_run_id=self._flow_run_id,
                )
            )
        except httpx.HTTPError as error:
            self._say_cut_off(error)
            return None
        return self._wholes.setdefault(name, _Whole(created.id))

    def _show(self, whole: _Whole) -> None:
        now = (whole.percent, on_one_line(whole.says)[:LONGEST_DESCRIPTION])
        if now == whole.shown or self._is_cut_off:
            return
        try:
            self._client.update_artifact(
                whole.artifact_id, ArtifactUpdate(data=now[0], description=now[1])
            )
        except httpx.HTTPError as error:
            self._say_cut_off(error)
            return
        whole.shown, whole.shown_at = now, time.monotonic()

    def _say_cut_off(self, error: httpx.HTTPError) -> None:
        if not self._is_cut_off:
            self._is_cut_off = True
            logger.warning("Prefect's server does not take how far the work is: %r", error)
