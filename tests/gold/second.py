"""A second annotator for annotated texts: what both agree on is judged, the rest is struck.

`python -m tests.gold.second number FOLDER --into SHEETS` writes every text with its numbers marked
`⟦3|4,200명⟧` and nothing of what the first annotator said. The second one judges each number in
`NAME.tsv` beside it, a line of six columns: number, kind (or `not` for no figure, `open` for one
that is judged neither way), other kinds, first day, last day (`-` for open or not settled), phrase
(`a / b` where two heads are equally good).

`python -m tests.gold.second join FOLDER SHEETS --into AGREED` writes the texts with what both said:
a number that only one of them took for a figure, a period or a head that they give differently is
not judged, and every kind that either of them admits is right. It prints how often they agreed.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

from jipyo.evaluation import Judged, agrees

_COLUMNS = 6
_NEITHER = ("not", "open")


class Judgement(NamedTuple):
    """One line of a sheet, in the fields of the gold format."""

    kind: str
    kind_ok: list[str]
    period_start: str | None
    period_end: str | None
    phrases: list[str]


class SheetError(ValueError):
    """A sheet does not fit its text; the message says where."""


def marks(annotation: dict[str, Any]) -> list[tuple[dict[str, Any], bool]]:
    """Give the numbers of a text in order, each with whether the first annotator saw a figure."""
    both = [(each, True) for each in annotation["figures"]]
    both += [(each, False) for each in annotation["not_figures"]]
    return sorted(both, key=lambda pair: pair[0]["start"])


def sheet(annotation: dict[str, Any], text: str) -> str:
    """Give a text with its numbers marked and numbered, under its date and its place."""
    found, position = "", 0
    for number, (each, _) in enumerate(marks(annotation), start=1):
        found += text[position : each["start"]]
        found += f"⟦{number}|{text[each['start'] : each['end']]}⟧"
        position = each["end"]
    head = (
        f"id: {annotation['id']}\npublished: {annotation['published']}\n"
        f"place: {annotation['place']}\n\n"
    )
    return head + found + text[position:]


def judgements(lines: str, name: str) -> list[Judgement]:
    """Read a sheet; raises SheetError at a line that has not its six columns or its number."""
    found: list[Judgement] = []
    for number, line in enumerate(filter(str.strip, lines.splitlines()), start=1):
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) != _COLUMNS or cells[0] != str(number):
            raise SheetError(f"{name}, line {number}: {_COLUMNS} columns, the first {number}")
        _, kind, others, first, last, phrase = cells
        found.append(
            Judgement(
                kind,
                [each.strip() for each in others.split(",") if each.strip() not in ("", "-")],
                None if first == "-" else first,
                None if last == "-" else last,
                [each.strip() for each in phrase.split(" / ")],
            )
        )
    return found


def join(
    annotation: dict[str, Any], second: list[Judgement], agreed: Counter[str]
) -> dict[str, Any]:
    """Give an annotation with what both annotators said; ``agreed`` counts where they do.

    Raises SheetError where the sheet has not one line for each number of the text.
    """
    numbers = marks(annotation)
    if len(numbers) != len(second):
        raise SheetError(f"{annotation['id']}: {len(numbers)} numbers, {len(second)} lines")
    figures: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    for (each, figure), judged in zip(numbers, second, strict=True):
        same = figure == (judged.kind not in _NEITHER)
        agreed["numbers"] += 1
        agreed["numbers agreed"] += same
        if figure and same:
            figures.append(_figure(each, judged, agreed))
        elif figure or not same:
            reason = str(each.get("reason") or "figure")
            others.append(
                {
                    **{key: each[key] for key in ("start", "end", "text")},
                    "reason": f"{reason} (annotators differ: not judged)",
                }
            )
        else:
            others.append(each)
    return {**annotation, "figures": figures, "not_figures": others}


def _figure(first: dict[str, Any], second: Judgement, agreed: Counter[str]) -> dict[str, Any]:
    said = {
        "kind": first["kind"],
        "period_start": first["period_start"],
        "period_end": first["period_end"],
        "phrase": first["metric_phrase"],
    }
    theirs = second._asdict() | {"metric_phrase": second.phrases[0]}
    settled_by: tuple[Judged, ...] = ("kind", "period")
    for what in settled_by:
        settled = agrees(what, said, theirs)
        agreed[what] += settled is not None
        agreed[f"{what} agreed"] += bool(settled)
    period = agrees("period", said, theirs) or agrees("period", theirs, first)
    head = any(
        agrees("head", said, {**theirs, "metric_phrase": phrase}) for phrase in second.phrases
    )
    agreed["head"] += 1
    agreed["head agreed"] += head
    kinds = {*first["kind_ok"], *second.kind_ok, second.kind} - {first["kind"]}
    return {
        **first,
        "kind_ok": sorted(kinds),
        "period_start": first["period_start"] if period else None,
        "period_end": first["period_end"] if period else None,
        "metric_phrase": first["metric_phrase"] if head else None,
    }


def main() -> None:
    """Write the sheets of a folder, or join a folder with its sheets."""
    options = argparse.ArgumentParser(description=main.__doc__)
    options.add_argument("step", choices=("number", "join"))
    options.add_argument("folder", type=Path, help="texts with the first annotation")
    options.add_argument("sheets", type=Path, nargs="?", help="sheets of the second annotator")
    options.add_argument("--into", type=Path, required=True)
    given = options.parse_args()
    given.into.mkdir(parents=True, exist_ok=True)
    agreed: Counter[str] = Counter()
    for file in sorted(given.folder.glob("*.json")):
        annotation: dict[str, Any] = json.loads(file.read_text("utf-8"))
        text = file.with_suffix(".txt").read_text("utf-8")
        if given.step == "number":
            (given.into / f"{file.stem}.txt").write_text(sheet(annotation, text), "utf-8")
            continue
        lines = (given.sheets / f"{file.stem}.tsv").read_text("utf-8")
        joint = join(annotation, judgements(lines, file.stem), agreed)
        (given.into / file.name).write_text(
            json.dumps(joint, ensure_ascii=False, indent=1) + "\n", "utf-8"
        )
        (given.into / f"{file.stem}.txt").write_text(text, "utf-8")
    for what in ("numbers", "kind", "period", "head"):
        if agreed[what]:
            print(f"{what}: {agreed[f'{what} agreed']} of {agreed[what]} agreed")


if __name__ == "__main__":
    main()
