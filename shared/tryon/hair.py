"""Hair over the temples: what is much darker than the cheek on its side lies over the arm of a frame."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from shared.faces.locate import Face
from shared.tryon.canvas import Canvas
from shared.tryon.head import Head
from shared.tryon.light import cheek
from shared.tryon.numbers import APPEARANCE

_LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)

Plane = NDArray[np.float32]


def bare(face: Face, head: Head, canvas: Canvas, side: int) -> Plane:
    """Share of each pixel of the canvas, at the photo's size, that no hair covers on that side of the picture."""
    numbers = APPEARANCE["hair"]
    grey = face.picture[canvas.window] @ _LUMA / (cheek(face, side) + 1.0)
    share = np.clip((grey - numbers["hairAt"]) / (numbers["darkerThan"] - numbers["hairAt"]), 0, 1)
    blur = ImageFilter.GaussianBlur(numbers["blurMm"] * head.px_per_mm)
    smooth = Image.fromarray((share * 255).astype(np.uint8)).filter(blur)
    return np.asarray(smooth, dtype=np.float32) / np.float32(255)
