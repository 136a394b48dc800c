"""The reader against the project's own annotated texts, and the floors under its scores."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from jipyo.evaluation import evaluate
from tests.gold.author import marked, parse
from tests.gold.floor import (
    FLOORS,
    HERE,
    PARTS,
    SCORES,
    corpus_hash,
    documented,
    entry_hash,
    faults,
    history,
    scores,
)  # fmt: skip

_DOCS = Path(__file__).parents[2] / "docs" / "evaluation.md"


@pytest.mark.parametrize("part", PARTS)
def test_scores_stay_above_their_floors(part: str) -> None:
    entry = history()[-1]
    assert entry["corpus"] == corpus_hash(), (
        "the annotated texts have changed since their floors were set:"
        ' score them anew with python -m tests.gold.floor "REASON"'
    )
    report = evaluate(HERE / part)
    measured = scores(report)
    below = {
        what: (measured[what], entry["floors"][part][what])
        for what in SCORES
        if measured[what] < entry["floors"][part][what]
    }
    assert not below, "\n".join(report.notes)


@pytest.mark.quick
def test_the_history_of_floors_is_whole_and_told() -> None:
    entries = history()
    assert FLOORS.exists() and faults(entries) == []
    told = _DOCS.read_text("utf-8")
    for entry in entries:
        for part in PARTS:
            assert documented(entry, part) in told
    for entry in entries:
        assert not entry["lowers"] or entry["reason"] in told


def _lower(entries: list[dict[str, Any]], *, named: bool, reason: str) -> list[dict[str, Any]]:
    entry = copy.deepcopy(entries[-1])
    entry["floors"]["open"]["kind"] -= 0.01
    entry.update(
        previous=entry_hash(entries[-1]), reason=reason, lowers=["open.kind"] if named else []
    )
    return [*entries, entry]


@pytest.mark.quick
def test_a_floor_cannot_fall_silently() -> None:
    entries = history()
    assert faults(_lower(entries, named=True, reason="a rule was wrong on purpose")) == []
    assert faults(_lower(entries, named=False, reason="a rule was wrong on purpose"))
    assert faults(_lower(entries, named=True, reason=""))
    rewritten = copy.deepcopy(_lower(entries, named=True, reason="a rule was wrong on purpose"))
    rewritten[0]["floors"]["open"]["kind"] = 0.5
    assert any("history was changed" in fault for fault in faults(rewritten))


@pytest.mark.quick
def test_a_changed_corpus_has_another_hash(tmp_path: Path) -> None:
    for part in PARTS:
        (tmp_path / part).mkdir()
        (tmp_path / part / "a.json").write_text("{}")
    before = corpus_hash(tmp_path)
    (tmp_path / "blind" / "a.json").write_text('{"figures": []}')
    assert corpus_hash(tmp_path) != before


def _corpus() -> list[tuple[str, dict[str, Any], str]]:
    found: list[tuple[str, dict[str, Any], str]] = []
    for part in PARTS:
        for file in sorted((HERE / part).glob("*.json")):
            text = file.with_suffix(".txt").read_text("utf-8")
            found.append((part, json.loads(file.read_text("utf-8")), text))
    return found


@pytest.mark.quick
def test_the_corpus_is_as_large_and_as_wide_as_it_says() -> None:
    corpus = _corpus()
    figures = dict.fromkeys(PARTS, 0)
    for part, annotation, _ in corpus:
        figures[part] += len(annotation["figures"])
    assert len(corpus) >= 60
    assert sum(figures.values()) >= 1_000
    assert len({annotation["topic"] for _, annotation, _ in corpus}) >= 12
    assert len({annotation["place"] for _, annotation, _ in corpus}) >= 15
    assert 3 * sum(part == "blind" for part, _, _ in corpus) >= len(corpus)
    assert len({annotation["id"] for _, annotation, _ in corpus}) == len(corpus)


@pytest.mark.quick
def test_every_annotation_stands_where_it_says_and_every_digit_is_annotated() -> None:
    for _, annotation, text in _corpus():
        covered: set[int] = set()
        for mark in (*annotation["figures"], *annotation["not_figures"]):
            assert text[mark["start"] : mark["end"]] == mark["text"], annotation["id"]
            span = range(mark["start"], mark["end"])
            assert covered.isdisjoint(span), (annotation["id"], mark["text"])
            covered.update(span)
        digits = {place for place, sign in enumerate(text) if sign.isdecimal()}
        assert digits <= covered, annotation["id"]
        again, bare = parse(marked(annotation, text))
        assert bare == text
        assert again["figures"] == annotation["figures"], annotation["id"]
