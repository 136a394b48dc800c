"""Documents that pages offer: HWP, HWPX and PDF."""

from __future__ import annotations

from typing import get_args

from fuzzing.guard import OverTimeError, hold
from fuzzing.promises import URL, head_of, storable
from jipyo.documents.model import DocumentState, Limits
from jipyo.documents.worker import read_here
from jipyo.pages import read_attached
from jipyo.pages.model import Article
from tests.documents import writers

STATES = frozenset(get_args(DocumentState))
SMALL = Limits(inflated_bytes=4_000_000, longest_text=200_000, pages=20)
"""Limits of documents under fuzzing: a bomb shows itself at a small size too."""


def document(body: bytes) -> None:
    """`file`, `hwp` or `hwpx`, and a file, the records of a section, or the XML of one.

    The last two are put into a whole document, since nothing that a fuzzer changes in a packed one
    leaves it readable.
    """
    (form,), content = head_of(body, 1)
    if form == "hwp":
        content = writers.hwp_of(content, flags=0)
    elif form == "hwpx":
        content = writers.hwpx_of(content)
    try:
        found = read_here(content, SMALL)
    except OverTimeError:
        # `read_document` ends the process that reads a PDF for this, and names it too_slow.
        if b"%PDF-" in content[:1024]:
            return
        raise
    hold(found.state in STATES, "no state of ours:", found.state)
    hold((found.state == "read") == bool(found.text), "a text without a state:", found)
    if found.state != "read":
        hold(bool(found.detail.strip()), "no reason is told:", found)
    storable(found.text, "the text")
    storable(found.detail, "the reason")
    if found.kind in {"hwp", "hwpx"} and found.state == "damaged":
        # The PDF library raises what it likes on a damaged file; the other formats are read here.
        broke = found.detail.partition(":")[0]
        hold(not broke.endswith(("Error", "Exception")), "a reader broke:", found.detail)
    if found.state == "read":
        empty = Article(state="no_body", family="egov", url=URL, title=found.text[:40])
        read_attached(empty, [("붙임.hwp", found.text)])
