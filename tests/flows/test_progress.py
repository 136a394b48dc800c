"""Progress: bars where a person looks on, lines everywhere else."""

from __future__ import annotations

import fcntl
import logging
import os
import pty
import struct
import subprocess
import sys
import termios

import pytest

from flows.crawl import _progress
from flows.progress import step, told
from tests.flows.conftest import ROOT

pytestmark = pytest.mark.quick

NIGHT = """
import logging
from flows.progress import step, told
logger = logging.getLogger("flows.nightly")
with told(lambda line: print("LINE", line)):
    logger.info("3 pages to read", extra=step("parse", 0, 3))
    logger.warning("[haneul] 7 was odd")
    logger.info("3 of 3 pages read", extra=step("parse", 3, 3))
"""


def test_lines_where_nobody_looks_on() -> None:
    lines: list[str] = []
    logger = logging.getLogger("flows.nightly")
    with told(lines.append):
        logger.info("3 pages to read", extra=step("parse", 0, 3))
        logger.warning("one was odd")
    assert [line.split("  ", 1)[1] for line in lines] == ["3 pages to read", "one was odd"]
    logger.info("not told any more")
    assert len(lines) == 2


@pytest.mark.parametrize("columns", [80, 120])
def test_bars_on_a_terminal(columns: int) -> None:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-c", NIGHT],
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "PYTHONPATH": str(ROOT)},
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # The other end of a terminal was closed: that is how it says so.
            break
        shown += piece
    os.close(ours)
    assert process.wait(30) == 0
    text = shown.decode()
    assert "LINE" not in text
    assert "[haneul] 7 was odd" in text  # Brackets are text, not markup.
    assert "parse" in text
    assert "3/3" in text


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("16 listed, 12 pages to ask for", ("collect haneul", 0, 12)),
        ("20 of 29 pages: 20 new or changed, 0 as they were", ("collect haneul", 20, 29)),
        ("http_404: The page is not there (HTTP 404)", None),
    ],
)
def test_a_crawl_says_how_far_it_is(line: str, expected: object) -> None:
    found = _progress("haneul", line)
    assert (found and found["progress_step"]) == expected
