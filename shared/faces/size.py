"""Lengths of a face in mm, scaled by the iris, which is nearly the same size in all adults; each with its error."""

import json
import math
from pathlib import Path

import numpy as np

from shared.faces.measurement import Length
from shared.faces.pose import Points
from shared.faces.result import Pose, SizeBand

_DATA = json.loads((Path(__file__).with_name("data") / "size.json").read_text("utf-8"))
_LENGTHS = _DATA["lengths"]
IRIS_PAIRS = tuple((first, second) for first, second in _DATA["iris"]["pairs"])
_PAIRS = np.array([*IRIS_PAIRS, *(pair for length in _LENGTHS.values() for pair in length["pairs"])])


def measure(landmarks: Points, pose: Pose) -> dict[str, Length]:
    """From 478 landmarks in picture pixels.

    `pupillaryDistance` is between the iris centres, `faceWidth` at the ears' front edge, `templeWidth` at the
    temples, `bridgeWidth` across the nose's bridge beside the inner corners of the eyes, `eyeHeight` the opening
    between the lids (mean of both), `faceLength` from the top of the landmarks' forehead to the chin.
    """
    ends = landmarks[_PAIRS, :2]
    distances = np.hypot(*(ends[:, 0] - ends[:, 1]).T)
    mm_per_px = _DATA["iris"]["mm"] * _DATA["drawn"]["factor"] / float(distances[: len(IRIS_PAIRS)].mean())
    lengths, place = {}, len(IRIS_PAIRS)
    for name, length in _LENGTHS.items():
        count = len(length["pairs"])
        mm = float(distances[place : place + count].mean()) * mm_per_px
        lengths[name] = Length(mm, mm * math.hypot(*error_parts(name, pose).values()))
        place += count
    return lengths


def error_parts(name: str, pose: Pose) -> dict[str, float]:
    """The independent parts of a length's error, each one standard deviation as a share of the length.

    `iris`: people's irises differ. `drawn`: how large the landmark model draws the iris. `jitter`: the same face in
    another picture. `yaw`: the head is turned.
    """
    return {
        "iris": _DATA["iris"]["sdMm"] / _DATA["iris"]["mm"],
        "drawn": _DATA["drawn"]["sd"] / _DATA["drawn"]["factor"],
        "jitter": _LENGTHS[name]["jitter"],
        "yaw": _DATA["yaw"]["sdPerDegree"] * abs(pose.yaw),
    }


def size_band(face_width: Length) -> SizeBand:
    if face_width.mm < _DATA["bands"]["narrowBelowMm"]:
        return "narrow"
    return "wide" if face_width.mm >= _DATA["bands"]["wideFromMm"] else "medium"
