"""Fits the factors of the ranking's terms to choices, with the places that were looked at less weighing more."""

from collections.abc import Mapping, Sequence

import numpy as np

from local.training.ranking_log import Floats, Logged, Seen
from shared.learning.choice import propensity
from shared.learning.rules import RULES
from shared.learning.sums import bounded

_RULES = RULES["training"]
_STEPS = 30
_LEAST_SHARPNESS, _MOST_SHARPNESS = 0.1, 100.0


def looked(places: int) -> Floats:
    """The propensity of each place."""
    return np.array([propensity(rank) for rank in range(1, places + 1)])


def debiased(seen: Seen) -> Floats:
    """Worth by frame, each over the propensity of its place, at most `heaviestWeight` times (inverse-propensity
    scoring: Joachims, Swaminathan and Schnabel 2017)."""
    weights: Floats = seen.worth * np.minimum(1 / looked(len(seen.worth)), _RULES["heaviestWeight"])
    return weights


def fit(log: Logged, seen: Sequence[Seen]) -> dict[str, float]:
    """Factors by term, within the bounds. A conditional logit, its ridge pulling to 1 (Newton's method)."""
    chosen = [each for each in seen if each.worth.any()]
    free = np.array([name not in RULES["factors"]["fixed"] for name in log.names])
    factors = np.ones(len(log.names))
    sharpness = _sharpness(chosen)
    for _ in range(_STEPS):
        gradient, curvature = _slope(chosen, factors, sharpness)
        gradient = gradient[free] - _RULES["ridge"] * (factors[free] - 1)
        curvature = curvature[np.ix_(free, free)] + _RULES["ridge"] * np.eye(int(free.sum()))
        factors[free] += np.clip(np.linalg.solve(curvature, gradient), -0.5, 0.5)
    return {name: bounded(float(f)) for name, f, is_free in zip(log.names, factors, free, strict=True) if is_free}


def as_row(log: Logged, factors: Mapping[str, float]) -> Floats:
    return np.array([factors.get(name, 1.0) for name in log.names])


def _slope(chosen: Sequence[Seen], factors: Floats, sharpness: float) -> tuple[Floats, Floats]:
    """Of the log-likelihood by factor: its gradient, and its curvature with the sign turned."""
    terms = len(factors)
    gradient, curvature = np.zeros(terms), np.zeros((terms, terms))
    for seen in chosen:
        weights, shares = debiased(seen), _shares(seen.terms @ factors, sharpness)
        expected = shares @ seen.terms
        apart = seen.terms - expected
        gradient += sharpness * (weights @ apart)
        curvature += sharpness**2 * weights.sum() * (apart.T * shares) @ apart
    return gradient, curvature


def _sharpness(chosen: Sequence[Seen]) -> float:
    """How decisive shoppers are about the score as it stands, so that factors only say which term counts more."""
    sharpness = float(RULES["choice"]["sharpness"])
    for _ in range(_STEPS):
        gradient, curvature = 0.0, 1e-9
        for seen in chosen:
            scores = seen.terms.sum(axis=1)
            weights, shares = debiased(seen), _shares(scores, sharpness)
            apart = scores - shares @ scores
            gradient += float(weights @ apart)
            curvature += float(weights.sum() * (shares @ apart**2))
        step = min(max(gradient / curvature, -sharpness / 2), sharpness)
        sharpness = min(max(sharpness + step, _LEAST_SHARPNESS), _MOST_SHARPNESS)
    return sharpness


def _shares(scores: Floats, sharpness: float) -> Floats:
    pull = np.exp(sharpness * (scores - scores.max()))
    shares: Floats = pull / pull.sum()
    return shares
