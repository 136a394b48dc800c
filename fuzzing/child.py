"""One target under the coverage-guided fuzzer: `python -m fuzzing.child TARGET [OPTION ...]`.

The options are those of libFuzzer. The process limits its own memory, so that a bomb ends it and
nothing else.
"""

from __future__ import annotations

import logging
import sys
from random import Random

import atheris

from fuzzing.changes import changed
from fuzzing.guard import limit_memory
from fuzzing.pieces import pieces_of
from fuzzing.targets import TARGETS

INSTRUMENTED = ["jipyo", "spiders", "flows", "protego"]
"""What a fuzzer sees the ways through."""


def main(arguments: list[str]) -> None:
    """Fuzz a target until libFuzzer ends the process."""
    name, *options = arguments
    target, pieces = TARGETS[name], pieces_of(name)
    # What readers log of a page is on the way to nobody.
    logging.disable(logging.CRITICAL)
    limit_memory(target.memory_megabytes)
    with atheris.instrument_imports(include=INSTRUMENTED):
        target.load()

    def mutate(body: bytes, longest: int, seed: int) -> bytes:
        chance = Random(seed)
        if chance.random() < 0.4:
            return atheris.Mutate(body, longest)
        return changed(body, pieces, longest, chance, binary=target.binary)

    # libFuzzer starts itself anew by the words of its first argument to merge inputs.
    command = f"{sys.executable} -m fuzzing.child {name}"
    atheris.Setup([command, *options], target.try_input, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
