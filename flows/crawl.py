"""One crawl of one outlet, in a process of its own.

Scrapy's reactor cannot start twice in one process, and its logging set-up can deadlock with that of
Prefect; a subprocess per outlet has neither trouble, and its end cannot take the flow with it.
"""

from __future__ import annotations

import json
import logging
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from flows.progress import step
from jipyo.store.errors import JipyoError
from jipyo.store.home import Home
from spiders.settings import BUSY_SECONDS, CRAWL_SECONDS

logger = logging.getLogger(__name__)

LONGEST_CRAWL_SECONDS = BUSY_SECONDS + CRAWL_SECONDS + 600.0
"""A crawl ends itself when its time is spent; one that takes longer than this hangs and is ended.
What it fetched is stored already, the rest waits a night."""


class CrawlFailedError(JipyoError):
    """A crawl ended otherwise than finished; what it had fetched is stored."""


@dataclass(frozen=True, slots=True)
class Crawl:
    """What a crawl says of itself when it ends, as Scrapy's statistics."""

    outlet_id: str
    statistics: dict[str, Any]


_PAGES = re.compile(r"^(?P<done>\d+) of (?P<total>\d+) pages:|^\d+ listed, (?P<due>\d+) pages")
"""Lines of a crawl that say how far it is."""


def _progress(outlet_id: str, line: str) -> dict[str, object] | None:
    found = _PAGES.match(line)
    if found is None:
        return None
    return step(
        f"collect {outlet_id}", int(found["done"] or 0), int(found["total"] or found["due"])
    )


def crawl(
    outlet_id: str,
    *,
    run_id: UUID,
    now: datetime,
    home: Home,
    database_url: str,
    urls: Sequence[str] = (),
    arguments: Sequence[str] = (),
    seconds: float = LONGEST_CRAWL_SECONDS,
) -> Crawl:
    """Crawl one outlet, or only the given addresses of it, and wait for its end.

    The crawl writes captures, failures and its counts to Postgres page by page. Its lines are
    passed on to the log as they come. ``arguments`` are further ones of `spiders.run`.

    Raises:
        CrawlFailedError: the process ended otherwise than well, or took longer than ``seconds``.
    """
    with tempfile.TemporaryDirectory(prefix="jipyo-crawl-") as folder:
        statistics_file = Path(folder) / "statistics.json"
        command = [
            *(sys.executable, "-m", "spiders.run", outlet_id),
            *("--run-id", str(run_id), "--now", now.isoformat()),
            *("--stats", str(statistics_file)),
        ]
        for url in urls:
            command += ["--url", url]
        command += arguments
        process = subprocess.Popen(
            command,
            env={
                **os.environ,
                "JIPYO_HOME": str(home.root),
                "JIPYO_DATABASE_URL": database_url,
                "PYTHONUNBUFFERED": "1",
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        overdue = threading.Event()

        def end_it() -> None:
            overdue.set()
            os.killpg(process.pid, signal.SIGKILL)

        watch = threading.Timer(seconds, end_it)
        watch.start()
        last_line = ""
        try:
            for line in process.stderr or ():
                if line.strip():
                    last_line = line.strip()
                    logger.info(
                        "%s: %s", outlet_id, last_line, extra=_progress(outlet_id, last_line)
                    )
            code = process.wait()
        finally:
            watch.cancel()
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        if overdue.is_set():
            raise CrawlFailedError(
                f"The crawl of {outlet_id} took longer than {seconds:.0f} s and was ended. "
                "Its captures are stored; the rest is asked for in the next run."
            )
        if code != 0:
            raise CrawlFailedError(
                f"The crawl of {outlet_id} ended with exit code {code}: {last_line or 'no word'}"
            )
        statistics: dict[str, Any] = {}
        if statistics_file.exists():
            statistics = json.loads(statistics_file.read_text())
        return Crawl(outlet_id, statistics)
