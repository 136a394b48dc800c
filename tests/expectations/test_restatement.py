"""Truth table of check restatement, through the real store."""

from __future__ import annotations

import pytest

CHECK = "restatement"
MONEY = {"unit": "KRW", "counter": None, "kind": "level", "metric": "finance.national_funds"}


def test_a_base_that_was_never_published(told):
    # 2019 was 10,794 in total with its parts, and is 10,198 a year later.
    first = (
        "2018-12-10",
        "창원시 2019년 국비 1조794억 원 확보",
        "창원시가 2019년도 정부 예산에서 국비 1조794억 원을 확보했다고 10일 밝혔다. "
        "처음으로 1조 원을 넘은 것이다.\n\n"
        "시가 직접 시행하는 사업의 국비는 7229억 원, 타 기관이 시행하는 사업의 국비는 "
        "3565억 원이다.",
    )
    assert told(CHECK, first) == []
    later = (
        "2019-12-12",
        "창원시 2020년 국비 1조2548억 원 확보",
        "창원시는 2020년도 국비 1조2548억 원을 확보했다고 12일 밝혔다. "
        "지난해 확보한 1조198억 원보다 2350억 원 늘었다.",
    )
    (flag,) = told(CHECK, later)
    assert flag.severity == "warning"
    assert flag.values == ("1079400000000", "1019800000000")
    assert flag.message == (
        "창원시의 ‘국비 확보’ 수치(2019년)가 나중 발표에서 다른 값으로 나왔습니다: "
        "처음에는 1조 794억 원 (2018-12-10, 발표 1건), "
        "나중에는 1조 198억 원 (2019-12-12, 발표 1건, 비교 기준으로 인용). "
        "나온 횟수가 같아, 마지막에 나온 1조 198억 원 쪽이 지금 값입니다."
    )


def test_reported_again_otherwise(newsroom, checked):
    newsroom.say(202, period="2020", on="2021-01-07")
    newsroom.say(209, period="2020", on="2022-03-07")
    newsroom.say(209, period="2020", on="2023-03-07", role="base")
    (flag,) = checked(CHECK)
    assert flag.severity == "warning"
    assert flag.values == ("202", "209")
    assert "209개사 (2022-03-07, 발표 2건)" in flag.message
    assert "더 자주 나온 값은 나중의 209개사입니다" in flag.message
    # The same pair is no conflict.
    assert newsroom.flags("conflict_between_releases") == []


def test_the_first_value_may_be_the_more_frequent(newsroom, checked):
    for on in ("2021-01-07", "2021-01-09", "2021-08-09"):
        newsroom.say(202, period="2020", on=on)
    newsroom.say(209, period="2020", on="2022-03-07")
    (flag,) = checked(CHECK)
    assert "처음에는 202개사 (2021-01-07, 발표 3건)" in flag.message
    assert "더 자주 나온 값은 처음의 202개사입니다" in flag.message


def test_what_the_printed_digits_of_both_allow(newsroom, checked):
    newsroom.say(12_874_310, period="2020", on="2021-01-07", counter="명", unit="person")
    newsroom.say(
        12_870_000,
        period="2020",
        on="2022-01-07",
        counter="명",
        unit="person",
        printed="1287만 명",
        interval=(12_865_000, 12_875_000),
        role="base",
    )
    # Cut off instead of rounded, with and without an interval of its own.
    newsroom.say(12_874_000, period="2020", on="2023-01-07", counter="명", unit="person")
    assert checked(CHECK) == []
    newsroom.say(12_774_310, period="2020", on="2024-01-07", counter="명", unit="person")
    assert len(checked(CHECK)) == 1


@pytest.mark.parametrize("word", ["잠정", "속보치"])
def test_a_provisional_value_is_replaced(told, word):
    assert (
        told(
            CHECK,
            (
                "2022-01-20",
                "창원시 지난해 관광객 842만 명",
                f"창원시는 2021년 관광객이 842만3000명으로 {word} 집계됐다고 20일 밝혔다.",
            ),
            (
                "2023-01-19",
                "창원시 지난해 관광객 911만 명",
                "창원시는 지난해 관광객이 911만 명으로 2021년 791만8000명보다 늘었다고 밝혔다.",
            ),
        )
        == []
    )


@pytest.mark.parametrize(
    ("later", "severity"),
    [
        ("2021년 수출액 32억8700만 달러보다 10.8% 늘었다.", "warning"),
        ("2021년 수출액 32억8700만 달러보다 늘었다. 2021년 값은 확정치다.", "info"),
        ("2021년 수출액 32억8700만 달러보다 늘었다. 지난해 집계 기준이 바뀌었다.", "info"),
        ("다시 집계한 2021년 수출액 32억8700만 달러보다 10.8% 늘었다.", "info"),
    ],
)
def test_a_later_text_that_says_it_was_revised(told, later, severity):
    (flag,) = told(
        CHECK,
        (
            "2022-02-03",
            "창원시 지난해 수출 34억1200만 달러",
            "창원시의 2021년 수출액은 34억1200만 달러로 집계됐다고 시가 3일 밝혔다.",
        ),
        (
            "2023-02-02",
            "창원시 수출 36억 달러 넘겨",
            f"창원시의 지난해 수출액은 36억4100만 달러로 집계됐다. {later}",
        ),
    )
    assert flag.severity == severity
    assert flag.values == ("3412000000", "3287000000")
    assert ("수정이나 재집계" in flag.message) == (severity == "info")


