"""Whether a picture shows its face well enough to be measured: light, sharpness, eyes in sight."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from shared.faces.gate import GATE
from shared.faces.pose import Points
from shared.faces.refusal import FaceRefused, RefusalCode

Grey = NDArray[np.float32]

# The rings of lid points of both eyes.
_EYES = (
    (33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246),
    (263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466),
)


def check_quality(picture: NDArray[np.uint8], landmarks: Points) -> None:
    """Judges the face alone, never its surroundings.

    Raises `FaceRefused`: TOO_DARK, TOO_BRIGHT, TOO_BLURRED or FACE_COVERED.
    """
    face = _grey(_cut(picture, landmarks), GATE["sharpness"]["faceWidthPx"])
    low, high = np.percentile(face, (5, 95))
    if high < GATE["light"]["darkBelow"]:
        raise FaceRefused("TOO_DARK")
    if _clipped(face) > GATE["light"]["brightAbove"]:
        raise FaceRefused("TOO_BRIGHT")
    if _sharpness(face) < GATE["sharpness"]["min"]:
        raise FaceRefused("TOO_BLURRED")
    if min(_range(_cut(picture, landmarks[list(eye)])) for eye in _EYES) < GATE["eyes"]["minContrast"] * (high - low):
        raise FaceRefused("FACE_COVERED")


def why_no_face(picture: NDArray[np.uint8]) -> RefusalCode:
    """The likeliest reason that no face is found: the whole picture's light or blur, else FACE_NOT_FOUND."""
    limits = GATE["picture"]
    whole = _grey(picture, limits["widthPx"])
    if np.percentile(whole, 95) < GATE["light"]["darkBelow"]:
        return "TOO_DARK"
    if _clipped(whole) > limits["brightAbove"]:
        return "TOO_BRIGHT"
    if whole.std() > limits["minSpread"] and _sharpness(whole) < limits["sharpnessMin"]:
        return "TOO_BLURRED"
    return "FACE_NOT_FOUND"


def _cut(picture: NDArray[np.uint8], points: Points) -> NDArray[np.uint8]:
    """The part of the picture around the points, at least one pixel of it."""
    height, width = picture.shape[:2]
    left, top = np.clip(np.floor(points[:, :2].min(axis=0)), 0, (width - 1, height - 1)).astype(int)
    right, bottom = np.clip(np.ceil(points[:, :2].max(axis=0)), (left + 1, top + 1), (width, height)).astype(int)
    return picture[top:bottom, left:right]


def _grey(pixels: NDArray[np.uint8], width: int) -> Grey:
    """Grey levels 0-255, averaged down by a whole factor to `width` up to twice that."""
    image = Image.fromarray(np.ascontiguousarray(pixels))
    return np.asarray(image.reduce(max(1, image.width // width)).convert("L"), dtype=np.float32)


def _clipped(grey: Grey) -> float:
    return float((grey >= GATE["light"]["clippedFrom"]).mean())


def _sharpness(grey: Grey) -> float:
    """Mean absolute Laplacian over the standard deviation: blind to exposure and contrast."""
    if min(grey.shape) < 3:
        return 0.0
    inner = 4 * grey[1:-1, 1:-1] - grey[:-2, 1:-1] - grey[2:, 1:-1] - grey[1:-1, :-2] - grey[1:-1, 2:]
    return float(np.abs(inner).mean() / (grey.std() + 1e-6))


def _range(pixels: NDArray[np.uint8]) -> float:
    low, high = np.percentile(_grey(pixels, GATE["eyes"]["widthPx"]), (5, 95))
    return float(high - low)
