"""Run the suites with Great Expectations and build its data docs.

The Great Expectations project lives in the home folder, is generated from `expectations.suites` in
every run, and keeps the last `RESULTS_KEPT` results of each suite. All of it can be made again.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import psycopg

from expectations.appearance import (
    ResultLine,
    as_text,
    forget_lines,
    make_self_contained,
    write_index,
)
from expectations.report import SuiteOutcome
from expectations.run import CheckCouldNotRunError
from expectations.suites import SuitePart, suite_parts
from jipyo.store.database import connect, sqlalchemy_url
from jipyo.store.queries import sql_folder

if TYPE_CHECKING:
    from great_expectations.core import ExpectationSuiteValidationResult
    from great_expectations.core.validation_definition import ValidationDefinition
    from great_expectations.data_context.data_context.file_data_context import FileDataContext

    from jipyo.store.home import Home

RESULTS_KEPT = 30
"""Results of each validation that are kept, and shown in the data docs."""

_URL_VARIABLE = "JIPYO_CHECKS_DATABASE_URL"
_GRAVEST_FIRST = ("critical", "warning", "info")


def validate(
    run_id: UUID, now: datetime, *, home: Home | Path, database_url: str
) -> tuple[Mapping[str, SuiteOutcome], Path]:
    """Run every suite over the rows of one run of the checks.

    Returns what came of each suite and the index page of the data docs.

    Raises:
        CheckCouldNotRunError: an expectation broke, or not all of them ran.
    """
    root = _project_folder(home)
    root.mkdir(parents=True, exist_ok=True)
    with _alone(root.parent / f"{root.name}.lock"), _url_in_environment(database_url):
        context = _open_project(root)
        parts = suite_parts()
        batches = _batches(run_id, now, database_url, sorted({part.batch for part in parts}))
        results = _run(context, parts, batches, run_id, now)
        _make_results_text(root, run_id)
        _forget(root, _old_results(root, RESULTS_KEPT))
        index = _build_docs(context, root, run_id)
        _put_first(index, parts, results, run_id)
    return _outcomes(parts, results), index


def forget_validations(home: Home | Path, *, keep: int, dry_run: bool = False) -> int:
    """Delete all but the last results of each suite, with their pages; return how many went.

    The index, whose lines of earlier runs are taken from the pages that are there, is written anew.
    Every run of the checks keeps `RESULTS_KEPT` by itself; this is for keeping fewer.

    Args:
        home: Home of this installation, or a folder that serves as one.
        keep: Results of each suite that stay; at least the last.
        dry_run: Only count.
    """
    root = _project_folder(home)
    if keep < 1:
        raise ValueError(f"at least the last result stays, not {keep}")
    if not root.is_dir():
        return 0
    with _alone(root.parent / f"{root.name}.lock"):
        old = _old_results(root, keep)
        if old and not dry_run:
            _forget(root, old)
            forget_lines(_site(root))
    return len(old)


def _project_folder(home: Home | Path) -> Path:
    return (home if isinstance(home, Path) else home.root) / "great_expectations"


@contextmanager
def _alone(lock: Path) -> Generator[None]:
    """Two runs in one project folder would overwrite each other's files."""
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextmanager
def _url_in_environment(database_url: str) -> Generator[None]:
    """The project names the variable, so that no password is written into its files."""
    before = os.environ.get(_URL_VARIABLE)
    os.environ[_URL_VARIABLE] = sqlalchemy_url(database_url)
    try:
        yield
    finally:
        if before is None:
            del os.environ[_URL_VARIABLE]
        else:
            os.environ[_URL_VARIABLE] = before


def _open_project(root: Path) -> FileDataContext:
    """The project in this folder, made where it is missing and anew where it is broken."""
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="file", context_root_dir=root)
    if context.variables.analytics_enabled is not False:
        context.variables.analytics_enabled = False
        context.variables.progress_bars = ProgressBarsConfig(globally=False)
        context.variables.save()
        # Progress bars are set up when a context is made.
        context = gx.get_context(mode="file", context_root_dir=root)
    return context


def _batches(run_id: UUID, now: datetime, database_url: str, names: list[str]) -> Mapping[str, str]:
    """The query of each batch, with the run and the moment written into it as literals."""
    parameters = {"run_id": run_id, "now": now}
    with connect(database_url) as connection, psycopg.ClientCursor(connection) as cursor:
        return {
            name: cursor.mogrify((sql_folder() / "shape" / f"{name}.sql").read_bytes(), parameters)
            for name in names
        }


def _run(
    context: FileDataContext,
    parts: tuple[SuitePart, ...],
    batches: Mapping[str, str],
    run_id: UUID,
    now: datetime,
) -> Mapping[tuple[str, str], ExpectationSuiteValidationResult]:
    """One checkpoint over all parts; the result of each part by its suite and batch."""
    import great_expectations as gx
    from great_expectations.checkpoint.checkpoint import Checkpoint
    from great_expectations.core.result_format import ResultFormat

    source = context.data_sources.add_or_update_postgres(
        "postgres",
        connection_string=f"${{{_URL_VARIABLE}}}",
        # Else each of some forty questions would select all rows anew.
        create_temp_table=True,
    )
    whole = {
        # Great Expectations takes queries that begin with SELECT, not with our comments.
        name: source.add_query_asset(
            name,
            query=f"SELECT * FROM (\n{text}\n) AS {name}",  # noqa: S608 - our own files
        ).add_batch_definition("all")
        for name, text in batches.items()
    }
    definitions: list[ValidationDefinition] = []
    for part in parts:
        suite = context.suites.add_or_update(
            gx.ExpectationSuite(name=_part_name(part), expectations=list(part.expectations))
        )
        definitions.append(
            context.validation_definitions.add_or_update(
                gx.ValidationDefinition(name=_part_name(part), data=whole[part.batch], suite=suite)
            )
        )
    checkpoint = context.checkpoints.add_or_update(
        Checkpoint(
            name="checks",
            validation_definitions=definitions,
            actions=[],
            result_format=ResultFormat.COMPLETE,
        )
    )
    try:
        run = checkpoint.run(run_id=gx.RunIdentifier(run_name=str(run_id), run_time=now))
    finally:
        # Each keeps connections of its own, for as long as somebody still has the project.
        source.get_engine().dispose()
        source.get_execution_engine().close()
    by_name = {result.suite_name: result for result in run.run_results.values()}
    return {(part.suite, part.batch): by_name[_part_name(part)] for part in parts}


