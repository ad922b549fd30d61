"""Small faces in large pictures: the engine looks at 128 × 128 pixels of what it is given, so it is given less."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from shared.faces.gate import GATE
from shared.faces.pose import Points
from shared.platform.ports.landmarks import LandmarkEngine

Picture = NDArray[np.uint8]

_TILE = 0.6  # of the picture's sides: four tiles that overlap by more than the faces they are for


def again_from_near(picture: Picture, landmarks: Points, engine: LandmarkEngine) -> Points:
    """The landmarks, looked for once more in a cut-out when the face is a small part of the picture's longer side."""
    spans = np.ptp(landmarks[:, :2], axis=0)
    if spans[0] >= GATE["near"]["below"] * max(picture.shape[:2]):
        return landmarks
    half = GATE["near"]["cutOut"] * spans.max() / 2
    centre = landmarks[:, :2].mean(axis=0)
    left, top = np.maximum(centre - half, 0).astype(int)
    right, bottom = (centre + half).astype(int)
    found = engine.detect(picture[top:bottom, left:right])
    return found[0] + np.array([left, top, 0]) if len(found) == 1 else landmarks


def in_tiles(picture: Picture, engine: LandmarkEngine) -> Iterator[Points]:
    """Faces found in parts of the picture, in pixels of the whole; one face may come more than once."""
    height, width = picture.shape[:2]
    down, across = int(height * _TILE), int(width * _TILE)
    if min(down, across) < GATE["face"]["minWidthPx"]:
        return
    for top in (0, height - down):
        for left in (0, width - across):
            for landmarks in engine.detect(picture[top : top + down, left : left + across]):
                yield landmarks + np.array([left, top, 0])
