"""Ids derived from content, so that any worker at any time gives the same row the same id."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

Part = str | int | bytes | date | datetime | Decimal | UUID | None


def content_id(kind: str, parts: Iterable[Part]) -> UUID:
    """The id of a thing of this kind with these identifying parts.

    The first 16 bytes of a SHA-256 over a JSON list, so that parts cannot run into each other.
    Moments count as instants: the same moment in two zones gives one id.
    """
    digest = hashlib.sha256(_AS_JSON([kind, *map(_plain, parts)]).encode())
    return UUID(bytes=digest.digest()[:16])


_AS_JSON = json.JSONEncoder(ensure_ascii=False).encode


def _plain(part: Part) -> str | int | float | None:
    if part is None or isinstance(part, str | int):
        return part
    if isinstance(part, datetime):
        return part.timestamp()
    if isinstance(part, date):
        return part.isoformat()
    if isinstance(part, bytes):
        return part.hex()
    if isinstance(part, Decimal):
        return str(part.normalize())
    return str(part)
