"""The scores of many conversations as three sums, and whether two such samples differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

ENOUGH = 30  # conversations on either side, from which the normal distribution serves in place of Student's
_TWO_SIDED_95 = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Sample:
    count: int
    sum: float
    sum_of_squares: float

    @classmethod
    def of(cls, counters: Mapping[str, float]) -> "Sample":
        """From the counters that `counted.counts` adds to."""
        count, total, squares = (counters.get(f"quality.{name}", 0) for name in ("count", "sum", "sumOfSquares"))
        return cls(int(count), total, squares)

    @property
    def mean(self) -> float | None:
        return self.sum / self.count if self.count else None

    @property
    def variance(self) -> float | None:
        """Of the population that it is drawn from (divided by n - 1); None for fewer than two."""
        if self.count < 2:
            return None
        return max(0.0, self.sum_of_squares - self.sum * self.sum / self.count) / (self.count - 1)


@dataclass(frozen=True)
class Difference:
    """Of the means, after less before; `low` to `high` is its interval at 95 %."""

    points: float
    low: float
    high: float
    enough: bool  # `ENOUGH` conversations on both sides

    @property
    def is_shown(self) -> bool:
        """The interval does not span 0, and stands on enough conversations."""
        return self.enough and (self.low > 0 or self.high < 0)


def difference(before: Sample, after: Sample) -> Difference | None:
    """Welch's interval, which asks for no equal variances, by the normal distribution; None when either side has
    fewer than two conversations (B. L. Welch, 1947, doi 10.1093/biomet/34.1-2.28)."""
    if before.mean is None or after.mean is None or before.variance is None or after.variance is None:
        return None
    points = after.mean - before.mean
    margin = _TWO_SIDED_95 * sqrt(before.variance / before.count + after.variance / after.count)
    return Difference(points, points - margin, points + margin, min(before.count, after.count) >= ENOUGH)
