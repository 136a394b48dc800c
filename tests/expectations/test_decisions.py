"""What people decide about flags: every step, impossible ones, mutes that end, two at once."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from itertools import pairwise, product
from typing import get_args

import pytest

from expectations.run import keep_flags
from jipyo.store.database import connect
from jipyo.store.flag_life import (
    POSSIBLE,
    Action,
    ImpossibleTransitionError,
    event_lines,
    flag_events,
    move_flags,
)
from jipyo.store.flags import NoSuchFlagError, Status, find_flag, list_flags, short_id

AFTER = {"ack": "acknowledged", "resolve": "resolved", "mute": "muted"}


@pytest.fixture
def flagged(newsroom):
    """Announcements that contradict each other, and the flag that the checks made of it."""
    newsroom.say(202, period="2020", on="2021-01-07")
    newsroom.say(209, period="2020", on="2022-03-07")
    newsroom.check()
    return newsroom


def the_flag(newsroom):
    (flag,) = newsroom.flags(status=None)
    return flag


def move(newsroom, action, *, by="kim", reason="checked", now=None, until=None, ids=None):
    if action == "mute" and until is None:
        until = newsroom.now.date() + timedelta(days=10)
    return move_flags(
        newsroom.connection,
        ids or [str(the_flag(newsroom).flag_id)],
        action,
        actor=by,
        reason=reason,
        now=now or newsroom.now,
        until=until,
    )


def bring_to(newsroom, status):
    if status != "open":
        move(newsroom, {after: action for action, after in AFTER.items()}[status])


def steps(newsroom):
    return [(one.from_status, one.to_status, one.actor) for one in flag_events(newsroom.connection)]


def mend(newsroom):
    newsroom.connection.execute(
        "UPDATE observation SET value = 209, low = 209, high = 209 WHERE value = 202"
    )


@pytest.mark.parametrize(("status", "action"), [*product(get_args(Status), get_args(Action))])
def test_every_step_from_every_status(flagged, status, action):
    bring_to(flagged, status)
    before = steps(flagged)
    later = flagged.now.date() + timedelta(days=20)
    until = later if action == "mute" else None
    if action in POSSIBLE[status]:
        (moved,) = move(flagged, action, by="lee", reason="so it is", until=until)
        expected = AFTER.get(action, "open")
        assert (moved.before, moved.after) == (status, expected)
        flag = the_flag(flagged)
        assert (flag.status, flag.muted_until) == (expected, until)
        assert steps(flagged) == [*before, (status, expected, "lee")]
        last = flag_events(flagged.connection)[-1]
        assert (last.reason, last.muted_until, last.happened_at) == ("so it is", until, flagged.now)
    else:
        with pytest.raises(ImpossibleTransitionError) as refusal:
            move(flagged, action, until=until)
        told = str(refusal.value)
        assert f"is {status}" in told
        assert f"not `{action}`" in told
        for possible in POSSIBLE[status]:
            assert f"`{possible}`" in told
        assert (the_flag(flagged).status, steps(flagged)) == (status, before)


def test_the_life_of_the_description(flagged):
    move(flagged, "ack")
    move(flagged, "resolve", reason="the city confirmed it")
    move(flagged, "reopen", by="park", reason="it did not")
    assert [to for _, to, _ in steps(flagged)] == ["open", "acknowledged", "resolved", "open"]
    lines = list(event_lines(flag_events(flagged.connection), named=True))
    assert short_id(the_flag(flagged).flag_id) in lines[0]
    assert lines[-1].endswith("resolved → open  park: it did not")


@pytest.mark.parametrize(
    ("action", "wrong"),
    [
        ("resolve", {"reason": "  "}),
        ("mute", {"reason": ""}),
        ("ack", {"by": "check"}),
        ("ack", {"by": " "}),
        ("ack", {"until": date(2026, 12, 31)}),
        ("mute", {"until": date(2026, 3, 1)}),
    ],
)
def test_what_a_step_needs(flagged, action, wrong):
    with pytest.raises(ValueError, match=r"reason|person|day|over"):
        move(flagged, action, **wrong)
    assert len(steps(flagged)) == 1


def test_muting_again_moves_the_end_but_needs_another_one(flagged):
    move(flagged, "mute", until=date(2026, 3, 10))
    with pytest.raises(ImpossibleTransitionError, match="muted until 2026-03-10 already"):
        move(flagged, "mute", until=date(2026, 3, 10))
    move(flagged, "mute", until=date(2026, 3, 20))
    assert the_flag(flagged).muted_until == date(2026, 3, 20)


def test_several_at_once_move_all_or_none(flagged):
    flagged.history([300, 305, 298, 310, 303, 4_000], metric="exports", place="누리군")
    flagged.check()
    both = [str(flag.flag_id) for flag in flagged.flags()]
    assert len(both) == 2
    move(flagged, "ack", ids=both[:1])
    with pytest.raises(ImpossibleTransitionError, match="No flag was changed"):
        move(flagged, "ack", ids=both)
    assert sorted(flag.status for flag in flagged.flags(status=None)) == ["acknowledged", "open"]
    assert len(move(flagged, "resolve", ids=[*both, both[0]])) == 2


def test_ids_may_be_shortened(flagged):
    connection, flag_id = flagged.connection, the_flag(flagged).flag_id
    for prefix in (str(flag_id), flag_id.hex, flag_id.hex[:1], str(flag_id)[:10].upper()):
        assert find_flag(connection, prefix) == flag_id
    other = "0" if flag_id.hex[0] != "0" else "1"
    for wrong in (other, f"{flag_id.hex}0", "", "-", "정의", "%", "0x12"):
        with pytest.raises(NoSuchFlagError):
            find_flag(connection, wrong)


def test_an_ambiguous_id_tells_whose_it_may_be(flagged):
    connection = flagged.connection
    for last in ("1", "2"):
        connection.execute(
            "INSERT INTO flag SELECT (%s)::uuid, check_id, %s, severity, status, series_id, place,"
            " metric, message, compared, evidence, opened_at, last_found_at FROM flag LIMIT 1",
            (f"abcdef00-0000-0000-0000-00000000000{last}", last),
        )
    with pytest.raises(NoSuchFlagError, match="Several") as refusal:
        find_flag(connection, "abcdef0")
    assert "000000000001" in str(refusal.value)
    assert "000000000002" in str(refusal.value)
    assert find_flag(connection, "abcdef00-0000-0000-0000-000000000002").hex.endswith("2")


def test_a_mute_lasts_its_last_day_in_seoul(flagged):
    move(flagged, "mute", until=date(2026, 3, 10))
    last_minute = flagged.now.replace(day=10, hour=23, minute=59)
    assert flagged.check(now=last_minute) == (0, 0)
    assert the_flag(flagged).status == "muted"
    # Nothing touched its series; the end of its mute alone puts it into the scope.
    assert flagged.check(now=last_minute + timedelta(minutes=1)) == (1, 0)
    flag = the_flag(flagged)
    assert (flag.status, flag.muted_until) == ("open", None)
    assert steps(flagged)[-1] == ("muted", "open", "check")
    assert flagged.check(now=last_minute + timedelta(days=1)) == (0, 0)


def test_a_muted_flag_that_mended_itself_is_resolved_when_its_mute_ends(flagged):
    move(flagged, "mute", until=date(2026, 3, 10))
    mend(flagged)
    assert flagged.check() == (0, 0)
    assert the_flag(flagged).status == "muted"
    assert flagged.check(now=flagged.now.replace(day=11)) == (0, 1)
    flag = the_flag(flagged)
    assert (flag.status, flag.muted_until) == ("resolved", None)
    assert steps(flagged)[-1] == ("muted", "resolved", "check")


def test_muted_resolved_by_a_person_and_reopened_by_other_values(flagged):
    move(flagged, "mute")
    move(flagged, "resolve")
    assert the_flag(flagged).muted_until is None
    assert flagged.check(full=True) == (0, 0)
    flagged.connection.execute(
        "UPDATE observation SET value = 205, low = 205, high = 205 WHERE value = 202"
    )
    assert flagged.check() == (1, 0)
    assert steps(flagged)[-1] == ("resolved", "open", "check")


def test_a_reopened_flag_mends_itself_like_any_other(flagged):
    move(flagged, "resolve")
    move(flagged, "reopen")
    assert flagged.check(full=True) == (0, 0)
    mend(flagged)
    assert flagged.check() == (0, 1)


def test_filters_of_time(flagged):
    connection, now = flagged.connection, flagged.now
    flagged.check(full=True, now=now + timedelta(days=1))
    move(flagged, "ack", now=now + timedelta(days=2))
    for filters, expected in (
        ({"since": now + timedelta(days=2)}, 1),
        ({"since": now + timedelta(days=2, seconds=1)}, 0),
        ({"night": now.date()}, 1),
        ({"night": now.date() + timedelta(days=1)}, 1),
        ({"night": now.date() + timedelta(days=2)}, 0),
    ):
        assert len(list_flags(connection, **filters)) == expected, filters
    assert len(flag_events(connection, since=now + timedelta(days=1))) == 1
    flag_id = the_flag(flagged).flag_id
    assert len(flag_events(connection, flag_id=flag_id)) == 2


def waits_for_a_lock(connection, pid):
    """Whether the session of this process waits for another's row."""
    row = connection.execute(
        "SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = %s", (pid,)
    ).fetchone()
    return row is not None and row[0]


