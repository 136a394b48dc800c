"""The long proof of a replay: two workers take little more than half the time of one."""

from __future__ import annotations

import json
import random
import re
import time
from pathlib import Path

import psycopg
import pytest

from jipyo.samples import NIGHTS, articles_of
from tests.flows.conftest import Jipyo
from tests.flows.kills import difference
from tests.flows.test_reparse import compared, execute

ARTICLES = 20_000
MOST_OF_ONE = 0.58
SEED = 20_261_125
NOW = NIGHTS[1].isoformat()


def write(file: Path) -> None:
    """Articles with the sentences of the samples, each with numbers of its own."""
    random_numbers = random.Random(SEED)
    samples = [
        article
        for outlet in ("haneul", "badaro", "changwonboard")
        for article in articles_of(outlet, 4)
    ]

    def other(match: re.Match[str]) -> str:
        return "".join(
            str(random_numbers.randint(1, 9)) if sign.isdigit() else sign for sign in match.group()
        )

    with file.open("w", encoding="utf-8") as lines:
        for number in range(ARTICLES):
            article = samples[number % len(samples)]
            # Years and days stay what they are: what is no time cannot be dated.
            body = re.sub(
                r"(?<![\d'’])\d[\d,.]*(?![\d년월일기])", other, "\n\n".join(article.paragraphs)
            )
            line = {
                "url": f"https://archive.example/{number}",
                "outlet": f"archive{number % 20}",
                "published_at": f"2026-{1 + number % 9:02}-{1 + number % 27:02}T09:00:00+09:00",
                "title": article.title,
                "body": body,
            }
            lines.write(json.dumps(line, ensure_ascii=False) + "\n")


def seconds(jipyo: Jipyo, workers: int) -> float:
    execute(jipyo, "UPDATE article_version SET reader_version = 'old'")
    with psycopg.connect(jipyo.environment["JIPYO_DATABASE_URL"], autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")
    started = time.monotonic()
    told = jipyo.run_all(
        "reparse", "--workers", str(workers), "--now", NOW, timeout_seconds=3000
    ).stdout
    taken = time.monotonic() - started
    assert told.startswith(f"{ARTICLES:,} pages".replace(",", ""))
    return taken


@pytest.mark.prove
@pytest.mark.timeout(7200)
def test_two_workers_take_little_more_than_half_the_time(jipyo: Jipyo, tmp_path: Path) -> None:
    file = tmp_path / "archive.jsonl"
    write(file)
    jipyo.run_all("import", str(file), "--now", NOW, timeout_seconds=3000)
    imported = compared(jipyo)
    one = seconds(jipyo, 1)
    by_one = compared(jipyo)
    two = seconds(jipyo, 2)
    by_two = compared(jipyo)
    figures = len(by_two["figure"])
    print(f"\n{ARTICLES} articles, {figures} figures: one {one:.0f} s, two {two:.0f} s")
    print(f"two workers take {two / one:.3f} of the time of one")
    assert not difference(by_one, imported)
    assert not difference(by_two, by_one)
    assert two <= MOST_OF_ONE * one
