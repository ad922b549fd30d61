from dataclasses import replace

import numpy as np

from shared.faces.locate import Face
from shared.tryon.canvas import Canvas
from shared.tryon.hair import bare
from shared.tryon.head import Head


def _bare(face: Face) -> np.ndarray:
    height, width = face.picture.shape[:2]
    return bare(face, Head.of(face), Canvas(0, 0, width, height, 1), 1)


def test_dark_hair_covers_and_skin_does_not(face: Face) -> None:
    column, row = face.landmarks[[280, 330], :2].mean(axis=0).astype(int)
    assert _bare(face)[row, column] == 1
    dark = face.picture.copy()
    dark[row - 20 : row + 20, column + 60 :] = 12
    assert _bare(replace(face, picture=dark))[row, -20] < 0.05


def test_dark_skin_is_no_hair(face: Face) -> None:
    """It is the cheek on the same side that skin is told by."""
    dark = replace(face, picture=(face.picture * 0.3).astype(np.uint8))
    column, row = face.landmarks[356, :2].astype(int)
    assert abs(float(_bare(dark)[row, column - 25]) - float(_bare(face)[row, column - 25])) < 0.1
