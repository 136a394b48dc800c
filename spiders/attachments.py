"""Documents that carry the text of pages without one: which there are, and which are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from jipyo.pages import documents_of, may_offer_attachments, read_page
from jipyo.store.captures import DueAttachment, OfferedDocument, due_attachments
from jipyo.store.database import connect
from spiders.headers import declared_charset

if TYPE_CHECKING:
    from datetime import datetime

    from scrapy.http import Response

    from spiders.outlets import Outlet


class Attachments:
    """The attachments of an outlet in one crawl; each is asked for once at most."""

    def __init__(self, outlet: Outlet, database_url: str, *, now: datetime) -> None:
        """Begin with none asked for.

        Args:
            outlet: Whose pages offer them.
            database_url: libpq URL of the store.
            now: The moment taken as now; what was asked since is not due.
        """
        self._outlet = outlet
        self._database_url = database_url
        self._now = now
        self._asked: set[tuple[str, str]] = set()

    def on(self, response: Response, url: str) -> Sequence[OfferedDocument]:
        """The documents that are the text of a page without one.

        No page is read here but those that offer files.
        """
        if self._outlet.attachments == "never" or not may_offer_attachments(response.body):
            return ()
        article = read_page(
            response.body,
            url,
            family=self._outlet.family,
            charset=declared_charset(response),
        )
        if article.state != "no_body":
            return ()
        documents = documents_of(article.attachments, article.title)
        return [
            OfferedDocument(form.url, form.name, document, place, self._now)
            for document, forms in enumerate(documents)
            for place, form in enumerate(forms)
            if urlsplit(form.url).hostname in self._outlet.hosts
        ]

    def due(self, page_urls: Sequence[str] | None = None) -> Sequence[DueAttachment]:
        """What is due, of some pages or of all, and was not asked for in this crawl."""
        if self._outlet.attachments == "never":
            return ()
        with connect(self._database_url) as connection:
            due = due_attachments(
                connection,
                self._outlet.id,
                now=self._now,
                recheck_after_days=self._outlet.recheck_after_days,
                page_urls=page_urls,
            )
        new = [one for one in due if (one.page_url, one.url) not in self._asked]
        self._asked.update((one.page_url, one.url) for one in new)
        return new
