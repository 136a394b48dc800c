"""Whether copies of a release are found: labelled pairs of articles, through the real store."""

from __future__ import annotations

import json
import random
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from flows.importing import import_articles
from jipyo.store.home import Home

PAIRS = Path(__file__).parents[1] / "series" / "release_pairs"
"""One file a pair: its label, what makes it hard, and its two articles."""

NOW = datetime.fromisoformat("2026-11-20T02:30:00+09:00")

Groups = frozenset[frozenset[str]]
"""Which articles are one release, each article named by its address."""


@dataclass(frozen=True)
class Pair:
    """Two articles and whether they are copies of one release."""

    id: str
    same: bool
    articles: tuple[dict[str, Any], dict[str, Any]]

    @property
    def addresses(self) -> tuple[str, str]:
        first, second = self.articles
        return first["url"], second["url"]


def _pairs() -> list[Pair]:
    pairs: list[Pair] = []
    for file in sorted(PAIRS.glob("*.toml")):
        read = tomllib.loads(file.read_text("utf-8"))
        first, second = (
            article
            | {
                "url": f"https://pairs.example/{file.stem}/{number}",
                "published_at": article["published_at"].isoformat(),
            }
            for number, article in enumerate(read["article"], start=1)
        )
        pairs.append(
            Pair(read["id"], {"same": True, "other": False}[read["label"]], (first, second))
        )
    return pairs


def _batches(articles: Sequence[dict[str, Any]], seed: int) -> list[list[dict[str, Any]]]:
    """The articles in an order and in batches of the seed; releases are grouped after each."""
    chance = random.Random(seed)
    left = list(articles)
    chance.shuffle(left)
    batches: list[list[dict[str, Any]]] = []
    while left:
        size = chance.randint(1, 40)
        batches.append(left[:size])
        del left[:size]
    return batches


def _grouped(
    database_url: str, batches: Sequence[Sequence[dict[str, Any]]], folder: Path
) -> Groups:
    """What `jipyo import` makes of the batches, one night each."""
    told: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JIPYO_DATABASE_URL", database_url)
        for night, batch in enumerate(batches):
            file = folder / "articles.jsonl"
            file.write_text("\n".join(json.dumps(article) for article in batch), "utf-8")
            report = import_articles(file, now=NOW + timedelta(days=night), tell=told.append)
            assert (report.new, report.bad, report.broken) == (len(batch), 0, 0), told
    with psycopg.connect(database_url) as connection:
        return frozenset(
            frozenset(addresses)
            for (addresses,) in connection.execute(
                "SELECT array_agg(url) FROM article GROUP BY release_id"
            )
        )


def _measured(pairs: Sequence[Pair], groups: Groups) -> tuple[float, str]:
    """F1 of the pairs that are grouped, with all that it is made of in words."""
    release = {address: group for group in groups for address in group}
    assert len(release) == 2 * len(pairs)
    found = {pair.id for pair in pairs if pair.addresses[1] in release[pair.addresses[0]]}
    same = {pair.id for pair in pairs if pair.same}
    right = len(found & same)
    precision, recall = right / max(1, len(found)), right / len(same)
    f1 = 2 * right / (len(found) + len(same))
    return f1, (
        f"{right} of {len(same)} found, {len(found - same)} of {len(pairs) - len(same)} wrong:"
        f" precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f};"
        f" missed {sorted(same - found)}, wrong {sorted(found - same)}"
    )


@pytest.fixture(autouse=True)
def home(session_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIPYO_HOME", str(session_home.root))


def test_copies_are_found_and_nothing_else_in_every_order(
    new_database: Callable[[], str], tmp_path: Path
) -> None:
    pairs = _pairs()
    assert sum(pair.same for pair in pairs) >= 25
    assert sum(not pair.same for pair in pairs) >= 25
    articles = [article for pair in pairs for article in pair.articles]
    groups = _grouped(new_database(), [articles], tmp_path)
    f1, words = _measured(pairs, groups)
    print(words)
    assert f1 >= 0.95, words
    # Articles of two pairs are never copies.
    assert [group for group in groups if len({url.rsplit("/", 1)[0] for url in group}) > 1] == []

    assert _grouped(new_database(), [articles[::-1]], tmp_path) == groups
    one_by_one = [[article] for article in articles[-30:]]
    assert _grouped(new_database(), [*one_by_one, articles[:-30]], tmp_path) == groups
    assert _grouped(new_database(), _batches(articles, 1), tmp_path) == groups


@pytest.mark.prove
@pytest.mark.parametrize("seed", [2, 3])
def test_copies_are_found_in_other_random_orders(
    new_database: Callable[[], str], tmp_path: Path, seed: int
) -> None:
    articles = [article for pair in _pairs() for article in pair.articles]
    groups = _grouped(new_database(), [articles], tmp_path)
    assert _grouped(new_database(), _batches(articles, seed), tmp_path) == groups


def test_the_next_edition_is_told_apart_by_its_text_too(
    new_database: Callable[[], str], tmp_path: Path
) -> None:
    """What came a month or a year later, as if it came a week later: weekly bulletins do."""
    pairs = _pairs()
    week = timedelta(days=7)
    for pair in pairs:
        first, second = (datetime.fromisoformat(one["published_at"]) for one in pair.articles)
        if second - first > week:
            assert not pair.same
            pair.articles[1]["published_at"] = (first + week).isoformat()
    articles = [article for pair in pairs for article in pair.articles]
    f1, words = _measured(pairs, _grouped(new_database(), [articles], tmp_path))
    print(words)
    assert f1 >= 0.95, words
