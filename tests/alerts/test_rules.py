"""Settings of alerts, when a channel is told, and in which words: the pure part."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from jipyo.alerts.rules import Notice, Operations, digest_is_due, is_quiet, operations_due
from jipyo.alerts.settings import (
    AlertsError,
    AlertSettings,
    QuietHours,
    address_pieces,
    load_settings,
    resolved,
    secrets_of,
    without_secrets,
)
from jipyo.alerts.wording import (
    ToldFlag,
    flags_message,
    harmless,
    link,
    operations_message,
    sentences,
)
from jipyo.store.alerts import Night, Subject
from jipyo.store.flags import Evidence, Flag
from jipyo.store.runs import SEOUL

pytestmark = pytest.mark.quick


def settings(**said: object) -> AlertSettings:
    usual: dict[str, object] = {
        "channels": [{"name": "desk", "address": "json://127.0.0.1:9"}],
        "routes": {"content": {"critical": ["desk"]}, "operations": {"channels": ["desk"]}},
    }
    return AlertSettings.model_validate(usual | said)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SEOUL)


FILE = """
channels:
  - name: desk
    address: mailtos://jipyo:${MAIL_PASSWORD}@smtp.example.kr/?to=desk@example.kr
routes:
  content:
    critical: [desk]
quiet_hours:
  from: 22:00
  to: 07:30
