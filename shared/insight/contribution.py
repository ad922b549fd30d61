"""What one session adds to its client's counters. Only whole numbers, so that it can be taken back without rest."""

from collections.abc import Mapping
from itertools import pairwise

from shared.insight.counters import key_of
from shared.insight.orders import Order
from shared.insight.visit import JOURNEY, STEPS, Visit

SCORE_PARTS = 10_000
SHARE_PARTS = 10_000
DIRECT = "none"  # an order before which nothing was used within the window
_FIGURES: Mapping[str, str] = JOURNEY["figures"]
_OF_A_PRODUCT: Mapping[str, str] = JOURNEY["ofAProduct"]
Counts = dict[str, int]


def contribution(visit: Visit) -> Counts:
    """By counter; see docs/analytics.md for what each means."""
    counts: Counts = {"sessions": 1}
    for event in visit.events:
        _add(counts, _FIGURES.get(event["type"]), 1)
    for part in (_funnel(visit), _journey(visit), _sales(visit), _splits(visit), _products(visit)):
        for name, by in part.items():
            _add(counts, name, by)
    return {name: by for name, by in counts.items() if by}


def _funnel(visit: Visit) -> Counts:
    """`steps`: who took the step; `funnel`: who took it or a later one, which never grows from step to step."""
    furthest = max((STEPS.index(step) for step in visit.steps), default=-1)
    reached = {f"funnel.{step}": 1 for step in STEPS[: furthest + 1]}
    return {**reached, **{f"steps.{step}": 1 for step in visit.steps}}


def _journey(visit: Visit) -> Counts:
    path = visit.path
    links = {f"links.{place}.{step}-{following}": 1 for place, (step, following) in enumerate(pairwise(path), 1)}
    if path:
        links[f"links.{len(path)}.{path[-1]}-end"] = 1
    return {**links, f"paths.{'-'.join(path) or 'none'}": 1}


def _sales(visit: Visit) -> Counts:
    """Of every order, and by what came before it: `assisted` by each feature, `lastTouch` by one alone."""
    counts: Counts = {}
    for order in visit.orders:
        touched = [touch.feature for touch in visit.touches(order)]
        last = touched[-1] if touched else DIRECT
        for family in ("", f"lastTouch.{last}.", *(f"assisted.{feature}." for feature in {*touched})):
            for name, by in _sold([order]).items():
                _add(counts, family + name, by)
    return counts


def _splits(visit: Visit) -> Counts:
    session = visit.session
    groups = [
        f"by.platform.{session['platform']}",
        f"by.device.{session.get('device') or 'unknown'}",
        f"by.shape.{visit.shape}",
        *(f"by.feature.{feature}" for feature in visit.features),
    ]
    counts: Counts = {}
    holdout = session.get("holdout")
    if holdout:
        groups.append(f"holdout.{holdout['arm']}")
        counts["holdout.shares"] = round(holdout["share"] * SHARE_PARTS)
    outcome = {"sessions": 1, "converted": int(bool(visit.orders)), **_sold(visit.orders)}
    return counts | {f"{group}.{name}": by for group in groups for name, by in outcome.items()}


def _sold(orders: list[Order] | tuple[Order, ...]) -> Counts:
    counts: Counts = {"purchases": len(orders)}
    for order in orders:
        for currency, parts in order.revenue.items():
            _add(counts, f"revenue.{currency}", parts)
    return counts


def _products(visit: Visit) -> Counts:
    """In how many sessions a product was recommended, clicked, tried and put into the cart, in how many orders it
    was, and for how much."""
    counts: Counts = {}
    for item in {item["productId"]: item for item in visit.session.get("recommendations", ())}.values():
        name = f"products.{key_of(item['productId'])}"
        counts |= {f"{name}.recommended": 1, f"{name}.scores": round(item["score"] * SCORE_PARTS)}
    for event in visit.events:
        act, product_id = _OF_A_PRODUCT.get(event["type"]), event.get("productId")
        if act and product_id:
            counts[f"products.{key_of(product_id)}.{act}"] = 1
    for order in visit.orders:
        for line in order.lines:
            if line.product_id:
                name = f"products.{key_of(line.product_id)}"
                _add(counts, f"{name}.bought", 1)
                _add(counts, f"{name}.revenue.{line.currency}" if line.currency else None, line.parts)
    return counts


def _add(counts: Counts, name: str | None, by: int) -> None:
    if name is not None:
        counts[name] = counts.get(name, 0) + by
