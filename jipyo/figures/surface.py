"""Levelling of the printed surface: one spelling of each sign, without moving any offset."""

from __future__ import annotations

import re

_SAME = {
    # Digits and Latin letters printed full-width (U+FF01 to U+FF5E mirror ASCII).
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000"), ord(" ")),
    # Invisible signs stand inside numbers of pages that were pasted from word processors.
    **dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"), ord(" ")),
    **dict.fromkeys(map(ord, "∼～〜˜"), ord("~")),
    **dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), ord("-")),
    **dict.fromkeys(map(ord, "ㆍ‧∙・･•"), ord("·")),
    **dict.fromkeys(map(ord, "‘’‛`´＇′"), ord("'")),
    **dict.fromkeys(map(ord, "“”‟″＂"), ord('"')),
    **dict.fromkeys(map(ord, "﹪％"), ord("%")),
    **dict.fromkeys(map(ord, "▵∆"), ord("△")),
    **dict.fromkeys(map(ord, "▴"), ord("▲")),
    **dict.fromkeys(map(ord, "⇒➔➡⟶→"), ord("→")),
    ord("兆"): ord("조"),
    ord("億"): ord("억"),
    ord("萬"): ord("만"),
    ord("弗"): ord("불"),
    ord("\r"): ord("\n"),
    ord("\v"): ord(" "),
    ord("\f"): ord("\n"),
    ord("\u2028"): ord("\n"),
    ord("\u2029"): ord("\n"),
    ord("\x85"): ord("\n"),
}
_SPELLING = {chr(code): chr(same) for code, same in _SAME.items() if code != same}
_ODD = re.compile("[" + "".join(map(re.escape, _SPELLING)) + "]")


def level(text: str) -> str:
    """Give the text with every sign in its one spelling; the length stays the same.

    Full-width digits, variants of the tilde, the dash, the middle dot and the quotation marks,
    and Hanja scale words are folded, so that the rules of this room are written once.
    """
    # Few of the signs stand in one text; replacing those is ten times faster than translating.
    for sign in set(_ODD.findall(text)):
        text = text.replace(sign, _SPELLING[sign])
    return text
