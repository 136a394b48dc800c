"""`jipyo outlets health`: how the outlets do, night by night."""

from __future__ import annotations

from typing import Annotated

import typer

from jipyo.arguments import Format, Output
from jipyo.terminal import say_lines, say_record, tell


def health(
    outlet: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Only this outlet; all by default.")
    ] = None,
    nights: Annotated[
        int | None,
        typer.Option(
            min=1, help="How many nights; the last of each, or 14 of the one that is named."
        ),
    ] = None,
    output: Output = Format.TEXT,
) -> None:
    """Tell how outlets did in their last nights: verdict, why, what came, what usually comes.

    A night is compared with the outlet's own 30 nights before. Verdicts are ok, quiet, unusual,
    failing and not_collected: docs/health.md. The exit code is 0 whatever they are, and 1 where
    no night was to collect the outlet.

    Example: `jipyo outlets health gnnews --nights 30`

    The fields of `jsonl` are a contract: docs/formats.md.
    """
    from jipyo.store.database import connect, store_exists
    from jipyo.store.errors import JipyoError
    from jipyo.store.health import health_lines, outlet_health
    from jipyo.store.home import Home

    if not store_exists():
        raise JipyoError(
            f"There is no store in {Home.located().root}, so there was no night. Run `jipyo "
            "nightly`, or set JIPYO_HOME or JIPYO_DATABASE_URL to where it is."
        )
    with connect() as connection:
        found = outlet_health(connection, outlet, nights=nights or (14 if outlet else 1))
    if output is Format.JSONL:
        for one in found:
            say_record(one.record())
        return
    say_lines(health_lines(found))
    if not found:
        tell("No night has been kept yet.")
