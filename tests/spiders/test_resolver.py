"""Names lead to public addresses only, on every new connection."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.resolver import dnscache
from twisted.internet.address import IPv4Address, IPv6Address

from spiders.connection import PublicResolver
from spiders.public import is_public

pytestmark = pytest.mark.quick

PUBLIC4, PUBLIC6 = "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.7", "169.254.169.254", "0.1.2.3"),
        *("100.64.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1"),
        *("::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "2001:db8::1"),
        # Protocol assignments, 6to4 relays, documentation, site-local, not given out.
        *("192.0.0.9", "192.88.99.1", "3fff::1", "fec0::1", "4000::1", "100::1"),
        # IPv4 within IPv6: mapped, compatible, translated, 6to4, NAT64, ISATAP, Teredo.
        *("::ffff:10.1.2.3", "::127.0.0.1", "::8.8.8.8", "::ffff:0:127.0.0.1"),
        *("2002:0a01:0203::1", "64:ff9b::127.0.0.1", "64:ff9b:1::7f00:1"),
        *("2600::5efe:127.0.0.1", "2600::200:5efe:a9fe:a9fe"),
        "2001:0:5ef5:79fb:0:59d:f5fe:fdfc",
    ],
)
def test_what_is_no_public_address(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", [PUBLIC4, PUBLIC6, f"::ffff:{PUBLIC4}", f"64:ff9b::{PUBLIC4}"])
def test_what_is_one(address: str) -> None:
    assert is_public(address)


class Names:
    """Stands for the system's resolver: each look-up of a name takes its next answer."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self._answers = list(answers)

    def resolveHostName(self, receiver: Any, name: str, port: int, *rest: object) -> object:  # noqa: N802
        receiver.resolutionBegan(None)
        for address in self._answers.pop(0):
            kind = IPv6Address if ":" in address else IPv4Address
            receiver.addressResolved(kind("TCP", address, port))
        receiver.resolutionComplete()
        return receiver


class Received:
    def __init__(self) -> None:
        self.addresses: list[str] = []
        self.is_complete = False

    def resolutionBegan(self, resolution: object) -> None:  # noqa: N802
        assert not self.is_complete

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        self.addresses.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802
        self.is_complete = True


@pytest.fixture(autouse=True)
def no_cache() -> Iterator[None]:
    dnscache.clear()
    yield
    dnscache.clear()


def resolved(resolver: PublicResolver, name: str = "gaon-news.example") -> list[str]:
    received = Received()
    resolver.resolveHostName(received, name, 443)
    assert received.is_complete
    return received.addresses


def resolver(*answers: Sequence[str], sample: bool = False, kept: int = 0) -> PublicResolver:
    return PublicResolver(SimpleNamespace(nameResolver=Names(*answers)), kept, sample=sample)


def test_a_name_has_all_its_addresses_or_none() -> None:
    assert resolved(resolver([PUBLIC4, PUBLIC6])) == [PUBLIC4, PUBLIC6]
    for private in ("10.1.2.3", "::1", "::ffff:127.0.0.1"):
        assert resolved(resolver([PUBLIC4, private, PUBLIC6])) == []
    assert resolved(resolver([])) == []


@pytest.mark.parametrize("kept", [0, 100])
def test_a_name_that_moves_into_the_private_network_is_refused_when_it_does(kept: int) -> None:
    names = resolver([PUBLIC4], *[["127.0.0.1"]] * 3, kept=kept)
    assert resolved(names) == [PUBLIC4]
    # Looked up once more it is refused; while it is remembered, what was checked is what is used.
    assert resolved(names) == ([PUBLIC4] if kept else [])
    dnscache.clear()
    assert resolved(names) == []
    assert resolved(names) == []  # Remembered or not.


def test_only_a_sample_leads_to_this_machine() -> None:
    local = ["127.0.0.1"]
    assert resolved(resolver(local), "127.0.0.1") == []
    assert resolved(resolver(local), "2130706433") == []
    assert resolved(resolver(local, sample=True), "127.0.0.1") == local
    assert resolved(resolver(local, sample=True), "localhost") == []
    assert resolved(resolver(["10.0.0.1"], sample=True), "10.0.0.1") == []
