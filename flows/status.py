"""How this installation stands, without starting or changing anything: `jipyo status`.

Whatever is down is told as such, and what can be told only with it is left empty. Prefect is asked
over its API, so that Prefect itself need not be loaded.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

import psycopg

import jipyo
from flows.alerting import waiting_alerts
from flows.processes import is_held
from flows.server import WORK_POOL, PrefectServer
from jipyo.alerts.settings import AlertsError, AlertSettings, load_settings, resolved
from jipyo.plain import on_one_line
from jipyo.store.alerts import channel_histories, nights_since
from jipyo.store.database import DATABASE, OLDEST_MAJOR_VERSION, VARIABLE, without_password
from jipyo.store.errors import JipyoError
from jipyo.store.flags import moment_text
from jipyo.store.health import outlet_health
from jipyo.store.home import Home
from jipyo.store.migrations import tables_state
from jipyo.store.queries import query
from jipyo.store.runs import counted, news_day
from jipyo.store.server import EmbeddedServer
from spiders.outlets import load_outlets

CONNECT_SECONDS = 5
STATEMENT_SECONDS = 20
API_SECONDS = 5.0
SIZE_SECONDS = 2.0
"""How long each of these may take: the status of a machine in trouble must come all the same."""

RUNS_SHOWN = 5
LITTLE_SPACE_BYTES = 1_000_000_000
SOME_SPACE_BYTES = 5_000_000_000

Verdict = Literal["ok", "note", "fault"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: ``mend`` is the command that mends it, empty where all is well.

    A fault needs a person; a note is worth knowing and may be as it should.
    """

    name: str
    verdict: Verdict
    what: str
    mend: str = ""


@dataclass(slots=True)
class Status:
    """All that could be found out; the fields are those of format ``status/1`` (docs/status.md)."""

    now: datetime
    home: str
    versions: dict[str, str] = field(default_factory=dict[str, str])
    database: dict[str, Any] = field(default_factory=dict[str, Any])
    migrations: dict[str, Any] = field(default_factory=dict[str, Any])
    prefect: dict[str, Any] = field(default_factory=dict[str, Any])
    parts: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    worker: dict[str, Any] = field(default_factory=dict[str, Any])
    schedule: dict[str, Any] = field(default_factory=dict[str, Any])
    last_night: dict[str, Any] | None = None
    outlets: dict[str, Any] = field(default_factory=dict[str, Any])
    flags: dict[str, int] | None = None
    alerts: dict[str, Any] = field(default_factory=dict[str, Any])
    disk: dict[str, Any] = field(default_factory=dict[str, Any])
    contact: bool = False
    checks: list[Check] = field(default_factory=list[Check])

    def record(self) -> dict[str, Any]:
        """It as an object of format ``status/1``."""
        return {
            "format": "status/1",
            **asdict(self),
            "now": moment_text(self.now),
        }


def look(home: Home, now: datetime) -> Status:
    """Find out how everything stands.

    Args:
        home: The home; it need not exist.
        now: The moment taken as now, with its zone.
    """
    status = Status(now=now, home=str(home.root))
    status.versions = {
        "jipyo": jipyo.__version__,
        "python": platform.python_version(),
        "prefect": version("prefect"),
        "scrapy": version("scrapy"),
        "great_expectations": version("great_expectations"),
    }
    status.contact = bool(os.environ.get("JIPYO_CONTACT"))
    _look_at_disk(status, home)
    _look_at_prefect(status, home)
    _look_at_outlets_file(status, home)
    _look_at_alerts_file(status, home)
    _look_at_database(status, home)
    status.checks = list(judged(status))
    return status


# -- the database ------------------------------------------------------------------------------


def database_address(home: Home) -> tuple[str | None, str]:
    """The address at which the store can be asked now, and what is to be said of it.

    ``None`` where there is none to ask: no store yet, or one whose embedded server does not run.
    """
    named = os.environ.get(VARIABLE)
    if named:
        return named, f"of {VARIABLE}"
    server = EmbeddedServer(home)
    if not (home.data / "PG_VERSION").exists():
        return None, "absent"
    if not server.is_running():
        return None, "stopped"
    return server.url(DATABASE), "embedded"


def open_carefully(url: str) -> psycopg.Connection[Any]:
    """A connection that gives up soon and migrates nothing."""
    return psycopg.connect(
        url,
        application_name="jipyo status",
        connect_timeout=CONNECT_SECONDS,
        autocommit=True,
        client_encoding="UTF8",
        options=f"-c timezone=Asia/Seoul -c statement_timeout={STATEMENT_SECONDS}s",
    )


