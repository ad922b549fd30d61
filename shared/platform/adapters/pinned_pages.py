"""Reads pages that others have named; where they may lead: `public_address`."""

import ssl
from time import monotonic

from shared.platform.adapters.pinned_call import Answered, call
from shared.platform.adapters.public_address import Resolve, checked, system_addresses
from shared.platform.patience import outside_call
from shared.platform.ports.pages import Page

LONGEST_S = 5.0
MOST_READ = 1024 * 1024
_HEADERS = {"User-Agent": "AI-Discovery-Check/1", "Accept": "text/html,*/*;q=0.1", "Accept-Encoding": "identity"}


class PinnedPages:
    """Implements `Pages`. `context`: whose certificates are believed; None: the system's."""

    def __init__(
        self, *, loopback: bool = False, resolve: Resolve = system_addresses, context: ssl.SSLContext | None = None
    ) -> None:
        self._loopback = loopback
        self._resolve = resolve
        self._context = context

    def read(self, url: str) -> Page:
        with outside_call(LONGEST_S) as timeout_s:
            until = monotonic() + min(timeout_s, LONGEST_S)
            place = checked(url, self._resolve, until - monotonic(), loopback=self._loopback)
            tls = (self._context or ssl.create_default_context()) if place.secure else None
            return _page(call(place, "GET", _HEADERS, None, until=until, context=tls, most=MOST_READ))


def _page(answered: Answered) -> Page:
    headers: dict[str, str] = {}
    for name, value in answered.headers:
        known = headers.get(name.lower())
        headers[name.lower()] = value if known is None else f"{known}, {value}"
    return Page(answered.status, headers, answered.body.decode("utf-8", "replace"))
