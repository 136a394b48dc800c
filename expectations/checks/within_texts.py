"""Checks that hold the figures of one text against one another."""

from __future__ import annotations

from expectations.checks.definition import CheckDefinition

CHECKS: tuple[type[CheckDefinition], ...] = ()
