"""How a night grows with outlets, machines and years: a simulation fed with measured costs.

It counts what is added up in a night and nothing else: no outage, no retry, no busy neighbour. Each
number that was measured stands in docs/measurements.md; the others are assumptions and say so.
"""

from __future__ import annotations

import heapq
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

SEED = 20_261_126

CRAWLS_A_MACHINE = 4
"""Of flows.sharing."""

PAUSE_SECONDS = 5.0
"""Least pause between two requests of a host, the default of an outlet."""

REQUESTS_A_NIGHT = 2_000
"""Budget of an outlet, its default; what is over it waits for the next night."""

REQUESTS_AN_ARTICLE = 3
"""Assumed: the page, and looks at the age of one and three days."""

LIST_REQUESTS = 5
"""Assumed: robots.txt, a feed and three pages of a list."""

NEW_ARTICLES_MEDIAN, NEW_ARTICLES_SPREAD = 30, 0.9
"""Assumed: new articles of an outlet in a night, lognormal; a few outlets have most of them."""

READ_SECONDS = 116 / 20_000
"""Measured: 20,000 articles were read again by one process in 116 s."""

FIGURES_AN_ARTICLE = 154_469 / 20_000
"""Measured on the same articles."""

CHECK_SECONDS_A_FIGURE = 8.5 / 2_000
"""Measured: a night of 2,000 new figures over 102,480 observations, median of three."""

CHECK_STORE = 102_480

CHECK_GROWTH_A_DECADE = 0.17
"""Measured: over ten times the store it took 1.17 times as long."""

NIGHTS_A_YEAR = 365


@dataclass(frozen=True, slots=True)
class Night:
    """One night, in seconds; ``observations`` are those in the store before it."""

    collect_seconds: float
    read_seconds: float
    check_seconds: float
    observations: float

    @property
    def seconds(self) -> float:
        """All of it, one step after the other."""
        return self.collect_seconds + self.read_seconds + self.check_seconds


def new_articles(outlets: int) -> Sequence[int]:
    """New articles of each outlet in a night; the same for the same number of outlets."""
    chance = random.Random(SEED)
    return [
        max(1, round(chance.lognormvariate(math.log(NEW_ARTICLES_MEDIAN), NEW_ARTICLES_SPREAD)))
        for _ in range(outlets)
    ]


def collect_seconds(articles: Sequence[int], machines: int) -> float:
    """When the last crawl is over, where each free place takes the longest that is left."""
    crawls = sorted(
        (
            PAUSE_SECONDS * min(REQUESTS_A_NIGHT, LIST_REQUESTS + REQUESTS_AN_ARTICLE * number)
            for number in articles
        ),
        reverse=True,
    )
    free_at = [0.0] * (CRAWLS_A_MACHINE * machines)
    for crawl in crawls:
        heapq.heappush(free_at, heapq.heappop(free_at) + crawl)
    return max(free_at)


def night(outlets: int, machines: int, years: float) -> Night:
    """The night after so many years of nights like it."""
    articles = new_articles(outlets)
    figures = sum(articles) * FIGURES_AN_ARTICLE
    observations = figures * NIGHTS_A_YEAR * years
    decades = max(0.0, math.log10(max(observations, 1) / CHECK_STORE))
    return Night(
        collect_seconds=collect_seconds(articles, machines),
        read_seconds=sum(articles) * READ_SECONDS / machines,
        check_seconds=figures * CHECK_SECONDS_A_FIGURE * (1 + CHECK_GROWTH_A_DECADE * decades),
        observations=observations,
    )


def measure() -> tuple[str, list[str], list[list[str]]]:
    """A table over outlets, years and machines."""
    rows: list[list[str]] = []
    for outlets in (10, 100, 300, 1000):
        for years in (1, 10):
            for machines in (1, 4, 10):
                found = night(outlets, machines, years)
                rows.append(
                    [
                        f"{outlets:,}",
                        f"{years}",
                        f"{machines}",
                        f"{sum(new_articles(outlets)):,}",
                        f"{found.observations / 1e6:.1f}",
                        *(
                            f"{seconds / 60:.1f}"
                            for seconds in (
                                found.collect_seconds,
                                found.read_seconds,
                                found.check_seconds,
                                found.seconds,
                            )
                        ),
                    ]
                )
    columns = ["outlets", "years", "machines", "articles a night", "million observations"]
    columns += [f"{step} min" for step in ("collect", "read", "check", "night")]
    return f"A night, simulated with measured costs, seed {SEED}", columns, rows
