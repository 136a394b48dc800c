"""Page readers: HTML in, an `Article` or the reason why there is none out."""

from jipyo.pages.attachments import documents_of, may_offer_attachments
from jipyo.pages.documents import read_attached
from jipyo.pages.families import DatedList
from jipyo.pages.links import (
    archive_lists,
    canonical_url,
    feed_articles,
    is_front_page,
    list_request,
    listed_articles,
)
from jipyo.pages.model import Listed
from jipyo.pages.reader import read_page

__all__ = [
    "DatedList",
    "Listed",
    "archive_lists",
    "canonical_url",
    "documents_of",
    "feed_articles",
    "is_front_page",
    "list_request",
    "listed_articles",
    "may_offer_attachments",
    "read_attached",
    "read_page",
]
