"""Pixels to the mm at the eyes: by a card, by the shopper's own pupillary distance, or by iris and head."""

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from shared.faces.pose import HeadFit, Points
from shared.faces.reference import NO_REFERENCE, InvalidReference, Reference
from shared.faces.result import ScaleSource
from shared.faces.viewpoint import Viewpoint, viewpoint

_DATA = json.loads((Path(__file__).with_name("data") / "size.json").read_text("utf-8"))
_IRIS, _HEAD, _REFERENCES = _DATA["iris"], _DATA["head"], _DATA["references"]
IRIS_PAIRS = tuple((first, second) for first, second in _IRIS["pairs"])
_PUPILS = _DATA["lengths"]["pupillaryDistance"]["pairs"]

Pairs = Sequence[Sequence[int]]


@dataclass(frozen=True)
class Scale:
    """`error` is one standard deviation as a share; `longest_side_px` of the picture that it belongs to."""

    px_per_mm: float
    error: float
    source: ScaleSource
    viewpoint: Viewpoint


def find_scale(
    landmarks: Points, fit: HeadFit, size: tuple[float, float], reference: Reference = NO_REFERENCE
) -> Scale:
    """The best of what is there, the one with the smallest error; `size` is the picture's width and height in px.

    Raises `InvalidReference` for a card or a pupillary distance that this face cannot have.
    """
    by_iris = _by_iris(landmarks, fit, max(size))
    given = list(_given(landmarks, fit, size, reference, by_iris))
    for scale in given:
        apart = abs(math.log(scale.px_per_mm / by_iris.px_per_mm))
        if apart > _REFERENCES["furthestFromIris"] * math.hypot(scale.error, by_iris.error):
            raise InvalidReference(scale.source)
    return min([*given, by_iris], key=lambda scale: scale.error)


def pixels(landmarks: Points, pairs: Pairs) -> float:
    """Mean distance of the pairs in the picture's plane."""
    ends = landmarks[np.asarray(pairs), :2]
    return float(np.hypot(*(ends[:, 0] - ends[:, 1]).T).mean())


def facing(fit: HeadFit) -> float:
    """By what a length across the face is shortened because the head is turned."""
    return math.cos(math.radians(fit.pose.yaw))


def _by_iris(landmarks: Points, fit: HeadFit, longest_side_px: float) -> Scale:
    """Two rulers, iris and head, their logarithms averaged by `iris.share`; see `data/size.json` for why."""
    iris_cm = pixels(landmarks, IRIS_PAIRS) / fit.px_per_cm
    share = _IRIS["share"]
    mm_per_cm = (_IRIS["mm"] / iris_cm) ** share * _HEAD["mmPerCm"] ** (1 - share)
    seen = fit.px_per_cm / mm_per_cm
    view = viewpoint(seen, longest_side_px)
    px_per_mm = seen * math.exp(_HEAD["perNearness"] * view.nearness)
    error = math.hypot(_DATA["people"]["sd"], _HEAD["perNearness"] * view.sd)
    return Scale(px_per_mm, error, "iris", view)


def _given(
    landmarks: Points, fit: HeadFit, size: tuple[float, float], reference: Reference, by_iris: Scale
) -> Iterator[Scale]:
    if (edge_px := reference.card_px(*size)) is not None:
        yield _by_card(edge_px / facing(fit), max(size))
    if (own_mm := reference.pupillary_distance) is not None:
        apart_px = pixels(landmarks, _PUPILS) / facing(fit)
        error = _REFERENCES["pupillaryDistance"]["sdMm"] / own_mm
        yield Scale(apart_px / own_mm, error, "pupillaryDistance", by_iris.viewpoint)


def _by_card(edge_px: float, longest_side_px: float) -> Scale:
    """A card on the forehead lies nearer to the lens than the eyes, so it looks larger than it would there."""
    card = _REFERENCES["card"]
    if edge_px < card["smallestPx"]:
        raise InvalidReference("card")
    px_per_mm = edge_px / card["edgeMm"]
    view = viewpoint(px_per_mm, longest_side_px)
    before_m, before_sd_m = card["beforeEyesMm"] / 1000, card["beforeEyesSdMm"] / 1000
    parts = (card["endPx"] / edge_px, before_m * view.sd, before_sd_m * view.nearness, card["heldSd"])
    return Scale(px_per_mm * (1 - before_m * view.nearness), math.hypot(*parts), "card", view)
