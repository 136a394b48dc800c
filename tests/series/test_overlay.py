"""The overlay of the registry: what it adds, what it extends, and how its errors read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from flows.measures import measures_of
from flows.reading import reader_version
from jipyo.figures import read
from jipyo.series.identity import identify
from jipyo.series.places import Places
from jipyo.series.registry import RegistryError, extended_registry, registry
from jipyo.store.errors import JipyoError
from jipyo.store.home import Home
from jipyo.store.overlay import Overlay, read_overlay, with_block, write_overlay

pytestmark = pytest.mark.quick

NEW = """
# 말벗
[[measure]]
id = "welfare.companions"
label_ko = "말벗 도우미"
label_en = "Companions"
units = ["person"]
nature = "stock"
aliases = ["말벗 도우미"]
"""
EXTENSION = """
[[measure]]
extends = "welfare.companions"
aliases = ["말동무", "말벗 도우미"]
units = ["case"]
"""
TEXT = "창원시 소식\n\n창원시는 지난해 말벗 도우미가 120명이라고 밝혔다.\n\n말동무는 84건이었다."


def metrics(overlay: str) -> list[str]:
    day = date(2026, 1, 16)
    figures = read(TEXT, published=day).figures
    place = Places.load().resolve("창원시")
    measures = extended_registry(overlay, "registry.toml")
    return [one.metric for one in identify(figures, TEXT, place, day, measures)]


def test_an_overlay_adds_and_extends() -> None:
    assert extended_registry("", "x") is registry()
    assert extended_registry("# nothing yet\n", "x") is registry()
    assert [metric[0] for metric in metrics("")] == ["~", "~"]
    assert metrics(NEW)[0] == "welfare.companions"
    assert metrics(NEW)[1].startswith("~")
    assert metrics(NEW + EXTENSION) == ["welfare.companions", "welfare.companions"]
    extended = extended_registry(NEW + EXTENSION, "x").measures["welfare.companions"]
    assert extended.aliases == ("말벗 도우미", "말동무")
    assert extended.units == ("person", "case")
    shipped = extended_registry(EXTENSION.replace("welfare.companions", "trade.exports"), "x")
    assert shipped.measures["trade.exports"].aliases[-2:] == ("말동무", "말벗 도우미")
    assert (
        shipped.measures["trade.exports"].label_ko == registry().measures["trade.exports"].label_ko
    )
    # What is shipped stays what it is.
    assert "말동무" not in registry().by_alias


WRONG = {
    'x = 1\n': "line 1: x has no place here",
    'measure = ["a"]\n': "line 1: an entry is a table",
    NEW + "[[measure]]\nid = ": "is no TOML: Invalid value (at end of document)",
    NEW + NEW: "line 13: the measure welfare.companions stands before already; write extends",
    NEW.replace("welfare.companions", "trade.exports"): "line 4: the measure trade.exports is",
    NEW.replace("welfare.companions", "Welfare"): "line 4: the id Welfare must be",
    NEW.replace('units = ["person"]\n', ""): "line 3: the entry lacks units",
    NEW.replace('"person"', '"persons"'): "line 7: persons is no class of units; write person",
    NEW.replace('["person"]', '"person"'): "line 7: units must be a list",
    NEW.replace('["person"]', '["KRW"]'): "line 7: KRW is no class of units; write money",
    NEW.replace("stock", "stok"): "line 8: nature must be one of",
    NEW.replace("aliases", "alias"): "line 9: alias is no field",
    NEW.replace("말벗 도우미\"]", "터\"]"): "line 9: the alias '터' needs at least two",
    NEW + 'parent = "a.b"\n': "line 10: no measure is called a.b",
    NEW + 'before = "("\n': "line 10: before is no regular expression",
    NEW + "range = [2, 1]\n": "line 10: range must be two numbers",
    NEW + 'verbs = ["zzz"]\n': "line 10: zzz does not stand in lexicon.toml",
    NEW + "programme = 1\n": "line 10: programme must be true or false",
    NEW + EXTENSION + 'nature = "flow"\n': "line 15: an entry that extends",
    EXTENSION: "line 3: no measure is called welfare.companions",
    "a = " + "[" * 3000: "is nested too deep",
    "a = " + "9" * 5000: "is no TOML: ",
}  # fmt: skip


@pytest.mark.parametrize(("overlay", "message"), WRONG.items())
def test_what_is_wrong_is_told_with_its_line(overlay: str, message: str) -> None:
    with pytest.raises(RegistryError) as caught:
        extended_registry(overlay, "/home/registry.toml")
    told = str(caught.value)
    assert told.startswith("/home/registry.toml")
    assert message in told
    assert told.endswith("or move the file away.")


def test_the_version_of_the_readers_tells_what_an_overlay_says(tmp_path: Path) -> None:
    def version(text: str) -> str:
        return reader_version(Overlay(tmp_path, text))

    assert version("") == version("# only a comment\n")
    assert version(NEW).startswith(version("") + ".")
    assert version(NEW) == version(NEW.replace("# 말벗", "# 다른 말"))
    # How it is called in English changes no reading.
    assert version(NEW) == version(NEW.replace("Companions", "Friends"))
    assert version(NEW) != version(NEW.replace("말벗 도우미\"]", "말벗\"]"))  # fmt: skip
    assert version(NEW) != version(NEW + EXTENSION)


def test_the_file_is_replaced_whole_and_only_if_it_is_the_one_that_was_read(
    tmp_path: Path,
) -> None:
    home = Home(tmp_path)
    empty = read_overlay(home)
    assert empty == Overlay(tmp_path / "registry.toml", "")
    first = with_block(empty, NEW)
    write_overlay(empty, first)
    assert read_overlay(home) == first
    assert measures_of(first).measures["welfare.companions"]
    with pytest.raises(JipyoError, match="was edited meanwhile"):
        write_overlay(empty, with_block(empty, EXTENSION))
    assert read_overlay(home) == first
    # A link stays one.
    elsewhere = tmp_path / "repository.toml"
    home.registry_overlay.rename(elsewhere)
    home.registry_overlay.symlink_to(elsewhere)
    second = with_block(first, EXTENSION)
    write_overlay(first, second)
    assert home.registry_overlay.is_symlink()
    assert elsewhere.read_text("utf-8") == second.text
    assert second.text.startswith(first.text)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["registry.toml", "repository.toml"]


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "registry.toml").write_bytes("# 가\n# 나\n".encode("cp949"))
    with pytest.raises(JipyoError, match=r"registry\.toml, line 1: byte 2 is 0xb0.* UTF-8"):
        read_overlay(Home(tmp_path))
    (tmp_path / "registry.toml").unlink()
    (tmp_path / "registry.toml").mkdir()
    with pytest.raises(JipyoError, match="cannot be read"):
        read_overlay(Home(tmp_path))
