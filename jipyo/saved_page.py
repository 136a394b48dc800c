"""One saved page or document in, what would be stored of it out: what `jipyo page` prints."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from jipyo.documents import is_document, read_document
from jipyo.pages import read_attached, read_page
from jipyo.pages.families import FAMILIES
from jipyo.pages.model import Article
from jipyo.store.errors import JipyoError


class PageError(JipyoError):
    """A saved page cannot be read, or was not described rightly; the message says how."""


def read_saved(file: Path, url: str, *, charset: str | None, family: str | None) -> Article:
    """Read a page, or a document attached to one, as it was saved from an address.

    A document gives the body of an article; its title and time would be those of its page.

    Args:
        file: The bytes as fetched; ``-`` for standard input.
        url: The public address at which they were found.
        charset: Charset that the response declared, if it did.
        family: Site family; recognised from the page by default.

    Raises:
        PageError: the file cannot be read, the address is none, or no such family is known.
    """
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        is_address = False
    if not is_address:
        raise PageError(
            f"{url!r} is no address of a page. Give the whole one, as "
            "https://www.example.kr/news/articleView.html?idxno=7."
        )
    if family is not None and family not in FAMILIES:
        raise PageError(f"No family {family!r} is known. There are {', '.join(sorted(FAMILIES))}.")
    try:
        body = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise PageError(f"{file} cannot be read: {error.strerror}.") from None
    if is_document(body):
        return _read_document(body, url, family or "generic")
    return read_page(body, url, family=family, charset=charset)


def _read_document(body: bytes, url: str, family: str) -> Article:
    found = read_document(body)
    page = Article(
        state="no_body",
        family=family,
        url=url,
        detail=f"the document is {found.state}: {found.detail}"
        if found.state != "read"
        else "the document holds a form without a text",
    )
    name = unquote(urlsplit(url).path.rpartition("/")[2])
    return read_attached(page, [(name, found.text)] if found.state == "read" else [])


def page_record(article: Article) -> dict[str, Any]:
    """An article or what a page is instead, as a record of format ``page/1`` (docs/formats.md)."""
    return {
        "state": article.state,
        "family": article.family,
        "title": article.title,
        "subtitle": article.subtitle,
        "body": article.body,
        "published_at": _stated(article.published_at),
        "published_from": article.published_from,
        "modified_at": _stated(article.modified_at),
        "byline": article.byline,
        "section": article.section,
        "dateline": article.dateline,
        "detail": article.detail,
        "body_from": article.body_from,
        "attachments": [{"name": one.name, "url": one.url} for one in article.attachments],
    }


def page_lines(article: Article) -> list[str]:
    """The same for people: facts first, then the text."""
    record = page_record(article)
    facts = [
        f"{name:15} {record[name]}"
        for name in record
        if name not in {"body", "subtitle", "title", "attachments"} and record[name]
    ]
    facts += [f"{'attachment':15} {one.name} {one.url}" for one in article.attachments]
    return [*facts, *([""] if article.text else []), *article.text.splitlines()]


def _stated(moment: date | None) -> str | None:
    """A moment in ISO 8601 with its offset, or a bare date where the page prints only a date."""
    return moment.isoformat() if moment is not None else None
