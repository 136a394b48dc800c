"""The measures of the registry: every figure that has a name of its own."""

from __future__ import annotations

import tomllib
from collections import Counter
from importlib.resources import files
from typing import Any

from reference.writing import code, page, table

ABOUT = """The registry names {count} measures. A figure whose noun phrase ends with one of the \
names of a measure, in a unit class that fits, belongs to it; the longest name wins. Measures \
of your own stand in `registry.toml` of the home folder and get there by [`jipyo metrics \
promote`](../measures.md). `jipyo metrics show --metric ID` tells all of one."""

NATURES = """A *stock* is counted at a moment, a *flow* over a period, a *cumulative* measure \
from a first day on, and a *capacity* is what something is built for."""


def entries() -> list[dict[str, Any]]:
    """The entries of the shipped registry, in its order."""
    source = files("jipyo.series").joinpath("registry.toml").read_text(encoding="utf-8")
    return tomllib.loads(source)["measure"]


def measures_page() -> str:
    """The page."""
    found = entries()
    areas: dict[str, list[dict[str, Any]]] = {}
    for entry in found:
        areas.setdefault(str(entry["id"]).partition(".")[0], []).append(entry)
    units = Counter(unit for entry in found for unit in entry["units"])
    parts = [
        ABOUT.format(count=len(found)),
        NATURES,
        "Unit classes, and how many measures are counted in each: "
        + ", ".join(f"{code(unit)} {count}" for unit, count in units.most_common())
        + ".",
    ]
    for area, members in areas.items():
        parts += [
            f"## {area}",
            table(["id", "measure", "nature", "units", "names"], map(_row, members)),
        ]
    return page("Measures", "reference/measures.py", parts)


def _row(entry: dict[str, Any]) -> list[str]:
    names = list(entry.get("aliases", []))
    shown = ", ".join(names[:4]) + (f" … ({len(names)})" if len(names) > 4 else "")
    return [
        code(entry["id"]),
        f"{entry['label_ko']}<br>{entry['label_en']}",
        str(entry["nature"]),
        ", ".join(map(code, entry["units"])),
        shown,
    ]
