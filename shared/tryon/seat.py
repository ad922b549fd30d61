"""Where on a nose a frame comes to sit."""

from dataclasses import dataclass

import numpy as np

from shared.faces.pose import Points
from shared.tryon.head import Head
from shared.tryon.layer import FrameLayer
from shared.tryon.numbers import PLACEMENT

_RIDGE = (8, 168, 6, 197)  # between the brows, down the nose
_NOSE_SIDES = (193, 417)


@dataclass(frozen=True)
class Seat:
    """The frame's origin on the head, mm, and how far its lower edge leans to the cheeks, radians."""

    origin: Points
    tilt: float

    def on_head(self, points: Points) -> Points:
        """Points of the frame (n × 3, mm) in the head's coordinates."""
        cos, sin = np.cos(self.tilt), np.sin(self.tilt)
        x, y, z = points.T
        return np.column_stack([x, y * cos - z * sin, y * sin + z * cos]) + self.origin


def seat(head: Head, layer: FrameLayer) -> Seat:
    rules = PLACEMENT["seat"]
    height = _height(head, layer)
    nose = (head.middle(_RIDGE)[0] + head.middle(_NOSE_SIDES)[0]) / 2
    across = nose / 2  # half-way from the eyes' middle
    depth = _ridge_depth(head, height) + rules["standsOffMm"]
    return Seat(np.array([across, height, depth]), np.radians(rules["tiltDegrees"]))


def _height(head: Head, layer: FrameLayer) -> float:
    """Of the bridge's upper edge over the pupils: between where pupils want the lenses and the nose the bridge."""
    rules, product = PLACEMENT["seat"], layer.product
    lens_below_mm = -layer.lens_middle_mm
    by_pupils = lens_below_mm - rules["pupilAboveMiddle"] * product.lens_height
    upper, lower = head.points[_RIDGE[0], 1], head.points[_RIDGE[1], 1]
    by_nose = lower + rules["bridgeBetween"] * (upper - lower) + _slide(head, layer)
    height = rules["pupilWeight"] * by_pupils + (1 - rules["pupilWeight"]) * by_nose
    lowest = lens_below_mm - rules["pupilAboveMiddleAtMost"] * product.lens_height
    return float(np.clip(height, lowest, lens_below_mm))


def _slide(head: Head, layer: FrameLayer) -> float:
    """A bridge wider than the nose comes to rest lower on it; pads are bent to fit."""
    rules = PLACEMENT["seat"]
    if layer.product.nose_pads:
        return 0.0
    right, left = head.points[list(_NOSE_SIDES), 0]
    wider = layer.product.bridge - (left - right) - rules["noseUsualMm"]
    return float(np.clip(rules["nosePerMm"] * wider, -rules["noseAtMostMm"], rules["noseAtMostMm"]))


def _ridge_depth(head: Head, height: float) -> float:
    ridge = head.points[list(_RIDGE)]
    order = np.argsort(ridge[:, 1])
    return float(np.interp(height, ridge[order, 1], ridge[order, 2]))
