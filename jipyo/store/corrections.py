"""Corrections: what a person found to be right, kept beside what was announced.

A correction is of a series and a period, never of a page: every figure that prints another value
for them, beyond the rounding of both, is a confirmed error (view ``confirmed_errors``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import class_row

from jipyo.plain import on_one_line
from jipyo.store.errors import JipyoError
from jipyo.store.flags import moment_text
from jipyo.store.queries import query


class CorrectionError(JipyoError):
    """A correction cannot be recorded or withdrawn as asked."""


@dataclass(frozen=True, slots=True)
class FlagFigure:
    """A printed figure behind a piece of evidence of a flag: whose value it is, and of when.

    ``piece`` counts the evidence of the flag from 1. A piece has several figures where its sentence
    prints the same value for several series or periods, and none where it is derived or where the
    readers read it otherwise by now.
    """

    piece: int
    figure_id: UUID
    series_id: UUID
    period_start: date | None
    period_end: date | None
    period: str
    value: Decimal
    quote: str
    unit: str
    phrase: str
    place: str
    scope: str
    basis: str

    @property
    def told(self) -> str:
        """What it is of, for a person."""
        parts = (self.place, self.phrase, self.scope, self.basis, self.period)
        return f"{' '.join(on_one_line(part) for part in parts if part)}: {on_one_line(self.quote)}"


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person found to be right for a period of a series.

    ``corrected_value`` is in base units, ``quote`` as the person wrote it. ``in_force`` is false
    where it was withdrawn, or where a later one stands.
    """

    correction_id: int
    series_id: UUID
    place: str
    metric: str
    period_start: date | None
    period_end: date | None
    period: str
    corrected_value: Decimal
    quote: str
    reason: str
    corrected_by: str
    corrected_at: datetime
    flag_id: UUID | None
    in_force: bool
    withdrawn_by: str | None
    withdrawn_at: datetime | None
    withdrawal_reason: str | None

    def record(self) -> dict[str, Any]:
        """It as an object inside of what `jipyo flags show --format jsonl` prints."""
        return {
            "correction_id": self.correction_id,
            "period_start": self.period_start.isoformat() if self.period_start else None,
            "period_end": self.period_end.isoformat() if self.period_end else None,
            "value": f"{self.corrected_value:f}",
            "quote": self.quote,
            "reason": self.reason,
            "corrected_by": self.corrected_by,
            "corrected_at": moment_text(self.corrected_at),
            "in_force": self.in_force,
            "withdrawn_by": self.withdrawn_by,
            "withdrawn_at": moment_text(self.withdrawn_at) if self.withdrawn_at else None,
            "withdrawal_reason": self.withdrawal_reason,
        }


@dataclass(frozen=True, slots=True)
class RightValue:
    """The value that a correction gives: as written, in base units, and the interval it states."""

    quote: str
    value: Decimal
    low: Decimal
    high: Decimal


def flag_figures(connection: psycopg.Connection[Any], flag_id: UUID) -> list[FlagFigure]:
    """The figures behind the evidence of a flag; `jipyo flags show` counts them from 1."""
    with connection.cursor(row_factory=class_row(FlagFigure)) as cursor:
        return cursor.execute(query("flag_figures"), {"flag_id": flag_id}).fetchall()


def choose_figure(figures: Sequence[FlagFigure], number: int | None) -> FlagFigure:
    """The figure with this number, or the first where all are of one series and period.

    Raises:
        CorrectionError: there is no such figure, or it must be said which one is meant.
    """
    if not figures:
        raise CorrectionError(
            "No figure stands behind the evidence of this flag: it was read otherwise since, or "
            "all its numbers are derived. There is nothing to correct."
        )
    listed = "\n".join(f"  {count}  {figure.told}" for count, figure in enumerate(figures, 1))
    if number is not None:
        if not 1 <= number <= len(figures):
            raise CorrectionError(f"This flag has no figure {number}. It has:\n{listed}")
        return figures[number - 1]
    if len({(one.series_id, one.period_start, one.period_end) for one in figures}) > 1:
        raise CorrectionError(
            f"This flag compares figures of several series or periods; say which with --figure:\n"
            f"{listed}"
        )
    return figures[0]


