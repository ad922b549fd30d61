"""How long the outside is waited for: each call, and all the calls of one request together.

An answer within three seconds, even a 503, is kept by giving every call a timeout that also fits what is left of the
request's budget. The work in between (measuring a face) is not counted: only waiting is.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from time import monotonic

CALL_S = 1.3
REQUEST_S = 2.0
UNHURRIED = 10  # times as long may a call take where no caller waits for an answer
_LEAST_S = 0.05  # less is no time to answer in


class OutOfPatience(Exception):
    """The request has waited for the outside as long as it may; no further call is begun."""


@dataclass
class _Budget:
    left_s: float


_budget: ContextVar[_Budget | None] = ContextVar("patience", default=None)


class one_request:  # noqa: N801 - reads as what it is, and costs every request less than a generator would
    """All outside calls within share this budget. Without it, as in a command or an event, each call stands alone."""

    def __init__(self, budget_s: float = REQUEST_S) -> None:
        self._budget = _Budget(budget_s)

    def __enter__(self) -> None:
        self._token = _budget.set(self._budget)

    def __exit__(self, *_: object) -> None:
        _budget.reset(self._token)


@contextmanager
def outside_call(longest_s: float = CALL_S) -> Iterator[float]:
    """The timeout in seconds for one call, its retries included. Raises `OutOfPatience`."""
    budget = _budget.get()
    if budget is None:
        yield longest_s * UNHURRIED
        return
    if budget.left_s < _LEAST_S:
        raise OutOfPatience
    started = monotonic()
    try:
        yield min(longest_s, budget.left_s)
    finally:
        budget.left_s -= monotonic() - started


def left_s() -> float | None:
    """How long the request may still wait; None where none waits."""
    budget = _budget.get()
    return None if budget is None else max(0.0, budget.left_s)
