"""Housekeeping: what has had its time goes, so that disk and nights stay as they are.

Bodies past the retention of their outlet, old runs in Prefect, results of Great Expectations, rows
of old runs of the checks, settled failures, long logs. Figures, quotes, flags and what people
decided never go. docs/housekeeping.md tells what goes when, and why the rest stays.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

import psycopg
from prefect import flow, runtime
from prefect.artifacts import create_markdown_artifact
from prefect.states import Cancelled, Completed, State

from expectations.validation import RESULTS_KEPT, forget_validations
from flows.endings import failing_in_words
from flows.old_runs import OldRuns, count_old_runs, delete_old_runs, old_runs
from flows.progress import step
from flows.turns import run_moment, superseded
from jipyo.store.database import connect, database_url
from jipyo.store.home import Home
from jipyo.store.retention import (
    Expired,
    Forgotten,
    alone,
    count_expiring,
    expire,
    forget_check_run,
    forget_failures,
    old_check_runs,
    retention,
    settled_failures,
)
from jipyo.store.runs import counted, news_day
from jipyo.store.sizes import Sizes, large_logs, rotate, sizes
from spiders.outlets import load_outlets

# By its own name: Prefect loads this file as a module of another one.
logger = logging.getLogger("flows.housekeeping")

SAY_EVERY = 500
"""Rows after which a line of progress is due."""


@dataclass(slots=True)
class HousekeepingReport:
    """What went, or would in a dry run, and the sizes before and after."""

    dry_run: bool
    expired: Expired = field(default_factory=Expired)
    runs: OldRuns = field(default_factory=OldRuns)
    validations: int = 0
    forgotten: Forgotten = field(default_factory=Forgotten)
    logs: list[str] = field(default_factory=list[str])
    before: Sizes | None = None
    after: Sizes | None = None

    @property
    def message(self) -> str:
        """It in one line."""
        went = (
            f"{counted(self.expired.captures, 'page')} and "
            f"{counted(self.expired.attachments, 'document')} past their retention "
            f"({counted(self.expired.bodies, 'body').replace('bodys', 'bodies')}, "
            f"{_bytes(self.expired.body_bytes)}), {counted(self.expired.texts, 'text')} without a "
            f"figure; of Prefect {counted(self.runs.flow_runs, 'run')} with "
            f"{counted(self.runs.task_runs, 'task run')} and "
            f"{counted(self.runs.artifacts, 'artifact')}; "
            f"{counted(self.validations, 'validation result')}; rows of "
            f"{counted(self.forgotten.check_runs, 'run')} of the checks "
            f"({self.forgotten.scope_rows} in scope, {self.forgotten.finding_rows} found); "
            f"{counted(self.forgotten.failures, 'settled failure')}; "
            f"{counted(len(self.logs), 'log file')} begun anew"
        )
        message = f"{'Would go' if self.dry_run else 'Went'}: {went}"
        if self.expired.held_up:
            message += f". Bodies and texts: {self.expired.held_up}"
        if self.runs.left:
            message += f". {self.runs.left} more runs of Prefect go next time"
        return message

    def lines(self) -> list[str]:
        """It for a person, sizes included."""
        lines = [self.message]
        for name, before, after in self._sizes():
            lines.append(
                f"  {name}: {before}" if self.dry_run else f"  {name}: {before}, now {after}"
            )
        return lines

    def markdown(self) -> str:
        """It as an artifact."""
        rows = [
            ("Pages whose body expired", self.expired.captures),
            ("Documents whose body expired", self.expired.attachments),
            ("Bodies dropped", f"{self.expired.bodies} ({_bytes(self.expired.body_bytes)})"),
            ("Texts without a figure dropped", self.expired.texts),
            ("Runs of Prefect", self.runs.flow_runs),
            ("Task runs of Prefect", self.runs.task_runs),
            ("Artifacts of Prefect", self.runs.artifacts),
            ("Validation results", self.validations),
            ("Runs of the checks", self.forgotten.check_runs),
            ("Rows of `check_scope`", self.forgotten.scope_rows),
            ("Rows of `check_finding`", self.forgotten.finding_rows),
            ("Settled failures", self.forgotten.failures),
            ("Log files begun anew", ", ".join(self.logs) or 0),
        ]
        went = "Would go" if self.dry_run else "Went"
        lines = ["# Housekeeping", "", f"| {went} | |", "|---|---|"]
        lines += [f"| {name} | {value} |" for name, value in rows]
        lines += ["", "| Size | before | after |", "|---|---|---|"]
        lines += [f"| {name} | {before} | {after} |" for name, before, after in self._sizes()]
        if self.expired.held_up:
            lines += ["", f"Bodies and texts: {self.expired.held_up}."]
        return "\n".join(lines)

    def record(self) -> dict[str, Any]:
        """It as an object of format ``housekeeping/1``."""
        return {
            "format": "housekeeping/1",
            **asdict(self),
            "before": self.before.record() if self.before else None,
            "after": self.after.record() if self.after else None,
        }

    def _sizes(self) -> list[tuple[str, str, str]]:
        names = {
            "database": "Postgres, our database",
            "prefect_database": "Postgres, Prefect's database",
            "data_docs": "Great Expectations with its data docs",
            "report": "Report",
            "logs": "Logs",
        }
        before = self.before.record() if self.before else {}
        after = self.after.record() if self.after else {}
        return [
            (label, _bytes(before.get(name)), _bytes(after.get(name)))
            for name, label in names.items()
        ]


def housekeeping_name() -> str:
    """The name of a run says its day."""
    now: datetime | str | None = runtime.flow_run.parameters.get("now")
    if isinstance(now, str):  # As it came over the API.
        now = datetime.fromisoformat(now)
    moment = now or runtime.flow_run.scheduled_start_time
    rehearsal = " (dry run)" if runtime.flow_run.parameters.get("dry_run") else ""
    return f"housekeeping of {news_day(moment).isoformat()}{rehearsal}"


@flow(name="housekeeping", flow_run_name=housekeeping_name)
def housekeeping(
    now: datetime | None = None,
    dry_run: bool = False,
    keep_runs_days: int = 60,
    keep_last_runs: int = 10,
    keep_validations: int = RESULTS_KEPT,
    keep_findings_days: int = 60,
    keep_failures_days: int = 365,
) -> State[HousekeepingReport]:
    """Let go of what has had its time. Figures, quotes and flags always stay.

    How long bodies of pages are kept is said by each outlet: keep_bodies_days in outlets.yaml, for
    ever by default.

    Args:
        now: The moment that the run takes as now, with its zone; the scheduled start by default.
        dry_run: Only tell what would go.
        keep_runs_days: Days after its end at which a run goes from Prefect, with its task runs, log
            lines and artifacts.
        keep_last_runs: Runs of each deployment (and of the checks) that stay, however old they are.
        keep_validations: Results of each suite of Great Expectations that stay, with their pages;
            every night keeps at most 30 by itself.
        keep_findings_days: Days after which it is no longer kept what a run of the checks looked at
            and found. Flags stay with their evidence.
        keep_failures_days: Days after which failures go that are settled: the page came since.
    """

    def work() -> State[HousekeepingReport]:
        reason = superseded()
        if reason is not None:
            return Cancelled(message=reason)
        report = keep_house(
            now=run_moment(now),
            dry_run=dry_run,
            keep_runs_days=keep_runs_days,
            keep_last_runs=keep_last_runs,
            keep_validations=keep_validations,
            keep_findings_days=keep_findings_days,
            keep_failures_days=keep_failures_days,
        )
        create_markdown_artifact(report.markdown(), key="housekeeping", description=report.message)
        logger.info("%s", report.message)
        return Completed(message=report.message, data=report)

    return failing_in_words(work)


def keep_house(
    *,
    now: datetime,
    dry_run: bool,
    keep_runs_days: int,
    keep_last_runs: int,
    keep_validations: int,
    keep_findings_days: int,
    keep_failures_days: int,
) -> HousekeepingReport:
    """Do what the flow does; a Prefect server must be named in the environment.

    Raises:
        JipyoError: another housekeeping runs, or an outlets file is wrong.
    """
    least = {
        "keep_runs_days": (keep_runs_days, 1),
        "keep_last_runs": (keep_last_runs, 1),
        "keep_validations": (keep_validations, 1),
        "keep_findings_days": (keep_findings_days, 1),
        "keep_failures_days": (keep_failures_days, 1),
    }
    for name, (given, smallest) in least.items():
        if given < smallest:
            raise ValueError(f"{name} must be at least {smallest} and is {given}")
    home = Home.from_environment()
    said = {outlet.id: outlet.keep_bodies_days for outlet in load_outlets(home).values()}
    url = database_url(home)
    report = HousekeepingReport(dry_run)
    with connect(url) as lock, connect(url) as connection:
        lock.autocommit = True
        with alone(lock):
            report.before = sizes(connection, home)
            report.expired = _bodies(connection, said, now, dry_run)
            report.runs = _runs(
                now - timedelta(days=keep_runs_days), keep_last_runs, dry_run=dry_run
            )
            report.validations = forget_validations(home, keep=keep_validations, dry_run=dry_run)
            logger.info(
                "%s of Great Expectations",
                counted(report.validations, "result"),
                extra=step("validation results", 1, 1),
            )
            report.forgotten = _rows(
                connection,
                findings_before=now - timedelta(days=keep_findings_days),
                failures_before=now - timedelta(days=keep_failures_days),
                keep_last=keep_last_runs,
                dry_run=dry_run,
            )
            for log in large_logs(home):
                if not dry_run:
                    rotate(log)
                report.logs.append(log.name)
            report.after = sizes(connection, home)
    return report


def _bodies(
    connection: psycopg.Connection[Any], said: dict[str, int | None], now: datetime, dry_run: bool
) -> Expired:
    kept_days = retention(connection, said)
    expected = count_expiring(connection, kept_days, now)
    rows = expected.captures + expected.attachments + expected.bodies
    logger.info(
        "%s past their retention, %s",
        counted(expected.captures + expected.attachments, "capture"),
        _bytes(expected.body_bytes),
        extra=step("bodies", 0, rows),
    )
    if dry_run:
        return expected
    return expire(connection, kept_days, now, _saying("bodies", "%d of %d rows of bodies", rows))


def _runs(before: datetime, keep_last: int, *, dry_run: bool) -> OldRuns:
    run_ids = old_runs(before=before, keep_last=keep_last)
    logger.info(
        "%s of Prefect ended before %s",
        counted(len(run_ids), "run"),
        before.date().isoformat(),
        extra=step("runs of Prefect", 0, len(run_ids)),
    )
    if dry_run:
        return count_old_runs(run_ids)
    return delete_old_runs(
        run_ids, _saying("runs of Prefect", "%d of %d runs of Prefect", len(run_ids), every=50)
    )


def _rows(
    connection: psycopg.Connection[Any],
    *,
    findings_before: datetime,
    failures_before: datetime,
    keep_last: int,
    dry_run: bool,
) -> Forgotten:
    forgotten = Forgotten()
    runs = old_check_runs(connection, before=findings_before, keep_last=keep_last)
    for run_id, scope_rows, finding_rows in runs:
        if not dry_run:
            forget_check_run(connection, run_id)
        forgotten.check_runs += 1
        forgotten.scope_rows += scope_rows
        forgotten.finding_rows += finding_rows
    failures = settled_failures(connection, failures_before)
    forgotten.failures = len(failures) if dry_run else forget_failures(connection, failures)
    logger.info(
        "Rows of %s of the checks, %s",
        counted(forgotten.check_runs, "run"),
        counted(forgotten.failures, "settled failure"),
        extra=step("rows", 1, 1),
    )
    return forgotten


def _saying(name: str, words: str, total: int, *, every: int = SAY_EVERY) -> Callable[[int], None]:
    """Say progress each time so many more are done, and at the end."""
    said = 0

    def say(done: int) -> None:
        nonlocal said
        if done - said >= every or done == total:
            said = done
            logger.info(words, done, total, extra=step(name, done, total))

    return say


def _bytes(number: int | None) -> str:
    """A size for a person."""
    if number is None:
        return "not here"
    if number < 1_000_000:
        return f"{number / 1e3:.1f} kB"
    return f"{number / 1e6:.1f} MB" if number < 1_000_000_000 else f"{number / 1e9:.2f} GB"
