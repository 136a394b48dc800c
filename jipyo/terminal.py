"""Lines for whoever sits at a terminal or reads a pipe; every command prints through these."""

from __future__ import annotations

from collections.abc import Iterable

import typer

from jipyo.plain import json_text, plain


def say(line: str = "") -> None:
    """Print one line of result."""
    typer.echo(plain(line))


def say_lines(lines: Iterable[str]) -> None:
    """Print lines of result, each as it comes; an end of line within one does not end it."""
    for line in lines:
        say(line)


def say_text(text: str) -> None:
    """Print a text of our own that has several lines, such as the message of a run."""
    say_lines(text.split("\n"))


def say_record(record: object, *, indent: int | None = None) -> None:
    """Print a record as JSON, its texts exact."""
    typer.echo(json_text(record, indent=indent))


def tell(text: str) -> None:
    """Tell of progress, or what went wrong: on standard error, so that results can be piped."""
    for line in text.split("\n"):
        typer.echo(plain(line), err=True)
