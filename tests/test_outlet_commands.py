"""`jipyo outlets` as a person types it, against sample sites on this machine."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import yaml

from jipyo.samples import NIGHTS, SampleSites
from jipyo.store.captures import CrawlCounts, record_failure, record_outlet_night, register_outlets
from jipyo.store.database import connect
from jipyo.store.home import Home
from jipyo.store.runs import open_run
from spiders.outlets import load_outlets, write_overlay

ROOT = Path(__file__).parents[1]
NOW = NIGHTS[1].isoformat()

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def run(home: Home) -> Run:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JIPYO_")}

    def command(*arguments: str, code: int = 0, **more: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "jipyo", "outlets", *arguments],
            env={**kept, "JIPYO_HOME": str(home.root), **more},
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done

    return command


@pytest.fixture(scope="module")
def sites() -> Iterator[SampleSites]:
    with SampleSites(night=2) as serving:
        yield serving


def test_an_outlet_is_added_tried_and_switched_on(run: Run, home: Home, sites: SampleSites) -> None:
    front = "https://www.haneul-ilbo.example/news/articleList.html?view_type=sm"
    here = ("--now", NOW, "--connect-to", f"http://127.0.0.1:{sites.ports['haneul']}")

    # Where nobody can be asked, no host is asked either.
    before = len(sites.requests)
    assert "add --yes" in run("add", front, *here, code=1).stderr
    assert len(sites.requests) == before
    assert not home.outlets_overlay.exists()

    added = run("add", front, "--yes", "--place", "경상남도", *here)
    asked = [path for _, path, _ in sites.requests[before:]]
    assert asked[0] == "/robots.txt"
    assert len(asked) == len(set(asked)) <= 14
    for words in (
        "feed        /rss/allArticle.xml",
        "사천시, 항공 기업 14개사와 2,850억 원 투자협약",
        "2026-11-16T16:30:00+09:00 (json_ld)  하은결 기자  7 figures",
        "first: 사천시는 16일 항공 부품 기업 14개사와 2,850억 원 규모의 투자협약을 맺었다.",
        "last:  협약대로면 사천의 항공 기업은 지난해보다 1.4배로 많아진다.",
        "jipyo outlets enable haneul-ilbo",
    ):
        assert words in added.stdout
    assert len(re.findall(r"^  \d\. article ", added.stdout, re.MULTILINE)) == 5
    (entry,) = yaml.safe_load(home.outlets_overlay.read_text(encoding="utf-8"))
    assert {key: str(entry[key]) for key in ("id", "name", "family", "place", "verified")} == {
        "id": "haneul-ilbo",
        "name": "하늘일보",
        "family": "ndsoft",
        "place": "경상남도",
        "verified": "2026-11-17",
    }
    assert entry["enabled"] is False

    # Added, it is known; a second time it needs an id of its own.
    again = run("add", front, "--yes", "--id", "haneul-ilbo", *here, code=2)
    assert "known already" in again.stderr

    before = len(sites.requests)
    lines = run("test", "haneul-ilbo", "--now", NOW, "--format", "jsonl").stdout.splitlines()
    assert len(sites.requests) - before == 1 + 2 + 5
    records = [json.loads(line) for line in lines]
    kinds = [record["kind"] for record in records]
    assert kinds == ["robots", "feed", "list", *["article"] * 5, "verdict"]
    assert records[-1]["fits"]
    assert records[1]["newest_at"] == "2026-11-16T16:30:00+09:00"
    assert {record["state"] for record in records[3:8]} == {"article"}

    run("enable", "haneul-ilbo")
    assert load_outlets(home)["haneul-ilbo"].enabled
    run("disable", "haneul-ilbo")
    assert not load_outlets(home)["haneul-ilbo"].enabled
    # Nothing was started for all this, and nothing collected.
    assert not home.data.exists()


def test_a_board_of_a_city_brings_its_place(run: Run, home: Home, sites: SampleSites) -> None:
    board = "www.changwon-board.example/cwportal/10310/10429/10432.web?gcode=1011"
    port = sites.ports["changwonboard"]
    here = ("--now", NOW, "--connect-to", f"http://127.0.0.1:{port}")
    shown = run("add", board, "--dry-run", *here)
    for words in (
        "family: webcms",
        "place: 창원시",
        "name: 창원시청 보도자료",
        "No feed was found",
    ):
        assert words in shown.stdout
    assert "Nothing was written" in shown.stderr
    assert not home.outlets_overlay.exists()


def test_an_entry_that_does_not_fit_is_told_what_to_mend(
    run: Run, home: Home, sites: SampleSites
) -> None:
    home.make()
    (entry,) = [one for one in sites.outlet_entries() if one["id"] == "badaro"]
    write_overlay(home, [{**entry, "feeds": ["/rss/old.xml"], "lists": ["/news/lists.php"]}])
    done = run("test", "badaro", "--now", NOW, code=1)
    assert "badaro does not fit:" in done.stdout
    assert re.search(r"http_404  /rss/old.xml: .*Mend the path", done.stdout)
    assert re.search(r"http_404  /news/lists.php: ", done.stdout)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("test", "idomi"), 1, "Did you mean idomin"),
        (("add", "http://127.0.0.1/news", "--dry-run"), 1, "cannot be an outlet"),
        (("add", "https://www.example.com/", "--place", "없는시"), 1, "not in the register"),
        (("new-family", "x", "--like", "page.html"), 2, "go together"),
    ],
)
def test_mistakes_are_told(run: Run, arguments: tuple[str, ...], code: int, said: str) -> None:
    assert said in run(*arguments, code=code).stderr


def listed(run: Run, *arguments: str, **more: str) -> list[dict[str, Any]]:
    done = run("list", "--format", "jsonl", *arguments, **more)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_list_has_every_outlet_and_starts_nothing(run: Run, home: Home) -> None:
    known = load_outlets(home)
    everything = listed(run)
    assert [record["id"] for record in everything] == list(known)
    assert {record["night"] for record in everything} == {None}
    assert not home.root.exists()
    here = {record["id"] for record in listed(run, "--place", "경상남도")}
    assert {"idomin", "changwon", "yangsan"} <= here
    assert "jeonmin" not in here
    home.make()
    write_overlay(home, [{"id": "idomin", "enabled": True}])
    text = run("list", "--enabled").stdout
    assert re.fullmatch(r"\* idomin +경남도민일보 +ndsoft +경상남도 +never\n", text)


def test_the_list_tells_the_last_night_from_the_store(
    run: Run, home: Home, database_url: str
) -> None:
    known = load_outlets(home)
    with connect(database_url) as connection:
        register_outlets(connection, [known["idomin"], known["gnnews"], known["gne"]], NIGHTS[0])
        for night, now in enumerate(NIGHTS[:2]):
            run_id = uuid4()
            open_run(connection, run_id, "nightly", now)
            counts = CrawlCounts(listed=20 + night, fetched=9, captured=8)
            record_outlet_night(connection, run_id, "idomin", counts)
            failed = {"run_id": run_id, "url": None, "step": "discover", "occurred_at": now}
            record_failure(
                connection, outlet_id="gnnews", reason="crawl_failed", detail="x", **failed
            )
        record_outlet_night(connection, run_id, "gne", CrawlCounts())
        failed["reason"] = "nothing_listed"
        record_failure(connection, outlet_id="gne", detail="x", **failed)
        connection.commit()
    records = listed(run, JIPYO_DATABASE_URL=database_url)
    found = {record["id"]: record["night"] for record in records}
    day = "2026-11-17"
    assert found["idomin"] == {
        **{"news_day": day, "state": "ok", "listed": 21, "fetched": 9, "captured": 8},
        **{"failed": 0, "reason": None},
    }
    assert (found["gnnews"]["state"], found["gnnews"]["reason"]) == ("failed", "crawl_failed")
    assert (found["gne"]["state"], found["gne"]["failed"]) == ("with failures", 1)
    assert found["gnmaeil"] is None
    text = run("list", JIPYO_DATABASE_URL=database_url).stdout
    assert f"{day} ok: 21 listed, 8 new or changed" in text
