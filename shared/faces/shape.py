"""Face shape from the line of the jaw: a linear discriminant on 33 numbers.

Forehead and inner points only add noise (the hairline is not among the landmarks); the jaw alone does best among
the landmark methods tried. The numbers are in `data/shape.json`, fitted by `local/training/fit_shape.py`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from shared.faces.pose import Points
from shared.faces.result import FaceShape

# From the ear to the chin on the picture's right side, and their mirror partners.
JAW = (454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152)
JAW_MIRRORED = (234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152)

MODEL_FILE = Path(__file__).with_name("data") / "shape.json"


@dataclass(frozen=True)
class ShapeModel:
    """Standardisation (`mean`, `scale`: 33), one line per shape (`coefficients`: 5 × 33, `intercepts`: 5), softmax.

    `named_from` is the probability below which no shape is named.
    """

    shapes: tuple[FaceShape, ...]
    named_from: float
    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    coefficients: NDArray[np.float64]
    intercepts: NDArray[np.float64]

    def probabilities(self, features: NDArray[np.float64]) -> dict[FaceShape, float]:
        scores = self.coefficients @ ((features - self.mean) / self.scale) + self.intercepts
        powers = np.exp(scores - scores.max())
        return dict(zip(self.shapes, (powers / powers.sum()).tolist(), strict=True))

    def name(self, probabilities: Mapping[FaceShape, float]) -> FaceShape | None:
        """The likeliest shape, or None when it is not likely enough to be named."""
        shape = max(self.shapes, key=probabilities.__getitem__)
        return shape if probabilities[shape] >= self.named_from else None


@cache
def shape_model() -> ShapeModel:
    held = json.loads(MODEL_FILE.read_text("utf-8"))
    arrays = {key: np.array(held[key]) for key in ("mean", "scale", "coefficients", "intercepts")}
    return ShapeModel(shapes=tuple(held["shapes"]), named_from=held["namedFrom"], **arrays)


def jaw_features(straight: Points) -> NDArray[np.float64]:
    """33 numbers of a straightened face: the jaw averaged with its mirror image, free of position and size.

    x counts from the midline, y and z from their means; all divided by the root of their sum of squares.
    """
    jaw = (straight[list(JAW)] + straight[list(JAW_MIRRORED)] * (-1.0, 1.0, 1.0)) / 2
    jaw[:, 1:] -= jaw[:, 1:].mean(axis=0)
    return np.ravel(jaw / np.sqrt((jaw**2).sum()))
