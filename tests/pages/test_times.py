"""Times are read as printed, chosen by trust, and never invented."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from jipyo.pages import read_page
from jipyo.pages.moments import SEOUL, choose, parse_moment, parse_short

pytestmark = pytest.mark.quick

AT = datetime(2026, 11, 12, 16, 50, tzinfo=SEOUL)


@pytest.mark.parametrize(
    "printed",
    [
        "2026-11-12T16:50:00+09:00",
        "2026-11-12T07:50:00Z",
        "2026-11-12T16:50:00+0900",
        "2026-11-12 16:50",
        "2026.11.12 16:50",
        "2026. 11. 12. 16:50",
        "2026/11/12 [16:50]",
        "기사입력 2026년 11월 12일 오후 4시 50분",
        "2026-11-12 (목) 오후 4:50",
        "[2026-11-12 오후 4:50:00]",
        "2026년 11월 12일(목) 16시 50분",
        "20261112165000",
        "2026-11-12T07:50:00.000Z",
        "Published : November 12, 2026 - 16:50:00",
        "Nov. 12, 2026 4:50 p.m.",
        "Thu, 12 Nov 2026 07:50:00 GMT",
        "Thu, 12 Nov 2026 16:50:00 +0900",
        "입력 2026.11.12 16:50 수정 2026.11.13 09:00",
    ],
)
def test_printed_times(printed: str) -> None:
    assert parse_moment(printed) == AT


@pytest.mark.parametrize("printed", ["2026-11-12", "2026년 11월 12일", "작성일 2026.11.12."])
def test_a_day_stays_a_day(printed: str) -> None:
    found = parse_moment(printed)
    assert found == date(2026, 11, 12)
    assert not isinstance(found, datetime)


@pytest.mark.parametrize(
    "printed",
    [
        *("", "3시간 전", "어제", "2026-02-30 10:00", "2026-11-12 25:00"),
        # In another zone they would lie outside of the calendar.
        *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:00-12:00"),
    ],
)
def test_what_is_no_time_gives_none(printed: str) -> None:
    assert parse_moment(printed) is None


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 1, 1, 2, 30, tzinfo=SEOUL), datetime(2025, 12, 31, 23, 59, tzinfo=SEOUL)),
        (datetime(2026, 12, 31, 15, 0, tzinfo=UTC), datetime(2026, 12, 31, 23, 59, tzinfo=SEOUL)),
    ],
)
def test_a_list_date_without_a_year_is_the_last_such_day(now: datetime, expected: datetime) -> None:
    assert parse_short("12-31 23:59", now) == expected


def test_the_order_of_trust() -> None:
    other = datetime(2026, 11, 12, 17, 0, tzinfo=SEOUL)
    assert choose([("json_ld", AT), ("meta", None), ("visible", other)]) == (AT, "json_ld")
    assert choose([("json_ld", None), ("meta", None), ("visible", AT)]) == (AT, "visible")
    # A day of a statement yields to a moment of another one.
    assert choose([("meta", date(2026, 11, 12)), ("list", AT)]) == (AT, "list")
    assert choose([("visible", date(2026, 11, 12))]) == (date(2026, 11, 12), "visible")
    assert choose([("json_ld", None), ("feed", None)]) == (None, "missing")


KST9 = timedelta(hours=9)
LATER = AT + timedelta(minutes=10)
DAY = AT.replace(hour=0, minute=0)


@pytest.mark.parametrize(
    ("json_ld", "meta", "visible", "listed", "fed", "expected"),
    [
        # Agreement: the first source is named.
        (AT, AT, AT, AT, AT, (AT, "json_ld")),
        (AT, None, AT.replace(second=33), None, None, (AT, "json_ld")),
        # One zone written wrongly: the line, which people check.
        (AT + KST9, None, AT, None, None, (AT, "visible")),
        (AT - KST9, None, AT, None, None, (AT, "visible")),
        (None, AT + KST9, AT, None, None, (AT, "visible")),
        (AT + KST9, AT + KST9, AT, None, None, (AT, "visible")),
        (AT + KST9, AT + KST9, AT.replace(second=7), AT + KST9, None, None),
        # Only one of the two machine-readable times is wrong.
        (AT + KST9, AT, AT, None, None, (AT, "meta")),
        (AT, AT + KST9, AT, None, None, (AT, "json_ld")),
        # Nine hours and a minute are no zone.
        (AT + KST9 + timedelta(minutes=1), None, AT, None, None, "json_ld"),
        # One against two that agree.
        (LATER, AT, AT, None, None, (AT, "meta")),
        (LATER, None, AT, None, AT, (AT, "visible")),
        (None, None, LATER, AT, AT, (AT, "list")),
        (LATER, AT, None, None, None, (LATER, "json_ld")),
        # Midnight of a machine is a day without its time.
        (DAY, None, AT, None, None, (AT, "visible")),
        (DAY, None, None, AT, None, (AT, "list")),
        (DAY, None, None, None, None, (DAY, "json_ld")),
        (DAY, None, AT + timedelta(days=1), None, None, (DAY, "json_ld")),
        # A day yields to a time, and stands where there is none.
        (date(2026, 11, 12), None, None, AT, None, (AT, "list")),
        (None, None, date(2026, 11, 12), None, None, (date(2026, 11, 12), "visible")),
        (None, None, None, None, AT, (AT, "feed")),
        (None, None, None, None, None, (None, "missing")),
    ],
)
def test_the_truth_table_of_publication_times(
    json_ld: object, meta: object, visible: object, listed: object, fed: object, expected: object
) -> None:
    statements = [
        ("json_ld", json_ld), ("meta", meta), ("visible", visible), ("list", listed), ("feed", fed),
    ]  # fmt: skip
    found = choose(statements)  # type: ignore[arg-type]
    if expected is None:
        assert found == (visible, "visible")
    elif isinstance(expected, str):
        assert found[1] == expected
    else:
        assert found == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("26.07.13", date(2026, 7, 13)),
        ("26-11-12 10:20", AT.replace(hour=10, minute=20)),
        ("작성일 : 26. 07. 13.", date(2026, 7, 13)),
        ("99.99.99", None),
        ("10:20:30", None),
    ],
)
def test_years_of_two_digits_are_read_only_on_boards(printed: str, expected: object) -> None:
    assert parse_moment(printed, short_year=True) == expected
    assert parse_moment(printed) is None


@pytest.mark.parametrize("written", ["2026-11-12T16:50:00Z", "2026-11-13T01:50:00+09:00"])
def test_a_zone_written_wrongly_by_the_offset_of_korea(written: str) -> None:
    page = f"""<html><head><meta charset="utf-8"><meta property="og:title" content="나루시 예산">
    <meta property="article:published_time" content="{written}"></head><body><h1>나루시 예산</h1>
    <p>입력 2026-11-12 16:50</p><div><p>나루시의 내년 예산은 1조 2,300억 원이라고 시가 밝혔다.</p>
    <p>올해보다 410억 원 늘었다고 시는 설명했다.</p></div></body></html>"""
    article = read_page(page.encode(), "https://naru.example/1")
    assert (article.published_at, article.published_from) == (AT, "visible")


def test_a_page_without_a_time_has_none() -> None:
    page = """<html><head><meta charset="utf-8"><title>나루시 예산</title></head><body>
    <h1>나루시 예산</h1><div><p>2025년 12월 31일 나루시 예산은 1조 2,300억 원이라고 밝혔다.</p>
    <p>올해보다 410억 원 늘었다고 시는 설명했다.</p></div></body></html>"""
    article = read_page(page.encode(), "https://naru.example/1")
    assert (article.published_at, article.published_from) == (None, "missing")
    listed = read_page(page.encode(), "https://naru.example/1", listed_at=AT, listed_from="feed")
    assert (listed.published_at, listed.published_from) == (AT, "feed")


ROWS = "".join(
    f"<{{row}}><a href='/{number}'>나루시 소식 {number}번째 이야기</a> {{time}}</{{row}}>"
    for number in range(6)
)
OTHERS = {
    "clock": ("<p class='date'>2026.11.15 일 09:21</p>", ""),
    "calendar": ("<p>2026년 11월 15일 일요일</p>", ""),
    "registration": ("", "<p>등록일: 2016-04-05 | 발행일: 2016-05-01</p>"),
    "rows": ("", ROWS.format(row="li", time="<span class='date'>2026-11-10 10:00</span>")),
    "cards": ("", ROWS.format(row="div", time="<time datetime='2026-11-10T10:00'>11-10</time>")),
}


@pytest.mark.parametrize("family", ["generic", "ndsoft"])
@pytest.mark.parametrize("other", OTHERS)
def test_times_of_other_things_are_not_taken(other: str, family: str) -> None:
    above, below = OTHERS[other]
    path = "/news/articleView.html?idxno=7" if family == "ndsoft" else "/7123"
    body = "id='article-view-content-div'" if family == "ndsoft" else "class='view'"
    page = f"""<html><head><meta charset="utf-8"><title>나루시 예산</title></head><body>{above}
    <h1>나루시 예산</h1><p class="info"><span>고은별 기자</span> <span>3시간 전</span></p>
    <div {body}><p>나루시의 내년 예산은 1조 2,300억 원이라고 시가 밝혔다.</p>
    <p>올해보다 410억 원 늘었다고 시는 설명했다.</p></div><div class="more">{below}</div>
    </body></html>"""
    article = read_page(page.encode(), f"https://naru.example{path}")
    assert (article.state, article.family, article.byline) == ("article", family, "고은별 기자")
    assert (article.published_at, article.published_from) == (None, "missing")
