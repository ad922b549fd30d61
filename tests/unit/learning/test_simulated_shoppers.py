"""Shoppers with a known taste: the ranking comes to meet it, and no further than it may."""

import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from math import exp

import pytest

from shared.learning.choice import propensity
from shared.learning.lesson import Lesson, lesson
from shared.learning.rules import RULES, weight_at
from shared.learning.sums import Sums, Trained, factors

WEIGHTS = {"widthFit": 0.36, "faceShape": 0.27, "popularity": 0.23, "lensCentres": 0.14}
SHOWN, CATALOGUE, A_DAY, LOOKS_ONLY = 10, 60, 20, 0.4
Taste = Mapping[str, float]


def _shared(by_term: Mapping[str, float]) -> dict[str, float]:
    weights = {term: weight * by_term.get(term, 1.0) for term, weight in WEIGHTS.items()}
    return {term: weight / sum(weights.values()) for term, weight in weights.items()}


def _worth(taste: Taste, grades: Mapping[str, float]) -> float:
    return sum(taste[term] * grades[term] for term in WEIGHTS)


def _visits(taste: Taste, sharpness: float, visits: int) -> dict[str, float]:
    """The factors after so many. A shopper looks at places by their propensity, and mostly takes what they like."""
    dice = random.Random(11)  # noqa: S311
    now, sums = datetime(2026, 11, 1, tzinfo=UTC), Sums()
    for _ in range(visits):
        now += timedelta(days=1 / A_DAY)
        weights = _shared(factors(Trained(), sums, now))
        frames = [{term: dice.random() for term in WEIGHTS} for _ in range(CATALOGUE)]
        best = sorted(frames, key=lambda grades: -_worth(weights, grades))[:SHOWN]
        pull = [propensity(rank) * exp(sharpness * _worth(taste, grades)) for rank, grades in enumerate(best, 1)]
        chosen = f"p{dice.choices(range(SHOWN), pull)[0]}"
        if dice.random() > LOOKS_ONLY:
            items = [
                {
                    "productId": f"p{place}",
                    "rank": place + 1,
                    "score": _worth(weights, grades),
                    "terms": {term: weights[term] * grades[term] for term in WEIGHTS},
                }
                for place, grades in enumerate(best)
            ]
            taught = lesson(Lesson(), {chosen: 1.0}, [{"variant": "default", "items": items}])
            sums = sums.heard(taught, weight_at(now))
    return factors(Trained(), sums, now)


def _liked(by_term: Mapping[str, float], taste: Taste) -> float:
    """What the first five are worth to such a shopper, over 400 catalogues that were never learnt from."""
    dice, weights, found = random.Random(99), _shared(by_term), 0.0  # noqa: S311
    for _ in range(400):
        frames = [{term: dice.random() for term in WEIGHTS} for _ in range(CATALOGUE)]
        best = sorted(frames, key=lambda grades: -_worth(weights, grades))[:5]
        found += sum(_worth(taste, grades) for grades in best) / 5
    return found / 400


@pytest.mark.parametrize("liked", list(WEIGHTS))
def test_the_term_that_shoppers_go_by_comes_to_count_more(liked: str) -> None:
    """D14."""
    taste = {term: float(term == liked) for term in WEIGHTS}
    found = _visits(taste, sharpness=6, visits=400)
    assert found[liked] == max(found.values()) > 1.1
    assert _liked(found, taste) > _liked({}, taste) + 0.02


def test_nothing_goes_beyond_the_bounds_however_long_it_goes_on() -> None:
    taste = {term: float(term == "lensCentres") for term in WEIGHTS}
    found = _visits(taste, sharpness=50, visits=3_000)
    assert all(RULES["factors"]["least"] <= factor <= RULES["factors"]["most"] for factor in found.values())


def test_shoppers_who_choose_as_the_ranking_does_change_little() -> None:
    found = _visits(WEIGHTS, sharpness=RULES["choice"]["sharpness"], visits=1_000)
    assert all(factor == pytest.approx(1, abs=0.15) for factor in found.values())


def test_shoppers_who_choose_by_place_alone_make_no_term_rise() -> None:
    """D14: being shown first is no merit."""
    found = _visits(dict.fromkeys(WEIGHTS, 0.0), sharpness=0, visits=1_000)
    assert max(found.values()) < 1.05
