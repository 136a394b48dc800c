"""The list of environment variables is that of the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from jipyo.settings import VARIABLES

pytestmark = pytest.mark.quick

ROOT = Path(__file__).parents[1]
PACKAGES = ("jipyo", "spiders", "flows", "expectations")

WITHIN = {"JIPYO_CHECKS_DATABASE_URL"}
"""Set and taken away again by Jipyo itself, within one process: nobody can set it."""


def sources() -> dict[str, ast.Module]:
    """Every module of ours by its name."""
    return {
        ".".join(file.relative_to(ROOT).with_suffix("").parts): ast.parse(
            file.read_text(encoding="utf-8")
        )
        for package in PACKAGES
        for file in sorted((ROOT / package).rglob("*.py"))
    }


def is_environment(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "environ"


def reads(tree: ast.Module) -> Iterator[ast.expr]:
    """What stands as the name where the environment is read."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and is_environment(node.value):
            if isinstance(node.ctx, ast.Load):
                yield node.slice
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            asked = is_environment(node.func.value) and node.func.attr in {"get", "pop"}
            if asked or node.func.attr == "getenv":
                yield node.args[0]
        elif isinstance(node, ast.Compare) and any(map(is_environment, node.comparators)):
            yield node.left


def constants(tree: ast.Module) -> dict[str, str]:
    return {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name) and isinstance(node.value.value, str)
    }


def read_names(trees: dict[str, ast.Module]) -> set[str]:
    names: set[str] = set()
    for tree in trees.values():
        known = constants(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module in trees:
                theirs = constants(trees[node.module])
                for alias in node.names:
                    if alias.name in theirs:
                        known[alias.asname or alias.name] = theirs[alias.name]
        for expression in reads(tree):
            if isinstance(expression, ast.Constant):
                names.add(str(expression.value))
            elif isinstance(expression, ast.Name) and expression.id in known:
                names.add(known[expression.id])
    return names


def test_every_variable_that_is_read_can_be_looked_up() -> None:
    read = read_names(sources())
    listed = {variable.name for variable in VARIABLES}
    # Variables of others (PATH, those of systemd) are theirs to explain.
    assert {name for name in read - WITHIN if name.startswith("JIPYO_")} <= listed
    assert listed <= read, f"nothing reads {listed - read}"


def test_the_search_sees_every_way_of_reading() -> None:
    ways = ast.parse(
        "from other import NAME\nos.environ['A']\nos.environ.get('B', '1')\nos.getenv('C')\n"
        "os.environ.get(NAME)\n'E' in os.environ\nos.environ['F'] = '1'\n"
        "os.environ.setdefault('G', '1')\n"
    )
    other = ast.parse("NAME = 'D'")
    assert read_names({"ways": ways, "other": other}) == {"A", "B", "C", "D", "E"}


def test_each_variable_is_explained() -> None:
    for variable in VARIABLES:
        assert re.fullmatch(r"[A-Z][A-Z0-9_]+", variable.name)
        assert variable.meaning.endswith(".")
        assert variable.default
        assert variable.example
    assert len({variable.name for variable in VARIABLES}) == len(VARIABLES)
