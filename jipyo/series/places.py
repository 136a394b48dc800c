"""The register of Korean local governments, and which of them an article is about."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, cast

Level = Literal["province", "city", "county", "district", "subdistrict", "complex"]
"""시도, 시, 군, 자치구, 행정구, 산업단지 and the like.

A 행정구 is a part of its city and no government of its own. Complexes do not stand in the register:
they are made from their names (:meth:`Places.complex`).
"""

_DATA = Path(__file__).with_name("places.csv")
_WORDS = Path(__file__).with_name("places.toml")

LONGEST_KEPT = 40
"""Characters of a word of which anything is kept: longer ones are no words, and fill the memory."""

_WORD_BEFORE = re.compile(r"[가-힣A-Za-z0-9]\Z")
_AFTER_SHORT = re.compile(
    r"(?:지역|시민|시내|관내|시정|산단|국가산단|상의|형|의|은|는|이|가|을|를|에|에서|에는|도|과|와|로|"
    r"으로|만의|에도|서|시|군|구|도)?(?![가-힣])"
)
_TOPIC_AFTER = re.compile(
    r"(?:\([^)]{0,30}\))?(?:은|는|이|가|에서는|에서|에|의)(?![가-힣])|장\s|청(?:은|이)"
)
_SUBJECT_AFTER = re.compile(r"(?:\([^)]{0,30}\))?(?:은|는|이|가)(?![가-힣])|장\s|지사|청(?:은|이)")
_PASSING_AFTER = re.compile(
    r"\s*(?:등|보다|에\s*이어|에\s*비해|와\s*비교|과\s*비교|를\s*제치|을\s*제치|다음으로)"
    r"|\s*[·,]\s*(?=[가-힣]{2,5}(?:시|군|구|도)?\s*[·,등])"
)
_SPEAKS = re.compile(
    r"밝혔|발표|전했|말했|설명했|선언|확보|추진|집계|알렸|공개|선정|기록|나섰|돌파|달성"
)
_SPEAKS_IN_LEAD = 6.0
_DATELINE_AFTER = re.compile(r"\s?=\s?[가-힣A-Za-z]")
_GENERIC_ONE_LETTER = {"시": "city", "군": "county", "구": "district", "도": "province"}
_GENERIC_TOPIC = re.compile(r"(?:^|[\s\"“(])(시|군|구|도)(?:는|은|가|이)\s")


@dataclass(frozen=True, slots=True)
class Place:
    """One local government under one code.

    ``valid_from`` ≤ day < ``valid_to``; ``None`` is open. ``aliases`` are other names that are
    printed for it; ``successors`` and ``parent`` are ids.
    """

    id: str
    name_ko: str
    short_ko: str
    level: Level
    parent: str | None
    code: str
    valid_from: date | None
    valid_to: date | None
    successors: tuple[str, ...]
    aliases: tuple[str, ...]

    def in_force(self, day: date) -> bool:
        """Tell whether the place existed under this code on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Mention:
    """A place name in a text; ``official`` unless only the short name is printed."""

    start: int
    end: int
    name: str
    places: tuple[Place, ...]
    official: bool


