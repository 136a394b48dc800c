"""Checks of a value by its size and its digits."""

from __future__ import annotations

from expectations.checks.definition import CheckDefinition

CHECKS: tuple[type[CheckDefinition], ...] = ()
