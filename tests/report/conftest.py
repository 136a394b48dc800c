"""A store of a few announcements and nights, the site that is built of it, and a browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from jipyo.report import ReportBuilt, build_report
from jipyo.store.database import connect

# The newsroom of the checks: it puts announcements into the tables and runs the checks on them.
from tests.expectations.conftest import (
    checked,
    database_url,
    imported,
    newsroom,
    told,
)

__all__ = ["checked", "database_url", "imported", "newsroom", "told"]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The folder of the site; it is not there yet."""
    return tmp_path / "site"


@pytest.fixture
def build(database_url: str, site: Path) -> Callable[..., ReportBuilt]:
    """Builds the site of the store as it is now."""

    def run(folder: Path = site, **options: Any) -> ReportBuilt:
        with connect(database_url) as connection:
            return build_report(connection, folder, **options)

    return run


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A headless Chromium that may reach no network."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    if browser is None:
        pytest.skip("no Chromium on this machine")
    sync_playwright = pytest.importorskip("playwright.sync_api").sync_playwright
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        yield running
        running.close()
