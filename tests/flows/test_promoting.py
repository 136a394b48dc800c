"""`jipyo metrics promote`: a measure gets its name, and series, flags and decisions follow."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, LiteralString
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from expectations.run import find, keep_flags
from flows.promoting import Promotion, promote
from jipyo.store.database import connect
from jipyo.store.errors import JipyoError
from jipyo.store.home import Home
from jipyo.store.runs import open_run
from jipyo.store.server import EmbeddedServer
from tests.flows.conftest import ROOT, Jipyo
from tests.flows.kills import Moment, take_away, trap, wait_until_caught

NOW = "2026-11-20T02:30:00+09:00"
LATER = "2026-11-22T02:30:00+09:00"
PROVISIONAL = "~돌봄터+바다숲:item"
ENTRY = ("--id", "welfare.sea_forest_care", "--label-en", "Sea forest care centres")
PROMOTE = ("metrics", "promote", PROVISIONAL, *ENTRY, "--now", LATER, "--workers", "1")


def told(place: str, year: int, centres: int, outlet: str) -> dict[str, Any]:
    """One announcement of the year before, by one outlet, in words of its own."""
    return {
        "url": f"https://{outlet}.example/{place}-{year}-{centres}",
        "outlet": outlet,
        "published_at": f"{year + 1}-01-16T09:00:00+09:00",
        "title": f"{place}, 바다숲 돌봄터 현황 발표",
        "body": f"{place}는 {year}년 바다숲 돌봄터가 {centres}곳이라고 16일 밝혔다.\n\n"
        f"{outlet}에 따르면 마을 정원사 {year - 1990}명이 활동했다."
        f"\n\n숲길 해설사들은 {year + 400}명이었다.",
        "place": place,
    }


ARTICLES = [
    *(told("창원시", year, 22 + 3 * (year - 2018), "옛신문") for year in range(2018, 2026)),
    # Another announcement of the same weeks says something else of the same year.
    told("창원시", 2023, 61, "새신문"),
    *(told("김해시", year, 12 + year - 2018, "옛신문") for year in range(2018, 2026)),
    # Enough others that history is more than one batch.
    *(
        {
            "url": f"https://archive.example/{year}",
            "outlet": "옛신문",
            "published_at": f"{year + 1}-01-20T09:00:00+09:00",
            "title": f"창원시 {year}년 스마트공장",
            "body": f"창원시는 {year}년 마을 스마트공장 {year - 1900}곳을 구축했다고 밝혔다.",
        }
        for year in range(1980, 2020)
    ),
]


COPY = sql.SQL("CREATE DATABASE {} TEMPLATE {}")


def a_home(folder: Path, url: str) -> Jipyo:
    home = Home(folder)
    home.make()
    return Jipyo(home, {**os.environ, "JIPYO_HOME": str(home.root), "JIPYO_DATABASE_URL": url}, "")


@pytest.fixture(scope="module")
def filled_database(
    server: EmbeddedServer, template_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The name of a database that holds the articles; those of the tests are copied from it."""
    name = "jipyo_articles"
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(COPY.format(sql.Identifier(name), sql.Identifier(template_database)))
    folder = tmp_path_factory.mktemp("articles")
    file = folder / "articles.jsonl"
    file.write_text("\n".join(map(json.dumps, ARTICLES)), "utf-8")
    a_home(folder, server.url(name)).run("import", str(file), "--now", NOW)
    yield name
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


@pytest.fixture
def new_jipyo(
    server: EmbeddedServer, filled_database: str, tmp_path: Path
) -> Iterator[Callable[[str], Jipyo]]:
    """Makes homes with databases of their own that hold the articles; no Prefect around them."""
    made: list[sql.Identifier] = []

    def make(name: str) -> Jipyo:
        database = f"promoting_{uuid4().hex[:12]}"
        made.append(sql.Identifier(database))
        with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
            connection.execute(COPY.format(made[-1], sql.Identifier(filled_database)))
        return a_home(tmp_path / name, server.url(database))

    yield make
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        for database in made:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(database))


@pytest.fixture
def archive(new_jipyo: Callable[[str], Jipyo]) -> Jipyo:
    return new_jipyo("home")


def fetch(jipyo: Jipyo, statement: LiteralString, *values: object) -> list[tuple[Any, ...]]:
    with psycopg.connect(jipyo.environment["JIPYO_DATABASE_URL"]) as connection:
        return connection.execute(statement, values).fetchall()


