"""Which IP addresses and host names belong to the public internet: nothing else is ever asked."""

from __future__ import annotations

import ipaddress
import re
import socket
import unicodedata

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""Addresses by which IPv6 networks reach all of IPv4 (RFC 6052)."""

_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
"""The only part of IPv6 that was given out (RFC 4291, 2.4; IANA). Site-local addresses (fec0::/10),
which Python takes for global ones, lie outside."""

_NOT_PUBLIC = (
    ipaddress.ip_network("192.0.0.0/24"),  # IETF protocol assignments (RFC 6890)
    ipaddress.ip_network("192.88.99.0/24"),  # relays of 6to4, given up (RFC 7526)
    ipaddress.ip_network("3fff::/20"),  # documentation (RFC 9637)
)

_ISATAP = (0x00005EFE, 0x02005EFE)
"""Upper half of an interface id that carries an IPv4 address (RFC 5214, 6.1)."""

_PRIVATE_DOMAINS = (
    *("localhost", "local", "internal", "intranet", "private", "corp", "home", "lan"),
    *("localdomain", "home.arpa"),
)
"""Names that lead to this machine or into a network of one's own (RFC 6761, 6762, 8375; ICANN)."""

_HOST = re.compile(r"(?!-)[^\s\x00-\x2c/:-@\[-`{-\x7f]+(?<!-)")
"""What stands in host names: letters of any script, digits, hyphens and dots."""


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet.

    An IPv4 address within one of IPv6 (mapped, 6to4, NAT64, Teredo, ISATAP) counts for itself too:
    the way to it leads there.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        last = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if ip in _NAT64:
            return is_public(str(last))
        if ip not in _GLOBAL_UNICAST:
            return False
        tunnelled = [ip.sixtofour, *(ip.teredo or ())]
        if int(ip) >> 32 & 0xFFFFFFFF in _ISATAP:
            tunnelled.append(last)
        if not all(is_public(str(inner)) for inner in tunnelled if inner is not None):
            return False
    if any(ip in network for network in _NOT_PUBLIC):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def why_not_public(host: str) -> str:
    """Why a host, as an address names it, cannot be one of the public internet; empty if it can.

    Names are not looked up: where they lead is seen when somebody connects.
    """
    bare = host.strip("[]")
    try:
        return "" if is_public(bare) else f"{host} is not a public address"
    except ValueError:
        pass  # No address in its usual form.
    try:
        socket.inet_aton(bare.rstrip("."))
    except (OSError, UnicodeError):
        pass
    else:
        # 2130706433, 0177.1 and 0x7f.0.0.1 are 127.0.0.1 to most programs, and no names.
        return f"{host} is a number, not a host: write the address as 203.0.113.7 is written"
    name = host.lower().rstrip(".")
    if not _HOST.fullmatch(host) or unicodedata.normalize("NFKC", host) != host:
        return f"{host!r} is no host name"
    if "." not in name or any(name.endswith(f".{domain}") for domain in _PRIVATE_DOMAINS):
        return f"{host} is not a public host"
    return ""
