"""A home with a running database for as long as something is measured."""

from __future__ import annotations

import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from jipyo.store.home import Home
from jipyo.store.server import EmbeddedServer


@contextmanager
def running_store() -> Generator[tuple[Home, EmbeddedServer]]:
    """A new home and its server; both are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="jipyo-bench-") as folder:
        home = Home(Path(folder) / "home")
        home.make()
        server = EmbeddedServer(home)
        server.start()
        try:
            yield home, server
        finally:
            server.stop()
