"""How this process performs, from its own measurements."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import ceil
from typing import Any

from shared.platform import timings

QUANTILES = {"p50": 0.50, "p95": 0.95, "p99": 0.99}


@dataclass(frozen=True)
class Durations:
    """Milliseconds; None where nothing has been measured yet."""

    p50: float | None
    p95: float | None
    p99: float | None
    count: int


def durations(samples_ms: Sequence[float]) -> Durations:
    """Nearest-rank percentiles: each is a duration that was really measured."""
    ordered = sorted(samples_ms)
    if not ordered:
        return Durations(None, None, None, 0)
    ranks = {name: max(0, ceil(len(ordered) * q) - 1) for name, q in QUANTILES.items()}
    return Durations(**{name: round(ordered[rank], 3) for name, rank in ranks.items()}, count=len(ordered))


def performance() -> dict[str, Any]:
    """The last 5,000 samples of each metric. `errorRate`: share of answers that failed by our fault (5xx);
    `availability`: share that did not; both None before the first answer."""
    failed = timings.answers_failed()
    error_rate = sum(failed) / len(failed) if failed else None
    return {
        **{metric: asdict(durations(timings.durations_ms(metric))) for metric in timings.METRICS},
        "errorRate": error_rate,
        "availability": None if error_rate is None else 1 - error_rate,
    }
