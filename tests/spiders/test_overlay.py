"""Changes to the home's outlets.yaml: what a person wrote into it stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from jipyo.store.home import Home
from spiders.outlets import OutletsError, load_outlets
from spiders.overlay import add_entry, set_field

pytestmark = pytest.mark.quick

WRITTEN = """\
# Ours, since last winter.
- id: idomin   # asked them by telephone
  enabled: false  # until they answer

- {id: gnnews, name: 경남일보}
- id: gaon  # new
  name: '가온신문'
  family: ndsoft
  origin: https://gaon-news.example
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.make()
    return home


def test_a_field_is_set_where_it_stands(home: Home) -> None:
    home.outlets_overlay.write_text(WRITTEN, encoding="utf-8")
    assert set_field(home, "idomin", "enabled", True)
    assert set_field(home, "gnnews", "enabled", True)
    assert set_field(home, "gaon", "enabled", True)
    assert set_field(home, "gnmaeil", "enabled", True)
    assert home.outlets_overlay.read_text(encoding="utf-8") == (
        WRITTEN.replace("enabled: false ", "enabled: true ")
        .replace("{id: gnnews,", "{id: gnnews, enabled: true,")
        .replace("gaon  # new\n", "gaon  # new\n  enabled: true\n")
        + "\n- id: gnmaeil\n  enabled: true\n"
    )
    known = load_outlets(home)
    assert {one for one in known if known[one].enabled} == {"idomin", "gnnews", "gaon", "gnmaeil"}
    # Said again, nothing is written.
    before = home.outlets_overlay.stat().st_mtime_ns
    assert not set_field(home, "idomin", "enabled", True)
    assert home.outlets_overlay.stat().st_mtime_ns == before
    assert set_field(home, "idomin", "enabled", False)
    assert "enabled: false  # until they answer" in home.outlets_overlay.read_text(encoding="utf-8")


def test_an_entry_is_added_at_the_end(home: Home) -> None:
    entry = {"id": "naru", "name": "나루신문", "family": "ndsoft", "origin": "https://naru.example"}
    add_entry(home, entry)
    first = home.outlets_overlay.read_text(encoding="utf-8")
    assert first.startswith("#")
    add_entry(home, {**entry, "id": "naru-2", "lists": ["/list?page=1"]})
    assert home.outlets_overlay.read_text(encoding="utf-8").startswith(first)
    known = load_outlets(home)
    assert known["naru"].name == "나루신문"
    assert known["naru-2"].lists == ("/list?page=1",)


def test_what_cannot_be_written_leaves_the_file_as_it_was(home: Home) -> None:
    home.outlets_overlay.write_text(WRITTEN, encoding="utf-8")
    with pytest.raises(OutletsError, match="family"):
        add_entry(
            home, {"id": "naru", "name": "나루", "family": "x", "origin": "https://n.example"}
        )
    # A list in brackets has no end to which lines can be added.
    flow = "[{id: idomin, enabled: false}]\n"
    assert home.outlets_overlay.read_text(encoding="utf-8") == WRITTEN
    home.outlets_overlay.write_text(flow, encoding="utf-8")
    with pytest.raises(OutletsError, match=r"by hand:\n- {id: gnnews, enabled: true}"):
        set_field(home, "gnnews", "enabled", True)
    assert home.outlets_overlay.read_text(encoding="utf-8") == flow
    assert set_field(home, "idomin", "enabled", True)
    assert load_outlets(home)["idomin"].enabled
    # One with faults is told about, not touched.
    home.outlets_overlay.write_text("- id: [", encoding="utf-8")
    with pytest.raises(OutletsError, match="is no YAML"):
        set_field(home, "idomin", "enabled", True)
