"""Run the checks: scope, findings, flags, and the Great Expectations suites over them.

Everything up to the flags is one transaction under a lock of its own, so a killed run leaves
nothing behind and two runs never look at each other's half. Great Expectations is imported inside
the functions that use it: that alone takes seconds, and not every command needs it.
"""

from __future__ import annotations

import logging
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, LiteralString, cast
from uuid import UUID

import psycopg
from psycopg import sql

from expectations.checks import CHECKS
from expectations.nearness import keep_nearness
from expectations.report import CheckReport
from expectations.wording import word_findings
from jipyo.store.database import connect
from jipyo.store.errors import JipyoError
from jipyo.store.queries import query, sql_folder
from jipyo.store.redirects import REPLAY_LOCK, settle_redirects
from jipyo.store.runs import news_day
from jipyo.store.statistics import renew_statistics

if TYPE_CHECKING:
    from jipyo.store.home import Home

logger = logging.getLogger("expectations.run")

_LOCK = "jipyo checks"
_SERIES_BY_KEY = 20_000
"""Series in scope up to which their observations are read by key: many nights, no whole store."""


class CheckCouldNotRunError(JipyoError):
    """A check or an expectation could not run; whatever is flagged is no such error."""


def run_checks(
    run_id: UUID,
    now: datetime,
    *,
    full: bool = False,
    since: datetime | None = None,
    home: Home | Path,
    database_url: str,
) -> CheckReport:
    """Check what changed since the last run of the checks, keep the flags, build the data docs.

    The scope is every series touched since then and the series of the same announcements; with
    ``full`` every series. The same measure of the same place in other scopes is read along for the
    periods that were touched. The run must stand in table ``night_run``. The same run may be
    repeated: it looks at the same scope, and at what was touched meanwhile, and makes nothing
    twice.

    Args:
        run_id: Run in whose name findings, flags and validation results are kept.
        now: The moment taken as now, with its zone; flags open and close at it.
        full: Look at every series.
        since: Look again at every series touched from this moment on.
        home: Home of this installation, or a folder that serves as one.
        database_url: libpq URL of the store.

    Raises:
        CheckCouldNotRunError: a check's SQL or an expectation broke, or one was dropped.
    """
    if now.tzinfo is None:
        raise ValueError(f"{now.isoformat()} has no zone; give an offset such as +09:00")
    # Great Expectations takes seconds to import; the server has work of its own meanwhile.
    ahead = Thread(target=import_module, args=("great_expectations",), daemon=True)
    ahead.start()
    with connect(database_url) as connection:
        renew_statistics(connection)
    with connect(database_url) as connection, connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (_LOCK,))
        # In half a replay figures seem to be gone, and flags would resolve that still hold.
        connection.execute("SELECT pg_advisory_xact_lock_shared(hashtext(%s))", (REPLAY_LOCK,))
        # Flags of series that were read anew must stand where their findings will be.
        settle_redirects(connection, now)
        series_in_scope, findings = find(connection, run_id, full=full, since=since)
        opened, resolved = keep_flags(connection, run_id, now)
    logger.info("%d series looked at; Great Expectations builds the data docs", series_in_scope)
    ahead.join()
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


def look_back(
    run_id: UUID, as_of: datetime, *, since: datetime | None = None, database_url: str
) -> tuple[int, dict[str, int]]:
    """Check the store as it was known at a moment, and keep nothing but what was found.

    No flag opens or resolves and nothing that is due is taken: flags tell how things stand, and a
    later run must find its work where it was. The findings stand in ``check_finding``.

    Args:
        run_id: Run in whose name findings are kept; it must stand in table ``night_run``.
        as_of: The moment, with its zone: only what was recorded by then counts.
        since: Look at the series touched from this moment on; by default at every one.
        database_url: libpq URL of the store.

    Returns:
        How many series were looked at and how many offenders each check found, zeros included.

    Raises:
        CheckCouldNotRunError: a check's SQL broke.
    """
    if as_of.tzinfo is None:
        raise ValueError(f"{as_of.isoformat()} has no zone; give an offset such as +09:00")
    with connect(database_url) as connection, connection.transaction():
        return find(connection, run_id, full=since is None, since=since, as_of=as_of)


def check_sql(check_id: str) -> LiteralString:
    """The rule of a check: a query that selects its offenders among ``scope_reading``."""
    text = (sql_folder() / "checks" / f"{check_id}.sql").read_text(encoding="utf-8")
    return cast("LiteralString", text)


