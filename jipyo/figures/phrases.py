"""What a figure measures, in the words of the text: phrase, head, action, programme.

Each stretch between two figures is read once into noun phrases (`Nouns`). A figure then takes the
phrase that is tied to it most closely: linked by 의, beside it, inside its counter, of the figure
before in a chain, the topic of its clause, of the sentence, of the section. Where that phrase only
names a part or a holder (중국 148만 명), the measure that it is a part of is added (관광객).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from jipyo.figures.kinds import Claim
from jipyo.figures.lexicon import find_verb
from jipyo.figures.marks import Candidate
from jipyo.figures.model import Kind
from jipyo.figures.nouns import Case, Word, vocabulary, word

_TOKEN = re.compile(
    r"[가-힣A-Za-z0-9&%+㎡\-]+(?:\.(?=[A-Za-z0-9])[가-힣A-Za-z0-9&%+㎡\-]+)*"
    r"(?:·[가-힣A-Za-z0-9&]+)*|[^\s]"
)
_LINKED = re.compile(
    r"\)?(?:\s?(?:상당|규모|어치|가량|정도|이상|수준|짜리|대|안팎|내외|남짓))*(?:의|이라는|라는|이던|였던|이었던"
    r"|짜리|인|어치)\s+"
)
_SIZED = re.compile(r"\s?(?:상당|규모|어치|가량|정도|이상|수준|안팎|내외|남짓)\s+(?=[가-힣A-Za-z])")
_CLAUSE = re.compile(
    r"(?:에|를|을|가|이|로|으로)?\s([가-힣]+[는은던한된]|준|는|든|넘긴|오른|내린)\s"
)
"""A verb that hangs a noun on the figure before it: 23.4%에 머무는 이용률."""
_TOTAL = re.compile(r"\)?\s?등\s?(?:모두|총|전체|합쳐|도합)?\s?$|,?\s?(?:모두|총|도합)\s$")
_SPENT = re.compile(r"\)?(?:을|를)\s(?:들여|투입해|투자해|편성해|쏟아|써서|확보해|쏟아부어)\s")
"""What money is spent on stands behind it: 18억 원을 들여 회전교차로를 설치한다."""
_TOGETHER = re.compile(r"\)?\s?등\s(?:모두\s|총\s)?")
_BESIDE = re.compile(r"\s(?=[가-힣A-Za-z])")
_ASIDES = re.compile(r"[()'\"‘’“”「」『』]")
_ASIDE = re.compile(r"['\"‘’“”「」『』]|\s?\([^()]{0,40}\)")
_QUOTES = re.compile(r"['\"‘’“”「」『』]")
_SPEAKER = re.compile(
    r"[가-힣]{1,6}(?:시|군|구|도|광역시|특별시|자치시|자치도|시청|군청|구청|도청)|[시군구도]|시장"
    r"|군수|구청장|도지사|지사|정부|회사|재단|공사|공단|협회|위원회"
    r"|관계자|[가-힣]{0,8}(?:과장|국장|부시장|단장|소장|대표|회장|의원|교수|센터장|이사장)|이|그"
    r"|우리|모두|누구"
)
_PARTS = re.compile(r"별로|별로는|별\s|각각|순으로|순이|나뉘|가운데는|중에서는")
_LOCAL = re.compile(r"[가-힣]{1,4}(?:시|군|구|동|읍|면|도|권|리)")
_GLUED = re.compile(r"[가-힣]{0,6}\)?[가-힣]{0,4}")
"""What hangs on the figure before: its particle, with its bracket."""
_ONE = re.compile(
    r"([가-힣])\s한\s(?:대|포기|상자|마리|그루|곳|명|채|권|병|벌|켤레|잔|가마|자루|봉지|개)"
    r"(?=에|은|는|당|의|이|가|을|를)"
)
_LABEL = re.compile(r"[\s○ㅇ◦▷▶■□·*※-]{0,5}\(([가-힣·\s]{2,14})\)\s")
_WHEN = frozenset(("당시", "전", "후", "이후", "이전", "직후", "직전", "때"))
_BEFORE_AFTER = ("이전", "이후", "당시", "직전", "직후")
_RECKONED = frozenset(("따지면", "환산하면", "치면", "계산하면", "나누면", "합치면", "합하면"))
_EXTENTS = ("길이", "높이", "연장", "면적", "너비", "깊이", "무게", "폭", "둘레", "지름")
_MOVE_NOUN = vocabulary().moves
_ACTIONS = vocabulary().actions
_DEEDS = vocabulary().deeds
_SOURCES = vocabulary().sources
_MONEY_DEEDS = vocabulary().money_deeds
_DONE = vocabulary().deeds | vocabulary().actions
_FAMILIES = frozenset(vocabulary().measures)
_PROJECTS = vocabulary().projects
_OFFICES = ("소방서", "경찰서", "시청", "군청", "구청", "도청", "재단", "공단", "본부", "위원회")
_STOPS = frozenset(",…:;|▲△▷▶○□◦※●■◆→/“”'\"‘’<>[]{}《》「」『』")
_PROGRAMME = re.compile(
    r"[‘'「『\"“<《]([^’'」』\"”>》\n]{2,40})[’'」』\"”>》]"
    r"|((?:[가-힣A-Za-z0-9&·\-]{1,20}\s){0,4}[가-힣A-Za-z0-9&·\-]{0,20}(?:사업|프로젝트"
    r"|클러스터|비즈니스위크|산업전|박람회|축제|엑스포|영화제|페스티벌|대회"
    r"|전시회|상담회|설명회|사절단|펀드|센터|특구|단지|플랫폼))"
    r"(?=\s?등|[을를은는이가의에과와]|으로|에서|\s)"
)
_PROGRAMME_SIGN = re.compile(
    r"[‘'「『\"“<《]|사업|프로젝트|클러스터|위크|산업전|박람회|축제|엑스포|영화제|페스티벌|대회|전시회"
    r"|상담회|설명회|사절단|펀드|센터|특구|단지|플랫폼"
)
_DIGIT = re.compile(r"\d")
_AIMED = frozenset(("목표", "목표치", "목표량", "목표액", "계획", "권고치", "기준치"))
_NO_PLACES = vocabulary().no_places
_STRONG: tuple[Case, ...] = ("bare", "topic", "subject", "object", "of", "and", "copula")
_GENERIC = vocabulary().generic
_REGIONS = vocabulary().regions
_BULLETS = vocabulary().bullets
_RATES = frozenset(("percent", "ratio"))
_RELATIVE = frozenset(("growth", "change", "share", "attainment", "rank"))
_COST = "사업비"
_SITES = ("부지", "터", "면적", "구간", "용지", "땅", "공장", "건물")
_LONGEST = 4

Words = tuple[str, ...]


_SHARED = re.compile(
    r"[이가을를]\s(?!차지|점유|넘|웃|밑|기록|보[이인였]|유지|상회|달성|채[우운웠워]|조금|훌쩍|크게|약간)"
)
"""A share of which something is told: 수당의 78.3%가 지역에서 쓰였다."""
_BAND = re.compile(
    r"\d[\d,.]*\s?(?:[㎡㎥㎞㎏㏊mt평]|km|kg|ha|톤|인|명|세|면|실|가구|세대|(?:[천만억]\s?)?원)\s?(?:이상|이하|미만|초과)"
    r"(?:인|의)?\s"
)
_BUILT_BY = re.compile(r"(?:을|를)?\s?(?:들[여인]|투자)[^.\d]{0,24}(?:공장|설비|생산라인|연구소)")
"""What a company puts into its works is an investment, no budget."""
_AMONG = re.compile(
    r"(?:[가-힣]{2,4}\s)?\d+개 ?(?:시|도|구|군|읍|면|동|자치)(?:[·시도구군읍면동]){0,4}"
    r"\s?(?:중|가운데)(?:에서)?\s"
)


class Nouns:
    """The noun phrases of one stretch, as seen from the figures at its two ends.

    ``near`` stands right before the following figure, ``near_case`` says how; ``topic``,
    ``subject``, ``object`` and ``adverbial`` are the last of their kind in the stretch; ``lead``
    are the first nouns of a sentence; ``linked`` and ``beside`` follow the figure before, ``thing``
    where it is one that is counted, ``clause`` hangs on it by a verb, ``all`` closes the list in
    which it stands, ``purpose`` is what it is spent on; ``deed`` is what is done to it, ``verb``
    the class of the action, ``verb_near`` one near by;
    ``parts`` says that the sentence goes through the parts of a whole, ``each`` that it tells what
    each gets.
    """

    __slots__ = (
        "adverbial", "all", "bare", "beside", "bracket", "clause", "deed", "each", "lead",
        "linked", "listed", "named", "near", "near_case", "object", "parts", "place", "programme",
        "purpose", "shared", "strong", "subject", "thing", "topic", "total", "verb", "verb_near",
    )  # fmt: skip

    def __init__(self, stretch: str, first: bool) -> None:
        start = 0
        if not first:
            glued = _GLUED.match(stretch)
            start = glued.end() if glued else 0
        plain = stretch[start:]
        if "한 " in plain:
            # 수소승용차 한 대에는: one of the thing, not another thing.
            plain = _ONE.sub(r"\1", plain)
        if _DIGIT.search(plain):
            # 노후 공장 1,500㎡ 이하 25개소: of what size they are.
            plain = _BAND.sub("", plain)
        if "개 " in plain or "개시" in plain:
            # 17개 시·도 가운데 8위: among whom, not what is ranked.
            plain = _AMONG.sub(" ", plain)
        # Quotation marks and closed brackets stand between a noun and its particle.
        if _ASIDES.search(plain):
            bare = _ASIDE.sub("", plain)
            # (운전자금) 1,100억 원: a bracket that stands alone names the measure itself.
            plain = bare if any(map(str.isalpha, bare)) else plain
        tokens = _TOKEN.findall(plain)
        inner = stretch.lstrip()[1:] if first else stretch
        self.parts = bool(_PARTS.search(stretch)) or any([sign in inner for sign in _BULLETS])
        self.named = {} if first else _named(stretch)
        self.total = not first and _TOTAL.match(stretch) is not None
        self.each = not first and stretch.startswith("씩")
        self.shared = not first and _SHARED.match(stretch) is not None
        self.listed = stretch.endswith("등 ")
        self.near, self.near_case, self.bracket = _adjacent(tokens)
        self.topic: Words = ()
        self.subject: Words = ()
        self.object: Words = ()
        self.adverbial: Words = ()
        self.strong = bool(self.near) and self.near_case in _STRONG
        self.bare = bool(self.near) and self.near_case == "bare"
        self.place = bool(self.near) and _is_place(self.near[-1])
        self.lead: Words = _lead(tokens) if first else ()
        self._roles(tokens)
        label = _LABEL.match(stretch) if first and "(" in stretch[:6] else None
        if label:
            # ○ (숲가꾸기) 3,150㏊, 지난해 3,390㏊
            self.topic = noun_words(label[1]) or self.topic
        self.deed = None if first else _deed(tokens)
        self.linked: Words = ()
        self.beside: Words = ()
        self.clause: Words = ()
        self.all: Words = ()
        self.purpose: Words = ()
        if not first:
            self._after(_QUOTES.sub("", stretch))
        # What is done with a figure (437억 투입) is no thing that it counts.
        self.thing: Words = () if self.beside and self.beside[-1] in _ACTIONS else self.beside
        found = find_verb(stretch)
        self.verb = found[1] if found else None
        self.verb_near = self.verb if found and found[0] < 40 else None
        self.programme = _programme(stretch)

    def _roles(self, tokens: list[str]) -> None:
        run: list[str] = []
        for token in tokens:
            found = word(token)
            if found.sort != "noun":
                if found.sort == "mark" and token == "·":
                    continue
                if token == ":" and run:
                    # A label: 설치규모 : 태양광 312개소
                    self.topic = tuple(run[-3:])
                elif run and found.sort == "skip" and found.case in ("topic", "subject"):
                    # 걷기 실천율 순위는 6위: what the general word speaks of.
                    self.topic = tuple(run[-3:])
                run = []
                continue
            run.append(found.noun)
            case = found.case
            if case in ("topic", "subject") and _is_speaker(found.noun):
                run = []
            elif case in ("topic", "subject", "object", "adverbial"):
                words = tuple(run[-3:])
                if case == "topic":
                    self.topic = words
                elif case == "subject":
                    self.subject = words
                elif case == "object":
                    self.object = words
                else:
                    self.adverbial = words
                run = []
            elif case not in ("bare", "of"):
                run = []

    def _after(self, stretch: str) -> None:
        linked = _LINKED.match(stretch) or _SIZED.match(stretch)
        if linked:
            self.linked = _forward(stretch[linked.end() : linked.end() + 60])
            return
        spent = _SPENT.match(stretch)
        if spent:
            self.purpose = _forward(stretch[spent.end() : spent.end() + 60])
            return
        together = _TOGETHER.match(stretch)
        if together:
            self.all = _forward(stretch[together.end() : together.end() + 60])
        clause = _CLAUSE.match(stretch)
        if clause and word(clause[1]).sort == "verb":
            self.clause = _forward(stretch[clause.end() : clause.end() + 60])
        beside = _BESIDE.match(stretch)
        if beside:
            self.beside = _forward(stretch[beside.end() : beside.end() + 60])


def _named(stretch: str) -> dict[str, str]:
    """Find what the first action in a stretch says is counted, for money and for persons."""
    found: dict[str, str] = {}
    for family, (stems, nouns) in vocabulary().named.items():
        match = stems.search(stretch)
        if match is not None:
            found[family] = nouns[match[0]]
    if "money" in found and _BUILT_BY.match(stretch):
        found["money"] = "투자"
    return found


def _deed(tokens: list[str]) -> str | None:
    """Find the noun of the first verb after a figure, where it is one of doing: 수주했다, 유치."""
    for token in tokens:
        if token in _STOPS:
            return None
        found = word(token)
        if found.sort == "verb":
            return next((token[:size] for size in (2, 3) if token[:size] in _DEEDS), None)
        if found.sort == "noun" and found.noun in _DEEDS:
            return found.noun
    return None


def _programme(stretch: str) -> str | None:
    stretch = stretch[-160:]
    if _PROGRAMME_SIGN.search(stretch) is None:
        return None
    last: str | None = None
    for found in _PROGRAMME.finditer(stretch):
        name = (found[1] or found[2] or "").strip()
        if len(name) > 2:
            last = name
    return last


def _forward(stretch: str) -> Words:
    """Collect the noun phrase at the beginning of a stretch, up to its first particle."""
    words: list[str] = []
    for token in _TOKEN.findall(stretch):
        if token in "'\"‘’“”「」『』":
            continue
        found = word(token)
        if found.sort == "skip" and token in ("신규", "전체", "추가"):
            continue
        if found.sort != "noun":
            break
        words.append(found.noun)
        if found.case not in ("bare", "of") or len(words) >= _LONGEST:
            break
    while len(words) > 1 and words[-1] in _MOVE_NOUN:
        words.pop()
    return tuple(words)


def _adjacent(tokens: list[str]) -> tuple[Words, Case | None, bool]:
    """Collect the noun phrase that stands right before the end of a stretch."""
    index = len(tokens) - 1
    bracket = False
    while index >= 0:
        token = tokens[index]
        found = word(token)
        if token == "(":
            if bracket:
                return (), None, True
            bracket = True
        elif token in _STOPS and token not in ":'\"‘’“”→":
            return (), None, bracket
        elif token == ")":
            opening = _opening(tokens, index)
            if not any(each[0].isalnum() for each in tokens[:opening]):
                # (운전자금) 1,100억 원: a label in brackets.
                index -= 1
                continue
            index = opening
        elif found.case == "than":
            return (), None, bracket
        elif found.sort == "noun":
            break
        elif found.sort == "verb" and token not in _RECKONED:
            return (), None, bracket
        if (
            (token in _WHEN or token.startswith(_BEFORE_AFTER))
            and index
            and word(tokens[index - 1]).sort == "noun"
        ):
            # 착수 당시 58.3%, 투자 전 318명: the noun only says when.
            return (), None, bracket
        index -= 1
    if index < 0:
        return (), None, bracket
    last = word(tokens[index])
    words = [last.noun]
    index -= 1
    while index >= 0 and len(words) < _LONGEST:
        token = tokens[index]
        if token in "'\"‘’“”":
            index -= 1
            continue
        found: Word = word(token)
        if found.sort != "noun" or found.case not in ("bare", "of"):
            break
        words.insert(0, found.noun)
        index -= 1
    return tuple(words), last.case, bracket


def _lead(tokens: list[str]) -> Words:
    """Collect the first noun phrase of a sentence, as headlines begin: 의정부 출생아 2년 연속."""
    words: list[str] = []
    for token in tokens:
        found = word(token)
        if found.sort == "noun" and not _is_speaker(found.noun):
            words.append(found.noun)
            if found.case not in ("bare", "of") or len(words) >= 3:
                break
        elif words or token in "▶■○△▲[":
            break
    return tuple(words)


def _opening(tokens: list[str], index: int) -> int:
    for place in range(index - 1, max(index - 12, -1), -1):
        if tokens[place] == "(":
            return place
    return index


class Phrase(NamedTuple):
    """The metric of a figure in the words of the text; its head stands last."""

    words: Words
    verb_class: str | None


@dataclass(slots=True)
class Spoken:
    """What the text has measured so far.

    In each unit the first and the last phrase, and the kind that was told last by more than the
    unit; the nouns of the heading above and of the title; ``guessed`` holds the starts of the
    figures for whose kind nothing but the unit spoke.
    """

    title: Words = ()
    heading: Words = ()
    first_by_unit: dict[str, Words] = field(default_factory=dict[str, Words])
    by_unit: dict[str, Words] = field(default_factory=dict[str, Words])
    kinds: dict[str, Kind] = field(default_factory=dict[str, Kind])
    guessed: set[int] = field(default_factory=set[int])


class Frame(NamedTuple):
    """What the sentence alone says of the phrase of one figure, whatever was told before it.

    ``family`` is the unit by which phrases are carried on, ``topic``, ``thing`` and ``place`` the
    last of their kind before the figure, ``parts`` that the sentence goes through parts; ``total``
    that the figure sums up those of its unit before it; ``given`` is what is given in such shares.
    ``closest`` is the phrase that is tied to the figure; where there is none, that of the figure
    before may be taken if it ``follows``, or ``otherwise``. ``relative`` says that the figure
    tells of another one, ``verb`` and ``deed`` what is done, ``action`` what that says is counted,
    ``together`` is the measure that closes the list.
    """

    family: str
    topic: Words
    thing: Words
    place: Words
    parts: bool
    total: bool
    given: Words
    closest: Words
    follows: bool
    otherwise: Words
    relative: bool
    verb: str | None
    deed: str | None
    action: str | None
    together: Words


def frames(
    figures: Sequence[Candidate], judged: Sequence[Claim], nouns: Sequence[Nouns]
) -> list[Frame]:
    """Look at the figures of a sentence in its own words."""
    found: list[Frame] = []
    topic: Words = ()
    subject: Words = ()
    thing: Words = ()
    place: Words = ()
    parts = False
    earlier = ""
    told = zip(figures, judged, strict=True)
    for index, (figure, claim) in enumerate(told, start=1):
        before, after = nouns[index - 1], nouns[index]
        topic = before.topic or topic
        subject = before.subject or subject
        thing = before.object or thing
        place = before.adverbial or place
        parts = parts or before.parts
        sort = figure.sort
        family = sort if sort == "money" or sort == "percent" else figure.unit
        verb = after.verb_near
        if verb is None:
            verb = next(
                (later.verb for later in nouns[index:] if later.verb is not None), before.verb
            )
        relative = claim.kind in _RELATIVE or sort in _RATES
        rank = figure.unit == "rank"
        found.append(
            Frame(
                family,
                topic or subject,
                thing,
                place,
                parts,
                before.total and family == earlier and not before.near,
                # 100만 원씩 모두 810억 원의 일상회복지원금
                nouns[index + 1].linked if after.each and index + 1 < len(nouns) else (),
                _closest(figure, relative, family, before, after, topic or subject),
                rank or relative or not (before.topic or before.subject or before.object),
                before.near if rank and before.strong and not before.place else (),
                relative,
                verb,
                _deed_of(nouns, index),
                _action(nouns, index, family),
                _all(nouns, index) if parts else (),
            )
        )
        earlier = family
    return found


def phrases(
    figures: Sequence[Candidate], judged: Sequence[Claim], nouns: Sequence[Nouns],
    framed: Sequence[Frame], spoken: Spoken,
) -> list[Phrase]:  # fmt: skip
    """Find the metric phrases of the figures of one sentence, in order."""
    found: list[Phrase] = []
    previous: Words = ()
    by_unit = spoken.by_unit
    told = zip(figures, judged, framed, strict=True)
    for index, (figure, claim, frame) in enumerate(told, start=1):
        before, after = nouns[index - 1], nouns[index]
        sort = figure.sort
        family, topic, parts = frame.family, frame.topic, frame.parts
        earlier = by_unit.get(family, ())
        words = (
            frame.given or frame.closest or (previous if frame.follows else ()) or frame.otherwise
        )
        near = before.near
        if not near:
            if sort == "money" and previous and previous[-1] in _SOURCES:
                # 국비 301억·도비 58억·시비 127억 등 총 486억원: the whole of which they are parts.
                words = (*topic[-2:], frame.action or _COST)
            if frame.total:
                # 운정 15대, 문산 9대 등 모두 28대: the whole is what the sentence speaks of.
                whole = spoken.first_by_unit.get(family, ())
                words = topic or (whole if whole and whole[-1] not in _SOURCES else ()) or words
        if not words:
            words = _further_off(index, before, after, frame, nouns, earlier, spoken, sort)
        measure = bool(words) and _measures(words[-1], family)
        own = before.bare and before.strong and near == words and family not in _FAMILIES
        spent = _spent_on(before, previous) if sort == "money" else ()
        if spent:
            words, own = spent, True
        if (
            not figure.row
            and not (own and not _is_place(words[-1]) and words[-1] not in _AIMED)
            and (parts or not measure or words[-1] in _GENERIC)
        ):
            words = _completed(
                words, family, topic, earlier, parts,
                family == "percent" and claim.kind in ("growth", "change", "level"),
                before.subject or before.object, frame.action, spoken,
                claim.kind == "share", frame.together,
            )  # fmt: skip
            measure = bool(words) and _measures(words[-1], family)
        named = words
        deed = frame.deed
        if deed is not None and words and not figure.row and not frame.relative:
            beside = bool(after.beside) and after.beside[0] == deed
            named = _with_deed(words, deed, sort == "money", before.bracket, beside)
        found.append(Phrase(named, frame.verb))
        previous = words
        if measure and claim.role != "conversion" and words[-1] not in _SOURCES:
            by_unit[family] = words[-3:]
            if family not in spoken.first_by_unit:
                spoken.first_by_unit[family] = words[-3:]
        elif measure and claim.role == "report" and family not in spoken.first_by_unit:
            # 내년 국비 8조 원 확보: what the text is about may be a source of money.
            spoken.first_by_unit[family] = words[-3:]
    return found


def _further_off(
    index: int, before: Nouns, after: Nouns, frame: Frame, nouns: Sequence[Nouns], earlier: Words,
    spoken: Spoken, sort: str,
) -> Words:  # fmt: skip
    """Find the phrase of a figure beside which none stands: topic, unit, lead, heading, title."""
    if after.clause and _measures(after.clause[-1], frame.family):
        return after.clause
    if sort == "money" and not before.topic and not before.subject and after.purpose:
        return after.purpose
    words = frame.topic or frame.thing or before.near or earlier or frame.place
    if not words and index == 1:
        words = before.lead
    return words or _further(nouns, index) or spoken.heading or spoken.title


def _spent_on(before: Nouns, previous: Words) -> Words:
    """Name money by what is done to the things before it: 전기차 1,500대 보급에 283억 원."""
    if not previous:
        return ()
    if len(before.near) != 1 or before.near_case != "adverbial" or before.near[0] not in _DONE:
        return ()
    return (*previous[-3:], before.near[0])


def _with_deed(words: Words, deed: str, money: bool, bracket: bool, beside: bool) -> Words:
    """Add what is done: 국비 확보, 수주 선박; money takes its name from it, things keep theirs."""
    if words[-1].endswith(deed):
        return words
    if not money:
        if deed in words[-1]:
            return words
        # 스마트공장 626개사 구축, but 선박 62척을 수주했다: 수주 선박.
        return (*words, deed) if beside else (*words[:-1], deed, words[-1])
    if deed not in _MONEY_DEEDS or bracket:
        return words
    return (*(words[:-1] if words[-1].startswith(deed) else words), deed)


def _further(nouns: Sequence[Nouns], index: int) -> Words:
    """Find what the rest of a sentence speaks of, after the figure before the given stretch."""
    for later in nouns[index:]:
        words = later.object or later.subject or later.topic
        if words:
            return words
    return nouns[index].adverbial or nouns[index].beside


@lru_cache(maxsize=16384)
def _is_place(noun: str) -> bool:
    noun = noun.rpartition("·")[2]
    if noun.endswith(_REGIONS):
        return True
    return not noun.endswith(_NO_PLACES) and _LOCAL.fullmatch(noun) is not None


def _is_speaker(noun: str) -> bool:
    """Tell whether a noun names who speaks or acts: 창원시, 도, 관계자."""
    return not noun.endswith(_NO_PLACES) and _SPEAKER.fullmatch(noun) is not None


@lru_cache(maxsize=16384)
def _measures(head: str, family: str) -> bool:
    endings = vocabulary().measures.get(family)
    if endings is None:
        return not _is_place(head) and not head.endswith(_OFFICES)
    return head.endswith(endings)


def _closest(
    figure: Candidate, relative: bool, family: str, before: Nouns, after: Nouns, topic: Words
) -> Words:
    """Find the phrase that is tied to a figure; none where that of the figure before may be."""
    if figure.row:
        return _of_row(figure)
    near = before.near
    strong = before.strong
    if figure.unit == "rank":
        # 17개 시도 중 1위: the places are those among which it stands.
        return before.subject or before.topic or topic
    # 제주항에 274항차: where there is no saying what measures, a noun with 에 is a place.
    measured = (
        bool(near)
        and _measures(near[-1], family)
        and (strong or family in vocabulary().measures or before.near_case != "adverbial")
    )
    fits = measured and before.bare
    if after.linked and fits and near[-1].endswith(_EXTENTS):
        # 길이 404m의 출렁다리
        return (*after.linked, near[-1])
    if after.linked and not fits and after.linked[-1] not in _MOVE_NOUN:
        return after.linked
    if relative and topic and before.near_case == "of" and topic != near and not after.shared:
        # 임대료는 시세의 70%, but 수당의 78.3%가 지역에서 쓰였다
        return topic
    named = _inside(figure.counter) if figure.counter else ()
    if before.listed and topic and figure.unit == "site" and topic != near and not named:
        # 충전소는 장안·팽성·평택항 등 3곳
        return topic
    beside = after.thing
    if beside and figure.sort == "physical" and beside[-1].endswith(_SITES):
        # 산업단지 21만㎡ 부지에
        return (*near[-1:], *beside) if strong else beside
    if beside and (
        (figure.sort == "physical" and not fits)
        or (figure.unit == "%" and _measures(beside[-1], family))
        or (strong and before.place and not relative)
    ):
        return (*near[-1:], *beside) if strong else beside
    if strong or measured:
        # Also 내년 예산으로 1천43억 원, 정부안에는 6천981억 원.
        if named and near[-1] != named[-1]:
            return (*near, *named)
        return near
    if named:
        return named
    return beside if not relative else ()


def _of_row(figure: Candidate) -> Words:
    words = [word(token).noun for token in _TOKEN.findall(figure.row) if token[0].isalnum()]
    words = [name for name in words if len(name) > 1 or not name.isascii()]
    column = [
        word(token).noun
        for token in _TOKEN.findall(figure.column)
        if token[0].isalnum()
        and not token[0].isdecimal()
        and word(token).sort == "noun"
        and word(token).noun not in _MOVE_NOUN
    ]
    return (*words[-3:], *[name for name in column if name not in words][-2:])


def _action(nouns: Sequence[Nouns], index: int, family: str) -> str | None:
    """Find what the action behind a figure says is counted, in its clause."""
    for later in nouns[index : index + 2]:
        if family in later.named:
            return later.named[family]
        if later.verb is not None:
            return None
    return None


def _all(nouns: Sequence[Nouns], index: int) -> Words:
    """Find the measure that closes an enumeration: 사과 94㏊, 배 38㏊ 등 과수 면적."""
    for later in nouns[index:]:
        if later.all:
            return later.all
        if later.topic or later.subject or later.verb is not None:
            return ()
    return ()


def _deed_of(nouns: Sequence[Nouns], index: int) -> str | None:
    for later in nouns[index : index + 3]:
        if later.deed is not None:
            return later.deed
        if later.verb is not None or later.topic or later.subject:
            return None
    return None


@lru_cache(maxsize=1024)
def _inside(counter: str) -> Words:
    """Give the noun inside a counter: the 사업 of 108개 사업."""
    counter = counter.replace(" ", "")
    if counter.startswith("개") and len(counter) > 2 and counter not in ("개소", "개사"):
        return (counter[1:],)
    return ()


def _completed(
    words: Words, family: str, topic: Words, earlier: Words, parts: bool, growing: bool,
    own: Words, action: str | None, spoken: Spoken, share: bool, together: Words,
) -> Words:  # fmt: skip
    """Add the measure to what is only a part or a holder, and a name to what is too general."""
    known = vocabulary()
    if parts and family == "money" and words and words[-1].endswith(_PROJECTS):
        # ▲새만금 남북도로 건설 1,240억: a project names its money itself.
        return words
    if words and words[-1] in _GENERIC:
        for wider in (own, topic, earlier, spoken.heading, spoken.title):
            if wider and not set(wider) & set(words):
                return (*wider[-2:], *words)
        return words
    if (
        words
        and not parts
        and (_measures(words[-1], family) or (growing and not _is_place(words[-1])))
    ):
        return words
    if share and parts and topic and words and not set(topic) & set(words):
        # 기부자 거주지: 광주 22.4%, 경기 21%
        return (*topic[-2:], *words[-2:])
    if growing and parts and words and family == "percent" and not _is_place(words[-1]):
        return words
    measure: Words = ()
    if together and _measures(together[-1], family) and not set(together) & set(words):
        return (*words[-3:], together[-1])
    main = spoken.first_by_unit.get(family, ())
    for wider in (topic, main, earlier) if parts else (topic, (action,) if action else (), earlier):
        if wider and _measures(wider[-1], family) and not set(wider) & set(words):
            measure = wider
            break
    if measure:
        if (
            words
            and words[-1] != measure[-1]
            and _measures(words[-1], family)
            and family == "money"
        ):
            # 지방세 가운데 도세: the part measures, too.
            return (measure[-1], *words[-3:])
        return (*words[-3:], measure[-1])
    noun = known.counted.get(family)
    if noun is not None and not (
        words and (words[-1].endswith(noun) or _measures(words[-1], family))
    ):
        return (*words[-3:], noun)
    if words or family not in known.measures:
        return words
    return topic or spoken.heading or spoken.title


@lru_cache(maxsize=4096)
def noun_words(text: str) -> Words:
    """Give the nouns of a heading or a phrase, without their particles, at most three."""
    words = [word(token) for token in _TOKEN.findall(text)]
    return tuple([found.noun for found in words if found.sort == "noun"][-3:])
