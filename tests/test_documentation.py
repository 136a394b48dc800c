"""The documentation as a site: whole, at one with the code, readable without a network."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import psycopg
import pytest

from expectations.checks import CHECKS
from expectations.wording import worded
from jipyo.settings import VARIABLES
from reference import examples, tables
from reference.checks import checks_page
from reference.command_line import command_line_page, commands
from reference.hooks import pages
from reference.measures import entries, measures_page
from reference.settings import FILES, meanings_of, models_of, settings_page

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


@pytest.mark.quick
def test_every_command_and_option_is_explained() -> None:
    page = command_line_page()
    for command in commands():
        assert f"\n## {command.name}\n" in page
        assert len(command.help) > 20, f"{command.name} does not say what it does"
        for parameter in command.parameters:
            name = max(parameter.opts, key=len)
            assert parameter.help, f"{command.name} {name} has no help"
            if name.startswith("-"):
                assert name in page
    assert page.count("\n## jipyo") == len(list(commands()))


@pytest.mark.quick
def test_every_setting_is_explained() -> None:
    page = settings_page()
    for variable in VARIABLES:
        assert f"| `{variable.name}` |" in page
    for name, _, model in FILES:
        assert f"\n## {name}\n" in page
        for _, inner in models_of(model):
            for field, meaning in meanings_of(inner).items():
                assert f"| `{field}` | {meaning}" in page
                assert len(meaning) > 5


@pytest.mark.quick
def test_a_field_that_nobody_explains_is_told() -> None:
    from pydantic import BaseModel

    class Plain(BaseModel):
        """A model.

        Attributes:
            known: Explained.
        """

        known: int
        forgotten: int

    with pytest.raises(ValueError, match="Plain: forgotten"):
        meanings_of(Plain)


@pytest.mark.quick
def test_every_check_has_an_example_that_it_really_says() -> None:
    kept = examples.examples()
    assert kept.keys() == {check.check_id for check in CHECKS}, "run: python -m reference.examples"
    page = checks_page()
    for check in CHECKS:
        example = kept[check.check_id]
        assert example["severity"] in check.severities
        assert example["message"] == worded(check.check_id, example["told"], "ko")
        assert example["message_en"] == worded(check.check_id, example["told"], "en")
        assert check.documentation() in page
        assert f"`sql/checks/{check.check_id}.sql`" in page


@pytest.mark.prove
def test_the_examples_are_what_the_checks_find(
    new_database: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIPYO_HOME", str(tmp_path / "home"))
    kept = examples.examples()
    for story in sorted({example["story"] for example in kept.values()} - {""}):
        monkeypatch.setenv("JIPYO_DATABASE_URL", new_database())
        found = list(examples.findings(examples.STORIES / story, tmp_path))
        for check, example in kept.items():
            if example["story"] == story:
                assert {"check": check, **example} in found, (
                    f"{story}: run python -m reference.examples"
                )


@pytest.mark.quick
def test_every_measure_stands_in_the_list() -> None:
    page = measures_page()
    assert len(entries()) > 100
    for entry in entries():
        assert f"| `{entry['id']}` |" in page


def test_the_tables_are_those_of_the_database(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        rows = tables.read(connection)
    assert tables.uncommented(rows) == []
    assert tables.FILE.read_text(encoding="utf-8") == tables.tables_page(rows), (
        "docs/tables.md is out of date; run: python -m reference.tables"
    )


@pytest.mark.quick
def test_headings_are_unique() -> None:
    made = {address: make() for address, make in pages().items()}
    written = {page.name: page.read_text(encoding="utf-8") for page in DOCS.glob("*.md")}
    titles: Counter[str] = Counter()
    for name, text in {**written, **made}.items():
        bare = re.sub(r"^( *)```.*?^\1```", "", text, flags=re.MULTILINE | re.DOTALL)
        headings = re.findall(r"^#+ (.*)$", bare, re.MULTILINE)
        assert [heading for heading, times in Counter(headings).items() if times > 1] == [], name
        first = re.findall(r"^# (.*)$", bare, re.MULTILINE)
        assert len(first) == 1, f"{name} has {len(first)} titles"
        titles.update(first)
    assert [title for title, times in titles.items() if times > 1] == []


@pytest.mark.quick
def test_links_of_the_readme_lead_somewhere() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#]+)(#[^)]*)?\)", text)
    assert links
    for target, _ in links:
        assert "://" in target or (ROOT / target).exists(), target


class Page(HTMLParser):
    """What a built page asks for, and the anchors that it has."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if "id" in given:
            self.anchors.add(str(given["id"]))
        asked = given.get("src") or (given.get("href") if tag == "link" else None)
        if asked:
            self.asked.append(asked)
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The site as `make docs` builds it."""
    folder = tmp_path_factory.mktemp("site") / "site"
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", folder],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    yield folder
    shutil.rmtree(folder)


def test_the_site_builds_and_asks_nobody(site: Path) -> None:
    built = {page: Page(page.read_text(encoding="utf-8")) for page in site.rglob("*.html")}
    assert len(built) > 20
    for path, page in built.items():
        outside = [address for address in page.asked if re.match(r"(https?:)?//", address)]
        assert outside == [], f"{path.name} asks {outside}"
        # The page for what is not there may be shown at any address: its links count from the root.
        for link in page.links if path.name != "404.html" else ():
            address, _, anchor = link.partition("#")
            if re.match(r"[a-z]+:", address):
                continue
            target = (path.parent / address).resolve() if address else path
            assert target.exists(), f"{path.name} leads to {link}"
            if anchor and target in built:
                assert anchor in built[target].anchors, f"{path.name} leads to {link}"
    for sheet in site.rglob("*.css"):
        assert not re.search(r"url\(\s*['\"]?https?:", sheet.read_text(encoding="utf-8")), sheet
    drawn = (site / "architecture.html").read_text(encoding="utf-8")
    assert 'aria-labelledby="flow-title flow-words"' in drawn


def test_the_site_in_a_browser(site: Path, chromium: Any, tmp_path: Path) -> None:
    """Opened as files, as from a USB stick: no word on the console, no request that leaves it."""
    kept = Path(os.environ.get("DOCS_SCREENSHOTS") or tmp_path)
    for width in (1280, 390):
        view = chromium.new_page(viewport={"width": width, "height": 900})
        said: list[str] = []
        asked: list[str] = []
        view.on("console", lambda message, said=said: said.append(message.text))
        view.on("pageerror", lambda error, said=said: said.append(str(error)))
        view.on("request", lambda request, asked=asked: asked.append(request.url))
        for name in (
            *("index", "tutorial", "architecture", "flags", "tables"),
            *("reference/command-line", "reference/settings", "reference/checks"),
        ):
            view.goto((site / f"{name}.html").as_uri())
            assert view.locator("h1").count() == 1
            wide = view.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{name} is {wide} wide at {width}"
            view.screenshot(path=kept / f"{name.replace('/', '-')}-{width}.png")
        # The search finds Korean and English words, on this machine.
        view.goto((site / "index.html").as_uri())
        for words, page in (("스마트공장", "html"), ("restatement", "checks.html")):
            if width < 1220:
                view.locator(".md-header__button[for=__search]").click()
            query = view.locator("[data-md-component=search-query]")
            query.fill(words)
            query.press("End")  # It listens to keys.
            found = view.locator(".md-search-result__link")
            found.first.wait_for(timeout=20_000)
            links = [one.get_attribute("href") or "" for one in found.all()]
            assert any(page in link for link in links), (words, links)
            view.screenshot(path=kept / f"search-{page}-{width}.png")
            view.goto((site / "index.html").as_uri())
        assert said == []
        outside = [url for url in asked if not url.startswith(("file:", "data:", "blob:"))]
        assert outside == []
        view.close()
