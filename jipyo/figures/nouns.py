"""Words of Korean text: what is a noun and what its particle says of it, and what is a verb.

No dictionary of the language and no analyser: particles are stripped, verbs are known by their
endings and a list of stems (phrases.toml). A word is looked at once; words come again and again.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple, cast

Case = Literal["bare", "topic", "subject", "object", "of", "and", "adverbial", "than", "copula"]
"""What the particle of a noun makes of it; ``copula`` is `이다`, ``than`` a comparison."""
Sort = Literal["noun", "verb", "time", "skip", "mark"]

_PARTICLES: dict[Case, str] = {
    "of": "이라는 라는 의",
    "adverbial": "로는 로도 로만 로서 로써 와는 과는"
    " 으로서 으로써 에서는 에서도 으로는 으로도 까지는 에게는 에게서 에게 에는 에도"
    " 에만 에서 으로 부터 까지 처럼 마다 대로 만큼 조차 께 에 로 엔",
    "copula": "이라고 이었다 이지만 이라며 이어서 이며 이고 이다 인데 였다",
    "than": "보다",
    "and": "이나 과 와",
    "topic": "은 는 도 만",
    "subject": "이 가",
    "object": "을 를",
}
# Nouns that end like a noun with a particle, by what stands before it (others: phrases.toml).
_WHOLE = re.compile(
    r"(?:[가-힣]{1,3}[남북]도|[가-힣]자치도|[가-힣]{2,}정책과|[가-힣]{2,}관리과|[가-힣]{2,}행정과"
    r"|[가-힣]대학교?|[가-힣]{1,2}다리)$"
)
_DATED = re.compile(
    r"제\d+[회차호기]|[\d.,~·'\-]*\d(?:$|년|월|일|시(?!장)|분|초|주|개월|개년|%|분기|세기|세(?!대)|[.,~])"
)
_DATE_STARTS = frozenset("0123456789제.,~·'-")
_EACH = re.compile(
    r"[가-힣]별(?:로|로는|로도|로만)?$|^(?:비율|금액|건수|수치|물량|액수)(?:로|으로)는?$"
    r"|^[은는이가을를의에로와과며고서]$|^(?:으로|에서|에는|이며|이고)$"
)
_HADA = re.compile(
    r"(?:하|되|시키|받|당하)(?:는|고|며|여|면|지|기|다|던|도록|려|려고|자|니|게|더니|거나|므로"
    r"|면서)[가-힣]{0,4}$"
    r"|(?:했|됐|하였|되었|시켰|받았|당했|했었|해졌)[가-힣]{0,5}$|.(?:해서|해|한다|된다|하는|되는"
    r"|하여|되어|돼|하며|되며|하고|되고|하기|되면|하면|시킨|시켜|받은|받아|당한)$"
    r"|.{2,}(?:한|된|할|될)$|[가-힣]{2,}(?:으면|하면|되면|지면|나면|르면|리면|키면|기면|오면|내면)$"
)
_COMPLETE = re.compile(
    r"[았었였했됐렸왔갔났랐랬쳤졌겼뒀섰봤냈렀썼꼈셨팠켰췄](?:다|고|으며|으나|지만|는데도?|던|으니|을"
    r"|습니다|음|기|다고|다는|다며)?$|(?:습니다|입니다|[ㅂ]니다|답니다)$"
    r"|[가-힣](?:는다|ㄴ다|인다|간다|온다|른다|린다|춘다|운다|든다|준다|쓴다|낸다|선다|진다|친다"
    r"|킨다|긴다|한다|된다)(?:고|는|며)?$"
)
_ENDINGS = (
    # Endings that melt into the last syllable of the stem: final consonants.
    "\u11ab \u11af \u11ab다 \u11ab다고 \u11ab다는 \u11ab데 \u11b7 \u11b8니다 \u11bb다 \u11bb고"
    " \u11bb으며 \u11bb던 \u11bb지만"
    " 는 는데 는다 은 을 고 고서 며 면 면서 면서도 다 다가 자 자마자 지 지만 지는 기 기로 기에 게"
    " 도록 니 던 음"
    " 어 아 어서 아서 여 여서 려 려고 려는 으려 으려는 으며 으면 으면서 서 도 야 은데 습니다 네"
    " 거나 든 든지 지고 져"
)
_ENDING = re.compile(
    "(?:"
    + "|".join(re.escape(unicodedata.normalize("NFD", end)) for end in _ENDINGS.split())
    + ")?"
)


_FIRST_SYLLABLE, _FINALS = 0xAC00, 28
"""How Unicode arranges the syllables of Hangul."""
_SHORT = frozenset(("topic", "subject", "adverbial", "and"))
_CASES: dict[str, Case] = {
    particle: case for case, particles in _PARTICLES.items() for particle in particles.split()
}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The data file phrases.toml, arranged for looking up."""

    stems: frozenset[str]
    stem_starts: frozenset[int]
    skip: frozenset[str]
    time: frozenset[str]
    generic: frozenset[str]
    actions: frozenset[str]
    deeds: frozenset[str]
    money_deeds: frozenset[str]
    projects: tuple[str, ...]
    sources: frozenset[str]
    no_places: tuple[str, ...]
    short: frozenset[str]
    bullets: frozenset[str]
    named: dict[str, tuple[re.Pattern[str], dict[str, str]]]
    regions: tuple[str, ...]
    moves: frozenset[str]
    measures: dict[str, tuple[str, ...]]
    counted: dict[str, str]
    whole: frozenset[str]
    longest_whole: int


