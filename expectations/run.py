"""Run the checks: scope, findings, flags, and the Great Expectations suites over them.

Everything up to the flags is one transaction under a lock of its own, so a killed run leaves
nothing behind and two runs never look at each other's half. Great Expectations is imported inside
the functions that use it: that alone takes seconds, and not every command needs it.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, LiteralString, cast
from uuid import UUID

import psycopg
from psycopg import sql

from expectations.checks import CHECKS
from expectations.report import CheckReport
from jipyo.store.database import connect
from jipyo.store.queries import query, sql_folder

if TYPE_CHECKING:
    from jipyo.store.home import Home

_LOCK = "jipyo checks"


class CheckCouldNotRunError(RuntimeError):
    """A check or an expectation could not run; whatever is flagged is no such error."""


def run_checks(
    run_id: UUID,
    now: datetime,
    *,
    full: bool = False,
    home: Home | Path,
    database_url: str,
) -> CheckReport:
    """Check what changed since the last run of the checks, keep the flags, build the data docs.

    The scope is every series touched since then and its kin: the same measure of the same place in
    other scopes, and the series of the same announcements; with ``full`` every series. The run must
    stand in table ``night_run``. The same run may be repeated: it looks at the same scope, and at
    what was touched meanwhile, and makes nothing twice.

    Args:
        run_id: Run in whose name findings, flags and validation results are kept.
        now: The moment taken as now, with its zone; flags open and close at it.
        full: Look at every series.
        home: Home of this installation, or a folder that serves as one.
        database_url: libpq URL of the store.

    Raises:
        CheckCouldNotRunError: an expectation broke or was dropped.
        psycopg.Error: a check's SQL broke.
    """
    if now.tzinfo is None:
        raise ValueError(f"{now.isoformat()} has no zone; give an offset such as +09:00")
    with connect(database_url) as connection, connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (_LOCK,))
        series_in_scope, findings = find(connection, run_id, full=full)
        opened, resolved = keep_flags(connection, run_id, now)
    from expectations.validation import validate

    suites, data_docs = validate(run_id, now, home=home, database_url=database_url)
    return CheckReport(
        run_id=run_id,
        series_in_scope=series_in_scope,
        findings=findings,
        opened=opened,
        resolved=resolved,
        suites=suites,
        data_docs=data_docs,
    )


def check_sql(check_id: str) -> LiteralString:
    """The rule of a check: a query that selects its offenders among ``scope_reading``."""
    text = (sql_folder() / "checks" / f"{check_id}.sql").read_text(encoding="utf-8")
    return cast("LiteralString", text)


def find(
    connection: psycopg.Connection[Any], run_id: UUID, *, full: bool
) -> tuple[int, dict[str, int]]:
    """Fill the scope of the run and write what each check finds in it to ``check_finding``.

    Returns how many series are in scope and how many offenders each check found, zeros included.
    """
    undeclared = {path.stem for path in (sql_folder() / "checks").glob("*.sql")} - {
        check.check_id for check in CHECKS
    }
    if undeclared:
        raise CheckCouldNotRunError(f"not declared as checks: {', '.join(sorted(undeclared))}")
    parameters = {"run_id": run_id, "everything": full}
    connection.execute(query("take_check_scope"), parameters)
    connection.execute(query("widen_check_scope"), parameters)
    connection.execute(query("forget_findings"), parameters)
    connection.execute("ANALYZE check_scope")
    connection.execute(query("create_scope_run"))
    connection.execute(query("fill_scope_run"), parameters)
    connection.execute(query("create_scope_reading"))
    connection.execute(query("fill_scope_reading"), parameters)
    connection.execute("ANALYZE scope_reading")
    # The planner takes the steps of a check for a few rows each and would loop over them.
    connection.execute("SET LOCAL enable_nestloop = off")
    for table in ("scope_voice", "scope_point", "scope_expected"):
        connection.execute(query(f"create_{table}"))
        connection.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(table)))
    row = connection.execute(query("count_check_scope"), parameters).fetchone()
    findings: dict[str, int] = {}
    for check in CHECKS:
        # The rules carry no parameter of their own; only a per cent sign is doubled for the driver.
        rule = check_sql(check.check_id).replace("%", "%%")
        statement = sql.SQL(query("store_findings")).format(check=sql.SQL(rule))
        found = connection.execute(statement, {"run_id": run_id, "check_id": check.check_id})
        findings[check.check_id] = found.rowcount
    for check in CHECKS:
        told_twice = connection.execute(
            query("drop_told_twice"),
            {
                "run_id": run_id,
                "check_id": check.check_id,
                "explained_by": list(check.explained_by),
            },
        )
        findings[check.check_id] -= told_twice.rowcount
    connection.execute(query("forget_check_again"), parameters)
    connection.execute(query("keep_check_again"), parameters)
    connection.execute("SET LOCAL enable_nestloop = on")
    return (row[0] if row else 0), findings


def keep_flags(connection: psycopg.Connection[Any], run_id: UUID, now: datetime) -> tuple[int, int]:
    """Open, reopen and resolve flags by the findings of the run; return opened and resolved.

    A flag that is found again keeps its status and gets what the source says now. Only flags whose
    series was in scope can resolve. Muted flags stay muted.
    """
    parameters = {
        "run_id": run_id,
        "now": now,
        "checks": [check.check_id for check in CHECKS],
    }
    opened = connection.execute(query("keep_flags"), parameters).rowcount
    resolved = connection.execute(query("resolve_flags"), parameters).rowcount
    return opened, resolved
