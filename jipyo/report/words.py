"""The words of the site itself, in each language: ``words.ko.toml`` and ``words.en.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, get_args

from jipyo.store.flags import Language

LANGUAGES: tuple[Language, ...] = get_args(Language)


@cache
def words(language: Language) -> Mapping[str, Mapping[str, str]]:
    """The words of a language, by part of the site and name."""
    file = Path(__file__).with_name(f"words.{language}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


class Speech:
    """Says things in one language."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self._words = words(language)

    def __call__(self, name: str, **told: Any) -> str:  # noqa: ANN401 - whatever can be printed
        """A text of the site by its name, ``part.name``, with what is told put in.

        Raises:
            KeyError: the language has no such text, or it needs what is not told.
        """
        part, _, rest = name.partition(".")
        text = self._words[part][rest]
        return text.format(**told) if told else text

    def known(self, part: str, name: str) -> str | None:
        """The word for a code of the store; none where the site has no word for it."""
        return self._words[part].get(name)


_STEPS = {
    "ko": ((1e12, "조"), (1e8, "억"), (1e4, "만")),
    "en": ((1e12, " tn"), (1e9, " bn"), (1e6, " m")),
}
_LEAST_SCALED = {"ko": 1e5, "en": 1e6}


def axis_amounts(numbers: Sequence[float], language: Language) -> Sequence[str]:
    """Numbers of one axis in short words, all of one step: ``8,000억``, ``800 bn``.

    Args:
        numbers: In base units.
        language: Of the words.
    """
    most = max((abs(number) for number in numbers), default=0)
    step, sign = 1.0, ""
    if most >= _LEAST_SCALED[language]:
        step, sign = next(pair for pair in _STEPS[language] if most >= pair[0])
    return [f"{_plain(number / step)}{sign}" if number else "0" for number in numbers]


def _plain(number: float) -> str:
    text = f"{number:,.6f}".rstrip("0").rstrip(".")
    return text.replace("-", "\N{MINUS SIGN}")
