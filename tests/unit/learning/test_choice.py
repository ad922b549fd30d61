"""A choice speaks for the terms in which it stands out from what was to be expected."""

import pytest

from shared.learning.choice import Shown, advantages, expected_shares, propensity, shown_in


def _shown(*terms: dict[str, float]) -> list[Shown]:
    return [Shown(f"p{rank}", rank, sum(of.values()), of) for rank, of in enumerate(terms, 1)]


def test_places_are_looked_at_less_the_further_down_but_never_hardly_at_all() -> None:
    looked = [propensity(rank) for rank in range(1, 60)]
    assert looked[0] == 1
    assert looked == sorted(looked, reverse=True)
    assert looked[-1] == 0.2


def test_expected_shares_add_up_and_follow_place_and_score() -> None:
    shares = expected_shares(_shown({"a": 0.5}, {"a": 0.5}, {"a": 0.4}))
    assert sum(shares) == pytest.approx(1)
    assert shares[0] > shares[1] > shares[2]


def test_a_term_of_which_the_chosen_has_more_gains_and_the_one_that_others_stood_above_it_by_loses() -> None:
    shown = _shown({"fit": 0.4, "face": 0.1}, {"fit": 0.35, "face": 0.1}, {"fit": 0.1, "face": 0.2})
    found = advantages(shown, {"p3": 1.0})
    assert found["face"] > 0.5
    assert found["fit"] < -0.5


def test_the_first_place_proves_less_than_a_lower_one() -> None:
    """D14: the place is allowed for."""
    alike = [{"face": 0.2}, {"face": 0.2}, {"face": 0.2}, {"face": 0.2}]
    first = advantages(_shown({"face": 0.3}, *alike), {"p1": 1.0})["face"]
    last = advantages(_shown(*alike, {"face": 0.3}), {"p5": 1.0})["face"]
    assert 0 < first < last


def test_terms_that_do_not_differ_say_nothing_and_a_missing_one_counts_as_none_of_it() -> None:
    found = advantages(_shown({"fit": 0.2, "face": 0.1}, {"fit": 0.2}), {"p1": 1.0})
    assert found.keys() == {"face"}


@pytest.mark.parametrize("chosen", [{}, {"other": 1.0}])
def test_nothing_chosen_from_it_says_nothing(chosen: dict[str, float]) -> None:
    assert advantages(_shown({"fit": 0.2}, {"fit": 0.1}), chosen) == {}


def test_a_single_frame_was_no_choice() -> None:
    assert advantages(_shown({"fit": 0.2}), {"p1": 1.0}) == {}


def test_an_impression_is_read_in_order_of_rank() -> None:
    items = [{"productId": id, "rank": rank, "score": 0.1, "terms": {}} for id, rank in (("b", 2), ("a", 1))]
    assert [item.product_id for item in shown_in({"items": items})] == ["a", "b"]
