"""From an address of a site to the entry under which it would be collected."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from pydantic import ValidationError

from jipyo.pages import Listed, feed_articles, listed_articles, read_page
from jipyo.pages.families import FAMILIES, recognise
from jipyo.pages.head import is_site_name
from jipyo.pages.page import Page
from jipyo.pages.texts import clean_line
from jipyo.pages.tree import select
from jipyo.store.errors import JipyoError
from spiders.asking import (
    Answer,
    Ask,
    RobotsSaid,
    Sample,
    SourceSeen,
    first_articles,
    sample_in,
    source_in,
)
from spiders.outlets import Outlet
from spiders.patterns import FEWEST_ARTICLES, article_pattern

SAMPLES = 5
"""Articles that are shown."""

MOST_FEEDS = 3
MOST_LISTS = 3
"""Feeds and lists that are asked for before one that gives articles is found."""

DELAY_SECONDS = 10.0
"""The pause that is proposed: a few hundred pages a night lose nothing by it."""

_FRONT = re.compile(r"^/(?:(?:index|main|default|home)(?:\.\w+)?/?)?$", re.IGNORECASE)
_LIST_WORDS = (
    re.compile(r"^(?:전체\s*기사|기사\s*목록|전체\s*보기|최신\s*(?:기사|뉴스)|목록(?:\s*보기)?)$"),
    re.compile(r"보도\s*자료|(?:시|군|구|도)정\s*(?:소식|뉴스)"),
    re.compile(r"^(?:새\s*소식|공지\s*사항|고시\s*[/·]?\s*공고|뉴스|소식|지역|종합)$"),
)
"""What sites call the links to their lists, the best first."""

_TITLE_PIECES = re.compile(r"\s+[-–—]+\s+|\s*[|<>ㅣ›»]+\s*|\s*::+\s*")


class ProposalError(JipyoError):
    """No entry can be proposed; the message says what was seen and what to do."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An entry, and what it would collect.

    Attributes:
        entry: The fields for `outlets.yaml`.
        outlet: The same, checked.
        sources: The feeds and lists that give articles.
        tried: Feeds and lists that gave none.
        samples: The first articles as they would be read.
        notes: What a person should know before enabling it.
    """

    entry: dict[str, Any]
    outlet: Outlet
    sources: Sequence[SourceSeen]
    tried: Sequence[SourceSeen]
    samples: Sequence[Sample]
    notes: Sequence[str]


def site_of(url: str, *, connect_to: str | None = None) -> Outlet:
    """The site of an address as an outlet that can be looked at: its host, with and without www.

    Args:
        url: Any address of the site; ``https://`` is put before one without a scheme.
        connect_to: For sample sites: where requests really go.

    Raises:
        ProposalError: it is no address of a public host.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        host = ""
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or "." not in host or parts.port is not None:
        raise ProposalError(
            f"{url!r} is no address of a site. Give its front page, a list or an article, as "
            "https://www.example.kr/news/articleList.html."
        )
    twin = host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"
    fields: dict[str, Any] = {
        "id": _id_of(host, ()),
        "name": host,
        "family": "generic",
        "origin": f"{parts.scheme}://{host}",
        "other_hosts": (twin,),
        "article_pattern": ".",
        "lists": (parts.path or "/",),
        "politeness": {"delay_seconds": DELAY_SECONDS},
    }
    if connect_to is not None:
        sample = {"sample": True, "connect_to": connect_to, "politeness": {"delay_seconds": 0.0}}
        fields.update(sample)
    try:
        return Outlet.model_validate(fields)
    except ValidationError as error:
        faults = "; ".join(fault["msg"].removeprefix("Value error, ") for fault in error.errors())
        raise ProposalError(f"{url} cannot be an outlet: {faults}.") from None


def propose(
    url: str,
    site: Outlet,
    robots: RobotsSaid,
    ask: Ask,
    now: datetime,
    *,
    known: Mapping[str, Outlet],
) -> Proposal:
    """Find out how a site is collected, with as few requests as will do.

    Args:
        url: An address of it: front page, list, article or feed.
        site: The same site as :func:`site_of` gives it.
        robots: What its robots.txt said.
        ask: Asks for an address.
        now: Against which times without a year are taken.
        known: The outlets that are known, whose ids are taken.

    Raises:
        ProposalError: robots.txt or the host refuses, or no articles are found.
    """
    if robots.state == "stay_away":
        raise ProposalError(f"{robots.detail}. Nothing more was asked; try again tomorrow.")
    return _Search(url, site, ask, now).proposal(robots, known)


