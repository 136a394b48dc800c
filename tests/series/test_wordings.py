"""One measure in the wordings of several announcements: how many pairs of them meet in one series.

`wordings/*.txt` hold groups of texts, one measure of one place each: a line `@id place`, then one
line per text, `title || body`, with the figure of the measure in square brackets. `own` and
`others` were used to make the rules; of `unseen` only the totals were ever looked at, and nobody
should read it who works on identity. `pytest tests/series/test_wordings.py -s` prints the shares
for docs/evaluation.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from jipyo.figures import read
from jipyo.series.identity import identify
from jipyo.series.places import Place, Places

pytestmark = pytest.mark.quick

FOLDER = Path(__file__).parent / "wordings"
PUBLISHED = date(2024, 1, 20)
LEAST = {"own": 0.93, "others": 0.41, "unseen": 0.36}
"""Shares of pairs that meet, as floors."""

Key = tuple[str, ...]


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
            return (
                *(identity.place, identity.metric, identity.scope, identity.unit_class),
                *(identity.kind_class, figure.role),
            )
    return None


@pytest.mark.parametrize("name", LEAST)
def test_wordings_of_one_measure_meet(name: str) -> None:
    pairs = met = 0
    owner: dict[Key, str] = {}
    for group, place, lines in groups(name):
        keys = Counter(key_in_body(line, place) for line in lines)
        pairs += len(lines) * (len(lines) - 1) // 2
        met += sum(count * (count - 1) // 2 for key, count in keys.items() if key is not None)
        for key in keys:
            # Two measures do not meet, wherever they are counted.
            assert key is None or owner.setdefault(key[1:], group) == group
    print(f"{name}: {met} of {pairs} pairs meet, {met / pairs:.3f}")
    assert met / pairs >= LEAST[name]
