"""`jipyo check` and `jipyo flags`: from an import to a decision, through the real commands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from expectations.checks import CHECKS

ROOT = Path(__file__).parents[2]

FIRST, LATER, NOW = "2026-11-16", "2026-11-18", "2026-11-20T02:30:00+09:00"


class Commands:
    """The command line of a home of its own, with no Prefect server anywhere."""

    def __init__(self, home: Path, url: str) -> None:
        self.home = home
        self.url = url

    def __call__(self, *arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "jipyo", *arguments],
            env={
                **{name: value for name, value in os.environ.items() if "PREFECT" not in name},
                "JIPYO_HOME": str(self.home),
                "JIPYO_DATABASE_URL": self.url,
                "LOGNAME": "operator",
            },
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, f"exit code {done.returncode}\n{done.stdout}{done.stderr}"
        assert "Traceback" not in done.stderr
        return done

    def objects(self, *arguments: str) -> list[dict[str, Any]]:
        lines = self(*arguments, "--format=jsonl").stdout.splitlines()
        return [json.loads(line) for line in lines]

    def fetch(self, statement: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url) as connection:
            return connection.execute(statement).fetchall()  # type: ignore[arg-type]


@pytest.fixture
def jipyo(new_database: Callable[[], str], tmp_path: Path) -> Commands:
    return Commands(tmp_path / "home", new_database())


def release(number: int, value: str, day: str) -> str:
    body = (
        f"김해시는 지난해 국비 {value} 원을 확보했다고 밝혔다.\n\n"
        f"시는 확보한 국비를 {number}번째 사업에 쓸 계획이라고 덧붙였다."
    )
    return json.dumps(
        {
            "url": f"https://archive.example/{number}",
            "outlet": "옛신문",
            "published_at": f"{day}T09:00:00+09:00",
            "fetched_at": f"{day}T12:00:00+09:00",
            "title": f"김해시 {number}차 국비 소식",
            "body": body,
            "place": "김해시",
        }
    )


@pytest.fixture
def imported(jipyo: Commands, tmp_path: Path) -> str:
    file = tmp_path / "articles.jsonl"
    file.write_text(
        "\n".join((release(1, "8,017억", FIRST), release(2, "6,211억", LATER))), "utf-8"
    )
    assert "2 new articles" in jipyo("import", str(file), "--now", NOW).stdout
    return str(file)


STATE = (
    "SELECT (SELECT array_agg(flag ORDER BY flag_id)::text FROM flag),"
    " (SELECT array_agg(flag_event ORDER BY flag_id, ordinal)::text FROM flag_event)"
)


def test_what_was_imported_is_flagged_once(jipyo: Commands, imported: str) -> None:
    done = jipyo("check", "--now", NOW)
    summary, docs = done.stdout.splitlines()
    (flag,) = jipyo.objects("flags")
    assert "series looked at, 1 finding (" in summary
    assert f"1 {flag['severity']}" in summary
    assert summary.endswith("flags: 1 opened, 0 resolved")
    assert Path(docs.removeprefix("data docs: ")).is_file()
    assert "series looked at; Great Expectations" in done.stderr
    assert flag["values"] == ["801700000000", "621100000000"]
    assert (flag["status"], flag["opened_at"], flag["resolved_at"]) == ("open", NOW, None)
    before = jipyo.fetch(STATE)
    later = "2026-11-21T02:30:00+09:00"
    assert "2 known already" in jipyo("import", imported, "--now", later).stdout
    (again,) = jipyo.objects("check", "--now", later)
    assert (again["format"], again["series"], again["opened"], again["found"]) == (
        *("check/1", 0, 0, []),
    )
    assert jipyo.fetch(STATE) == before
    assert (
        jipyo.fetch(
            "SELECT kind, state, as_of FROM night_run WHERE kind = 'check' ORDER BY started_at"
        )
        == [("check", "completed", None)] * 2
    )
    # Looked at again, it is the same flag.
    (again,) = jipyo.objects("check", "--since", LATER, "--now", later)
    assert (again["opened"], again["resolved"]) == (0, 0)
    assert [one["flag_id"] for one in again["found"]] == [flag["flag_id"]]
    assert again["severities"][flag["severity"]] == 1
    assert again["checks"]["conflict_between_releases"] == 1
    assert not list(jipyo.home.rglob("*prefect*"))


@pytest.mark.prove
def test_a_look_back_tells_and_changes_nothing(jipyo: Commands, imported: str) -> None:
    before = jipyo.fetch(STATE)
    (then,) = jipyo.objects("check", "--as-of", f"{FIRST}T23:00+09:00", "--now", NOW)
    assert (then["found"], then["data_docs"], then["opened"]) == ([], None, 0)
    assert then["as_of"] == f"{FIRST}T23:00:00+09:00"
    assert then["series"] > 0
    done = jipyo("check", "--as-of", f"{LATER}T23:00+09:00", "--now", NOW)
    assert "no flag was changed" in done.stdout
    assert "1 finding" in done.stdout
    assert "https://archive.example/1" in done.stdout
    assert jipyo.fetch(STATE) == before == [(None, None)]
    assert not (jipyo.home / "great_expectations").exists()
    assert "1 opened" in jipyo("check", "--now", NOW).stdout


@pytest.mark.prove
def test_a_morning(jipyo: Commands, imported: str) -> None:
    jipyo("check", "--now", NOW)
    (flag,) = jipyo.objects("flags", "list")
    short = flag["flag_id"][:8]
    listed = jipyo("flags").stdout
    assert listed == jipyo("flags", "list").stdout
    assert listed.startswith(f"{short} [{flag['severity']}] ")
    for filters, many in (
        (("--place", "김해시"), 1),
        (("--place", "창원시"), 0),
        (("--metric", flag["metric"], "--check", flag["check"]), 1),
        (("--severity", flag["severity"], "--status", "open"), 1),
        (("--night", "2026-11-20"), 1),
        (("--night", "2026-11-19"), 0),
        (("--since", "2026-11-20"), 1),
        (("--since", "2026-11-20T02:31+09:00"), 0),
    ):
        assert len(jipyo.objects("flags", *filters)) == many, filters
    assert jipyo.objects("flags", "list", "--place", "창원시") == []

    (title,) = (check.title_en for check in CHECKS if check.check_id == flag["check"])
    shown = " ".join(jipyo("flags", "show", short).stdout.split())
    assert "of Gimhae-si" in flag["message_en"]
    for asked in (("flags", "--language", "en"), ("flags", "show", short, "--language", "en")):
        in_english = jipyo(*asked).stdout
        assert flag["message_en"] in in_english
        assert flag["message"] not in in_english
    for words in (
        *(flag["flag_id"], flag["message"], "History", "found", "The check"),
        *("https://archive.example/1", "https://archive.example/2", "figure 2: 김해시"),
        *(flag["evidence"][0]["quote"], title),
    ):
        assert words in shown

    assert f"{short} open → acknowledged" in jipyo("flags", "ack", short, "--now", NOW).stdout
    refused = jipyo("flags", "ack", short, code=1).stderr
    assert "is acknowledged: `resolve` or `mute` or `reopen` is possible" in refused
    muted = jipyo(
        *("flags", "mute", short, "--until", "2026-11-25", "--reason", "재확인 중", "--by", "김"),
        *("--now", NOW),
    )
    assert "acknowledged → muted until 2026-11-25" in muted.stdout
    assert "muted until 2026-11-25" in jipyo("flags", "--status", "muted").stdout
    jipyo("flags", "unmute", short, "--now", NOW)
    why = ("--reason", "예산서 12쪽")
    (kept,) = jipyo("flags", "correct", short, "--value", "8017억", *why).stdout.splitlines()
    assert "8017억 (= 801700000000)" in kept
    assert jipyo.fetch(
        "SELECT value::bigint, corrected_value::bigint FROM series_latest"
        " WHERE corrected_value IS NOT NULL"
    ) == [(621_100_000_000, 801_700_000_000)]
    jipyo("flags", "resolve", flag["flag_id"], *why, "--now", NOW)
    assert jipyo("flags").stdout == ""
    jipyo("flags", "reopen", short, "--now", NOW)
    jipyo("flags", "withdraw", "1", "--reason", "verlesen")
    assert jipyo.fetch("SELECT count(*) FROM confirmed_errors") == [(0,)]

    (told,) = jipyo.objects("flags", "show", short)
    assert [event["to_status"] for event in told["history"]] == [
        *("open", "acknowledged", "muted", "open", "resolved", "open"),
    ]
    assert told["history"][1]["actor"] == "operator"
    assert (told["history"][2]["actor"], told["history"][2]["muted_until"]) == ("김", "2026-11-25")
    assert [one["in_force"] for one in told["corrections"]] == [False]
    assert jipyo.objects("flags", "history") == told["history"]
    assert jipyo.objects("flags", "history", short, "--since", "2026-11-21") == []
    assert f"{short}  김해시" in jipyo("flags", "history").stdout


@pytest.mark.prove
def test_a_mute_ends_with_the_next_check(jipyo: Commands, imported: str) -> None:
    jipyo("check", "--now", NOW)
    (flag,) = jipyo.objects("flags")
    jipyo(
        *("flags", "mute", flag["flag_id"][:6], "--until", "2026-11-25", "--reason", "r"),
        *("--now", NOW),
    )
    (after,) = jipyo.objects("check", "--now", "2026-11-26T02:30:00+09:00")
    assert after["opened"] == 1
    assert [one["status"] for one in jipyo.objects("flags")] == ["open"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["check", "--full", "--since", "2026-11-16"], 2, "leave --since out"),
        (["check", "--as-of", "2026-11-21T00:00+09:00", "--now", NOW], 2, "lies ahead"),
        (["check", "--since", "yesterday"], 2, "is no moment"),
        (["check", "--since", "2026-11-16T00:00"], 2, "has no zone"),
        (["check", "--format", "xml"], 2, "Invalid value"),
        (["flags", "no-such-command"], 2, "No such command"),
        (["flags", "--status", "closed"], 2, "Invalid value"),
        (["flags", "--all", "--status", "open"], 2, "exclude each other"),
        (["flags", "--night", "16.11.2026"], 2, "is no day"),
        (["flags", "resolve", "ab"], 2, "--reason"),
        (["flags", "resolve", "ab", "--reason", " "], 2, "may not be empty"),
        (["flags", "mute", "ab", "--reason", "r"], 2, "--until"),
        (
            ["flags", "mute", "ab", "--reason", "r", "--until", "2026-11-19", "--now", NOW],
            *(2, "is over"),
        ),
        (["flags", "ack", "ab", "--by", "check"], 2, "is no person"),
        (["flags", "ack", "ab"], 1, "No flag has an id that begins with ab"),
        (["flags", "show", "정의"], 1, "is no id of a flag"),
        (["flags", "withdraw", "7", "--reason", "r"], 1, "no correction 7"),
    ],
)
def test_errors_say_what_is_possible(
    jipyo: Commands, arguments: list[str], code: int, words: str
) -> None:
    told = " ".join(jipyo(*arguments, code=code).stderr.replace("│", " ").split())
    assert words in told


def test_a_check_that_cannot_run_is_an_error_and_changes_nothing(
    jipyo: Commands, imported: str
) -> None:
    due = "SELECT count(*) FROM check_due"
    before = jipyo.fetch(due)
    with psycopg.connect(jipyo.url) as connection:
        connection.execute("ALTER FUNCTION korean_amount(numeric, text, text) RENAME TO gone")
    done = jipyo("check", "--now", NOW, code=1)
    assert "could not run; no flag was changed" in done.stderr
    assert "korean_amount" in done.stderr
    assert jipyo.fetch(due) == before
    assert jipyo.fetch(STATE) == [(None, None)]
    assert jipyo.fetch("SELECT state FROM night_run WHERE kind = 'check'") == [("failed",)]


def test_neither_flags_nor_a_look_back_load_an_engine() -> None:
    code = (
        "import flows.checking, jipyo.flag_commands, jipyo.flag_pages, jipyo.amounts, sys;"
        "print(' '.join(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert not loaded & {"prefect", "scrapy", "great_expectations", "sqlalchemy", "pandas"}


@pytest.mark.prove
def test_a_store_of_imports_alone_knows_the_measures(jipyo: Commands, tmp_path: Path) -> None:
    """Ranges and natures come from the registry, also where no night ever ran."""
    article = json.loads(release(3, "1", FIRST)) | {
        "title": "김해시 출생아",
        "body": "김해시는 지난해 출생아가 3,200만 명이라고 밝혔다.",
    }
    file = tmp_path / "births.jsonl"
    file.write_text(json.dumps(article), "utf-8")
    jipyo("import", str(file), "--now", NOW)
    for options in ((), ("--as-of", f"{LATER}T23:00+09:00")):
        (run,) = jipyo.objects("check", "--now", NOW, *options)
        (found,) = run["found"]
        assert (found["check"], found["severity"]) == ("magnitude", "warning")
