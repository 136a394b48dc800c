"""What people decide about flags: each transition once, with who and why.

A flag is open until somebody acknowledges, mutes or resolves it, or the source mends itself. The
checks move flags too (``expectations.run.keep_flags``). Whoever moves a flag holds its row until
the event is written, so of two people at once the second decides about what the first left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

import psycopg
from psycopg.rows import class_row

from jipyo.plain import on_one_line
from jipyo.store.errors import JipyoError
from jipyo.store.flags import Status, find_flag, moment_text, short_id
from jipyo.store.queries import query
from jipyo.store.runs import news_day

Action = Literal["ack", "resolve", "mute", "unmute", "reopen"]
"""What a person can do with a flag."""

CHECKS_NAME = "check"
"""Who acts where the checks do; no person may be called so."""

_LEADS_TO: Mapping[Action, Status] = {
    "ack": "acknowledged",
    "resolve": "resolved",
    "mute": "muted",
    "unmute": "open",
    "reopen": "open",
}

POSSIBLE: Mapping[Status, tuple[Action, ...]] = {
    "open": ("ack", "resolve", "mute"),
    "acknowledged": ("resolve", "mute", "reopen"),
    "muted": ("resolve", "mute", "unmute"),
    "resolved": ("reopen",),
}
"""What can be done with a flag of each status; muting a muted flag moves the end of its mute."""

_NEEDS_REASON: tuple[Action, ...] = ("resolve", "mute")


class ImpossibleTransitionError(JipyoError):
    """A flag cannot take this step from where it is; the message says which it can."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A flag that was given another status."""

    flag_id: UUID
    before: Status
    after: Status
    message: str


@dataclass(frozen=True, slots=True)
class FlagEvent:
    """One transition: ``ordinal`` counts those of one flag, ``actor`` is a person or ``check``."""

    flag_id: UUID
    ordinal: int
    happened_at: datetime
    from_status: Status | None
    to_status: Status
    actor: str
    reason: str
    muted_until: date | None
    place: str
    metric: str
    check: str

    def record(self) -> dict[str, Any]:
        """It as an object of format ``flag-events/1``."""
        return {
            "flag_id": str(self.flag_id),
            "ordinal": self.ordinal,
            "happened_at": moment_text(self.happened_at),
            "from_status": self.from_status,
            "to_status": self.to_status,
            "actor": self.actor,
            "reason": self.reason,
            "muted_until": self.muted_until.isoformat() if self.muted_until else None,
            "place": self.place,
            "metric": self.metric,
            "check": self.check,
        }


def move_flags(
    connection: psycopg.Connection[Any],
    prefixes: Sequence[str],
    action: Action,
    *,
    actor: str,
    reason: str,
    now: datetime,
    until: date | None = None,
) -> list[Moved]:
    """Give flags another status, all of them or none.

    Args:
        connection: A connection outside of any transaction, or in one that ends soon.
        prefixes: Ids of the flags, or beginnings of them that no other flag has.
        action: What to do.
        actor: Who decides.
        reason: Why; resolving and muting need one.
        now: The moment at which it happens, with its zone.
        until: For a mute, its last day in Asia/Seoul.

    Returns:
        What each flag was and is, in the order of their ids.

    Raises:
        NoSuchFlagError: an id is of no flag, or of several.
        ImpossibleTransitionError: a flag cannot take this step; none was moved.
        ValueError: actor, reason or ``until`` are missing or do not go with the action.
    """
    today = news_day(now)
    if not actor.strip() or actor == CHECKS_NAME:
        raise ValueError(f"{actor!r} is no person")
    if action in _NEEDS_REASON and not reason.strip():
        raise ValueError(f"{action} needs a reason")
    if (until is not None) != (action == "mute"):
        raise ValueError("a mute, and nothing else, has a last day")
    if until is not None and until < today:
        raise ValueError(f"{until} is over")
    after = _LEADS_TO[action]
    with connection.transaction():
        flag_ids = sorted({find_flag(connection, prefix) for prefix in prefixes})
        held = connection.execute(query("hold_flags"), {"flag_ids": flag_ids}).fetchall()
        if len(held) < len(flag_ids):
            raise ImpossibleTransitionError(
                "A flag followed its series to another one meanwhile, and no flag was changed. "
                "Do it again: the old id still leads to it."
            )
        wrong = [
            _refusal(flag_id, status, muted_until, action)
            for flag_id, status, muted_until, _ in held
            if action not in POSSIBLE[status] or (action == "mute" and muted_until == until)
        ]
        if wrong:
            kept = "\nNo flag was changed." if len(held) > 1 else ""
            raise ImpossibleTransitionError("\n".join(wrong) + kept)
        connection.execute(
            query("move_flags"),
            {
                "flag_ids": flag_ids,
                "to_status": after,
                "until": until,
                "now": now,
                "actor": actor.strip(),
                "reason": reason.strip(),
            },
        )
    return [Moved(flag_id, status, after, message) for flag_id, status, _, message in held]


def _refusal(flag_id: UUID, status: Status, muted_until: date | None, action: Action) -> str:
    until = f" until {muted_until}" if muted_until else ""
    if action in POSSIBLE[status]:
        return f"Flag {short_id(flag_id)} is {status}{until} already."
    possible = " or ".join(f"`{name}`" for name in POSSIBLE[status])
    return f"Flag {short_id(flag_id)} is {status}{until}: {possible} is possible, not `{action}`."


def flag_events(
    connection: psycopg.Connection[Any],
    *,
    flag_id: UUID | None = None,
    since: datetime | None = None,
) -> list[FlagEvent]:
    """What happened to one flag or to all of them, in the order of time."""
    with connection.cursor(row_factory=class_row(FlagEvent)) as cursor:
        return cursor.execute(
            query("list_flag_events"), {"flag_id": flag_id, "since": since}
        ).fetchall()


def event_lines(events: Sequence[FlagEvent], *, named: bool) -> Iterator[str]:
    """Events for a person, a line each; ``named`` says of which flag."""
    for event in events:
        flag = ""
        if named:
            flag = (
                f"{short_id(event.flag_id)}  {on_one_line(event.place)} "
                f"{on_one_line(event.metric)}  "
            )
        before = f"{event.from_status} → " if event.from_status else ""
        until = f" until {event.muted_until}" if event.muted_until else ""
        reason = f": {on_one_line(event.reason)}" if event.reason else ""
        yield (
            f"{event.happened_at:%Y-%m-%d %H:%M}  {flag}{before}{event.to_status}{until}  "
            f"{on_one_line(event.actor)}{reason}"
        )
