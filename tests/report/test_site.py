"""The site in a real browser: what it shows, that it asks for nothing, that it fits a phone."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import pytest

from jipyo.report import ReportBuilt
from tests.expectations.conftest import SEOUL, Newsroom

NIGHT = datetime(2026, 3, 2, 2, 30, tzinfo=SEOUL)
HOME_PAGES = ("index", "flags", "outlets", "holders", "words")


@pytest.fixture
def newsroom_with_nights(newsroom: Newsroom) -> Newsroom:
    """Ten years of one measure with a target, a conflict that is flagged, and three nights."""
    newsroom.insert(
        "measure", metric="smart_factory", label_ko="스마트공장", label_en="Smart factories",
        nature="flow", plausible_low=0, plausible_high="Infinity", parent=None, parts=[],
    )  # fmt: skip
    newsroom.history(list(range(102, 202, 10)))
    newsroom.say(202, period="2020", on="2021-01-07")
    newsroom.say(209, period="2020", on="2021-02-07")
    newsroom.say(300, period="2023", on="2021-03-01", kind="target", kind_class="target")
    newsroom.say(280, period="2023", on="2021-03-02", kind="forecast", kind_class="forecast")
    newsroom.say(7, period="2020", on="2021-01-09", place="솔빛기업", speaker="company")
    newsroom.say(4.2, period="2020", on="2021-01-09", place="한울시", unit="%", counter=None)
    newsroom.connection.execute(
        "UPDATE series_key SET place_id = CASE place WHEN '가온시' THEN 'kr-99-gaon'"
        " ELSE 'kr-99-hanul' END WHERE speaker = 'city'"
    )
    newsroom.check()
    for nights_ago, verdict_of in enumerate(((5, 5), (0, 0), (4, 4))):
        listed, new = verdict_of
        night = NIGHT - timedelta(days=nights_ago)
        run_id = uuid4()
        newsroom.insert(
            "night_run", run_id=run_id, kind="nightly", news_day=night.date(), now_at=night,
            started_at=night, state="completed",
        )  # fmt: skip
        newsroom.insert(
            "outlet_night", run_id=run_id, outlet_id="가람신문", listed=listed, fetched=new,
            captured=new, unchanged=0, failed=0, seconds=3,
        )  # fmt: skip
        newsroom.insert(
            "outlet_reading", run_id=run_id, outlet_id="가람신문", new_articles=new, pages=new,
            articles=new, with_figures=new,
        )  # fmt: skip
    return newsroom


class Reader:
    """Somebody who reads the site: keeps what the pages asked for and complained of."""

    def __init__(self, browser: Any, site: Path, **options: Any) -> None:
        self.site = site
        self.page = browser.new_context(**options).new_page()
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def open(self, path: str) -> Any:
        self.page.goto(f"{self.site.as_uri()}/{path}")
        return self.page

    def outside(self) -> list[str]:
        own = (f"{self.site.as_uri()}/", "data:")
        return [url for url in self.asked if not url.startswith(own)]


@pytest.fixture
def reader(chromium: Any, site: Path) -> Iterator[Callable[..., Reader]]:
    opened: list[Reader] = []

    def open_browser(width: int = 1280, **options: Any) -> Reader:
        size = {"width": width, "height": 800}
        opened.append(Reader(chromium, site, viewport=size, **options))
        return opened[-1]

    yield open_browser
    for one in opened:
        one.page.context.close()


def pages_of(site: Path) -> list[str]:
    return sorted(file.relative_to(site).as_posix() for file in site.rglob("*.html"))


CONTRASTS = """() => {
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const part = (v) => (v <= 10 ? v / 3294.6 : ((v / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const ground = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const found = parse(getComputedStyle(one).backgroundColor);
      if (found.length < 4 || found[3] > 0) return found;
    }
    return [255, 255, 255];
  };
  const poor = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility()) continue;
    if (element.closest('.unseen')) continue;
    const style = getComputedStyle(element);
    const inked = element instanceof SVGElement ? style.fill : style.color;
    if (!/^rgb/.test(inked)) continue;
    const [a, b] = [light(parse(inked)), light(ground(element))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) poor.push([walker.currentNode.data.trim().slice(0, 30), contrast]);
  }
  return poor;
}"""


def test_every_page_is_sound_in_both_languages(
    newsroom_with_nights: Newsroom,
    build: Callable[..., ReportBuilt],
    site: Path,
    reader: Callable[..., Reader],
) -> None:
    build()
    paths = pages_of(site)
    assert {f"{name}.html" for name in HOME_PAGES} | {
        f"en/{name}.html" for name in HOME_PAGES
    } < set(paths)
    assert sum(path.startswith("en/") for path in paths) * 2 == len(paths)
    phone = reader(360, color_scheme="dark")
    desk = reader(1280, color_scheme="light")
    for path in paths:
        for one in (desk, phone):
            page = one.open(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate(
                "innerWidth"
            ), f"{path} scrolls sideways"
            assert page.evaluate(CONTRASTS) == [], path
        page = desk.page
        language = "en" if path.startswith("en/") else "ko"
        assert page.get_attribute("html", "lang") == language
        assert page.locator("h1").count() == 1
        levels = [
            int(name[1])
            for name in page.evaluate(
                "[...document.querySelectorAll('h1,h2,h3,h4')].map((one) => one.tagName)"
            )
        ]
        assert levels[0] == 1
        assert all(next_ - level <= 1 for level, next_ in itertools.pairwise(levels))
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
        assert len(ids) == len(set(ids)), path
        assert page.locator("table:not(:has(caption))").count() == 0
        assert page.locator("th:not([scope])").count() == 0
        for link in page.evaluate("[...document.querySelectorAll('a')].map((one) => one.href)"):
            parts = urlsplit(link)
            if parts.scheme == "file":
                assert Path(unquote(parts.path)).is_file(), f"{path} links to {link}"
            else:
                assert parts.scheme in ("http", "https")
    assert desk.complaints == phone.complaints == []
    assert desk.outside() == phone.outside() == []


def test_a_measure_shows_its_chart_and_the_evidence(
    newsroom_with_nights: Newsroom,
    build: Callable[..., ReportBuilt],
    site: Path,
    reader: Callable[..., Reader],
) -> None:
    build()
    one = reader()
    page = one.open("index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.click("th a >> text=가온시")
    page.click("th a >> text=스마트공장")
    assert page.inner_text("h1") == "스마트공장"
    chart = page.locator("svg.chart")
    assert chart.count() == 1
    title, description = (
        page.locator(f"#{name}").text_content()
        for name in chart.get_attribute("aria-labelledby").split()
    )
    assert "스마트공장" in title
    assert "2010년~2023년" in description
    assert "플래그가 붙은 점 2개" in description
    marks = {
        name: chart.locator(f".{name} path").count()
        for name in ("value", "target", "forecast", "earlier", "flagged", "course")
    }
    # Eleven years, of which the last was said twice.
    assert marks == {
        "value": 11, "target": 1, "forecast": 1, "earlier": 1, "flagged": 2, "course": 1,
    }  # fmt: skip
    assert chart.locator(".moved line").count() == 1
    assert "2020년: 209개사" in chart.locator(".value title").first.text_content()
    # What was said before, with the range that its digits leave open.
    row = page.locator("tr", has_text="202개사").first
    assert "앞선 값" in row.inner_text()
    assert row.locator("mark").inner_text() == "202개사"
    assert re.fullmatch(r"http://news\.test/\d+", row.locator("a.outside").get_attribute("href"))
    row.locator("a.badge").click()
    flag = page.locator(":target")
    assert flag.locator(".piece").count() == 2
    links = [link.get_attribute("href") for link in flag.locator("a.outside").all()]
    assert len(set(links)) == 2
    assert "차이 7개사" in flag.inner_text()
    # The same page in the other language, and back.
    page.click("text=English")
    assert page.inner_text("h1") == "Smart factories"
    assert "7 companies apart" in page.inner_text("main")
    assert page.inner_text("nav.trail") == "Gaon-si"
    page.click("text=한국어")
    assert page.inner_text("h1") == "스마트공장"
    assert one.complaints == []


def test_precision_is_drawn_where_it_can_be_seen(
    newsroom: Newsroom,
    build: Callable[..., ReportBuilt],
    site: Path,
    reader: Callable[..., Reader],
) -> None:
    newsroom.say(100, period="2019", on="2020-01-07")
    newsroom.say(200, period="2020", on="2021-01-07", interval=(150, 250))
    newsroom.say(300, period="2021", on="2022-01-07", interval=(300, None))
    build()
    page = reader().open("places/" + next((site / "places").iterdir()).name + "/smart_factory.html")
    assert page.locator(".whisker line").count() == 1
    cells = [cell.inner_text() for cell in page.locator(".precision").all()]
    assert cells[1:] == ["± 50개사", "적힌 그대로"]


def test_flags_are_filtered_without_a_server(
    newsroom_with_nights: Newsroom,
    build: Callable[..., ReportBuilt],
    reader: Callable[..., Reader],
) -> None:
    newsroom = newsroom_with_nights
    newsroom.say(50, period="2020", on="2021-01-07", place="솔빛군")
    newsroom.say(59, period="2020", on="2021-02-07", place="솔빛군")
    newsroom.check()
    flags = newsroom.flags()
    assert {flag.place for flag in flags} == {"가온시", "솔빛군"}
    build()
    one = reader()
    page = one.open("flags.html")
    shown = "#flags > article:visible"
    assert page.locator(shown).count() == len(flags)
    page.select_option("#by-place", "솔빛군")
    assert page.locator(shown).count() == 1
    assert "솔빛군" in page.locator(shown).inner_text()
    assert "1건" in page.inner_text("#shown")
    # The address has the filter: it can be kept, and sent to somebody.
    address = page.url
    assert one.open("index.html").url != address
    page.goto(address)
    assert page.locator(shown).count() == 1
    severity = next(flag.severity for flag in flags if flag.place == "솔빛군")
    other = next(name for name in ("critical", "warning", "info") if name != severity)
    page.select_option("#by-severity", other)
    assert page.locator(shown).count() == 0
    assert page.locator("#no-match").is_visible()
    # The address of a flag opens it, whatever was filtered.
    flag_id = next(flag.flag_id.hex[:8] for flag in flags if flag.place == "가온시")
    one.open("words.html")
    one.open(f"flags.html#flag-{flag_id}")
    assert page.locator(f"#flag-{flag_id} .piece").first.is_visible()
    # Without scripts all are there, and no filter that would do nothing.
    still = reader(java_script_enabled=False)
    page = still.open("flags.html")
    assert page.locator(shown).count() == len(flags)
    assert not page.locator("#filter").is_visible()
    assert one.complaints == still.complaints == []


def test_the_overview_and_the_outlets_tell_the_last_night(
    newsroom_with_nights: Newsroom,
    build: Callable[..., ReportBuilt],
    site: Path,
    reader: Callable[..., Reader],
) -> None:
    built = build()
    one = reader()
    page = one.open("index.html")
    assert "2026-03-02" in page.inner_text("main")
    numbers = dict(re.findall(r"(\S[^\n]*)\n(\d+)", page.locator(".numbers").first.inner_text()))
    assert (numbers["매체"], numbers["새 기사"]) == ("1", "5")
    assert page.locator("#fresh + .flags li").count() == 1
    assert page.locator("tbody tr:visible").count() == 2, built.message
    page.fill("#find", "gaon")
    assert page.locator("tbody tr:visible").count() == 1
    page.click("text=매체 >> nth=0")
    assert page.locator(".nights .night").count() == 3
    assert [night.get_attribute("class") for night in page.locator(".nights .night").all()] == [
        "night ok",
        "night failing",
        "night ok",
    ]
    page.click("text=기관과 기업")
    assert "솔빛기업" in page.inner_text("table")
    assert one.complaints == []
