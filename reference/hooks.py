"""Puts the generated pages into the site; MkDocs calls it (`hooks` in mkdocs.yml)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[1]
if str(ROOT) not in sys.path:
    # MkDocs loads this file by its path, and our rooms may not be installed where it runs.
    sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


def pages() -> Mapping[str, Callable[[], str]]:
    """Addresses of the generated pages, and what makes each."""
    from reference.checks import checks_page
    from reference.command_line import command_line_page
    from reference.measures import measures_page
    from reference.settings import settings_page

    return {
        "reference/command-line.md": command_line_page,
        "reference/settings.md": settings_page,
        "reference/checks.md": checks_page,
        "reference/measures.md": measures_page,
    }


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages to those that were written by hand."""
    from mkdocs.structure.files import File

    for address, make in pages().items():
        files.append(File.generated(config, address, content=make()))
    return files
