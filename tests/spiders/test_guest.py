"""A good guest: what the host sees of a crawl, measured at the host."""

from __future__ import annotations

import itertools
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler

import pytest
from scrapy.http import Headers

from spiders.settings import ContactError, checked_contact, user_agent
from spiders.visit import retry_after_seconds
from tests.spiders.conftest import NOW, Answer, Asked, Crawls, Host, article

DAY = timedelta(days=1)
TEXT = {"Content-Type": "text/plain"}


def pauses(asked: Sequence[Asked]) -> list[float]:
    """Seconds from the end of each answer to the start of the next request."""
    in_order = sorted(asked, key=lambda one: one.began)
    return [later.began - earlier.ended for earlier, later in itertools.pairwise(in_order)]


def slow(seconds: float, body: bytes = b"<html><body>slow</body></html>") -> Answer:
    def write(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html; charset=UTF-8")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return Answer(write)


# -- robots.txt ------------------------------------------------------------------------------


def test_each_host_that_is_asked_has_a_robots_txt_of_its_own(host: Host, crawls: Crawls) -> None:
    mobile = "m.gaon-news.example"
    closed = Answer(b"User-agent: *\nDisallow: /closed/\n", headers=TEXT)
    host.answers[f"{mobile}/robots.txt"] = closed
    host.answers[f"{mobile}/open/1"] = Answer(article(1))
    to = {number: f"https://{mobile}/{'open' if number == 1 else 'closed'}/1" for number in (1, 2)}
    for number, location in to.items():
        host.put(number, Answer(status=302, headers={"Location": location}))
    host.put(3)
    # A host that is in trouble with its robots.txt is left alone; the others are not.
    host.answers["old.gaon-news.example/robots.txt"] = Answer(status=500)
    host.put(4, Answer(status=301, headers={"Location": "https://old.gaon-news.example/x"}))
    ended = crawls.run(host.entry(other_hosts=[mobile, "old.gaon-news.example", "not.asked"]))
    assert crawls.failures(ended) == {
        "/news/view.php?idx=2": "robots_refused",
        "/news/view.php?idx=4": "robots_unreachable",
    }
    assert crawls.captured() == ["/news/view.php?idx=1", "/news/view.php?idx=3"]
    asked = [(one.headers["Host"].partition(".")[0], one.path) for one in host.asked]
    assert [name for name, path in asked if path == "/robots.txt"] == [
        *("gaon-news", "m", "old", "old", "old")
    ]
    assert not any(path.startswith("/closed") or path == "/x" for _, path in asked)


@pytest.mark.prove
def test_robots_txt_is_asked_for_anew_and_only_a_confirmed_one_stands(
    host: Host, crawls: Crawls
) -> None:
    host.tags = True
    path, closed = host.put(1), host.put(99)
    rules = Answer(b"User-agent: *\nDisallow: /news/view.php?idx=99\n", headers=TEXT)
    # Redirects within the outlet's hosts are followed, five of them.
    for number in range(5):
        location = "https://gaon-news.example" + (f"/r{number + 1}" if number < 4 else "/rules")
        hop = "/robots.txt" if number == 0 else f"/r{number}"
        host.answers[hop] = Answer(status=301, headers={"Location": location})
    host.answers["/rules"] = rules
    assert crawls.failures(crawls.run(host.entry())) == {closed: "robots_refused"}
    assert crawls.captured() == [path]

    # "Not modified": the rules as received stand.
    before = len(host.asked)
    crawls.run(host.entry(), now=NOW + DAY)
    answers = {one.path: one.status for one in host.asked[before:]}
    assert answers["/rules"] == 304
    assert closed not in host.paths

    # In trouble: what was received before does not stand in for an answer.
    host.answers["/robots.txt"] = Answer(status=503)
    ended = crawls.run(host.entry(), now=NOW + 2 * DAY)
    assert crawls.failures(ended) == {None: "robots_unreachable"}
    # A redirect to a stranger gives no permission.
    host.answers["/robots.txt"] = Answer(
        status=302, headers={"Location": "https://elsewhere.example/robots.txt"}
    )
    ended = crawls.run(host.entry(), now=NOW + 3 * DAY)
    assert crawls.failures(ended) == {None: "robots_unreachable"}

    # Not there (401 and 403 say so too, by the RFC): no rules, and the old ones are forgotten.
    host.answers["/robots.txt"] = Answer(status=403)
    ended = crawls.run(host.entry(), now=NOW + 4 * DAY)
    assert crawls.failures(ended) == {}
    assert closed in crawls.captured()
    assert crawls.fetch("SELECT count(*) FROM host_robots") == [(0,)]


def test_a_long_robots_txt_is_read_up_to_its_limit(host: Host, crawls: Crawls) -> None:
    first, open_path = host.put(1), host.put(2)
    head = b"User-agent: *\nDisallow: /news/view.php?idx=1\n"
    tail = b"\nDisallow: /news/view.php?idx=2\n"
    host.answers["/robots.txt"] = Answer(head + b"# filler line\n" * 1_000_000 + tail, headers=TEXT)
    ended = crawls.run(host.entry())
    assert crawls.failures(ended) == {first: "robots_refused"}
    assert crawls.captured() == [open_path]
    assert crawls.fetch("SELECT octet_length(content) FROM host_robots") == [(512 * 1024,)]


# -- one request at a time, and the pause between two ----------------------------------------


def test_crawls_that_share_hosts_queue_and_keep_the_pause(host: Host, crawls: Crawls) -> None:
    """Each outlet has the other's main host among its own: in any other order they would block."""
    for number in (1, 2):
        host.put(number)
    hosts = ["gaon-news.example", "gaon-sport.example", "gaon.example"]
    started = []
    for number, name in enumerate(hosts):
        others = [other for other in hosts if other != name]
        entry = host.entry(
            f"gaon{number}",
            origin=f"https://{name}",
            other_hosts=others,
            politeness={"delay_seconds": 0.3},
        )
        started.append(crawls.start(entry))
    # One that is killed lets its hosts go.
    host.wait_until_asked(1)
    started[0][0].kill()
    codes = [crawls.end(process, run_id).code for process, run_id in started]
    assert sorted(codes) in ([-9, 0, 0], [0, 0, 0])
    assert crawls.fetch("SELECT count(DISTINCT outlet_id) FROM capture WHERE url LIKE '%%idx=2'")[
        0
    ][0] >= codes.count(0)
    assert min(pauses(host.asked)) >= 0.3


def test_the_pause_follows_the_answer_and_grows_with_its_slowness(
    host: Host, crawls: Crawls
) -> None:
    for number in range(1, 4):
        host.put(number, slow(0.6, article(number)))
    for number in range(4, 7):
        host.put(number)
    crawls.run(host.entry(politeness={"delay_seconds": 0.2}))
    measured = pauses(host.asked)
    assert len(measured) == 7
    assert min(measured) >= 0.2
    # robots, list | three slow ones: after each the pause is as long as its answer took.
    assert min(measured[2:5]) >= 0.55
    # Quick answers bring it back by halves, never at once.
    assert measured[5] >= 0.3


# -- hosts that ask us to wait, or are in trouble --------------------------------------------


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_short_wait_is_waited_once(host: Host, crawls: Crawls, form: str) -> None:
    sent = datetime.now().astimezone()
    wait = {
        "seconds": {"Retry-After": "2"},
        # Counted from the answer's own Date: the clock of the run is another.
        "date": {"Date": "", "Retry-After": format_datetime(sent + timedelta(seconds=2))},
    }[form]
    wait = {name: value for name, value in wait.items() if value}
    status = 429 if form == "seconds" else 503
    busy = host.put(1, [Answer(status=status, headers=wait), Answer(article(1))])
    rest = [host.put(number) for number in (2, 3)]
    ended = crawls.run(host.entry())
    assert crawls.failures(ended) == {}
    assert crawls.captured() == [busy, *rest]
    first, second = [one for one in host.asked if one.path == busy]
    # An HTTP date has no fractions of a second, and ours was made before the crawl began.
    assert second.began - first.ended >= (1.9 if form == "seconds" else 0)
    # The second time it is enough.
    host.answers[busy] = Answer(status=429, headers={"Retry-After": "1"})
    ended = crawls.run(host.entry(), now=NOW + DAY)
    assert crawls.failures(ended) == {busy: "http_429", None: "asked_to_wait"}
    assert host.paths.count(busy) == 4
    assert host.paths.count(rest[1]) == 1


def test_a_long_wait_ends_the_crawl_and_is_remembered(host: Host, crawls: Crawls) -> None:
    first = host.put(1)
    busy = host.put(2, Answer(status=503, headers={"Retry-After": "7200"}))
    rest = [host.put(number) for number in (3, 4)]
    ended = crawls.run(host.entry())
    assert crawls.failures(ended) == {busy: "http_503", None: "asked_to_wait"}
    assert crawls.captured() == [first]
    (detail,) = crawls.fetch("SELECT detail FROM failure WHERE url IS NULL")[0]
    assert "2 pages stay due" in detail
    asked = len(host.asked)
    # Not this outlet, and no other one of this host, before the time has come.
    for name in ("gaon", "gaon-sport"):
        ended = crawls.run(host.entry(name), now=NOW + timedelta(minutes=119))
        assert crawls.failures(ended) == {None: "asked_to_wait"}
    assert len(host.asked) == asked
    host.put(2)
    ended = crawls.run(host.entry(), now=NOW + timedelta(minutes=125))
    assert crawls.failures(ended) == {}
    assert sorted(crawls.captured()) == sorted([first, busy, *rest])


def test_a_host_in_trouble_is_left_alone(host: Host, crawls: Crawls) -> None:
    good = host.put(11)
    # One page that fails now and then is no trouble of the host.
    shaky = host.put(12, [Answer(status=502), Answer(status=502), Answer(article(12))])
    bad = [host.put(number, Answer(status=503)) for number in range(13, 22)]
    ended = crawls.run(host.entry(politeness={"delay_seconds": 0.05}))
    expected = dict.fromkeys(bad[:5], "http_503")
    assert crawls.failures(ended) == {**expected, None: "host_in_trouble"}
    assert crawls.captured() == [good, shaky]
    asked = [one for one in host.asked if one.path in bad]
    assert [host.paths.count(path) for path in bad] == [3, 1, 1, 1, 1, 0, 0, 0, 0]
    grown = pauses(asked)
    assert len(grown) == 6
    assert all(pause >= 0.05 * 2**number for number, pause in enumerate(grown, 1)), grown
    (detail,) = crawls.fetch("SELECT detail FROM failure WHERE url IS NULL")[0]
    assert "4 pages stay due" in detail


# -- budget and time -------------------------------------------------------------------------


def test_the_budget_of_a_night_counts_every_request(host: Host, crawls: Crawls) -> None:
    for number in range(1, 9):
        host.put(number)
    host.put(1, Answer(status=302, headers={"Location": "/moved/1"}))
    host.answers["/moved/1"] = Answer(article(1))
    host.put(2, [Answer(status=500), Answer(article(2))])
    entry = host.entry(politeness={"requests_per_night": 8})
    ended = crawls.run(entry)
    # robots.txt, the list, 1 and where it leads, 2 twice, 3, 4.
    assert len(host.asked) == 8
    assert crawls.failures(ended) == {None: "budget_spent"}
    assert len(crawls.captured()) == 4
    (detail,) = crawls.fetch("SELECT detail FROM failure")[0]
    assert "4 pages stay due" in detail
    # Once more in the same night: nothing is asked, and it is told again what is left.
    ended = crawls.run(entry, now=NOW + timedelta(minutes=30))
    assert len(host.asked) == 8
    assert crawls.failures(ended) == {None: "budget_spent"}
    crawls.run(host.entry(), now=NOW + DAY)
    assert {url.rpartition("=")[2] for url in crawls.captured()} == set("12345678")


def test_without_a_pause_the_budget_is_exact_all_the_same(host: Host, crawls: Crawls) -> None:
    for number in range(1, 61):
        host.put(number)
    entry = host.entry(politeness={"delay_seconds": 0.0, "requests_per_night": 57})
    ended = crawls.run(entry)
    assert len(host.asked) == 57
    assert crawls.failures(ended) == {None: "budget_spent"}
    assert crawls.fetch("SELECT requests FROM outlet_requests") == [(57,)]
    # What was paid ahead and not needed is given back.
    entry = host.entry(politeness={"delay_seconds": 0.0, "requests_per_night": 500})
    crawls.run(entry, now=NOW + DAY)
    asked = len(host.asked) - 57
    assert crawls.fetch("SELECT requests FROM outlet_requests ORDER BY news_day DESC LIMIT 1") == [
        (asked,)
    ]


def test_a_crawl_ends_itself_when_its_time_is_spent(host: Host, crawls: Crawls) -> None:
    for number in range(1, 5):
        host.put(number)
    host.answers["/robots.txt"] = Answer(b"User-agent: *\nCrawl-delay: 86400\n", headers=TEXT)
    ended = crawls.run(host.entry())
    assert crawls.failures(ended) == {None: "time_spent"}
    assert host.paths == ["/robots.txt"]


# -- what did not change ---------------------------------------------------------------------


def put_lists(host: Host, pages: Sequence[Sequence[int]], path: str = "/board") -> list[str]:
    """Pages of a list that name articles by their numbers; returns the paths of the articles."""
    found = []
    for page, numbers in enumerate(pages, 1):
        links = "".join(f'<a href="/news/view.php?idx={n}">기사 {n}</a>' for n in numbers)
        body = f"<html><body>{links}</body></html>".encode()
        host.answers[path if page == 1 else f"{path}?page={page}"] = Answer(body)
        found += [host.put(number) for number in numbers]
    return found


def test_a_night_with_nothing_new_costs_a_request_a_list_and_no_body(
    host: Host, crawls: Crawls
) -> None:
    host.tags = True
    host.answers["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /admin\n", headers=TEXT)
    paths = put_lists(host, [(9, 8), (7, 6)])
    item = "<item><title>기사</title><link>https://gaon-news.example{}</link></item>"
    host.answers["/rss.xml"] = Answer(
        f"<rss><channel>{item.format(paths[0])}</channel></rss>".encode(),
        headers={"Content-Type": "application/xml"},
    )
    entry = host.entry(feeds=["/rss.xml"], lists=["/board"], list_pages=3)
    ended = crawls.run(entry)
    # The page behind the last is not there: that is told, and the list is known to its end.
    assert crawls.failures(ended) == {"/board?page=3": "http_404"}
    assert sorted(crawls.captured()) == sorted(paths)

    before = len(host.asked)
    ended = crawls.run(entry, now=NOW + DAY)
    asked = host.asked[before:]
    assert [one.path for one in asked[:3]] == ["/robots.txt", "/rss.xml", "/board"]
    assert sorted(one.path for one in asked[3:]) == sorted(paths)  # Looked at again for edits.
    assert {(one.status, one.body_bytes) for one in asked} == {(304, 0)}
    assert crawls.failures(ended) == {}
    # What was not sent again is still listed.
    assert crawls.fetch(
        "SELECT listed, fetched, captured, unchanged FROM outlet_night WHERE run_id = %s",
        ended.run_id,
    ) == [(2, 4, 0, 4)]
    assert crawls.fetch("SELECT DISTINCT cardinality(listed) FROM list_page ORDER BY 1") == [
        (1,),
        (2,),
    ]

    # An entry that reads the same page in another way asks for it whole.
    before = len(host.asked)
    crawls.run({**entry, "article_pattern": r"^/news/view\.php\?idx=\d$"}, now=NOW + 9 * DAY)
    # The articles behind it are rechecked at their age, which is another matter.
    assert [(one.path, one.status) for one in host.asked[before:]][:3] == [
        ("/robots.txt", 304),
        ("/rss.xml", 200),
        ("/board", 200),
    ]


def test_a_list_that_broke_off_is_turned_to_its_end_the_next_time(
    host: Host, crawls: Crawls
) -> None:
    host.tags = True
    paths = put_lists(host, [(9, 8), (7, 6), (5, 4)])
    whole = host.answers["/board?page=2"]
    host.answers["/board?page=2"] = Answer(status=500)
    entry = host.entry(lists=["/board"], list_pages=3)
    ended = crawls.run(entry)
    assert crawls.failures(ended) == {"/board?page=2": "http_500"}
    host.answers["/board?page=2"] = whole
    before = len(host.asked)
    crawls.run(entry, now=NOW + DAY)
    assert sorted(crawls.captured()) == sorted(paths)
    assert [one.status for one in host.asked[before:] if one.path.startswith("/board")] == [200] * 3
    before = len(host.asked)
    crawls.run(entry, now=NOW + 2 * DAY)
    assert [one.path for one in host.asked[before:] if one.path.startswith("/board")] == ["/board"]


# -- who asks --------------------------------------------------------------------------------


def test_a_live_outlet_is_not_asked_without_a_contact(crawls: Crawls) -> None:
    names = '{"gaon-news.example": ["93.184.215.14", "10.1.2.3"]}'
    live = {"sample": False, "connect_to": None, "politeness": {"delay_seconds": 1}}
    with Host() as host:
        entry = host.entry(**live)
        ended = crawls.run(entry, environment={"TEST_NAMES": names})
        assert crawls.failures(ended) == {None: "no_contact"}
        assert "JIPYO_CONTACT" in ended.log
        # With one it is; and a name with a private address among others is not connected to.
        ended = crawls.run(
            entry, environment={"TEST_NAMES": names, "JIPYO_CONTACT": "desk@reader.example"}
        )
    assert crawls.failures(ended) == {None: "robots_unreachable"}
    details = [detail for (detail,) in crawls.fetch("SELECT detail FROM failure")]
    assert any(detail.startswith("robots.txt: private_address") for detail in details)
    assert any("10.1.2.3" in detail for detail in details)


@pytest.mark.quick
def test_a_contact_is_an_address_and_nothing_else() -> None:
    for contact in ("mailto:desk@reader.example", "desk@reader.example", "https://reader.example/"):
        assert checked_contact(f" {contact} ") == contact
        assert f"+{contact};" in user_agent(contact)
    assert checked_contact("  ") is None
    assert "+" not in user_agent(None)
    for wrong in (
        "desk",
        "a@b.example\r\nX-Evil: 1",
        "ftp://reader.example",
        "데스크@신문.example",
    ):
        with pytest.raises(ContactError):
            checked_contact(wrong)


@pytest.mark.quick
@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "120"}, 120),
        ({"Retry-After": "0"}, 0),
        ({}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "Mon, 16 Nov 2026 00:00:00 GMT"}, 6.5 * 3600),
        (
            {
                "Retry-After": "Mon, 16 Nov 2026 00:00:00 GMT",
                "Date": "Sun, 15 Nov 2026 23:59:00 GMT",
            },
            60,
        ),
        ({"Retry-After": "Mon, 16 Nov 2026 00:00:00 GMT", "Date": "gibberish"}, 6.5 * 3600),
        ({"Retry-After": "Sun, 01 Nov 2026 00:00:00 GMT"}, 0),
        ({"Retry-After": f"Sun, {'1' * 20} Nov 2026 00:00:00 GMT"}, None),
    ],
)
def test_retry_after_in_both_forms(headers: dict[str, str], seconds: float | None) -> None:
    assert NOW.isoformat() == "2026-11-16T02:30:00+09:00"
    assert retry_after_seconds(Headers(headers), NOW) == seconds


