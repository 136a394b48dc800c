"""Nearness of series: which ones tell one thing in other words, decided from their words alone.

A measure without an entry in the registry has an id made of its words, so another wording begins
another series. Identity stays that way: it is a function of one text. What is decided here is of
the keys of the series of one place: whose keys agree in everything but the words, and whose words
say the same (:data:`SAME_WORDS`) or one more than the other (:data:`SHORTER`).

Words say the same if they are the same after what adds nothing is left out (lexicon.toml, table
``nearness``): what is done with every thing of its kind (설치, 운영), whom a count of people is of
anyhow (시민, 대상자), the place itself. Synonyms are one word, so are what is done and who does it
(등록, 등록자), and a compound is the words of which it is made. Which groups of people they are,
what else is done and every other modifier stay and keep two series apart. Where one has all words
of another and more, they may be whole and part as well as one thing; such a pair is only a
candidate, and the store asks the announcements (:mod:`expectations.nearness`).

No value is looked at.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from jipyo.series.document import ProvisionalParts, canonical_noun, provisional_parts
from jipyo.series.registry import Lexicon, Registry, lexicon, squeeze

Likeness = Literal["same_words", "shorter"]
SAME_WORDS: Likeness = "same_words"
SHORTER: Likeness = "shorter"

_MEASURE = re.compile(r"[a-z_]+(?:\.[a-z0-9_]+)+")
_GOVERNMENT = re.compile(r"(?<=[가-힣]{2})(?:특별자치도|특별자치시|특별시|광역시|도|시|군|구)$")
_COUNTS = ("건수", "횟수", "대수", "개수", "명수", "인원수", "량", "수")


@dataclass(frozen=True, slots=True)
class SeriesWords:
    """The key of a series without its speaker and place's id, as far as nearness asks."""

    place: str
    metric: str
    scope: str
    basis: str
    kind_class: str
    unit_class: str
    speaker: str


class Wording(NamedTuple):
    """What a key says in free words, and everything in which two near ones must agree."""

    frame: tuple[Hashable, ...]
    words: frozenset[str]

    @property
    def letters(self) -> str:
        """The words as one string, whichever way they are joined or ordered."""
        return "".join(sorted("".join(self.words)))


class Near(NamedTuple):
    """Two keys by their numbers, the lower first, how near they are, and the words that differ."""

    one: int
    other: int
    likeness: Likeness
    differing: tuple[str, ...]


def wording(key: SeriesWords, measures: Registry) -> Wording | None:
    """Give what a key says in free words; ``None`` where it says nothing in words of its own.

    A registered measure is in words only as far as its scope is (visitors of 공룡박물관).
    """
    known = lexicon()
    common = (key.basis, key.kind_class, key.unit_class, key.speaker)
    parts = provisional_parts(key.metric, measures, known)
    if parts is None:
        labels, free = _scope(key.scope, measures, known)
        words = _words(free, "", key.place, known)
        if not words:
            return None
        measure = measures.measures.get(key.metric)
        akin = measure.akin if measure is not None else ()
        return Wording((min((key.metric, *akin)), labels, *common), words)
    if parts.measure or not parts.nouns:
        return None
    words = _words(_with_deeds(parts, known), parts.unit_class, key.place, known)
    if not words:
        return None
    done = {*parts.actions, *(known.actions.get(noun, "") for noun in parts.nouns)}
    counted = tuple(sorted(done & known.other_actions))
    frame = ("~", parts.cost_of, parts.each, counted, parts.unit_class, key.scope, *common)
    return Wording(frame, words)


def near_pairs(keys: Sequence[SeriesWords], measures: Registry) -> list[Near]:
    """Give the pairs of keys of one place that are near, each once, in the order of the keys."""
    by_frame: defaultdict[tuple[Hashable, ...], list[tuple[int, Wording]]] = defaultdict(list)
    for number, key in enumerate(keys):
        told = wording(key, measures)
        if told is not None:
            by_frame[told.frame].append((number, told))
    found: list[Near] = []
    for members in by_frame.values():
        if len(members) > 1:
            found += _pairs(members)
    return sorted(found)


def join_near(pairs: Iterable[Near], first_told: Sequence[Any]) -> dict[int, Near]:
    """Decide which series goes with which, where that is without doubt.

    Series in the same words go together; then the first of them with those whose words are more
    or less. One that is near to two that are not near one another could be either and goes with
    none. So nothing depends on the order in which they came, and a further wording of a thing
    leaves the others where they are.

    Args:
        pairs: The near pairs, without those that an announcement tells apart.
        first_told: By number of the series, when it was first recorded, and what decides between
            equals. All go with the first.

    Returns:
        For each series that goes with an earlier one, that pair: ``one`` the earlier.
    """
    known = list(pairs)
    joined = _with_first([pair for pair in known if pair.likeness == SAME_WORDS], first_told)
    joined |= _with_first(
        [
            pair
            for pair in known
            if pair.likeness == SHORTER and pair.one not in joined and pair.other not in joined
        ],
        first_told,
    )
    return joined


