"""What the reader makes of every annotated text, kept as it was read last.

Floors hold scores: they let one figure be read worse where another is read better. Here each
figure stands with its value, interval, kind, role, period and words, so that a change of the reader
shows what it changes, figure by figure. It is no annotation: what is read wrong stands here as it
is read.

    python -m tests.gold.readings

writes `readings/` anew; what changed is looked through in the diff of the commit.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from jipyo.figures import read
from jipyo.figures.model import Figure, Period
from tests.gold.floor import HERE, PARTS

FOLDER = HERE / "readings"


def texts(part: str) -> Iterator[tuple[str, str, date]]:
    """The texts of a part, by name, each with the day on which it was published."""
    for file in sorted((HERE / part).glob("*.txt")):
        told = json.loads(file.with_suffix(".json").read_text("utf-8"))
        yield file.stem, file.read_text("utf-8"), date.fromisoformat(told["published"])


def lines(name: str, text: str, published: date) -> list[str]:
    """What is read in a text: its name, then a line for each figure."""
    return [f"== {name}", *map(line, read(text, published).figures)]


def line(figure: Figure) -> str:
    """A figure on a line."""
    parts = [
        f"{figure.start}",
        " ".join(figure.text.split()),
        _number(figure.value) + (f"~{_number(figure.value_high)}" if figure.value_high else ""),
        f"[{_number(figure.low)}, {_number(figure.high)}]",
        figure.unit if figure.counter is None else f"{figure.unit}/{figure.counter}",
        f"{figure.kind} {figure.role}",
        _period(figure.period),
        " ".join(figure.phrase.split()),
        " ".join(figure.qualifiers) + (" malformed" if figure.malformed else ""),
    ]
    return " | ".join(parts).rstrip(" |")


def _number(number: Decimal | None) -> str:
    return "?" if number is None else f"{number.normalize():f}"


def _period(period: Period) -> str:
    return f"{period.start or ''}..{period.end or ''} {period.rung}"


def file_of(part: str) -> Path:
    """Where the readings of a part are kept."""
    return FOLDER / f"{part}.txt"


def readings(part: str) -> list[str]:
    """All that is read in a part."""
    return [one for name, text, published in texts(part) for one in lines(name, text, published)]


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for one in PARTS:
        file_of(one).write_text("\n".join(readings(one)) + "\n", "utf-8")
