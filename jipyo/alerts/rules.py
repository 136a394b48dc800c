"""When and of what a channel is told: pure rules over what the store knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from jipyo.alerts.settings import WEEKDAYS, AlertSettings, QuietHours
from jipyo.store.alerts import Kind, Night, Says, Subject
from jipyo.store.health import OutletHealth
from jipyo.store.runs import SEOUL, news_day

NIGHTS_BEFORE_TOLD = 2
"""An outlet is told of in its second night running that fails: one night may be the site's own."""

DAYS_LOOKED_BACK = 7
"""How long a night that failed, or did not take place, is news for a channel not told of it."""

LONGEST_NIGHT = timedelta(hours=12)
"""A night that has run for longer has died: its process was killed, or its machine."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell of nights and outlets; ``detail`` is what is known, as it was written."""

    subject: Subject
    detail: str = ""
    title: str = ""
    nights: int = 0


@dataclass(frozen=True, slots=True)
class Operations:
    """How nights and outlets stand.

    ``nights`` are those of the days looked back at, each by its last run; ``first_night`` is the
    day of the first one ever. ``current`` is the run that asks, while it still runs: it has gone
    well so far. ``outlets`` are the last nights of every outlet; ``troubles`` the steps that the
    last night could not do.
    """

    now: datetime
    nights: Sequence[Night]
    first_night: date | None
    outlets: Sequence[OutletHealth]
    troubles: Mapping[str, str]
    current: UUID | None = None


def is_quiet(hours: QuietHours | None, now: datetime) -> bool:
    """Whether nothing is to be sent at a moment."""
    if hours is None:
        return False
    clock = now.astimezone(SEOUL).time()
    if hours.begin < hours.end:
        return hours.begin <= clock < hours.end
    return clock >= hours.begin or clock < hours.end


def digest_is_due(settings: AlertSettings, last: datetime | None, now: datetime) -> bool:
    """Whether a channel that got its last digest at ``last`` is to get one now."""
    if last is None:
        return True
    today, content = news_day(now), settings.routes.content
    if content.digest_every == "day":
        return news_day(last) < today
    back = (today.weekday() - WEEKDAYS.index(content.digest_weekday)) % 7
    return news_day(last) < today - timedelta(days=back)


def operations_due(
    settings: AlertSettings, facts: Operations, told: Mapping[tuple[Kind, str], Subject]
) -> Sequence[Notice]:
    """What a channel is to be told of nights and outlets now, the gravest first.

    A night that failed, did not end or did not begin is told once. What lasts (an outlet that
    fails, a night without anything, a step not done) is told when it begins and when it is over.
    """
    return [
        *_nights(settings, facts, told),
        *_collection(facts, told),
        *_steps(facts, told),
        *_outlets(facts, told),
    ]


def _nights(
    settings: AlertSettings, facts: Operations, told: Mapping[tuple[Kind, str], Subject]
) -> list[Notice]:
    found: list[Notice] = []
    for night in facts.nights:
        if night.went_well or night.run_id == facts.current:
            continue
        if night.state == "failed":
            says: Says = "failed" if night.finished_at is not None else "unfinished"
        elif night.is_past or facts.now - night.now_at > LONGEST_NIGHT:
            says = "unfinished"
        else:
            continue  # It runs.
        found.append(_of_night(night.news_day, says, night.message))
    begun = {night.news_day for night in facts.nights}
    if facts.first_night is not None and settings.routes.operations.night_expected_by is not None:
        local = facts.now.astimezone(SEOUL)
        last = local.date()
        if local.time() < settings.routes.operations.night_expected_by:
            last -= timedelta(days=1)
        day = max(
            facts.first_night + timedelta(days=1),
            local.date() - timedelta(days=DAYS_LOOKED_BACK - 1),
        )
        while day <= last:
            if day not in begun:
                found.append(_of_night(day, "missed", ""))
            day += timedelta(days=1)
    known = {(subject.name, subject.says) for subject in told.values() if subject.kind == "night"}
    return [one for one in found if (one.subject.name, one.subject.says) not in known]


def _of_night(day: date, says: Says, detail: str) -> Notice:
    return Notice(Subject("night", day.isoformat(), says, day.isoformat()), detail)


def _last_night(facts: Operations) -> Night | None:
    """The last night of which the outlets can tell: one that failed proves nothing of them."""
    last = max(facts.nights, key=lambda night: night.started_at, default=None)
    if last is None or (last.state != "completed" and last.run_id != facts.current):
        return None
    return last


def _collection(facts: Operations, told: Mapping[tuple[Kind, str], Subject]) -> list[Notice]:
    night = _last_night(facts)
    if night is None:
        return []
    asked = [one for one in facts.outlets if one.run_id == night.run_id]
    # One outlet alone is told as an outlet: in its second night.
    nothing = not asked or (len(asked) > 1 and all(one.needs_a_person for one in asked))
    if not nothing and all(one.needs_a_person for one in asked):
        return []
    return _lasting("collection", "all", nothing, night.news_day, told, nights=len(asked))


def _steps(facts: Operations, told: Mapping[tuple[Kind, str], Subject]) -> list[Notice]:
    night = _last_night(facts)
    if night is None:
        return []
    known = [name for kind, name in told if kind == "step" and name not in facts.troubles]
    return [
        notice
        for step in (*facts.troubles, *sorted(known))
        for notice in _lasting(
            "step",
            step,
            step in facts.troubles,
            night.news_day,
            told,
            detail=facts.troubles.get(step, ""),
        )
    ]


def _outlets(facts: Operations, told: Mapping[tuple[Kind, str], Subject]) -> list[Notice]:
    down: list[Notice] = []
    up: list[Notice] = []
    for one in facts.outlets:
        if news_day(facts.now) - one.news_day > timedelta(days=DAYS_LOOKED_BACK):
            continue  # It is collected no more.
        bad = one.needs_a_person and one.nights_failing >= NIGHTS_BEFORE_TOLD
        # One that may list nothing and did so has shown nothing.
        good = one.verdict in ("ok", "unusual") or (one.verdict == "quiet" and one.listed > 0)
        if bad or good:
            reason = one.why.replace("_", " ") + (f" ({one.detail})" if one.detail else "")
            (down if bad else up).extend(
                _lasting(
                    "outlet",
                    one.outlet_id,
                    bad,
                    one.news_day,
                    told,
                    detail=reason,
                    title=one.outlet,
                    nights=one.nights_failing,
                )
            )
    return [*sorted(down, key=lambda each: (each.nights, each.subject.name)), *up]


def _lasting(
    kind: Kind,
    name: str,
    bad: bool,
    day: date,
    told: Mapping[tuple[Kind, str], Subject],
    *,
    detail: str = "",
    title: str = "",
    nights: int = 0,
) -> list[Notice]:
    last = told.get((kind, name))
    was_told = last is not None and last.says == "down"
    if bad == was_told:
        return []
    says: Says = "down" if bad else "recovered"
    return [Notice(Subject(kind, name, says, day.isoformat()), detail, title, nights)]
