"""The figure reader against searches for numerals and against peers, over the same texts.

All contestants take turns, a turn each in every round, on one core, so that what a noisy machine
does to one of them it does to all: their ratios within a run are worth reading, their times less.
"""

from __future__ import annotations

import importlib
import inspect
import math
import pkgutil
import re
import statistics
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from typing import Any

from rich.markup import escape

import jipyo.figures
from benchmarks.peer import FIGURE_PEERS, Finding
from benchmarks.running import RunningPeer, one_core
from benchmarks.texts import Text, texts
from jipyo.figures import read
from jipyo.figures.nouns import word
from jipyo.figures.scan import scan
from jipyo.figures.structure import divide
from jipyo.figures.surface import level

ROUNDS = 21
TURN_SECONDS = 0.01
"""A turn lasts at least as long: what takes microseconds is done again and again."""

WARM_UP_SECONDS = 6.0
"""The virtual machine of Java still compiles during the first readings."""

DIGITS = re.compile(r"\d+")
NUMERAL = re.compile(r"\d[\d,]*(?:\.\d+)?(?:\s?(?:조|억|만|천|백|십)\s?(?:\d[\d,]*(?:\.\d+)?)?)*")

DIGIT_SEARCH = r"\d+ findall"
BARE = "numeral regex"
AGAIN = "ours again: lines read before, as copies of a release are"
WORDS = "ours anew, words known"
ANEW = "ours anew, nothing kept"
PARTS = ("level", "divide", "scan")
REST = "the rest: kinds, periods, phrases"


def _keepers() -> list[Any]:
    """Find the functions of the reader's room that keep something of the texts they have seen.

    Functions without parameters keep the words of the room's data files, not of texts: they are
    left alone, as no reading loads these files but the first of a process.
    """
    found: dict[int, Any] = {}
    for module in pkgutil.iter_modules(jipyo.figures.__path__, "jipyo.figures."):
        for value in vars(importlib.import_module(module.name)).values():
            for inner in vars(value).values() if isinstance(value, type) else (value,):
                if hasattr(inner, "cache_clear") and inspect.signature(inner).parameters:
                    found[id(inner)] = inner
    return list(found.values())


def _forget(keepers: list[Any]) -> None:
    for keeper in keepers:
        keeper.cache_clear()


def _turn(work: Callable[..., object], prepare: Callable[[], tuple[Any, ...]]) -> float:
    """Time the work some times, each time with what was prepared for it.

    The first time does not count: the other contestants have emptied the processor's caches.
    """
    times: list[float] = []
    began = time.perf_counter()
    while len(times) < 3 or time.perf_counter() - began < TURN_SECONDS:
        arguments = prepare()
        started = time.perf_counter()
        work(*arguments)
        times.append(time.perf_counter() - started)
    return statistics.median(times[1:])


def _contestants(text: Text) -> dict[str, Callable[[], float]]:
    """Give the turn of each contestant that runs in this process."""
    keepers = _keepers()
    assert word in keepers

    def whole(forgotten: list[Any]) -> tuple[str, Any]:
        _forget(forgotten)
        return text.text, text.published

    def for_level(forgotten: list[Any]) -> tuple[str]:
        _forget(forgotten)
        return (text.text,)

    def for_divide(forgotten: list[Any]) -> tuple[str]:
        return (level(*for_level(forgotten)),)

    def for_scan(forgotten: list[Any]) -> tuple[str, Any]:
        (flat,) = for_divide(forgotten)
        return flat, divide(flat)

    found: dict[str, Callable[[], float]] = {
        DIGIT_SEARCH: partial(_turn, lambda: DIGITS.findall(text.text), tuple),
        BARE: partial(_turn, lambda: list(NUMERAL.finditer(text.text)), tuple),
        WORDS: partial(
            _turn, read, partial(whole, [keeper for keeper in keepers if keeper is not word])
        ),
    }
    for name, forgotten in ((AGAIN, []), (ANEW, keepers)):
        found[name] = partial(_turn, read, partial(whole, forgotten))
        found[name + "level"] = partial(_turn, level, partial(for_level, forgotten))
        found[name + "divide"] = partial(_turn, divide, partial(for_divide, forgotten))
        found[name + "scan"] = partial(_turn, scan, partial(for_scan, forgotten))
    return found


def _right(text: Text, findings: list[Finding] | None) -> str:
    """Count the marked figures that are found with their value, whatever the sign."""
    if findings is None or not text.wanted:
        return ""
    count = sum(
        any(
            start < wanted.end
            and wanted.start < end
            and math.isclose(abs(value), abs(float(wanted.value)), rel_tol=1e-9)
            for start, end, value in findings
        )
        for wanted in text.wanted
    )
    return f"\n  {count} of {len(text.wanted)} values right"


def _rows(text: Text, peers: list[RunningPeer]) -> list[list[str]]:
    figures = read(text.text, text.published).figures
    turns = _contestants(text)
    findings: dict[str, list[Finding]] = {
        name: [(figure.start, figure.end, float(figure.value)) for figure in figures]
        for name in (AGAIN, WORDS, ANEW)
    }
    for peer in peers:
        found = peer.take(text.text, WARM_UP_SECONDS)
        turns[peer.name] = peer.turn
        findings[peer.name] = [(start, end, value) for start, end, value in found or []]
    times: dict[str, list[float]] = {name: [] for name in turns}
    for _ in range(ROUNDS):
        for name, turn in turns.items():
            times[name].append(turn())
    seconds = {name: statistics.median(taken) for name, taken in times.items()}

    def row(name: str, taken: float) -> list[str]:
        return [
            name,
            f"{taken * 1e3:,.3f}",
            f"{taken / seconds[BARE]:,.1f}",
            f"{len(text.text) / taken:,.0f}",
        ]

    rows = [[f"{text.name}: {len(text.text):,} characters, {len(figures)} figures"]]
    for name in (DIGIT_SEARCH, BARE, AGAIN, WORDS, ANEW):
        rows.append(row(name + _right(text, findings.get(name)), seconds[name]))
        if name in (AGAIN, ANEW):
            parts = {part: seconds[name + part] for part in PARTS}
            parts[REST] = seconds[name] - sum(parts.values())
            rows += [row(f"· {part}", taken) for part, taken in parts.items()]
    for peer in peers:
        if peer.skipped:
            rows.append([f"{peer.name} skipped: {escape(peer.skipped)}"])
            continue
        taken = seconds[peer.name]
        times_ours = [f"{taken / seconds[ours]:,.1f}" for ours in (AGAIN, ANEW)]
        rows.append(row(peer.name + _right(text, findings[peer.name]), taken) + times_ours)
    return rows


def measure() -> tuple[str, list[str], list[list[str]]]:
    """Median time per text of each, and their ratios."""
    with one_core(), ExitStack() as started:
        peers = [started.enter_context(RunningPeer(name)) for name in FIGURE_PEERS]
        rows = [row for text in texts() for row in _rows(text, peers)]
    return (
        f"Figure reader, on one core, median of {ROUNDS} interleaved rounds",
        # Headings break where they may, so that the table fits into 80 columns.
        [
            "what",
            "ms",
            "× numeral\nregex",
            "characters\nper second",
            "× ours\nagain",
            "× ours\nanew",
        ],
        rows,
    )
