"""Files that a person writes: outlets, alerts, measures."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from fuzzing.guard import hold
from jipyo.alerts.settings import AlertsError, load_settings, resolved
from jipyo.series.registry import RegistryError, extended_registry
from jipyo.store.home import Home


@cache
def _home() -> Home:
    folder = tempfile.mkdtemp(prefix="jipyo-fuzzing-")
    home = Home(Path(folder))
    home.make()
    return home


def outlets_file(body: bytes) -> None:
    """An outlets.yaml of a home."""
    from spiders.outlets import OutletsError, load_outlets

    home = _home()
    home.outlets_overlay.write_bytes(body)
    try:
        known = load_outlets(home)
    except OutletsError as error:
        hold(bool(str(error).strip()), "no reason is told")
        return
    for outlet in known.values():
        hold(bool(outlet.host), "an outlet without a host:", outlet)
        hold(outlet.serves(f"{outlet.origin}/"), "does not serve its own pages:", outlet)


def alerts_file(body: bytes) -> None:
    """An alerts.yaml of a home."""
    file = _home().root / "alerts.yaml"
    file.write_bytes(body)
    try:
        found = load_settings(file)
        for channel in found.channels if found else ():
            resolved(channel, {"NAME": "value"})
    except AlertsError as error:
        hold(bool(str(error).strip()), "no reason is told")


def measures_file(body: bytes) -> None:
    """The overlay of the registry of measures."""
    try:
        extended_registry(body.decode("utf-8", errors="replace"), "registry.toml")
    except RegistryError as error:
        hold(bool(str(error).strip()), "no reason is told")
