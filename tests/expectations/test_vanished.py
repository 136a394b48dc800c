"""Truth table of check vanished, through the ledger of addresses and failures of the real store."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from expectations.run import look_back
from jipyo.store.captures import FetchedPage, note_unchanged, record_failure, store_pages
from jipyo.store.flags import findings_of

CHECK = "vanished"
FIRST = datetime(2024, 1, 11, 2, 30, tzinfo=ZoneInfo("Asia/Seoul"))


class Site:
    """A collected outlet with one page, which is asked for night by night."""

    def __init__(self, newsroom, *, family="webcms", on="2024-01-10"):
        self.newsroom = newsroom
        self.night = FIRST
        newsroom.insert(
            "outlet",
            outlet_id="남도일보",
            name="남도일보",
            family=family,
            origin="http://news.test",
            registered_at=FIRST,
        )
        article = newsroom.say(202, period="2023", on=on, outlet="남도일보")
        self.url = f"http://news.test/{article.int}"
        newsroom.insert(
            "address",
            outlet_id="남도일보",
            url=self.url,
            discovered_at=FIRST,
            listed_from="feed",
        )

    def asked(self, answer, *, url=None):
        """A night in which the page answers so; gives the severities of the open flags."""
        self.night += timedelta(days=1)
        connection, run_id = self.newsroom.connection, uuid4()
        self.newsroom.open_run(run_id, self.night)
        if answer in ("page", "deleted"):
            body = f"{answer}".encode()
            page = FetchedPage(self.url, self.night, 200, {}, {}, body, None, None)
            (new,) = store_pages(connection, "남도일보", run_id, [page])
            if answer == "deleted" and new:
                connection.execute(
                    "UPDATE capture SET parse_state = 'no_article', page_state = 'gone'"
                    " WHERE fetched_at = %s",
                    (self.night,),
                )
                self._failed(run_id, "parse", "gone", self.url)
        elif answer == "unchanged":
            note_unchanged(connection, "남도일보", self.url, self.night)
        elif answer != "not asked":
            self._failed(run_id, "fetch", answer, url or self.url)
        self.newsroom.check(now=self.night + timedelta(minutes=5))
        return [flag.severity for flag in self.newsroom.flags(CHECK)]

    def _failed(self, run_id, step, reason, url):
        record_failure(
            self.newsroom.connection,
            run_id=run_id,
            outlet_id="남도일보",
            url=url,
            step=step,
            reason=reason,
            detail="",
            occurred_at=self.night,
        )


@pytest.fixture
def site(newsroom):
    return Site(newsroom)


def test_it_is_information_at_first_and_a_warning_when_confirmed(site, newsroom):
    assert site.asked("page") == []
    assert site.asked("http_404") == ["info"]
    assert site.asked("http_404") == ["warning"]
    (flag,) = newsroom.flags(CHECK)
    assert flag.values == ("202",)
    assert flag.evidence[0].url == site.url
    assert flag.message == (
        "가온시의 수치 1개가 실린 남도일보 기사가 사라졌습니다(HTTP 404, 2번 확인): ‘제목 1’, "
        "그 가운데 ‘스마트공장 구축’ 202개사."
    )


def test_looking_back_tells_what_was_gone_then(site, newsroom, database_url):
    def then(night):
        run_id = uuid4()
        newsroom.open_run(run_id, site.night)
        look_back(run_id, night + timedelta(hours=1), database_url=database_url)
        found = findings_of(newsroom.connection, run_id)
        return [finding.severity for finding in found if finding.check == CHECK]

    for answer in ("page", "http_404", "http_410", "page"):
        site.asked(answer)
    nights = [FIRST + timedelta(days=number) for number in range(1, 5)]
    assert [then(night) for night in nights] == [[], ["info"], ["warning"], []]


def test_a_page_that_says_so_in_words(site):
    assert site.asked("page") == []
    assert site.asked("deleted") == ["info"]
    # The second answer is no new capture and touches nothing; the check wanted to see it again.
    assert site.asked("deleted") == ["warning"]


def test_a_page_that_leads_to_the_front_page(site):
    site.asked("page")
    assert site.asked("gone") == ["info"]
    assert site.asked("gone") == ["warning"]


def test_a_page_that_comes_back(site):
    site.asked("page")
    assert site.asked("http_404") == ["info"]
    assert site.asked("page") == []


@pytest.mark.parametrize("answer", ["http_500", "timeout", "http_403", "unchanged"])
def test_other_failures_say_nothing_of_the_page(site, answer):
    site.asked("page")
    assert site.asked(answer) == []
    assert site.asked(answer) == []


def test_another_page_of_the_outlet(site):
    site.asked("page")
    assert site.asked("http_404", url="http://news.test/999") == []


def test_once_is_information_and_is_not_looked_at_for_ever(site, newsroom):
    site.asked("page")
    assert site.asked("http_410") == ["info"]
    assert site.asked("not asked") == ["info"]
    site.night += timedelta(days=20)
    site.asked("not asked")
    assert newsroom.connection.execute("SELECT count(*) FROM check_again").fetchone() == (0,)


def test_imports_have_no_page_of_ours(newsroom):
    site = Site(newsroom, family="import")
    assert site.asked("http_404") == []
