"""Roles with least privilege, for a server of one's own: an owner, a writer and an analyst.

Roles belong to a whole server and an administrator makes them, so they are no migration. What each
may do with each table stands in `sql/views/c-rights_of_roles.sql`: it is granted anew whenever
tables or views change. This module makes the roles and hands over to them what there is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from jipyo.store.database import ensure_database, without_password
from jipyo.store.errors import DatabaseError
from jipyo.store.migrations import install_views, migrate
from jipyo.store.queries import query

OWNER = "jipyo_owner"
WRITER = "jipyo_writer"
ANALYST = "jipyo_analyst"
READER = "jipyo_reader"

ANALYST_CONNECTIONS = 20
"""Of those that a server takes (100 by default): the night must find one, whoever asks what."""

_ANALYST_SETTINGS: Mapping[LiteralString, LiteralString] = {
    # Where a session changes these, it still has no right to write.
    "default_transaction_read_only": "on",
    "statement_timeout": "5min",
    "idle_in_transaction_session_timeout": "10min",
}

_POWERS = ("rolsuper", "rolcreaterole", "rolcreatedb", "rolreplication", "rolbypassrls")


class RolesError(DatabaseError):
    """The roles could not be made; the message says what is in the way."""


@dataclass(frozen=True, slots=True)
class Right:
    """What a role may do with a table or view: ``rights`` as SQL names them."""

    name: str
    is_view: bool
    rights: Sequence[str]


@dataclass(frozen=True, slots=True)
class Role:
    """A role as it stands now.

    Attributes:
        name: Its name.
        is_new: Whether this call made it.
        password: ``set`` in this call, ``kept`` as it was, or ``none``.
        rights: What it may do with tables and views; of the owner nothing is listed, it may all.
    """

    name: str
    is_new: bool
    password: str
    rights: Sequence[Right] = ()


def make_roles(url: str, passwords: Mapping[str, str | None]) -> Sequence[Role]:
    """Make owner, writer and analyst, hand over the database to them, and grant what each needs.

    May be repeated: what is right already stays. The database, and that of Prefect beside it, are
    made and brought up to date if need be. Our tables go to the owner; Prefect makes its own, so
    its database goes to the writer.

    Args:
        url: libpq URL of our database with an administrator: a superuser, or the owner of both
            databases with CREATEROLE and CREATEDB.
        passwords: New password of each role; without one it stays as it is. The server sees only
            their SCRAM verifiers.

    Returns:
        The roles, as they stand afterwards.

    Raises:
        RolesError: the URL is no administrator's, or a role of that name has powers of its own.
        DatabaseError: the server cannot be reached or the tables not be brought up to date.
    """
    ensure_database(url)
    try:
        with psycopg.connect(url, autocommit=True, application_name="jipyo roles") as connection:
            made = {name: _make(connection, name, passwords.get(name)) for name in _LOGINS}
            _make_reader(connection)
            migrate(url)
            _hand_over(connection, OWNER)
            _only_for(connection, [READER, WRITER, ANALYST])
            connection.execute(
                sql.SQL("GRANT TEMPORARY ON DATABASE {} TO {}").format(
                    _database(connection), sql.Identifier(WRITER)
                )
            )
            install_views(url, role=OWNER)
            rights = {name: _rights(connection, name) for name in (WRITER, ANALYST)}
            beside = _make_beside(connection, url)
        with psycopg.connect(beside, autocommit=True, application_name="jipyo roles") as other:
            _hand_over(other, WRITER)
            _only_for(other, [WRITER])
    except psycopg.Error as error:
        raise RolesError(
            f"The roles cannot be made on {without_password(url)}: {error} "
            "Give JIPYO_DATABASE_URL an administrator for this one command: a superuser, or a role "
            "with CREATEROLE and CREATEDB that owns the database."
        ) from None
    return [
        Role(name, is_new, password, rights.get(name, ()))
        for name, (is_new, password) in made.items()
    ]


_LOGINS = (OWNER, WRITER, ANALYST)


def _make(connection: psycopg.Connection[Any], name: str, password: str | None) -> tuple[bool, str]:
    """Make one role; return whether it is new, and what came of its password."""
    identifier = sql.Identifier(name)
    powers = sql.SQL(", ").join(map(sql.Identifier, _POWERS))
    known = connection.execute(
        sql.SQL("SELECT {} FROM pg_roles WHERE rolname = %s").format(powers), (name,)
    ).fetchone()
    if known is None:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(identifier))
    elif any(known):
        held = ", ".join(power[3:] for power, has in zip(_POWERS, known, strict=True) if has)
        raise RolesError(
            f"There is a role {name} with powers of its own ({held}). Take them away "
            f"(ALTER ROLE {name} NOSUPERUSER …), then try again; nothing was granted to it."
        )
    others = connection.execute(
        "SELECT roleid::regrole::text FROM pg_auth_members WHERE member = %s::regrole", (name,)
    ).fetchall()
    if others:
        raise RolesError(
            f"{name} is a member of {', '.join(str(row[0]) for row in others)} and may all that "
            f"those may. REVOKE that membership, then try again; nothing was granted to it."
        )
    if name != ANALYST and not _is_superuser(connection):
        # To hand over to a role one must be able to act as it.
        connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(identifier))
    if name == ANALYST:
        for setting, value in _ANALYST_SETTINGS.items():
            connection.execute(
                sql.SQL("ALTER ROLE {} SET {} = {}").format(
                    identifier, sql.Identifier(setting), sql.Literal(value)
                )
            )
        connection.execute(
            sql.SQL("ALTER ROLE {} CONNECTION LIMIT {}").format(
                identifier, sql.Literal(ANALYST_CONNECTIONS)
            )
        )
    if not password:
        return known is None, "none" if known is None else "kept"
    # What the server logs of this statement is no password.
    verifier = connection.pgconn.encrypt_password(
        password.encode(), name.encode(), b"scram-sha-256"
    ).decode()
    connection.execute(
        sql.SQL("ALTER ROLE {} PASSWORD {}").format(identifier, sql.Literal(verifier))
    )
    return known is None, "set"


def _make_reader(connection: psycopg.Connection[Any]) -> None:
    """The group of those who may read all: the owner, who grants it its rights, may not make it."""
    known = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", (READER,)).fetchone()
    if known is None:
        connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(READER)))


def _make_beside(connection: psycopg.Connection[Any], url: str) -> str:
    """Make Prefect's database if it is missing, and give its URL."""
    parts = urlsplit(url)
    name = f"{connection.info.dbname}_prefect"
    known = connection.execute("SELECT FROM pg_database WHERE datname = %s", (name,)).fetchone()
    if known is None:
        statement: LiteralString = "CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'"
        connection.execute(sql.SQL(statement).format(sql.Identifier(name), sql.Identifier(WRITER)))
    return urlunsplit(parts._replace(path=f"{parts.path}_prefect"))


