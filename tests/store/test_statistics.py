"""Tables that grew are looked at before somebody plans over them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import psycopg

from jipyo.store.captures import ListedAddress, add_addresses
from jipyo.store.database import connect
from jipyo.store.statistics import renew_statistics

NOW = datetime(2026, 11, 15, 17, 30, tzinfo=UTC)


def fill(connection: psycopg.Connection[Any], first: int, rows: int) -> None:
    """Write addresses and let the server count them at once, not within a second."""
    listed = [
        ListedAddress(f"https://x.example/{number}", "", None, "list")
        for number in range(first, first + rows)
    ]
    add_addresses(connection, "x", listed, NOW)
    connection.commit()
    connection.execute("SELECT pg_stat_force_next_flush()")
    connection.commit()


def test_tables_that_grew_by_a_tenth_are_analysed(database_url: str) -> None:
    with connect(database_url) as connection:
        # Nobody else looks at the table meanwhile.
        connection.execute("ALTER TABLE address SET (autovacuum_enabled = off)")
        connection.execute(
            "INSERT INTO outlet (outlet_id, name, family, origin, registered_at, settings)"
            " VALUES ('x', 'x', 'generic', 'https://x.example', now(), '{}')"
        )
        fill(connection, 0, 900)
        assert renew_statistics(connection) == []
        fill(connection, 900, 1_100)
        assert renew_statistics(connection) == ["address"]
        row = connection.execute(
            "SELECT reltuples FROM pg_class WHERE oid = 'address'::regclass"
        ).fetchone()
        assert row == (2_000,)
        fill(connection, 2_000, 500)
        assert renew_statistics(connection) == []


def test_a_login_that_owns_no_table_leaves_it_to_the_server(database_url: str) -> None:
    with connect(database_url) as connection:
        connection.execute("ALTER TABLE address SET (autovacuum_enabled = off)")
        connection.execute(
            "INSERT INTO outlet (outlet_id, name, family, origin, registered_at, settings)"
            " VALUES ('x', 'x', 'generic', 'https://x.example', now(), '{}')"
        )
        fill(connection, 0, 2_000)
        connection.execute("SET ROLE jipyo_writer")
        connection.commit()
        assert renew_statistics(connection) == []
