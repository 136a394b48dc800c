"""Backup, restore and a shell, with the programs of Postgres itself."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO, cast

import psycopg

from jipyo.store.database import (
    apart_from_password,
    connect,
    database_url,
    without_password,
)
from jipyo.store.errors import BackupError, ServerError
from jipyo.store.migrations import install_views
from jipyo.store.queries import query
from jipyo.store.server import binaries

_TRANSACTION_TIMEOUT_SINCE = 17
"""The first version of Postgres that knows a setting which its programs send to all."""


def backup(file: Path) -> None:
    """Write the whole database to one file in pg_dump's custom format.

    It is written beside the file and moved there when whole: a failed backup never replaces a good
    one.

    Raises:
        BackupError: the file cannot be written, or pg_dump failed.
    """
    url = database_url()
    with connect(url):
        pass  # A backup of tables that are up to date can be restored without thinking.
    part = file.with_name(f"{file.name}.part")
    try:
        part.unlink(missing_ok=True)
        _run(
            [
                program("pg_dump"),
                "--format=custom",
                "--no-owner",
                # The role of the analysts belongs to a server, not to a database: `restore` grants
                # its rights again.
                "--no-privileges",
                f"--file={part}",
            ],
            url,
        )
        part.replace(file)
    except OSError as error:
        raise BackupError(f"{file} cannot be written: {error.strerror}.") from None
    finally:
        part.unlink(missing_ok=True)


def restore(file: Path, *, force: bool = False) -> None:
    """Load a backup in one transaction: whole, or not at all.

    Args:
        file: What `backup` wrote.
        force: Replace what the database holds.

    Raises:
        BackupError: there is no such file, the database holds something and ``force`` is not given,
            or pg_restore failed; the database is then as it was.
    """
    if not file.is_file():
        raise BackupError(f"There is no file {file}.")
    url = database_url()
    with psycopg.connect(url) as connection:
        row = connection.execute(query("count_own_tables")).fetchone()
        major = connection.info.server_version // 10_000
    if row and row[0] and not force:
        raise BackupError(
            f"The database {without_password(url)} is not empty. Restore into another one "
            "(another JIPYO_HOME or JIPYO_DATABASE_URL), or give --force to replace what it holds."
        )
    command = [program("pg_restore"), "--no-owner", "--no-privileges"]
    if force:
        command += ["--clean", "--if-exists"]
    if major < _TRANSACTION_TIMEOUT_SINCE:
        _run_as_script([*command, "--file=-", str(file)], url)
    else:
        _run([*command, "--single-transaction", "--exit-on-error", str(file)], url)
    install_views(url)


def run_psql(arguments: Sequence[str]) -> int:
    """Run psql on the database with the given arguments; return its exit code."""
    url = database_url()
    with connect(url):
        pass
    address, environment = _address(url)
    done = subprocess.run(
        [program("psql"), address, *arguments],
        env={**environment, "PGTZ": "Asia/Seoul"},
        check=False,
    )
    return done.returncode


def program(name: str) -> str:
    """A client program: that of the wheel, which is the newest, else the one on the path.

    Raises:
        BackupError: there is none.
    """
    try:
        ours = binaries() / name
    except ServerError:
        ours = None
    if ours is not None and ours.exists():
        return str(ours)
    found = shutil.which(name)
    if found is None:
        raise BackupError(f"{name} is not installed. Install PostgreSQL's client programs.")
    return found


def _address(url: str) -> tuple[str, dict[str, str]]:
    """The argument that names the database, and the environment that holds its password.

    Every user of this machine sees the arguments of all processes.
    """
    bare, password = apart_from_password(url)
    secret = {} if password is None else {"PGPASSWORD": password}
    return f"--dbname={bare}", {**os.environ, **secret}


def _run(command: Sequence[str], url: str) -> None:
    address, environment = _address(url)
    done = subprocess.run(
        [command[0], address, *command[1:]],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = " ".join(done.stderr.split())
        raise BackupError(
            f"{Path(command[0]).name} failed with exit code {done.returncode}: {said}"
        )


def _run_as_script(command: Sequence[str], url: str) -> None:
    """Have psql run what pg_restore writes, without the one setting that an older server refuses.

    pg_restore sends it to every server, and with it would fail on all before its own version.
    """
    address, environment = _address(url)
    psql = [program("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", address]
    with tempfile.TemporaryFile() as said:
        reading = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said)
        running = subprocess.Popen(
            psql, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said
        )
        made, taken = cast("IO[bytes]", reading.stdout), cast("IO[bytes]", running.stdin)
        # Where psql has given up, it says why.
        with contextlib.suppress(BrokenPipeError), taken as script:
            script.write(b"BEGIN;\n")
            in_preamble = True
            for line in made:
                if in_preamble and line.startswith(b"SET transaction_timeout ="):
                    in_preamble = False  # It stands once, before everything else.
                else:
                    script.write(line)
            if reading.wait() == 0:
                script.write(b"COMMIT;\n")  # Else psql ends with its transaction open: nothing is.
        made.close()
        codes = {"psql": running.wait(), "pg_restore": reading.wait()}
        said.seek(0)
        words = " ".join(said.read().decode(errors="replace").split())
    for name, code in codes.items():
        if code:
            raise BackupError(f"{name} failed with exit code {code}: {words}")
