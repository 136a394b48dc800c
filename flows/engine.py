"""How a worker starts a run: Prefect's engine, under a lock that lasts as long as its process.

The job variable ``command`` of `prefect.yaml` names this module. Whether the process of a run is
still there is then known however it ended, and however its worker did: see flows/lost_runs.py.
"""

from __future__ import annotations

import os
import sys

from flows.processes import hold_run
from jipyo.store.home import Home


def main() -> None:
    """Take the lock of the run that Prefect names, then become its engine."""
    # Inherited by the engine, and by nothing that the engine starts. A process of the same run that
    # is still there is waited for: two of them must not meet.
    hold_run(Home.from_environment(), os.environ["PREFECT__FLOW_RUN_ID"])
    os.execv(sys.executable, [sys.executable, "-m", "prefect.engine"])  # noqa: S606 - no shell


if __name__ == "__main__":
    main()
