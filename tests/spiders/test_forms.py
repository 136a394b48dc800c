"""Three nights on a look-alike of every family, collected by real crawls and read as at night.

What passes here proves that a site of our own reading is collected completely; only the newest
generation of `ndsoft` was checked against real pages.
"""

from __future__ import annotations

import itertools
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from flows.reading import read_capture, reader_version
from jipyo.samples import FORMS, NIGHTS, Form, OneSite, PageArticle
from jipyo.store.articles import read_batch
from jipyo.store.captures import register_outlets
from jipyo.store.database import connect
from jipyo.store.home import Home
from jipyo.store.runs import open_run
from spiders.outlets import load_outlets, write_overlay
from tests.samples.nights import DELETED, EDITED, NEW, expected, nights_of
from tests.spiders.conftest import ROOT

ROWS = 5
"""Rows on a page of a list: each night brings more than one page shows."""

FEED_ITEMS = 4
"""Fewer than a night brings: what a feed leaves out, only the list tells."""


MORNING = timedelta(hours=20)
"""A night is over by then."""


@dataclass(frozen=True)
class Version:
    """A version of an article as the store has it."""

    title: str
    subtitle: str
    body: str
    published_at: datetime | None
    published_day: date | None
    modified_at: datetime | None
    byline: str
    section: str


@dataclass
class Told:
    """Everything that three nights left of one site."""

    site: OneSite
    nights: list[list[PageArticle]]
    versions: dict[str, list[Version]] = field(default_factory=dict)
    states: dict[str, list[str]] = field(default_factory=dict)
    failures: list[list[tuple[str | None, str, str]]] = field(default_factory=list)
    lists_asked: list[list[str]] = field(default_factory=list)


# Crawls of one night as children of one process that has loaded Scrapy: loading it for each would
# take longer than the crawl. A child begins before any reactor does, as `spiders.run` wants it.
CRAWLS = """
import os, sys, traceback
import spiders.run, spiders.pipeline, spiders.connection, spiders.guard
now, at_once, *jobs = sys.argv[1:]
running, code = {}, 0
while jobs or running:
    while jobs and len(running) < int(at_once):
        outlet, _, run_id = jobs.pop(0).partition("=")
        pid = os.fork()
        if pid == 0:
            try:
                ended = spiders.run.main([outlet, "--run-id", run_id, "--now", now])
            except BaseException:
                traceback.print_exc()
                ended = 1
            sys.stderr.flush()
            os._exit(ended)
        running[pid] = outlet
    pid, status = os.wait()
    outlet = running.pop(pid)
    if status:
        print("the crawl of", outlet, "ended with", status, file=sys.stderr)
        code = 1
sys.exit(code)
"""


