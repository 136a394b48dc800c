"""What the server's planner knows of our tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg import sql

from jipyo.store.queries import query


def renew_statistics(connection: psycopg.Connection[Any]) -> Sequence[str]:
    """Let the planner look at the tables that grew since it last did; return their names.

    The server does so by itself after a minute or more. Who has just loaded much and goes on with
    it does not wait: a plan for an almost empty table takes minutes over a full one. A login that
    owns no tables leaves it to the server. Ends the transaction of ``connection``.
    """
    tables = [row[0] for row in connection.execute(query("stale_statistics")).fetchall()]
    connection.commit()
    for table in tables:
        connection.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(table)))
        connection.commit()  # Else the next that looks at this table would wait.
    return tables
