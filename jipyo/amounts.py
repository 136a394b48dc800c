"""An amount that a person types, read as it would be read in an announcement."""

from __future__ import annotations

import re

from jipyo.figures import read
from jipyo.figures.model import Figure
from jipyo.store.corrections import CorrectionError, FlagFigure, RightValue

# What stands behind the number of a printed figure: 원, 개사, %, ha.
_UNIT_AS_PRINTED = re.compile(r"[^\d,.\s조억만천백십여~-]*$")


def right_value(amount: str, figure: FlagFigure) -> RightValue:
    """Read an amount such as ``1조8844억``, ``626개사`` or ``△3.1%`` in the unit of a figure.

    A unit need not be written: then it is that of the figure, as printed.

    Raises:
        CorrectionError: it is no single amount, or one in another unit.
    """
    written = amount.strip()
    unit = _UNIT_AS_PRINTED.search(figure.quote)
    found = _whole(written + (unit[0] if unit else "")) or _whole(written)
    if found is None or found.value is None or found.value_high is not None or found.malformed:
        raise CorrectionError(
            f"{amount!r} is no single amount. Write it as announcements do, such as "
            f"{figure.quote} (that is what is printed)."
        )
    if found.unit != figure.unit:
        raise CorrectionError(
            f"{amount} is in {found.unit}, the figure {figure.quote} is in {figure.unit}."
        )
    return RightValue(
        quote=written,
        value=found.value,
        low=found.value if found.low is None else found.low,
        high=found.value if found.high is None else found.high,
    )


def _whole(text: str) -> Figure | None:
    """The figure that is the whole of a text."""
    figures = read(text).figures
    return figures[0] if len(figures) == 1 and figures[0].text == text else None
