"""What people call the keys of series, as tables for analysts and for the checks."""

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


def keep_key_labels(
    connection: psycopg.Connection[Any], labels: Sequence[Mapping[str, str]]
) -> None:
    """Bring table `key_label` in step with the lexicon.

    Args:
        connection: Connection to the store.
        labels: Every scope and basis that has a name, with the columns of the table as keys.
    """
    connection.execute(query("keep_key_labels"), {"labels": Jsonb(list(labels))})
