"""A night's check takes hardly longer over ten times the store."""

from __future__ import annotations

import pytest

from benchmarks.checks import check_in_turn, ratio_of_rounds

AT_MOST = 1.3
"""Time over a million observations by that over a hundred thousand, for 2,000 new figures."""


@pytest.mark.prove
def test_ten_times_the_store_costs_a_night_hardly_more() -> None:
    seconds = check_in_turn(rounds=3)
    print(
        f"{ratio_of_rounds(seconds):.2f}", [[round(each, 2) for each in pair] for pair in seconds]
    )
    assert ratio_of_rounds(seconds) <= AT_MOST, seconds
