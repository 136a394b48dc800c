"""Announcements that carry scripts, SQL, control characters and endless words show as text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jipyo.report import ReportBuilt
from jipyo.store.flags import Flag

HOSTILE = (
    "<script>window.taken = 1</script><img src=x onerror='window.taken = 2'>"
    "'; DROP TABLE figure; --"
    " \x1b[31m\x1b]0;title\x07 \u202e\u2066 {{ 7 * 7 }} {% raw %} </q></td></table></svg>"
)


def test_hostile_text_shows_as_text(
    imported: Callable[..., list[Flag]],
    build: Callable[..., ReportBuilt],
    site: Path,
    chromium: Any,
) -> None:
    endless = "가" * 10_000
    flags = imported(
        *(
            {
                "url": f"https://news.test/{number}?q=<script>&x=\"'",
                "outlet": f"<b>신문{number}</b>\x1b[31m{'나' * 50}",
                "title": f"창원시 {HOSTILE} {endless}",
                "body": f"창원시는 2023년 {HOSTILE[:40]} 수출액 {value}억 달러를 기록했다고 "
                f"10일 밝혔다. {HOSTILE} {endless}",
                "place": "창원시",
                "published_at": f"2024-01-{10 + number}T09:00:00+09:00",
            }
            for number, value in ((1, "185"), (2, "178"))
        )
    )
    assert flags
    build()
    pages = sorted(site.rglob("*.html"))
    text = "\n".join(page.read_text("utf-8") for page in pages)
    assert "&lt;script&gt;" in text
    for forbidden in ("<script>", "<img", "\x1b", "\u202e", "\x07", "</b>신문", endless[:400]):
        assert forbidden not in text
    context = chromium.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for file in pages:
        page.goto(file.as_uri())
        assert page.evaluate("window.taken") is None
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, file
        assert page.locator("footer").count() == 1
    context.close()
    assert complaints == []
    assert not [url for url in asked if not url.startswith((site.as_uri(), "data:"))]
