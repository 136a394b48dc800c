"""Where a person opens the pages that a night makes: over the page server, or as files.

`jipyo up` serves the report and the data docs on this machine and tells everything that it starts
under which address, in ``JIPYO_PAGES_URL``. Without it the pages are files, and so are their
addresses.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from jipyo.store.home import Home

VARIABLE = "JIPYO_PAGES_URL"
"""Names the address under which pages are served, without a slash at its end."""

REPORT = "report"
"""The first part of the path under which the report is served."""

DATA_DOCS = "data-docs"
"""The first part of the path under which the data docs are served."""


def data_docs_folder(home: Home) -> Path:
    """The folder in which Great Expectations builds its data docs; it need not be there yet."""
    return home.great_expectations / "uncommitted" / "data_docs" / "local_site"


def report_address(home: Home, page: str = "index.html") -> str:
    """The address of a page of the report.

    Args:
        home: Whose report.
        page: Path of the page inside the report, with ``/`` between its parts, not yet quoted; a
            fragment may follow after ``#``.
    """
    return _address(REPORT, home.report, page)


def data_docs_address(home: Home, path: Path | str = "index.html") -> str:
    """The address of a page of the data docs.

    Args:
        home: Whose data docs.
        path: The file, as `expectations.report.CheckReport` has it, or its path inside the docs.
            A file that lies elsewhere is not served, and has the address of a file anywhere.
    """
    folder = data_docs_folder(home)
    file = folder / path
    if not file.is_relative_to(folder):
        return file.as_uri()
    return _address(DATA_DOCS, folder, file.relative_to(folder).as_posix())


def _address(first: str, folder: Path, page: str) -> str:
    path, mark, fragment = page.partition("#")
    base = os.environ.get(VARIABLE, "").rstrip("/")
    place = f"{base}/{first}/{quote(path)}" if base else (folder / path).as_uri()
    return f"{place}{mark}{quote(fragment)}"
