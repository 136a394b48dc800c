"""From captures to observations: claim what waits, load what was read, in one transaction.

A batch is claimed with ``FOR UPDATE SKIP LOCKED`` and its results are committed by the transaction
that holds the claim. So any number of workers may drain the queue, a killed one releases its batch,
and no capture is ever read halfway. All ids are derived from content: reading a capture again gives
the same rows and adds none.
"""

from __future__ import annotations

import contextlib
import gzip
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql

from jipyo.figures.model import Figure
from jipyo.pages.model import Article
from jipyo.series.model import Identity, Relation, Relevance, RelevanceReason
from jipyo.store.database import open_connection
from jipyo.store.ids import content_id
from jipyo.store.queries import query
from jipyo.store.runs import SEOUL

EVIDENCE_CHARACTERS = 300
"""Longest sentence that is kept as evidence beside a figure."""


@dataclass(frozen=True, slots=True)
class CapturedAttachment:
    """An attached document as fetched, with its name as the page prints it."""

    url: str
    name: str
    body_sha256: bytes
    body: bytes


@dataclass(frozen=True, slots=True)
class AttachmentReading:
    """What came of reading an attached document.

    ``state`` is ``read``, or the reason why it gives no text (docs/reasons.md).
    """

    url: str
    name: str
    body_sha256: bytes
    state: str
    detail: str


def no_attachments() -> Sequence[CapturedAttachment]:
    """None: what a capture without attachments is read with."""
    return ()


@dataclass(frozen=True, slots=True)
class PendingCapture:
    """A capture that waits for its page reader, with what the outlet says of itself.

    ``charset`` is what the response's Content-Type declared, or ``None``. ``outlet_place`` is the
    local government to which the outlet belongs or about which it mostly writes. An imported
    article has no capture and no body; ``place_stated`` is what its line says of its place.
    ``attachments`` fetches the attached documents; only pages without a text need them.
    """

    capture_id: UUID | None
    outlet_id: str
    url: str
    fetched_at: datetime
    run_id: UUID | None
    body: bytes
    charset: str | None
    listed_at: datetime | None
    listed_from: str | None
    family: str
    outlet_place: str | None
    place_stated: str | None = None
    attachments: Callable[[], Sequence[CapturedAttachment]] = no_attachments


@dataclass(frozen=True, slots=True)
class ReadCapture:
    """What came of reading one capture.

    Where ``article.state`` is not ``article``, everything behind it is empty and the store keeps
    the state as the reason. ``identities`` has one entry per figure, in the same order, and
    ``relations`` number the figures by it.
    """

    capture: PendingCapture
    article: Article
    place: str | None = None
    relevance: Relevance = "other"
    relevance_reason: RelevanceReason = "no_place"
    figures: Sequence[Figure] = ()
    identities: Sequence[Identity] = ()
    relations: Sequence[Relation] = ()
    sentence_hashes: Sequence[int] = ()
    attachments: Sequence[AttachmentReading] = ()


@dataclass(slots=True)
class LoadCounts:
    """What a load did, in rows: captures read, of which no article, figures and observations."""

    captures: int = 0
    articles: int = 0
    no_article: int = 0
    figures: int = 0
    by_reason: dict[str, int] = field(default_factory=dict[str, int])

    def add(self, other: LoadCounts) -> None:
        """Add the counts of another batch."""
        self.captures += other.captures
        self.articles += other.articles
        self.no_article += other.no_article
        self.figures += other.figures
        for reason, pages in other.by_reason.items():
            self.by_reason[reason] = self.by_reason.get(reason, 0) + pages


def pending_captures(connection: psycopg.Connection[Any]) -> int:
    """How many captures wait for their page reader, claimed ones included."""
    row = connection.execute(query("pending_captures")).fetchone()
    return int(row[0]) if row else 0


def requeue_broken(connection: psycopg.Connection[Any], reader_version: str) -> int:
    """Put captures that another version of the readers could not read back into the queue.

    They are those on which it broke and those in which it did not find the text (selector_drift),
    also where it read them as another site family than their outlet has now. Returns how many
    there were. What this version could not read is left: it would not again.
    """
    with connection.transaction():
        return connection.execute(
            query("requeue_broken"), {"reader_version": reader_version}
        ).rowcount


def read_batch(
    connection: psycopg.Connection[Any],
    run_id: UUID,
    read: Callable[[PendingCapture], ReadCapture],
    *,
    size: int,
    reader_version: str,
) -> LoadCounts:
    """Claim up to ``size`` pending captures, read each with ``read``, load the results.

    One transaction: either the whole batch is in the tables and no longer pending, or nothing
    happened. Returns zero captures when nothing (unclaimed) waits.
    """
    with connection.transaction():
        results = [read(capture) for capture in claim_captures(connection, size)]
        return load(connection, run_id, results, reader_version=reader_version)


