"""Builds the site: which pages there are, which of them must be made anew, and where they lie.

A page is only written where what it rests on changed, or where the site itself did: the folder
keeps a list of its pages with a digest of each. So a night costs what it changed, not what there
is. Nothing in a page depends on the clock: the same tables give the same bytes.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from expectations.checks import CHECKS
from jipyo.report.charts import draw, drawings_in, looks, redrawn
from jipyo.report.content import (
    Measured,
    Series,
    ShownFlag,
    Wording,
    last_night,
    measured,
    past_flags,
    series_of,
    shown_flags,
    told_of,
    wordings_of,
)
from jipyo.report.measures import Charted, chart_text, charted, grouped
from jipyo.report.templates import (
    ChartMarkup,
    Link,
    Pages,
    charts_in,
    past_in,
    past_marked,
    rows_in,
)
from jipyo.report.words import LANGUAGES, Speech
from jipyo.store.errors import JipyoError
from jipyo.store.flags import Language, Severity
from jipyo.store.health import OutletHealth, outlet_health
from jipyo.store.queries import query, sql_folder

BATCH_MEASURES = 200
"""Measures whose series are read from the store at once."""

BATCH_CHARTS = 100
"""Charts that are drawn at once."""

NIGHTS_SHOWN = 30
"""Nights of each outlet."""

FLAGS_WITH_EVIDENCE = 300
"""Flags of the list that have their evidence beside them; that of others is on their measure."""

FRESH_SHOWN = 20
"""Flags told on the overview."""

ONCE_SHOWN = 100
"""Measures without a page that a place names; the others it counts."""

_LIST = ".jipyo-report.json"
_ASSETS = ("site.css", "filter.js")


@dataclass(frozen=True, slots=True)
class ReportBuilt:
    """What a build came to: pages written, left as they were, and removed; and how long it took."""

    folder: Path
    written: int
    unchanged: int
    removed: int
    measures: int
    charts: int
    seconds: float

    @property
    def index(self) -> Path:
        """The page to open."""
        return self.folder / "index.html"

    @property
    def message(self) -> str:
        """It in one line."""
        return (
            f"{self.written} pages written, {self.unchanged} left as they were, {self.removed} "
            f"removed; {self.measures} measures, {self.charts} charts drawn, {self.seconds:.1f} s"
        )


def build_report(
    connection: psycopg.Connection[Any],
    folder: Path,
    *,
    language: Language = "ko",
    place: str | None = None,
    run_id: UUID | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> ReportBuilt:
    """Build the site in a folder, or bring it up to date.

    Args:
        connection: A connection to the store; it must be in no transaction.
        folder: Where the site lies; made if new. It must be empty or a site of ours.
        language: Language of the pages at the top; the others lie in a folder of their own.
        place: Build a site of this place alone, with the industrial complexes in it.
        run_id: The run that is told as the last night, though it has not ended yet; by default the
            last one that ended well.
        tell: Takes the lines of progress.

    Raises:
        JipyoError: the folder cannot be written, holds other things, or there is no such place.
    """
    started = time.perf_counter()
    try:
        with _site(folder) as files:
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            charts, measures = _Builder(connection, files, language, place, run_id, tell).build()
            connection.commit()
    except OSError as error:
        raise JipyoError(
            f"The report cannot be written to {folder}: {error.strerror or error}. Give another "
            "folder with --out."
        ) from error
    return ReportBuilt(
        folder=folder,
        written=files.written,
        unchanged=files.unchanged,
        removed=files.removed,
        measures=measures,
        charts=charts,
        seconds=time.perf_counter() - started,
    )


class _Files:
    """The files of a site: each is written only where its digest is another one."""

    def __init__(self, folder: Path, before: Mapping[str, str]) -> None:
        self._folder = folder
        # Of thousands of files each night: to put paths together takes longer than to look there.
        self._root = f"{folder}/"
        self._before = before
        self._folders: set[str] = set()
        self.now: dict[str, str] = {}
        self.written = self.unchanged = self.removed = 0

    def stands(self, path: str, digest: str) -> bool:
        """Whether a file is there that was made of this; then it stays."""
        if self._before.get(path) != digest or not self._is_file(path):
            return False
        self.now[path] = digest
        self.unchanged += 1
        return True

    def text_before(self, path: str) -> str:
        """What an earlier build wrote into a file; nothing where there is none."""
        if path not in self._before or not self._is_file(path):
            return ""
        # Not as a text file: to look for other ends of lines takes longer than to read it.
        return (self._folder / path).read_bytes().decode()

    def _is_file(self, path: str) -> bool:
        return os.path.isfile(self._root + path)  # noqa: PTH113 - as said above

    def put(self, path: str, content: str, digest: str | None = None) -> None:
        """Write a file, as a whole or not at all."""
        digest = digest or _digest(content)
        if self.stands(path, digest):
            return
        folder, _, name = f"{self._root}{path}".rpartition("/")
        # A folder that is there costs a night as much as a page where the disk is busy.
        if folder not in self._folders:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)
        beside = Path(f"{folder}/.{name}.new")
        beside.write_bytes(content.encode())
        beside.replace(f"{folder}/{name}")
        self.now[path] = digest
        self.written += 1

    def remove_others(self) -> None:
        """Remove what an earlier build made and this one did not."""
        for path in self._before.keys() - self.now.keys():
            file = self._folder / path
            file.unlink(missing_ok=True)
            self.removed += 1
            for parent in file.parents:
                if parent == self._folder or any(parent.iterdir()):
                    break
                parent.rmdir()

    @property
    def made_so_far(self) -> dict[str, str]:
        """The list to keep where a build was broken off: what is there, old or new."""
        return {**self._before, **self.now}


@contextmanager
def _site(folder: Path) -> Generator[_Files]:
    """The files of a folder, for one build at a time; the list of them is kept at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    listed = folder / _LIST
    if not listed.exists() and any(folder.iterdir()):
        raise JipyoError(
            f"{folder} holds other things than a report of Jipyo. Give an empty folder with --out."
        )
    with listed.open("a+", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        files = _Files(folder, _read_list(listed))
        kept: Mapping[str, str] | None = None
        try:
            yield files
            files.remove_others()
            kept = files.now
        finally:
            lock.seek(0)
            lock.truncate()
            json.dump(kept if kept is not None else files.made_so_far, lock, indent=0)
            lock.flush()
            os.fsync(lock.fileno())


def _read_list(listed: Path) -> dict[str, str]:
    text = listed.read_text(encoding="utf-8")
    if not text:
        return {}
    try:
        return json.loads(text)
    except ValueError:
        # Cut off by a crash of the machine: all is made anew, and nothing is removed unseen.
        folder = listed.parent
        pages = (file.relative_to(folder).as_posix() for file in folder.rglob("*.html"))
        return dict.fromkeys(pages, "")


def _digest(*parts: object) -> str:
    return sha256("\0".join(map(str, parts)).encode()).hexdigest()[:24]


@cache
def _edition() -> str:
    """Changes whenever the site itself does: code, templates, words, style, drawings and SQL."""
    folder, sql = Path(__file__).parent, sql_folder()
    files = sorted(file for file in folder.rglob("*") if file.is_file() and file.suffix != ".pyc")
    files += sorted(sql.glob("queries/report_*.sql"))
    # Their functions put amounts and periods into words.
    files += sorted(sql.glob("migrations/*.sql")) + sorted(sql.glob("views/*.sql"))
    files.append(folder.parent / "plain.py")
    return _digest(version("vl-convert-python"), *(file.read_bytes() for file in files))


_PLAIN = re.compile(r"[a-z0-9][a-z0-9._-]{0,60}")


def slug(name: str) -> str:
    """A name as a part of an address: itself where it is plain, else a digest of it.

    Nothing that strangers wrote comes into a path.
    """
    if _PLAIN.fullmatch(name) and ".." not in name and not name.endswith("."):
        return name
    return f"x-{sha256(name.encode()).hexdigest()[:12]}"


def place_folder(place: str, place_id: str | None) -> str:
    """The folder of a place in the site."""
    return f"places/{slug(place_id or place)}"


@dataclass(slots=True)
class _Planned:
    """A chart of a page: what it is made of, and how it stands, or is made and drawn anew.

    ``drawings`` and ``rows`` are those of the charts of its page that do not stand any more.
    """

    series: Sequence[Series]
    flags: Sequence[ShownFlag]
    digest: str
    stands: Mapping[Language, ChartMarkup]
    drawings: Mapping[str, str]
    rows: Mapping[Language, Mapping[str, str]]
    made: Charted | None = None
    drawing: Future[None] | None = None

    def has_row(self, digest: str) -> bool:
        """Whether a row stands in the page in all languages."""
        return all(digest in rows for rows in self.rows.values())


def _draw(planned: Sequence[_Planned]) -> None:
    made = [chart.made for chart in planned if chart.made is not None]
    for chart, drawing in zip(made, draw([chart.marks for chart in made]), strict=True):
        chart.drawing = drawing


class _Builder:
    def __init__(
        self,
        connection: psycopg.Connection[Any],
        files: _Files,
        language: Language,
        place: str | None,
        run_id: UUID | None,
        tell: Callable[[str], None],
    ) -> None:
        self._connection = connection
        self._files = files
        self._place = place
        self._run_id = run_id
        self._tell = tell
        self._language: Language = language
        # The one at the top first.
        self._languages: list[Language] = [language, *(one for one in LANGUAGES if one != language)]

    def build(self) -> tuple[int, int]:
        """Make what changed; returns how many charts were drawn and how many measures there are."""
        found = measured(self._connection, self._place)
        if self._place is not None and not found:
            raise JipyoError(
                f"Nothing was said of {self._place}. Give the official name, as 창원시; the "
                "overview of a report of all places has every name."
            )
        self._flags = shown_flags(self._connection, self._place)
        # A flag is of its measure, of its series and of its place: it is looked through once.
        self._flag_states = {flag.flag_id: _digest(flag) for flag in self._flags}
        self._flags_by_page: dict[tuple[str, str], list[ShownFlag]] = {}
        self._flags_by_series: dict[UUID, list[ShownFlag]] = {}
        for flag in self._flags:
            self._flags_by_page.setdefault((flag.place, flag.metric), []).append(flag)
            for series_id in {piece.series_id for piece in flag.evidence if piece.series_id}:
                self._flags_by_series.setdefault(UUID(series_id), []).append(flag)
        self._measured = found
        with_page = [one for one in found if one.has_page]
        self._addresses = {
            (one.place, one.metric): f"{place_folder(one.place, one.place_id)}/"
            f"{slug(one.metric)}.html"
            for one in with_page
        }
        labels = self._connection.execute(query("report_labels")).fetchone()
        self._edition = _digest(_edition(), labels, self._language)
        outlets = self._connection.execute(query("report_outlets")).fetchone()
        self._edition_of_rows = _digest(self._edition, outlets)
        self._pages: dict[Language, Pages] = {
            language: Pages(
                language,
                folder="" if language == self._language else f"{language}/",
                other_folder=f"{self._languages[1]}/" if language == self._language else "",
                address_of=self._address_of,
                is_whole=self._place is None,
            )
            for language in self._languages
        }
        for name in _ASSETS:
            asset = Path(__file__).parent / "assets" / name
            self._files.put(f"assets/{name}", asset.read_text(encoding="utf-8"))
        charts = self._measure_pages(with_page)
        self._place_pages()
        self._other_pages()
        return charts, len(found)

    def _address_of(self, place: str, metric: str) -> str | None:
        return self._addresses.get((place, metric))

    def _states(self, flags: Iterable[ShownFlag]) -> Sequence[str]:
        return [self._flag_states[flag.flag_id] for flag in flags]

    def _measure_pages(self, pages: Sequence[Measured]) -> int:
        waiting: list[tuple[Measured, str, list[ShownFlag], list[ShownFlag]]] = []
        for page in pages:
            own = self._flags_by_page.get((page.place, page.metric), [])
            here = [
                flag
                for series_id in page.series_ids
                for flag in self._flags_by_series.get(series_id, ())
            ]
            digest = _digest(
                self._edition, page.place, page.place_id, page.metric, page.label_ko, page.label_en,
                page.state, page.past_state, self._states(own), self._states(here),
                *(one.hex for one in page.series_ids),
            )  # fmt: skip
            path = self._addresses[page.place, page.metric]
            # Both, so that both are kept.
            stand = [
                self._files.stands(f"{one.folder}{path}", digest) for one in self._pages.values()
            ]
            if not all(stand):
                waiting.append((page, digest, own, here))
        charts = 0
        for start in range(0, len(waiting), BATCH_MEASURES):
            batch = waiting[start : start + BATCH_MEASURES]
            charts += self._pages_of_measures(batch)
            done = start + len(batch)
            self._tell(f"{done} of {len(waiting)} pages of measures made anew")
        return charts

    def _pages_of_measures(
        self, batch: Sequence[tuple[Measured, str, list[ShownFlag], list[ShownFlag]]]
    ) -> int:
        """Write some pages; what stands in them already is taken from there and not drawn again."""
        ids = [series_id for page, *_ in batch for series_id in page.series_ids]
        series = series_of(self._connection, ids)
        planned: list[list[_Planned]] = []
        histories: list[Mapping[Language, str]] = []
        for page, _, _, here in batch:
            before = self._as_it_stands(page)
            planned.append(self._planned(page, here, series, before))
            histories.append(self._history_in(page, before))
        new = [
            one.series_id
            for charts in planned
            for chart in charts
            if not chart.stands
            for one in chart.series
        ]
        told = told_of(self._connection, new)
        to_draw: list[_Planned] = []
        # Vega draws outside of the lock of the interpreter: what is drawn is written meanwhile.
        with ThreadPoolExecutor(max_workers=1) as drawing:
            for charts in planned:
                for chart in charts:
                    if not chart.stands:
                        chart.made = charted(chart.series, told, chart.flags)
                    made = chart.made
                    if made is None:
                        continue
                    # One alone may come into a table of such, where it begins otherwise.
                    made.rows_of = [
                        _digest(self._edition_of_rows, *told_by)
                        if told_by and len(made.rows) > 1
                        else ""
                        for told_by in (row.looks for row in made.rows)
                    ]
                    if not made.has_chart:
                        continue
                    made.drawn_of = _digest(self._edition, looks(made.marks))
                    # What is told once more for a period mostly looks as before.
                    if made.drawn_of in chart.drawings:
                        made.drawing = redrawn(made.marks, chart.drawings[made.drawn_of])
                    if made.drawing is None:
                        to_draw.append(chart)
            for start in range(0, len(to_draw), BATCH_CHARTS):
                together = to_draw[start : start + BATCH_CHARTS]
                pending = drawing.submit(_draw, together)
                for chart in together:
                    chart.drawing = pending
            new_rows = [
                row.told.figure_id
                for charts in planned
                for chart in charts
                if chart.made
                for row, digest in zip(chart.made.rows, chart.made.rows_of, strict=True)
                if not chart.has_row(digest)
            ]
            wordings = wordings_of(self._connection, new_rows)
            # Resolved flags are many and change seldom: mostly they stand in their page.
            past = past_flags(
                self._connection,
                (page for (page, *_), history in zip(batch, histories, strict=True) if not history),
            )
            for (page, digest, own, _), charts, history in zip(
                batch, planned, histories, strict=True
            ):
                resolved = past.get((page.place, page.metric), ())
                self._measure_page(
                    page, digest, own, history or self._history(resolved), charts, wordings
                )
        return len(to_draw)

    def _as_it_stands(self, page: Measured) -> Mapping[Language, str]:
        path = self._addresses[page.place, page.metric]
        return {
            language: self._files.text_before(f"{site.folder}{path}")
            for language, site in self._pages.items()
        }

    def _history_in(self, page: Measured, texts: Mapping[Language, str]) -> Mapping[Language, str]:
        """The resolved flags of a page where they stand in it as it is; empty where they do not."""
        digest = self._past_digest(page)
        found: dict[Language, str] = {}
        for language, text in texts.items():
            past = past_in(text, digest)
            if not past:
                return {}
            found[language] = past
        return found

    def _history(self, resolved: Sequence[ShownFlag]) -> Mapping[Language, str]:
        if not resolved:
            return {}
        return {language: site.history(resolved) for language, site in self._pages.items()}

    def _past_digest(self, page: Measured) -> str:
        return _digest(self._edition, page.past_state)

    def _planned(
        self,
        page: Measured,
        flags: Sequence[ShownFlag],
        series: Mapping[UUID, Series],
        texts: Mapping[Language, str],
    ) -> list[_Planned]:
        """The charts of a page, with what stands of them in the page as it is."""
        before: dict[Language, Mapping[str, ChartMarkup]] = {}
        for language, text in texts.items():
            before[language] = charts_in(text)
        states = dict(zip(page.series_ids, page.series_states, strict=True))
        figures = dict(zip(page.series_ids, page.series_figures, strict=True))
        found: list[tuple[Sequence[Series], Sequence[ShownFlag], str]] = []
        for group in grouped((series[one] for one in page.series_ids), figures):
            here: Sequence[ShownFlag] = ()
            if flags:
                ids = {str(one.series_id) for one in group}
                here = [one for one in flags if any(it.series_id in ids for it in one.evidence)]
            digest = _digest(
                self._edition, page.place, page.metric, page.label_ko, page.label_en,
                [(one, states[one.series_id]) for one in group], self._states(here),
            )  # fmt: skip
            found.append((group, here, digest))
        # Only what is made anew can take something from what it replaces; what stands is long.
        wanted = {digest for _, _, digest in found}
        rows: dict[Language, Mapping[str, str]] = {}
        drawings: Mapping[str, str] = {}
        for language, charts in before.items():
            replaced = "\n".join(
                one.markup for digest, one in charts.items() if digest not in wanted
            )
            rows[language] = rows_in(replaced)
            drawings = drawings or drawings_in(replaced)
        planned: list[_Planned] = []
        for group, here, digest in found:
            stands: dict[Language, ChartMarkup] = {}
            if all(digest in charts for charts in before.values()):
                stands = {language: charts[digest] for language, charts in before.items()}
            planned.append(_Planned(group, here, digest, stands, drawings, rows))
        return planned

    def _measure_page(
        self,
        page: Measured,
        digest: str,
        flags: Sequence[ShownFlag],
        history: Mapping[Language, str],
        planned: Sequence[_Planned],
        wordings: Mapping[UUID, Wording],
    ) -> None:
        path = self._addresses[page.place, page.metric]
        for chart in planned:
            if chart.drawing is not None:
                chart.drawing.result()
        for language, site in self._pages.items():
            say = Speech(language)
            charts: list[ChartMarkup] = []
            for chart in planned:
                if chart.stands:
                    charts.append(chart.stands[language].marked(chart.digest))
                elif chart.made is not None:
                    text = chart_text(chart.made, page, wordings, chart.rows[language], say)
                    charts.append(site.chart(path, page, text).marked(chart.digest))
            past = history.get(language, "")
            if past:
                past = past_marked(past, self._past_digest(page))
            content = site.measure(path, page, charts, flags, past)
            self._files.put(f"{site.folder}{path}", content, digest)

    def _place_pages(self) -> None:
        by_place: dict[tuple[str, str | None], list[Measured]] = {}
        for one in self._measured:
            by_place.setdefault((one.place, one.place_id), []).append(one)
        self._summaries: list[Link] = []
        inside: dict[str, list[Link]] = {}
        for (place, place_id), measures in by_place.items():
            pages = [one for one in measures if one.has_page]
            if not pages:
                continue
            link = Link(
                path=f"{place_folder(place, place_id)}/index.html",
                place=place,
                place_id=place_id,
                measures=len(measures),
                figures=sum(one.figures for one in measures),
                last_said_on=max(one.last_said_on for one in measures),
                critical=sum(one.critical for one in measures),
                warning=sum(one.warning for one in measures),
                info=sum(one.info for one in measures),
            )
            self._summaries.append(link)
            if place_id and "/" in place_id:
                inside.setdefault(place_id.partition("/")[0], []).append(link)
        for link in self._summaries:
            measures = by_place[link.place, link.place_id]
            pages = [one for one in measures if one.has_page]
            once = sorted(
                (one for one in measures if not one.has_page),
                key=lambda one: one.last_said_at,
                reverse=True,
            )
            open_flags = [
                flag
                for one in pages
                for flag in self._flags_by_page.get((one.place, one.metric), ())
            ]
            complexes = inside.get(link.place_id or "", [])
            digest = _digest(
                self._edition, link, self._states(open_flags), complexes,
                [
                    (
                        one.metric, one.registered, one.figures, one.last_said_on.toordinal(),
                        one.label_ko, one.label_en, one.critical, one.warning, one.info,
                    )
                    for one in pages
                ],
                [(one.metric, one.label_ko, one.label_en) for one in once[:ONCE_SHOWN]], len(once),
            )  # fmt: skip
            for site in self._pages.values():
                path = f"{site.folder}{link.path}"
                if not self._files.stands(path, digest):
                    content = site.place(
                        link, pages, once[:ONCE_SHOWN], len(once), open_flags, complexes
                    )
                    self._files.put(path, content, digest)

    def _other_pages(self) -> None:
        night = last_night(self._connection, self._run_id)
        health: Sequence[OutletHealth] = ()
        if self._place is None:
            health = outlet_health(self._connection, None, nights=NIGHTS_SHOWN)
        current = self._flags
        fresh = [
            flag
            for flag in current
            if night and flag.opened_at == night.now_at and flag.severity != "info"
        ]
        counts: Counter[Severity] = Counter(flag.severity for flag in current)
        cities = [one for one in self._summaries if one.place_id and "/" not in one.place_id]
        if self._place is not None:
            cities = self._summaries
        holders = [one for one in self._summaries if not one.place_id]
        latest = [one for one in health if night and one.run_id == night.run_id]
        for site in self._pages.values():
            at = site.folder
            put = self._files.put
            put(
                f"{at}index.html",
                site.overview(
                    night, counts, fresh[:FRESH_SHOWN], len(fresh), current, cities, latest
                ),
            )
            put(f"{at}flags.html", site.flags(current, FLAGS_WITH_EVIDENCE))
            put(f"{at}words.html", site.words(CHECKS))
            if self._place is None:
                put(f"{at}outlets.html", site.outlets(night, latest, health))
                put(f"{at}holders.html", site.holders(holders))