def _look_at_database(status: Status, home: Home) -> None:
    try:
        url, kind = database_address(home)
    except JipyoError as error:
        url, kind = None, f"unreachable: {error}"
    status.database = {
        "state": kind,
        "address": without_password(url) if url else None,
        "version": None,
        "size_bytes": None,
        "detail": "",
    }
    if url is None:
        return
    try:
        with open_carefully(url) as connection:
            status.database["state"] = "up"
            status.database["version"] = connection.info.server_version / 10000
            row = connection.execute(
                "SELECT pg_database_size(current_database()), current_setting('server_version')"
            ).fetchone()
            if row is not None:
                status.database.update(size_bytes=row[0], version=str(row[1]).split()[0])
            state = tables_state(connection)
            status.migrations = {
                "state": "newer" if state.unknown else "waiting" if state.waiting else "current",
                "waiting": list(state.waiting),
                "unknown": list(state.unknown),
                "views_differ": state.views_differ,
            }
            _look_at_store(status, connection, home)
    except psycopg.errors.UndefinedTable:
        status.database["detail"] = "tables are missing"
    except psycopg.errors.QueryCanceled:
        status.database["detail"] = f"a question took longer than {STATEMENT_SECONDS} s"
    except psycopg.OperationalError as error:
        status.database.update(state="unreachable", detail=on_one_line(str(error)))
    except psycopg.ProgrammingError as error:
        status.database["detail"] = f"tables are out of shape: {on_one_line(str(error))}"


def _look_at_store(status: Status, connection: psycopg.Connection[Any], home: Home) -> None:
    nights = nights_since(connection, news_day(status.now) - timedelta(days=366))
    if nights:
        last = max(nights, key=lambda night: night.started_at)
        row = connection.execute(
            "SELECT count(*) FROM failure WHERE run_id = %s", (last.run_id,)
        ).fetchone()
        status.last_night = {
            "run_id": str(last.run_id),
            "news_day": last.news_day.isoformat(),
            "state": last.state,
            "started_at": moment_text(last.started_at),
            "finished_at": moment_text(last.finished_at) if last.finished_at else None,
            "message": on_one_line(last.message),
            "failures": row[0] if row else 0,
        }
    counts = {"critical": 0, "warning": 0, "info": 0}
    for severity, number in connection.execute(query("count_open_flags")):
        counts[severity] = number
    status.flags = counts
    week_ago = news_day(status.now) - timedelta(days=7)
    status.outlets["failing"] = [
        {
            "outlet_id": one.outlet_id,
            "outlet": one.outlet,
            "verdict": one.verdict,
            "nights_failing": one.nights_failing,
            "told": one.told,
        }
        for one in outlet_health(connection, None, nights=1)
        if one.needs_a_person and one.news_day >= week_ago
    ]
    if status.migrations["state"] != "current":
        return
    histories = {one.channel: one for one in channel_histories(connection)}
    for channel in status.alerts["channels"]:
        known = histories.get(channel["name"])
        if known is not None:
            channel["sent"] = known.sent
            channel["last_sent_at"] = (
                moment_text(known.last_sent_at) if known.last_sent_at else None
            )
            channel["failure"] = channel["failure"] or known.failure
    settings = _settings(home)
    if settings is not None:
        status.alerts["unsent"] = len(waiting_alerts(connection, settings, status.now))


# -- Prefect and the processes -----------------------------------------------------------------


def prefect_api(home: Home) -> str | None:
    """The address of the API of the Prefect server that serves this home, if it answers."""
    outside = os.environ.get("PREFECT_API_URL")
    if outside:
        return outside.rstrip("/")
    return PrefectServer(home).api_url() if home.run.is_dir() else None


