"""Roles with least privilege: each may do what it needs, and is refused everything else."""

from __future__ import annotations

import ast
import contextlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, LiteralString, cast
from urllib.parse import quote, urlsplit

import psycopg
import pytest
from psycopg import errors, sql

from jipyo.store import backup as backups
from jipyo.store.database import connect
from jipyo.store.errors import BackupError, MigrationError
from jipyo.store.migrations import migrate
from jipyo.store.queries import query, sql_folder
from jipyo.store.roles import ANALYST, OWNER, READER, WRITER, Role, RolesError, make_roles
from jipyo.store.server import EmbeddedServer

ROOT = Path(__file__).parents[2]
VERBS = ("INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")

PUBLIC_RIGHTS = """
SELECT relname FROM pg_class, aclexplode(relacl)
WHERE relnamespace = 'public'::regnamespace AND grantee = 0
"""

UNCLASSED = """
SELECT coalesce(relname::text, table_name), count(*)
FROM (
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
) AS there
FULL JOIN rights_of_tables() ON table_name = relname
GROUP BY 1
HAVING count(*) <> 1 OR count(relname) <> 1 OR count(table_name) <> 1
"""


def as_role(url: str, role: str) -> str:
    return url.replace("postgresql://postgres@", f"postgresql://{role}@")


@pytest.fixture
def roles(database_url: str) -> str:
    """A database whose roles were made twice, as an operator may; as its administrator sees it."""
    make_roles(database_url, {})
    make_roles(database_url, {})
    return database_url


def refused(connection: psycopg.Connection[Any], statement: LiteralString) -> None:
    with pytest.raises(errors.InsufficientPrivilege), connection.transaction():
        connection.execute(statement)


# -- every table has a class -----------------------------------------------------------------------


def test_every_table_stands_in_one_class(database_url: str) -> None:
    with connect(database_url) as connection:
        assert connection.execute(UNCLASSED).fetchall() == []
        connection.execute("CREATE TABLE nobody_thought_of (number integer)")
        assert connection.execute(UNCLASSED).fetchall() == [("nobody_thought_of", 1)]
        classes = connection.execute("SELECT DISTINCT class FROM rights_of_tables()").fetchall()
    assert {row[0] for row in classes} == {"analysis", "operation", "tool"}


def test_a_new_table_is_open_to_neither_until_it_has_a_class(roles: str) -> None:
    with connect(as_role(roles, OWNER)) as connection:
        connection.execute("CREATE TABLE nobody_thought_of (number integer)")
    for role in (WRITER, ANALYST):
        with connect(as_role(roles, role)) as connection:
            refused(connection, "SELECT FROM nobody_thought_of")


# -- what Jipyo's statements need ------------------------------------------------------------------

_STATEMENTS = {
    "INSERT": re.compile(r"INSERT INTO (\w+)|COPY (\w+) \("),
    "UPDATE": re.compile(r"(?<!KEY )(?<!FOR )(?<!DO )UPDATE (\w+)"),
    "DELETE": re.compile(r"DELETE FROM (\w+)"),
    "TRUNCATE": re.compile(r"TRUNCATE (\w+)"),
}
_UPSERT = re.compile(r"INSERT INTO (\w+)(?:(?!INSERT INTO)[^;])*?ON CONFLICT[^;]*?DO UPDATE")
_LOCKED = re.compile(r"FROM (\w+)(?: AS \w+)?\b(?:(?!FROM )[^;])*?FOR (?:NO KEY )?UPDATE")
_INNER = re.compile(r"\([^()]*\)")

_NOT_AS_WRITER = {"migrations.py"}
"""Modules that the owner alone runs: what they write of the migrations' own tables."""


def _texts(connection: psycopg.Connection[Any]) -> Iterator[str]:
    """Everything that Jipyo says to Postgres when it works: files, functions, lines in Python."""
    for folder in ("queries", "checks", "shape"):
        for file in (sql_folder() / folder).glob("*.sql"):
            yield file.read_text("utf-8")
    for (body,) in connection.execute(
        "SELECT prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
    ):
        yield body
    for room in ("jipyo", "spiders", "expectations", "flows"):
        for file in (ROOT / room).rglob("*.py"):
            if file.name not in _NOT_AS_WRITER:
                for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                    if isinstance(node, ast.Constant) and isinstance(node.value, str):
                        yield node.value


