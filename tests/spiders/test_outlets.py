"""Entries of outlets: merged, checked, refused in words that name the place of the fault."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from jipyo.pages import canonical_url
from jipyo.pages.families import FAMILIES, recognise
from jipyo.pages.page import Page
from jipyo.series.places import Places
from jipyo.store.home import Home
from spiders.outlets import SHIPPED, Outlet, OutletsError, load_outlets, write_overlay

pytestmark = pytest.mark.quick

ENTRY: dict[str, Any] = {
    "id": "gaon",
    "name": "가온신문",
    "family": "generic",
    "origin": "https://gaon-news.example",
    "lists": ["/news/list.php"],
    "article_pattern": r"^/news/view\.php\?idx=\d+$",
}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.make()
    return home


def fault(home: Home, **fields: object) -> str:
    """What is said of the entry with these fields."""
    home.outlets_overlay.write_text(
        yaml.safe_dump([{**ENTRY, **fields}], allow_unicode=True), encoding="utf-8"
    )
    with pytest.raises(OutletsError) as raised:
        load_outlets(home)
    text = str(raised.value)
    assert str(home.outlets_overlay) in text
    return text


def test_the_shipped_outlets_are_asked_for_nothing_until_a_person_enables_them(home: Home) -> None:
    known = load_outlets(home)
    assert len(known) >= 4
    assert not any(outlet.enabled or outlet.sample for outlet in known.values())
    assert {outlet.verified for outlet in known.values()} == {"never"}
    assert all(outlet.politeness.delay_seconds >= 10 for outlet in known.values())


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (True, True),
        (False, False),
        ("weekends", ("weekends",)),
        (["saturday", date(2026, 9, 25)], ("saturday", "2026-09-25")),
    ],
)
def test_an_entry_says_when_the_outlet_may_be_empty(
    home: Home, said: object, expected: object
) -> None:
    write_overlay(home, [{**ENTRY, "may_be_empty": said}])
    outlet = load_outlets(home)["gaon"]
    assert outlet.may_be_empty == expected
    # As the rules in SQL take it.
    kept = outlet.settings()["may_be_empty"]
    assert kept == (list(expected) if isinstance(expected, tuple) else expected)


@pytest.mark.parametrize("said", ["holidays", ["Monday"], 3, None, ["2026-9-25"]])
def test_days_that_nobody_knows_are_refused(home: Home, said: object) -> None:
    assert "may_be_empty" in fault(home, may_be_empty=said)


def test_the_overlay_adds_entries_and_overrides_fields(home: Home) -> None:
    shipped = load_outlets(home)
    changed = next(iter(shipped.values()))
    write_overlay(home, [ENTRY, {"id": changed.id, "enabled": True}])
    known = load_outlets(home)
    assert set(known) == {*shipped, "gaon"}
    assert known[changed.id] == changed.model_copy(update={"enabled": True})
    # Written again, an entry takes the place of its former self; others stay.
    write_overlay(home, [{**ENTRY, "name": "새가온신문"}])
    known = load_outlets(home)
    assert known["gaon"].name == "새가온신문"
    assert known[changed.id].enabled


@pytest.mark.parametrize(
    "origin",
    [
        "http://127.0.0.1",
        "http://localhost",
        "http://10.1.2.3",
        "http://[::1]",
        "http://169.254.169.254",
        "https://intranet.local",
        # The same machine in other words: as a number, octal, hexadecimal, short, with a dot.
        "http://2130706433",
        "http://0177.0.0.1",
        "http://0x7f.1",
        "http://127.1",
        "http://127.0.0.1.",
        "http://１２７.0.0.1",
        "http://localhost.",
        "http://LOCALHOST",
        # IPv4 within IPv6, and what was once for networks of one's own.
        "http://[::ffff:127.0.0.1]",
        "http://[64:ff9b::7f00:1]",
        "http://[2002:7f00:1::]",
        "http://[fec0::1]",
        "http://224.0.0.1",
        # Names of private networks.
        "https://router",
        "https://press.lan",
        "https://press.home.arpa",
        "https://press.internal.",
        # What programs read differently.
        "https://user:word@gaon-news.example",
        "https://gaon-news.example\\@elsewhere.example",
        "https://gaon-news.example elsewhere.example",
        "https://gaon-news.example?list",
        "https://gaon-news.example#top",
        "ftp://gaon-news.example",
        "https://gaon-news.example/section",
        "gaon-news.example",
    ],
)
def test_only_public_hosts_are_outlets(home: Home, origin: str) -> None:
    text = fault(home, origin=origin)
    assert "outlet gaon" in text
    assert "origin:" in text


@pytest.mark.parametrize("host", ["192.168.0.7", "0300.0250.0.7", "m.gaon-news.example:22", "nas"])
def test_other_hosts_are_public_too(home: Home, host: str) -> None:
    assert "other_hosts" in fault(home, other_hosts=[host])


@pytest.mark.parametrize(
    ("url", "serves"),
    [
        ("https://gaon-news.example/news/1", True),
        ("http://GAON-news.example:80/news/1", True),
        ("https://m.gaon-news.example:443/1?a=b@c", True),
        ("https://gaon-news.example.elsewhere.example/1", False),
        ("https://elsewhere.example/gaon-news.example", False),
        ("https://elsewhere.example#@gaon-news.example/", False),
        ("https://gaon-news.example@elsewhere.example/", False),
        ("https://elsewhere.example\\@gaon-news.example/", False),
        ("https://gaon-news.example\\@elsewhere.example/", False),
        ("https://user:word@gaon-news.example/", False),
        ("https://gaon-news.example\t.elsewhere.example/", False),
        ("https://gaon-news.example:6379/", False),
        ("https://gaon-news.example:99999/", False),
        ("https://gaon-news.example%2eelsewhere.example/", False),
        ("https://[::1/", False),
        ("//gaon-news.example/", False),
        ("file://gaon-news.example/etc/passwd", False),
        ("ftp://gaon-news.example/", False),
        ("https://2130706433/", False),
        ("", False),
    ],
)
def test_only_addresses_of_the_outlet_are_asked_for(home: Home, url: str, serves: bool) -> None:
    write_overlay(home, [{**ENTRY, "other_hosts": ["m.gaon-news.example"]}])
    assert load_outlets(home)["gaon"].serves(url) is serves


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"family": "unheard-of"}, "family:"),
        ({"article_pattern": "("}, "article_pattern: is no regular expression"),
        ({"article_pattern": None}, "needs article_pattern"),
        ({"lists": []}, "needs a feed or a list"),
        ({"lists": ["//elsewhere.example/list"]}, "lists:"),
        ({"feeds": ["https://elsewhere.example/rss"]}, "feeds:"),
        ({"politeness": {"delay_seconds": -1}}, "politeness.delay_seconds:"),
        ({"politeness": {"delay": 1}}, "politeness.delay:"),
        ({"delays": 3}, "delays:"),
        ({"recheck_after_days": [1, 7, 3]}, "recheck_after_days: [1, 7, 3] must ascend"),
        ({"recheck_after_days": [1, 1]}, "recheck_after_days: [1, 1] must ascend"),
        ({"recheck_after_days": [0, 1]}, "recheck_after_days.0:"),
        # What stood there before says what to write now.
        ({"recheck_days": 3}, "here recheck_after_days: [1, 3]"),
        ({"recheck_days": 10}, "here recheck_after_days: [1, 3, 7, 10]"),
        ({"recheck_days": 0}, "here recheck_after_days: []"),
        ({"connect_to": "http://127.0.0.1:8000"}, "connect_to is for entries with sample: true"),
        ({"sample": True, "connect_to": "http://10.0.0.1:80"}, "connect_to must be"),
        ({"sample": True, "connect_to": "http://127.0.0.1"}, "connect_to must be"),
        ({"id": "Gaon News"}, "id:"),
    ],
)
def test_a_wrong_field_is_named(home: Home, fields: dict[str, object], expected: str) -> None:
    assert expected in fault(home, **fields)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- id: [", "is no YAML"),
        ("id: gaon", "must be a list"),
        ("- name: 가온신문", "entry 1 has no id"),
        ("- id: gaon\n- id: gaon", "stands there twice"),
        ("- id: gaon\n  verified: 2026-99-99", "is no YAML: found a value that does not.*line 2"),
        ("- id: gaon\n  name: !!int x", "is no YAML: found a value that does not exist.*line 2"),
        ("- id: gaon\n  name: !!timestamp x", "is no YAML: found a value that does not.*line 2"),
        ("- id: " + "[" * 3000, "is no YAML: it is nested too deep"),
    ],
)
def test_a_broken_file_is_named(home: Home, text: str, expected: str) -> None:
    home.outlets_overlay.write_text(text, encoding="utf-8")
    with pytest.raises(OutletsError, match=expected) as raised:
        load_outlets(home)
    assert str(home.outlets_overlay) in str(raised.value)


def test_a_file_that_is_no_text_is_named(home: Home) -> None:
    home.outlets_overlay.write_bytes(b"- id: \xb0\xa1\xff")
    with pytest.raises(OutletsError, match="cannot be read"):
        load_outlets(home)


def test_the_shipped_file_is_plain_for_people() -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    assert max(map(len, text.splitlines())) <= 110


def test_the_shipped_entries_name_places_and_pages_that_can_be_told(home: Home) -> None:
    known = load_outlets(home)
    assert len(known) >= 40
    register = Places.load()
    for outlet in known.values():
        place = register.resolve(outlet.place) if outlet.place else None
        assert outlet.place is None or place is not None, outlet.id
        assert place is None or outlet.place == place.name_ko, outlet.id
        # A family is of use where it finds its own pages among these addresses.
        for path in (*outlet.feeds, *outlet.lists):
            url = outlet.origin + path
            taken = canonical_url(url, family=outlet.family, article_pattern=outlet.article_pattern)
            assert taken is None, f"{outlet.id}: {path} is an article"
            if path in outlet.lists and outlet.family not in {"generic", "koreakr"}:
                assert recognise(Page("<html></html>", url)).name in {outlet.family, "generic"}
    # No page is asked for twice a night on behalf of two entries.
    asked = [outlet.origin + path for outlet in known.values() for path in outlet.feeds]
    asked += [outlet.origin + path for outlet in known.values() for path in outlet.lists]
    assert len(set(asked)) == len(asked)
    here = [outlet.id for outlet in known.values() if register_province(outlet) == "경상남도"]
    assert len(here) >= 15
    assert list(known)[: len(here)] == here, "the outlets of Gyeongnam come first"


def register_province(outlet: Outlet) -> str | None:
    """The province in which an outlet's place lies."""
    register = Places.load()
    place = register.resolve(outlet.place) if outlet.place else None
    if place is None:
        return None
    return (register.parent(place) or place).name_ko


def test_every_shipped_entry_says_what_it_rests_on_and_that_nobody_saw_it_live() -> None:
    for block in SHIPPED.read_text(encoding="utf-8").split("\n\n"):
        if "- id: " not in block:
            continue
        assert re.match(r"# (tested|collected|address)\b", block), block
        assert "\n  verified: never" in block, block


def test_an_entry_with_neither_feeds_nor_lists_takes_those_of_its_family(home: Home) -> None:
    bare = {"id": "bare", "name": "가온일보", "family": "ndsoft", "origin": "https://gaon.example"}
    write_overlay(home, [bare, {**bare, "id": "own", "lists": ["/list"]}])
    known = load_outlets(home)
    assert known["bare"].feeds == FAMILIES["ndsoft"].feeds[:1]
    assert known["bare"].lists == FAMILIES["ndsoft"].lists[:1]
    assert (known["own"].feeds, known["own"].lists) == ((), ("/list",))
    # A board's family has no usual address.
    assert "needs a feed or a list" in fault(
        home, family="webcms", article_pattern=None, lists=[], feeds=[]
    )
