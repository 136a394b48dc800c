"""`jipyo db roles`: roles with least privilege on a server of one's own."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from jipyo.terminal import say_lines

if TYPE_CHECKING:
    from jipyo.store.roles import Right, Role


def roles() -> None:
    """Make the roles jipyo_owner, jipyo_writer and jipyo_analyst, and grant what each needs.

    For a server of your own; JIPYO_DATABASE_URL names an administrator for this one command. May be
    repeated: what is right stays. Passwords are taken from the environment only, and a role whose
    variable is not set keeps the one that it has. What each role may do then is told.
    """
    from jipyo.store.database import VARIABLE, database_url
    from jipyo.store.roles import ANALYST, OWNER, WRITER, make_roles

    made = make_roles(
        database_url(),
        {
            OWNER: os.environ.get("JIPYO_OWNER_PASSWORD"),
            WRITER: os.environ.get("JIPYO_WRITER_PASSWORD"),
            ANALYST: os.environ.get("JIPYO_ANALYST_PASSWORD"),
        },
    )
    lines = [line for role in made for line in _lines(role)]
    if not os.environ.get(VARIABLE):
        lines.append(
            "This is the embedded server: it asks nobody for a password, and only you reach it."
        )
    say_lines(lines)


_PASSWORDS = {
    "set": "its password was set",
    "kept": "its password stays as it is",
    "none": "it has no password yet: set {variable} and repeat this",
}


def _lines(role: Role) -> Iterator[str]:
    variable = f"{role.name.upper()}_PASSWORD"
    made = "made" if role.is_new else "was there"
    yield f"{role.name}: {made}; {_PASSWORDS[role.password].format(variable=variable)}"
    if not role.rights:
        yield "  owns the tables, views and functions, and brings them up to date"
        return
    read = [right for right in role.rights if "SELECT" in right.rights]
    views = sum(right.is_view for right in read)
    yield f"  reads {len(read) - views} tables and {views} views"
    changes: dict[str, list[str]] = {}
    for right in role.rights:
        may = _changes(right)
        if may:
            changes.setdefault(may, []).append(right.name)
    for may, names in sorted(changes.items()):
        yield f"  {may}: {', '.join(names)}"
    unread = _names([right for right in role.rights if "SELECT" not in right.rights])
    if unread:
        yield f"  does not read: {unread}"
    if not changes:
        yield "  changes nothing"


def _changes(right: Right) -> str:
    return ", ".join(one.lower() for one in right.rights if one != "SELECT")


def _names(rights: Sequence[Right]) -> str:
    return ", ".join(right.name for right in rights)