def everything(jipyo: Jipyo, *left_out: str) -> dict[str, Any]:
    """All rows of all tables, and all files of the home that are no log."""
    found: dict[str, Any] = {}
    with psycopg.connect(jipyo.environment["JIPYO_DATABASE_URL"]) as connection:
        tables = connection.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name !~ 'yoyo'"
        ).fetchall()
        for (table,) in tables:
            if table not in left_out:
                rows = connection.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(table)))
                found[table] = sorted(map(repr, rows.fetchall()))
    for file in sorted(jipyo.home.root.rglob("*")):
        if file.is_file():
            found[str(file.relative_to(jipyo.home.root))] = file.read_bytes()
    return found


def check(jipyo: Jipyo, now: str) -> tuple[int, int]:
    """The checks of a night, without their documents; flags opened and resolved."""
    moment, run_id = datetime.fromisoformat(now), uuid4()
    with connect(jipyo.environment["JIPYO_DATABASE_URL"]) as connection:
        open_run(connection, run_id, "check", moment)
        with connection.transaction():
            find(connection, run_id, full=False)
            return keep_flags(connection, run_id, moment)


def acknowledge(jipyo: Jipyo) -> None:
    """What a person decides of the open flag."""
    with psycopg.connect(jipyo.environment["JIPYO_DATABASE_URL"]) as connection:
        changed = connection.execute("UPDATE flag SET status = 'acknowledged'")
        assert changed.rowcount == 1
        connection.execute(
            "INSERT INTO flag_event SELECT flag_id, %s, 2, 'open', 'acknowledged', 'anna',"
            " '두 발표의 기준이 다름' FROM flag",
            (NOW,),
        )


FLAGS: LiteralString = (
    "SELECT check_id, severity, status, place, metric, array_agg((ordinal, to_status, actor)::text"
    " ORDER BY ordinal) FROM flag JOIN flag_event USING (flag_id) GROUP BY flag_id"
)
HISTORY: LiteralString = (
    "SELECT extract(year FROM period_end)::int, array_agg(value::int ORDER BY said_at, value),"
    " count(DISTINCT series_id) FROM series WHERE place = '창원시' AND metric = %s"
    " GROUP BY 1 ORDER BY 1"
)


def test_history_flags_and_decisions_follow(archive: Jipyo) -> None:
    told = archive.run("metrics", "unmapped")
    assert PROVISIONAL in told
    assert check(archive, NOW) == (1, 0)
    acknowledge(archive)
    assert len(fetch(archive, FLAGS)) == 1
    before = fetch(archive, HISTORY, PROVISIONAL)
    assert [row[0] for row in before] == list(range(2018, 2026))
    [(old_flag, old_series)] = fetch(archive, "SELECT flag_id, series_id FROM flag")
    assert fetch(archive, "SELECT count(*) FROM check_due") == [(0,)]

    told = archive.run(*PROMOTE, "--yes")
    assert f"17 of 17 figures of {PROVISIONAL} would come." in told
    assert "17 figures now of welfare.sea_forest_care." in told
    assert f"None is left of {PROVISIONAL}." in told
    assert "2 series redirected to those that have their figures now, 1 flag went along" in told
    assert archive.home.registry_overlay.read_text("utf-8").endswith(
        f"""
# Promoted from {PROVISIONAL} on 2026-11-22: 17 figures of 2 places.
[[measure]]
id = "welfare.sea_forest_care"
label_ko = "바다숲 돌봄터"
label_en = "Sea forest care centres"
units = ["item"]
nature = "stock"
aliases = ["바다숲 돌봄터"]
provisional = ["{PROVISIONAL}"]
"""
    )
    assert PROVISIONAL not in archive.run("metrics", "unmapped")
    assert fetch(archive, HISTORY, "welfare.sea_forest_care") == before
    assert fetch(archive, HISTORY, PROVISIONAL) == []
    # Who asks by the old id finds the new one, and what it says as of any moment.
    assert fetch(
        archive,
        "SELECT DISTINCT place, metric, registered, count(*) OVER ()::int FROM"
        " series_as_of('infinity', 'published') WHERE series_id = current_series(%s)",
        old_series,
    ) == [("창원시", "welfare.sea_forest_care", True, 8)]
    # At once, and not only when the checks have run.
    followed = (
        "conflict_between_releases",
        "acknowledged",
        "창원시",
        "welfare.sea_forest_care",
        ["(1,open,check)", "(2,acknowledged,anna)"],
    )
    [flag] = fetch(archive, FLAGS)
    assert (flag[0], *flag[2:]) == followed
    due = fetch(archive, "SELECT DISTINCT series_id FROM check_due")
    assert {old_series, *fetch(archive, "SELECT series_id FROM flag")[0]} <= {row[0] for row in due}
    # The checks find it under its new name and take it for the one that it is.
    assert check(archive, LATER) == (0, 0)
    [flag] = fetch(archive, FLAGS)
    assert (flag[0], *flag[2:]) == followed
    # A measure that is known weighs more: two announcements of the same weeks.
    assert flag[1] == "critical"
    assert fetch(
        archive, "SELECT flag_id = current_flag(%s), flag_id <> %s FROM flag", old_flag, old_flag
    ) == [(True, True)]
    # The night in which it was found still shows it.
    assert fetch(
        archive,
        "SELECT count(*) FROM check_finding, flag"
        " WHERE current_fingerprint(check_finding.fingerprint) = flag.fingerprint",
    ) == [(2,)]

    # Again: nothing is written, nothing is due.
    written = everything(archive, "night_run")
    assert "has this entry already" in archive.run(*PROMOTE, "--yes")
    assert everything(archive, "night_run") == written
    # Back: without the entry the provisional series goes on, and the flag comes back to it.
    archive.home.registry_overlay.unlink()
    archive.run("reparse", "--now", LATER)
    assert fetch(archive, HISTORY, PROVISIONAL) == before
    assert (
        fetch(archive, "SELECT series_id FROM series_redirect WHERE series_id = %s", old_series)
        == []
    )
    assert check(archive, LATER) == (0, 0)
    assert fetch(archive, "SELECT flag_id, series_id FROM flag") == [(old_flag, old_series)]
    assert fetch(archive, FLAGS)[0][5] == followed[4]


