"""Every command that stands in the documentation: known, documented, and run.

All of them are run in one home, after two nights of the samples; `documented.toml` says how.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from flows.server import client_environment
from jipyo.samples import SampleSites
from jipyo.store.home import Home
from jipyo.store.server import EmbeddedServer
from spiders.outlets import write_overlay
from tests.flows.documented import (
    ROOT,
    Trial,
    documented,
    faults_of,
    invocations,
    leaf_names,
    parsed,
    trials,
)

RELEASE = (
    "창원시, 국비 8,017억 원 확보\n\n"
    "창원시는 올해 국비 8,017억 원을 확보했다고 11일 밝혔다. 지난해보다 12.4% 늘었다.\n\n"
    "스마트공장은 626개사로 늘었다. 문의 055-123-4567.\n"
)
ARCHIVE = (
    (77, "바다숲 돌봄터 22곳으로", "창원시는 2018년 바다숲 돌봄터가 22곳이라고 16일 밝혔다."),
    (78, "꿈공장 12곳 문 열어", "창원시는 올해 꿈공장 12곳을 구축했다고 16일 밝혔다."),
)


@dataclass
class Bench:
    """The home in which commands are tried, and what is put in for placeholders."""

    folder: Path
    environment: dict[str, str]
    given: dict[str, str] = field(default_factory=dict[str, str])

    def run(self, line: str) -> subprocess.CompletedProcess[str]:
        """Run a command line as a person at a shell would."""
        return subprocess.run(
            ["bash", "-c", f"set -o pipefail; {line}"],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def stand_in(self, name: str) -> str:
        """What a value of the table that begins with @ means here."""
        if name.startswith("@root"):
            return name.replace("@root", str(ROOT), 1)
        if name not in self.given and name in {"@flag", "@other-flag"}:
            # As a reader takes it from the list: a contradiction of amounts, and any other one.
            lines = self.run("jipyo flags --format jsonl").stdout.splitlines()
            flags = [json.loads(line) for line in lines]
            money = [one for one in flags if any(len(value) > 8 for value in one["values"])]
            self.given["@flag"] = money[0]["flag_id"][:8]
            others = [one for one in flags if one["flag_id"] != money[0]["flag_id"]]
            self.given["@other-flag"] = others[0]["flag_id"][:8]
        if name == "@article":
            url = self.environment["JIPYO_DATABASE_URL"]
            with psycopg.connect(url) as connection:
                row = connection.execute(
                    "SELECT url FROM article WHERE outlet_id = 'haneul' ORDER BY url"
                ).fetchone()
            assert row is not None
            return row[0]
        return self.given[name]

    def try_it(self, trial: Trial) -> str:
        """Run a command line of the table; give what is wrong, or nothing."""
        line = trial.line
        for name, value in trial.stand_ins.items():
            assert name in line, f"{name} does not stand in {line}"
            line = line.replace(name, self.stand_in(value) if value.startswith("@") else value)
        done = self.run(line)
        if done.returncode != trial.code:
            return f"{line}: exit code {done.returncode}\n{done.stdout[-800:]}{done.stderr[-800:]}"
        if "Traceback" in done.stderr:
            return f"{line}: {done.stderr[-800:]}"
        written = re.search(r"-o (\S+)$", line)
        if written and not (self.folder / written[1]).read_text(encoding="utf-8"):
            return f"{line}: wrote nothing"
        if not written and not (done.stdout + done.stderr).strip():
            return f"{line}: says nothing"
        return ""


DEMO, *TRIALS = trials()


@pytest.fixture(scope="module")
def bench(
    prefect_api: str, server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bench]:
    """A home after the demo, its sites still served, and the files that the pages speak of."""
    folder = tmp_path_factory.mktemp("documented")
    home = Home(folder / "home")
    home.make()
    _write_files(folder)
    name = f"documented_{uuid4().hex[:12]}"
    now = datetime.now(UTC)
    bench = Bench(
        folder,
        environment={
            **os.environ,
            **client_environment(home, prefect_api),
            "JIPYO_DATABASE_URL": server.url(name),
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        },
        given={
            "@today": now.date().isoformat(),
            "@later": (now + timedelta(days=90)).date().isoformat(),
        },
    )
    assert DEMO.line == "make demo"
    assert bench.try_it(DEMO) == ""
    with SampleSites(night=2) as sites:
        write_overlay(home, sites.outlet_entries())
        yield bench
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )


def _write_files(folder: Path) -> None:
    (folder / "release.txt").write_text(RELEASE, encoding="utf-8")
    golden = ROOT / "tests" / "pages" / "golden" / "nd-current.html"
    shutil.copy(golden, folder / "saved.html")
    lines = [
        {
            "url": f"https://www.example.com/news/articleView.html?idxno={number}",
            "outlet": "가온신문",
            "published_at": "2026-11-16T09:00:00+09:00",
            "title": title,
            "body": body,
            "place": "창원시",
        }
        for number, title, body in ARCHIVE
    ]
    (folder / "archive.jsonl").write_text(
        "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8"
    )


@pytest.mark.timeout(900)
def test_the_commands_run(bench: Bench) -> None:
    tried = [trial for trial in TRIALS if not trial.prove and not trial.why_not]
    assert [fault for fault in map(bench.try_it, tried) if fault] == []


@pytest.mark.prove
def test_the_long_commands_run(bench: Bench) -> None:
    # After the short ones, on which some rest.
    tried = [trial for trial in TRIALS if not trial.why_not]
    assert [fault for fault in map(bench.try_it, tried) if fault] == []


@pytest.mark.quick
def test_the_table_has_every_command_of_the_pages_and_no_other() -> None:
    written = documented()
    listed = [trial.line for trial in trials()]
    assert len(listed) == len(set(listed)), "a line stands twice in documented.toml"
    missing = {line: pages for line, pages in written.items() if line not in listed}
    assert not missing, f"add a line to tests/flows/documented.toml for each of {missing}"
    stale = [line for line in listed if line not in written]
    assert not stale, f"no page has these lines of tests/flows/documented.toml: {stale}"
    for trial in trials():
        assert not trial.why_not or len(trial.why_not.split()) >= 4, trial.line
        for file in re.findall(r"tests/[\w/]+\.py", trial.why_not):
            assert (ROOT / file).is_file(), f"{trial.line}: there is no {file}"


@pytest.mark.quick
@pytest.mark.parametrize("line", documented())
def test_commands_and_options_exist(line: str) -> None:
    assert faults_of(line) == []


@pytest.mark.quick
def test_the_parser_refuses_what_does_not_exist() -> None:
    for line in (
        "jipyo flaggs",
        "jipyo flags --plaice 창원시",
        "true && jipyo outlets test",
        "echo 1 | jipyo extract - --format xml",
        'eval "$(jipyo sever)"',
        "make tset",
        "python -m reference.tabels",
        "prefect deployment run nightly/nightli",
        "prefect deployment run backfill/backfill --param outlat=idomin",
    ):
        assert faults_of(line), line


@pytest.mark.quick
def test_every_command_is_shown_on_a_page() -> None:
    shown = {
        parsed(arguments)[0]
        for line in documented()
        for program, *arguments in invocations(line)
        if program.endswith("jipyo")
    }
    silent = sorted(leaf_names() - shown)
    assert not silent, f"show each of these in a ```sh block of a page in docs/: {silent}"


@pytest.mark.prove
def test_the_tutorial_as_it_stands(tmp_path: Path) -> None:
    """Line by line in one shell, from nothing, with the servers that it starts itself."""
    page = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    script = "\n".join(block[1] for block in re.finditer(r"^```sh\n(.*?)^```$", page, re.M | re.S))
    assert "make demo" in script
    script = script.replace("jipyo demo --keep-serving\n", "")  # It would wait for Ctrl-C.
    # The one thing that readers put in: an id of their own list.
    first_id = r"""sed 's/.*"flag_id": "\([0-9a-f]*\).*/\1/'"""
    chosen = f"jipyo flags --format jsonl | head -1 | {first_id}"
    show = "jipyo flags show $FLAG"
    script = script.replace("5f0c1a2b", "$FLAG").replace(show, f"FLAG=$({chosen})\n{show}", 1)
    done = subprocess.run(
        ["bash", "-c", f"set -eo pipefail\n{script}"],
        cwd=ROOT,
        env={**os.environ, "JIPYO_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert "Night 4: 2026-11-19" in done.stdout
    assert "open → acknowledged" in done.stdout
    assert "acknowledged → resolved" in done.stdout
    assert done.stdout.rstrip().endswith("Stopped Postgres.")