def _part_name(part: SuitePart) -> str:
    return f"{part.suite}_{part.batch}"


def _outcomes(
    parts: tuple[SuitePart, ...],
    results: Mapping[tuple[str, str], ExpectationSuiteValidationResult],
) -> Mapping[str, SuiteOutcome]:
    outcomes: dict[str, SuiteOutcome] = {}
    for part in parts:
        ran = results[part.suite, part.batch].results
        if len(ran) != len(part.expectations):
            raise CheckCouldNotRunError(
                f"{len(part.expectations)} expectations are defined over {part.batch} in suite "
                f"{part.suite}, but {len(ran)} ran"
            )
        failed: list[str] = []
        for result in ran:
            trouble = _trouble(result.exception_info)
            asked = result.expectation_config
            if trouble or asked is None:
                raise CheckCouldNotRunError(
                    f"suite {part.suite}, {asked.description if asked else 'unnamed'}: {trouble}"
                )
            if not result.success:
                failed.append(str(asked.severity.value))
        known = outcomes.get(part.suite, SuiteOutcome(part.suite, True, 0, 0, None))
        worst = [known.worst, *failed]
        outcomes[part.suite] = SuiteOutcome(
            name=part.suite,
            succeeded=known.succeeded and not failed,
            expectations=known.expectations + len(ran),
            failed=known.failed + len(failed),
            worst=next((severity for severity in _GRAVEST_FIRST if severity in worst), None),
        )
    return outcomes


def _trouble(exception_info: Mapping[str, Any] | None) -> str:
    """What broke an expectation: one record, or one for each metric that it needed."""
    if not exception_info:
        return ""
    records = [exception_info] if "raised_exception" in exception_info else exception_info.values()
    return "; ".join(
        str(record["exception_message"]) for record in records if record["raised_exception"]
    )


def _forget(root: Path, results: list[Path]) -> None:
    """Delete results with their pages."""
    pages = _site(root) / "validations"
    for result in results:
        # Pages first: a result without a page is found again, a page without a result is not.
        shutil.rmtree(pages / result.parent.name / result.name, ignore_errors=True)
        shutil.rmtree(result)


def _make_results_text(root: Path, run_id: UUID) -> None:
    """Make text of the values in the results of a run, before pages are built from them.

    What is expected is written by us and stays; what was found has words of strangers in it.
    """
    for file in (root / "uncommitted" / "validations").glob(f"*/{run_id}/**/*.json"):
        record = json.loads(file.read_text(encoding="utf-8"))
        for one in record["results"]:
            one["result"] = as_text(one["result"])
        file.write_text(json.dumps(record, ensure_ascii=False, indent=2), encoding="utf-8")


def _site(root: Path) -> Path:
    return root / "uncommitted" / "data_docs" / "local_site"


def _old_results(root: Path, keep: int) -> list[Path]:
    """The folders of results behind the last ones of each suite."""
    return [
        old
        for suite in sorted((root / "uncommitted" / "validations").glob("*"))
        for old in sorted(
            suite.glob("*"), key=lambda folder: folder.stat().st_mtime_ns, reverse=True
        )[keep:]
    ]


def _build_docs(context: FileDataContext, root: Path, run_id: UUID) -> Path:
    """Build the pages of this run and of the suites; those of earlier runs stay as they are.

    To build them all would take as long as thirty nights. Returns where the index belongs, which is
    ours: `write_index`.
    """
    site = _site(root)
    pages = site / "validations"
    results = list(context.validation_results_store.list_keys())
    known = {path.name for path in pages.glob("*/*")}
    wanted = [
        key
        for key in results
        if key.run_id.run_name == str(run_id) or str(key.run_id.run_name) not in known
    ]
    suites = site / "expectations"
    shutil.rmtree(suites, ignore_errors=True)  # One may be there no more.
    context.build_data_docs(
        resource_identifiers=[*context.expectations_store.list_keys(), *wanted],
        build_index=False,
    )
    built = {str(key.run_id.run_name) for key in wanted}
    for folder in (suites, *(path for path in pages.glob("*/*") if path.name in built)):
        make_self_contained(folder)
    return site / "index.html"


def _put_first(
    index: Path,
    parts: tuple[SuitePart, ...],
    results: Mapping[tuple[str, str], ExpectationSuiteValidationResult],
    run_id: UUID,
) -> None:
    """Write the index with the results of the run on top."""
    lines = [
        ResultLine(
            name=_part_name(part),
            page=page.relative_to(index.parent).as_posix(),
            succeeded=bool(result.success),
            failed=sum(not expectation.success for expectation in result.results),
            expectations=len(result.results),
        )
        for part in parts
        for result in [results[part.suite, part.batch]]
        for page in index.parent.glob(f"validations/{_part_name(part)}/{run_id}/*/*.html")
    ]
    if len(lines) < len(parts):
        raise CheckCouldNotRunError(f"the data docs were built, but pages of {run_id} are missing")
    write_index(index, str(run_id), lines)
