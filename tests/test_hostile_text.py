"""Every command that prints words of strangers: they show as text, and no terminal obeys them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
import pytest
import typer
from typer.main import get_command

from jipyo.cli import app
from tests.hostile import EVERYTHING, SHOWN, announcements, hidden_signs, write_import

ROOT = Path(__file__).parents[1]
NOW = datetime.fromisoformat("2026-11-17T09:00:00+09:00")

ELSEWHERE = {
    # Starts servers or asks hosts; what it prints comes from the same lines, by jipyo.terminal.
    *("collect", "backfill", "nightly", "demo", "server", "outlets add", "outlets test"),
    *("up", "alerts test", "alerts send"),
    # Prints nothing of strangers, or only what its user typed.
    *("down", "export", "db url", "db psql", "db migrate", "db roles", "db backup", "db restore"),
    *("flags ack", "flags mute", "flags unmute", "flags reopen", "outlets enable"),
    *("outlets disable", "outlets new-family", "flags correct", "flags withdraw", "evaluate"),
    *("metrics promote", "report", "housekeeping"),
}

Run = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path, database_url: str) -> Run:
    def command(*arguments: str, given: str = "", code: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "jipyo", *arguments],
            env={
                **os.environ,
                "JIPYO_HOME": str(tmp_path / "home"),
                "JIPYO_DATABASE_URL": database_url,
            },
            cwd=ROOT,
            input=given.encode(),
            capture_output=True,
            check=False,
            timeout=240,
        )
        assert done.returncode == code, done.stderr.decode()
        for output in (done.stdout, done.stderr):
            text = output.decode()
            assert not hidden_signs(text), f"{arguments}: {sorted(hidden_signs(text))}"
            # A line that a stranger began would stand at the beginning of one.
            assert not [line for line in text.splitlines() if line.startswith("위조")], arguments
        return done.stdout.decode()

    return command


def records(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.timeout(600)
def test_every_command_that_prints_words_of_strangers(
    run: Run, tmp_path: Path, database_url: str
) -> None:
    file, body = tmp_path / "hostile.jsonl", "\n\n".join(announcements(NOW)[0].paragraphs)
    write_import(file, NOW)
    tried: list[str] = []

    def shows(
        *arguments: str, given: str = "", words: tuple[str, ...] = SHOWN, code: int = 0
    ) -> str:
        tried.append(" ".join(arguments[:2]))
        text = run(*arguments, given=given, code=code)
        for word in words:
            assert word in text, f"{arguments} do not show {word}: {text[:2000]}"
        return text

    file.write_text(file.read_text() + '{"outlet": "\\u009b\\u202e[red]x"}\n')
    run("import", str(file), "--now", NOW.isoformat(), code=1)
    shows("check", "--now", NOW.isoformat(), words=())
    run("check", "--as-of", NOW.isoformat(), "--now", NOW.isoformat())
    with psycopg.connect(database_url) as connection:
        titles = [title for (title,) in connection.execute("SELECT title FROM article_version")]
    assert all(title.endswith(EVERYTHING) for title in titles), "it was not stored as it came"

    shows("flags", "list")
    found = records(shows("flags", "list", "--format", "jsonl", words=SHOWN[1:]))
    assert len(found) >= 2
    quotes = [piece["quote"] for flag in found for piece in flag["evidence"]]  # type: ignore[index,union-attr]
    assert any("\x9b2J" in quote and "\u202e" in quote for quote in quotes), "not exact"
    ids = [str(flag["flag_id"]) for flag in found]
    for flag_id in ids:
        shows("flags", "show", flag_id, words=())
        run("flags", "show", flag_id, "--format", "jsonl")
    shows("flags", "resolve", ids[0], "--reason", EVERYTHING.replace("\0", ""), words=("→",))
    shows("flags", "history", words=SHOWN)
    assert records(run("flags", "history", "--format", "jsonl"))[-1]["reason"] == (
        EVERYTHING.strip()
    )

    asked = ("-", "--published", "2026-11-16")
    shows("extract", *asked, given=body, words=("112만 명",))
    run("extract", *asked, "--all", given=body)
    exact = records(run("extract", *asked, "--format", "jsonl", given=body))
    assert all(body[one["start"] : one["end"]] == one["text"] for one in exact)  # type: ignore[misc]
    shows("metrics", "show", *asked, given=body, words=("[red]빨강[/red]",))
    run("metrics", "show", *asked, "--format", "jsonl", given=body)
    shows("metrics", "unmapped", words=("<script>alert('one')</script>",))
    run("metrics", "unmapped", "--format", "jsonl")

    title = EVERYTHING.replace("<", "&lt;")
    html = (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1>"
        f"<div>입력 2026-11-15 10:00</div><div>{EVERYTHING.replace('<', '&lt;')} 기자</div>"
        + "".join(f"<p>{one.replace('<', '&lt;')}</p>" for one in body.split("\n\n"))
        + "</body></html>"
    )
    address = ("--url", "https://www.garam.example/news/view.php?idx=7")
    shows("page", "-", *address, given=html)
    read = json.loads(run("page", "-", *address, "--format", "json", given=html))
    assert hidden_signs(read["title"] + read["body"]), "not exact"

    shows("outlets", "list", words=())
    shows("outlets", "health", words=())
    shows("reparse", "--workers=1", words=("read again",))
    shows("status", words=("flags",))
    shows("doctor", words=())
    settings = tmp_path / "home" / "alerts.yaml"
    settings.write_text(
        "channels: [{name: desk, address: 'json://127.0.0.1:9/'}]\n"
        "routes: {content: {critical: [desk], digest: [desk], digest_every: day}}\n"
    )
    # Messages go where marks may count: they are written in full width.
    day = (NOW + timedelta(days=1)).isoformat()
    shows("alerts", "show", "--now", day, words=("＜script＞alert('one')＜/script＞",))

    commands = set(_names(get_command(app)))
    known = {name for one in tried for name in (one, one.split(" ")[0])} | {"import", "reparse"}
    left = commands - known - ELSEWHERE
    assert not left, f"Is {left} safe to print? Try it here, or say above why it need not be."


def _names(command: object, before: str = "") -> list[str]:
    inner = getattr(command, "commands", None)
    if not inner:
        return [before]
    return [name for key, one in inner.items() for name in _names(one, f"{before} {key}".strip())]


def test_what_a_user_mistypes_is_shown_as_text() -> None:
    from typer.testing import CliRunner

    done = CliRunner().invoke(app, ["flags", "list", "--night", "[red]x[/red]"])
    assert isinstance(app, typer.Typer)
    assert done.exit_code == 2
    assert "[red]x[/red]" in done.output