def test_the_writer_may_change_what_statements_change_and_no_more(database_url: str) -> None:
    needed: defaultdict[str, set[str]] = defaultdict(set)
    with connect(database_url) as connection:
        for text in _texts(connection):
            bare = re.sub(r"--[^\n]*", "", text)
            for verb, pattern in _STATEMENTS.items():
                for found in pattern.finditer(bare):
                    needed[next(filter(None, found.groups()))].add(verb)
            for found in _UPSERT.finditer(bare):
                needed[found[1]].add("UPDATE")
            if "UPDATE" in bare:
                # From the inside: what is locked stands outside of the queries within a query.
                parts = [bare]
                while _INNER.search(parts[-1]):
                    inner = _INNER.findall(parts[-1])
                    parts[-1:] = [*inner, _INNER.sub(" ", parts[-1])]
                for part in parts:
                    for found in _LOCKED.finditer(part):
                        needed[found[1]].add("UPDATE")
        given = {
            name: set(changes)
            for name, changes in connection.execute(
                "SELECT table_name, writer_changes FROM rights_of_tables()"
            )
        }
    assert len(given) > 40
    assert {name: verbs for name, verbs in needed.items() if name in given} == {
        name: verbs for name, verbs in given.items() if verbs
    }


# -- what each role may and may not ----------------------------------------------------------------


def held(connection: psycopg.Connection[Any], role: str) -> dict[str, set[str]]:
    rows = connection.execute(query("rights_of_role"), {"role": role}).fetchall()
    return {name: set(rights) for name, _, rights in rows}


def test_rights_are_those_of_the_list_from_wherever_they_come(roles: str) -> None:
    with psycopg.connect(roles) as connection:
        views = {
            row[0]: {"SELECT"}
            for row in connection.execute(
                "SELECT viewname FROM pg_views WHERE schemaname = 'public'"
            )
        }
        listed = connection.execute("SELECT * FROM rights_of_tables()").fetchall()
        assert held(connection, WRITER) == views | {
            name: {"SELECT", *changes} for name, _, changes in listed
        }
        assert held(connection, ANALYST) == views | {
            name: set() if kind == "operation" else {"SELECT"} for name, kind, _ in listed
        }
        assert connection.execute(PUBLIC_RIGHTS).fetchall() == []
        owners = connection.execute(
            "SELECT DISTINCT relowner::regrole::text FROM pg_class"
            " WHERE relnamespace = 'public'::regnamespace"
            " UNION SELECT DISTINCT proowner::regrole::text FROM pg_proc"
            " WHERE pronamespace = 'public'::regnamespace"
            " UNION SELECT datdba::regrole::text FROM pg_database"
            " WHERE datname = current_database()"
        ).fetchall()
        assert owners == [(OWNER,)]
        powers = connection.execute(
            "SELECT rolname FROM pg_roles WHERE rolname LIKE 'jipyo\\_%%'"
            " AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls)"
        ).fetchall()
        assert powers == []


FORBIDDEN: tuple[LiteralString, ...] = (
    "CREATE TABLE mine (number integer)",
    "CREATE SCHEMA mine",
    "CREATE FUNCTION mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "CREATE EXTENSION pg_trgm",
    "CREATE ROLE mine",
    "ALTER TABLE figure ADD COLUMN mine integer",
    "ALTER TABLE figure DISABLE TRIGGER ALL",
    "ALTER TABLE figure OWNER TO CURRENT_USER",
    "CREATE INDEX mine ON figure (value)",
    "CREATE TRIGGER mine AFTER INSERT ON figure EXECUTE FUNCTION note_new_observations()",
    "DROP TABLE figure",
    "DROP VIEW series_latest",
    "DROP FUNCTION series_as_of(timestamptz, time_basis)",
    "TRUNCATE figure",
    "COMMENT ON TABLE figure IS 'mine'",
    "DELETE FROM capture",
    "DELETE FROM capture_body",
    "DELETE FROM correction",
    "DELETE FROM night_run",
    "UPDATE figure SET value = 0",
    "UPDATE flag_event SET actor = 'nobody'",
    "INSERT INTO _yoyo_migration (migration_id) VALUES ('9999')",
    "DELETE FROM view_source",
    "SET ROLE jipyo_owner",
    "SET session_replication_role = replica",
    "COPY figure TO PROGRAM 'cat'",
    "COPY figure TO '/tmp/figures'",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT pg_terminate_backend(pg_backend_pid()) FROM pg_authid",
    "SELECT rolpassword FROM pg_authid",
)


@pytest.mark.parametrize("role", [WRITER, ANALYST])
def test_what_neither_may(roles: str, role: str) -> None:
    with connect(as_role(roles, role)) as connection:
        connection.execute("SET default_transaction_read_only = off")
        connection.commit()
        for statement in FORBIDDEN:
            refused(connection, statement)
        refused(connection, "CREATE TABLE public.mine AS SELECT 1")
    # What may stand in no transaction.
    name = urlsplit(roles).path.lstrip("/")
    with psycopg.connect(as_role(roles, role), autocommit=True) as connection:
        connection.execute("SET default_transaction_read_only = off")
        # Of a right of one's own this is a warning, and nothing comes of it.
        with contextlib.suppress(errors.InsufficientPrivilege):
            connection.execute("GRANT SELECT ON flag TO PUBLIC")
        assert connection.execute(PUBLIC_RIGHTS).fetchall() == []
        for statement in (
            f"DROP DATABASE {name}",
            "CREATE DATABASE mine",
            "ALTER SYSTEM RESET ALL",
        ):
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(cast(LiteralString, statement))


