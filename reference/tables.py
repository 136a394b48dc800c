"""The tables, views and functions of the database, as their comments explain them.

`python -m reference.tables` asks a migrated database of its own and writes `docs/tables.md`, so
that building the documentation needs no database; a test says when the page is out of date.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, LiteralString, cast

import psycopg
from psycopg.rows import dict_row

from jipyo.store.home import Home
from jipyo.store.migrations import migrate
from jipyo.store.server import EmbeddedServer
from reference.writing import code, table

FILE = Path(__file__).parents[1] / "docs" / "tables.md"

HEAD = """# Tables and views

This page is made from the comments in the database, by `python -m reference.tables`. The same
comments are in the database itself: `\\d+ series_latest` in `jipyo db psql` shows them. Analysts
need the views; questions with their queries stand in the [cookbook](cookbook.md). Times are stored
with their zone, values in base units (won, single items)."""

SECTIONS = (
    ("view", "Views", "What analysts read. They hold no data; role `jipyo_analyst` reads all."),
    ("table", "Tables", "What is stored. Jipyo alone writes here."),
    ("function", "Functions", "What views, checks and analysts call."),
)


def read(connection: psycopg.Connection[Any]) -> list[dict[str, Any]]:
    """What there is, a row for each column and each function, in a fixed order."""
    source = cast("LiteralString", Path(__file__).with_name("tables.sql").read_text("utf-8"))
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(source).fetchall()
    # Sorted here: a database sorts names by its locale.
    return sorted(rows, key=lambda row: (row["kind"], row["name"], row["place_in_row"]))


def uncommented(rows: list[dict[str, Any]]) -> list[str]:
    """Names of what nobody has explained."""
    objects = {f"{row['kind']} {row['name']}" for row in rows if not row["meaning"]}
    columns = {
        f"{row['name']}.{row['column_name']}"
        for row in rows
        if row["kind"] != "function" and not row["column_meaning"]
    }
    return sorted(objects | columns)


def tables_page(rows: list[dict[str, Any]]) -> str:
    """The page."""
    parts = [HEAD]
    for kind, heading, about in SECTIONS:
        found: dict[str, list[dict[str, Any]]] = {}
        for row in rows:
            if row["kind"] == kind:
                found.setdefault(row["name"], []).append(row)
        parts += [f"## {heading}", about]
        if kind == "function":
            parts.append(
                table(
                    ["function", "gives", "meaning"],
                    [
                        [code(name), code(of[0]["column_type"]), of[0]["meaning"] or ""]
                        for name, of in found.items()
                    ],
                )
            )
            continue
        for name, columns in found.items():
            parts += [f"### {name}", columns[0]["meaning"] or "", _columns(columns)]
    return "\n\n".join(parts) + "\n"


def _columns(columns: Sequence[Mapping[str, Any]]) -> str:
    return table(
        ["column", "meaning", "type"],
        [
            [
                code(row["column_name"]),
                row["column_meaning"] or "",
                row["column_type"] + (", always there" if row["required"] else ""),
            ]
            for row in columns
        ],
    )


def main() -> int:
    """Write the page anew."""
    with tempfile.TemporaryDirectory(prefix="jipyo-tables-") as folder:
        home = Home(Path(folder) / "home")
        home.make()
        server = EmbeddedServer(home)
        server.start()
        try:
            url = server.url("tables")
            with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
                connection.execute("CREATE DATABASE tables")
            migrate(url)
            with psycopg.connect(url) as connection:
                rows = read(connection)
        finally:
            server.stop()
    missing = uncommented(rows)
    if missing:
        print(f"Without a comment: {', '.join(missing)}.", file=sys.stderr)
        return 1
    FILE.write_text(tables_page(rows), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
