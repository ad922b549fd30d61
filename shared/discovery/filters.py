"""Which products may be shown at all, and what gives way when none may."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from shared.catalogue.index import Bools, CatalogueIndex
from shared.discovery.fit import LEAST_COMFORT, width_comfort
from shared.discovery.matching import DIMENSIONS, WEIGHTS, beyond, has, meets
from shared.discovery.wishes import SINGLE, Wish, Wishes
from shared.faces.measurement import Length

NEVER = "never"  # what never gives way
NEAR = "fit.width"  # near the face's width: the softest of all


@dataclass(frozen=True, eq=False)
class Filter:
    """`code` names it: "fit.width", "price.max", "colour:not:black", "frameShape:round"."""

    code: str
    kind: str  # a key of relaxOrder, or NEVER
    mask: Bools


@dataclass(frozen=True)
class Admission:
    """`relaxed` are the codes of the filters that had to give way, the softest first."""

    mask: Bools
    relaxed: tuple[str, ...] = ()


def admitted(
    index: CatalogueIndex,
    wishes: Wishes,
    face_width: Length | None,
    excluded: frozenset[str],
    *,
    nearest: int,
    least: int = 1,
) -> Admission:
    """The rows that pass all hard wishes, or all but the softest that must give way.

    Stock, category, a stated age group, a price ceiling, what was said not to be wanted, driving safety and the
    `excluded` products never give way. Frames beyond the face's width come in when fewer than `least` models are
    within it, and then only the `nearest` models to it. Nothing admitted: even so there is nothing.
    """
    filters = hard_filters(index, wishes, face_width)
    base = _conjunction(index, [f.mask for f in filters if f.kind == NEVER]) & ~_models_of(index, excluded)
    yielding = sorted((f for f in filters if f.kind != NEVER), key=_softness)
    relaxed = _given_up(base, yielding)
    relaxed = _too_few_near(index, base, yielding, relaxed, least) + relaxed
    kept = [f.mask for f in yielding if f not in relaxed]
    mask = base & _conjunction(index, kept)
    if face_width and any(f.kind == NEAR for f in relaxed):
        mask = _nearest_in_width(index, mask, near_width(index, wishes, face_width), face_width, nearest)
    return Admission(mask, tuple(f.code for f in relaxed) if mask.any() else ())


def strictly_admitted(
    index: CatalogueIndex, wishes: Wishes, face_width: Length | None, given_up: Collection[str]
) -> Bools:
    """The rows that pass all hard wishes but those given up by code."""
    return _conjunction(index, [f.mask for f in hard_filters(index, wishes, face_width) if f.code not in given_up])


def only_further(index: CatalogueIndex, wishes: Wishes, face_width: Length | None, unmet: str) -> bool:
    """Whether frames beyond the face's width alone meet an unmet wish ("colour:gold|silver")."""
    slot, _, values = unmet.partition(":")
    met = np.logical_or.reduce([meets(index, slot, value) for value in values.split("|")])
    near, anywhere = (strictly_admitted(index, wishes, face_width, given_up) for given_up in ((), (NEAR,)))
    return bool((anywhere & met).any() and not (near & met).any())


def hard_filters(index: CatalogueIndex, wishes: Wishes, face_width: Length | None = None) -> list[Filter]:
    filters = [Filter("stock", NEVER, index.coded["availability"].grades({"in_stock": 1.0}) > 0)]
    filters += _excluded(index, wishes) + _required(index, wishes) + _bounds(index, wishes) + _driving(index, wishes)
    if not wishes.of("ageGroup"):
        filters.append(Filter("ageGroup:adult", "ageGroup", has(index, "ageGroup", "adult")))
    if face_width and not _width_stated(wishes):
        filters.append(Filter(NEAR, NEAR, near_width(index, wishes, face_width)))
    return filters


def _width_stated(wishes: Wishes) -> bool:
    """A size the shopper named is what they want, whatever was measured."""
    return wishes.size is not None and bool(wishes.size.frame_width or wishes.size.lens_width)


def near_width(index: CatalogueIndex, wishes: Wishes, face_width: Length) -> Bools:
    """The rows wide enough and narrow enough for the face, unless a wide or a narrow fit was asked for."""
    difference = index.numbers["frame_width"] - face_width.mm
    near: Bools = width_comfort(index, face_width) >= LEAST_COMFORT
    if "wide" in wishes.values("fit"):
        near = near | (difference > 0)
    return near | (difference < 0) if "narrow" in wishes.values("fit") else near


def _excluded(index: CatalogueIndex, wishes: Wishes) -> list[Filter]:
    hard = [wish for wish in wishes.items if wish.hard and wish.polarity == "unwanted"]
    return [Filter(f"{w.slot}:not:{w.value}", NEVER, ~_is(index, w)) for w in hard]


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
        filters.append(Filter("price.max", NEVER, index.numbers["price"] <= float(price.max)))
    if price and not price.around and price.min is not None:
        filters.append(Filter("price.min", "price.min", index.numbers["price"] >= float(price.min)))
    if wishes.size and wishes.size.max_weight_g is not None:
        lighter = index.numbers["weight_g"] <= wishes.size.max_weight_g  # an unknown weight is not within it
        filters.append(Filter("size.weight", "size", lighter))
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


def _too_few_near(
    index: CatalogueIndex, base: Bools, yielding: list[Filter], relaxed: list[Filter], least: int
) -> list[Filter]:
    """The width's filter when it leaves fewer than `least` models and more come in without it."""
    kept = [f for f in yielding if f not in relaxed]
    near = [f for f in kept if f.kind == NEAR]
    if not near or not base.any():
        return []
    others = base & _conjunction(index, [f.mask for f in kept if f.kind != NEAR])
    within = _models(index, others & near[0].mask)
    return near if within < least and _models(index, others) > within else []


def _models(index: CatalogueIndex, mask: Bools) -> int:
    return int(np.logical_or.reduceat(mask, index.model_starts).sum())


def _left(base: Bools, filters: list[Filter]) -> bool:
    mask = base.copy()
    for one in filters:
        mask &= one.mask
    return bool(mask.any())


def _nearest_in_width(index: CatalogueIndex, mask: Bools, near: Bools, face_width: Length, nearest: int) -> Bools:
    """All rows near the width, and of the models without any the nearest, up to `nearest` models in all."""
    has_near = np.logical_or.reduceat(mask & near, index.model_starts)
    wanting = mask & ~has_near[index.model_of]
    off = np.where(wanting, np.abs(index.numbers["frame_width"] - face_width.mm), np.inf)
    by_model = np.sort(np.minimum.reduceat(off, index.model_starts))
    missing = min(max(nearest - int(has_near.sum()), 1), len(by_model))
    admitted_now: Bools = (mask & near) | (wanting & (off <= by_model[missing - 1]))
    return admitted_now


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
