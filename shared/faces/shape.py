"""Face shape from the line of the jaw: a discriminant with heavy tails on 33 numbers.

Forehead and inner points only add noise (the hairline is not among the landmarks); the jaw alone does best among
the landmark methods tried. All numbers are in `data/shape.json`, fitted by `local/training/fit_shape.py`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shared.faces.pose import Points
from shared.faces.result import FaceShape, ShapeBasis

MODEL_FILE = Path(__file__).with_name("data") / "shape.json"
IN_THE_PLANE = 4  # coordinates that tell five shapes apart

Floats = NDArray[np.float64]

_HELD: dict[str, Any] = json.loads(MODEL_FILE.read_text("utf-8"))


@dataclass(frozen=True)
class ShapeAnswer:
    """`shape` is None when none is likely enough, or when the face `is_familiar` not: too unlike the training faces.

    `basis` is what a later refit may learn from: where the face lies among the shapes, and how far from the nearest.
    """

    shape: FaceShape | None
    probabilities: dict[FaceShape, float]
    is_familiar: bool
    basis: ShapeBasis


@dataclass(frozen=True)
class ShapeModel:
    """The centre of each shape in coordinates in which each shape scatters by 1 in every direction.

    Features are standardised (`mean`, `scale`: 33) and turned (`directions`: n × 33). The first four coordinates tell
    the shapes apart (`centres`: 5 × 4, `priors`: 5); the rest only tell how unlike the training faces a face is.
    The density of a shape is a multivariate t with `freedom` degrees, over `dimension` directions that a face fills:
    the farther a face, the less sure. No shape is named below the probability `named_from`, nor of a face whose
    distance to the nearest centre is above `familiar_to`. `plane` names mean, scale and directions by their digest.
    """

    shapes: tuple[FaceShape, ...]
    plane: str
    named_from: float
    familiar_to: float
    freedom: float
    dimension: float
    priors: Floats
    mean: Floats
    scale: Floats
    directions: Floats
    centres: Floats

    def answer(self, features: Floats) -> ShapeAnswer:
        place = self.directions @ ((features - self.mean) / self.scale)
        squares = squared_distances(place, self.centres)
        likely = posterior(squares, self.priors, self.freedom, self.dimension)
        distance = float(np.sqrt(squares.min()))
        is_familiar = distance <= self.familiar_to
        first = int(likely.argmax())
        return ShapeAnswer(
            shape=self.shapes[first] if is_familiar and likely[first] >= self.named_from else None,
            probabilities=dict(zip(self.shapes, likely.tolist(), strict=True)),
            is_familiar=is_familiar,
            basis=ShapeBasis(self.plane, tuple(place[:IN_THE_PLANE].tolist()), distance),
        )


def squared_distances(place: Floats, centres: Floats) -> Floats:
    """Of coordinates (… × n) to each shape's centre (5 × 4), which lies at 0 outside the plane: … × 5."""
    within = ((place[..., None, :IN_THE_PLANE] - centres) ** 2).sum(axis=-1)
    return np.asarray(within + (place[..., IN_THE_PLANE:] ** 2).sum(axis=-1, keepdims=True))


def posterior(squares: Floats, priors: Floats, freedom: float, dimension: float) -> Floats:
    """Probabilities of the shapes, by Bayes: prior × (1 + d²/ν)^−((ν + p)/2).

    The density is the multivariate t of Lange, Little and Taylor 1989, doi 10.2307/2290063.
    """
    logs = np.log(priors) - (freedom + dimension) / 2 * np.log1p(squares / freedom)
    powers = np.exp(logs - logs.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def read_model(held: Mapping[str, Any]) -> ShapeModel:
    """From the entries of the data file."""
    arrays = ("priors", "mean", "scale", "directions", "centres")
    return ShapeModel(
        shapes=tuple(held["shapes"]),
        plane=held["plane"],
        named_from=held["namedFrom"],
        familiar_to=held["familiarTo"],
        freedom=held["freedom"],
        dimension=held["dimension"],
        **{key: np.array(held[key]) for key in arrays},
    )


@cache
def shape_model() -> ShapeModel:
    return read_model(_HELD)


def jaw_features(straight: Points) -> Floats:
    """33 numbers of a straightened face: the jaw averaged with its mirror image, free of position and size.

    x counts from the midline, y and z from their means; all divided by the root of their sum of squares.
    """
    side, mirrored = jaw_points()
    jaw = (straight[side] + straight[mirrored] * (-1.0, 1.0, 1.0)) / 2
    jaw[:, 1:] -= jaw[:, 1:].mean(axis=0)
    return np.ravel(jaw / np.sqrt((jaw**2).sum()))


def jaw_points() -> tuple[list[int], list[int]]:
    """Landmarks from the ear to the chin on the picture's right side, and their mirror partners."""
    return _HELD["jaw"], _HELD["jawMirrored"]
