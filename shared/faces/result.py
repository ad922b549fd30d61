"""What a face analysis says: the only thing of a face that is ever kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from shared.faces.measurement import Length

FaceShape = Literal["heart", "oblong", "oval", "round", "square"]
SHAPES: tuple[FaceShape, ...] = ("heart", "oblong", "oval", "round", "square")
SizeBand = Literal["narrow", "medium", "wide"]
ScaleSource = Literal["iris", "card", "pupillaryDistance"]


@dataclass(frozen=True)
class Pose:
    """Head rotation in degrees: yaw positive when the nose points to the right of the picture, pitch positive
    when the head is lowered, roll positive when the head is tilted counter-clockwise as seen."""

    yaw: float
    pitch: float
    roll: float


@dataclass(frozen=True)
class ShapeBasis:
    """What a later refit of the shape model may learn from, and nothing that tells people apart: four coordinates
    among the shapes, the distance to the nearest, and the digest of the `plane` that they count in."""

    plane: str
    coordinates: tuple[float, ...]
    distance: float


@dataclass(frozen=True)
class FaceResult:
    """`shape` is None when no shape is likely enough to be named, or the shopper's own word when `corrected`.

    `measurements` by name: `pupillaryDistance`, `faceWidth`, `templeWidth`, `bridgeWidth`, `eyeHeight` …
    `size_bands` are the probabilities of the bands given the face width's error. `scale_source` is what the
    lengths are scaled by. `notes` are short sentences for the shopper.
    """

    shape: FaceShape | None
    probabilities: Mapping[FaceShape, float]
    measurements: Mapping[str, Length]
    size_band: SizeBand
    pose: Pose
    notes: tuple[str, ...] = ()
    corrected: bool = False
    size_bands: Mapping[SizeBand, float] = field(default_factory=dict)
    scale_source: ScaleSource = "iris"
    shape_basis: ShapeBasis | None = None

    @property
    def confidence(self) -> float:
        return 1.0 if self.corrected else max(self.probabilities.values())

    def corrected_to(self, shape: FaceShape) -> "FaceResult":
        """The shopper's own word wins from then on; the measured probabilities stay visible."""
        return replace(self, shape=shape, corrected=True)
