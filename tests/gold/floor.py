"""The floors under the scores of the reader on the project's own annotated texts.

`floors.json` is a history that only grows: each entry has the date, the hash of the corpus that was
scored, the scores below which the reader may not fall, the reason for the entry, and the hash of
the entry before it. `python -m tests.gold.floor "REASON"` scores the corpus as it stands and
appends an entry; a floor that falls needs a reason that says so, and its line in
docs/evaluation.md. The suite (`test_floor.py`) holds the last entry against the reader, and the
whole history against these rules.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jipyo.evaluation import Evaluation, evaluate

HERE = Path(__file__).parent
FLOORS = HERE / "floors.json"
PARTS = ("open", "blind")
SCORES = ("f1", "kind", "period", "head", "identity", "true_negatives")
"""What has a floor; ``true_negatives`` is the share of listed non-figures not read as figures."""


def corpus_hash(folder: Path = HERE) -> str:
    """Give the hash of the names and contents of all annotated texts."""
    found = hashlib.sha256()
    for part in PARTS:
        for file in sorted((folder / part).glob("*.*")):
            found.update(f"{part}/{file.name}\0".encode())
            found.update(hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()


def entry_hash(entry: dict[str, Any]) -> str:
    """Give the hash by which the following entry is chained to this one."""
    return hashlib.sha256(json.dumps(entry, sort_keys=True).encode()).hexdigest()


def scores(report: Evaluation) -> dict[str, float]:
    """Give the scores that have floors, cut to three places."""
    measured = {
        "f1": report.f1,
        **{what: report.share(what) for what in ("kind", "period", "head")},
        "identity": report.identity,
        "true_negatives": 1 - report.false_positive_share,
    }
    return {what: int(measured[what] * 1000 + 1e-6) / 1000 for what in SCORES}


def history() -> list[dict[str, Any]]:
    """Load the entries, oldest first."""
    return json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else []


def lowered(earlier: dict[str, Any], later: dict[str, Any]) -> list[str]:
    """Name the floors that fall between two entries, as `blind.kind`."""
    return [
        f"{part}.{what}"
        for part in PARTS
        for what in SCORES
        if later["floors"][part][what] < earlier["floors"][part][what]
    ]


def faults(entries: list[dict[str, Any]]) -> list[str]:
    """Name what is wrong in a history: broken chain, lowering without its names and reason."""
    found: list[str] = []
    for place, entry in enumerate(entries):
        before = entries[place - 1] if place else None
        if entry["previous"] != (entry_hash(before) if before else None):
            found.append(f"entry {place} is not chained to the one before it: history was changed")
        if len(entry["reason"].split()) < 3:
            found.append(f"entry {place} gives no reason")
        falls = lowered(before, entry) if before else []
        if entry["lowers"] != falls:
            found.append(f"entry {place} lowers {falls} and names {entry['lowers']}")
    return found


def documented(entry: dict[str, Any], part: str) -> str:
    """Give the row that docs/evaluation.md must hold for an entry."""
    floors = entry["floors"][part]
    return f"| {entry['date']} | {part} | " + " | ".join(f"{floors[w]:.3f}" for w in SCORES) + " |"


def main() -> None:
    """Append an entry with the scores as they are."""
    options = argparse.ArgumentParser(description=main.__doc__)
    options.add_argument("reason", help="why the floors move, in a sentence")
    options.add_argument("--date", default=datetime.now(ZoneInfo("Asia/Seoul")).date().isoformat())
    given = options.parse_args()
    entries = history()
    entry: dict[str, Any] = {
        "date": given.date,
        "corpus": corpus_hash(),
        "floors": {part: scores(evaluate(HERE / part)) for part in PARTS},
        "reason": given.reason,
        "previous": entry_hash(entries[-1]) if entries else None,
    }
    entry["lowers"] = lowered(entries[-1], entry) if entries else []
    wrong = faults([*entries, entry])
    if wrong:
        raise SystemExit("\n".join(wrong))
    FLOORS.write_text(json.dumps([*entries, entry], indent=1, ensure_ascii=False) + "\n", "utf-8")
    print("Put these rows into docs/evaluation.md:")
    for part in PARTS:
        print(documented(entry, part))


if __name__ == "__main__":
    main()
