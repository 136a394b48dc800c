"""Page readers against main-text extractors, over golden and look-alike pages, in one run.

The body of each article is compared with what stands in its golden file, or with what its
look-alike site was given, word by word; lists and deleted pages have no body and are not timed.
All contestants take turns, a turn each for every page in every round, on one core. A page is given
to ours as it is to a night: as bytes, with the family of its outlet. The extractors get the same
page as decoded text, which spares them that work.
"""

from __future__ import annotations

import json
import statistics
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from typing import Any

import lxml.html
import trafilatura
from rich.markup import escape

from benchmarks.peer import PAGE_PEERS
from benchmarks.running import RunningPeer, one_core
from benchmarks.texts import ROOT
from jipyo.pages import read_page
from jipyo.pages.decoding import decode
from jipyo.samples import FORMS, NIGHTS, PageArticle, articles_of
from jipyo.samples.forms import Edition, encoded

ROUNDS = 7
GOLDEN = ROOT / "tests/pages/golden"
URL = "https://naru.example/news/view?number=7"
ORIGIN = "https://sample-press.example"

LOOKALIKES = 4
"""Articles on the look-alike site of each form."""

FAMILY = "ours, family of the outlet known"
TOLD = "ours, family told from the page"
UNKNOWN = "ours, every page by `generic`"
EXTRACTOR = f"trafilatura {version('trafilatura')}"
RECALL = "· it, asked to favor recall"
SELECTOR = "the first `article` element"


@dataclass(frozen=True)
class Page:
    """An article with the body that a person reads in it."""

    name: str
    bytes: bytes
    text: str
    url: str
    charset: str | None
    family: str
    body: str


def golden_pages() -> list[Page]:
    """Every golden page that is an article."""
    found: list[Page] = []
    for file in sorted(GOLDEN.glob("*.html")):
        stated: dict[str, Any] = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
        if stated.get("state") != "article" or "paragraphs" not in stated:
            continue
        page = file.read_bytes()
        url, charset = stated.get("url", URL), stated.get("charset")
        family = stated.get("given") or read_page(page, url, charset=charset).family
        found.append(
            Page(
                file.stem,
                page,
                decode(page, charset),
                url,
                charset,
                family,
                "\n\n".join(stated["paragraphs"]),
            )
        )
    return found


def lookalike_pages() -> list[Page]:
    """Articles on look-alike sites of every form, in the words of the samples."""
    articles = _samples()
    found: list[Page] = []
    for form in FORMS.values():
        edition = Edition("견본신문", ORIGIN, articles, form.rows, form.feed_items, NIGHTS[-1])
        _, _, charset = form.content_type.partition("charset=")
        for article in articles:
            page = encoded(form.article_page(edition, article), form.charset)
            found.append(
                Page(
                    f"{form.name} {article.number}",
                    page,
                    decode(page, charset or None),
                    form.address(ORIGIN, article),
                    charset or None,
                    form.family,
                    "\n\n".join(article.paragraphs),
                )
            )
    return found


def _samples() -> list[PageArticle]:
    """The longest of the samples, as an outlet carries them and as a city's board does."""
    known = {
        article.title: article
        for site in ("haneul", "changwonboard")
        for article in articles_of(site, len(NIGHTS) - 1)
    }
    by_length = sorted(known.values(), key=lambda article: -len("".join(article.paragraphs)))
    return [
        replace(article, number=1001 + place)
        for place, article in enumerate(by_length[:LOOKALIKES])
    ]


def words_f1(found: str, wanted: str) -> float:
    """F1 of the words of a text, each as often as it stands there."""
    ours, theirs = Counter(found.split()), Counter(wanted.split())
    shared = (ours & theirs).total()
    return 2 * shared / (ours.total() + theirs.total()) if shared else 0.0


def _first_article(page: str) -> str:
    root = lxml.html.fromstring(page)
    element = next(root.iter("article"), root)
    return element.text_content()


def _contestants(page: Page) -> dict[str, Callable[[], str]]:
    def ours(family: str | None) -> str:
        return read_page(page.bytes, page.url, family=family, charset=page.charset).body

    return {
        FAMILY: partial(ours, page.family),
        TOLD: partial(ours, None),
        UNKNOWN: partial(ours, "generic"),
        EXTRACTOR: lambda: trafilatura.extract(page.text) or "",
        RECALL: lambda: trafilatura.extract(page.text, favor_recall=True) or "",
        SELECTOR: partial(_first_article, page.text),
    }


def measure() -> tuple[str, list[str], list[list[str]]]:
    """Body F1 and time of each over all pages, golden or look-alike, of families or of none."""
    golden, lookalikes = golden_pages(), lookalike_pages()
    pages = golden + lookalikes
    groups = {
        "golden, families": [page for page in golden if page.family != "generic"],
        "golden, generic": [page for page in golden if page.family == "generic"],
        "look-alikes, families": [page for page in lookalikes if page.family != "generic"],
        "look-alikes, generic": [page for page in lookalikes if page.family == "generic"],
    }
    with one_core(), ExitStack() as started:
        peers = [started.enter_context(RunningPeer(name)) for name in PAGE_PEERS]
        rows: list[list[str]] = []
        for group, members in groups.items():
            rows += _rows(group, members, peers)
    return (
        f"Page readers on one core, {len(pages)} pages, median of {ROUNDS} interleaved rounds",
        ["what", "pages", "body F1", "lowest", "ms a page", "x ours"],
        rows,
    )


def _rows(group: str, pages: list[Page], peers: list[RunningPeer]) -> list[list[str]]:
    scores: dict[str, list[float]] = {}
    rounds: dict[str, list[float]] = {}
    for page in pages:
        contestants = _contestants(page)
        times: dict[str, list[float]] = {name: [] for name in contestants}
        for name, read in contestants.items():
            scores.setdefault(name, []).append(words_f1(read(), page.body))
        for peer in peers:
            found = peer.take(page.text)
            times[peer.name] = []
            scores.setdefault(peer.name, []).append(words_f1(found or "", page.body))
        for _ in range(ROUNDS):
            for name, read in contestants.items():
                began = time.perf_counter()
                read()
                times[name].append(time.perf_counter() - began)
            for peer in peers:
                times[peer.name].append(peer.turn())
        for name, taken in times.items():
            rounds.setdefault(name, []).append(statistics.median(taken))
    ours = sum(rounds[FAMILY])
    rows = [
        [
            f"{group}: {name}",
            str(len(pages)),
            f"{statistics.mean(scores[name]):.3f}",
            f"{min(scores[name]):.3f}",
            f"{sum(taken) / len(pages) * 1e3:.2f}",
            f"{sum(taken) / ours:.2f}",
        ]
        for name, taken in rounds.items()
        if not any(peer.name == name and peer.skipped for peer in peers)
    ]
    return rows + [
        [f"{group}: {peer.name} skipped: {escape(peer.skipped)}"] for peer in peers if peer.skipped
    ]
