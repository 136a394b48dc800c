"""YAML that a person wrote into the home folder, read so that every fault is one of the file."""

from __future__ import annotations

import yaml


class _Loader(yaml.SafeLoader):
    """Tells of a value that is not what it looks like (2026-99-99, !!int x) where it stands."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> object:
        try:
            # The stubs leave the node untyped.
            made: object = super().construct_object(node, deep)  # pyright: ignore[reportUnknownMemberType]
        except yaml.YAMLError:
            raise
        except (ValueError, LookupError, AttributeError, TypeError, OverflowError):
            # What the library raises of a value that its own constructors cannot take.
            raise yaml.MarkedYAMLError(
                problem="found a value that does not exist or is not of its type",
                problem_mark=node.start_mark,
            ) from None
        return made


def load_yaml(text: str) -> object:
    """What a text in YAML says; aliases and plain types only.

    Raises:
        yaml.YAMLError: it is no YAML, holds a value that does not exist (the 99th of a month), or
            is nested deeper than anybody writes. Where it knows, it has a ``problem_mark``.
    """
    try:
        loader = _Loader(text)
        try:
            loaded: object = loader.get_single_data()
        finally:
            loader.dispose()
    except RecursionError:
        raise yaml.YAMLError("it is nested too deep") from None
    return loaded
