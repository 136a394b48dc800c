"""Run every benchmark and print its table: `python -m benchmarks [NAME ...]`."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.table import Table

from benchmarks import (
    checks,
    collection,
    commands,
    growth,
    loading,
    night,
    pages,
    reader,
    report,
    series,
)

BENCHMARKS = {
    "reader": reader.measure,
    "pages": pages.measure,
    "commands": commands.measure,
    "series": series.measure,
    "checks": checks.measure,
    "collection": collection.measure,
    "report": report.measure,
    "loading": loading.measure,
    "night": night.measure,
    "growth": growth.measure,
}


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"No benchmark is called {', '.join(unknown)}. There are: {', '.join(BENCHMARKS)}.")
        return 2
    console = Console()
    for name in names or list(BENCHMARKS):
        title, columns, rows = BENCHMARKS[name]()
        table = Table(title=title)
        for column in columns:
            table.add_column(column)
        for row in rows:
            table.add_row(*row)
        console.print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
