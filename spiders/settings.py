"""How every crawl behaves: slow, honest, bounded. What an outlet asks for comes on top."""

from __future__ import annotations

import re
from typing import Any

import jipyo
from jipyo.store.errors import JipyoError
from spiders.outlets import Outlet

ROBOTS_NAME = "Jipyo"
"""The name under which robots.txt may address us."""

CRAWL_SECONDS = 3600.0
"""How long a crawl may take once it has its hosts; what is due then stays due."""

BUSY_SECONDS = 2 * CRAWL_SECONDS
"""How long a crawl waits for others of the same hosts."""

_CONTACT = re.compile(r"(?:mailto:)?[^\s@()<>]+@[^\s@()<>]+\.[^\s@()<>]+|https?://[^\s()<>]+")


class ContactError(JipyoError):
    """The contact for the user agent is no address."""


def scrapy_settings(outlet: Outlet, contact: str | None) -> dict[str, Any]:
    """Scrapy's settings for a crawl of one outlet.

    Args:
        outlet: The outlet; its politeness decides delays, time and size limits.
        contact: Address at which an operator can be reached, for the user agent.
    """
    politeness = outlet.politeness
    return {
        "BOT_NAME": "jipyo",
        "USER_AGENT": user_agent(contact),
        # We ask robots.txt ourselves: Scrapy takes an unreachable one for permission and knows no
        # Crawl-delay.
        "ROBOTSTXT_OBEY": False,
        "CONCURRENT_REQUESTS": 1,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        # Scrapy makes so many tasks for every answer, whatever it yields; ours yield one item.
        "CONCURRENT_ITEMS": 2,
        # Pauses, repetitions and the end of a crawl: spiders/visit.py. Scrapy counts its delay from
        # start to start, and repeats without asking what the host wants.
        "DOWNLOAD_DELAY": 0.0,
        "RETRY_ENABLED": False,
        "DOWNLOAD_TIMEOUT": politeness.timeout_seconds,
        "DOWNLOAD_MAXSIZE": politeness.largest_page_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "DOWNLOAD_HANDLERS": {
            "http": "spiders.connection.OutletDownloadHandler",
            "https": "spiders.connection.OutletDownloadHandler",
            # No other scheme is ever fetched.
            "data": None,
            "file": None,
            "ftp": None,
            "s3": None,
        },
        "TWISTED_DNS_RESOLVER": "spiders.connection.PublicResolver",
        "JIPYO_SAMPLE": outlet.sample,
        # A proxy would look names up itself, past our resolver.
        "HTTPPROXY_ENABLED": False,
        "DOWNLOADER_MIDDLEWARES": {
            "spiders.guard.GuardMiddleware": 50,
            # They would look at every page for nothing: hosts are the guard's, counts are ours, and
            # no outlet asks for a password.
            "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
            "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
            "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
        },
        # Every answer comes to the spider, which follows no link: no status to drop, no depth, no
        # referrer and no length of addresses to watch.
        "SPIDER_MIDDLEWARES": {
            "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
            "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
            "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
            "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
            "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
        },
        "ITEM_PIPELINES": {"spiders.pipeline.StorePipeline": 300},
        "REDIRECT_MAX_TIMES": 5,
        "COOKIES_ENABLED": False,
        # A local server that runs what it is sent has no place in a nightly job; nor has a shell.
        "REMOTE_CONTROL_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        # The process that runs the crawl decides where lines go.
        "LOG_INSTALL_ROOT_HANDLER": False,
        "LOG_LEVEL": "INFO",
        "LOGSTATS_INTERVAL": 0,
        "STATS_DUMP": False,
    }


def user_agent(contact: str | None) -> str:
    """The user agent: who asks, and where an operator can be reached.

    Args:
        contact: A web or mail address; ``None`` only where nobody else's host is asked.
    """
    return f"Jipyo/{jipyo.__version__} ({f'+{contact}; ' if contact else ''}reads city figures)"


def checked_contact(contact: str | None) -> str | None:
    """The operator's contact as it may stand in a header; ``None`` if there is none.

    Raises:
        ContactError: it is neither a web nor a mail address.
    """
    contact = (contact or "").strip()
    if not contact:
        return None
    if not contact.isascii() or not _CONTACT.fullmatch(contact):
        raise ContactError(
            f"JIPYO_CONTACT is {contact!r}. Give an address at which hosts can reach you, as "
            "mailto:desk@paper.example or https://paper.example/about-our-reader."
        )
    return contact
