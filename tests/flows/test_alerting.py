"""Alerts over nights as the store has them, sent to a real webhook and a real mail server."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import psycopg
import pytest

from flows.alerting import AlertReport, send_alerts, tell_of_failed_night
from jipyo.store.alerts import (
    AlertsBusyError,
    Subject,
    claim_message,
    note_trouble,
    sending,
)
from jipyo.store.database import connect
from jipyo.store.flag_life import move_flags
from jipyo.store.home import Home
from jipyo.store.runs import SEOUL, close_run, news_day, open_run
from tests.alerts.receivers import Mails, Webhook
from tests.conftest import UsedDatabase
from tests.expectations.conftest import Newsroom
from tests.flows.conftest import Jipyo
from tests.store.test_health import Nights

PASSWORD = "p@ss/word-of-mail"
TOKEN = "t0ken-of-webhook"

SETTINGS = """
channels:
  - name: newsroom
    address: json://127.0.0.1:{webhook}/hooks/${{HOOK_TOKEN}}/
  - name: mail
    address: mailto://jipyo:${{MAIL_PASSWORD}}@127.0.0.1:{mail}/?from=jipyo@example.kr&to=desk@example.kr
    language: en
routes:
  content: {{critical: [newsroom], digest: [mail], digest_every: day}}
  operations: {{channels: [newsroom, mail]}}
