"""What can be set: environment variables, and the fields of the files that people write."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator, Mapping
from datetime import time
from typing import Any, get_args

from pydantic import BaseModel

from jipyo.alerts.settings import AlertSettings
from jipyo.settings import VARIABLES
from reference.writing import code, page, table
from spiders.outlets import Outlet

ABOUT_OUTLETS = """`spiders/outlets.yaml` holds the entries that are shipped; `outlets.yaml` in \
the home folder adds to them and overrides single fields by `id`. How an entry comes about: \
[outlets](../outlets.md). A field that does not stand here is refused, with its name."""

ABOUT_ALERTS = """`alerts.yaml` in the home folder says who is told what, and where. Without it \
nobody is told anything. How it is used: [alerts](../alerts.md)."""

FILES: tuple[tuple[str, str, type[BaseModel]], ...] = (
    ("outlets.yaml", ABOUT_OUTLETS, Outlet),
    ("alerts.yaml", ABOUT_ALERTS, AlertSettings),
)
"""Files that people write, what they are for, and the model that reads each (or each entry)."""

_ATTRIBUTE = re.compile(r"^(\w+): ", re.MULTILINE)
_BACKTICKS = re.compile(r"``([^`]+)``")


def settings_page() -> str:
    """The page."""
    parts = ["## Environment variables", *_variables()]
    for name, about, model in FILES:
        parts += [f"## {name}", about]
        for field, inner in models_of(model):
            parts += [f"### {name}: {field}"] if field else []
            parts.append(_fields(inner))
    return page("Settings", "reference/settings.py", parts)


def _variables() -> Iterator[str]:
    yield table(
        ["variable", "meaning", "if not set"],
        [
            [code(one.name), f"{one.meaning}<br>As {code(one.example)}", one.default]
            for one in VARIABLES
            if not one.set_by_jipyo
        ],
    )
    others = [one for one in VARIABLES if one.set_by_jipyo]
    if others:
        yield "Jipyo sets these itself, for the processes that it starts:"
        yield table(
            ["variable", "meaning", "if not set"],
            [[code(one.name), one.meaning, one.default] for one in others],
        )


def models_of(model: type[BaseModel], field: str = "") -> Iterator[tuple[str, type[BaseModel]]]:
    """A model and those of its fields, each with the path of the field in which it stands."""
    yield field, model
    for name, info in model.model_fields.items():
        for inner in _models_in(info.annotation):
            yield from models_of(inner, f"{field}.{info.alias or name}".strip("."))


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)


def _fields(model: type[BaseModel]) -> str:
    meanings = meanings_of(model)
    schema = model.model_json_schema()
    rows: list[list[str]] = []
    for name, field in model.model_fields.items():
        if field.is_required():
            default = "must be given"
        else:
            default = _shown(field.get_default(call_default_factory=True))
        written = field.alias or name
        words = in_words(schema["properties"][written], schema.get("$defs", {}))
        rows.append([code(written), meanings[written], words, default])
    return table(["field", "meaning", "type", "default"], rows)


def meanings_of(model: type[BaseModel]) -> Mapping[str, str]:
    """What each field means: its description, or what section Attributes of the docstring says.

    Raises:
        ValueError: a field is not explained, or something is that is no field.
    """
    _, _, attributes = inspect.cleandoc(model.__doc__ or "").partition("Attributes:\n")
    pieces = _ATTRIBUTE.split(inspect.cleandoc(attributes))[1:]
    meanings = {
        name: _BACKTICKS.sub(r"`\1`", " ".join(text.split()))
        for name, text in zip(pieces[::2], pieces[1::2], strict=True)
    }
    meanings |= {
        name: field.description for name, field in model.model_fields.items() if field.description
    }
    if meanings.keys() != model.model_fields.keys():
        wrong = sorted(meanings.keys() ^ model.model_fields.keys())
        raise ValueError(f"{model.__name__}: {', '.join(wrong)} stands in docstring or model alone")
    return {model.model_fields[name].alias or name: text for name, text in meanings.items()}


def in_words(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    """A JSON schema in words: ``whole number, 1 to 50``."""
    if "$ref" in schema:
        name = str(schema["$ref"]).rpartition("/")[2]
        if "enum" in definitions[name]:
            return in_words(definitions[name], definitions)
        return "fields of its own, below"
    if "anyOf" in schema:
        kinds = [one for one in schema["anyOf"] if one.get("type") != "null"]
        return " or ".join(in_words(one, definitions) for one in kinds)
    if "enum" in schema:
        return "one of " + ", ".join(code(str(one)) for one in schema["enum"])
    kind = schema.get("type", "any")
    if kind == "array":
        return f"list; each: {in_words(schema.get('items', {}), definitions)}"
    if schema.get("format") == "time":
        return "time of day"
    words = {"integer": "whole number", "number": "number", "boolean": "true or false"}.get(
        kind, {"string": "text", "object": "fields by name"}.get(kind, str(kind))
    )
    return words + _bounds(schema)


def _bounds(schema: Mapping[str, Any]) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    more, pattern = schema.get("exclusiveMinimum"), schema.get("pattern")
    if low is not None and high is not None:
        return f", {low:g} to {high:g}"
    if low is not None:
        return f", {low:g} or more"
    if high is not None:
        return f", {high:g} or less"
    if more is not None:
        return f", more than {more:g}"
    return f", as {code(pattern)}" if pattern else ""


def _shown(default: object) -> str:
    if isinstance(default, BaseModel):
        return "as below"
    if default is None or default == () or default == "":
        return "none"
    if isinstance(default, time):
        return code(default.strftime("%H:%M"))
    if isinstance(default, tuple):
        return code(json.dumps(default, ensure_ascii=False))
    if isinstance(default, bool):
        return code(str(default).lower())
    if isinstance(default, int | float):
        return code(f"{default}" if isinstance(default, int) else f"{default:g}")
    return code(str(default))
