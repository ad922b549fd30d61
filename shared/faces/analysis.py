"""From a photo, or from landmarks found on the shopper's own device, to what is kept of a face."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from shared.faces.gate import check_face, check_inside
from shared.faces.given import InvalidLandmarks, take_landmarks
from shared.faces.locate import Picture, locate
from shared.faces.photo import SEARCHED_SIDE_PX, decode
from shared.faces.pose import HeadFit, Points
from shared.faces.quality import check_quality
from shared.faces.reference import NO_REFERENCE, InvalidReference, Reference
from shared.faces.result import FaceResult, Pose, ScaleSource
from shared.faces.scale import find_scale
from shared.faces.shape import ShapeAnswer, jaw_features, shape_model
from shared.faces.size import band_probabilities, measure
from shared.platform.ports.landmarks import LandmarkEngine

__all__ = ["InvalidLandmarks", "InvalidReference", "Reference", "analyse_landmarks", "analyse_photo"]

_NOTES: dict[str, Any] = json.loads((Path(__file__).with_name("data") / "notes.json").read_text("utf-8"))


def analyse_photo(content: bytes, engine: LandmarkEngine, reference: Reference = NO_REFERENCE) -> FaceResult:
    """Reads the bytes of a picture file; neither they nor the landmarks outlive the call.

    Raises `FaceRefused`, and `InvalidReference` for a card or a pupillary distance that cannot be right.
    """
    picture = decode(content).pixels
    face = locate(picture, engine, lambda: decode(content, SEARCHED_SIDE_PX).pixels)
    check_face(face.landmarks, face.fit.pose)
    seen = check_quality(face.picture, face.landmarks)
    result = _result(face.landmarks, face.fit, _size_as_sent(picture, face.picture), reference)
    told = [_NOTES[name] for name, is_so in (("glasses", seen.glasses), ("openMouth", seen.open_mouth)) if is_so]
    return replace(result, notes=(*result.notes, *told))


def _size_as_sent(picture: Picture, measured: Picture) -> tuple[float, float]:
    """Width and height of the picture as it was sent, in pixels of the one that was measured: that may be larger, or
    on its side, but a card's ends are told in the first."""
    height, width = picture.shape[:2]
    larger = max(measured.shape[:2]) / max(width, height)
    return width * larger, height * larger


def analyse_landmarks(
    landmarks: Sequence[Sequence[float]], image_size: tuple[int, int], reference: Reference = NO_REFERENCE
) -> FaceResult:
    """MediaPipe's 478 normalised landmarks and the picture's width and height in pixels; no picture is needed.

    Raises `InvalidLandmarks`, `InvalidReference`, and `FaceRefused` for a face too small, turned too far or cut off.
    """
    points, fit = take_landmarks(landmarks, image_size)
    check_face(points, fit.pose)
    check_inside(points, image_size)
    return _result(points, fit, image_size, reference)


def _result(landmarks: Points, fit: HeadFit, size: tuple[float, float], reference: Reference) -> FaceResult:
    answer = shape_model().answer(jaw_features(fit.straight))
    scale = find_scale(landmarks, fit, size, reference)
    lengths = measure(landmarks, fit, scale)
    bands = band_probabilities(lengths["faceWidth"])
    return FaceResult(
        shape=answer.shape,
        probabilities=answer.probabilities,
        measurements=lengths,
        size_band=max(bands, key=bands.__getitem__),
        size_bands=bands,
        scale_source=scale.source,
        pose=fit.pose,
        notes=_notes(answer, scale.source, fit.pose),
        shape_basis=answer.basis,
    )


def _notes(answer: ShapeAnswer, source: ScaleSource, pose: Pose) -> tuple[str, ...]:
    notes = []
    if not answer.is_familiar:
        notes.append(_NOTES["unfamiliar"])
    elif answer.shape is None:
        likely = answer.probabilities
        first, second = sorted(likely, key=likely.__getitem__, reverse=True)[:2]
        notes.append(_NOTES["between"].format(first=first, second=second))
    if abs(pose.yaw) > _NOTES["turnedFromDegrees"]:
        notes.append(_NOTES["turned"].format(yaw=round(abs(pose.yaw))))
    return (*notes, _NOTES["scale"][source], _NOTES["estimate"])
