"""Backup, restore and a shell, with the programs of Postgres itself."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

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
    if row and row[0] and not force:
        raise BackupError(
            f"The database {without_password(url)} is not empty. Restore into another one "
            "(another JIPYO_HOME or JIPYO_DATABASE_URL), or give --force to replace what it holds."
        )
    command = [program("pg_restore"), "--no-owner", "--no-privileges", "--single-transaction"]
    command.append("--exit-on-error")
    if force:
        command += ["--clean", "--if-exists"]
    _run([*command, str(file)], url)
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
