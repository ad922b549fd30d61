"""Calls of URLs that others have named: pinned to the address that was checked, not redirected, bounded."""

import ssl
from collections.abc import Mapping
from time import monotonic

from shared.platform.adapters.pinned_call import call
from shared.platform.adapters.public_address import Place, Resolve, checked, system_addresses
from shared.platform.patience import outside_call
from shared.platform.ports.notices import Undelivered

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
        context = self._tls() if place.secure else None
        named = {"User-Agent": _AGENT, **headers}
        return call(place, "POST", named, body, until=until, context=context, most=_MOST_READ).status

    def _tls(self) -> ssl.SSLContext:
        if self._context is None:
            self._context = ssl.create_default_context()
        return self._context