"""


def test_a_file_is_read_and_what_is_wrong_in_it_is_named(tmp_path: Path) -> None:
    file = tmp_path / "alerts.yaml"
    assert load_settings(file) is None
    file.write_text(FILE)
    found = load_settings(file)
    assert found is not None
    assert found.quiet_hours == QuietHours.model_validate({"from": time(22), "to": time(7, 30)})
    assert (found.language, found.routes.operations.night_expected_by) == ("ko", time(6))
    for wrong, told in {
        FILE.replace("critical", "criticl"): "routes.content.criticl: Extra inputs",
        FILE.replace("[desk]", "[desc]"): "routes name desc, and no channel is called so",
        FILE.replace("22:00", "25:00"): "quiet_hours.from: is no time of day",
        FILE.replace("07:30", "22:00"): "from and to are the same",
        FILE.replace("name: desk", "name: the desk"): "channels.0.name: ",
        "channels: [s3cret": "is no YAML in line",
        "- s3cret": "file: Input should be a valid",
        "language: ko\nchannels: !!int s3cret": "is no YAML in line 2",
        "s3cret: 2026-99-99": "is no YAML in line 1",
        "channels: " + "[" * 3000: "is no YAML. docs",
        FILE.replace("address:", "adress:"): "channels.0.address: Field required",
    }.items():
        file.write_text(wrong)
        with pytest.raises(AlertsError) as raised:
            load_settings(file)
        assert told in str(raised.value)
        assert str(file) in str(raised.value)
        assert "smtp.example" not in str(raised.value)
        assert "s3cret" not in str(raised.value)


def test_the_example_of_the_docs_holds(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "alerts.md").read_text(encoding="utf-8")
    file = tmp_path / "alerts.yaml"
    file.write_text(page.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    found = load_settings(file)
    assert found is not None
    assert [channel.name for channel in found.channels] == ["newsroom", "mail", "operator"]
    # Every setting is in the example, so that an undocumented one shows.
    for part in (found, found.routes.content, found.routes.operations, found.limits):
        assert part.model_fields_set == set(type(part).model_fields)


def test_variables_are_filled_in_and_never_shown() -> None:
    channel = settings(
        channels=[
            {"name": "desk", "address": "json://u:${PASSWORD}@h/${TOKEN}/lit-token?k=lit-key"}
        ]
    ).channel("desk")
    with pytest.raises(AlertsError, match="channel desk needs the variable TOKEN, which is not"):
        resolved(channel, {"PASSWORD": "p"})
    with pytest.raises(AlertsError, match="PASSWORD, TOKEN"):
        resolved(channel, {"PASSWORD": ""})
    known = {"PASSWORD": "p@ss/word", "TOKEN": "t0ken"}
    assert resolved(channel, known) == "json://u:p%40ss%2Fword@h/t0ken/lit-token?k=lit-key"
    said = "p@ss/word p%40ss%2Fword t0ken lit-token lit-key stay"
    # A word of the address may stand in a message, but not in what its service complains of.
    assert without_secrets(said, secrets_of(channel, known)) == "*** *** *** lit-token lit-key stay"
    assert without_secrets(said, address_pieces(channel, known)) == "*** *** *** *** *** stay"
    whole = settings(channels=[{"name": "desk", "address": "${DESK}"}]).channel("desk")
    known = {"DESK": "mailto://me:s3cret@h.example/a%2Fbcd"}
    assert resolved(whole, known) == known["DESK"]
    assert "s3cret" not in without_secrets("me:s3cret and s3cret", secrets_of(whole, known))


def test_quiet_hours_hold_over_midnight_and_within_a_day() -> None:
    over = QuietHours.model_validate({"from": "22:00", "to": "07:30"})
    within = QuietHours.model_validate({"from": "01:00", "to": "05:00"})
    for clock, expected in {
        "21:59": (False, False),
        "22:00": (True, False),
        "02:30": (True, True),
        "05:00": (True, False),
        "07:29": (True, False),
        "07:30": (False, False),
    }.items():
        # On the clock of Seoul, wherever the machine thinks it is.
        now = at(f"2026-11-20T{clock}").astimezone(UTC)
        assert (is_quiet(over, now), is_quiet(within, now)) == expected, clock
    assert not is_quiet(None, at("2026-11-20T03:00"))


def test_a_digest_is_due_once_a_day_or_once_a_week() -> None:
    daily = settings(routes={"content": {"digest": ["desk"]}})
    weekly = settings(
        routes={
            "content": {"digest": ["desk"], "digest_every": "week", "digest_weekday": "wednesday"}
        }
    )
    first = at("2026-11-19T02:40")  # A Thursday.
    assert digest_is_due(daily, None, first)
    assert digest_is_due(weekly, None, first)
    assert not digest_is_due(daily, first, at("2026-11-19T23:59"))
    assert digest_is_due(daily, first, at("2026-11-20T00:01"))
    due = [digest_is_due(weekly, first, first + timedelta(days=after)) for after in range(9)]
    assert due == [False] * 6 + [True] * 3  # Missed on the Wednesday it is due on the days after.


def night(day: date, state: str = "completed", **said: object) -> Night:
    now = datetime(day.year, day.month, day.day, 2, 30, tzinfo=SEOUL)
    usual: dict[str, object] = {
        "run_id": uuid4(),
        "news_day": day,
        "now_at": now,
        "started_at": now,
        "finished_at": None if state == "running" else now + timedelta(minutes=20),
        "state": state,
        "message": "it broke" if state == "failed" else "",
        "went_well": state == "completed",
        "is_past": False,
    }
    return Night(**usual | said)  # type: ignore[arg-type]


def told_of(
    nights: list[Night], now: str, told: list[Subject] | None = None, current: UUID | None = None
) -> list[str]:
    facts = Operations(
        now=at(now),
        nights=nights,
        first_night=date(2026, 11, 1),
        outlets=[],
        troubles={},
        current=current,
    )
    known = {(one.kind, one.name): one for one in told or []}
    return [
        f"{one.subject.name} {one.subject.says}"
        for one in operations_due(settings(), facts, known)
        if one.subject.kind == "night"
    ]


def test_nights_that_failed_ended_early_or_did_not_begin() -> None:
    days = [date(2026, 11, 13) + timedelta(days=after) for after in range(8)]
    well = [night(day) for day in days]
    assert told_of(well, "2026-11-20T09:00") == []
    failed = [*well[:-1], night(days[-1], "failed")]
    assert told_of(failed, "2026-11-20T02:50") == ["2026-11-20 failed"]
    known = Subject("night", "2026-11-20", "failed", "2026-11-20")
    assert told_of(failed, "2026-11-20T02:50", [known]) == []
    # Run again the same day, and well.
    again = [*well[:-1], night(days[-1], "failed", went_well=True)]
    assert told_of(again, "2026-11-20T04:00") == []
    # Running; running for too long; running although the next one has begun.
    running = [*well[:-1], night(days[-1], "running")]
    assert told_of(running, "2026-11-20T14:00") == []
    assert told_of(running, "2026-11-20T14:31") == ["2026-11-20 unfinished"]
    cut = [*well[:-2], night(days[-2], "running", is_past=True), well[-1]]
    assert told_of(cut, "2026-11-20T03:00") == ["2026-11-19 unfinished"]
    # Found to be cut off by the next one, which wrote so into its row: nothing is told twice.
    found = [*well[:-2], night(days[-2], "failed", finished_at=None), well[-1]]
    assert told_of(found, "2026-11-20T03:00") == ["2026-11-19 unfinished"]
    known = Subject("night", "2026-11-19", "unfinished", "2026-11-19")
    assert told_of(found, "2026-11-20T03:00", [known]) == []
    # The night that asks runs still, and is no fault.
    assert told_of(running, "2026-11-20T23:00", current=running[-1].run_id) == []
    # Not begun: from six in the morning on; earlier days at once; not before the first night ever.
    assert told_of(well[:-1], "2026-11-20T05:59") == []
    assert told_of(well[:-1], "2026-11-20T06:00") == ["2026-11-20 missed"]
    assert told_of([*well[:5], well[-1]], "2026-11-20T03:00") == [
        "2026-11-18 missed",
        "2026-11-19 missed",
    ]
    assert len(told_of([], "2026-11-20T09:00")) == 7


HOSTILE = (
    "<script>alert(1)</script> @everyone <!channel> [click](https://evil.example/) **bold** "
    "\x1b[31mred\x1b[0m \u202eabc\u202c a\u200bb\r\nSubject: x `code` {{x}} "
    + "Z" + "\u0301" * 50
)  # fmt: skip


def flag(message: str, quote: str = "창원시 인구는 101만 명이다.", number: int = 1) -> Flag:
    evidence = Evidence(
        "https://news.example/1", "gaon", "2026-11-19T09:00:00+09:00", quote, "1010000"
    )
    return Flag(
        flag_id=UUID(int=number << 96),
        check="conflict",
        severity="critical",
        status="open",
        place="창원시",
        metric="population",
        message=message,
        message_en=None,
        values=("1",),
        evidence=(evidence, evidence, evidence),
        opened_at=at("2026-11-20T02:30"),
        last_found_at=at("2026-11-20T02:30"),
        resolved_at=None,
    )


def test_text_from_strangers_is_bounded_and_can_do_nothing() -> None:
    plain = harmless(HOSTILE, 400)
    assert plain.isprintable()
    assert not set("<>@[]*`{}\\|") & set(plain)
    assert "://" not in plain
    assert plain.count("\u0301") <= 2
    assert "＜script＞" in plain
    assert len(harmless("가" * 10_000, 50)) == 50
    assert link("https://news.example/view?id=7&p=2") == "https://news.example/view?id=7&p=2"
    assert link("https://news.example/a b<c>(d)[e]@f") == (
        "https://news.example/a%20b%3Cc%3E%28d%29%5Be%5D%40f"
    )
    assert link("javascript:alert(1)") == link("https://news.example/" + "a" * 500) == ""
    for language in ("ko", "en"):
        message = flags_message(
            [ToldFlag(flag(HOSTILE, HOSTILE * 100), 1)],
            1,
            digest=False,
            language=language,
            limits=settings().limits,
            room=3000,
            report=None,
        )
        assert message.title.isprintable()
        assert len(message.title) <= 120
        assert len(message.body) < 1500
        assert all(line.isprintable() for line in message.body.splitlines())
        assert not set("<@`*") & set(message.title + message.body)


def test_many_flags_are_one_message_with_the_gravest_and_a_count() -> None:
    many = [
        ToldFlag(flag(f"{number}번째 모순", number=number), 1 + number % 2)
        for number in range(1, 11)
    ]

    def body(room: int) -> str:
        return flags_message(
            many, 250, digest=False, language="ko", limits=settings().limits, room=room,
            report="http://127.0.0.1:4300/report/index.html",
        ).body  # fmt: skip

    whole = body(32_000)
    assert whole.startswith("새로 나타난 심각 경보가 250건 있습니다.")
    assert "그 밖에 240건" in whole
    assert "1. 1번째 모순 (2번째로 다시 열림)\n" in whole
    assert "\n2. 2번째 모순\n" in whole
    assert "http://127.0.0.1:4300/report/index.html" in whole
    # The first and the last announcement of each are quoted.
    assert whole.count("https://news.example/1") == 20
    shorter = body(900)
    assert len(shorter) <= 900
    assert "그 밖에 246건" in shorter
    assert len(body(70)) <= 70
    assert "250" in body(70)


def test_both_languages_have_the_same_sentences_with_the_same_names() -> None:
    def shape(language: str) -> str:
        found = sentences("ko" if language == "ko" else "en")
        return json.dumps(
            {
                section: {
                    name: sorted(piece.split("}")[0] for piece in text.split("{")[1:])
                    for name, text in words.items()
                }
                for section, words in found.items()
            }
        )

    assert shape("ko") == shape("en")
    notices = [
        Notice(Subject(kind, name, says, "2026-11-20"), "detail", "가온", 2)
        for kind, name, says in (
            ("night", "2026-11-20", "failed"),
            ("night", "2026-11-20", "unfinished"),
            ("night", "2026-11-20", "missed"),
            ("collection", "all", "down"),
            ("collection", "all", "recovered"),
            ("step", "report", "down"),
            ("step", "report", "recovered"),
            ("outlet", "gaon", "down"),
            ("outlet", "gaon", "recovered"),
        )
    ]
    english = operations_message(notices, language="en", room=4000)
    assert english.title == (
        "[Jipyo] Operations: The night of 2026-11-20 failed. detail, and 8 more"
    )
    assert "- 가온 (gaon): failing for 2 nights, detail" in english.body
    assert len(operations_message(notices, language="ko", room=4000).body.splitlines()) == 11
