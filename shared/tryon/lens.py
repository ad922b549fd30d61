"""The lenses in a frame's picture: a tint that the product has and the picture does not show, and a reflection."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from shared.catalogue.product import Lens
from shared.tryon.layer import FrameLayer
from shared.tryon.numbers import APPEARANCE

_ENOUGH_SIDES = 3  # rims open below still hold a lens
_SLANT = 0.6  # of the reflection's edge: columns to the left for each row down
_GREY = "grey"

Mask = NDArray[np.bool_]
Plane = NDArray[np.float32]


def lens_mask(layer: FrameLayer) -> Mask:
    """What the front encloses on three sides or four, no further from the middle than the lenses reach."""
    mm = (np.arange(layer.rgba.shape[1]) + 0.5 - layer.anchor_px[0]) / layer.px_per_mm
    bridge, width = layer.product.bridge / 2, layer.product.lens_width
    reach = (np.abs(mm) > bridge - 1) & (np.abs(mm) < bridge + width + 1)
    return np.asarray(~layer.solid & _enclosed(layer.solid) & reach)


def _enclosed(solid: Mask) -> Mask:
    """Solid pixels to the left, right, above and below are counted within each half of the picture."""
    count = np.zeros(solid.shape, dtype=np.int8)
    middle = solid.shape[1] // 2
    for half in (slice(0, middle), slice(middle, None)):
        part = solid[:, half]
        for axis in (0, 1):
            count[:, half] += np.maximum.accumulate(part, axis=axis)
            count[:, half] += np.flip(np.maximum.accumulate(np.flip(part, axis), axis=axis), axis)
    return count >= _ENOUGH_SIDES


def glazed(layer: FrameLayer) -> FrameLayer:
    """The same front with its lenses as they look when worn."""
    mask = lens_mask(layer)
    if not mask.any():
        return layer
    lens, rgba = layer.product.lens, layer.rgba.copy()
    is_tinted = bool(np.median(layer.alpha[mask]) >= APPEARANCE["lens"]["tintedFromAlpha"])
    if lens.category > 0 and not is_tinted:
        rgba[mask] = _tint(lens, mask)[mask]
    return replace(layer, rgba=_reflecting(rgba, lens, mask))


def _tint(lens: Lens, mask: Mask) -> NDArray[np.uint8]:
    """Lets through what the lens lets through; a gradient grows lighter downwards."""
    colours = APPEARANCE["lens"]["colours"]
    strength = np.ones(mask.shape[0])
    rows = np.flatnonzero(mask.any(axis=1))
    if lens.gradient:
        foot = APPEARANCE["lens"]["gradientFoot"]
        strength = np.interp(np.arange(mask.shape[0]), [rows[0], rows[-1]], [1.0, foot])
    tint = np.empty((*mask.shape, 4), dtype=np.uint8)
    tint[..., :3] = colours.get(lens.colour, colours[_GREY])
    tint[..., 3] = np.round(255 * (1 - lens.tau / 100) * strength)[:, None]
    return tint


def _reflecting(rgba: NDArray[np.uint8], lens: Lens, mask: Mask) -> NDArray[np.uint8]:
    """A window's pale reflection over the upper left of each lens."""
    kind = "mirror" if lens.mirror else "tinted" if lens.category > 0 else "clear"
    share = APPEARANCE["lens"]["reflection"][kind] * _upper_left(mask)
    pale, under = share[mask, None], rgba[mask].astype(np.float32)
    alpha = under[:, 3:] / 255 * (1 - pale)
    both = pale + alpha
    colour = (255 * pale + under[:, :3] * alpha) / np.maximum(both, 1e-6)
    out = rgba.copy()
    out[mask] = np.hstack([colour, 255 * both]).round().astype(np.uint8)
    return out


def _upper_left(mask: Mask) -> Plane:
    """1 in the upper left corner of each half's lens, fading to 0 at its middle along a slanted line."""
    share = np.zeros(mask.shape, dtype=np.float32)
    middle = mask.shape[1] // 2
    for half in (slice(0, middle), slice(middle, None)):
        rows, columns = np.nonzero(mask[:, half])
        if not rows.size:
            continue
        at = columns - columns.min() + _SLANT * (rows - rows.min())
        end = 0.55 * (np.ptp(columns) + _SLANT * np.ptp(rows)) + 1
        share[:, half][rows, columns] = np.clip(1 - at / end, 0, 1) ** 0.7
    return share
