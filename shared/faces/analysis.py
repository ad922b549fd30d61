"""From a photo, or from landmarks found on the shopper's own device, to what is kept of a face."""

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from shared.faces.gate import check_face
from shared.faces.given import InvalidLandmarks, take_landmarks
from shared.faces.locate import locate
from shared.faces.measurement import Length
from shared.faces.photo import decode
from shared.faces.pose import HeadFit, Points
from shared.faces.quality import check_quality
from shared.faces.result import FaceResult, FaceShape, Pose
from shared.faces.shape import jaw_features, shape_model
from shared.faces.size import error_parts, measure, size_band
from shared.platform.ports.landmarks import LandmarkEngine

__all__ = ["InvalidLandmarks", "analyse_landmarks", "analyse_photo"]

_NOTES: dict[str, Any] = json.loads((Path(__file__).with_name("data") / "notes.json").read_text("utf-8"))


def analyse_photo(content: bytes, engine: LandmarkEngine) -> FaceResult:
    """Reads the bytes of a picture file; neither they nor the landmarks outlive the call. Raises `FaceRefused`."""
    face = locate(decode(content).pixels, engine)
    check_face(face.landmarks, face.fit.pose)
    check_quality(face.picture, face.landmarks)
    return _result(face.landmarks, face.fit)


def analyse_landmarks(landmarks: Sequence[Sequence[float]], image_size: tuple[int, int]) -> FaceResult:
    """MediaPipe's 478 normalised landmarks and the picture's width and height in pixels; no picture is needed.

    Raises `InvalidLandmarks`, and `FaceRefused` for a face too small or turned too far.
    """
    points, fit = take_landmarks(landmarks, image_size)
    check_face(points, fit.pose)
    return _result(points, fit)


def _result(landmarks: Points, fit: HeadFit) -> FaceResult:
    model = shape_model()
    probabilities = model.probabilities(jaw_features(fit.straight))
    shape = model.name(probabilities)
    lengths = measure(landmarks, fit.pose)
    return FaceResult(
        shape=shape,
        probabilities=probabilities,
        measurements=lengths,
        size_band=size_band(lengths["faceWidth"]),
        pose=fit.pose,
        notes=_notes(shape, probabilities, lengths, fit.pose),
    )


def _notes(
    shape: FaceShape | None, probabilities: Mapping[FaceShape, float], lengths: Mapping[str, Length], pose: Pose
) -> tuple[str, ...]:
    notes = []
    if shape is None:
        first, second = sorted(probabilities, key=probabilities.__getitem__, reverse=True)[:2]
        notes.append(_NOTES["between"].format(first=first, second=second))
    if abs(pose.yaw) > _NOTES["turnedFromDegrees"]:
        notes.append(
            _NOTES["turned"].format(yaw=round(abs(pose.yaw)), mm=_error_facing(lengths["pupillaryDistance"]))
        )
    return (*notes, _NOTES["estimate"])


def _error_facing(pupillary_distance: Length) -> int:
    """Its error in whole mm, were the head not turned."""
    parts = error_parts("pupillaryDistance", Pose(yaw=0, pitch=0, roll=0))
    return round(pupillary_distance.mm * math.hypot(*parts.values()))
