"""From bytes to text: what a page says its charset is, and what it really is."""

from __future__ import annotations

import codecs

from bs4.dammit import EncodingDetector

_HEAD = 4096
"""Bytes within which a page declares its charset."""

_KOREAN = {
    "euc-kr",
    "euc_kr",
    "euckr",
    "ks_c_5601-1987",
    "ksc5601",
    "ms949",
    "x-windows-949",
    "uhc",
}
"""Names under which Korean sites declare what is in truth CP949, a superset of EUC-KR."""


def decode(body: bytes, declared: str | None = None) -> str:
    """The text of a page; bytes that fit nothing become U+FFFD, and nothing is raised.

    A byte order mark wins; then UTF-8 that shows hangul, whatever is declared; then the first of
    the declared charset, the page's own and UTF-8 that decodes without fault; then CP949 if it
    fits better than UTF-8.
    """
    if body.startswith(codecs.BOM_UTF8):
        return body[3:].decode("utf-8", errors="replace")
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body.decode("utf-16", errors="replace")
    own = EncodingDetector.find_declared_encoding(
        body[:_HEAD], is_html=True, search_entire_document=True
    )
    names = [declared, own, "utf-8"]
    if _is_korean_utf8(body):
        # Two syllables of CP949 may pass for other letters in UTF-8, but never for hangul of it.
        return body.decode("utf-8")
    codecs_to_try = list(dict.fromkeys(_codec(name) for name in names if name))
    for name in codecs_to_try:
        if name is None:
            continue
        try:
            return body.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    candidates = [body.decode(name, errors="replace") for name in ("utf-8", "cp949")]
    return min(candidates, key=lambda text: text.count("\ufffd"))


def _is_korean_utf8(body: bytes) -> bool:
    """Whether bytes are UTF-8 with hangul in it, whatever page or server declare."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return any("\uac00" <= letter <= "\ud7a3" for letter in text) if not text.isascii() else False


def _codec(name: str) -> str | None:
    lowered = name.strip().lower()
    if lowered in _KOREAN:
        return "cp949"
    try:
        found = codecs.lookup(lowered)
    except (LookupError, ValueError):  # A name with a zero byte is no name.
        return None
    # Latin-1 decodes any bytes: as a declaration on a Korean page it is a server's default.
    return None if found.name in {"iso8859-1", "ascii", "cp1252"} else found.name
