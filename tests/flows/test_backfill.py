"""`jipyo backfill`: archives of past days, walked page by page, stopped and gone on with."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import psycopg
import pytest
import yaml

from flows.backfilling import BackfillReport, backfill_outlet
from flows.single import collect_one
from jipyo.pages import archive_lists
from jipyo.store.captures import register_outlets
from jipyo.store.database import connect
from jipyo.store.errors import JipyoError
from jipyo.store.home import Home
from jipyo.store.runs import open_run
from spiders.outlets import load_outlets, write_overlay
from tests.spiders.conftest import Answer, Host

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 16, 2, 30, tzinfo=UTC)
NEWEST = date(2026, 11, 15)
PAGE_ROWS = 10


class Archive(Host):
    """A site with one article on every fourth day, and an archive in pages of ten.

    Attributes:
        days: The articles' days by number; a higher number is a later article.
        stamp: What a row prints beside a title.
        rows: Which numbers a list shows, the newest first, given the query of its address.
    """

    def __init__(self, *, articles: int = 100, view: str = "/news/view.php?idx={}") -> None:
        super().__init__()
        self.days = {
            number: NEWEST - timedelta(days=4 * (articles - number))
            for number in range(1, articles + 1)
        }
        self.view = view
        self.stamp: Callable[[date], str] = lambda day: day.strftime("%m-%d 09:30")
        self.rows: Callable[[dict[str, str]], list[int]] = lambda query: sorted(
            self.days, reverse=True
        )
        self.last_page = 10**6

    def path(self, number: int) -> str:
        return self.view.format(number)

    def answer(self, path: str, hostname: str = "") -> Answer:
        parts = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path in {"/news/list.php", "/news/articleList.html"}:
            turned = min(int(query.get("page", "1")), self.last_page)
            rows = self.rows(query)[(turned - 1) * PAGE_ROWS : turned * PAGE_ROWS]
            # A notice stands on top of every page, years old.
            items = "".join(
                f'<li><a href="{self.path(number)}">소식 {number}</a>'
                f"<em>{self.stamp(self.days[number])}</em></li>"
                for number in [*([1] if rows else []), *rows]
            )
            page = f'<html><section id="section-list"><ul>{items}</ul></section></html>'
            return Answer(page.encode())
        for number, day in self.days.items():
            if path == self.path(number):
                told = self.answers.get(path)
                return told if isinstance(told, Answer) else Answer(self.page(number, day))
        return super().answer(path, hostname)

    def page(self, number: int, day: date) -> bytes:
        return (
            f'<html><head><meta charset="utf-8"><title>가온시 도로 {number}곳 고쳐</title></head>'
            f"<body><h1>가온시 도로 {number}곳 고쳐</h1><div>입력 {day.isoformat()} 09:30</div>"
            f'<div id="article-view-content-div"><p>가온시는 도로 {number}곳을 고쳤다고 밝혔다.</p>'
            "<p>시는 내년에도 낡은 길을 먼저 고칠 계획이라고 설명했다.</p></div></body></html>"
        ).encode()

    def asked_articles(self) -> list[int]:
        return [number for path in self.paths for number in self.days if path == self.path(number)]

    def between(self, first: date, last: date) -> list[int]:
        return [number for number, day in self.days.items() if first <= day <= last]


@pytest.fixture
def home(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Home:
    found = Home(tmp_path / "home")
    found.make()
    monkeypatch.setenv("JIPYO_HOME", str(found.root))
    monkeypatch.setenv("JIPYO_DATABASE_URL", database_url)
    return found


@pytest.fixture
def archive() -> Iterator[Archive]:
    with Archive() as serving:
        yield serving


def filled(first: date, last: date, **options: Any) -> BackfillReport:
    lines: list[str] = []
    return backfill_outlet("gaon", first, last, **{"now": NOW, "tell": lines.append, **options})


def fetch(statement: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(os.environ["JIPYO_DATABASE_URL"]) as connection:
        return connection.execute(statement).fetchall()  # type: ignore[arg-type]


def captured() -> list[int]:
    return sorted(int(url.rpartition("=")[2]) for (url,) in fetch("SELECT url FROM capture"))


def test_a_range_of_the_year_before_stopped_and_gone_on_with(home: Home, archive: Archive) -> None:
    """The list prints no year; new articles push the old ones down between two calls."""
    write_overlay(home, [archive.entry(recheck_after_days=[])])
    first, last = date(2025, 11, 20), date(2026, 3, 10)
    wanted = archive.between(first, last)
    gone = wanted[5]
    archive.answers[archive.path(gone)] = Answer(status=404)
    stopped = filled(first, last, most_requests=12)
    assert (stopped.is_done, stopped.succeeded) == (False, True)
    assert "not done; the same command goes on" in stopped.message
    assert len(archive.paths) == 13  # And robots.txt.
    before = captured()
    assert 0 < len(before) < len(wanted)
    (open_list,) = fetch("SELECT state, ended_by, pages_read FROM backfill")
    assert open_list[:2] == ("open", "requests_spent")

    archive.days.update({number: NEWEST + timedelta(days=1) for number in range(101, 114)})
    rest = filled(first, last, now=NOW + timedelta(hours=20))
    assert rest.is_done
    assert not rest.succeeded  # One page is gone.
    assert "http_404 ×1" in rest.message
    assert captured() == sorted({*wanted} - {gone})
    assert sorted(archive.asked_articles()) == sorted(wanted)
    assert fetch("SELECT state, ended_by FROM backfill") == [("done", "passed_range")]
    assert fetch(
        "SELECT min(published_day), max(published_day), count(*) FROM article_version"
    ) == [(archive.days[min(wanted)], archive.days[max(wanted)], len(wanted) - 1)]
    # A night asks for what its own pages list, and for nothing else of what stands in the ledger.
    (in_ledger,) = fetch("SELECT count(*) FROM address WHERE last_asked_at IS NULL")[0]
    assert in_ledger > 50
    asked = len(archive.asked_articles())
    collect_one("gaon", now=NOW + timedelta(days=1), tell=lambda line: None)
    assert set(archive.asked_articles()[asked:]) == {1, *range(104, 114)}


def test_a_list_without_dates_is_walked_until_its_articles_pass_the_range(
    home: Home, archive: Archive
) -> None:
    archive.stamp = lambda day: ""
    write_overlay(home, [archive.entry()])
    report = filled(date(2026, 9, 1), date(2026, 10, 1))
    assert report.succeeded, report.message
    assert fetch("SELECT ended_by FROM backfill") == [("passed_range",)]
    # Whole pages are asked for, down to the one on which all are older; the notice is among them.
    older = [number for number in captured() if archive.days[number] < date(2026, 9, 1)]
    assert captured() == [1, *range(71, 101)]
    assert PAGE_ROWS <= len(older) - 1 <= 2 * PAGE_ROWS

    # With days alone, and with a list that gives its last page for any number behind it.
    archive.stamp = lambda day: day.isoformat()
    archive.last_page = 2
    report = filled(date(2024, 1, 1), date(2026, 8, 31))
    assert report.succeeded, report.message
    assert fetch("SELECT ended_by FROM backfill WHERE first_day = '2024-01-01'") == [
        ("list_repeats",)
    ]
    assert captured() == [1, *range(71, 101)]


@pytest.mark.parametrize("honoured", [True, False])
def test_lists_that_take_days(home: Home, honoured: bool) -> None:
    with Archive(view="/news/articleView.html?idxno={}") as archive:
        archive.stamp = lambda day: day.strftime("%Y.%m.%d 09:30")

        def rows(query: dict[str, str]) -> list[int]:
            numbers = sorted(archive.days, reverse=True)
            if not honoured or "sc_sdate" not in query:
                return numbers
            first, last = (date.fromisoformat(query[name]) for name in ("sc_sdate", "sc_edate"))
            return [number for number in numbers if first <= archive.days[number] <= last]

        archive.rows = rows
        entry = archive.entry(
            family="ndsoft", lists=["/news/articleList.html?view_type=sm"], article_pattern=None
        )
        write_overlay(home, [entry])
        first, last = date(2026, 1, 20), date(2026, 3, 10)
        report = filled(first, last)
        assert report.succeeded, report.message
        assert captured() == archive.between(first, last)
        asked = [path for path in archive.paths if "articleList" in path]
    ended = [row[0] for row in fetch("SELECT ended_by FROM backfill ORDER BY position, list_url")]
    if honoured:
        assert len(asked) <= 9
        assert all("sc_sdate" in path for path in asked)
        assert set(ended) <= {"list_ended", "list_repeats", "passed_range"}
    else:
        assert ended == ["dates_ignored"] * 3 + ["passed_range"]
        assert sum("sc_sdate" in path for path in asked) == 1


def test_days_of_the_families() -> None:
    found = archive_lists(
        "https://www.korea.example/briefing/pressReleaseList.do?startDate=2000-01-01&pageIndex=1",
        date(2026, 2, 27),
        date(2026, 3, 1),
        family="koreakr",
    )
    assert [one.url.partition("?")[2] for one in found] == [
        f"pageIndex=1&startDate={day}&endDate={day}"
        for day in ("2026-03-01", "2026-02-28", "2026-02-27")
    ]
    months = archive_lists(
        "https://press.example/news/articleList.html",
        date(2025, 12, 24),
        date(2026, 2, 10),
        family="ndsoft",
    )
    assert [(one.first_day.isoformat(), one.last_day.isoformat()) for one in months] == [
        ("2026-02-01", "2026-02-10"),
        ("2026-01-01", "2026-01-31"),
        ("2025-12-24", "2025-12-31"),
    ]
    assert not archive_lists("https://x.example/", NEWEST, NEWEST, family="generic")


def test_a_killed_walk_loses_nothing_and_takes_nothing_twice(home: Home, archive: Archive) -> None:
    archive.stamp = lambda day: day.isoformat()
    entry = archive.entry(politeness={"delay_seconds": 0.02})
    write_overlay(home, [entry])
    first, last = date(2026, 8, 1), date(2026, 11, 1)
    wanted = archive.between(first, last)
    run_id = uuid4()
    with connect() as connection:
        register_outlets(connection, [load_outlets(home)["gaon"]], NOW)
        open_run(connection, run_id, "collect", NOW)
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "spiders.run", "gaon", "--run-id", str(run_id)),
            *("--now", NOW.isoformat(), "--from", str(first), "--to", str(last)),
        ],
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
    )
    archive.wait_until_asked(9)
    process.kill()
    process.wait()
    kept = captured()
    assert 5 <= len(kept) < len(wanted)
    report = filled(first, last, now=NOW + timedelta(hours=1))
    assert report.succeeded, report.message
    assert captured() == wanted
    assert fetch("SELECT count(*) FROM article_version") == [(len(wanted),)]
    assert all(archive.asked_articles().count(number) == 1 for number in kept)


def test_the_budget_of_a_news_day_ends_a_call(home: Home) -> None:
    with Archive(articles=12) as archive:
        archive.stamp = lambda day: day.isoformat()
        write_overlay(home, [archive.entry(politeness={"requests_per_night": 6})])
        first, last = archive.days[3], NEWEST
        stopped = filled(first, last)
        assert (stopped.is_done, stopped.succeeded) == (False, True), stopped.message
        assert "budget_spent" in stopped.message
        assert len(archive.paths) == 6
        write_overlay(home, [archive.entry()])
        rest = filled(first, last, now=NOW + timedelta(days=1))
        assert rest.is_done, rest.message
        assert captured() == list(range(3, 13))
        assert sorted(archive.asked_articles()) == captured()


def test_what_cannot_be_walked(home: Home, archive: Archive) -> None:
    write_overlay(
        home, [archive.entry(), {**archive.entry("feeds"), "lists": [], "feeds": ["/rss"]}]
    )
    with pytest.raises(JipyoError, match="feeds only"):
        backfill_outlet("feeds", NEWEST, NEWEST, now=NOW, tell=lambda line: None)
    with pytest.raises(JipyoError, match="no range of past days"):
        filled(date(2027, 1, 1), date(2027, 1, 2))
    with pytest.raises(JipyoError, match="is one page"):
        backfill_outlet(
            "https://gaon-news.example/news/view.php?idx=1", NEWEST, NEWEST, now=NOW,
            tell=lambda line: None,
        )  # fmt: skip
    archive.days.clear()
    report = filled(date(2026, 1, 1), date(2026, 1, 2))
    assert not report.succeeded
    assert "nothing_listed" in report.message


def test_the_deployment_describes_its_parameters() -> None:
    from flows.backfill import backfill

    wanted = {"outlet", "first_day", "last_day", "most_requests", "hours", "now"}
    described = backfill.parameters.properties
    assert {name for name, one in described.items() if one.get("description")} == wanted
    deployments = yaml.safe_load((ROOT / "prefect.yaml").read_text())["deployments"]
    entry = next(one for one in deployments if one["name"] == "backfill")
    assert entry["entrypoint"] == "flows/backfill.py:backfill"
