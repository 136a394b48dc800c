"""Queries by name: SQL lives in `sql/`, which stands in the checkout or travels in the wheel."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import LiteralString, cast

from jipyo.store.errors import MissingQueryError


@cache
def sql_folder() -> Path:
    """The folder `sql`: inside the installed package, else beside it in the checkout.

    Raises:
        MissingQueryError: neither is there, so the installation is broken.
    """
    package = Path(__file__).parents[1]
    for folder in (package / "sql", package.parent / "sql"):
        if (folder / "migrations").is_dir():
            return folder
    raise MissingQueryError(
        f"There is no folder sql in {package} or beside it. Install Jipyo again."
    )


@cache
def query(name: str) -> LiteralString:
    """The text of `sql/queries/<name>.sql`.

    It is typed as a literal: it comes from our own files and never from input.

    Raises:
        MissingQueryError: there is no such file.
    """
    file = sql_folder() / "queries" / f"{name}.sql"
    try:
        return cast(LiteralString, file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise MissingQueryError(f"There is no query {file}. Install Jipyo again.") from None
