"""Whether an experiment's arms got the sessions that they should have: where not, trust nothing it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, exp, pi, sqrt

SUSPECT_BELOW = 0.001  # p; smaller than usual, since the check is made again and again (Fabijan and others 2019)


@dataclass(frozen=True)
class SampleRatio:
    chi_square: float
    p: float

    @property
    def suspect(self) -> bool:
        return self.p < SUSPECT_BELOW


def sample_ratio(sessions: Sequence[int], parts: Sequence[float]) -> SampleRatio:
    """Pearson's chi-square of the sessions of each arm against its part. Raises ValueError without any to judge."""
    whole = sum(sessions)
    if len(sessions) != len(parts) or len(parts) < 2 or min(parts) <= 0 or not whole:
        raise ValueError("a ratio needs two arms with parts, and sessions")
    expected = [whole * part / sum(parts) for part in parts]
    chi_square = sum((n - e) ** 2 / e for n, e in zip(sessions, expected, strict=True))
    return SampleRatio(chi_square, chi_square_tail(chi_square, len(parts) - 1))


def chi_square_tail(value: float, freedom: int) -> float:
    """P(X >= value), exact for whole degrees of freedom (Abramowitz and Stegun 26.4.4 and 26.4.5)."""
    if value <= 0:
        return 1.0
    if freedom % 2:
        tail, term = erfc(sqrt(value / 2)), sqrt(2 * value / pi) * exp(-value / 2)
        first = 3
    else:
        tail, term = exp(-value / 2), exp(-value / 2) * value / 2
        first = 4
    for step in range(first, freedom + 1, 2):
        tail += term
        term *= value / step
    return min(tail, 1.0)
