"""Named industrial complexes in a text: sub-places, found by how the language names them.

A complex is named by what stands before its sort: a proper name (봉암공단), a number (제5산단) or,
for a national complex, the name of its city (창원국가산단). 관내 산단 names none, 시설관리공단 is
an agency. Long and short forms are one name: 국가산업단지 = 국가산단, and 산업단지 = 산단 = 공단.
Names that the pattern cannot tell are data (complexes.toml).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jipyo.figures.nouns import word
from jipyo.series.places import Place, Places

_DATA = Path(__file__).with_name("complexes.toml")

_DOTS = "·ㆍ∙‧・"
_NATIONAL = "국가"
_PLAIN = ("일반", "지방")
_CITY = "도시첨단"
_PARK = "산단"
_SORT = re.compile(
    r"농공단지|농공산단|산업단지|공업단지|산단|공단|"
    r"테크노밸리|테크노폴리스|경제자유구역|자유무역지역|수출자유지역|혁신도시|기업도시"
    r"|과학단지|과학기술단지|디지털밸리"
)
_GLUED = re.compile(rf"[가-힣A-Za-z0-9{_DOTS}]+\Z")
_WORD_BEFORE = re.compile(rf"(?<![가-힣A-Za-z0-9{_DOTS}])([가-힣A-Za-z0-9{_DOTS}]+) \Z")
_AFTER = re.compile(
    r"[’'”\"』」]?(?:은|는|이|가|을|를|의|에|도|과|와|로|만|인|에서|에는|에서는|에서도|에도|으로|까지|부터|보다"
    r"|이나|나|이며|처럼|에서의|에서만|만의|내|안|내에|내의|안의|안에)?(?![가-힣A-Za-z0-9])"
)
_LISTED = re.compile(rf".*[{_DOTS}]")
_NUMBER = re.compile(r"제?(\d{1,2})(?:차|단계)?")
_NUMBERED = re.compile(rf"(.*?)({_NATIONAL}|{_PLAIN[0]}|{_PLAIN[1]}|{_CITY})(제?\d{{1,2}})")
_SORTS_BEFORE = re.compile(rf"(.*?)({_NATIONAL}|{_PLAIN[0]}|{_PLAIN[1]}|{_CITY})")
_OF_A_FIRM = re.compile(
    r"(?:의|에\s(?:있는|입주한|자리한|위치한))?\s(?:한|어느|입주(?:기업|업체|사)인)\s[가-힣]"
    r"|(?:의|\s(?:내|안))?\s(?:자동차|선박|항공|기계|전자|조선)?\s?(?:부품사|협력사|부품업체|제조업체)\s(?:㈜|\(주\))"
)
_LONGEST_SENTENCE = 200
_SPEAKS = re.compile(
    r"(?:은|는|이|가)\s((?:[^.\n]|\.(?=\d))*?)(?:밝혔|발표했|전했|말했|설명했|공시했|내다봤)"
)
_PUBLISHES = re.compile(
    r"(?:이|가)\s(?:\d+일\s)?(?:내놓은|발표한|공개한|집계한|조사한|실시한|펴낸)\s"
)
_ANOTHER = re.compile(
    r"[가-힣](?:은|는)(?=\s)|(?<![가-힣])[가-힣]*(?:시|군|구|도|부|청|공단)(?:가|이)(?=\s)"
)
"""Somebody else who may say so: 봉암공단은 76%라고 시가 밝혔다."""
_THIS = re.compile(r"(?:이|해당|동) \Z")


@dataclass(frozen=True, slots=True)
class ComplexMention:
    """Where a text speaks of a complex; ``place`` is ``None`` where it does not say of which."""

    start: int
    end: int
    place: Place | None


@dataclass(frozen=True, slots=True)
class _Name:
    """A name as printed: ``stem`` before the sort, ``national`` and the like, the sort itself."""

    start: int
    end: int
    stem: str
    rank: str
    sort: str
    parent: Place | None

    @property
    def form(self) -> str:
        return folded(f"{self.stem}{self.rank}{self.sort}")


class Complexes:
    """The complexes of which one text speaks, in text order."""

    def __init__(
        self, text: str, places: Places, here: Place | None, published: date | None
    ) -> None:
        """Find them.

        Args:
            text: The whole text.
            places: The register.
            here: The local government that the text is about: a complex of which the text does not
                say where it lies is there.
            published: Day of publication.
        """
        self.mentions: list[ComplexMention] = []
        self._by_form: dict[str, Place] = {}
        if _SORT.search(text) is None and not _literal_names().search(text):
            return
        finder = _Finder(text, places, here, published)
        self.mentions = finder.mentions()
        for mention in self.mentions:
            if mention.place is not None:
                printed = folded(text[mention.start : mention.end])
                self._by_form.setdefault(printed, mention.place)

    def __bool__(self) -> bool:
        return bool(self.mentions)

    def named_by(
        self, nouns: Sequence[str], start: int = 0, end: int = 0
    ) -> tuple[int, Place] | None:
        """Tell how many of these nouns, from the first on, name a complex, and which.

        Args:
            nouns: Nouns of a phrase, as printed.
            start: Where the phrase stands, if it is known: only what is named there counts, and a
                bare 산단 may be the one named before it.
            end: Where the phrase ends, exclusive.
        """
        if not self.mentions:
            return None
        here = [each.place for each in self.between(start, end) if each.place is not None]
        if start and not here:
            return None
        for length in range(min(4, len(nouns)), 0, -1):
            place = self._by_form.get(folded("".join(nouns[:length])))
            if place is None:
                continue
            if length == 1 and _SORT.fullmatch(nouns[0]):
                place = here[0] if here else None
            if place is not None and (not start or place in here):
                return length, place
        return None

    def between(self, start: int, end: int) -> list[ComplexMention]:
        """Give the mentions between two places of the text."""
        return [mention for mention in self.mentions if start <= mention.start < end]


class _Finder:
    """Finds the names in one text and makes one of forms that name one complex."""

    def __init__(
        self, text: str, places: Places, here: Place | None, published: date | None
    ) -> None:
        self._text, self._places, self._published = text, places, published
        self._here = places.canonical(here) if here is not None else None

    def mentions(self) -> list[ComplexMention]:
        text = self._text
        names: list[_Name] = []
        bare: list[_Name] = []
        speaking: set[str] = set()
        for match in _SORT.finditer(text):
            if not _AFTER.match(text, match.end()) or self._is_organisation(match):
                continue
            name = self._name(match)
            if name is None:
                continue
            if name.stem:
                names.append(name)
                if self._speaks(name.start, match.end()):
                    speaking.add(name.form)
            else:
                bare.append(name)
        for match in _literal_names().finditer(text):
            if _AFTER.match(text, match.end()) and not any(
                name.start < match.end() and match.start() < name.end for name in names
            ):
                parent = self._place_before(match.start())
                names.append(_Name(match.start(), match.end(), match.group(), "", "", parent))
        names = [name for name in names if name.form not in speaking]
        found = [ComplexMention(name.start, name.end, place) for name, place in self._settle(names)]
        found.sort(key=lambda mention: mention.start)
        taken = [ComplexMention(name.start, name.end, self._taken_up(name, found)) for name in bare]
        return sorted([*found, *taken], key=lambda mention: mention.start)

    def _is_organisation(self, match: re.Match[str]) -> bool:
        """Tell whether what stands behind a name makes it that of an organisation or a scheme.

        So does a single firm that is there: its figures are its own.
        """
        if _OF_A_FIRM.match(self._text, match.end()):
            return True
        following = re.match(r"[가-힣]*\s?([가-힣]+)", self._text[match.end() : match.end() + 24])
        printed = self._text[match.end() : match.end() + 1]
        if following is None or (printed and printed not in " 가-힣" and not printed.isalpha()):
            return False
        said = following.group(1)
        stripped = re.sub(r"(?:은|는|이|가|을|를|의|과|와|도|에|에서)$", "", said)
        words = _words("organisations")
        return printed == " " and (said in words or stripped in words)

    def _speaks(self, start: int, end: int) -> bool:
        """Tell whether what a name stands for says or publishes something, as organisations do."""
        text = self._text
        if _PUBLISHES.match(text, end):
            return True
        said = _SPEAKS.match(text[end : end + _LONGEST_SENTENCE])
        if said is None or _ANOTHER.search(said.group(1)):
            return False
        opening = max(text.rfind(". ", 0, start), text.rfind("\n", 0, start)) + 1
        return _ANOTHER.search(text, opening, start) is None

    def _name(self, match: re.Match[str]) -> _Name | None:
        """Take a name apart; its stem is empty where it names no complex, none for an agency."""
        text, sort = self._text, match.group()
        glued = _GLUED.search(text, max(0, match.start() - 30), match.start())
        head = glued.group() if glued else ""
        if (listed := _LISTED.search(head)) and self._known(head + sort) is None:
            # 봉암·칠서산단 are two, 울산·미포국가산단 is one.
            head = head[listed.end() :]
        start = match.start() - len(head)
        if sort == "공단" and self._is_agency(head):
            return None
        stem, rank = _split(head)
        parent: Place | None = None
        before = _WORD_BEFORE.search(text, max(0, start - 30), start)
        while not stem and before is not None:
            # 울산 미포 국가 산업단지: the name stands apart from the sort.
            said = before.group(1)
            place = self._place_called(said)
            if place is not None and not _NUMBER.fullmatch(said):
                known = self._known(f"{place.short_ko}{rank}{sort}")
                if known is not None and (rank or sort not in ("산단", "산업단지", "공단")):
                    return _Name(before.start(1), match.end(), place.short_ko, rank, sort, place)
                break
            head_stem, head_rank = _split(said)
            if head_rank and not rank and not head_stem:
                rank, start = head_rank, before.start(1)
                before = _WORD_BEFORE.search(text, max(0, start - 30), start)
                continue
            if not self._can_name(said) and self._known(f"{said}{rank}{sort}") is None:
                break
            if sort == "공단" and self._is_agency(said):
                return None
            stem, rank, start = head_stem or said, rank or head_rank, before.start(1)
        stem = stem.translate(_NO_DOTS)
        if stem and not _NUMBER.fullmatch(stem) and len(stem) < 2:
            # 항공단, 생산단가: no complex at all.
            return None
        before = _WORD_BEFORE.search(text, max(0, start - 30), start)
        if stem and before is not None and self._known(f"{before.group(1)}{stem}{rank}{sort}"):
            # 오송 생명과학단지
            stem, start = before.group(1) + stem, before.start(1)
        if stem in _words("unnamed") and self._known(f"{stem}{rank}{sort}") is None:
            stem = ""
        if not stem:
            return _Name(start, match.end(), "", rank, sort, None)
        parent = self._place_before(start)
        return _Name(start, match.end(), stem, rank, sort, parent)

    def _is_agency(self, head: str) -> bool:
        """Tell whether what is called 공단 is an agency: 시설관리공단, 국민건강보험공단."""
        data = _data()
        return head.startswith(tuple(data["agency_starts"].split())) or head.endswith(
            tuple(data["agency_ends"].split())
        )

    def _can_name(self, said: str) -> bool:
        """Tell whether a word before 산단 can be its name: a noun that is bare, or a number."""
        if _NUMBER.fullmatch(said):
            return True
        unnamed = said in _words("unnamed") or said in _words("directions")
        if unnamed or len(said) < 2 or said[0].isdigit():
            return False
        read = word(said)
        return read.sort == "noun" and read.case == "bare" and read.noun == said

    def _place_called(self, said: str) -> Place | None:
        """Give the local government that one word names, its particle left off."""
        name = re.sub(r"(?<=[시군구도])(?:의|은|는|이|가)$|(?<=[가-힣]{2})의$", "", said)
        place = self._places.resolve(name, self._published)
        if place is None:
            return None
        if name == place.short_ko and self._places.is_everyday_word(name) and not self._near(place):
            return None
        return self._places.canonical(place)

    def _near(self, place: Place) -> bool:
        """Tell whether a place is the text's own, or lies in it, or the other way round."""
        here, place = self._here, self._places.canonical(place)
        return here is not None and (place.id in (here.id, here.parent) or place.parent == here.id)

    def _place_before(self, start: int) -> Place | None:
        """Give the place that a name is introduced by: 경남 김해시 골든루트산단."""
        before = _WORD_BEFORE.search(self._text, max(0, start - 20), start)
        return self._place_called(before.group(1)) if before else None

    def _known(self, form: str, parent: Place | None = None) -> tuple[str, str] | None:
        """Give place id and name of a complex that the data knows by this form, in this place."""
        form = folded(form)
        for near in (parent, self._here):
            if near is None:
                continue
            for place_id in (near.id, near.parent, *near.successors):
                local = _local_names().get((place_id or "", form))
                if local is not None:
                    return place_id or "", local
        if parent is not None:
            named = _known_names().get(parent.short_ko + form)
            if named is not None:
                return named
        return _known_names().get(form)

    def _settle(self, names: Sequence[_Name]) -> list[tuple[_Name, Place]]:
        """Give every name its complex; short forms are of the one that the text names in full."""
        settled: list[tuple[_Name, Place]] = []
        parents = [self._parent(name) for name in names]
        stems = [
            _without_place(name.stem, parent) for name, parent in zip(names, parents, strict=True)
        ]
        for number, name in enumerate(names):
            known = self._known(name.form, name.parent)
            if known is not None:
                settled.append((name, self._complex(*known)))
                continue
            full = self._in_full(number, names, parents, stems)
            sort = _canonical_sort(names[full])
            called = f"{stems[full]}{sort}"
            if sort == _PARK and names[full].rank in _PLAIN and self._known(called) is not None:
                # 군산일반산단, where 군산산단 is the national one.
                called = f"{stems[full]}{names[full].rank}{sort}"
            known = self._known(names[full].form, names[full].parent)
            settled.append(
                (
                    name,
                    self._complex(*known)
                    if known is not None
                    else self._places.complex(called, parents[full]),
                )
            )
        return settled

    def _complex(self, place_id: str, name: str) -> Place:
        return self._places.complex(name, self._places.get(place_id))

    def _in_full(
        self,
        number: int,
        names: Sequence[_Name],
        parents: Sequence[Place | None],
        stems: Sequence[str],
    ) -> int:
        """Give the name that says in full what one says short: 석문산단 of 석문국가산단."""
        own, stem = names[number], stems[number]
        if own.rank in _PLAIN or _canonical_sort(own) not in (_PARK, f"{_NATIONAL}{_PARK}"):
            return number
        longer: dict[str, int] = {}
        for other, name in enumerate(names):
            if parents[other] != parents[number] or not stems[other].startswith(stem):
                continue
            rest = stems[other][len(stem) :]
            if rest and (rest[0].isdigit() or name.rank not in (own.rank, _NATIONAL)):
                continue
            if not rest and (own.rank or name.rank != _NATIONAL):
                continue
            if name.rank == _NATIONAL or stems[other] not in longer:
                longer[stems[other]] = other
        return next(iter(longer.values())) if len(longer) == 1 else number

    def _parent(self, name: _Name) -> Place | None:
        """Give the local government in which a complex lies, as the text says or supposes."""
        here = self._here
        stated = name.parent or self._place_within(name.stem)
        if stated is None:
            return here
        if stated.level == "subdistrict":
            stated = self._places.parent(stated) or stated
        if here is not None and here.parent == stated.id:
            # 경남 봉암공단 in a text of Changwon.
            return here
        return stated

    def _place_within(self, stem: str) -> Place | None:
        """Give the place with whose name a stem begins (김해골든루트)."""
        for length in range(min(4, len(stem)), 1, -1):
            place = self._place_called(stem[:length])
            if place is not None and (
                place.level != "province" or not place.name_ko.endswith("도")
            ):
                return place
        return None

    def _taken_up(self, name: _Name, found: Sequence[ComplexMention]) -> Place | None:
        """Give the complex that a bare 산단 takes up.

        It is the one named before, if the text names no other; with 이 or 해당 the last one. A bare
        공단 takes up only what is called so, since agencies are.
        """
        text, start = self._text, name.start
        before = [mention for mention in found if mention.start < start]
        if not before or before[-1].place is None:
            return None
        last, called = before[-1], before[-1].place.name_ko
        printed = text[last.start : last.end]
        if (
            (name.sort == "공단" and not printed.endswith("공단"))
            or (folded(name.sort) == _PARK) != called.endswith(_PARK)
            or (folded(name.sort) != _PARK and not called.endswith(folded(name.sort)))
            or not called.endswith(f"{name.rank}{_PARK}" if name.rank == _NATIONAL else "")
            or name.rank in (*_PLAIN, _CITY)
        ):
            return None
        if _THIS.search(text, max(0, start - 4), start):
            return last.place
        said = re.search(r"([가-힣A-Za-z0-9]+)\s?\Z", text[max(0, start - 14) : start])
        if said is not None and (
            said.group(1) in _words("unnamed")
            or said.group(1)[0].isdigit()
            or self._place_called(said.group(1)) is not None
        ):
            return None
        if {mention.place for mention in found} != {last.place}:
            return None
        title_end = max(0, text.find("\n"))
        if last.start > title_end and "\n" in text[last.end : start]:
            return None
        return last.place


