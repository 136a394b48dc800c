"""Changes to `outlets.yaml` of the home folder that leave the rest of it as a person wrote it.

The file belongs to the operator, comments included: an entry is added at its end, a field is set
where it stands, and nothing else of the text changes.
"""

from __future__ import annotations

from typing import Any, cast

import yaml

from jipyo.store.home import Home
from jipyo.store.written import load_yaml
from spiders.outlets import OutletsError, load_outlets

_HEAD = """\
# Outlets of this home, over those that Jipyo ships: an entry with a shipped id overrides its
# fields, any other adds an outlet. The fields: docs/outlets.md.
"""


def entry_text(entry: dict[str, Any]) -> str:
    """An entry as it is written into the file."""
    return yaml.safe_dump(
        [entry], allow_unicode=True, sort_keys=False, width=1000, default_flow_style=None
    )


def add_entry(home: Home, entry: dict[str, Any]) -> None:
    """Put an entry at the end of the file; its id must be new there.

    Raises:
        OutletsError: the file or the entry is wrong; the file is then as it was.
    """
    before = _text(home)
    after = f"{before.rstrip() or _HEAD.rstrip()}\n\n{entry_text(entry)}"
    _replace(home, before, after, entry)


def set_field(home: Home, outlet_id: str, name: str, value: bool) -> bool:
    """Set a field of an outlet's entry; an outlet without an entry here gets one.

    Returns:
        Whether anything had to be changed.

    Raises:
        OutletsError: the file is wrong, or so written that the field cannot be set in it; it is
            then as it was.
    """
    before = _text(home)
    word = "true" if value else "false"
    found = _entry_in(before, outlet_id)
    if found is None:
        _replace(
            home,
            before,
            f"{before.rstrip() or _HEAD.rstrip()}\n\n- id: {outlet_id}\n  {name}: {word}\n",
            {"id": outlet_id, name: value},
        )
        return True
    entry, node = found
    if entry.get(name) is value:
        return False
    for key, given in node.value:
        if key.value == name:
            start, end = given.start_mark.index, given.end_mark.index
            after = before[:start] + word + before[end:]
            break
    else:
        key, given = next((key, given) for key, given in node.value if key.value == "id")
        place, separator = given.end_mark.index, ", "
        if not node.flow_style:
            # Behind the line, for a comment may stand on it.
            line_end = before.find("\n", place)
            place = len(before) if line_end < 0 else line_end
            separator = "\n" + " " * key.start_mark.column
        after = f"{before[:place]}{separator}{name}: {word}{before[place:]}"
    _replace(home, before, after, {**entry, name: value})
    return True


def _text(home: Home) -> str:
    load_outlets(home)  # Of a file with faults, those are told first.
    try:
        return home.outlets_overlay.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def _entry_in(text: str, outlet_id: str) -> tuple[dict[str, Any], yaml.MappingNode] | None:
    """The entry of an outlet in the text, with its place in it."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if root is None:
        return None
    entries = cast("list[dict[str, Any]]", load_yaml(text))
    nodes = cast("list[yaml.MappingNode]", root.value)
    for entry, node in zip(entries, nodes, strict=True):
        if entry["id"] == outlet_id:
            return entry, node
    return None


def _replace(home: Home, before: str, after: str, wanted: dict[str, Any]) -> None:
    """Write the new text if it says what is wanted, and nothing else has changed."""
    file = home.outlets_overlay
    try:
        old = cast("list[dict[str, Any]]", load_yaml(before) or [])
        new = cast("list[dict[str, Any]]", load_yaml(after))
        others = [entry for entry in old if entry["id"] != wanted["id"]]
        fits = [entry for entry in new if entry["id"] != wanted["id"]] == others and [
            entry for entry in new if entry["id"] == wanted["id"]
        ] == [wanted]
    except yaml.YAMLError:
        fits = False
    if not fits:
        raise OutletsError(
            f"{file} is written in a way in which it cannot be changed without touching the rest. "
            f"Nothing was written; put this entry into it by hand:\n{entry_text(wanted)}"
        )
    part = file.with_name(f"{file.name}.part")
    try:
        part.write_text(after, encoding="utf-8")
        part.replace(file.resolve())
        load_outlets(home)
    except OutletsError:
        # The fields do not fit together, as an unknown family: the text before is put back.
        if before:
            file.write_text(before, encoding="utf-8")
        else:
            file.unlink()
        raise
    except OSError as error:
        raise OutletsError(
            f"{file} cannot be written: {error.strerror}. Nothing was changed: mend the rights of "
            "the folder, or make room, and run the command again."
        ) from None
    finally:
        part.unlink(missing_ok=True)
