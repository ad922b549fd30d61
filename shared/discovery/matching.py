"""How far each product answers a wish: one grade per row, 0 to 1."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from shared.catalogue.index import Bools, CatalogueIndex, Floats
from shared.discovery.wishes import SINGLE, PriceWish, SizeRange, SizeWish

_DATA = Path(__file__).parent / "data"
WEIGHTS: Mapping[str, Any] = json.loads((_DATA / "weights.json").read_text(encoding="utf-8"))
_SIMILAR: Mapping[str, Any] = json.loads((_DATA / "similarity.json").read_text(encoding="utf-8"))
COLUMNS = {
    "category": "category",
    "ageGroup": "age_group",
    "frameShape": "frame_shape",
    "rimType": "rim_type",
    "material": "material",
    "colour": "colour_family",
    "lensColour": "lens_colour",
    "brand": "brand",
    "gender": "gender",
}
_LENS_FLAGS = {
    "polarized": "polarized",
    "gradient": "gradient",
    "mirror": "mirror",
    "uv400": "uv400",
    "prescription": "rx_able",
    "progressive": "progressive_ok",
}
DIMENSIONS = {name: name for name in ("frame_width", "lens_width", "bridge", "temple", "lens_height")}
CHEAP = ("affordable", "cheapest")
ON_THE_ROAD = ("driving", "night-driving")
PADS_FOR_LOW_BRIDGE = 0.6  # adjustable pads help a low bridge, a frame made for it more


def similar(slot: str, wanted: str) -> dict[str, float]:
    """The values of a slot that answer a wish for `wanted`, with how far."""
    table = _SIMILAR.get(slot, {})
    back = {value: near[wanted] for value, near in table.items() if wanted in near}
    shared_by_all = {"unisex": 1.0} if slot == "gender" else {}
    return {**back, **table.get(wanted, {}), **shared_by_all, wanted: 1.0}


def grade(index: CatalogueIndex, slot: str, value: str) -> Floats:
    """How far each row has this value; below 1 where something alike stands in for it."""
    if slot == "lensColour":
        return _lens_colour(index, value)
    if slot in COLUMNS:
        return index.coded[COLUMNS[slot]].grades(similar(slot, value))
    if slot in ("use", "style"):
        return _tagged(index, slot, value)
    return _lens(index, value) if slot == "lens" else _fit(index, value)


def has(index: CatalogueIndex, slot: str, value: str) -> Bools:
    """The rows that have this value itself."""
    exact: Bools = grade(index, slot, value) >= 1.0
    return exact


def meets(index: CatalogueIndex, slot: str, value: str) -> Bools:
    """The rows of which the wish can be said to be met: a fit is met by degrees, anything else or not at all."""
    least = WEIGHTS["fitMetFrom"] if slot == "fit" else 1.0
    met: Bools = grade(index, slot, value) >= least
    return met


def joined(slot: str, grades: Sequence[Floats]) -> Floats:
    """Any of the values in a slot where a frame has one, the mean over the values in the others."""
    answer: Floats = np.max(grades, axis=0) if slot in SINGLE else np.mean(grades, axis=0)
    return answer


def size_grade(index: CatalogueIndex, size: SizeWish) -> Floats:
    """The mean over the stated dimensions: 1 within the range, fading to 0 beyond it."""
    stated = [(column, getattr(size, name)) for name, column in DIMENSIONS.items() if getattr(size, name)]
    fade = float(WEIGHTS["sizeFadeMm"])
    grades: Floats = np.mean([1 - np.clip(beyond(index, c, r) / fade, 0, 1) for c, r in stated], axis=0)
    return grades


def beyond(index: CatalogueIndex, column: str, limits: SizeRange) -> Floats:
    """Millimetres outside the range."""
    low = -np.inf if limits.min_mm is None else limits.min_mm
    high = np.inf if limits.max_mm is None else limits.max_mm
    values = index.numbers[column]
    outside: Floats = np.maximum(np.maximum(low - values, values - high), 0.0)
    return outside


def price_grade(index: CatalogueIndex, price: PriceWish) -> Floats:
    """1 within the bounds, fading to 0 at half as much again beyond them; of a cheap one that was asked for, the
    cheaper the better."""
    values = index.numbers["price"]
    low = float(price.min) if price.min is not None else 0.0
    high = float(price.max) if price.max is not None else np.inf
    above = (values - high) / max(high, 1.0) if np.isfinite(high) else np.zeros(len(index))
    below = (low - values) / max(low, 1.0)
    faded: Floats = 1 - np.clip(np.maximum(np.maximum(above, below), 0) / WEIGHTS["priceFade"], 0, 1)
    if price.relative in CHEAP and np.isfinite(high):
        faded = faded - WEIGHTS["cheapSlope"] * np.clip(values / max(high, 1.0), 0, 1)
        faded = np.clip(faded + WEIGHTS["cheapSlope"] * _least_share(values, high), 0, 1)
    return faded


def _least_share(values: Floats, high: float) -> float:
    """The lowest price as a share of the bound, so that it alone has the full grade."""
    return float(min(values.min() / max(high, 1.0), 1.0)) if len(values) else 0.0


def _lens_colour(index: CatalogueIndex, value: str) -> Floats:
    """A shop's lens colour is free text ("grey gradient"): each word of it is looked up."""
    known = similar("lensColour", value)
    column = index.coded["lens_colour"]
    return column.grades(
        {text: max([0.0, *(known.get(word, 0.0) for word in text.split())]) for text in column.values}
    )


def _tagged(index: CatalogueIndex, slot: str, value: str) -> Floats:
    grades = np.zeros(len(index))
    for tag, worth in similar(slot, value).items():
        if (column := index.tags[f"{slot}s"].get(tag)) is not None:
            grades = np.maximum(grades, column * worth)
    if slot == "use" and value in ON_THE_ROAD:  # whatever a feed says: category 4 is never for driving
        grades = grades * index.flags["driving_ok"]
    return grades


def _lens(index: CatalogueIndex, value: str) -> Floats:
    category = index.numbers["lens_category"]
    if value in _LENS_FLAGS:
        return _as_grades(index.flags[_LENS_FLAGS[value]])
    if value == "dark":
        return _as_grades(category >= WEIGHTS["darkFrom"])
    if value == "light-tint":
        return _as_grades((category >= 1) & (category <= WEIGHTS["lightTintUpTo"]))
    return _as_grades(category == float(value.rpartition("-")[2]))


def _fit(index: CatalogueIndex, value: str) -> Floats:
    if value == "nose-pads":
        return _as_grades(index.flags["nose_pads"])
    if value == "low-bridge":
        made_for = index.coded["nose_fit"].grades({"low_bridge": 1.0})
        return np.maximum(made_for, _as_grades(index.flags["nose_pads"]) * PADS_FOR_LOW_BRIDGE)
    ramp = WEIGHTS["ramps"][value]
    risen = (index.numbers[ramp["column"]] - ramp["none"]) / (ramp["full"] - ramp["none"])
    grades: Floats = np.nan_to_num(np.clip(risen, 0.0, 1.0), nan=0.0)
    return grades


def _as_grades(mask: Bools) -> Floats:
    return mask.astype(np.float64)
