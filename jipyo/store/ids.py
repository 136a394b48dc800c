"""Ids derived from content, so that any worker at any time gives the same row the same id."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from json.encoder import encode_basestring
from uuid import UUID

Part = str | int | bytes | date | datetime | Decimal | UUID | None


def content_id(kind: str, parts: Iterable[Part]) -> UUID:
    """The id of a thing of this kind with these identifying parts.

    The first 16 bytes of a SHA-256 over a JSON list, so that parts cannot run into each other.
    Moments count as instants: the same moment in two zones gives one id.
    """
    text = ", ".join([encode_basestring(kind), *map(_as_json, parts)])
    return UUID(bytes=hashlib.sha256(f"[{text}]".encode()).digest()[:16])


def _as_json(part: Part) -> str:
    """A part as the element of a JSON list; by hand, since ids are most of what a load computes."""
    if isinstance(part, str):
        return encode_basestring(part)
    if isinstance(part, UUID):
        return f'"{part}"'
    if type(part) is int:
        return str(part)
    if part is None:
        return "null"
    if isinstance(part, int):
        return json.dumps(part)
    if isinstance(part, datetime):
        return json.dumps(part.timestamp())
    if isinstance(part, date):
        return f'"{part.isoformat()}"'
    if isinstance(part, bytes):
        return f'"{part.hex()}"'
    return f'"{part.normalize()}"'
