"""Addresses of pages: served, or files; whatever their names."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.addresses import data_docs_address, data_docs_folder, report_address
from jipyo.store.home import Home

pytestmark = pytest.mark.quick


def test_pages_are_files_where_nothing_serves_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JIPYO_PAGES_URL", raising=False)
    home = Home(tmp_path / "my home")
    assert report_address(home) == (tmp_path / "my home/report/index.html").as_uri()
    docs = data_docs_folder(home) / "validations" / "a b.html"
    assert data_docs_address(home, docs) == docs.as_uri()
    assert "%20" in data_docs_address(home, docs)


def test_pages_have_the_address_of_the_page_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIPYO_PAGES_URL", "http://127.0.0.1:4201/")
    home = Home(tmp_path)
    base = "http://127.0.0.1:4201"
    assert report_address(home) == f"{base}/report/index.html"
    assert report_address(home, "창원시/예산 규모.html#as known") == (
        f"{base}/report/%EC%B0%BD%EC%9B%90%EC%8B%9C/"
        "%EC%98%88%EC%82%B0%20%EA%B7%9C%EB%AA%A8.html#as%20known"
    )
    docs = data_docs_folder(home)
    assert data_docs_address(home, docs / "index.html") == f"{base}/data-docs/index.html"
    assert data_docs_address(home, "a?b#c.html") == f"{base}/data-docs/a%3Fb#c.html"
    # What lies elsewhere is not served.
    elsewhere = tmp_path / "elsewhere.html"
    assert data_docs_address(home, elsewhere) == elsewhere.as_uri()