@cache
def vocabulary() -> Vocabulary:
    """Load the words of phrases; the first call reads the file."""
    source = Path(__file__).with_name("phrases.toml").read_text("utf-8")
    data = cast("dict[str, dict[str, list[str]]]", tomllib.loads(source))
    counted = cast("dict[str, str]", data["counted"])
    named = cast("dict[str, dict[str, str]]", data["named"])
    words = data["words"]
    whole = cast("str", words["whole"]).split()
    stems = frozenset(unicodedata.normalize("NFD", stem) for stem in data["predicates"]["stems"])
    return Vocabulary(
        stems=stems,
        stem_starts=frozenset(map(_opening, data["predicates"]["stems"])),
        skip=frozenset(words["skip"]),
        time=frozenset(words["time"]),
        generic=frozenset(words["generic"]),
        actions=frozenset(words["actions"]),
        deeds=frozenset(words["deeds"]),
        money_deeds=frozenset(words["money_deeds"]),
        projects=tuple(words["projects"]),
        sources=frozenset(words["sources"]),
        no_places=tuple(words["no_places"]),
        moves=frozenset(words["moves"]),
        short=frozenset(words["short"]),
        bullets=frozenset(words["bullets"]),
        named={family: (_first_of(nouns), nouns) for family, nouns in named.items()},
        regions=tuple(words["regions"]),
        measures={family: tuple(endings) for family, endings in data["measures"].items()},
        counted=dict(counted),
        whole=frozenset(whole),
        longest_whole=max(map(len, whole)),
    )


def _first_of(nouns: dict[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(stem) for stem in sorted(nouns, key=len, reverse=True)))


class Word(NamedTuple):
    """A word as printed, its noun without the particle, and what the particle makes of it."""

    text: str
    noun: str
    case: Case
    sort: Sort


@lru_cache(maxsize=32768)
def word(text: str) -> Word:
    """Look at one word, printed without marks around it."""
    known = vocabulary()
    if not text or not text[0].isalnum():
        return Word(text, text, "bare", "mark")
    if text in known.skip:
        return Word(text, text, "bare", "skip")
    if text in known.time or (text[0] in _DATE_STARTS and _DATED.match(text)):
        return Word(text, text, "bare", "time")
    if (len(text) <= 2 or "별" in text or text[0] in "비금건수물액") and _EACH.search(text):
        return Word(text, text, "bare", "skip")
    if (
        len(text) >= 2
        and text.endswith(("당", "당은"))
        and not text.endswith(
            (
                "식당",
                "정당",
                "담당",
                "성당",
                "서당",
                "명당",
                "화당",
                "수당",
                "배당",
                "경로당",
                "불당",
                "회당",
                "마당",
                "일당",
                "의당",
                "사당",
            )
        )
    ):
        return Word(text, text, "bare", "skip")
    if _is_whole(text, known):
        return Word(text, text, "bare", "noun")
    if _is_verb(text, known):
        return Word(text, text, "bare", "verb")
    if text.endswith("인") and (
        text[:-1] in known.skip | known.time | known.generic or text.endswith("꼴인")
    ):
        # 목표인, 이전인: the copula as an attribute.
        return Word(text, text[:-1], "of", "skip")
    for length in (3, 2, 1):
        particle = text[-length:]
        case = _CASES.get(particle)
        if case is not None and len(text) > length:
            noun = text[:-length]
            if noun in known.time:
                return Word(text, noun, case, "time")
            if noun in known.skip:
                return Word(text, noun, case, "skip")
            if length == 1 and len(noun) == 1 and case in _SHORT and noun not in known.short:
                # 회의, 종로, 국가: short words are nouns of their own more often than not.
                break
            return Word(text, noun, case, "noun")
    return Word(text, text, "bare", "noun")


_PRICES = re.compile(
    r"^(?:(?:개별|표준)?공시|표준|개별|기준)?지가$|^(?:의료|진료|적정)?수가$|^공시가$"
)
"""산업단지가, 환자수가 are subjects, but for the prices that end alike."""


def _is_whole(text: str, known: Vocabulary) -> bool:
    if text.endswith(("지가", "수가", "투자가")) and len(text) > 2 and not _PRICES.match(text):
        return False
    for length in range(2, min(len(text), known.longest_whole) + 1):
        if text[-length:] in known.whole and not text[-length - 1 : -length].isdecimal():
            return True
    return text[-1] in "도과로대" and bool(_WHOLE.search(text))


def _opening(text: str) -> int:
    """Give a number for the initial consonant and the vowel with which a word begins."""
    return (ord(text[0]) - _FIRST_SYLLABLE) // _FINALS


def _is_verb(text: str, known: Vocabulary) -> bool:
    if len(text) >= 2 and (_COMPLETE.search(text) or _HADA.search(text)):
        return True
    if _opening(text) not in known.stem_starts:
        return False
    letters = unicodedata.normalize("NFD", text)
    for end in range(min(len(letters), 16), 1, -1):
        if letters[:end] in known.stems and _ENDING.fullmatch(letters, end):
            return True
    return False
