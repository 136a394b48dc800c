"""Ids of content: an id that moved would make every stored row a stranger."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jipyo.store.ids import content_id

pytestmark = pytest.mark.quick

PARTS = st.one_of(
    st.none(),
    st.text(),
    st.integers(),
    st.binary(),
    st.dates(),
    st.datetimes().map(lambda moment: moment.replace(tzinfo=UTC)),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.uuids(),
)


def stated(part):
    if isinstance(part, datetime):
        return part.timestamp()
    if isinstance(part, date):
        return part.isoformat()
    if isinstance(part, bytes):
        return part.hex()
    if isinstance(part, Decimal):
        return str(part.normalize())
    return str(part) if isinstance(part, UUID) else part


@given(st.text(), st.lists(PARTS))
def test_an_id_is_a_digest_of_a_json_list(kind, parts):
    text = json.dumps([kind, *map(stated, parts)], ensure_ascii=False)
    try:
        digest = hashlib.sha256(text.encode()).digest()
    except UnicodeEncodeError:  # A lone half of a surrogate pair: no id, and no other error.
        with pytest.raises(UnicodeEncodeError):
            content_id(kind, parts)
        return
    assert content_id(kind, parts) == UUID(bytes=digest[:16])


def test_a_moment_has_one_id_in_every_zone():
    moment = datetime(2026, 7, 1, 2, 30, tzinfo=UTC)
    seoul = moment.astimezone(timezone(timedelta(hours=9)))
    assert content_id("version", [moment]) == content_id("version", [seoul])


def test_ids_stay_what_they_were():
    assert str(content_id("series", ["창원시", "factory", 3, None])) == (
        "5d0d175b-9868-4164-bb62-47f0ed036fff"
    )
