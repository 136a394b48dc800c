"""Any file in, its text or a reason out, at a known price."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict, replace

from jipyo.documents.kinds import kind_of
from jipyo.documents.model import Document, Limits, UnreadableError

_STANDARD = Limits()


def read_document(body: bytes, limits: Limits = _STANDARD) -> Document:
    """Read an HWP, HWPX or PDF document.

    It is read in a process of its own, with limits of time and memory that the system enforces:
    what parses strangers' files may hang, blow up or crash, and costs no more than that process. To
    start it takes about a tenth of a second, for a PDF half a second.

    Args:
        body: The file.
        limits: What it may cost.

    Returns:
        The text, or what the file is instead. Bytes of any kind give an answer; nothing is raised
        for what is in a file.
    """
    if len(body) > limits.largest_bytes:
        return Document("too_large", detail=f"the file has {len(body):,} bytes")
    try:
        kind = kind_of(body)
    except UnreadableError as error:
        return Document(error.state, detail=error.detail)
    slow = Document(
        "too_slow", kind, detail=f"its reading was ended after {limits.seconds:g} seconds"
    )
    command = [sys.executable, "-I", "-m", "jipyo.documents.worker", json.dumps(asdict(limits))]
    try:
        done = subprocess.run(
            command, input=body, capture_output=True, check=False, timeout=limits.seconds + 2
        )
    except subprocess.TimeoutExpired:
        return slow
    if done.returncode == 0:
        return replace(Document(**json.loads(done.stdout)), kind=kind)
    # Nothing but a signal ends the process otherwise, unless it never began.
    import signal

    if done.returncode in {-signal.SIGXCPU, -signal.SIGKILL}:
        return slow
    if done.returncode < 0:
        name = signal.Signals(-done.returncode).name
        return Document("damaged", kind, detail=f"its reader was ended by {name}")
    said = done.stderr.decode(errors="replace").strip()
    if "MemoryError" in said:
        return Document("too_large", kind, detail="it needs more memory than is given")
    raise RuntimeError(f"The process that reads documents failed: {said[-1000:]}")
