"""A client's rate limit over all instances of a function, kept in the document store.

An instance admits a tenth of the limit by itself, so that an ordinary shop costs no store call. What goes beyond is
taken from one bucket in the store, a second's worth at a time, by compare-and-set. The sum over n instances therefore
stays within the limit and n tenths of it.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import ceil
from random import uniform
from threading import Lock
from time import sleep
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
_ATTEMPTS, _PAUSE_S = 4, 0.02
_LOCK_S = 0.5
_UNCOUNTED = 1_000_000
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_CLOCKS_DIFFER = timedelta(seconds=2)


class Limiter(Protocol):
    def wait_s(self, name: str, limit: RateLimit) -> int:
        """Takes one token and answers 0, or answers in how many whole seconds there will be one."""


@dataclass
class _Share:
    """What this process holds of one client's bucket. Its lock is held while the store is asked: one asks for all."""

    lock: Lock = field(default_factory=Lock)
    tokens: int = 0
    until: datetime = _LONG_AGO
    empty_until: datetime = _LONG_AGO


class SharedLimiter:
    """Implements `Limiter`. While the store is away every request is admitted: it will hear of that soon enough."""

    def __init__(self, documents: Documents, clock: Clock) -> None:
        self._documents = documents
        self._clock = clock
        self._own = RateLimiter()
        self._shares: dict[str, _Share] = {}

    def wait_s(self, name: str, limit: RateLimit) -> int:
        own = RateLimit(per_second=limit.per_second * OWN_SHARE, burst=ceil(limit.burst * OWN_SHARE))
        if self._own.wait_s(name, own) == 0:
            return 0
        share = self._shares.setdefault(name, _Share())
        if not share.lock.acquire(timeout=_LOCK_S):
            return 1  # many are asking, or the store is slow: either way there is nothing to give out yet
        try:
            return self._take(name, limit, share)
        finally:
            share.lock.release()

    def _take(self, name: str, limit: RateLimit, share: _Share) -> int:
        now = self._clock()
        if share.tokens < 1 or share.until < now:
            if now < share.empty_until:
                return _in_whole_s(share.empty_until - now)
            try:
                share.tokens = self._lease(name, limit)
            except (StoreUnavailable, OutOfPatience) as error:
                log.warning("rate limit not shared", reason=type(error).__name__)
                share.tokens = _UNCOUNTED
            share.until = now + LEASED_FOR
        if share.tokens < 1:
            share.empty_until = now + timedelta(seconds=min(1.0, _least(limit) / limit.per_second))
            return max(1, ceil(1 / limit.per_second))
        share.tokens -= 1
        return 0

    def _lease(self, name: str, limit: RateLimit) -> int:
        """Tokens taken from the shared bucket; 0 when it is empty or others were faster each time."""
        for _ in range(_ATTEMPTS):
            try:
                return self._attempt(name, limit)
            except (Stale, AlreadyExists):
                sleep(uniform(0, _PAUSE_S))  # noqa: S311 - spreads the tries, no secret
        return 0

    def _attempt(self, name: str, limit: RateLimit) -> int:
        now = self._clock()
        stored = self._documents.get(RATE_LIMITS, name)
        held, as_of = float(limit.burst), now
        if stored:
            as_of = parse_timestamp(stored.body["asOf"])
            if as_of > now + _CLOCKS_DIFFER:
                as_of = now  # a clock far ahead must not hold the bucket empty
            since_s = max(0.0, (now - as_of).total_seconds())
            held = min(held, stored.body["tokens"] + since_s * limit.per_second)
        taken = min(int(held), ceil(limit.per_second))
        if taken < _least(limit):
            return 0
        body = {"tokens": held - taken, "asOf": timestamp(max(now, as_of))}
        if stored:
            self._documents.replace(RATE_LIMITS, name, body, expires_at=now + KEPT, if_version=stored.version)
        else:
            self._documents.create(RATE_LIMITS, name, body, expires_at=now + KEPT)
        return taken


def _least(limit: RateLimit) -> int:
    """Tokens that are worth a lease: a fifth of a second's, lest an empty bucket be asked for each drop."""
    return min(limit.burst, ceil(limit.per_second / 5))


def _in_whole_s(wait: timedelta) -> int:
    return max(1, ceil(wait.total_seconds()))
