"""Series whose figures went to other series, and the flags that go with them.

Every load keeps in which series a figure was before it was read anew. From that alone the redirects
are made, so neither the order of the pages nor the number of workers nor a kill matters, and making
them again changes nothing.

A flag is known by its check and its fingerprint, and the fingerprint names series. Where one is
redirected, the flag gets the fingerprint under which the checks find it from now on, and keeps its
history: what a person acknowledged, muted or resolved is not opened a second time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import class_row

from jipyo.store.queries import query

REPLAY_LOCK = "jipyo reparse"
"""Name of the advisory lock that a replay holds; the checks hold it too, shared with each other."""

_LOCK = "jipyo redirects"
_CHECK = "check"
_RANK = ("resolved", "muted", "acknowledged", "open")


@dataclass(frozen=True, slots=True)
class Settled:
    """How many series were redirected anew, and how many flags followed one."""

    series: int
    flags: int


@dataclass(frozen=True, slots=True)
class _Concerned:
    flag_id: UUID
    new_flag_id: UUID
    new_fingerprint: str
    new_series_id: UUID
    place: str
    metric: str
    status: str
    opened_at: datetime
    last_found_at: datetime

    def move(self, connection: psycopg.Connection[Any], now: datetime) -> None:
        places = {
            name: getattr(self, name)
            for name in (
                *("flag_id", "new_flag_id", "new_fingerprint", "new_series_id", "place", "metric"),
            )
        }
        connection.execute(query("move_flag"), places)
        if self.flag_id != self.new_flag_id:
            _lead_on(connection, self.flag_id, self.new_flag_id, now)


@dataclass(frozen=True, slots=True)
class _Event:
    flag_id: UUID
    happened_at: datetime
    ordinal: int
    from_status: str | None
    to_status: str
    actor: str
    reason: str
    muted_until: date | None


def settle_redirects(connection: psycopg.Connection[Any], now: datetime) -> Settled:
    """Redirect the series that lost their figures to others, and let their flags follow.

    Belongs to the end of every replay and before every run of the checks. One transaction, or part
    of the one that runs.

    Args:
        connection: To the store.
        now: The moment from which redirects hold.
    """
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (_LOCK,))
        redirected = connection.execute(query("settle_redirects"), {"now": now}).rowcount
        connection.execute(query("corrections_follow"))
        # Held, then read again: somebody may just have decided about one.
        held = [flag.flag_id for flag in _concerned(connection)]
        connection.execute(query("hold_flags"), {"flag_ids": held})
        concerned = _concerned(connection)
        followed = 0
        for _, group in groupby(concerned, attrgetter("new_flag_id")):
            flags = list(group)
            followed += sum(flag.flag_id != flag.new_flag_id for flag in flags)
            if len(flags) == 1:
                flags[0].move(connection, now)
            else:
                _merge(connection, flags, now)
        # An old id that a flag has again, because its series came back, leads nowhere else.
        connection.execute("DELETE FROM flag_redirect WHERE flag_id IN (SELECT flag_id FROM flag)")
    return Settled(redirected, followed)


def _concerned(connection: psycopg.Connection[Any]) -> list[_Concerned]:
    with connection.cursor(row_factory=class_row(_Concerned)) as cursor:
        return cursor.execute(query("flags_to_follow")).fetchall()


def _merge(connection: psycopg.Connection[Any], flags: Sequence[_Concerned], now: datetime) -> None:
    """Make one flag of several that are about the same now, with all events of all of them.

    What a person decided and no check has changed since stands, the latest such decision first;
    without one an open flag outlives a resolved one.
    """
    ids = [flag.flag_id for flag in flags]
    with connection.cursor(row_factory=class_row(_Event)) as cursor:
        events = cursor.execute(query("flag_histories"), {"flag_ids": ids}).fetchall()
    last = {event.flag_id: event for event in events}
    stands = max(
        flags,
        key=lambda flag: (
            last[flag.flag_id].actor != _CHECK,
            last[flag.flag_id].happened_at
            if last[flag.flag_id].actor != _CHECK
            else datetime.min.replace(tzinfo=now.tzinfo),
            _RANK.index(flag.status),
            flag.last_found_at,
        ),
    )
    target = flags[0].new_flag_id
    if target not in ids:
        stands.move(connection, now)
        ids = [target if one == stands.flag_id else one for one in ids]
    connection.execute(
        query("merge_flags"),
        {
            "flag_id": target,
            "stands": target if stands.flag_id not in ids else stands.flag_id,
            "opened_at": min(flag.opened_at for flag in flags),
            "last_found_at": max(flag.last_found_at for flag in flags),
        },
    )
    connection.execute("DELETE FROM flag_event WHERE flag_id = ANY (%s)", (ids,))
    for old in ids:
        if old != target:
            _lead_on(connection, old, target, now)
            connection.execute("DELETE FROM flag WHERE flag_id = %s", (old,))
    opened = {flag.flag_id: flag.opened_at for flag in flags}
    history = sorted(
        events, key=lambda event: (event.happened_at, opened[event.flag_id], event.ordinal)
    )
    decided = last[stands.flag_id]
    if (history[-1].to_status, history[-1].actor) != (decided.to_status, decided.actor):
        history.append(
            _Event(
                flag_id=target,
                happened_at=now,
                ordinal=0,
                from_status=history[-1].to_status,
                to_status=decided.to_status,
                actor=decided.actor,
                reason=f"two flags became one when their series did; this stands: {decided.reason}",
                muted_until=decided.muted_until,
            )
        )
    with connection.cursor() as cursor:
        cursor.executemany(
            query("add_flag_event"),
            [
                {
                    "flag_id": target,
                    "happened_at": event.happened_at,
                    "ordinal": ordinal,
                    "from_status": event.from_status,
                    "to_status": event.to_status,
                    "actor": event.actor,
                    "reason": event.reason,
                    "muted_until": event.muted_until,
                }
                for ordinal, event in enumerate(history, start=1)
            ],
        )


def _lead_on(
    connection: psycopg.Connection[Any], flag_id: UUID, to_flag_id: UUID, now: datetime
) -> None:
    connection.execute(
        query("note_flag_redirect"), {"flag_id": flag_id, "to_flag_id": to_flag_id, "now": now}
    )
