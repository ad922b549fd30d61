"""How good an order of what was shown is, judged by what shoppers chose of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from local.training.ranking_fit import debiased, looked
from local.training.ranking_log import Floats, Seen
from shared.catalogue.product import Product
from shared.learning.rules import RULES

FIRST = 5
Order = NDArray[np.int64]  # rows, the best first
_ATTRIBUTES = ("frame_shape", "colour_family", "material", "rim_type", "brand")


@dataclass(frozen=True)
class Figures:
    """`click_rate`: chosen frames an impression if this order had been shown (inverse-propensity estimate);
    `coverage`: share of all frames shown that reach the first five; `diversity`: mean share of attributes in which
    two of the first five differ, None without a catalogue; `by_session`: nDCG@5 of each session."""

    ndcg: float
    click_rate: float
    coverage: float
    diversity: float | None
    by_session: Mapping[str, float]


def figures(seen: Sequence[Seen], factors: Floats, products: Mapping[str, Product]) -> Figures:
    orders = [_order(each, factors) for each in seen]
    by_session: dict[str, list[float]] = {}
    for each, order in zip(seen, orders, strict=True):
        if each.worth.any():
            by_session.setdefault(each.session_id, []).append(ndcg(debiased(each), order))
    means = {session: float(np.mean(of)) for session, of in by_session.items()}
    clicks = sum((_clicks(each, order) for each, order in zip(seen, orders, strict=True)), 0.0)
    first = [[each.product_ids[row] for row in order[:FIRST]] for each, order in zip(seen, orders, strict=True)]
    shown = {id for each in seen for id in each.product_ids}
    return Figures(
        ndcg=float(np.mean(list(means.values()))) if means else 0.0,
        click_rate=clicks / len(seen) if seen else 0.0,
        coverage=len({id for ids in first for id in ids}) / len(shown) if shown else 0.0,
        diversity=_diversity(first, products),
        by_session=means,
    )


def _order(seen: Seen, factors: Floats) -> Order:
    """Ties stay as they were shown."""
    return np.argsort(-(seen.terms @ factors), kind="stable").astype(np.int64)


def ndcg(gains: Floats, order: Order) -> float:
    """At five places; discounts by log2 of the place plus one (Järvelin and Kekäläinen 2002)."""
    discounts = 1 / np.log2(np.arange(2, FIRST + 2))
    best = np.sort(gains)[::-1][:FIRST]
    got = gains[order[:FIRST]]
    return float((got * discounts[: len(got)]).sum() / (best * discounts[: len(best)]).sum())


def surer(new: Figures, old: Figures) -> float:
    """Standard errors by which the new nDCG is above the old one, paired by session."""
    gains = np.array([new.by_session[session] - old.by_session[session] for session in old.by_session])
    spread = float(gains.std(ddof=1)) if len(gains) > 1 else 0.0
    return float(gains.mean()) / (spread / np.sqrt(len(gains))) if spread else 0.0


def _clicks(seen: Seen, order: Order) -> float:
    """Each choice counts by how much more its new place is looked at than the one it had."""
    places = looked(len(seen.worth))
    moved = np.empty(len(order))
    moved[order] = places
    ratio = np.minimum(moved / places, RULES["training"]["heaviestWeight"])
    return float(((seen.worth > 0) * ratio).sum())


def _diversity(first: Sequence[Sequence[str]], products: Mapping[str, Product]) -> float | None:
    found = [
        sum(getattr(products[a], name) != getattr(products[b], name) for name in _ATTRIBUTES) / len(_ATTRIBUTES)
        for ids in first
        for a, b in combinations([id for id in ids if id in products], 2)
    ]
    return sum(found) / len(found) if found else None
