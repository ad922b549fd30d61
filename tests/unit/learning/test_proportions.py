"""Shares compared."""

import pytest

from shared.learning.proportions import difference


def test_it_is_that_of_a_worked_example() -> None:
    """Newcombe 1998, table II, method 10: 56/70 against 48/80 differ by 0.0524 to 0.3339."""
    found = difference(48, 80, 56, 70)
    assert found.by == pytest.approx(0.2)
    assert [found.low, found.high] == pytest.approx([0.0524, 0.3339], abs=1e-4)
    assert found.p == pytest.approx(0.0085, abs=2e-3)


def test_no_difference_is_no_evidence() -> None:
    found = difference(10, 100, 10, 100)
    assert (found.by, found.p) == (0, 1)
    assert found.low < 0 < found.high


def test_nothing_at_all_happened_in_either() -> None:
    found = difference(0, 50, 0, 60)
    assert (found.by, found.p) == (0, 1)


@pytest.mark.parametrize("counts", [(0, 0, 1, 2), (3, 2, 1, 2), (-1, 2, 1, 2)])
def test_impossible_counts_are_refused(counts: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="cases"):
        difference(*counts)
