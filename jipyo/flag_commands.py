"""`jipyo flags`: look at flags, decide about them, correct what is wrong."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jipyo.arguments import (
    Format,
    Language,
    Now,
    Output,
    Severity,
    Spoken,
    Status,
    read_day,
    read_moment,
    read_moment_or_day,
)
from jipyo.command_groups import CommandGroup, command_group
from jipyo.terminal import say, say_lines, say_record, tell

if TYPE_CHECKING:
    from datetime import date

    from jipyo.store.flag_life import Action


class _ListByDefault(CommandGroup):
    """`jipyo flags --place 창원시` is `jipyo flags list --place 창원시`."""

    # Typer keeps the type of the context to itself.
    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401
        if not args or (args[0].startswith("-") and args[0] != "--help"):
            args = ["list", *args]
        return super().parse_args(ctx, args)


flags = command_group(
    """What changed or does not fit: look at it, decide about it.

    `jipyo flags` alone is `jipyo flags list`. Ids may be shortened as long as no other flag begins
    alike. A morning's work is told in docs/flags.md.""",
    cls=_ListByDefault,
)

_Output = Output
_Id = Annotated[str, typer.Argument(metavar="ID", help="Id of the flag, or its beginning.")]
_Ids = Annotated[list[str], typer.Argument(metavar="ID…", help="Ids, or their beginnings.")]
_By = Annotated[str | None, typer.Option(metavar="NAME", help="Who decides; the login name.")]
_Why = Annotated[str, typer.Option(metavar="TEXT", help="Why; kept in the history.")]
_Now = Now


@flags.command("list")
def list_all(
    output: _Output = Format.TEXT,
    place: Annotated[str | None, typer.Option(help="Only flags of this place.")] = None,
    metric: Annotated[str | None, typer.Option(help="Only flags of this measure.")] = None,
    check: Annotated[str | None, typer.Option(help="Only flags of this check.")] = None,
    severity: Annotated[Severity | None, typer.Option(help="Only flags of this severity.")] = None,
    status: Annotated[
        Status | None, typer.Option(help="Only flags of this status; open by default.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Flags of every status.")] = False,
    night: Annotated[
        str | None, typer.Option(metavar="DAY", help="Only flags that this night found.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(metavar="MOMENT|DAY", help="Only flags that opened or changed since."),
    ] = None,
    language: Spoken = Language.KOREAN,
) -> None:
    """List what changed or does not fit, the gravest first, with both quotes and both links.

    Example: `jipyo flags list --severity critical --since 2026-11-16`

    The fields of `jsonl` are a contract: docs/formats.md.
    """
    from jipyo.store.database import connect
    from jipyo.store.flags import flag_lines, list_flags

    news_day, changed_since = read_day(night), read_moment_or_day(since)
    if every and status is not None:
        raise typer.BadParameter("--all and --status exclude each other")
    with connect() as connection:
        found = list_flags(
            connection,
            status=None if every else (status or Status.OPEN).value,
            place=place,
            metric=metric,
            check=check,
            severity=severity.value if severity else None,
            night=news_day,
            since=changed_since,
        )
    if output is Format.JSONL:
        for flag in found:
            say_record(flag.record())
        return
    say_lines(flag_lines(found, language.value))
    if not found:
        tell("No flag. `jipyo flags --all` shows resolved and muted ones too.")


@flags.command()
def show(flag: _Id, output: _Output = Format.TEXT, language: Spoken = Language.KOREAN) -> None:
    """Tell all about one flag: evidence with quotes and links, history, corrections, its check."""
    from jipyo.flag_pages import flag_page, flag_record
    from jipyo.store.database import connect

    with connect() as connection:
        if output is Format.JSONL:
            say_record(flag_record(connection, flag))
        else:
            say_lines(flag_page(connection, flag, language.value))


@flags.command()
def ack(ids: _Ids, reason: _Why = "", by: _By = None, now: _Now = None) -> None:
    """Acknowledge open flags: somebody is on it."""
    _move(ids, "ack", reason, by, now)


@flags.command()
def resolve(ids: _Ids, reason: _Why, by: _By = None, now: _Now = None) -> None:
    """Resolve flags; each opens again only if other values are compared.

    Example: `jipyo flags resolve 5f0c1a2b --reason "The city confirmed the later value"`
    """
    _move(ids, "resolve", reason, by, now)


@flags.command()
def mute(
    ids: _Ids,
    until: Annotated[str, typer.Option(metavar="DAY", help="Last day of the mute, in Seoul.")],
    reason: _Why,
    by: _By = None,
    now: _Now = None,
) -> None:
    """Mute flags up to a day: afterwards they are open if still found, resolved if not.

    Example: `jipyo flags mute 5f0c1a2b --until 2026-12-31 --reason "Recount is under way"`
    """
    _move(ids, "mute", reason, by, now, read_day(until))


@flags.command()
def unmute(ids: _Ids, reason: _Why = "", by: _By = None, now: _Now = None) -> None:
    """Open muted flags again before their mute ends."""
    _move(ids, "unmute", reason, by, now)


@flags.command()
def reopen(ids: _Ids, reason: _Why = "", by: _By = None, now: _Now = None) -> None:
    """Open resolved or acknowledged flags again."""
    _move(ids, "reopen", reason, by, now)


@flags.command()
def history(
    flag: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Only of this flag; of all by default.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="MOMENT|DAY", help="Only what happened since.")
    ] = None,
    output: _Output = Format.TEXT,
) -> None:
    """Tell what happened to flags, when, by whom and why."""
    from jipyo.store.database import connect
    from jipyo.store.flag_life import event_lines, flag_events
    from jipyo.store.flags import find_flag

    moment = read_moment_or_day(since)
    with connect() as connection:
        flag_id = find_flag(connection, flag) if flag else None
        events = flag_events(connection, flag_id=flag_id, since=moment)
    if output is Format.JSONL:
        for event in events:
            say_record(event.record())
        return
    say_lines(event_lines(events, named=flag is None))
    if not events:
        tell("Nothing happened.")


