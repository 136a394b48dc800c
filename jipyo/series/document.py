"""One text while its figures are identified, and the small rules that every step shares."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from jipyo.figures.model import Figure
from jipyo.series.complexes import Complexes
from jipyo.series.phrases import Frame
from jipyo.series.places import LONGEST_KEPT, Place, Places
from jipyo.series.registry import Lexicon, Measure, Registry, lexicon, squeeze
from jipyo.series.trace import Trace

RELATIVE = frozenset(("growth", "change", "share", "attainment", "rank"))
FUNDING = frozenset(("national", "province", "city", "county", "district", "private", "self"))
_REACH = 400
_COUNTED = ("item", "company", "case", "project", "vehicle")
PROGRAMME = "project.cost"
_COUNTS = ("건수", "횟수", "명수", "대수", "자수", "액수")
_GOVERNMENT_ACTS = re.compile(r"[가-힣]{2,4}[시군구도](?:은|는|이|가)")
_HEADING = re.compile(r"^[ \t]*[▶■◆●○◇□※▷►➤①-⑳][ \t]*([^\n]{2,60})$", re.MULTILINE)
SENTENCE_END = re.compile(r"\.(?<=[다요음됨임]\.)[”\"’']?\s|\n\n*")


@dataclass(slots=True)
class Settled:
    """The outcome for one figure before it is written as an :class:`Identity`.

    ``topical`` tells that later figures may be of the same, ``guessed`` that only what the article
    is about spoke for the measure, ``by_clause`` that a clause said what people or cases are
    counted.
    """

    metric: str = ""
    registered: bool = False
    scope: str = ""
    unit_class: str = ""
    place: Place | None = None
    holder: str = ""
    candidates: tuple[str, ...] = ()
    basis: str = ""
    nouns: tuple[str, ...] = ()
    because: str = ""
    topical: bool = False
    guessed: bool = False
    by_clause: bool = False

    @property
    def of_complex(self) -> bool:
        """Tell whether an industrial complex holds the figure."""
        return self.place is not None and self.place.level == "complex"


@dataclass(slots=True)
class Document:
    """One text while its figures are identified; ``trace`` is there if somebody asked why."""

    text: str
    figures: Sequence[Figure]
    frames: list[Frame]
    place: Place | None
    published: date | None
    words: Lexicon
    measures: Registry
    places: Places
    complexes: Complexes
    settled: list[Settled]
    mentions: list[tuple[int, Measure]]
    order: list[int]
    rank: dict[int, int]
    trace: Trace | None = None


def fold_unit(figure: Figure) -> str:
    """Give the unit class of a figure: counters that count the same share one (곳 = 개 = 개소)."""
    words = lexicon()
    folded = words.unit_classes.get(figure.unit)
    if folded is None and figure.counter:
        folded = words.counters.get(squeeze(figure.counter))
    return folded or figure.unit or "item"


def section_of(document: Document, index: int) -> str:
    """Give the heading of the section in which a figure stands, but not the article's title."""
    figure = document.figures[index]
    if figure.section:
        return figure.section
    for match in reversed(list(_HEADING.finditer(document.text, 0, figure.start))):
        return match.group(1).strip()
    return ""


@lru_cache(maxsize=16384)
def programme_name(name: str | None) -> tuple[str, ...]:
    """Give the nouns of a programme's name; numbers and counters never become part of a key."""
    words = lexicon()
    kept: list[str] = []
    for word in re.split(r"[\s·,‘’“”'\"()]+", re.split(r"\s등(?:\s|$)", name or "")[0]):
        if (
            len(word) > 1
            and word not in words.qualifiers
            and word not in words.generic
            and not words.time.match(word)
            and not re.match(r"[\d.]+(?:\D{0,3}$|[조억만천]|개)", word)
            and not words.closing.search(word)
            and not _GOVERNMENT_ACTS.fullmatch(word)
        ):
            kept.append(_bare(word))
    return tuple(kept)


def _bare(word: str) -> str:
    """Cut the particle off a noun, where it is one (교통사고로, 임대가, but 산책로, 허가)."""
    words = lexicon()
    cut = re.sub(r"(?<=[가-힣]{2})(?:을|를|의|에|에서|으로)$", "", word)
    if cut != word or len(word) < 2:
        return cut
    stem = word[:-1]
    if word[-1] in "가는" and (
        stem in words.verbal or stem in words.sizes or stem.endswith(_COUNTS)
    ):
        return stem
    if (
        word[-1] == "로"
        and len(word) > 3
        and not words.particle_like.intersection((word[-2:], word[-3:]))
    ):
        return stem
    return word


def title_of(text: str) -> str:
    """Give the first line of a text of several lines."""
    head, _, rest = text.partition("\n")
    return head if rest else ""


def same_count(measure: Measure, unit: str) -> bool:
    """Tell whether a bare figure in this unit can be of a measure that the text only named."""
    first = measure.units[0]
    return unit == first or ("item" in (unit, first) and {unit, first} <= set(_COUNTED))


def neighbours(document: Document, index: int) -> list[int]:
    """Give the figures around one in its sentence, itself among them, at most 40."""
    here, sentence = document.rank[index], document.figures[index].sentence
    return [
        other
        for other in document.order[max(0, here - 20) : here + 20]
        if document.figures[other].sentence == sentence
    ]


def sentences_between(document: Document, start: int, end: int) -> int:
    """Count the sentences that end between two places of the text."""
    return len(SENTENCE_END.findall(document.text, start, end))


_WORD = re.compile(r"[가-힣A-Za-z·]{2,}")


