"""How an error is told to people."""

from __future__ import annotations

import pytest

from jipyo.store.errors import JipyoError, in_a_sentence


@pytest.mark.quick
def test_an_error_in_a_sentence() -> None:
    assert in_a_sentence(JipyoError("No such place.\nWrite it out.")) == (
        "No such place. Write it out."
    )
    assert in_a_sentence(ValueError("7 is odd")) == "ValueError: 7 is odd"
    assert in_a_sentence(KeyboardInterrupt()) == "KeyboardInterrupt"
