"""Token buckets, one for each client and one for each shopper's session, kept in this process."""

from collections import OrderedDict
from collections.abc import Callable
from math import ceil
from threading import Lock
from time import monotonic

from shared.accounts.client import RateLimit

BUCKETS = 20_000  # the least used are forgotten: a bucket unused for long is full anyway


class RateLimiter:
    def __init__(self, now_s: Callable[[], float] = monotonic) -> None:
        self._now_s = now_s
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # tokens, as of when
        self._lock = Lock()

    def wait_s(self, name: str, limit: RateLimit) -> int:
        """Takes one token and answers 0, or answers in how many whole seconds there will be one."""
        now = self._now_s()
        with self._lock:
            tokens, since = self._buckets.pop(name, (float(limit.burst), now))
            tokens = min(limit.burst, tokens + (now - since) * limit.per_second)
            taken = tokens >= 1
            self._buckets[name] = (tokens - taken, now)
            if len(self._buckets) > BUCKETS:
                self._buckets.popitem(last=False)
        return 0 if taken else ceil((1 - tokens) / limit.per_second)
