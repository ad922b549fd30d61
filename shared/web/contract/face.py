"""Face analysis."""

import base64
import binascii
import json
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from shared.faces.reference import PUPILLARY_RANGE_MM, Reference
from shared.faces.result import FaceResult, FaceShape, ScaleSource, SizeBand
from shared.shopper import face_record
from shared.web.contract.base import INSTEAD_OF_FILE, Contract, Id, Share

LANDMARKS = 478
_Point = Annotated[list[float], Field(min_length=3, max_length=3)]
_Side = Annotated[int, Field(gt=0, le=20_000)]


def _decoded(value: Any) -> Any:
    """A picture as bytes from a form, or as base64 (with or without a data URL's head) from JSON."""
    if not isinstance(value, str):
        return value
    try:
        return base64.b64decode(value.partition(",")[2] if value.startswith("data:") else value, validate=True)
    except binascii.Error:
        raise ValueError("not base64") from None


Picture = Annotated[
    bytes,
    BeforeValidator(_decoded),
    Field(min_length=1),
    WithJsonSchema({"type": "string", "contentEncoding": "base64"}),
]


def _from_form(value: Any) -> Any:
    """A form carries a list as JSON text."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        raise ValueError("not JSON") from None


_Share = Annotated[float, Field(ge=0, le=1)]
_End = Annotated[list[_Share], Field(min_length=2, max_length=2)]
CardEdge = Annotated[
    list[_End],
    BeforeValidator(_from_form),
    Field(
        min_length=2,
        max_length=2,
        description="Both ends of the long edge (85.60 mm) of a card held flat to the forehead, "
        "each as x and y in shares of the upright picture's width and height",
    ),
]
_LEAST_MM, _MOST_MM = PUPILLARY_RANGE_MM
OwnPupillaryDistance = Annotated[float, Field(ge=_LEAST_MM, le=_MOST_MM, description="mm, as the shopper knows it")]


_NO_FILE = Field(None, json_schema_extra={INSTEAD_OF_FILE: True})


class FaceAnalyze(Contract):
    """Either a picture, or landmarks found on the shopper's own device together with the picture's size.

    A card or the shopper's own pupillary distance makes the sizes more exact; the better source wins.
    """

    session_id: Id
    image: Picture | None = None
    landmarks: Annotated[list[_Point], Field(min_length=LANDMARKS, max_length=LANDMARKS)] | None = _NO_FILE
    image_size: Annotated[list[_Side], Field(min_length=2, max_length=2)] | None = _NO_FILE
    card: CardEdge | None = None
    pupillary_distance: OwnPupillaryDistance | None = None

    @property
    def reference(self) -> Reference:
        return Reference(self.pupillary_distance, self.card)

    @model_validator(mode="after")
    def _one_way(self) -> "FaceAnalyze":
        if (self.image is None) == (self.landmarks is None):
            raise ValueError("send either image, or landmarks with imageSize")
        if self.landmarks is not None and self.image_size is None:
            raise ValueError("landmarks need imageSize")
        return self


class FaceCorrection(Contract):
    analysis_id: Id
    face_shape: FaceShape


class Candidate(Contract):
    shape: FaceShape
    probability: Share


class Measured(Contract):
    mm: float
    plus_minus_mm: Annotated[float, Field(description="One standard deviation")]


class PoseDegrees(Contract):
    yaw: float
    pitch: float
    roll: float


class FaceReply(Contract):
    analysis_id: str
    face_shape: Annotated[FaceShape | None, Field(description="null: not sure")]
    candidates: Annotated[list[Candidate], Field(description="Most likely first; they add up to 1")]
    confidence: Share
    measurements: dict[str, Measured]
    size_band: Annotated[SizeBand, Field(description="The likeliest")]
    size_bands: Annotated[dict[SizeBand, Share], Field(description="Probabilities, given the face width's error")]
    scale_source: Annotated[ScaleSource, Field(description="What the lengths are scaled by")]
    pose: PoseDegrees
    notes: list[str]
    corrected: Annotated[bool, Field(description="true: the shopper's own word")]

    @classmethod
    def of(cls, analysis_id: str, face: FaceResult) -> "FaceReply":
        return cls.model_validate({"analysisId": analysis_id, **face_record.to_body(face)})
