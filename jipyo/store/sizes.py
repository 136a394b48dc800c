"""What the store and the folders beside it take on disk, and log files that are kept short."""

from __future__ import annotations

import gzip
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psycopg

from jipyo.store.home import Home

LARGEST_LOG_BYTES = 10_000_000
"""A log file that is larger is put aside, compressed, and begun anew."""

LOGS_KEPT = 3
"""Compressed parts that stay of each log file."""

_TURNS = 5
"""A writer that never pauses would be followed for ever."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Bytes on disk; ``prefect_database`` is ``None`` where it does not stand beside ours."""

    database: int
    prefect_database: int | None
    data_docs: int
    report: int
    logs: int

    def record(self) -> dict[str, int | None]:
        """By name."""
        return asdict(self)


def sizes(connection: psycopg.Connection[Any], home: Home) -> Sizes:
    """What each part takes now; a part that was never made takes nothing."""
    name = connection.info.dbname
    row = connection.execute(
        "SELECT pg_database_size(%s), (SELECT pg_database_size(datname) FROM pg_database"
        " WHERE datname = %s)",
        (name, f"{name}_prefect"),
    ).fetchone()
    connection.rollback()
    if row is None:
        raise AssertionError("a size is a row")
    return Sizes(
        database=row[0],
        prefect_database=row[1],
        data_docs=folder_bytes(home.great_expectations),
        report=folder_bytes(home.report),
        logs=folder_bytes(home.log),
    )


def folder_bytes(folder: Path) -> int:
    """Bytes of all files in a folder; files that go meanwhile do not count."""
    total = 0
    for path, _, names in os.walk(folder):
        for name in names:
            try:
                total += (Path(path) / name).lstat().st_size
            except FileNotFoundError:
                continue
    return total


def large_logs(home: Home) -> Sequence[Path]:
    """Log files that are due to be begun anew, and may be: servers append to them."""
    return [
        file for file in sorted(home.log.glob("*.log")) if file.stat().st_size > LARGEST_LOG_BYTES
    ]


def rotate(log: Path) -> None:
    """Put what a log file holds aside, compressed, and begin it anew under its writer.

    The writer keeps the file open and appends to it, so the file is copied and then cut to nothing.
    What is written meanwhile is copied too, in ever shorter turns; lines of the last instant may be
    lost.
    """
    for number in range(LOGS_KEPT, 0, -1):
        part = _part(log, number)
        if number == LOGS_KEPT:
            part.unlink(missing_ok=True)
        elif part.exists():
            part.rename(_part(log, number + 1))
    aside = log.with_name(f"{log.name}.part")
    with log.open("rb+") as source, aside.open("wb") as target:
        for _ in range(_TURNS):
            shutil.copyfileobj(source, target)
            if source.tell() == os.fstat(source.fileno()).st_size:
                break
        source.truncate(0)
    with aside.open("rb") as source, gzip.open(_part(log, 1), "wb") as target:
        shutil.copyfileobj(source, target)
    aside.unlink()


def _part(log: Path, number: int) -> Path:
    return log.with_name(f"{log.name}.{number}.gz")