@pytest.mark.prove
def test_two_workers_give_what_one_gives(new_jipyo: Callable[[str], Jipyo]) -> None:
    one, two = new_jipyo("one"), new_jipyo("two")
    for jipyo, workers in ((one, "1"), (two, "2")):
        check(jipyo, NOW)
        acknowledge(jipyo)
        jipyo.run(*PROMOTE, "--workers", workers, "--yes")
        check(jipyo, LATER)
    runs = ("night_run", "check_scope", "check_finding", "capture", "view_source", "outlet")
    assert everything(one, *runs) == everything(two, *runs)


def test_a_dry_run_changes_nothing_at_all(archive: Jipyo) -> None:
    check(archive, NOW)
    before = everything(archive)
    told = archive.run(*PROMOTE, "--workers", "2", "--dry-run")
    assert 'id = "welfare.sea_forest_care"' in told
    assert f"17 of 17 figures of {PROVISIONAL} would come." in told
    assert f"창원시  {PROVISIONAL}  -9 +0" in told
    assert everything(archive) == before
    # Nobody can be asked here, and nobody said yes.
    done = archive.run_all(*PROMOTE, code=1)
    assert "Nothing was written: add --yes" in done.stderr
    assert everything(archive) == before


@pytest.mark.prove
@pytest.mark.parametrize("again", [("reparse", "--now", LATER), (*PROMOTE, "--yes")])
def test_what_a_kill_left_half_done_is_finished(
    new_jipyo: Callable[[str], Jipyo], again: tuple[str, ...]
) -> None:
    whole, cut = new_jipyo("whole"), new_jipyo("cut")
    for jipyo in (whole, cut):
        check(jipyo, NOW)
        acknowledge(jipyo)
    whole.run(*PROMOTE, "--yes")
    url = cut.environment["JIPYO_DATABASE_URL"]
    [(figures,)] = fetch(cut, "SELECT count(*)::int FROM figure")
    # The dry run writes every figure once and takes it back; then they are written for good.
    with trap(url, Moment("parse", "figure", 2 * figures - 2)) as connection:
        process = subprocess.Popen(
            [sys.executable, "-m", "jipyo", *PROMOTE, "--yes"],
            env=cut.environment,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        wait_until_caught(connection, process)
        process.kill()
        process.communicate(timeout=30)
    take_away(url)
    assert "sea_forest_care" in cut.home.registry_overlay.read_text("utf-8")
    half = fetch(cut, "SELECT DISTINCT metric FROM series WHERE metric ~ '바다숲|sea_forest'")
    assert len(half) == 2, half
    assert fetch(cut, "SELECT count(*) FROM series_redirect") == [(0,)]

    cut.run(*again)
    for jipyo in (whole, cut):
        assert check(jipyo, LATER) == (0, 0)
    runs = ("night_run", "check_scope", "check_finding", "view_source", "outlet")
    assert everything(cut, *runs) == everything(whole, *runs)


def test_a_measure_becomes_a_name_of_a_known_one(archive: Jipyo) -> None:
    into = ("metrics", "promote", PROVISIONAL, "--into", "industry.smart_factory", "--now", LATER)
    # What a person wrote there stays as it is, to the letter.
    written = (
        '# mine, 손대지 말 것\r\n[[measure]] # hand-made\nextends = "trade.exports"\n'
        'aliases = ["수출 대금"]'
    )
    archive.home.registry_overlay.write_bytes(written.encode())
    told = archive.run(*into, "--yes")
    assert f"None is left of {PROVISIONAL}." in told
    assert archive.home.registry_overlay.read_bytes().decode() == (
        f"{written}\n\n# Promoted from {PROVISIONAL} on 2026-11-22: 17 figures of 2 places.\n"
        '[[measure]]\nextends = "industry.smart_factory"\naliases = ["바다숲 돌봄터"]\n'
        f'provisional = ["{PROVISIONAL}"]\n'
    )
    found = {year: values for year, values, _ in fetch(archive, HISTORY, "industry.smart_factory")}
    assert (found[2018], found[2023], found[2025]) == ([22, 118], [37, 61], [43])
    assert "has this entry already" in archive.run(*into, "--yes")


def test_names_that_are_too_general_are_told_with_counts(archive: Jipyo) -> None:
    told = archive.run(
        *PROMOTE, "--alias", "돌봄터", "--alias", "정원사", "--unit", "item", "--unit", "person",
        "--dry-run",
    )  # fmt: skip
    assert "So would figures of these provisional ids: ~마을+정원사:person (17)" in told
    assert "so general" not in told
    assert "of others would change" not in told
    told = archive.run(
        *PROMOTE, "--alias", "바다숲 돌봄터", "--alias", "마을 스마트공장", "--dry-run"
    )
    assert "figures of other measures would come too: industry.smart_factory (40)" in told


CARE = "welfare.sea_forest_care"


def test_names_are_proposed_as_they_are_printed(archive: Jipyo) -> None:
    # An id has its nouns sorted and in one form; 해설사들 is 해설사 there.
    done = archive.run_all("metrics", "promote", "~숲길+해설사:person", code=2)
    assert "aliases   숲길 해설사들\n" in done.stdout
    assert "units     person\n" in done.stdout
    told = archive.run(
        *("metrics", "promote", "~숲길+해설사:person", "--id", "leisure.trail_guides"),
        *("--label-en", "Guides of trails", "--workers", "1", "--dry-run"),
    )
    assert "17 of 17 figures of ~숲길+해설사:person would come." in told


REFUSED = [
    (
        Promotion("~돌봄터+바다:item", id=CARE),
        "No figure carries ~돌봄터+바다:item. Near it: ~돌봄터+바다숲:item",
    ),
    (Promotion(PROVISIONAL, id="industry.smart_factory"), "is taken: 스마트공장 구축"),
    (Promotion(PROVISIONAL, id="Care"), "lower-case words joined by dots"),
    (
        Promotion(PROVISIONAL, id=CARE, units=("persons",)),
        "persons is no class of units; write person",
    ),
    (
        Promotion(PROVISIONAL, id=CARE, label_en="Care", aliases=("돌봄터", "스마트 공장")),
        "스마트 공장 is a name of industry.smart_factory",
    ),
    (Promotion(PROVISIONAL, id=CARE), "needs an English name"),
    (Promotion(PROVISIONAL, id=CARE, aliases=("터",)), "is too short to name anything"),
    (Promotion(PROVISIONAL, id=CARE, label_ko="돌봄\n터"), "cannot be printed"),
    (Promotion(PROVISIONAL, id=CARE, nature="stok"), "must be one of stock"),
    (
        Promotion(PROVISIONAL, id=CARE, label_en="Care", aliases=("들꽃 쉼터",)),
        "No figure would come to welfare.sea_forest_care",
    ),
    (Promotion(PROVISIONAL, into="trade.exports"), "add --unit item"),
    (
        Promotion(PROVISIONAL, into="industry.smart_factories"),
        "No measure is called industry.smart_factories. Near it: industry.smart_factory",
    ),
    (
        Promotion(PROVISIONAL, into="industry.smart_factory", label_ko="다른 이름"),
        "stay as they are",
    ),
    (
        Promotion(PROVISIONAL, into="industry.smart_factory", aliases=("스마트공장",)),
        "has these names already",
    ),
]


def test_what_does_not_fit_is_refused_before_anything_is_written(
    archive: Jipyo, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("JIPYO_HOME", "JIPYO_DATABASE_URL"):
        monkeypatch.setenv(name, archive.environment[name])
    before = everything(archive)
    for wish, message in REFUSED:
        told: list[str] = []
        with pytest.raises(JipyoError) as caught:
            promote(
                wish,
                dry_run=False,
                workers=1,
                now=None,
                tell=told.append,
                progress=told.append,
                agree=lambda _: True,
            )
        assert message in str(caught.value)
    assert (
        "topic: as read, 바다숲 돌봄터"
        in archive.run_all(*PROMOTE, "--alias", "들꽃 쉼터", "--yes", code=1).stderr
    )
    for arguments in ((PROVISIONAL,), (PROVISIONAL, "--id", "a.b"), ("돌봄터", *ENTRY)):
        archive.run_all("metrics", "promote", *arguments, code=2)
    assert everything(archive) == before


BROKEN = [
    ('[[measure]]\nid = "a.b\n', "line 2"),
    (
        '# a comment\n\n[[measure]]\nid = "a.b"\nlabel_ko = "가"\n',
        "line 3: the entry lacks label_en",
    ),
    (
        '[[measure]]\nextends = "trade.nothing"\naliases = ["가나"]\n',
        "line 2: no measure is called",
    ),
]


@pytest.mark.prove
def test_a_broken_overlay_is_told_by_every_command_that_needs_it(
    archive: Jipyo, tmp_path: Path
) -> None:
    text = tmp_path / "text.txt"
    text.write_text("창원시 스마트공장 61곳", "utf-8")
    gold = tmp_path / "gold"
    gold.mkdir()
    commands = [
        ("extract", str(text)),
        ("evaluate", str(gold)),
        ("metrics", "show", str(text)),
        ("metrics", "show", "--metric", PROVISIONAL),
        ("import", str(text)),
        ("collect", "knjbokji"),
        ("nightly",),
        ("reparse",),
        ("metrics", "promote", PROVISIONAL),
        (*PROMOTE, "--yes"),
    ]
    before = everything(archive, "night_run")
    for content, message in BROKEN:
        archive.home.registry_overlay.write_text(content, "utf-8")
        for command in commands if content is BROKEN[0][0] else commands[:1]:
            done = archive.run_all(*command, code=1)
            assert str(archive.home.registry_overlay) in done.stderr, command
            assert message in done.stderr, (command, done.stderr)
            assert "move the file away" in done.stderr
            assert "Traceback" not in done.stderr
    archive.home.registry_overlay.unlink()
    assert everything(archive, "night_run") == before
    # Commands that need no measures go on.
    archive.home.registry_overlay.write_text("broken", "utf-8")
    archive.run("metrics", "unmapped")
    archive.run("flags")


def test_extract_and_evaluate_know_what_was_promoted(archive: Jipyo, tmp_path: Path) -> None:
    archive.run(*PROMOTE, "--yes")
    text = tmp_path / "text.txt"
    text.write_text("창원시 소식\n\n창원시는 올해 바다숲 돌봄터가 61곳이라고 밝혔다.", "utf-8")
    arguments = ("extract", str(text), "--format", "jsonl")
    assert json.loads(archive.run(*arguments))["metric"] == "welfare.sea_forest_care"
    elsewhere = Jipyo(
        Home(tmp_path / "none"), {**archive.environment, "JIPYO_HOME": str(tmp_path / "none")}, ""
    )
    assert json.loads(elsewhere.run(*arguments))["metric"] == PROVISIONAL
    assert not elsewhere.home.root.exists()
    shown = archive.run("metrics", "show", str(text), "--place", "창원시")
    assert "welfare.sea_forest_care" in shown
    assert PROVISIONAL not in shown
    shown = archive.run("metrics", "show", "--metric", "welfare.sea_forest_care")
    assert "Sea forest care centres" in shown
    figure = {"start": 0, "end": 1, "text": "61곳", "value": "61", "unit": "site"}
    (tmp_path / "text.json").write_text(
        json.dumps({"text_file": "text.txt", "figures": [figure]}), "utf-8"
    )
    assert "With the measures of" in archive.run_all("evaluate", str(tmp_path)).stderr