def find(
    connection: psycopg.Connection[Any],
    run_id: UUID,
    *,
    full: bool,
    since: datetime | None = None,
    as_of: datetime | None = None,
) -> tuple[int, dict[str, int]]:
    """Fill the scope of the run and write what each check finds in it to ``check_finding``.

    With ``as_of`` the checks see the store as it was known then, and what is due stays due.
    Returns how many series are in scope and how many offenders each check found, zeros included.
    """
    undeclared = {path.stem for path in (sql_folder() / "checks").glob("*.sql")} - {
        check.check_id for check in CHECKS
    }
    if undeclared:
        raise CheckCouldNotRunError(f"not declared as checks: {', '.join(sorted(undeclared))}")
    parameters = {
        "run_id": run_id,
        "everything": full,
        "since": since,
        "as_of": as_of or "infinity",
    }
    # Loops over keys, which the planner is kept from where it chooses itself, count as ruinously
    # dear: it would compile whole statements for them.
    connection.execute("SET LOCAL jit = off")
    # The rows of a large night fit; with less every join of it goes by way of the disk.
    connection.execute("SET LOCAL work_mem = '64MB'")
    connection.execute(query("create_touched_series"))
    if as_of is None:
        connection.execute(query("take_check_due"), parameters)
        connection.execute(query("renew_series_told"))
    if since is not None:
        connection.execute(query("touch_since"), parameters)
    connection.execute("ANALYZE touched_series")
    if as_of is None:
        keep_nearness(connection, everything=full)
    connection.execute(query("fill_check_scope"), parameters)
    if as_of is None:
        connection.execute(query("take_check_again"), parameters)
        connection.execute(query("widen_check_scope"), parameters)
    connection.execute(query("forget_findings"), parameters)
    connection.execute("ANALYZE check_scope (run_id, series_id)")
    # Nine hundred rows tell the planner enough of tables that are gone after the run.
    connection.execute("SET LOCAL default_statistics_target = 3")
    row = connection.execute(query("count_check_scope"), parameters).fetchone()
    in_scope = row[0] if row else 0
    connection.execute(query("create_scope_companion"))
    connection.execute(query("fill_scope_companion"), parameters)
    connection.execute("ANALYZE scope_companion")
    connection.execute(query("create_scope_run"))
    connection.execute(query("fill_scope_run"), parameters)
    connection.execute(query("create_scope_reading"))
    by_key = in_scope <= _SERIES_BY_KEY
    with _planned(connection, by_key, "seqscan", "bitmapscan"):
        # To hash a table the planner would go through all of it, by whatever index.
        with _planned(connection, by_key, "hashjoin", "mergejoin"):
            connection.execute(query("fill_scope_reading"), parameters)
        _analyze(connection, "scope_reading")
        connection.execute(query("tell_same_words_as_one"))
        connection.execute(query("tell_shorter_as_one"))
        with _planned(connection, by_key, "hashjoin", "mergejoin"):
            connection.execute(query("create_scope_relation"))
        connection.execute(query("relations_follow_near"))
    _analyze(connection, "scope_relation")
    # The planner takes the steps of a check for a few rows each and would loop over them.
    connection.execute("SET LOCAL enable_nestloop = off")
    for table in (
        "scope_voice",
        "scope_point",
        "scope_said",
        "scope_camp",
        "scope_movement",
        "scope_expected",
    ):
        connection.execute(query(f"create_{table}"))
        _analyze(connection, table)
    findings: dict[str, int] = {}
    for check in CHECKS:
        # The rules carry no parameter of their own; only a per cent sign is doubled for the driver.
        rule = check_sql(check.check_id).replace("%", "%%")
        statement = sql.SQL(query("store_findings")).format(check=sql.SQL(rule))
        try:
            found = connection.execute(statement, {"run_id": run_id, "check_id": check.check_id})
        except (
            psycopg.ProgrammingError,
            psycopg.DataError,
            psycopg.IntegrityError,
        ) as error:
            raise CheckCouldNotRunError(
                f"The check {check.check_id} could not run; no flag was changed. "
                f"Look at sql/checks/{check.check_id}.sql: {error}"
            ) from error
        findings[check.check_id] = found.rowcount
    # A night may find more than all nights before it, of which alone the planner would know.
    _analyze(connection, "check_finding")
    for (check_id,) in connection.execute(query("drop_findings_of_companions"), parameters):
        findings[check_id] -= 1
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
    connection.execute("SET LOCAL enable_nestloop = on")
    word_findings(connection, run_id)
    if as_of is None:
        connection.execute(query("forget_check_again"), parameters)
        connection.execute(query("keep_check_again"), parameters)
    return in_scope, findings


@contextmanager
def _planned(
    connection: psycopg.Connection[Any], by_key: bool, *without: LiteralString
) -> Generator[None]:
    """Keep the planner from ways that go through whole tables, which grow with the store.

    It takes rows by key for dearer than they are.
    """
    for way in without if by_key else ():
        connection.execute(sql.SQL("SET LOCAL {} = off").format(sql.Identifier(f"enable_{way}")))
    yield
    for way in without if by_key else ():
        connection.execute(sql.SQL("SET LOCAL {} = on").format(sql.Identifier(f"enable_{way}")))


_JOINED = (
    "run_id",
    "check_id",
    "flag_id",
    "fingerprint",
    "status",
    "series_id",
    "figure_id",
    "version_id",
    "article_id",
    "release_id",
    "relation_id",
    "place",
    "metric",
    "unit",
    "value",
    "kind_class",
    "role",
    "stands_in",
    "period_start",
    "period_end",
    "starts",
    "ends",
    "length",
    "frame_start",
    "sort",
    "part",
)
"""Columns of the tables of a run on which plans depend most: they meet by them or are sieved."""


def _analyze(connection: psycopg.Connection[Any], table: str) -> None:
    """Let the planner know the columns by which tables meet: all of them would take far longer."""
    columns = connection.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attname = ANY (%s)"
        " ORDER BY attnum",
        (table, list(_JOINED)),
    ).fetchall()
    connection.execute(
        sql.SQL("ANALYZE {} ({})").format(
            sql.Identifier(table), sql.SQL(", ").join(sql.Identifier(name) for (name,) in columns)
        )
    )


def keep_flags(connection: psycopg.Connection[Any], run_id: UUID, now: datetime) -> tuple[int, int]:
    """Open, reopen and resolve flags by the findings of the run; return opened and resolved.

    A flag that is found again keeps its status and gets what the source says now. Only flags whose
    series was in scope can resolve. Muted flags stay muted until their last day is over; then they
    are open where they are still found, and resolved where they are not.
    """
    parameters = {
        "run_id": run_id,
        "now": now,
        "today": news_day(now),
        "checks": [check.check_id for check in CHECKS],
    }
    connection.execute(query("lock_flags"), parameters)
    opened = connection.execute(query("keep_flags"), parameters).rowcount
    _analyze(connection, "flag")
    resolved = connection.execute(query("resolve_flags"), parameters).rowcount
    return opened, resolved
