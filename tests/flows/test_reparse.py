"""`jipyo reparse`: whatever an earlier reader made of the pages, today's makes of them anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest

from jipyo.samples import NIGHTS, SampleSites
from spiders.outlets import write_overlay
from tests.flows.conftest import Jipyo
from tests.flows.kills import difference, picture

NOW = NIGHTS[1].isoformat()
NOT_COMPARED = {"check_due", "night_run"}
"""What a replay adds to: series that are to be checked again, and the run itself."""

OLD: LiteralString = """
UPDATE capture SET parsed_by = 'old' WHERE parse_state <> 'pending';
UPDATE article_version SET reader_version = 'old';
"""
WRONG: LiteralString = """
-- An earlier reader took values for others, missed some, saw the same measure elsewhere, and knew
-- nothing of what figures say of one another.
UPDATE observation SET value = value * 10 WHERE value % 7 = 0;
DELETE FROM observation WHERE value % 5 = 0 AND value % 7 <> 0;
DELETE FROM figure_relation;
DELETE FROM figure
WHERE NOT EXISTS (SELECT FROM observation WHERE observation.figure_id = figure.figure_id)
  AND value IS NOT NULL AND figure_id::text > '8';
-- It read other times and another text from one page: another version, seen at the same moment.
INSERT INTO article_version
    (version_id, article_id, title, subtitle, body, text, published_day, published_from, byline,
     section, recorded_at, capture_id, reader_version)
SELECT gen_random_uuid(), article_id, title || ' - Bada', '', body, text, '2026-01-01',
       'visible', '', '', recorded_at, capture_id, 'old'
FROM article_version WHERE published_from <> 'import' AND title LIKE '%김해%';
INSERT INTO version_sighting
SELECT version_id, recorded_at FROM article_version WHERE published_day = '2026-01-01';
INSERT INTO figure
SELECT gen_random_uuid(), copied.version_id, 1, 5, '999명', 999, NULL, 999, 999, 'person', '명',
       'level', 'report', '거짓', 'title', NULL, NULL, 'none', '{}', false, '999명'
FROM article_version AS copied WHERE published_day = '2026-01-01';
UPDATE article SET news_day = '2026-01-01' WHERE article_id IN
    (SELECT article_id FROM article_version WHERE published_day = '2026-01-01');
DELETE FROM version_sighting USING article_version AS version
WHERE version.version_id = version_sighting.version_id AND version.published_day <> '2026-01-01'
  AND version.article_id IN
    (SELECT article_id FROM article_version WHERE published_day = '2026-01-01');
-- What is no article it took for one.
UPDATE capture SET parse_state = 'article', page_state = 'article', parsed_by = 'old'
WHERE parse_state = 'no_article';
"""


OTHER_SERIES: LiteralString = """
-- An earlier reader knew no relations, and had another key for everything.
DELETE FROM figure_relation;
INSERT INTO series_key
SELECT md5(series_id::text)::uuid, place, place_id, '~old ' || metric, false, scope, basis,
       kind_class, unit_class, speaker
FROM series_key;
UPDATE observation SET series_id = md5(series_id::text)::uuid;
UPDATE figure SET series_id = md5(series_id::text)::uuid;
-- It read other spans: other figures.
CREATE TEMPORARY TABLE other AS
SELECT figure_id, md5(figure_id::text)::uuid AS other_id FROM figure;
INSERT INTO figure
SELECT (jsonb_populate_record(figure, jsonb_build_object('figure_id', other_id,
        'start_char', start_char - 1, 'end_char', end_char - 1))).*
FROM other JOIN figure USING (figure_id);
UPDATE observation SET figure_id = other_id FROM other
WHERE other.figure_id = observation.figure_id;
DELETE FROM figure USING other WHERE other.figure_id = figure.figure_id;
-- Of captures it read another title: other versions.
CREATE TEMPORARY TABLE version AS
SELECT version_id, md5(version_id::text)::uuid AS other_id, recorded_at FROM article_version
WHERE capture_id IS NOT NULL;
INSERT INTO article_version
SELECT (jsonb_populate_record(article_version, jsonb_build_object('version_id', other_id,
        'title', 'another', 'reader_version', 'old'))).*
