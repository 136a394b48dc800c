"""Scoring of the reader against a folder of annotated texts."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from jipyo.figures.model import Figure
from jipyo.figures.reader import read

_SAME_UNIT = (
    frozenset({"site", "item", "company", "project", "organization", "field", "booth"}),
    frozenset({"household", "housing_unit"}),
)


@dataclass(slots=True)
class Report:
    """Counts over a folder: figures found, missed and invented, kinds and periods judged.

    ``notes`` has one line per deviation, for people.
    """

    expected: int = 0
    read: int = 0
    matched: int = 0
    span_exact: int = 0
    kinds: int = 0
    kinds_right: int = 0
    periods: int = 0
    periods_right: int = 0
    notes: list[str] = field(default_factory=list[str])

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall over span overlap, value and unit."""
        total = self.expected + self.read
        return 2 * self.matched / total if total else 1.0

    @property
    def kind_share(self) -> float:
        """Share of the matched figures whose kind is the annotated one or an allowed one."""
        return self.kinds_right / self.kinds if self.kinds else 1.0

    @property
    def period_share(self) -> float:
        """Share of the matched figures with a judged period that have the right one."""
        return self.periods_right / self.periods if self.periods else 1.0


def evaluate_folder(path: Path) -> Report:
    """Score the reader on every `NAME.json` of a folder in the gold format.

    A figure counts when its span overlaps the annotated one and value, upper value and unit (or
    class of counter) are right. `text_file` is looked up in the folder and in its parent.
    """
    report = Report()
    for file in sorted(path.glob("*.json")):
        loaded: object = json.loads(file.read_text("utf-8"))
        if not isinstance(loaded, dict) or "figures" not in loaded:
            continue
        data = cast("dict[str, Any]", loaded)
        source = path / Path(str(data.get("text_file", file.stem + ".txt"))).name
        if not source.exists():
            source = path.parent / str(data["text_file"])
        if not source.exists():
            source = path.parent.parent / str(data["text_file"])
        _score(report, file.stem, source.read_text("utf-8"), data)
    return report


def _score(report: Report, name: str, text: str, data: dict[str, Any]) -> None:
    published = date.fromisoformat(data["published"]) if data.get("published") else None
    got = list(read(text, published).figures)
    neutral = [
        (item["start"], item["end"])
        for item in data.get("not_figures", [])
        if "milestone" in str(item.get("reason", ""))
    ]
    left = [f for f in got if not any(f.start < end and start < f.end for start, end in neutral)]
    report.read += len(left)
    report.expected += len(data["figures"])
    for gold in data["figures"]:
        match = next((f for f in left if f.start < gold["end"] and gold["start"] < f.end), None)
        if match is None:
            report.notes.append(f"{name}: missed {gold['text']}")
            continue
        left.remove(match)
        if not _same_value(match, gold) or not _same_unit(match, gold):
            report.notes.append(
                f"{name}: {gold['text']} = {gold['value']} {gold['unit'] or gold['counter']},"
                f" read {match.text} = {match.value} {match.unit}"
            )
            continue
        report.matched += 1
        report.span_exact += (match.start, match.end) == (gold["start"], gold["end"])
        report.kinds += 1
        if match.kind == gold["kind"] or match.kind in gold.get("kind_ok", []):
            report.kinds_right += 1
        else:
            report.notes.append(f"{name}: {gold['text']} kind {gold['kind']}, read {match.kind}")
        _score_period(report, name, match, gold)
    report.notes.extend(f"{name}: invented {figure.text}" for figure in left)


def _score_period(report: Report, name: str, match: Figure, gold: dict[str, Any]) -> None:
    start, end = gold.get("period_start"), gold.get("period_end")
    if start is None and end is None:
        return
    report.periods += 1
    kind = gold["kind"]
    mine = match.period
    ends = str(mine.end) == end
    starts = str(mine.start) == start or (
        # A stock may start at its end month.
        kind == "level"
        and mine.start is not None
        and end is not None
        and mine.start.isoformat()[:7] == end[:7]
    )
    if ends and (kind in ("target", "forecast", "cumulative") or start is None or starts):
        report.periods_right += 1
    else:
        report.notes.append(
            f"{name}: {gold['text']} period {start}..{end},"
            f" read {mine.start}..{mine.end} ({mine.rung})"
        )


def _same_value(figure: Figure, gold: dict[str, Any]) -> bool:
    def near(mine: Decimal | None, wanted: str | None) -> bool:
        if mine is None or wanted is None:
            return mine is None and wanted is None
        want = Decimal(wanted)
        if figure.unit == "times":
            return abs(mine - want) <= abs(want) / 1000
        return mine == want

    return near(figure.value, gold["value"]) and near(figure.value_high, gold.get("value_high"))


def _same_unit(figure: Figure, gold: dict[str, Any]) -> bool:
    if gold.get("unit"):
        return figure.unit == gold["unit"]
    if gold.get("counter"):
        mine = (figure.counter or "").replace(" ", "")
        theirs = str(gold["counter"]).replace(" ", "")
        if mine == theirs or (mine.startswith("개") and theirs.startswith("개")):
            return True
        cls = unit_class(str(gold["counter"]))
        return figure.unit == cls or any({figure.unit, cls} <= group for group in _SAME_UNIT)
    return True


def unit_class(counter: str) -> str:
    """Give the class of a counter as printed, the counter itself where none is known."""
    from jipyo.figures.units import read_unit

    unit = read_unit(counter + " ", 0)
    return unit.unit if unit else counter
