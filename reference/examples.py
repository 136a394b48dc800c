"""An example for each check: what it really finds in a story of the tests, in both languages.

`python -m reference.examples` tells stories to a store of its own until every check has found
something that is at least a warning, or else anything, and writes `reference/examples.json`.
Names, numbers and prose of the stories are invented.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from expectations.checks import CHECKS
from expectations.run import find, keep_flags
from flows.importing import import_articles
from flows.reading import keep_registry
from jipyo.store.database import connect
from jipyo.store.home import Home
from jipyo.store.runs import open_run
from jipyo.store.server import EmbeddedServer

ROOT = Path(__file__).parents[1]
STORIES = ROOT / "tests" / "expectations" / "scenarios"
FILE = Path(__file__).with_name("examples.json")

BY_HAND = ("overdue", "vanished")
"""Checks about what is not there any more, which no imported story can show: their examples are
told by hand in the file."""

MOST_STORIES = 6
"""Stories that are tried for a check before one that is only information will do."""


def examples() -> dict[str, dict[str, Any]]:
    """The kept examples by check: story, severity, what was told, message and message_en."""
    return json.loads(FILE.read_text(encoding="utf-8"))


def findings(story_file: Path, folder: Path) -> Iterator[dict[str, Any]]:
    """What the checks find in a story, told night by night to the store of the environment."""
    story = json.loads(story_file.read_text(encoding="utf-8"))
    with connect() as connection:
        connection.autocommit = True
        for number, night in enumerate(story["nights"]):
            now = datetime.fromisoformat(night["now"])
            lines = folder / f"{story['id']}-{number}.jsonl"
            lines.write_text(
                "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in night["articles"]),
                encoding="utf-8",
            )
            import_articles(lines, now=now, tell=lambda _: None)
            keep_registry(connection)
            run_id = uuid4()
            open_run(connection, run_id, "check", now)
            with connection.transaction():
                find(connection, run_id, full=False)
                keep_flags(connection, run_id, now)
            for check, severity, told, ko, en in connection.execute(
                "SELECT check_id, severity, told, message, message_en FROM check_finding"
                " WHERE run_id = %s ORDER BY check_id, fingerprint",
                (run_id,),
            ):
                yield {
                    "check": check,
                    "story": story_file.relative_to(STORIES).as_posix(),
                    "severity": severity,
                    "told": told,
                    "message": ko,
                    "message_en": en,
                }


def main() -> int:
    """Find an example for each check and keep them."""
    wanted = [check.check_id for check in CHECKS if check.check_id not in BY_HAND]
    loud: dict[str, dict[str, Any]] = {}
    quiet: dict[str, dict[str, Any]] = {}
    told: set[Path] = set()
    with tempfile.TemporaryDirectory(prefix="jipyo-examples-") as folder:
        home = Home(Path(folder) / "home")
        home.make()
        os.environ["JIPYO_HOME"] = str(home.root)
        server = EmbeddedServer(home)
        server.start()
        try:
            for check in wanted:
                for story in likely_stories(check):
                    if check in loud:
                        break
                    if story in told:
                        continue
                    told.add(story)
                    os.environ["JIPYO_DATABASE_URL"] = server.url(f"story_{uuid4().hex[:12]}")
                    for found in findings(story, Path(folder)):
                        kept = quiet if found["severity"] == "info" else loud
                        kept.setdefault(found.pop("check"), found)
        finally:
            server.stop()
    chosen = {name: loud.get(name) or quiet.get(name) for name in wanted}
    without = [name for name, found in chosen.items() if found is None]
    if without:
        print(f"No story makes these checks find anything: {', '.join(without)}.", file=sys.stderr)
        return 1
    by_hand = {name: examples()[name] for name in BY_HAND}
    text = json.dumps(chosen | by_hand, ensure_ascii=False, indent=1, sort_keys=True)
    FILE.write_text(text + "\n", encoding="utf-8")
    return 0


def likely_stories(check_id: str) -> list[Path]:
    """Some stories that expect a flag, those first whose kind is named like the check."""
    words = set(check_id.split("_"))
    scored: list[tuple[int, str, Path]] = []
    for file in STORIES.rglob("*.json"):
        story = json.loads(file.read_text(encoding="utf-8"))
        if story["expect"] == "nothing":
            continue
        alike = len(words & set(re.split(r"[^a-z]+", story["family"].lower())))
        scored.append((-alike, file.relative_to(STORIES).as_posix(), file))
    return [file for _, _, file in sorted(scored)[:MOST_STORIES]]


if __name__ == "__main__":
    sys.exit(main())
