"""Telling people and their systems: mail, and calls of addresses that others have named."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

ErrorKind = Literal[
    "not_configured",  # no SMTP server, or no secret to sign with
    "address_refused",  # not an address that may be called: see the adapter
    "address_unknown",  # no such host
    "unreachable",
    "timeout",
    "tls_failed",
    "answered_error",  # a status other than 2xx, an SMTP code other than 2yz
    "login_refused",
    "recipient_refused",
]


class Undelivered(Exception):
    """`may_repeat`: another attempt may succeed."""

    def __init__(self, kind: ErrorKind, *, may_repeat: bool) -> None:
        super().__init__(kind)
        self.kind = kind
        self.may_repeat = may_repeat


@dataclass(frozen=True)
class Mail:
    """`message_id` is the same for every attempt, so that a mail that came twice is seen to be one."""

    to: str
    subject: str
    text: str
    html: str
    message_id: str


class Mailer(Protocol):
    def send(self, mail: Mail) -> None:
        """Returns when the server has taken it. Raises `Undelivered`."""


class Poster(Protocol):
    """Calls only public addresses, whatever the URL says and wherever its name leads."""

    def check(self, url: str) -> None:
        """Raises `Undelivered` (`address_refused`, `address_unknown`) for a URL that `post` would refuse."""

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> None:
        """Returns when the answer was 2xx. Raises `Undelivered`."""
