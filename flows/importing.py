"""Ready articles from a file, one JSON object per line: read and loaded, without Prefect."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import urldefrag, urlsplit
from uuid import UUID, uuid4

import psycopg
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, field_validator

from flows.progress import step, told
from flows.reading import imported_article, places, read_imported, reader_version
from jipyo.pages.links import canonical_url
from jipyo.pages.model import Article
from jipyo.pages.moments import exists_in_every_zone
from jipyo.series.releases import same_release
from jipyo.store.articles import article_ids, load
from jipyo.store.database import connect, database_url
from jipyo.store.errors import JipyoError, in_a_sentence
from jipyo.store.home import Home
from jipyo.store.queries import query
from jipyo.store.releases import group_releases
from jipyo.store.runs import SEOUL, close_run, counted, open_run
from spiders.outlets import Outlet, load_outlets

logger = logging.getLogger("flows.importing")

BATCH_ARTICLES = 100
"""Articles per transaction: what a kill loses at most, and is imported again by the next run."""


class _RefusedError(ValueError):
    """A line that is no article, with the reason."""


class ImportedLine(BaseModel):
    """One line of an import: an article as somebody else has it.

    Attributes:
        url: Its address.
        outlet: Who published it: an id or name of `outlets.yaml`, or any name.
        published_at: When it was published, with its offset from UTC.
        title: Headline.
        body: Its text; paragraphs are best separated by blank lines.
        subtitle: Subtitle, if it has one.
        place: Local government that it is about; recognised from the text if not given.
        fetched_at: When the page showed this; the moment of the import if not given.
        modified_at: When it was last edited, if the page says so.
    """

    model_config = ConfigDict(str_strip_whitespace=True)

    url: str
    outlet: str = Field(min_length=1, max_length=80)
    published_at: AwareDatetime
    title: str = Field(min_length=1)
    body: str = Field(min_length=1)
    subtitle: str = ""
    place: str | None = None
    fetched_at: AwareDatetime | None = None
    modified_at: AwareDatetime | None = None

    @field_validator("published_at", "fetched_at", "modified_at", mode="before")
    @classmethod
    def _written_out(cls, value: object) -> object:
        # A number would be taken for seconds since 1970.
        if value is not None and not isinstance(value, str):
            raise ValueError("must be ISO 8601 with offset, such as 2026-11-16T09:00:00+09:00")
        return value

    @field_validator("published_at", "fetched_at", "modified_at")
    @classmethod
    def _has_a_day(cls, value: datetime | None) -> datetime | None:
        if value is not None and not exists_in_every_zone(value):
            raise ValueError(f"lies outside of the calendar: {value.isoformat()}")
        return value

    @field_validator("url")
    @classmethod
    def _is_address(cls, value: str) -> str:
        if urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).hostname:
            raise ValueError("must be a whole address, with https://")
        return value

    @field_validator("title", "body", "subtitle", "outlet", "url")
    @classmethod
    def _can_be_stored(cls, value: str) -> str:
        if "\0" in value:
            raise ValueError("holds a zero byte")
        return value.replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that was left out, with its number in the file and why."""

    number: int
    reason: str


@dataclass(slots=True)
class ImportReport:
    """What came of an import, in articles."""

    new: int = 0
    changed: int = 0
    known: int = 0
    figures: int = 0
    broken: int = 0
    bad: int = 0

    @property
    def message(self) -> str:
        """It in one line."""
        parts = [
            counted(self.new, "new article"),
            counted(self.changed, "new version") + " of known ones",
            f"{self.known} known already",
            counted(self.figures, "figure"),
        ]
        if self.broken:
            parts.append(f"{self.broken} on which a reader broke")
        if self.bad:
            parts.append(f"{counted(self.bad, 'bad line')} left out")
        return ", ".join(parts)


def import_articles(
    file: Path, *, now: datetime | None, tell: Callable[[str], None]
) -> ImportReport:
    """Load a file of ready articles.

    A text that is known at its address is left alone; another text there is a new version, known
    from ``fetched_at`` or else from ``now``. A bad line is told with its number and left out, and
    the rest goes on.

    Raises:
        JipyoError: the file cannot be read; nothing was imported.
    """
    try:
        total = _count_lines(file)
    except OSError as error:
        raise JipyoError(f"{file} cannot be read: {error.strerror}.") from None
    moment = now or datetime.now(UTC)
    home = Home.from_environment()
    outlets = load_outlets(home)
    by_name = {outlet.name: outlet for outlet in outlets.values()}
    report = ImportReport()
    run_id = uuid4()
    url = database_url(home)
    with connect(url) as connection:
        open_run(connection, run_id, "import", moment)
        try:
            with told(tell):
                done = 0
                lines = _lines(file, moment)
                while batch := list(islice(lines, BATCH_ARTICLES)):
                    good: list[tuple[int, ImportedLine]] = []
                    for number, line in batch:
                        if isinstance(line, BadLine):
                            report.bad += 1
                            tell(f"{file}, line {line.number}: {line.reason}")
                        else:
                            good.append((number, line))
                        done = number
                    with connection.transaction():
                        _load(connection, run_id, good, moment, outlets, by_name, report)
                    logger.info("%d of %d lines", done, total, extra=step("import", done, total))
                group_releases(connection, same_release)
        except BaseException as error:
            connection.rollback()
            close_run(connection, run_id, "failed", in_a_sentence(error))
            raise
        close_run(connection, run_id, "completed", report.message)
    return report


