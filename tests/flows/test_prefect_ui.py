"""What an operator sees in Prefect's UI after a night, in a browser: also of a hostile article.

Two outlets tell hostile articles that contradict each other, a third does not answer; the night
after cannot begin at all.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from flows.server import client_environment
from jipyo.samples import NIGHTS, OneSite, PageArticle
from jipyo.store.home import Home
from jipyo.store.server import EmbeddedServer
from spiders.outlets import write_overlay
from tests.flows.conftest import ROOT, Jipyo
from tests.hostile import EVERYTHING, SCRIPTS, announcements, hidden_signs

pytestmark = pytest.mark.timeout(900)  # The first test waits for server and night.

DESKTOP, PHONE = (1280, 900), (390, 844)
NOBODY_LISTENS = "http://127.0.0.1:1"


FAILING = """
import logging, sys
from datetime import datetime
from prefect import flow, task
from flows.nightly import nightly
from flows.progress import followed, step
from jipyo.store.errors import JipyoError

print(nightly(now=datetime.fromisoformat(sys.argv[1]), return_state=True).type.value)

@task
def breaks(error):
    raise error

@flow(name="halfway")
def halfway():
    with followed():
        logging.getLogger("flows.importing").info("10 of 40 lines", extra=step("import", 10, 40))
        breaks.submit(JipyoError("The host is down; wait a night.")).wait()
        breaks.submit(ValueError("Nobody expects \\x1b[31m this")).wait()
        raise JipyoError("The disk is full; make room.")

