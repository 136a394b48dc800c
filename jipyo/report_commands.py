"""`jipyo report`: the figures, the flags and the outlets as a static site."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jipyo.arguments import Language, Spoken
from jipyo.terminal import say, tell


def report(
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Folder of the site; `report` of the home."),
    ] = None,
    language: Spoken = Language.KOREAN,
    place: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="A site of this place alone, as 창원시; needs --out."),
    ] = None,
) -> None:
    """Build the report: a static site that opens from its folder or from any web server.

    Overview, a page for each place and measure with charts, quotes and links, the flags with their
    evidence, the outlets, and how to read it, in Korean and English; --language says which of both
    is at the top. Nothing is loaded from elsewhere, and only pages that changed are written.
    More: docs/report.md.

    Example: `jipyo report --out site`
    """
    from jipyo.report import build_report
    from jipyo.store.database import connect, store_exists
    from jipyo.store.errors import JipyoError
    from jipyo.store.home import Home

    if place is not None and out is None:
        raise typer.BadParameter(
            "--place makes a site of one place, which would replace that of all; give it a folder "
            "of its own with --out"
        )
    if not store_exists():
        raise JipyoError(
            f"There is no store in {Home.located().root}, so there is nothing to report. Run "
            "`jipyo nightly` or `jipyo import`, or set JIPYO_HOME or JIPYO_DATABASE_URL to where "
            "it is."
        )
    folder = (out or Home.from_environment().report).expanduser().resolve()
    with connect() as connection:
        built = build_report(
            connection,
            folder,
            language=language.value,
            place=place,
            tell=tell,
        )
    say(built.message)
    say(str(built.index))
