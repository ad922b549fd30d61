"""Lengths of a face in mm, each with its error."""

import json
import math
from pathlib import Path
from statistics import NormalDist

from shared.faces.measurement import Length
from shared.faces.pose import HeadFit, Points
from shared.faces.result import SizeBand
from shared.faces.scale import Scale, facing, pixels

_DATA = json.loads((Path(__file__).with_name("data") / "size.json").read_text("utf-8"))
_LENGTHS = _DATA["lengths"]
_MESH = slice(0, 468)


def measure(landmarks: Points, fit: HeadFit, scale: Scale) -> dict[str, Length]:
    """From 478 landmarks in picture pixels and the scale at the eyes.

    `pupillaryDistance` is between the iris centres, `faceWidth` at the ears' front edge, `templeWidth` at the
    temples, `bridgeWidth` across the nose's bridge beside the inner corners of the eyes, `eyeHeight` the opening
    between the lids, `browHeight` from the pupil to the brow's upper edge (means of both sides), `faceLength` from
    the top of the landmarks' forehead to the chin. All as seen from far away: what lies before or behind the eyes
    is corrected for the camera's nearness, what lies across the face for its turn.
    """
    return {name: _length(name, landmarks, fit, scale) for name in _LENGTHS}


def _length(name: str, landmarks: Points, fit: HeadFit, scale: Scale) -> Length:
    entry = _LENGTHS[name]
    seen_px = pixels(landmarks, entry["pairs"]) / (facing(fit) if entry["across"] else 1.0)
    mm = seen_px / scale.px_per_mm * math.exp(-entry["perNearness"] * scale.viewpoint.nearness)
    parts = error_parts(name, scale, fit.pose.yaw, _face_width_px(landmarks))
    return Length(mm, mm * math.hypot(*parts.values()))


def error_parts(name: str, scale: Scale, yaw_deg: float, face_width_px: float) -> dict[str, float]:
    """The independent parts of a length's error, each one standard deviation as a share of the length.

    `scale`: see `Scale`. `jitter`: the same face in another picture, more so where the face is small. `yaw`: the
    head is turned. `nearness`: what perspective does is not known exactly.
    """
    entry, small = _LENGTHS[name], _DATA["small"]
    own = name == scale.source  # a length that the shopper gave is as exact as they say
    return {
        "scale": scale.error,
        "jitter": 0.0 if own else entry["jitter"] * max(1.0, small["steadyFromPx"] / face_width_px),
        "yaw": 0.0 if own else _DATA["yaw"]["sdPerDegree"] * abs(yaw_deg),
        "nearness": abs(entry["perNearness"]) * scale.viewpoint.sd,
    }


def band_probabilities(face_width: Length) -> dict[SizeBand, float]:
    """How likely the true width lies in each band of frame sizes, given its error."""
    true = NormalDist(face_width.mm, face_width.plus_minus_mm)
    below, up_to = true.cdf(_DATA["bands"]["narrowBelowMm"]), true.cdf(_DATA["bands"]["wideFromMm"])
    return {"narrow": below, "medium": up_to - below, "wide": 1 - up_to}


def _face_width_px(landmarks: Points) -> float:
    across = landmarks[_MESH, 0]
    return float(across.max() - across.min())
