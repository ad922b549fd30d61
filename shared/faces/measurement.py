"""A length with its error."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Length:
    """`plus_minus_mm` is one standard deviation of the estimate, in mm."""

    mm: float
    plus_minus_mm: float