_NO_DOTS = {ord(dot): None for dot in _DOTS}


def folded(name: str) -> str:
    """Give the form under which names are compared: 구미 제5국가산업단지 is 구미5국가산단."""
    bare = re.sub(rf"[\s{_DOTS}]|^[^가-힣A-Za-z0-9]+", "", name)
    bare = re.sub(r"제(?=\d)", "", bare)
    bare = bare.replace("농공산업단지", "농공단지").replace("농공산단", "농공단지")
    bare = re.sub(r"(?<!농)(?:공업단지|산업단지|공단)$", _PARK, bare)
    bare = bare.replace("수출자유지역", "자유무역지역").replace("디지털밸리", "디지털산단")
    return bare.replace(_PLAIN[1] + _PARK, _PLAIN[0] + _PARK)


def _split(head: str) -> tuple[str, str]:
    """Part what stands before a sort into the name and its rank (국가, 일반, 도시첨단)."""
    numbered = _NUMBERED.fullmatch(head)
    if numbered:
        # 국가5산단 is 5국가산단.
        return numbered[1] + numbered[3], numbered[2]
    ranked = _SORTS_BEFORE.fullmatch(head)
    return (ranked[1], ranked[2]) if ranked else (head, "")


def _canonical_sort(name: _Name) -> str:
    """Give the sort under which a name is kept."""
    if not name.sort:
        return ""
    if name.sort in ("산업단지", "공업단지", "산단", "공단"):
        return _PARK if name.rank in _PLAIN else f"{name.rank}{_PARK}"
    return folded(name.sort)


