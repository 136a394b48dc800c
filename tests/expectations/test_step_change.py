"""Truth table of check step_change, through the real store."""

from __future__ import annotations

import random

import pytest

CHECK = "step_change"
QUIET = [310, 325, 318, 334, 341, 329, 345]


def test_a_value_many_times_as_large_is_critical(newsroom, checked):
    newsroom.history([*QUIET, 15_700], metric="exports")
    (flag,) = checked(CHECK)
    assert flag.severity == "critical"
    assert flag.values[:2] == ("15700", "345")
    assert 330 <= int(flag.values[2]) <= 370
    assert len(flag.evidence) == 2
    assert flag.message.startswith(
        "가온시의 ‘수출액’ 수치(2017년)가 앞선 흐름에서 크게 뛰었습니다: 15,700개사"
    )


def test_a_doubling_is_a_warning_and_a_fall_is_told_as_one(newsroom, checked):
    newsroom.history([*QUIET, 720], metric="exports")
    newsroom.history([*QUIET, 120], metric="visitors")
    flags = {flag.metric: flag for flag in checked(CHECK)}
    assert flags["exports"].severity == "warning"
    assert "크게 떨어졌습니다" in flags["visitors"].message


def test_the_gate_is_relative_and_absolute(newsroom, checked):
    newsroom.history([*QUIET, 430], metric="exports")
    newsroom.history([2, 2, 3, 2, 2, 3, 2, 9], metric="designations")
    newsroom.history(
        [90_000, 92_000, 88_000, 91_000, 90_500, 300_000],
        metric="fees",
        unit="KRW",
        counter="원",
    )
    assert checked(CHECK) == []


@pytest.mark.parametrize(
    ("value", "found"),
    # Two digits changed places; as far off, and nothing puts it right; on the line.
    [(141_832, 1), (139_955, 0), (114_832, 0)],
)
def test_digits_that_changed_places_are_found_in_a_quiet_series(newsroom, checked, value, found):
    newsroom.history([122_801, 120_932, 118_914, 116_675, value], metric="visitors")
    assert len(checked(CHECK)) == found


def test_the_stated_interval_is_what_must_leave_the_course(newsroom, checked):
    newsroom.history([300, 300, 300, 300, 300, 300], metric="exports")
    newsroom.say(
        650,
        period="2016",
        on="2017-01-20",
        metric="exports",
        interval=(310, 990),
        printed="약 650개사",
    )
    assert checked(CHECK) == []
    newsroom.say(
        650,
        period="2017",
        on="2018-01-20",
        metric="exports",
        interval=(649, 651),
        printed="650개사",
    )
    assert checked(CHECK) == []  # it stayed where the point before it was
    newsroom.say(650, period="2016", on="2017-02-20", metric="exports")
    newsroom.say(650, period="2016", on="2017-03-20", metric="exports")
    (flag,) = checked(CHECK)
    assert "(2016년)" in flag.message


def test_words_may_leave_one_end_open(newsroom, checked):
    newsroom.history(QUIET, metric="floor")
    newsroom.history(QUIET, metric="ceiling")
    for metric, value, interval in (("floor", 100, (100, None)), ("ceiling", 900, (None, 900))):
        newsroom.say(value, period="2017", on="2018-01-20", metric=metric, interval=interval)
    assert checked(CHECK) == []
    newsroom.say(900, period="2018", on="2019-01-20", metric="floor", interval=(900, None))
    (flag,) = checked(CHECK)
    assert flag.metric == "floor"


def test_with_fewer_than_four_earlier_points_it_is_information(newsroom, checked):
    newsroom.history([100, 104, 101, 350], metric="exports")
    (flag,) = checked(CHECK)
    assert flag.severity == "info"
    assert "비교할 시점은 3개뿐" in flag.message
    assert flag.values == ("350", "101")


def test_missing_history_missing_period_and_unfinished_periods(newsroom, checked):
    newsroom.say(5, period="2020", on="2021-01-20", metric="alone")
    newsroom.history(QUIET, metric="exports")
    newsroom.say(9_000, period=None, on="2018-01-20", metric="exports")
    newsroom.say(20, period="2017", on="2017-02-20", metric="exports")
    newsroom.say(9_000, period="2017", on="2018-01-20", metric="exports", rung="publication")
    assert checked(CHECK) == []


def test_other_lengths_scopes_and_kinds_are_other_courses(newsroom, checked):
    newsroom.history(QUIET, metric="exports")
    newsroom.say(28, period="2017-06", on="2017-07-10", metric="exports")
    newsroom.say(88, period="2017-Q3", on="2017-10-10", metric="exports")
    newsroom.say(3_000, period="2017", on="2018-01-20", metric="exports", scope="complex")
    newsroom.say(3_100, period="2017", on="2018-01-20", metric="exports", role="ceiling")
    newsroom.history(
        [5, 5, 5, 5, 5, 50],
        metric="exports",
        kind="growth",
        kind_class="growth",
        unit="%",
        counter="%",
    )
    assert checked(CHECK) == []


def test_a_lasting_shift_and_an_outlier_are_told_once(newsroom, checked):
    newsroom.history([*QUIET, 900, 905, 911, 908], metric="shift")
    newsroom.history([*QUIET, 2_000, 350, 352, 348], metric="outlier")
    told = sorted((flag.metric, flag.values[0]) for flag in checked(CHECK))
    assert told == [("outlier", "2000"), ("shift", "900")]


def test_what_most_releases_say_is_the_point(newsroom, checked):
    newsroom.history(QUIET, metric="exports")
    newsroom.say(3_400, period="2017", on="2018-01-10", metric="exports")
    newsroom.say(340, period="2017", on="2018-01-12", metric="exports")
    newsroom.say(340, period="2017", on="2018-02-12", metric="exports")
    assert checked(CHECK) == []


def test_what_is_known_is_not_told_again(newsroom, checked):
    newsroom.history([*QUIET, 15_700], metric="exports")
    (first,) = checked(CHECK)
    newsroom.say(350, period="2018", on="2019-01-20", metric="exports")
    (again,) = checked(CHECK)
    assert again.flag_id == first.flag_id
    assert newsroom.connection.execute("SELECT count(*) FROM flag_event").fetchone() == (1,)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("level", [random.Random(3).gauss(800, 40) for _ in range(15)]),
        ("compound", [500 * 1.25**year for year in range(12)]),
        ("steady", [200 + 150 * year for year in range(14)]),
        ("constant", [76] * 9),
        ("shrinking", [900 * 0.85**year for year in range(10)]),
        ("trebling", [3**year * 20 for year in range(8)]),
    ],
)
def test_clean_series_raise_nothing(newsroom, checked, name, values):
    newsroom.history([round(value) for value in values], metric=name)
    assert checked(CHECK) == []


def test_a_season_raises_nothing(newsroom, checked):
    year = [100, 105, 98, 103, 101, 99, 420, 410, 104, 100, 97, 102]
    newsroom.history(year + [round(1.04 * value) for value in year], step="month")
    found = checked(CHECK)
    # The first July is news; the second is known to be one.
    assert all("2011년 7월" not in flag.message for flag in found)


def test_balances_may_be_negative(newsroom, checked):
    newsroom.history([-120, 80, -60, 140, 30, -90, 60, 5_000], metric="balance")
    (flag,) = checked(CHECK)
    assert flag.values[0] == "5000"
