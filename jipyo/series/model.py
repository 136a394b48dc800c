"""Identity: whose figure it is, of what, in which scope; never how large."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Speaker = Literal["city", "ministry", "province", "council", "company", "civic_group", "other"]
"""Who claims the figure; only like speakers can contradict each other."""

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


@dataclass(frozen=True, slots=True)
class Identity:
    """The key of the series to which a figure belongs, without its value.

    ``place`` is the official Korean name (창원시) or the holder as printed (한국GM);
    ``place_id`` the id in the places register or ``None``. ``metric`` is the id of the measure in
    the registry or, where the registry knows none, a provisional id that starts with ``~``.
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
