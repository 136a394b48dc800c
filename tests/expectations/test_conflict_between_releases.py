"""Truth table of check conflict_between_releases, through the real store."""

from __future__ import annotations

import pytest

CHECK = "conflict_between_releases"


def test_two_announcements_of_a_finished_period_disagree(newsroom, checked):
    newsroom.say(202, period="2020", on="2021-01-07")
    newsroom.say(209, period="2020", on="2021-02-07")
    (flag,) = checked(CHECK)
    assert flag.severity == "warning"
    assert flag.values == ("202", "209")
    assert [piece.value for piece in flag.evidence] == ["202", "209"]
    assert "202개사" in flag.evidence[0].quote
    assert flag.evidence[0].published_at == "2021-01-07T09:00:00+09:00"
    assert flag.message == (
        "가온시의 ‘스마트공장 구축’ 수치(2020년)가 발표마다 다릅니다: "
        "202개사 (발표 1건, 처음 2021-01-07) / 209개사 (발표 1건, 처음 2021-02-07). "
        "발표 수가 같아 어느 쪽이 맞는지는 아직 알 수 없습니다."
    )
    assert flag.message_en == (
        "Announcements disagree on ‘스마트공장 구축’ of Gaon-si (2020): "
        "202 companies (1 announcement, first on 7 January 2021) / "
        "209 companies (1 announcement, first on 7 February 2021); "
        "as many announcements stand behind each, so which is right cannot be told yet."
    )


def test_a_large_difference_within_weeks_is_critical(newsroom, checked):
    for value, on in ((80_170_000_000, "2021-01-11"), (601_700_000_000, "2021-01-20")):
        newsroom.say(value, period="2020", on=on, unit="KRW", counter=None, printed=f"{value}원")
    (flag,) = checked(CHECK)
    assert flag.severity == "critical"
    assert "801억 7,000만 원" in flag.message
    assert "6,017억 원" in flag.message


def test_one_value_in_other_notation_agrees(newsroom, checked):
    newsroom.say(209, period="2020", on="2021-01-07", printed="209개")
    newsroom.say(209, period="2020", on="2022-03-07", counter="곳", printed="209곳")
    assert checked(CHECK) == []


def test_rounding_agrees_up_to_the_border_of_the_interval(newsroom, checked):
    rounded = ("1550000000000", "1650000000000")
    common = {"unit": "KRW", "counter": None}
    newsroom.say(
        1_600_000_000_000,
        period="2020",
        on="2021-01-07",
        interval=rounded,
        printed="1.6조",
        **common,
    )
    newsroom.say(
        1_650_000_000_000,
        period="2020",
        on="2021-02-07",
        printed="1조 6,500억",
        **common,
    )
    assert checked(CHECK) == []
    newsroom.say(
        1_661_200_000_000,
        period="2020",
        on="2021-02-09",
        printed="1조 6,612억",
        **common,
    )
    (flag,) = checked(CHECK)
    # What ends in zeros may have been cut off, by up to three per cent: not so here.
    # The rounded amount agrees with the first of the exact ones and speaks through it.
    assert flag.values == ("1650000000000", "1661200000000")
    assert "1조 6,500억 원 (발표 2건" in flag.message


def test_a_rounded_headline_gives_way_to_the_body(newsroom, checked):
    article = newsroom.say(
        1_800, period="2020", on="2021-01-07", interval=(1_700, 1_900), printed="약 1800개사"
    )
    version = newsroom.connection.execute("SELECT version_id FROM article_version").fetchone()[0]
    newsroom.connection.execute("UPDATE article_version SET text = text || ' 1,813개사'")
    newsroom.add_figure(version, 1_813, printed="1,813개사")
    newsroom.say(1_895, period="2020", on="2021-02-07")
    (flag,) = checked(CHECK)
    assert flag.values == ("1813", "1895")
    assert flag.evidence[0].url.endswith(str(article.int))


def test_words_may_leave_one_end_open(newsroom, checked):
    newsroom.say(
        3_000, period="2020", on="2021-01-07", interval=(3_000, None), printed="3000개사 이상"
    )
    newsroom.say(3_400, period="2020", on="2021-01-08")
    assert checked(CHECK) == []
    newsroom.say(2_900, period="2020", on="2021-01-09")
    assert len(checked(CHECK)) == 1


def test_missing_periods_and_guessed_ones(newsroom, checked):
    newsroom.say(10, period=None, on="2021-01-07")
    newsroom.say(20, period=None, on="2021-01-08")
    assert checked(CHECK) == []
    newsroom.say(30, period="2020-12", on="2021-01-07", rung="publication")
    newsroom.say(40, period="2020-12", on="2021-02-18", rung="publication")
    (flag,) = checked(CHECK)
    assert flag.severity == "info"


def test_other_scope_speaker_role_or_period_is_another_matter(newsroom, checked):
    newsroom.say(100, period="2020", on="2021-01-07")
    newsroom.say(70, period="2020", on="2021-01-08", scope="direct")
    newsroom.say(90, period="2020", on="2021-01-09", speaker="council")
    newsroom.say(80, period="2020", on="2021-01-10", role="base")
    newsroom.say(60, period="2020-H1", on="2021-01-11")
    newsroom.say(50, period="2020", on="2021-01-12", place="누리군")
    newsroom.say(40, period="2020", on="2021-01-13", kind="target", kind_class="target")
    newsroom.say(45, period="2020", on="2021-01-14", kind="target", kind_class="target")
    assert checked(CHECK) == []


