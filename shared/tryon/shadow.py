"""Soft shadows that a frame throws on the face behind it."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from shared.tryon.canvas import Canvas
from shared.tryon.head import Head
from shared.tryon.numbers import APPEARANCE

# The edge of the face, ear to ear by the chin and by the hair.
_OVAL = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
    152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip

Plane = NDArray[np.float32]


def face_mask(head: Head, canvas: Canvas) -> Plane:
    """1 on the face, 0 beside it, at the photo's size."""
    ring = canvas.finer(1).to_canvas(head.in_picture(head.points[list(_OVAL)]))
    image = Image.new("L", (canvas.columns, canvas.rows))
    ImageDraw.Draw(image).polygon([tuple(point) for point in ring], fill=255)
    return _plane(image.filter(ImageFilter.GaussianBlur(head.px_per_mm)))


def front_shadow(front: Image.Image, head: Head) -> Plane:
    """Share of the light that the front (premultiplied, at the photo's size) takes away: lenses throw less."""
    numbers = APPEARANCE["shadow"]
    alpha = front.getchannel("a")
    solid = alpha.point([round(value * (1 if value > 245 else numbers["lensShare"])) for value in range(256)])
    return _thrown(solid, head, numbers["downMm"], numbers["blurMm"], numbers["strength"])


def temple_shadow(arm: Image.Image, head: Head) -> Plane:
    numbers = APPEARANCE["shadow"]
    alpha = arm.getchannel("a")
    return _thrown(alpha, head, numbers["templeDownMm"], numbers["templeBlurMm"], numbers["templeStrength"])


def _thrown(mask: Image.Image, head: Head, down_mm: float, blur_mm: float, strength: float) -> Plane:
    across, down = head.down_px * down_mm
    moved = mask.transform(mask.size, Image.Transform.AFFINE, (1, 0, -across, 0, 1, -down), Image.Resampling.BILINEAR)
    return _plane(moved.filter(ImageFilter.GaussianBlur(blur_mm * head.px_per_mm))) * np.float32(strength)


def _plane(image: Image.Image) -> Plane:
    return np.asarray(image, dtype=np.float32) / np.float32(255)
