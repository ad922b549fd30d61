"""Which frame shapes bring balance to which face shapes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from shared.discovery.wishes import Wishes
from shared.faces.result import FaceResult, FaceShape

_ADVICE: Mapping[str, Any] = json.loads(
    (Path(__file__).parent / "data" / "face_advice.json").read_text(encoding="utf-8")
)
SURE = 0.5  # below it a face shape is not named: two shapes are


@dataclass(frozen=True)
class Advice:
    """`grades` by frame shape, 0 to 1, weighed over all the shapes the face may have; `shapes` are those to name."""

    grades: Mapping[str, float]
    shapes: tuple[FaceShape, ...]

    def level(self, frame_shape: str) -> Literal["strong", "mild", "free"]:
        grade = self.grades.get(frame_shape, 0.0)
        return "strong" if grade >= _ADVICE["strong"] else "mild" if grade >= _ADVICE["mild"] else "free"


def advice_for(face: FaceResult | None, wishes: Wishes) -> Advice | None:
    """The shopper's own word wins, in the chat before a correction; then all the probabilities count, not the top.

    None when nothing is known of the face's shape.
    """
    probabilities = _probabilities(face, wishes)
    if not probabilities:
        return None
    frames = sorted({frame for by_frame in _ADVICE["frames"].values() for frame in by_frame})
    grades = {
        frame: sum(p * _ADVICE["frames"][shape][frame] for shape, p in probabilities.items()) for frame in frames
    }
    likely = sorted(probabilities, key=lambda shape: -probabilities[shape])
    return Advice(grades, tuple(likely[: 1 if probabilities[likely[0]] >= SURE else 2]))


def _probabilities(face: FaceResult | None, wishes: Wishes) -> Mapping[FaceShape, float]:
    if wishes.face_shape:
        return {wishes.face_shape: 1.0}
    if face and face.corrected and face.shape:
        return {face.shape: 1.0}
    return face.probabilities if face else {}
