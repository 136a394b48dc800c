"""Checks of what an outlet shows: copies, headlines, edits, pages that are gone."""

from __future__ import annotations

from expectations.checks.definition import CheckDefinition

CHECKS: tuple[type[CheckDefinition], ...] = ()