def _look_at_prefect(status: Status, home: Home) -> None:
    status.parts = list(_parts(home))
    status.worker = {"state": "unknown", "online": 0, "last_heartbeat": None}
    status.schedule = {"next": [], "late": [], "deployments": None}
    api = prefect_api(home)
    status.prefect = {"state": "up" if api else "down", "address": api, "detail": ""}
    if api is None:
        return
    try:
        workers = _ask(api, f"work_pools/{WORK_POOL}/workers/filter", {})
        online = [one for one in workers if one.get("status") == "ONLINE"]
        beats = [one["last_heartbeat_time"] for one in workers if one.get("last_heartbeat_time")]
        status.worker = {
            "state": "online" if online else "none",
            "online": len(online),
            "last_heartbeat": max(beats, default=None),
        }
        deployments = {one["id"]: one["name"] for one in _ask(api, "deployments/filter", {})}
        status.schedule["deployments"] = sorted(deployments.values())
        runs = _ask(
            api,
            "flow_runs/filter",
            {
                "sort": "EXPECTED_START_TIME_ASC",
                "limit": 100,
                "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}},
            },
        )
        first: dict[str, dict[str, Any]] = {}
        for run in runs:
            at = datetime.fromisoformat(run["expected_start_time"].replace("Z", "+00:00"))
            name = deployments.get(run.get("deployment_id"), run["name"])
            entry = {"deployment": name, "at": moment_text(at)}
            if run["state"]["name"] == "Late":
                status.schedule["late"].append(entry)
            else:
                first.setdefault(name, entry)
        status.schedule["next"] = list(first.values())
    except urllib.error.HTTPError as error:
        if error.code != 404:
            status.prefect["detail"] = f"its API answers {error.code}"
        else:
            status.worker["state"] = "none"  # No pool yet: nothing was ever deployed.
    except (urllib.error.URLError, OSError, ValueError, KeyError) as error:
        status.prefect.update(state="down", detail=on_one_line(f"{type(error).__name__}: {error}"))


def _parts(home: Home) -> Iterator[dict[str, Any]]:
    """Processes of this home that hold their lock: server, worker, supervisor, pages."""
    if not home.run.is_dir():
        return
    for lock in sorted(home.run.glob("*.lock")):
        if lock.stem.endswith("-start") or not is_held(lock):
            continue
        try:
            state = json.loads(lock.with_suffix(".json").read_text())
        except (FileNotFoundError, ValueError):
            state = {}
        yield {"name": lock.stem, "pid": state.get("pid"), "port": state.get("port")}


def _ask(api: str, path: str, question: dict[str, Any]) -> list[dict[str, Any]]:
    request = urllib.request.Request(  # noqa: S310
        f"{api}/{path}",
        data=json.dumps(question).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=API_SECONDS) as answer:  # noqa: S310
        return json.load(answer)


# -- files -------------------------------------------------------------------------------------


def _look_at_outlets_file(status: Status, home: Home) -> None:
    status.outlets = {"enabled": None, "live": None, "failing": [], "detail": ""}
    try:
        enabled = [one for one in load_outlets(home).values() if one.enabled]
    except JipyoError as error:
        status.outlets["detail"] = str(error)
        return
    status.outlets["enabled"] = len(enabled)
    status.outlets["live"] = sum(not one.sample for one in enabled)


def _settings(home: Home) -> AlertSettings | None:
    try:
        return load_settings(home.alerts_settings)
    except AlertsError:
        return None


def _look_at_alerts_file(status: Status, home: Home) -> None:
    status.alerts = {"set_up": False, "channels": [], "unsent": None, "detail": ""}
    try:
        settings = load_settings(home.alerts_settings)
    except AlertsError as error:
        status.alerts["detail"] = str(error)
        return
    if settings is None:
        return
    status.alerts["set_up"] = True
    for channel in settings.channels:
        failure = None
        try:
            resolved(channel, os.environ)
        except AlertsError as error:
            failure = str(error)
        status.alerts["channels"].append(
            {"name": channel.name, "sent": 0, "last_sent_at": None, "failure": failure}
        )


def _look_at_disk(status: Status, home: Home) -> None:
    there = home.root
    while not there.exists():
        there = there.parent
    usage = shutil.disk_usage(there)
    sizes: dict[str, int] = {}
    complete = True
    deadline = time.monotonic() + SIZE_SECONDS
    if home.root.is_dir():
        for entry in sorted(home.root.iterdir()):
            size, whole = _size(entry, deadline)
            sizes[entry.name] = size
            complete = complete and whole
    status.disk = {
        "free_bytes": usage.free,
        "total_bytes": usage.total,
        "home_bytes": sizes,
        "complete": complete,
    }


def _size(path: Path, deadline: float) -> tuple[int, bool]:
    """Bytes of a file or folder, and whether all of it was seen in time and with our rights."""
    total, complete = 0, True
    waiting = [path]
    while waiting:
        if time.monotonic() > deadline:
            return total, False
        here = waiting.pop()
        try:
            if here.is_dir() and not here.is_symlink():
                waiting.extend(here.iterdir())
            else:
                total += here.lstat().st_size
        except OSError:
            complete = False  # It went meanwhile, or belongs to the server's user.
    return total, complete


# -- what to think of it -----------------------------------------------------------------------