def find_mentions(text: str, measures: Registry, words: Lexicon) -> list[tuple[int, Measure]]:
    """Find the measures that the text names, wherever it does."""
    found: list[tuple[int, Measure]] = []
    for match in _WORD.finditer(text):
        word = match[0]
        names = _kept_names if len(word) <= LONGEST_KEPT else _names
        # Most words name none.
        if named := names(word, measures, words):
            start = match.start()
            found += [(start + offset, measure) for offset, measure in named]
    return found


def _names(printed: str, measures: Registry, words: Lexicon) -> tuple[tuple[int, Measure], ...]:
    """Find the measures that one word names, and where."""
    found: list[tuple[int, Measure]] = []
    starts = measures.alias_starts
    word = printed.replace("·", "")
    for offset in [at for at in range(len(word) - 1) if word[at : at + 2] in starts]:
        for alias in starts[word[offset : offset + 2]]:
            if not word.startswith(alias, offset):
                continue
            named = measures.by_alias[alias]
            if (
                _is_end(word[offset + len(alias) :], words)
                and (offset == 0 or len(alias) >= 4)
                and len(named) == 1
                and not named[0].programme
                and not named[0].sited
            ):
                found.append((offset, named[0]))
            break
    return tuple(found)


_kept_names = lru_cache(maxsize=32768)(_names)
"""The same words come in every text."""


def _is_end(rest: str, words: Lexicon) -> bool:
    """Tell whether only a particle or an action follows an alias in its word."""
    return (
        not rest
        or bool(
            re.fullmatch(
                r"(?:액|수)?(?:은|는|이|가|을|를|의|에|도|과|와|로|으로|에서|에는|만)?", rest
            )
        )
        or rest in words.actions
    )


def level_unit(measure: Measure, unit: str) -> str:
    """Give the class under which a measure's figures are kept: 209개사 and 209개 are one."""
    first = measure.units[0]
    return (
        first
        if (unit in _COUNTED and first in (*_COUNTED, "person")) or unit not in (measure.units)
        else unit
    )


def joined_scope(parts: Sequence[str]) -> str:
    """Give the parts that narrow a measure as one string, in a fixed order."""
    return " ".join(sorted(dict.fromkeys(part for part in parts if part and part != "total")))


def provisional_id(nouns: Sequence[str], action: str, unit: str) -> str:
    """Make the id of a measure that the registry does not know, from what it is called only."""
    return (
        "~" + joined_nouns(nouns) + (f"/{action}" if action else "") + (f":{unit}" if unit else "")
    )


@dataclass(frozen=True, slots=True)
class ProvisionalParts:
    """What a provisional id is made of; what it does not say is empty.

    ``nouns`` are in the order of the id, not of the text; ``measure`` is the id of a measure of
    the registry from which it is derived, instead of nouns; ``cost_of`` tells that it is money
    that the nouns or the measure cost; ``actions`` are classes of actions that make it another
    count; ``each`` tells that it is per one of something; ``unit_class`` is that in which it is
    counted, of a cost that of the things.
    """

    nouns: tuple[str, ...]
    measure: str
    cost_of: bool
    actions: tuple[str, ...]
    each: bool
    unit_class: str


def provisional_parts(metric: str, measures: Registry, words: Lexicon) -> ProvisionalParts | None:
    """Take a provisional id apart (``~가맹점+배달앱/supply:item``); ``None`` if it is none."""
    if not metric.startswith("~"):
        return None
    base, cost_of = metric[1:], metric.startswith(f"~{PROGRAMME}@")
    if cost_of:
        base = base.partition("@")[2]
    unit = re.search(r":([^:가-힣]+)$", base)
    if unit:
        base = base[: unit.start()]
    known = {*words.actions.values(), "each"}
    actions: list[str] = []
    while base.rpartition("/")[2] in known:
        base, _, action = base.rpartition("/")
        actions.insert(0, action)
    return ProvisionalParts(
        nouns=() if base in measures.measures else tuple(part for part in base.split("+") if part),
        measure=base if base in measures.measures else "",
        cost_of=cost_of,
        actions=tuple(action for action in actions if action != "each"),
        each="each" in actions,
        unit_class=unit.group(1) if unit else "",
    )


def joined_nouns(nouns: Sequence[str]) -> str:
    """Give nouns as one string, in a fixed order, each once."""
    unmarked = lexicon().unmarked
    named = {canonical_noun(noun) for noun in nouns if noun and squeeze(noun) not in unmarked}
    told = named - unmarked or {canonical_noun(noun) for noun in nouns if noun}
    return "+".join(sorted(told))


@lru_cache(maxsize=32768)
def canonical_noun(noun: str) -> str:
    """Give the form under which a noun enters a key: 임대사업 is 임대, 신청자 신청, 기업들 기업."""
    words = lexicon()
    name = squeeze(noun)
    name = words.deed_nouns.get(name, name)
    name = words.synonyms.get(name, name)
    if len(name) > 2 and name.endswith("들") and name not in words.nouns_in_deul:
        name = name[:-1]
    if len(name) > 2 and name.endswith(words.persons_who) and name[:-1] in words.deeds:
        # 등록자, 수강생: who does it.
        name = name[:-1]
    for tail in words.empty_tails:
        stem = name[: -len(tail)]
        if (
            name.endswith(tail)
            and len(stem) >= 2
            and (stem in words.verbal or stem in words.actions)
        ):
            name = stem
            break
    return words.synonyms.get(name, name)


def sentence_around(document: Document, index: int) -> tuple[str, str]:
    """Give what stands before and after a figure in its sentence, at most 400 characters each."""
    figure = document.figures[index]
    start, end = figure.sentence
    text = document.text
    return (
        text[max(start, figure.start - _REACH) : figure.start],
        text[figure.start : min(end, figure.end + _REACH)],
    )
