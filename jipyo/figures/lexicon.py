"""The words that the reader knows, loaded once from the data file beside this module."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

from jipyo.figures.model import Disposition

UnitSort = Literal["count", "percent", "ratio", "money", "physical", "label"]
"""Family of a unit word; ``label`` words turn the number into something else than a figure."""


@dataclass(frozen=True, slots=True)
class UnitWord:
    """One spelling of a unit: the word as printed, its class, and the family of the class."""

    word: str
    unit: str
    sort: UnitSort


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The data file, arranged for looking up by what stands in the text."""

    by_first: dict[str, tuple[UnitWord, ...]]
    after_gae: tuple[tuple[str, str], ...]
    gae_by_first: dict[str, tuple[tuple[str, str], ...]]
    noun_pattern: dict[str, re.Pattern[str]]
    other_words: dict[str, re.Pattern[str]]
    action: re.Pattern[str]
    verb: re.Pattern[str]
    verb_class: dict[str, str]
    measure: re.Pattern[str]
    plan_heading: re.Pattern[str]
    qualifiers_before: dict[str, tuple[str, ...]]
    qualifiers_after: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Description:
    """What stands around a number that only describes; see descriptions.toml for the fields."""

    disposition: Disposition
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    plain: str | None
    below: int | None


@cache
def descriptions() -> dict[str, tuple[Description, ...]]:
    """Load the descriptions by the sort of unit or the unit word to which they apply."""
    source = Path(__file__).with_name("descriptions.toml").read_text("utf-8")
    found: dict[str, list[Description]] = {}
    for entry in cast("list[dict[str, Any]]", tomllib.loads(source)["description"]):
        before, after = entry.get("before"), entry.get("after")
        described = Description(
            disposition=entry["is"],
            before=re.compile(before) if before else None,
            after=re.compile(after) if after else None,
            plain=entry.get("plain"),
            below=entry.get("below"),
        )
        for unit in entry.get("sorts", entry.get("words", ())):
            found.setdefault(unit, []).append(described)
    return {unit: tuple(entries) for unit, entries in found.items()}


def _alternatives(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w)))


@cache
def lexicon() -> Lexicon:
    """Load the lexicon; the first call reads the file, later calls give the same object."""
    source = Path(__file__).with_name("lexicon.toml").read_text("utf-8")
    data = cast("dict[str, dict[str, list[str]]]", tomllib.loads(source))
    tables: tuple[tuple[str, UnitSort], ...] = (
        ("percent", "percent"),
        ("ratios", "ratio"),
        ("currencies", "money"),
        ("physical", "physical"),
        ("counters", "count"),
        ("labels", "label"),
    )
    words: dict[str, UnitWord] = {}
    for table, sort in tables:
        for unit, spellings in data[table].items():
            for word in spellings:
                words.setdefault(word, UnitWord(word, unit, sort))
    by_first: dict[str, list[UnitWord]] = {}
    for entry in sorted(words.values(), key=lambda item: (-len(item.word), item.word)):
        by_first.setdefault(entry.word[0], []).append(entry)
    after_gae = sorted(
        ((noun, unit) for unit, nouns in data["after_gae"].items() for noun in nouns),
        key=lambda pair: (-len(pair[0]), pair[0]),
    )
    gae_by_first: dict[str, list[tuple[str, str]]] = {}
    for noun, unit in after_gae:
        gae_by_first.setdefault(noun[0], []).append((noun, unit))
    verb_class: dict[str, str] = {}
    for name, stems in data["verbs"].items():
        for stem in stems:
            verb_class.setdefault(stem, name)
    return Lexicon(
        by_first={key: tuple(value) for key, value in by_first.items()},
        after_gae=tuple(after_gae),
        gae_by_first={key: tuple(value) for key, value in gae_by_first.items()},
        noun_pattern={
            name: re.compile(_alternatives(nouns)) for name, nouns in data["nouns"].items()
        },
        other_words={
            word: re.compile(_alternatives(rest)) for word, rest in data["other_words"].items()
        },
        action=re.compile(_alternatives(data["actions"]["nouns"])),
        verb=re.compile(_alternatives(list(verb_class))),
        verb_class=verb_class,
        measure=_in_the_present(data["measures"]["states"]),
        plan_heading=re.compile(_alternatives(data["measures"]["headings"])),
        qualifiers_before=_effects(data["qualifiers"]["before"]),
        qualifiers_after=_effects(data["qualifiers"]["after"]),
    )


def _in_the_present(states: list[str]) -> re.Pattern[str]:
    """Find a sentence that ends with a verb in the present which is none of some.

    Such a verb ends in 는다, or in a syllable with a final ㄴ before 다 (준다, 지급한다).
    """
    final_n = "".join(chr(0xAC00 + 28 * place + 4) for place in range(19 * 21))
    short = _alternatives([verb for verb in states if len(verb) < 3])
    longer = _alternatives([verb for verb in states if len(verb) >= 3])
    return re.compile(
        rf"(?<![가-힣])(?!(?:{short})(?![가-힣]))(?![가-힣]*(?:{longer})(?![가-힣]))"
        rf"[가-힣]*(?:는|[{final_n}])다[.\"')\s]*$|받을 수 있다[.\"')\s]*$"
    )


def _effects(words: object) -> dict[str, tuple[str, ...]]:
    by_effect = cast("dict[str, list[str]]", words)
    return {effect: tuple(found) for effect, found in by_effect.items()}


def find_verb(text: str) -> tuple[int, str] | None:
    """Find the first verb of a known action class in a stretch: its place and its class."""
    known = lexicon()
    found = known.verb.search(text)
    return (found.start(), known.verb_class[found[0]]) if found is not None else None
