"""Truth table of check overdue, through the real store: a monthly series of a collected outlet."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from expectations.run import find

CHECK = "overdue"
SEOUL = ZoneInfo("Asia/Seoul")


def night(day):
    return datetime.fromisoformat(f"{day}T02:30:00+09:00")


@pytest.fixture
def newspaper(newsroom):
    """An outlet that is collected; gives a function that notes a night of it."""
    newsroom.insert(
        "outlet",
        outlet_id="남도일보",
        name="남도일보",
        family="webcms",
        origin="http://news.test",
        registered_at=night("2024-01-01"),
    )

    def collected(day, *, listed=20):
        run_id = uuid4()
        newsroom.open_run(run_id, night(day))
        newsroom.insert("outlet_night", run_id=run_id, outlet_id="남도일보", listed=listed)

    return collected


@pytest.fixture
def looked(newsroom):
    """Run the checks on a day; gives severities of the open flags of the check."""

    def look(day):
        newsroom.check(now=night(day))
        return [flag.severity for flag in newsroom.flags(CHECK)]

    return look


def months(newsroom, count, *, outlet="남도일보", **details):
    """January 2024 and after, each told on the 10th of the month that follows."""
    for month in range(1, count + 1):
        told = date(2024 + month // 12, month % 12 + 1, 10)
        newsroom.say(
            1_000 + month,
            period=f"2024-{month:02d}",
            on=str(told),
            recorded=str(told + timedelta(days=1)),
            outlet=outlet,
            **details,
        )


def test_a_month_is_missing_then_a_second_one(newsroom, newspaper, looked):
    months(newsroom, 6)
    assert looked("2024-07-11") == []
    newspaper("2024-08-24")
    # Nothing touched the series; it is looked at because it is due: July by 10 August, and a third
    # of a month on top.
    assert looked("2024-08-19") == []
    assert looked("2024-08-25") == ["info"]
    (flag,) = newsroom.flags(CHECK)
    assert flag.values == ("1006", "1005")
    assert flag.message == (
        "가온시의 ‘스마트공장 구축’ 수치가 제때 나오지 않았습니다: 31일 간격으로 6번 나왔고 "
        "마지막은 2024년 6월의 1,006개사, 다음은 2024-08-10까지 나왔어야 합니다."
    )
    newspaper("2024-09-24")
    assert looked("2024-09-25") == ["warning"]
    events = newsroom.connection.execute("SELECT count(*) FROM flag_event").fetchone()
    assert events == (1,)
    # Nothing is left to wait for.
    assert newsroom.connection.execute("SELECT count(*) FROM check_again").fetchone() == (0,)


def test_it_resolves_when_the_value_comes_after_all(newsroom, newspaper, looked):
    months(newsroom, 6)
    looked("2024-07-11")
    newspaper("2024-08-24")
    assert looked("2024-08-25") == ["info"]
    newsroom.say(1_007, period="2024-07", on="2024-08-27", recorded="2024-08-28", outlet="남도일보")
    assert looked("2024-08-28") == []


def test_an_untouched_series_is_looked_at_only_when_it_is_due(newsroom, newspaper, looked):
    months(newsroom, 6)
    looked("2024-07-11")
    newsroom.check(now=night("2024-07-20"))
    scoped = "SELECT count(*) FROM check_scope JOIN night_run USING (run_id) WHERE now_at = %s"
    first = newsroom.connection.execute(scoped, (night("2024-07-20"),)).fetchone()
    looked("2024-08-25")
    later = newsroom.connection.execute(scoped, (night("2024-08-25"),)).fetchone()
    assert (first, later) == ((0,), (1,))


@pytest.mark.parametrize("listed", [None, 0])
def test_an_outlet_that_is_not_collected_is_not_waited_for(newsroom, newspaper, looked, listed):
    months(newsroom, 6)
    looked("2024-07-11")
    if listed is not None:
        newspaper("2024-08-24", listed=listed)
    assert looked("2024-09-25") == []


def test_imports_are_not_waited_for(newsroom, newspaper, looked):
    months(newsroom, 6, outlet="가람신문")
    looked("2024-07-11")
    newspaper("2024-08-24")
    assert looked("2024-09-25") == []


def test_three_points_or_uneven_distances_are_no_rhythm(newsroom, newspaper, looked):
    months(newsroom, 3)
    for period, on in (("2024-01", "2024-02-10"), ("2024-02", "2024-03-10")):
        newsroom.say(5, period=period, on=on, recorded=on, outlet="남도일보", metric="exports")
    for period, on in (("2024-05", "2024-06-10"), ("2024-06", "2024-07-10")):
        newsroom.say(6, period=period, on=on, recorded=on, outlet="남도일보", metric="exports")
    looked("2024-07-11")
    newspaper("2024-09-24")
    assert looked("2024-10-25") == []


def test_an_archive_that_was_loaded_later_is_not_waited_for(newsroom, newspaper, looked):
    for month in range(1, 7):
        newsroom.say(
            1_000 + month,
            period=f"2024-{month:02d}",
            on=f"2024-{month + 1:02d}-10",
            recorded="2025-03-01",
            outlet="남도일보",
        )
    newspaper("2025-03-01")
    assert looked("2025-03-02") == []


def test_series_of_one_announcement_stop_together(newsroom, newspaper, looked):
    for month in range(1, 7):
        told = {
            "period": f"2024-{month:02d}",
            "on": f"2024-{month + 1:02d}-10",
            "recorded": f"2024-{month + 1:02d}-11",
            "outlet": "남도일보",
        }
        release = newsroom.say(1_000 + month, **told)
        newsroom.say(500 + month, metric="exports", release=release, **told)
    looked("2024-07-11")
    newspaper("2024-08-24")
    assert looked("2024-08-25") == ["info"]
    assert "등 2가지" in newsroom.flags(CHECK)[0].message


def test_looking_back_leaves_what_is_due(newsroom, newspaper, looked):
    months(newsroom, 6)
    looked("2024-07-11")
    noted = "SELECT series_id, look_at FROM check_again"
    before = newsroom.connection.execute(noted).fetchall()
    newspaper("2024-08-24")
    for moment, found in (("2024-07-20", 0), ("2024-08-25", 1)):
        run_id = uuid4()
        newsroom.open_run(run_id, night("2025-01-01"))
        with newsroom.connection.transaction():
            counts = find(newsroom.connection, run_id, full=True, as_of=night(moment))[1]
        assert counts[CHECK] == found
    assert newsroom.connection.execute(noted).fetchall() == before
    assert len(before) == 1
