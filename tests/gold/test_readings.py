"""The reader reads every annotated text as it read it last; what it reads otherwise is shown."""

from __future__ import annotations

from difflib import unified_diff
from itertools import islice

import pytest

from tests.gold.floor import PARTS
from tests.gold.readings import file_of, readings

SHOWN = 40


@pytest.mark.parametrize("part", sorted(PARTS, reverse=True))  # The small one first.
def test_what_is_read_has_not_changed(part: str) -> None:
    before, now = file_of(part).read_text("utf-8").splitlines(), readings(part)
    if now == before:
        return
    changed = [
        one
        for one in unified_diff(before, now, "as read before", "as read now", lineterm="", n=0)
        if not one.startswith("@@")
    ]
    pytest.fail(
        "\n".join(
            [
                *islice(changed, SHOWN),
                f"{len(changed)} lines differ. If this is better, keep it with "
                "`python -m tests.gold.readings`, and look through the diff.",
            ]
        ),
        pytrace=False,
    )
