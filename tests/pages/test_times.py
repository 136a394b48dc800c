"""Times are read as printed, chosen by trust, and never invented."""

from __future__ import annotations

from datetime import UTC, date, datetime

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
    "printed", ["", "3시간 전", "어제", "2026-02-30 10:00", "2026-11-12 25:00"]
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
