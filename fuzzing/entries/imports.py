"""Files that come from elsewhere: lines of ready articles, and WARC archives."""

from __future__ import annotations

import gzip
import io
from collections.abc import Mapping

from fuzzing.guard import hold
from fuzzing.promises import NOW, has_day, head_of, storable, storable_moment
from jipyo.archives import BrokenRecord, RefusedBodyError, decoded_body, http_message, read_records


def import_lines(body: bytes) -> None:
    """Lines of an import."""
    from flows.importing import BadLine, checked_lines, stored_article

    for number, line in checked_lines(io.BytesIO(body), NOW):
        hold(number > 0, "no number of a line:", number)
        if isinstance(line, BadLine):
            hold(bool(line.reason.strip()), "no reason is told")
            # A terminal takes what a database does not; a reason is printed.
            continue
        found = stored_article(line, None)
        for what in ("url", "title", "subtitle", "body"):
            storable(getattr(found, what), what)
        storable(line.outlet, "the outlet")
        for stated in (line.published_at, line.fetched_at, line.modified_at):
            storable_moment(stated, "a time")
        has_day(found)


def archive(body: bytes) -> None:
    """`plain`, `gzip` or `members`, and a WARC file; the last two are packed before it is read."""
    (packing,), content = head_of(body, 1)
    if packing == "gzip":
        content = gzip.compress(content, 1, mtime=0)
    elif packing == "members":
        content = b"".join(
            gzip.compress(record, 1, mtime=0) for record in content.split(b"\r\n\r\n\r\n")
        )

    def wanted(kind: str, headers: Mapping[str, str]) -> bool:
        return kind != "metadata"

    offset = 0
    for record in read_records(io.BytesIO(content), wanted, largest_bytes=1_000_000):
        hold(offset <= record.offset <= len(content), "no place in the file:", record)
        offset = record.offset
        if isinstance(record, BrokenRecord):
            hold(bool(record.detail.strip()), "no reason is told:", record)
            continue
        message = http_message(record.block)
        for name, value in message.headers.items():
            storable(name + value, "a header")
        try:
            content_of = decoded_body(message, largest_bytes=2_000_000)
        except RefusedBodyError as error:
            hold(bool(str(error).strip()), "no reason is told:", error.reason)
        else:
            hold(len(content_of) <= 2_000_000, "a body beyond its limit:", len(content_of))
