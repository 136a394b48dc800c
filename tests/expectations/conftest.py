from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import psycopg
import pytest
from psycopg import sql
from psycopg.types.json import Jsonb

from expectations.run import find, keep_flags
from flows.importing import import_articles
from flows.reading import keep_registry
from jipyo.store.database import connect
from jipyo.store.flags import Flag, list_flags
from tests.conftest import UsedDatabase

SEOUL = ZoneInfo("Asia/Seoul")
OUTLETS = ("남도일보", "가람신문", "솔빛뉴스", "한울타임즈")


def period_of(text: str) -> tuple[date, date]:
    """2020 | 2021-H1 | 2021-Q3 | 2021-06 | 2021-06-30 | 2018-07..2021-06"""
    if ".." in text:
        first, last = text.split("..")
        return period_of(first)[0], period_of(last)[1]
    if len(text) == 10:
        day = date.fromisoformat(text)
        return day, day
    if len(text) == 4:
        return date(int(text), 1, 1), date(int(text), 12, 31)
    year, part = int(text[:4]), text[5:]
    if part[0] in "HQ":
        months = 6 if part[0] == "H" else 3
        first = (int(part[1]) - 1) * months + 1
    else:
        months, first = 1, int(part)
    after = date(year + (first + months - 1) // 12, (first + months - 1) % 12 + 1, 1)
    return date(year, first, 1), after - timedelta(days=1)


@dataclass
class Newsroom:
    """Puts announcements straight into the tables, as the loader would, and runs the checks."""

    connection: psycopg.Connection[Any]
    now: datetime = datetime(2026, 3, 2, 2, 30, tzinfo=SEOUL)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def insert(self, table: str, **columns: Any) -> None:
        names = sql.SQL(", ").join(map(sql.Identifier, columns))
        values = sql.SQL(", ").join(map(sql.Placeholder, columns))
        statement = sql.SQL("INSERT INTO {} ({}) VALUES ({}) ON CONFLICT DO NOTHING").format(
            sql.Identifier(table), names, values
        )
        self.connection.execute(statement, columns)

    def say(
        self,
        value: str | int,
        *,
        period: str | None,
        on: str,
        metric: str = "smart_factory",
        place: str = "가온시",
        unit: str = "company",
        counter: str | None = "개사",
        printed: str | None = None,
        interval: tuple[str | int | None, str | int | None] | None = None,
        scope: str = "",
        basis: str = "",
        kind: str = "flow",
        kind_class: str = "amount",
        speaker: str = "city",
        role: str = "report",
        rung: str = "clause",
        registered: bool = True,
        open_start: bool = False,
        release: UUID | None = None,
        article: UUID | None = None,
        recorded: str | None = None,
        outlet: str | None = None,
    ) -> UUID:
        """One announcement with one figure; returns its article, for copies and later versions."""
        number = next(self.numbers)
        said = datetime.combine(date.fromisoformat(on), datetime.min.time(), SEOUL)
        said += timedelta(hours=9)
        known = said + timedelta(hours=15)
        if recorded is not None:
            known = datetime.combine(date.fromisoformat(recorded), datetime.min.time(), SEOUL)
        outlet = outlet or OUTLETS[number % len(OUTLETS)]
        self.insert(
            "outlet",
            outlet_id=outlet,
            name=outlet,
            family="import",
            origin="http://news.test",
            registered_at=said,
        )
        article_id = article or UUID(int=number)
        self.insert(
            "article",
            article_id=article_id,
            outlet_id=outlet,
            url=f"http://news.test/{article_id.int}",
            first_seen_at=known,
            news_day=said.date(),
            release_id=release or article_id,
            release_due=False,
        )
        printed = printed or f"{value}{counter or ''}"
        phrase = {"smart_factory": "스마트공장 구축", "exports": "수출액"}.get(metric, metric)
        sentence = f"{place}는 {phrase} {printed} 달성을 알렸다."
        text = f"제목 {number}\n\n{sentence}"
        version_id, figure_id = uuid4(), uuid4()
        self.insert(
            "article_version",
            version_id=version_id,
            article_id=article_id,
            title=f"제목 {number}",
            subtitle="",
            body=sentence,
            text=text,
            published_at=said,
            published_day=said.date(),
            published_from="import",
            byline="",
            section="",
            place=place,
            recorded_at=known,
            reader_version="test",
        )
        self.insert("version_sighting", version_id=version_id, seen_at=known)
        start, end = (None, None) if period is None else period_of(period)
        if open_start:
            start = None
        low, high = (None if end is None else Decimal(end) for end in interval or (value, value))
        start_char = text.index(printed)
        common = {
            "value": Decimal(value),
            "low": low,
            "high": high,
            "kind": kind,
            "role": role,
            "period_start": start,
            "period_end": end,
        }
        self.insert(
            "figure",
            figure_id=figure_id,
            version_id=version_id,
            start_char=start_char,
            end_char=start_char + len(printed),
            quote=printed,
            unit=unit,
            counter=counter,
            phrase=phrase,
            stands_in="paragraph",
            period_rung=rung if period else "none",
            sentence=sentence,
            **common,
        )
        key = {
            "place": place,
            "place_id": None,
            "metric": metric,
            "scope": scope,
            "basis": basis,
            "kind_class": kind_class,
            "unit_class": unit,
            "speaker": speaker,
        }
        self.insert("series_key", series_id=uuid4(), registered=registered, **key)
        series_id = self.connection.execute(
            "SELECT series_id FROM series_key WHERE (place, metric, scope, basis, kind_class,"
            " unit_class, speaker) = (%(place)s, %(metric)s, %(scope)s, %(basis)s, %(kind_class)s,"
            " %(unit_class)s, %(speaker)s)",
            key,
        ).fetchone()
        assert series_id is not None
        self.insert(
            "observation",
            figure_id=figure_id,
            series_id=series_id[0],
            version_id=version_id,
            release_id=release or article_id,
            published_from=said,
            recorded_at=known,
            **common | {"low": low or Decimal(value), "high": high or Decimal(value)},
        )
        return article_id

    def add_figure(self, version_id: UUID, value: int, *, printed: str) -> None:
        """One more figure of the same series and period in a version that is there."""
        copy = "INSERT INTO {} SELECT (jsonb_populate_record(row, %(other)s)).* FROM {} AS row"
        figure_id = uuid4()
        text = self.connection.execute(
            "SELECT text FROM article_version WHERE version_id = %s", (version_id,)
        ).fetchone()
        assert text is not None
        start = text[0].rindex(printed)
        number = {"value": value, "low": value, "high": value, "figure_id": str(figure_id)}
        span = {"start_char": start, "end_char": start + len(printed), "quote": printed}
        for table, other in (("figure", number | span), ("observation", number)):
            name = sql.Identifier(table)
            self.connection.execute(
                sql.SQL(copy + " WHERE version_id = %(version_id)s LIMIT 1").format(name, name),
                {"other": Jsonb(other), "version_id": version_id},
            )

    def history(
        self, values: list[int], *, first_year: int = 2010, step: str = "year", **details: Any
    ) -> None:
        """One announcement per period, shortly after its end."""
        for index, value in enumerate(values):
            if step == "year":
                period = str(first_year + index)
            else:
                period = f"{first_year + index // 12}-{index % 12 + 1:02d}"
            end = period_of(period)[1]
            self.say(value, period=period, on=str(end + timedelta(days=20)), **details)

    def check(self, *, full: bool = False, now: datetime | None = None) -> tuple[int, int]:
        """Run the checks without Great Expectations; returns flags opened and resolved."""
        run_id = uuid4()
        self.open_run(run_id, now or self.now)
        with self.connection.transaction():
            find(self.connection, run_id, full=full)
            return keep_flags(self.connection, run_id, now or self.now)

    def open_run(self, run_id: UUID, now: datetime) -> None:
        self.insert("night_run", run_id=run_id, kind="check", news_day=now.date(), now_at=now)

    def flags(self, check: str | None = None, *, status: str | None = "open") -> list[Flag]:
        return list_flags(self.connection, check=check, status=status)


@pytest.fixture
def database_url(used_database: UsedDatabase) -> Iterator[str]:
    """An empty database; the many short tests here would spend half of their time making theirs."""
    yield used_database.url
    used_database.empty()


@pytest.fixture
def newsroom(database_url: str) -> Iterator[Newsroom]:
    with connect(database_url) as connection:
        connection.autocommit = True
        yield Newsroom(connection)


@pytest.fixture
def checked(newsroom: Newsroom) -> Callable[..., list[Flag]]:
    """Run the checks and give the open flags of one check."""

    def run(check: str) -> list[Flag]:
        newsroom.check()
        return newsroom.flags(check)

    return run


@pytest.fixture
def imported(
    newsroom: Newsroom, database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., list[Flag]]:
    """Import articles as `jipyo import` does, run the checks, and give the open flags."""
    monkeypatch.setenv("JIPYO_DATABASE_URL", database_url)
    monkeypatch.setenv("JIPYO_HOME", str(tmp_path / "home"))

    def tell(*articles: dict[str, Any], now: datetime | None = None) -> list[Flag]:
        lines: list[str] = []
        for article in articles:
            number = next(newsroom.numbers)
            usual = {
                "url": f"https://news.test/{number}",
                "outlet": OUTLETS[number % len(OUTLETS)],
                "published_at": "2024-01-10T09:00:00+09:00",
            }
            lines.append(json.dumps(usual | article, ensure_ascii=False))
        file = tmp_path / "articles.jsonl"
        file.write_text("\n".join(lines), encoding="utf-8")
        lines_told: list[str] = []
        moment = now or datetime(2024, 1, 11, 2, 30, tzinfo=SEOUL)
        report = import_articles(file, now=moment, tell=lines_told.append)
        assert (report.bad, report.broken) == (0, 0), lines_told
        keep_registry(newsroom.connection)
        newsroom.check(now=moment)
        return newsroom.flags()

    return tell


@pytest.fixture
def told(newsroom: Newsroom, imported: Callable[..., list[Flag]]) -> Callable[..., list[Flag]]:
    """Import articles (on, title, body) of one city, check, give the flags of one check; what was
    told before stays told."""

    def tell(check: str, *articles: tuple[str, str, str], place: str = "창원시") -> list[Flag]:
        records = [
            {"published_at": f"{on}T09:00:00+09:00", "title": title, "body": body, "place": place}
            for on, title, body in articles
        ]
        return [flag for flag in imported(*records, now=newsroom.now) if flag.check == check]

    return tell