FROM version JOIN article_version USING (version_id);
UPDATE figure SET version_id = other_id FROM version
WHERE version.version_id = figure.version_id;
UPDATE observation SET version_id = other_id FROM version
WHERE version.version_id = observation.version_id;
UPDATE version_sighting SET version_id = other_id FROM version
WHERE version.version_id = version_sighting.version_id;
DELETE FROM release_sentence USING version
WHERE version.version_id = release_sentence.version_id;
DELETE FROM article_version USING version WHERE version.version_id = article_version.version_id;
"""


def execute(jipyo: Jipyo, statement: LiteralString) -> None:
    with psycopg.connect(jipyo.environment["JIPYO_DATABASE_URL"]) as connection:
        connection.execute(statement)


def compared(jipyo: Jipyo) -> dict[str, list[str]]:
    found = picture(jipyo.environment["JIPYO_DATABASE_URL"])
    with psycopg.connect(jipyo.environment["JIPYO_DATABASE_URL"]) as connection:
        found["imported"] = [
            repr(row)
            for row in connection.execute(
                "SELECT version_id, article_id, title, body, place, place_stated, recorded_at"
                " FROM article_version WHERE capture_id IS NULL ORDER BY version_id"
            )
        ]
        found["sighting"] = [
            repr(row) for row in connection.execute("SELECT * FROM version_sighting ORDER BY 1, 2")
        ]
    return {name: rows for name, rows in found.items() if name not in NOT_COMPARED}


@pytest.fixture
def filled(jipyo: Jipyo, tmp_path: Path) -> Iterator[Jipyo]:
    """Two nights of an outlet, one of them with an edited page, and two imports."""
    with SampleSites(night=1) as serving:
        write_overlay(jipyo.home, serving.outlet_entries())
        for number in (1, 2):
            serving.night = number
            jipyo.run("collect", "badaro", "--now", NIGHTS[number - 1].isoformat())
    file = tmp_path / "archive.jsonl"
    lines = [
        {
            "url": f"https://archive.example/{number}",
            "outlet": "옛신문",
            "published_at": "2025-11-16T09:00:00+09:00",
            "title": f"창원시 스마트공장 {number}곳",
            "body": f"창원시는 올해 스마트공장 {number}곳을 구축했다고 16일 밝혔다.",
            "place": "김해시",
        }
        for number in (61, 73)
    ]
    file.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    jipyo.run("import", str(file), "--now", NOW)
    yield jipyo


@pytest.mark.parametrize("workers", [pytest.param("1", marks=pytest.mark.prove), "2"])
def test_a_replay_gives_what_todays_readers_read(filled: Jipyo, workers: str) -> None:
    right = compared(filled)
    told = filled.run("reparse", "--workers", workers, "--now", NOW)
    assert told.startswith("0 pages read again: 0 claims stay, 0 go, 0 come")
    execute(filled, OLD)
    execute(filled, WRONG)
    wrong = compared(filled)
    assert wrong["observation"] != right["observation"]
    assert wrong["article_version"] != right["article_version"]

    told = filled.run("reparse", "--dry-run", "--workers", workers, "--now", NOW)
    pages = int(told.split(maxsplit=1)[0])
    assert pages > 15
    assert " would go, " in told
    assert "industry.smart_factory" in told
    assert not difference(compared(filled), wrong)

    told = filled.run("reparse", "--workers", workers, "--now", NOW)
    assert told.startswith(f"{pages} pages read again")
    assert not difference(compared(filled), right)
    assert filled.run("reparse", "--workers", workers, "--now", NOW).startswith("0 pages")


@pytest.mark.prove
def test_series_of_an_earlier_reader_lead_to_todays(filled: Jipyo) -> None:
    right = compared(filled)
    assert right["series_redirect"] == []
    execute(filled, OLD)
    execute(filled, OTHER_SERIES)
    told = filled.run("reparse", "--workers", "2", "--now", NOW)
    found = compared(filled)
    with psycopg.connect(filled.environment["JIPYO_DATABASE_URL"]) as connection:
        rows = connection.execute(
            "SELECT old.metric, new.metric, old.place = new.place, figures,"
            " (SELECT count(*) FROM observation WHERE observation.series_id = to_series_id)"
            " FROM series_redirect JOIN series_key AS old USING (series_id)"
            " JOIN series_key AS new ON new.series_id = to_series_id"
        ).fetchall()
        # Each has the figures of its series, and is there for every one.
        assert all(row[0] == f"~old {row[1]}" and row[2] and row[3] == row[4] for row in rows)
        [(series,)] = connection.execute(
            "SELECT count(DISTINCT series_id) FROM observation"
        ).fetchall()
    assert len(rows) == series > 10
    assert f"{series} series redirected" in told
    # Nothing else is otherwise than before; the old keys stand where they stood.
    found = {
        name: [row for row in kept if "~old" not in row] if name == "series_key" else kept
        for name, kept in found.items()
    }
    assert not difference(found | {"series_redirect": []}, right)


def test_two_replays_at_once_are_refused(filled: Jipyo) -> None:
    with psycopg.connect(filled.environment["JIPYO_DATABASE_URL"]) as other:
        other.execute("SELECT pg_advisory_lock(hashtext('jipyo reparse'))")
        done = filled.run_all("reparse", "--now", NOW, code=1)
    assert "Another reparse runs, or the checks do" in done.stderr
