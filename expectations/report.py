"""What a run of the checks came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SuiteOutcome:
    """One Great Expectations suite in one run.

    ``expectations`` counts those that ran; ``failed`` those that did not hold, ``worst`` the
    gravest severity among them (``None`` where all held).
    """

    name: str
    succeeded: bool
    expectations: int
    failed: int
    worst: str | None


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a run of the checks looked at and came to.

    ``findings`` counts offenders per check, zeros included. ``opened`` counts flags that are new or
    open again, ``resolved`` those that were looked for and no longer found. A suite that does not
    succeed is a result like any other: a check that cannot run raises instead.
    """

    run_id: UUID
    series_in_scope: int
    findings: Mapping[str, int]
    opened: int
    resolved: int
    suites: Mapping[str, SuiteOutcome]
    data_docs: Path

    @property
    def shape_holds(self) -> bool:
        """Whether the tables are as the shape suite expects them."""
        return self.suites["shape"].succeeded
