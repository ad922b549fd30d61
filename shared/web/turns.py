"""Answers that rest on a session as it was read: one at a time for each session, and again if it has changed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import uniform
from threading import Lock
from time import sleep
from typing import TypeVar

from shared.platform.patience import REQUEST_S, outside_call
from shared.platform.ports.documents import Stale
from shared.web.errors import ApiError

ATTEMPTS, PAUSE_S = 12, 0.01
_BUSY = "This visit is busy with other requests: try again shortly."
_LOCKS = tuple(Lock() for _ in range(256))

T = TypeVar("T")


def in_turn(session_id: str, answer: Callable[[], T]) -> T:
    """`answer` reads the session and writes only to that version of it. Raises `ApiError` CONFLICT after many tries.

    The lock keeps the answers of one process from disturbing each other; events, scores and other processes may.
    Waiting for it is waiting like any other: UNAVAILABLE when it takes too long.
    """
    with _turn(_LOCKS[hash(session_id) % len(_LOCKS)]):
        for attempt in range(ATTEMPTS):
            try:
                return answer()
            except Stale:
                sleep(uniform(0, PAUSE_S * (attempt + 1)))  # noqa: S311 - spreads the tries, no secret
    raise ApiError("CONFLICT", _BUSY, retry_after_s=1)


@contextmanager
def _turn(lock: Lock) -> Iterator[None]:
    with outside_call(REQUEST_S) as timeout_s:
        if not lock.acquire(timeout=timeout_s):
            raise ApiError("UNAVAILABLE", _BUSY, retry_after_s=1)
    try:
        yield
    finally:
        lock.release()
