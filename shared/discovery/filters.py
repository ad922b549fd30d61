"""Which products may be shown at all, and what gives way when none may."""

from dataclasses import dataclass

import numpy as np

from shared.catalogue.index import Bools, CatalogueIndex
from shared.discovery.matching import DIMENSIONS, WEIGHTS, beyond, has
from shared.discovery.wishes import SINGLE, Wish, Wishes

NEVER = "never"  # what never gives way


@dataclass(frozen=True, eq=False)
class Filter:
    """`code` names what is given up when it is relaxed: "price.max", "colour:not:black", "frameShape:round"."""

    code: str
    kind: str  # a key of relaxOrder, or NEVER
    mask: Bools


@dataclass(frozen=True)
class Admission:
    """`relaxed` are the codes of the filters that had to give way, the softest first."""

    mask: Bools
    relaxed: tuple[str, ...] = ()


def admitted(index: CatalogueIndex, wishes: Wishes, excluded: frozenset[str], nearest: int) -> Admission:
    """The rows that pass all hard wishes, or all but the softest that must give way.

    Stock, category, a stated age group, driving safety and `excluded` products never give way; without the price
    ceiling only the `nearest` prices above it are admitted. Nothing admitted: even so there is nothing.
    """
    filters = hard_filters(index, wishes)
    base = _conjunction(index, [f.mask for f in filters if f.kind == NEVER]) & ~_models_of(index, excluded)
    yielding = sorted((f for f in filters if f.kind != NEVER), key=_softness)
    relaxed = _given_up(base, yielding)
    kept = [f.mask for f in yielding if f not in relaxed]
    mask = base & _conjunction(index, kept)
    if any(f.kind == "price.max" for f in relaxed):
        mask = _cheapest(index, mask, nearest)
    return Admission(mask, tuple(f.code for f in relaxed) if mask.any() else ())


def strictly_admitted(index: CatalogueIndex, wishes: Wishes, given_up: frozenset[str]) -> Bools:
    """The rows that pass all hard wishes but those given up by code."""
    return _conjunction(index, [f.mask for f in hard_filters(index, wishes) if f.code not in given_up])


def hard_filters(index: CatalogueIndex, wishes: Wishes) -> list[Filter]:
    filters = [Filter("stock", NEVER, index.coded["availability"].grades({"in_stock": 1.0}) > 0)]
    filters += _excluded(index, wishes) + _required(index, wishes) + _bounds(index, wishes) + _driving(index, wishes)
    if not wishes.of("ageGroup"):
        filters.append(Filter("ageGroup:adult", "ageGroup", has(index, "ageGroup", "adult")))
    return filters


def _excluded(index: CatalogueIndex, wishes: Wishes) -> list[Filter]:
    hard = [wish for wish in wishes.items if wish.hard and wish.polarity == "unwanted"]
    return [Filter(f"{w.slot}:not:{w.value}", _kind(w.slot), ~_is(index, w)) for w in hard]


def _is(index: CatalogueIndex, wish: Wish) -> Bools:
    """ "Not for women" leaves unisex frames in."""
    if wish.slot == "gender":
        return index.coded["gender"].grades({wish.value: 1.0}) > 0
    return has(index, wish.slot, wish.value)


def _required(index: CatalogueIndex, wishes: Wishes) -> list[Filter]:
    """Alternatives of a single-valued slot are one filter; needs of other slots are one each."""
    hard = [w for w in wishes.items if w.hard and w.polarity == "wanted" and w.value != "night-driving"]
    single: dict[str, list[str]] = {}
    for wish in hard:
        if wish.slot in SINGLE:
            single.setdefault(wish.slot, []).append(wish.value)
    filters = [
        Filter(
            f"{slot}:{'|'.join(values)}",
            NEVER if slot == "ageGroup" else _kind(slot),
            np.logical_or.reduce([has(index, slot, v) for v in values]),
        )
        for slot, values in single.items()
    ]
    several = [wish for wish in hard if wish.slot not in SINGLE]
    return filters + [Filter(f"{w.slot}:{w.value}", _kind(w.slot), has(index, w.slot, w.value)) for w in several]


def _bounds(index: CatalogueIndex, wishes: Wishes) -> list[Filter]:
    filters: list[Filter] = []
    price = wishes.price
    if price and price.currency and price.currency in index.coded["currency"].values:
        filters.append(Filter("currency", NEVER, index.coded["currency"].grades({price.currency: 1.0}) > 0))
    if price and not price.around and price.max is not None:
        filters.append(Filter("price.max", "price.max", index.numbers["price"] <= float(price.max)))
    if price and not price.around and price.min is not None:
        filters.append(Filter("price.min", "price.min", index.numbers["price"] >= float(price.min)))
    for name, column in DIMENSIONS.items():
        limits = getattr(wishes.size, name) if wishes.size else None
        if limits and limits.hard:
            filters.append(Filter(f"size.{name}", "size", beyond(index, column, limits) == 0))
    return filters


def _driving(index: CatalogueIndex, wishes: Wishes) -> list[Filter]:
    """EN ISO 12312-1: category 4 is never for the road; at night neither is any filter below 75 %."""
    uses = wishes.values("use")
    filters = (
        [Filter("driving", NEVER, index.flags["driving_ok"])] if {"driving", "night-driving"} & set(uses) else []
    )
    if "night-driving" in uses:
        filters.append(Filter("nightDriving", NEVER, index.numbers["tau"] >= WEIGHTS["nightTauPercent"]))
    return filters


def _given_up(base: Bools, yielding: list[Filter]) -> list[Filter]:
    """The smallest and softest of filters without which something is left; [] when nothing helps or none need to."""
    if not base.any() or _left(base, yielding):
        return []
    for one in yielding:
        if _left(base, [f for f in yielding if f is not one]):
            return [one]
    given_up: list[Filter] = []
    while not _left(base, [f for f in yielding if f not in given_up]):
        given_up.append(yielding[len(given_up)])
    for one in reversed(given_up[:-1]):
        fewer = [f for f in given_up if f is not one]
        if _left(base, [f for f in yielding if f not in fewer]):
            given_up = fewer
    return given_up


def _left(base: Bools, filters: list[Filter]) -> bool:
    mask = base.copy()
    for one in filters:
        mask &= one.mask
    return bool(mask.any())


def _cheapest(index: CatalogueIndex, mask: Bools, nearest: int) -> Bools:
    prices = np.sort(index.numbers["price"][mask])
    return mask & (index.numbers["price"] <= prices[min(nearest, len(prices)) - 1]) if len(prices) else mask


def _models_of(index: CatalogueIndex, product_ids: frozenset[str]) -> Bools:
    """Rows of the products and of their other sizes and colours: "others" means other frames."""
    mask: Bools = np.isin(index.model_of, index.model_of[index.rows(product_ids)])
    return mask


def _conjunction(index: CatalogueIndex, masks: list[Bools]) -> Bools:
    mask: Bools = np.logical_and.reduce([np.ones(len(index), dtype=np.bool_), *masks])
    return mask


def _kind(slot: str) -> str:
    return NEVER if slot == "category" else slot


def _softness(one: Filter) -> int:
    return int(WEIGHTS["relaxOrder"].index(one.kind))
