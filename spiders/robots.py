"""What robots.txt says to us, by RFC 9309: none means everything, no answer means nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scrapy.robotstxt import ProtegoRobotParser

from spiders.settings import ROBOTS_NAME

if TYPE_CHECKING:
    from scrapy.http import Response


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one host for us. ``parser`` is ``None`` where there are no rules."""

    parser: ProtegoRobotParser | None

    @classmethod
    def from_response(cls, response: Response) -> Robots | None:
        """The rules in an answer for robots.txt, or ``None`` where it means "stay away".

        An answer of 4xx says that there are no rules; 5xx (and any answer that is neither) that
        the host is in trouble, which is taken for a refusal.
        """
        if 200 <= response.status < 300:
            return cls(ProtegoRobotParser(response.body, None))
        if 400 <= response.status < 500 and response.status != 429:
            return cls(None)
        return None

    def allows(self, url: str) -> bool:
        """Whether we may ask for the address."""
        return self.parser is None or self.parser.allowed(url, ROBOTS_NAME)

    @property
    def crawl_delay_seconds(self) -> float:
        """The pause that it asks for between two requests; 0 where it asks for none."""
        if self.parser is None:
            return 0.0
        return float(self.parser.crawl_delay(ROBOTS_NAME) or 0.0)
