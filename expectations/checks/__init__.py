"""The checks, declared, by what they compare.

The rule itself is the SQL file of the same name in ``sql/checks``. A check that stands here without
its file, or a file that does not stand here, is an error: no check is ever silently dropped.
"""

from __future__ import annotations

from expectations.checks import between_releases, of_pages, of_values, over_time, within_texts
from expectations.checks.definition import CheckDefinition

CHECKS: tuple[type[CheckDefinition], ...] = (
    *of_values.CHECKS,
    *within_texts.CHECKS,
    *of_pages.CHECKS,
    *between_releases.CHECKS,
    *over_time.CHECKS,
)
"""Every check, in the order in which they run."""