def test_copies_of_one_release_vote_once(newsroom, checked):
    release = newsroom.say(93, period="2020", on="2021-01-07")
    for _ in range(3):
        newsroom.say(92, period="2020", on="2021-01-07", release=release)
    # A garbled copy is not another announcement.
    assert checked(CHECK) == []
    newsroom.say(95, period="2020", on="2021-02-07")
    (flag,) = checked(CHECK)
    assert flag.values == ("92", "95")
    assert "발표 1건" in flag.message


def test_a_release_that_contradicts_itself_is_no_party(newsroom, checked):
    release = newsroom.say(93, period="2020", on="2021-01-07")
    newsroom.say(92, period="2020", on="2021-01-07", release=release)
    newsroom.say(95, period="2020", on="2021-02-07")
    assert checked(CHECK) == []


def test_only_the_latest_version_of_a_page_counts(newsroom, checked):
    newsroom.say(202, period="2020", on="2021-01-07")
    article = newsroom.say(220, period="2020", on="2021-01-08")
    assert len(checked(CHECK)) == 1
    newsroom.say(202, period="2020", on="2021-01-08", article=article, recorded="2021-01-10")
    assert checked(CHECK) == []


def test_a_running_period_may_grow_but_hardly_shrink(newsroom, checked):
    newsroom.say(30, period="2021", on="2021-10-02")
    newsroom.say(75, period="2021", on="2021-10-22")
    assert checked(CHECK) == []
    newsroom.say(60, period="2021", on="2021-11-12")
    (flag,) = checked(CHECK)
    assert flag.severity == "info"


def test_growth_rates_do_not_state_their_base(newsroom, checked):
    common = {"unit": "%", "counter": None, "kind": "growth", "kind_class": "growth"}
    newsroom.say("16.9", period="2021-05", on="2021-06-07", printed="16.9%", **common)
    newsroom.say("3.2", period="2021-05", on="2021-06-09", printed="3.2%", **common)
    (flag,) = checked(CHECK)
    assert flag.severity == "info"
    assert "16.9%" in flag.message


def test_what_is_known_is_not_told_again(newsroom, checked):
    newsroom.say(202, period="2020", on="2021-01-07")
    newsroom.say(209, period="2020", on="2021-01-27")
    (first,) = checked(CHECK)
    newsroom.say(208, period="2020", on="2021-02-17")
    (again,) = checked(CHECK)
    assert again.flag_id == first.flag_id
    assert again.opened_at == first.opened_at
    assert again.values == ("202", "209", "208")
    events = newsroom.connection.execute("SELECT count(*) FROM flag_event").fetchone()
    assert events == (1,)


def test_most_announcements_stand_first(newsroom, checked):
    newsroom.say(208, period="2020", on="2021-01-07")
    newsroom.say(209, period="2020", on="2021-02-07")
    newsroom.say(209, period="2020", on="2022-03-07")
    (flag,) = checked(CHECK)
    assert flag.values == ("209", "208")
    assert "209개사 (발표 2건, 처음 2021-02-07)" in flag.message


def test_what_is_told_later_or_only_cited_is_a_restatement(newsroom, checked):
    newsroom.say(202, period="2020", on="2021-01-07")
    newsroom.say(209, period="2020", on="2021-02-22")
    newsroom.say(205, period="2020", on="2021-01-12", role="base")
    assert checked(CHECK) == []
    assert len(newsroom.flags("restatement")) == 1
    # On the forty-fifth day it is still of the same weeks; both checks then tell their own pairs.
    newsroom.say(207, period="2020", on="2021-02-21")
    (flag,) = checked(CHECK)
    assert flag.values == ("202", "207")
    (restated,) = newsroom.flags("restatement")
    assert set(restated.values) == {"202", "205", "209"}


def test_an_announcement_speaks_with_the_whole_where_it_names_its_parts_alike(newsroom, checked):
    release = newsroom.say(300, period="2020", on="2021-01-07")
    version = newsroom.connection.execute("SELECT version_id FROM article_version").fetchone()[0]
    newsroom.connection.execute("UPDATE article_version SET text = text || ' 180개사와 120개사'")
    for value in (180, 120):
        newsroom.add_figure(version, value, printed=f"{value}개사")
    newsroom.say(310, period="2020", on="2021-01-20")
    (flag,) = checked(CHECK)
    assert flag.values == ("300", "310")
    assert flag.evidence[0].url.endswith(str(release.int))


def test_a_correction_is_news(told):
    (flag,) = told(
        CHECK,
        (
            "2026-01-16",
            "창원시 2025년 투자유치액 1조 3,870억 원",
            "창원시의 2025년 투자유치액은 1조 3,870억 원으로 집계됐다고 시가 16일 밝혔다.",
        ),
        (
            "2026-01-18",
            "창원시 “2025년 투자유치액은 1조 2,930억 원” 바로잡아",
            "창원시는 2025년 투자유치액을 1조 2,930억 원으로 바로잡는다고 18일 밝혔다.",
        ),
    )
    assert flag.severity == "info"
    assert flag.values == ("1387000000000", "1293000000000")
    assert flag.message.endswith("바로잡거나 다시 집계했다고 밝힌 글이 있습니다.")


@pytest.mark.parametrize(("cut", "found"), [(True, []), (False, ["warning"])])
def test_a_later_text_that_names_the_earlier_value_explains_it(told, cut, found):
    first = "홍성군이 2023년도 본예산안을 8,412억 원 규모로 편성해 21일 군의회에 냈다."
    led = "군이 낸 8,412억 원에서 37억 원을 깎아 " if cut else ""
    later = f"홍성군의 2023년도 본예산안은 {led}8,375억 원이라고 군이 30일 밝혔다."
    flags = told(
        CHECK,
        ("2022-11-21", "홍성군 예산안", first),
        ("2022-11-30", "홍성군 예산안", later),
        place="홍성군",
    )
    assert [flag.severity for flag in flags if flag.severity != "info"] == found
