"""Migrations: plain SQL files in `sql/migrations`, applied by yoyo-migrations under a lock of ours.

Yoyo's own lock is a row in a table, which a killed process leaves behind for good. Ours is an
advisory lock: it ends with the connection, however that ends.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import psycopg

from jipyo.store.errors import MigrationError
from jipyo.store.queries import query, sql_folder

_LOCK = "jipyo migrations"


def migrate(url: str) -> list[str]:
    """Bring the tables of a database up to date.

    Safe to call from several processes at once: one applies, the others wait and find nothing to
    do. Costs one short query where nothing is to be applied.

    Args:
        url: libpq URL of the database.

    Returns:
        Names of the migrations that this call applied, in order.

    Raises:
        MigrationError: a migration failed and was rolled back, or the tables are of a newer Jipyo.
    """
    files = {file.stem: file for file in sorted((sql_folder() / "migrations").glob("*.sql"))}
    with psycopg.connect(url, autocommit=True, application_name="jipyo migrate") as connection:
        if not _waiting(connection, files):
            return []
        connection.execute("SELECT pg_advisory_lock(hashtext(%s))", (_LOCK,))
        waiting = _waiting(connection, files)
        if waiting:
            _apply(url)
            connection.execute(query("comment_on_migration_tables"))
        return waiting


def _waiting(connection: psycopg.Connection, files: dict[str, Path]) -> list[str]:
    try:
        rows = connection.execute("SELECT migration_id FROM _yoyo_migration").fetchall()
    except psycopg.errors.UndefinedTable:
        return list(files)
    applied = {str(row[0]) for row in rows}
    unknown = sorted(applied - files.keys())
    if unknown:
        raise MigrationError(
            f"The tables were made by a newer Jipyo (it applied {', '.join(unknown)}). "
            "Install that version, or restore a backup into another database."
        )
    return [name for name in files if name not in applied]


def _apply(url: str) -> None:
    # Imported here: only a process that has something to apply needs it. It comes without types.
    yoyo: Any = importlib.import_module("yoyo")

    backend = yoyo.get_backend(_yoyo_url(url))
    try:
        migrations = yoyo.read_migrations(str(sql_folder() / "migrations"))
        backend.apply_migrations(backend.to_apply(migrations))
    except Exception as error:
        raise MigrationError(
            f"A migration in {sql_folder() / 'migrations'} failed and was rolled back: {error}"
        ) from error
    finally:
        backend.connection.close()


def _yoyo_url(url: str) -> str:
    """The URL as yoyo wants it: with the driver's name; it passes the query on to psycopg."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    options["application_name"] = "jipyo migrate"
    return urlunsplit(("postgresql+psycopg", parts.netloc, parts.path, urlencode(options), ""))
