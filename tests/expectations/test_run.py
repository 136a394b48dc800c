"""The whole run with Great Expectations: suites, counts, broken rows, data docs, retention."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest

from expectations import validation
from expectations.checks import CHECKS
from expectations.run import CheckCouldNotRunError, run_checks
from expectations.suites import expectation_counts
from jipyo.store.runs import close_run
from tests.hostile import ENDLESS, EVERYTHING, hidden_signs

HOSTILE = f"{EVERYTHING} {ENDLESS}"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def run(newsroom, database_url, home):
    def checks(*, full=False):
        run_id = uuid4()
        newsroom.open_run(run_id, newsroom.now)
        report = run_checks(run_id, newsroom.now, full=full, home=home, database_url=database_url)
        close_run(newsroom.connection, run_id, "completed", "")
        return report

    return checks


def failed(home, run_id):
    """Column, severity and count of every expectation that did not hold in one run."""
    results = [
        result
        for path in (home / "great_expectations/uncommitted/validations").rglob("*.json")
        if str(run_id) in path.parts
        for result in json.loads(path.read_text())["results"]
        if not result["success"]
    ]
    return {
        result["expectation_config"]["kwargs"].get("column")
        or result["expectation_config"]["kwargs"].get("column_A")
        or result["expectation_config"]["description"]: result
        for result in results
    }


def test_no_connection_outlives_a_run(newsroom, run):
    """A worker that ran many would end with none left."""
    newsroom.say(202, period="2020", on="2021-01-07")
    run()
    others = """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND backend_type = 'client backend'
          AND pid <> pg_backend_pid()
    """
    # A process of the server is gone a moment after its connection was closed.
    deadline = time.monotonic() + 30
    while newsroom.connection.execute(others).fetchone() != (0,):
        assert time.monotonic() < deadline
        newsroom.connection.execute("SELECT pg_stat_clear_snapshot(), pg_sleep(0.05)")


def test_a_run_from_findings_to_data_docs(newsroom, run, home):
    newsroom.say(202, period="2020", on="2021-01-07")
    newsroom.say(209, period="2020", on="2021-02-07")
    newsroom.say(215, period="2019", on="2021-02-07")
    report = run()
    assert report.findings == {check.check_id: 0 for check in CHECKS} | {
        "conflict_between_releases": 1
    }
    assert (report.opened, report.resolved, report.series_in_scope) == (1, 0, 1)
    assert report.shape_holds
    assert {name: suite.expectations for name, suite in report.suites.items()} == (
        expectation_counts()
    )
    assert report.suites["consistency"].worst == "warning"
    assert report.suites["change"].succeeded
    (broken,) = failed(home, report.run_id).values()
    assert broken["result"]["observed_value"] == 1
    assert "202개사" in broken["result"]["details"]["unexpected_rows"][0]["message"]
    pages = [report.data_docs, *report.data_docs.parent.rglob("validations/**/*.html")]
    assert len(pages) > len(report.suites)
    assert any("수치가 일치해야 한다" in page.read_text() for page in pages)
    config = (home / "great_expectations/great_expectations.yml").read_text()
    assert "analytics_enabled: false" in config
    assert "postgres@" not in config
    assert "/pg" not in config

    nothing_new = run()
    assert nothing_new.series_in_scope == 0
    assert (nothing_new.opened, nothing_new.resolved) == (0, 0)
    assert all(suite.succeeded for suite in nothing_new.suites.values())


def test_the_shape_suite_sees_broken_rows(newsroom, run, home):
    newsroom.say(10, period="2020", on="2021-01-07")
    newsroom.say(11, period="2021", on="2022-01-07")
    change = newsroom.connection.execute
    change("UPDATE observation SET low = 12, kind = 'guess' WHERE value = 10")
    change("UPDATE observation SET period_end = '2020-12-31' WHERE value = 11")
    change("UPDATE figure SET quote = '12개사' WHERE value = 10")
    change("UPDATE article SET release_id = gen_random_uuid() WHERE url LIKE '%/2'")
    change("UPDATE observation SET published_from = recorded_at + interval '9 days'")
    report = run()
    assert not report.shape_holds
    assert report.suites["shape"].worst == "critical"
    found = failed(home, report.run_id)
    assert set(found) == {"value", "kind", "period_end", "quote", "release_id", "hours_ahead"}
    assert found["hours_ahead"]["expectation_config"]["severity"] == "warning"
    assert found["hours_ahead"]["result"]["unexpected_count"] == 2


def test_a_night_validates_what_it_touched_and_a_full_run_all_rows(newsroom, run, home):
    """Rows that nothing touched since they held are not read night after night."""
    newsroom.say(10, period="2020", on="2021-01-07")
    assert run().shape_holds
    # By hand, in an announcement that no later night touches.
    newsroom.connection.execute("UPDATE figure SET quote = '12개사' WHERE value = 10")
    newsroom.say(11, period="2021", on="2022-01-07")
    night = run()
    assert night.series_in_scope == 1
    assert night.shape_holds
    every = run(full=True)
    assert set(failed(home, every.run_id)) == {"quote"}


def test_what_a_broken_run_touched_is_validated_by_the_next(newsroom, run, home, monkeypatch):
    newsroom.say(10, period="2020", on="2021-01-07")
    newsroom.connection.execute("UPDATE figure SET quote = '12개사' WHERE value = 10")
    with monkeypatch.context() as patch:
        patch.setattr(validation, "suite_parts", lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            run()
    newsroom.say(11, period="2021", on="2022-01-07")
    night = run()
    assert set(failed(home, night.run_id)) == {"quote"}
    newsroom.say(12, period="2022", on="2023-01-07")
    assert run().shape_holds


def test_a_run_that_is_repeated_validates_what_was_touched_meanwhile(
    newsroom, home, database_url, monkeypatch
):
    run_id = uuid4()
    newsroom.open_run(run_id, newsroom.now)
    newsroom.say(10, period="2020", on="2021-01-07")
    with monkeypatch.context() as patch:
        patch.setattr(validation, "suite_parts", lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            run_checks(run_id, newsroom.now, home=home, database_url=database_url)
    newsroom.say(11, period="2021", on="2022-01-07")
    newsroom.connection.execute("UPDATE figure SET quote = '12개사'")
    run_checks(run_id, newsroom.now, home=home, database_url=database_url)
    assert failed(home, run_id)["quote"]["result"]["unexpected_count"] == 2


def test_an_outlet_that_fell_silent_is_stale(newsroom, run, home):
    newsroom.say(10, period="2020", on="2021-01-07", outlet="가람신문")
    night = uuid4()
    newsroom.open_run(night, newsroom.now - timedelta(days=3))
    newsroom.insert("outlet_night", run_id=night, outlet_id="가람신문")
    report = run()
    assert set(failed(home, report.run_id)) == {"days_since_night", "days_since_new_page"}
    assert report.suites["shape"].worst == "warning"


def test_a_capture_without_its_trace_is_seen(newsroom, run, home, database_url):
    newsroom.say(10, period="2020", on="2021-01-07", outlet="가람신문")
    run_id = uuid4()
    newsroom.open_run(run_id, newsroom.now)
    url = "http://news.test/nowhere"
    newsroom.insert(
        "address", outlet_id="가람신문", url=url, discovered_at=newsroom.now, listed_from="list"
    )
    newsroom.insert("capture_body", body_sha256=b"1", encoding="gzip", content=b"", size_bytes=0)
    newsroom.connection.execute(
        "INSERT INTO capture (capture_id, outlet_id, url, fetched_at, status, request_headers,"
        " response_headers, body_sha256, parse_state, page_state, parsed_in)"
        " VALUES (%s, '가람신문', %s, %s, 200, '{}', '{}', '1', 'article', 'article', %s)",
        (uuid4(), url, newsroom.now, run_id),
    )
    report = run_checks(run_id, newsroom.now, home=home, database_url=database_url)
    (missing,) = failed(home, report.run_id).values()
    assert missing["result"]["partial_unexpected_list"] == ["no article row"]


def test_old_results_are_forgotten(newsroom, run, home, monkeypatch):
    monkeypatch.setattr(validation, "RESULTS_KEPT", 2)
    reports = [run() for _ in range(3)]
    project = home / "great_expectations/uncommitted"
    for suite in filter(Path.is_dir, (project / "validations").iterdir()):
        assert {path.name for path in suite.iterdir()} == {
            str(report.run_id) for report in reports[1:]
        }
    pages = {path.parts[-3] for path in (project / "data_docs").rglob("postgres-*.html")}
    assert pages == {str(report.run_id) for report in reports[1:]}


def test_a_broken_expectation_is_an_error(newsroom, run, monkeypatch):
    parts = validation.suite_parts()
    last = parts[-1]
    expectation = last.expectations[0]
    broken = expectation.copy(
        update={"unexpected_rows_query": "SELECT no_such_column FROM {batch}", "id": None}
    )
    changed = type(last)(last.suite, last.batch, (broken,))
    monkeypatch.setattr(validation, "suite_parts", lambda: (*parts[:-1], changed))
    with pytest.raises(CheckCouldNotRunError, match="no_such_column"):
        run()


def test_a_dropped_expectation_is_an_error():
    part = validation.suite_parts()[-1]
    results = {(part.suite, part.batch): SimpleNamespace(results=[])}
    defined = len(part.expectations)
    with pytest.raises(CheckCouldNotRunError, match=f"{defined} expectations are defined"):
        validation._outcomes((part,), results)


def test_now_needs_its_zone(newsroom, home, database_url):
    with pytest.raises(ValueError, match="no zone"):
        run_checks(uuid4(), newsroom.now.replace(tzinfo=None), home=home, database_url=database_url)


def test_every_declared_severity_has_its_expectation():
    counts = expectation_counts()
    assert counts["consistency"] + counts["change"] == sum(
        len(check.severities) for check in CHECKS
    )


@pytest.mark.parametrize("width", [1280, 390])
def test_data_docs_open_in_a_browser(newsroom, run, chromium, width):
    newsroom.say(202, period="2020", on="2021-01-07")
    newsroom.say(209, period="2020", on="2021-02-07")
    # Words of strangers, in what the checks compare and in what an expectation shows.
    change = newsroom.connection.execute
    change("UPDATE outlet SET name = %s", (f"{HOSTILE} 신문",))
    change("UPDATE figure SET quote = %s WHERE value = 202", (HOSTILE,))
    change("UPDATE observation SET kind = %s WHERE value = 209", (HOSTILE[:60],))
    report = run()
    site = Path(report.data_docs.parent)
    of_this_run = list(site.rglob(f"validations/*/{report.run_id}/*/*.html"))
    (page_of_run,) = (page for page in of_this_run if "consistency_finding" in page.parts)
    page = chromium.new_page(viewport={"width": width, "height": 844})
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(f"{page.url}: {said.text}"))
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    page.on("dialog", lambda dialog: (wrong.append(f"dialog {page.url}"), dialog.dismiss()))
    page.on(
        "request",
        lambda asked: asked.url.startswith("http") and wrong.append(f"asked {asked.url}"),
    )
    page.goto(report.data_docs.as_uri(), wait_until="load")
    assert "to be looked at" in page.inner_text("body")
    page.click("text=consistency_finding >> nth=0")
    assert page.url == page_of_run.as_uri()
    assert "같은 지표와 같은 기간의 수치" in page.inner_text("body")
    rows = "table tr:visible:has(.fa-check-circle)"
    assert page.locator(rows).count() > 0
    page.check("#option2")
    assert page.locator(rows).count() == 0
    assert "같은 지표와 같은 기간의 수치" in page.inner_text("body")
    shown = ""
    for one in (report.data_docs, *of_this_run, *site.rglob("expectations/*.html")):
        page.goto(one.as_uri(), wait_until="load")
        shown += page.inner_text("body")
        too_wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert too_wide <= 0, f"{one.relative_to(site)} is too wide by {too_wide} at {width}"
        assert not page.query_selector_all("script, [onerror], [onclick]"), one
        page.screenshot(path=site / f"{one.parts[-4][:40]}-{width}.png", full_page=True)
    page.close()
    assert not wrong, "\n".join(wrong)
    assert "<script>alert('one')</script>" in shown
    assert not hidden_signs(shown)
