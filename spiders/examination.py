"""Whether an outlet's entry fits its site: what `jipyo outlets test` finds and says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urljoin

from spiders.asking import (
    Ask,
    RobotsSaid,
    Sample,
    SourceSeen,
    first_articles,
    moment_of,
    sample_in,
    source_in,
)
from spiders.outlets import Outlet

SAMPLES = 5
"""Articles that are read."""

BEHIND = timedelta(days=3)
"""A feed or list whose newest article is so much older than that of another one has ended."""

QUIET = timedelta(days=30)
"""An outlet whose newest article is older has ended, or keeps its news elsewhere."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in an entry that does not fit, and what to mend.

    Attributes:
        code: One word for programs: a reason code (docs/reasons.md), or one of docs/outlets.md.
        about: The path or address concerned; empty for the entry as a whole.
        text: What was seen and what to do.
    """

    code: str
    about: str
    text: str


@dataclass(frozen=True, slots=True)
class Examination:
    """What a look at an outlet found."""

    outlet: Outlet
    robots: RobotsSaid
    sources: Sequence[SourceSeen]
    samples: Sequence[Sample]
    faults: Sequence[Fault]

    @property
    def fits(self) -> bool:
        """Whether the entry can be used as it is."""
        return not self.faults


def examine(outlet: Outlet, robots: RobotsSaid, ask: Ask, now: datetime) -> Examination:
    """Look at every feed and list of an outlet, and at five of its articles.

    Args:
        outlet: The entry to be tried.
        robots: What robots.txt said; where it means to stay away, nothing more is asked.
        ask: Asks for an address.
        now: Against which times without a year, and the age of the newest article, are taken.
    """
    if robots.state == "stay_away":
        fault = Fault("robots_unreachable", "/robots.txt", f"{robots.detail}. Try again tomorrow.")
        return Examination(outlet, robots, (), (), (fault,))
    wanted = [("feed", path) for path in outlet.feeds] + [("list", path) for path in outlet.lists]
    sources = [
        source_in(ask(urljoin(outlet.origin, path)), outlet, kind, path, now)
        for kind, path in wanted
    ]
    samples = [sample_in(ask(row.url), row, outlet) for row in first_articles(sources, SAMPLES)]
    faults = [*_of_sources(sources), *_of_samples(outlet, samples), *_of_age(sources, samples, now)]
    return Examination(outlet, robots, sources, samples, faults)


def _of_sources(sources: Sequence[SourceSeen]) -> list[Fault]:
    faults: list[Fault] = []
    newest = max((source.newest_at for source in sources if source.newest_at), default=None)
    for source in sources:
        if source.reason == "robots_refused":
            text = "robots.txt does not allow it: take it out of the entry"
        elif source.reason == "nothing_listed" and source.kind == "feed":
            text = f"{source.detail}. Take the feed out, or give the one that the site has now"
        elif source.reason == "nothing_listed":
            text = (
                f"{source.detail}. Look at the page: does the family fit, or article_pattern, "
                "and is it the list?"
            )
        elif source.reason:
            text = f"{source.detail}. Mend the path, or take it out of the entry"
        elif newest and source.newest_at and newest - source.newest_at > BEHIND:
            faults.append(
                Fault(
                    "ended",
                    source.path,
                    f"Its newest article is of {source.newest_at:%Y-%m-%d}, others list one of "
                    f"{newest:%Y-%m-%d}: it has ended. Take it out of the entry",
                )
            )
            continue
        else:
            continue
        faults.append(Fault(source.reason, source.path, text))
    return faults


def _of_age(sources: Sequence[SourceSeen], samples: Sequence[Sample], now: datetime) -> list[Fault]:
    stated = [source.newest_at for source in sources]
    stated += [moment_of(sample.article.published_at) for sample in samples if sample.article]
    newest = max((moment for moment in stated if moment is not None), default=None)
    if newest is None or now - newest <= QUIET:
        return []
    text = (
        f"The newest article is of {newest:%Y-%m-%d}: the outlet has ended, or keeps its news "
        "elsewhere. Look at its front page"
    )
    return [Fault("quiet", "", text)]


def _of_samples(outlet: Outlet, samples: Sequence[Sample]) -> list[Fault]:
    articles = [sample for sample in samples if sample.state == "article"]
    faults: list[Fault] = []
    others = Counter(sample.state for sample in samples if sample.state != "article")
    # A picture with a line under it, or an article that was just deleted, is in every list.
    if len(articles) * 2 < len(samples):
        state, count = others.most_common(1)[0]
        example = next(sample for sample in samples if sample.state == state)
        shown = Counter(
            sample.recognised
            for sample in samples
            if sample.recognised not in {"", "generic", outlet.family}
        ).most_common(1)
        if shown:
            mend = f"The pages are those of family {shown[0][0]}: set family: {shown[0][0]}"
        elif state == "selector_drift":
            mend = (
                f"They are not, or no longer, pages of family {outlet.family}: mend its page "
                "reader, or set family: generic with an article_pattern"
            )
        elif state == "robots_refused":
            mend = "robots.txt does not allow articles: leave the outlet out"
        else:
            mend = "Look at one of them"
        faults.append(
            Fault(
                state,
                example.listed.url,
                f"{count} of {len(samples)} pages: {example.detail or state}. {mend}",
            )
        )
    if articles and not any(sample.article and sample.article.published_at for sample in articles):
        faults.append(
            Fault(
                "no_time",
                articles[0].listed.url,
                "No article has a publication time, neither on its page nor where it is listed. "
                "Without one its figures have no day: add a feed or list that prints it",
            )
        )
    return faults
