"""The real article that started the project, through the whole night, found again by SQL."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import pytest

from jipyo.samples import OneSite, PageArticle
from spiders.outlets import write_overlay
from tests.flows.conftest import Jipyo

SHARED = Path(__file__).parents[2] / ".." / "shared"
SEED = SHARED / "seeds" / "announcement.txt"
GOLD = SHARED / "gold" / "announcements" / "seed.json"

pytestmark = pytest.mark.skipif(
    not (SEED.exists() and GOLD.exists()),
    reason="the real article lies beside the project, not in it",
)

PUBLISHED = datetime(2021, 6, 11, 10, 24, tzinfo=ZoneInfo("Asia/Seoul"))


def seed_article() -> PageArticle:
    """The article as its outlet's page carries it; the last two blocks are the page's furniture."""
    blocks = [block.strip() for block in SEED.read_text().split("\n\n") if block.strip()]
    title, subtitles, *body = blocks
    while "저작권자" in body[-1] or "기자" in body[-1]:
        body.pop()
    return PageArticle(
        number=12812,
        title=title,
        subtitle_lines=tuple(subtitles.splitlines()),
        paragraphs=tuple(body),
        published_at=PUBLISHED,
        byline="김휘경 기자",
        section="경남",
        caption="",
    )


def letters_before(text: str, position: int) -> int:
    """How many letters that are no space stand before a position: the same in page and file."""
    return len("".join(text[:position].split()))


def test_a_night_on_the_real_article(jipyo: Jipyo) -> None:
    with OneSite("viewphp", [seed_article()]) as site:
        write_overlay(
            jipyo.home,
            [
                {
                    "id": "knjbokji",
                    "sample": True,
                    "enabled": True,
                    "connect_to": f"http://127.0.0.1:{site.port}",
                    "politeness": {"delay_seconds": 0.0},
                }
            ],
        )
        jipyo.run("nightly", "--now", "2021-06-12T02:30+09:00")
    with psycopg.connect(jipyo.environment["JIPYO_DATABASE_URL"]) as connection:
        rows = connection.execute(
            """
            SELECT article.url, article_version.text, article_version.published_at,
                   figure.start_char, figure.end_char, figure.quote, figure.value,
                   figure.value_high, figure.unit
            FROM figure
            JOIN article_version USING (version_id)
            JOIN article USING (article_id)
            ORDER BY figure.start_char
            """
        ).fetchall()
        observations = connection.execute("SELECT count(*) FROM observation").fetchone()
        place = connection.execute("SELECT place FROM article_version").fetchall()
    wanted = json.loads(GOLD.read_text())["figures"]
    assert len(rows) == len(wanted) == 37
    assert observations == (37,)
    assert place == [("창원시",)]
    file_text = SEED.read_text()
    for row, figure in zip(rows, wanted, strict=True):
        url, text, published_at, start, end, quote, value, value_high, unit = row
        assert url == "https://knjbokji.co.kr/news/view.php?bIdx=12812"
        assert published_at == PUBLISHED
        assert text[start:end] == quote
        assert quote == figure["text"]
        assert letters_before(text, start) == letters_before(file_text, figure["start"])
        assert value == Decimal(figure["value"])
        assert value_high == (Decimal(figure["value_high"]) if figure["value_high"] else None)
        if figure["unit"] is not None:
            assert unit == figure["unit"]


def test_extract_prints_the_same_figures(jipyo: Jipyo) -> None:
    printed = jipyo.run(
        "extract", str(SEED), "--published", "2021-06-11", "--place", "창원시", "--format", "jsonl"
    )
    records = [json.loads(line) for line in printed.splitlines()]
    wanted = json.loads(GOLD.read_text())["figures"]
    found = [(entry["start"], entry["end"], entry["text"], entry["value"]) for entry in records]
    assert found == [
        (figure["start"], figure["end"], figure["text"], figure["value"]) for figure in wanted
    ]
    text = SEED.read_text()
    assert all(text[entry["start"] : entry["end"]] == entry["text"] for entry in records)
    # The database is not touched: nothing was started for it.
    assert not jipyo.home.data.exists()
