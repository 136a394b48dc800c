"""The figure reader: text in, figures out, with what every other number is instead."""

from __future__ import annotations

from datetime import date

from jipyo.figures.model import Figure, Mark, Period, Reading

__all__ = ["Figure", "Mark", "Period", "Reading", "read"]


def read(text: str, published: date | None = None) -> Reading:
    """Read the figures of a text; see `jipyo.figures.reader.read`.

    The reader's patterns are compiled at the first call, so that commands which only name the
    types of this room start fast.
    """
    from jipyo.figures import reader

    return reader.read(text, published)
