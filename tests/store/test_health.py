"""The verdicts of `outlet_health`: a truth table over made-up nights, each case an outlet."""

from __future__ import annotations

import itertools
import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any, cast, get_args
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.types.json import Jsonb

from jipyo.store.database import connect
from jipyo.store.errors import JipyoError
from jipyo.store.health import (
    OutletHealth,
    Verdict,
    health_lines,
    may_be_empty,
    night_health,
    outlet_health,
)
from jipyo.store.queries import sql_folder
from jipyo.store.runs import SEOUL, RunKind, open_run

TONIGHT = date(2026, 11, 20)
"""A Friday: the night brings Thursday's news."""

CRAWL = ("listed", "fetched", "captured", "unchanged", "failed", "seconds")


@pytest.fixture
def store(database_url: str) -> Iterator[psycopg.Connection[Any]]:
    with connect(database_url) as connection:
        connection.autocommit = True
        yield connection


@dataclass
class Nights:
    """Nights of one outlet, written as a crawl and its readers would leave them."""

    store: psycopg.Connection[Any]
    outlet_id: str
    may_be_empty: object = None
    runs: dict[date, UUID] = field(default_factory=dict[date, UUID])

    def __post_init__(self) -> None:
        self.store.execute(
            "INSERT INTO outlet (outlet_id, name, family, origin, registered_at, settings)"
            " VALUES (%s, %s, 'generic', 'https://x.example', now(), %s)",
            (self.outlet_id, self.outlet_id, Jsonb({"may_be_empty": self.may_be_empty})),
        )

    def add(
        self,
        day: date,
        *,
        run_id: UUID | None = None,
        kind: Any = "nightly",
        hour: int = 2,
        crawled: bool = True,
        **said: object,
    ) -> UUID:
        """Add a run; what is not said follows from the number of new articles."""
        new = int(str(said.get("new_articles", 6)))
        pages = int(str(said.get("pages", new)))
        usual: dict[str, object] = {
            "listed": 40,
            "fetched": pages,
            "captured": pages,
            "unchanged": 0,
            "failed": 0,
            "seconds": 5.0 + 5 * pages,
            "pages": pages,
            "articles": pages,
            "gone": 0,
            "new_articles": new,
            "with_figures": round(new * 0.7),
        }
        usual.update(said)
        crawl = {name: usual.pop(name) for name in CRAWL}
        if run_id is None:
            run_id = uuid4()
            now = datetime(day.year, day.month, day.day, hour, 30, tzinfo=SEOUL)
            open_run(self.store, run_id, kind, now)
        self.runs[day] = run_id
        tables = [("outlet_reading", usual)] + ([("outlet_night", crawl)] if crawled else [])
        for table, values in tables:
            row = {"run_id": run_id, "outlet_id": self.outlet_id, **values}
            self.store.execute(
                f"INSERT INTO {table} ({', '.join(row)})"  # type: ignore[arg-type]
                f" VALUES ({', '.join(f'%({name})s' for name in row)})",
                row,
            )
        return run_id

    def past(self, *, nights: int = 40, weekend_new: int = 6, **said: object) -> None:
        """Add as many nights before tonight, on Sundays and Mondays with the weekend's news."""
        for ago in range(nights, 0, -1):
            day = TONIGHT - timedelta(days=ago)
            new = weekend_new if day.isoweekday() in (7, 1) else 5 + ago % 3
            self.add(day, **{"new_articles": new, **said})

    def verdicts(self) -> list[OutletHealth]:
        """All nights, the latest last."""
        return list(outlet_health(self.store, self.outlet_id, nights=10_000))[::-1]

    def tonight(self) -> OutletHealth:
        return self.verdicts()[-1]


