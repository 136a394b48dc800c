"""The texts that the figure reader is measured on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from pathlib import Path

from tests.figures.annotated import Annotated, Wanted, parse

ROOT = Path(__file__).parents[1]
ANNOUNCEMENTS = ROOT / "tests/figures/announcements"
PROSE = Path(__file__).with_name("prose.txt")
SEED = ROOT.parent / "shared/seeds/announcement.txt"
SEED_PUBLISHED = date(2021, 6, 11)

FIGURES = 40
"""An article of 3,000 characters has about as many."""


@dataclass(frozen=True)
class Text:
    """A text, its day of publication, and its figures where they are marked."""

    name: str
    text: str
    published: date
    wanted: tuple[Wanted, ...] = ()


def article() -> Text:
    """Join announcements of the tests, and prose without figures, to a text of an article's size.

    Announcements of the tests are short and full of figures, four times as full as an article.
    So the sparsest of them are taken, and what a city says besides its figures stands between them.
    """
    sources = {path: path.read_text("utf-8") for path in sorted(ANNOUNCEMENTS.glob("*.txt"))}
    parsed = {path: parse(source) for path, source in sources.items()}

    def characters_per_figure(path: Path) -> float:
        return len(parsed[path].text) / max(len(parsed[path].wanted), 1)

    chosen: list[Path] = []
    for path in sorted(sources, key=characters_per_figure, reverse=True):
        if sum(len(parsed[taken].wanted) for taken in chosen) >= FIGURES:
            break
        chosen.append(path)
    published = max(day for path in chosen if (day := parsed[path].published) is not None)
    bodies = [re.sub(r"\Apublished:.*\n", "", sources[path]).strip() for path in sorted(chosen)]
    prose = re.split(r"\n\n(?=▶)", PROSE.read_text("utf-8").strip())
    parts = [part for pair in zip_longest(bodies, prose) for part in pair if part]
    joined: Annotated = parse("\n\n".join(parts))
    return Text("announcements of the tests", joined.text, published, joined.wanted)


def texts() -> list[Text]:
    """Give the project's own text, and the seed where it lies beside the checkout."""
    found = [article()]
    if SEED.exists():
        found.append(Text("the seed", SEED.read_text("utf-8"), SEED_PUBLISHED))
    return found