def crawl(home: Home, url: str, outlets: Sequence[str], now: datetime) -> dict[str, UUID]:
    """Crawl outlets, two at once, each in a process of its own; gives their runs."""
    runs = {outlet: uuid4() for outlet in outlets}
    known = load_outlets(home)
    with connect(url) as connection:
        register_outlets(connection, [known[outlet] for outlet in outlets], now)
        for run_id in runs.values():
            open_run(connection, run_id, "collect", now)
    jobs = [f"{outlet}={run_id}" for outlet, run_id in runs.items()]
    ended = subprocess.run(
        [sys.executable, "-c", CRAWLS, now.isoformat(), "2", *jobs],
        cwd=ROOT,
        env={**os.environ, "JIPYO_HOME": str(home.root), "JIPYO_DATABASE_URL": url},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return runs


def collect(names: Sequence[str], home: Home, url: str) -> dict[str, Told]:
    """Serve the forms, crawl them for three nights and read what came."""
    home.make()
    told: dict[str, Told] = {}
    with ExitStack() as stack:
        for name in names:
            nights = nights_of(name)
            site = stack.enter_context(
                OneSite(
                    name,
                    nights[0],
                    name="견본신문",
                    origin=f"https://www.{name}.example",
                    site_id=name,
                    rows=ROWS,
                    feed_items=FEED_ITEMS,
                )
            )
            told[name] = Told(site, nights)
        write_overlay(
            home,
            [
                told[name].site.outlet_entry(list_pages=5, recheck_after_days=[1, 2])
                for name in names
            ],
        )
        for night, now in enumerate(NIGHTS[: len(NEW)]):
            for one in told.values():
                one.site.carry(one.nights[night], now=now)
            before = {name: len(one.site.visits) for name, one in told.items()}
            runs = crawl(home, url, names, now)
            with connect(url) as connection:
                while read_batch(
                    connection,
                    next(iter(runs.values())),
                    read_capture,
                    size=200,
                    reader_version=reader_version(),
                ).captures:
                    pass
            for name, one in told.items():
                # Lists by script are pages of lists, too.
                of_lists = {path.partition("?")[0] for path in one.site.form.lists}
                of_lists.add("/news/ajaxArticlePaging.php")
                visits = one.site.visits[before[name] :]
                one.lists_asked.append(
                    [
                        visit.path
                        for visit in visits
                        if visit.path.partition("?")[0] in of_lists
                        and not re.search(one.site.form.article_target, visit.path)
                    ]
                )
    with psycopg.connect(url) as connection:
        for name, one in told.items():
            _fill(connection, name, one)
    return told


def _fill(connection: psycopg.Connection[Any], name: str, one: Told) -> None:
    for url, *fields in connection.execute(
        "SELECT article.url, title, subtitle, body, published_at, published_day, modified_at,"
        " byline, section FROM article_version JOIN article USING (article_id)"
        " WHERE article.outlet_id = %s ORDER BY recorded_at",
        (name,),
    ):
        one.versions.setdefault(url, []).append(Version(*fields))
    for url, state in connection.execute(
        "SELECT url, page_state FROM capture WHERE outlet_id = %s ORDER BY fetched_at", (name,)
    ):
        one.states.setdefault(url, []).append(state)
    for now in NIGHTS[: len(NEW)]:
        one.failures.append(
            connection.execute(
                "SELECT url, step, reason FROM failure WHERE outlet_id = %s"
                " AND occurred_at >= %s AND occurred_at < %s ORDER BY url",
                (name, now, now + MORNING),
            ).fetchall()
        )


IN_THE_SUITE = ("ndsoft", "webcms", "generic")
"""A newspaper with a feed, a city's board, an outlet with a pattern; the other forms are proofs."""


def version_of(form: Form, article: PageArticle) -> Version:
    """What the store must have of an article; of a day it keeps the day."""
    wanted = expected(form, article)
    at, edited_at = wanted.published_at, wanted.modified_at
    moment = at if isinstance(at, datetime) else None
    return Version(
        title=wanted.title,
        subtitle=wanted.subtitle,
        body=wanted.body,
        published_at=moment,
        published_day=moment.date() if moment else at,
        modified_at=edited_at if isinstance(edited_at, datetime) else None,
        byline=wanted.byline,
        section=wanted.section,
    )


def faults_of(name: str, one: Told) -> Iterator[str]:
    """What three nights on a site left otherwise than it should be."""
    form, site = one.site.form, one.site
    every = {article.number: article for night in reversed(one.nights) for article in night}
    first_night = {article.number: article for article in one.nights[0]}
    addresses = {site.address(article): article for article in every.values()}
    for what, found in (("article", one.versions), ("capture", one.states)):
        if set(found) != set(addresses):
            lost, strange = set(addresses) - set(found), set(found) - set(addresses)
            yield f"{what}s missing {lost}, strange {strange}"
    for url, article in addresses.items():
        wanted = [version_of(form, article)]
        if article.number == EDITED:
            wanted = [
                version_of(form, first_night[EDITED]),
                version_of(form, {old.number: old for old in one.nights[1]}[EDITED]),
            ]
        versions = one.versions.get(url, [])
        if form.prints == "day":
            # Lists print times of today's entries, feeds of all: no other time may stand there.
            versions = [
                replace(version, published_at=None)
                if version.published_at == article.published_at
                else version
                for version in versions
            ]
        if versions != wanted:
            yield f"{url}: {versions} instead of {wanted}"
    deleted = site.address(first_night[DELETED])
    answers = {(deleted, "fetch", "http_404"), (deleted, "fetch", "http_410")}
    answers |= {(deleted, "fetch", "gone"), (deleted, "parse", "gone")}
    if one.failures[:2] != [[], []] or len(one.failures[2]) != 1:
        yield f"failures {one.failures}"
    elif one.failures[2][0] not in answers:
        yield f"the deleted article is {one.failures[2]}"
    # Sidebars change from night to night, so an article may have more captures than versions.
    *before, last = one.states.get(deleted, ["none"])
    if set(before) - {"article"} or last not in {"article", "gone"}:
        yield f"the deleted article's captures are {one.states.get(deleted)}"
    for url, states in one.states.items():
        if url != deleted and set(states) != {"article"}:
            yield f"{url} was {states}"
    origin = f"https://www.{name}.example"
    asked = {f"{origin}{visit.path}" for visit in site.visits}
    if asked.intersection(form.traps(origin)):
        yield f"asked for {asked.intersection(form.traps(origin))}"
    if [len(pages) >= 2 for pages in one.lists_asked] != [True] * 3:
        yield f"lists asked for: {one.lists_asked}"
    for earlier, later in itertools.pairwise(site.visits):
        if later.began < earlier.ended:
            yield f"{later.path} was asked for before {earlier.path} was answered"


def faults(names: Sequence[str], home: Home, url: str) -> dict[str, list[str]]:
    told = collect(names, home, url)
    return {name: found for name in names if (found := list(faults_of(name, told[name])))}


def test_three_nights_on_a_look_alike_of_each_family(database_url: str, tmp_path: Path) -> None:
    assert faults(IN_THE_SUITE, Home(tmp_path / "home"), database_url) == {}


@pytest.mark.prove
def test_three_nights_on_the_other_forms(database_url: str, tmp_path: Path) -> None:
    others = [name for name in FORMS if name not in IN_THE_SUITE]
    assert faults(others, Home(tmp_path / "home"), database_url) == {}
