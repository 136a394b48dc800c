"""Everything that was read, read again by today's readers: in parallel, resumable, told before."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import psycopg
from psycopg.rows import dict_row

from flows.measures import home_overlay, measures_of
from flows.pool import Pool
from flows.progress import step, told
from flows.reading import imported_article, read_capture, read_imported, reader_version
from jipyo.series.registry import Registry
from jipyo.series.releases import same_release
from jipyo.store.articles import ReadCapture, captures_by_id, load
from jipyo.store.database import connect, database_url, open_connection
from jipyo.store.errors import JipyoError, in_a_sentence
from jipyo.store.home import Home
from jipyo.store.ids import content_id
from jipyo.store.overlay import Overlay
from jipyo.store.queries import query
from jipyo.store.redirects import REPLAY_LOCK, Settled, settle_redirects
from jipyo.store.releases import group_releases
from jipyo.store.retention import Frozen, frozen
from jipyo.store.runs import close_run, counted, open_run

logger = logging.getLogger("flows.reparse")

BATCH_ITEMS = 50
"""Captures and imports per transaction: what a kill loses at most."""


class Item(NamedTuple):
    """A capture or an imported version that another version of the readers read."""

    kind: str
    id: UUID
    outlet_id: str
    url: str


class Claim(NamedTuple):
    """What an observation says, without the ids of its figure and page."""

    place: str
    metric: str
    scope: str
    basis: str
    kind_class: str
    unit_class: str
    speaker: str
    role: str
    period_start: Any
    period_end: Any
    value: Any


class Work(NamedTuple):
    """What every process of a replay needs to know; all of them read with the same overlay."""

    url: str
    run_id: UUID
    now: datetime
    overlay: Overlay
    dry_run: bool


@dataclass(slots=True)
class ReparseReport:
    """What a replay changed, or would change: claims that went and came, and what stayed.

    ``moved`` counts figures that went from one measure to another, by the ids of both; ``settled``
    is what became of the series that they left. ``frozen`` stayed as it was: its bodies expired.
    """

    items: int = 0
    broken: int = 0
    same: int = 0
    gone: Counter[Claim] = field(default_factory=Counter[Claim])
    come: Counter[Claim] = field(default_factory=Counter[Claim])
    moved: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    settled: Settled = field(default_factory=lambda: Settled(0, 0))
    frozen: Frozen = field(default_factory=lambda: Frozen(0, 0))

    def add(self, other: ReparseReport) -> None:
        """Add what came of another batch."""
        self.items += other.items
        self.broken += other.broken
        self.same += other.same
        self.gone.update(other.gone)
        self.come.update(other.come)
        self.moved.update(other.moved)

    def series(self) -> list[tuple[str, str, int, int]]:
        """Place, measure, claims gone and come, those that change most first."""
        gone: Counter[tuple[str, str]] = Counter()
        come: Counter[tuple[str, str]] = Counter()
        for claim, times in self.gone.items():
            gone[claim.place, claim.metric] += times
        for claim, times in self.come.items():
            come[claim.place, claim.metric] += times
        return sorted(
            ((*key, gone[key], come[key]) for key in gone.keys() | come.keys()),
            key=lambda row: (-row[2] - row[3], row[0], row[1]),
        )


def reparse(
    *,
    workers: int,
    dry_run: bool,
    now: datetime | None,
    tell: Callable[[str], None],
    overlay: Overlay | None = None,
) -> ReparseReport:
    """Replay every capture and import that another version of the readers read.

    A batch is one transaction; one that is done is not done again, so a replay that was cut off
    goes on where it was. A page that now reads otherwise loses its old version, one that is no
    article any more loses what it claimed. Series that lost all their figures to others are
    redirected at the end, also those of a replay that was cut off before.

    Args:
        workers: How many processes read side by side.
        dry_run: Do all of it and take it back, to tell what would change. Which articles are
            copies of one release, and which series are redirected, is not computed then.
        now: The moment that the run is kept under.
        tell: Takes the lines of progress.
        overlay: The overlay of the registry that every process reads with; by default that of the
            home, as it stands now.

    Raises:
        JipyoError: another replay or the checks run, or the overlay is broken.
    """
    moment = now or datetime.now(UTC)
    known = home_overlay() if overlay is None else overlay
    version = reader_version(known)
    url = database_url(Home.from_environment())
    run_id = uuid4()
    report = ReparseReport()
    with connect(url) as lock, connect(url) as connection:
        lock.autocommit = True
        row = lock.execute("SELECT pg_try_advisory_lock(hashtext(%s))", (REPLAY_LOCK,)).fetchone()
        if row is None or not row[0]:
            raise JipyoError(
                "Another reparse runs, or the checks do, or housekeeping. Wait for it, or stop it; "
                "none is lost."
            )
        due = [
            Item(*row)
            for row in connection.execute(
                query("reparse_due"), {"reader_version": version}
            ).fetchall()
        ]
        report.frozen = frozen(connection, version)
        connection.commit()
        if not dry_run:
            open_run(connection, run_id, "reparse", moment)
        work = Work(url, run_id, moment, known, dry_run)
        try:
            with told(tell):
                for part in _replayed(work, due, workers):
                    report.add(part)
                    logger.info(
                        "%d of %d pages read again",
                        report.items,
                        len(due),
                        extra=step("reparse", report.items, len(due)),
                    )
                if not dry_run:
                    group_releases(connection, same_release)
                    report.settled = settle_redirects(connection, moment)
        except BaseException as error:
            connection.rollback()
            if not dry_run:
                close_run(connection, run_id, "failed", in_a_sentence(error))
            raise
        if not dry_run:
            close_run(connection, run_id, "completed", report_lines(report, dry_run)[0])
    return report


def report_lines(report: ReparseReport, dry_run: bool, *, most: int = 20) -> list[str]:
    """What a person reads: the sums, then the series that change most."""
    series = report.series()
    would = "would " if dry_run else ""
    lines = [
        f"{counted(report.items, 'page')} read again: {report.same} claims stay, "
        f"{report.gone.total()} {would}go, {report.come.total()} {would}come, "
        f"in {len(series)} series of a place and measure"
    ]
    if report.settled.series or report.settled.flags:
        lines.append(
            f"{report.settled.series} series redirected to those that have their figures now, "
            f"{counted(report.settled.flags, 'flag')} went along"
        )
    if report.frozen.pages:
        lines.append(
            f"{counted(report.frozen.pages, 'page')} frozen as read before, with "
            f"{counted(report.frozen.observations, 'observation')}: retention took the bodies"
        )
    if report.broken:
        lines.append(f"A reader broke on {counted(report.broken, 'page')}: see table failure.")
    lines += [
        f"  {place or '(no place)'}  {metric}  -{gone} +{come}"
        for place, metric, gone, come in series[:most]
    ]
    if len(series) > most:
        lines.append(f"  and {len(series) - most} more")
    return lines


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Cut items into batches; the pages of one article stay together."""
    batch: list[Item] = []
    for item in items:
        if len(batch) >= BATCH_ITEMS and (item.outlet_id, item.url) != (
            batch[-1].outlet_id,
            batch[-1].url,
        ):
            yield batch
            batch = []
        batch.append(item)
    if batch:
        yield batch


