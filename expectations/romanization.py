"""Korean proper names in Latin letters, by the Revised Romanization of Korean (2000).

Names of places keep the word for what they are behind a hyphen, as the rule asks (창원시 becomes
Changwon-si); metropolitan cities and self-governing provinces go without it (부산광역시 is Busan).
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

_LETTERS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_INITIALS, _VOWELS, _FINALS, _CARRIED = (
    [letters.strip("-") for letters in _LETTERS[part].split()]
    for part in ("initials", "vowels", "finals", "carried")
)
_DIVISIONS: dict[str, str] = _LETTERS["divisions"]
_NASAL = {"k": "ng", "t": "n", "p": "m"}
_GREAT = re.compile(r"(?:특별자치시|특별자치도|특별시|광역시)$")
_HANGUL = re.compile("[가-힣]+")
_FIRST_SYLLABLE = ord("가")


def romanized(name: str) -> str:
    """A name with each Korean word of it in Latin letters: 강릉시 becomes Gangneung-si."""
    return _HANGUL.sub(lambda match: _word(match.group()), name)


def _word(word: str) -> str:
    short = _GREAT.sub("", word) or word
    division = ""
    if short == word and len(word) > 1 and word[-1] in _DIVISIONS:
        short, division = word[:-1], "-" + _DIVISIONS[word[-1]]
    return _letters(short).capitalize() + division


def _letters(word: str) -> str:
    spelled: list[str] = []
    final = 0
    for position, letter in enumerate(word):
        initial, rest = divmod(ord(letter) - _FIRST_SYLLABLE, len(_VOWELS) * len(_FINALS))
        vowel, next_final = divmod(rest, len(_FINALS))
        first = _INITIALS[initial]
        if position:
            end, first = _joined(final, first, _VOWELS[vowel])
            spelled.append(end)
        spelled.append(first + _VOWELS[vowel])
        final = next_final
    spelled.append(_FINALS[final])
    return "".join(spelled)


def _joined(final: int, first: str, vowel: str) -> tuple[str, str]:
    """The end of a syllable and the beginning of the next one, as they change each other."""
    end = _FINALS[final]
    if not first:
        carried = _CARRIED[final]
        # 굳이, 같이
        return ({"d": "j", "t": "ch"}.get(carried, carried) if vowel == "i" else carried), ""
    if first == "r":
        if end in ("l", "n"):
            return "l", "l"
        return _NASAL.get(end, end), "n" if end else first
    if first == "n" and end == "l":
        return "l", "l"
    return (_NASAL.get(end, end) if first in ("n", "m") else end), first
