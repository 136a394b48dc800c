"""Text from strangers, made plain: what is printed, logged or sent must do nothing but be read.

This is the one place that says which signs of a text may reach a terminal or a log. Titles and
bodies come from strangers, and terminals obey control sequences; marks of direction make a line
read otherwise than it is; signs without width hide in words.
"""

from __future__ import annotations

import json
import logging
import unicodedata


def plain(text: str) -> str:
    """A text as one line of signs that show, its spaces and tabs kept.

    Control characters of C0 and C1, ends of lines among them, become spaces: what follows an
    escape stays and shows as the text that it is. Marks without width or of direction (category
    Cf) are left out. Other signs that nothing shows (surrogates, private use) become spaces.
    """
    if text.isprintable():
        return text
    return text.translate({ord(sign): _instead(sign) for sign in set(text)})


def on_one_line(text: str) -> str:
    """A text as in :func:`plain`, its spaces drawn together."""
    return " ".join(plain(text).split())


def shortened(text: str, longest: int = 300) -> str:
    """A text as in :func:`on_one_line`, cut where it is longer than so many signs."""
    line = on_one_line(text)
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def json_text(record: object, *, indent: int | None = None) -> str:
    r"""A record as JSON in UTF-8 whose reader gets every text exactly, and a terminal nothing.

    Signs that do not show are written as ``\uXXXX``: JSON itself asks it for those of C0 only.
    """
    text = json.dumps(record, ensure_ascii=False, indent=indent)
    if text.isprintable():
        return text
    hidden = {sign for sign in set(text) if _instead(sign) != sign and sign != "\n"}
    return text.translate({ord(sign): json.dumps(sign)[1:-1] for sign in hidden})


class PlainLines(logging.Filter):
    """Makes the message of a log record one plain line, and each line of its trace plain."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record; none is left out."""
        record.msg, record.args = plain(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            trace = logging.Formatter().formatException(record.exc_info)
            record.exc_text = "\n".join(map(plain, trace.split("\n")))
        return True


def _instead(sign: str) -> str:
    if sign.isprintable():
        return sign
    category = unicodedata.category(sign)
    if category == "Cf":
        return ""
    return sign if category == "Zs" or sign == "\t" else " "
