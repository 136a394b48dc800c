"""Reason codes: what a failure row says, as one word for queries. Explained in docs/reasons.md."""

from __future__ import annotations

from OpenSSL.SSL import Error as TLSError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from twisted.internet.error import ConnectError, ConnectionClosed

NETWORK_ERRORS: tuple[type[Exception], ...] = (
    IgnoreRequest,
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    ConnectError,
    ConnectionClosed,
    TLSError,
    OSError,
)
"""What a request may end in without any fault of ours."""


class RefusedError(IgnoreRequest):
    """A request that we do not send, or an answer that we do not follow, with its reason."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class PrivateAddressError(CannotResolveHostError):
    """A public name that points to a private address."""


def reason_of(error: BaseException) -> tuple[str, str]:
    """The reason code of a failed request, and what happened in words."""
    if isinstance(error, RefusedError):
        return error.reason, error.detail
    causes = [error]
    while causes[-1].__cause__ is not None:
        causes.append(causes[-1].__cause__)
    # ResponseFailed of Twisted carries what went wrong in a list.
    inner = [
        str(getattr(reason, "value", reason))
        for cause in causes
        for reason in getattr(cause, "reasons", ())
    ]
    words = "; ".join(filter(None, [str(error), *inner])) or type(error).__name__
    kinds = " ".join(
        [type(cause).__name__ for cause in causes]
        + [
            type(getattr(reason, "value", reason)).__name__
            for cause in causes
            for reason in getattr(cause, "reasons", ())
        ]
    )
    if any(isinstance(cause, PrivateAddressError) for cause in causes):
        return "private_address", words
    if "SSL" in kinds or "Certificate" in kinds or "OpenSSL" in words:
        return "tls", f"The certificate or the encryption is not acceptable: {words}"
    table: list[tuple[type[BaseException], str, str]] = [
        (DownloadTimeoutError, "timeout", "No answer in time"),
        (CannotResolveHostError, "dns", "The host name is unknown"),
        (DownloadConnectionRefusedError, "connection_refused", "The host refused the connection"),
        (DownloadCancelledError, "too_large", "The answer is larger than the outlet's limit"),
        (ResponseDataLossError, "cut_off", "The answer ended early"),
        (DownloadFailedError, "connection_lost", "The connection was lost"),
        (TimeoutError, "timeout", "No answer in time"),
    ]
    for kind, reason, meaning in table:
        if isinstance(error, kind):
            return reason, f"{meaning}: {words}"
    if isinstance(error, IgnoreRequest):
        # Scrapy's own refusals have no types of their own; tests hold these words.
        if "redirect" in words:
            return "too_many_redirects", words
        if "decompression" in words:
            return "too_large", f"The answer is larger than the outlet's limit: {words}"
    return "network_error", f"{type(error).__name__}: {words}"


def reason_of_status(status: int, location: str = "") -> tuple[str, str]:
    """The reason code of an answer that is neither a page nor "not modified".

    Args:
        status: HTTP status.
        location: Where it leads to, if it says; Scrapy follows every redirect that it can.
    """
    if status == 304:
        return "http_304", "The host says that nothing changed, though we have no page (HTTP 304)"
    if 300 <= status < 400:
        where = location or "no address"
        return "redirect_elsewhere", f"It leads to {where}, which nobody can follow (HTTP {status})"
    meaning = {
        401: "The page wants a login",
        403: "The host refuses us; it is not asked again by other means",
        404: "The page is not there",
        410: "The page was removed",
        429: "The host asks us to wait",
    }.get(status, "The host had a fault" if status >= 500 else "The host gave no page")
    return f"http_{status}", f"{meaning} (HTTP {status})"