def judged(status: Status) -> Iterator[Check]:
    """What is well, what is worth knowing, and what needs a person, each with what mends it."""
    yield from _judged_database(status)
    yield from _judged_prefect(status)
    yield from _judged_nights(status)
    yield from _judged_alerts(status)
    free = status.disk["free_bytes"]
    told = f"{size_text(free)} free"
    if free < LITTLE_SPACE_BYTES:
        yield Check("disk", "fault", told, f"du -sh {status.home}/* | sort -h")
    elif free < SOME_SPACE_BYTES:
        yield Check("disk", "note", told, f"du -sh {status.home}/* | sort -h")
    else:
        yield Check("disk", "ok", told)


def _judged_database(status: Status) -> Iterator[Check]:
    database, migrations = status.database, status.migrations
    state = database["state"]
    if state == "absent":
        yield Check("database", "note", f"there is no store in {status.home} yet", "jipyo up")
        return
    if state == "stopped":
        yield Check("database", "note", "the embedded Postgres does not run", "jipyo up")
        return
    if state != "up":
        told = on_one_line(f"{state} {database['detail']}")[:300]
        yield Check("database", "fault", told, f'psql "${VARIABLE}"')
        return
    major = int(str(database["version"]).split(".")[0])
    if major < OLDEST_MAJOR_VERSION:
        yield Check(
            "database",
            "fault",
            f"PostgreSQL {database['version']}; {OLDEST_MAJOR_VERSION} or later is needed",
            f"unset {VARIABLE}",
        )
    else:
        size = size_text(database["size_bytes"])
        yield Check("database", "ok", f"PostgreSQL {database['version']}, {size}")
    if migrations.get("state") == "newer":
        yield Check(
            "migrations",
            "fault",
            f"the tables were made by a newer Jipyo ({', '.join(migrations['unknown'][:3])})",
            "pip install --upgrade jipyo",
        )
    elif migrations.get("state") == "waiting":
        waiting = migrations["waiting"]
        told = f"{counted(len(waiting), 'migration')} not applied: {', '.join(waiting[:3])}"
        yield Check("migrations", "fault", told, "jipyo db migrate")
    elif database["detail"]:
        yield Check("migrations", "fault", database["detail"], "jipyo db migrate --views")
    elif migrations.get("views_differ"):
        yield Check(
            "migrations", "fault", "views are missing or outdated", "jipyo db migrate --views"
        )
    else:
        yield Check("migrations", "ok", "all applied")


def _judged_prefect(status: Status) -> Iterator[Check]:
    prefect, worker, schedule = status.prefect, status.worker, status.schedule
    if prefect["state"] != "up":
        told = "does not run: no night starts by itself"
        verdict: Verdict = "note"
        if prefect["address"]:
            told, verdict = f"{prefect['address']} does not answer: {prefect['detail']}", "fault"
        yield Check("Prefect server", verdict, told, "jipyo up")
        return
    if prefect["detail"]:
        yield Check("Prefect server", "fault", prefect["detail"], "jipyo down && jipyo up")
    else:
        yield Check("Prefect server", "ok", prefect["address"].removesuffix("/api"))
    if worker["state"] == "online":
        yield Check("worker", "ok", f"{counted(worker['online'], 'worker')} online")
    else:
        yield Check("worker", "fault", "none is online: runs wait", "jipyo up")
    if not schedule["deployments"]:
        yield Check("schedule", "fault", "nothing is deployed", "jipyo up")
    elif schedule["late"]:
        first = schedule["late"][0]
        told = f"{counted(len(schedule['late']), 'run')} late, first {first['deployment']}"
        yield Check("schedule", "fault", f"{told} of {first['at']}", "jipyo up")
    elif not schedule["next"]:
        yield Check("schedule", "note", "no run is scheduled", "jipyo up")
    else:
        coming = schedule["next"][0]
        yield Check("schedule", "ok", f"next: {coming['deployment']} at {coming['at'][:16]}")


