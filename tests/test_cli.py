"""The command line: formats that are a contract, errors that say what to do, honest exit codes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.documents.writers import hwp

ROOT = Path(__file__).parents[1]

TEXT = (
    "해솔시, 기업 12개사와 3,400억 원 투자협약\n\n"
    "창원시는 16일 기업 12개사와 3,400억 원 규모의 투자협약을 맺었다고 밝혔다.\n\n"
    "지난해 수출액은 185억 2천만 달러로 전년보다 3.1% 줄었다. 문의 055-123-4567.\n"
)

FIELDS = [
    *("start", "end", "text", "value", "value_high", "unit", "counter", "kind", "role", "metric"),
    *("phrase", "place", "scope", "period_start", "period_end", "qualifiers"),
]


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("JIPYO_", "PREFECT_"))
    }
    environment["JIPYO_HOME"] = str(tmp_path / "home")

    def command(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "jipyo", *arguments],
            env=environment,
            cwd=ROOT,
            input=given,
            capture_output=True,
            check=False,
        )
        return subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
        )

    return command


def test_extract_all_gives_every_digit_once(
    run: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    arguments = ("extract", "-", "--published", "2026-11-16", "--place", "창원시", "--all")
    done = run(*arguments, "--format", "jsonl", given=TEXT.encode())
    assert done.returncode == 0, done.stderr
    numbers = [json.loads(line) for line in done.stdout.splitlines()]
    covered = [place for entry in numbers for place in range(entry["start"], entry["end"])]
    assert len(covered) == len(set(covered))
    digits = {place for place, sign in enumerate(TEXT) if sign.isdecimal()}
    assert digits <= set(covered)
    assert {entry["disposition"] for entry in numbers} == {"figure", "date", "contact"}
    for entry in numbers:
        figure = entry.pop("disposition") == "figure"
        assert list(entry) == (FIELDS if figure else ["start", "end", "text"])
    shown = run(*arguments, given=TEXT.encode()).stdout
    assert "contact  055-123-4567" in shown
    assert shown.splitlines()[-1].startswith("6 figure")


def test_extract_prints_the_documented_fields(
    run: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    done = run(
        *("extract", "-", "--published", "2026-11-16", "--place", "창원시", "--format", "jsonl"),
        given=TEXT.encode(),
    )
    assert done.returncode == 0, done.stderr
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [record["text"] for record in records] == [
        *("12개사", "3,400억 원", "12개사", "3,400억 원", "185억 2천만 달러", "3.1%")
    ]
    for record in records:
        assert list(record) == FIELDS
        assert TEXT[record["start"] : record["end"]] == record["text"]
        assert Decimal(record["value"]).is_finite()
        for day in (record["period_start"], record["period_end"]):
            assert day is None or date.fromisoformat(day)
    exports, growth = records[-2:]
    assert (exports["value"], exports["unit"]) == ("18520000000", "USD")
    assert (exports["period_start"], exports["period_end"]) == ("2025-01-01", "2025-12-31")
    assert (growth["value"], growth["unit"], growth["kind"]) == ("-3.1", "%", "growth")
    assert growth["metric"] == exports["metric"]
    assert {record["unit"] for record in records[:4]} == {"company", "KRW"}
    # Nothing was started or made for it.
    assert not (tmp_path / "home").exists()


def test_the_fields_are_those_of_the_documentation() -> None:
    described = (ROOT / "docs" / "formats.md").read_text()
    for field in FIELDS:
        assert f"`{field}`" in described


EXPLAINED = [
    *("format", "figure", "start", "end", "text", "stands_in", "line", "sentence", "steps", "key"),
    *("place", "registered", "candidates"),
]
STEP = ["step", "words", "metric", "other_figure", "reason", "detail", "says"]
KEY = ["place", "metric", "scope", "basis", "kind_class", "unit_class", "speaker"]
MEASURE = ["format", "metric", "registered", "entry", "parts", "store"]


def test_metrics_show_explains_the_ids_that_extract_prints(
    run: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    asked = ("-", "--published", "2026-11-16", "--place", "창원시", "--format", "jsonl")
    extracted = [
        json.loads(line) for line in run("extract", *asked, given=TEXT.encode()).stdout.splitlines()
    ]
    done = run("metrics", "show", *asked, given=TEXT.encode())
    assert done.returncode == 0, done.stderr
    explained = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["figure"] for one in explained] == list(range(1, len(extracted) + 1))
    described = (ROOT / "docs" / "formats.md").read_text()
    for one, record in zip(explained, extracted, strict=True):
        assert list(one) == EXPLAINED
        assert [one[name] for name in ("start", "end", "text", "place")] == [
            record[name] for name in ("start", "end", "text", "place")
        ]
        assert list(one["key"]) == KEY
        assert (one["key"]["metric"], one["key"]["scope"]) == (record["metric"], record["scope"])
        for step in one["steps"]:
            assert list(step) == STEP
            assert f"`{step['step']}`" in described
    assert all(f"`{name}`" in described for name in (*EXPLAINED, *STEP, *KEY, *MEASURE))
    continued = [step for step in explained[-1]["steps"] if step["other_figure"] is not None]
    assert [(step["step"], step["other_figure"]) for step in continued] == [("continues", 5)]
    assert not (tmp_path / "home").exists()


def test_metrics_show_chooses_figures_and_speaks_to_people(
    run: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    asked = ("metrics", "show", "-", "--published", "2026-11-16", "--place", "창원시")
    fifth = run(*asked, "--figure", "5", given=TEXT.encode()).stdout
    assert fifth == run(*asked, "--find", "185억2천만", given=TEXT.encode()).stdout
    # The growth behind it has the same noun phrase.
    both = run(*asked, "--find", "수출액", given=TEXT.encode()).stdout
    assert both.startswith(fifth) and "[6] 3.1% = -3.1 %" in both
    lines = fifth.splitlines()
    assert lines[0].startswith("[5] 185억 2천만 달러 = 18520000000 USD")
    assert "line 5, paragraph: “지난해 수출액은" in lines[1]
    assert "“지난해” (a qualifier or a time)" in fifth
    assert "Candidate trade.exports (수출액) by the alias “수출액”." in fifth
    assert "metric trade.exports" in lines[-2]
    assert sum(line.startswith("[") for line in lines) == 1
    none = run(*asked, "--find", "없는말", given=TEXT.encode())
    assert (none.returncode, none.stdout) == (1, "")
    assert "the text has 6 figures" in none.stderr
    beyond = run(*asked, "--figure", "7", given=TEXT.encode())
    assert (beyond.returncode, beyond.stdout) == (1, "")


def test_metrics_show_knows_the_measures_of_the_home(
    run: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    text = "꿀벌쉼터는 31곳이다.".encode()
    asked = ("metrics", "show", "-", "--place", "창원시")
    assert "metric ~" in run(*asked, given=text).stdout
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "registry.toml").write_text(
        '[[measure]]\nid = "city.bee_shelters"\nlabel_ko = "꿀벌쉼터"\n'
        'label_en = "Bee shelters"\nunits = ["item"]\nnature = "stock"\naliases = ["꿀벌쉼터"]\n',
        "utf-8",
    )
    shown = run(*asked, given=text).stdout
    assert "Candidate city.bee_shelters (꿀벌쉼터) by the alias “꿀벌쉼터”." in shown
    assert "| metric city.bee_shelters |" in shown
    known = run("metrics", "show", "--metric", "city.bee_shelters")
    assert "store: there is none here" in known.stdout


def test_metrics_show_tells_what_an_id_means(
    run: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    known = run("metrics", "show", "--metric", "trade.exports")
    assert known.returncode == 0, known.stderr
    assert known.stdout.splitlines()[0].startswith("trade.exports: 수출액")
    assert "“수출액”" in known.stdout
    assert "store: there is none here" in known.stdout
    record = json.loads(
        run("metrics", "show", "--metric", "~가맹점+배달앱/supply:item", "--format=jsonl").stdout
    )
    assert list(record) == MEASURE
    assert record["parts"] == {
        "nouns": ["가맹점", "배달앱"],
        "measure": None,
        "cost_of": False,
        "actions": ["supply"],
        "each": False,
        "unit_class": "item",
    }
    derived = json.loads(
        run("metrics", "show", "--metric", "~project.cost@trade.exports", "--format=jsonl").stdout
    )
    assert derived["entry"]["id"] == derived["parts"]["measure"] == "trade.exports"
    assert derived["parts"]["cost_of"]
    assert not (tmp_path / "home").exists()


GOLDEN = ROOT / "tests" / "pages" / "golden"
PAGE_FIELDS = [
    *("state", "family", "title", "subtitle", "body", "published_at", "published_from"),
    *("modified_at", "byline", "section", "dateline", "detail", "body_from", "attachments"),
]


@pytest.mark.parametrize(
    "name",
    ["nd-current", "ins-article", "egov-bd", "mediaon-list", "gnuboard-deleted", "ncode-drift"],
)
def test_page_prints_what_would_be_stored(
    run: Callable[..., subprocess.CompletedProcess[str]], name: str
) -> None:
    expected = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    url = expected.pop("url", "https://naru.example/news/articleView.html?idxno=7")
    asked = ("page", str(GOLDEN / f"{name}.html"), "--url", url)
    done = run(*asked, "--format", "json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert list(found) == PAGE_FIELDS
    if "paragraphs" in expected:
        assert found["body"].split("\n\n") == expected.pop("paragraphs")
    assert {field: found[field] for field in expected} == expected
    shown = run(*asked).stdout
    assert shown.startswith(f"state           {expected['state']}\n")
    assert found["title"] in shown


def test_page_reads_a_document_that_a_page_offers(
    run: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    asked = ("page", "-", "--url", "https://naru.example/d/release.hwp", "--format", "json")
    sentence = "나루시는 도로 12곳을 고쳤다고 12일 밝혔다."
    found = json.loads(run(*asked, given=hwp(["보도자료", sentence])).stdout)
    assert (found["state"], found["body"], found["body_from"]) == (
        "article",
        sentence,
        "attachment",
    )
    locked = run(*asked, given=hwp([sentence], flags=3))
    assert locked.returncode == 0
    found = json.loads(locked.stdout)
    assert (found["state"], found["body"]) == ("no_body", "")
    assert "encrypted" in found["detail"]


def test_page_takes_the_charset_of_the_response_and_standard_input(
    run: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    page = (
        "<title>똠시 소식</title><h1>똠시 소식</h1>"
        "<p>똠시는 올해 나무 120그루를 심었다고 밝혔다.</p>"
        "<p>내년에는 200그루를 더 심을 계획이라고 한다.</p>"
    )
    asked = ("page", "-", "--url", "https://naru.example/n/7", "--format", "json")
    done = run(*asked, "--charset", "euc-kr", given=page.encode("cp949"))
    assert json.loads(done.stdout)["body"].startswith("똠시는 올해")


@pytest.mark.parametrize(
    ("arguments", "code", "expected"),
    [
        (("page", "missing.html", "--url", "https://naru.example/"), 1, "cannot be read"),
        (("page", "-", "--url", "naru.example/7"), 1, "is no address of a page"),
        (("page", "-", "--url", "https://n.example/7", "--family", "x"), 1, "There are egov,"),
        (("page", "-"), 2, "--url"),
        (("page", "-", "--url", "https://n.example/", "--format", "xml"), 2, "xml"),
    ],
)
def test_page_says_what_was_wrong(
    run: Callable[..., subprocess.CompletedProcess[str]],
    arguments: tuple[str, ...],
    code: int,
    expected: str,
) -> None:
    done = run(*arguments, given=b"<p>x</p>")
    assert done.returncode == code
    assert expected in done.stderr
    assert "Traceback" not in done.stderr


def test_the_fields_of_a_page_are_those_of_the_documentation() -> None:
    section = (ROOT / "docs/formats.md").read_text(encoding="utf-8").partition("## page/1")[2]
    rows = re.findall(r"^\| (`.+?`) \|", section.partition("\n## ")[0], re.MULTILINE)
    assert re.findall(r"`(\w+)`", " ".join(rows)) == PAGE_FIELDS


def test_a_text_without_figures_prints_nothing(
    run: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    done = run("extract", "-", "--place", "창원시", "--format", "jsonl", given="맑음".encode())
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "given", "code", "words"),
    [
        (["extract", "no-such-file.txt"], b"", 1, "no-such-file.txt cannot be read"),
        (["extract", "-"], "수출 3억 원".encode("cp949"), 1, "not UTF-8"),
        (["extract", "-", "--place", "없는시"], b"", 1, "not in the register"),
        (["extract", "-", "--published", "11.06.2021"], b"", 2, "write it as 2026-11-16"),
        (["nightly", "--now", "2026-11-16T02:30"], b"", 2, "has no zone"),
        (["db", "restore", "no-such.dump"], b"", 1, "no file no-such.dump"),
        (["no-such-command"], b"", 2, "No such command"),
        (["metrics", "show"], b"", 2, "give one of FILE, --url and --metric"),
        (["metrics", "show", "-", "--metric", "a.b"], b"", 2, "give one of FILE"),
        (["metrics", "show", "--url", "https://a.example/1", "--place", "창원시"], b"", 2, "FILE"),
        (["metrics", "show", "-", "--figure", "1", "--find", "3"], b"", 2, "not both"),
        (["metrics", "show", "--metric", "a.b", "--figure", "1"], b"", 2, "choose in a text"),
        (["metrics", "show", "--metric", "trade.export"], b"", 1, "Perhaps trade.exports"),
        (["metrics", "show", "--url", "https://a.example/1"], b"", 1, "There is no store in"),
        (["metrics", "show", "-", "--find", "3"], "맑음".encode(), 1, "the text has no figure"),
    ],
)
def test_errors_say_what_to_do_and_show_no_trace(
    run: Callable[..., subprocess.CompletedProcess[str]],
    arguments: list[str],
    given: bytes,
    code: int,
    words: str,
) -> None:
    done = run(*arguments, given=given)
    assert done.returncode == code
    assert words in " ".join(done.stderr.replace("│", " ").split())
    assert "Traceback" not in done.stderr


def test_down_where_nothing_runs(
    run: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    done = run("down")
    assert done.returncode == 0
    assert "Nothing" in done.stdout


def test_help_names_every_command(
    run: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    done = run("--help")
    assert done.returncode == 0
    for command in (
        "extract",
        "check",
        "flags",
        "collect",
        "nightly",
        "demo",
        "server",
        "down",
        "db",
    ):
        assert command in done.stdout


def test_the_database_commands(
    run: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    try:
        assert "Applied 0001-collection" in run("db", "migrate").stdout
        assert "up to date" in run("db", "migrate").stdout
        url = run("db", "url").stdout.strip()
        assert url.startswith("postgresql://")
        counted = run("db", "psql", "-At", "-c", "SELECT count(*) FROM figure")
        assert counted.returncode == 0
        assert run("db", "psql", "-c", "SELECT nonsense").returncode != 0
        shown = re.findall(r'db psql -c "([^"]+)"', (ROOT / "README.md").read_text())
        assert shown
        for statement in shown:
            assert run("db", "psql", "-c", statement).returncode == 0, statement
        dump = tmp_path / "figures.dump"
        assert run("db", "backup", str(dump)).returncode == 0
        assert run("db", "restore", str(dump)).returncode == 1
        assert run("db", "restore", str(dump), "--force").returncode == 0
        assert run("flags", "--format", "jsonl").stdout == ""
    finally:
        stopped = run("down")
    assert "Stopped Postgres" in stopped.stdout