DRIFT = {"pages": 12, "articles": 0, "drifted": 12, "new_articles": 0, "unread": 12}
HALF_DRIFT = {"pages": 12, "articles": 6, "drifted": 6, "unread": 6}
TABLE: list[tuple[str, dict[str, Any], dict[str, Any] | None, str, str]] = [
    # What stands in the entry, what tonight gave, the past (None: there is none), verdict, why.
    ("as ever", {}, {}, "ok", ""),
    ("first night", {"new_articles": 40}, None, "ok", ""),
    ("nothing listed", {"listed": 0, "new_articles": 0}, {}, "failing", "nothing_listed"),
    ("first and nothing", {"listed": 0, "new_articles": 0}, None, "failing", "nothing_listed"),
    (
        "robots away",
        {"listed": 0, "new_articles": 0, "outlet_reason": "robots_unreachable"},
        {},
        "failing",
        "robots_unreachable",
    ),
    (
        "list gone",
        {"listed": 0, "new_articles": 0, "lists_failed": 1, "list_reason": "http_404"},
        {},
        "failing",
        "http_404",
    ),
    ("no crawl", {"crawled": False, "new_articles": 0}, {}, "not_collected", "no_crawl"),
    (
        "crawl failed",
        {"crawled": False, "new_articles": 0, "outlet_reason": "crawl_failed"},
        {},
        "not_collected",
        "crawl_failed",
    ),
    (
        "host busy",
        {"crawled": False, "new_articles": 0, "outlet_reason": "host_busy"},
        {},
        "not_collected",
        "host_busy",
    ),
    (
        "budget spent before",
        {"listed": 0, "new_articles": 0, "outlet_reason": "budget_spent"},
        {},
        "not_collected",
        "budget_spent",
    ),
    (
        "host in trouble",
        {"listed": 0, "new_articles": 0, "outlet_reason": "host_in_trouble"},
        {},
        "failing",
        "host_in_trouble",
    ),
    ("broke on the way", {"outlet_reason": "crawl_failed"}, {}, "failing", "crawl_failed"),
    ("left some", {"outlet_reason": "budget_spent"}, {}, "unusual", "budget_spent"),
    ("all drifted", DRIFT, {}, "failing", "markup_changed"),
    ("all drifted at first", DRIFT, None, "failing", "markup_changed"),
    ("drifted, no list", {**DRIFT, "listed": 0}, {}, "failing", "markup_changed"),
    ("one page, drifted", {**DRIFT, "pages": 1, "drifted": 1}, {}, "failing", "markup_changed"),
    ("seven of twelve", {**DRIFT, "articles": 5, "drifted": 7}, {}, "failing", "markup_changed"),
    ("six of twelve", {**HALF_DRIFT}, {}, "unusual", "without_text"),
    ("half, at first", {**HALF_DRIFT}, None, "ok", ""),
    ("two of twelve", {"pages": 12, "articles": 10, "drifted": 2}, {}, "ok", ""),
    ("gone ones aside", {"pages": 12, "articles": 1, "gone": 11, "new_articles": 1}, {}, "ok", ""),
    ("reader broke", {"pages": 4, "articles": 1, "broken": 3}, {}, "failing", "reader_broke"),
    (
        "no text",
        {"pages": 3, "articles": 0, "new_articles": 0},
        None,
        "failing",
        "nothing_readable",
    ),
    ("two pictures", {"pages": 2, "articles": 0, "new_articles": 0}, None, "quiet", "no_past"),
    ("much without text", {"pages": 10, "articles": 5}, {}, "unusual", "without_text"),
    ("as much as ever", {"pages": 10, "articles": 5}, {"pages": 8, "articles": 4}, "ok", ""),
    (
        "pages refused",
        {"fetched": 12, "pages_failed": 9, "page_reason": "http_403"},
        {},
        "failing",
        "pages_failed",
    ),
    (
        "some pages fail",
        {"fetched": 12, "pages_failed": 4, "page_reason": "timeout"},
        {},
        "unusual",
        "pages_failed",
    ),
    (
        "some always fail",
        {"fetched": 12, "pages_failed": 4, "page_reason": "timeout"},
        {"fetched": 9, "pages_failed": 3},
        "ok",
        "",
    ),
    ("one page fails", {"fetched": 6, "pages_failed": 1, "page_reason": "http_404"}, {}, "ok", ""),
    (
        "a feed fails",
        {"lists_failed": 1, "list_reason": "http_500"},
        {},
        "unusual",
        "lists_failed",
    ),
    ("nothing new", {"new_articles": 0}, {}, "unusual", "nothing_new"),
    (
        "nothing new, changed",
        {"new_articles": 0, "changed_articles": 2},
        {},
        "unusual",
        "nothing_new",
    ),
    ("seldom new", {"new_articles": 0}, {"new_articles": 2}, "quiet", "as_usual"),
    ("one is enough", {"new_articles": 1}, {}, "ok", ""),
    ("nothing new at first", {"new_articles": 0}, {"nights": 3}, "quiet", "no_past"),
    ("list shrank", {"listed": 9}, {}, "unusual", "few_listed"),
    ("list a bit shorter", {"listed": 12}, {}, "ok", ""),
    ("no figures", {"new_articles": 8, "with_figures": 0}, {}, "unusual", "few_figures"),
    ("few articles", {"new_articles": 2, "with_figures": 0}, {}, "ok", ""),
    ("never figures", {"new_articles": 8, "with_figures": 0}, {"with_figures": 0}, "ok", ""),
    ("slow", {"seconds": 900.0}, {}, "unusual", "slow"),
    ("more pages, longer", {"new_articles": 60, "seconds": 305.0}, {}, "ok", ""),
]