def _judged_nights(status: Status) -> Iterator[Check]:
    outlets, night = status.outlets, status.last_night
    if outlets["detail"]:
        file = f"{status.home}/outlets.yaml"
        yield Check("outlets", "fault", outlets["detail"], f"${{EDITOR:-vi}} {file}")
    elif outlets["enabled"] == 0:
        yield Check("outlets", "note", "none is enabled", "jipyo outlets enable ID")
    elif outlets["live"] and not status.contact:
        yield Check(
            "contact",
            "fault",
            f"JIPYO_CONTACT is not set: {counted(outlets['live'], 'live outlet')} cannot be asked",
            "export JIPYO_CONTACT=you@example.kr",
        )
    for one in outlets["failing"]:
        yield Check(
            "outlets",
            "fault" if one["nights_failing"] > 1 else "note",
            on_one_line(f"{one['outlet_id']}: {one['told']}"),
            f"jipyo outlets health {one['outlet_id']}",
        )
    if not outlets["failing"] and outlets["enabled"] and night is not None:
        yield Check("outlets", "ok", f"{outlets['enabled']} enabled, none failing")
    if status.database["state"] != "up" or status.flags is None:
        return
    if night is None:
        yield Check("last night", "note", "there was none yet", "jipyo nightly")
        return
    behind = news_day(status.now) - date.fromisoformat(night["news_day"])
    if night["state"] == "failed":
        told = f"that of {night['news_day']} failed: {night['message'][:200]}"
        yield Check("last night", "fault", told, "jipyo nightly")
    elif behind > timedelta(days=1):
        told = f"{night['news_day']}: {behind.days} days ago"
        scheduled = status.prefect["state"] == "up"
        yield Check("last night", "fault" if scheduled else "note", told, "jipyo nightly")
    elif night["state"] == "running":
        yield Check("last night", "note", f"that of {night['news_day']} has not ended")
    else:
        yield Check("last night", "ok", f"{night['news_day']} completed")


def _judged_alerts(status: Status) -> Iterator[Check]:
    alerts = status.alerts
    if alerts["detail"]:
        file = f"{status.home}/alerts.yaml"
        yield Check("alerts", "fault", alerts["detail"], f"${{EDITOR:-vi}} {file}")
        return
    if not alerts["set_up"]:
        told = "no channel is set up: nobody is told of anything (docs/alerts.md)"
        yield Check("alerts", "note", told, f"${{EDITOR:-vi}} {status.home}/alerts.yaml")
        return
    broken = [one for one in alerts["channels"] if one["failure"]]
    for one in broken:
        told = f"{one['name']}: {one['failure']}"
        yield Check("alerts", "fault", told, f"jipyo alerts test {one['name']}")
    if alerts["unsent"]:
        told = f"{counted(alerts['unsent'], 'message')} not sent yet"
        yield Check("alerts", "note", told, "jipyo alerts send")
    elif not broken:
        yield Check("alerts", "ok", f"{counted(len(alerts['channels']), 'channel')}, all told")


def size_text(size: int | None) -> str:
    """Bytes for a person."""
    if size is None:
        return "?"
    amount = float(size)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit in ("B", "kB") else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} TB"


_SIGNS = {"ok": "ok   ", "note": "note ", "fault": "FAULT"}


def check_lines(checks: Sequence[Check]) -> Iterator[str]:
    """Checks for a person: a line each, and one with what mends it."""
    width = max((len(check.name) for check in checks), default=0)
    for check in checks:
        yield f"{_SIGNS[check.verdict]}  {check.name:{width}}  {on_one_line(check.what)}"
        if check.mend:
            yield f"       {'':{width}}  → {check.mend}"


def status_lines(status: Status) -> Iterator[str]:
    """The status on one screen."""
    faults = sum(check.verdict == "fault" for check in status.checks)
    notes = sum(check.verdict == "note" for check in status.checks)
    head = "all is well" if not notes else f"no fault, {counted(notes, 'note')}"
    if faults:
        head = f"{counted(faults, 'fault')}, {counted(notes, 'note')}"
    yield f"Jipyo {status.versions['jipyo']} in {status.home}: {head}"
    yield ""
    yield from check_lines(status.checks)
    night = status.last_night
    if night is not None:
        yield ""
        yield f"Last night  {night['news_day']} {night['state']}: {night['message'][:400]}"
    if status.flags is not None:
        yield (
            f"Open flags  {status.flags['critical']} critical, {status.flags['warning']} warning, "
            f"{status.flags['info']} info: jipyo flags"
        )
    if status.schedule["next"]:
        coming = [f"{one['deployment']} {one['at'][5:16]}" for one in status.schedule["next"]]
        yield f"Next runs   {', '.join(coming[:RUNS_SHOWN]).replace('T', ' ')}"
    if status.prefect["state"] == "up":
        yield f"Prefect UI  {status.prefect['address'].removesuffix('/api')}"
    pages = next((one["port"] for one in status.parts if one["name"] == "page-server"), None)
    if pages:
        yield f"Report      http://127.0.0.1:{pages}/report/index.html"
    if status.parts:
        running = [f"{one['name']} ({one['pid']})" for one in status.parts]
        yield f"Processes   {', '.join(running)}"
    sizes = status.disk["home_bytes"]
    if sizes:
        largest = sorted(sizes, key=lambda name: -sizes[name])[:4]
        told = ", ".join(f"{name} {size_text(sizes[name])}" for name in largest)
        yield f"Disk        {told}{'' if status.disk['complete'] else ' (at least)'}"
