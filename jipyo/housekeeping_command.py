"""`jipyo housekeeping`: let go of what has had its time."""

from __future__ import annotations

from typing import Annotated

import typer

from jipyo.arguments import Format, Now, Output, read_moment
from jipyo.terminal import say_lines, say_record, tell


def housekeeping(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would go.")] = False,
    keep_runs_days: Annotated[
        int, typer.Option(min=1, help="Days that a finished run stays in Prefect.")
    ] = 60,
    keep_last_runs: Annotated[
        int, typer.Option(min=1, help="Runs of each deployment that stay, however old.")
    ] = 10,
    keep_validations: Annotated[
        int, typer.Option(min=1, help="Results of each suite that stay in the data docs.")
    ] = 30,
    keep_findings_days: Annotated[
        int, typer.Option(min=1, help="Days that it is kept what a run of the checks found.")
    ] = 60,
    keep_failures_days: Annotated[
        int, typer.Option(min=1, help="Days that settled failures stay.")
    ] = 365,
    now: Now = None,
    output: Output = Format.TEXT,
) -> None:
    """Let go of what has had its time, and tell what went and how large the rest is.

    Bodies of pages go by keep_bodies_days of their outlet (for ever by default); figures, quotes
    and flags always stay. Prefect's server is started for as long as it takes, unless one runs.
    What goes when is told in docs/housekeeping.md.

    Example: `jipyo housekeeping --dry-run`
    """
    from flows.once import keep_house_once

    report = keep_house_once(
        now=read_moment(now),
        dry_run=dry_run,
        keep_runs_days=keep_runs_days,
        keep_last_runs=keep_last_runs,
        keep_validations=keep_validations,
        keep_findings_days=keep_findings_days,
        keep_failures_days=keep_failures_days,
        tell=tell,
    )
    if output is Format.JSONL:
        say_record(report.record())
    else:
        say_lines(report.lines())
