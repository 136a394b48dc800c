"""What is declared of every check: its name, how grave its findings are, and what it means."""

from __future__ import annotations

import inspect
from typing import ClassVar, Literal

Severity = Literal["info", "warning", "critical"]
Suite = Literal["consistency", "change"]


class CheckDefinition:
    """A check; the docstring of each subclass is its documentation.

    ``severities`` are those that its findings can have, ``severity_rule`` says when they have
    which. ``title_ko`` and ``title_en`` say what is expected, so that a failed expectation reads as
    what is wrong. ``explained_by`` names checks that say more precisely what is wrong: a finding of
    this check about a figure of which one of those has a finding in the same run is left out, so
    that nothing is told twice.
    """

    check_id: ClassVar[str]
    suite: ClassVar[Suite]
    title_ko: ClassVar[str]
    title_en: ClassVar[str]
    severities: ClassVar[tuple[Severity, ...]]
    severity_rule: ClassVar[str]
    explained_by: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def documentation(cls) -> str:
        """What the check looks for and what it leaves alone."""
        return inspect.cleandoc(cls.__doc__ or "")
