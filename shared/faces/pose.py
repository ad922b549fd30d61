"""How the head is turned, from the landmarks alone.

A rigid fit (rotation, scale, shift) to MediaPipe's canonical face, by the 33 points and weights that MediaPipe's own
geometry pipeline uses: eyes, brows, nose and cheeks, not the jaw, so that speech and smile do not turn the head.
Landmarks from a browser come with no transformation matrix and take the very same path.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from shared.faces.result import Pose

Points = NDArray[np.float64]

_CANONICAL = json.loads((Path(__file__).with_name("data") / "canonical.json").read_text("utf-8"))
_PLACES = np.array([entry["point"] for entry in _CANONICAL["points"]])
_WEIGHTS = np.array([[entry["weight"]] for entry in _CANONICAL["points"]])
_WEIGHTS /= _WEIGHTS.sum()
_FACE = np.array([entry["xyz"] for entry in _CANONICAL["points"]])
_FACE -= (_WEIGHTS * _FACE).sum(axis=0)
_AXES = np.array([1.0, -1.0, -_CANONICAL["depth"]])  # picture (y down, z away) to head (y up, z to the camera)


class NoFit(ValueError):
    """The points have no extent, so no head can be fitted to them."""


@dataclass(frozen=True)
class HeadFit:
    """`straight` holds all landmarks turned to face the camera, in cm of the canonical face (x right, y up, z to the
    camera). `misfit_cm` is the weighted root mean square distance to the canonical face: 0.35 to 0.87 over 390
    portraits."""

    straight: Points
    pose: Pose
    misfit_cm: float
    turn: Points  # 3 × 3: row vectors of the picture's axes times this are the head's
    px_per_cm: float
    centre_px: Points  # 3: where the head's origin lies in the picture

    def in_picture(self, head: Points) -> Points:
        """Points of the straightened head (n × 3, cm) as landmarks in picture pixels: the way back."""
        placed: Points = self.centre_px + (head @ self.turn.T) * self.px_per_cm / _AXES
        return placed


def fit_head(landmarks: Points) -> HeadFit:
    """Fit of 468 or 478 landmarks × 3 in picture pixels; raises `NoFit`.

    Least squares by the singular value decomposition (Kabsch 1976, scale by Umeyama 1991).
    """
    points = landmarks * _AXES
    basis = points[_PLACES]
    centre = (_WEIGHTS * basis).sum(axis=0)
    basis = basis - centre
    spread = float((_WEIGHTS * basis**2).sum())
    if not spread > 0:
        raise NoFit("the landmarks have no extent")
    left, strengths, right = np.linalg.svd((_WEIGHTS * basis).T @ _FACE)
    proper = np.array([1.0, 1.0, np.sign(np.linalg.det(left @ right)) or 1.0])  # a rotation, never a mirror image
    turn = (left * proper) @ right
    scale = float(strengths @ proper) / spread
    straight = scale * (points - centre) @ turn
    misfit = float(np.sqrt((_WEIGHTS * (straight[_PLACES] - _FACE) ** 2).sum()))
    return HeadFit(straight, _angles(turn), misfit, turn, 1 / scale, centre / _AXES)


def straighten(landmarks: Points) -> Points:
    """The landmarks of a face that looks straight into the camera: see `HeadFit.straight`."""
    return fit_head(landmarks).straight


def _angles(turn: Points) -> Pose:
    yaw, pitch = np.arcsin(np.clip([turn[0, 2], -turn[1, 2]], -1.0, 1.0))
    yaw, pitch, roll = np.degrees([yaw, pitch, np.arctan2(turn[1, 0], turn[0, 0])])
    return Pose(float(yaw), float(pitch), float(roll))