def claim_captures(connection: psycopg.Connection[Any], size: int) -> list[PendingCapture]:
    """Claim the oldest captures that wait, up to ``size``, until the transaction ends."""
    rows = connection.execute(query("claim_captures"), {"size": size})
    return [_pending(connection, row) for row in rows.fetchall()]


def for_another_process(capture: PendingCapture, database_url: str) -> PendingCapture:
    """The capture in a form that travels: its attachments come over a connection made for them."""
    where = (capture.outlet_id, capture.url, capture.fetched_at)
    return replace(capture, attachments=partial(_attachments_from, database_url, *where))


def _attachments_from(
    database_url: str, outlet_id: str, url: str, fetched_at: datetime
) -> Sequence[CapturedAttachment]:
    with contextlib.closing(open_connection(database_url)) as connection:
        # The one who waits for this holds locks, for which whoever changes a table waits.
        connection.execute("SET lock_timeout = '30s'")
        return _attachments(connection, outlet_id, url, fetched_at)


def captures_by_id(
    connection: psycopg.Connection[Any], capture_ids: Sequence[UUID]
) -> list[PendingCapture]:
    """Captures with their bodies, held until the transaction ends; article by article, in time."""
    rows = connection.execute(query("captures_by_id"), {"capture_ids": list(capture_ids)})
    return [_pending(connection, row) for row in rows.fetchall()]


def _attachments(
    connection: psycopg.Connection[Any], outlet_id: str, url: str, fetched_at: datetime
) -> Sequence[CapturedAttachment]:
    rows = connection.execute(
        query("attachments_of_capture"),
        {"outlet_id": outlet_id, "url": url, "fetched_at": fetched_at},
    )
    return [
        CapturedAttachment(url, name, digest, gzip.decompress(content))
        for url, name, digest, content in rows.fetchall()
    ]


def _pending(connection: psycopg.Connection[Any], row: tuple[Any, ...]) -> PendingCapture:
    content_type = str(row[6] or "")
    charset = None
    for parameter in content_type.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset" and value.strip():
            charset = value.strip().strip("\"'").lower()
    return PendingCapture(
        capture_id=row[0],
        outlet_id=row[1],
        url=row[2],
        fetched_at=row[3],
        run_id=row[4],
        body=gzip.decompress(row[5]),
        charset=charset,
        listed_at=row[7],
        listed_from=row[8],
        family=row[9],
        outlet_place=row[10],
        attachments=partial(_attachments, connection, row[1], row[2], row[3]),
    )


def load(
    connection: psycopg.Connection[Any],
    run_id: UUID,
    results: Sequence[ReadCapture],
    *,
    reader_version: str,
) -> LoadCounts:
    """Load what was read from captures; must run inside the transaction that claimed them."""
    counts = LoadCounts(captures=len(results))
    if not results:
        return counts
    rows = _Rows(run_id, reader_version)
    for result in results:
        rows.add(result)
        if result.article.state == "article":
            counts.articles += 1
            counts.figures += len(result.figures)
        else:
            counts.no_article += 1
            reason = result.article.state
            counts.by_reason[reason] = counts.by_reason.get(reason, 0) + 1
    connection.execute(query("stage_articles"))
    for rows_of_table in rows.of_pages():
        _copy(connection, "staged_", rows_of_table)
    # For the thousands of rows that the planner takes it for it goes through all captures.
    connection.execute("ANALYZE staged_capture (capture_id)")
    connection.execute(query("load_articles"))
    new = connection.execute(query("load_new_versions")).rowcount
    all_new = new == rows.versions
    if not all_new:
        row = connection.execute(query("is_read_anew")).fetchone()
        if row and row[0]:
            connection.execute(query("forget_readings"))
        connection.execute(query("load_known_versions"))
    connection.execute(query("load_series"))
    # Of a version that this transaction brought nobody else can know a figure: it needs no stage.
    for rows_of_table in rows.of_readings():
        _copy(connection, "" if all_new else "staged_", rows_of_table)
    if not all_new:
        connection.execute(query("load_readings"))
    connection.execute(query("load_observations"))
    connection.execute(query("note_pages_read"))
    connection.execute(query("note_moved_figures"))
    return counts


@dataclass(frozen=True, slots=True)
class _TableRows:
    """Rows of one table; those of a table of ids and numbers as lines of COPY's text form."""

    table: str
    columns: Sequence[str]
    rows: Iterable[tuple[Any, ...]] = ()
    lines: Iterable[str] = ()


def _copy(connection: psycopg.Connection[Any], prefix: str, found: _TableRows) -> None:
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(prefix + found.table),
        sql.SQL(", ").join(map(sql.Identifier, found.columns)),
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in found.rows:
            copy.write_row(row)
        for line in found.lines:
            copy.write(line)