def _count_lines(file: Path) -> int:
    with file.open("rb") as lines:
        return sum(1 for _ in lines)


def _lines(file: Path, now: datetime) -> Iterator[tuple[int, ImportedLine | BadLine]]:
    with file.open("rb") as lines:
        yield from checked_lines(lines, now)


def checked_lines(
    lines: Iterable[bytes], now: datetime
) -> Iterator[tuple[int, ImportedLine | BadLine]]:
    """Each line that is not blank, with its number from 1; a bad one with what is wrong with it."""
    for number, raw in enumerate(lines, start=1):
        if not raw.strip():
            continue
        try:
            yield number, _line(raw, now)
        except ValidationError as error:
            faults = "; ".join(
                f"{'.'.join(map(str, fault['loc']))}: {fault['msg'].removeprefix('Value error, ')}"
                for fault in error.errors()
            )
            yield number, BadLine(number, faults)
        except _RefusedError as error:
            yield number, BadLine(number, str(error))


def _line(raw: bytes, now: datetime) -> ImportedLine:
    try:
        record: object = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _RefusedError(f"is not UTF-8: {error.reason} at byte {error.start}") from None
    except json.JSONDecodeError as error:
        raise _RefusedError(f"is no JSON: {error.msg} at character {error.colno}") from None
    except ValueError as error:  # A number with thousands of digits.
        raise _RefusedError(f"is no JSON that can be read: {error}") from None
    except RecursionError:
        raise _RefusedError("is nested too deeply") from None
    if not isinstance(record, dict):
        raise _RefusedError("is no JSON object")
    line = ImportedLine.model_validate(cast("dict[str, Any]", record))
    if line.fetched_at is not None and line.fetched_at > now:
        raise _RefusedError(f"fetched_at: {line.fetched_at.isoformat()} lies ahead")
    day = line.published_at.astimezone(SEOUL).date()
    if line.place is not None and places().resolve(line.place, day) is None:
        raise _RefusedError(
            f"place: {line.place} is not in the register of local governments; write its official "
            "name, such as 창원시, or leave it out"
        )
    return line


def _load(
    connection: psycopg.Connection,
    run_id: UUID,
    lines: Sequence[tuple[int, ImportedLine]],
    now: datetime,
    outlets: dict[str, Outlet],
    by_name: dict[str, Outlet],
    report: ImportReport,
) -> None:
    """Read and load a batch, leaving out what is known."""
    found: list[tuple[int, ImportedLine, str, Article, UUID, UUID]] = []
    for number, line in lines:
        outlet = outlets.get(line.outlet) or by_name.get(line.outlet)
        outlet_id = outlet.id if outlet else line.outlet
        article = stored_article(line, outlet)
        address = article.url
        connection.execute(
            query("register_imported_outlet"),
            {
                "outlet_id": outlet_id,
                "origin": f"{urlsplit(address).scheme}://{urlsplit(address).netloc}",
                "registered_at": now,
            },
        )
        ids = article_ids(outlet_id, address, article)
        found.append((number, line, outlet_id, article, *ids))
    known = _known(connection, "known_articles", {"article_ids": [each[4] for each in found]})
    seen = _known(connection, "known_versions", {"version_ids": [each[5] for each in found]})
    version = reader_version()
    results = []
    for number, line, outlet_id, article, article_id, version_id in found:
        if version_id in seen and line.fetched_at is None:
            # That somebody still has it does not say that the page still shows it; and what an
            # earlier reader made of it is for `jipyo reparse`.
            report.known += 1
            continue
        report.known += version_id in seen
        report.changed += version_id not in seen and article_id in known
        report.new += article_id not in known
        seen.add(version_id)
        known.add(article_id)
        outlet = outlets.get(outlet_id)
        results.append(
            read_imported(
                article,
                outlet_id=outlet_id,
                # Of two texts of one address in one file the later one stands.
                fetched_at=line.fetched_at or now + timedelta(microseconds=number),
                run_id=run_id,
                outlet_place=outlet.place if outlet else None,
                place_stated=line.place,
            )
        )
    counts = load(connection, run_id, results, reader_version=version)
    report.figures += counts.figures
    report.broken += counts.no_article


def _known(
    connection: psycopg.Connection,
    name: Literal["known_articles", "known_versions"],
    ids: dict[str, object],
) -> set[UUID]:
    return {row[0] for row in connection.execute(query(name), ids).fetchall()}


def stored_article(line: ImportedLine, outlet: Outlet | None) -> Article:
    """The article of a line, at the address under which collecting its page would store it."""
    canonical = (
        canonical_url(line.url, family=outlet.family, article_pattern=outlet.article_pattern)
        if outlet
        else None
    )
    return imported_article(
        url=canonical or urldefrag(line.url).url,
        title=line.title,
        subtitle=line.subtitle,
        body=line.body,
        published_at=line.published_at,
        modified_at=line.modified_at,
    )
