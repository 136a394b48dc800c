"""Every reason that the code gives is explained in docs/reasons.md, and none besides."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import get_args

import pytest

from jipyo.documents.model import DocumentState
from jipyo.pages.model import State
from tests.spiders.conftest import ROOT

pytestmark = pytest.mark.quick

STATUSES = {"http_4xx", "http_5xx"}
"""What the docs say for all statuses of a kind."""

NO_REASONS = {"stopped", "not_allowed"}
"""Words within a crawl: the first never becomes a row, the second would be a fault of ours."""


def words(node: ast.expr) -> Iterator[str]:
    """The literal words that an expression may be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from words(node.body)
        yield from words(node.orelse)


def reasons_in_code() -> set[str]:
    """What the code writes as a reason: arguments of that name, and what ours functions take."""
    # Position of the reason among the arguments of what makes or names a failure.
    takers = {
        **{"RefusedError": 0, "Stop": 0, "_end": 0, "failed": 0},
        **{"_failed_to_discover": 1, "_failed": 2, "FailedPage": 2},
    }
    found: set[str] = set()
    for folder in ("spiders", "flows", "jipyo/store"):
        for file in (ROOT / folder).rglob("*.py"):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                if isinstance(node, ast.Call):
                    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                    place = takers.get(name)
                    if place is not None and len(node.args) > place:
                        found |= set(words(node.args[place]))
                    if name == "record_failure":
                        for keyword in node.keywords:
                            if keyword.arg == "reason":
                                found |= set(words(keyword.value))
                elif isinstance(node, ast.Assign) and any(
                    getattr(target, "id", "") == "reason" for target in node.targets
                ):
                    found |= set(words(node.value))
            if file.name == "reasons.py":
                # Codes stand in what the functions return and in the table of errors.
                for node in ast.walk(tree):
                    if isinstance(node, ast.Tuple) and len(node.elts) in (2, 3):
                        place = len(node.elts) - 2
                        found |= {
                            word for word in words(node.elts[place]) if re.fullmatch(r"\w+", word)
                        }
    return found - {""}


def reasons_explained() -> set[str]:
    text = (ROOT / "docs" / "reasons.md").read_text(encoding="utf-8")
    tables = text.partition("## What an article is to a city")[0]
    rows = [line.split("|")[1] for line in tables.splitlines() if line.startswith("| `")]
    return {word for row in rows for word in re.findall(r"`(\w+)`", row)}


def test_the_reasons_in_code_and_docs_are_the_same() -> None:
    in_code, explained = reasons_in_code() - NO_REASONS, reasons_explained()
    # The search finds what it should, of every kind.
    assert {"budget_spent", "tls", "nothing_listed", "redirect_elsewhere", "host_busy"} <= in_code
    states = set(get_args(State)) - {"article"}
    states |= {f"attachment_{state}" for state in get_args(DocumentState) if state != "read"}
    by_status = {word for word in explained if word.startswith("http_")}
    assert in_code | states - explained <= explained | by_status, in_code - explained
    unsaid = explained - in_code - states - by_status - {"reader_error"}
    assert not unsaid, f"explained, but given by nothing: {sorted(unsaid)}"
    assert by_status >= STATUSES
