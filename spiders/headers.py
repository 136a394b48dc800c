"""Headers of answers as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy.http import Headers, Response


def text_header(response: Response, name: str) -> str | None:
    """A header of an answer as text, or ``None``."""
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def declared_charset(response: Response) -> str | None:
    """The charset that an answer declares, in lower case, or ``None``."""
    for parameter in (text_header(response, "Content-Type") or "").split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'").lower() or None
    return None


def plain_headers(headers: Headers) -> dict[str, str]:
    """Headers as one text each, their names in lower case."""
    return {
        name.decode("latin-1").lower(): ", ".join(value.decode("latin-1") for value in values)
        for name, values in headers.items()
    }
