"""Soft contact shadows."""

import numpy as np
from PIL import Image, ImageFilter

from local.catalogue.spline import Floats

_STANDING_STRENGTH, _GROUND_STRENGTH = 0.34, 0.3
_FADE_PX = 26.0


def standing_shadow(mask: Floats, baseline_px: int) -> Floats:
    """Alpha of the shadow a standing front throws on its baseline: darkest where the rim touches."""
    height = len(mask)
    filled = mask > 0.4
    lowest = np.where(filled.any(axis=0), height - 1 - np.argmax(filled[::-1], axis=0), -10_000)
    touch = np.exp(-np.clip(baseline_px - lowest, 0, None) / _FADE_PX) * (lowest > 0)
    rows = np.arange(height)[:, None] - (baseline_px + 1.0)
    shape = np.exp(-((rows / 4.5) ** 2)) * touch[None, :]
    return _blurred(shape, (16, 2.2)) * _STANDING_STRENGTH


def ground_shadow(mask: Floats, canvas: tuple[int, int]) -> Floats:
    """Alpha of the shadow on the table, from a half-size mask of what stands over it."""
    sharp, wide = _blurred(mask, (3, 2)), _blurred(mask, (14, 7))
    image = Image.fromarray(np.round((sharp * 0.55 + wide * 0.6) * 255).clip(0, 255).astype(np.uint8))
    full = np.asarray(image.resize(canvas, Image.Resampling.BILINEAR), dtype=np.float64) / 255
    return full * _GROUND_STRENGTH


def _blurred(values: Floats, radius: tuple[float, float]) -> Floats:
    image = Image.fromarray(np.round(values.clip(0, 1) * 255).astype(np.uint8))
    return np.asarray(image.filter(ImageFilter.GaussianBlur(radius)), dtype=np.float64) / 255
