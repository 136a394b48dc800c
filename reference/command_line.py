"""The commands with their arguments, options and exit codes, asked of the parser itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import typer

from jipyo.cli import app
from reference.writing import cell, code, page, table

EXIT_CODES = """Every command ends with one of three codes, unless it says more below:

| code | meaning |
| --- | --- |
| 0 | it did what was asked; nothing to do counts as done |
| 1 | it could not, or a part of it failed; standard error says what happened and what to do |
| 2 | it was not asked rightly: an unknown option, a missing argument, a value that cannot be read |

Results go to standard output, progress and errors to standard error, so results can be piped."""

_EXIT = re.compile(r"[^.]*\bexit code\b[^.]*\.", re.IGNORECASE)
_DOCS = re.compile(r"(?<![\w/`(\[])docs/([\w-]+)\.md")


@dataclass(frozen=True, slots=True)
class Command:
    """A command that can be run: its words, as ``("jipyo", "flags", "list")``, and its parser."""

    words: tuple[str, ...]
    parser: Any
    """Typer keeps the type of its commands to itself."""

    @property
    def name(self) -> str:
        """As it is typed."""
        return " ".join(self.words)

    @property
    def help(self) -> str:
        """What it says of itself."""
        return (self.parser.help or "").strip()

    @property
    def parameters(self) -> Sequence[Any]:
        """Arguments and options that people are meant to use."""
        return [one for one in self.parser.params if not getattr(one, "hidden", False)]


def commands() -> Iterator[Command]:
    """Every command, in the order in which `--help` lists them; a group before what is in it."""
    yield from _within(("jipyo",), typer.main.get_command(app))


def is_group(command: Command) -> bool:
    """Whether it only holds other commands."""
    return hasattr(command.parser, "commands")


def _within(words: tuple[str, ...], parser: Any) -> Iterator[Command]:  # noqa: ANN401
    yield Command(words, parser)
    for name, one in getattr(parser, "commands", {}).items():
        if not one.hidden:
            yield from _within((*words, name), one)


def command_line_page() -> str:
    """The page."""
    every = list(commands())
    overview = table(
        ["command", "what it does"],
        [
            [f"[`{one.name}`](#{_anchor(one.name)})", _linked(one.help.split("\n\n")[0])]
            for one in every
            if not is_group(one)
        ],
    )
    parts = ["## Exit codes", EXIT_CODES, "## All commands", overview]
    for one in every:
        parts += _section(one)
    return page("Command line", "reference/command_line.py", parts)


def _section(command: Command) -> Iterator[str]:
    yield f"## {command.name}"
    if not is_group(command):
        yield f"```text\n{_usage(command)}\n```"
    yield _linked(command.help)
    if command.parser.epilog:
        yield _linked(command.parser.epilog)
    for kind, heading in (("argument", "argument"), ("option", "option")):
        rows = [_row(command, one) for one in command.parameters if _kind(one) == kind]
        if rows:
            yield table([heading, "meaning", "default"], rows)
    if len(command.words) > 1 and is_group(command):
        yield "\n".join(
            f"- [`{one.name}`](#{_anchor(one.name)})"
            for one in _within(command.words, command.parser)
            if len(one.words) == len(command.words) + 1
        )
    if not is_group(command) and not _EXIT.search(command.help):
        yield "Exit codes: [as usual](#exit-codes)."


def _usage(command: Command) -> str:
    context = _context(command)
    return " ".join([command.name, *command.parser.collect_usage_pieces(context)])


def _context(command: Command) -> Any:  # noqa: ANN401
    return command.parser.context_class(command.parser, info_name=command.name)


def _kind(parameter: Any) -> str:  # noqa: ANN401
    return "option" if any(name.startswith("-") for name in parameter.opts) else "argument"


def _row(command: Command, parameter: Any) -> list[str]:  # noqa: ANN401
    name, told = parameter.get_help_record(_context(command))
    bounds: list[str] = []
    default = ""
    match = re.search(r"\s*\[([^\[\]]*)\]$", told)
    if match and re.search(r"required|default|[<>]=", match[1]):
        told = told[: match.start()]
        for piece in match[1].split("; "):
            if piece.startswith("default: "):
                default = piece.removeprefix("default: ")
            elif piece != "required":
                bounds.append(piece)
    meaning = told if not bounds else f"{told} ({', '.join(bounds)})"
    shown = "must be given" if parameter.required else code(cell(default))
    again = " May be given again." if _repeats(parameter) and "again" not in told else ""
    return [code(name), _linked(meaning + again), shown]


def _repeats(parameter: Any) -> bool:  # noqa: ANN401
    return bool(getattr(parameter, "multiple", False)) or parameter.nargs == -1


def _anchor(name: str) -> str:
    return name.lower().replace(" ", "-")


def _linked(text: str) -> str:
    """Names of pages as links to them."""
    return _DOCS.sub(r"[\1](../\1.md)", text)
