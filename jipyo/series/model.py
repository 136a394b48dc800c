"""Identity: whose figure it is, of what, in which scope; and what figures say of one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

Speaker = Literal["city", "ministry", "province", "council", "company", "civic_group", "other"]
"""Who claims the figure; only like speakers can contradict each other. ``city`` is any local
government that speaks in its own matters; ``other`` are banks, chambers, institutes, people …"""

Relevance = Literal["announcement", "about", "other"]
"""What an article is to a local government: its own announcement, news about it, or neither."""

RelevanceReason = Literal[
    "government_reports",
    "government_acts",
    "other_speaker",
    "place_named",
    "place_stated",
    "no_place",
]
"""Why: see docs/reasons.md."""


RelationSort = Literal["change", "total", "share"]
"""What relates the figures: a movement, a sum, or a part of a whole in per cent."""

RelationPart = Literal["level", "base", "change", "growth", "total", "part", "whole", "share"]
"""What a figure is in its relation."""

RelationWording = Literal[
    "sentence",
    "brackets",
    "list",
    "breakdown",
    "rest",
    "beside",
    "listed",
    "table",
    "scopes",
    "parts",
]
"""What established the relation: the words of a sentence, a bracket behind the total, a list before
it, a breakdown behind it (연령별로는), a rest that closes the list (나머지), a sentence behind the
total that lists what may be its parts (beside), shares beside the entries of a list whose whole
only stands before it (listed), a table with a row of sums, complementary scopes of
a measure, or the measures whose sum the registry says it is."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The key of the series to which a figure belongs, without its value.

    ``place`` is the official Korean name (창원시), of an industrial complex that of its city and
    its own (창원시 창원국가산단), or the holder as printed (한국GM). ``place_id`` is the id in the
    places register, of a complex that of its city, a slash and its name, or ``None``. ``metric``
    is the id of the measure in the registry or, where the registry knows none, a provisional id
    that starts with ``~``.
    ``scope`` and ``basis`` are empty where the text states none. ``kind_class`` folds kinds that
    continue one another (level, flow) and ``unit_class`` folds counters of one class.
    """

    place: str
    place_id: str | None
    metric: str
    registered: bool
    scope: str
    basis: str
    kind_class: str
    unit_class: str
    speaker: Speaker
    candidates: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, str, str, str, str, str]:
        """The parts that make two figures members of one series, in a fixed order."""
        return (
            self.place_id or self.place,
            self.metric,
            self.scope,
            self.basis,
            self.kind_class,
            self.unit_class,
            self.speaker,
        )


class Member(NamedTuple):
    """A figure of a relation: its number among the figures of the text, and what it is there."""

    figure: int
    part: RelationPart


class Relation(NamedTuple):
    """Figures of one text that its words put into one sum, one movement or one share.

    ``complete`` says that the parts of a total claim to be all of it (no 등, 주요, 이 중).
    ``compared`` is the period with which a level is compared, both days inclusive, or ``None``
    where the text compares with something else (목표, 전국 평균) or does not say with when.
    """

    sort: RelationSort
    wording: RelationWording
    members: tuple[Member, ...]
    complete: bool = False
    compared: tuple[date, date] | None = None


PAIR = 1
MARK = 2
PLACE = 4
"""Lowest bits of a number that stands for a part of a text: pair or sentence; mark or evidence; of
a mark, place or beginning."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What identifies a text's announcement, sort by sort, as texts are compared by the thousand.

    ``sentences`` and ``pairs`` (of neighbouring figures) are evidence, ``beginning`` those of them
    where the body begins; ``places`` are whom the text is about, ``named`` whom its lead names.
    """

    sentences: frozenset[int]
    pairs: frozenset[int]
    beginning: frozenset[int]
    places: frozenset[int]
    named: frozenset[int]

    @classmethod
    def of(cls, hashes: Iterable[int]) -> Evidence:
        """Sort the numbers that :func:`jipyo.series.releases.sentence_hashes` gives of a text."""
        sorts: defaultdict[int, set[int]] = defaultdict(set)
        for number in hashes:
            sorts[number & (PLACE | MARK | PAIR)].add(number)
        return cls(
            sentences=frozenset(sorts[0]),
            pairs=frozenset(sorts[PAIR]),
            beginning=frozenset(n & ~MARK for n in sorts[MARK] | sorts[MARK | PAIR]),
            places=frozenset(sorts[MARK | PLACE]),
            named=frozenset(n & ~PAIR for n in sorts[MARK | PLACE | PAIR]),
        )
