"""Golden pages: markup as news systems and boards write it, prose of our own, and what is read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from jipyo.pages import read_page

pytestmark = pytest.mark.quick

PAGES = sorted((Path(__file__).parent / "golden").glob("*.html"))
URL = "https://naru.example/news/view?number=7"


def stated(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value  # type: ignore[union-attr]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_golden_page(page: Path) -> None:
    expected: dict[str, Any] = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    # An address is named where it tells the family; a family is one that an outlet's entry gives.
    given, charset = expected.pop("given", None), expected.pop("charset", None)
    url = expected.get("url", URL)
    article = read_page(page.read_bytes(), url, family=given, charset=charset)
    found = {name: stated(getattr(article, name, None)) for name in expected}
    if "paragraphs" in expected:
        found["paragraphs"] = article.body.split("\n\n")
    assert found == expected
    if article.state != "article":
        assert article.detail, "whoever reads the failure must learn what was seen"


def test_the_family_of_an_entry_decides_where_the_page_does_not_tell() -> None:
    page = (Path(__file__).parent / "golden" / "nd-first-generation-cp949.html").read_bytes()
    assert read_page(page, URL, family="ndsoft").state == "article"
    plain = (Path(__file__).parent / "golden" / "view-paragraphs.html").read_bytes()
    drifted = read_page(plain, URL, family="ndsoft")
    assert drifted.state == "selector_drift"
    assert drifted.title == "가온시, 청년 일자리 1,240개"
