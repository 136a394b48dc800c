"""The embedded server: one for many starters, no row lost whoever is killed, as root and not."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, LiteralString

import psycopg
import pytest

from jipyo.store.errors import ServerError
from jipyo.store.home import Home
from jipyo.store.server import EmbeddedServer, privileges, server_major_version

ROOT = Path(__file__).parents[2]

STARTER = (
    "import sys\n"
    "from pathlib import Path\n"
    "from jipyo.store.home import Home\n"
    "from jipyo.store.server import EmbeddedServer\n"
    "print(EmbeddedServer(Home(Path(sys.argv[1]))).start(), flush=True)\n"
    "sys.stdin.read()\n"
)


def starter(home: Home, **options: object) -> subprocess.Popen[str]:
    """A process that starts the server of a home, says its URL, and stays until told to go."""
    return subprocess.Popen(
        [sys.executable, "-c", STARTER, str(home.root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,  # type: ignore[call-overload]
    )


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline().strip()
    if not line:
        _, said = process.communicate()
        raise AssertionError(said)
    return line


def postmaster(home: Home) -> int:
    return int((home.data / "postmaster.pid").read_text().splitlines()[0])


def add_row(url: str, number: int) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (number integer)")
        connection.execute("INSERT INTO kept VALUES (%s)", (number,))


def rows(url: str) -> list[int]:
    return rows_of(url, "SELECT number FROM kept ORDER BY 1")


def rows_of(url: str, statement: LiteralString) -> list[Any]:
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute(statement)]


def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true"
        time.sleep(0.02)


@pytest.fixture
def home() -> Iterator[Home]:
    folder = Path(tempfile.mkdtemp(prefix="jipyo-server-"))
    made = Home(folder / "home")
    made.make()
    yield made
    EmbeddedServer(made).stop()
    shutil.rmtree(folder)


def test_start_attach_stop_start(home: Home) -> None:
    server = EmbeddedServer(home)
    assert not server.is_running()
    url = server.start()
    add_row(url, 1)
    first = postmaster(home)
    assert server.start() == url
    assert postmaster(home) == first
    assert server.stop()
    assert not server.is_running()
    assert not server.stop()
    server.start()
    assert rows(url) == [1]


def test_korean_text_sorts_and_folds_as_text(home: Home) -> None:
    url = EmbeddedServer(home).start()
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT array_agg(word ORDER BY word), current_setting('server_encoding'),"
            " upper('é') FROM unnest(ARRAY['힣', '가', '나']) AS word"
        ).fetchone()
    assert row == (["가", "나", "힣"], "UTF8", "É")


def test_it_listens_on_no_network_and_is_private(home: Home) -> None:
    url = EmbeddedServer(home).start()
    with psycopg.connect(url) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert home.root.stat().st_mode & 0o077 == 0


def test_four_starters_at_once_make_one_server(home: Home) -> None:
    starters = [starter(home) for _ in range(4)]
    urls = {first_line(process) for process in starters}
    assert len(urls) == 1
    log = (home.log / "postgres.log").read_text()
    assert log.count("database system is ready to accept connections") == 1
    for process in starters:
        process.communicate("")


def test_the_server_survives_the_death_of_the_process_that_started_it(home: Home) -> None:
    parent = starter(home)
    url = first_line(parent)
    add_row(url, 1)
    before = postmaster(home)
    parent.kill()
    parent.communicate()
    add_row(url, 2)
    assert EmbeddedServer(home).start() == url
    assert postmaster(home) == before
    assert rows(url) == [1, 2]
    assert EmbeddedServer(home).stop()


def test_no_row_is_lost_when_the_server_is_killed(home: Home) -> None:
    server = EmbeddedServer(home)
    url = server.start()
    for number in range(3):
        add_row(url, number)
        os.kill(postmaster(home), signal.SIGKILL)
        assert server.start() == url
        assert rows(url) == list(range(number + 1))


def test_a_zombie_postmaster_is_not_taken_for_a_living_one(home: Home) -> None:
    """Its process id still answers to signal 0, so Postgres by itself would refuse to start."""
    server = EmbeddedServer(home)
    url = server.start()
    add_row(url, 1)
    server.stop()
    child = subprocess.Popen([sys.executable, "-c", "pass"])
    # Waiting without reaping leaves a zombie behind.
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    (home.data / "postmaster.pid").write_text(f"{child.pid}\n{home.data}\n0\n5432\n\n\n\n\n")
    try:
        assert server.start() == url
    finally:
        child.wait()
    assert rows(url) == [1]


def test_a_killed_initdb_leaves_nothing_half_made(home: Home) -> None:
    half_made = home.data.with_name(f"{home.data.name}.being-made")
    half_made.mkdir()
    (half_made / "PG_VERSION").write_text("18\n")
    url = EmbeddedServer(home).start()
    add_row(url, 1)
    assert not half_made.exists()


def test_a_home_that_is_deleted_under_its_server_can_be_made_anew(home: Home) -> None:
    """The old server notices and removes its socket; the new one must keep its own."""
    server = EmbeddedServer(home)
    old_url = server.start()
    old = postmaster(home)
    shutil.rmtree(home.root)
    home.make()
    url = server.start()
    add_row(url, 1)
    assert url != old_url
    os.kill(old, signal.SIGINT)
    until(lambda: not alive(old))
    assert rows(url) == [1]
    assert server.is_running()


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_long_home_gets_a_short_private_socket_folder(tmp_path: Path) -> None:
    home = Home(tmp_path / ("a-rather-long-name-" * 6) / "home")
    server = EmbeddedServer(home)
    try:
        url = server.start()
        add_row(url, 1)
        folder = server.socket_folder()
        assert home.root not in folder.parents
        assert folder.stat().st_mode & 0o077 == 0
        server.stop()
        folder.chmod(0o755)
        with pytest.raises(ServerError, match="private folder"):
            server.start()
        folder.chmod(0o700)
    finally:
        server.stop()
        shutil.rmtree(server.socket_folder())


def test_data_of_another_version_is_refused_with_what_to_do(home: Home) -> None:
    server = EmbeddedServer(home)
    server.start()
    server.stop()
    (home.data / "PG_VERSION").write_text("14\n")
    with pytest.raises(ServerError, match=r"PostgreSQL 14.*JIPYO_DATABASE_URL"):
        server.start()
    (home.data / "PG_VERSION").write_text(f"{server_major_version()}\n")


def test_a_folder_of_somebody_elses_is_left_alone(home: Home) -> None:
    home.data.mkdir()
    (home.data / "letters.txt").write_text("dear")
    with pytest.raises(ServerError, match="not empty"):
        EmbeddedServer(home).start()
    assert (home.data / "letters.txt").read_text() == "dear"


ORDINARY = ("unshare", "--user", "--map-user=1000", "--map-group=1000", "--")
"""Makes a process that was root an ordinary user, in its own eyes and in those of Postgres."""


@pytest.mark.prove
@pytest.mark.skipif(os.geteuid() != 0, reason="all the other tests ran as an ordinary user")
def test_the_same_trials_as_an_ordinary_user() -> None:
    if subprocess.run([*ORDINARY, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine allows no user namespaces")
    done = subprocess.run(
        [
            *(*ORDINARY, sys.executable, "-m", "pytest", __file__, "-q"),
            *("-k", "not same_trials", "-p", "no:cacheprovider"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout
    assert "skipped" not in done.stdout
    assert "failed" not in done.stdout


def test_privileges_fit_the_user(home: Home) -> None:
    """Root starts the server through a namespace, an ordinary user as they are."""
    assert bool(privileges()) == (os.geteuid() == 0)
    url = EmbeddedServer(home).start()
    owner = (home.data / "PG_VERSION").stat().st_uid
    assert owner == os.geteuid()
    assert rows_of(url, "SELECT current_user") == ["postgres"]
