"""What is listed: feeds, and lists turned page by page until everything is known."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, Protocol
from urllib.parse import urljoin, urlsplit

import jipyo
from jipyo.pages import Listed, feed_articles, list_request, listed_articles
from jipyo.store.captures import ListedAddress, add_addresses, told_tonight
from jipyo.store.database import connect
from jipyo.store.lists import ReadList, confirm_list, keep_list, known_list, list_is_turned
from spiders.headers import declared_charset, text_header

if TYPE_CHECKING:
    from datetime import datetime

    import psycopg
    from scrapy.http import Response

    from spiders.outlets import Outlet


NOT_THERE = frozenset({404, 410})


class Ask(Protocol):
    """Asks for a feed or list; ``None`` where it could not be had.

    What could not be had is told already; so is an answer that the page is not there, which comes
    back all the same.
    """

    def __call__(self, url: str, headers: Mapping[str, str]) -> Awaitable[Response | None]:
        """The answer: a page, "not modified", or that there is none (404, 410)."""
        ...


class Discovery:
    """Reads the feeds and lists of an outlet, and writes what they list into the ledger.

    A list with nothing that was first told tonight, by itself or by a feed, is not turned further,
    and one that says "not modified" lists what it listed before. A list whose turning was cut
    short, by a kill or a failure, is turned to its end the next time: what stands further down must
    not be taken for known.

    Attributes:
        listed: Canonical addresses of all articles that are listed.
        cut_off: Lists, known from earlier nights, of which the last page that may be turned had
            nothing but new articles: older ones that nobody has told may stand behind it.
    """

    def __init__(
        self,
        outlet: Outlet,
        database_url: str,
        *,
        now: datetime,
        ask: Ask,
    ) -> None:
        self.listed: set[str] = set()
        self.cut_off: list[str] = []
        self._known_lists: set[str] = set()
        self._outlet = outlet
        self._database_url = database_url
        self._now = now
        self._ask = ask
        # A better reader of lists, or a mended entry, may see more on a page that did not change.
        self._read_as = f"{jipyo.__version__} {outlet.family} {outlet.article_pattern or ''}"

    async def run(self) -> None:
        """Ask for every feed and list of the outlet."""
        for path in self._outlet.feeds:
            await self._first_page(urljoin(self._outlet.origin, path), "feed")
        for path in self._outlet.lists:
            url = urljoin(self._outlet.origin, path)
            first, goes_on = await self._first_page(url, "list")
            if first is None:
                continue
            if not goes_on or await self._turn(url, first, goes_on):
                with connect(self._database_url) as connection:
                    list_is_turned(connection, self._outlet.id, url)

    async def _first_page(
        self, url: str, kind: Literal["feed", "list"]
    ) -> tuple[Response | None, Literal["", "until_known", "to_the_end"]]:
        """The first page where it came anew, and how far the list is to be turned."""
        with connect(self._database_url) as connection:
            known = known_list(connection, self._outlet.id, url, self._read_as)
        if known is not None and known.fetched_at < self._now:
            self._known_lists.add(url)
        headers: dict[str, str] = {}
        if known is not None and (known.is_turned or kind == "feed"):
            if known.etag:
                headers["If-None-Match"] = known.etag
            if known.last_modified:
                headers["If-Modified-Since"] = known.last_modified
        response = await self._ask(url, headers)
        if response is None or response.status in NOT_THERE:
            return None, ""
        if known is not None and response.status == 304:
            self.listed.update(known.listed)
            with connect(self._database_url) as connection:
                confirm_list(connection, self._outlet.id, url, self._now)
            return None, ""
        listed = self._listed(response, kind)
        self.listed.update(entry.url for entry in listed)
        page = ReadList(
            url=url,
            kind=kind,
            read_as=self._read_as,
            # A page that lists nothing may be one that changed its form: it is asked for anew.
            etag=text_header(response, "ETag") if listed else None,
            last_modified=text_header(response, "Last-Modified") if listed else None,
        )
        with connect(self._database_url) as connection:
            keep_list(connection, self._outlet.id, page, _addresses(listed), self._now)
            new = self._told_tonight(connection, listed)
        if known is not None and not known.is_turned and kind == "list":
            return response, "to_the_end"
        return response, "until_known" if new else ""

    async def _turn(
        self, url: str, first: Response, how: Literal["until_known", "to_the_end"]
    ) -> bool:
        """Turn the further pages of a list; return whether nothing stopped it before the end."""
        before = [entry.url for entry in self._listed(first, "list")]
        with connect(self._database_url) as connection:
            new = told_tonight(connection, self._outlet.id, before, self._now)
        for number in range(2, self._outlet.list_pages + 1):
            asked = list_request(
                url,
                number,
                family=self._outlet.family,
                first_page=first.body,
                charset=declared_charset(first),
            )
            if asked is None:
                return True  # The list says itself that it ends here.
            response = await self._ask(asked.url, asked.headers)
            if response is None:
                return False
            if response.status in NOT_THERE:
                return True
            listed = self._listed(response, "list")
            found = [entry.url for entry in listed]
            if found == before:
                return True  # Page 2 that is page 1: the list cannot be turned.
            before = found
            self.listed.update(found)
            with connect(self._database_url) as connection:
                add_addresses(connection, self._outlet.id, _addresses(listed), self._now)
                new = self._told_tonight(connection, listed)
            if not found or (new == 0 and how == "until_known"):
                return True
        if url in self._known_lists and how == "until_known" and 0 < new == len(before):
            self.cut_off.append(url)
        return True

    def _told_tonight(self, connection: psycopg.Connection[Any], listed: Sequence[Listed]) -> int:
        urls = [entry.url for entry in listed]
        return told_tonight(connection, self._outlet.id, urls, self._now)

    def _listed(self, response: Response, kind: Literal["feed", "list"]) -> Sequence[Listed]:
        family, pattern = self._outlet.family, self._outlet.article_pattern
        if kind == "feed":
            found = feed_articles(
                response.body, response.url, family=family, article_pattern=pattern
            )
        else:
            found = listed_articles(
                response.body,
                response.url,
                family=family,
                now=self._now,
                charset=declared_charset(response),
                article_pattern=pattern,
            )
        return [entry for entry in found if urlsplit(entry.url).hostname in self._outlet.hosts]


def _addresses(listed: Sequence[Listed]) -> Sequence[ListedAddress]:
    return [
        ListedAddress(entry.url, entry.title, entry.listed_at, entry.listed_from)
        for entry in listed
    ]
