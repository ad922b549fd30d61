"""The one upright face of a picture, also when the picture lies on its side or its head without saying so."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shared.faces.closer import again_from_near, in_tiles
from shared.faces.gate import GATE
from shared.faces.pose import HeadFit, Points, fit_head
from shared.faces.quality import why_no_face
from shared.faces.refusal import FaceRefused
from shared.platform.ports.landmarks import LandmarkEngine

Picture = NDArray[np.uint8]

_SIDEWAYS_DEG = 45.0
_LIP_CORNERS = (61, 291)


@dataclass(frozen=True)
class Face:
    """A face in a picture that has been turned upright; landmarks in pixels of that picture."""

    picture: Picture
    landmarks: Points
    fit: HeadFit

    @property
    def is_upright(self) -> bool:
        return abs(self.fit.pose.roll) <= _SIDEWAYS_DEG

    @property
    def is_doubtful(self) -> bool:
        """Fits as badly as what the engine takes for a face in an upside-down picture."""
        mouth = self.fit.straight[_LIP_CORNERS[0]] - self.fit.straight[_LIP_CORNERS[1]]
        limits = GATE["misfit"]
        return bool(self.fit.misfit_cm > limits["doubtfulCm"] and np.linalg.norm(mouth) < limits["mouthBelowCm"])


def locate(picture: Picture, engine: LandmarkEngine) -> Face:
    """Raises `FaceRefused`: MULTIPLE_FACES, or why none is found.

    A second look is paid for only by pictures without a face, with a sideways, small or doubtful one.
    """
    face = _only(_search(picture, engine))
    near = again_from_near(face.picture, face.landmarks, engine)
    return face if near is face.landmarks else _face(face.picture, near)


def _search(picture: Picture, engine: LandmarkEngine) -> list[Face]:
    """The upright faces of the first view that has any: as it is, turned, in tiles. Raises `FaceRefused`."""
    faces = _faces(picture, engine.detect(picture))
    upright = [face for face in faces if face.is_upright]
    if len(upright) > 1 or (upright and not upright[0].is_doubtful):
        return upright
    turned = _in_turned(picture, engine, _turns_to_try(faces, upright))
    if turned and upright:
        return min(upright, turned, key=lambda view: view[0].fit.misfit_cm)
    if found := upright or turned:
        return found
    reason = why_no_face(picture)
    tiled = _faces(picture, in_tiles(picture, engine)) if reason == "FACE_NOT_FOUND" else []
    if found := [face for face in tiled if face.is_upright and not face.is_doubtful]:
        return found
    raise FaceRefused(reason)


def _only(faces: list[Face]) -> Face:
    """The one face, which tiles may have found more than once."""
    middles = np.array([face.landmarks[:, :2].mean(axis=0) for face in faces])
    apart = np.linalg.norm(middles - middles[0], axis=1).max()
    if apart > np.ptp(faces[0].landmarks[:, 0]) / 2:
        raise FaceRefused("MULTIPLE_FACES")
    return faces[0]


def _face(picture: Picture, landmarks: Points) -> Face:
    return Face(picture, landmarks, fit_head(landmarks))


def _faces(picture: Picture, found: Iterable[Points]) -> list[Face]:
    return [_face(picture, landmarks) for landmarks in found]


def _turns_to_try(faces: list[Face], upright: list[Face]) -> tuple[int, ...]:
    """Quarter turns counter-clockwise."""
    if upright:
        return (2,)
    if faces:
        return (round(-faces[0].fit.pose.roll / 90) % 4,)
    return (2, 1, 3)


def _in_turned(picture: Picture, engine: LandmarkEngine, turns: Iterable[int]) -> list[Face]:
    """The upright faces of the first turned picture that holds any."""
    for turn in turns:
        turned = np.rot90(picture, turn)
        if upright := [face for face in _faces(turned, engine.detect(turned)) if face.is_upright]:
            return upright
    return []
