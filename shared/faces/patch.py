"""A face brought upright and to one width, so that what is looked for in it has one size in pixels."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from shared.faces.pose import Points

WIDTH_PX = 128
_MARGIN_PX = 6
_SMOOTH_PX = 2
_CANTHI = (33, 133, 362, 263)  # outer and inner corners of the right eye, inner and outer of the left one
_SKIN = ((151, 9, 108, 337), (50, 280, 205, 425))  # forehead, cheeks
_LEAST_CLARITY = 0.25
_LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)  # ITU-R BT.601, as Pillow's grey

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class FacePatch:
    """`image` is RGB, the face 128 px wide with its eyes level; `points` are the landmarks in it (478 × 2)."""

    image: Image.Image
    points: Points

    @classmethod
    def of(cls, picture: NDArray[np.uint8], landmarks: Points) -> "FacePatch":
        flat = landmarks[:, :2]
        turn = _levelling(flat)
        level = flat @ turn.T
        low, span = level.min(axis=0), np.ptp(level, axis=0)
        scale = WIDTH_PX / span[0]
        size = tuple(int(side * scale) + 2 * _MARGIN_PX for side in span)
        matrix, shift = turn.T / scale, turn.T @ (low - _MARGIN_PX / scale)
        image = _drawn(picture, flat, matrix, shift, size)
        return cls(image, (level - low) * scale + _MARGIN_PX)

    @cached_property
    def light(self) -> Floats:
        """Grey levels 0-255."""
        return np.asarray(np.asarray(self.image, dtype=np.float32) @ _LUMA)

    @cached_property
    def _smooth(self) -> Floats:
        return np.asarray(self.image.filter(ImageFilter.BoxBlur(_SMOOTH_PX)), dtype=np.float32)

    def colour(self, points: Sequence[int]) -> Floats:
        """Median RGB around these landmarks."""
        across, down = np.round(self.points[list(points)]).astype(int).T
        rows, columns = down.clip(0, self.image.height - 1), across.clip(0, self.image.width - 1)
        return np.asarray(np.median(self._smooth[rows, columns], axis=0))

    def level(self, points: Sequence[int]) -> float:
        """Grey level around these landmarks, at least 1 for ratios."""
        return max(1.0, float(self.colour(points) @ _LUMA))

    @cached_property
    def clarity(self) -> float:
        """By how much the darkest (pupils, nostrils, hair) is below skin, 0.25 to 1: haze takes contrast off all."""
        skin = max(self.level(part) for part in _SKIN)
        return float(np.clip(1 - np.percentile(self.light, 1) / skin, _LEAST_CLARITY, 1.0))

    def mask(self, outline: Points) -> Mask:
        """The pixels of a polygon (n × 2)."""
        mask = Image.new("L", self.image.size)
        ImageDraw.Draw(mask).polygon([(float(x), float(y)) for x, y in outline], fill=1, outline=1)
        return np.asarray(np.asarray(mask) > 0)

    def inside(self, outline: Points) -> Floats:
        """Grey levels within a polygon (n × 2)."""
        return self.light[self.mask(outline)]

    def around(self, points: Sequence[int], reach: tuple[float, float]) -> Floats:
        """Grey levels in a box that reaches (across, down) from the middle of these landmarks."""
        middle = self.points[list(points)].mean(axis=0)
        left, top = np.floor(middle - reach).astype(int).clip(0)
        right, bottom = np.ceil(middle + reach).astype(int).clip(1)
        return self.light[top:bottom, left:right]


def _levelling(flat: Points) -> Points:
    """The rotation (2 × 2) that makes the line through the eyes horizontal."""
    outer_right, inner_right, inner_left, outer_left = flat[list(_CANTHI)]
    x, y = (inner_left + outer_left) - (outer_right + inner_right)
    length = max(float(np.hypot(x, y)), 1e-9)
    return np.array([[x, y], [-y, x]]) / length


def _drawn(
    picture: NDArray[np.uint8], flat: Points, matrix: Points, shift: Points, size: tuple[int, ...]
) -> Image.Image:
    """Patch pixels p are taken from matrix · p + shift; large faces are averaged down by a whole factor before."""
    height, width = picture.shape[:2]
    reach = np.ptp(flat[:, 0]) / 8
    left, top = np.floor(flat.min(axis=0) - reach).astype(int).clip(0, (width - 1, height - 1))
    right, bottom = np.ceil(flat.max(axis=0) + reach).astype(int).clip((left + 1, top + 1), (width, height))
    factor = max(1, int(np.sqrt(abs(np.linalg.det(matrix)))))
    part = Image.fromarray(np.ascontiguousarray(picture[top:bottom, left:right])).reduce(factor)
    matrix, shift = matrix / factor, (shift - (left, top)) / factor
    data = (*matrix[0], shift[0], *matrix[1], shift[1])
    return part.transform((size[0], size[1]), Image.Transform.AFFINE, data, Image.Resampling.BILINEAR)