"""


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    receiver = Webhook()
    yield receiver
    receiver.stop()


@pytest.fixture
def mails() -> Iterator[Mails]:
    receiver = Mails(PASSWORD)
    yield receiver
    receiver.stop()


@dataclass
class Machine:
    """Nights of some outlets in a store, each of them with its alerts at its end."""

    home: Home
    url: str
    store: psycopg.Connection[Any]
    webhook: Webhook
    mails: Mails
    first: datetime = datetime(2026, 11, 16, 2, 30, tzinfo=SEOUL)

    def __post_init__(self) -> None:
        self.home.make()
        self.settings()
        self.newsroom = Newsroom(self.store)
        self.outlets = [Nights(self.store, name) for name in ("gaon", "naru", "dalma")]
        self.environment = {"HOOK_TOKEN": TOKEN, "MAIL_PASSWORD": PASSWORD}

    def settings(self, more: str = "") -> None:
        text = SETTINGS.format(webhook=self.webhook.port, mail=self.mails.port)
        self.home.alerts_settings.write_text(text + more)

    def send(self, now: datetime, current: UUID | None = None) -> AlertReport:
        return send_alerts(
            now=now,
            home=self.home,
            database_url=self.url,
            current=current,
            environment=self.environment,
        )

    def night(self, after: int, *, dead: tuple[str, ...] = ()) -> AlertReport:
        """A night that collects, checks and tells, then ends."""
        now = self.first + timedelta(days=after)
        run_id = uuid4()
        open_run(self.store, run_id, "nightly", now)
        for outlet in self.outlets:
            gone = {"listed": 0, "new_articles": 0} if outlet.outlet_id in dead else {}
            outlet.add(news_day(now), run_id=run_id, **gone)
        self.newsroom.check(full=True, now=now)
        report = self.send(now + timedelta(minutes=20), run_id)
        close_run(self.store, run_id, "completed", "well")
        return report


@pytest.fixture
def database_url(used_database: UsedDatabase) -> Iterator[str]:
    """An empty database; making one for each of these tests would take most of their time."""
    yield used_database.url
    used_database.empty()


@pytest.fixture
def machine(database_url: str, tmp_path: Path, webhook: Webhook, mails: Mails) -> Iterator[Machine]:
    with connect(database_url) as connection:
        connection.autocommit = True
        yield Machine(Home(tmp_path / "home"), database_url, connection, webhook, mails)


def contradict(newsroom: Newsroom, number: int = 0, *, place: str = "나루시") -> None:
    """Two announcements of one figure that differ widely within a month: a critical flag."""
    month = date(2021, 1 + number % 12, 3)
    newsroom.say(100, period=str(2000 + number), on=str(month), place=place)
    newsroom.say(999, period=str(2000 + number), on=str(month + timedelta(days=9)), place=place)


def differ(newsroom: Newsroom, number: int = 0) -> None:
    """Two that differ a little: a warning."""
    newsroom.say(202, period=str(2000 + number), on="2021-01-07", place="달마루군")
    newsroom.say(209, period=str(2000 + number), on="2021-02-17", place="달마루군")


def mend(newsroom: Newsroom, wrong: int, right: int) -> None:
    for table in ("observation", "figure"):
        newsroom.connection.execute(
            f"UPDATE {table} SET value = %(right)s, low = %(right)s, high = %(right)s"  # type: ignore[arg-type]
            " WHERE value = %(wrong)s",
            {"wrong": wrong, "right": right},
        )


def text_of(mail: EmailMessage) -> str:
    return mail.get_content()


def test_a_week_of_nights_tells_each_thing_once(
    machine: Machine, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    webhook, mails = machine.webhook, machine.mails
    contradict(machine.newsroom)
    differ(machine.newsroom)
    reports = [machine.night(0)]
    (critical,), (digest,) = webhook.taken(), mails.taken()
    assert critical["title"].startswith("[지표] 새 심각 경보 1건: 나루시의")
    assert re.search(r"1\. 나루시의 .*\n   “나루시는 .* 100개사", critical["message"])
    assert "http://news.test/1\n" in critical["message"]
    assert webhook.paths == [f"/hooks/{TOKEN}/"]
    # The mail channel is not told of critical ones at once: its digest has both.
    assert digest["Subject"] == "[Jipyo] 2 new to look at"
    assert digest.get_content_type() == "text/plain"
    assert "2. Announcements disagree on" in text_of(digest)
    # The flags stay open for a week; an outlet dies in the third night and is back in the sixth.
    for after in range(1, 8):
        reports.append(machine.night(after, dead=("naru",) if after in (2, 3, 4) else ()))
        posted, received = webhook.taken(), mails.taken()
        if after == 3:
            (down,), (mail,) = posted, received
            assert down["title"] == (
                "[지표] 운영: naru(naru): 2일째 밤 이상, nothing listed (0 listed, usually 40)"
            )
            assert "naru (naru): failing for 2 nights, nothing listed" in text_of(mail)
        elif after == 5:
            (up,), (mail,) = posted, received
            assert up["title"] == "[지표] 운영: naru(naru): 2026-11-21 밤부터 다시 정상"
        else:
            assert (posted, received) == ([], []), after
    assert [report.failures for report in reports] == [[]] * 8
    open_flags = machine.newsroom.flags()
    assert [flag.severity for flag in open_flags] == ["critical", "warning"]
    # Neither password nor token in a log, a table or what is told.
    kept = machine.store.execute("SELECT alert_message::text FROM alert_message").fetchall()
    seen = caplog.text + str(kept) + str(reports) + critical["message"] + text_of(digest)
    assert not [form for form in (PASSWORD, quote(PASSWORD, safe=""), TOKEN) if form in seen]


def test_what_resolves_and_opens_again_is_told_again(machine: Machine) -> None:
    newsroom, webhook = machine.newsroom, machine.webhook
    contradict(newsroom)
    machine.night(0)
    assert len(webhook.taken()) == 1
    mend(newsroom, 999, 100)
    machine.night(1)
    (flag,) = newsroom.flags(status=None)
    assert (flag.status, webhook.taken()) == ("resolved", [])
    newsroom.connection.execute(
        "UPDATE observation SET value = 999, low = 999, high = 999 WHERE figure_id ="
        " (SELECT figure_id FROM figure ORDER BY version_id LIMIT 1)"
    )
    machine.night(2)
    (again,) = webhook.taken()
    assert "(2번째로 다시 열림)" in again["message"]
    machine.night(3)
    # What people do with a flag is no news, and what somebody works on needs no alert.
    ids, now = [flag.flag_id.hex], machine.first + timedelta(days=3, hours=8)
    for action in ("ack", "reopen"):
        move_flags(newsroom.connection, ids, action, actor="kim", reason="", now=now)
        assert machine.send(now).sent == []
    assert webhook.taken() == []
    # A channel that came later is told what is open, but not what is in somebody's hands.
    text = machine.home.alerts_settings.read_text().replace("newsroom", "later")
    machine.home.alerts_settings.write_text(text)
    assert machine.send(now).sent == []


def test_a_flag_that_followed_its_series_and_one_that_grew_graver(machine: Machine) -> None:
    newsroom = machine.newsroom
    contradict(newsroom)
    differ(newsroom)
    machine.night(0)
    machine.webhook.taken()
    critical, warning = newsroom.flags()
    # The id of a flag is derived from its series; where that is read anew, the flag goes along.
    new = uuid4()
    with newsroom.connection.transaction():
        newsroom.connection.execute("SET LOCAL session_replication_role = replica")
        for table in ("flag", "flag_event"):
            newsroom.connection.execute(
                f"UPDATE {table} SET flag_id = %s WHERE flag_id = %s",  # type: ignore[arg-type]
                (new, critical.flag_id),
            )
        newsroom.connection.execute(
            "UPDATE flag_event SET ordinal = ordinal + 4 WHERE flag_id = %s", (new,)
        )
        newsroom.connection.execute(
            "INSERT INTO flag_redirect VALUES (%s, %s, now())", (critical.flag_id, new)
        )
    now = machine.first + timedelta(hours=5)
    assert machine.send(now).sent == []
    newsroom.connection.execute(
        "UPDATE flag SET severity = 'critical' WHERE flag_id = %s", (warning.flag_id,)
    )
    # The mail channel knew it as a warning, the other knew nothing of it.
    assert [name for name, _ in machine.send(now).sent] == ["newsroom"]
    tomorrow = machine.send(now + timedelta(days=1))
    assert ("mail", "[Jipyo] 1 new to look at") in tomorrow.sent


def test_quiet_hours_hold_messages_until_they_are_over(machine: Machine) -> None:
    machine.settings('quiet_hours: {from: "22:00", to: "07:30"}\n')
    contradict(machine.newsroom)
    report = machine.night(0)
    assert (report.sent, report.held) == ([], 2)
    assert report.message == "0 messages sent, 2 held until the quiet hours are over"
    early, late = (machine.first.replace(hour=7, minute=minute) for minute in (29, 30))
    assert machine.send(early).sent == []
    assert len(machine.send(late).sent) == 2
    assert machine.send(late).sent == []
    assert (len(machine.webhook.taken()), len(machine.mails.taken())) == (1, 1)


def test_a_channel_that_fails_is_named_and_tried_again(machine: Machine) -> None:
    contradict(machine.newsroom)
    machine.webhook.status = 500
    machine.environment["MAIL_PASSWORD"] = "wr0ng-password"
    (webhook, mail) = machine.night(0).failures
    assert webhook.startswith("channel newsroom failed: Failed to send JSON POST notification")
    assert mail.startswith("channel mail failed: ")
    assert "wr0ng" not in mail
    del machine.environment["HOOK_TOKEN"]
    machine.environment["MAIL_PASSWORD"] = PASSWORD
    (missing,) = machine.night(1).failures
    assert missing.startswith("channel newsroom needs the variable HOOK_TOKEN, which is not set")
    assert len(machine.mails.taken()) == 1
    machine.webhook.status, machine.environment["HOOK_TOKEN"] = 200, TOKEN
    assert machine.night(2).failures == []
    assert len(machine.webhook.taken()) == 1
    rows = machine.store.execute(
        "SELECT channel, topic, sent_at IS NULL, failure IS NULL FROM alert_message"
        " ORDER BY message_id"
    ).fetchall()
    assert rows == [
        ("newsroom", "critical", True, False),
        ("mail", "digest", True, False),
        ("mail", "digest", False, True),
        ("newsroom", "critical", False, True),
    ]


def test_many_flags_of_a_night_are_one_message(machine: Machine) -> None:
    for number in range(14):
        contradict(machine.newsroom, number, place="<!channel> @here <b>나루</b>\u202e시")
    machine.night(0)
    (message,) = machine.webhook.taken()
    assert "심각 경보 14건" in message["title"]
    assert message["message"].startswith("새로 나타난 심각 경보가 14건 있습니다.")
    assert re.search(r"그 밖에 \d건", message["message"])
    assert len(message["message"]) <= 3500
    assert not set("<>@\u202e") & set(message["message"] + message["title"])
    machine.night(1)
    assert machine.webhook.taken() == []


def test_nights_that_failed_were_missed_or_brought_nothing(machine: Machine) -> None:
    machine.night(0)
    failed, now = uuid4(), machine.first + timedelta(days=1)
    open_run(machine.store, failed, "nightly", now)
    close_run(machine.store, failed, "failed", f"DatabaseError: <b>{TOKEN}</b>\nis wrong")
    machine.send(now)
    machine.send(now)
    (told,) = machine.webhook.taken()
    assert told["title"].startswith("[지표] 운영: 2026-11-17 야간 작업이 실패했습니다.")
    assert "＜b＞***＜/b＞ is wrong" in told["message"].replace("／", "/")
    # None on the 18th; in that of the 19th no outlet gave anything, and its report broke.
    run_id, now = uuid4(), machine.first + timedelta(days=3)
    open_run(machine.store, run_id, "nightly", now)
    for outlet in machine.outlets:
        outlet.add(news_day(now), run_id=run_id, listed=0, new_articles=0)
    note_trouble(machine.store, run_id, "report", "OSError: no space left")
    machine.send(now, run_id)
    close_run(machine.store, run_id, "completed", "")
    (told,) = machine.webhook.taken()
    assert [line[2:] for line in told["message"].splitlines()[:3]] == [
        "2026-11-18 야간 작업이 시작되지 않았습니다.",
        "2026-11-19 밤에 아무것도 수집하지 못했습니다. 대상 매체: 3곳.",
        "2026-11-19 밤에 report 단계를 하지 못했습니다. OSError: no space left",
    ]
    machine.night(4)
    (told,) = machine.webhook.taken()
    assert [line[2:] for line in told["message"].splitlines()[:2]] == [
        "2026-11-20 밤부터 다시 수집됩니다.",
        "2026-11-20 밤부터 report 단계가 다시 됩니다.",
    ]
    machine.night(5)
    assert machine.webhook.taken() == []


def test_a_message_that_was_cut_off_is_sent_again_and_only_one_sends(machine: Machine) -> None:
    contradict(machine.newsroom)
    machine.newsroom.check(now=machine.first)
    (flag,) = machine.newsroom.flags()
    subject = Subject("flag", str(flag.flag_id), "critical", "1")
    with connect(machine.url) as connection, sending(connection):
        claim_message(
            connection,
            channel="newsroom",
            topic="critical",
            title="",
            subjects=[subject],
            now=machine.first,
        )
        with (
            connect(machine.url) as other,
            pytest.raises(AlertsBusyError, match="Another process has been sending"),
            sending(other, longest_wait_seconds=0.1),
        ):
            pytest.fail("two send at once")
    machine.send(machine.first)
    assert len(machine.webhook.taken()) == 1
    rows = machine.store.execute("SELECT failure FROM alert_message ORDER BY message_id").fetchall()
    assert rows[0] == ("cut off",)


def test_without_a_store_the_night_tells_all_the_same(machine: Machine) -> None:
    report = tell_of_failed_night(
        now=machine.first,
        home=machine.home,
        detail="The database cannot be reached",
        environment=machine.environment,
    )
    assert report.failures == []
    (posted,) = machine.webhook.taken()
    assert "The database cannot be reached" in posted["message"]
    assert len(machine.mails.taken()) == 1


def test_commands_try_show_and_send(machine: Machine) -> None:
    environment = {
        **os.environ,
        **machine.environment,
        "JIPYO_HOME": str(machine.home.root),
        "JIPYO_DATABASE_URL": machine.url,
    }

    def run(*arguments: str, code: int = 0, **more: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "jipyo", "alerts", *arguments],
            env=environment | more,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        assert PASSWORD not in done.stdout + done.stderr
        assert TOKEN not in done.stdout + done.stderr
        return done.stdout + done.stderr

    # It needs no store: nothing is asked of it.
    told = run("test", JIPYO_DATABASE_URL="postgresql://127.0.0.1:1/nowhere")
    assert told == "newsroom: taken\nmail: taken\n"
    (posted,), (mail,) = machine.webhook.taken(), machine.mails.taken()
    assert posted["title"] == "[지표] 시험 알림"
    assert "Alerts reach this channel (mail)." in text_of(mail)
    machine.webhook.status = 403
    told = run("test", code=1, MAIL_PASSWORD="")
    assert "newsroom: not taken: Failed to send" in told
    assert "mail: not taken: channel mail needs the variable MAIL_PASSWORD" in told
    assert "No channel is called desk. Known: newsroom, mail." in run("test", "desk", code=1)
    contradict(machine.newsroom)
    machine.newsroom.check(now=machine.first)
    now = ["--now", machine.first.isoformat()]
    shown = run("show", *now)
    assert "== newsroom (critical)\n[지표] 새 심각 경보 1건" in shown
    assert "== mail (digest)" in shown
    sent = run("send", *now, code=1)
    assert "1 message sent; channel newsroom failed: Failed to send" in sent
    machine.webhook.status = 200
    assert "newsroom: [지표] 새 심각 경보 1건" in run("send", *now)
    machine.home.alerts_settings.unlink()
    assert "Nobody is told anything" in run("send", *now)


def test_a_night_that_failed_tells_at_its_end(jipyo: Jipyo, webhook: Webhook, mails: Mails) -> None:
    settings = SETTINGS.format(webhook=webhook.port, mail=mails.port)
    jipyo.home.alerts_settings.write_text(settings)
    jipyo.environment.update({"HOOK_TOKEN": TOKEN, "MAIL_PASSWORD": PASSWORD})
    jipyo.run("nightly", "--now", "2026-11-16T02:30+09:00", "--outlet", "nowhere", code=1)
    (failed,), (mail,) = webhook.taken(), mails.taken()
    assert "야간 작업이 실패했습니다. No outlet is called nowhere" in failed["message"]
    assert "The night of 2026-11-16 failed" in text_of(mail)


@pytest.mark.prove
def test_a_night_that_ends_names_the_channel_that_failed(
    jipyo: Jipyo, webhook: Webhook, mails: Mails
) -> None:
    settings = SETTINGS.format(webhook=webhook.port, mail=mails.port)
    jipyo.home.alerts_settings.write_text(settings)
    jipyo.environment.update({"HOOK_TOKEN": TOKEN, "MAIL_PASSWORD": PASSWORD})
    webhook.status = 500
    now = ["--now", "2026-11-17T02:30+09:00"]
    done = jipyo.run_all("nightly", *now, timeout_seconds=800)
    assert "; alerts: channel newsroom failed: Failed to send JSON" in done.stdout
    (mail,) = mails.taken()
    assert "collected nothing at all" in text_of(mail)
    assert TOKEN not in done.stdout + done.stderr
    # What is left goes out between the nights.
    webhook.status = 200
    jipyo.run("alerts", "send", *now)
    (told,) = webhook.taken()
    assert "2026-11-17 밤에 아무것도 수집하지 못했습니다" in told["message"]
