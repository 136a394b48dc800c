"""What was decided about the figures of one text, noted step by step by the code that decides.

The rules of identity note here only where somebody asked (:func:`jipyo.series.identity.explain`).
Notes are facts, no prose: what a step says to people is worded by who prints it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

StepName = Literal[
    "phrase", "no_phrase", "as_read", "clause", "aside", "whose", "label", "split",
    "candidate", "dropped", "loose", "tie", "unknown", "empty", "skipped", "pattern",
    "context", "verb", "counts", "continues", "apart", "gathers", "topic", "part_of",
    "mention", "lead", "account", "projects", "cost_of", "named_after", "narrows",
    "other_action", "measure", "each", "scope", "basis", "short_name", "level", "same_as",
    "title", "place", "unit", "kind", "speaker",
]  # fmt: skip
"""What was decided; docs/formats.md tells what each means and which reasons it has."""


_OUTCOMES = frozenset(("measure", "each", "short_name", "level", "same_as"))


@dataclass(frozen=True, slots=True)
class Step:
    """One decision about one figure.

    ``words`` are words of the text, or what the rule made of them; ``metric`` is the measure that
    the step is about; ``other`` the index of another figure that it looks to; ``reason`` says in
    one word why, and ``detail`` what came of it. What a step has no use for is empty.
    """

    name: StepName
    words: tuple[str, ...] = ()
    metric: str = ""
    other: int | None = None
    reason: str = ""
    detail: str = ""


class Trace:
    """The steps of all figures of one text. ``figure`` is the index of the one in hand."""

    def __init__(self, figures: int) -> None:
        """Start without steps for this number of figures."""
        self.figure = 0
        self._steps: list[list[Step]] = [[] for _ in range(figures)]

    def note(
        self,
        name: StepName,
        words: str | Sequence[str] = (),
        *,
        metric: str = "",
        other: int | None = None,
        reason: str = "",
        detail: str = "",
    ) -> None:
        """Note a step of the figure in hand; one that it has already is not noted again."""
        step = Step(name, _tuple(words), metric, other, reason, detail)
        if step not in self._steps[self.figure]:
            self._steps[self.figure].append(step)

    def note_measure(self, metric: str, because: str, scope: str) -> None:
        """Note the measure of the figure in hand, unless its last step about that says the same."""
        for step in reversed(self._steps[self.figure]):
            if step.name in _OUTCOMES:
                if step.metric == metric:
                    return
                break
        self.note("measure", metric=metric, reason=because, detail=scope)

    def steps(self, index: int) -> tuple[Step, ...]:
        """Give the steps of one figure in order."""
        return tuple(self._steps[index])


def _tuple(words: str | Sequence[str]) -> tuple[str, ...]:
    if isinstance(words, str):
        return (words,) if words else ()
    return tuple(words)