def _hand_over(connection: psycopg.Connection[Any], owner: str) -> None:
    """Make a role the owner of the database and of all in it."""
    new = sql.Identifier(owner)
    connection.execute(
        sql.SQL("ALTER DATABASE {} OWNER TO {}").format(sql.Identifier(connection.info.dbname), new)
    )
    # From PostgreSQL 15 on this schema is its database's owner's; in older databases it stayed.
    schema = connection.execute(
        "SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = 'public'"
    ).fetchone()
    if schema is not None and schema[0] not in {"pg_database_owner", owner}:
        connection.execute(sql.SQL("ALTER SCHEMA public OWNER TO {}").format(new))
    for kind, name in connection.execute(query("owned_by_others"), {"role": owner}).fetchall():
        # Both come from the catalogue, which has quoted what needs it.
        connection.execute(sql.SQL("ALTER {} {} OWNER TO {}").format(_raw(kind), _raw(name), new))


def _only_for(connection: psycopg.Connection[Any], roles: Sequence[str]) -> None:
    """Leave nothing of the database to everybody, and let some roles in."""
    database = _database(connection)
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    connection.execute(
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
            database, sql.SQL(", ").join(map(sql.Identifier, roles))
        )
    )


def _rights(connection: psycopg.Connection[Any], name: str) -> Sequence[Right]:
    rows = connection.execute(query("rights_of_role"), {"role": name}).fetchall()
    return [Right(*row) for row in rows]


def _is_superuser(connection: psycopg.Connection[Any]) -> bool:
    row = connection.execute("SELECT current_setting('is_superuser') = 'on'").fetchone()
    return bool(row and row[0])


def _database(connection: psycopg.Connection[Any]) -> sql.Identifier:
    return sql.Identifier(connection.info.dbname)


def _raw(text: str) -> sql.SQL:
    return sql.SQL(text)  # type: ignore[arg-type]  # From the catalogue, not from input.
