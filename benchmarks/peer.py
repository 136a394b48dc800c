"""A peer of our readers, timed where it is installed: `python -m benchmarks.peer NAME`.

It runs in an environment of its own, so that nothing of it comes into the tested one, and answers
requests, a line of JSON each: `{"text": ..., "warm_seconds": ...}` makes it read that text until
it is warm and say what it finds; `{}` makes it read the text once more and say how long that took.
What cannot be done is answered with its reason. Nothing of Jipyo is imported here.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

Finding = tuple[int, int, float]
"""Where a number stands, and its value."""


@dataclass(frozen=True)
class Peer:
    """What is timed, and what turns its result into findings, which is not timed."""

    name: str
    read: Callable[[str], Any]
    findings: Callable[[Any], list[Finding] | str]


def quantulum3() -> Peer:
    """Quantities with units; it knows English only, and no classifier is installed for it."""
    from quantulum3 import parser

    return Peer(
        f"quantulum3 {version('quantulum3')}",
        parser.parse,
        lambda quantities: [(*quantity.span, float(quantity.value)) for quantity in quantities],
    )


def duckling() -> Peer:
    """Duckling of wit.ai in Clojure, with its rules for Korean, on the virtual machine of Java."""
    import duckling as package
    import jpype

    archives = Path(package.__file__).with_name("jars").glob("*.jar")
    # The package starts the machine itself, but knows no JPype that keeps strings of Java apart.
    jpype.startJVM(classpath=[str(archive) for archive in archives], convertStrings=True)
    machine = package.Duckling(jvm_started=True)
    machine.load(["ko"])
    # The dimensions that figures have; the package joins them with " :" and forgets the first.
    dimensions = [":number", "quantity", "amount-of-money", "distance", "volume", "temperature"]

    def read(text: str) -> list[tuple[int, list[dict[str, Any]]]]:
        # Line by line, since it gives up in the middle of a whole article.
        found: list[tuple[int, list[dict[str, Any]]]] = []
        position = 0
        for line in text.splitlines(keepends=True):
            if not line.isspace():
                found.append((position, machine.parse(line, language="ko", dim_filter=dimensions)))
            position += len(line)
        return found

    def findings(lines: list[tuple[int, list[dict[str, Any]]]]) -> list[Finding]:
        return [
            (offset + entry["start"], offset + entry["end"], float(entry["value"]["value"]))
            for offset, entries in lines
            for entry in entries
            if not entry.get("latent") and "value" in entry["value"]
        ]

    return Peer(f"duckling {version('duckling')}", read, findings)


def newspaper4k() -> Peer:
    """The text of a news page; what it takes for summaries and keywords is left out."""
    import newspaper
    import nltk

    # Its Korean words come from nltk, which would first cut sentences by a model that it downloads.
    nltk.word_tokenize = partial(nltk.word_tokenize, preserve_line=True)

    def read(page: str) -> str:
        article = newspaper.Article("https://sample-press.example/news/1", language="ko")
        article.download(input_html=page)
        article.parse()
        return article.text

    return Peer(f"newspaper4k {version('newspaper4k')}", read, str)


FIGURE_PEERS = {"quantulum3": quantulum3, "duckling": duckling}
PAGE_PEERS = {"newspaper4k": newspaper4k}
PEERS = FIGURE_PEERS | PAGE_PEERS


def _warm(peer: Peer, text: str, seconds: float) -> list[Finding] | str:
    result = peer.read(text)
    started = time.perf_counter()
    while time.perf_counter() - started < seconds:
        result = peer.read(text)
    return peer.findings(result)


def main(name: str) -> None:
    peer: Peer | None = None
    text = ""
    for line in sys.stdin:
        request = json.loads(line)
        try:
            peer = peer or PEERS[name]()
            if "text" in request:
                text = request["text"]
                found = _warm(peer, text, request["warm_seconds"])
                answer = {"name": peer.name, "findings": found}
            else:
                started = time.perf_counter()
                peer.read(text)
                answer = {"seconds": time.perf_counter() - started}
        # Whatever a package of others raises is the reason why it is skipped.
        except Exception as error:  # noqa: BLE001
            answer = {"skipped": f"{type(error).__name__}: {error}".splitlines()[0]}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