def test_a_draft_is_voted_otherwise(told):
    (flag,) = told(
        CHECK,
        (
            "2022-12-06",
            "창원시 내년 국비 9245억 원 반영",
            "창원시가 정부에 건의한 2023년도 국비 9245억 원이 반영됐다고 6일 밝혔다.",
        ),
        (
            "2023-12-27",
            "창원시 2024년 국비 9810억 원 확보",
            "창원시가 2024년도 국비 9810억 원을 확보했다. 올해 8962억 원보다 848억 원 늘었다.",
        ),
    )
    assert flag.severity == "info"


def test_last_years_budget_is_the_one_that_was_voted(told):
    (flag,) = told(
        CHECK,
        (
            "2022-12-16",
            "창원시 2023년 본예산 1조2834억 원 확정",
            "창원시의 2023년도 본예산이 1조2834억 원으로 확정됐다.",
        ),
        (
            "2023-12-15",
            "창원시 2024년 본예산 1조3520억 원",
            "창원시의 2024년도 본예산이 1조3520억 원으로 확정됐다. "
            "올해 본예산 1조2434억 원보다 1086억 원(8.7%) 늘었다.",
        ),
    )
    assert flag.severity == "warning"
    assert flag.values == ("1283400000000", "1243400000000")


def test_a_running_period_grows(newsroom, checked):
    newsroom.say(30, period="2021", on="2021-03-02")
    newsroom.say(75, period="2021", on="2021-10-02")
    newsroom.say(98, period="2021", on="2022-01-10")
    assert checked(CHECK) == []
    newsroom.say(91, period="2021", on="2023-01-10", role="base")
    (flag,) = checked(CHECK)
    # What counts is the first value of the finished year.
    assert flag.severity == "warning"
    assert flag.values == ("98", "91")


def test_a_value_that_falls_while_its_period_runs(newsroom, checked):
    newsroom.say(75, period="2021", on="2021-03-02")
    newsroom.say(60, period="2021", on="2021-10-02")
    (flag,) = checked(CHECK)
    assert flag.severity == "info"


def test_money_is_added_in_the_course_of_its_budget_year(newsroom, checked):
    newsroom.say(924_500_000_000, period="2022", on="2021-12-06", **MONEY)
    newsroom.say(961_000_000_000, period="2022", on="2022-09-27", **MONEY)
    assert checked(CHECK) == []
    newsroom.say(896_200_000_000, period="2022", on="2022-12-27", role="base", **MONEY)
    (flag,) = checked(CHECK)
    assert flag.severity == "warning"
    assert flag.values == ("924500000000", "896200000000")


def test_other_scope_speaker_period_and_size(newsroom, checked):
    newsroom.say(100, period="2020", on="2021-01-07")
    newsroom.say(70, period="2020", on="2022-01-08", scope="direct")
    newsroom.say(90, period="2020", on="2022-01-09", speaker="council")
    newsroom.say(80, period="2020-H1", on="2022-01-11", role="base")
    newsroom.say(60, period="2020", on="2022-01-12", place="누리군")
    newsroom.say(75, period="2020", on="2022-01-13", kind="target", kind_class="target")
    newsroom.say(95, period=None, on="2022-01-14", role="base")
    assert checked(CHECK) == []
    # Less than half is rather another thing of the same name.
    newsroom.say(40, period="2020", on="2022-01-15")
    (flag,) = checked(CHECK)
    assert flag.severity == "info"


def test_a_part_named_as_such_elsewhere_is_no_other_whole(newsroom, checked):
    release = newsroom.say(100, period="2020", on="2021-01-07")
    newsroom.say(70, period="2020", on="2021-01-07", scope="direct", release=release)
    newsroom.say(70, period="2020", on="2022-01-09")
    assert checked(CHECK) == []


def test_measures_without_an_entry(newsroom, checked):
    common = {"metric": "빗물받이 준설", "registered": False}
    newsroom.say(1_840, period="2021", on="2022-01-12", **common)
    newsroom.say(1_710, period="2021", on="2023-01-11", role="base", **common)
    (flag,) = checked(CHECK)
    assert flag.severity == "warning"
    newsroom.say(230, period="2022", on="2023-01-12", rung="document", **common)
    newsroom.say(220, period="2022", on="2024-01-11", role="base", **common)
    assert [flag.severity for flag in checked(CHECK)].count("info") == 1


def test_what_is_known_is_not_told_again(newsroom, checked):
    newsroom.say(202, period="2020", on="2021-01-07")
    newsroom.say(209, period="2020", on="2022-03-07")
    (first,) = checked(CHECK)
    newsroom.say(208, period="2020", on="2022-04-07")
    (again,) = checked(CHECK)
    assert again.flag_id == first.flag_id
    assert again.values == ("202", "209", "208")
    events = newsroom.connection.execute("SELECT count(*) FROM flag_event").fetchone()
    assert events == (1,)


def test_a_phrase_that_only_adds_the_place_is_the_same(told):
    first = "강릉시 커피전문점이 지난해 말 612곳으로 조사됐다고 시가 21일 밝혔다."
    later = "강릉시 시내 커피전문점은 2023년 말 587곳에서 지난해 말 634곳으로 늘었다."
    told(CHECK, ("2024-02-21", "강릉 커피전문점", first), place="강릉시")
    (flag,) = told(CHECK, ("2025-02-12", "강릉 커피전문점", later), place="강릉시")
    assert (flag.severity, flag.values) == ("warning", ("612", "587"))
