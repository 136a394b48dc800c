"""One text in, the records of its figures out: what `jipyo extract` prints."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from jipyo.figures import read
from jipyo.figures.model import Figure, Reading
from jipyo.series.identity import identify
from jipyo.series.model import Identity
from jipyo.series.places import Place, Places
from jipyo.series.registry import Registry
from jipyo.store.errors import JipyoError


class TextError(JipyoError):
    """A text could not be read; the message says which and why."""


class UnknownPlaceError(JipyoError):
    """A place is not in the register of local governments."""


def read_text(file: Path) -> str:
    """The text of a file in UTF-8, or of standard input for ``-``; line ends stay as they are."""
    try:
        data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise TextError(f"{file} cannot be read: {error.strerror}.") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TextError(
            f"{file} is not UTF-8 (byte {error.start} is 0x{data[error.start]:02x}). "
            f"Convert it first, for instance: iconv -f cp949 -t utf-8 {file}"
        ) from None


def decimal_text(value: Decimal | None) -> str | None:
    """A decimal in plain notation without trailing zeros: ``801700000000``, ``4.2``."""
    if value is None:
        return None
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def figure_records(
    text: str, *, published: date | None, place: str | None, measures: Registry | None = None
) -> Sequence[dict[str, Any]]:
    """The reported figures of a text as records of format ``figures/1`` (docs/formats.md).

    Args:
        text: The text as it is; offsets count in it.
        published: Publication day, against which relative periods are resolved.
        place: Local government that the text is about; recognised from the text if not given.
        measures: The measures that are known; the shipped ones by default.

    Raises:
        UnknownPlaceError: ``place`` is in no register.
    """
    return _records(read(text, published=published), text, published, place, measures)


def number_records(
    text: str, *, published: date | None, place: str | None, measures: Registry | None = None
) -> Sequence[dict[str, Any]]:
    """Every number of a text with its disposition, as records of format ``numbers/1``.

    Figures carry all fields of ``figures/1``; together the records cover every digit of the text
    once.

    Raises:
        UnknownPlaceError: ``place`` is in no register.
    """
    reading = read(text, published=published)
    figures = iter(_records(reading, text, published, place, measures))
    found: list[dict[str, Any]] = []
    for mark in reading.marks:
        entry: dict[str, Any] = {
            "start": mark.start,
            "end": mark.end,
            "text": mark.text,
            "disposition": mark.disposition,
        }
        found.append(entry | next(figures) if mark.disposition == "figure" else entry)
    return found


def _records(
    reading: Reading,
    text: str,
    published: date | None,
    place: str | None,
    measures: Registry | None,
) -> Sequence[dict[str, Any]]:
    figures = reading.figures
    about = place_of(text, published, place)
    identities = identify(figures, text, about, published, measures)
    return [record(figure, identity) for figure, identity in zip(figures, identities, strict=True)]


def place_of(text: str, published: date | None, name: str | None) -> Place | None:
    """The local government that a text is about: the one of this name, else as recognised.

    Raises:
        UnknownPlaceError: ``name`` is in no register.
    """
    register = Places.load()
    if name is None:
        title, _, body = text.partition("\n")
        return register.recognise(title, body, published, hint=None)
    found = register.resolve(name, published)
    if found is None:
        raise UnknownPlaceError(
            f"{name} is not in the register of local governments. "
            "Write its official name, such as 창원시 or 경상남도, or leave --place out."
        )
    return found


def record(figure: Figure, identity: Identity) -> dict[str, Any]:
    """One figure as a record of format ``figures/1``."""
    return {
        "start": figure.start,
        "end": figure.end,
        "text": figure.text,
        "value": decimal_text(figure.value),
        "value_high": decimal_text(figure.value_high),
        "unit": figure.unit,
        "counter": figure.counter,
        "kind": figure.kind,
        "role": figure.role,
        "metric": identity.metric,
        "phrase": figure.phrase,
        "place": identity.place,
        "scope": identity.scope,
        "period_start": figure.period.start.isoformat() if figure.period.start else None,
        "period_end": figure.period.end.isoformat() if figure.period.end else None,
        "qualifiers": list(figure.qualifiers),
    }


def figure_lines(records: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The records for a person: one line each, the quote first."""
    return map(_figure_line, records)


def number_lines(records: Sequence[dict[str, Any]]) -> Iterator[str]:
    """All numbers for a person: a line each, the disposition first, and a line that counts them."""
    width = max((len(entry["disposition"]) for entry in records), default=0)
    for entry in records:
        shown = _figure_line(entry) if entry["disposition"] == "figure" else entry["text"]
        yield f"{entry['disposition']:<{width}}  {shown}"
    counts = Counter(entry["disposition"] for entry in records)
    yield ", ".join(f"{count} {name}" for name, count in counts.most_common()) or "no number"


def _figure_line(entry: dict[str, Any]) -> str:
    start, end = entry["period_start"], entry["period_end"]
    when = "" if start is None and end is None else f"  [{start or '…'} – {end or '…'}]"
    return (
        f"{entry['text']}  = {entry['value'] or '?'}"
        + (f"–{entry['value_high']}" if entry["value_high"] else "")
        + f" {entry['unit']}  {entry['kind']}/{entry['role']}  {entry['phrase']}{when}"
    )