def test_the_analyst_reads_and_no_more(roles: str) -> None:
    with connect(as_role(roles, ANALYST)) as connection:
        for name, kind in connection.execute(
            "SELECT table_name, class FROM rights_of_tables()"
        ).fetchall():
            asked = sql.SQL("SELECT FROM {} LIMIT 1").format(sql.Identifier(name))
            if kind == "operation":
                with pytest.raises(errors.InsufficientPrivilege), connection.transaction():
                    connection.execute(asked)
            else:
                connection.execute(asked)
        settings = connection.execute(
            "SELECT current_setting('transaction_read_only'), current_setting('statement_timeout'),"
            " current_setting('idle_in_transaction_session_timeout')"
        ).fetchone()
        assert settings == ("on", "5min", "10min")
        with pytest.raises(errors.ReadOnlySqlTransaction), connection.transaction():
            connection.execute("UPDATE flag SET status = 'resolved'")
        connection.rollback()
        # These settings are a help. Without them it is refused by its rights.
        connection.execute("SET default_transaction_read_only = off")
        connection.commit()
        for statement in (
            "UPDATE flag SET status = 'resolved'",
            "INSERT INTO check_scope DEFAULT VALUES",
            "DELETE FROM article",
            "CREATE TEMPORARY TABLE mine (number integer)",
            "SELECT FROM flag FOR UPDATE",
        ):
            refused(connection, statement)
        connection.execute("SET statement_timeout = '10ms'")
        with pytest.raises(errors.QueryCanceled), connection.transaction():
            connection.execute("SELECT pg_sleep(60)")