def correct(
    connection: psycopg.Connection[Any],
    figure: FlagFigure,
    right: RightValue,
    *,
    flag_id: UUID | None,
    reason: str,
    by: str,
    now: datetime,
) -> Correction:
    """Record what is right for the series and period of a figure; the series is checked again.

    Raises:
        CorrectionError: the same value stands there already.
        ValueError: person or reason are missing.
    """
    if not reason.strip() or not by.strip():
        raise ValueError("a correction needs a person and a reason")
    with connection.transaction():
        connection.execute(query("hold_series"), {"series_id": figure.series_id})
        for standing in _select(connection, series_id=figure.series_id):
            if (
                standing.in_force
                and (standing.period_start, standing.period_end)
                == (figure.period_start, figure.period_end)
                and standing.corrected_value == right.value
            ):
                raise CorrectionError(
                    f"Correction {standing.correction_id} says the same "
                    f"({standing.quote}, {standing.corrected_by}); nothing was recorded."
                )
        added = connection.execute(
            query("add_correction"),
            {
                "series_id": figure.series_id,
                "period_start": figure.period_start,
                "period_end": figure.period_end,
                "value": right.value,
                "low": right.low,
                "high": right.high,
                "quote": right.quote,
                "reason": reason.strip(),
                "corrected_by": by.strip(),
                "corrected_at": now,
                "flag_id": flag_id,
            },
        ).fetchall()
        return _select(connection, correction_id=added[0][0])[0]


def withdraw(
    connection: psycopg.Connection[Any],
    correction_id: int,
    *,
    reason: str,
    by: str,
    now: datetime,
) -> Correction:
    """Take a correction back: it stays as a row, an earlier one stands again if there is one.

    Raises:
        CorrectionError: there is no such correction, or it is withdrawn already.
        ValueError: person or reason are missing.
    """
    if not reason.strip() or not by.strip():
        raise ValueError("a withdrawal needs a person and a reason")
    with connection.transaction():
        found = _select(connection, correction_id=correction_id)
        if not found:
            raise CorrectionError(
                f"There is no correction {correction_id}. `jipyo flags show ID` lists those of a "
                "flag, the view corrections all of them."
            )
        done = connection.execute(
            query("withdraw_correction"),
            {
                "correction_id": correction_id,
                "withdrawn_by": by.strip(),
                "withdrawn_at": now,
                "reason": reason.strip(),
            },
        )
        if not done.rowcount:
            raise CorrectionError(f"Correction {correction_id} is withdrawn already.")
        return _select(connection, correction_id=correction_id)[0]


def corrections_of(connection: psycopg.Connection[Any], flag_id: UUID) -> list[Correction]:
    """The corrections to which a flag led, the latest last."""
    return _select(connection, flag_id=flag_id)


def _select(
    connection: psycopg.Connection[Any],
    *,
    correction_id: int | None = None,
    flag_id: UUID | None = None,
    series_id: UUID | None = None,
) -> list[Correction]:
    filters = {"correction_id": correction_id, "flag_id": flag_id, "series_id": series_id}
    with connection.cursor(row_factory=class_row(Correction)) as cursor:
        return cursor.execute(query("list_corrections"), filters).fetchall()


def correction_lines(corrections: Sequence[Correction]) -> Iterator[str]:
    """Corrections for a person: what is right, who says so and why."""
    for one in corrections:
        yield (
            f"correction {one.correction_id}: {on_one_line(one.place)} "
            f"{on_one_line(one.metric)}, {one.period}: {on_one_line(one.quote)} "
            f"(= {one.corrected_value:f}), "
            f"{one.corrected_at:%Y-%m-%d} {on_one_line(one.corrected_by)}: "
            f"{on_one_line(one.reason)}"
        )
        if one.withdrawn_at is not None:
            yield (
                f"    withdrawn {one.withdrawn_at:%Y-%m-%d} by "
                f"{on_one_line(one.withdrawn_by or '')}: "
                f"{on_one_line(one.withdrawal_reason or '')}"
            )
        elif not one.in_force:
            yield "    a later one stands"
