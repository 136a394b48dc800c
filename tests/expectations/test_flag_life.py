"""Flags open once, keep what people decided, resolve only where they were looked for, reopen."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from expectations.run import find, keep_flags
from jipyo.store.flags import flag_lines, flags_found, list_flags, short_id


@pytest.fixture
def contested(newsroom):
    newsroom.say(202, period="2020", on="2021-01-07")
    newsroom.say(209, period="2020", on="2021-02-07")
    return newsroom


def life(newsroom):
    return newsroom.connection.execute(
        "SELECT from_status, to_status, actor FROM flag_event ORDER BY flag_id, ordinal"
    ).fetchall()


def mend(newsroom):
    newsroom.connection.execute(
        "UPDATE observation SET value = 209, low = 209, high = 209 WHERE value = 202"
    )


def spoil(newsroom, value=202):
    newsroom.connection.execute(
        "UPDATE observation SET value = %(v)s, low = %(v)s, high = %(v)s"
        " WHERE figure_id = (SELECT figure_id FROM figure WHERE value = 202)",
        {"v": value},
    )


def set_status(newsroom, status, actor="kim"):
    newsroom.connection.execute(
        "WITH changed AS (UPDATE flag SET status = %(to)s RETURNING flag_id)"
        " INSERT INTO flag_event SELECT flag_id, now(), 2, 'open', %(to)s, %(actor)s, 'a reason'"
        " FROM changed",
        {"to": status, "actor": actor},
    )


def test_found_again_is_nothing_new(contested):
    assert contested.check() == (1, 0)
    assert contested.check() == (0, 0)
    later = contested.now + timedelta(days=1)
    assert contested.check(full=True, now=later) == (0, 0)
    assert life(contested) == [(None, "open", "check")]
    (flag,) = contested.flags()
    assert (flag.opened_at, flag.last_found_at) == (contested.now, later)


def test_vanished_resolves_and_comes_back(contested):
    contested.check()
    mend(contested)
    assert contested.check() == (0, 1)
    assert contested.flags() == []
    spoil(contested)
    assert contested.check() == (1, 0)
    assert [to for _, to, _ in life(contested)] == ["open", "resolved", "open"]
    (flag,) = contested.flags()
    assert flag.values == ("202", "209")


def test_a_flag_out_of_scope_is_left_alone(contested):
    contested.check()
    mend(contested)
    contested.connection.execute("DELETE FROM check_due")
    contested.say(7, period="2020", on="2021-01-07", metric="elsewhere", place="누리군")
    assert contested.check() == (0, 0)
    assert len(contested.flags()) == 1
    assert contested.check(full=True) == (0, 1)


@pytest.mark.parametrize("status", ["acknowledged", "muted"])
def test_what_a_person_decided_is_kept(contested, status):
    contested.check()
    set_status(contested, status)
    assert contested.check(full=True) == (0, 0)
    assert [flag.status for flag in contested.flags(status=None)] == [status]
    mend(contested)
    contested.check()
    kept = "muted" if status == "muted" else "resolved"
    assert [flag.status for flag in contested.flags(status=None)] == [kept]


def test_resolved_by_a_person_opens_again_only_with_other_values(contested):
    contested.check()
    set_status(contested, "resolved")
    assert contested.check(full=True) == (0, 0)
    assert contested.flags() == []
    spoil(contested, 205)
    assert contested.check() == (1, 0)
    (flag,) = contested.flags()
    assert flag.values == ("205", "209")


def test_a_repeated_run_makes_nothing_twice(contested):
    run_id = uuid4()
    contested.open_run(run_id, contested.now)
    results = []
    for _ in range(2):
        with contested.connection.transaction():
            scope, findings = find(contested.connection, run_id, full=False)
            results.append(
                (scope, findings, keep_flags(contested.connection, run_id, contested.now))
            )
    (scope, findings, first), (scope_again, findings_again, again) = results
    assert (scope, findings) == (scope_again, findings_again)
    assert findings["conflict_between_releases"] == 1
    assert (first, again) == ((1, 0), (0, 0))
    assert [flag.check for flag in flags_found(contested.connection, run_id)] == [
        "conflict_between_releases"
    ]


def test_a_run_that_breaks_leaves_what_is_due(contested):
    run_id = uuid4()
    contested.open_run(run_id, contested.now)
    with pytest.raises(RuntimeError, match="killed"), contested.connection.transaction():
        find(contested.connection, run_id, full=False)
        raise RuntimeError("killed")
    assert contested.check() == (1, 0)


def test_scope_holds_the_touched_series_and_those_of_its_announcement(newsroom):
    release = newsroom.say(10, period="2020", on="2021-01-07")
    newsroom.say(8, period="2020", on="2021-01-07", scope="direct")
    newsroom.say(3, period="2020", on="2021-01-07", metric="jobs", release=release)
    newsroom.say(5, period="2020", on="2021-01-07", metric="elsewhere")
    newsroom.check()
    newsroom.say(11, period="2021", on="2022-01-07", release=release)
    newsroom.check()
    rows = newsroom.connection.execute(
        "SELECT metric, scope FROM check_scope JOIN series_key USING (series_id) WHERE run_id ="
        " (SELECT run_id FROM night_run ORDER BY started_at DESC LIMIT 1) ORDER BY 1, 2"
    ).fetchall()
    assert rows == [("jobs", ""), ("smart_factory", "")]


def test_kin_is_read_along_for_the_periods_that_were_touched(newsroom):
    for period, on in (("2020", "2021-01-07"), ("2021", "2022-01-07")):
        newsroom.say(8, period=period, on=on, kind="target", kind_class="target")
        newsroom.say(9, period=period, on=on, metric="jobs")
    newsroom.check()
    newsroom.say(11, period="2021", on="2022-01-08")
    run_id = uuid4()
    newsroom.open_run(run_id, newsroom.now)
    with newsroom.connection.transaction(force_rollback=True):
        find(newsroom.connection, run_id, full=False)
        rows = newsroom.connection.execute(
            "SELECT kind, period_end, is_companion FROM scope_reading ORDER BY kind"
        ).fetchall()
    assert rows == [("flow", date(2021, 12, 31), False), ("target", date(2021, 12, 31), True)]


def test_a_flag_between_a_touched_series_and_its_kin_comes_and_goes(newsroom):
    """What this year is compared with is the budget that was voted: a series of another basis."""
    money = {"metric": "budget", "unit": "KRW", "counter": None, "kind": "level"}
    newsroom.say(900, period="2021", on="2020-12-20", basis="final", **money)
    newsroom.say(700, period="2020", on="2019-12-20", basis="final", **money)
    assert newsroom.check() == (0, 0)
    newsroom.say(950, period="2021", on="2021-12-20", role="base", **money)
    assert newsroom.check() == (1, 0)
    (flag,) = newsroom.flags()
    assert (flag.check, set(flag.values)) == ("restatement", {"900", "950"})
    # Of the series that was read along nothing else was judged.
    ((found,),) = newsroom.connection.execute("SELECT count(*) FROM check_finding").fetchall()
    assert found == 1
    newsroom.connection.execute(
        "UPDATE observation SET value = 900, low = 900, high = 900 WHERE value = 950"
    )
    newsroom.connection.execute("UPDATE figure SET value = 900 WHERE value = 950")
    newsroom.say(960, period="2022", on="2022-12-20", role="base", **money)
    assert newsroom.check() == (0, 1)


def test_what_only_kin_shows_waits_for_its_own_night(newsroom):
    """Two values of one period in a scope that was not touched are no finding of this run."""
    newsroom.say(8, period="2021", on="2022-01-07", scope="direct")
    newsroom.check()
    newsroom.say(80, period="2021", on="2022-01-08", scope="direct")
    with newsroom.connection.transaction():
        newsroom.connection.execute("DELETE FROM check_due")
    newsroom.say(11, period="2021", on="2022-01-09")
    assert newsroom.check() == (0, 0)
    assert newsroom.check(full=True) == (1, 0)


def test_filters_records_and_lines(contested):
    contested.history([300, 305, 298, 310, 303, 4_000], metric="exports", place="누리군")
    contested.check()
    connection = contested.connection
    both = list_flags(connection)
    assert [flag.severity for flag in both] == ["critical", "warning"]
    for filters, expected in (
        ({"place": "누리군"}, ["step_change"]),
        ({"metric": "smart_factory"}, ["conflict_between_releases"]),
        ({"check": "step_change"}, ["step_change"]),
        ({"severity": "warning"}, ["conflict_between_releases"]),
        ({"status": "resolved"}, []),
        ({"place": "누리군", "severity": "info"}, []),
    ):
        assert [flag.check for flag in list_flags(connection, **filters)] == expected
    record = both[1].record()
    assert list(record) == [
        "check", "severity", "status", "place", "metric", "message", "message_en", "values",
        "evidence", "flag_id", "opened_at", "last_found_at", "resolved_at", "muted_until",
    ]  # fmt: skip
    assert record["flag_id"] == str(both[1].flag_id)
    assert record["opened_at"] == "2026-03-02T02:30:00+09:00"
    assert record["values"] == ["202", "209"]
    assert list(record["evidence"][0]) == ["url", "outlet", "published_at", "quote", "value"]
    korean, english = (list(flag_lines(both[1:], language)) for language in ("ko", "en"))
    assert korean[0] == (
        f"{short_id(both[1].flag_id)} [warning] {both[1].message} (conflict_between_releases)"
    )
    assert english[0] == korean[0].replace(both[1].message, str(both[1].message_en))
    assert english[1:] == korean[1:]
    # Found before flags spoke English.
    connection.execute("UPDATE flag SET message_en = NULL")
    assert list(flag_lines(list_flags(connection)[1:], "en")) == korean
    contested.connection.execute("UPDATE flag SET message = E'a\\x1b[31mb\\nc'")
    lines = list(flag_lines(list_flags(connection)))
    assert lines[0] == f"{short_id(both[0].flag_id)} [critical] a [31mb c (step_change)"
    assert all(line.isprintable() for line in lines)
