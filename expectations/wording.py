"""The sentences of findings, in every language.

A check tells in its column ``told`` which sentence it says (``say``) and what stands in it; the
sentences themselves stand in ``sentences.ko.toml`` and ``sentences.en.toml``. What is told is a
text as printed, a count, something in both languages (``{"ko": …, "en": …}``), a proper name
(``{"name": …}``), a further sentence (``{"say": …}``), a list of these, or nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast, get_args

import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from expectations.romanization import romanized
from jipyo.store.queries import query

Language = Literal["ko", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

_FIELD = re.compile(r"\{(\w+)(?::([^}]*))?\}")
_LAST_SAID = re.compile(r"([가-힣0-9A-Za-z%])[^가-힣0-9A-Za-z%]*\Z")
_OPEN_DIGITS = "2459"
_CLOSED_LETTERS = "lmnrLMNR"
_CLOSED_UNITS = re.compile(r"(?:^|[\s0-9])(?:t|g|kg|mg|km|m|cm|mm)\Z")


@cache
def sentences(language: Language) -> Mapping[str, Mapping[str, str]]:
    """The sentences of a language, by check and by the name under which the check says them."""
    file = Path(__file__).with_name(f"sentences.{language}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def fields(sentence: str) -> set[str]:
    """Names of what stands in a sentence."""
    return {match[1] for match in _FIELD.finditer(sentence)}


def worded(check_id: str, told: Mapping[str, Any], language: Language) -> str:
    """What a check tells, as a sentence.

    Raises:
        KeyError: the language has no such sentence, or the check does not tell what it needs.
    """

    def fill(match: re.Match[str]) -> str:
        return _put_in(check_id, told[match[1]], match[2] or "", language)

    return _FIELD.sub(fill, sentences(language)[check_id][told["say"]])


def word_findings(connection: psycopg.Connection[Any], run_id: object) -> None:
    """Put the sentences of all languages into the findings of a run."""
    with connection.cursor(row_factory=dict_row) as cursor:
        found = cursor.execute(query("findings_told"), {"run_id": run_id}).fetchall()
    lines = [
        {
            "check_id": row["check_id"],
            "fingerprint": row["fingerprint"],
            "message": worded(row["check_id"], row["told"], "ko"),
            "message_en": worded(row["check_id"], row["told"], "en"),
        }
        for row in found
    ]
    connection.execute(query("word_findings"), {"run_id": run_id, "worded": Jsonb(lines)})


def _put_in(check_id: str, told: object, form: str, language: Language) -> str:
    if told is None:
        return ""
    if isinstance(told, list):
        parts = cast("Sequence[object]", told)
        return form.join(_put_in(check_id, part, "", language) for part in parts)
    if isinstance(told, dict):
        words = _words(check_id, cast("Mapping[str, Any]", told), language)
    elif isinstance(told, str):
        words = told
    else:
        words = f"{told:,}"
    if not form or (isinstance(told, dict) and "say" in told):
        return words
    one, other = form.split("/")
    if language == "ko":
        return words + (one if _ends_closed(words, one) else other)
    return f"{words} {one if told == 1 else other}"


def _words(check_id: str, told: Mapping[str, Any], language: Language) -> str:
    if "say" in told:
        return worded(check_id, told, language)
    if "name" in told:
        return told["name"] if language == "ko" else romanized(told["name"])
    return told[language]


def _ends_closed(words: str, particle: str) -> bool:
    """Whether words end in a consonant as they are read, so that the first form of a particle fits.

    ㄹ counts as open before 로 (서울로, 1로). Numbers are read in Chinese Korean (일, 이, 삼),
    Latin letters and units by their names (톤, 킬로그램, 미터).
    """
    found = _LAST_SAID.search(words)
    if found is None:
        return False
    letter = found[1]
    before_ro = particle.startswith("으로")
    if "가" <= letter <= "힣":
        final = (ord(letter) - ord("가")) % 28
        return final != 0 and not (before_ro and final == 8)
    if letter.isdigit():
        return letter not in _OPEN_DIGITS and not (before_ro and letter in "178")
    unit = _CLOSED_UNITS.search(words[: found.end(1)])
    if unit:
        return unit[0].strip("0123456789 ") in ("t", "g", "kg", "mg")
    return letter in _CLOSED_LETTERS and not (before_ro and letter in "lrLR")
