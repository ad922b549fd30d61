"""A head in mm, and how a camera at a finite distance sees it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from shared.faces.locate import Face
from shared.faces.pose import Points
from shared.faces.reference import NO_REFERENCE, Reference
from shared.tryon.scale import scale_of

_IRISES = [468, 473]
_DOWN = np.array([1.0, -1.0])  # picture rows count downwards


@dataclass(frozen=True)
class Head:
    """Coordinates of the head: mm from the middle between the irises, x right in the picture, y up, z to the camera,
    as if it faced the camera.

    `points` are the 478 landmarks there. `turn` turns them as they are in the picture, `eyes_px` is where their
    origin lies in it, at whose depth a mm has `px_per_mm` pixels.
    """

    points: Points
    turn: Points
    eyes_px: Points
    px_per_mm: float
    camera_mm: float

    @classmethod
    def of(cls, face: Face, known: Reference = NO_REFERENCE) -> "Head":
        """`known`: see `scale_of`."""
        scale = scale_of(face, known)
        straight = face.fit.straight
        origin = straight[_IRISES].mean(axis=0)
        return cls(
            points=(straight - origin) * (face.fit.px_per_cm / scale.px_per_mm),
            turn=face.fit.turn,
            eyes_px=face.fit.in_picture(origin[None])[0, :2],
            px_per_mm=scale.px_per_mm,
            camera_mm=1000 / scale.viewpoint.nearness,
        )

    def middle(self, places: Sequence[int]) -> Points:
        return np.asarray(self.points[list(places)].mean(axis=0))

    def seen(self, points: Points) -> Points:
        """Points of the head (n × 3) along the picture's axes, mm: what is nearer is larger by perspective."""
        turned = points @ self.turn.T
        return np.asarray(turned * self.camera_mm / (self.camera_mm - turned[:, 2:]))

    def in_picture(self, points: Points) -> Points:
        """Points of the head (n × 3) as x and y in the picture, px."""
        return np.asarray(self.eyes_px + self.seen(points)[:, :2] * _DOWN * self.px_per_mm)

    def facing(self, points: Points, normals: Points) -> Points:
        """Cosines (n) between surfaces of the head and the way from there to the camera; negative: turned away."""
        to_camera = np.array([0.0, 0.0, self.camera_mm]) - points @ self.turn.T
        cosines = (normals @ self.turn.T * to_camera).sum(axis=1)
        return np.asarray(cosines / np.linalg.norm(to_camera, axis=1) / np.linalg.norm(normals, axis=1))

    @property
    def down_px(self) -> Points:
        """A mm down the face, as x and y in the picture."""
        return np.asarray((self.turn @ (0.0, -1.0, 0.0))[:2] * _DOWN * self.px_per_mm)