class Places:
    """The register; every lookup by name may be narrowed to a day."""

    def __init__(self, places: Sequence[Place]) -> None:
        """Index the names of ``places``."""
        self._by_id: dict[str, Place] = {place.id: place for place in places}
        self._names: dict[str, list[Place]] = {}
        self._official: set[str] = set()
        for place in places:
            spelled = [place.name_ko, *place.aliases]
            if place.level == "province" and place.name_ko.endswith("도"):
                # 경남도, 전북도: how provinces call themselves in their own releases.
                spelled.append(f"{place.short_ko}도")
            for name in spelled:
                self._official.add(name)
            for name in dict.fromkeys([*spelled, place.short_ko]):
                self._names.setdefault(name, []).append(place)
        self._starts: dict[str, list[str]] = {}
        for name in self._names:
            if len(name) >= 2:
                self._starts.setdefault(name[:2], []).append(name)
        # Most letters of a text begin no name, and of those that could most are followed otherwise.
        firsts, seconds = (
            re.escape("".join({start[at] for start in self._starts})) for at in (0, 1)
        )
        self._beginning = re.compile(f"[{firsts}](?=[{seconds}])")
        for names in self._starts.values():
            names.sort(key=len, reverse=True)
        self._kept = lru_cache(maxsize=32768)(self._find_all)
        predecessors: dict[str, list[str]] = {}
        for place in places:
            for successor in place.successors:
                predecessors.setdefault(successor, []).append(place.id)
        self._renamed_to: dict[str, str] = {
            place.id: place.successors[0]
            for place in places
            if len(place.successors) == 1 and len(predecessors[place.successors[0]]) == 1
        }

    @classmethod
    def load(cls) -> Places:
        """Give the register that ships with the package; read once per process."""
        return _register()

    def __iter__(self) -> Iterator[Place]:
        return iter(self._by_id.values())

    def get(self, place_id: str) -> Place | None:
        """Give the place with this id, or ``None``."""
        return self._by_id.get(place_id)

    def parent(self, place: Place) -> Place | None:
        """Give the province of a city, the city of a 행정구; ``None`` for a province."""
        return self._by_id.get(place.parent) if place.parent else None

    def canonical(self, place: Place) -> Place:
        """Follow changes of code and name that kept the place one and the same.

        강원도 춘천시 under its code until 2023 and from 2023 is one place for a series; a merger
        (마산시 into 창원시) or a split is not followed.
        """
        seen = {place.id}
        while (later := self._renamed_to.get(place.id)) and later not in seen:
            place = self._by_id[later]
            seen.add(later)
        return place

    def complex(self, name: str, within: Place | None) -> Place:
        """Give an industrial complex as a place: a part of the place in which it lies.

        Its id is that of the place, a slash and the name, so that complexes of one name in two
        cities are two; of a complex of which nobody knows where it lies it is a slash and the name.

        Args:
            name: The name under which its figures are kept (창원국가산단).
            within: The local government in which it lies.
        """
        whole = self.canonical(within) if within is not None else None
        return Place(
            id=f"{whole.id if whole else ''}/{name}",
            name_ko=name,
            short_ko=name,
            level="complex",
            parent=whole.id if whole else None,
            code=whole.code if whole else "",
            valid_from=None,
            valid_to=None,
            successors=(),
            aliases=(),
        )

    def label(self, place: Place) -> str:
        """Give the official name, with the province before it where the name alone is ambiguous.

        A complex has the label of its city before its name.
        """
        if place.level == "complex":
            whole = self.parent(place)
            return f"{self.label(whole)} {place.name_ko}" if whole else place.name_ko
        namesakes = {other.id for other in self._names[place.name_ko] if other.valid_to is None} | {
            self.canonical(place).id
        }
        parent = self.parent(place)
        if len(namesakes) > 1 and parent is not None:
            return f"{parent.name_ko} {place.name_ko}"
        return place.name_ko

    def resolve(self, name: str, on: date | None = None) -> Place | None:
        """Give the place of this name (official, special-city, with its province, or short).

        Args:
            name: The name as printed.
            on: The day on which it was printed; ``None`` takes places in force today over ended
                ones.

        Returns:
            The place, or ``None`` if no place or more than one has this name (``중구``).
        """
        folded = " ".join(name.split())
        return self._one(self._names.get(folded, []), on)

    def find(self, text: str) -> list[Mention]:
        """Give every place name in ``text``, the longest at each point, in text order."""
        mentions: list[Mention] = []
        free = 0
        for first in self._beginning.finditer(text):
            position = first.start()
            if position < free:
                continue
            names = self._starts.get(text[position : position + 2])
            if not names or _WORD_BEFORE.search(text[max(0, position - 1) : position]):
                continue
            hit = next((name for name in names if text.startswith(name, position)), None)
            if hit is None:
                continue
            end = position + len(hit)
            official = hit in self._official
            if official or _AFTER_SHORT.match(text, end) or _institutions().match(text, end):
                mentions.append(Mention(position, end, hit, tuple(self._names[hit]), official))
                free = end
        return mentions

    def find_in_word(self, word: str) -> tuple[Mention, ...]:
        """As `find`, of one word: the same ones come in every text, and what they name is kept."""
        return self._kept(word) if len(word) <= LONGEST_KEPT else self._find_all(word)

    def _find_all(self, word: str) -> tuple[Mention, ...]:
        return tuple(self.find(word))

    def names_place(self, mention: Mention) -> bool:
        """Tell whether a name by itself names a place (달성, 고양 and 수정 are everyday words)."""
        return mention.official or mention.name not in _everyday_words()

    def is_everyday_word(self, name: str) -> bool:
        """Tell whether a short name is an everyday word as well (달성, 고양)."""
        return name in _everyday_words()

    def recognise(
        self, title: str, body: str, published: date | None = None, hint: str | None = None
    ) -> Place | None:
        """Tell which local government an article is about.

        The place that speaks in the lead counts most, then the one in the title, then how often
        a place is named; places that are only compared with or listed do not count. A 행정구
        counts for its city. ``hint`` (the place of the outlet) decides between namesakes and
        where the text says only 시 or 도, but never against a text that names another place.

        Returns:
            The place, or ``None`` if the text names none and no hint helps, or nothing decides.
        """
        hinted = self.resolve(hint, published) if hint else None
        scores: dict[str, float] = {}
        whole = f"{title}\n{body}"
        mentions = self.find(whole)
        official_shorts = {
            place.short_ko for mention in mentions if mention.official for place in mention.places
        }
        lead_end = len(title) + 1 + _lead_length(body)
        counts: dict[str, int] = {}
        prominent: set[str] = set()
        for mention in mentions:
            place = self._choose(mention, mentions, published, hinted)
            if place is None:
                continue
            weight = self._weight(mention, whole, len(title), lead_end, official_shorts)
            if weight <= 0:
                continue
            if place.level == "subdistrict":
                city = self.parent(place)
                if city is None:
                    continue
                place, weight = city, weight * 0.8
            if mention.start < len(title) or weight >= _SPEAKS_IN_LEAD:
                prominent.add(place.id)
            counts[place.id] = counts.get(place.id, 0) + 1
            if counts[place.id] > 4 and mention.start > lead_end:
                continue
            scores[place.id] = scores.get(place.id, 0.0) + weight
        if hinted is not None:
            level = _GENERIC_TOPIC.search(whole[:lead_end])
            if level and _GENERIC_ONE_LETTER[level.group(1)] == hinted.level:
                scores[hinted.id] = scores.get(hinted.id, 0.0) + 4
            if hinted.id in scores:
                scores[hinted.id] += 1.5
        self._lift_cities(scores, whole[:lead_end], prominent)
        if not scores:
            return hinted
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        if len(ranked) > 1 and ranked[0][1] == ranked[1][1]:
            return hinted if hinted and hinted.id in (ranked[0][0], ranked[1][0]) else None
        if ranked[0][1] < 1.5 and hinted is not None:
            return hinted
        return self._by_id[ranked[0][0]]

    def leading(self, title: str, body: str, published: date | None = None) -> frozenset[str]:
        """Give the labels of all places that the headline or the first two sentences name.

        A 행정구 stands for its city; of namesakes every one is given.
        """
        found: set[str] = set()
        for mention in self.find(f"{title}\n{body[: _lead_length(body)]}"):
            for place in self._alive(mention.places, published):
                city = self.parent(place) if place.level == "subdistrict" else place
                found.add(self.label(self.canonical(city or place)))
        return frozenset(found)

    def _lift_cities(self, scores: dict[str, float], lead: str, prominent: set[str]) -> None:
        """Prefer a city over its own province where the province does not speak itself.

        경남 in an article of 창원시 is where it lies; 경남도는 is who speaks. A province in the
        title keeps its place before a city that is neither there nor speaks in the lead: its
        cities are listed.
        """
        for place_id in list(scores):
            place = self._by_id[place_id]
            province = self.parent(place)
            if province is None or province.id not in scores or place.level == "province":
                continue
            if province.id in prominent and place_id not in prominent:
                continue
            names = (province.name_ko, f"{province.short_ko}도", f"{province.short_ko}시")
            if not any(
                re.search(re.escape(name) + r"(?:(?:는|은|가|이)\s|,|지사)", lead) for name in names
            ):
                scores[province.id] *= 0.4

    def _choose(
        self,
        mention: Mention,
        mentions: Sequence[Mention],
        on: date | None,
        hinted: Place | None,
    ) -> Place | None:
        """Give the place that a mention means, by day, hint, and provinces named in the text."""
        alive = self._alive(mention.places, on)
        distinct = {self.canonical(place).id: place for place in alive}
        if len(distinct) == 1:
            return next(iter(distinct.values()))
        if hinted is not None:
            for place in distinct.values():
                if hinted.id in (place.id, place.parent):
                    return place
        provinces = [place for place in distinct.values() if place.level == "province"]
        if (
            not mention.official
            and len(provinces) == 1
            and not self._spelled_below(mentions, provinces[0])
        ):
            # 제주, 광주 alone: the press names the smaller namesake with its province.
            return provinces[0]
        named = {place.id for other in mentions if other is not mention for place in other.places}
        inside = [place for place in distinct.values() if place.parent in named]
        if len(inside) == 1:
            return inside[0]
        spelled = {
            place.id
            for other in mentions
            if other is not mention and other.official and len(self._alive(other.places, on)) == 1
            for place in self._alive(other.places, on)
        }
        known = [place for place in distinct.values() if place.id in spelled]
        if len(known) == 1:
            return known[0]
        return provinces[0] if len(provinces) == 1 else None

    def _spelled_below(self, mentions: Sequence[Mention], province: Place) -> bool:
        """Tell whether a namesake of a province is spelled out (제주시) and the province is not."""
        spelled = {
            place.id
            for other in mentions
            if other.official
            for place in other.places
            if len(other.places) == 1
        }
        return province.id not in spelled and any(
            place.id in spelled for place in self._names[province.short_ko]
        )

    def _weight(
        self, mention: Mention, text: str, title_end: int, lead_end: int, official_shorts: set[str]
    ) -> float:
        after = text[mention.end : mention.end + 60]
        # An everyday word is a place only where the text prints the official name as well.
        if not self.names_place(mention) and mention.name not in official_shorts:
            return 0.0
        if _PASSING_AFTER.match(after):
            return 0.1
        topic = _TOPIC_AFTER.match(after)
        speaks = bool(_SUBJECT_AFTER.match(after)) and bool(
            _SPEAKS.search(text[mention.end : mention.end + 200])
        )
        if mention.start < title_end:
            first = not text[: mention.start].strip("‘’'\"“”[]『』「」 ")
            return 5.0 + (2.0 if first else 0.0) + (1.0 if topic else 0.0)
        if mention.start < lead_end:
            if speaks and mention.official:
                return _SPEAKS_IN_LEAD
            return 3.0 if topic or _DATELINE_AFTER.match(after) else 1.5
        return 1.0 if topic else 0.6

    def _alive(self, places: Sequence[Place], on: date | None) -> list[Place]:
        if on is not None:
            alive = [place for place in places if place.in_force(on)]
        else:
            alive = [place for place in places if place.valid_to is None]
        if alive:
            return alive
        # A name that outlived its place, or is printed before its day, means the same ground.
        follow: dict[str, Place] = {}
        for place in places:
            step = place
            while on is not None and step.valid_to is not None and on >= step.valid_to:
                if len(step.successors) != 1:
                    break
                step = self._by_id[step.successors[0]]
            follow[step.id] = step
        return list(follow.values())

    def _one(self, places: Sequence[Place], on: date | None) -> Place | None:
        alive = self._alive(places, on)
        return alive[0] if len({place.id for place in alive}) == 1 else None


