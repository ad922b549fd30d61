"""Which URLs that somebody named may be called at all."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from shared.platform.adapters.public_address import checked, is_public, system_addresses
from shared.platform.ports.notices import Undelivered

PUBLIC = "93.184.216.34"
NOT_PUBLIC = {
    "loopback": "127.0.0.1",
    "the rest of loopback": "127.8.9.10",
    "this host": "0.0.0.0",  # noqa: S104 - refused, not bound
    "private 10": "10.1.2.3",
    "private 172.16": "172.31.255.1",
    "private 192.168": "192.168.0.1",
    "carrier's NAT": "100.64.0.1",
    "link-local": "169.254.1.1",
    "metadata": "169.254.169.254",
    "benchmarks": "198.18.0.1",
    "documentation": "192.0.2.1",
    "multicast": "224.0.0.1",
    "reserved": "240.0.0.1",
    "broadcast": "255.255.255.255",
    "IPv6 loopback": "::1",
    "IPv6 this host": "::",
    "unique local": "fd00:ec2::254",
    "IPv6 link-local": "fe80::1",
    "IPv6 link-local with a zone": "fe80::1%eth0",
    "site-local": "fec0::1",
    "IPv6 multicast": "ff02::1",
    "IPv4-mapped loopback": "::ffff:127.0.0.1",
    "IPv4-mapped metadata": "::ffff:169.254.169.254",
    "IPv4-mapped public": f"::ffff:{PUBLIC}",
    "IPv4-compatible": "::10.0.0.1",
    "NAT64": "64:ff9b::a9fe:a9fe",
    "6to4": "2002:7f00:1::",
    "Teredo": "2001:0:4136:e378::1",
    "no address": "localhost",
}


def to(*addresses: str) -> "Resolver":
    return Resolver(addresses)


class Resolver:
    """Names lead where it says; each question is counted."""

    def __init__(self, addresses: Sequence[str]) -> None:
        self.addresses, self.asked = addresses, 0

    def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked += 1
        return self.addresses


def refusal(url: str, resolve: Resolver, *, loopback: bool = False) -> str:
    with pytest.raises(Undelivered) as refused:
        checked(url, resolve, 2, loopback=loopback)
    return refused.value.kind


@pytest.mark.parametrize("address", NOT_PUBLIC.values(), ids=NOT_PUBLIC)
def test_what_is_not_public_is_not_called(address: str) -> None:
    """I9: not even by a name that looks harmless."""
    assert not is_public(address)
    if address != "localhost":
        assert refusal("https://hooks.example/x", to(address)) == "address_refused"


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:4700:4700::1111"])
def test_what_is_public_may_be_called(address: str) -> None:
    place = checked("https://hooks.example/a?b=c", to(address), 2)
    assert (place.address, place.host, place.path, place.port) == (address, "hooks.example", "/a?b=c", 443)


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    """I9."""
    assert refusal("https://hooks.example/", to(PUBLIC, "10.0.0.1")) == "address_refused"


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example/",
        "ftp://hooks.example/",
        "file:///etc/passwd",
        "gopher://hooks.example/",
        "https:///path",
        "https://user@hooks.example/",
        "https://user:secret@hooks.example/",
        "https://hooks.example:99999/",
        "https://hooks.example/ x",
        "https://hooks.example/\r\nX-Other: 1",
        "https://hooks.example\\@10.0.0.1/",
        "https://höoks.example/",
        "https://[::1",
        "",
    ],
)
def test_a_url_that_is_not_plain_https_is_refused_before_any_name_is_looked_up(url: str) -> None:
    """I9."""
    resolver = to(PUBLIC)
    assert refusal(url, resolver) == "address_refused"
    assert resolver.asked == 0 or url.startswith("http://")


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "0177.0.0.1", "[::ffff:7f00:1]", "localhost"])
def test_loopback_in_disguise_is_seen_through(host: str) -> None:
    """I9: as the system itself reads the name."""
    with pytest.raises(Undelivered) as refused:
        checked(f"https://{host}/", system_addresses, 2)
    assert refused.value.kind in {"address_refused", "address_unknown"}


def test_loopback_is_called_where_that_was_switched_on_and_nothing_else() -> None:
    assert checked("http://localhost:81/", to("127.0.0.1", "::1"), 2, loopback=True).address == "127.0.0.1"
    assert refusal("http://metadata/", to("169.254.169.254"), loopback=True) == "address_refused"
    assert refusal("https://metadata/", to("127.0.0.1", "169.254.169.254"), loopback=True) == "address_refused"
    assert refusal("http://hooks.example/", to(PUBLIC), loopback=True) == "address_refused"


def test_a_name_without_addresses_is_unknown() -> None:
    assert refusal("https://nowhere.invalid/", to()) == "address_unknown"


def test_look_ups_that_nobody_waits_for_any_more_are_not_made() -> None:
    let_go, made = Event(), list[str]()

    def slow(host: str, port: int) -> Sequence[str]:
        made.append(host)
        let_go.wait(5)
        return [PUBLIC]

    def gives_up(number: int) -> None:
        with pytest.raises(Undelivered):
            checked(f"https://hooks{number}.example/", slow, 0.05)

    with ThreadPoolExecutor(12) as callers:
        list(callers.map(gives_up, range(12)))
    let_go.set()
    assert checked("https://shop.example/", to(PUBLIC), 2).address == PUBLIC
    assert len(made) <= 4


def test_a_slow_look_up_is_not_waited_for() -> None:
    def slow(host: str, port: int) -> Sequence[str]:
        time.sleep(0.3)
        return [PUBLIC]

    with pytest.raises(Undelivered) as late:
        checked("https://hooks.example/", slow, 0.05)
    assert (late.value.kind, late.value.may_repeat) == ("timeout", True)