def _without_place(stem: str, parent: Place | None) -> str:
    """Cut the city off a name, where a name is left: 김해골든루트 is 골든루트."""
    bare = re.sub(r"제(?=\d)", "", stem.translate(_NO_DOTS))
    if parent is None:
        return bare
    for name in (parent.name_ko, parent.short_ko):
        rest = bare[len(name) :]
        if bare.startswith(name) and (len(rest) > 1 or rest.isdigit()):
            return rest
    return bare


# Data


@cache
def _data() -> Mapping[str, Any]:
    with _DATA.open("rb") as file:
        return tomllib.load(file)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(_data()[name].split())


@cache
def _known_names() -> Mapping[str, tuple[str, str]]:
    """Give place id and name of every complex of the data, by each form that names it anywhere.

    A form that is spelled out goes before one that only follows from another.
    """
    known: dict[str, tuple[str, str]] = {}
    for place_id, name, form in _spelled():
        known.setdefault(form, (place_id, name))
    for place_id, name, form in _spelled():
        place = Places.load().get(place_id)
        short = place.short_ko if place is not None else ""
        for other in (form, _without_rank(form)):
            known.setdefault(other, (place_id, name))
            if not other.startswith(short):
                known.setdefault(short + other, (place_id, name))
    return known


@cache
def _local_names() -> Mapping[tuple[str, str], str]:
    """Give the names that mean a complex only in texts of its place."""
    known = {
        (place_id, folded(form)): name
        for place_id, named in _data()["there"].items()
        for name, others in named.items()
        for form in others.split()
    }
    for place_id, name, form in _spelled():
        place = Places.load().get(place_id)
        for other in (form, _without_rank(form)):
            rest = other.removeprefix(place.short_ko) if place is not None else other
            if rest != other and len(_SORT.sub("", rest).removesuffix(_NATIONAL)) > 1:
                known.setdefault((place_id, rest), name)
    return known


def _spelled() -> list[tuple[str, str, str]]:
    """Give place id, name and form of every form that the data spells out."""
    return [
        (place_id, name, folded(form))
        for place_id, named in _data()["in"].items()
        for name, others in named.items()
        for form in (name, *others.split())
    ]


def _without_rank(form: str) -> str:
    """Give the short form of the name of a national complex: 여수산단 for 여수국가산단."""
    national = f"{_NATIONAL}{_PARK}"
    return form.removesuffix(national) + _PARK if form.endswith(national) else form


@cache
def _literal_names() -> re.Pattern[str]:
    """Give the known names that end in no sort of area (남동인더스파크)."""
    names = {
        form
        for named in _data()["in"].values()
        for name, others in named.items()
        for form in (name, *others.split())
        if _SORT.search(form) is None
    }
    listed = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<![가-힣A-Za-z0-9])(?:{listed})")
