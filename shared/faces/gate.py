"""What a measurable face has to meet; the thresholds and where they come from are in `data/gate.json`."""

import json
from pathlib import Path
from typing import Any

from shared.faces.pose import Points
from shared.faces.refusal import FaceRefused
from shared.faces.result import Pose

GATE: dict[str, Any] = json.loads((Path(__file__).with_name("data") / "gate.json").read_text("utf-8"))


def check_inside(landmarks: Points, size: tuple[int, int]) -> None:
    """Raises `FaceRefused`: FACE_COVERED for jaw or eyes cut off by the edge of a picture of this (width, height)."""
    needed = landmarks[GATE["inside"]["points"], :2]
    if (needed < 0).any() or (needed > size).any():
        raise FaceRefused("FACE_COVERED", "edge")


def check_face(landmarks: Points, pose: Pose) -> None:
    """Raises `FaceRefused`: FACE_TOO_SMALL or FACE_TURNED."""
    limits = GATE["face"]
    across = landmarks[:, 0]
    if across.max() - across.min() < limits["minWidthPx"]:
        raise FaceRefused("FACE_TOO_SMALL")
    turned = (
        (abs(pose.yaw), limits["maxYaw"]),
        (abs(pose.pitch), limits["maxPitch"]),
        (abs(pose.roll), limits["maxRoll"]),
    )
    if any(angle > limit for angle, limit in turned):
        raise FaceRefused("FACE_TURNED")
