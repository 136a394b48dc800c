"""One measure in the wordings of several announcements: how many pairs of them meet in one series.

`wordings/*.txt` hold groups of texts, one measure of one place each: a line `@id place`, then one
line per text, `title || body`, with the figure of the measure in square brackets. `own`, `others`
and `fresh` were used to make the rules; of `unseen` and `held` only the totals were ever looked at,
and nobody should read them who works on identity. A group of `apart` has texts of several measures
in like words, which must not meet. `pytest tests/series/test_wordings.py -s` prints the shares for
docs/evaluation.md.

Two texts meet by id where their figures have one key, and else by nearness where the checks read
the keys as one (the same words). Where one wording has a word more they are only candidates, which
meet if announcements vouch for them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from jipyo.figures import read
from jipyo.series.identity import identify
from jipyo.series.nearness import SAME_WORDS, SeriesWords, near_pairs
from jipyo.series.places import Place, Places
from jipyo.series.registry import registry

pytestmark = pytest.mark.quick

FOLDER = Path(__file__).parent / "wordings"
PUBLISHED = date(2024, 1, 20)
LEAST = {
    "own": (0.94, 0.94),
    "others": (0.55, 0.57),
    "unseen": (0.40, 0.45),
    "fresh": (0.66, 0.78),
    "held": (0.38, 0.50),
}
"""Shares of pairs that meet by id, and by id or nearness, as floors."""

Key = tuple[SeriesWords, str]


def groups(name: str) -> Iterator[tuple[str, Place | None, list[str]]]:
    for block in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").split("@")[1:]:
        heading, *lines = block.strip().splitlines()
        group, _, place = heading.partition(" ")
        yield group, Places.load().resolve(place, PUBLISHED), lines


def key_in_body(line: str, place: Place | None) -> Key | None:
    """What decides in which series the marked figure of the body stands; none if it is not read."""
    title, _, body = line.partition(" || ")
    text, span = f"{title}\n\n{body}", (0, 0)
    while (mark := re.search(r"\[([^\]]+)\]", text)) is not None:
        text = f"{text[: mark.start()]}{mark[1]}{text[mark.end() :]}"
        span = (mark.start(), mark.start() + len(mark[1]))
    figures = read(text, published=PUBLISHED).figures
    identities = identify(figures, text, place, PUBLISHED)
    for figure, identity in zip(figures, identities, strict=True):
        if figure.start < span[1] and figure.end > span[0]:
            words = SeriesWords(
                identity.place,
                identity.metric,
                identity.scope,
                "",
                identity.kind_class,
                identity.unit_class,
                "city",
            )
            return words, figure.role
    return None


def likeness(one: Key | None, other: Key | None) -> str:
    """How two texts meet: by id, as near words, or not at all (empty)."""
    if one is None or other is None or one[1] != other[1]:
        return ""
    if one == other:
        return "id"
    near = near_pairs([one[0], other[0]], registry())
    return near[0].likeness if near else ""


def anywhere(key: Key) -> Key:
    """The key as if all texts were of one place."""
    return replace(key[0], place="가온시"), key[1]


@pytest.mark.parametrize("name", LEAST)
def test_wordings_of_one_measure_meet(name: str) -> None:
    met: Counter[str] = Counter()
    owner: dict[Key, str] = {}
    for group, place, lines in groups(name):
        keys = [key_in_body(line, place) for line in lines]
        met.update(likeness(one, other) for one, other in combinations(keys, 2))
        for key in filter(None, keys):
            # Two measures do not meet, wherever they are counted.
            assert owner.setdefault(anywhere(key), group) == group
    strangers = Counter(
        likeness(one, other) for one, other in combinations(owner, 2) if owner[one] != owner[other]
    )
    pairs = met.total()
    by_id, near = met["id"], met["id"] + met[SAME_WORDS]
    print(
        f"{name}: {by_id} of {pairs} pairs meet by id, {by_id / pairs:.3f};"
        f" by id or nearness {near}, {near / pairs:.3f}; candidates besides {met['shorter']};"
        f" of different groups {strangers[SAME_WORDS]}, candidates {strangers['shorter']}"
    )
    assert strangers[SAME_WORDS] == 0
    assert (by_id / pairs, near / pairs) >= LEAST[name]
    assert near / pairs >= LEAST[name][1]


def test_measures_in_like_words_do_not_meet() -> None:
    candidates = 0
    for group, place, lines in groups("apart"):
        for one, other in combinations([key_in_body(line, place) for line in lines], 2):
            found = likeness(one, other)
            assert found in ("", "shorter"), group
            candidates += found == "shorter"
    print(f"apart: no pair meets; candidates {candidates}")
