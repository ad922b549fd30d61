"""Calls of URLs that others have named: pinned to the address that was checked, not redirected, bounded."""

import socket
import ssl
from collections.abc import Mapping
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from threading import Timer
from time import monotonic

from shared.platform.adapters.public_address import Place, Resolve, checked, system_addresses
from shared.platform.patience import outside_call
from shared.platform.ports.notices import ErrorKind, Undelivered

LONGEST_S = 5.0
_MOST_READ = 64 * 1024  # of an answer that nobody reads, so that the connection ends in good order
_AGENT = "AI-Discovery-Alerts/1"
_REPEATABLE = frozenset({408, 425, 429})


class PinnedPost:
    """Implements `Poster`. `context`: whose certificates are believed; None: the system's."""

    def __init__(
        self,
        *,
        loopback: bool = False,
        resolve: Resolve = system_addresses,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._loopback = loopback
        self._resolve = resolve
        self._context = context

    def check(self, url: str) -> None:
        with outside_call(LONGEST_S) as timeout_s:
            checked(url, self._resolve, min(timeout_s, LONGEST_S), loopback=self._loopback)

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> None:
        with outside_call(LONGEST_S) as timeout_s:
            until = monotonic() + min(timeout_s, LONGEST_S)
            place = checked(url, self._resolve, until - monotonic(), loopback=self._loopback)
            status = self._status(place, body, headers, until)
        if not 200 <= status < 300:  # a redirect too: where it leads has not been looked at
            raise Undelivered("answered_error", may_repeat=status >= 500 or status in _REPEATABLE)

    def _status(self, place: Place, body: bytes, headers: Mapping[str, str], until: float) -> int:
        left_s = until - monotonic()
        if left_s <= 0:
            raise Undelivered("timeout", may_repeat=True)
        connection = _Pinned(place, left_s, self._tls() if place.secure else None)
        # A socket's timeout begins anew with every byte, so the whole call has a clock of its own.
        clock = Timer(left_s, connection.cut)
        clock.daemon = True
        clock.start()
        try:
            with closing(connection):
                connection.request("POST", place.path, body, {"User-Agent": _AGENT, **headers})
                answer = connection.getresponse()
                answer.read(_MOST_READ)
                return answer.status
        except ssl.SSLError:
            raise _failed(connection, "tls_failed") from None
        except TimeoutError:
            raise Undelivered("timeout", may_repeat=True) from None
        except (OSError, HTTPException):
            raise _failed(connection, "unreachable") from None
        finally:
            clock.cancel()

    def _tls(self) -> ssl.SSLContext:
        if self._context is None:
            self._context = ssl.create_default_context()
        return self._context


class _Pinned(HTTPConnection):
    """Connects to the address that was checked, and speaks to the host that was named."""

    def __init__(self, place: Place, timeout_s: float, context: ssl.SSLContext | None) -> None:
        super().__init__(place.host, place.port, timeout=timeout_s)
        self._place = place
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