def test_each_night_gets_its_verdict(store: psycopg.Connection[Any]) -> None:
    found: dict[str, tuple[str, str]] = {}
    for name, tonight, past, _, _ in TABLE:
        nights = Nights(store, name)
        if past is not None:
            nights.past(**past)
        nights.add(TONIGHT, **tonight)
    for health in outlet_health(store, None, nights=1):
        found[health.outlet_id] = (health.verdict, health.why)
        assert bool(health.why) == bool(health.detail) == (health.verdict != "ok"), health
    assert found == {name: (verdict, why) for name, _, _, verdict, why in TABLE}
    # Nights like the ones before are never told as anything else.
    wrong = [
        night
        for name, _, past, _, _ in TABLE
        if past == {}
        for night in outlet_health(store, name, nights=10_000)
        if night.news_day != TONIGHT and night.verdict != "ok"
    ]
    assert wrong == []


def test_what_is_told_of_a_changed_markup(store: psycopg.Connection[Any]) -> None:
    nights = Nights(store, "gaon")
    nights.past(nights=10)
    nights.add(TONIGHT, **DRIFT, failures=Jsonb({"selector_drift": 12}))
    (health,) = night_health(store, nights.runs[TONIGHT])
    told = "markup changed (12 of 12 pages selector_drift), last good night 2026-11-19"
    assert health.told == told
    lines = list(health_lines([health]))
    assert lines[0] == f"2026-11-20  gaon  failing: {told}"
    assert "    failures: selector_drift ×12" in lines
    assert "    12 pages kept for a reader that can read them" in lines
    # A night in which no page came proves nothing: it goes on, until the pages were read after all.
    nights.add(TONIGHT + timedelta(days=1), new_articles=0, unread=12)
    nights.add(TONIGHT + timedelta(days=2), new_articles=0, unread=12)
    nights.add(TONIGHT + timedelta(days=3), new_articles=0, reread=12, recovered=12)
    nights.add(TONIGHT + timedelta(days=4), new_articles=4)
    after = nights.verdicts()[-4:]
    assert [(one.verdict, one.nights_failing) for one in after] == [
        ("failing", 2),
        ("failing", 3),
        ("quiet", 0),  # Ten nights have no past of Sundays.
        ("ok", 0),
    ]
    assert after[1].told == (
        "markup changed (12 of 12 pages selector_drift on 2026-11-20, none since), for 3 nights,"
        " last good night 2026-11-19"
    )
    assert after[3].last_good_night == TONIGHT + timedelta(days=4)


EMPTY: list[tuple[object, date, bool]] = [
    (None, TONIGHT, False),
    (False, TONIGHT, False),
    (True, TONIGHT, True),
    ([], TONIGHT, False),
    (["weekends"], TONIGHT, False),
    (["weekends"], date(2026, 11, 21), False),  # A Saturday's night brings Friday's news.
    (["weekends"], date(2026, 11, 22), True),
    (["weekends"], date(2026, 11, 23), True),
    (["weekends"], date(2026, 11, 24), False),
    (["thursday"], TONIGHT, True),
    (["friday"], TONIGHT, False),
    (["saturday", "2026-11-19"], TONIGHT, True),
    (["2026-11-20"], TONIGHT, False),
]