def _lead_length(body: str) -> int:
    """Give the length of the first two sentences, in which an announcement names its author."""
    ends = [match.end() for match in re.finditer(r"[다요임음됨]\.\s", body)]
    return min(ends[1] if len(ends) > 1 else len(body), 700)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("|") if part)


def _place(row: Mapping[str, str]) -> Place:
    return Place(
        id=row["id"],
        name_ko=row["name_ko"],
        short_ko=row["short_ko"],
        level=cast("Level", row["level"]),
        parent=row["parent"] or None,
        code=row["code"],
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        successors=_parts(row["successor"]),
        aliases=_parts(row["aliases"]),
    )


@cache
def _register() -> Places:
    with _DATA.open(encoding="utf-8", newline="") as file:
        return Places([_place(row) for row in csv.DictReader(file)])


@cache
def _words() -> Mapping[str, str]:
    with _WORDS.open("rb") as file:
        return tomllib.load(file)


@cache
def _everyday_words() -> frozenset[str]:
    """Give short names that are everyday words, directions or parts of other names."""
    return frozenset(_words()["everyday_words"].split())


@cache
def _institutions() -> re.Pattern[str]:
    """Give what follows a short name in a longer one: 대구소방, 통영해경, 보령머드축제."""
    return re.compile("|".join(_words()["institutions"].split()))
