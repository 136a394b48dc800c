"""What stood when: `series_as_of` against a model as naive as an observer with a notebook."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jipyo.store.database import connect
from jipyo.store.errors import MigrationError
from jipyo.store.migrations import install_views, migrate

DAYS = 12
YEARS = (2019, 2020)
BEGINNING = datetime(2021, 3, 1, tzinfo=UTC)
SERIES = UUID(int=1)


@dataclass(frozen=True)
class Printed:
    """A figure of a version: a value, how coarsely it is printed, of which year, in which role."""

    value: int
    half_width: Decimal
    year: int
    role: str


@dataclass
class Version:
    """What a page showed: from when it says so, on which days it was seen, what it prints."""

    version_id: UUID
    article: int
    said: int | None
    sightings: list[int]
    figures: list[Printed] = field(default_factory=list[Printed])


printed_figures = st.builds(
    Printed,
    st.integers(1, 4).map(lambda number: number * 10),
    st.sampled_from([Decimal("0.5"), Decimal(5), Decimal(12)]),
    st.sampled_from(YEARS),
    st.sampled_from(["report", "report", "base", "per_unit"]),
)


@st.composite
def archives(draw: st.DrawFn) -> tuple[list[Version], dict[int, int]]:
    """Pages of four articles with edits, flips and late arrivals; the release of each article."""
    releases = {article: draw(st.integers(0, 2)) for article in range(4)}
    numbers = count(1)
    versions: list[Version] = []
    for article in releases:
        # Two versions of a page are never seen at once: the days are dealt out among them.
        days = draw(st.lists(st.integers(0, DAYS), unique=True, min_size=1, max_size=5))
        made: list[Version] = []
        for day in days:
            if not made or (len(made) < 3 and draw(st.booleans())):
                made.append(
                    Version(
                        UUID(int=next(numbers) + (draw(st.integers(0, 3)) << 64)),
                        article,
                        draw(st.none() | st.integers(0, day)),
                        [],
                        draw(st.lists(printed_figures, max_size=3)),
                    )
                )
                made[-1].sightings.append(day)
            else:
                draw(st.sampled_from(made)).sightings.append(day)
        versions += made
    return versions, releases


def first_seen(version: Version) -> int:
    return min(version.sightings)


def said(version: Version) -> int:
    return first_seen(version) if version.said is None else version.said


def standing(versions: list[Version], day: int, basis: str) -> list[Version]:
    """The version that each page showed on a day, or had published by then."""
    found: dict[int, tuple[tuple[int, ...], Version]] = {}
    for version in versions:
        if basis == "known":
            seen = [sighting for sighting in version.sightings if sighting <= day]
            if not seen:
                continue
            order = (max(seen), version.version_id.int)
        else:
            if said(version) > day:
                continue
            order = (said(version), max(version.sightings), version.version_id.int)
        if version.article not in found or found[version.article][0] < order:
            found[version.article] = (order, version)
    return [version for _, version in found.values()]


def figure_id(version: Version, place: int) -> UUID:
    return UUID(int=version.version_id.int * 16 + place)


def noted(
    versions: list[Version], releases: dict[int, int], day: int, basis: str
) -> dict[int, tuple[int, UUID]]:
    """What an observer writes down for each year: the latest release's value and its figure."""
    notes: dict[int, tuple[int, UUID]] = {}
    pages = standing(versions, day, basis)
    for year in YEARS:
        claims = [
            (releases[page.article], said(page), figure_id(page, place), figure)
            for page in pages
            for place, figure in enumerate(page.figures)
            if figure.year == year and figure.role != "per_unit"
        ]
        # What only rounds another claim says nothing of its own.
        telling = [
            claim
            for claim in claims
            if not any(
                other[3].half_width < claim[3].half_width
                and abs(other[3].value - claim[3].value)
                <= other[3].half_width + claim[3].half_width
                for other in claims
            )
        ]
        if not telling:
            continue
        times = {
            release: min(one[1] for one in telling if one[0] == release) for release, *_ in telling
        }
        latest = max(times, key=lambda release: (times[release], release))
        voices = [claim for claim in telling if claim[0] == latest]
        values = [claim[3].value for claim in voices]
        best = min(
            voices,
            key=lambda claim: (
                claim[3].role != "report",
                -values.count(claim[3].value),
                claim[1],
                claim[2].int,
            ),
        )
        notes[year] = (best[3].value, best[2])
    return notes


def moment(day: int) -> datetime:
    return BEGINNING + timedelta(days=day)


