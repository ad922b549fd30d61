"""What this process has measured of itself: the last durations of each metric, and how its answers ended."""

from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Literal

Metric = Literal["apiResponseTime", "dbQueryTime", "widgetLoadTime", "faceAnalysisTime"]
METRICS: tuple[Metric, ...] = ("apiResponseTime", "dbQueryTime", "widgetLoadTime", "faceAnalysisTime")
WINDOW = 5000  # samples kept for each metric: enough for a p99 that 50 samples stand behind

_durations_ms: dict[str, deque[float]] = defaultdict(lambda: deque(maxlen=WINDOW))
_failed: deque[bool] = deque(maxlen=WINDOW)


def record(metric: Metric, duration_ms: float) -> None:
    _durations_ms[metric].append(duration_ms)


def record_answer(*, failed: bool) -> None:
    """`failed`: by our fault (a 5xx status)."""
    _failed.append(failed)


@contextmanager
def measured(metric: Metric) -> Iterator[None]:
    started = perf_counter()
    try:
        yield
    finally:
        record(metric, (perf_counter() - started) * 1000)


def durations_ms(metric: Metric) -> list[float]:
    return list(_durations_ms[metric])


def answers_failed() -> list[bool]:
    return list(_failed)
