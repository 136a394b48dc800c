"""Words of the night's page: durations, errors, and Markdown in which strangers write text only."""

from __future__ import annotations

import pytest

from flows.board import duration
from flows.markdown import code, escape, link
from tests.hostile import EVERYTHING, hidden_signs

pytestmark = pytest.mark.quick


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, ""),
        (0.04, "0.0 s"),
        (9.96, "10 s"),
        (59.6, "1 min 0 s"),
        (185.0, "3 min 5 s"),
        (3720.0, "1 h 2 min"),
    ],
)
def test_durations_as_people_say_them(seconds: float | None, words: str) -> None:
    assert duration(seconds) == words


def test_strangers_write_text_only() -> None:
    shown = escape(EVERYTHING)
    assert not hidden_signs(shown)
    assert "<" not in shown
    for mark in "`*[]()#|~!":
        assert shown.count(mark) == shown.count(f"\\{mark}"), mark
    assert code("a`b|c\nd") == "`a'b¦c d`"


@pytest.mark.parametrize(
    ("address", "written"),
    [
        (
            "https://a.example/뉴스?x=1&y=%20",
            "[여기](https://a.example/%EB%89%B4%EC%8A%A4?x=1&y=%20)",
        ),
        (
            "https://a.example/)(<b>\"' \\`|",
            "[여기](https://a.example/%29%28%3Cb%3E%22%27%20%5C%60%7C)",
        ),
        ("file:///home/a/index.html", "[여기](file:///home/a/index.html)"),
        ("javascript:alert(1)", "여기"),
        ("data:text/html,x", "여기"),
    ],
)
def test_a_link_stays_one(address: str, written: str) -> None:
    assert link("여기", address) == written
