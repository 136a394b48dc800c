"""How every crawl behaves: slow, honest, bounded. What an outlet asks for comes on top."""

from __future__ import annotations

from typing import Any

import jipyo
from spiders.outlets import Outlet

ROBOTS_NAME = "Jipyo"
"""The name under which robots.txt may address us."""


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
        "DOWNLOAD_DELAY": politeness.delay_seconds,
        "DOWNLOAD_DELAY_JITTER": 0.0,
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
        "DOWNLOADER_MIDDLEWARES": {"spiders.guard.GuardMiddleware": 50},
        "ITEM_PIPELINES": {"spiders.pipeline.StorePipeline": 300},
        "REDIRECT_MAX_TIMES": 5,
        "RETRY_TIMES": 2,
        # 429 means stop, not again.
        "RETRY_HTTP_CODES": [500, 502, 503, 504, 408],
        "HTTPERROR_ALLOW_ALL": True,
        "COOKIES_ENABLED": False,
        "REFERRER_POLICY": "no-referrer",
        # A local server that runs what it is sent has no place in a nightly job; nor has a shell.
        "REMOTE_CONTROL_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        # A host that does not answer is a failure row, no error of ours.
        "RETRY_GIVE_UP_LOG_LEVEL": "INFO",
        # The process that runs the crawl decides where lines go.
        "LOG_INSTALL_ROOT_HANDLER": False,
        "LOG_LEVEL": "INFO",
        "LOGSTATS_INTERVAL": 0,
        "STATS_DUMP": False,
    }


def user_agent(contact: str | None) -> str:
    """The user agent with the contact address of the operator."""
    where = contact or "https://jipyo.example/about"
    return f"Jipyo/{jipyo.__version__} (+{where}; nightly reader of city figures)"
