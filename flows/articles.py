"""An article of the store, found again by its address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urldefrag, urlsplit

from jipyo.pages.links import canonical_url
from jipyo.series.places import Place, Places
from jipyo.store.database import connect, store_exists
from jipyo.store.errors import JipyoError
from jipyo.store.home import Home
from jipyo.store.stored import latest_text
from spiders.outlets import Outlet, load_outlets


class ArticleNotStoredError(JipyoError):
    """The store has no article at an address, or there is no store."""


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """The latest version of an article, as its figures were identified."""

    text: str
    published: date | None
    place: Place | None


def stored_article(url: str) -> StoredArticle:
    """The latest version of the article at an address, in any form that leads to it.

    Raises:
        ArticleNotStoredError: there is none.
    """
    home = Home.located()
    if not store_exists():
        raise ArticleNotStoredError(
            f"There is no store in {home.root}. Collect or import something first, or set "
            "JIPYO_HOME or JIPYO_DATABASE_URL to where it is."
        )
    with connect() as connection:
        found = latest_text(connection, addresses(url, load_outlets(home)))
    if found is None:
        raise ArticleNotStoredError(
            f"The store has no article at {url}. `jipyo collect {url}` fetches a page of a known "
            "outlet; `jipyo import` loads ready articles."
        )
    place = Places.load().resolve(found.place, found.published_day) if found.place else None
    return StoredArticle(found.text, found.published_day, place)


def addresses(url: str, outlets: Mapping[str, Outlet]) -> list[str]:
    """The forms under which the article at an address may be stored."""
    bare = urldefrag(url.strip()).url
    host = urlsplit(bare).hostname
    forms = [bare]
    for outlet in outlets.values():
        if host in outlet.hosts:
            form = canonical_url(bare, family=outlet.family, article_pattern=outlet.article_pattern)
            forms += [form] if form else []
    return list(dict.fromkeys(forms))
