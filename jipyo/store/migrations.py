"""Migrations: plain SQL files in `sql/migrations`, applied by yoyo-migrations under a lock of ours.

What analysts read stands in `sql/views` and holds no data: it is made anew, all of it in one
transaction, whenever the text of a file differs from what is installed.

Yoyo's own lock is a row in a table, which a killed process leaves behind for good. Ours is an
advisory lock: it ends with the connection, however that ends.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, LiteralString, cast
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import psycopg

from jipyo.store.errors import MigrationError
from jipyo.store.queries import query, sql_folder

_LOCK = "jipyo migrations"
_VIEWS = (
    "restatements", "corrections", "confirmed_errors", "series_latest", "series", "releases",
    "articles_edited", "figures_unmapped", "coverage", "outlet_health",
)  # fmt: skip
_FUNCTIONS = (
    "outlet_health_since(date, date)",
    "outlet_health_since(date)",
    "series_as_of(timestamptz, time_basis)",
    "release_values(timestamptz, time_basis)",
    "release_claims(timestamptz, time_basis)",
    "confirmed_errors_as_of(timestamptz)",
    "corrections_as_of(timestamptz)",
    "rights_of_tables()",
)  # fmt: skip
"""What the files of `sql/views` make or once made, those that others rest on last."""


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
    views = _view_sources()
    with psycopg.connect(url, autocommit=True, application_name="jipyo migrate") as connection:
        if not _waiting(connection, files) and _installed(connection) == _hashes(views):
            return []
        _refuse_others(connection)
        connection.execute("SELECT pg_advisory_lock(hashtext(%s))", (_LOCK,))
        waiting = _waiting(connection, files)
        if waiting:
            # A migration may change a table under a view.
            _drop_views(connection)
            _apply(url)
            connection.execute(query("comment_on_migration_tables"))
        if waiting or _installed(connection) != _hashes(views):
            _install(connection, views)
        return waiting


@dataclass(frozen=True, slots=True)
class TablesState:
    """How the tables of a database stand to this installation.

    ``waiting`` are migrations that are not applied yet, ``unknown`` applied ones that this
    installation does not have; ``views_differ`` if views are missing or of another text.
    """

    waiting: Sequence[str]
    unknown: Sequence[str]
    views_differ: bool


def tables_state(connection: psycopg.Connection[Any]) -> TablesState:
    """Look how the tables stand; changes nothing. The connection must be in autocommit mode."""
    files = [file.stem for file in sorted((sql_folder() / "migrations").glob("*.sql"))]
    applied: set[str] = set()
    if connection.execute("SELECT to_regclass('_yoyo_migration')").fetchone() != (None,):
        rows = connection.execute("SELECT migration_id FROM _yoyo_migration").fetchall()
        applied = {str(row[0]) for row in rows}
    missing = [
        name
        for name in _VIEWS
        if connection.execute("SELECT to_regclass(%s)", (name,)).fetchone() == (None,)
    ]
    return TablesState(
        waiting=[name for name in files if name not in applied],
        unknown=sorted(applied - set(files)),
        views_differ=bool(missing) or _installed(connection) != _hashes(_view_sources()),
    )


def install_views(url: str, *, role: str | None = None) -> None:
    """Make the views for analysts and the rights of the roles anew.

    Args:
        url: libpq URL of the database.
        role: To whom the views shall belong, where that is not whom the URL names.

    Raises:
        MigrationError: something that is not ours rests on a view, or a file fails.
    """
    migrate(url)
    with psycopg.connect(url, autocommit=True, application_name="jipyo migrate") as connection:
        if role is not None:
            connection.execute("SELECT set_config('role', %s, false)", (role,))
        connection.execute("SELECT pg_advisory_lock(hashtext(%s))", (_LOCK,))
        _install(connection, _view_sources())


def _view_sources() -> dict[str, LiteralString]:
    # Typed as literals: they come from our own files and never from input.
    return {
        file.name: cast(LiteralString, file.read_text(encoding="utf-8"))
        for file in sorted((sql_folder() / "views").glob("*.sql"))
    }


def _hashes(views: dict[str, LiteralString]) -> dict[str, str]:
    return {name: sha256(source.encode()).hexdigest() for name, source in views.items()}


def _installed(connection: psycopg.Connection) -> dict[str, str]:
    try:
        rows = connection.execute("SELECT file, source_sha256 FROM view_source").fetchall()
    except psycopg.errors.UndefinedTable:
        return {}
    return {str(file): str(digest) for file, digest in rows}


def _drop_views(connection: psycopg.Connection) -> None:
    """Drop the views, not what others made of them: that is theirs."""
    try:
        with connection.transaction():
            for name in _VIEWS:
                kind = connection.execute(
                    "SELECT relkind FROM pg_class WHERE oid = to_regclass(%s)", (name,)
                ).fetchone()
                # `series` was the name of a table before it was that of a view.
                if kind is not None and kind[0] == "v":
                    connection.execute(f"DROP VIEW {name}")
            if connection.execute("SELECT to_regtype('time_basis')").fetchone() != (None,):
                for name in _FUNCTIONS:
                    connection.execute(f"DROP FUNCTION IF EXISTS {name}")
            if connection.execute("SELECT to_regclass('view_source')").fetchone() != (None,):
                connection.execute("DELETE FROM view_source")
    except psycopg.errors.DependentObjectsStillExist as error:
        raise MigrationError(
            f"The views for analysts cannot be renewed: {error} "
            "Drop what rests on them, start Jipyo, and make it again."
        ) from error


def _install(connection: psycopg.Connection, views: dict[str, LiteralString]) -> None:
    file = ""
    try:
        with connection.transaction():
            _drop_views(connection)
            hashes = _hashes(views)
            for file, source in views.items():
                connection.execute(source)
                connection.execute(
                    "INSERT INTO view_source (file, source_sha256) VALUES (%s, %s)",
                    (file, hashes[file]),
                )
    except psycopg.Error as error:
        raise MigrationError(
            f"{sql_folder() / 'views' / file} failed and was rolled back: {error}"
        ) from error


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


def _refuse_others(connection: psycopg.Connection) -> None:
    """Say who may bring the tables up to date, where that is not who asks."""
    row = connection.execute(query("owner_of_tables")).fetchone()
    if row is not None and not row[1]:
        raise MigrationError(
            f"The tables are of an earlier Jipyo, and {row[2]} may not change their form. Run "
            f"`jipyo db migrate` once with JIPYO_DATABASE_URL naming {row[0]}, their owner."
        )


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
