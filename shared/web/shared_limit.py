"""A client's rate limit over all instances of a function, kept in the document store.

An instance admits a tenth of the limit by itself, so that an ordinary shop costs no store call. What goes beyond is
taken from one bucket in the store, a second's worth at a time, by compare-and-set. The sum over n instances therefore
stays within the limit and n tenths of it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from threading import Lock
from typing import Protocol

from shared.accounts.client import RateLimit
from shared.platform import log
from shared.platform.patience import OutOfPatience
from shared.platform.ports.clock import Clock, parse_timestamp, timestamp
from shared.platform.ports.documents import AlreadyExists, Documents, Stale, StoreUnavailable
from shared.web.rate_limit import RateLimiter

RATE_LIMITS = "rate_limits"
OWN_SHARE = 0.1
LEASED_FOR = timedelta(seconds=2)  # tokens not used by then are lost, so that they cannot add up to a burst
KEPT = timedelta(hours=1)  # an unused bucket is full again long before
_ATTEMPTS = 3


class Limiter(Protocol):
    def wait_s(self, name: str, limit: RateLimit) -> int:
        """Takes one token and answers 0, or answers in how many whole seconds there will be one."""


@dataclass
class _Lease:
    tokens: int
    until: datetime


class SharedLimiter:
    """Implements `Limiter`. While the store is away every request is admitted: it will hear of that soon enough."""

    def __init__(self, documents: Documents, clock: Clock) -> None:
        self._documents = documents
        self._clock = clock
        self._own = RateLimiter()
        self._leases: dict[str, _Lease] = {}
        self._lock = Lock()

    def wait_s(self, name: str, limit: RateLimit) -> int:
        share = RateLimit(per_second=limit.per_second * OWN_SHARE, burst=ceil(limit.burst * OWN_SHARE))
        if self._own.wait_s(name, share) == 0 or self._take(name):
            return 0
        try:
            leased = self._lease(name, limit)
        except (StoreUnavailable, OutOfPatience) as error:
            log.warning("rate limit not shared", reason=type(error).__name__)
            return 0
        if leased == 0:
            return max(1, ceil(1 / limit.per_second))
        with self._lock:
            self._leases[name] = _Lease(leased - 1, self._clock() + LEASED_FOR)
        return 0

    def _take(self, name: str) -> bool:
        with self._lock:
            lease = self._leases.get(name)
            if lease is None or lease.tokens < 1 or lease.until < self._clock():
                self._leases.pop(name, None)
                return False
            lease.tokens -= 1
            return True

    def _lease(self, name: str, limit: RateLimit) -> int:
        """Tokens taken from the shared bucket; 0 when it is empty, 1 when others were faster each time."""
        for _ in range(_ATTEMPTS):
            try:
                return self._attempt(name, limit)
            except (Stale, AlreadyExists):
                continue
        return 1

    def _attempt(self, name: str, limit: RateLimit) -> int:
        now = self._clock()
        stored = self._documents.get(RATE_LIMITS, name)
        held = float(limit.burst)
        if stored:
            since_s = (now - parse_timestamp(stored.body["asOf"])).total_seconds()
            held = min(held, stored.body["tokens"] + max(0.0, since_s) * limit.per_second)
        taken = min(int(held), ceil(limit.per_second))
        if taken == 0:
            return 0
        body = {"tokens": held - taken, "asOf": timestamp(now)}
        if stored:
            self._documents.replace(RATE_LIMITS, name, body, expires_at=now + KEPT, if_version=stored.version)
        else:
            self._documents.create(RATE_LIMITS, name, body, expires_at=now + KEPT)
        return taken
