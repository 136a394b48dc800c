"""Every entry of descriptions.toml is shown by its example: what it marks is no figure."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from jipyo.figures import read

pytestmark = pytest.mark.quick
_FILE = Path(__file__).parents[2] / "jipyo" / "figures" / "descriptions.toml"
ENTRIES: list[dict[str, Any]] = tomllib.loads(_FILE.read_text("utf-8"))["description"]


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry["example"][:24] for entry in ENTRIES])
def test_an_example_is_what_its_entry_says(entry: dict[str, Any]) -> None:
    before, _, rest = entry["example"].partition("⟦")
    number, _, after = rest.partition("⟧")
    marks = read(before + number + after, date(2024, 9, 10)).marks
    start, end = len(before), len(before + number)
    found = [mark for mark in marks if mark.start < end and start < mark.end]
    # Words without a digit that are no figure have no disposition of their own.
    assert found or not any(map(str.isdigit, number))
    assert {mark.disposition for mark in found} <= {entry["is"]}


_MARK = re.compile(r"<<(?P<no>.*?)\|(?P<why>[^|<>]*)>>|\{\{(?P<figure>.*?)\}\}")
LINES = (Path(__file__).parent / "described.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("line", [line for line in LINES if line and not line.startswith("#")])
def test_numbers_that_only_describe(line: str) -> None:
    text, spans, position = "", [], 0
    for mark in _MARK.finditer(line):
        text += line[position : mark.start()]
        number = mark["no"] if mark["no"] is not None else mark["figure"]
        spans.append((len(text), len(text) + len(number), mark["why"]))
        text += number
        position = mark.end()
    text += line[position:]
    figures = read(text, date(2024, 9, 10)).figures
    for start, end, why in spans:
        met = [figure.text for figure in figures if figure.start < end and start < figure.end]
        if why is None:
            assert met, f"{text[start:end]} is a figure"
        elif why != "open":
            assert not met, f"{text[start:end]} is no figure: {why}"


def test_every_entry_says_where_it_applies() -> None:
    for entry in ENTRIES:
        assert entry.get("before") or entry.get("after"), entry["example"]
        assert bool(entry.get("sorts")) != bool(entry.get("words")), entry["example"]
