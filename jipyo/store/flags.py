"""Flags: changes and inconsistencies that the checks found, and how they are told to the world."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from jipyo.store.queries import query

Severity = Literal["info", "warning", "critical"]
"""How grave a flag is: `warning` and above is what an editor should look at."""

Status = Literal["open", "acknowledged", "resolved", "muted"]
"""Where a flag is in its life."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One announcement that a flag compares: where it stands and what it says.

    ``outlet`` is the outlet's id; ``published_at`` the publication time as ISO 8601 with +09:00,
    only the day where the page gives no more, ``None`` where it gives nothing; ``quote`` the
    sentence around the figure; ``value`` the figure in base units, as a decimal string.
    """

    url: str
    outlet: str
    published_at: str | None
    quote: str
    value: str

    def record(self) -> dict[str, Any]:
        """The evidence as it stands in the `jsonl` format."""
        return {
            "url": self.url,
            "outlet": self.outlet,
            "published_at": self.published_at,
            "quote": self.quote,
            "value": self.value,
        }


@dataclass(frozen=True, slots=True)
class Flag:
    """A change or an inconsistency, with its evidence and the state of its life.

    ``values`` are the numbers that the flag compares, printed or derived, in base units, as
    decimal strings. ``opened_at``, ``last_found_at`` and ``resolved_at`` are on the clock of runs.
    """

    flag_id: UUID
    check: str
    severity: Severity
    status: Status
    place: str
    metric: str
    message: str
    values: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    opened_at: datetime
    last_found_at: datetime
    resolved_at: datetime | None

    def record(self) -> dict[str, Any]:
        """The flag as one object of the `jsonl` format; its fields are a contract."""
        return {
            "check": self.check,
            "severity": self.severity,
            "status": self.status,
            "place": self.place,
            "metric": self.metric,
            "message": self.message,
            "values": list(self.values),
            "evidence": [piece.record() for piece in self.evidence],
        }


def list_flags(
    connection: psycopg.Connection[Any],
    *,
    status: str | None = None,
    place: str | None = None,
    metric: str | None = None,
    check: str | None = None,
    severity: str | None = None,
) -> list[Flag]:
    """Flags that pass every filter given, the gravest first, then the latest."""
    return _select(connection, status, place, metric, check, severity, None)


def flags_found(connection: psycopg.Connection[Any], run_id: UUID) -> list[Flag]:
    """Flags that the checks of one run found, whatever their status is by now."""
    return _select(connection, None, None, None, None, None, run_id)


def _select(
    connection: psycopg.Connection[Any],
    status: str | None,
    place: str | None,
    metric: str | None,
    check: str | None,
    severity: str | None,
    run_id: UUID | None,
) -> list[Flag]:
    filters = {
        "status": status,
        "place": place,
        "metric": metric,
        "check": check,
        "severity": severity,
        "run_id": run_id,
    }
    with connection.cursor(row_factory=dict_row) as cursor:
        return [_flag(row) for row in cursor.execute(query("list_flags"), filters)]


def _flag(row: dict[str, Any]) -> Flag:
    pieces = cast("list[dict[str, Any]]", row.pop("evidence"))
    values = cast("list[str]", row.pop("values"))
    return Flag(**row, values=tuple(values), evidence=tuple(Evidence(**piece) for piece in pieces))


def flag_lines(flags: Sequence[Flag]) -> Iterator[str]:
    """Flags for a person at a terminal: the sentence, then each announcement with its link."""
    for flag in flags:
        status = "" if flag.status == "open" else f" {flag.status}"
        yield f"[{flag.severity}{status}] {_on_one_line(flag.message)} ({flag.check})"
        for piece in flag.evidence:
            when = piece.published_at or "?"
            yield f"    {when} {_on_one_line(piece.outlet)}: {_on_one_line(piece.quote)}"
            yield f"    {_on_one_line(piece.url)}"


def _on_one_line(text: str) -> str:
    """Text from strangers without what a terminal would obey."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(plain.split())
