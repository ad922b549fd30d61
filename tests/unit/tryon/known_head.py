"""A head of known size before a known camera: landmarks, picture and the true place of every mm of it."""

from dataclasses import dataclass

import numpy as np

from shared.faces.locate import Face
from shared.faces.pose import Points, fit_head
from shared.faces.reference import NO_REFERENCE, Reference
from shared.tryon.scale import scale_of

SIZE = (1024, 1024)
_IRISES = [468, 473]
_DOWN = np.array([1.0, -1.0])


@dataclass(frozen=True)
class KnownHead:
    """`points_mm` from the middle between the irises, straight; `turn` its pose; seen from `distance_mm` with
    `focal_px`."""

    points_mm: Points
    turn: Points
    distance_mm: float
    focal_px: float

    @property
    def known(self) -> Reference:
        """What the shopper would have been told of it."""
        right, left = self.points_mm[_IRISES]
        return Reference(pupillary_distance=float(np.linalg.norm(left - right)))

    def in_picture(self, points: Points) -> Points:
        """Points of the head (n × 3, mm) as a pinhole camera sees them, px."""
        turned = points @ self.turn.T
        scale = self.focal_px / (self.distance_mm - turned[:, 2:])
        return np.asarray(np.array(SIZE) / 2 + turned[:, :2] * _DOWN * scale)

    def face(self, background: tuple[int, int, int] = (215, 170, 150)) -> Face:
        """As `locate` would give it, on a plain picture."""
        turned = self.points_mm @ self.turn.T
        depth = -turned[:, 2:] / 0.85 * self.focal_px / self.distance_mm  # as the engine exaggerates it
        landmarks = np.hstack([self.in_picture(self.points_mm), depth])
        picture = np.full((SIZE[1], SIZE[0], 3), background, dtype=np.uint8)
        return Face(picture, landmarks, fit_head(landmarks))


def known_head(
    face: Face,
    *,
    distance_mm: float = 500.0,
    yaw: float = 0.0,
    pitch: float = 0.0,
    roll: float = 0.0,
    px_per_mm: float = 3.5,
) -> KnownHead:
    """A head in the form of this face, of the size that its straight view would be measured at."""
    straight = face.fit.straight
    origin = straight[_IRISES].mean(axis=0)
    points = straight - origin
    mm_per_cm = face.fit.px_per_cm / scale_of(face, NO_REFERENCE).px_per_mm
    return KnownHead(points * mm_per_cm, _turn(yaw, pitch, roll), distance_mm, px_per_mm * distance_mm)


def _turn(yaw: float, pitch: float, roll: float) -> Points:
    y, p, r = np.radians([yaw, pitch, roll])
    about_y = np.array([[np.cos(y), 0, np.sin(y)], [0, 1, 0], [-np.sin(y), 0, np.cos(y)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(p), -np.sin(p)], [0, np.sin(p), np.cos(p)]])
    about_z = np.array([[np.cos(r), -np.sin(r), 0], [np.sin(r), np.cos(r), 0], [0, 0, 1]])
    return np.asarray(about_z @ about_x @ about_y)