class _Rows:
    """The rows of one batch, table by table."""

    def __init__(self, run_id: UUID, reader_version: str) -> None:
        self._run_id = run_id
        self._reader_version = reader_version
        self._captures: list[tuple[Any, ...]] = []
        self._attachments: list[tuple[Any, ...]] = []
        self._failures: list[tuple[Any, ...]] = []
        self._articles: list[tuple[Any, ...]] = []
        self._versions: list[tuple[Any, ...]] = []
        self._figures: dict[UUID, tuple[Any, ...]] = {}
        self._series: dict[UUID, tuple[Any, ...]] = {}
        self._relations: dict[tuple[UUID, UUID], tuple[Any, ...]] = {}
        self._sentences: dict[UUID, Sequence[int]] = {}

    @property
    def versions(self) -> int:
        """How many versions there are."""
        return len({version[0] for version in self._versions})

    def of_pages(self) -> Iterable[_TableRows]:
        """What was read of pages, and the series of it: it meets what is known."""
        yield _TableRows(
            "capture",
            ("capture_id", "parse_state", "page_state", "parse_detail", "parsed_in", "parsed_by"),
            self._captures,
        )
        yield _TableRows(
            "attachment",
            ("outlet_id", "page_url", "url", "body_sha256", "read_state", "read_detail"),
            self._attachments,
        )
        yield _TableRows(
            "failure",
            (
                "failure_id",
                "run_id",
                "outlet_id",
                "url",
                "step",
                "reason",
                "detail",
                "occurred_at",
            ),
            self._failures,
        )
        yield _TableRows(
            "article",
            ("article_id", "outlet_id", "url", "first_seen_at", "news_day", "release_id"),
            self._articles,
        )
        yield _TableRows(
            "article_version",
            (
                "version_id",
                "article_id",
                "title",
                "subtitle",
                "body",
                "text",
                "published_at",
                "published_day",
                "published_from",
                "modified_at",
                "byline",
                "section",
                "place",
                "place_stated",
                "relevance",
                "relevance_reason",
                "recorded_at",
                "capture_id",
                "reader_version",
                "body_from",
                "body_attachment",
            ),
            self._versions,
        )
        yield _TableRows(
            "series_key",
            (
                "series_id",
                "place",
                "place_id",
                "metric",
                "registered",
                "scope",
                "basis",
                "kind_class",
                "unit_class",
                "speaker",
            ),
            self._series.values(),
        )

    def of_readings(self) -> Iterable[_TableRows]:
        """What was read in versions, each after what it refers to."""
        yield _TableRows(
            "figure",
            (
                "figure_id",
                "version_id",
                "start_char",
                "end_char",
                "quote",
                "value",
                "value_high",
                "low",
                "high",
                "unit",
                "counter",
                "kind",
                "role",
                "phrase",
                "stands_in",
                "period_start",
                "period_end",
                "period_rung",
                "qualifiers",
                "malformed",
                "sentence",
                "series_id",
            ),
            self._figures.values(),
        )
        yield _TableRows(
            "figure_relation",
            (
                "relation_id",
                "version_id",
                "figure_id",
                "sort",
                "wording",
                "part",
                "complete",
                "compared_start",
                "compared_end",
            ),
            self._relations.values(),
        )
        yield _TableRows(
            "release_sentence",
            ("version_id", "sentence_hash"),
            # Half of all rows, of numbers alone: nothing in them is to be escaped.
            lines=(
                "".join([f"{version_id}\t{number}\n" for number in found])
                for version_id, found in self._sentences.items()
            ),
        )

    def add(self, result: ReadCapture) -> None:
        capture, article = result.capture, result.article
        is_article = article.state == "article"
        if capture.capture_id is not None:
            self._captures.append(
                (
                    capture.capture_id,
                    "article" if is_article else "no_article",
                    article.state,
                    article.detail,
                    self._run_id,
                    self._reader_version,
                )
            )
        for reading in result.attachments:
            self._add_attachment(capture, reading)
        if not is_article:
            self._add_failure(capture, capture.url, article.state, article.detail)
            return
        article_id, version_id = article_ids(capture.outlet_id, capture.url, article)
        published_at, published_day = _moment_and_day(article.published_at)
        modified_at, _ = _moment_and_day(article.modified_at)
        self._articles.append(
            (
                article_id,
                capture.outlet_id,
                capture.url,
                capture.fetched_at,
                published_day or capture.fetched_at.astimezone(SEOUL).date(),
                article_id,
            )
        )
        text = article.text
        self._versions.append(
            (
                version_id,
                article_id,
                article.title,
                article.subtitle,
                article.body,
                text,
                published_at,
                published_day,
                article.published_from,
                modified_at,
                article.byline,
                article.section,
                result.place,
                capture.place_stated,
                result.relevance,
                result.relevance_reason,
                capture.fetched_at,
                capture.capture_id,
                self._reader_version,
                article.body_from,
                article.body_attachment,
            )
        )
        for figure, identity in zip(result.figures, result.identities, strict=True):
            self._add_figure(figure, identity, version_id, text)
        for relation in result.relations:
            self._add_relation(relation, result.figures, version_id)
        self._sentences[version_id] = sorted(set(result.sentence_hashes))

    def _add_attachment(self, capture: PendingCapture, reading: AttachmentReading) -> None:
        self._attachments.append(
            (
                capture.outlet_id,
                capture.url,
                reading.url,
                reading.body_sha256,
                reading.state,
                reading.detail,
            )
        )
        if reading.state != "read":
            reason, detail = f"attachment_{reading.state}", f"{reading.name}: {reading.detail}"
            self._add_failure(capture, reading.url, reason, detail)

    def _add_failure(self, capture: PendingCapture, url: str, reason: str, detail: str) -> None:
        parts = (self._run_id, capture.outlet_id, url, "parse", reason)
        self._failures.append(
            (
                content_id("failure", parts),
                self._run_id,
                capture.outlet_id,
                url,
                "parse",
                reason,
                detail,
                capture.fetched_at,
            )
        )

    def _add_relation(
        self, relation: Relation, figures: Sequence[Figure], version_id: UUID
    ) -> None:
        members = [
            (_figure_id(version_id, figures[member.figure]), member.part)
            for member in relation.members
        ]
        spans = (f"{figures[member.figure].start} {member.part}" for member in relation.members)
        relation_id = content_id("relation", (version_id, relation.sort, *spans))
        compared_start, compared_end = relation.compared or (None, None)
        for figure_id, part in members:
            self._relations[relation_id, figure_id] = (
                relation_id,
                version_id,
                figure_id,
                relation.sort,
                relation.wording,
                part,
                relation.complete,
                compared_start,
                compared_end,
            )

    def _add_figure(
        self,
        figure: Figure,
        identity: Identity,
        version_id: UUID,
        text: str,
    ) -> None:
        figure_id = _figure_id(version_id, figure)
        series_id = _series_id(identity.key)
        self._figures[figure_id] = (
            figure_id,
            version_id,
            figure.start,
            figure.end,
            figure.text,
            figure.value,
            figure.value_high,
            figure.low,
            figure.high,
            figure.unit,
            figure.counter,
            figure.kind,
            figure.role,
            figure.phrase,
            figure.stands_in,
            figure.period.start,
            figure.period.end,
            figure.period.rung,
            list(figure.qualifiers),
            figure.malformed,
            evidence(text, figure),
            series_id,
        )
        self._series[series_id] = (
            series_id,
            identity.place,
            identity.place_id,
            identity.metric,
            identity.registered,
            identity.scope,
            identity.basis,
            identity.kind_class,
            identity.unit_class,
            identity.speaker,
        )