def _with_first(pairs: Iterable[Near], first_told: Sequence[Any]) -> dict[int, Near]:
    beside: defaultdict[int, dict[int, Near]] = defaultdict(dict)
    for pair in pairs:
        beside[pair.one][pair.other] = pair
        beside[pair.other][pair.one] = pair
    certain = {
        number
        for number, around in beside.items()
        if all(two in beside[one] for one in around for two in around if one < two)
    }
    joined: dict[int, Near] = {}
    for number in sorted(certain):
        around = certain.intersection(beside[number])
        first = min((number, *around), key=lambda one: first_told[one])
        if first != number:
            pair = beside[number][first]
            joined[number] = Near(first, number, pair.likeness, pair.differing)
    return joined


def _pairs(members: Sequence[tuple[int, Wording]]) -> Iterable[Near]:
    same: defaultdict[str, list[tuple[int, Wording]]] = defaultdict(list)
    holding: defaultdict[str, list[tuple[int, Wording]]] = defaultdict(list)
    for member in members:
        same[member[1].letters].append(member)
        for syllables in {word[-2:] for word in member[1].words}:
            holding[syllables].append(member)
    for alike in same.values():
        for place, (one, _) in enumerate(alike):
            for other, _ in alike[place + 1 :]:
                yield Near(min(one, other), max(one, other), SAME_WORDS, ())
    for number, told in members:
        # Every word of the shorter one stands in the longer one, so its last syllables do.
        candidates = min((holding[word[-2:]] for word in told.words), key=len)
        for other, longer in candidates:
            if other == number or longer.letters == told.letters:
                continue
            left = _left_over(told.words, longer.words)
            if left and not _names_a_part(left):
                yield Near(min(number, other), max(number, other), SHORTER, left)


def _left_over(shorter: frozenset[str], longer: frozenset[str]) -> tuple[str, ...]:
    """Give the words that the longer one has more; none if it does not hold all of the shorter."""
    left: list[str] = []
    rest = set(shorter)
    for word in sorted(longer):
        if word in rest:
            rest.discard(word)
            continue
        ending = next((known for known in sorted(rest) if word.endswith(known)), None)
        if ending is not None:
            rest.discard(ending)
            word = word[: -len(ending)]
        left.append(word)
    return () if rest else tuple(left)


def _names_a_part(left: Iterable[str]) -> bool:
    """Tell whether a word more makes it a part that is told beside the whole (노인, 여성, 산단)."""
    return any(word in lexicon().scopes for word in left)


def _scope(
    scope: str, measures: Registry, known: Lexicon
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part a scope into the labels that lexicon and registry name, and free words."""
    labels: list[str] = []
    free: list[str] = []
    named = set(known.scopes.values())
    for part in scope.split():
        is_label = part in named or part in measures.measures or _MEASURE.fullmatch(part)
        (labels if is_label else free).append(part)
    return tuple(sorted(labels)), tuple(free)


def _with_deeds(parts: ProvisionalParts, known: Lexicon) -> tuple[str, ...]:
    """Give the nouns of an id with what is done to them as a noun (귀농귀촌/consult)."""
    done = (known.deed_of.get(action, "") for action in parts.actions)
    return (*parts.nouns, *(deed for deed in done if deed))


def _words(nouns: Iterable[str], unit: str, place: str, known: Lexicon) -> frozenset[str]:
    # 경상남도 고성군 is 고성군 or 고성 in a phrase.
    name = place.rpartition(" ")[2]
    here = (name, _GOVERNMENT.sub("", name)) if name else ()
    idle = known.idle_of_people if unit == "person" else known.idle_of_things
    told = {_plain(noun, unit, here) for noun in nouns}
    return frozenset(word for word in told if word and word not in idle)


@lru_cache(maxsize=32768)
def _plain(noun: str, unit: str, here: tuple[str, ...]) -> str:
    """Give the form of a noun in which two wordings are compared."""
    known = lexicon()
    idle = known.idle_of_people if unit == "person" else known.idle_of_things
    word = canonical_noun(squeeze(noun))
    for name in here:
        if word.startswith(name) and len(word) - len(name) >= 2:
            word = word[len(name) :]
            break
    cut = True
    while cut:
        cut = False
        for tail in (*_COUNTS, *known.persons_who, *idle):
            stem = word[: -len(tail)]
            if not word.endswith(tail) or len(stem) < 2:
                continue
            if tail in known.persons_who and stem not in known.deeds:
                continue
            if tail in ("량", "수") and stem not in known.deeds:
                continue
            word, cut = stem, True
            break
    return known.deed_synonyms.get(word, word)
