"""The measures that a home knows: the shipped registry with the home's overlay.

Apart from the flows that read pages, so that `jipyo extract` loads no more than it needs.
"""

from __future__ import annotations

from jipyo.series.registry import Registry, RegistryError, extended_registry
from jipyo.store.errors import JipyoError
from jipyo.store.home import Home
from jipyo.store.overlay import Overlay, read_overlay


def home_overlay() -> Overlay:
    """The overlay of the home that the environment names, as it stands now; makes no home.

    Raises:
        JipyoError: it cannot be read.
    """
    return read_overlay(Home.located())


def measures_of(overlay: Overlay) -> Registry:
    """The shipped measures with those of an overlay.

    Raises:
        JipyoError: an entry is wrong; the message names file and line.
    """
    try:
        return extended_registry(overlay.text, str(overlay.file))
    except RegistryError as error:
        raise JipyoError(str(error)) from None


def home_measures() -> Registry:
    """The measures of the home that the environment names.

    Raises:
        JipyoError: its overlay cannot be read, or an entry is wrong.
    """
    return measures_of(home_overlay())
