"""Durations as counts in buckets that grow by 5 %: they add up over processes and hours, and keep percentiles within
2.5 %."""

from collections.abc import Mapping
from math import floor, log

LEAST_MS, GROWTH, MOST_BUCKET = 0.1, 1.05, 360  # the last bucket begins at about an hour
_STEP = log(GROWTH)


def bucket_of(duration_ms: float) -> int:
    """0 holds all that is faster than `LEAST_MS`."""
    if duration_ms <= LEAST_MS:
        return 0
    return min(MOST_BUCKET, 1 + floor(log(duration_ms / LEAST_MS) / _STEP))


def middle_ms(bucket: int) -> float:
    """The duration that stands for a bucket: its geometric middle."""
    return float(LEAST_MS * GROWTH ** max(0.0, bucket - 0.5))


def percentile_ms(counts: Mapping[int, float], share: float) -> float | None:
    """Nearest rank; None of nothing."""
    left = share * sum(counts.values())
    for bucket in sorted(counts):
        left -= counts[bucket]
        if left <= 0 and counts[bucket]:
            return middle_ms(bucket)
    return None
