"""How an input is changed into the next one, beside what the fuzzer does by itself.

Bytes changed at random are mostly no UTF-8 and no markup any more. These changes keep letters whole
and put in what means something to the target.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random


def changed(
    body: bytes, pieces: Sequence[str], longest: int, chance: Random, *, binary: bool
) -> bytes:
    """An input with one to four changes.

    Args:
        body: The input.
        pieces: What may be put in.
        longest: Bytes that the new one may have.
        chance: Decides.
        binary: Whether its signs are bytes rather than letters of UTF-8.
    """
    codec = "latin-1" if binary else "utf-8"
    text = body.decode(codec, errors="surrogateescape")
    for _ in range(chance.choice((1, 1, 2, 4))):
        text = _once(text, pieces, chance)
    # A piece in Korean goes into bytes as it is written in UTF-8.
    raw = text.encode("latin-1", "replace") if binary else text.encode(codec, "surrogateescape")
    return raw[:longest]


def _once(text: str, pieces: Sequence[str], chance: Random) -> str:
    start = chance.randrange(len(text) + 1)
    end = min(len(text), start + chance.choice((0, 1, 2, 4, 16, 64)))
    kind = chance.randrange(8)
    if kind <= 2:
        return text[:start] + chance.choice(pieces) + text[start:]
    if kind == 3:
        return text[:start] + chance.choice(pieces) + text[end:]
    if kind == 4:
        return text[:start] + text[end:]
    if kind == 5:
        elsewhere = chance.randrange(len(text) + 1)
        return text[:elsewhere] + text[start:end] + text[elsewhere:]
    if kind == 6:
        # What takes more than time in proportion shows itself where something comes very often.
        return text[:start] + text[start:end] * chance.choice((2, 3, 10, 100)) + text[end:]
    digits = [place for place, sign in enumerate(text) if sign.isdecimal()]
    if not digits:
        return text + chance.choice(pieces)
    place = chance.choice(digits)
    return text[:place] + chance.choice("0123456789") + text[place + 1 :]
