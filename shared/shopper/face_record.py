"""A face result as it is stored and sent: numbers only, never points of the face or pixels."""

from typing import Any

from shared.faces.measurement import Length
from shared.faces.result import FaceResult, Pose


def to_body(face: FaceResult) -> dict[str, Any]:
    ranked = sorted(face.probabilities.items(), key=lambda entry: -entry[1])
    return {
        "faceShape": face.shape,
        "candidates": [{"shape": shape, "probability": probability} for shape, probability in ranked],
        "confidence": face.confidence,
        "measurements": {
            name: {"mm": length.mm, "plusMinusMm": length.plus_minus_mm} for name, length in face.measurements.items()
        },
        "sizeBand": face.size_band,
        "sizeBands": dict(face.size_bands),
        "scaleSource": face.scale_source,
        "pose": {"yaw": face.pose.yaw, "pitch": face.pose.pitch, "roll": face.pose.roll},
        "notes": list(face.notes),
        "corrected": face.corrected,
    }


def basis(face: FaceResult) -> dict[str, Any]:
    """What a refit of the shape model may learn from: kept with the analysis alone, and in no reply but privacy's.

    To a hundredth of the scatter within a shape: less than one face wavers from photo to photo.
    """
    if face.shape_basis is None:
        return {}
    place = [round(coordinate, 2) for coordinate in face.shape_basis.coordinates]
    distance = round(face.shape_basis.distance, 2)
    return {"shapeBasis": {"plane": face.shape_basis.plane, "coordinates": place, "distance": distance}}


def from_body(body: dict[str, Any]) -> FaceResult:
    return FaceResult(
        shape=body["faceShape"],
        probabilities={entry["shape"]: entry["probability"] for entry in body["candidates"]},
        measurements={
            name: Length(length["mm"], length["plusMinusMm"]) for name, length in body["measurements"].items()
        },
        size_band=body["sizeBand"],
        size_bands=body.get("sizeBands", {}),
        scale_source=body.get("scaleSource", "iris"),
        pose=Pose(**body["pose"]),
        notes=tuple(body["notes"]),
        corrected=body["corrected"],
    )
