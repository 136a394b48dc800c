"""A night over forty look-alike outlets of which ten fail, each in a way of its own.

The other thirty are complete, every failure has its own name, and no host is troubled: it never
sees two requests at once, and is left in peace for its delay after every answer.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any

import psycopg
import pytest

from flows.reporting import MESSAGE_OUTLETS
from jipyo.samples import FORMS, NIGHTS, OneSite
from spiders.outlets import write_overlay
from tests.flows.conftest import LAST_THAT_BEGAN, Jipyo
from tests.samples.nights import nights_of
from tests.spiders.conftest import Answer, Host, article, untrusted

pytestmark = pytest.mark.prove

DELAY_SECONDS = 0.3
GOOD, PAGES = 30, 4
NOBODY_LISTENS = 1
"""A port of which nobody has ever heard."""


def politeness(**fields: object) -> dict[str, object]:
    return {"delay_seconds": DELAY_SECONDS, "timeout_seconds": 30.0, **fields}


def cut_off(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b"<html>")
    handler.close_connection = True


def failing(stack: ExitStack, folder: Path) -> list[tuple[Host, dict[str, Any], set[str]]]:
    """Ten outlets with the reasons that they must get, and nothing else."""
    context = untrusted(folder)

    def wrap(server: ThreadingHTTPServer) -> None:
        server.socket = context.wrap_socket(server.socket, server_side=True)

    found: list[tuple[Host, dict[str, Any], set[str]]] = []

    def add(
        name: str, reasons: set[str], answer: Answer | None = None, **fields: Any
    ) -> tuple[Host, dict[str, Any]]:
        host = stack.enter_context(Host(wrap=wrap if name == "tls" else None))
        for number in range(PAGES):
            host.put(number, answer)
        entry = host.entry(
            f"bad-{name}",
            **{
                "origin": f"https://{name}.example",
                "politeness": politeness(),
                "enabled": True,
                **fields,
            },
        )
        found.append((host, entry, reasons))
        return host, entry

    host, _ = add("trouble", {"robots_unreachable"})
    host.answers["/robots.txt"] = Answer(status=500)
    host, _ = add("refusal", {"robots_refused"})
    host.answers["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /\n")
    add("tls", {"robots_unreachable"})
    host, entry = add("nobody", {"robots_unreachable"})
    entry["connect_to"] = f"http://127.0.0.1:{NOBODY_LISTENS}"
    host, _ = add("empty", {"nothing_listed"})
    host.answers["/news/list.php"] = Answer(b"<html><body><ul></ul></body></html>")
    add(
        "drift",
        {"selector_drift"},
        Answer(article(7).replace(b"<div><p>", b"<div class='new'><p>")),
        family="ncode",
        article_pattern=None,
    )
    add("busy", {"http_429", "asked_to_wait"}, Answer(status=429, headers={"Retry-After": "9000"}))
    add("closed", {"http_403"}, Answer(status=403))
    add(
        "away",
        {"redirect_elsewhere"},
        Answer(status=302, headers={"Location": "https://other.example/"}),
    )
    add("cut", {"cut_off"}, Answer(cut_off))
    # A list of its own family for the one that drifted.
    host, entry, _ = next(one for one in found if one[1]["id"] == "bad-drift")
    for number in range(PAGES):
        path = f"/news/newsview.php?ncode=106500000000000{number}"
        host.answers[path] = host.answers.pop(f"/news/view.php?idx={number}")
    rows = "".join(
        f'<dl><dt><a href="{path}">가온시 {path[-1]}번째 소식</a></dt></dl>'
        for path in host.answers
        if "newsview" in path
    )
    host.answers["/news/list.php"] = Answer(
        f'<html><body><div class="listPhoto">{rows}</div></body></html>'.encode()
    )
    return found


def assert_left_in_peace(visits: Sequence[tuple[float, float]], name: str) -> None:
    """Requests as begin and end on the host's clock."""
    for (_, ended), (began, _) in pairwise(sorted(visits)):
        assert began >= ended, f"{name} saw two requests at once"
        assert began - ended >= DELAY_SECONDS - 0.02, f"{name} waited {began - ended:.3f} s only"


@pytest.mark.timeout(1200)
def test_thirty_are_complete_and_ten_are_named(jipyo: Jipyo, tmp_path: Path) -> None:
    now = NIGHTS[0]
    with ExitStack() as stack:
        good: dict[str, OneSite] = {}
        for number in range(GOOD):
            form = list(FORMS)[number % len(FORMS)]
            name = f"good-{number:02d}"
            site = OneSite(
                form,
                nights_of(form)[0][:PAGES],
                origin=f"https://www.{name}.example",
                site_id=name,
            )
            good[name] = stack.enter_context(site)
            site.carry(nights_of(form)[0][:PAGES], now=now)
        bad = failing(stack, tmp_path)
        entries = [
            site.outlet_entry(enabled=True, politeness=politeness()) for site in good.values()
        ]
        write_overlay(jipyo.home, [*entries, *(entry for _, entry, _ in bad)])
        night = jipyo.run_all("nightly", "--now", now.isoformat(), timeout_seconds=1000)
        message = night.stdout.splitlines()[-1]
        with psycopg.connect(jipyo.environment["JIPYO_DATABASE_URL"]) as connection:
            articles = dict(
                connection.execute(
                    "SELECT outlet_id, array_agg(url ORDER BY url) FROM article GROUP BY outlet_id"
                ).fetchall()
            )
            reasons = {
                outlet: set(names)
                for outlet, names in connection.execute(
                    "SELECT outlet_id, array_agg(reason) FROM failure GROUP BY outlet_id"
                ).fetchall()
            }
            verdicts = dict(
                connection.execute("SELECT outlet_id, verdict FROM outlet_health").fetchall()
            )
        wanted = {
            name: sorted(site.address(one) for one in site.articles) for name, site in good.items()
        }
        assert articles == wanted
        told = {entry["id"]: expected for _, entry, expected in bad}
        assert reasons == told
        assert {outlet for outlet, verdict in verdicts.items() if verdict != "ok"} == set(told)
        # The line names the first of them and counts the rest; the artifact has them all.
        lost = [name for name in told if verdicts[name] in {"failing", "not_collected"}]
        assert f"{len(lost) - MESSAGE_OUTLETS} more outlet" in message
        assert len(lost) >= 8, verdicts
        (run,) = jipyo.ask("flow_runs/filter", LAST_THAT_BEGAN)
        (artifact,) = jipyo.ask(
            "artifacts/filter",
            {"artifacts": {"flow_run_id": {"any_": [run["id"]]}, "key": {"any_": ["failures"]}}},
        )
        assert {(row["outlet"], row["reason"]) for row in json.loads(artifact["data"])} == {
            (name, reason) for name, reasons in told.items() for reason in reasons
        }
        for name, site in good.items():
            assert_left_in_peace([(visit.began, visit.ended) for visit in site.visits], name)
        for host, entry, _ in bad:
            assert_left_in_peace([(asked.began, asked.ended) for asked in host.asked], entry["id"])
