"""Flags: changes and inconsistencies that the checks found, and how they are told to the world."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, cast
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from jipyo.store.errors import JipyoError
from jipyo.store.queries import query
from jipyo.store.runs import SEOUL

Severity = Literal["info", "warning", "critical"]
"""How grave a flag is: `warning` and above is what an editor should look at."""

Status = Literal["open", "acknowledged", "resolved", "muted"]
"""Where a flag is in its life."""

Language = Literal["ko", "en"]
"""Language of the sentence that a flag says."""


class NoSuchFlagError(JipyoError):
    """No flag has the id that was given, or several have."""


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
class Finding:
    """What a check found in one run; ``flag_id`` is the id of the flag that is made of it.

    ``message`` is Korean, ``message_en`` the same in English. ``values`` are the numbers that it
    compares, printed or derived, in base units, as decimal strings.
    """

    flag_id: UUID
    check: str
    severity: Severity
    place: str
    metric: str
    message: str
    message_en: str | None
    values: tuple[str, ...]
    evidence: tuple[Evidence, ...]

    def record(self) -> dict[str, Any]:
        """The finding as an object inside of `check/1`."""
        return {
            "check": self.check,
            "severity": self.severity,
            "place": self.place,
            "metric": self.metric,
            "message": self.message,
            "message_en": self.message_en,
            "values": list(self.values),
            "evidence": [piece.record() for piece in self.evidence],
            "flag_id": str(self.flag_id),
        }


@dataclass(frozen=True, slots=True)
class Flag:
    """A change or an inconsistency, with its evidence and the state of its life.

    ``message`` is Korean, ``message_en`` the same in English; ``None`` if it was last found before
    flags spoke English. ``values`` are the numbers that the flag compares, printed or derived, in
    base units, as decimal strings. ``opened_at``, ``last_found_at`` and ``resolved_at`` are on the
    clock of runs; ``muted_until`` is the last day, in Asia/Seoul, on which it stays muted.
    """

    flag_id: UUID
    check: str
    severity: Severity
    status: Status
    place: str
    metric: str
    message: str
    message_en: str | None
    values: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    opened_at: datetime
    last_found_at: datetime
    resolved_at: datetime | None
    muted_until: date | None = None

    def record(self) -> dict[str, Any]:
        """The flag as one object of the `jsonl` format; its fields are a contract."""
        return {
            "check": self.check,
            "severity": self.severity,
            "status": self.status,
            "place": self.place,
            "metric": self.metric,
            "message": self.message,
            "message_en": self.message_en,
            "values": list(self.values),
            "evidence": [piece.record() for piece in self.evidence],
            "flag_id": str(self.flag_id),
            "opened_at": moment_text(self.opened_at),
            "last_found_at": moment_text(self.last_found_at),
            "resolved_at": moment_text(self.resolved_at) if self.resolved_at else None,
            "muted_until": self.muted_until.isoformat() if self.muted_until else None,
        }


def list_flags(
    connection: psycopg.Connection[Any],
    *,
    status: str | None = None,
    place: str | None = None,
    metric: str | None = None,
    check: str | None = None,
    severity: str | None = None,
    night: date | None = None,
    since: datetime | None = None,
) -> list[Flag]:
    """Flags that pass every filter given, the gravest first, then the latest.

    ``night`` are flags that a run of this news day found, ``since`` those that opened or otherwise
    changed their status from this moment on.
    """
    return _select(
        connection,
        status=status,
        place=place,
        metric=metric,
        check=check,
        severity=severity,
        night=night,
        since=since,
    )


def flags_found(connection: psycopg.Connection[Any], run_id: UUID) -> list[Flag]:
    """Flags that the checks of one run found, whatever their status is by now."""
    return _select(connection, run_id=run_id)


def flag_of(connection: psycopg.Connection[Any], flag_id: UUID) -> Flag:
    """The flag with this id.

    Raises:
        NoSuchFlagError: there is none.
    """
    found = _select(connection, flag_id=flag_id)
    if not found:
        raise NoSuchFlagError(f"No flag has the id {flag_id}. `jipyo flags list --all` shows all.")
    return found[0]


def findings_of(connection: psycopg.Connection[Any], run_id: UUID) -> list[Finding]:
    """What the checks found in one run, the gravest first."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return [
            Finding(**_plain(row))
            for row in cursor.execute(query("list_findings"), {"run_id": run_id})
        ]


