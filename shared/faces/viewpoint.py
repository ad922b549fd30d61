"""How near the camera was, as far as a picture tells: a near camera shows what lies behind the eyes too small.

Landmarks alone tell no distance: people's faces differ more than what perspective does to one (`data/size.json`). The
face's share of the picture does, if the whole picture was kept; a crop looks nearer than it was.
"""

import json
import math
from dataclasses import dataclass
from pathlib import Path

_CAMERA = json.loads((Path(__file__).with_name("data") / "size.json").read_text("utf-8"))["camera"]


@dataclass(frozen=True)
class Viewpoint:
    """`nearness` is one over the distance from the lens to the eyes, per metre; `sd` its standard deviation."""

    nearness: float
    sd: float


def viewpoint(px_per_mm: float, longest_side_px: float) -> Viewpoint:
    """From the scale at the eyes and the picture's longest side.

    A whole picture by a common camera was taken from where that shows the face so large, a crop from anywhere between
    there and afar. Either is as likely: the mean and the standard deviation of that mixture. What looks nearer than
    anybody holds a camera was cropped, the more surely the nearer it looks.
    """
    far, near = _CAMERA["farthestPerM"], _CAMERA["nearestPerM"]
    apparent = 1000 * px_per_mm / (_CAMERA["focalShare"] * longest_side_px)
    too_near = max(0.0, apparent - near)
    nearest = max(min(max(apparent, far), near) - too_near, min(apparent, _CAMERA["croppedPerM"]), far)
    span = nearest - far
    return Viewpoint(far + span * 3 / 4, span * math.sqrt(5 / 48))
