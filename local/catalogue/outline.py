"""Lens outlines in the boxing system (ISO 8624)."""

import json
from functools import cache
from pathlib import Path

import numpy as np

from local.catalogue.spline import Floats, closed_bspline, resample_ring

RING_POINTS = 48


@cache
def _controls() -> dict[str, list[list[float]]]:
    path = Path(__file__).parent / "data" / "outlines.json"
    controls: dict[str, list[list[float]]] = json.loads(path.read_text("utf-8"))
    return controls


def lens_outline(name: str, lens_width_mm: float, lens_height_mm: float, count: int = RING_POINTS) -> Floats:
    """The (count, 2) outline of the wearer's left lens seen from the front, mm, counter-clockwise.

    Its bounding box is exactly A × B and centred on the origin; x grows towards the temple. Raises KeyError for an
    unknown outline.
    """
    box = (lens_width_mm, lens_height_mm)
    dense = _boxed(closed_bspline(np.array(_controls()[name])), *box)
    if signed_area(dense) < 0:
        dense = dense[::-1]
    return _boxed(resample_ring(dense, count), *box)


def signed_area(ring: Floats) -> float:
    """Area of a closed (n, 2) ring, positive when it runs counter-clockwise."""
    x, y = ring.T
    return float(0.5 * np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))


def outward_normals(ring: Floats) -> Floats:
    """Unit (n, 2) normals of a counter-clockwise ring."""
    tangent = np.roll(ring, -1, axis=0) - np.roll(ring, 1, axis=0)
    tangent = tangent / np.linalg.norm(tangent, axis=1, keepdims=True)
    return np.stack([tangent[:, 1], -tangent[:, 0]], axis=1)


def lens_diagonal(ring: Floats) -> float:
    """ED: twice the longest radius from the boxing centre, mm."""
    return float(2 * np.max(np.linalg.norm(ring, axis=1)))


def _boxed(ring: Floats, width: float, height: float) -> Floats:
    low, high = ring.min(axis=0), ring.max(axis=0)
    return np.asarray((ring - (low + high) / 2) * (np.array([width, height]) / (high - low)))
