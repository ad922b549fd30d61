"""What a choice among ranked frames says about the terms of the score, once its place is allowed for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp
from typing import Any

from shared.learning.rules import RULES

_RULES = RULES["choice"]


@dataclass(frozen=True)
class Shown:
    """One frame of an impression. `rank` begins at 1; `terms`: contributions to the score by name."""

    product_id: str
    rank: int
    score: float
    terms: Mapping[str, float]


def shown_in(impression: Mapping[str, Any]) -> list[Shown]:
    """The frames of a stored impression, the first first."""
    items = [Shown(item["productId"], item["rank"], item["score"], item["terms"]) for item in impression["items"]]
    return sorted(items, key=lambda item: item.rank)


def propensity(rank: int) -> float:
    """The share of shoppers who look at this place, against those who look at the first."""
    return max(float(rank ** -_RULES["positionExponent"]), float(_RULES["leastPropensity"]))


def expected_shares(shown: Sequence[Shown]) -> list[float]:
    """How choices would fall if the score as it stands were right: by place and score, adding up to 1."""
    best = max(item.score for item in shown)
    pull = [propensity(item.rank) * exp(_RULES["sharpness"] * (item.score - best)) for item in shown]
    whole = sum(pull)
    return [each / whole for each in pull]


def advantages(shown: Sequence[Shown], chosen: Mapping[str, float]) -> dict[str, float]:
    """By term, -1 to 1: how much more of it the chosen frames have than was to be expected, on the scale from the
    least to the most that was shown. Terms in which the frames do not differ are left out.

    This is the gradient of a conditional logit at the present weights: what stood above and was passed over counts
    against a choice the more, the higher it stood and scored. `chosen` has a weight for each product.
    """
    weights = [chosen.get(item.product_id, 0.0) for item in shown]
    whole = sum(weights)
    if whole <= 0 or len(shown) < 2:
        return {}
    expected = expected_shares(shown)
    found: dict[str, float] = {}
    for term in {name for item in shown for name in item.terms}:
        values = [item.terms.get(term, 0.0) for item in shown]
        spread = max(values) - min(values)
        if spread > 0:
            pull = zip(values, weights, expected, strict=True)
            found[term] = sum(value * (weight / whole - share) for value, weight, share in pull) / spread
    return found
