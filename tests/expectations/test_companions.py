"""What is read along with the series in scope: of its kin only what can be held against it."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import pytest

from expectations.run import find
from jipyo.store.runs import SEOUL


@pytest.fixture
def told(newsroom):
    """A total with one of its parts and its target, each told by announcements of its own too."""
    together = newsroom.say(209, period="2020", on="2021-02-01")
    newsroom.say(80, period="2020", on="2021-02-01", scope="new", release=together)
    newsroom.say(80, period="2020", on="2021-02-03", scope="new")
    newsroom.say(82, period="2021", on="2022-02-03", scope="new")
    target = {"kind": "target", "kind_class": "target"}
    newsroom.say(200, period="2020", on="2020-01-05", **target)
    newsroom.say(205, period="2021", on="2021-01-05", **target)
    beside = newsroom.say(200, period="2020", on="2020-03-05", **target)
    newsroom.say(80, period="2020", on="2021-01-25", scope="new", release=beside)
    newsroom.check()
    # What has a flag comes into scope by that alone.
    newsroom.connection.execute("DELETE FROM flag_event")
    newsroom.connection.execute("DELETE FROM flag")
    return newsroom


def read(newsroom, **asked):
    """What a run of the checks reads, in scope and along with it."""
    with newsroom.connection.transaction(force_rollback=True):
        run_id = uuid4()
        newsroom.open_run(run_id, newsroom.now)
        find(newsroom.connection, run_id, full=False, **asked)
        rows = newsroom.connection.execute(
            "SELECT is_companion, CASE WHEN kind = 'target' THEN kind ELSE scope END,"
            " said_on::text FROM scope_reading ORDER BY said_on, 2"
        ).fetchall()
    return (
        [(what, on) for along, what, on in rows if not along],
        [(what, on) for along, what, on in rows if along],
    )


def test_a_target_is_read_along_and_a_part_where_it_was_announced_with(told):
    told.say(209, period="2020", on="2021-03-01")
    in_scope, along = read(told)
    assert in_scope == [("", "2021-02-01"), ("", "2021-03-01")]
    # One part was told by itself, one beside a target; the others are of another year.
    assert along == [
        ("target", "2020-01-05"),
        ("target", "2020-03-05"),
        ("new", "2021-01-25"),
        ("new", "2021-02-01"),
    ]


def test_of_a_touched_part_the_whole_comes_from_the_same_announcements(told):
    told.say(80, period="2020", on="2021-03-01", scope="new")
    in_scope, along = read(told)
    assert [on for _, on in in_scope] == [
        "2021-01-25",
        "2021-02-01",
        "2021-02-03",
        "2021-03-01",
        "2022-02-03",
    ]
    assert along == [("target", "2020-03-05"), ("", "2021-02-01")]


def test_who_looks_back_knows_no_announcement_of_later(newsroom):
    """A part was told beside the whole, in a copy that came to us a month later."""
    part = newsroom.say(80, period="2020", on="2021-02-01", scope="new")
    newsroom.say(209, period="2020", on="2021-02-05")
    newsroom.say(209, period="2020", on="2021-02-01", release=part, recorded="2021-03-02")
    since = datetime(2021, 2, 5, tzinfo=SEOUL)
    whole, beside = ("", "2021-02-05"), ("", "2021-02-01")
    assert read(newsroom, since=since, as_of=datetime(2021, 2, 10, tzinfo=SEOUL)) == ([whole], [])
    later = read(newsroom, since=datetime(2021, 3, 1, tzinfo=SEOUL), as_of=newsroom.now)
    assert later == ([beside, ("new", "2021-02-01"), whole], [])
