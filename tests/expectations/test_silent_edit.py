"""Truth table of check silent_edit, from texts through the readers and the store."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from expectations.run import find
from jipyo.store.flag_life import move_flags

CHECK = "silent_edit"
FIRST_NIGHT = datetime(2024, 1, 11, 2, 30, tzinfo=ZoneInfo("Asia/Seoul"))

TITLE = "밀양 스마트팜 혁신밸리 공사 속도"
BODY = (
    "밀양시 스마트팜 혁신밸리 조성 사업에 총사업비 914억 원이 들어간다. 시는 올해 청년 교육생 "
    "52명을 뽑는다.\n\n밀양시는 10일 공정 회의를 열고 공사를 서두르기로 했다."
)


@pytest.fixture
def found(imported):
    """The flags after a page showed one text after the other, night by night."""

    def tell(*texts):
        flags = []
        for number, text in enumerate(texts):
            now = FIRST_NIGHT + timedelta(days=number)
            title, body = text if isinstance(text, tuple) else (TITLE, text)
            article = {
                "url": "http://news.test/page",
                "outlet": "남도일보",
                "title": title,
                "body": body,
                "fetched_at": (now - timedelta(hours=1)).isoformat(),
            }
            flags = imported(article, now=now)
        return [flag for flag in flags if flag.check == CHECK]

    return tell


def test_a_figure_changed_without_a_word(found):
    (flag,) = found(BODY, BODY.replace("914억", "941억"))
    assert flag.severity == "warning"
    assert flag.values == ("94100000000", "91400000000")
    assert ["914억" in flag.evidence[0].quote, "941억" in flag.evidence[1].quote] == [True, True]
    assert flag.message == (
        "남도일보 기사에서 밀양시의 ‘총사업비’ 수치(2024년)가 알림 없이 바뀌었습니다: "
        "앞서 914억 원, 지금은 941억 원."
    )


def test_a_reworded_sentence_with_another_figure(found):
    (flag,) = found(BODY, BODY.replace("총사업비 914억 원이 들어간다", "총사업비는 941억 원이다"))
    assert flag.values == ("94100000000", "91400000000")


def test_headline_and_body_changed_together_are_one_finding(found):
    texts = (("밀양시 지난해 관광객 214만 명", "밀양시의 지난해 관광객은 214만 명으로 집계됐다."),)
    texts += (("밀양시 지난해 관광객 241만 명", "밀양시의 지난해 관광객은 241만 명으로 집계됐다."),)
    assert len(found(*texts)) == 1


def test_a_page_that_names_its_city_only_in_the_name_of_a_festival(found):
    body = "보령머드축제가 6일 폐막했다. 시에 따르면 올해 축제에는 관광객 163만 명이 다녀갔다."
    title = "보령머드축제 17일간 대장정 마무리"
    (flag,) = found((title, body), (title, body.replace("163만", "136만")))
    assert flag.severity == "warning"
    assert flag.place == "보령시"
    assert flag.values == ("1360000", "1630000")


@pytest.mark.parametrize(
    "edited",
    [
        BODY.replace("서두르기로", "더 서두르기로"),
        BODY.replace("914억 원", "914억원"),
        BODY.replace("914억 원", "약 910억 원"),
        BODY.replace("밀양시는 10일", "밀양시는 2월 10일"),
        BODY.split("\n\n")[0],
        BODY + "\n\n온실은 지난해보다 12동 늘어난 37동이다.",
        BODY.replace(" 시는 올해 청년 교육생 52명을 뽑는다.", ""),
    ],
)
def test_prose_notation_and_paragraphs_are_no_edit_of_a_figure(found, edited):
    assert found(BODY, edited) == []


def test_items_of_a_list_in_another_order(found):
    one = "밀양시가 도로를 고친다. 국도 312억 원, 진입도로 198억 원, 시도 138억 원이 든다."
    other = "밀양시가 도로를 고친다. 진입도로 198억 원, 시도 138억 원, 국도 312억 원이 든다."
    assert found(one, other) == []


@pytest.mark.parametrize(
    "notice",
    [
        "\n\n[정정] 총사업비를 고쳤습니다.",
        "\n\n총사업비가 잘못 적혀 바로잡습니다.",
        "\n\n앞선 기사의 사업비는 941억 원으로 정정합니다.",
    ],
)
def test_a_correction_notice_makes_it_information(found, notice):
    (flag,) = found(BODY, BODY.replace("914억", "941억") + notice)
    assert flag.severity == "info"
    assert "알림과 함께" in flag.message


def test_a_later_count_of_the_same_day_is_information(found):
    body = "밀양시의 축제 방문객이 10일 오후 2시 현재 12,400명으로 집계됐다고 시가 밝혔다."
    later = body.replace("2시", "5시").replace("12,400", "31,800")
    assert [flag.severity for flag in found(body, later)] in ([], ["info"])


A = BODY
B = BODY.replace("914억", "941억")
A_TOO = A.replace("서두르기로", "더 서두르기로")
B_TOO = B.replace("서두르기로", "더 서두르기로")
C = BODY.replace("914억", "987억")


@pytest.mark.parametrize(
    ("texts", "swings", "shown"),
    [
        ((A, B), None, ("941", "914")),
        ((A, A_TOO, B, B_TOO), None, ("941", "914")),
        ((A, B, A), 2, ("941", "914")),
        ((A, B, A, B), 3, ("941", "914")),
        ((A, B, B_TOO, A_TOO, B), 3, ("941", "914")),
        # Another number came between: what is told is the change from the last one seen.
        ((A, B, C), None, ("987", "941")),
        ((A, B, C, B), 2, ("987", "941")),
        ((A, C, B, C, A), 2, ("987", "914")),
    ],
)
def test_a_page_that_goes_back_and_forth_says_how_often(found, texts, swings, shown):
    (flag,) = found(*texts)
    assert flag.severity == "warning"
    assert flag.values == tuple(f"{number}00000000" for number in shown)
    assert (f"{swings}번 바뀌었습니다" in flag.message) == (swings is not None)
    assert (f", {swings} changes so far: " in flag.message_en) == (swings is not None)


def test_a_page_that_flips_is_one_finding(found, newsroom):
    (flag,) = found(A, B, A, B, A)
    assert flag.values == ("94100000000", "91400000000")
    assert flag.message == (
        "남도일보 기사에서 밀양시의 ‘총사업비’ 수치(2024년)가 두 값 사이를 오가며 4번 "
        "바뀌었습니다: 앞서 941억 원, 지금은 914억 원."
    )
    assert newsroom.connection.execute(
        "SELECT count(*) FROM flag_event JOIN flag USING (flag_id) WHERE check_id = %s", (CHECK,)
    ).fetchone() == (1,)


@pytest.mark.parametrize("order", [(0, 1, 0), (0, 1, 0, 1), (1, 0, 1)])
def test_a_notice_in_one_of_two_versions_is_told_whichever_stands(found, order):
    versions = (A, B + "\n\n[정정] 총사업비를 고쳤습니다.")
    (flag,) = found(*(versions[number] for number in order))
    assert flag.severity == "info"
    assert "(한쪽에는 알림이 있습니다)" in flag.message
    assert "(one of the two has a notice)" in flag.message_en


def test_what_a_person_decided_of_the_two_holds_for_both_ways(found, newsroom):
    (flag,) = found(A, B)
    move_flags(
        newsroom.connection,
        [str(flag.flag_id)],
        "resolve",
        actor="편집자",
        reason="시에 물었다",
        now=FIRST_NIGHT + timedelta(days=1, hours=7),
    )
    assert found(A, B, A, B, A) == []
    assert len(found(A, B, A, B, A, C)) == 1


def test_it_is_one_finding_in_whatever_series_each_version_stands(newsroom):
    """The words around a number may give it another scope; the page is one and so is its place."""
    page = newsroom.say(202, period="2020", on="2021-01-07", recorded="2021-01-08")
    newsroom.say(
        209, period="2020", on="2021-01-07", recorded="2021-01-09", scope="direct", article=page
    )
    versions = newsroom.connection.execute(
        "SELECT version_id FROM article_version ORDER BY recorded_at"
    ).fetchall()
    ids = set()
    for night in range(4):
        seen_at = datetime(2021, 1, 10 + night, tzinfo=FIRST_NIGHT.tzinfo)
        newsroom.insert("version_sighting", version_id=versions[night % 2][0], seen_at=seen_at)
        newsroom.check(now=seen_at + timedelta(hours=3))
        (flag,) = newsroom.flags(CHECK)
        ids.add(flag.flag_id)
        assert flag.values == ("209", "202")
        assert f"{night + 2}번 바뀌었습니다" in flag.message
    assert len(ids) == 1
    assert newsroom.connection.execute("SELECT count(*) FROM flag_event").fetchone() == (1,)


def test_an_edit_of_prose_afterwards_does_not_hide_it(found):
    edited = BODY.replace("914억", "941억")
    (flag,) = found(BODY, edited, edited.replace("서두르기로", "더 서두르기로"))
    assert flag.values == ("94100000000", "91400000000")


def test_looking_back_knows_no_later_edit(found, newsroom):
    edited = BODY.replace("914억", "941억")
    found(BODY, edited)
    counts = {}
    for day in (0, 1):
        run_id, moment = uuid4(), FIRST_NIGHT + timedelta(days=day)
        newsroom.open_run(run_id, FIRST_NIGHT + timedelta(days=5))
        with newsroom.connection.transaction():
            counts[day] = find(newsroom.connection, run_id, full=True, as_of=moment)[1][CHECK]
    assert counts == {0: 0, 1: 1}
