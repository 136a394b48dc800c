"""Servers of other versions, reached over a network."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jipyo.store.server import binaries, privileges


def installed_servers() -> list[Path]:
    """Programs of the server that comes with us, and of other versions on this machine."""
    others = Path("/usr/lib/postgresql").glob("*/bin")
    return [binaries(), *sorted(folder for folder in others if (folder / "initdb").exists())]


@pytest.fixture(params=installed_servers(), ids=lambda folder: folder.parent.name)
def over_network(
    request: pytest.FixtureRequest,
) -> Iterator[Callable[[str], str]]:
    """A server of its own that is reached over TCP with a password in the URL."""
    folder = Path(tempfile.mkdtemp(prefix="jipyo-network-"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def run(program: str, *arguments: str) -> None:
        # Its words go nowhere: the server would keep a pipe open.
        subprocess.run(
            [*privileges(), request.param / program, *arguments],
            check=True,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    data = str(folder / "data")
    run("initdb", "-D", data, "-U", "owner", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
    options = f"-c listen_addresses=127.0.0.1 -p {port} -k {folder}"
    run("pg_ctl", "-D", data, "-w", "-o", options, "start")
    yield lambda name: f"postgresql://owner:secret@127.0.0.1:{port}/{name}"
    run("pg_ctl", "-D", data, "-w", "-m", "fast", "stop")
    shutil.rmtree(folder)
