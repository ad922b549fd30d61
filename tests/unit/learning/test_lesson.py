"""A session teaches the same whatever came first, and with one voice."""

import random
from typing import Any

import pytest

from shared.learning.lesson import Lesson, lesson


def _impression(*ids: str, variant: str = "default") -> dict[str, Any]:
    items = [
        {"productId": id, "rank": rank, "score": 0.5, "terms": {"fit": 0.1 * rank, "boost": 0.01 * rank}}
        for rank, id in enumerate(ids, 1)
    ]
    return {"variant": variant, "items": items}


SHOWN = [_impression("a", "b", "c"), _impression("b", "d", variant="learnt")]


def test_a_product_counts_by_the_furthest_step_with_it() -> None:
    first = lesson(Lesson(), {"a": 1.75}, SHOWN)
    assert lesson(first, {"a": 1.0}, SHOWN) == first
    assert lesson(first, {"a": 2.5}, SHOWN).chosen == {"a": 2.5}
    assert not first.bought
    assert lesson(first, {"a": 2.5}, SHOWN).bought


def test_the_order_of_acts_makes_no_difference() -> None:
    acts = [(f"p{number}", 1.0 + number % 3) for number in range(40)]
    lessons = []
    for seed in range(5):
        random.Random(seed).shuffle(acts)  # noqa: S311
        learnt = Lesson()
        for id, worth in acts:
            learnt = lesson(learnt, {id: worth}, SHOWN)
        lessons.append(learnt)
    assert all(other == lessons[0] for other in lessons)


def test_a_session_counts_a_dozen_products_at_most() -> None:
    assert len(lesson(Lesson(), {f"p{number}": 2.5 for number in range(500)}, []).chosen) == 12


def test_what_was_shown_is_bounded_and_holds_what_was_chosen() -> None:
    many = [_impression(*(f"p{number}" for number in range(300)))]
    learnt = lesson(Lesson(), {"x": 1.0}, many)
    assert len(learnt.shown) == 60
    assert "x" in learnt.seen


def test_the_variant_is_that_of_the_first_ranking() -> None:
    assert lesson(Lesson(), {}, SHOWN).variant == "default"
    assert lesson(Lesson(variant="trial:b"), {}, SHOWN).variant == "trial:b"
    assert lesson(Lesson(), {"a": 1.0}, []).variant is None


def test_the_merchants_boost_is_not_learnt() -> None:
    assert lesson(Lesson(), {"c": 1.0}, SHOWN).advantages.keys() == {"fit"}


@pytest.mark.parametrize("learnt", [Lesson(), lesson(Lesson(), {"c": 2.5}, SHOWN)])
def test_it_is_stored_and_read_back(learnt: Lesson) -> None:
    assert Lesson.from_body(learnt.to_body()) == learnt
    assert Lesson.from_body(None) == Lesson()
