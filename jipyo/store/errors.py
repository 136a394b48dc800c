"""Errors that a user can act on: what happened, where, and what to do next."""

from __future__ import annotations

from jipyo.plain import on_one_line


class JipyoError(Exception):
    """An expected fault. Its message is all that a user gets to see, so it says what to do."""


class DatabaseError(JipyoError):
    """The database could not be reached, is too old, or refused."""


class ServerError(DatabaseError):
    """The embedded Postgres server could not be started or stopped."""


class MigrationError(DatabaseError):
    """A migration could not be applied; nothing of it stays."""


class BackupError(DatabaseError):
    """A backup could not be written or restored."""


class MissingQueryError(JipyoError):
    """A query that the code names has no file in `sql/queries`."""


def in_a_sentence(error: BaseException) -> str:
    """An error on one line: the words of one that we expect, else its kind, too."""
    said = on_one_line(str(error))
    if isinstance(error, JipyoError):
        return said
    return f"{type(error).__name__}: {said}" if said else type(error).__name__