def _replayed(work: Work, due: Sequence[Item], workers: int) -> Iterator[ReparseReport]:
    batches = list(_batches(due))
    if workers == 1:
        for batch in batches:
            yield replay(work, batch)
        return
    with Pool(workers) as pool:
        for part in [pool.submit(replay, work, batch) for batch in batches]:
            yield pool.result(part)


_connections: dict[str, psycopg.Connection[Any]] = {}


def replay(work: Work, items: Sequence[Item]) -> ReparseReport:
    """Replay one batch in one transaction, and tell how its claims changed."""
    connection = _connections.get(work.url)
    if connection is None or connection.closed:
        connection = _connections[work.url] = open_connection(work.url)
    measures, version = measures_of(work.overlay), reader_version(work.overlay)
    # A dry run leaves no trace, not even of itself; and workers must not wait for one row.
    run_id = uuid4() if work.dry_run else work.run_id
    articles = {"article_ids": [content_id("article", (one.outlet_id, one.url)) for one in items]}
    with connection.transaction(force_rollback=work.dry_run):
        if work.dry_run:
            open_run(connection, run_id, "reparse", work.now)
        before = _picture(connection, articles)
        results = [
            *(
                read_capture(capture, measures)
                for capture in captures_by_id(
                    connection, [one.id for one in items if one.kind == "capture"]
                )
            ),
            *_imports(
                connection,
                run_id,
                [one.id for one in items if one.kind == "import"],
                measures,
            ),
        ]
        load(connection, run_id, results, reader_version=version)
        connection.execute(query("drop_stale_versions"))
        connection.execute(query("note_pages_read"))
        connection.execute(query("note_moved_figures"))
        after = _picture(connection, articles)
        moved = Counter(
            {
                (earlier, today): figures
                for earlier, today, figures in connection.execute(query("moved_figures"))
            }
        )
    return ReparseReport(
        items=len(items),
        broken=sum(one.article.state == "reader_error" for one in results),
        same=(before & after).total(),
        gone=before - after,
        come=after - before,
        moved=moved,
    )


def _picture(connection: psycopg.Connection[Any], articles: dict[str, Any]) -> Counter[Claim]:
    rows = connection.execute(query("reparse_picture"), articles).fetchall()
    return Counter(Claim(*row) for row in rows)


def _imports(
    connection: psycopg.Connection[Any],
    run_id: UUID,
    version_ids: list[UUID],
    measures: Registry,
) -> Iterator[ReadCapture]:
    if not version_ids:
        return
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(query("imports_by_id"), {"version_ids": version_ids}).fetchall()
    for row in rows:
        article = imported_article(
            **{
                name: row[name]
                for name in ("url", "title", "subtitle", "body", "published_at", "modified_at")
            }
        )
        yield read_imported(
            article,
            outlet_id=row["outlet_id"],
            fetched_at=row["recorded_at"],
            run_id=run_id,
            outlet_place=row["outlet_place"],
            place_stated=row["place_stated"],
            measures=measures,
        )
