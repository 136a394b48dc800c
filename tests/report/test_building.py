"""What a build writes, leaves, removes and refuses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any, get_args

import pytest

from expectations.checks.definition import Severity
from jipyo.report import ReportBuilt
from jipyo.report.charts import Mark, MarkKind, draw
from jipyo.report.content import Measured, Series, Told, Wording
from jipyo.report.site import slug
from jipyo.report.templates import is_address
from jipyo.report.words import LANGUAGES, axis_amounts, words
from jipyo.store.errors import JipyoError
from jipyo.store.flags import Status
from jipyo.store.health import Verdict
from jipyo.store.queries import query, sql_folder
from tests.expectations.conftest import Newsroom


def state_of(site: Path) -> dict[str, tuple[int, bytes]]:
    return {
        file.relative_to(site).as_posix(): (file.stat().st_mtime_ns, file.read_bytes())
        for file in site.rglob("*")
        if file.is_file() and file.suffix in (".html", ".css", ".js")
    }


def test_only_what_changed_is_written(
    newsroom: Newsroom, build: Callable[..., ReportBuilt], site: Path
) -> None:
    for place in ("가온시", "솔빛군"):
        newsroom.history([100, 110, 120], place=place)
    first = build()
    before = state_of(site)
    assert (first.written, first.unchanged, first.removed) == (len(before), 0, 0)

    again = build()
    assert (again.written, again.unchanged, again.removed) == (0, len(before), 0)
    assert state_of(site) == before

    newsroom.say(130, period="2013", on="2014-01-20", place="솔빛군")
    build()
    after = state_of(site)
    changed = {path for path in after if after[path] != before.get(path)}
    one, other = (f"places/{slug(place)}/" for place in ("솔빛군", "가온시"))
    assert {path for path in changed if one in path} == {
        f"{folder}{one}{page}"
        for folder in ("", "en/")
        for page in ("index.html", "smart_factory.html")
    }
    assert not [path for path in changed if other in path]


@pytest.mark.parametrize(
    ("change", "drawn"),
    [
        ("value", 1),
        ("again", 0),
        ("flag", 0),
        ("resolved", 1),
        ("label", 0),
        ("correction", 1),
        ("edit", 1),
        ("reread", 0),
    ],
)
def test_whatever_a_page_rests_on_makes_it_anew(
    newsroom: Newsroom, build: Callable[..., ReportBuilt], site: Path, change: str, drawn: int
) -> None:
    newsroom.history([100, 110, 120])
    newsroom.history([10, 11, 12], scope="direct")
    newsroom.say(7, period="2012", on="2013-01-07", scope="foreign")
    article = newsroom.say(202, period="2020", on="2021-01-07")
    newsroom.say(209, period="2020", on="2021-02-07")
    newsroom.check()
    newsroom.insert(
        "measure", metric="smart_factory", label_ko="스마트공장", label_en="Smart factories",
        nature="flow", plausible_low=0, plausible_high="Infinity", parent=None, parts=[],
    )  # fmt: skip
    build()
    page = site / "places" / slug("가온시") / "smart_factory.html"
    before = page.read_text()
    execute = newsroom.connection.execute
    if change == "value":
        execute("UPDATE observation SET value = 121, low = 121, high = 121 WHERE value = 120")
        expected = "121개사"
    elif change == "again":
        newsroom.say(110, period="2011", on="2013-06-07")
        expected = "발표 2건"
    elif change == "flag":
        execute("UPDATE flag SET status = 'acknowledged'")
        expected = "확인 중"
    elif change == "resolved":
        execute("UPDATE flag SET status = 'resolved'")
        expected = 'id="history"'
    elif change == "reread":
        execute(
            "UPDATE figure SET quote = '110여 개사', sentence = '110여 개사다.' WHERE value = 110"
        )
        execute("UPDATE article_version SET reader_version = 'another'")
        expected = "110여 개사"
    elif change == "label":
        execute("UPDATE measure SET label_ko = '지능형 공장'")
        expected = "지능형 공장"
    elif change == "correction":
        ((series_id,),) = execute("SELECT series_id FROM series_key WHERE scope = ''").fetchall()
        newsroom.insert(
            "correction", period_start="2012-01-01", period_end="2012-12-31", value=125, low=125,
            high=125, quote="125", reason="x", corrected_by="me", corrected_at="2026-03-01+09",
            series_id=series_id, current_series_id=series_id,
        )  # fmt: skip
        expected = "바로잡은 값 125개사"
    else:
        newsroom.say(205, period="2020", on="2021-01-07", article=article, recorded="2021-03-01")
        expected = "205개사"
    assert expected not in before
    charts = build().charts
    assert expected in page.read_text()
    # A chart that stands is taken from its page, and a drawing that looks as before; then the page
    # is as a new one to the last byte.
    assert charts == drawn
    fresh = site.with_name("fresh")
    build(fresh)
    as_new = {path: content for path, (_, content) in state_of(fresh).items()}
    assert {path: content for path, (_, content) in state_of(site).items()} == as_new


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("message = '다른 말'", "다른 말"),
        ("severity = 'info'", "참고"),
        ("opened_at = '2019-07-08T12:00+09'", "2019-07-08"),
        ("check_id = 'magnitude'", "수치의 크기는 그 지표로 있을 수 있는 범위 안이어야 한다"),
        ("status = 'open'", 'id="flags"'),
    ],
)
def test_what_a_page_tells_of_a_resolved_flag_makes_it_anew(
    newsroom: Newsroom,
    build: Callable[..., ReportBuilt],
    site: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: str,
    expected: str,
) -> None:
    newsroom.say(202, period="2020", on="2021-01-07")
    newsroom.say(209, period="2020", on="2021-02-07")
    newsroom.say(5, period="2020", on="2021-01-07", place="솔빛군")
    newsroom.check()
    newsroom.connection.execute("UPDATE flag SET status = 'resolved'")
    build()
    pages = [
        site / folder / "places" / slug("가온시") / "smart_factory.html" for folder in ("", "en")
    ]
    before = [page.read_text() for page in pages]
    assert all('id="history"' in text for text in before)
    newsroom.connection.execute(f"UPDATE flag SET {change}")  # type: ignore[arg-type]
    built = build()
    assert expected in pages[0].read_text()
    assert expected not in before[0]
    assert built.unchanged >= 2
    # Now they stand in their page: nothing of them is read or written again for what is new there.
    newsroom.say(7, period="2012", on="2013-01-07")
    with monkeypatch.context() as without:
        without.delattr("jipyo.report.templates.Pages.history")
        build()
    assert expected in pages[0].read_text()
    fresh = site.with_name("fresh")
    build(fresh)
    as_new = {path: content for path, (_, content) in state_of(fresh).items()}
    assert {path: content for path, (_, content) in state_of(site).items()} == as_new


def test_an_outlet_that_is_called_otherwise_is_so_in_all_lines_of_a_chart(
    newsroom: Newsroom, build: Callable[..., ReportBuilt], site: Path
) -> None:
    newsroom.history([100, 110, 120])
    build()
    newsroom.connection.execute("UPDATE outlet SET name = '새 이름'")
    newsroom.say(130, period="2013", on="2014-01-20")
    build()
    page = f"places/{slug('가온시')}/smart_factory.html"
    assert (site / page).read_text().count("<bdi>새 이름</bdi>") == 3
    fresh = site.with_name("fresh")
    build(fresh)
    assert (site / page).read_bytes() == (fresh / page).read_bytes()


def test_lines_that_stand_are_told_as_those_made_anew_whatever_their_outlet_is_called(
    newsroom: Newsroom, build: Callable[..., ReportBuilt], site: Path
) -> None:
    newsroom.connection.execute("""UPDATE outlet SET name = '"가" & <b>''나''</bdi> <time>'""")
    newsroom.history([100, 110, 120])
    build()
    # One before those that stand, one among them and one said again.
    newsroom.say(130, period="2013", on="2014-01-20")
    newsroom.say(115, period="2011", on="2014-01-21")
    newsroom.say(120, period="2012", on="2014-01-22")
    build()
    page = f"places/{slug('가온시')}/smart_factory.html"
    assert (site / page).read_text().count("</title></path>") == 5
    fresh = site.with_name("fresh")
    build(fresh)
    for path in (page, f"en/{page}"):
        assert (site / path).read_bytes() == (fresh / path).read_bytes()


@pytest.mark.parametrize(
    ("name", "kind", "asked"),
    [
        ("report_pages", Measured, {"place": None}),
        ("report_series", Series, {"series_ids": []}),
        ("report_values", Told, {"series_ids": []}),
        ("report_words", Wording, {"figure_ids": []}),
    ],
)
def test_what_is_read_in_thousands_has_its_columns_in_the_order_of_its_fields(
    newsroom: Newsroom, name: str, kind: type, asked: dict[str, Any]
) -> None:
    found = newsroom.connection.execute(query(name), asked)
    assert [column.name for column in found.description or ()] == [
        field.name for field in fields(kind)
    ]


def test_only_what_a_check_compared_is_said_to_differ(
    newsroom: Newsroom, build: Callable[..., ReportBuilt], site: Path
) -> None:
    """The evidence of a total that its parts do not make has the parts beside it."""
    newsroom.say(202, period="2020", on="2021-01-07")
    newsroom.say(209, period="2020", on="2021-02-07")
    newsroom.check()
    build()
    page = site / "places" / slug("가온시") / "smart_factory.html"
    assert "차이 7개사" in page.read_text()
    newsroom.connection.execute("UPDATE flag SET compared = ARRAY[202, 411]")
    build()
    assert "차이 7개사" not in page.read_text()


def test_a_table_holds_the_latest_lines_and_those_with_a_flag(
    newsroom: Newsroom,
    build: Callable[..., ReportBuilt],
    site: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("jipyo.report.measures.ROWS_SHOWN", 2)
    newsroom.say(100, period="2010", on="2011-01-07")
    newsroom.say(109, period="2010", on="2011-02-07")
    newsroom.history([110, 120, 130, 140], first_year=2011)
    newsroom.check()
    build()
    page = (site / "places" / slug("가온시") / "smart_factory.html").read_text()
    table = page.partition("<tbody")[2].partition("</tbody>")[0]
    lines = [line.partition("</th>")[0] for line in table.split('scope="row">')[1:]]
    assert len(lines) == 4
    assert [line[:4] for line in lines] == ["2014", "2013", "2010", "2010"]
    assert "6줄 가운데" in page


def test_numbers_beyond_all_measure_have_a_row_and_no_mark(
    newsroom: Newsroom, build: Callable[..., ReportBuilt], site: Path
) -> None:
    """Three hundred digits that a stranger printed must not keep the report from being built."""
    newsroom.history([110, 120, 130], first_year=2011)
    newsroom.say(10**310, period="2014", on="2015-01-07")
    newsroom.say(10**310 + 10**309, period="2013", on="2015-02-07")
    build()
    page = (site / "places" / slug("가온시") / "smart_factory.html").read_text()
    assert page.count("</title></path>") == 3
    assert page.count('<tr role="row" class=') == 5


def test_months_and_years_of_a_series_are_joined_each_by_a_line_of_their_own(
    newsroom: Newsroom, build: Callable[..., ReportBuilt], site: Path
) -> None:
    for year in (2020, 2021):
        newsroom.say(year, period=f"{year}", on=f"{year + 1}-01-07")
        newsroom.say(year + 9, period=f"{year}", on=f"{year}-01-07", kind_class="target")
    for month in (1, 2):
        newsroom.say(month, period=f"2021-0{month}", on=f"2021-0{month + 1}-07")
        day, aim = f"2020-12-0{month}", {"kind_class": "target"}
        newsroom.say(month + 9, period=f"2021-0{month}", on=day, **aim)
    build()
    page = (site / "places" / slug("가온시") / "smart_factory.html").read_text()
    assert page.count('role-mark course">') == page.count('role-mark plan">') == 2


def test_each_chart_is_the_same_alone_and_beside_others() -> None:
    """Among them those with lines, ends of intervals, moves and rings, and one mark alone."""

    def mark(number: int, value: float, kind: MarkKind = "value", **more: Any) -> Mark:
        return Mark(number, kind, date(2011 + number, 12, 31), value, **more)

    charts = [
        [mark(0, 5.0)],
        [mark(0, 5.0, line="a"), mark(1, 7.0, line="a"), mark(2, 6.0, "target", is_flagged=True)],
        [mark(0, 3.0, low=1.0, high=4.0), mark(1, 9.0, "earlier", stands_at=8.0)],
        [mark(3, 1.0, "corrected"), mark(4, 2.0, "forecast")],
    ]
    alone = [draw([one])[0] for one in charts]
    assert draw(charts) == alone
    assert len({"".join(drawing.parts) for drawing in alone}) == len(charts)
    for drawing, marks in zip(alone, charts, strict=True):
        assert sorted(drawing.names) == [mark.name for mark in marks]
        assert len(drawing.parts) == len(marks) + 1


def test_an_axis_has_labels_where_there_is_room_for_some() -> None:
    def marks(*values: float) -> list[Mark]:
        days = (date(2011 + number, 12, 31) for number, _ in enumerate(values))
        return [
            Mark(number, "value", day, value)
            for number, (day, value) in enumerate(zip(days, values, strict=True))
        ]

    def labels(*values: float) -> list[float]:
        return [number for _, number in draw([marks(*values)])[0].numbers]

    assert labels(0, 10) == [0, 2, 4, 6, 8, 10]
    assert labels(-3, 3) == [-2, 0, 2]
    assert labels(1_234_567_890_123, 1_234_567_890_125) == [
        1_234_567_890_123 + step / 2 for step in range(5)
    ]
    assert labels(1e-322, 1.5e-322) == []
    exact = Mark(0, "value", date(2011, 12, 31), 2.165e12, low=2.1645e12, high=2.1655e12)
    assert [number for _, number in draw([[exact]])[0].numbers] == [
        2.1e12,
        2.15e12,
        2.2e12,
        2.25e12,
    ]
    assert labels(1.7e308, -1.7e308) == []


def test_a_series_that_vanished_loses_its_page(
    newsroom: Newsroom, build: Callable[..., ReportBuilt], site: Path
) -> None:
    newsroom.history([100, 110, 120])
    newsroom.history([5, 6, 7], place="솔빛군", metric="exports")
    build()
    folder = site / "places" / slug("솔빛군")
    assert (folder / "exports.html").is_file()
    newsroom.connection.execute(
        "DELETE FROM observation USING series_key WHERE place = '솔빛군'"
        " AND observation.series_id = series_key.series_id"
    )
    built = build()
    assert not folder.exists()
    assert not (site / "en" / "places" / folder.name).exists()
    assert built.removed == 4
    assert "솔빛군" not in (site / "index.html").read_text()


def test_what_was_told_once_has_no_page_until_it_is_told_again(
    newsroom: Newsroom, build: Callable[..., ReportBuilt], site: Path
) -> None:
    newsroom.history([100, 110])
    once = {"metric": "~낯선-지표", "registered": False}
    newsroom.say(3, period="2020", on="2021-01-07", **once)
    build()
    folder = site / "places" / slug("가온시")
    assert not (folder / f"{slug('~낯선-지표')}.html").exists()
    assert "낯선-지표" in (folder / "index.html").read_text()
    newsroom.say(4, period="2021", on="2022-01-07", **once)
    build()
    assert (folder / f"{slug('~낯선-지표')}.html").is_file()


def test_a_site_of_one_place(
    newsroom: Newsroom, build: Callable[..., ReportBuilt], tmp_path: Path
) -> None:
    for place in ("가온시", "솔빛군"):
        newsroom.say(202, period="2020", on="2021-01-07", place=place)
        newsroom.say(209, period="2020", on="2021-02-07", place=place)
    newsroom.check()
    site = tmp_path / "one"
    build(site, place="솔빛군", language="en")
    text = "".join(page.read_text() for page in site.rglob("*.html"))
    assert "솔빛군" in text
    assert "가온시" not in text
    assert "Solbit-gun" in (site / "index.html").read_text()
    assert "솔빛군" in (site / "ko" / "index.html").read_text()
    with pytest.raises(JipyoError, match="없는시"):
        build(tmp_path / "none", place="없는시")


def test_a_folder_of_others_is_left_alone(
    newsroom: Newsroom, build: Callable[..., ReportBuilt], tmp_path: Path
) -> None:
    newsroom.history([100, 110])
    folder = tmp_path / "others"
    folder.mkdir()
    (folder / "index.html").write_text("mine")
    with pytest.raises(JipyoError, match="other things"):
        build(folder)
    assert [file.read_text() for file in folder.iterdir()] == ["mine"]
    with pytest.raises(JipyoError, match="cannot be written"):
        build(folder / "index.html")


def test_a_build_that_was_cut_off_is_made_good(
    newsroom: Newsroom, build: Callable[..., ReportBuilt], site: Path
) -> None:
    newsroom.history([100, 110])
    build()
    pages = {path for path in state_of(site) if path.endswith(".html")}
    # The list ends in the middle, a page is gone, and one is of a series that is no more.
    listed = site / ".jipyo-report.json"
    listed.write_text(listed.read_text()[:100])
    (site / "flags.html").unlink()
    (site / "old.html").write_text("old")
    build()
    assert {path for path in state_of(site) if path.endswith(".html")} == pages
    assert set(json.loads(listed.read_text())) > pages
    assert build().written == 0


def test_an_empty_store_has_a_site_too(
    build: Callable[..., ReportBuilt], database_url: str, site: Path
) -> None:
    build()
    assert "아직 수집한 밤이 없습니다" in (site / "index.html").read_text()
    assert "No night has been collected" in (site / "en" / "index.html").read_text()


def test_the_command(new_database: Callable[[], str], tmp_path: Path) -> None:
    database_url = new_database()

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "jipyo", "report", *arguments],
            env={**os.environ, "JIPYO_HOME": str(tmp_path / "home"), **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
        )

    done = run(JIPYO_DATABASE_URL=database_url)
    assert done.returncode == 0, done.stderr
    index = Path(done.stdout.splitlines()[-1])
    assert index == tmp_path / "home" / "report" / "index.html"
    assert '<html lang="ko">' in index.read_text("utf-8")
    usage = run("--place", "가온시", JIPYO_DATABASE_URL=database_url)
    assert usage.returncode == 2
    assert "--out" in usage.stderr
    nothing = run("--out", str(tmp_path / "none"))
    assert nothing.returncode == 1
    assert "There is no store" in nothing.stderr
    assert "Traceback" not in nothing.stderr
    assert not (tmp_path / "none").exists()


@pytest.mark.quick
def test_both_languages_have_the_same_words() -> None:
    korean, english = (words(language) for language in LANGUAGES)
    assert {part: set(names) for part, names in korean.items()} == {
        part: set(names) for part, names in english.items()
    }
    for part, names in korean.items():
        for name, text in names.items():
            fields = set(fields_of(text))
            assert fields == set(fields_of(english[part][name])), f"{part}.{name}"
    for part, codes in (("severity", Severity), ("status", Status), ("verdict", Verdict)):
        assert set(korean[part]) == set(get_args(codes)) == set(korean[f"{part}_meaning"])
    rules = (sql_folder() / "views" / "9-outlet_health.sql").read_text("utf-8")
    told = {
        line.split("'")[3]
        for line in rules.splitlines()
        if "ARRAY['" in line and line.count("'") >= 4 and line.split("'")[3]
    }
    assert {code for code in told if code.isidentifier()} <= set(korean["why"])


def fields_of(text: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(text) if name is not None]


@pytest.mark.quick
def test_numbers_of_an_axis_share_their_step() -> None:
    won = [0.0, 5e11, 1e12, 1.5e12]
    assert axis_amounts(won, "ko") == ["0", "0.5조", "1조", "1.5조"]
    assert axis_amounts(won, "en") == ["0", "0.5 tn", "1 tn", "1.5 tn"]
    assert axis_amounts([-2e8, 2e8], "ko") == ["−2억", "2억"]
    assert axis_amounts([20_000, 90_000], "ko") == ["20,000", "90,000"]
    assert axis_amounts([0.001, 0.002], "en") == ["0.001", "0.002"]


@pytest.mark.quick
def test_nothing_that_strangers_wrote_comes_into_a_path() -> None:
    assert slug("finance.national_funds") == "finance.national_funds"
    for name in ("../../etc/passwd", "..", "", ".", "kr-48-changwon/창원국가산단", "a" * 200, "a."):
        assert slug(name).startswith("x-")
        assert "/" not in slug(name)
    assert slug("~창원시") != slug("~진주시")


@pytest.mark.quick
def test_only_addresses_of_the_web_are_linked() -> None:
    assert is_address("https://www.example.kr/news?idxno=7")
    for url in (
        "javascript:alert(1)", "data:text/html,x", "//example.kr", "/etc/passwd", "https://",
        "http://[", "https://example.kr/\u202egpj", "HTTPS://exa\nmple.kr", "file:///etc/passwd",
    ):  # fmt: skip
        assert not is_address(url), url
