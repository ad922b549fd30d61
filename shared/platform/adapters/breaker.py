"""Spares callers the wait for a service that has just not answered."""

from collections.abc import Callable
from threading import Lock
from time import monotonic

PAUSE_S = 3.0  # with one try in between, a service that is back is used again within 5 s


class Breaker:
    """After `failures` in a row nobody gets through for `pause_s`; then one caller tries, and its success lets all
    through."""

    def __init__(
        self, pause_s: float = PAUSE_S, seconds: Callable[[], float] = monotonic, *, failures: int = 1
    ) -> None:
        self._pause_s = pause_s
        self._seconds = seconds
        self._bearable = failures
        self._failures = 0
        self._next_try_s = 0.0
        self._lock = Lock()

    def lets_through(self) -> bool:
        with self._lock:
            now_s = self._seconds()
            if self._failures < self._bearable:
                return True
            if now_s < self._next_try_s:
                return False
            self._next_try_s = now_s + self._pause_s
            return True

    def succeeded(self) -> None:
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        with self._lock:
            self._failures += 1
            self._next_try_s = self._seconds() + self._pause_s
