"""Percentiles from buckets are as exact as promised, and add up over processes."""

from collections import Counter
from random import Random

import pytest

from shared.insight.performance import durations
from shared.platform.histogram import bucket_of, percentile_ms


@pytest.mark.parametrize("share", [0.5, 0.95, 0.99])
def test_percentiles_are_within_a_fortieth_of_what_was_measured(share: float) -> None:
    """I1: p50, p95 and p99 of two processes together, against every single duration."""
    chance = Random(7)  # noqa: S311 - the same samples each time
    samples = [chance.lognormvariate(3, 1.2) for _ in range(20_000)]
    halves = [Counter(map(bucket_of, half)) for half in (samples[:9000], samples[9000:])]
    exact = durations(samples)
    wanted = {0.5: exact.p50, 0.95: exact.p95, 0.99: exact.p99}[share]
    assert percentile_ms(halves[0] + halves[1], share) == pytest.approx(wanted, rel=0.026)


def test_nothing_measured_has_no_percentile() -> None:
    assert percentile_ms({}, 0.95) is None


@pytest.mark.parametrize("ms", [0.0, 0.05, 0.1, 3_600_000.0, 1e12])
def test_every_duration_has_a_bucket(ms: float) -> None:
    assert 0 <= bucket_of(ms) <= 360