print(halfway(return_state=True).type.value)
"""
"""A night that cannot begin, and work that stops halfway, with faults expected and not."""


@dataclass(frozen=True)
class Nights:
    """A night that was told, one that failed before its first step, and work that stopped."""

    jipyo: Jipyo
    told: dict[str, Any]
    failed: dict[str, Any]
    halfway: dict[str, Any]

    def artifacts(self, run: dict[str, Any]) -> dict[str, Any]:
        found = self.jipyo.ask(
            "artifacts/filter", {"artifacts": {"flow_run_id": {"any_": [run["id"]]}}}
        )
        return {one["key"]: one for one in found if one["key"]}

    def log(self, run: dict[str, Any]) -> list[str]:
        asked = {"logs": {"flow_run_id": {"any_": [run["id"]]}}, "sort": "TIMESTAMP_ASC"}
        return [line["message"] for line in self.jipyo.ask("logs/filter", asked)]


@pytest.fixture(scope="module")
def nights(
    prefect_api: str,
    server: EmbeddedServer,
    template_database: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Nights]:
    name = f"ui_{uuid4().hex[:12]}"
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template_database)
            )
        )
    home = Home(tmp_path_factory.mktemp("ui") / "home")
    home.make()
    jipyo = Jipyo(
        home,
        {
            **os.environ,
            **client_environment(home, prefect_api),
            "JIPYO_DATABASE_URL": server.url(name),
        },
        prefect_api,
    )
    now = NIGHTS[0]
    with ExitStack() as stack:
        entries: list[dict[str, Any]] = []
        for one, form in zip(announcements(now), ("viewphp", "ndsoft"), strict=True):
            article = PageArticle(
                number=1000 + one.number,
                title=one.title,
                subtitle_lines=(EVERYTHING,),
                paragraphs=tuple(one.paragraphs),
                published_at=one.published_at,
                byline=f"고은별 기자 {SCRIPTS}",
                section="시정",
                caption=EVERYTHING,
            )
            site = OneSite(
                form,
                [article],
                name=f"{one.outlet} {SCRIPTS}"[:60],
                origin=f"https://www.{one.outlet}.example",
                site_id=one.outlet,
                place="창원시",
            )
            entries.append(dict(stack.enter_context(site).outlet_entry(enabled=True)))
        dead = {**entries[0], "id": "jamjam", "connect_to": NOBODY_LISTENS}
        dead |= {"origin": "https://www.jamjam.example", "name": "잠잠신문"}
        write_overlay(home, [*entries, dead])
        deployed = subprocess.run(
            [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all"],
            env=jipyo.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
        )
        assert deployed.returncode == 0, deployed.stdout + deployed.stderr
        asked = [f"--outlet={entry['id']}" for entry in (*entries, dead)]
        done = jipyo.run_all("nightly", "--now", now.isoformat(), *asked, timeout_seconds=600)
        assert not hidden_signs(done.stdout + done.stderr)
        home.registry_overlay.write_text("[[measure]]\nid = ", encoding="utf-8")
        # The command looks at the overlay before it starts a server; a deployed night cannot.
        broken = subprocess.run(
            [
                *(sys.executable, "-c"),
                FAILING,
                now.isoformat(),
            ],
            env={
                **jipyo.environment,
                "PREFECT_LOGGING_EXTRA_LOGGERS": "flows,spiders,expectations,jipyo",
            },
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
        )
        assert broken.returncode == 0, broken.stdout + broken.stderr
        assert broken.stdout.split() == ["FAILED", "FAILED"]
    # Those that the schedules have planned did not begin yet.
    began = {"state": {"type": {"any_": ["COMPLETED", "FAILED"]}}}
    halfway, last, first = jipyo.ask(
        "flow_runs/filter", {"sort": "START_TIME_DESC", "limit": 3, "flow_runs": began}
    )
    yield Nights(jipyo, first, last, halfway)
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def test_a_night_tells_of_itself_and_an_outlet_that_is_down_leaves_no_trace(
    nights: Nights,
) -> None:
    assert nights.told["state"]["type"] == "COMPLETED"
    assert "jamjam" in nights.told["state"]["message"]
    told, log = nights.artifacts(nights.told), nights.log(nights.told)
    assert {"night", "outlets", "flags", "failures"} <= set(told)
    page = told["night"]["data"]
    for step in ("collect", "parse", "check"):
        assert f"| ✓ {step} |" in page, page
        assert [line for line in log if line.startswith(f"{step} begins")], log
        assert [line for line in log if line.startswith(f"{step} ended after ")], log
    assert "3 outlets: 2 listed, 2 pages asked for, 2 new or changed, 1 failed" in page
    assert told["night"]["description"] == nights.told["state"]["message"]
    assert "[data docs](file:///" in page
    moved = {key: one for key, one in told.items() if one["type"] == "progress"}
    assert set(moved) == {f"progress-{step}" for step in ("collect", "parse", "check", "report")}
    assert all(one["data"] == 100 for one in moved.values()), moved
    assert moved["progress-collect"]["description"].startswith("3 of 3 outlets done")
    for line in (*log, *(str(one["data"]) for one in told.values())):
        assert not hidden_signs(line), line
    assert not [line for line in log if "Traceback" in line or "Referer" in line]
    names = {
        one["name"]
        for one in nights.jipyo.ask(
            "task_runs/filter", {"flow_runs": {"id": {"any_": [nights.told["id"]]}}}
        )
    }
    assert {"collect garam", "read pages, batch 1", "check what the night touched"} <= names


def test_a_night_that_cannot_begin_says_why_and_what_to_do(nights: Nights) -> None:
    state = nights.failed["state"]
    assert state["type"] == "FAILED"
    assert "registry.toml" in state["message"]
    assert "Error" not in state["message"]
    told = nights.artifacts(nights.failed)["night"]
    assert "failed before its first step" in told["description"]
    assert "**Why:** " in told["data"]
    assert "**What to do:** Nothing was asked for." in told["data"]
    assert not [line for line in nights.log(nights.failed) if "Traceback" in line]


def test_work_that_stops_says_where_and_only_the_unexpected_leaves_a_trace(
    nights: Nights,
) -> None:
    moved = nights.artifacts(nights.halfway)["progress-import"]
    assert moved["data"] == 25
    assert moved["description"].startswith("Stopped at 25 %: 10 of 40 lines")
    assert "make room" in moved["description"]
    traces = [line for line in nights.log(nights.halfway) if "Traceback" in line]
    assert len(traces) == 1
    assert "Nobody expects" in traces[0]
    assert not hidden_signs(traces[0])


@dataclass
class Seen:
    """A page in a browser: its text, and what went wrong on it."""

    text: str
    html: str
    dialogs: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    too_wide_by: int = 0


@pytest.fixture(scope="module")
def look(nights: Nights, chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    pictures = tmp_path_factory.mktemp("pictures")
    base = nights.jipyo.api_url.removesuffix("/api")

    def at(path: str, words: str, size: tuple[int, int] = DESKTOP, *, tab: str = "") -> Seen:
        """Open a page of the UI, wait for words on it, and say what is seen."""
        page = chromium.new_page(
            viewport={"width": size[0], "height": size[1]}, timezone_id="Asia/Seoul"
        )
        seen = Seen("", "")
        page.on("dialog", lambda dialog: (seen.dialogs.append(dialog.message), dialog.dismiss()))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((base, "data:", "blob:"))
                else seen.elsewhere.append(request.url)
            ),
        )
        page.goto(f"{base}/{path}", wait_until="domcontentloaded")
        if tab:
            page.get_by_text(tab, exact=True).first.click(timeout=60_000)
        page.get_by_text(words).first.wait_for(state="attached", timeout=60_000)
        seen.text, seen.html = page.inner_text("body"), page.content()
        seen.too_wide_by = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        name = f"{path.replace('/', '-')}{tab}-{size[0]}.png"
        page.screenshot(path=pictures / name, full_page=True)
        page.close()
        assert not seen.dialogs, f"{path} ran a script: {seen.dialogs}"
        assert not seen.elsewhere, f"{path} asked {seen.elsewhere}"
        assert seen.too_wide_by <= 0, f"{path} is too wide by {seen.too_wide_by} at {size}"
        return seen

    yield at


def test_the_deployments_can_be_understood_and_run_by_hand(nights: Nights, look: Any) -> None:
    (nightly,) = nights.jipyo.ask(
        "deployments/filter", {"deployments": {"name": {"any_": ["nightly"]}}}
    )
    assert "nightly" in look("deployments", "backfill").text
    path = f"deployments/deployment/{nightly['id']}"
    assert "jipyo" in look(path, "every-night").text  # Its schedule, by its name.
    assert (
        "Collect every outlet, read what is new"
        in look(path, "Collect every outlet", tab="Description").text
    )
    form = look(f"{path}/run", "retry_delay_seconds").text
    for name, meaning in {
        "now": "The moment that the run takes as now",
        "outlets": "Ids of the outlets to collect",
        "full_check": "Check every series",
        "retry_delay_seconds": "First wait before a failed crawl",
    }.items():
        assert name in form
        assert meaning in form, form


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_a_night_in_the_browser(nights: Nights, look: Any, size: tuple[int, int]) -> None:
    # On a phone the log stands below what is seen, and the UI draws only what is seen.
    words = "collect begins: 3 outlets" if size == DESKTOP else "night of 2026-11-16"
    run = look(f"runs/flow-run/{nights.told['id']}", words, size)
    assert "night of 2026-11-16" in run.text
    told = nights.artifacts(nights.told)
    pages = {
        key: look(f"artifacts/artifact/{told[key]['id']}", words, size)
        for key, words in (
            ("night", "3 outlets: 2 listed"),
            ("outlets", "잠잠신문"),
            ("flags", "Flags of the night"),
            ("failures", "robots_unreachable"),
        )
    }
    assert "data docs" in pages["night"].text
    for key in ("flags", "outlets"):
        assert "<script>alert('one')</script>" in pages[key].text, pages[key].text
    for word in ("javascript:alert('three')", "[red]빨강[/red]", "DROP TABLE flag"):
        assert word in pages["flags"].text
    for page in pages.values():
        assert "onerror=alert" not in page.html.replace("&lt;img src=x onerror=alert", "")
        assert 'href="javascript:' not in page.html
    failed = nights.artifacts(nights.failed)["night"]
    page = look(f"artifacts/artifact/{failed['id']}", "What to do:", size)
    assert "Failed before its first step" in page.text
    assert "registry.toml" in page.text