def test_an_outlet_may_be_empty_when_its_entry_says_so(store: psycopg.Connection[Any]) -> None:
    for number, (said, day, expected) in enumerate(EMPTY):
        board = Nights(store, f"board{number}", may_be_empty=said)
        board.past(nights=5)
        board.add(day, listed=0, new_articles=0)
        health = board.tonight()
        assert (health.verdict, health.why) == (
            ("quiet", "may_be_empty") if expected else ("failing", "nothing_listed")
        ), (said, day)
        now = datetime(day.year, day.month, day.day, 2, 30, tzinfo=SEOUL)
        assert may_be_empty(store, board.outlet_id, now) == expected
        # At eleven in the evening a night brings the news of its own day.
        evening = now.replace(hour=23) - timedelta(days=1)
        assert may_be_empty(store, board.outlet_id, evening) == expected
        # What could not be had is no emptiness.
        board.add(day + timedelta(days=7), listed=0, new_articles=0, list_reason="http_500")
        assert board.tonight().why == "http_500"


def test_silence_is_unusual_then_failing_and_weekends_are_no_silence(
    store: psycopg.Connection[Any],
) -> None:
    board = Nights(store, "board")
    board.past(weekend_new=0)
    assert {one.verdict for one in board.verdicts()} == {"ok", "quiet"}
    # Friday, Saturday (Friday's news), a weekend, Tuesday: the third workday without anything.
    for after in range(6):
        board.add(TONIGHT + timedelta(days=after), new_articles=0)
    assert [(one.verdict, one.why, one.nights_failing) for one in board.verdicts()[-6:]] == [
        ("unusual", "nothing_new", 0),
        ("unusual", "nothing_new", 0),
        ("quiet", "as_usual", 0),
        ("quiet", "as_usual", 0),
        ("failing", "nothing_new", 1),
        ("failing", "nothing_new", 2),
    ]
    # It stays failing when silence is all that its last 30 nights have.
    for after in range(6, 50):
        board.add(TONIGHT + timedelta(days=after), new_articles=0)
    dead = board.tonight()
    assert (dead.verdict, dead.nights_failing, dead.usual_new) == ("failing", 46, 0)
    assert dead.last_good_night == TONIGHT + timedelta(days=3)
    board.add(TONIGHT + timedelta(days=50), new_articles=1)
    assert board.tonight().verdict == "ok"


def test_a_holiday_shows_in_those_that_rest_at_weekends(store: psycopg.Connection[Any]) -> None:
    boards = [Nights(store, f"board{number}") for number in range(4)]
    paper = Nights(store, "paper")
    outlets = [*boards, paper]
    start = TONIGHT - timedelta(days=40)

    def night(after: int, news: Sequence[int]) -> None:
        day = start + timedelta(days=after)
        run_id = uuid4()
        open_run(store, run_id, "nightly", datetime(day.year, day.month, day.day, 2, tzinfo=SEOUL))
        for outlet, new in zip(outlets, news, strict=True):
            outlet.add(day, run_id=run_id, new_articles=new)

    for after in range(40):
        weekend = (start + timedelta(days=after)).isoweekday() in (7, 1)
        night(after, [0 if weekend else 5] * 4 + [6])
    night(40, [0, 0, 0, 5, 0])
    assert [(one.tonight().verdict, one.tonight().why) for one in outlets] == [
        *[("quiet", "silent_like_others")] * 3,
        ("ok", ""),
        ("unusual", "nothing_new"),  # It does not rest at weekends, and so not on holidays.
    ]
    assert boards[0].tonight().detail == "3 of 4 outlets that rest at weekends brought nothing"
    night(41, [0, 5, 5, 5, 6])
    assert boards[0].tonight().verdict == "unusual"
    # Silence of all that lasts longer than any holidays is ours.
    for after in range(42, 60):
        night(after, [0, 0, 0, 0, 6])
    whys = [one.why for one in boards[1].verdicts()[-18:] if one.day_kind == "workday"]
    assert whys[:5] == ["silent_like_others"] * 5
    assert whys[5:] == ["nothing_new"] * len(whys[5:])
    assert boards[1].tonight().verdict == "failing"


