"""The spider of a backfill: the pages of an archive one after the other, and what they list."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from http import HTTPStatus
from itertools import chain
from typing import Any
from urllib.parse import urljoin, urlsplit
from uuid import UUID

from scrapy import Request
from scrapy.http import Response

from jipyo.pages import (
    DatedList,
    Listed,
    archive_lists,
    list_request,
    listed_articles,
    read_page,
)
from jipyo.store.backfills import ArchivedAddress, BackfillList, Backfills, DayRange
from jipyo.store.captures import DueAddress
from jipyo.store.database import connect
from jipyo.store.runs import SEOUL
from spiders.discovery import NOT_THERE
from spiders.headers import declared_charset, text_header
from spiders.outlet_spider import OutletSpider
from spiders.outlets import Outlet
from spiders.reasons import NETWORK_ERRORS, reason_of, reason_of_status
from spiders.visit import Visit

SLACK = timedelta(days=60)
"""Days without a year are read as the latest before the middle of the page that was read last, and
this on top: the rows of a list may stand out of order, but not by a season."""

REPEATED_PAGES = 2
"""Pages in a row without anything new by which a list is known to repeat itself. One alone may be
the page before, moved on by new articles."""


@dataclass(frozen=True, slots=True)
class BackfillOrder:
    """What a backfill is asked for.

    Attributes:
        days: The days whose articles are wanted.
        run_id: The run.
        most_requests: How many pages, of lists and articles together, are asked for in this call.
    """

    days: DayRange
    run_id: UUID
    most_requests: int | None = None


class BackfillSpider(OutletSpider):
    """Walks the archive of an outlet, and asks for what lies in the range of days, page by page.

    Each page of a list is done when its articles were asked for; that is written down, so the next
    call goes on there. Pages move on as new articles push older ones down, so it begins with the
    last page once more, and what is captured is known by its address.
    """

    name = "backfill"

    def __init__(
        self,
        outlet: Outlet,
        visit: Visit,
        database_url: str,
        now: datetime,
        order: BackfillOrder,
        **options: object,
    ) -> None:
        """Make a spider; see `OutletSpider` for what is not named here."""
        super().__init__(outlet, visit, database_url, now, **options)
        self._order = order
        self._requests = 0
        self._halted = ""
        self._days: dict[str, date] = {}
        self._documents: list[Request] = []

    async def start(self) -> AsyncIterator[Any]:
        """Ask robots.txt, walk the lists, then ask for what is left: failed pages, documents."""
        if not await self._may_begin():
            return
        with connect(self._database_url) as connection:
            backfills = Backfills(connection, self.outlet.id, self._order.days)
            await self._walk_all(backfills)
            due = [] if self._halted else backfills.due(self._now)
        self.due += len(due)
        for address in due:
            if self._may_not_ask():
                break
            self._requests += 1
            self.counts.fetched += 1
            yield self._article_request(address)
        left = (self._attachment_request(one) for one in self._attachments.due())
        for request in chain(self._documents, left):
            if self._may_not_ask():
                break
            self._requests += 1
            yield request
        self.logger.info("The walk ended: %s", self._halted or "every list is done")

    # -- lists -------------------------------------------------------------------------------

    async def _walk_all(self, backfills: Backfills) -> None:
        dated = self._dated_lists()
        plain = [urljoin(self.outlet.origin, path) for path in self.outlet.lists]
        backfills.plan([one.url for lists in dated.values() for one in lists])
        backfills.plan([url for url in plain if not dated[url]], first_position=len(plain) * 1000)
        for base, lists in dated.items():
            by_url = {one.url: one for one in lists}
            for state in [one for one in backfills.lists() if one.list_url in by_url]:
                await self._walk(backfills, state, by_url[state.list_url])
                if self._halted:
                    return
            if not lists:
                continue
            walked = [one for one in backfills.lists() if one.list_url in by_url]
            ignored = any(one.ended_by == "dates_ignored" for one in walked)
            nothing = not any(one.listed or one.state == "open" for one in walked)
            if ignored or nothing:
                # The site takes no days, or takes them otherwise: its whole list is walked.
                backfills.plan([base], first_position=len(plain) * 1000)
        for state in [one for one in backfills.lists() if one.list_url in plain]:
            await self._walk(backfills, state, None)
            if self._halted:
                return
        walked = backfills.lists()
        if not any(one.listed for one in walked) and all(one.state == "done" for one in walked):
            await self._failed_to_discover(
                None,
                "nothing_listed",
                f"No article address on {', '.join(self.outlet.lists)}: the site may have changed "
                "its pages, or its entry does not fit it",
            )

    def _dated_lists(self) -> dict[str, Sequence[DatedList]]:
        days = self._order.days
        return {
            url: archive_lists(url, days.first_day, days.last_day, family=self.outlet.family)
            for url in (urljoin(self.outlet.origin, path) for path in self.outlet.lists)
        }

    async def _walk(
        self, backfills: Backfills, state: BackfillList, dated: DatedList | None
    ) -> None:
        """Walk one list from where it stood to the end of the range."""
        if state.state == "done":
            return
        if dated is not None and self._are_ignored(backfills, dated):
            self._note(backfills, state.list_url, state.pages_read, "dates_ignored", is_done=True)
            return
        number, reached = max(state.pages_read, 1), state.reached_on
        seen: set[str] = set()
        repeated = 0
        first: Response | None = None
        while True:
            if first is None and number > 1:
                # A list that grows by a button says on its first page how.
                first, reason = await self._ask_list(state.list_url, {})
                if first is None:
                    self._note(backfills, state.list_url, state.pages_read, reason)
                    return
            asked = list_request(
                state.list_url,
                number,
                family=self.outlet.family,
                first_page=first.body if first else None,
                charset=declared_charset(first) if first else None,
            )
            if asked is None:
                self._note(backfills, state.list_url, number - 1, "list_ended", is_done=True)
                return
            response, reason = await self._ask_list(
                asked.url, asked.headers, may_be_missing=number > 1
            )
            if response is None:
                ended = reason == "list_ended"
                self._note(backfills, state.list_url, number - 1, reason, is_done=ended)
                return
            first = first or response
            listed = self._rows(response, reached)
            fresh = [entry for entry in listed if entry.url not in seen]
            seen.update(entry.url for entry in fresh)
            if dated is not None and _outside(fresh, dated):
                self._note(backfills, state.list_url, number, "dates_ignored", is_done=True)
                return
            counts = await self._take(backfills, fresh)
            if self._halted:
                self._note(backfills, state.list_url, number - 1, self._halted)
                return
            days = [self._days[entry.url] for entry in fresh if entry.url in self._days]
            if days:
                reached = sorted(days)[len(days) // 2]
            repeated = 0 if fresh else repeated + 1
            word = ""
            if not listed:
                word = "list_ended"
            elif repeated == REPEATED_PAGES:
                word = "list_repeats"
            elif days and max(days) < self._order.days.first_day:
                word = "passed_range"
            self._note(
                backfills,
                state.list_url,
                number,
                word,
                is_done=bool(word),
                listed=len(fresh),
                in_range=counts[0],
                known=counts[1],
                reached_on=reached,
            )
            self.logger.info(
                "page %d of %s: %d listed, %d in range, %d known%s",
                number,
                state.list_url,
                len(fresh),
                *counts,
                f", down to {min(days).isoformat()}" if days else "",
            )
            if word:
                return
            number += 1

    def _are_ignored(self, backfills: Backfills, dated: DatedList) -> bool:
        """Whether the site was seen to pass over the days that such lists are asked with."""
        for lists in self._dated_lists().values():
            urls = {one.url for one in lists}
            if dated.url in urls:
                return any(
                    one.ended_by == "dates_ignored" and one.list_url in urls
                    for one in backfills.lists()
                )
        return False

    async def _ask_list(
        self, url: str, headers: Mapping[str, str], *, may_be_missing: bool = False
    ) -> tuple[Response | None, str]:
        """A page of a list, or ``None`` with the reason why it could not be had.

        Behind the last page some sites say that there is none (``may_be_missing``).
        """
        if self._may_not_ask():
            return None, self._halted
        self._requests += 1
        try:
            response = await self._download(self._request(url, headers=headers))
        except NETWORK_ERRORS as error:
            reason, detail = reason_of(error)
        else:
            if response.status == 200:
                return response, ""
            if response.status in NOT_THERE and may_be_missing:
                return None, "list_ended"
            location = text_header(response, "Location") or ""
            reason, detail = reason_of_status(response.status, location)
        if reason != "stopped":  # Told once for the outlet.
            await self._failed_to_discover(url, reason, detail)
        return None, self._halted if self._may_not_ask() else reason

    def _rows(self, response: Response, reached: date | None) -> Sequence[Listed]:
        """The articles of a page; days without a year are read by where the walk stands."""
        moment = self._now
        if reached is not None:
            then = datetime.combine(reached, time(23, 59), tzinfo=SEOUL) + SLACK
            moment = min(moment, then)
        found = listed_articles(
            response.body,
            response.url,
            family=self.outlet.family,
            now=moment,
            charset=declared_charset(response),
            article_pattern=self.outlet.article_pattern,
        )
        return [entry for entry in found if urlsplit(entry.url).hostname in self.outlet.hosts]

    # -- articles ----------------------------------------------------------------------------

    async def _take(self, backfills: Backfills, fresh: Sequence[Listed]) -> tuple[int, int]:
        """Ask for what a page lists in the range; return how many are in it, and known."""
        backfills.add_addresses(
            [
                ArchivedAddress(entry.url, entry.title, entry.listed_at, entry.listed_on)
                for entry in fresh
            ],
            self._now,
        )
        self.counts.listed += len(fresh)
        self._days.update(
            {entry.url: entry.listed_on for entry in fresh if entry.listed_on is not None}
        )
        undated = [entry.url for entry in fresh if entry.listed_on is None]
        self._days.update(backfills.captured_days(undated))
        chosen = [
            entry.url
            for entry in fresh
            if entry.listed_on is None or entry.listed_on in self._order.days
        ]
        known = backfills.captured(chosen)
        due = backfills.due(self._now, chosen)
        self.due += len(due)
        for address in due:
            if self._may_not_ask():
                break
            await self._ask_article(address)
        if self.visit.stop is not None:
            self._halted = self.visit.stop.reason  # The last article may not have been had.
        return len(chosen), len(known)

    async def _ask_article(self, address: DueAddress) -> None:
        self.counts.fetched += 1
        self._requests += 1
        try:
            response = await self._download(self._article_request(address))
        except NETWORK_ERRORS as error:
            reason, detail = reason_of(error)
            if reason == "stopped":
                self.counts.fetched -= 1  # Never asked; it stays due.
                return
            await self._store(self._failed(address.url, "fetch", reason, detail))
            return
        async for item in self.article_answered(response):
            if isinstance(item, Request):
                self._documents.append(item)
            else:
                await self._store(item)
        if response.status == HTTPStatus.OK and address.url not in self._days:
            day = self._published_on(response, address.url)
            if day is not None:
                self._days[address.url] = day

    def _published_on(self, response: Response, url: str) -> date | None:
        """The day that a page says itself, where its list says none."""
        article = read_page(
            response.body, url, family=self.outlet.family, charset=declared_charset(response)
        )
        stated = article.published_at
        return stated.astimezone(SEOUL).date() if isinstance(stated, datetime) else stated

    # -- small things ------------------------------------------------------------------------

    def _may_not_ask(self) -> bool:
        """Whether nothing more may be asked in this call; then it is said why."""
        most = self._order.most_requests
        if self.visit.stop is not None:
            self._halted = self.visit.stop.reason
        elif most is not None and self._requests >= most:
            self._halted = "requests_spent"
        return bool(self._halted)

    def _note(
        self,
        backfills: Backfills,
        list_url: str,
        pages_read: int,
        ended_by: str,
        *,
        is_done: bool = False,
        listed: int = 0,
        in_range: int = 0,
        known: int = 0,
        reached_on: date | None = None,
    ) -> None:
        backfills.note(
            list_url,
            pages_read=max(pages_read, 0),
            is_done=is_done,
            ended_by=ended_by,
            run_id=self._order.run_id,
            walked_at=self.visit.clock(),
            listed=listed,
            in_range=in_range,
            known=known,
            reached_on=reached_on,
        )


def _outside(fresh: Sequence[Listed], dated: DatedList) -> bool:
    """Whether most rows of a list are of other days than those that it was asked for."""
    days = [entry.listed_on for entry in fresh if entry.listed_on is not None]
    others = [day for day in days if not dated.first_day <= day <= dated.last_day]
    return len(others) * 2 > len(days)
