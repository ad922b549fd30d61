"""Whether two samples of scores differ."""

from statistics import fmean, variance

import pytest

from shared.quality.sample import Sample, difference


def sample(*scores: float) -> Sample:
    return Sample(len(scores), sum(scores), sum(score * score for score in scores))


def test_three_sums_give_mean_and_variance() -> None:
    scores = [61.5, 80.2, 99.9, 12.0]
    found = sample(*scores)
    assert found.mean == pytest.approx(fmean(scores))
    assert found.variance == pytest.approx(variance(scores))
    assert sample().mean is None and sample(50).variance is None


def test_welchs_interval_is_that_of_the_book() -> None:
    """H38: means 70 and 75, deviations 10 and 20, 100 and 50 conversations: 5 ± 1.96 × √(1 + 8)."""
    before = Sample(100, 7000, 100 * 70**2 + 99 * 100)
    after = Sample(50, 3750, 50 * 75**2 + 49 * 400)
    found = difference(before, after)
    assert found is not None
    assert (found.points, found.low, found.high) == pytest.approx((5, 5 - 5.87989, 5 + 5.87989), abs=1e-4)
    assert found.enough and not found.is_shown


def test_few_conversations_show_nothing_however_far_apart() -> None:
    found = difference(sample(10, 11, 12), sample(90, 91, 92))
    assert found is not None and found.low > 0 and not found.is_shown
    assert difference(sample(10), sample(90, 91)) is None


def test_a_true_difference_is_shown() -> None:
    found = difference(sample(*[60, 62] * 40), sample(*[70, 72] * 40))
    assert found is not None and found.is_shown
    same = difference(sample(*[60, 62] * 40), sample(*[60, 62] * 40))
    assert same is not None and not same.is_shown
