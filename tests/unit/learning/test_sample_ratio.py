"""Sessions of each arm against its part."""

from collections import Counter

import pytest

from shared.learning.lots import lot
from shared.learning.sample_ratio import chi_square_tail, sample_ratio


@pytest.mark.parametrize(
    ("value", "freedom", "p"),
    [
        (3.841459, 1, 0.05),
        (10.827566, 1, 0.001),
        (5.991465, 2, 0.05),
        (7.814728, 3, 0.05),
        (9.487729, 4, 0.05),
        (20.515006, 5, 0.001),
        (14.067140, 7, 0.05),
        (0.0, 3, 1.0),
    ],
)
def test_tails_are_those_of_the_tables(value: float, freedom: int, p: float) -> None:
    """Abramowitz and Stegun, table 26.8."""
    assert chi_square_tail(value, freedom) == pytest.approx(p, rel=1e-5)


def test_lots_give_no_cause_for_suspicion() -> None:
    """D14: the check passes where assignment is as it should be."""
    drawn = Counter(lot("x", f"s{number}") < 0.25 for number in range(40_000))
    assert not sample_ratio([drawn[True], drawn[False]], [1, 3]).suspect


def test_sessions_lost_from_one_arm_are_noticed() -> None:
    assert sample_ratio([10_000, 9_500], [1, 1]).suspect
    assert not sample_ratio([1_000, 950], [1, 1]).suspect


@pytest.mark.parametrize(("sessions", "parts"), [([0, 0], [1, 1]), ([5], [1]), ([5, 5], [1, 0]), ([1, 2], [1, 1, 1])])
def test_what_cannot_be_judged_is_refused(sessions: list[int], parts: list[float]) -> None:
    with pytest.raises(ValueError, match="ratio"):
        sample_ratio(sessions, parts)