@flags.command("correct")
def correct_value(
    flag: _Id,
    value: Annotated[
        str, typer.Option(metavar="AMOUNT", help="What is right, as printed: 1조8844억, 626개사.")
    ],
    reason: _Why,
    figure: Annotated[
        int | None,
        typer.Option(min=1, help="Number of the figure meant; `flags show` counts them."),
    ] = None,
    by: _By = None,
    now: _Now = None,
) -> None:
    """Record what is right for a figure of a flag, beside what was announced.

    Nothing that was announced is changed: `series_latest` shows both, and `confirmed_errors` the
    figures that are wrong by it. The flag keeps its status.

    Example: `jipyo flags correct 5f0c1a2b --value 1조8844억 --reason "Budget book, page 12"`
    """
    from jipyo.amounts import right_value
    from jipyo.store.corrections import choose_figure, correct, correction_lines, flag_figures
    from jipyo.store.database import connect
    from jipyo.store.flags import find_flag

    person, why, moment = _person(by), _reason(reason), _moment(now)
    with connect() as connection:
        flag_id = find_flag(connection, flag)
        meant = choose_figure(flag_figures(connection, flag_id), figure)
        kept = correct(
            connection,
            meant,
            right_value(value, meant),
            flag_id=flag_id,
            reason=why,
            by=person,
            now=moment,
        )
    say_lines(correction_lines([kept]))
    tell("The flag keeps its status: `jipyo flags resolve` closes it.")


@flags.command("withdraw")
def withdraw_correction(
    correction: Annotated[int, typer.Argument(help="Number of the correction.")],
    reason: _Why,
    by: _By = None,
    now: _Now = None,
) -> None:
    """Take a correction back; it stays in the tables as withdrawn."""
    from jipyo.store.corrections import correction_lines, withdraw
    from jipyo.store.database import connect

    person, why, moment = _person(by), _reason(reason), _moment(now)
    with connect() as connection:
        kept = withdraw(connection, correction, reason=why, by=person, now=moment)
    say_lines(correction_lines([kept]))


def _move(
    ids: list[str],
    action: Action,
    reason: str,
    by: str | None,
    now: str | None,
    until: date | None = None,
) -> None:
    from jipyo.store.database import connect
    from jipyo.store.flag_life import move_flags
    from jipyo.store.flags import short_id
    from jipyo.store.runs import news_day

    person, moment = _person(by), _moment(now)
    if action in ("resolve", "mute"):
        reason = _reason(reason)
    if until is not None and until < news_day(moment):
        raise typer.BadParameter(f"--until {until} is over; the last day of a mute lies ahead")
    with connect() as connection:
        moved = move_flags(
            connection, ids, action, actor=person, reason=reason, now=moment, until=until
        )
    for one in moved:
        end = f" until {until}" if until else ""
        say(f"{short_id(one.flag_id)} {one.before} → {one.after}{end}: {one.message}")


def _moment(text: str | None) -> datetime:
    return read_moment(text) or datetime.now(UTC)


def _reason(text: str) -> str:
    if not text.strip():
        raise typer.BadParameter("--reason says why; it may not be empty")
    return text.strip()


def _person(name: str | None) -> str:
    from jipyo.store.flag_life import CHECKS_NAME

    if name is None:
        try:
            name = getpass.getuser()
        except (KeyError, OSError):
            raise typer.BadParameter("nobody is logged in; say who decides with --by") from None
    if not name.strip() or name.strip() == CHECKS_NAME:
        raise typer.BadParameter(f"--by {name!r} is no person; give the name of who decides")
    return name.strip()
