"""Reads one document in a process of its own: `python -I -m jipyo.documents.worker LIMITS`.

The document comes on standard input, what came of it goes to standard output as JSON. The process
limits itself before it reads a byte: a document that costs too much ends it and nothing else.
"""

from __future__ import annotations

import contextlib
import json
import logging
import math
import resource
import sys
from dataclasses import asdict

from jipyo.documents.kinds import kind_of
from jipyo.documents.model import Document, Limits, UnreadableError
from jipyo.plain import shortened


def main(arguments: list[str]) -> int:
    """Read the document on standard input."""
    limits = Limits(**json.loads(arguments[0]))
    _limit(limits)
    # Libraries warn of every oddity of a file; the state says what matters.
    logging.disable(logging.CRITICAL)
    found = read_here(sys.stdin.buffer.read(), limits)
    json.dump(asdict(found), sys.stdout)
    return 0


def _limit(limits: Limits) -> None:
    seconds = math.ceil(limits.seconds)
    for what, value in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hardest = resource.getrlimit(what)
        most = value if hardest == resource.RLIM_INFINITY else min(value, hardest)
        # macOS does not limit address space; its time limit still holds.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, hardest))


def read_here(body: bytes, limits: Limits) -> Document:
    """Read a document in this process, which it may break or block.

    Bytes of any kind give an answer: what a library raises on a file is the file's fault here, and
    is told in ``detail``.
    """
    kind = None
    try:
        kind = kind_of(body)
        if kind == "hwp":
            from jipyo.documents.hwp import read_hwp

            text = read_hwp(body, limits)
        elif kind == "hwpx":
            from jipyo.documents.hwpx import read_hwpx

            text = read_hwpx(body, limits)
        else:
            from jipyo.documents.pdf import read_pdf

            text = read_pdf(body, limits)
    except UnreadableError as error:
        return Document(error.state, kind, detail=error.detail)
    except RecursionError:
        return Document("too_large", kind, detail="it is nested too deep")
    except MemoryError:
        return Document(
            "too_large", kind, detail=f"it needs more than {limits.memory_bytes:,} bytes of memory"
        )
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        if isinstance(error.__cause__, MemoryError):
            return Document("too_large", kind, detail="it needs more memory than is given")
        return Document("damaged", kind, detail=shortened(f"{type(error).__name__}: {error}", 500))
    if len(text) > limits.longest_text:
        return Document("too_large", kind, detail=f"its text has {len(text):,} characters")
    if not any(letter.isalnum() for letter in text):
        return Document("no_text", kind, detail="it holds no text, as a picture or a scan")
    return Document("read", kind, text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
