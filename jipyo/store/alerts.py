"""What was sent to which channel about what: claimed before, marked after, never told twice.

Whoever sends holds `sending` for as long as it takes, so that a claim without an outcome was cut
off: what it was about counts as not told, and the next run tells it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

import psycopg
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from jipyo.store.errors import JipyoError
from jipyo.store.queries import query

Topic = Literal["critical", "digest", "operations"]
"""What a message is for: flags at once, flags together, or how the machine does."""

Kind = Literal["flag", "outlet", "night", "collection", "step"]
Says = Literal["critical", "warning", "failed", "unfinished", "missed", "down", "recovered"]

_LOCK = "jipyo alerts"


class AlertsBusyError(JipyoError):
    """Another process sends alerts and does not come to an end."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a message is about; the fields are those of table ``alert_subject``."""

    kind: Kind
    name: str
    says: Says
    episode: str


@dataclass(frozen=True, slots=True)
class FlagToTell:
    """An open flag that a channel was not told of.

    ``opening`` is the ordinal of the event that opened it, ``times`` how often it has opened.
    """

    flag_id: UUID
    severity: Literal["critical", "warning", "info"]
    opening: int
    times: int

    @property
    def subject(self) -> Subject:
        """It as the subject of a message."""
        says: Says = "critical" if self.severity == "critical" else "warning"
        return Subject("flag", str(self.flag_id), says, str(self.opening))


@dataclass(frozen=True, slots=True)
class Night:
    """The last run of a news day; ``went_well`` if it or an earlier run of the day completed.

    ``is_past`` says that a later night has begun: one that is still running then never ends. One
    that failed and has no ``finished_at`` was cut off, and that was found later.
    """

    run_id: UUID
    news_day: date
    now_at: datetime
    started_at: datetime
    finished_at: datetime | None
    state: Literal["running", "completed", "failed"]
    message: str
    went_well: bool
    is_past: bool


@dataclass(frozen=True, slots=True)
class ChannelHistory:
    """How many messages a channel took, when the last, and why the last attempt failed if so."""

    channel: str
    sent: int
    last_sent_at: datetime | None
    failure: str | None


@contextlib.contextmanager
def sending(
    connection: psycopg.Connection[Any], *, longest_wait_seconds: float = 300
) -> Generator[None]:
    """Be the only one who sends, over all processes; claims that were cut off are closed.

    Raises:
        AlertsBusyError: somebody else sends and does not end.
    """
    connection.commit()
    connection.execute(
        "SELECT set_config('lock_timeout', %s, false)", (f"{1000 * longest_wait_seconds:.0f}ms",)
    )
    try:
        connection.execute("SELECT pg_advisory_lock(hashtext(%s))", (_LOCK,))
    except psycopg.errors.LockNotAvailable:
        connection.rollback()
        raise AlertsBusyError(
            f"Another process has been sending alerts for {longest_wait_seconds:.0f} s. What is "
            "left is sent by the next run, or by `jipyo alerts send`."
        ) from None
    connection.execute(
        "UPDATE alert_message SET failure = 'cut off' WHERE sent_at IS NULL AND failure IS NULL"
    )
    connection.commit()
    try:
        yield
    finally:
        connection.rollback()
        connection.execute("SELECT pg_advisory_unlock(hashtext(%s))", (_LOCK,))
        connection.commit()


def claim_message(
    connection: psycopg.Connection[Any],
    *,
    channel: str,
    topic: Topic,
    title: str,
    subjects: Sequence[Subject],
    now: datetime,
) -> int:
    """Record that a message is about to be sent; to be committed before it is.

    Returns:
        The id of the message, for `mark_message`.
    """
    row = connection.execute(
        query("add_alert_message"),
        {
            "channel": channel,
            "topic": topic,
            "title": title,
            "now": now,
            "subjects": Jsonb([asdict(subject) for subject in subjects]),
        },
    ).fetchone()
    connection.commit()
    return int(row[0]) if row else 0


def mark_message(connection: psycopg.Connection[Any], message_id: int, failure: str | None) -> None:
    """Record that a claimed message was taken by its channel, or why not."""
    connection.execute(query("mark_alert_message"), {"failure": failure, "message_id": message_id})
    connection.commit()


def flags_to_tell(
    connection: psycopg.Connection[Any], channel: str, severities: Sequence[str]
) -> Sequence[FlagToTell]:
    """Open flags of which a channel knows nothing yet, the gravest first, then the latest."""
    with connection.cursor(row_factory=class_row(FlagToTell)) as cursor:
        return cursor.execute(
            query("alert_flags"), {"channel": channel, "severities": list(severities)}
        ).fetchall()


def told_last(
    connection: psycopg.Connection[Any], channel: str
) -> Mapping[tuple[Kind, str], Subject]:
    """What a channel was told last of each outlet, night and step."""
    with connection.cursor(row_factory=class_row(Subject)) as cursor:
        found = cursor.execute(query("alert_told"), {"channel": channel}).fetchall()
    return {(one.kind, one.name): one for one in found}


def last_digest(connection: psycopg.Connection[Any], channel: str) -> datetime | None:
    """The moment, on the clock of its run, of the last digest that a channel took."""
    row = connection.execute(
        "SELECT max(now_at) FROM alert_message"
        " WHERE channel = %s AND topic = 'digest' AND sent_at IS NOT NULL",
        (channel,),
    ).fetchone()
    return row[0] if row else None


def nights_since(connection: psycopg.Connection[Any], day: date) -> Sequence[Night]:
    """The nights from a news day on, each by its last run, the earliest first."""
    with connection.cursor(row_factory=class_row(Night)) as cursor:
        return cursor.execute(query("alert_nights"), {"since": day}).fetchall()


def first_night(connection: psycopg.Connection[Any]) -> date | None:
    """The news day of the first night ever, or ``None``."""
    row = connection.execute(
        "SELECT min(news_day) FROM night_run WHERE kind = 'nightly'"
    ).fetchone()
    return row[0] if row else None


def note_trouble(connection: psycopg.Connection[Any], run_id: UUID, step: str, detail: str) -> None:
    """Record that a night could not do a step, though it goes on; commits."""
    connection.execute(
        "INSERT INTO night_trouble (run_id, step, detail) VALUES (%s, %s, %s)"
        " ON CONFLICT (run_id, step) DO UPDATE SET detail = excluded.detail",
        (run_id, step, detail),
    )
    connection.commit()


def troubles_of(connection: psycopg.Connection[Any], run_id: UUID) -> Mapping[str, str]:
    """Steps that a night could not do, with what happened."""
    rows = connection.execute(
        "SELECT step, detail FROM night_trouble WHERE run_id = %s ORDER BY step", (run_id,)
    ).fetchall()
    return {str(step): str(detail) for step, detail in rows}


def channel_histories(connection: psycopg.Connection[Any]) -> Sequence[ChannelHistory]:
    """Every channel to which something was ever sent, or tried to be."""
    with connection.cursor(row_factory=class_row(ChannelHistory)) as cursor:
        return cursor.execute(query("alert_channels")).fetchall()
