"""Token buckets."""

from shared.accounts.client import RateLimit
from shared.web.rate_limit import BUCKETS, RateLimiter

LIMIT = RateLimit(per_second=2, burst=3)


def test_a_burst_passes_and_then_it_refills_at_its_rate() -> None:
    now = [100.0]
    limiter = RateLimiter(lambda: now[0])
    assert [limiter.wait_s("a", LIMIT) for _ in range(4)] == [0, 0, 0, 1]
    now[0] += 0.5
    assert [limiter.wait_s("a", LIMIT) for _ in range(2)] == [0, 1]


def test_waiting_as_told_is_enough() -> None:
    now = [0.0]
    limiter = RateLimiter(lambda: now[0])
    slow = RateLimit(per_second=0.3, burst=1)
    assert limiter.wait_s("a", slow) == 0
    now[0] += limiter.wait_s("a", slow)
    assert limiter.wait_s("a", slow) == 0


def test_one_name_does_not_use_up_anothers() -> None:
    limiter = RateLimiter(lambda: 0.0)
    for _ in range(5):
        limiter.wait_s("a", LIMIT)
    assert limiter.wait_s("b", LIMIT) == 0


def test_names_without_end_do_not_fill_the_memory() -> None:
    limiter = RateLimiter(lambda: 0.0)
    for number in range(BUCKETS + 100):
        limiter.wait_s(str(number), LIMIT)
    assert len(limiter._buckets) == BUCKETS
