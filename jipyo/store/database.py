"""Which database, and connections to it: the embedded one, or the one that the user names.

``JIPYO_DATABASE_URL`` names any PostgreSQL server from version 15 up; without it the embedded
server of the home is started where it is needed. Prefect's database stands beside ours on the same
server.
"""

from __future__ import annotations

import os
import re
from functools import cache
from typing import Any, LiteralString
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from jipyo.store.errors import DatabaseError
from jipyo.store.home import Home
from jipyo.store.migrations import migrate
from jipyo.store.server import EmbeddedServer

VARIABLE = "JIPYO_DATABASE_URL"
DATABASE = "jipyo"
OLDEST_MAJOR_VERSION = 15

CUT_OFF_SECONDS = 30
"""A machine that is cut off is noticed after so long, on both sides. By default it is two hours: as
long it would keep its turn, its hosts and its outlets from all others."""

_KEEPALIVES = {"idle": 10, "interval": 5, "count": 4}
_SERVER_LETS_GO = " ".join(
    (
        *(f"-c tcp_keepalives_{name}={value}" for name, value in _KEEPALIVES.items()),
        f"-c tcp_user_timeout={CUT_OFF_SECONDS}s",
    )
)


def database_url(home: Home | None = None) -> str:
    """The libpq URL of our database; the database exists when this returns.

    Args:
        home: The home whose embedded server is used where ``JIPYO_DATABASE_URL`` is not set; the
            one of the environment by default.

    Raises:
        DatabaseError: the server cannot be reached or started, is too old, or the URL is not one.
    """
    named = os.environ.get(VARIABLE)
    if named:
        _check_url(named)
        ensure_database(named)
        return named
    server = EmbeddedServer(home or Home.from_environment())
    server.start()
    url = server.url(DATABASE)
    ensure_database(url)
    return url


def store_exists() -> bool:
    """Tell whether there is a store to ask, without making or starting anything.

    A server that ``JIPYO_DATABASE_URL`` names counts as one; whether it answers is not tried.
    """
    return bool(os.environ.get(VARIABLE)) or (Home.located().data / "PG_VERSION").exists()


def prefect_database_url(home: Home | None = None) -> str:
    """The address of Prefect's database, made if new: ours with ``_prefect`` behind its name.

    In the form that Prefect takes (SQLAlchemy with asyncpg).
    """
    parts = urlsplit(database_url(home))
    beside = parts._replace(path=f"{parts.path}_prefect")
    ensure_database(urlunsplit(beside))
    options = dict(parse_qsl(beside.query))
    if "sslmode" in options:
        options["ssl"] = options.pop("sslmode")  # The name that asyncpg gives it.
    query = urlencode(options, quote_via=quote, safe="/")
    return urlunsplit(("postgresql+asyncpg", beside.netloc, beside.path, query, ""))


def sqlalchemy_url(url: str | None = None) -> str:
    """The libpq URL in the form of SQLAlchemy with psycopg 3, which Great Expectations takes."""
    parts = urlsplit(url or database_url())
    return urlunsplit(parts._replace(scheme="postgresql+psycopg"))


def connect(url: str | None = None) -> psycopg.Connection[Any]:
    """A connection to our database, tables up to date, in the time zone Asia/Seoul.

    Args:
        url: libpq URL; that of `database_url` by default.

    Raises:
        DatabaseError: it cannot be reached, is too old, or a migration failed.
    """
    address = url or database_url()
    bring_up_to_date(address)
    return open_connection(address)


def open_connection(url: str) -> psycopg.Connection[Any]:
    """A connection as `connect` gives it, but without looking at migrations."""
    try:
        return psycopg.connect(
            url,
            application_name="jipyo",
            connect_timeout=20,
            options=f"-c timezone=Asia/Seoul {_SERVER_LETS_GO}",
            keepalives_idle=_KEEPALIVES["idle"],
            keepalives_interval=_KEEPALIVES["interval"],
            keepalives_count=_KEEPALIVES["count"],
            tcp_user_timeout=CUT_OFF_SECONDS * 1000,
        )
    except psycopg.Error as error:
        raise DatabaseError(
            f"The database {without_password(url)} cannot be reached: {error} "
            f"Check {VARIABLE}, or unset it to use the embedded server."
        ) from None


@cache
def bring_up_to_date(url: str) -> None:
    """Check the server's version and apply missing migrations, once in a process and database."""
    migrate(url)


