"""How blurred and how grainy a photo is at the eyes, so that a frame in it is no sharper."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shared.faces.locate import Face
from shared.tryon.numbers import APPEARANCE

_LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)
_EYES = (33, 133, 159, 145, 263, 362, 386, 374, 105, 334)
_CHEEKS = ((50, 205), (280, 425))
_MAD_TO_SD = 1.4826
_LAPLACIAN_GAIN = 20**0.5  # standard deviation that the filter 4, -1, -1, -1, -1 makes of independent grain of 1
_PATCH_PX = 24


@dataclass(frozen=True)
class Sharpness:
    """`blur_px` is the standard deviation of a Gaussian, `grain` that of the noise in grey levels."""

    blur_px: float
    grain: float


def sharpness_of(face: Face) -> Sharpness:
    numbers = APPEARANCE["sharpness"]
    excess = _edge_width(_grey(face, _EYES, 0)) - numbers["sharpEdgePx"]
    blur = float(np.clip(excess * numbers["blurPerPx"], 0.0, numbers["mostBlurPx"]))
    grain = min(_grain(_grey(face, cheek, _PATCH_PX)) for cheek in _CHEEKS)
    if grain < numbers["grainFrom"]:
        return Sharpness(blur, 0.0)
    return Sharpness(blur, min(grain * numbers["grainShare"], numbers["mostGrain"]))


def _grey(face: Face, places: tuple[int, ...], margin: int) -> NDArray[np.float32]:
    """The part of the picture around these landmarks, or their middle when a margin is given."""
    height, width = face.picture.shape[:2]
    points = face.landmarks[list(places), :2]
    if margin:
        points = points.mean(axis=0, keepdims=True)
    left, top = np.clip(points.min(axis=0) - margin, 0, (width - 3, height - 3)).astype(int)
    right, bottom = np.clip(points.max(axis=0) + margin, (left + 3, top + 3), (width, height)).astype(int)
    return np.asarray(face.picture[top:bottom, left:right] @ _LUMA, dtype=np.float32)


def _edge_width(grey: NDArray[np.float32]) -> float:
    """Contrast over the slope of the steepest edges, px."""
    slope = np.hypot(grey[1:-1, 2:] - grey[1:-1, :-2], grey[2:, 1:-1] - grey[:-2, 1:-1]) / 2
    low, high = np.percentile(grey, (2, 98))
    return float((high - low) / (np.percentile(slope, 99.5) + 1e-3))


def _grain(grey: NDArray[np.float32]) -> float:
    laplacian = 4 * grey[1:-1, 1:-1] - grey[:-2, 1:-1] - grey[2:, 1:-1] - grey[1:-1, :-2] - grey[1:-1, 2:]
    return float(_MAD_TO_SD * np.median(np.abs(laplacian - np.median(laplacian))) / _LAPLACIAN_GAIN)
