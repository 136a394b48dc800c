"""Scores of what `jipyo extract` prints against a folder of annotated texts.

What counts as a figure, and when a value, kind or period is right, follows the rules of the gold
format: docs/evaluation.md.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Literal, cast

from jipyo.extraction import figure_records
from jipyo.figures.units import read_unit
from jipyo.series.registry import Registry
from jipyo.store.errors import JipyoError

_SAME_CLASS = (
    frozenset({"site", "item", "company", "project", "organization", "field", "booth"}),
    frozenset({"household", "housing_unit"}),
)
"""Classes whose counters annotators use for one another: 곳 = 개 = 개소, 호 = 세대 = 가구."""

_SPLIT_KINDS = frozenset({"share", "target", "attainment", "rank", "capacity", "cumulative"})
"""Kinds that are a measure of their own; a level, its change and its growth share one."""

_KIND_WORDS = frozenset(
    (
        *("증가", "감소", "증가액", "감소액", "증감액", "증가율", "감소율", "증감률", "증가폭"),
        *("규모", "수", "건수", "비중", "비율", "목표", "총액", "누계", "전년", "올해", "순위"),
        *("달성률", "연간", "당초", "누적", "전체", "평균", "총", "하루", "전국", "대비", "누계"),
    )
)
"""Words by which annotators say of what kind a figure is."""

Judged = Literal["kind", "period", "head"]
JUDGED: tuple[Judged, ...] = ("kind", "period", "head")
"""What is judged of a figure that was found with its value and unit."""
_NEUTRAL = ("milestone", "threshold", "either", "not judged", "slogan", "range_label")
"""Reasons of numbers that are judged neither way."""


class GoldError(JipyoError):
    """A folder of annotated texts cannot be scored; the message says which file and why."""


@dataclass(slots=True)
class Evaluation:
    """Counts over a folder.

    ``expected``, ``read`` and ``matched`` count figures; ``judged`` and ``right`` count, for
    ``kind``, ``period`` and ``head``, the matched figures for which the annotation says something,
    and those that agree. ``identity`` and ``recurrent_identity`` are B-cubed F1 of (place, metric)
    per text, weighted by figures: over all matched figures, and over those whose id stands at least
    twice. ``others`` counts numbers listed as no figure by their reason, ``false_positives`` those
    among them that were read as figures. ``notes`` has one line per deviation, for people.
    """

    texts: int = 0
    expected: int = 0
    read: int = 0
    matched: int = 0
    judged: Counter[str] = field(default_factory=Counter[str])
    right: Counter[str] = field(default_factory=Counter[str])
    others: Counter[str] = field(default_factory=Counter[str])
    false_positives: Counter[str] = field(default_factory=Counter[str])
    notes: list[str] = field(default_factory=list[str])
    identities: list[tuple[int, float]] = field(default_factory=list[tuple[int, float]])
    recurrent_identities: list[tuple[int, float]] = field(default_factory=list[tuple[int, float]])

    @property
    def precision(self) -> float:
        """Share of the figures read that are annotated with value and unit; 1 if none was read."""
        return self.matched / self.read if self.read else 1.0

    @property
    def recall(self) -> float:
        """Share of the annotated figures that were read with value and unit; 1 if there is none."""
        return self.matched / self.expected if self.expected else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.expected + self.read
        return 2 * self.matched / total if total else 1.0

    def share(self, what: str) -> float:
        """Share that is right among what was judged of ``kind``, ``period`` or ``head``."""
        return self.right[what] / self.judged[what] if self.judged[what] else 1.0

    @property
    def identity(self) -> float:
        """B-cubed F1 over all matched figures."""
        return _mean(self.identities)

    @property
    def recurrent_identity(self) -> float:
        """B-cubed F1 over the figures whose annotated id stands at least twice in their text."""
        return _mean(self.recurrent_identities)

    @property
    def false_positive_share(self) -> float:
        """Share of the numbers listed as no figure that were read as figures."""
        listed = self.others.total()
        return self.false_positives.total() / listed if listed else 0.0

    def record(self) -> dict[str, Any]:
        """The scores as one object, rounded to four places."""
        return {
            "texts": self.texts,
            "figures": {"expected": self.expected, "read": self.read, "matched": self.matched},
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
            **{what: round(self.share(what), 4) for what in ("kind", "period", "head")},
            "identity": round(self.identity, 4),
            "recurrent_identity": round(self.recurrent_identity, 4),
            "false_positives": {
                reason: [self.false_positives[reason], self.others[reason]]
                for reason in sorted(self.others)
            },
            "false_positive_share": round(self.false_positive_share, 4),
        }


def evaluate(folder: Path, measures: Registry | None = None) -> Evaluation:
    """Score the reader on every annotated text of a folder.

    A figure counts as found when its span overlaps the annotated one and value, upper value and
    unit (or class of counter) are right.

    Args:
        folder: Holds `NAME.json` files in the gold format, in itself or in folders below;
            `text_file` is looked up beside them and in the folders above.
        measures: The measures that are known; the shipped ones by default.

    Raises:
        GoldError: the folder holds no annotated text, or one of them is wrong.
    """
    found = Evaluation()
    if not folder.is_dir():
        raise GoldError(f"{folder} is no folder.")
    for file in sorted(folder.rglob("*.json")):
        try:
            loaded: object = json.loads(file.read_text("utf-8"))
        except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
            raise GoldError(f"{file} cannot be read: {error}.") from None
        if not isinstance(loaded, dict) or "figures" not in loaded:
            continue
        data = cast("dict[str, Any]", loaded)
        text = _text_of(file, str(data.get("text_file") or file.with_suffix(".txt").name))
        try:
            _score(found, file.stem, text, data, measures)
        except (KeyError, TypeError, ValueError, InvalidOperation) as error:
            raise GoldError(f"{file} is not in the gold format: {error!r}.") from error
        found.texts += 1
    if not found.texts:
        raise GoldError(f"{folder} holds no annotated text (NAME.json with a list of figures).")
    return found


def _text_of(file: Path, name: str) -> str:
    for folder in (file.parent, *file.parents[1:3]):
        for candidate in (folder / name, folder / Path(name).name):
            if candidate.is_file():
                return candidate.read_text("utf-8")
    raise GoldError(f"{file} names the text {name}, which is not there.")


def _score(
    found: Evaluation, name: str, text: str, data: dict[str, Any], measures: Registry | None
) -> None:
    published = date.fromisoformat(data["published"][:10]) if data.get("published") else None
    records = figure_records(text, published=published, place=data.get("place"), measures=measures)
    others = cast("list[dict[str, Any]]", data.get("not_figures", []))
    neutral = [other for other in others if _is_neutral(other)]
    left = [record for record in records if not any(_meet(record, other) for other in neutral)]
    found.read += len(left)
    found.expected += len(data["figures"])
    pairs: list[tuple[dict[str, Any], dict[str, Any]]] = []
    for gold in cast("list[dict[str, Any]]", data["figures"]):
        match = next((record for record in left if _meet(record, gold)), None)
        if match is None:
            found.notes.append(f"{name}: missed {gold['text']}")
            continue
        left.remove(match)
        match = _scaled(match, gold)
        if not _same_value(match, gold) or not _same_unit(match, gold):
            wanted = gold.get("unit") or gold.get("counter")
            found.notes.append(
                f"{name}: {gold['text']} is {gold['value']} {wanted},"
                f" read {match['text']} as {match['value']} {match['unit']}"
            )
            continue
        found.matched += 1
        pairs.append((match, gold))
        for what in JUDGED:
            verdict = agrees(what, match, gold)
            if verdict is None:
                continue
            found.judged[what] += 1
            found.right[what] += verdict
            if not verdict:
                found.notes.append(f"{name}: {_said(what, match, gold)}")
    for record in left:
        found.notes.append(f"{name}: invented {record['text']}")
    for other in others:
        if other in neutral:
            continue
        reason = str(other.get("reason") or "unnamed")
        found.others[reason] += 1
        if any(_meet(record, other) for record in left):
            found.false_positives[reason] += 1
    _identify(found, pairs)


def _is_neutral(other: dict[str, Any]) -> bool:
    return any(word in str(other.get("reason", "")) for word in _NEUTRAL)


def _meet(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return one["start"] < other["end"] and other["start"] < one["end"]


_SCALES = {
    "m": {"km": Decimal(1000)},
    "km": {"m": Decimal("0.001")},
    "har": {"m2": Decimal("0.0001")},
    "m2": {"har": Decimal(10_000)},
    "kg": {"t": Decimal(1000)},
    "t": {"kg": Decimal("0.001")},
}
"""By what a value in the unit of the inner key is multiplied to be in that of the outer one."""


def _scaled(match: dict[str, Any], gold: dict[str, Any]) -> dict[str, Any]:
    """Give a reading in the unit of the annotation where both measure the same (43.6 km, m)."""
    factor = _SCALES.get(str(gold.get("unit")), {}).get(str(match["unit"]))
    if factor is None:
        return match

    def moved(value: str | None) -> str | None:
        return None if value is None else format((Decimal(value) * factor).normalize(), "f")

    return {
        **match,
        "unit": gold["unit"],
        "value": moved(match["value"]),
        "value_high": moved(match["value_high"]),
    }


def _same_value(match: dict[str, Any], gold: dict[str, Any]) -> bool:
    def near(mine: str | None, wanted: str | None) -> bool:
        if mine is None or wanted is None:
            return mine is wanted
        apart = abs(Decimal(mine) - Decimal(wanted))
        # A third has no end in decimals.
        return apart <= (abs(Decimal(wanted)) / 1000 if match["unit"] == "times" else 0)

    return near(match["value"], gold["value"]) and near(match["value_high"], gold.get("value_high"))


def _same_unit(match: dict[str, Any], gold: dict[str, Any]) -> bool:
    if gold.get("unit"):
        return match["unit"] == gold["unit"]
    if not gold.get("counter"):
        return True
    mine = str(match["counter"] or "").replace(" ", "")
    theirs = str(gold["counter"]).replace(" ", "")
    if mine == theirs:
        return True
    wanted = unit_class(theirs)
    if theirs == "개" and mine.startswith("개"):
        # 22개 노선 is annotated as 22개 too.
        return True
    return match["unit"] == wanted or any({match["unit"], wanted} <= same for same in _SAME_CLASS)


def unit_class(counter: str) -> str:
    """The class of a counter as printed, the counter itself where none is known."""
    unit = read_unit(counter + " ", 0)
    return unit.unit if unit else counter


def agrees(what: Judged, match: dict[str, Any], gold: dict[str, Any]) -> bool | None:
    """Tell whether kind, period or head of a reading is right by an annotation; None: not judged.

    ``match`` has ``kind``, ``period_start``, ``period_end`` and ``phrase``, ``gold`` the fields of
    the gold format.
    """
    if what == "kind":
        return _kind(match, gold)
    return _period(match, gold) if what == "period" else _head(match, gold)


def _kind(match: dict[str, Any], gold: dict[str, Any]) -> bool | None:
    if not gold.get("kind"):
        return None
    return match["kind"] in (gold["kind"], *(gold.get("kind_ok") or ()))


def _period(match: dict[str, Any], gold: dict[str, Any]) -> bool | None:
    start, end = gold.get("period_start"), gold.get("period_end")
    if start is None and end is None:
        return None
    if match["period_end"] != end:
        return False
    if gold.get("kind") in ("target", "forecast", "cumulative") or start is None:
        return True
    mine = str(match["period_start"])
    # A stock may start at its end month.
    return mine == start or (gold.get("kind") == "level" and mine[:7] == str(end)[:7])


def _head(match: dict[str, Any], gold: dict[str, Any]) -> bool | None:
    """Whether the head of one phrase stands in the other, alone or in a compound.

    Annotators also name the kind (증가율, 규모, 건수); a phrase of nothing else is not judged.
    """
    theirs = [word for word in _words(gold.get("metric_phrase")) if word not in _KIND_WORDS]
    mine = _words(match.get("phrase"))
    if not theirs:
        return None

    def stands(head: str, words: Sequence[str]) -> bool:
        return any(head in word or word in head for word in words)

    return bool(mine) and (stands(theirs[-1], mine) or stands(mine[-1], theirs))


def _words(phrase: object) -> list[str]:
    words = ("".join(filter(str.isalnum, word)) for word in str(phrase or "").split())
    return [word for word in words if word]


def _said(what: str, match: dict[str, Any], gold: dict[str, Any]) -> str:
    if what == "kind":
        return f"{gold['text']} is a {gold['kind']}, read as {match['kind']}"
    if what == "period":
        wanted = f"{gold.get('period_start')}..{gold.get('period_end')}"
        return f"{gold['text']} is of {wanted}, read {match['period_start']}..{match['period_end']}"
    return f"{gold['text']} measures {gold.get('metric_phrase')}, read {match.get('phrase')}"


def _identify(found: Evaluation, pairs: Sequence[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    judged = [(match, gold) for match, gold in pairs if gold.get("metric_id")]
    theirs = [(gold.get("place"), gold["metric_id"], _split(gold["kind"])) for _, gold in judged]
    # The annotated kind on both sides: whether the kind was read well is judged elsewhere.
    plain = [(match["place"], match["metric"], _split(gold["kind"])) for match, gold in judged]
    scoped = [(*key, match["scope"]) for key, (match, _) in zip(plain, judged, strict=True)]
    if not judged:
        return
    found.identities.append((len(judged), max(b_cubed(theirs, plain), b_cubed(theirs, scoped))))
    times = Counter(theirs)
    often = [number for number, key in enumerate(theirs) if times[key] > 1]
    if often:
        wanted = [theirs[number] for number in often]
        score = max(
            b_cubed(wanted, [plain[number] for number in often]),
            b_cubed(wanted, [scoped[number] for number in often]),
        )
        found.recurrent_identities.append((len(often), score))


def _split(kind: str) -> str:
    return kind if kind in _SPLIT_KINDS else ""


def b_cubed(gold: Sequence[Hashable], found: Sequence[Hashable]) -> float:
    """F1 of B-cubed precision and recall of two clusterings of the same things; 1 for none."""
    if not gold:
        return 1.0
    both = Counter(zip(gold, found, strict=True))
    theirs, mine = Counter(gold), Counter(found)
    precision = sum(count * count / mine[key] for (_, key), count in both.items()) / len(gold)
    recall = sum(count * count / theirs[key] for (key, _), count in both.items()) / len(gold)
    return 2 * precision * recall / (precision + recall)


def _mean(scores: Sequence[tuple[int, float]]) -> float:
    weights = sum(weight for weight, _ in scores)
    return sum(weight * score for weight, score in scores) / weights if weights else 1.0


def table(found: Evaluation) -> Sequence[str]:
    """The scores as lines for a person."""

    def line(name: str, score: float, detail: str) -> str:
        return f"{name:<34}{score:>7.3f}  {detail}"

    counts = f"{found.matched} of {found.expected}"
    lines = [
        f"{found.texts} texts",
        line("figures: F1", found.f1, f"{counts} found with value and unit, {found.read} read"),
        line("figures: precision", found.precision, ""),
        line("figures: recall", found.recall, ""),
        *(
            line(what, found.share(what), f"{found.right[what]} of {found.judged[what]}")
            for what in ("kind", "period", "head")
        ),
        line("identity (B-cubed)", found.identity, ""),
        line("identity of what stands twice", found.recurrent_identity, ""),
        line(
            "false positives",
            found.false_positive_share,
            f"{found.false_positives.total()} of {found.others.total()} listed as no figure",
        ),
    ]
    lines += [
        f"    {reason}: {count} of {found.others[reason]}"
        for reason, count in sorted(found.false_positives.items())
    ]
    return [text.rstrip() for text in lines]
