"""`jipyo outlets`: add a site, try an entry, list what is known, switch it on and off."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from jipyo.arguments import Format, Now, Output, read_moment
from jipyo.command_groups import command_group
from jipyo.terminal import say, say_lines, say_record, tell

if TYPE_CHECKING:
    from spiders.outlets import Outlet

outlets = command_group(
    """News sites and city boards: add one, try it, list them, switch them on and off.

    What an entry says and what the verdicts mean is told in docs/outlets.md.""",
)

_Id = Annotated[str, typer.Argument(metavar="ID", help="Id of an outlet.")]


@outlets.command()
def add(
    url: Annotated[
        str, typer.Argument(metavar="URL", help="Front page, a list or an article of the site.")
    ],
    outlet_id: Annotated[
        str | None, typer.Option("--id", help="Its id; the host's name by default.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="Its name; as it prints it by default.")] = None,
    place: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Local government that it mostly writes about."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would be written.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before writing.")] = False,
    now: Now = None,
    connect_to: Annotated[
        str | None,
        typer.Option(hidden=True, help="For sample sites: where requests really go."),
    ] = None,
) -> None:
    """Find out how a site is collected, and show the first five articles as they would be read.

    Asks robots.txt first, then at most 13 pages with the pause that the site is due. The entry
    goes into outlets.yaml of the home folder, switched off; nothing is collected.

    Example: `jipyo outlets add https://www.example.kr/news/articleList.html`
    """
    from flows.outlets import place_of_site, proposed
    from jipyo.extraction import place_of
    from jipyo.outlet_reports import proposal_lines
    from jipyo.store.errors import JipyoError
    from jipyo.store.home import Home
    from spiders.outlets import load_outlets
    from spiders.overlay import add_entry

    moment = read_moment(now) or datetime.now(UTC)
    if place is not None:
        place_of("", None, place)  # A mistyped name asks nobody.
    home = Home.from_environment()
    known = load_outlets(home)
    if outlet_id in known:
        raise typer.BadParameter(f"an outlet {outlet_id} is known already; give another --id")
    if not dry_run and not yes and not sys.stdin.isatty():
        raise JipyoError("Nobody can be asked here. Nothing was done: add --yes, or --dry-run.")
    proposal = proposed(url, known=known, now=moment, connect_to=connect_to, tell=tell)
    entry = proposal.entry
    about = place or place_of_site(name or entry["name"], proposal.outlet.host)
    entry |= {
        "id": outlet_id or entry["id"],
        "name": name or entry["name"],
        "verified": moment.astimezone(ZoneInfo("Asia/Seoul")).date(),
    }
    if about is None:
        del entry["place"]
    else:
        entry["place"] = about
    say_lines(proposal_lines(proposal))
    if about is None:
        tell("It is no city's own site by its name; --place says about whom it writes.")
    if dry_run:
        tell("Nothing was written.")
        return
    question = "Do these articles read as on the site? Write the entry?"
    if not yes and not typer.confirm(question, err=True):
        tell("Nothing was written.")
        raise typer.Exit(1)
    add_entry(home, entry)
    say()
    say(
        f"Wrote {entry['id']} into {home.outlets_overlay}, switched off. Read its robots.txt and "
        f"terms, then: jipyo outlets enable {entry['id']}"
    )


@outlets.command()
def test(outlet_id: _Id, output: Output = Format.TEXT, now: Now = None) -> None:
    """Try an outlet's entry: robots.txt, each feed and list, five articles. Stores nothing.

    The exit code is 0 if the entry fits the site and 1 if not; what to mend is told. The fields of
    `jsonl` are a contract: docs/formats.md.

    Example: `jipyo outlets test idomin`
    """
    from flows.outlets import tried
    from jipyo.outlet_reports import examination_lines, examination_records

    moment = read_moment(now) or datetime.now(UTC)
    examination = tried(_known(outlet_id), now=moment, tell=tell)
    if output is Format.JSONL:
        for record in examination_records(examination):
            say_record(record)
    else:
        say_lines(examination_lines(examination))
    raise typer.Exit(0 if examination.fits else 1)


@outlets.command("list")
def list_all(
    enabled: Annotated[
        bool | None, typer.Option("--enabled/--disabled", help="Only what the night collects.")
    ] = None,
    place: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only those of this place, or within it.")
    ] = None,
    output: Output = Format.TEXT,
) -> None:
    """List the outlets that are known, with what their last night gave.

    Starts nothing: if the database of this home is down, the last nights are left out. A star
    marks what the night collects.

    Example: `jipyo outlets list --place 경상남도`
    """
    from flows.outlets import listed
    from jipyo.outlet_reports import listed_lines, listed_records
    from jipyo.store.home import Home
    from spiders.outlets import load_outlets

    found, asked = listed(load_outlets(Home.located()), enabled=enabled, place=place)
    if output is Format.JSONL:
        for record in listed_records(found):
            say_record(record)
    else:
        say_lines(listed_lines(found))
    if not found:
        tell("No outlet is like that.")
    elif not asked:
        tell("No database runs, so nothing is told of their last nights.")


@outlets.command()
def enable(outlet_id: _Id) -> None:
    """Let the night collect an outlet.

    Example: `jipyo outlets enable idomin`
    """
    outlet = _known(outlet_id)
    _switch(outlet_id, on=True)
    if outlet.verified == "never":
        tell(
            f"Nobody has compared this entry with the live site yet: jipyo outlets test {outlet_id}"
        )


@outlets.command()
def disable(outlet_id: _Id) -> None:
    """Let the night leave an outlet out; what was collected stays."""
    _known(outlet_id)
    _switch(outlet_id, on=False)


@outlets.command("new-family")
def new_family(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Lower-case letters and digits.")],
    like: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A saved article page, as fetched.")
    ] = None,
    url: Annotated[
        str | None, typer.Option("--url", help="The public address at which it was found.")
    ] = None,
) -> None:
    """Begin a page reader for a family of sites: module, golden page and a test that fails.

    Works in a checkout of Jipyo's source only.

    Example: `jipyo outlets new-family harang --like saved.html --url https://www.example.kr/a/12`
    """
    from jipyo.new_family import begin_family

    if (like is None) is not (url is None):
        raise typer.BadParameter("--like and --url go together")
    say_lines(begin_family(name, like=like, url=url))


def _known(outlet_id: str) -> Outlet:
    from jipyo.store.errors import JipyoError
    from jipyo.store.home import Home
    from spiders.outlets import load_outlets

    known = load_outlets(Home.located())
    if outlet_id not in known:
        near = [one for one in sorted(known) if outlet_id.lower() in one or one in outlet_id]
        hint = f"Did you mean {', '.join(near)}? " if near else ""
        raise JipyoError(
            f"No outlet is called {outlet_id}. {hint}`jipyo outlets list` lists them all."
        )
    return known[outlet_id]


def _switch(outlet_id: str, *, on: bool) -> None:
    from jipyo.store.home import Home
    from spiders.overlay import set_field

    home = Home.from_environment()
    changed = set_field(home, outlet_id, "enabled", on)
    word = "is collected from the next night on" if on else "is not collected any more"
    say(f"{outlet_id} {word}." if changed else f"{outlet_id} stays as it was: {word}.")
