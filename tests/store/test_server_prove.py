"""Long proof: a server that is killed again and again under load loses no committed row."""

from __future__ import annotations

import os
import random
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from jipyo.store.home import Home
from jipyo.store.server import EmbeddedServer

pytestmark = pytest.mark.prove

KILLS = 50


@pytest.fixture
def home() -> Iterator[Home]:
    folder = Path(tempfile.mkdtemp(prefix="jipyo-prove-"))
    made = Home(folder / "home")
    made.make()
    yield made
    EmbeddedServer(made).stop()
    shutil.rmtree(folder)


def test_no_committed_row_is_lost_in_fifty_kills(home: Home) -> None:
    server = EmbeddedServer(home)
    url = server.start()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (number bigint PRIMARY KEY)")
    chance = random.Random(20261116)
    committed: list[int] = []
    over = threading.Event()
    busy = threading.Event()

    def write() -> None:
        number = 0
        while not over.is_set():
            try:
                with psycopg.connect(url, autocommit=True, connect_timeout=5) as connection:
                    while not over.is_set():
                        number += 1
                        connection.execute("INSERT INTO kept VALUES (%s)", (number,))
                        committed.append(number)
                        busy.set()
            except psycopg.OperationalError:
                # The server was killed; the row under way may or may not be in.
                continue

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(KILLS):
            busy.clear()
            assert busy.wait(30)
            over.wait(chance.uniform(0.0, 0.3))  # A random moment under load.
            pid = int((home.data / "postmaster.pid").read_text().splitlines()[0])
            os.kill(pid, signal.SIGKILL)
            assert server.start() == url
    finally:
        over.set()
        writer.join()
    with psycopg.connect(url) as connection:
        stored = {row[0] for row in connection.execute("SELECT number FROM kept")}
    assert len(committed) > KILLS
    assert set(committed) <= stored
    # A row whose commit nobody heard of may be there; at most one for each kill.
    assert len(stored - set(committed)) <= KILLS
    print(f"{KILLS} kills, {len(committed)} rows committed, none lost")
