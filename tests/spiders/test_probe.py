"""The process that looks at a site by hand: as polite as a crawl, and bounded."""

from __future__ import annotations

import itertools
import threading
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from flows.outlets import HostBusyError, tried
from flows.probing import Probe, ProbeFailedError
from spiders.outlets import Outlet
from tests.spiders.conftest import NOW, Answer, Crawls, Host, article

SITE = "https://gaon-news.example"


def outlet(host: Host, **fields: Any) -> Outlet:
    return Outlet.model_validate(host.entry(**fields))


def test_it_asks_as_a_crawl_does(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIPYO_CONTACT", "mailto:desk@reader.example")
    host.put(1)
    host.answers["/robots.txt"] = Answer(
        b"User-agent: *\nCrawl-delay: 1\nDisallow: /closed\n",
        headers={"Content-Type": "text/plain"},
    )
    host.answers["/away"] = Answer(status=302, headers={"Location": "https://other.example/"})
    host.answers["/moved"] = Answer(status=301, headers={"Location": "/news/view.php?idx=1"})
    told: list[str] = []
    with Probe(outlet(host), tell=told.append) as probe:
        assert (probe.robots.state, probe.robots.delay_seconds) == ("rules", 1)
        found = {
            path: probe.ask(f"{SITE}{path}")
            for path in ("/news/view.php?idx=1", "/closed/x", "/away", "/nowhere", "/moved")
        }
        elsewhere = probe.ask("https://other.example/")
    page = found["/news/view.php?idx=1"]
    assert (page.status, page.body, page.charset, page.reason) == (200, article(1), "utf-8", "")
    assert {path: answer.reason for path, answer in found.items()} == {
        "/news/view.php?idx=1": "",
        "/closed/x": "robots_refused",
        "/away": "redirect_elsewhere",
        "/nowhere": "http_404",
        "/moved": "",
    }
    assert found["/moved"].answered_at == f"{SITE}/news/view.php?idx=1"
    assert elsewhere.reason == "redirect_elsewhere"
    # What may not be asked was not; robots.txt was asked first.
    assert [asked.path for asked in host.asked] == [
        *("/robots.txt", "/news/view.php?idx=1", "/away", "/nowhere", "/moved"),
        "/news/view.php?idx=1",
    ]
    agents = {asked.headers["User-Agent"] for asked in host.asked}
    assert len(agents) == 1
    assert "mailto:desk@reader.example" in agents.pop()
    # The pause that robots.txt asks for is kept between any two, redirects included.
    begun = [asked.began for asked in host.asked[1:]]
    assert all(later - earlier >= 0.95 for earlier, later in itertools.pairwise(begun))
    assert len(told) == 7


def test_it_sends_no_more_requests_than_it_may(host: Host) -> None:
    paths = [host.put(number) for number in range(6)]
    with Probe(outlet(host), most_requests=4) as probe:
        answers = [probe.ask(f"{SITE}{path}").reason for path in paths]
    assert answers == ["", "", "", "budget_spent", "budget_spent", "budget_spent"]
    assert len(host.asked) == 4


def test_a_host_in_trouble_is_left_alone(host: Host) -> None:
    host.answers["/robots.txt"] = Answer(status=503)
    with Probe(outlet(host)) as probe:
        assert probe.robots.state == "stay_away"
        assert "503" in probe.robots.detail
        with pytest.raises(ProbeFailedError, match="exit code 0"):
            probe.ask(f"{SITE}/news/list.php")
    assert [asked.path for asked in host.asked] == ["/robots.txt"]


def test_a_host_that_is_being_crawled_is_not_asked_as_well(
    host: Host, crawls: Crawls, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def held(handler: BaseHTTPRequestHandler) -> None:
        assert go_on.wait(60)
        handler.send_error(404)

    host.put(1, Answer(held))
    monkeypatch.setenv("JIPYO_DATABASE_URL", crawls.url)
    process, run_id = crawls.start(host.entry())
    host.wait_until_asked(1)
    asked = len(host.asked)
    try:
        with pytest.raises(HostBusyError, match="is being crawled"):
            tried(outlet(host), now=NOW, tell=lambda line: None)
        assert len(host.asked) == asked
    finally:
        go_on.set()
    assert crawls.end(process, run_id).code == 0
