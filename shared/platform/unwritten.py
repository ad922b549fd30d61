"""What this process has measured since it was last written down, by client. Adding to it costs microseconds.

`None` stands for the platform as a whole.
"""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from heapq import nsmallest
from threading import Lock
from time import monotonic

from shared.platform.histogram import bucket_of

MOST_SLOW, MOST_ERRORS = 1, 20  # of one writing and client: what is kept of a quarter of a minute
MOST_CODES, OTHER = 40, "OTHER"  # of the widget's errors: anybody can make up more
EVERY_S, ERRORS_AFTER_S = 15.0, 1.0


@dataclass(frozen=True)
class Slow:
    duration_ms: float
    operation: str
    name: str
    trace_id: str
    at: datetime


@dataclass(frozen=True)
class Failure:
    """`places`: where in the code, without any text of the error itself."""

    function: str
    name: str
    code: str
    error: str | None
    places: tuple[str, ...]
    trace_id: str
    request_id: str
    at: datetime


@dataclass
class Operation:
    name: str
    answers: int = 0
    failed: int = 0
    buckets: Counter[int] = field(default_factory=Counter)


@dataclass
class Measurements:
    """One client's, or the platform's."""

    metrics: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    operations: dict[str, Operation] = field(default_factory=dict)
    slow: list[Slow] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    unkept_failures: int = 0
    widget_errors: Counter[str] = field(default_factory=Counter)


Unwritten = dict[str | None, Measurements]

_lock = Lock()
_unwritten: Unwritten = {}
_written_at = float("-inf")
_failed_since = False


def measured(client_id: str | None, metric: str, duration_ms: float) -> None:
    """For the client and for the whole platform."""
    bucket = bucket_of(duration_ms)
    with _lock:
        for tenant in _tenants(client_id):
            _of(tenant).metrics[metric][bucket] += 1


def answered(client_id: str | None, answer: Slow, *, failed: bool) -> None:
    """One answer of an operation. `failed`: by our fault."""
    bucket = bucket_of(answer.duration_ms)
    with _lock:
        for tenant in _tenants(client_id):
            kept = _of(tenant)
            operation = kept.operations.setdefault(answer.operation, Operation(answer.name))
            operation.answers += 1
            operation.failed += failed
            operation.buckets[bucket] += 1
            kept.slow.append(answer)
            if len(kept.slow) > 8:
                kept.slow = slowest(kept.slow)


def failed(client_id: str | None, failure: Failure) -> None:
    global _failed_since
    with _lock:
        _failed_since = True
        for tenant in _tenants(client_id):
            kept = _of(tenant)
            if len(kept.failures) < MOST_ERRORS:
                kept.failures.append(failure)
            else:
                kept.unkept_failures += 1


def widget_failed(client_id: str, code: str) -> None:
    """In a shopper's browser."""
    with _lock:
        for tenant in _tenants(client_id):
            errors = _of(tenant).widget_errors
            errors[bounded(code, errors)] += 1


def bounded(code: str, held: Collection[str]) -> str:
    """`OTHER` for a code that is new where so many are held already."""
    return code if code in held or len(held) < MOST_CODES else OTHER


def take_if_due() -> Unwritten | None:
    """What is to be written now; None when it is too early, or nothing was measured."""
    since_s = monotonic() - _written_at
    if since_s < (ERRORS_AFTER_S if _failed_since else EVERY_S) or not _unwritten:
        return None
    return take()


def take() -> Unwritten:
    """All of it; whoever takes it is to write it."""
    global _unwritten, _written_at, _failed_since
    with _lock:
        taken, _unwritten, _written_at, _failed_since = _unwritten, {}, monotonic(), False
    return taken


def slowest(slow: list[Slow]) -> list[Slow]:
    return nsmallest(MOST_SLOW, slow, key=lambda each: -each.duration_ms)


def _tenants(client_id: str | None) -> tuple[str | None, ...]:
    return (None,) if client_id is None else (None, client_id)


def _of(tenant: str | None) -> Measurements:
    kept = _unwritten.get(tenant)
    if kept is None:
        kept = _unwritten[tenant] = Measurements()
    return kept
