"""A long-lived connection checks night after night."""

from __future__ import annotations

from datetime import timedelta


def test_nights_on_one_connection(newsroom):
    opened = []
    for year in range(2010, 2022):
        value = 300 + year % 3 if year < 2021 else 3_300
        newsroom.say(value, period=str(year), on=f"{year + 1}-01-20", metric="exports")
        now = newsroom.now + timedelta(days=year - 2010)
        opened.append(newsroom.check(now=now)[0])
    assert opened == [0] * 11 + [1]
