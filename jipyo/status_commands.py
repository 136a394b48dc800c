"""`jipyo status` and `jipyo doctor`: how everything stands, and what mends what is wrong."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from jipyo.arguments import Now, read_moment
from jipyo.terminal import say, say_lines, say_record

_Json = Annotated[bool, typer.Option("--json", help="One object instead of text.")]


def status(as_json: _Json = False, now: Now = None) -> None:
    """Tell on one screen how everything stands; starts nothing.

    Database, migrations, Prefect server, worker, schedule, last night, outlets that fail, open
    flags, alerts, disk. The exit code is 0 whatever it tells, also when everything is down.

    Example: `jipyo status --json`

    The fields of the object are a contract: docs/status.md.
    """
    from flows.status import look, status_lines
    from jipyo.store.home import Home

    found = look(Home.located(), read_moment(now) or datetime.now(UTC))
    if as_json:
        say_record(found.record(), indent=1)
        return
    say_lines(status_lines(found))


def doctor(as_json: _Json = False, now: Now = None) -> None:
    """Look for what is wrong, and tell the command that mends it; starts and changes nothing.

    Beside what `jipyo status` sees it tries things: writing to the home and the database, Korean
    text in the database, ports, Prefect's UI. Each check is ok, a note or a fault; the exit code is
    1 if there is a fault.

    Example: `jipyo doctor`
    """
    from dataclasses import asdict

    from flows.doctor import examine
    from flows.status import check_lines
    from jipyo.store.home import Home

    found, checks = examine(Home.located(), read_moment(now) or datetime.now(UTC))
    faults = sum(check.verdict == "fault" for check in checks)
    if as_json:
        record = {
            "format": "doctor/1",
            "now": found.record()["now"],
            "home": found.home,
            "versions": found.versions,
            "faults": faults,
            "checks": [asdict(check) for check in checks],
        }
        say_record(record, indent=1)
    else:
        say_lines(check_lines(checks))
        say()
        say("Nothing is wrong." if not faults else f"Faults: {faults}.")
    raise typer.Exit(1 if faults else 0)
