"""`jipyo up` and `jipyo down`: everything that the schedule of a home needs, and its end."""

from __future__ import annotations

from typing import Annotated

import typer

from jipyo.terminal import say, say_lines
from jipyo.terminal import tell as write


def up(
    detach: Annotated[
        bool, typer.Option("--detach", help="Go on in the background, once everything runs.")
    ] = False,
    samples: Annotated[
        bool,
        typer.Option("--samples", help="Serve the sample sites too, and collect them."),
    ] = False,
) -> None:
    """Run everything that the schedule needs: Postgres, Prefect with its UI, a worker, the pages.

    Makes the deployments, prints addresses, logs and what runs next, and looks after all of it: a
    part that dies is started again, a run whose process is gone is begun again. Ctrl-C ends all of
    it in order. Where it runs already, it tells what runs.

    A port that is taken is replaced by a free one; `JIPYO_PREFECT_PORT` and `JIPYO_PAGES_PORT` name
    others than 4200 and 4201. As a service of systemd or in a container: docs/running.md.

    Example: `jipyo up --detach`
    """
    from datetime import datetime

    from flows.supervisor import (
        Supervisor,
        UpError,
        detach_supervisor,
        summary,
        supervisor_state,
        wait_until_ready,
    )
    from jipyo.store.home import Home
    from jipyo.store.runs import SEOUL

    home = Home.from_environment()

    def tell(line: str) -> None:
        write(f"{datetime.now(SEOUL):%H:%M:%S}  {line}")

    if supervisor_state(home) is not None:
        state = wait_until_ready(home)
        if samples and not state["samples"]:
            raise UpError("Everything runs already, without the samples. `jipyo down` first.")
        say("Runs already:")
    elif detach:
        detach_supervisor(home, samples=samples)
    else:
        Supervisor(home, samples=samples, tell=tell).run()
        return
    say_lines(summary(home))


def down() -> None:
    """Stop everything that runs in this home, however it was started.

    The worker first, then the pages, Prefect's server and Postgres; the data stays. A night that
    is under way is ended too, and begun again by the next `jipyo up`.
    """
    from flows.supervisor import bring_down
    from jipyo.store.home import Home

    home = Home.located()
    if not home.root.exists():
        say(f"Nothing runs: there is no {home.root}.")
        return
    home.make()
    stopped = bring_down(home)
    say(f"Stopped {', '.join(stopped)}." if stopped else "Nothing was running.")
