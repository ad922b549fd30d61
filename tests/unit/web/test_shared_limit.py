"""One limit for all instances of a function."""

from pathlib import Path

import pytest

from shared.accounts.client import RateLimit
from shared.platform.adapters.sqlite_documents import SqliteDocuments
from shared.platform.ports.documents import Document, Documents, StoreUnavailable
from shared.web.shared_limit import RATE_LIMITS, SharedLimiter
from tests.support import SteppedClock

LIMIT = RateLimit(per_second=10, burst=40)  # an instance's own share: 4 at once, 1 a second


@pytest.fixture
def documents(tmp_path: Path, clock: SteppedClock) -> SqliteDocuments:
    return SqliteDocuments(tmp_path / "documents.sqlite", clock)


def _admitted(limiter: SharedLimiter, requests: int) -> int:
    return sum(limiter.wait_s("one", LIMIT) == 0 for _ in range(requests))


def test_an_ordinary_shop_costs_no_store_call(documents: Documents, clock: SteppedClock) -> None:
    assert _admitted(SharedLimiter(documents, clock), 4) == 4
    assert documents.get(RATE_LIMITS, "one") is None


def test_instances_share_one_bucket_beside_their_own_tenth(documents: Documents, clock: SteppedClock) -> None:
    """B13: rate limiting over all instances."""
    instances = [SharedLimiter(documents, clock) for _ in range(3)]
    admitted = sum(_admitted(instance, 100) for instance in instances)
    assert admitted == 40 + 3 * 4


def test_a_refused_shop_is_told_to_wait_and_admitted_again_after_it(
    documents: Documents, clock: SteppedClock
) -> None:
    limiter = SharedLimiter(documents, clock)
    _admitted(limiter, 100)
    assert limiter.wait_s("one", LIMIT) == 1
    assert limiter.wait_s("two", LIMIT) == 0
    clock.forward(seconds=1)
    assert limiter.wait_s("one", LIMIT) == 0


def test_leased_tokens_are_lost_when_they_are_not_used(documents: Documents, clock: SteppedClock) -> None:
    idle, busy = SharedLimiter(documents, clock), SharedLimiter(documents, clock)
    assert _admitted(idle, 5) == 5  # its share, and one of ten leased
    clock.forward(seconds=10)
    _admitted(busy, 100)
    clock.forward(milliseconds=1)
    assert _admitted(idle, 10) <= 2  # what its own share allows by now, none of the nine left


class _Away(SqliteDocuments):
    def get(self, collection: str, id: str) -> Document | None:
        raise StoreUnavailable("away")


def test_a_store_that_is_away_refuses_nobody(tmp_path: Path, clock: SteppedClock) -> None:
    away = _Away(tmp_path / "documents.sqlite", clock)
    assert _admitted(SharedLimiter(away, clock), 100) == 100


def test_a_burst_below_one_token_a_second_still_passes(documents: Documents, clock: SteppedClock) -> None:
    slow = RateLimit(per_second=0.3, burst=1)
    limiter = SharedLimiter(documents, clock)
    assert [limiter.wait_s("one", slow) for _ in range(3)] == [0, 0, 4]
