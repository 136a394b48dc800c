"""Units: what the word after a numeral is, and where it ends."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jipyo.figures.lexicon import UnitSort, UnitWord, lexicon

_GAP = re.compile(r"(?P<over>여|남짓)? ?(?P<again>여 )?")
# What may follow a unit in the same word: particles, the copula, and suffixes of amount.
PARTICLE = re.compile(
    r"(?:[은는이가을를의에도로과와만씩나]|엔(?![가-힣])|으로|에서|에게|까지|부터|보다|처럼"
    r"|이나|이며|이고|이다|였|이었|이라|라|인"
    r"|뿐|밖|마다|든|들|쯤|대|선|당|째|꼴|짜리|어치|이상|이하|미만|초과|이내"
    r"|가량|정도|안팎|내외|규모|수준"
    r"|남짓|가까|넘|중|등|간|다(?![가-힣])|상당|돌파|달성|증|감|늘|줄|및|여)"
)
_DENOMINATOR = re.compile(
    r"당(?!초|시|일|진|선|해|기|국|위|사|연|대|장|부|첨|분간|겨|직|뇨)|\s(?:한\s)?(?:포대|들이)"
)
_LATIN = re.compile(r"[A-Za-z\d]")
_HANGUL = re.compile(r"[가-힣]")


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit of a numeral: its class, the counter as printed (counts only), and its span."""

    end: int
    unit: str
    counter: str | None
    sort: UnitSort
    word: str
    over: bool = False
    denominator: bool = False


def read_unit(text: str, start: int) -> Unit | None:
    """Read the unit word at ``start``, the end of a numeral; None where no known word stands.

    `여` and one blank may stand between. The longest word that ends at a word boundary, or before
    a particle, wins: `개사` before `개`, `%포인트` before `%`; `대` is not read in `대학`.
    """
    gap = _GAP.match(text, start)
    begin = gap.end() if gap else start
    if begin >= len(text):
        return None
    over = bool(gap and (gap["over"] or gap["again"]))
    words = lexicon().by_first.get(text[begin])
    if words is None:
        return None
    best: Unit | None = None
    for entry in words:
        if text.startswith(entry.word, begin) and _ends(text, begin, entry):
            best = _unit(text, begin, entry, over)
            break
    if text[begin] == "개":
        noun = _after_gae(text, begin + 1)
        if noun is not None and (best is None or noun[0] > best.end):
            end, cls = noun
            return Unit(end, cls, text[begin:end], "count", "개+", over, _per(text, end))
    return best


def _unit(text: str, begin: int, entry: UnitWord, over: bool) -> Unit:
    end = begin + len(entry.word)
    counter = entry.word if entry.sort == "count" else None
    return Unit(end, entry.unit, counter, entry.sort, entry.word, over, _per(text, end))


def _per(text: str, end: int) -> bool:
    return bool(_DENOMINATOR.match(text, end))


_COPULA = ("입니다", "이었습니다", "였습니다")
"""Of a text that addresses its reader; 기입, 개입 and the like are followed by another verb."""


def _ends(text: str, begin: int, entry: UnitWord) -> bool:
    end = begin + len(entry.word)
    following = text[end : end + 1]
    if not following:
        return True
    if entry.word[-1].isascii() and entry.word[-1].isalpha():
        return not _LATIN.match(following)
    if entry.sort == "percent" and entry.word != "프로":
        return True
    if text.startswith(_COPULA, end):
        return True
    other = lexicon().other_words.get(entry.word)
    if other is not None and other.match(text, end):
        return False
    if not _HANGUL.match(following):
        return True
    if len(entry.word) >= 2 and entry.sort in ("count", "money"):
        return True
    if entry.word in ("개", "원", "명", "곳"):
        return True
    return bool(PARTICLE.match(text, end)) or entry.sort == "label"


def _after_gae(text: str, pos: int) -> tuple[int, str] | None:
    begin = pos + 1 if text[pos : pos + 1] == " " else pos
    if begin >= len(text):
        return None
    other = lexicon().other_words.get("개")
    if text.startswith(_COPULA, pos):
        return None
    if other is not None and other.match(text, pos):
        return None
    for noun, cls in lexicon().gae_by_first.get(text[begin], ()):
        if text.startswith(noun, begin):
            end = begin + len(noun)
            if cls == "province" and noun == "도" and begin == pos:
                # 40개도: the particle, where no blank stands between.
                return None
            if end >= len(text) or not _HANGUL.match(text[end]) or PARTICLE.match(text, end):
                return end, cls
    return None
