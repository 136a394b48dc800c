"""What a page reader gives: the article that a person sees, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

State = Literal[
    "article", "list", "no_body", "gone", "selector_drift", "not_article", "reader_error"
]
"""What a page is. Only ``article`` becomes an article version; the others are named failures.

``reader_error`` says that the reader itself broke on the page: ours to mend, and read again then.
"""

PublishedFrom = Literal["json_ld", "meta", "visible", "list", "feed", "import", "missing"]
"""Which statement of page, list, feed or import gave the publication time; it is never invented."""


BodyFrom = Literal["page", "attachment"]
"""Where the body of an article stood: on its page, or in a document attached to it."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that a page offers: its address, and its name as the page prints it."""

    url: str
    name: str


@dataclass(frozen=True, slots=True)
class Article:
    """One page as read.

    ``body`` is paragraphs separated by blank lines, from the article's first sentence to its last,
    without captions, bylines, copyright lines, related links or advertisements. ``published_at``
    and ``modified_at`` are aware datetimes (Asia/Seoul unless the page says otherwise), or a bare
    date where the page prints only a date, or ``None``. ``state`` says whether the rest holds.
    """

    state: State
    family: str
    url: str
    title: str = ""
    subtitle: str = ""
    body: str = ""
    published_at: datetime | date | None = None
    published_from: PublishedFrom = "missing"
    modified_at: datetime | date | None = None
    byline: str = ""
    section: str = ""
    dateline: str = ""
    """What stood before the body's first sentence, as place, outlet and reporter, as printed."""
    detail: str = ""
    """Where ``state`` is not ``article``: what was missing, in words for an operator."""
    attachments: tuple[Attachment, ...] = ()
    """Files that the page offers, of an article or of a page without a text of its own."""
    body_from: BodyFrom = "page"
    body_attachment: str = ""
    """The names of the documents that gave the body, in lines; empty where the page did."""

    @property
    def text(self) -> str:
        """Title, subtitle and body as one text, parts separated by blank lines.

        It is what the figure reader reads and what spans of stored figures count in.
        """
        return "\n\n".join(part for part in (self.title, self.subtitle, self.body) if part)


@dataclass(frozen=True, slots=True)
class Listed:
    """An article address as a feed or a list gives it.

    ``listed_at`` is in Asia/Seoul, if the list says a time; ``listed_on`` is the day there, which
    many lists print alone.
    """

    url: str
    title: str
    listed_at: datetime | None
    listed_from: Literal["feed", "list"]
    listed_on: date | None = None
