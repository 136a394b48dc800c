"""The overlay of the registry: measures that people promoted, kept as text in the home folder.

What stands in it is theirs, comments included. Jipyo only adds blocks at its end.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from jipyo.store.errors import JipyoError
from jipyo.store.home import Home

_HEAD = """\
# Measures of this home, beside those that Jipyo ships. `jipyo metrics promote` adds to the end.
# Edit it as you like, then run `jipyo reparse`. The format: docs/formats.md, "The overlay of the
# registry".
"""


@dataclass(frozen=True, slots=True)
class Overlay:
    """The text of an overlay and the file in which it stands; empty where there is none."""

    file: Path
    text: str


def read_overlay(home: Home) -> Overlay:
    """The overlay of a home, as it stands now.

    Raises:
        JipyoError: the file is there and cannot be read.
    """
    file = home.registry_overlay
    try:
        return Overlay(file, file.read_bytes().decode("utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError):
        return Overlay(file, "")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise JipyoError(
            f"{file}, line {line}: byte {error.start} is 0x{error.object[error.start]:02x}, which "
            "is not UTF-8. Save the file as UTF-8, or move it away."
        ) from None
    except OSError as error:
        raise JipyoError(
            f"{file} cannot be read: {error.strerror}. Mend its rights, or move it away."
        ) from None


def with_block(overlay: Overlay, block: str) -> Overlay:
    """The overlay with one more block at its end; every line that stood there stays as it was."""
    before = overlay.text or _HEAD
    if not before.endswith("\n"):
        before += "\n"
    return Overlay(overlay.file, f"{before}\n{block}")


def write_overlay(before: Overlay, after: Overlay) -> None:
    """Replace the file in one step: a reader sees it before or after, never half.

    Raises:
        JipyoError: it was edited since ``before`` was read, or cannot be written.
    """
    # A file that is a link, as into a repository of the operator's, stays one.
    file = before.file.resolve()
    part = file.with_name(f"{file.name}.part")
    try:
        now = file.read_bytes().decode("utf-8-sig") if file.exists() else ""
        if now != before.text:
            raise JipyoError(
                f"{before.file} was edited meanwhile. Nothing was written: run the command again."
            )
        with part.open("w", encoding="utf-8", newline="") as written:
            written.write(after.text)
            written.flush()
            os.fsync(written.fileno())
        part.replace(file)
    except OSError as error:
        raise JipyoError(
            f"{before.file} cannot be written: {error.strerror}. Nothing was changed: mend the "
            "rights of the folder, or make room, and run the command again."
        ) from None
    finally:
        part.unlink(missing_ok=True)