def find_flag(connection: psycopg.Connection[Any], prefix: str) -> UUID:
    """The id that begins with these hexadecimal digits; dashes do not count.

    Raises:
        NoSuchFlagError: no flag has such an id, or several have.
    """
    digits = prefix.replace("-", "").lower()
    if not digits or len(digits) > 32 or not all(letter in "0123456789abcdef" for letter in digits):
        raise NoSuchFlagError(
            f"{prefix!r} is no id of a flag. They are hexadecimal, such as 5f0c1a2b, and stand "
            "first in each line of `jipyo flags list`."
        )
    between = {"first": UUID(digits.ljust(32, "0")), "last": UUID(digits.ljust(32, "f"))}
    with connection.cursor(row_factory=dict_row) as cursor:
        found = cursor.execute(query("flags_by_prefix"), between).fetchall()
        if not found:
            # A flag that followed its series is found under its old id, too.
            found = cursor.execute(query("flags_by_old_prefix"), between).fetchall()
    if not found:
        raise NoSuchFlagError(
            f"No flag has an id that begins with {prefix}. `jipyo flags list --all` shows all."
        )
    if len(found) > 1:
        shown = "\n".join(
            f"  {row['flag_id']}  {row['status']}: {on_one_line(row['message'])}"
            for row in found[:5]
        )
        more = "\n  and more" if len(found) > 5 else ""
        raise NoSuchFlagError(
            f"Several flags begin with {prefix}; write more of it:\n{shown}{more}"
        )
    return found[0]["flag_id"]


def short_id(flag_id: UUID) -> str:
    """The first eight digits: enough to name a flag among thousands."""
    return flag_id.hex[:8]


def moment_text(moment: datetime) -> str:
    """A moment as the formats print it: ISO 8601 in +09:00, to the second."""
    return moment.astimezone(SEOUL).isoformat(timespec="seconds")


_NO_FILTER: dict[str, object] = {
    "flag_id": None,
    "status": None,
    "place": None,
    "metric": None,
    "check": None,
    "severity": None,
    "run_id": None,
    "night": None,
    "since": None,
}


def _select(connection: psycopg.Connection[Any], **filters: object) -> list[Flag]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return [
            Flag(**_plain(row)) for row in cursor.execute(query("list_flags"), _NO_FILTER | filters)
        ]


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    pieces = cast("list[dict[str, Any]]", row["evidence"])
    values = cast("list[str]", row["values"])
    return row | {
        "values": tuple(values),
        "evidence": tuple(Evidence(**piece) for piece in pieces),
    }


def sentence(flag: Flag | Finding, language: Language) -> str:
    """What a flag says, in a language; in Korean where it does not say it in that one."""
    return (flag.message_en if language == "en" else None) or flag.message


def flag_lines(flags: Sequence[Flag | Finding], language: Language = "ko") -> Iterator[str]:
    """Flags for a person at a terminal: id and sentence, then each announcement with its link."""
    for flag in flags:
        status = ""
        if isinstance(flag, Flag) and flag.status != "open":
            status = f" {flag.status}"
            if flag.muted_until is not None:
                status += f" until {flag.muted_until}"
        yield (
            f"{short_id(flag.flag_id)} [{flag.severity}{status}] "
            f"{on_one_line(sentence(flag, language))} ({flag.check})"
        )
        for piece in flag.evidence:
            when = piece.published_at or "?"
            yield f"    {when} {on_one_line(piece.outlet)}: {on_one_line(piece.quote)}"
            yield f"    {on_one_line(piece.url)}"


def on_one_line(text: str) -> str:
    """Text from strangers without what a terminal would obey."""
    if not text.isprintable():
        text = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(text.split())