@lru_cache(maxsize=10_000)
def _figure_id_at(version_id: UUID, start: int, end: int) -> UUID:
    return content_id("figure", (version_id, start, end))


def _figure_id(version_id: UUID, figure: Figure) -> UUID:
    # Relations name the figures of their article again.
    return _figure_id_at(version_id, figure.start, figure.end)


@lru_cache(maxsize=50_000)
def _series_id(key: tuple[str, ...]) -> UUID:
    return content_id("series", key)


def article_ids(outlet_id: str, url: str, article: Article) -> tuple[UUID, UUID]:
    """The ids of an article (from outlet and address) and of its version (from its content)."""
    article_id = content_id("article", (outlet_id, url))
    published_at, published_day = _moment_and_day(article.published_at)
    modified_at, _ = _moment_and_day(article.modified_at)
    content = (article.title, article.subtitle, article.body)
    stated = (published_at or published_day, modified_at)
    return article_id, content_id("version", (article_id, *content, *stated))


def _moment_and_day(stated: datetime | date | None) -> tuple[datetime | None, date | None]:
    """Split what a page states into a moment, if it gives one, and a day in Asia/Seoul."""
    if isinstance(stated, datetime):
        return stated, stated.astimezone(SEOUL).date()
    return None, stated


def evidence(text: str, figure: Figure) -> str:
    """The sentence around a figure, cut around it to `EVIDENCE_CHARACTERS` where it is longer."""
    start, end = figure.sentence
    if end - start > EVIDENCE_CHARACTERS:
        room = max(EVIDENCE_CHARACTERS - (figure.end - figure.start), 0)
        start = max(start, figure.start - room // 2)
        end = min(end, max(start + EVIDENCE_CHARACTERS, figure.end))
    return text[start:end].strip()
