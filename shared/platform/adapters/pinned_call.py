"""One call of a URL that others have named: pinned to the address that was checked, not redirected, bounded."""

import socket
import ssl
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from threading import Timer
from time import monotonic

from shared.platform.adapters.public_address import Place
from shared.platform.ports.notices import ErrorKind, Undelivered


@dataclass(frozen=True)
class Answered:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes  # its beginning


def call(
    place: Place,
    method: str,
    headers: Mapping[str, str],
    body: bytes | None,
    *,
    until: float,
    context: ssl.SSLContext | None,
    most: int,
) -> Answered:
    """`until`: by `monotonic`; `context`: whose certificates are believed, None without TLS; `most`: bytes to read.

    Raises `Undelivered`.
    """
    left_s = until - monotonic()
    if left_s <= 0:
        raise Undelivered("timeout", may_repeat=True)
    connection = _Pinned(place, left_s, context)
    # A socket's timeout begins anew with every byte, so the whole call has a clock of its own.
    clock = Timer(left_s, connection.cut)
    clock.daemon = True
    clock.start()
    try:
        with closing(connection):
            connection.request(method, place.path, body, headers)
            answer = connection.getresponse()
            answered = Answered(answer.status, tuple(answer.getheaders()), answer.read(most))
            if connection.was_cut:  # what had come by then can look like a whole answer
                raise TimeoutError
            return answered
    except ssl.SSLError:
        raise _failed(connection, "tls_failed") from None
    except TimeoutError:
        raise Undelivered("timeout", may_repeat=True) from None
    except (OSError, HTTPException):
        raise _failed(connection, "unreachable") from None
    finally:
        clock.cancel()


class _Pinned(HTTPConnection):
    """Connects to the address that was checked, and speaks to the host that was named."""

    def __init__(self, place: Place, timeout_s: float, context: ssl.SSLContext | None) -> None:
        super().__init__(place.host, place.port, timeout=timeout_s)
        self._place = place
        self.default_port = 443 if place.secure else 80  # the Host header names any other port alone
        self._context = context
        self.was_cut = False

    def connect(self) -> None:
        self.sock = socket.create_connection((self._place.address, self._place.port), self.timeout)
        if self._context is not None:
            self.sock = self._context.wrap_socket(self.sock, server_hostname=self._place.host)

    def cut(self) -> None:
        self.was_cut = True
        if self.sock is not None:
            with suppress(OSError):
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)  # past TLS, which would wait for a farewell


def _failed(connection: _Pinned, kind: ErrorKind) -> Undelivered:
    return Undelivered("timeout" if connection.was_cut else kind, may_repeat=True)
