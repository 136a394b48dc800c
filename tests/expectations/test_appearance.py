"""Data docs that ask no other host for anything, and an index that needs no script."""

from __future__ import annotations

from pathlib import Path

import pytest

from expectations.appearance import ResultLine, make_self_contained, write_index

pytestmark = pytest.mark.quick

PAGE = """<html><head><link rel="stylesheet" href="https://cdn.example/a.css">
<script src="https://cdn.example/a.js" integrity="x"></script></head>
<body><img src="https://counter.example/pixel.png"><a href="https://haneul.example/1">기사</a>
<p>같은 지표의 수치</p><footer>Subscribe <a href="https://letters.example">here</a></footer></body></html>"""


def test_references_to_other_hosts_go_and_links_stay(tmp_path: Path) -> None:
    page = tmp_path / "suite" / "page.html"
    page.parent.mkdir()
    page.write_text(PAGE, encoding="utf-8")
    make_self_contained(tmp_path)
    html = page.read_text(encoding="utf-8")
    for host in ("cdn.example", "counter.example", "letters.example"):
        assert host not in html
    assert "https://haneul.example/1" in html
    assert "같은 지표의 수치" in html
    assert html.count("<style>") == 1


def test_the_index_lists_results_and_escapes_names(tmp_path: Path) -> None:
    result = tmp_path / "validations" / "shape" / "run" / "20261115T173000.000000Z" / "x.html"
    result.parent.mkdir(parents=True)
    result.write_text("", encoding="utf-8")
    (tmp_path / "expectations").mkdir()
    (tmp_path / "expectations" / "shape.html").write_text("", encoding="utf-8")
    index = tmp_path / "index.html"
    line = ResultLine("<shape>", "validations/shape/run/x.html", False, 2, 18)
    write_index(index, "run 1", [line])
    html = index.read_text(encoding="utf-8")
    assert "&lt;shape&gt;" in html
    assert "<shape>" not in html
    assert ">2026-11-16 02:30</a>" in html
    assert 'href="expectations/shape.html"' in html
    assert "to be looked at" in html
    assert "http:" not in html
    assert "https:" not in html