def store(
    connection: psycopg.Connection, versions: list[Version], releases: dict[int, int]
) -> None:
    """Write an archive into the tables, as loading its captures in any order leaves them."""
    insert = connection.cursor().executemany
    connection.execute(
        "INSERT INTO outlet (outlet_id, name, family, origin, registered_at)"
        " VALUES ('o', 'o', 'import', 'http://news.test', now())"
    )
    connection.execute(
        "INSERT INTO series_key VALUES (%s, '가온시', NULL, 'm', true, '', '', 'amount', 'company',"
        " 'city')",
        (SERIES,),
    )
    insert(
        "INSERT INTO article VALUES (%s, 'o', %s, %s, %s, %s, false)",
        [
            (UUID(int=article), f"u{article}", moment(0), moment(0).date(), UUID(int=release))
            for article, release in releases.items()
        ],
    )
    insert(
        "INSERT INTO article_version (version_id, article_id, title, subtitle, body, text,"
        " published_at, published_from, byline, section, recorded_at, reader_version)"
        " VALUES (%s, %s, '', '', '', '', %s, 'meta', '', '', %s, 'test')",
        [
            (
                version.version_id,
                UUID(int=version.article),
                None if version.said is None else moment(version.said),
                moment(first_seen(version)),
            )
            for version in versions
        ],
    )
    insert(
        "INSERT INTO version_sighting VALUES (%s, %s)",
        [(version.version_id, moment(day)) for version in versions for day in version.sightings],
    )
    claims = [
        {
            "figure_id": figure_id(version, place),
            "version_id": version.version_id,
            "series_id": SERIES,
            "release_id": UUID(int=releases[version.article]),
            "place": place,
            "value": figure.value,
            "low": figure.value - figure.half_width,
            "high": figure.value + figure.half_width,
            "role": figure.role,
            "start": date(figure.year, 1, 1),
            "end": date(figure.year, 12, 31),
            "said": None if version.said is None else moment(version.said),
            "recorded": moment(first_seen(version)),
        }
        for version in versions
        for place, figure in enumerate(version.figures)
    ]
    insert(
        "INSERT INTO figure (figure_id, version_id, start_char, end_char, quote, value, low, high,"
        " unit, kind, role, phrase, stands_in, period_start, period_end, period_rung, sentence)"
        " VALUES (%(figure_id)s, %(version_id)s, %(place)s, %(place)s + 1, 'q', %(value)s, %(low)s,"
        " %(high)s, 'company', 'flow', %(role)s, 'p', 'paragraph', %(start)s, %(end)s, 'clause',"
        " 's')",
        claims,
    )
    insert(
        "INSERT INTO observation (figure_id, series_id, version_id, release_id, period_start,"
        " period_end, value, low, high, kind, role, published_from, recorded_at)"
        " VALUES (%(figure_id)s, %(series_id)s, %(version_id)s, %(release_id)s, %(start)s, %(end)s,"
        " %(value)s, %(low)s, %(high)s, 'flow', %(role)s, %(said)s, %(recorded)s)",
        claims,
    )


@pytest.fixture
def connection(database_url: str) -> psycopg.Connection:
    return connect(database_url)


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(archive=archives())
def test_both_bases_against_a_naive_model(
    connection: psycopg.Connection, archive: tuple[list[Version], dict[int, int]]
) -> None:
    versions, releases = archive
    with connection.transaction(force_rollback=True):
        store(connection, versions, releases)
        for basis in ("known", "published"):
            for day in range(-1, DAYS + 1):
                rows = connection.execute(
                    "SELECT extract(year FROM period_end)::int, value::int, figure_id"
                    " FROM series_as_of(%s, %s) WHERE place = '가온시'",
                    (moment(day), basis),
                ).fetchall()
                found = {year: (value, figure) for year, value, figure in rows}
                assert found == noted(versions, releases, day, basis), (basis, day)
        latest = connection.execute(
            "SELECT extract(year FROM period_end)::int, value::int, figure_id FROM series_latest"
        ).fetchall()
        assert {year: (value, figure) for year, value, figure in latest} == noted(
            versions, releases, DAYS, "known"
        )
        # Each printed figure stands until its page is seen without it for good.
        until = dict(connection.execute("SELECT figure_id, known_until FROM series").fetchall())
        for version in versions:
            rivals = [
                day
                for other in versions
                if other.article == version.article and other is not version
                for day in other.sightings
                if day > max(version.sightings)
            ]
            for place in range(len(version.figures)):
                expected = moment(min(rivals)) if rivals else None
                assert until[figure_id(version, place)] == expected


def test_an_unknown_basis_is_refused(connection: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.InvalidTextRepresentation, match="time_basis"):
        connection.execute("SELECT * FROM series_as_of(now(), 'guessed')")


def test_a_restatement_tells_both_sides(connection: psycopg.Connection) -> None:
    versions = [
        Version(UUID(int=1), 0, 1, [1], [Printed(30, Decimal("0.5"), 2019, "report")]),
        # A year's value that a later release compares with is a statement too; one that only
        # rounds it is not.
        Version(UUID(int=2), 1, 5, [6], [Printed(20, Decimal("0.5"), 2019, "base")]),
        Version(UUID(int=3), 2, 8, [9], [Printed(30, Decimal(12), 2019, "base")]),
    ]
    store(connection, versions, {0: 0, 1: 1, 2: 2})
    rows = connection.execute(
        "SELECT earlier_value, later_value, difference_percent, later_role, earlier_said_at,"
        " later_said_at, later_recorded_at, earlier_url, later_url FROM restatements"
    ).fetchall()
    assert rows == [
        (30, 20, Decimal("-33.33"), "base", moment(1), moment(5), moment(6), "u0", "u1")
    ]


def test_readers_may_read_and_not_write(database_url: str) -> None:
    with connect(database_url) as connection:
        connection.execute("SET ROLE jipyo_reader")
        for view in ("series", "series_latest", "restatements", "releases", "coverage", "flag"):
            connection.execute(f"SELECT * FROM {view} LIMIT 1")  # type: ignore[arg-type]
        connection.execute("SELECT * FROM series_as_of(now()) LIMIT 1")
        connection.commit()
        connection.execute("SET ROLE jipyo_reader")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM observation")


def test_changed_views_are_made_anew_and_what_rests_on_them_is_spared(database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("UPDATE view_source SET source_sha256 = '' WHERE file LIKE '%coverage%'")
        connection.execute("DROP VIEW coverage")
        assert migrate(database_url) == []
        assert connection.execute("SELECT count(*) FROM coverage").fetchone() == (0,)
        connection.execute("CREATE VIEW mine AS SELECT place FROM series_latest")
        connection.execute("UPDATE view_source SET source_sha256 = ''")
        with pytest.raises(MigrationError, match="mine"):
            install_views(database_url)
        assert connection.execute("SELECT count(*) FROM mine").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM series_latest").fetchone() == (0,)