def while_held(flagged, database_url, decide, meanwhile):
    """Decide in a transaction that ends only when ``meanwhile`` waits for it."""
    with connect(database_url) as first, connect(database_url) as second:
        second.autocommit = True
        with first.transaction():
            decide(first)
            other = threading.Thread(target=meanwhile, args=(second,))
            other.start()
            while other.is_alive() and not waits_for_a_lock(
                flagged.connection, second.info.backend_pid
            ):
                other.join(0.02)
            assert other.is_alive(), "it did not wait"
        other.join()


def test_of_two_people_at_once_the_second_decides_about_what_the_first_left(flagged, database_url):
    flag_id = str(the_flag(flagged).flag_id)
    refused = []

    def step(action, actor):
        def run(connection):
            try:
                move_flags(connection, [flag_id], action, actor=actor, reason="r", now=flagged.now)
            except ImpossibleTransitionError as error:
                refused.append((actor, str(error)))

        return run

    while_held(flagged, database_url, step("ack", "kim"), step("resolve", "lee"))
    assert refused == []
    assert steps(flagged)[1:] == [
        ("open", "acknowledged", "kim"),
        ("acknowledged", "resolved", "lee"),
    ]
    while_held(flagged, database_url, step("reopen", "kim"), step("reopen", "lee"))
    assert [actor for actor, _ in refused] == ["lee"]
    assert steps(flagged)[3:] == [("resolved", "open", "kim")]


