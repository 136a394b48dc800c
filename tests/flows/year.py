"""Nights in quick succession: forty look-alike outlets, the real flow, housekeeping every day.

    python -m tests.flows.year FIRST_DAY FROM_NIGHT TO_NIGHT [--by-turns] [--sites ADDRESS]

prints a JSON line a night: seconds by step, seconds of the processor, those that a fixed piece of
work takes just then (its yardstick), bytes and rows. Nights are counted from 1, which is that of
the first day. With `--by-turns` each waits for a line on standard input, so that nights of two
stores can be run in turn.

The environment names home, database and Prefect's server. With `--sites` the spiders of a night ask
for their pages there, as every night does. Most of a year cannot wait for them: without it only
collection is fed, pages are written by the functions of the store that a crawl calls, without
sockets. Prefect knows no clock but the machine's, so each run is dated back to its night when it
has ended.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import re
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import wraps
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import psutil
import psycopg
from bs4 import BeautifulSoup

from jipyo.store.captures import (
    CrawlCounts,
    FetchedPage,
    ListedAddress,
    add_addresses,
    due_addresses,
    note_unchanged,
    record_failure,
    record_outlet_night,
    store_pages,
)
from jipyo.store.database import connect
from jipyo.store.flag_life import move_flags
from jipyo.store.home import Home
from jipyo.store.sizes import folder_bytes
from spiders.outlets import write_overlay

SEOUL = ZoneInfo("Asia/Seoul")
OUTLETS = 40
KEEP_DAYS = 60
"""How long runs of Prefect and findings are kept."""
REPORT_EVERY = 30
"""Nights after which the pages of the report are counted."""
WEEK = 7
YARDSTICK_ROUNDS, PAGES_A_ROUND = 8, 50
KEEP_BODIES_DAYS = (30, 60, None)
EDITED = 0.002
"""Part of the rechecks at which a page shows another number."""
RESTATED = 0.005
"""Part of the figures that are told otherwise than before."""
FAILED = 0.02
"""Part of the new pages that a site does not give at first."""

CITIES = (
    "창원시",
    "진주시",
    "통영시",
    "사천시",
    "김해시",
    "밀양시",
    "거제시",
    "양산시",
    "수원시",
    "성남시",
    "의정부시",
    "안양시",
    "부천시",
    "광명시",
    "평택시",
    "안산시",
    "고양시",
    "과천시",
    "구리시",
    "남양주시",
    "오산시",
    "시흥시",
    "군포시",
    "의왕시",
    "하남시",
    "용인시",
    "파주시",
    "이천시",
    "안성시",
    "김포시",
    "춘천시",
    "원주시",
    "강릉시",
    "청주시",
    "충주시",
    "천안시",
    "아산시",
    "전주시",
    "군산시",
    "포항시",
)

SENTENCES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "{city}의 {of} {month}월 수출액은 {money}억 원으로 집계됐다.",
        (
            "자동차 부품",
            "공작기계",
            "조선 기자재",
            "반도체 장비",
            "가전제품",
            "화학제품",
            "철강제품",
            "의료기기",
            "화장품",
            "농수산식품",
            "섬유제품",
            "이차전지",
        ),
    ),
    (
        "{city} 관내 {of}은 {month}월 말 기준 {level}곳으로 나타났다.",
        (
            "도서관",
            "경로당",
            "어린이집",
            "공영주차장",
            "전기차 충전소",
            "스마트공장",
            "마을기업",
            "사회적기업",
            "청년창업기업",
            "체육시설",
            "어린이공원",
            "무더위쉼터",
            "착한가격업소",
            "전통시장",
            "공중화장실",
            "병의원",
        ),
    ),
    (
        "{city} {of} 방문객은 {month}월 말까지 누적 {people}명이다.",
        (
            "시립박물관",
            "시립미술관",
            "해양공원",
            "수목원",
            "자연휴양림",
            "과학관",
            "레일바이크",
            "케이블카",
            "국가정원",
            "전망대",
        ),
    ),
    (
        "{city}의 {month}월 말 {of}는 {people}명으로 나타났다.",
        (
            "인구",
            "청년 인구",
            "노인 인구",
            "외국인 주민 수",
            "자원봉사자 수",
            "기초연금 수급자 수",
        ),
    ),
    (
        "{city}의 {month}월 {of} 고용률은 {share}%로 지난해 같은 달보다 {points}%p 올랐다.",
        ("전체", "청년층", "여성", "고령층"),
    ),
    (
        "{city}는 올해 {of} 일자리 {goal}개를 만들겠다는 목표를 세웠다.",
        (
            "노인",
            "청년",
            "여성",
            "장애인",
            "공공근로",
            "중장년",
            "자활",
            "산림",
            "해양",
            "문화예술",
        ),
    ),
    (
        "{city}의 {month}월 {of} 지원금은 {money}억 원으로 집계됐다.",
        (
            "소상공인",
            "중소기업",
            "농업인",
            "청년농업인",
            "어업인",
            "다자녀 가구",
            "한부모 가족",
            "장애인",
            "예술인",
            "전통시장",
        ),
    ),
)
"""What a city reports month by month, and of what: some sixty measures, each told twice a month."""

MEASURES = [(sentence, of) for sentence, parts in SENTENCES for of in parts]


def told_by(outlet: int, day: date, number: int) -> list[tuple[str, str]]:
    """What an article tells: two measures of those left in the month, or one for a second time."""
    deck = list(MEASURES)
    random.Random(f"{outlet} {day:%Y-%m}").shuffle(deck)
    told_before = 4 * (day.day - 1)
    if number < 2:
        first = (told_before + 2 * number) % len(deck)
        return deck[first : first + 2]
    return [random.Random(f"{outlet} {day}").choice(deck[: max(told_before, 4)])]


def article(outlet: int, day: date, number: int, edition: int = 0) -> bytes:
    """A page with one to three figures that grow from month to month, and are restated at times."""
    chance = random.Random(f"{outlet} {day} {number}")
    grown = 1 + 0.005 * (12 * (day.year - 2024) + day.month)
    city = CITIES[outlet]
    lines: list[str] = []
    told: list[str] = []
    for sentence, of in told_by(outlet, day, number):
        told.append(of)
        base = random.Random(f"{outlet} {sentence} {of}")
        restated = 1.04 if chance.random() < RESTATED else 1.0
        factor = grown * restated * (1 + 0.03 * edition)
        lines.append(
            sentence.format(
                city=city,
                of=of,
                month=(day.month - 2) % 12 + 1,
                day=day.day,
                goal=base.randint(40, 900) * (1 + day.year - 2024),
                level=round(base.randint(40, 900) * factor),
                money=f"{round(base.randint(100, 900) * factor):,}",
                people=f"{round(base.randint(90, 900) * factor) * 100:,}",
                share=round(base.uniform(55, 68) * (grown + 9) / 10, 1),
                points=round(base.uniform(0.2, 2.0), 1),
            )
        )
    title = f"{city} {'·'.join(told)}, {day.month}월 {day.day}일 {number + 1}번째 소식"
    body = "".join(f"<p>{line}</p>" for line in lines)
    body += f"<p>시는 {told[0]} 분야를 더 세심하게 살피겠다고 {day.day}일 설명했다.</p>"
    return (
        f'<html><head><meta charset="utf-8"><title>{title}</title></head><body><h1>{title}</h1>'
        f"<div>입력 {day.isoformat()} 09:{number:02}</div><div>{body}</div>"
        f"<!-- {chance.randbytes(3000).hex()} --></body></html>"
    ).encode()


def now_of(first_day: date, night: int) -> datetime:
    """When a night begins."""
    day = first_day + timedelta(days=night - 1)
    return datetime(day.year, day.month, day.day, 2, 30, tzinfo=SEOUL)


def listed_in(outlet: int, now: datetime) -> tuple[date, int]:
    """The day before a night, and how many articles of it an outlet lists."""
    yesterday = now.astimezone(SEOUL).date() - timedelta(days=1)
    return yesterday, 1 + random.Random(f"{outlet} {yesterday}").randrange(3)


def shown(hostname: str, path: str, now: datetime) -> bytes | None:
    """What the site of an outlet shows in a night; None where it has no such page."""
    outlet = int(hostname.removeprefix("year-").removesuffix(".example"))
    yesterday, listed = listed_in(outlet, now)
    if path == "/list":
        links = (
            f'<li><a href="/news/{yesterday.isoformat()}/{number}">'
            f"{CITIES[outlet]}의 {yesterday.isoformat()} 소식 {number + 1}</a></li>"
            for number in range(listed)
        )
        return f"<html><body><ul>{''.join(links)}</ul></body></html>".encode()
    told = re.fullmatch(r"/news/(\d{4}-\d\d-\d\d)/(\d)", path)
    if told is None:
        return None
    day = date.fromisoformat(told[1])
    edited = day != yesterday and random.Random(f"{hostname} {path} {now}").random() < EDITED
    return article(outlet, day, int(told[2]), int(edited))


def entries(sites: str | None = None) -> list[dict[str, Any]]:
    asked_at: dict[str, Any] = {"connect_to": sites} if sites else {}
    return [
        {
            "id": f"year-{number:02}",
            "name": f"{city} 소식",
            "family": "generic",
            "origin": f"https://year-{number:02}.example",
            "lists": ["/list"],
            "list_pages": 1,
            "article_pattern": "/news/",
            "place": city,
            "enabled": True,
            "sample": True,
            "politeness": {"delay_seconds": 0.0},
            **asked_at,
            "keep_bodies_days": KEEP_BODIES_DAYS[number % len(KEEP_BODIES_DAYS)],
        }
        for number, city in enumerate(CITIES)
    ]


def fed(
    outlet_id: str, *, run_id: UUID, now: datetime, home: Home, database_url: str, **_: object
) -> None:
    """What a crawl of the outlet would have written in this night."""
    outlet = int(outlet_id.removeprefix("year-"))
    yesterday, listed_articles = listed_in(outlet, now)
    chance = random.Random(f"{outlet} {now.isoformat()}")
    counts = CrawlCounts(listed=listed_articles, seconds=1.0)
    base = f"https://{outlet_id}.example/news/"
    with connect(database_url) as connection:
        listed = [
            ListedAddress(f"{base}{yesterday.isoformat()}/{number}", "소식", None, "list")
            for number in range(counts.listed)
        ]
        add_addresses(connection, outlet_id, listed, now)
        due = due_addresses(connection, outlet_id, now=now)
        connection.commit()
        pages: list[FetchedPage] = []
        for address in due:
            counts.fetched += 1
            day, _, number = address.url.removeprefix(base).partition("/")
            if address.is_known and chance.random() >= EDITED:
                note_unchanged(connection, outlet_id, address.url, now)
                counts.unchanged += 1
                continue
            if not address.is_known and chance.random() < FAILED:
                counts.failed += 1
                record_failure(
                    connection,
                    run_id=run_id,
                    outlet_id=outlet_id,
                    url=address.url,
                    step="fetch",
                    reason="timeout",
                    detail="no answer within 60 s",
                    occurred_at=now,
                )
                continue
            pages.append(
                FetchedPage(
                    url=address.url,
                    fetched_at=now,
                    status=200,
                    request_headers={"user-agent": "jipyo"},
                    response_headers={
                        "content-type": "text/html; charset=utf-8",
                        "etag": f'"{yesterday}"',
                    },
                    body=article(
                        outlet, date.fromisoformat(day), int(number), int(address.is_known)
                    ),
                    listed_at=None,
                    listed_from="list",
                )
            )
        counts.captured = sum(store_pages(connection, outlet_id, run_id, pages))
        record_outlet_night(connection, run_id, outlet_id, counts)


def timed(module: Any, names: Sequence[str], seconds: dict[str, float]) -> None:
    """Let functions of a module note how long they take."""
    for name in names:
        inner = getattr(module, name)

        @wraps(inner)
        def outer(*args: Any, _inner: Any = inner, _name: str = name, **kwargs: Any) -> Any:
            began = time.monotonic()
            try:
                return _inner(*args, **kwargs)
            finally:
                seconds[_name] = seconds.get(_name, 0.0) + time.monotonic() - began

        setattr(module, name, outer)


def processor_seconds(postmaster: psutil.Process) -> float:
    """What this process, its crawls and Postgres have spent: no other work of the machine."""
    # A process that Postgres ended is counted by its parent, a living one by itself.
    spent, crawls = postmaster.cpu_times(), os.times()
    total = time.process_time() + crawls.children_user + crawls.children_system
    total += spent.children_user + spent.children_system
    for process in postmaster.children():
        with suppress(psutil.NoSuchProcess):
            own = process.cpu_times()
            total += own.user + own.system
    return total


def yardstick(page: bytes) -> float:
    """Seconds of the processor for work that is the same every night.

    A machine that is shared gives more or less for a second, from minute to minute. The least of
    several rounds: what disturbs one takes time and gives none.
    """
    taken: list[float] = []
    for _ in range(YARDSTICK_ROUNDS):
        began = time.process_time()
        for _ in range(PAGES_A_ROUND):
            text = page.decode()
            words = sorted(re.findall(r"\w+", text))
            if json.loads(json.dumps(words)) != words:
                raise AssertionError("JSON gave other words back")
            BeautifulSoup(text, "lxml").get_text()
        taken.append(time.process_time() - began)
    return min(taken)


def decide(connection: psycopg.Connection[Any], now: datetime) -> None:
    """What a person does in the morning: a flag that has stood for a week is done with."""
    old = connection.execute(
        "SELECT flag_id::text FROM flag WHERE status = 'open' AND opened_at < %s",
        (now - timedelta(days=WEEK),),
    ).fetchall()
    if old:
        move_flags(
            connection,
            [flag_id for (flag_id,) in old],
            "resolve",
            actor="analyst",
            reason="asked the city",
            now=now,
        )


def rows_of(connection: psycopg.Connection[Any], names: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name in names:
        row = connection.execute(f"SELECT count(*) FROM {name}").fetchone()  # type: ignore[arg-type]
        found[name] = row[0] if row else 0
    return found


OURS = ("check_scope", "check_finding", "failure", "observation", "flag", "flag_event")
PREFECTS = (
    "flow_run",
    "flow_run_state",
    "task_run",
    "task_run_state",
    "log",
    "artifact",
    "artifact_collection",
    "events",
    "event_resources",
    "flow_run_input",
)


def main(
    first_day: date, nights: Sequence[int], *, by_turns: bool = False, sites: str | None = None
) -> None:
    import expectations.run
    import expectations.validation
    import flows.nightly
    import flows.sharing
    from flows.housekeeping import housekeeping
    from flows.nightly import nightly

    home = Home.from_environment()
    write_overlay(home, entries(sites))
    url = os.environ["JIPYO_DATABASE_URL"]
    seconds: dict[str, float] = {}
    if sites is None:
        flows.sharing.crawl = fed  # type: ignore[assignment]
    steps = ["collect_shared", "parse_all", "check", "publish_artifacts", "night_report"]
    steps += [name for name in ("publish_report", "alert") if hasattr(flows.nightly, name)]
    timed(flows.nightly, steps, seconds)
    timed(expectations.run, ["find", "keep_flags"], seconds)
    timed(expectations.validation, ["_run", "_build_docs", "make_self_contained"], seconds)
    prefect = psycopg.connect(url.replace("/jipyo_year", "/jipyo_year_prefect", 1), autocommit=True)
    ours = psycopg.connect(url, autocommit=True)
    postmaster = psutil.Process(ours.info.backend_pid).parent()
    assert postmaster is not None
    for night in nights:
        if by_turns and not sys.stdin.readline():
            return
        seconds.clear()
        now = now_of(first_day, night)
        # As in a process of its own, which a night has: what others left is not looked through, and
        # what nobody has any more goes with its connections.
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        measured = yardstick(article(0, first_day, 0))
        began, spent = time.monotonic(), processor_seconds(postmaster)
        state = nightly(now=now, return_state=True)
        total, spent = time.monotonic() - began, processor_seconds(postmaster) - spent
        measured = (measured + yardstick(article(0, first_day, 0))) / 2
        assert state.is_completed(), state
        # Runs are named after their night; the clock of Prefect knows only today.
        prefect.execute(
            "UPDATE flow_run SET start_time = %(now)s, end_time = %(now)s"
            " WHERE end_time > %(now)s + interval '1 day' AND name LIKE '%%' || %(day)s || '%%'",
            {"now": now, "day": now.date().isoformat()},
        )
        decide(ours, now + timedelta(hours=2))
        began = time.monotonic()
        done = housekeeping(
            now=now + timedelta(hours=3),
            keep_runs_days=KEEP_DAYS,
            keep_findings_days=KEEP_DAYS,
            return_state=True,
        )
        assert done.is_completed(), done
        kept = time.monotonic() - began
        prefect.execute(
            "UPDATE flow_run SET start_time = %(now)s, end_time = %(now)s"
            " WHERE end_time > %(now)s + interval '1 day' AND name LIKE 'housekeeping%%'",
            {"now": now},
        )
        line = {
            "night": night,
            "seconds": round(total, 2),
            "processor_seconds": round(spent, 2),
            "yardstick": round(measured, 4),
            "steps": {name: round(spent, 3) for name, spent in seconds.items()},
            "housekeeping": round(kept, 2),
            "kept": done.message or "",
            "bytes": {
                "database": size(ours, "jipyo_year"),
                "prefect": size(ours, "jipyo_year_prefect"),
                "data_docs": folder_bytes(home.great_expectations),
                "report": folder_bytes(home.root / "report"),
                "logs": folder_bytes(home.log),
                "bodies": scalar(
                    ours, "SELECT coalesce(sum(octet_length(content)), 0) FROM capture_body"
                ),
            },
            "report": report_of(home) if night % REPORT_EVERY == 0 or night == nights[-1] else {},
            "rows": {**rows_of(ours, OURS), **rows_of(prefect, PREFECTS)},
        }
        print(json.dumps(line, ensure_ascii=False), flush=True)


def report_of(home: Home) -> dict[str, int]:
    """Pages of the report, their bytes, and the lines of their tables."""
    pages = [file.read_bytes() for file in home.report.rglob("*.html")]
    return {
        "pages": len(pages),
        "bytes": sum(map(len, pages)),
        "lines": sum(page.count(b'<tr role="row" class=') for page in pages),
    }


def size(connection: psycopg.Connection[Any], name: str) -> int:
    return int(scalar(connection, f"SELECT pg_database_size('{name}')"))


def scalar(connection: psycopg.Connection[Any], question: str) -> Any:
    row = connection.execute(question).fetchone()  # type: ignore[arg-type]
    assert row is not None
    return row[0]


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("first_day", type=date.fromisoformat)
    options.add_argument("from_night", type=int)
    options.add_argument("to_night", type=int)
    options.add_argument("--by-turns", action="store_true")
    options.add_argument("--sites")
    given = options.parse_args()
    main(
        given.first_day,
        range(given.from_night, given.to_night + 1),
        by_turns=given.by_turns,
        sites=given.sites,
    )
