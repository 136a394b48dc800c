"""Groups of commands: plain help, which costs a start as little as it can."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup


class CommandGroup(TyperGroup):
    """A group whose help says the first sentence of each command in full."""

    # Typer keeps the types of the context and the formatter to itself.
    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401
        """Write the list of commands in the order in which they were registered."""
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(
                [
                    (name, command.get_short_help_str(limit=1_000))
                    for name, command in commands
                    if command and not command.hidden
                ]
            )


def command_group(
    help_text: str, *, name: str | None = None, cls: type[CommandGroup] = CommandGroup
) -> typer.Typer:
    """A group of commands that shows its help where no command is given.

    Without Rich, which comes with Prefect and takes as long to import as all of the help itself.
    """
    return typer.Typer(
        name=name,
        cls=cls,
        help=help_text,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