def ensure_database(url: str) -> None:
    """Make the database that a URL names if its server has none of this name.

    Raises:
        DatabaseError: the server cannot be reached, is too old, or refuses to make it.
    """
    try:
        with psycopg.connect(url, connect_timeout=20, autocommit=True) as connection:
            _check_version(connection)
            return
    except psycopg.OperationalError as error:
        name = urlsplit(url).path.lstrip("/")
        if not _says_missing(error, name):
            raise DatabaseError(
                f"The database {without_password(url)} cannot be reached: {error} "
                f"Check {VARIABLE}, or unset it to use the embedded server."
            ) from None
    _create_database(url, name)


def _create_database(url: str, name: str) -> None:
    maintenance = urlunsplit(urlsplit(url)._replace(path="/postgres"))
    statement: LiteralString = "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'"
    try:
        with psycopg.connect(maintenance, connect_timeout=20, autocommit=True) as connection:
            _check_version(connection)
            connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
    except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
        return  # Another process was faster.
    except psycopg.Error as error:
        raise DatabaseError(
            f"The database {name} does not exist on {without_password(url)} and cannot be made: "
            f"{error} Make it yourself: CREATE DATABASE {name};"
        ) from None


def _says_missing(error: psycopg.OperationalError, name: str) -> bool:
    # libpq gives no SQLSTATE for a refused connection; the name stands in the server's sentence in
    # every language.
    return error.sqlstate == "3D000" or (
        f'"{name}"' in str(error)
        and "FATAL" in str(error)
        and "role" not in str(error)
        and "user" not in str(error)
    )


def _check_version(connection: psycopg.Connection[Any]) -> None:
    major = connection.info.server_version // 10000
    if major < OLDEST_MAJOR_VERSION:
        raise DatabaseError(
            f"The server of {VARIABLE} is PostgreSQL {major}; Jipyo needs "
            f"{OLDEST_MAJOR_VERSION} or later. Unset the variable to use the embedded server."
        )


def _check_url(url: str) -> None:
    """Refuse an address that libpq and we would read differently.

    What libpq says of one may repeat a part of its password, so it is not passed on.
    """
    try:
        parts = urlsplit(url)
        port_is_one = parts.port is None or parts.port > 0
    except ValueError:
        parts, port_is_one = None, False
    if parts is None or parts.scheme not in {"postgresql", "postgres"} or len(parts.path) < 2:
        raise DatabaseError(
            f"{VARIABLE} should look like postgresql://user:password@host:5432/jipyo "
            f"and is {without_password(url)}."
        )
    try:
        read = conninfo_to_dict(url)
    except psycopg.Error:
        read = {}
    same = read.get("dbname") == unquote(parts.path[1:]) and (
        parts.password is None or read.get("password") == unquote(parts.password)
    )
    if not port_is_one or not same or parts.fragment or "@" in str(read.get("host", "")):
        raise DatabaseError(
            f"{VARIABLE} cannot be read: {without_password(url)}. In user and password each of "
            "/ ? # [ ] @ : % has to be percent-encoded, as @ by %40."
        )


_SECRET_PARAMETER = re.compile(r"(?i)\b((?:ssl)?password\s*=\s*)('(?:[^'\\]|\\.)*'|[^&\s]*)")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://")


def without_password(url: str) -> str:
    """The URL as it may be shown and logged, whatever is wrong with it.

    Everything from the first colon to the last ``@`` goes: a password that should have been
    percent-encoded is hidden as a whole.
    """
    scheme = _SCHEME.match(url)
    start = scheme.end() if scheme else 0
    user, colon, rest = url[start:].partition(":")
    _, at, place = rest.rpartition("@")
    shown = url
    if colon and at and not re.search(r"[@/]", user):
        shown = f"{url[:start]}{user}:***@{place}"
    return _SECRET_PARAMETER.sub(r"\1***", shown)


def apart_from_password(url: str) -> tuple[str, str | None]:
    """The URL without its password, and the password: for programs whose arguments all can read.

    Args:
        url: A libpq URL as `database_url` gives it.
    """
    parts = urlsplit(url)
    read = conninfo_to_dict(url)
    user, at, place = parts.netloc.rpartition("@")
    options = [(name, value) for name, value in parse_qsl(parts.query) if name != "password"]
    query = urlencode(options, quote_via=quote, safe="/")
    bare = parts._replace(netloc=f"{user.partition(':')[0]}{at}{place}", query=query)
    password = read.get("password")
    return urlunsplit(bare), None if password is None else str(password)
