"""What was told of each series in all: kept by the checks, true for the report at any moment."""

from __future__ import annotations

from uuid import uuid4

import pytest

from jipyo.report.content import measured
from jipyo.store.queries import query


def kept(newsroom):
    """The rows that stand, of series that nothing says have changed."""
    return newsroom.connection.execute(
        "SELECT * FROM series_told WHERE series_id NOT IN (SELECT series_id FROM check_due)"
        " ORDER BY series_id"
    ).fetchall()


def true(newsroom, *, due):
    """The rows as they should be, of all series or of those that nothing says have changed."""
    return newsroom.connection.execute(
        "SELECT * FROM told_of_series(ARRAY(SELECT series_id FROM series_key)) AS told"
        " WHERE %s OR series_id NOT IN (SELECT series_id FROM check_due) ORDER BY series_id",
        (due,),
    ).fetchall()


def pages(newsroom):
    """What the report is told of each measure, which is the same with nothing kept."""
    found = measured(newsroom.connection, None)
    with newsroom.connection.transaction(force_rollback=True):
        newsroom.connection.execute("DELETE FROM series_told")
        assert measured(newsroom.connection, None) == found
    return {
        page.metric: (page.figures, page.state, page.series_states, page.last_said_at)
        for page in found
    }


def version(newsroom, value):
    """The text in which a value stands."""
    row = newsroom.connection.execute(
        "SELECT version_id FROM figure WHERE value = %s", (value,)
    ).fetchone()
    return row[0]


@pytest.fixture
def told(newsroom):
    page = newsroom.say(202, period="2020", on="2021-06-01")
    newsroom.say(209, period="2020", on="2021-06-03")
    newsroom.say(350, period="2021", on="2022-06-03", article=page)
    newsroom.say(7, period="2020", on="2021-06-01", metric="exports", unit="KRW", counter="억")
    return newsroom


def test_it_is_counted_where_the_checks_looked(told):
    assert kept(told) == []
    before = pages(told)
    assert before["smart_factory"][0] == 3
    told.check()
    assert kept(told) == true(told, due=True)
    assert len(kept(told)) == 2
    assert pages(told) == before


CHANGES = {
    "another figure": lambda told: told.say(210, period="2020", on="2021-06-05"),
    "a series": lambda told: told.say(3, period="2020", on="2021-06-05", metric="jobs"),
    "a value": lambda told: told.connection.execute(
        "UPDATE observation SET value = 211, low = 211, high = 211 WHERE value = 209"
    ),
    "another series": lambda told: told.connection.execute(
        "UPDATE observation SET series_id = (SELECT series_id FROM observation WHERE value = 7)"
        " WHERE value = 209"
    ),
    "a figure gone": lambda told: told.connection.execute(
        "DELETE FROM observation WHERE value = 209"
    ),
    "a series gone": lambda told: told.connection.execute(
        "DELETE FROM observation WHERE value = 7"
    ),
    "a version seen again": lambda told: told.insert(
        "version_sighting", version_id=version(told, 202), seen_at=told.now
    ),
    "a version not seen": lambda told: told.connection.execute(
        "DELETE FROM version_sighting WHERE version_id = %s", (version(told, 350),)
    ),
    "about no government": lambda told: told.connection.execute(
        "UPDATE article_version SET relevance = 'other' WHERE version_id = %s",
        (version(told, 209),),
    ),
    "another reader": lambda told: told.connection.execute(
        "UPDATE article_version SET reader_version = 'other' WHERE version_id = %s",
        (version(told, 209),),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_is_told_anew(told, change):
    told.check()
    before = pages(told)
    CHANGES[change](told)
    # What is kept of series that are not due is right, before and after the checks look.
    assert kept(told) == true(told, due=False)
    now = pages(told)
    assert now != before
    told.check()
    assert kept(told) == true(told, due=True)
    assert pages(told) == now


def test_another_reader_alone_gives_the_checks_no_work(told):
    told.check()
    CHANGES["another reader"](told)
    due = "SELECT DISTINCT only_told FROM check_due"
    assert told.connection.execute(due).fetchall() == [(True,)]
    looked_at = "SELECT count(*) FROM check_scope"
    before = told.connection.execute(looked_at).fetchone()
    told.check()
    assert told.connection.execute(looked_at).fetchone() == before
    assert told.connection.execute(due).fetchall() == []


def test_a_run_that_breaks_leaves_what_is_due(told):
    told.check()
    told.say(210, period="2020", on="2021-06-05")
    with told.connection.transaction(force_rollback=True):
        told.connection.execute(query("create_touched_series"))
        told.connection.execute(query("take_check_due"), {"run_id": uuid4()})
        told.connection.execute(query("renew_series_told"))
        assert kept(told) == true(told, due=True)
    assert len(kept(told)) == 1
    assert pages(told)["smart_factory"][0] == 4
