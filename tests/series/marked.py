"""Reads the marked texts of this folder, and scores clusters of figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from jipyo.figures.model import Figure

_MARK = re.compile(r"\[([^\]|]+)\|([^\]]+)\]")
_SENTENCE_END = re.compile(r"(?<=[다요음됨])\.[”\"’']?(?=\s|$)|\n+")
_NUMBER_WORD = re.compile(r"[\d.,\s천백만억조+△▲-]+")
SPLIT_KINDS = {"share", "target", "attainment", "rank", "capacity", "cumulative"}


@dataclass(frozen=True)
class Marked:
    """A text, its figures, and the key (with holder) that an annotator gave each of them."""

    place: str
    published: date
    text: str
    figures: tuple[Figure, ...]
    keys: tuple[str, ...]


def figure(
    text: str, start: int, end: int, unit: str, kind: str = "level", value: str = "1"
) -> Figure:
    """Make a figure as a reader gives it that knows nothing but span, unit and kind."""
    span = text[start:end]
    counter = _NUMBER_WORD.sub("", span).strip()
    begin = 0
    for match in _SENTENCE_END.finditer(text):
        if match.end() > start:
            break
        begin = match.end()
    following = _SENTENCE_END.search(text, end)
    return Figure(
        start=start,
        end=end,
        text=span,
        value=Decimal(value),
        value_high=None,
        low=None,
        high=None,
        unit=unit,
        counter=counter if unit not in {"KRW", "USD", "%", "%p", "times"} else None,
        kind=kind,  # type: ignore[arg-type]
        role="report",
        phrase="",
        head="",
        verb_class=None,
        section=None,
        programme=None,
        stands_in="paragraph",
        sentence=(begin, following.end() if following else len(text)),
    )


def mark(source: str) -> tuple[str, tuple[Figure, ...], tuple[str, ...]]:
    """Turn ``[span|unit|kind|key]`` into the plain text, its figures and their keys."""
    text, spans, position = "", [], 0
    for match in _MARK.finditer(source):
        text += source[position : match.start()]
        spans.append((len(text), match.group(1), match.group(2).split("|")))
        text += match.group(1)
        position = match.end()
    text += source[position:]
    figures = tuple(
        figure(text, start, start + len(span), parts[0], parts[1], re.sub(r"\D", "", span) or "1")
        for start, span, parts in spans
    )
    return text, figures, tuple("|".join(parts[2:]) for _, _, parts in spans)


def load(path: Path) -> list[Marked]:
    """Read a file of marked texts."""
    blocks = re.split(r"^== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    texts = []
    for block in blocks:
        head, _, source = block.partition("\n")
        place, published = (part.strip() for part in head.split("|"))
        text, figures, keys = mark(source.strip())
        texts.append(Marked(place, date.fromisoformat(published), text, figures, keys))
    return texts


def b_cubed(gold: Sequence[object], found: Sequence[object]) -> float:
    """Give the F1 of B-cubed precision and recall of two clusterings of the same things."""
    precision = recall = 0.0
    for here_gold, here_found in zip(gold, found, strict=True):
        same_gold = {i for i, other in enumerate(gold) if other == here_gold}
        same_found = {i for i, other in enumerate(found) if other == here_found}
        precision += len(same_gold & same_found) / len(same_found)
        recall += len(same_gold & same_found) / len(same_gold)
    return 2 * precision * recall / (precision + recall) / len(gold) if gold else 1.0


def split_kind(kind: str) -> str:
    """Give the kind where kinds are kept apart on both sides, else nothing."""
    return kind if kind in SPLIT_KINDS else ""
