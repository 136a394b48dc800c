"""All about one flag: what `jipyo flags show` prints."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import psycopg

from expectations.checks import CHECKS
from jipyo.plain import on_one_line
from jipyo.store.corrections import (
    FlagFigure,
    correction_lines,
    corrections_of,
    flag_figures,
)
from jipyo.store.flag_life import POSSIBLE, event_lines, flag_events
from jipyo.store.flags import (
    Language,
    find_flag,
    flag_of,
    moment_text,
    sentence,
)

_WIDTH = 100


def flag_record(connection: psycopg.Connection[Any], prefix: str) -> dict[str, Any]:
    """The flag as in ``flags/1``, with its history, corrections and the documentation of its check.

    Raises:
        NoSuchFlagError: the id is of no flag, or of several.
    """
    flag = flag_of(connection, find_flag(connection, prefix))
    return {
        **flag.record(),
        "history": [event.record() for event in flag_events(connection, flag_id=flag.flag_id)],
        "corrections": [one.record() for one in corrections_of(connection, flag.flag_id)],
        "documentation": " ".join(_documentation(flag.check)),
    }


def flag_page(
    connection: psycopg.Connection[Any], prefix: str, language: Language = "ko"
) -> Iterator[str]:
    """The same for a person at a terminal, its sentence in a language.

    Raises:
        NoSuchFlagError: the id is of no flag, or of several.
    """
    flag = flag_of(connection, find_flag(connection, prefix))
    figures = _by_piece(flag_figures(connection, flag.flag_id))
    until = f" until {flag.muted_until}" if flag.muted_until else ""
    yield f"{flag.flag_id}"
    yield f"[{flag.severity}] {flag.check}, {flag.status}{until}"
    yield on_one_line(sentence(flag, language))
    yield f"{on_one_line(flag.place)} {on_one_line(flag.metric)}, compared: " + ", ".join(
        flag.values
    )
    yield f"opened {moment_text(flag.opened_at)}, last found {moment_text(flag.last_found_at)}"
    yield ""
    yield "Evidence"
    for number, piece in enumerate(flag.evidence, 1):
        yield f"  {piece.published_at or '?'}  {on_one_line(piece.outlet)}"
        yield f"    “{on_one_line(piece.quote)}”"
        yield f"    {on_one_line(piece.url)}"
        for count, figure in figures.get(number, []):
            yield f"    figure {count}: {figure.told}"
    yield ""
    yield "History"
    for line in event_lines(flag_events(connection, flag_id=flag.flag_id), named=False):
        yield f"  {line}"
    corrections = corrections_of(connection, flag.flag_id)
    if corrections:
        yield ""
        yield "Corrections"
        for line in correction_lines(corrections):
            yield f"  {line}"
    yield ""
    yield "The check"
    for paragraph in _documentation(flag.check):
        yield from textwrap.wrap(paragraph, _WIDTH, initial_indent="  ", subsequent_indent="  ")
    yield ""
    yield "Possible now: " + ", ".join(f"jipyo flags {name}" for name in POSSIBLE[flag.status])


def _by_piece(figures: list[FlagFigure]) -> dict[int, list[tuple[int, FlagFigure]]]:
    """Figures with the numbers by which `jipyo flags correct --figure` knows them."""
    return {
        piece: list(group)
        for piece, group in groupby(enumerate(figures, 1), key=lambda each: each[1].piece)
    }


def _documentation(check_id: str) -> list[str]:
    for check in CHECKS:
        if check.check_id == check_id:
            return [
                f"{check.title_en} / {check.title_ko}",
                " ".join(check.documentation().split()),
                f"Severity: {check.severity_rule}.",
            ]
    return ["This check is none of those that run today; what it found stays."]
