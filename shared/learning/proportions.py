"""Whether one share is really larger than another, and by how much."""

from dataclasses import dataclass
from math import erfc, sqrt

Z_95 = 1.959964  # of the standard normal distribution, two-sided


@dataclass(frozen=True)
class Difference:
    """`by`: the second share less the first, within `low` to `high` at 95 %. `p`: two-sided, of no difference."""

    by: float
    low: float
    high: float
    p: float


def difference(hits: int, of: int, other_hits: int, other_of: int) -> Difference:
    """The two-proportion z-test with pooled variance; the interval is Newcombe's of two Wilson scores (1998, method
    10), which holds for small counts and shares near 0 as well. Raises ValueError without any cases."""
    if not (0 <= hits <= of and 0 <= other_hits <= other_of and of and other_of):
        raise ValueError("hits out of no cases")
    share, other = hits / of, other_hits / other_of
    pooled = (hits + other_hits) / (of + other_of)
    error = sqrt(pooled * (1 - pooled) * (1 / of + 1 / other_of))
    p = erfc(abs(other - share) / error / sqrt(2)) if error else 1.0
    low, high = _wilson(share, of)
    other_low, other_high = _wilson(other, other_of)
    by = other - share
    return Difference(
        by,
        by - sqrt((other - other_low) ** 2 + (high - share) ** 2),
        by + sqrt((other_high - other) ** 2 + (share - low) ** 2),
        p,
    )


def _wilson(share: float, of: int) -> tuple[float, float]:
    z2 = Z_95**2
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    reach = Z_95 / (1 + z2 / of) * sqrt(share * (1 - share) / of + z2 / (4 * of**2))
    return middle - reach, middle + reach