# -- ten ways to fail ------------------------------------------------------------------------


@pytest.mark.prove
def test_each_outlet_that_fails_is_named_rightly_and_the_others_are_complete(
    crawls: Crawls,
) -> None:
    """What is wrong with each site, and the failures of its crawl by path, side by side."""

    def redirect(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", f"/list?{time.monotonic_ns()}")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    class Circle(dict[str, Answer]):
        def get(self, path: str, default: Answer | None = None) -> Answer | None:  # type: ignore[override]
            return Answer(redirect) if "/list?" in path else super().get(path, default)

    def cut_off(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "5000")
        handler.end_headers()
        handler.wfile.write(b"<html>")
        handler.close_connection = True

    lists, robots = "/news/list.php", "/robots.txt"
    stranger = Answer(status=302, headers={"Location": "https://elsewhere.example/"})
    drifted = Answer(b"<html><body><div id='app'></div></body></html>")
    sites: dict[str, tuple[dict[str, Answer], dict[str | None, str]]] = {
        "fine": ({}, {}),
        "robots-5xx": ({robots: Answer(status=500)}, {None: "robots_unreachable http_500"}),
        "robots-slow": ({robots: slow(3)}, {None: "robots_unreachable timeout"}),
        "robots-no": ({robots: Answer(b"User-agent: *\nDisallow: /")}, {lists: "robots_refused"}),
        "enough": ({lists: Answer(status=429)}, {lists: "http_429", None: "asked_to_wait"}),
        "drifted": ({lists: drifted}, {None: "nothing_listed"}),
        "blocked": ({lists: Answer(status=403)}, {lists: "http_403", None: "nothing_listed"}),
        "circle": (
            {lists: Answer(redirect)},
            {lists: "too_many_redirects", None: "nothing_listed"},
        ),
        "moved": ({lists: stranger}, {lists: "redirect_elsewhere", None: "nothing_listed"}),
        "large": (
            {lists: Answer(b"x" * 2_000_000)},
            {lists: "too_large", None: "nothing_listed"},
        ),
        "cut": ({lists: Answer(cut_off)}, {lists: "cut_off", None: "nothing_listed"}),
        "fine-too": ({}, {}),
    }
    # These do not come as far as the site.
    lost: dict[str, tuple[dict[str, object], str]] = {
        "dns": ({"sample": False, "connect_to": None}, "robots_unreachable dns"),
        "refused": ({}, "robots_unreachable connection_refused"),
        "tls": ({}, "robots_unreachable tls"),
    }
    hosts: dict[str, Host] = {}
    started = {}
    try:
        for name in [*sites, *lost]:
            hosts[name] = host = Host()
            if name == "refused":
                host.close()
            else:
                host.__enter__()
            entry = host.entry(
                name,
                origin=f"https://{name}.example",
                politeness={"timeout_seconds": 1.0, "largest_page_bytes": 1_000_000},
            )
            path = host.put(1)
            host.answers = Circle(host.answers)
            if name in sites:
                host.answers.update(sites[name][0])
            if name == "tls":
                entry["connect_to"] = f"https://127.0.0.1:{host.port}"
            if name == "dns":
                entry |= lost[name][0] | {"politeness": {"delay_seconds": 1.0}}
            started[name] = crawls.start(
                entry,
                environment={
                    "TEST_NAMES": '{"known.example": []}' if name == "dns" else "{}",
                    "JIPYO_CONTACT": "desk@reader.example",
                },
            )
        found: dict[str, dict[str | None, str]] = {}
        for name, (process, run_id) in started.items():
            ended = crawls.end(process, run_id)
            assert ended.code == 0, ended.log
            rows = crawls.fetch("SELECT url, reason, detail FROM failure WHERE run_id = %s", run_id)
            found[name] = {
                url and url.removeprefix(f"https://{name}.example"): reason
                + (" " + detail_reason(detail) if reason == "robots_unreachable" else "")
                for url, reason, detail in rows
            }
            assert all(detail for _, _, detail in rows)
    finally:
        for name, host in hosts.items():
            if name != "refused":
                host.__exit__(None, None, None)
    expected = {name: failures for name, (_, failures) in sites.items()}
    expected |= {name: {None: failure} for name, (_, failure) in lost.items()}
    assert found == expected
    assert crawls.fetch("SELECT outlet_id FROM capture ORDER BY 1") == [("fine",), ("fine-too",)]
    assert path == "/news/view.php?idx=1"


def detail_reason(detail: str) -> str:
    """What came of robots.txt: a reason of its own, or a status."""
    _, _, rest = detail.partition("robots.txt: ")
    return rest.partition(":")[0] or f"http_{detail.partition('HTTP ')[2][:3]}"
