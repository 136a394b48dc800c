"""How each outlet does, night by night: what is kept of a night, and the verdicts over it.

The rules stand in ``sql/views/9-outlet_health.sql`` and are explained in docs/health.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

import psycopg
from psycopg.rows import class_row

from jipyo.store.errors import JipyoError
from jipyo.store.queries import query
from jipyo.store.runs import counted

Verdict = Literal["ok", "quiet", "unusual", "failing", "not_collected"]

READ_ONLY = "read only"
"""State of an outlet that a night was not to collect: pages of it waited for their reader."""


@dataclass(frozen=True, slots=True)
class OutletHealth:
    """How one outlet did in one night.

    ``why`` is a code and ``detail`` the numbers behind it; both are empty where the verdict is ok.
    ``nights_failing`` counts nights in a row that were failing or not collected, this one included.
    ``failures`` are all failures of the night by reason. ``usual_new`` and its range are those of
    its last 30 nights of the same kind of day, ``None`` where there are none; ``usual_listed`` is
    of all of them. The other fields are those of view ``outlet_health``.
    """

    outlet_id: str
    outlet: str
    run_id: UUID
    news_day: date
    day_kind: str
    verdict: Verdict
    why: str
    detail: str
    nights_failing: int
    last_good_night: date | None
    listed: int
    fetched: int
    new_articles: int
    changed_articles: int
    pages_read: int
    pages_with_text: int
    pages_drifted: int
    articles_with_figures: int
    pages_recovered: int
    pages_unread: int
    failures: Mapping[str, int]
    seconds: float
    usual_new: float | None
    usual_new_low: int | None
    usual_new_high: int | None
    usual_listed: float | None

    @property
    def needs_a_person(self) -> bool:
        """Whether somebody should look at the outlet now."""
        return self.verdict in ("failing", "not_collected")

    @property
    def told(self) -> str:
        """Why, in words and numbers: ``markup changed (12 of 12 pages selector_drift)``."""
        reason = self.why.replace("_", " ") or self.verdict
        words = f"{reason} ({self.detail})" if self.detail else reason
        if self.needs_a_person:
            if self.nights_failing > 1:
                words += f", for {counted(self.nights_failing, 'night')}"
            good = self.last_good_night
            words += f", last good night {good}" if good else ", no good night yet"
        return words

    def record(self) -> dict[str, Any]:
        """It as an object of format ``health/1``."""
        good = self.last_good_night
        return {
            "format": "health/1",
            **asdict(self),
            "run_id": str(self.run_id),
            "news_day": self.news_day.isoformat(),
            "last_good_night": good.isoformat() if good else None,
        }


def record_readings(
    connection: psycopg.Connection[Any], run_id: UUID, outlet_ids: Sequence[str]
) -> None:
    """Keep what the readers made of each of the outlets that a run was to collect.

    To be called when all that the run fetched has been read. An outlet of which nothing came has
    its row too. Called again it counts anew.
    """
    with connection.transaction():
        connection.execute(
            query("record_readings"), {"run_id": run_id, "outlet_ids": list(outlet_ids)}
        )


def may_be_empty(connection: psycopg.Connection[Any], outlet_id: str, now: datetime) -> bool:
    """Whether the entry of an outlet says that a night at ``now`` may find nothing listed."""
    row = connection.execute(
        "SELECT may_be_empty(settings, day_covered(%s)) FROM outlet WHERE outlet_id = %s",
        (now, outlet_id),
    ).fetchone()
    return row is not None and bool(row[0])


def night_health(connection: psycopg.Connection[Any], run_id: UUID) -> Sequence[OutletHealth]:
    """How every outlet did that a night was to collect, in the order of their ids."""
    return _asked(connection, run_id=run_id)


def outlet_health(
    connection: psycopg.Connection[Any], outlet_id: str | None, *, nights: int
) -> Sequence[OutletHealth]:
    """The last nights of one outlet, or of each, the latest first.

    Args:
        connection: A connection to the store.
        outlet_id: The outlet; ``None`` for all.
        nights: How many news days of each; of a day that was run again its last run.

    Raises:
        JipyoError: no night was to collect an outlet of this id.
    """
    found = _asked(connection, outlet_id=outlet_id, nights=nights)
    if outlet_id is not None and not found:
        raise JipyoError(
            f"No night was to collect an outlet {outlet_id}. `jipyo outlets health` names those of "
            f"which there are nights; `jipyo nightly --outlet {outlet_id}` makes one."
        )
    return found


def _asked(
    connection: psycopg.Connection[Any],
    *,
    run_id: UUID | None = None,
    outlet_id: str | None = None,
    nights: int | None = None,
) -> Sequence[OutletHealth]:
    """What is asked for, judged by as many nights before as that takes: a store has many."""
    asked = {"run_id": run_id, "outlet_id": outlet_id, "nights": nights}
    with connection.cursor(row_factory=class_row(_Start)) as cursor:
        starts = cursor.execute(query("outlet_health_start"), asked).fetchall()
    if not starts:
        return []
    since = min(one.since for one in starts)
    judged_from = {one.outlet_id: one.judged_from or one.since for one in starts}
    found = _judged(connection, asked, since, min(judged_from.values()))
    # Who did not go well since then did so before, in a night that has yet to be judged.
    if any((one.last_good_night or date.min) < judged_from[one.outlet_id] for one in found):
        found = _judged(connection, asked, since, since)
    # Who went well never within these nights may have done so before.
    unknown = sorted({one.outlet_id for one in found if one.last_good_night is None})
    if unknown and _has_nights_before(connection, unknown, since):
        return _judged(connection, asked, date.min, date.min)
    return found


@dataclass(frozen=True, slots=True)
class _Start:
    """From which day on nights of an outlet must be known, and from which they must be judged.

    ``judged_from`` is ``None`` where all that are known must be.
    """

    outlet_id: str
    since: date
    judged_from: date | None


def _judged(
    connection: psycopg.Connection[Any],
    asked: Mapping[str, object],
    since: date,
    judged_from: date,
) -> Sequence[OutletHealth]:
    days = {"since": since, "judged_from": judged_from}
    with connection.cursor(row_factory=class_row(OutletHealth)) as cursor:
        return cursor.execute(query("outlet_health"), {**asked, **days}).fetchall()


def _has_nights_before(
    connection: psycopg.Connection[Any], outlet_ids: Sequence[str], day: date
) -> bool:
    row = connection.execute(
        query("has_nights_before"), {"outlet_ids": list(outlet_ids), "day": day}
    ).fetchone()
    return row is not None and bool(row[0])


def health_lines(found: Iterable[OutletHealth]) -> Iterator[str]:
    """They for people: night, outlet, verdict and why, what came, what is usual."""
    for one in found:
        why = f": {one.told}" if one.why else ""
        yield f"{one.news_day}  {one.outlet_id}  {one.verdict}{why}"
        usual = ""
        if one.usual_new is not None:
            usual = f" (usually {one.usual_new:g}, {one.usual_new_low} to {one.usual_new_high})"
        yield (
            f"    {one.listed} listed, {one.fetched} asked for, {one.new_articles} new{usual}, "
            f"{one.changed_articles} changed; {one.pages_with_text} of "
            f"{counted(one.pages_read, 'page')} with a text, "
            f"{one.articles_with_figures} articles with figures; {one.seconds:.0f} s"
        )
        if one.failures:
            named = [f"{reason} ×{times}" for reason, times in one.failures.items()]
            yield f"    failures: {', '.join(named)}"
        if one.pages_unread:
            yield f"    {counted(one.pages_unread, 'page')} kept for a reader that can read them"
