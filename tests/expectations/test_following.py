"""Series that lost their figures to others, and what becomes of the flags that name them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

import pytest

from jipyo.store.redirects import Settled, settle_redirects
from tests.expectations.conftest import SEOUL, Newsroom

NOW = datetime(2026, 3, 5, 2, 30, tzinfo=SEOUL)
ANNA = datetime(2026, 3, 3, 10, 0, tzinfo=SEOUL)
OLD, NEW, THIRD = "~도우미+말벗:person", "welfare.companions", "welfare.helpers"


def series_of(newsroom: Newsroom, metric: str) -> UUID:
    row = newsroom.connection.execute(
        "SELECT series_id FROM series_key WHERE metric = %s", (metric,)
    ).fetchone()
    assert row is not None
    return row[0]


def conflict(newsroom: Newsroom, metric: str, year: int = 2025) -> None:
    """Two announcements that contradict each other, and one more year."""
    newsroom.say(100, period=str(year), on=f"{year + 1}-01-10", metric=metric, unit="person")
    newsroom.say(180, period=str(year), on=f"{year + 1}-01-20", metric=metric, unit="person")
    newsroom.say(
        90 + newsroom.now.second, period=str(year - 1), on=f"{year}-01-10", metric=metric,
        unit="person",
    )  # fmt: skip


def make_series(newsroom: Newsroom, metric: str) -> UUID:
    """A series that nothing contradicts."""
    newsroom.say(95, period="2001-06-30", on="2001-07-10", metric=metric, unit="person")
    return series_of(newsroom, metric)


def move(newsroom: Newsroom, one: str, other: str, *, most: int = 100) -> None:
    """Figures go to another series, as a replay would have it: it keeps where they were."""
    with newsroom.connection.transaction():
        newsroom.connection.execute(
            "WITH moved AS (UPDATE observation SET series_id = %(other)s WHERE figure_id IN"
            " (SELECT figure_id FROM observation WHERE series_id = %(one)s"
            "  ORDER BY value, figure_id LIMIT %(most)s) RETURNING figure_id),"
            " shown AS (UPDATE figure SET series_id = %(other)s FROM moved"
            "  WHERE moved.figure_id = figure.figure_id)"
            " INSERT INTO figure_earlier_series (series_id, figure_id)"
            " SELECT %(one)s, figure_id FROM moved ON CONFLICT DO NOTHING",
            {
                "one": series_of(newsroom, one),
                "other": series_of(newsroom, other),
                "most": most,
            },
        )


def decide(newsroom: Newsroom, metric: str, status: str, who: str, when: datetime) -> None:
    """A person decides of the flag of a measure."""
    changed = newsroom.connection.execute(
        "WITH decided AS (SELECT flag_id, status FROM flag WHERE metric = %(metric)s),"
        " changed AS (UPDATE flag SET status = %(status)s FROM decided"
        " WHERE flag.flag_id = decided.flag_id)"
        " INSERT INTO flag_event SELECT flag_id, %(when)s,"
        " (SELECT max(ordinal) + 1 FROM flag_event WHERE flag_event.flag_id = decided.flag_id),"
        " status, %(status)s, %(who)s, 'looked at it' FROM decided",
        {"metric": metric, "status": status, "who": who, "when": when},
    )
    assert changed.rowcount == 1


HISTORY: LiteralString = (
    "SELECT metric, status, array_agg(to_status || ' ' || actor ORDER BY ordinal),"
    " array_agg(ordinal ORDER BY ordinal)"
    " FROM flag JOIN flag_event USING (flag_id) GROUP BY flag_id ORDER BY metric, status"
)


def histories(newsroom: Newsroom) -> list[tuple[Any, ...]]:
    return newsroom.connection.execute(HISTORY).fetchall()


def redirects(newsroom: Newsroom) -> dict[str, tuple[str, int]]:
    rows = newsroom.connection.execute(
        "SELECT old.metric, new.metric, figures FROM series_redirect"
        " JOIN series_key AS old USING (series_id)"
        " JOIN series_key AS new ON new.series_id = to_series_id"
    ).fetchall()
    return {old: (new, figures) for old, new, figures in rows}


def settle(newsroom: Newsroom, now: datetime = NOW) -> Settled:
    return settle_redirects(newsroom.connection, now)


def test_a_series_is_redirected_where_most_of_its_figures_went(newsroom: Newsroom) -> None:
    conflict(newsroom, OLD)
    make_series(newsroom, NEW)
    make_series(newsroom, THIRD)
    assert settle(newsroom) == Settled(0, 0)
    move(newsroom, OLD, THIRD, most=1)
    # It still has figures of its own.
    assert settle(newsroom) == Settled(0, 0)
    move(newsroom, OLD, NEW)
    assert settle(newsroom) == Settled(1, 0)
    assert redirects(newsroom) == {OLD: (NEW, 2)}
    assert settle(newsroom, NOW + timedelta(days=1)) == Settled(0, 0)
    # Chains are collapsed: the old one leads to where its figures are today.
    move(newsroom, NEW, THIRD)
    settle(newsroom)
    assert redirects(newsroom) == {OLD: (THIRD, 3), NEW: (THIRD, 3)}
    # What has figures again stands for itself.
    move(newsroom, THIRD, OLD)
    settle(newsroom)
    assert redirects(newsroom) == {NEW: (OLD, 3), THIRD: (OLD, 5)}


def test_a_number_without_a_value_keeps_its_series(newsroom: Newsroom) -> None:
    conflict(newsroom, OLD)
    make_series(newsroom, NEW)
    newsroom.connection.execute(
        "WITH broken AS (DELETE FROM observation WHERE value = 180 RETURNING figure_id)"
        " UPDATE figure SET value = NULL, malformed = true, series_id = %s FROM broken"
        " WHERE figure.figure_id = broken.figure_id",
        (series_of(newsroom, OLD),),
    )
    move(newsroom, OLD, NEW)
    assert settle(newsroom) == Settled(0, 0)
    newsroom.connection.execute(
        "UPDATE figure SET series_id = %s WHERE malformed", (series_of(newsroom, NEW),)
    )
    assert settle(newsroom) == Settled(1, 0)
    assert redirects(newsroom) == {OLD: (NEW, 2)}


def test_among_equals_a_registered_series_comes_first_then_the_smaller_id(
    newsroom: Newsroom,
) -> None:
    conflict(newsroom, OLD)
    newsroom.say(7, period="2001", on="2002-01-10", metric="~x", unit="person", registered=False)
    make_series(newsroom, NEW)
    newsroom.say(300, period="2020", on="2021-01-10", metric=OLD, unit="person")
    move(newsroom, OLD, "~x", most=2)
    move(newsroom, OLD, NEW)
    settle(newsroom)
    assert redirects(newsroom) == {OLD: (NEW, 2)}
    newsroom.connection.execute("UPDATE series_key SET registered = false")
    newsroom.connection.execute("DELETE FROM series_redirect")
    settle(newsroom)
    smaller = min(NEW, "~x", key=lambda metric: series_of(newsroom, metric))
    assert redirects(newsroom) == {OLD: (smaller, 2)}


def test_a_redirect_outlives_the_figures_and_still_leads_on(newsroom: Newsroom) -> None:
    conflict(newsroom, OLD)
    make_series(newsroom, NEW)
    make_series(newsroom, THIRD)
    move(newsroom, OLD, NEW)
    settle(newsroom)
    # The pages of the old one do not show its figures any more; the rest of the new one moves on.
    newsroom.connection.execute(
        "DELETE FROM observation WHERE figure_id IN (SELECT figure_id FROM figure_earlier_series)"
    )
    newsroom.connection.execute("DELETE FROM figure WHERE series_id IS NOT NULL")
    settle(newsroom)
    assert redirects(newsroom) == {OLD: (NEW, 3)}
    move(newsroom, NEW, THIRD)
    settle(newsroom)
    assert redirects(newsroom) == {OLD: (THIRD, 3), NEW: (THIRD, 1)}


@pytest.mark.parametrize("status", ["acknowledged", "muted", "resolved"])
def test_a_decision_is_not_asked_for_again(newsroom: Newsroom, status: str) -> None:
    conflict(newsroom, OLD)
    make_series(newsroom, NEW)
    assert newsroom.check() == (1, 0)
    decide(newsroom, OLD, status, "anna", ANNA)
    [old_flag] = newsroom.flags(status=None)
    move(newsroom, OLD, NEW)
    assert settle(newsroom) == Settled(1, 1)
    expected = [(NEW, status, ["open check", f"{status} anna"], [1, 2])]
    assert histories(newsroom) == expected
    assert newsroom.check(now=NOW) == (0, 0)
    assert histories(newsroom) == expected
    row = newsroom.connection.execute(
        "SELECT flag_id = current_flag(%s) FROM flag", (old_flag.flag_id,)
    ).fetchone()
    assert row == (True,)
    # And back.
    move(newsroom, NEW, OLD)
    settle(newsroom)
    assert newsroom.check(now=NOW) == (0, 0)
    assert histories(newsroom) == [(OLD, *expected[0][1:])]
    assert [flag.flag_id for flag in newsroom.flags(status=None)] == [old_flag.flag_id]


def test_the_flag_of_a_mended_source_resolves_under_its_new_name(newsroom: Newsroom) -> None:
    conflict(newsroom, OLD)
    make_series(newsroom, NEW)
    newsroom.check()
    newsroom.connection.execute("UPDATE observation SET value = 100, low = 100, high = 100")
    move(newsroom, OLD, NEW)
    settle(newsroom)
    assert newsroom.check(now=NOW) == (0, 1)
    assert histories(newsroom) == [(NEW, "resolved", ["open check", "resolved check"], [1, 2])]


def both_flagged(newsroom: Newsroom) -> None:
    """The same contradiction is flagged of both series, first of the old one."""
    conflict(newsroom, OLD)
    newsroom.check()
    conflict(newsroom, NEW)
    newsroom.check(now=newsroom.now + timedelta(hours=1))
    assert len(newsroom.flags()) == 2


CASES = [
    # Nobody decided: one open flag with both histories.
    ([], "open", ["open check", "open check"]),
    ([(OLD, "acknowledged", "anna", 1)], "acknowledged", ["acknowledged anna"]),
    ([(NEW, "muted", "anna", 1)], "muted", ["muted anna"]),
    # The later of two decisions stands.
    (
        [(OLD, "muted", "anna", 1), (NEW, "acknowledged", "bora", 2)],
        "acknowledged",
        ["muted anna", "acknowledged bora"],
    ),
    (
        [(NEW, "acknowledged", "bora", 1), (OLD, "resolved", "anna", 2)],
        "resolved",
        ["acknowledged bora", "resolved anna"],
    ),
]


@pytest.mark.parametrize(("decisions", "status", "ending"), CASES)
def test_two_flags_become_one_and_a_decision_wins(
    newsroom: Newsroom,
    decisions: list[tuple[str, str, str, int]],
    status: str,
    ending: list[str],
) -> None:
    both_flagged(newsroom)
    for metric, decided, who, days in decisions:
        decide(newsroom, metric, decided, who, ANNA + timedelta(days=days))
    move(newsroom, OLD, NEW)
    assert settle(newsroom) == Settled(1, 1)
    beginning = ["open check", "open check"]
    expected = [*beginning, *(ending if decisions else [])]
    [(metric, found, history, ordinals)] = histories(newsroom)
    assert (metric, found) == (NEW, status)
    assert history == expected
    assert ordinals == list(range(1, len(expected) + 1))
    assert newsroom.check(now=NOW)[0] == 0
    assert histories(newsroom)[0][:2] == (NEW, status)


def test_a_decision_that_is_older_than_the_other_flag_is_said_again(newsroom: Newsroom) -> None:
    conflict(newsroom, OLD)
    newsroom.check()
    decide(newsroom, OLD, "acknowledged", "anna", newsroom.now + timedelta(minutes=5))
    conflict(newsroom, NEW)
    newsroom.check(now=newsroom.now + timedelta(days=1))
    move(newsroom, OLD, NEW)
    settle(newsroom)
    history = ["open check", "acknowledged anna", "open check", "acknowledged anna"]
    assert histories(newsroom) == [(NEW, "acknowledged", history, [1, 2, 3, 4])]
    assert newsroom.check(now=NOW) == (0, 0)


def test_two_old_series_that_become_one_bring_one_flag(newsroom: Newsroom) -> None:
    both_flagged(newsroom)
    decide(newsroom, OLD, "acknowledged", "anna", ANNA)
    make_series(newsroom, THIRD)
    move(newsroom, OLD, THIRD)
    move(newsroom, NEW, THIRD)
    assert settle(newsroom) == Settled(2, 2)
    history = ["open check", "open check", "acknowledged anna"]
    assert histories(newsroom) == [(THIRD, "acknowledged", history, [1, 2, 3])]
    rows = newsroom.connection.execute(
        "SELECT count(*) FROM flag_redirect JOIN flag ON flag.flag_id = to_flag_id"
    ).fetchone()
    assert rows == (2,)
    assert newsroom.check(now=NOW) == (0, 0)


def test_a_fingerprint_may_name_several_series(newsroom: Newsroom) -> None:
    conflict(newsroom, OLD)
    other = make_series(newsroom, THIRD)
    new = make_series(newsroom, NEW)
    newsroom.check()
    old = series_of(newsroom, OLD)
    # A check that compares two series: the flag is of the one that stays, and names the other.
    newsroom.connection.execute(
        "UPDATE flag SET fingerprint = %s, series_id = %s, metric = %s",
        (f"{other}:{old}:2025", other, THIRD),
    )
    move(newsroom, OLD, NEW)
    settle(newsroom)
    row = newsroom.connection.execute(
        "SELECT fingerprint, series_id, metric, flag_id = left(encode(sha256(convert_to("
        " check_id || E'\\n' || fingerprint, 'UTF8')), 'hex'), 32)::uuid FROM flag"
    ).fetchone()
    assert row == (f"{other}:{new}:2025", other, THIRD, True)
