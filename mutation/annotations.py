"""Find where a module is annotated: what stands there is never evaluated."""

from __future__ import annotations

import ast
from bisect import bisect_right

Position = tuple[int, int]
"""A line, counted from 1, and a column in characters, from 0."""


def annotations(source: str) -> list[tuple[Position, Position]]:
    """Give the start and the end of each annotation of a module, in the order of the text.

    Annotations of arguments, of what is returned and of variables are text and no code under
    `from __future__ import annotations`; without it there are none in this sense. What follows
    `if TYPE_CHECKING:` is no more evaluated and counts as one.
    """
    module = ast.parse(source)
    if not _are_text(module):
        return []
    # The parser counts columns in bytes, mutants have theirs in characters.
    lines = [line.encode() for line in source.splitlines(keepends=True)]
    found = {
        (
            _position(lines, part.lineno, part.col_offset),
            _position(lines, part.end_lineno or part.lineno, part.end_col_offset or 0),
        )
        for node in ast.walk(module)
        for part in _unevaluated(node)
    }
    return sorted(found)


def lies_within(places: list[tuple[Position, Position]], start: Position, end: Position) -> bool:
    """Tell whether what goes from one position to another stands in one of these places."""
    number = bisect_right(places, start, key=lambda place: place[0]) - 1
    return number >= 0 and end <= places[number][1]


def _are_text(module: ast.Module) -> bool:
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == "__future__"
        and any(name.name == "annotations" for name in node.names)
        for node in module.body
    )


def _unevaluated(node: ast.AST) -> list[ast.expr | ast.stmt]:
    match node:
        case ast.arg(annotation=ast.expr() as annotation):
            return [annotation]
        case ast.AnnAssign(annotation=annotation):
            return [annotation]
        case ast.FunctionDef(returns=ast.expr() as returns):
            return [returns]
        case ast.AsyncFunctionDef(returns=ast.expr() as returns):
            return [returns]
        case ast.If(test=ast.Name(id="TYPE_CHECKING"), body=body):
            return list(body)
        case _:
            return []


def _position(lines: list[bytes], line: int, column: int) -> Position:
    return line, len(lines[line - 1][:column].decode())
