"""The registry of measures, and the words of the language that identity needs: data, read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent
_JOINTS = re.compile(r"[\s·‧∙・ㆍ,/-]+")


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure that local governments announce.

    ``units`` are unit classes of the level, the usual one first; ``plausible`` is the range of a
    level's absolute size in base units; ``scopes`` are the labels that narrow it, ``complementary``
    sets of them that together make the whole. ``parent`` is the measure of which it counts a part,
    ``parts`` are measures whose sum it is. ``context``
    names words that, with one of ``verbs``, make a bare count one of this measure, ``before`` is
    a pattern of the words before a figure that makes it one (내년 예산). ``programme`` is true for
    a measure that means nothing without the programme of which it is the cost, ``by_programme``
    for one that a city also counts for each of its programmes.
    """

    id: str
    label_ko: str
    label_en: str
    units: tuple[str, ...]
    nature: str
    aliases: tuple[str, ...]
    scopes: frozenset[str] = frozenset()
    complementary: tuple[tuple[str, ...], ...] = ()
    parent: str | None = None
    parts: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    verbs: frozenset[str] = frozenset()
    context: tuple[str, ...] = ()
    before: re.Pattern[str] | None = None
    programme: bool = False
    by_programme: bool = False
    plausible: tuple[float, float] = (0.0, float("inf"))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Word lists and patterns of ``lexicon.toml``, ready for look-up."""

    qualifiers: frozenset[str]
    time: re.Pattern[str]
    sizes: frozenset[str]
    generic: frozenset[str]
    projects: frozenset[str]
    other_actions: frozenset[str]
    other_counts: frozenset[str]
    things: frozenset[str]
    verbal: frozenset[str]
    visiting: frozenset[str]
    unmarked: frozenset[str]
    empty_tails: tuple[str, ...]
    nouns_in_deul: frozenset[str]
    synonyms: Mapping[str, str]
    unions: tuple[str, ...]
    office: re.Pattern[str]
    actor: re.Pattern[str]
    title: re.Pattern[str]
    nouns_in_go: frozenset[str]
    nouns_in_hae: frozenset[str]
    particle_like: frozenset[str]
    particle_like_whole: frozenset[str]
    adnominal: re.Pattern[str]
    adnominal_like: frozenset[str]
    closing: re.Pattern[str]
    company: re.Pattern[str]
    company_like: re.Pattern[str]
    holders: tuple[tuple[str, re.Pattern[str]], ...]
    speakers: tuple[tuple[str, re.Pattern[str]], ...]
    basis: tuple[tuple[str, re.Pattern[str]], ...]
    actions: Mapping[str, str]
    scopes: Mapping[str, str]
    scope_phrases: tuple[tuple[str, re.Pattern[str]], ...]
    flow_verbs: Mapping[str, tuple[str, ...]]
    unit_classes: Mapping[str, str]
    counters: Mapping[str, str]
    dimensions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Registry:
    """All measures, by id and by alias."""

    measures: Mapping[str, Measure]
    by_alias: Mapping[str, tuple[Measure, ...]] = field(repr=False)
    alias_starts: Mapping[str, tuple[str, ...]] = field(repr=False)


@lru_cache(maxsize=16384)
def squeeze(text: str) -> str:
    """Fold spaces, middle dots and hyphens away, so that 국·도비 보조금 is 국도비보조금."""
    return _JOINTS.sub("", text)


@cache
def registry() -> Registry:
    """Give the shipped registry of measures.

    Raises:
        ValueError: An entry of ``registry.toml`` is incomplete or an id stands twice.
    """
    with (_FOLDER / "registry.toml").open("rb") as file:
        entries: list[dict[str, Any]] = tomllib.load(file)["measure"]
    return build_registry(_measure(entry) for entry in entries)


def build_registry(measures: Iterable[Measure]) -> Registry:
    """Index measures by id and alias.

    Raises:
        ValueError: An id stands twice.
    """
    by_id: dict[str, Measure] = {}
    by_alias: dict[str, list[Measure]] = {}
    for measure in measures:
        if measure.id in by_id:
            raise ValueError(f"registry: the measure {measure.id} stands twice")
        by_id[measure.id] = measure
        for alias in dict.fromkeys(squeeze(alias) for alias in measure.aliases):
            by_alias.setdefault(alias, []).append(measure)
    starts: dict[str, list[str]] = {}
    for alias in by_alias:
        starts.setdefault(alias[:2], []).append(alias)
    return Registry(
        measures=by_id,
        by_alias={alias: tuple(found) for alias, found in by_alias.items()},
        alias_starts={
            start: tuple(sorted(aliases, key=len, reverse=True))
            for start, aliases in starts.items()
        },
    )


@cache
def lexicon() -> Lexicon:
    """Give the shipped word lists."""
    with (_FOLDER / "lexicon.toml").open("rb") as file:
        data: dict[str, Any] = tomllib.load(file)
    return Lexicon(
        qualifiers=frozenset(data["qualifiers"].split()),
        time=re.compile(data["time_pattern"]),
        sizes=frozenset(data["sizes"].split()),
        generic=frozenset(data["generic"].split()) | frozenset(data["sizes"].split()),
        projects=frozenset(data["projects"].split()),
        other_actions=frozenset(data["other_actions"].split()),
        other_counts=frozenset(data["other_counts"].split()),
        things=frozenset(data["things"].split()),
        verbal=frozenset(data["verbal"].split()),
        visiting=frozenset(data["visiting"].split()),
        unmarked=frozenset(data["unmarked"].split()),
        empty_tails=tuple(data["empty_tails"].split()),
        nouns_in_deul=frozenset(data["nouns_in_deul"].split()),
        synonyms=_words(data["synonyms"]),
        unions=tuple(data["unions"].split()),
        office=re.compile(data["office_pattern"]),
        actor=re.compile(data["actor_pattern"]),
        title=re.compile(data["title_pattern"]),
        nouns_in_go=frozenset(data["nouns_in_go"].split()),
        nouns_in_hae=frozenset(data["nouns_in_hae"].split()),
        particle_like=frozenset(data["particle_like"].split()),
        particle_like_whole=frozenset(data["particle_like_whole"].split()),
        adnominal=re.compile(data["adnominal_pattern"]),
        adnominal_like=frozenset(data["adnominal_like"].split()),
        closing=re.compile(data["closing_pattern"]),
        company=re.compile(data["company_pattern"]),
        company_like=re.compile(data["company_like_pattern"]),
        holders=_patterns(data["holders"]),
        speakers=_patterns(data["speakers"]),
        basis=_patterns(data["basis"]),
        actions=_words(data["actions"]),
        scopes=_words(data["scopes"]),
        scope_phrases=_patterns(data["scope_phrases"]),
        flow_verbs={key: tuple(value.split()) for key, value in data["flow_verbs"].items()},
        unit_classes=_words(data["unit_classes"]),
        counters=_words(data["counters"]),
        dimensions=_words(data["dimensions"]),
    )


def _patterns(table: Mapping[str, str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(pattern)) for name, pattern in table.items())


def _words(table: Mapping[str, str]) -> dict[str, str]:
    """Turn ``class = "word word"`` into word → class; the first class of a word counts."""
    words: dict[str, str] = {}
    for name, text in table.items():
        for word in text.split():
            words.setdefault(word, name)
    return words


def _measure(entry: Mapping[str, Any]) -> Measure:
    missing = {"id", "label_ko", "label_en", "units", "nature", "aliases"} - entry.keys()
    if missing:
        raise ValueError(f"registry: {entry.get('id', '?')} lacks {', '.join(sorted(missing))}")
    low, high = entry.get("range", (0.0, float("inf")))
    return Measure(
        id=entry["id"],
        label_ko=entry["label_ko"],
        label_en=entry["label_en"],
        units=tuple(entry["units"]),
        nature=entry["nature"],
        aliases=tuple(entry["aliases"]),
        scopes=frozenset(entry.get("scopes", ())),
        complementary=tuple(tuple(each) for each in entry.get("complementary", ())),
        parent=entry.get("parent"),
        parts=tuple(entry.get("parts", ())),
        excludes=tuple(entry.get("excludes", ())),
        verbs=frozenset(entry.get("verbs", ())),
        context=tuple(entry.get("context", ())),
        before=re.compile(entry["before"]) if "before" in entry else None,
        programme=bool(entry.get("programme", False)),
        by_programme=bool(entry.get("by_programme", False)),
        plausible=(float(low), float(high)),
    )
