"""Corrections stand beside what was announced, never in its place, and can be taken back."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from expectations.run import find
from jipyo.amounts import right_value
from jipyo.store.corrections import (
    CorrectionError,
    choose_figure,
    correct,
    correction_lines,
    corrections_of,
    flag_figures,
    withdraw,
)
from jipyo.store.flag_life import flag_events, move_flags
from jipyo.store.flags import find_flag
from tests.expectations.test_following import NEW, OLD, conflict, make_series, move, settle


@pytest.fixture
def flagged(newsroom):
    newsroom.say(202, period="2020", on="2021-01-07")
    newsroom.say(209, period="2020", on="2022-03-07")
    newsroom.check()
    return newsroom


def record(newsroom, amount, *, number=None, flag=None, now=None, reason="budget book"):
    flag = flag or newsroom.flags()[0]
    figure = choose_figure(flag_figures(newsroom.connection, flag.flag_id), number)
    return correct(
        newsroom.connection,
        figure,
        right_value(amount, figure),
        flag_id=flag.flag_id,
        reason=reason,
        by="kim",
        now=now or newsroom.now,
    )


def fetch(newsroom, statement, *parameters):
    return newsroom.connection.execute(statement, parameters).fetchall()


def test_announced_and_corrected_stand_side_by_side(flagged):
    kept = record(flagged, "202")
    assert (kept.corrected_value, kept.period, kept.in_force) == (202, "2020년", True)
    assert fetch(flagged, "SELECT value, corrected_value FROM series_latest") == [(209, 202)]
    assert fetch(flagged, "SELECT announced_value, corrected_value, reason FROM corrections") == [
        (209, 202, "budget book")
    ]
    assert fetch(flagged, "SELECT value, corrected_value FROM confirmed_errors") == [(209, 202)]
    # Nothing that was announced changed.
    assert fetch(flagged, "SELECT value FROM series ORDER BY value") == [(202,), (209,)]
    assert corrections_of(flagged.connection, flagged.flags()[0].flag_id) == [kept]


def test_a_correction_is_known_from_when_it_was_made(flagged):
    record(flagged, "202")
    ask = "SELECT corrected_value FROM series_as_of(%s, %s)"
    before, after = flagged.now - timedelta(seconds=1), flagged.now
    assert fetch(flagged, ask, before, "known") == [(None,)]
    assert fetch(flagged, ask, after, "known") == [(202,)]
    # As published: whenever we learned of it.
    assert fetch(flagged, ask, before, "published") == [(202,)]
    errors = "SELECT count(*) FROM confirmed_errors_as_of(%s)"
    assert fetch(flagged, errors, before) == [(0,)]
    assert fetch(flagged, errors, after) == [(1,)]


def test_the_last_stands_and_a_withdrawn_one_gives_way(flagged):
    first = record(flagged, "202")
    with pytest.raises(CorrectionError, match="says the same"):
        record(flagged, "202개사")
    second = record(flagged, "203", now=flagged.now + timedelta(days=1))
    shown = "SELECT DISTINCT corrected_value FROM series_latest"
    assert fetch(flagged, shown) == [(203,)]
    taken_back = withdraw(
        flagged.connection,
        second.correction_id,
        reason="misread",
        by="lee",
        now=flagged.now + timedelta(days=2),
    )
    assert not taken_back.in_force
    assert fetch(flagged, shown) == [(202,)]
    as_of = "SELECT corrected_value FROM series_as_of(%s, 'known')"
    assert fetch(flagged, as_of, flagged.now + timedelta(days=1)) == [(203,)]
    with pytest.raises(CorrectionError, match="withdrawn already"):
        withdraw(flagged.connection, second.correction_id, reason="r", by="lee", now=flagged.now)
    with pytest.raises(CorrectionError, match="no correction 4711"):
        withdraw(flagged.connection, 4711, reason="r", by="lee", now=flagged.now)
    withdraw(flagged.connection, first.correction_id, reason="r", by="lee", now=flagged.now)
    assert fetch(flagged, shown) == [(None,)]
    assert fetch(flagged, "SELECT count(*) FROM correction") == [(2,)]
    lines = list(correction_lines(corrections_of(flagged.connection, flagged.flags()[0].flag_id)))
    assert any("withdrawn 2026-03-04 by lee: misread" in line for line in lines)


def test_reason_and_person_are_needed(flagged):
    with pytest.raises(ValueError, match="reason"):
        record(flagged, "202", reason=" ")
    kept = record(flagged, "202")
    with pytest.raises(ValueError, match="person"):
        withdraw(flagged.connection, kept.correction_id, reason="r", by="", now=flagged.now)


def test_a_correction_and_its_withdrawal_touch_the_series(flagged):
    due = "SELECT count(DISTINCT release_id) FROM check_due"
    assert fetch(flagged, due) == [(0,)]
    kept = record(flagged, "202")
    assert fetch(flagged, due) == [(2,)]
    flagged.check()
    assert fetch(flagged, due) == [(0,)]
    withdraw(flagged.connection, kept.correction_id, reason="r", by="kim", now=flagged.now)
    assert fetch(flagged, due) == [(2,)]


def test_the_checks_know_confirmed_errors(flagged):
    record(flagged, "202")
    run_id = flagged.connection.execute("SELECT run_id FROM night_run").fetchone()[0]
    seen = "SELECT value, confirmed_error FROM scope_reading ORDER BY value"
    for as_of, expected in (
        (None, [(202, False), (209, True)]),
        (flagged.now - timedelta(seconds=1), [(202, False), (209, False)]),
    ):
        with flagged.connection.transaction():
            find(flagged.connection, run_id, full=True, as_of=as_of)
            assert fetch(flagged, seen) == expected


def found_wrong(newsroom, year, value):
    """A person says what is right for a year of the one series there is."""
    series_id = fetch(newsroom, "SELECT DISTINCT series_id FROM observation")[0][0]
    newsroom.insert(
        "correction",
        series_id=series_id,
        current_series_id=series_id,
        period_start=f"{year}-01-01",
        period_end=f"{year}-12-31",
        value=value,
        low=value,
        high=value,
        quote=str(value),
        reason="budget book",
        corrected_by="kim",
        corrected_at=newsroom.now,
    )


def steps(newsroom):
    newsroom.check(full=True)
    return [flag.values[0] for flag in newsroom.flags("step_change") if flag.severity != "info"]


def test_confirmed_errors_are_no_part_of_the_course(newsroom):
    newsroom.history([4_000, 300, 3_990, 305, 4_005, 298, 3_995, 303, 4_010, 4_020])
    assert "4020" not in steps(newsroom)
    for year in (2010, 2012, 2014, 2016, 2018):
        found_wrong(newsroom, year, 301)
    assert "4020" in steps(newsroom)


def test_after_a_confirmed_error_the_next_value_is_held_against_the_one_before_it(newsroom):
    newsroom.history([4_691, 4_702, 4_691])
    newsroom.check(full=True)
    assert newsroom.flags("stale_value") == []
    found_wrong(newsroom, 2011, 4_802)
    newsroom.check(full=True)
    assert [flag.values for flag in newsroom.flags("stale_value")] == [("4691", "4691")]


def test_a_confirmed_error_beats_no_record(newsroom):
    newsroom.history([300, 4_000, 305])
    newsroom.say(320, period="2013", on="2014-01-20", printed="역대 최대인 320개사")
    newsroom.check(full=True)
    assert [flag.values for flag in newsroom.flags("superlative")] == [("320", "4000")]
    found_wrong(newsroom, 2011, 302)
    newsroom.check(full=True)
    assert newsroom.flags("superlative") == []


def test_no_total_falls_below_a_confirmed_error(newsroom):
    total = {"kind": "cumulative", "kind_class": "cumulative", "open_start": True}
    for value, year in ((300, 2020), (700, 2021), (320, 2022), (310, 2023)):
        newsroom.say(value, period=str(year), on=f"{year + 1}-01-20", **total)
    newsroom.check(full=True)
    fell = {flag.values for flag in newsroom.flags("cumulative_falls")}
    assert fell == {("700", "320"), ("320", "310")}
    series_id = fetch(newsroom, "SELECT DISTINCT series_id FROM observation")[0][0]
    newsroom.insert(
        "correction",
        series_id=series_id,
        current_series_id=series_id,
        period_end="2021-12-31",
        **dict.fromkeys(("value", "low", "high", "quote"), 310),
        reason="r",
        corrected_by="kim",
        corrected_at=newsroom.now,
    )
    newsroom.check(full=True)
    assert {flag.values for flag in newsroom.flags("cumulative_falls")} == {("320", "310")}


def test_of_several_periods_it_must_be_said_which(newsroom):
    newsroom.history([300, 305, 298, 310, 303, 4_000], metric="exports")
    newsroom.check()
    with pytest.raises(CorrectionError, match="say which with --figure") as refusal:
        record(newsroom, "400")
    assert "1  가온시 수출액 2015년: 4000개사" in str(refusal.value)
    assert "2  가온시 수출액 2014년: 303개사" in str(refusal.value)
    with pytest.raises(CorrectionError, match="no figure 3"):
        record(newsroom, "400", number=3)
    assert record(newsroom, "400", number=1).period == "2015년"
    assert fetch(newsroom, "SELECT value FROM series_latest WHERE corrected_value IS NOT NULL") == [
        (4_000,)
    ]


def test_evidence_that_is_read_otherwise_by_now_cannot_be_corrected(flagged):
    flagged.connection.execute("UPDATE observation SET value = value + 1, high = high + 1")
    with pytest.raises(CorrectionError, match="nothing to correct"):
        record(flagged, "202")


@pytest.mark.parametrize(
    ("printed", "unit", "counter", "written", "value", "width"),
    [
        ("1조 8,840억 원", "KRW", None, "1조8844억", 1_884_400_000_000, 100_000_000),
        ("1조 8,840억 원", "KRW", None, "1조 8,844억 원", 1_884_400_000_000, 100_000_000),
        ("1조 8,840억 원", "KRW", None, "1884400000000", 1_884_400_000_000, 1),
        ("185억 달러", "USD", None, "186억 2천만", 18_620_000_000, 10_000_000),
        ("626개사", "company", "개사", "652", 652, 0),
        ("626개사", "company", "개사", "652개사", 652, 0),
        ("3.1%", "%", None, "△3.2%", Decimal("-3.2"), Decimal("0.1")),
        ("3.1%", "%", None, "3.2", Decimal("3.2"), Decimal("0.1")),
        ("16.5ha", "har", None, "17.5", Decimal("17.5"), Decimal("0.1")),
        ("3만 명", "person", "명", "3만5천", 35_000, 1_000),
    ],
)
def test_amounts_are_read_as_announcements_print_them(
    newsroom, printed, unit, counter, written, value, width
):
    newsroom.say(10, period="2020", on="2021-01-07", printed=printed, unit=unit, counter=counter)
    newsroom.say(99, period="2020", on="2022-01-07", printed=printed, unit=unit, counter=counter)
    newsroom.check()
    flag = newsroom.flags()[0]
    figure = flag_figures(newsroom.connection, flag.flag_id)[0]
    right = right_value(written, figure)
    assert (right.value, right.high - right.low) == (value, width)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("", "no single amount"),
        ("many", "no single amount"),
        ("200~300", "no single amount"),
        ("200개사, 300개사", "no single amount"),
        ("652명", "is in person, the figure 202개사 is in company"),
        ("3억 원", "is in KRW"),
        ("2026년", "no single amount"),
    ],
)
def test_what_is_no_amount_is_refused(flagged, written, words):
    with pytest.raises(CorrectionError, match=words):
        record(flagged, written)
    assert fetch(flagged, "SELECT count(*) FROM correction") == [(0,)]


def test_a_correction_follows_its_series_and_its_flag(newsroom):
    conflict(newsroom, OLD)
    make_series(newsroom, NEW)
    newsroom.check()
    (flag,) = newsroom.flags(status=None)
    kept = record(newsroom, "100명", flag=flag)
    short = flag.flag_id.hex[:12]
    move(newsroom, OLD, NEW)
    assert settle(newsroom).flags == 1
    (moved,) = newsroom.flags(status=None)
    assert moved.flag_id != flag.flag_id
    assert find_flag(newsroom.connection, short) == moved.flag_id
    (follows,) = corrections_of(newsroom.connection, moved.flag_id)
    assert (follows.correction_id, follows.metric, follows.in_force) == (
        *(kept.correction_id, NEW, True),
    )
    shown = "SELECT metric, corrected_value FROM series_latest WHERE corrected_value IS NOT NULL"
    assert fetch(newsroom, shown) == [(NEW, 100)]
    assert fetch(newsroom, "SELECT value FROM confirmed_errors") == [(180,)]
    with pytest.raises(CorrectionError, match="says the same"):
        record(newsroom, "100명", flag=moved)
    # And back again, if the figures go back.
    move(newsroom, NEW, OLD)
    settle(newsroom)
    assert fetch(newsroom, shown) == [(OLD, 100)]


def test_a_mute_survives_that_two_flags_become_one(newsroom):
    for metric in (OLD, NEW):
        conflict(newsroom, metric)
    newsroom.check()
    flags = newsroom.flags()
    (old,) = [flag for flag in flags if flag.metric == OLD]
    until = newsroom.now.date() + timedelta(days=9)
    move_flags(
        newsroom.connection,
        [str(old.flag_id)],
        "mute",
        actor="kim",
        reason="recount",
        now=newsroom.now,
        until=until,
    )
    record(newsroom, "100명", flag=old)
    move(newsroom, OLD, NEW)
    settle(newsroom)
    (one,) = newsroom.flags(status=None)
    assert (one.status, one.muted_until) == ("muted", until)
    events = flag_events(newsroom.connection, flag_id=one.flag_id)
    assert next(event.muted_until for event in events if event.to_status == "muted") == until
    assert len(corrections_of(newsroom.connection, one.flag_id)) == 1
