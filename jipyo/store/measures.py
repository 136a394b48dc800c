"""The measures of the registry as a table, for analysts and for the checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from jipyo.store.queries import query


def keep_measures(
    connection: psycopg.Connection[Any], measures: Sequence[Mapping[str, Any]]
) -> None:
    """Bring table `measure` in step with the registry.

    Args:
        connection: Connection to the store.
        measures: Every measure of the registry, with the columns of the table as keys.
    """
    connection.execute(query("keep_measures"), {"measures": Jsonb(list(measures))})
