"""What `jipyo up` runs: Postgres, pages, Prefect's server and a worker, kept alive together.

The supervisor starts each part or attaches to the one that runs, looks after them, and starts again
what died, after pauses that grow. Parts outlive a supervisor that is killed: the next one finds
them by their locks, and `jipyo down` ends them without one.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flows import deploying
from flows.addresses import VARIABLE as PAGES_VARIABLE
from flows.lost_runs import rescue_lost_runs
from flows.page_server import PageServer
from flows.processes import (
    LongProcess,
    end,
    end_runs,
    is_held,
    locked,
    runs_under_way,
)
from flows.progress import OUR_LOGGERS, Tell
from flows.samples import SampleOutlets, disable_sample_outlets
from flows.server import WORK_POOL, PrefectServer, PrefectServerError, client_environment
from jipyo.store.database import VARIABLE as DATABASE_VARIABLE
from jipyo.store.database import database_url
from jipyo.store.errors import JipyoError
from jipyo.store.home import Home
from jipyo.store.runs import SEOUL, counted
from jipyo.store.server import EmbeddedServer

LOOK_SECONDS = 1.0
"""How often the supervisor looks whether its parts are there."""

RESCUE_SECONDS = 15.0
"""How often it looks for runs whose process is gone."""

LONGEST_PAUSE_SECONDS = 60.0
"""The pauses before a part is started again double from one second to this."""

STEADY_SECONDS = 300.0
"""A part that lived so long begins with the shortest pause again."""

READY_SECONDS = 300.0
"""Longest wait until everything runs: 20 seconds on two idle cores, more in a new home."""

END_SECONDS = 120.0
"""Longest wait until a supervisor that was told to end has ended all parts in order."""

WORKER_STOP_SECONDS = 10.0
"""How long the worker may take to end; its runs are ended after it, and begun again next time."""


class UpError(JipyoError):
    """Not everything could be started; the message says what to do."""


@dataclass(slots=True)
class _Part:
    """A part under supervision: how it is seen, started, and when it may be started again."""

    title: str
    is_running: Callable[[], bool]
    start: Callable[[], None]
    log: Path
    pause_seconds: float = 1.0
    began: float = field(default_factory=time.monotonic)
    not_before: float | None = None


class Supervisor:
    """Everything that a home needs for its schedule, for as long as `run` runs."""

    def __init__(self, home: Home, *, samples: bool, tell: Tell) -> None:
        """Prepare to supervise.

        Args:
            home: The home.
            samples: Serve the sample sites too, and have their outlets collected.
            tell: Takes the lines of what is started, dies and ends.
        """
        self._home = home
        self._samples = samples
        self._tell = tell
        self._over = threading.Event()
        self._children: list[subprocess.Popen[bytes]] = []
        self._pages_url = ""
        self._api_url = ""
        self._serving: SampleOutlets | None = None

    def run(self) -> None:
        """Start everything, keep it alive until told to end, then end it in order.

        Raises:
            UpError: another supervisor runs in this home.
            JipyoError: a part could not be started; what was started is ended again.
        """
        with _supervising(self._home, {"samples": self._samples}) as note:
            before = {
                number: signal.signal(number, self._told_to_end)
                for number in (signal.SIGINT, signal.SIGTERM)
            }
            try:
                self._start()
                if self._over.is_set():
                    return
                note({"ready": True, "api_url": self._api_url, "pages_url": self._pages_url})
                for line in summary(self._home):
                    self._tell(line)
                self._tell("Everything runs. Ctrl-C ends it.")
                _notify("READY=1")
                self._watch()
            finally:
                _notify("STOPPING=1")
                self._end()
                for number, handler in before.items():
                    signal.signal(number, handler)

    def _told_to_end(self, number: int, frame: object) -> None:
        self._over.set()

    # -- starting ----------------------------------------------------------------------------

    def _start(self) -> None:
        self._start_postgres()
        if self._over.is_set():
            return
        if self._samples:
            self._serving = SampleOutlets(self._home)
            self._serving.start()
        else:
            for outlet_id in disable_sample_outlets(self._home):
                self._tell(f"Sample outlet {outlet_id} is not served now: switched off")
        self._start_pages()
        self._tell("Starting Prefect's server (about 10 seconds)")
        self._start_prefect()
        if self._over.is_set():
            return
        if deploying.deploy(self._home, self._api_url):
            self._tell("The deployments of prefect.yaml are made")
        self._start_worker()

    def _start_postgres(self) -> None:
        database_url(self._home)

    def _start_pages(self) -> None:
        before = self._pages_url
        self._pages_url, _ = PageServer(self._home).start()
        if self._pages_url != before:
            self._tell_port("JIPYO_PAGES_PORT", 4201, self._pages_url)

    def _start_prefect(self) -> None:
        before = self._api_url
        with _set(PAGES_VARIABLE, self._told_pages_url()):
            self._api_url, _ = PrefectServer(self._home).start()
        if self._api_url != before:
            self._tell_port("JIPYO_PREFECT_PORT", 4200, self._api_url)

    def _start_worker(self) -> None:
        """Start the worker; one that talks to another server is ended first.

        Runs that went with an earlier worker are told and begun again before.
        """
        worker = worker_process(self._home)
        with worker.starting():
            state = worker.state()
            serves = (state or {}).get("api_url"), (state or {}).get("pages_url")
        if state is not None:
            if serves == (self._api_url, self._told_pages_url()):
                return
            self._tell("A worker of another server runs: ended")
            worker.stop(WORKER_STOP_SECONDS)
        self._rescue()
        with worker.starting():
            if worker.is_running():
                return
            self._children.append(
                worker.start(
                    [
                        *(sys.executable, "-m", "prefect", "worker", "start"),
                        *("--pool", WORK_POOL, "--type", "process", "--name", "jipyo up"),
                        *("--install-policy", "never"),
                    ],
                    self._worker_environment(),
                    api_url=self._api_url,
                    pages_url=self._told_pages_url(),
                )
            )

    def _worker_environment(self) -> dict[str, str]:
        folder = str(Path(sys.executable).parent)
        return {
            **os.environ,
            **client_environment(self._home, self._api_url),
            PAGES_VARIABLE: self._told_pages_url(),
            # `python` of prefect.yaml is the one that runs us.
            "PATH": os.pathsep.join((folder, os.environ.get("PATH", os.defpath))),
            "PREFECT_LOGGING_EXTRA_LOGGERS": ",".join(OUR_LOGGERS),
            "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
        }

    def _told_pages_url(self) -> str:
        """The address of the pages as people reach it, which may be that of a proxy."""
        return os.environ.get(PAGES_VARIABLE) or self._pages_url

    def _tell_port(self, variable: str, usual: int, address: str) -> None:
        wanted = os.environ.get(variable) or str(usual)
        port = address.removesuffix("/api").rpartition(":")[2]
        if port != wanted != "0":
            self._tell(f"Port {wanted} is taken: {port} instead ({variable} names another)")

    # -- keeping alive -----------------------------------------------------------------------

    def _watch(self) -> None:
        parts = self._parts()
        rescue_at = time.monotonic() + RESCUE_SECONDS
        while not self._over.wait(LOOK_SECONDS):
            for child in self._children:
                child.poll()  # A process that ended is gone only when somebody has asked for it.
            for part in parts:
                self._look_after(part)
            if self._serving is not None:
                self._serving.follow()
            if time.monotonic() >= rescue_at:
                rescue_at = time.monotonic() + RESCUE_SECONDS
                self._rescue()

    def _parts(self) -> Sequence[_Part]:
        """In the order in which they need each other."""
        home, worker = self._home, worker_process(self._home)
        pages, prefect = PageServer(home).process, PrefectServer(home).process
        parts = [
            _Part("The page server", pages.is_running, self._start_pages, pages.log),
            _Part("Prefect's server", prefect.is_running, self._start_prefect, prefect.log),
            _Part("The worker", worker.is_running, self._start_worker, worker.log),
        ]
        if not os.environ.get(DATABASE_VARIABLE):
            postgres = EmbeddedServer(home)
            log = home.log / "postgres.log"
            parts.insert(0, _Part("Postgres", postgres.is_running, self._start_postgres, log))
        return parts

    def _look_after(self, part: _Part) -> None:
        clock = time.monotonic()
        if part.not_before is None:
            if part.is_running():
                return
            if clock - part.began > STEADY_SECONDS:
                part.pause_seconds = 1.0
            part.not_before = clock + part.pause_seconds
            self._tell(
                f"{part.title} died; started again in {part.pause_seconds:.0f} s. "
                f"Its log: {part.log}"
            )
            part.pause_seconds = min(2 * part.pause_seconds, LONGEST_PAUSE_SECONDS)
        elif clock >= part.not_before:
            part.not_before = None
            part.began = clock
            try:
                part.start()
            except JipyoError as error:
                self._tell(f"{part.title} could not be started: {error}")
                return
            self._tell(f"{part.title} runs again")

    def _rescue(self) -> None:
        try:
            for rescue in rescue_lost_runs(self._home, self._api_url):
                self._tell(f"The run {rescue.name} {rescue.told}")
        except PrefectServerError as error:
            if PrefectServer(self._home).process.is_running():
                self._tell(f"Runs whose process is gone could not be looked for: {error}")

    # -- ending ------------------------------------------------------------------------------

    def _end(self) -> None:
        self._tell("Ending: the worker, the pages, Prefect's server, Postgres")
        for name in end_parts(self._home, before_server=self._rescue if self._api_url else None):
            self._tell(f"Ended: {name}")
        if self._serving is not None:
            self._serving.stop()
        for child in self._children:
            child.poll()


def worker_process(home: Home) -> LongProcess:
    """The worker of a home."""
    return LongProcess(home, "worker", "The worker")


def end_parts(home: Home, *, before_server: Callable[[], None] | None = None) -> Sequence[str]:
    """End all parts of a home that run, each after those that need it; return their names.

    Args:
        home: The home.
        before_server: What is done when no run is under way any more and the server still answers.

    Raises:
        JipyoError: one does not end.
    """
    ended: list[str] = []
    if worker_process(home).stop(WORKER_STOP_SECONDS):
        ended.append("the worker")
    runs = end_runs(home)
    if runs:
        ended.append(f"{len(runs)} of its runs" if len(runs) > 1 else "its run")
    if before_server is not None:
        before_server()
    if PageServer(home).process.stop():
        ended.append("the page server")
    if PrefectServer(home).stop():
        ended.append("Prefect's server")
    if EmbeddedServer(home).stop():
        ended.append("Postgres")
    return ended


# -- a supervisor as others see it -----------------------------------------------------------


@contextlib.contextmanager
def _supervising(
    home: Home, about: Mapping[str, object]
) -> Generator[Callable[[Mapping[str, object]], None]]:
    """Be the supervisor of a home; yields what notes more about it, for others to read."""
    state: dict[str, object] = {"pid": os.getpid(), "ready": False, **about}
    with _lock(home).open("a") as held:
        with locked(home.run / "up-start.lock"):
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise UpError(f"`jipyo up` runs already for {home.root}.") from None
            _write(_state_file(home), state)

        def note(more: Mapping[str, object]) -> None:
            state.update(more)
            _write(_state_file(home), state)

        try:
            yield note
        finally:
            _state_file(home).unlink(missing_ok=True)


def supervisor_state(home: Home) -> dict[str, Any] | None:
    """What the supervisor of a home says of itself; ``None`` where there is none.

    ``pid``; ``ready``, whether everything was started; ``samples``, whether it serves the sample
    sites; and once it is ready ``api_url`` and ``pages_url``.
    """
    if not home.run.is_dir():
        return None
    with locked(home.run / "up-start.lock"):
        if not is_held(_lock(home)):
            return None
        try:
            return json.loads(_state_file(home).read_text())
        except FileNotFoundError:
            return None  # It is at its very end.


def detach_supervisor(home: Home, *, samples: bool) -> None:
    """Start a supervisor in the background and wait until everything runs.

    Raises:
        UpError: it ended, or took too long; the message has its last words.
    """
    log = home.log / "up.log"
    with log.open("ab") as output:
        began = output.tell()
        process = subprocess.Popen(
            [sys.executable, "-m", "jipyo", "up", *(["--samples"] if samples else [])],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    deadline = time.monotonic() + READY_SECONDS
    while not (supervisor_state(home) or {}).get("ready"):
        if process.poll() is not None or time.monotonic() > deadline:
            said = log.read_bytes()[began:].decode(errors="replace").splitlines()[-15:]
            raise UpError(
                "\n".join(["`jipyo up` did not come up. Its last words:", *said, f"Log: {log}"])
            )
        time.sleep(0.1)


def wait_until_ready(home: Home) -> dict[str, Any]:
    """Wait until the supervisor of a home has started everything; return what it says of itself.

    Raises:
        UpError: it ended, or takes too long.
    """
    deadline = time.monotonic() + READY_SECONDS
    while True:
        state = supervisor_state(home)
        if state is None or time.monotonic() > deadline:
            raise UpError(f"`jipyo up` of {home.root} did not come up. Try again, or `jipyo down`.")
        if state["ready"]:
            return state
        time.sleep(0.1)


def bring_down(home: Home) -> Sequence[str]:
    """End everything of a home: its supervisor, which ends the parts, and whatever is left.

    Raises:
        JipyoError: something does not end.
    """
    ended: list[str] = []
    state = supervisor_state(home)
    if state is not None:
        there = [name for name, is_there in _parts_there(home) if is_there]
        end(_lock(home), state["pid"], END_SECONDS, "`jipyo up`")
        ended = there
    return [*ended, *end_parts(home)]


def _parts_there(home: Home) -> Sequence[tuple[str, bool]]:
    return [
        ("the worker", worker_process(home).is_running()),
        ("the page server", PageServer(home).process.is_running()),
        ("Prefect's server", PrefectServer(home).process.is_running()),
        ("Postgres", EmbeddedServer(home).is_running()),
    ]


def summary(home: Home) -> Sequence[str]:
    """What runs, where, with which logs, and what runs next: what a person wants to know first."""
    api_url, pages_url = PrefectServer(home).api_url(), PageServer(home).url()
    worker = worker_process(home)
    planned: Sequence[deploying.PlannedRun] = deploying.planned_runs(api_url) if api_url else ()
    external = os.environ.get(DATABASE_VARIABLE)
    lines = [
        f"Prefect UI  {api_url.removesuffix('/api') if api_url else 'does not run'}",
        f"Pages       {os.environ.get(PAGES_VARIABLE) or pages_url or 'not served'}"
        "  (report, data docs)",
        f"Worker      {'runs' if worker.is_running() else 'does not run'}, "
        f"{counted(len(runs_under_way(home)), 'run')} under way",
        f"Postgres    {'the server of ' + DATABASE_VARIABLE if external else home.data}",
        f"Home        {home.root}",
        f"Logs        {home.log}"
        "  (up.log, prefect-server.log, worker.log, page-server.log, postgres.log)",
        "Next runs, in Seoul:",
    ]
    for run in planned:
        when = f"{run.at.astimezone(SEOUL):%a %Y-%m-%d %H:%M}" if run.at else "by hand"
        lines.append(f"  {when:<20}  {run.deployment}")
    lines.append(
        "`jipyo down` ends all of it. A night now: in the UI under Deployments, or by "
        'eval "$(jipyo server)"; prefect deployment run nightly/nightly --watch'
    )
    return lines


def _lock(home: Home) -> Path:
    return home.run / "up.lock"


def _state_file(home: Home) -> Path:
    return home.run / "up.json"


def _write(file: Path, state: Mapping[str, object]) -> None:
    new = file.with_suffix(".new")
    new.write_text(json.dumps(state))
    new.replace(file)


@contextlib.contextmanager
def _set(name: str, value: str) -> Generator[None]:
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


def _notify(what: str) -> None:
    """Tell systemd how far we are, where it started us (sd_notify(3))."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.sendto(what.encode(), address)
