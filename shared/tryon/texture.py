"""A front's picture made ready for one photo: its size, light, blur and grain, and the shade of its back edge."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from shared.tryon.layer import FrameLayer
from shared.tryon.light import Light
from shared.tryon.sharpness import Sharpness

_BEHIND_SHADE = 0.55
_SOLID = 245
_LEAST_BLUR_PX = 0.25
_GRAIN_SEED = 7  # the same photo gives the same picture

Plane = NDArray[np.float32]


def texture(layer: FrameLayer, light: Light, px_per_mm: float) -> Image.Image:
    """The front in the photo's light, premultiplied; no finer than `px_per_mm`, so that nothing of it is skipped."""
    image = Image.fromarray(layer.rgba).convert("RGBa")
    share = px_per_mm / layer.px_per_mm
    if share < 1:
        size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
        image = image.resize(size, Image.Resampling.BOX)
    values = planes(image).copy()
    values[..., :3] = np.minimum(light.on(values[..., :3]), values[..., 3:])
    return _image(values)


def back_of(front: Image.Image) -> Image.Image:
    """The back of the front without its lenses, in its own shade: what makes a turned front look thick."""
    values = planes(front) * (planes(front)[..., 3:] > _SOLID)
    values[..., :3] *= _BEHIND_SHADE
    return _image(values)


def blurred(image: Image.Image, sharpness: Sharpness) -> Image.Image:
    is_sharp = sharpness.blur_px <= _LEAST_BLUR_PX
    return image if is_sharp else image.filter(ImageFilter.GaussianBlur(sharpness.blur_px))


def grained(values: Plane, sharpness: Sharpness) -> Plane:
    """Premultiplied RGBa with the photo's grain where it is opaque."""
    if not sharpness.grain:
        return values
    grain = np.random.default_rng(_GRAIN_SEED).normal(0, sharpness.grain, values.shape[:2])
    noisy = values.copy()
    noisy[..., :3] += (grain.astype(np.float32) * values[..., 3] / 255)[..., None]
    return noisy


def planes(image: Image.Image) -> Plane:
    """Height × width × 4, 0 to 255."""
    return np.asarray(image, dtype=np.float32)


def _image(values: Plane) -> Image.Image:
    height, width = values.shape[:2]
    content = np.clip(values + 0.5, 0, 255).astype(np.uint8).tobytes()
    return Image.frombytes("RGBa", (width, height), content)
