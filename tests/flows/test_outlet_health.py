"""A site that changes its markup: named the same night, and nothing that was fetched is lost."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import psycopg
import pytest

from jipyo.samples import NIGHTS, SampleSites
from spiders.outlets import write_overlay
from tests.flows.conftest import LAST_THAT_BEGAN, Jipyo


class Renovated:
    """Stands before a site and, from when it is told to, gives its article pages another markup."""

    def __init__(self, origin: str) -> None:
        self.renovated = False
        front = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                try:
                    with urllib.request.urlopen(f"{origin}{self.path}", timeout=20) as answer:
                        status, headers, body = answer.status, answer.headers, answer.read()
                except urllib.error.HTTPError as error:
                    status, headers, body = error.code, error.headers, error.read()
                if front.renovated and "articleView" in self.path:
                    body = (
                        body.replace(b"article-view-content-div", b"story-text")
                        .replace(b"article-veiw-body", b"story")
                        .replace(b' itemprop="articleBody"', b"")
                    )
                self.send_response(status)
                self.send_header("Content-Type", headers["Content-Type"])
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """The terminal belongs to the tests."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def sites() -> Iterator[SampleSites]:
    with SampleSites(night=1) as serving:
        yield serving


def drifted_pages(jipyo: Jipyo) -> int:
    with psycopg.connect(jipyo.environment["JIPYO_DATABASE_URL"]) as connection:
        row = connection.execute(
            "SELECT count(*) FROM capture WHERE page_state = 'selector_drift'"
        ).fetchone()
    assert row is not None
    return row[0]


@pytest.mark.prove
def test_a_changed_markup_is_named_the_same_night_and_its_pages_are_read_later(
    jipyo: Jipyo, sites: SampleSites
) -> None:
    entry = next(one for one in sites.outlet_entries() if one["family"] == "ndsoft")
    front = Renovated(str(entry["connect_to"]))
    entry = {**entry, "connect_to": front.address}
    write_overlay(jipyo.home, [entry])

    def health(*options: str) -> list[dict[str, Any]]:
        told = jipyo.run("outlets", "health", *options, "--format=jsonl")
        return [json.loads(line) for line in told.splitlines()]

    try:
        # What a collection by hand leaves is what a night leaves; it starts no Prefect.
        jipyo.run("collect", str(entry["id"]), "--now", NIGHTS[0].isoformat())
        with psycopg.connect(jipyo.environment["JIPYO_DATABASE_URL"]) as connection:
            connection.execute("UPDATE night_run SET kind = 'nightly'")
        (first,) = health()
        assert (first["verdict"], first["format"]) == ("ok", "health/1")
        assert first["listed"] >= first["new_articles"] == first["pages_with_text"] > 0
        assert first["articles_with_figures"] > 0

        front.renovated = True
        sites.night = 2
        now = NIGHTS[1].isoformat()
        message = jipyo.run("nightly", "--now", now, f"--outlet={entry['id']}").splitlines()[-1]
        (second,) = health()
        drifted = second["pages_read"]
        told = (
            f"{entry['id']}: markup changed ({drifted} of {drifted} pages selector_drift),"
            f" last good night {first['news_day']}"
        )
        assert told in message
        assert (second["verdict"], second["why"]) == ("failing", "markup_changed")
        assert second["failures"] == {"selector_drift": drifted}
        assert second["pages_unread"] == drifted > 0
        assert told.partition(": ")[2] in jipyo.run("outlets", "health", str(entry["id"]))
        (run,) = jipyo.ask("flow_runs/filter", LAST_THAT_BEGAN)
        artifacts = jipyo.ask(
            "artifacts/filter", {"artifacts": {"flow_run_id": {"any_": [run["id"]]}}}
        )
        data = {artifact["key"]: artifact["data"] for artifact in artifacts}
        (row,) = json.loads(data["outlets"])
        assert row["state"] == "failing"
        assert row["why"].startswith("markup\\_changed")
        assert row["last good night"] == first["news_day"]
        assert "Outlets to look at" in data["night"]

        # The entry is mended: another family reads what the old one could not.
        mended = {
            **entry,
            "family": "generic",
            "article_pattern": r"^/news/articleView\.html\?idxno=\d+$",
        }
        write_overlay(jipyo.home, [mended])
        jipyo.run("collect", str(entry["id"]), "--now", NIGHTS[2].isoformat())
        assert drifted_pages(jipyo) == drifted
        assert jipyo.run("reparse", "--now", NIGHTS[2].isoformat()).startswith(f"{drifted} pages")
    finally:
        front.stop()
    assert drifted_pages(jipyo) == 0
    done = jipyo.run_all("outlets", "health", "nowhere", code=1)
    assert "No night was to collect an outlet nowhere" in done.stderr
