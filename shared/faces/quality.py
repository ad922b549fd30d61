"""Whether a picture shows its face well enough to be measured: light, sharpness, eyes in sight."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from shared.faces.eyes import eye_cover
from shared.faces.gate import GATE, check_inside
from shared.faces.mouth import is_mouth_hidden, is_mouth_wide_open
from shared.faces.patch import FacePatch
from shared.faces.pose import Points
from shared.faces.refusal import FaceRefused, RefusalCode
from shared.faces.spectacles import wears_glasses

Grey = NDArray[np.float32]


@dataclass(frozen=True)
class Seen:
    """What is told of a face that can be measured, though it would be better measured without."""

    glasses: bool
    open_mouth: bool


def check_quality(picture: NDArray[np.uint8], landmarks: Points) -> Seen:
    """Judges the face alone, never its surroundings.

    Raises `FaceRefused`: TOO_DARK, TOO_BRIGHT, TOO_BLURRED, or FACE_COVERED with its cause.
    """
    _check_light(_grey(_cut(picture, landmarks), GATE["sharpness"]["faceWidthPx"]))
    height, width = picture.shape[:2]
    check_inside(landmarks, (width, height))
    face = FacePatch.of(picture, landmarks)
    if cause := "mouth" if is_mouth_hidden(face) else eye_cover(face):
        raise FaceRefused("FACE_COVERED", cause)
    return Seen(glasses=wears_glasses(face), open_mouth=is_mouth_wide_open(face))


def _check_light(box: Grey) -> None:
    """The window behind a face is seen in the corners of its box, so light is that within an ellipse."""
    face = box[_ellipse(box)]
    if np.percentile(face, 95) < GATE["light"]["darkBelow"]:
        raise FaceRefused("TOO_DARK")
    if _clipped(face) > GATE["light"]["brightAbove"]:
        raise FaceRefused("TOO_BRIGHT")
    if _sharpness(box) < GATE["sharpness"]["min"]:
        raise FaceRefused("TOO_BLURRED")


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


def _ellipse(box: Grey) -> NDArray[np.bool_]:
    """The pixels of the ellipse that fills the box."""
    down, across = (np.linspace(-1, 1, side + 2)[1:-1] for side in box.shape)
    return np.asarray(down[:, None] ** 2 + across**2 <= 1)


def _clipped(grey: Grey) -> float:
    return float((grey >= GATE["light"]["clippedFrom"]).mean())


def _sharpness(grey: Grey) -> float:
    """Mean absolute Laplacian over the standard deviation: blind to exposure and contrast."""
    if min(grey.shape) < 3:
        return 0.0
    inner = 4 * grey[1:-1, 1:-1] - grey[:-2, 1:-1] - grey[2:, 1:-1] - grey[1:-1, :-2] - grey[1:-1, 2:]
    return float(np.abs(inner).mean() / (grey.std() + 1e-6))
