"""Postgres servers of tests beside the embedded one: over a network, or of another version."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jipyo.store.server import privileges


@dataclass(frozen=True)
class Cluster:
    """A server with data of its own.

    Attributes:
        folder: Where its data, its log and its socket are; the path must be short.
        programs: The folder with its `initdb` and `pg_ctl`.
        addresses: On which it listens, with a password; on its socket it asks for none.
        port: Its port.
    """

    folder: Path
    programs: Path
    addresses: Sequence[str] = ()
    port: int = 5432
    password: str = "of-a-test"

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        data = self.folder / "data"
        if not data.exists():
            with tempfile.NamedTemporaryFile("w") as file:
                file.write(self.password)
                file.flush()
                self._run(
                    *("initdb", "-D", str(data), "-U", "postgres", "-E", "UTF8"),
                    *("--locale=C.UTF-8", "--auth-local=trust", "--auth-host=scram-sha-256"),
                    f"--pwfile={file.name}",
                )
            with (data / "pg_hba.conf").open("a") as rules:
                rules.write("host all all samenet scram-sha-256\n")
        settings = (
            f"listen_addresses={','.join(self.addresses)}",
            f"port={self.port}",
            f"unix_socket_directories={self.folder}",
            "max_connections=200",
            "timezone=Asia/Seoul",
            "fsync=off",
        )
        options = " ".join(f"-c {shlex.quote(setting)}" for setting in settings)
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", str(data), "-w", "-t", "120", "-l", log, "-o", options, "start")

    def stop(self) -> bool:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "fast", "-w", "stop")
        return True

    def url(self, database: str) -> str:
        """The libpq URL of a database, over the socket."""
        return f"postgresql://postgres@/{database}?host={self.folder}&port={self.port}"

    def url_at(self, address: str, database: str) -> str:
        """The libpq URL of a database, over an address on which the server listens."""
        return f"postgresql://postgres:{self.password}@{address}:{self.port}/{database}"

    def _run(self, program: str, *arguments: str) -> None:
        with tempfile.TemporaryFile("w+") as output:
            # A file, not a pipe: the server inherits it.
            code = subprocess.run(
                [*privileges(), str(self.programs / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, "LC_ALL": "C"},
                cwd="/",
                start_new_session=True,
                check=False,
            ).returncode
            output.seek(0)
            assert code == 0, f"{program}: {output.read()}"
