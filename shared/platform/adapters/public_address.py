"""Where a URL that somebody named may lead: to public addresses alone (OWASP, "Server Side Request Forgery
Prevention"). Every address that a name has must be public, and the caller connects to the one that was looked at, so
that a name which answers otherwise the second time (DNS rebinding) wins nothing."""

import socket
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from shared.platform.ports.notices import Undelivered

Resolve = Callable[[str, int], Sequence[str]]  # host and port to its addresses; raises OSError
# Addresses that stand for an IPv4 address behind a gateway: NAT64 (RFC 6052, 8215), 6to4, Teredo, IPv4-compatible;
# and site-local ones, which `is_global` takes for public.
_DISGUISES = tuple(
    IPv6Network(network)
    for network in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96", "fec0::/10")
)
_LOOKING_UP = ThreadPoolExecutor(max_workers=4, thread_name_prefix="names")  # the system's look-up knows no timeout


@dataclass(frozen=True)
class Place:
    """A checked URL: `address` is what to connect to, `host` whose certificate to expect."""

    host: str
    port: int
    address: str
    path: str
    secure: bool


def system_addresses(host: str, port: int) -> Sequence[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


def is_public(text: str) -> bool:
    """Reached over the internet, and nobody's own network, whatever form it is written in."""
    try:
        address = ip_address(text)  # one with a zone (fe80::1%eth0) is link-local, and so refused below
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return False  # nobody publishes one: it is there to slip past
        if any(address in network for network in _DISGUISES):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def checked(url: str, resolve: Resolve, timeout_s: float, *, loopback: bool = False) -> Place:
    """`loopback`: plain http to 127.0.0.1, ::1 and localhost is allowed as well, for one machine's own trials.

    Raises `Undelivered`: `address_refused`, `address_unknown`, `timeout`.
    """
    parts, port = _parts(url)
    host = parts.hostname or ""
    addresses = _looked_up(host, port, resolve, timeout_s)
    at_home = loopback and all(_is_loopback(address) for address in addresses)
    if not at_home and (parts.scheme != "https" or not all(is_public(address) for address in addresses)):
        raise _refused()
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Place(host, port, addresses[0], path, parts.scheme == "https")


def _parts(url: str) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _refused() from None
    plain = url.isascii() and url.isprintable() and not any(sign in url for sign in " \\")
    if not plain or parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        raise _refused()
    return parts, port if port is not None else {"https": 443, "http": 80}[parts.scheme]


def _looked_up(host: str, port: int, resolve: Resolve, timeout_s: float) -> Sequence[str]:
    looking = _LOOKING_UP.submit(resolve, host, port)
    try:
        found = looking.result(timeout_s)
    except FutureTimeout:
        looking.cancel()  # one that has not begun yet keeps nobody else waiting
        raise Undelivered("timeout", may_repeat=True) from None
    except (OSError, UnicodeError):
        raise Undelivered("address_unknown", may_repeat=True) from None
    if not found:
        raise Undelivered("address_unknown", may_repeat=True)
    return found


def _is_loopback(text: str) -> bool:
    address = ip_address(text)
    return isinstance(address, IPv4Address | IPv6Address) and address.is_loopback


def _refused() -> Undelivered:
    return Undelivered("address_refused", may_repeat=False)