def test_the_analyst_asks_all_that_the_documentation_asks(roles: str) -> None:
    """On empty tables; the story of four nights asks the same of full ones."""
    asked = 0
    with connect(as_role(roles, ANALYST)) as connection:
        for page in ("cookbook.md", "time.md", "analysts.md", "measures.md"):
            text = (ROOT / "docs" / page).read_text("utf-8")
            for statement in re.findall(r"^```sql\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
                connection.execute(cast(LiteralString, statement)).fetchall()
                asked += 1
    assert asked > 15


def test_only_the_roles_come_in_and_the_writer_makes_temporary_tables(roles: str) -> None:
    with psycopg.connect(roles, autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS stranger")
        connection.execute("CREATE ROLE stranger LOGIN")
    try:
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            psycopg.connect(as_role(roles, "stranger"))
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            psycopg.connect(as_role(roles, ANALYST).replace("?", "_prefect?"))
    finally:
        with psycopg.connect(roles, autocommit=True) as connection:
            connection.execute("DROP ROLE stranger")
    with connect(as_role(roles, WRITER)) as connection:
        connection.execute("CREATE TEMPORARY TABLE mine ON COMMIT DROP AS SELECT * FROM figure")
    # In Prefect's database beside ours the writer is at home: Prefect makes its own tables.
    with psycopg.connect(as_role(roles, WRITER).replace("?", "_prefect?")) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        connection.execute("CREATE TABLE flow (number integer)")


# -- new versions ----------------------------------------------------------------------------------


def test_only_the_owner_brings_tables_up_to_date_and_rights_follow(roles: str) -> None:
    with psycopg.connect(roles) as connection:
        connection.execute("UPDATE view_source SET source_sha256 = 'of an earlier version'")
    for role in (WRITER, ANALYST):
        with pytest.raises(MigrationError, match=rf"{role} may not .*db migrate.*{OWNER}"):
            migrate(as_role(roles, role))
    migrate(as_role(roles, OWNER))
    assert migrate(as_role(roles, WRITER)) == []
    with connect(as_role(roles, ANALYST)) as connection:
        connection.execute("SELECT FROM series_latest")
    with connect(as_role(roles, WRITER)) as connection:
        assert connection.execute(query("rights_missing")).fetchall() == []


def test_tables_can_be_made_by_the_owner_from_the_first_migration_on(
    server: EmbeddedServer, roles: str
) -> None:
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS owned_from_the_start")
        connection.execute(
            sql.SQL("CREATE DATABASE owned_from_the_start OWNER {}").format(sql.Identifier(OWNER))
        )
    url = server.url("owned_from_the_start")
    assert migrate(as_role(url, OWNER))
    with connect(as_role(url, WRITER)) as connection:
        assert connection.execute(query("rights_missing")).fetchall() == []
    with connect(as_role(url, ANALYST)) as connection:
        connection.execute("SELECT FROM series_latest")


def test_the_writer_backs_up_and_the_owner_restores(
    roles: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connect(as_role(roles, WRITER)) as connection:
        connection.execute(
            "INSERT INTO key_label (part, word, label_ko, label_en)"
            " VALUES ('scope', 'ours', '우리', 'ours')"
        )
    file = tmp_path / "jipyo.dump"
    monkeypatch.setenv("JIPYO_DATABASE_URL", as_role(roles, WRITER))
    backups.backup(file)
    with connect(as_role(roles, WRITER)) as connection:
        connection.execute("DELETE FROM key_label WHERE word = 'ours'")
    with pytest.raises(BackupError, match="must be owner"):
        backups.restore(file, force=True)
    monkeypatch.setenv("JIPYO_DATABASE_URL", as_role(roles, OWNER))
    backups.restore(file, force=True)
    with connect(as_role(roles, WRITER)) as connection:
        assert connection.execute(query("rights_missing")).fetchall() == []
    with connect(as_role(roles, ANALYST)) as connection:
        kept = connection.execute("SELECT label_ko FROM key_label WHERE word = 'ours'").fetchall()
        assert kept == [("우리",)]
        refused(connection, "SELECT FROM capture_body")


# -- who makes them --------------------------------------------------------------------------------


def test_roles_are_not_given_what_they_hold_already_by_other_ways(roles: str) -> None:
    with psycopg.connect(roles, autocommit=True) as connection:
        connection.execute(sql.SQL("GRANT pg_write_all_data TO {}").format(sql.Identifier(ANALYST)))
        try:
            with pytest.raises(RolesError, match=f"{ANALYST} is a member of pg_write_all_data"):
                make_roles(roles, {})
        finally:
            connection.execute(
                sql.SQL("REVOKE pg_write_all_data FROM {}").format(sql.Identifier(ANALYST))
            )
        connection.execute(sql.SQL("ALTER ROLE {} CREATEROLE").format(sql.Identifier(WRITER)))
        try:
            with pytest.raises(RolesError, match=r"jipyo_writer with powers.*createrole"):
                make_roles(roles, {})
        finally:
            connection.execute(sql.SQL("ALTER ROLE {} NOCREATEROLE").format(sql.Identifier(WRITER)))
    with pytest.raises(RolesError, match="CREATEROLE and CREATEDB"):
        make_roles(as_role(roles, WRITER), {})


def test_on_a_server_over_the_network_with_passwords(
    over_network: Callable[[str], str],
) -> None:
    """From one user to roles, by an administrator who is no superuser; on every version here."""
    super_url = over_network("postgres")
    with psycopg.connect(super_url, autocommit=True) as connection:
        connection.execute("CREATE ROLE admin LOGIN CREATEROLE CREATEDB")
        connection.execute("SET log_statement = 'none'")
        (hba,) = connection.execute("SHOW hba_file").fetchone() or ("",)
    url = over_network("figures").replace("//owner:secret@", "//admin:secret@")
    words = {OWNER: "o-w'ord", WRITER: "w@rd/:%", ANALYST: "낱말 a"}
    first = make_roles(url, words)
    assert {role.name: (role.is_new, role.password) for role in first} == dict.fromkeys(
        words, (True, "set")
    )
    again = make_roles(url, {})
    assert [(role.is_new, role.password) for role in again] == [(False, "kept")] * 3
    # From now on the server asks for passwords.
    Path(hba).write_text("host all owner all trust\nhost all all all scram-sha-256\n")
    with psycopg.connect(super_url, autocommit=True) as connection:
        connection.execute("SELECT pg_reload_conf()")
        stored = connection.execute(
            "SELECT rolname, left(rolpassword, 13) FROM pg_authid WHERE rolpassword IS NOT NULL"
        ).fetchall()
        assert dict(stored) == dict.fromkeys(words, "SCRAM-SHA-256")
        known = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", (READER,)).fetchone()
        assert known is not None

    def url_of(role: str, word: str) -> str:
        return over_network("figures").replace("owner:secret@", f"{role}:{quote(word, safe='')}@")

    for role, word in words.items():
        with connect(url_of(role, word)) as connection:
            connection.execute("SELECT FROM series_latest")
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(url_of(role, "wrong"))
    assert _reads(first, ANALYST) < _reads(first, WRITER)
    with connect(url_of(WRITER, words[WRITER])) as connection:
        assert connection.execute(query("rights_missing")).fetchall() == []
        refused(connection, "CREATE TABLE mine (number integer)")
    with psycopg.connect(
        url_of(WRITER, words[WRITER]).replace("/figures", "/figures_prefect")
    ) as connection:
        connection.execute("CREATE TABLE flow (number integer)")


def _reads(made: list[Role] | Any, name: str) -> set[str]:
    (role,) = [role for role in made if role.name == name]
    return {right.name for right in role.rights if "SELECT" in right.rights}
