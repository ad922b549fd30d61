"""What this process has measured of itself: the last durations of each metric, and how its answers ended."""

from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Literal

from shared.platform import unwritten

Metric = Literal["apiResponseTime", "dbQueryTime", "widgetLoadTime", "faceAnalysisTime"]
METRICS: tuple[Metric, ...] = ("apiResponseTime", "dbQueryTime", "widgetLoadTime", "faceAnalysisTime")
WINDOW = 5000  # samples kept for each metric: enough for a p99 that 50 samples stand behind

_durations_ms: dict[str, deque[float]] = defaultdict(lambda: deque(maxlen=WINDOW))
_failed: deque[bool] = deque(maxlen=WINDOW)
_answers: Counter[tuple[str, bool]] = Counter()


@dataclass(frozen=True)
class Answers:
    """All answers of one function since this process began. `function` is empty where it was not said."""

    function: str
    total: int
    failed: int


def record(metric: Metric, duration_ms: float, client_id: str | None = None) -> None:
    """`client_id`: whose shopper or merchant it was, where that is known."""
    _durations_ms[metric].append(duration_ms)
    unwritten.measured(client_id, metric, duration_ms)


def record_answer(*, failed: bool, function: str = "") -> None:
    """`failed`: by our fault (a 5xx status)."""
    _failed.append(failed)
    _answers[function, failed] += 1


@contextmanager
def measured(metric: Metric, client_id: str | None = None) -> Iterator[None]:
    started = perf_counter()
    try:
        yield
    finally:
        record(metric, (perf_counter() - started) * 1000, client_id)


def durations_ms(metric: Metric) -> list[float]:
    return list(_durations_ms[metric])


def answers_failed() -> list[bool]:
    return list(_failed)


def answers() -> list[Answers]:
    """By function, in order of their names."""
    counts = dict(_answers)
    return [
        Answers(name, counts.get((name, False), 0) + counts.get((name, True), 0), counts.get((name, True), 0))
        for name in sorted({name for name, _ in counts})
    ]