@dataclass
class _Search:
    """One search: what was asked so far, and what is taken for the family."""

    url: str
    site: Outlet
    ask: Ask
    now: datetime
    answers: list[Answer] = field(default_factory=list[Answer])
    tried: list[tuple[str, str, Answer]] = field(default_factory=list[tuple[str, str, Answer]])
    notes: list[str] = field(default_factory=list[str])

    def proposal(self, robots: RobotsSaid, known: Mapping[str, Outlet]) -> Proposal:
        start = self.ask(self.url)
        if start.reason:
            raise ProposalError(_refusal(self.url, start))
        self.answers.append(start)
        self.site = _at(self.site, start.answered_at)
        outlet = self._taken_for(start)
        sources = self._sources(start, outlet)
        if not sources and outlet.family != "generic":
            unknown = self._generic(start)
            if unknown is not None:
                outlet, sources = unknown, self._sources(start, unknown)
        samples = self._samples(outlet, sources)
        checked = self._checked(start, outlet, samples)
        if checked != outlet:
            outlet = checked
            sources = [
                seen
                for kind, path, answer in self.tried
                if (seen := self._seen(outlet, kind, path, answer)).listed
            ] or self._sources(start, outlet)
            samples = self._samples(outlet, sources)
        if not sources:
            raise ProposalError(
                f"No feed and no list of articles was found on {self.site.host}. "
                + "".join(
                    f"{path}: {self._seen(outlet, kind, path, answer).detail or 'no articles'}. "
                    for kind, path, answer in self.tried
                )
                + "Give the address of a list of its articles instead."
            )
        if not any(sample.state == "article" for sample in samples):
            if not samples:
                raise ProposalError(
                    f"Nothing was left of the requests of one look to read an article of "
                    f"{self.site.host}. Give the address of a list of its articles."
                )
            seen = samples[0]
            raise ProposalError(
                f"Of {len(samples)} pages none is an article: {seen.listed.url} is "
                f"{seen.state}{f' ({seen.detail})' if seen.detail else ''}. "
                "Give the address of another list, or of an article."
            )
        return self._finished(robots, known, outlet, sources, samples)

    # -- family ------------------------------------------------------------------------------

    def _taken_for(self, start: Answer) -> Outlet:
        """The site under the family that the page, or most of its links, belong to."""
        page = start.page
        shown = recognise(page)
        links = [
            urljoin(start.answered_at or start.url, link.get("href", "").strip())
            for link in page.root.iter("a")
            if link.get("href", "")
        ]
        links += [row.url for row in _feed_links(start)]
        counts = Counter(
            family.name
            for family in FAMILIES.values()
            if family.fixed_addresses
            for address in {family.address(parts) for parts in self._here(links)}
            if address is not None
        )
        if shown.name != "generic":
            return _under(self.site, shown.name, None)
        for name, count in counts.most_common(1):
            if count >= FEWEST_ARTICLES:
                return _under(self.site, name, None)
        unknown = self._generic(start)
        if unknown is None:
            raise ProposalError(
                f"{self.url} is of no known family, and fewer than {FEWEST_ARTICLES} of its links "
                "are of one form, as articles are. Give the address of a list of its articles; "
                "where its links are made by scripts, nothing can be collected."
            )
        return unknown

    def _generic(self, start: Answer) -> Outlet | None:
        """The site as one that nobody described, with the form of its addresses from its links."""
        found = article_pattern([row for row in self._links(start) if self._is_here(row.url)])
        if found is None:
            for path in self._menu(start)[:MOST_LISTS]:
                answer = self._asked(path)
                self.tried.append(("list", path, answer))
                found = article_pattern(
                    [row for row in self._links(answer) if self._is_here(row.url)]
                )
                if found is not None:
                    break
        return None if found is None else _under(self.site, "generic", found.pattern)

    def _checked(self, start: Answer, outlet: Outlet, samples: Sequence[Sample]) -> Outlet:
        """The same outlet, or the one as which its articles show themselves."""
        came = [sample for sample in samples if sample.article is not None]
        if not came or any(sample.state == "article" for sample in came):
            return outlet
        shown = Counter(sample.recognised for sample in came).most_common(1)[0][0]
        if shown not in {"generic", outlet.family}:
            return _under(self.site, shown, None)
        if outlet.family == "generic":
            return outlet
        unknown = self._generic(start)
        if unknown is None:
            return outlet
        self.notes.append(
            f"Its addresses are those of family {outlet.family}; its pages are not, so they are "
            "read by the customs of the web."
        )
        return unknown

    # -- feeds and lists ---------------------------------------------------------------------

    def _sources(self, start: Answer, outlet: Outlet) -> list[SourceSeen]:
        """One feed and one list that give articles, as far as there are any."""
        family = FAMILIES[outlet.family]
        page = start.page
        path = _path_of(start.answered_at or start.url)
        found: list[SourceSeen] = []
        is_feed = bool(_feed_links(start))
        alternates = [
            _path_of(address)
            for link in page.root.iter("link")
            if "alternate" in link.get("rel", "").split()
            and re.search(r"rss|atom", link.get("type", ""), re.IGNORECASE)
            and self._is_near(address := urljoin(start.answered_at, link.get("href", "").strip()))
        ]
        feeds = [path] if is_feed else [*alternates, *family.feeds]
        found += self._first("feed", feeds, outlet, MOST_FEEDS, start if is_feed else None)
        # A page that is an article, or the front of the site, is no list; any other may be one.
        is_list = not is_feed and not _FRONT.match(path) and not self._is_article(start, outlet)
        lists = [*([path] if is_list else []), *family.lists, *self._menu(start)]
        if _FRONT.match(path):
            lists.append(path)
        found += self._first("list", lists, outlet, MOST_LISTS, start)
        return found

    def _first(
        self, kind: str, paths: Sequence[str], outlet: Outlet, most: int, start: Answer | None
    ) -> list[SourceSeen]:
        asked = 0
        for path in dict.fromkeys(paths):
            answer = next(
                (answer for _, known, answer in self.tried if known == path),
                start if start is not None and _path_of(start.answered_at) == path else None,
            )
            if answer is None:
                if asked == most:
                    continue
                asked += 1
                answer = self._asked(path)
            if (kind, path) not in {(known, place) for known, place, _ in self.tried}:
                self.tried.append((kind, path, answer))
            seen = self._seen(outlet, kind, path, answer)
            if len(seen.listed) >= FEWEST_ARTICLES or (seen.listed and kind == "feed"):
                return [seen]
        return []

    def _seen(self, outlet: Outlet, kind: str, path: str, answer: Answer) -> SourceSeen:
        return source_in(answer, outlet, kind, path, self.now)

    def _menu(self, start: Answer) -> list[str]:
        """Paths to which a page leads under the words by which sites call their lists."""
        found: list[tuple[int, str]] = []
        for link in start.page.root.iter("a"):
            words = clean_line(link.text_content().replace("\n", " "))
            if not link.get("href", "") or len(words) > 20:
                continue
            address = urljoin(start.answered_at or start.url, link.get("href", "").strip())
            if not self._is_here(address) or _FRONT.match(_path_of(address)):
                continue
            for rank, pattern in enumerate(_LIST_WORDS):
                if pattern.search(words):
                    found.append((rank, _path_of(address)))
                    break
        return [path for _, path in sorted(dict.fromkeys(found), key=lambda entry: entry[0])]

    def _asked(self, path: str) -> Answer:
        answer = self.ask(urljoin(self.site.origin, path))
        self.answers.append(answer)
        return answer

    # -- articles ----------------------------------------------------------------------------

    def _samples(self, outlet: Outlet, sources: Sequence[SourceSeen]) -> list[Sample]:
        """The first articles; where the first does not come as one, only two of them."""
        samples: list[Sample] = []
        for row in first_articles(sources, SAMPLES):
            answer = next((one for one in self.answers if one.url == row.url), None)
            if answer is None:
                answer = self.ask(row.url)
                self.answers.append(answer)
            if answer.reason == "budget_spent":
                break
            samples.append(sample_in(answer, row, outlet))
            if len(samples) == 2 and not any(sample.state == "article" for sample in samples):
                break
        return samples

    def _is_article(self, answer: Answer, outlet: Outlet) -> bool:
        if outlet.family != "generic":
            address = FAMILIES[outlet.family].address(urlsplit(answer.url))
            if address is not None:
                return True
        read = read_page(answer.body, answer.url, family=outlet.family, charset=answer.charset)
        return read.state == "article" and bool(
            outlet.article_pattern is None
            or re.search(outlet.article_pattern, _path_of(answer.url))
        )

    # -- links -------------------------------------------------------------------------------

    def _links(self, answer: Answer) -> list[Listed]:
        """Every link of a page without its menus, or of a feed, with its words."""
        if answer.reason:
            return []
        return _feed_links(answer) or listed_articles(
            answer.body,
            answer.answered_at or answer.url,
            family="generic",
            now=self.now,
            charset=answer.charset,
            article_pattern=".",
        )

    def _here(self, links: Sequence[str]) -> Iterator[SplitResult]:
        for link in links:
            if self._is_here(link):
                yield urlsplit(link)

    def _is_here(self, url: str) -> bool:
        try:
            return urlsplit(url).hostname in self.site.hosts
        except ValueError:
            return False

    def _is_near(self, url: str) -> bool:
        """Whether an address is the site's, or one of a host below it, as its file server."""
        try:
            host = urlsplit(url).hostname or ""
        except ValueError:
            return False
        return host in self.site.hosts or host.endswith(f".{self.site.host.removeprefix('www.')}")

    # -- the entry ---------------------------------------------------------------------------

    def _finished(
        self,
        robots: RobotsSaid,
        known: Mapping[str, Outlet],
        outlet: Outlet,
        sources: Sequence[SourceSeen],
        samples: Sequence[Sample],
    ) -> Proposal:
        entry: dict[str, Any] = {
            "id": _id_of(outlet.host, known),
            "name": self._name(),
            "family": outlet.family,
            "origin": outlet.origin,
            "other_hosts": list(outlet.other_hosts),
            "feeds": [source.path for source in sources if source.kind == "feed"],
            "lists": [source.path for source in sources if source.kind == "list"],
        }
        if outlet.article_pattern is not None:
            entry["article_pattern"] = outlet.article_pattern
        entry["place"] = None  # Whoever knows the register of places fills it in.
        delay = max(outlet.politeness.delay_seconds, robots.crawl_delay_seconds)
        entry["politeness"] = {"delay_seconds": delay}
        entry["enabled"] = False
        if outlet.sample:
            entry |= {"sample": True, "connect_to": outlet.connect_to}
        others = [one.id for one in known.values() if one.hosts & outlet.hosts]
        if others:
            self.notes.append(f"The same host is known under {', '.join(others)}.")
        if not entry["feeds"]:
            self.notes.append("No feed was found: publication times come from pages and lists.")
        if not entry["lists"]:
            self.notes.append("No list was found: what falls out of the feed is not seen.")
        tried = [
            seen
            for kind, path, answer in self.tried
            if path not in {source.path for source in sources}
            and not (seen := self._seen(outlet, kind, path, answer)).listed
        ]
        return Proposal(
            entry, Outlet.model_validate(entry), sources, tried, samples, tuple(self.notes)
        )

    def _name(self) -> str:
        """The site's name as it prints it: stated for machines, else what all its titles share."""
        pages = [answer.page for answer in self.answers if not answer.reason and answer.body]
        stated = Counter(name for page in pages if (name := page.head.site_name))
        if stated:
            return stated.most_common(1)[0][0]
        titles = [pieces for page in pages if (pieces := _title_pieces(page))]
        shared = [
            piece
            for piece in (titles[0] if titles else [])
            if len(titles) > 1 and all(piece in pieces for pieces in titles[1:])
        ]
        if shared:
            return shared[-1]
        named = [piece for pieces in titles for piece in pieces if is_site_name(piece, "")]
        return named[-1] if named else self.site.host


