"""The registry of measures, and the words of the language that identity needs: data, read once.

`registry.toml` beside this module is shipped and never edited. A home may have an overlay in the
same format, which adds measures and extends shipped ones; whoever knows the home hands its text to
`extended_registry`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jipyo.figures.lexicon import lexicon as figure_lexicon

_FOLDER = Path(__file__).parent
_JOINTS = re.compile(r"[\s·‧∙・ㆍ,/-]+")
NATURES = ("stock", "flow", "cumulative", "capacity")
MEASURE_ID = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+")
"""Form of the id of a measure: lower-case words joined by dots."""

_TEXTS = frozenset(("id", "label_ko", "label_en", "nature", "parent", "before", "extends"))
_ADDED = frozenset(("aliases", "units", "scopes", "parts", "excludes", "usual", "verbs", "context"))
_LISTS = _ADDED | {"provisional"}
_SWITCHES = frozenset(("programme", "by_programme", "by_site"))
_REQUIRED = ("id", "label_ko", "label_en", "units", "nature", "aliases")
_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*measure[ \t]*\]\]", re.MULTILINE)


class RegistryError(ValueError):
    """An overlay of the registry is wrong; the message says where, and what to do."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure that local governments announce.

    ``units`` are unit classes of the level, the usual one first; ``plausible`` is the range of a
    level's absolute size in base units; ``scopes`` are the labels that narrow it, ``complementary``
    sets of them that together make the whole. ``parent`` is the measure of which it counts a part,
    ``parts`` are measures whose sum it is. ``usual`` are narrowings that say nothing, since the
    measure is never meant otherwise (고용률 of those of 15세 이상). ``context`` names words that,
    with one of ``verbs``, make a bare count one of this measure, ``before`` is a pattern of the
    words before a figure that makes it one (내년 예산). ``programme`` is true for a measure that
    means nothing without the programme of which it is the cost, ``by_programme`` for one that a
    city also counts for each of its programmes, ``by_site`` for one that is also counted for each
    place (visitors of a museum), ``sited`` for one that is nothing without it (users). ``akin`` are
    measures that of one place or programme tell the same (users and visitors of a pool).
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
    usual: frozenset[str] = frozenset()
    verbs: frozenset[str] = frozenset()
    context: tuple[str, ...] = ()
    before: re.Pattern[str] | None = None
    programme: bool = False
    by_programme: bool = False
    by_site: bool = False
    sited: bool = False
    akin: tuple[str, ...] = ()
    plausible: tuple[float, float] = (0.0, float("inf"))


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Word lists and patterns of ``lexicon.toml``, ready for look-up; equal only to itself."""

    qualifiers: frozenset[str]
    time: re.Pattern[str]
    sizes: frozenset[str]
    generic: frozenset[str]
    projects: frozenset[str]
    other_actions: frozenset[str]
    other_counts: frozenset[str]
    named: frozenset[str]
    things: frozenset[str]
    verbal: frozenset[str]
    visiting: frozenset[str]
    unmarked: frozenset[str]
    people: tuple[str, ...]
    cases: frozenset[str]
    groups: frozenset[str]
    benefits: frozenset[str]
    receiving: frozenset[str]
    members: frozenset[str]
    completing: frozenset[str]
    earning: frozenset[str]
    deed_nouns: Mapping[str, str]
    doers: Mapping[str, str]
    empty_tails: tuple[str, ...]
    nouns_in_deul: frozenset[str]
    nouns_in_dang: tuple[str, ...]
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
    titles: tuple[tuple[str, re.Pattern[str]], ...]
    statistics: re.Pattern[str]
    documents: re.Pattern[str]
    basis: tuple[tuple[str, re.Pattern[str]], ...]
    actions: Mapping[str, str]
    scopes: Mapping[str, str]
    scope_names: Mapping[str, tuple[str, str]]
    basis_names: Mapping[str, tuple[str, str]]
    scope_phrases: tuple[tuple[str, re.Pattern[str]], ...]
    flow_verbs: Mapping[str, tuple[str, ...]]
    unit_classes: Mapping[str, str]
    counters: Mapping[str, str]
    dimensions: Mapping[str, str]
    idle_of_things: frozenset[str]
    idle_of_people: frozenset[str]
    persons_who: tuple[str, ...]
    deeds: frozenset[str]
    counts_of_people: frozenset[str]
    deed_synonyms: Mapping[str, str]
    deed_of: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Registry:
    """All measures, by id and by alias; equal only to itself, so that what it names can be kept."""

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


@lru_cache(maxsize=8)
def extended_registry(overlay: str, name: str) -> Registry:
    """Give the shipped registry with the entries of an overlay.

    An entry with ``id`` is a measure of its own. One with ``extends`` adds to the lists of a
    measure that is shipped or stands before it.

    Args:
        overlay: Text of the overlay, TOML in the format of ``registry.toml``; may be empty.
        name: What errors call it, best the path of its file.

    Raises:
        RegistryError: An entry is wrong. The message names the line.
    """
    entries = overlay_entries(overlay, name)
    if not entries:
        return registry()
    measures = dict(registry().measures)
    for place, entry in enumerate(entries):
        extended = entry.get("extends")
        if extended is None:
            if entry["id"] in measures:
                where = "is shipped" if entry["id"] in registry().measures else "stands before"
                raise _fault(
                    overlay,
                    name,
                    place,
                    "id",
                    f"the measure {entry['id']} {where} already; write extends instead of id and "
                    "leave only lists that it adds, or take the entry out",
                )
            measures[entry["id"]] = _measure(entry)
            continue
        known = measures.get(extended)
        if known is None:
            raise _fault(
                overlay, name, place, "extends", f"no measure is called {extended}; mend the id"
            )
        measures[extended] = _extended(known, entry)
    for place, entry in enumerate(entries):
        for field_name in ("parent", "parts"):
            related = entry.get(field_name, ())
            for other in (related,) if isinstance(related, str) else related:
                if other not in measures:
                    raise _fault(
                        overlay, name, place, field_name, f"no measure is called {other}; mend it"
                    )
    return build_registry(measures.values())


def overlay_entries(overlay: str, name: str) -> list[dict[str, Any]]:
    """Give the entries of an overlay as written, each checked by itself.

    Raises:
        RegistryError: The text is no TOML, or an entry is incomplete or has unknown words.
    """
    try:
        data = tomllib.loads(overlay)
    except RecursionError:
        raise RegistryError(f"{name} is nested too deep. Mend it, or move the file away.") from None
    except ValueError as error:  # Also of a number with thousands of digits.
        raise RegistryError(
            f"{name} is no TOML: {error}. Mend that line, or move the file away."
        ) from None
    entries: object = data.get("measure", [])
    if data.keys() - {"measure"} or not isinstance(entries, list):
        wrong = min(data.keys() - {"measure"}, default="measure")
        raise RegistryError(
            f"{name}, line {_line(overlay, 0, wrong)}: {wrong} has no place here; every entry "
            "begins with [[measure]]. Mend it, or move the file away."
        )
    checked: list[dict[str, Any]] = []
    for place, entry in enumerate(entries):  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
        _check(overlay, name, place, entry)  # pyright: ignore[reportUnknownArgumentType]
        checked.append(entry)  # pyright: ignore[reportUnknownArgumentType]
    return checked


@cache
def unit_classes() -> frozenset[str]:
    """Give every class of units that a figure can have, under the names that measures use."""
    words, figures = lexicon(), figure_lexicon()
    units = {word.unit for known in figures.by_first.values() for word in known}
    units |= {unit for _, unit in figures.after_gae}
    return frozenset(
        {words.unit_classes.get(unit, unit) for unit in units}
        | set(words.unit_classes.values())
        | set(words.counters.values())
        | {unit for measure in registry().measures.values() for unit in measure.units}
    )


def unknown_unit(unit: str) -> str:
    """Tell that a word is no class of units, and which ones come near."""
    folded = lexicon().unit_classes.get(unit)
    near = [folded] if folded else get_close_matches(unit, unit_classes(), 3, 0.5)
    return f"{unit} is no class of units" + (f"; write {' or '.join(near)}" if near else "")


def _check(overlay: str, name: str, place: int, entry: object) -> None:
    if not isinstance(entry, dict):
        raise _fault(overlay, name, place, "", "an entry is a table that begins with [[measure]]")
    given: dict[str, object] = {str(key): value for key, value in entry.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    known = _TEXTS | _LISTS | _SWITCHES | {"range"}
    for key, value in given.items():
        if key not in known:
            raise _fault(overlay, name, place, key, f"{key} is no field of a measure")
        if key in _TEXTS and not (isinstance(value, str) and value):
            raise _fault(overlay, name, place, key, f"{key} must be a text in quotes")
        if key in _LISTS and not _is_list_of(value, str):
            raise _fault(overlay, name, place, key, f"{key} must be a list of texts")
        if key in _SWITCHES and not isinstance(value, bool):
            raise _fault(overlay, name, place, key, f"{key} must be true or false")
    if "extends" in given:
        if too_many := given.keys() - _LISTS - {"extends"}:
            word = min(too_many)
            raise _fault(
                overlay,
                name,
                place,
                word,
                f"an entry that extends a measure only adds to its lists; take {word} out",
            )
    elif missing := [word for word in _REQUIRED if not given.get(word)]:
        raise _fault(overlay, name, place, "", f"the entry lacks {', '.join(missing)}")
    elif not MEASURE_ID.fullmatch(str(given["id"])):
        raise _fault(
            overlay,
            name,
            place,
            "id",
            f"the id {given['id']} must be lower-case words joined by dots, as welfare.senior_jobs",
        )
    elif given["nature"] not in NATURES:
        raise _fault(overlay, name, place, "nature", f"nature must be one of {', '.join(NATURES)}")
    _check_words(overlay, name, place, entry)  # pyright: ignore[reportUnknownArgumentType]


def _check_words(overlay: str, name: str, place: int, entry: Mapping[str, Any]) -> None:
    words = lexicon()
    for unit in entry.get("units", ()):
        if unit not in unit_classes():
            raise _fault(overlay, name, place, "units", unknown_unit(unit))
    for alias in entry.get("aliases", ()):
        if len(squeeze(alias)) < 2:
            raise _fault(
                overlay, name, place, "aliases", f"the alias {alias!r} needs at least two letters"
            )
    for field_name, allowed in (
        ("scopes", set(words.scopes.values())),
        ("verbs", set(words.actions.values())),
    ):
        for word in entry.get(field_name, ()):
            if word not in allowed:
                raise _fault(
                    overlay,
                    name,
                    place,
                    field_name,
                    f"{word} does not stand in lexicon.toml; known: {', '.join(sorted(allowed))}",
                )
    if "before" in entry:
        try:
            re.compile(entry["before"])
        except re.error as error:
            raise _fault(
                overlay, name, place, "before", f"before is no regular expression: {error}"
            ) from None
    span = entry.get("range", [0, 1])
    if not (_is_list_of(span, (int, float)) and len(span) == 2 and span[0] <= span[1]):
        raise _fault(overlay, name, place, "range", "range must be two numbers, the smaller first")


def _is_list_of(value: object, kind: type | tuple[type, ...]) -> bool:
    return isinstance(value, list) and all(isinstance(one, kind) for one in value)  # pyright: ignore[reportUnknownVariableType]


def _fault(overlay: str, name: str, place: int, word: str, what: str) -> RegistryError:
    line = _line(overlay, place, word)
    return RegistryError(f"{name}, line {line}: {what}. Mend that line, or move the file away.")


def _line(overlay: str, place: int, word: str) -> int:
    """Give the line of a field in the entry at a place, of its header where it has no such line."""
    headers = [match.start() for match in _HEADER.finditer(overlay)]
    start = headers[place] if place < len(headers) else 0
    end = headers[place + 1] if place + 1 < len(headers) else len(overlay)
    if word:
        found = re.compile(rf"^[ \t]*[\[\"]*{re.escape(word)}\b", re.MULTILINE).search(
            overlay, start, end
        )
        start = found.start() if found else start
    return overlay.count("\n", 0, start) + 1


def _extended(measure: Measure, entry: Mapping[str, Any]) -> Measure:
    added: dict[str, Any] = {}
    for word in _ADDED & entry.keys():
        before = getattr(measure, word)
        if isinstance(before, frozenset):
            added[word] = before.union(entry[word])
        else:
            added[word] = tuple(dict.fromkeys((*before, *entry[word])))
    return replace(measure, **added)


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
    nearness: dict[str, Any] = data["nearness"]
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
        named=frozenset(data["named"].split()),
        unmarked=frozenset(data["unmarked"].split()),
        people=tuple(data["people"].split()),
        cases=frozenset(data["cases"].split()),
        groups=frozenset(data["groups"].split()),
        benefits=frozenset(data["benefits"].split()),
        receiving=frozenset(data["receiving"].split()),
        members=frozenset(data["members"].split()),
        completing=frozenset(data["completing"].split()),
        earning=frozenset(data["earning"].split()),
        deed_nouns=_words(data["deed_nouns"]),
        doers=data["doers"],
        empty_tails=tuple(data["empty_tails"].split()),
        nouns_in_dang=tuple(data["nouns_in_dang"].split()),
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
        titles=_patterns(data["attribution"]["titles"]),
        statistics=re.compile(data["attribution"]["statistics"]),
        documents=re.compile(data["attribution"]["documents"]),
        basis=_patterns(data["basis"]),
        actions=_words(data["actions"]),
        scopes=_words(data["scopes"]),
        scope_names=_names(data["scope_names"]),
        basis_names=_names(data["basis_names"]),
        scope_phrases=_patterns(data["scope_phrases"]),
        flow_verbs={key: tuple(value.split()) for key, value in data["flow_verbs"].items()},
        unit_classes=_words(data["unit_classes"]),
        counters=_words(data["counters"]),
        dimensions=_words(data["dimensions"]),
        idle_of_things=frozenset(nearness["idle_of_things"].split()),
        idle_of_people=frozenset(nearness["idle_of_people"].split()),
        persons_who=tuple(nearness["persons_who"].split()),
        deeds=(
            frozenset(data["verbal"].split())
            | frozenset(_words(data["actions"]))
            | frozenset(data["deeds"]["things"].split())
            | frozenset(data["deeds"]["people"].split())
        )
        - frozenset(data["deeds"]["telling"].split()),
        counts_of_people=frozenset(data["deeds"]["counts"].split()),
        deed_synonyms=_words(nearness["deeds"]),
        deed_of=nearness["deed_of"],
    )


def _patterns(table: Mapping[str, str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(pattern)) for name, pattern in table.items())


def _names(table: Mapping[str, list[str]]) -> dict[str, tuple[str, str]]:
    return {word: (korean, english) for word, (korean, english) in table.items()}


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
        usual=frozenset(entry.get("usual", ())),
        verbs=frozenset(entry.get("verbs", ())),
        context=tuple(entry.get("context", ())),
        before=re.compile(entry["before"]) if "before" in entry else None,
        programme=bool(entry.get("programme", False)),
        by_programme=bool(entry.get("by_programme", False)),
        by_site=bool(entry.get("by_site", False)),
        sited=bool(entry.get("sited", False)),
        akin=tuple(entry.get("akin", ())),
        plausible=(float(low), float(high)),
    )
