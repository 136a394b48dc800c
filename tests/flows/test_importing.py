"""`jipyo import`: ready articles become what collected ones become, once and no more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.flows.conftest import Jipyo

NOW = "2026-11-20T02:30:00+09:00"
TITLE = "창원시, 스마트공장 652개사 구축"
BODY = (
    "창원시는 지난해까지 스마트공장 652개사를 구축했다고 16일 밝혔다.\n\n"
    "시는 내년에 60개사를 더 지원할 계획이다. 참여 기업의 생산성은 평균 28% 높아졌고 불량률은 41%"
    " 낮아졌다.\n\n시 관계자는 “현장에 맞는 설비를 들이도록 상담부터 돕겠다”고 말했다."
)


def line(**fields: Any) -> dict[str, Any]:
    return {
        "url": "https://archive.example/1",
        "outlet": "옛신문",
        "published_at": "2026-11-16T09:00:00+09:00",
        "title": TITLE,
        "body": BODY,
    } | fields


def write(folder: Path, *lines: Any) -> str:
    file = folder / "articles.jsonl"
    file.write_text(
        "\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines), "utf-8"
    )
    return str(file)


def fetch(jipyo: Jipyo, statement: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(
        jipyo.environment["JIPYO_DATABASE_URL"], options="-c timezone=Asia/Seoul"
    ) as connection:
        return connection.execute(statement).fetchall()  # type: ignore[arg-type]


STORED = (
    "SELECT (SELECT count(*) FROM article), (SELECT count(*) FROM article_version),"
    " (SELECT count(*) FROM version_sighting), (SELECT count(*) FROM figure),"
    " (SELECT count(*) FROM observation)"
)


def test_an_import_is_idempotent(jipyo: Jipyo, tmp_path: Path) -> None:
    file = write(tmp_path, line(), "", line(url="https://archive.example/2", title="다른 제목"))
    assert "2 new articles, 0 new versions of known ones" in jipyo.run("import", file, "--now", NOW)
    before = fetch(jipyo, STORED)
    assert before[0][:3] == (2, 2, 2)
    assert fetch(
        jipyo,
        "SELECT DISTINCT place, metric, value::int, speaker, said_at::date::text,"
        " recorded_at::date::text FROM series WHERE metric = 'industry.smart_factory'"
        " AND kind_class = 'amount'",
    ) == [("창원시", "industry.smart_factory", 652, "city", "2026-11-16", "2026-11-20")]
    # Not even what an earlier reader read is taken for another text.
    with psycopg.connect(jipyo.environment["JIPYO_DATABASE_URL"]) as connection:
        connection.execute("UPDATE article_version SET reader_version = 'old'")
    told = jipyo.run("import", file, "--now", "2026-11-25T02:30:00+09:00")
    assert "0 new articles, 0 new versions of known ones, 2 known already, 0 figures" in told
    assert fetch(jipyo, STORED) == before
    # Both copies are one release.
    assert fetch(jipyo, "SELECT articles, outlets FROM releases") == [(2, 1)]


def test_another_text_at_a_known_address_is_a_new_version(jipyo: Jipyo, tmp_path: Path) -> None:
    jipyo.run("import", write(tmp_path, line()), "--now", NOW)
    later = line(body=BODY.replace("652", "625"), title=TITLE.replace("652", "625"))
    told = jipyo.run("import", write(tmp_path, later), "--now", "2026-11-22T02:30:00+09:00")
    assert "0 new articles, 1 new version of known ones" in told
    assert fetch(jipyo, "SELECT figures_gone, figures_come FROM articles_edited") == [
        (["652개사", "652개사"], ["625개사", "625개사"])
    ]
    standing = (
        "SELECT DISTINCT value::int FROM series_as_of('{}', 'known')"
        " WHERE metric = 'industry.smart_factory' AND kind_class = 'amount'"
    )
    assert fetch(jipyo, standing.format("2026-11-21+09")) == [(652,)]
    assert fetch(jipyo, standing.format("2026-11-23+09")) == [(625,)]
    # One that the page had shown before is known from then on, and does not stand today.
    older = line(title=TITLE.replace("652", "562"), fetched_at="2026-11-17T09:00:00+09:00")
    jipyo.run("import", write(tmp_path, older), "--now", "2026-11-23T02:30:00+09:00")
    assert fetch(
        jipyo, "SELECT title, recorded_at::date::text FROM article_version ORDER BY recorded_at"
    ) == [
        (TITLE.replace("652", "562"), "2026-11-17"),
        (TITLE, "2026-11-20"),
        (TITLE.replace("652", "625"), "2026-11-22"),
    ]
    assert fetch(jipyo, "SELECT title FROM releases") == [(TITLE.replace("652", "625"),)]


def test_of_two_texts_of_one_address_in_a_file_the_later_stands(
    jipyo: Jipyo, tmp_path: Path
) -> None:
    file = write(tmp_path, line(), line(body=BODY.replace("652", "631")))
    told = jipyo.run("import", file, "--now", NOW)
    assert "1 new article, 1 new version of known ones" in told
    assert fetch(jipyo, "SELECT count(*) FROM releases") == [(1,)]
    assert fetch(
        jipyo,
        "SELECT body LIKE '%631%' FROM article_version ORDER BY recorded_at DESC LIMIT 1",
    ) == [(True,)]


BAD = {
    "is no JSON": '{"url": ',
    "is no JSON object": '["https://archive.example/1"]',
    "outlet: Field required": {"url": "https://archive.example/1"},
    "published_at: ": line(published_at="2026-11-16T09:00:00"),
    "must be ISO 8601": line(published_at=1_763_251_200),
    "whole address": line(url="archive/1"),
    "title: ": line(title="  "),
    "zero byte": line(body="0\0 1"),
    "published_at: lies outside of the calendar": line(published_at="0001-01-01T00:00:00+14:00"),
    "modified_at: lies outside of the calendar": line(modified_at="9999-12-31T23:59:00-12:00"),
    "is no JSON that can be read: Exceeds": '{"url": ' + "9" * 5000 + "}",
    "lies ahead": line(fetched_at="2027-01-01T00:00:00+09:00"),
    "아틀란티스시 is not in the register": line(place="아틀란티스시"),
}


def test_bad_lines_are_told_and_the_rest_goes_on(jipyo: Jipyo, tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    lines = [one if isinstance(one, str) else json.dumps(one) for one in BAD.values()]
    good = json.dumps(line(place="김해시"))
    file.write_bytes("\n".join([*lines, good]).encode() + b"\n\xff\xfe\n")
    done = jipyo.run_all("import", str(file), "--now", NOW, code=1)
    assert "1 new article" in done.stdout
    assert f"{len(BAD) + 1} bad lines left out" in done.stdout
    for number, reason in enumerate(BAD, start=1):
        told = next(one for one in done.stderr.splitlines() if f"line {number}:" in one)
        assert reason in told
    assert f"line {len(BAD) + 2}: is not UTF-8" in done.stderr
    # The place that a line states is the article's, whatever the text speaks of.
    assert fetch(jipyo, "SELECT place, place_stated, published_from FROM article_version") == [
        ("김해시", "김해시", "import")
    ]


def test_measures_without_an_entry_are_ranked(jipyo: Jipyo, tmp_path: Path) -> None:
    lines = [
        line(
            url=f"https://archive.example/{number}",
            title="김해시 소식",
            body=f"김해시는 올해 꿀벌쉼터 {number + 30}곳을 열었다. 장수풍뎅이집은 {many}곳이다.",
            published_at=f"2026-0{number}-16T09:00:00+09:00",
        )
        for number, many in ((1, 3), (4, 5))
    ]
    lines[1]["body"] = lines[1]["body"].split(". ")[0] + ". 반딧불이 산책로에 12억 원을 들였다."
    jipyo.run("import", write(tmp_path, *lines), "--now", NOW)
    found = [
        json.loads(one) for one in jipyo.run("metrics", "unmapped", "--format=jsonl").splitlines()
    ]
    assert [one["metric"].startswith("~") for one in found] == [True] * len(found)
    assert (found[0]["releases"], found[0]["figures"]) == (2, 2)
    assert [one.split()[3] for one in found[0]["example_sentences"]] == ["31곳을", "34곳을"]
    first = jipyo.run("metrics", "unmapped", "--by-amount", "--most=1")
    assert "12억 원" in first.splitlines()[0]


def test_the_figures_of_a_stored_article_are_explained(jipyo: Jipyo, tmp_path: Path) -> None:
    later = line(
        title="김해시, 스마트공장 700개사 구축",
        place="김해시",
        published_at="2026-11-17T09:00:00+09:00",
    )
    jipyo.run("import", write(tmp_path, line()), "--now", NOW)
    jipyo.run("import", write(tmp_path, later), "--now", "2026-11-21T02:30:00+09:00")
    shown = jipyo.run("metrics", "show", "--url", "https://archive.example/1#top", "--format=jsonl")
    explained = [json.loads(one) for one in shown.splitlines()]
    stored = fetch(
        jipyo,
        "SELECT quote, coalesce(place_id, place), metric, scope, basis, kind_class, unit_class,"
        " speaker FROM series WHERE title LIKE '%700%' ORDER BY figure_id",
    )
    assert len(explained) == len(stored) > 3
    assert sorted((one["text"], *one["key"].values()) for one in explained) == sorted(stored)
    assert "700개사" in explained[0]["text"]
    none = jipyo.run_all("metrics", "show", "--url", "https://archive.example/9", code=1)
    assert "no article at https://archive.example/9" in none.stderr
    counts = json.loads(
        jipyo.run("metrics", "show", "--metric=industry.smart_factory", "--format=jsonl")
    )["store"]
    expected = fetch(
        jipyo,
        "SELECT count(DISTINCT series_id), count(*), count(DISTINCT release_id),"
        " count(DISTINCT place) FROM series WHERE metric = 'industry.smart_factory'",
    )
    assert tuple(counts.values()) == expected[0]
    assert counts["places"] == 2
    assert "store: no figure of it" in jipyo.run("metrics", "show", "--metric", "~모래시계:item")


def test_a_file_that_is_not_there(jipyo: Jipyo, tmp_path: Path) -> None:
    done = jipyo.run_all("import", str(tmp_path / "none.jsonl"), code=1)
    assert "cannot be read" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("address", ["?idxno=77&page=3", "?page=1&idxno=77"])
def test_an_import_meets_the_page_that_an_outlet_would_give(
    jipyo: Jipyo, tmp_path: Path, address: str
) -> None:
    (jipyo.home.root / "outlets.yaml").write_text(
        "- id: haneul\n  name: 하늘일보\n  family: ndsoft\n  origin: https://haneul.example.com\n"
        "  feeds: [/rss/allArticle.xml]\n",
        "utf-8",
    )
    url = f"https://haneul.example.com/news/articleView.html{address}"
    jipyo.run("import", write(tmp_path, line(url=url, outlet="하늘일보")), "--now", NOW)
    assert fetch(jipyo, "SELECT outlet_id, url FROM article") == [
        ("haneul", "https://haneul.example.com/news/articleView.html?idxno=77")
    ]


def test_a_page_of_an_outlet_with_a_pattern_of_its_own(jipyo: Jipyo, tmp_path: Path) -> None:
    (jipyo.home.root / "outlets.yaml").write_text(
        "- id: board\n  name: 게시판\n  family: generic\n  origin: https://board.example.com\n"
        "  lists: [/news]\n  article_pattern: '/news/view\\?no=\\d+'\n",
        "utf-8",
    )
    url = "https://board.example.com/news/view?page=3&no=12"
    jipyo.run("import", write(tmp_path, line(url=url, outlet="board")), "--now", NOW)
    assert fetch(jipyo, "SELECT url FROM article") == [
        ("https://board.example.com/news/view?no=12",)
    ]


def test_what_is_about_no_local_government_is_kept_and_votes_nowhere(
    jipyo: Jipyo, tmp_path: Path
) -> None:
    national = line(
        url="https://archive.example/9",
        title="반도체 수출 두 달째 늘어",
        body="지난달 반도체 수출액은 120억 달러로 집계됐다.",
    )
    own = line(title="김해시 수출액", body="김해시는 지난달 수출액이 3억 달러였다고 밝혔다.")
    jipyo.run("import", write(tmp_path, national, own), "--now", NOW)
    assert fetch(
        jipyo, "SELECT relevance, relevance_reason FROM article_version ORDER BY relevance"
    ) == [("announcement", "government_reports"), ("other", "no_place")]
    kept = fetch(jipyo, "SELECT value::bigint, relevance FROM series ORDER BY value DESC")
    assert kept == [(12_000_000_000, "other"), (300_000_000, "announcement")]
    assert fetch(jipyo, "SELECT value::bigint FROM series_latest") == [(300_000_000,)]
