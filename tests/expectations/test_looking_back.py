"""The store as it was known at a moment, and runs over what was touched since one."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from expectations.run import find, look_back
from jipyo.store.flags import findings_of, list_flags
from jipyo.store.runs import SEOUL, open_run


def day(number, hour=12):
    return datetime(2021, 6, number, hour, tzinfo=SEOUL)


def versions(newsroom):
    """A page that said 202, was changed to 209, and showed 202 again; and one that says 209."""
    page = newsroom.say(202, period="2020", on="2021-06-01", recorded="2021-06-02")
    newsroom.say(209, period="2020", on="2021-06-01", recorded="2021-06-05", article=page)
    newsroom.say(209, period="2020", on="2021-06-03", recorded="2021-06-04")
    (first,) = newsroom.connection.execute(
        "SELECT version_id FROM figure WHERE value = 202"
    ).fetchone()
    newsroom.insert("version_sighting", version_id=first, seen_at=day(8, 0))


def back(newsroom, database_url, as_of, **options):
    run_id = uuid4()
    open_run(newsroom.connection, run_id, "check", newsroom.now, as_of=as_of)
    series, counts = look_back(run_id, as_of, database_url=database_url, **options)
    found = findings_of(newsroom.connection, run_id)
    assert len(found) == sum(counts.values())
    return series, {finding.check: finding.values for finding in found}


def test_only_what_was_recorded_by_then_counts(newsroom, database_url):
    versions(newsroom)
    conflict = {"conflict_between_releases": ("202", "209")}
    assert back(newsroom, database_url, day(1)) == (0, {})
    assert back(newsroom, database_url, day(3)) == (1, {})
    # The edit of the fifth was not yet known.
    assert back(newsroom, database_url, day(4)) == (1, conflict)
    assert back(newsroom, database_url, day(6)) == (1, {"silent_edit": ("209", "202")})
    # It flipped back: the same two numbers, whichever stands.
    flipped = {"silent_edit": ("209", "202")}
    assert back(newsroom, database_url, day(9)) == (1, conflict | flipped)


def test_the_past_of_each_day_is_what_stood_on_it(newsroom):
    versions(newsroom)
    shown = "SELECT value::int FROM current_reading_as_of(%s) ORDER BY url, value"
    expected = {1: [], 2: [202], 3: [202], 4: [202, 209], 5: [209, 209], 7: [209, 209]}
    for number, values in (expected | {8: [202, 209]}).items():
        rows = newsroom.connection.execute(shown, (day(number),)).fetchall()
        assert [value for (value,) in rows] == values, number
    same = "SELECT count(*) FROM ({} EXCEPT {}) AS differing"
    now, ever = "SELECT * FROM current_reading", "SELECT * FROM current_reading_as_of('infinity')"
    for pair in ((now, ever), (ever, now)):
        assert newsroom.connection.execute(same.format(*pair)).fetchone() == (0,)


def test_looking_back_changes_no_flag_and_takes_nothing_that_is_due(newsroom, database_url):
    versions(newsroom)
    due = newsroom.connection.execute("SELECT count(*) FROM check_due").fetchone()
    assert due != (0,)
    back(newsroom, database_url, day(4))
    assert list_flags(newsroom.connection) == []
    assert newsroom.connection.execute("SELECT count(*) FROM check_due").fetchone() == due
    # The later run finds its work where it was.
    assert newsroom.check() == (2, 0)
    flags = list_flags(newsroom.connection)
    # On the sixth no announcement contradicted another; that resolves no flag of today.
    back(newsroom, database_url, day(6))
    assert list_flags(newsroom.connection) == flags
    assert list_flags(newsroom.connection, night=newsroom.now.date()) == flags
    (flag,) = newsroom.flags("conflict_between_releases")
    assert newsroom.check(full=True) == (0, 0)
    # What it found carries the id of the flag that a run of today makes of it.
    run_id = uuid4()
    open_run(newsroom.connection, run_id, "check", newsroom.now, as_of=day(4))
    look_back(run_id, day(4), database_url=database_url)
    assert [finding.flag_id for finding in findings_of(newsroom.connection, run_id)] == [
        flag.flag_id
    ]


def test_what_only_a_look_back_found_is_of_no_night(newsroom, database_url):
    versions(newsroom)
    newsroom.connection.execute("DELETE FROM version_sighting WHERE seen_at = %s", (day(8, 0),))
    newsroom.check()
    back(newsroom, database_url, day(4))
    found = list_flags(newsroom.connection, night=newsroom.now.date())
    assert [flag.check for flag in found] == ["silent_edit"]


def test_the_moment_needs_its_zone(database_url):
    with pytest.raises(ValueError, match="no zone"):
        look_back(UUID(int=1), datetime(2021, 6, 4), database_url=database_url)  # noqa: DTZ001


def test_a_broken_number_that_was_put_right_since(newsroom, imported, database_url):
    text = "울산시는 지난해 산업단지 생산액이 {} 원으로 집계됐다고 10일 밝혔다."
    for number, printed in ((2, "95조 4000천억"), (5, "95조 4000억")):
        imported(
            {
                "url": "http://news.test/page",
                "outlet": "남도일보",
                "title": "울산시 산업단지 생산액 늘어",
                "body": text.format(printed),
                "fetched_at": day(number).isoformat(),
            },
            now=day(number, 13),
        )
    assert back(newsroom, database_url, day(1))[1] == {}
    assert "malformed_number" in back(newsroom, database_url, day(3))[1]
    assert "malformed_number" not in back(newsroom, database_url, day(6))[1]


def test_what_is_to_be_looked_at_again_is_left_alone(newsroom, database_url):
    versions(newsroom)
    again = "SELECT series_id, check_id, look_at FROM check_again"
    newsroom.connection.execute(
        "INSERT INTO check_again SELECT series_id, 'vanished', %s FROM series_key",
        (newsroom.now,),
    )
    before = newsroom.connection.execute(again).fetchall()
    assert len(before) == 1
    back(newsroom, database_url, day(9))
    assert newsroom.connection.execute(again).fetchall() == before


def scope(newsroom, **options):
    run_id = uuid4()
    newsroom.open_run(run_id, newsroom.now)
    with newsroom.connection.transaction():
        find(newsroom.connection, run_id, full=False, **options)
    rows = newsroom.connection.execute(
        "SELECT metric, scope FROM check_scope JOIN series_key USING (series_id)"
        " WHERE run_id = %s ORDER BY 1, 2",
        (run_id,),
    ).fetchall()
    return [f"{metric} {part}".strip() for metric, part in rows]


def test_since_puts_what_was_touched_and_its_kin_into_the_scope(newsroom):
    release = newsroom.say(10, period="2020", on="2021-06-01", metric="a")
    newsroom.say(8, period="2020", on="2021-06-01", metric="a", scope="direct")
    newsroom.say(3, period="2020", on="2021-06-05", metric="b", release=release)
    newsroom.say(5, period="2020", on="2021-06-10", metric="c")
    assert scope(newsroom) == ["a", "a direct", "b", "c"]
    assert scope(newsroom) == []
    assert scope(newsroom, since=day(10)) == ["c"]
    assert scope(newsroom, since=day(5)) == ["a", "b", "c"]
    assert scope(newsroom, since=day(12)) == []
    assert scope(newsroom, since=day(5), as_of=day(8)) == ["a", "b"]
    assert scope(newsroom, since=day(1), as_of=day(3)) == ["a", "a direct"]
    # A page that flips back is touched, though nothing new was recorded.
    (version,) = newsroom.connection.execute(
        "SELECT version_id FROM figure WHERE value = 5"
    ).fetchone()
    newsroom.insert("version_sighting", version_id=version, seen_at=day(20))
    assert scope(newsroom, since=day(20)) == ["c"]


def test_since_finds_again_what_was_found(newsroom):
    newsroom.say(202, period="2020", on="2021-01-07")
    newsroom.say(209, period="2020", on="2022-03-07")
    assert newsroom.check() == (1, 0)
    run_id = uuid4()
    newsroom.open_run(run_id, newsroom.now)
    with newsroom.connection.transaction():
        series, counts = find(
            newsroom.connection, run_id, full=False, since=newsroom.now - timedelta(days=2000)
        )
    assert (series, sum(counts.values())) == (1, 1)
