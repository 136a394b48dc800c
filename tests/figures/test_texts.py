"""The reader on clauses and announcements of our own, of many cities and topics."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

import pytest

from jipyo.figures import Figure, read

sys.path.insert(0, str(Path(__file__).parent))
from annotated import Annotated, Wanted, parse

pytestmark = pytest.mark.quick
_HERE = Path(__file__).parent
_CLAUSES = [
    line
    for line in (_HERE / "clauses.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
_TEXTS = sorted((_HERE / "announcements").glob("*.txt"))


def pair(annotated: Annotated) -> tuple[list[tuple[Wanted, Figure | None]], list[Figure]]:
    left = [
        figure
        for figure in read(annotated.text, annotated.published).figures
        if not any(figure.start < end and start < figure.end for start, end in annotated.either)
    ]
    pairs: list[tuple[Wanted, Figure | None]] = []
    for wanted in annotated.wanted:
        match = next((f for f in left if f.start < wanted.end and wanted.start < f.end), None)
        if match is not None:
            left.remove(match)
        pairs.append((wanted, match))
    return pairs, left


def deviations(annotated: Annotated) -> list[str]:
    pairs, invented = pair(annotated)
    found = [f"invented {figure.text}" for figure in invented]
    for wanted, figure in pairs:
        if figure is None:
            found.append(f"missed {wanted.text}")
            continue
        assert figure.value is not None
        near = abs(figure.value - wanted.value) < Decimal("0.000001")
        if not near or figure.value_high != wanted.high or figure.unit != wanted.unit:
            found.append(f"{wanted.text}: {figure.value} {figure.value_high} {figure.unit}")
        if (figure.start, figure.end) != (wanted.start, wanted.end):
            found.append(f"{wanted.text}: span {figure.text}")
        if wanted.kinds and figure.kind not in wanted.kinds:
            found.append(f"{wanted.text}: kind {figure.kind}")
        if wanted.judged and (
            figure.period.end != wanted.last
            or (wanted.first is not None and figure.period.start != wanted.first)
        ):
            found.append(f"{wanted.text}: period {figure.period}")
    return found


@pytest.mark.parametrize("clause", _CLAUSES)
def test_clause(clause: str) -> None:
    assert deviations(parse(clause)) == []


@pytest.mark.parametrize("file", _TEXTS, ids=lambda file: file.stem)
def test_announcement(file: Path) -> None:
    assert deviations(parse(file.read_text("utf-8"))) == []


def test_there_is_enough_to_judge() -> None:
    assert len(_CLAUSES) >= 40
    assert len(_TEXTS) >= 10
