"""Text from strangers is made plain: it shows, and nothing obeys it."""

from __future__ import annotations

import json
import unicodedata

import pytest

from jipyo.plain import json_text, on_one_line, plain

pytestmark = pytest.mark.quick

# All that is in daily use, and the tags. No two surrogates stand side by side: they would be one.
EVERY_SIGN = "".join(
    f"{chr(code)} " if 0xD800 <= code < 0xE000 else chr(code)
    for code in (*range(0x11000), *range(0xE0000, 0xE0200))
)


def test_no_sign_that_anything_obeys_is_left() -> None:
    left = {sign for sign in plain(EVERY_SIGN) if not sign.isprintable() and sign != "\t"}
    assert {unicodedata.category(sign) for sign in left} <= {"Zs"}
    shown = {sign for sign in EVERY_SIGN if sign.isprintable()}
    assert shown <= set(plain(EVERY_SIGN))


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("창원시, 3,400억 원 투자협약", "창원시, 3,400억 원 투자협약"),
        ("\x1b[31m빨강\x1b[0m", "[31m빨강 [0m"),
        ("\x9b31m빨강", "31m빨강"),
        ("\x1b]0;title\x07창", "]0;title 창"),
        ("창\u202e시원\u202c", "창시원"),
        ("창\u200b원\u2060시\ufeff", "창원시"),
        ("한 줄\n위조된 줄\r처음부터\x85다음\u2028또", "한 줄 위조된 줄 처음부터 다음 또"),
        ("[red]창원시[/]", "[red]창원시[/]"),
        ("홀로 \ud83d 남은", "홀로 남은"),
    ],
)
def test_what_is_left_of_a_text(given: str, shown: str) -> None:
    assert on_one_line(given) == shown


def test_json_is_exact_for_its_reader_and_nothing_to_a_terminal() -> None:
    record = {"title": EVERY_SIGN, "창원": ["\x1b[31m", "\u202e", "👩\u200d👧"]}
    for indent in (None, 1):
        text = json_text(record, indent=indent)
        assert json.loads(text) == record
        hidden = {sign for sign in text if not sign.isprintable() and sign != "\n"}
        assert {unicodedata.category(sign) for sign in hidden} <= {"Zs"}
    assert json_text({"a": "창\u00a0원"}) == '{"a": "창\u00a0원"}'