def test_many_people_at_once_lose_no_event(flagged, database_url):
    flag_id = str(the_flag(flagged).flag_id)
    done = []

    def person(name):
        with connect(database_url) as connection:
            for number in range(6):
                try:
                    move_flags(
                        connection,
                        [flag_id],
                        ("ack", "reopen")[number % 2],
                        actor=name,
                        reason="r",
                        now=flagged.now,
                    )
                    done.append(name)
                except ImpossibleTransitionError:
                    continue

    people = [threading.Thread(target=person, args=(name,)) for name in ("a", "b", "c", "d")]
    for one in people:
        one.start()
    for one in people:
        one.join()
    events = flag_events(flagged.connection)
    assert len(events) == 1 + len(done)
    assert [event.ordinal for event in events] == list(range(1, len(events) + 1))
    for before, after in pairwise(events):
        assert after.from_status == before.to_status


def test_a_check_does_not_overwrite_what_is_decided_meanwhile(flagged, database_url):
    flag_id = str(the_flag(flagged).flag_id)
    run_id = flagged.connection.execute("SELECT run_id FROM night_run").fetchone()[0]
    kept = []

    def decide(connection):
        move_flags(connection, [flag_id], "ack", actor="kim", reason="", now=flagged.now)

    def check(connection):
        with connection.transaction():
            kept.append(keep_flags(connection, run_id, flagged.now))

    while_held(flagged, database_url, decide, check)
    assert kept == [(0, 0)]
    assert the_flag(flagged).status == "acknowledged"