def test_a_night_that_is_run_again_is_judged_with_its_day(
    store: psycopg.Connection[Any],
) -> None:
    gaon = Nights(store, "gaon")
    gaon.past()
    gaon.add(TONIGHT)
    gaon.add(TONIGHT, hour=10, new_articles=0)
    again = gaon.tonight()
    assert (again.verdict, again.new_articles) == ("ok", 0)
    # The day counts once, and what was collected by hand is of the night after.
    rows = store.execute(
        "SELECT count(*), count(DISTINCT news_day) FROM outlet_health WHERE outlet_id = 'gaon'"
    ).fetchone()
    assert rows == (42, 41)
    gaon.add(TONIGHT, kind="collect", hour=18)
    gaon.add(TONIGHT + timedelta(days=1), new_articles=0)
    assert gaon.tonight().verdict == "ok"
    assert len(gaon.verdicts()) == 42
    gaon.add(TONIGHT + timedelta(days=2), crawled=False)
    failed = gaon.tonight()
    gaon.add(TONIGHT + timedelta(days=2), hour=5, crawled=False)
    assert failed.nights_failing == gaon.tonight().nights_failing == 1


def test_few_articles_without_figures_show_after_some_nights(
    store: psycopg.Connection[Any],
) -> None:
    small = Nights(store, "small")
    small.past(new_articles=3, with_figures=2)
    for after in range(7):
        small.add(TONIGHT + timedelta(days=after), new_articles=3, with_figures=0)
    whys = [one.why for one in small.verdicts()[-7:]]
    assert whys[0] == ""
    assert whys[-1] == "few_figures"
    assert "of 21 articles of seven nights" in small.tonight().detail


def test_every_verdict_is_explained() -> None:
    rules = (sql_folder() / "views" / "9-outlet_health.sql").read_text(encoding="utf-8")
    given = set(re.findall(r"ARRAY\['(\w+)', (?:coalesce\([\w, ]+, )?'(\w+)'", rules))
    explained: set[tuple[str, str]] = set()
    page = (Path(__file__).parents[2] / "docs" / "health.md").read_text(encoding="utf-8")
    for code, verdict in re.findall(r"^\| (`[^|]+) \| (\w+) \|", page, re.MULTILINE):
        if verdict in get_args(Verdict):
            explained |= {(verdict, name) for name in re.findall(r"`(\w+)`", code)}
    assert len(given) > 15
    assert given <= explained
    # Beside the rules' own codes only reasons of failures stand there.
    reasons = {"host_busy", "crawl_failed", "crawl_error"}
    assert {name for _, name in explained - given} <= reasons


def test_an_outlet_without_nights_is_named(store: psycopg.Connection[Any]) -> None:
    with pytest.raises(JipyoError, match="No night was to collect an outlet nowhere"):
        outlet_health(store, "nowhere", nights=3)
    assert outlet_health(store, None, nights=3) == []


@pytest.mark.prove
def test_three_years_of_forty_outlets_take_not_much_longer_a_night_than_nine_months(
    store: psycopg.Connection[Any],
) -> None:
    chance = random.Random(7)
    outlets = [Nights(store, f"outlet{number}").outlet_id for number in range(40)]

    def seconds_with(nights: range) -> float:
        runs = {TONIGHT - timedelta(days=ago): uuid4() for ago in nights}
        with store.transaction(), store.cursor() as cursor:
            for day, run_id in runs.items():
                now = datetime(day.year, day.month, day.day, 2, tzinfo=SEOUL)
                open_run(store, run_id, "nightly", now)
            with cursor.copy(
                "COPY outlet_night (run_id, outlet_id, listed, fetched, seconds) FROM STDIN"
            ) as copy:
                for run_id, outlet in itertools.product(runs.values(), outlets):
                    copy.write_row((run_id, outlet, 40, 6, chance.random() * 90))
            with cursor.copy(
                "COPY outlet_reading (run_id, outlet_id, pages, articles, new_articles) FROM STDIN"
            ) as copy:
                for run_id, outlet in itertools.product(runs.values(), outlets):
                    new = chance.randrange(9)
                    copy.write_row((run_id, outlet, new, new, new))
        store.execute("ANALYZE")
        began = time.monotonic()
        assert len(outlet_health(store, None, nights=1)) == 40
        return time.monotonic() - began

    shorter = seconds_with(range(250))
    longer = seconds_with(range(250, 1000))
    print(f"250 nights {shorter:.1f} s, 1,000 nights {longer:.1f} s")
    # Four times as much; what grows with its square would take sixteen times as long.
    assert longer < 8 * shorter


