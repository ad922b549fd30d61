import math

import pytest

from tests.eval.ndcg import ndcg


def test_best_order_scores_one() -> None:
    assert ndcg([3, 1, 0], [0, 1, 3, 0], 5) == pytest.approx(1.0)


def test_later_places_count_less() -> None:
    assert ndcg([0, 3], [3], 5) == pytest.approx(1 / math.log2(3))


def test_nothing_listed_scores_zero() -> None:
    assert ndcg([], [3, 1], 5) == 0.0


def test_places_beyond_the_depth_do_not_count() -> None:
    assert ndcg([0, 0, 3], [3], 2) == 0.0


def test_without_anything_relevant_there_is_no_score() -> None:
    assert ndcg([0, 0], [0, 0, 0], 5) is None
