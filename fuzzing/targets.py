"""The entries of foreign bytes by name, each with what an input may cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from fuzzing.guard import at_most


@dataclass(frozen=True, slots=True)
class Target:
    """An entry of foreign bytes.

    Attributes:
        name: What it is called on the command line, and its folder of the corpus.
        entry: The function that tries an input and raises what is a finding, as `room:function`.
        seconds: Processor seconds that an input may take.
        longest: Bytes of an input that a fuzzer makes.
        binary: Whether inputs are rather bytes than text, for a fuzzer that changes them.
        memory_megabytes: Address space of the process that tries inputs.
    """

    name: str
    entry: str
    seconds: float = 5.0
    longest: int = 6_000
    binary: bool = False
    memory_megabytes: int = 3_000

    def load(self) -> None:
        """Import what the target needs, which no input has to pay for."""
        _loaded(self.entry)(b"")

    def try_input(self, body: bytes) -> None:
        """Try an input.

        Raises:
            FindingError: a promise is broken.
            OverTimeError: it takes too long.
            Exception: whatever else comes out is a finding too.
        """
        tried = _loaded(self.entry)
        with at_most(self.seconds):
            tried(body)


@cache
def _loaded(entry: str) -> Callable[[bytes], None]:
    """The function of an entry; its room is imported only where it is tried."""
    room, _, name = entry.partition(":")
    found: Callable[[bytes], None] = getattr(import_module(f"fuzzing.entries.{room}"), name)
    return found


TARGETS: Mapping[str, Target] = {
    target.name: target
    for target in (
        Target("page", "pages:page", longest=12_000),
        Target("list", "pages:list_page", longest=12_000),
        Target("feed", "pages:feed"),
        Target("robots", "pages:robots", longest=3_000),
        Target("moment", "pages:moment", longest=400),
        Target("figures", "texts:figures", longest=3_000),
        Target("article", "texts:article", longest=3_000),
        Target("import", "imports:import_lines"),
        Target("archive", "imports:archive", binary=True, longest=4_000),
        Target("document", "documents:document", binary=True, longest=8_000),
        Target("outlets", "files:outlets_file", longest=2_000),
        Target("alerts", "files:alerts_file", longest=2_000),
        Target("measures", "files:measures_file", longest=2_000),
    )
}
"""Every entry of foreign bytes, by name."""