def _lives(store: psycopg.Connection[Any], chance: random.Random) -> list[Nights]:
    """Outlets over five months of nights: they fall silent, break, change, rest and come back."""
    outlets = [Nights(store, f"life-{number}") for number in range(7)]
    for ago in range(150, 0, -1):
        day = TONIGHT - timedelta(days=ago)
        now = datetime(day.year, day.month, day.day, 2, 30, tzinfo=SEOUL)
        run_id = uuid4()
        open_run(store, run_id, "nightly", now)
        for number, outlet in enumerate(outlets):
            new = chance.randrange(3, 9)
            said: dict[str, object] = {}
            rests = number == 1 and day.isoweekday() in (7, 1)
            is_dead = number == 2 and ago < 100  # As sites die: its lists stay as they are.
            if rests or is_dead:
                new = 0
            elif number == 3:  # It brings something now and then, and once began to fail.
                new = int(chance.random() < 0.1)
                said = {"pages_failed": 4, "fetched": 5} if ago < 20 else {}
            elif number == 4 and chance.random() < 0.1:
                said = {"drifted": new, "articles": 0, "new_articles": 0}
            elif number == 5 and ago > 60:  # Nothing could be had of it at first.
                said = {"outlet_reason": "robots_refused", "listed": 0}
                new = 0
            elif number == 6 and ago < 75:  # It was given up.
                continue
            outlet.add(day, run_id=run_id, **{"new_articles": new, "pages": new, **said})
    return outlets


def _disturbed(store: psycopg.Connection[Any], chance: random.Random) -> list[Nights]:
    """Outlets over nights that fail, are left out, are run again, and that collections precede."""
    outlets = [Nights(store, f"life-{number}", may_be_empty=number == 5) for number in range(9)]
    for ago in range(chance.choice((20, 70)), 0, -1):
        if chance.random() < 0.05:
            continue
        day = TONIGHT - timedelta(days=ago)
        hours = {"collect": [1] * (chance.random() < 0.1), "nightly": [2]}
        if chance.random() < 0.2:
            hours[chance.choice(("collect", "nightly"))].append(9)
        weekend = day.isoweekday() in (7, 1) or chance.random() < 0.05
        for kind, hour in [(kind, hour) for kind, of_kind in hours.items() for hour in of_kind]:
            run_id = uuid4()
            now = datetime(day.year, day.month, day.day, hour, tzinfo=SEOUL)
            open_run(store, run_id, cast("RunKind", kind), now)
            for number, outlet in enumerate(outlets):
                if chance.random() < (0.6 if kind == "collect" else 0.05):
                    continue
                new = (
                    0 if (weekend and number < 5) or hour == 9 else chance.randrange(3 * number + 2)
                )
                drifted = new if chance.random() < 0.05 else 0
                outlet.add(
                    day,
                    run_id=run_id,
                    kind=kind,
                    crawled=chance.random() > 0.05,
                    pages=new,
                    articles=new - drifted,
                    drifted=drifted,
                    new_articles=new - drifted,
                    unread=chance.randrange(2),
                    recovered=chance.choice((0, 0, 0, 0, 3)),
                    listed=chance.choice((0, 3, 30, 31, 32, 40)),
                    seconds=chance.choice((10.0, 30.0, 500.0)),
                    list_reason=chance.choice((None, None, None, "http_500")),
                )
    return outlets


