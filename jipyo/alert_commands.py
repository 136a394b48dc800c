"""`jipyo alerts`: try a channel, see what would be sent, send it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from jipyo.arguments import Now, read_moment
from jipyo.command_groups import command_group
from jipyo.terminal import say, say_text, tell

alerts = command_group(
    """Messages to people: try a channel, see what would be sent, send it.

    Channels and what is told on them stand in alerts.yaml of the home folder: docs/alerts.md.""",
)


@alerts.command()
def test(
    channel: Annotated[
        str | None, typer.Argument(metavar="[CHANNEL]", help="Only this one; all by default.")
    ] = None,
    now: Now = None,
) -> None:
    """Send a trial message to one channel or to each; starts nothing, keeps nothing.

    The exit code is 1 if a channel did not take it.

    Example: `jipyo alerts test mail`
    """
    from flows.alerting import try_channels
    from jipyo.alerts.settings import AlertsError, load_settings
    from jipyo.store.home import Home

    file = Home.located().alerts_settings
    settings = load_settings(file)
    if settings is None:
        raise AlertsError(f"There is no {file}. docs/alerts.md has an example.")
    failed = False
    for tried, failure in try_channels(
        settings, channel, now=read_moment(now) or datetime.now(UTC)
    ):
        if failure is None:
            say(f"{tried.name}: taken")
        else:
            failed = True
            tell(f"{tried.name}: not taken: {failure}")
    if not settings.channels:
        tell(f"{file} has no channels.")
    raise typer.Exit(1 if failed else 0)


@alerts.command()
def show(now: Now = None) -> None:
    """Print what every channel would be sent now; sends nothing.

    Example: `jipyo alerts show`
    """
    from flows.alerting import waiting_alerts
    from jipyo.alerts.rules import is_quiet
    from jipyo.alerts.settings import load_settings
    from jipyo.store.database import connect, store_exists
    from jipyo.store.home import Home

    moment = read_moment(now) or datetime.now(UTC)
    file = Home.located().alerts_settings
    settings = load_settings(file)
    if settings is None:
        tell(f"Nobody is told anything: there is no {file} (docs/alerts.md).")
        return
    if not store_exists():
        tell("There is no store, so there is nothing to tell.")
        return
    with connect() as connection:
        waiting = waiting_alerts(connection, settings, moment)
    for channel, topic, message in waiting:
        say_text(f"== {channel.name} ({topic})\n{message.title}\n\n{message.body}\n")
    if not waiting:
        tell("Every channel knows all there is to tell.")
    elif is_quiet(settings.quiet_hours, moment):
        tell("It is held until the quiet hours are over.")


@alerts.command()
def send(now: Now = None) -> None:
    """Send every channel what it does not know yet, as a night does at its end.

    What rose in quiet hours, and what a channel did not take, is sent by this. The exit code is 1
    if a channel failed; it is tried again the next time.

    Example: `jipyo alerts send`
    """
    from flows.alerting import send_alerts
    from jipyo.store.database import database_url
    from jipyo.store.home import Home

    home = Home.from_environment()
    if not home.alerts_settings.exists():
        tell(f"Nobody is told anything: there is no {home.alerts_settings} (docs/alerts.md).")
        return
    report = send_alerts(
        now=read_moment(now) or datetime.now(UTC), home=home, database_url=database_url(home)
    )
    for name, title in report.sent:
        say(f"{name}: {title}")
    say(report.message)
    raise typer.Exit(1 if report.failures else 0)
