"""Hundreds of texts without a mistake in them: what is checked within a text must stay quiet."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest

from expectations.run import find, keep_flags
from flows.importing import import_articles
from flows.reading import keep_registry
from jipyo.store.database import connect
from jipyo.store.flags import list_flags
from jipyo.store.runs import open_run

GOLD = Path(__file__).parents[1] / "gold"
MOST = 1
"""Flags of at least warning within 745 texts with some 18,000 figures."""


@pytest.mark.prove
def test_texts_without_a_mistake_raise_nothing(database_url, tmp_path, monkeypatch):
    monkeypatch.setenv("JIPYO_DATABASE_URL", database_url)
    monkeypatch.setenv("JIPYO_HOME", str(tmp_path / "home"))
    lines: list[str] = []
    for file in sorted(GOLD.glob("*/*.json")):
        annotation = json.loads(file.read_text("utf-8"))
        title, _, body = file.with_suffix(".txt").read_text("utf-8").partition("\n")
        published = annotation["published"][:10]
        article = {
            "url": f"https://news.test/{file.stem}",
            "outlet": "솔빛뉴스",
            "published_at": f"{published}T09:00:00+09:00",
            "title": title,
            "body": body.strip(),
            "place": annotation["place"],
        }
        if article["body"]:
            lines.append(json.dumps(article, ensure_ascii=False))
    articles = tmp_path / "articles.jsonl"
    articles.write_text("\n".join(lines), "utf-8")
    now = datetime.fromisoformat("2026-11-26T02:30:00+09:00")
    report = import_articles(articles, now=now, tell=lambda _: None)
    assert report.broken == 0
    assert report.new > 450
    with connect(database_url) as connection:
        connection.autocommit = True
        keep_registry(connection)
        run_id = uuid4()
        open_run(connection, run_id, "check", now)
        with connection.transaction():
            find(connection, run_id, full=True)
            keep_flags(connection, run_id, now)
        loud = [
            f"{flag.check}: {flag.message}"
            for flag in list_flags(connection, status="open")
            if flag.severity != "info" and len({piece.url for piece in flag.evidence}) == 1
        ]
    assert len(loud) <= MOST, "\n".join(loud)
