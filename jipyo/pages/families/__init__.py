"""Site families, by name. One more is one more module here and one more line below."""

from __future__ import annotations

from jipyo.pages.families import (
    egov,
    generic,
    gnuboard,
    ins,
    koreakr,
    mediaon,
    ncode,
    ndsoft,
    viewphp,
    webcms,
)
from jipyo.pages.families.family import DatedList, Family, ListRequest
from jipyo.pages.page import Page

FAMILIES: dict[str, Family] = {
    family.name: family
    for family in (
        ndsoft.FAMILY,
        mediaon.FAMILY,
        ncode.FAMILY,
        ins.FAMILY,
        webcms.FAMILY,
        egov.FAMILY,
        koreakr.FAMILY,
        gnuboard.FAMILY,
        viewphp.FAMILY,
        # Takes every page, so it stands last.
        generic.FAMILY,
    )
}
"""Every known family, in the order in which a page is held against them."""


def recognise(page: Page) -> Family:
    """The family of a page, by its anchors; ``generic`` where none is found."""
    return next(family for family in FAMILIES.values() if family.recognise(page))


__all__ = ["FAMILIES", "DatedList", "Family", "ListRequest", "recognise"]
