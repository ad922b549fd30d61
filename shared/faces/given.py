"""Landmarks that somebody else found, in a browser for one: checked before they are believed."""

from collections.abc import Sequence

import numpy as np

from shared.faces.gate import GATE
from shared.faces.pose import HeadFit, NoFit, Points, fit_head
from shared.faces.scale import IRIS_PAIRS

_LIMITS = GATE["landmarks"]


class InvalidLandmarks(ValueError):
    """The text says what is wrong with them in plain words; no coordinate is in it."""


def take_landmarks(landmarks: Sequence[Sequence[float]], image_size: tuple[int, int]) -> tuple[Points, HeadFit]:
    """MediaPipe's normalised landmarks (478 × 3) in pixels of a picture of `image_size` (width, height).

    x and z are in picture widths, y in picture heights. Raises `InvalidLandmarks`.
    """
    width, height = image_size
    longest = _LIMITS["maxSidePx"]
    if not (1 <= width <= longest and 1 <= height <= longest):
        raise InvalidLandmarks(f"imageSize must be [width, height], each from 1 to {longest} pixels")
    points = _as_array(landmarks)
    in_pixels = points * np.array([width, height, width], dtype=np.float64)
    try:
        fit = fit_head(in_pixels)
    except NoFit:
        raise InvalidLandmarks("landmarks all lie in one place") from None
    if not _is_a_face(fit):
        raise InvalidLandmarks("landmarks do not form a face: send MediaPipe's 478 points in their own order")
    return in_pixels, fit


def _as_array(landmarks: Sequence[Sequence[float]]) -> Points:
    try:
        points = np.asarray(landmarks, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise InvalidLandmarks("landmarks must be numbers, three for each point") from None
    if points.shape != (_LIMITS["points"], 3):
        raise InvalidLandmarks(f"landmarks must be {_LIMITS['points']} points of three numbers each")
    if not np.isfinite(points).all():
        raise InvalidLandmarks("landmarks must be finite numbers")
    if np.abs(points).max() > _LIMITS["furthest"]:
        raise InvalidLandmarks("landmarks must be normalised by the picture's width and height")
    return points


def _is_a_face(fit: HeadFit) -> bool:
    limits = GATE["iris"]
    irises = [float(np.linalg.norm(fit.straight[a] - fit.straight[b])) for a, b in IRIS_PAIRS]
    fits = fit.misfit_cm <= GATE["misfit"]["largestCm"]
    return bool(fits and limits["minCm"] <= min(irises) and max(irises) <= limits["maxCm"])
