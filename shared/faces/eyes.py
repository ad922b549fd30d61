"""Whether a face's eyes are seen and open. The engine guesses lids and irises that it cannot see."""

from dataclasses import dataclass

import numpy as np

from shared.faces.gate import GATE
from shared.faces.patch import FacePatch
from shared.faces.refusal import CoverCause


@dataclass(frozen=True)
class _Eye:
    """Landmarks: the ring of the lids, skin below them, the cheek; corners and lids' middles; the iris's middle and
    its rim."""

    lids: tuple[int, ...]
    below: tuple[int, ...]
    cheek: tuple[int, ...]
    corners: tuple[int, int]
    middles: tuple[int, int]
    iris: int
    rim: tuple[int, ...]


_RIGHT = _Eye(
    lids=(33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246),
    below=(230, 229, 231, 110, 24),
    cheek=(50, 101, 205, 36),
    corners=(33, 133),
    middles=(159, 145),
    iris=468,
    rim=(469, 470, 471, 472),
)
_LEFT = _Eye(
    lids=(263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466),
    below=(450, 449, 451, 339, 254),
    cheek=(280, 330, 425, 266),
    corners=(263, 362),
    middles=(386, 374),
    iris=473,
    rim=(474, 475, 476, 477),
)
_BOX = (0.6, 0.25)  # half the looked-at box in widths of the eye, across and down


def eye_cover(face: FacePatch) -> CoverCause | None:
    """What keeps the eyes from being measured, or None; one hidden eye is enough, closed are both."""
    if any(_is_hidden(face, eye) for eye in (_RIGHT, _LEFT)):
        return "eyes"
    return "closed" if all(_is_closed(face, eye) for eye in (_RIGHT, _LEFT)) else None


def _is_hidden(face: FacePatch, eye: _Eye) -> bool:
    """Under a dark lens skin is dark and an eye has little contrast; a mirror has nothing dark in an eye's place."""
    limits = GATE["eyes"]
    width = _distance(face, *eye.corners)
    low, high = np.percentile(face.around(eye.lids, (_BOX[0] * width, _BOX[1] * width)), (5, 95))
    contrast, below = (high - low) / (face.level(eye.cheek) * face.clarity), face.level(eye.below)
    darkness = (1 - np.percentile(face.inside(face.points[list(eye.lids)]), 10) / below) / face.clarity
    is_shaded = below < limits["darkSkinBelow"] * face.level(eye.cheek)
    least = limits["minContrastInTheDark" if is_shaded else "minContrast"]
    return bool(contrast < least or darkness < limits["minDarkness"])


def _is_closed(face: FacePatch, eye: _Eye) -> bool:
    """By the opening alone, or by a narrow one in which no iris stands out from the white beside it."""
    limits = GATE["closed"]
    opening = _distance(face, *eye.middles) / _distance(face, *eye.corners)
    if opening > limits["narrow"]:
        return False
    return bool(opening < limits["shut"] or _white_over_iris(face, eye) < limits["minWhite"] * face.level(eye.cheek))


def _white_over_iris(face: FacePatch, eye: _Eye) -> float:
    """Grey levels by which the white of the eye is brighter than its iris."""
    middle = face.points[eye.iris]
    radius = float(np.linalg.norm(face.points[list(eye.rim)] - middle, axis=1).mean())
    rows, columns = np.mgrid[: face.image.height, : face.image.width]
    away = np.hypot(columns - middle[0], rows - middle[1])
    opening = face.mask(face.points[list(eye.lids)])
    iris, white = face.light[opening & (away < 0.75 * radius)], face.light[opening & (away > 1.25 * radius)]
    if not iris.size or not white.size:
        return 0.0
    return float(np.percentile(white, 80) - iris.mean())


def _distance(face: FacePatch, first: int, second: int) -> float:
    return max(1.0, float(np.linalg.norm(face.points[first] - face.points[second])))
