"""The folder in which everything lives that Jipyo makes: data, logs, sockets, overlays, docs."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from jipyo.store.errors import JipyoError


@dataclass(frozen=True, slots=True)
class Home:
    """One home folder. Two homes share nothing; each may have an embedded server of its own."""

    root: Path

    @classmethod
    def from_environment(cls) -> Home:
        """The home that ``JIPYO_HOME`` names, else ``.jipyo`` in the current folder; made if new.

        The folder is for its owner only (mode 0700): it holds full texts and a database without
        passwords.

        Raises:
            JipyoError: the folder cannot be made.
        """
        home = cls.located()
        home.make()
        return home

    @classmethod
    def located(cls) -> Home:
        """The same home, but left as it is: for commands that only look whether it is there."""
        return cls(Path(os.environ.get("JIPYO_HOME") or ".jipyo").expanduser().resolve())

    def make(self) -> None:
        """Make the folder and those in it that processes need at once.

        Raises:
            JipyoError: a folder cannot be made.
        """
        try:
            for folder in (self.root, self.log, self.run):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise JipyoError(
                f"The home folder {self.root} cannot be made: {error.strerror}. "
                "Set JIPYO_HOME to a folder that you may write to."
            ) from None

    @property
    def data(self) -> Path:
        """Data directory of the embedded Postgres server."""
        return self.root / "postgres"

    @property
    def log(self) -> Path:
        """Logs of the servers."""
        return self.root / "log"

    @property
    def run(self) -> Path:
        """Locks, sockets and the state of running servers."""
        return self.root / "run"

    @property
    def outlets_overlay(self) -> Path:
        """The operator's own outlets, which add to and override the shipped ones."""
        return self.root / "outlets.yaml"

    @property
    def registry_overlay(self) -> Path:
        """The operator's own measures, which add to and extend the shipped ones."""
        return self.root / "registry.toml"

    @property
    def alerts_settings(self) -> Path:
        """The operator's channels, and what is told on which of them."""
        return self.root / "alerts.yaml"

    @property
    def report(self) -> Path:
        """The report as a static site, as of the last night."""
        return self.root / "report"

    @property
    def great_expectations(self) -> Path:
        """The generated Great Expectations project with its data docs."""
        return self.root / "great_expectations"
