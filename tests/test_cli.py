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
