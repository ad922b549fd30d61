"""A face looked at twice more, upright and at one size, once in the mirror: steadier than the engine's first answer.

The engine finds a face in 128 × 128 pixels of what it is given and cuts out by that, so tilt, size and place in the
picture move the landmarks. The mean of two looks that differ in nothing of the kind moves half as much, and how far
the looks lie apart tells a face from what only resembles one.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shared.faces.cut_out import CutOut, cut_out
from shared.faces.pose import HeadFit, Points, fit_head
from shared.platform.ports.landmarks import LandmarkEngine

Picture = NDArray[np.uint8]

LOOK: dict[str, Any] = json.loads((Path(__file__).with_name("data") / "look.json").read_text("utf-8"))


@dataclass(frozen=True)
class Closer:
    """`landmarks` in pixels of the picture; `apart_cm` is how far two looks at it lie apart, in cm of the canonical
    face (root mean square over the landmarks)."""

    landmarks: Points
    fit: HeadFit
    apart_cm: float

    @property
    def is_doubtful(self) -> bool:
        """No face, or one that is hidden or disfigured."""
        limits = LOOK["doubt"]
        unlike = max(0.0, self.fit.misfit_cm - limits["misfitFromCm"])
        return bool(self.apart_cm + limits["misfitWeight"] * unlike > limits["largestCm"])


def look_closer(picture: Picture, fit: HeadFit, engine: LandmarkEngine) -> Closer | None:
    """None when a look finds no face where there should be one."""
    side, (plain, mirrored) = LOOK["cutOut"]["sidePx"], LOOK["cutOut"]["pxPerCm"]
    first = _found(cut_out(picture, fit, side, plain), fit, engine)
    second = _found(cut_out(picture, fit, side, mirrored, is_mirrored=True), fit, engine)
    if first is None or second is None:
        return None
    landmarks = (first + second) / 2
    closer = fit_head(landmarks)
    apart = float(np.sqrt(((first - second)[:, :2] ** 2).sum(axis=1).mean()))
    return Closer(landmarks, closer, apart / closer.px_per_cm)


def _found(look: CutOut, fit: HeadFit, engine: LandmarkEngine) -> Points | None:
    """The face nearest to where it should be, for somebody else may look over its shoulder."""
    faces = [look.in_picture(landmarks) for landmarks in engine.detect(look.pixels)]
    return min(faces, key=lambda face: float(np.hypot(*(face.mean(axis=0) - fit.centre_px)[:2])), default=None)