@pytest.mark.parametrize("seed", range(3))
def test_what_is_usual_and_what_is_counted_in_a_row(
    store: psycopg.Connection[Any], seed: int
) -> None:
    """They are found again, by a plainer way, from what the runs left and from the verdicts."""
    for outlet in _disturbed(store, random.Random(seed)):
        runs = store.execute(
            "SELECT run.run_id, run.kind, run.news_day, new_articles, coalesce(listed, 0),"
            " round(coalesce(seconds, 0) / (coalesce(fetched, 0) + 1), 2)"
            " FROM outlet_reading JOIN night_run AS run USING (run_id)"
            " LEFT JOIN outlet_night USING (run_id, outlet_id)"
            " WHERE outlet_id = %s ORDER BY run.now_at",
            (outlet.outlet_id,),
        ).fetchall()
        judged = {
            row[0]: row[1:]
            for row in store.execute(
                "SELECT run_id, day_kind, verdict, nights_failing, last_good_night, like_nights,"
                " usual_new, usual_new_low, usual_new_high, usual_listed, usual_listed_low,"
                " usual_listed_high, usual_pace_seconds FROM outlet_health WHERE outlet_id = %s",
                (outlet.outlet_id,),
            ).fetchall()
        }
        nightly = [run for run in runs if run[1] == "nightly"]
        assert {run[0] for run in nightly} == set(judged)
        past: list[tuple[str, int, int, Decimal]] = []  # Of each night its last run.
        waiting, failing, good = 0, 0, None
        for number, (run_id, kind, night, new, listed, pace) in enumerate(runs):
            waiting += new
            if kind != "nightly":
                continue
            later = [run[2] for run in runs[number + 1 :] if run[1] == "nightly"]
            is_last = night not in later
            day_kind, verdict, *found = judged[run_id]
            like = [
                one[1]
                for nth, one in list(enumerate(past))[-30:]
                if nth and one[0] == day_kind and one[2]
            ]
            lists = [one[2] for one in past[-30:] if one[2]]
            paces = [one[3] for one in past[-30:] if one[2]]
            if verdict == "ok" or (verdict == "quiet" and listed):
                good = night
            if verdict in ("ok", "unusual") or (verdict == "quiet" and listed):
                failing = 0
            is_bad = verdict in ("failing", "not_collected")
            assert found[:2] == [(failing + 1) * is_bad, good], (outlet.outlet_id, night)
            failing += is_bad and is_last
            assert found[2:9] == [
                len(like), *_median_and_range(like), *_median_and_range(lists)
            ], (outlet.outlet_id, night)  # fmt: skip
            usual_pace = round(median(paces), 2) if paces else None
            assert found[9] is usual_pace or abs(found[9] - usual_pace) <= Decimal("0.01")
            if is_last:
                past.append((day_kind, waiting, listed, pace))
                waiting = 0


def _median_and_range(numbers: Sequence[int]) -> tuple[float | None, int | None, int | None]:
    return (median(numbers), min(numbers), max(numbers)) if numbers else (None, None, None)


@pytest.mark.parametrize("lives", [_lives, _disturbed])
@pytest.mark.parametrize("seed", range(3))
def test_a_part_of_the_past_judges_as_the_whole(
    store: psycopg.Connection[Any],
    seed: int,
    lives: Callable[[psycopg.Connection[Any], random.Random], list[Nights]],
) -> None:
    """Only as many nights are looked through as it takes: each verdict is that of the view."""
    outlets = lives(store, random.Random(seed))
    judged = store.execute(
        "SELECT outlet_id, run_id, verdict, why, detail, nights_failing, last_good_night,"
        " usual_new, usual_listed FROM outlet_health"
    ).fetchall()
    whole = {(row[0], row[1]): row[2:] for row in judged}
    assert len({row[2] for row in judged}) >= 4
    runs = [
        run_id
        for (run_id,) in store.execute(
            "SELECT run_id FROM night_run WHERE kind = 'nightly' ORDER BY now_at DESC"
        ).fetchall()
    ]
    asked = [
        outlet_health(store, None, nights=1),
        outlet_health(store, None, nights=30),
        *(outlet_health(store, outlet.outlet_id, nights=14) for outlet in outlets),
        *(
            night_health(store, run_id)
            for ago in (0, 1, 16, 32, 60, 89)
            for run_id in runs[ago:][:1]
        ),
    ]
    for one in itertools.chain.from_iterable(asked):
        found = (
            one.verdict, one.why, one.detail, one.nights_failing, one.last_good_night,
            one.usual_new, one.usual_listed,
        )  # fmt: skip
        assert found == whole[one.outlet_id, one.run_id], (one.outlet_id, one.news_day)
