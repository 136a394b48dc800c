"""The checks by hand: on what changed, on everything, or on the store as it once was."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg

from expectations.report import CheckReport
from expectations.run import look_back, run_checks
from flows.progress import step, told
from flows.reading import keep_registry
from jipyo.store.database import connect, database_url
from jipyo.store.errors import JipyoError, in_a_sentence
from jipyo.store.flags import Finding, Language, findings_of, flag_lines, moment_text
from jipyo.store.home import Home
from jipyo.store.runs import close_run, counted, open_run

logger = logging.getLogger("flows.checking")

_SEVERITIES = ("critical", "warning", "info")


@dataclass(frozen=True, slots=True)
class CheckSummary:
    """What a run of the checks came to.

    Where ``as_of`` is given the run looked back: it kept no flags and built no data docs.
    """

    run_id: UUID
    now: datetime
    as_of: datetime | None
    series: int
    found: Sequence[Finding]
    by_check: dict[str, int]
    opened: int = 0
    resolved: int = 0
    data_docs: Path | None = None

    @property
    def by_severity(self) -> dict[str, int]:
        """How many findings of each severity, zeros included."""
        counts = Counter(finding.severity for finding in self.found)
        return {severity: counts[severity] for severity in _SEVERITIES}

    @property
    def message(self) -> str:
        """It in one line."""
        severities = ", ".join(f"{count} {name}" for name, count in self.by_severity.items())
        looked = f"{self.series} series looked at, {counted(len(self.found), 'finding')}"
        if self.as_of is not None:
            return f"{looked} ({severities}) as of {moment_text(self.as_of)}; no flag was changed"
        return f"{looked} ({severities}); flags: {self.opened} opened, {self.resolved} resolved"

    def lines(self, language: Language = "ko") -> list[str]:
        """It for a person; a run that looked back tells what it found, for no flag will."""
        if self.as_of is not None:
            return [self.message, *flag_lines(self.found, language)]
        return [self.message, f"data docs: {self.data_docs}"]

    def record(self) -> dict[str, Any]:
        """It as an object of format ``check/1``."""
        return {
            "format": "check/1",
            "run_id": str(self.run_id),
            "now": moment_text(self.now),
            "as_of": moment_text(self.as_of) if self.as_of else None,
            "series": self.series,
            "severities": self.by_severity,
            "checks": self.by_check,
            "opened": self.opened,
            "resolved": self.resolved,
            "data_docs": str(self.data_docs) if self.data_docs else None,
            "found": [finding.record() for finding in self.found],
        }


def check_now(
    *,
    full: bool,
    since: datetime | None,
    as_of: datetime | None,
    now: datetime | None,
    tell: Callable[[str], None],
) -> CheckSummary:
    """Run the checks on what changed since they last looked, and keep the flags.

    Args:
        full: Look at every series.
        since: Look again at every series touched from this moment on.
        as_of: Look back: only what was recorded by then counts, and no flag is changed. Every
            series that was known then is looked at, or those touched from ``since`` on.
        now: The moment taken as now.
        tell: Takes the lines of progress.

    Raises:
        JipyoError: a check could not run.
    """
    moment = now or datetime.now(UTC)
    home = Home.from_environment()
    url = database_url(home)
    run_id = uuid4()
    with connect(url) as connection:
        open_run(connection, run_id, "check", moment, as_of=as_of)
    try:
        with told(tell):
            logger.info("Checking", extra=step("check", 0, None))
            summary = _check(run_id, moment, full, since, as_of, home, url)
            logger.info("Checked", extra=step("check", 1, 1))
    except BaseException as error:
        with connect(url) as connection:
            close_run(connection, run_id, "failed", in_a_sentence(error))
        if isinstance(error, psycopg.Error):
            raise JipyoError(f"The checks could not run; no flag was changed. {error}") from error
        raise
    with connect(url) as connection:
        close_run(connection, run_id, "completed", summary.message)
    return summary


def check_with_registry(
    run_id: UUID,
    now: datetime,
    *,
    full: bool = False,
    since: datetime | None = None,
    home: Home,
    database_url: str,
) -> CheckReport:
    """Run the checks with the measures of the home as they stand now.

    The checks read them from a table (ranges, natures, complementary parts); an installation into
    which nothing was read but imports has it filled here too. Arguments and errors are those of
    :func:`expectations.run.run_checks`.

    Raises:
        JipyoError: also where the overlay of the registry is broken.
    """
    with connect(database_url) as connection:
        keep_registry(connection)
    return run_checks(run_id, now, full=full, since=since, home=home, database_url=database_url)


def _check(
    run_id: UUID,
    now: datetime,
    full: bool,
    since: datetime | None,
    as_of: datetime | None,
    home: Home,
    url: str,
) -> CheckSummary:
    if as_of is not None:
        with connect(url) as connection:
            keep_registry(connection)
        series, by_check = look_back(run_id, as_of, since=since, database_url=url)
        with connect(url) as connection:
            found = findings_of(connection, run_id)
        return CheckSummary(run_id, now, as_of, series, found, by_check)
    report = check_with_registry(run_id, now, full=full, since=since, home=home, database_url=url)
    with connect(url) as connection:
        found = findings_of(connection, run_id)
    return CheckSummary(
        run_id=run_id,
        now=now,
        as_of=None,
        series=report.series_in_scope,
        found=found,
        by_check=dict(report.findings),
        opened=report.opened,
        resolved=report.resolved,
        data_docs=report.data_docs,
    )
