"""The one upright face of a picture, also when the picture lies on its side or its head without saying so."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shared.faces.closer import LOOK, look_closer
from shared.faces.pose import HeadFit, Points, fit_head
from shared.faces.quality import check_quality, why_no_face
from shared.faces.refusal import FaceRefused
from shared.faces.tiles import in_tiles
from shared.platform.ports.landmarks import LandmarkEngine

Picture = NDArray[np.uint8]

_SIDEWAYS_DEG = 45.0


@dataclass(frozen=True)
class Face:
    """A face in a picture that has been turned upright; landmarks in pixels of that picture."""

    picture: Picture
    landmarks: Points
    fit: HeadFit

    @property
    def width_px(self) -> float:
        return float(np.ptp(self.landmarks[:, 0]))

    @property
    def is_upright(self) -> bool:
        return abs(self.fit.pose.roll) <= _SIDEWAYS_DEG

    def is_of(self, other: "Face") -> bool:
        """Whether both are the same person's, as overlapping tiles find one."""
        apart = self.landmarks.mean(axis=0) - other.landmarks.mean(axis=0)
        return bool(np.hypot(*apart[:2]) <= other.width_px / 2)


def locate(picture: Picture, engine: LandmarkEngine, larger: Callable[[], Picture] | None = None) -> Face:
    """Its landmarks are the mean of two closer looks. Raises `FaceRefused`: MULTIPLE_FACES, or why none is found.

    `larger` gives the same picture in more pixels, and is asked only when a small face has to be searched for.
    Faces much smaller than the widest belong to bystanders and are passed over.
    """
    doubtful: list[Face] = []
    for faces in _views(picture, engine, larger):
        people = _people(faces)
        seen = [sure for face in people if (sure := _sure(face, engine))]
        if len(seen) > 1:
            raise FaceRefused("MULTIPLE_FACES")
        if seen:
            return seen[0]
        doubtful += people
    raise _no_face(picture, doubtful)


def _views(picture: Picture, engine: LandmarkEngine, larger: Callable[[], Picture] | None) -> Iterator[list[Face]]:
    """Upright faces of the picture as it is, turned, in tiles: the next is looked at while those before do not do."""
    found = _faces(picture, engine.detect(picture))
    upright = [face for face in found if face.is_upright]
    yield upright
    for turn in _turns(found, upright):
        turned = np.rot90(picture, turn)
        faces = [face for face in _faces(turned, engine.detect(turned)) if face.is_upright]
        upright += faces
        yield faces
    if not upright and why_no_face(picture) == "FACE_NOT_FOUND":
        searched = larger() if larger else picture
        yield [face for face in _faces(searched, in_tiles(searched, engine)) if face.is_upright]


def _turns(found: list[Face], upright: list[Face]) -> list[int]:
    """Quarter turns counter-clockwise, the likeliest first."""
    turns = [2, 1, 3]
    if found and not upright:
        turns.sort(key=lambda turn: turn != round(-found[0].fit.pose.roll / 90) % 4)
    return turns


def _people(faces: list[Face]) -> list[Face]:
    """One face for each person in the foreground, the widest first."""
    people: list[Face] = []
    for face in sorted(faces, key=lambda each: -each.width_px):
        if any(face.is_of(other) for other in people):
            continue
        if not people or face.width_px >= LOOK["bystander"]["below"] * people[0].width_px:
            people.append(face)
    return people


def _sure(face: Face, engine: LandmarkEngine) -> Face | None:
    """The face as two closer looks agree on it."""
    closer = look_closer(face.picture, face.fit, engine)
    if closer is None or closer.is_doubtful:
        return None
    return Face(face.picture, closer.landmarks, closer.fit)


def _faces(picture: Picture, found: Iterable[Points]) -> list[Face]:
    return [Face(picture, landmarks, fit_head(landmarks)) for landmarks in found]


def _no_face(picture: Picture, doubtful: list[Face]) -> FaceRefused:
    """What is wrong with a face that is there after all, if it can be told."""
    if not doubtful:
        return FaceRefused(why_no_face(picture))
    try:
        check_quality(doubtful[0].picture, doubtful[0].landmarks)
    except FaceRefused as reason:
        return reason
    return FaceRefused("FACE_NOT_FOUND")
