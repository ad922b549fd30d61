"""The arms of a frame: from the hinges along the sides of the head to the ears, as far as they are seen."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from shared.faces.pose import Points
from shared.tryon.canvas import Canvas
from shared.tryon.head import Head
from shared.tryon.layer import FrameLayer
from shared.tryon.numbers import PLACEMENT
from shared.tryon.seat import Seat

_EAR = {-1: 127, 1: 356}  # where the face's side ends before the ear, by side of the picture
_SMOOTH = 2


@dataclass(frozen=True)
class Arm:
    """Along the arm from the hinge: its upper and lower edge in the picture (n × 2), how much of it is seen and how
    much light it gets (n each, 0 to 1)."""

    upper: Points
    lower: Points
    seen: NDArray[np.float64]
    light: NDArray[np.float64]
    side: int


def arms(head: Head, seat: Seat, layer: FrameLayer) -> tuple[Arm, Arm]:
    return _arm(head, seat, layer, -1), _arm(head, seat, layer, 1)


def _arm(head: Head, seat: Seat, layer: FrameLayer, side: int) -> Arm:
    numbers = PLACEMENT["temples"]
    along = np.linspace(0.0, 1.0, numbers["points"])
    line = _line(head, seat, layer, side, along)
    half = layer.temple_height_mm / 2 * (1 + (numbers["taper"] - 1) * along)
    rise = np.column_stack([np.zeros_like(half), half, np.zeros_like(half)])
    normals = np.column_stack([np.full_like(along, side), np.zeros_like(along), numbers["frontNormal"] * (1 - along)])
    facing = head.facing(line, normals)
    before_ear = 1 - _smooth(along, numbers["fadeFrom"], 1.0)
    return Arm(
        upper=head.in_picture(line + rise),
        lower=head.in_picture(line - rise),
        seen=np.asarray(_smooth(facing, *numbers["turnedAway"]) * before_ear),
        light=np.clip(0.55 + 0.6 * facing, 0.4, 1.0),
        side=side,
    )


def _line(head: Head, seat: Seat, layer: FrameLayer, side: int, along: NDArray[np.float64]) -> Points:
    """The arm's middle on the head: straight back from the hinge, bent in or out to the ear."""
    numbers = PLACEMENT["temples"]
    x, y = layer.hinge_mm
    z = -(x**2) / (2 * PLACEMENT["front"]["wrapRadiusMm"]) - numbers["hingeDepthMm"]
    hinge = seat.on_head(np.array([[side * x, y, z]]))[0]
    skin = head.points[_EAR[side]]
    ear = skin + np.array([side * numbers["earOutsideMm"], numbers["earAboveMm"], -numbers["earBehindMm"]])
    return np.asarray(hinge + along[:, None] * (ear - hinge))


def _smooth(values: NDArray[np.float64], low: float, high: float) -> NDArray[np.float64]:
    share = np.clip((values - low) / (high - low), 0.0, 1.0)
    return np.asarray(share * share * (3 - 2 * share))


def drawn(arm: Arm, colour: NDArray[np.float32], canvas: Canvas) -> Image.Image:
    """The arm on its own, premultiplied RGBa at the photo's size: rounded, darker where it turns from the light."""
    fine = canvas.finer(canvas.samples * _SMOOTH)
    image = Image.new("RGBa", (fine.width, fine.height))
    pen = ImageDraw.Draw(image)
    upper, lower = fine.to_canvas(arm.upper), fine.to_canvas(arm.lower)
    for i in range(len(arm.seen) - 1):
        seen, light = arm.seen[i : i + 2].mean(), arm.light[i : i + 2].mean()
        for start, end, shade in ((0.0, 0.25, 1.12), (0.25, 0.7, 1.0), (0.7, 1.0, 0.7)):
            ink = np.clip(colour * light * shade, 0, 255) * seen
            edge = [_between(upper, lower, share) for share in (start, end)]
            ring = [edge[0][i], edge[0][i + 1], edge[1][i + 1], edge[1][i]]
            pen.polygon([tuple(point) for point in ring], fill=(*(round(float(c)) for c in ink), round(255 * seen)))
    return fine.at_photo_size(image)


def _between(upper: Points, lower: Points, share: float) -> Points:
    return np.asarray(upper + (lower - upper) * share)
