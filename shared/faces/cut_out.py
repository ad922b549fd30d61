"""A face cut out upright and at one size, whatever its place, tilt and size in the picture."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from shared.faces.pose import HeadFit, Points

Picture = NDArray[np.uint8]

_MIDDLE_CM = np.array([[0.0, -1.0, 0.0]])  # of the face, from the head's origin between eyes and nose
_PARTNERS = json.loads((Path(__file__).with_name("data") / "mirror.json").read_text("utf-8"))["partners"]


@dataclass(frozen=True)
class CutOut:
    """`pixels` is a square; a place in it (x, y) lies at `origin + axes @ (x, y)` in the picture."""

    pixels: Picture
    axes: Points  # 2 × 2, picture pixels for each pixel of the cut-out
    origin: Points
    is_mirrored: bool

    def in_picture(self, landmarks: Points) -> Points:
        """The way back for 478 landmarks found in `pixels`; depth is scaled as the rest."""
        if self.is_mirrored:
            landmarks = (landmarks * (-1, 1, 1) + (len(self.pixels), 0, 0))[_PARTNERS]
        depth = landmarks[:, 2:] * np.hypot(*self.axes[:, 0])
        return np.hstack([landmarks[:, :2] @ self.axes.T + self.origin, depth])


def cut_out(picture: Picture, fit: HeadFit, side_px: int, px_per_cm: float, *, is_mirrored: bool = False) -> CutOut:
    """A square of `side_px` around a face, whose head measures `px_per_cm` there. What lies outside is black."""
    roll = np.radians(fit.pose.roll)
    turn = np.array([[np.cos(roll), np.sin(roll)], [-np.sin(roll), np.cos(roll)]])
    axes = turn * fit.px_per_cm / px_per_cm
    middle = fit.in_picture(_MIDDLE_CM)[0, :2]
    origin = middle - axes @ np.full(2, side_px / 2)
    around = 0.75 * side_px * np.hypot(*axes[:, 0])  # half the square's diagonal and a little more
    pixels = _drawn(picture, side_px, axes, origin, (middle - around, middle + around))
    return CutOut(pixels[:, ::-1] if is_mirrored else pixels, axes, origin, is_mirrored)


def _drawn(picture: Picture, side_px: int, axes: Points, origin: Points, window: tuple[Points, Points]) -> Picture:
    """Bilinear, after averaging by a whole factor where the face is larger in the picture than in the cut-out."""
    height, width = picture.shape[:2]
    left, top = np.clip(np.floor(window[0]), 0, (width - 1, height - 1)).astype(int)
    right, bottom = np.clip(np.ceil(window[1]), (left + 1, top + 1), (width, height)).astype(int)
    factor = max(1, int(np.hypot(*axes[:, 0])))
    part = Image.fromarray(np.ascontiguousarray(picture[top:bottom, left:right])).reduce(factor)
    rows = np.column_stack([axes, origin - (left, top)]) / factor
    size = (side_px, side_px)
    return np.asarray(part.transform(size, Image.Transform.AFFINE, rows.ravel().tolist(), Image.Resampling.BILINEAR))