def _title_pieces(page: Page) -> list[str]:
    title = next(iter(select(page.root, "head title, title")), None)
    if title is None:
        return []
    words = clean_line(title.text_content().replace("\n", " "))
    return [piece for piece in _TITLE_PIECES.split(words) if piece]


def _feed_links(answer: Answer) -> list[Listed]:
    """The links of an answer that is a feed, with their titles; none of any other."""
    if not re.match(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:\?xml|rss|feed|rdf)", answer.body, re.IGNORECASE):
        return []
    return feed_articles(answer.body, answer.url, family="generic", article_pattern=".")


def _under(site: Outlet, family: str, pattern: str | None) -> Outlet:
    return site.model_copy(update={"family": family, "article_pattern": pattern})


def _at(site: Outlet, answered_at: str) -> Outlet:
    """The site under the scheme and host that answered."""
    parts = urlsplit(answered_at)
    host = parts.hostname or site.host
    return site.model_copy(
        update={
            "origin": f"{parts.scheme or 'https'}://{host}",
            "other_hosts": tuple(sorted(site.hosts - {host})),
        }
    )


def _path_of(url: str) -> str:
    """Path and query of an address."""
    parts = urlsplit(url)
    return f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"


def _id_of(host: str, taken: Collection[str]) -> str:
    labels = [label for label in host.lower().split(".") if label not in {"www", "m", "news"}]
    wished = re.sub(r"[^a-z0-9-]+", "-", labels[0] if labels else host).strip("-")[:36] or "outlet"
    number, found = 1, wished
    while found in taken:
        number += 1
        found = f"{wished}-{number}"
    return found


def _refusal(url: str, answer: Answer) -> str:
    advice = {
        "robots_refused": "Respect it: give another page, or leave the outlet out.",
        "http_403": "Leave the outlet out, or ask it.",
        "http_404": "Give the address of a page that is there.",
        "redirect_elsewhere": "Give the address to which it leads.",
        "dns": "Look at how it is written.",
        "private_address": "Only public sites are collected.",
    }.get(answer.reason, "Try again later.")
    return f"{url} gave no page: {answer.detail}. {advice}"
