"""A store of a few announcements and nights, the site that is built of it, and a browser."""

from __future__ import annotations

from collections.abc import Callable
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
