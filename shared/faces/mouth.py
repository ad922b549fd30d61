"""Whether mouth and nose are seen, or lie under a mask, a scarf, a hand; and whether the mouth is wide open.

Beards and moustaches leave lips, nostrils and the tip of the nose as they are, which is what is looked at.
"""

import numpy as np

from shared.faces.gate import GATE
from shared.faces.patch import FacePatch, Floats
from shared.faces.pose import Points

_LIPS = (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146)
_BETWEEN_LIPS = ((78, 81, 13, 311, 308), (308, 402, 14, 178, 78))
_AROUND_LIPS = (164, 167, 393, 206, 426, 18, 43, 273, 57, 287)
_INNER_LIPS, _CORNERS = (13, 14), (61, 291)
_NOSTRILS = ((98, 97, 2, 326, 327), (327, 326, 2, 97, 98))
_NOSE_TIP = (4, 1, 5, 45, 275)

_UPPER_FACE = (151, 9, 108, 337, 117, 346, 229, 449)
_LOWER_FACE = (4, 5, 195, 50, 280, 205, 425, 36, 266)
_CHIN = (199, 200, 175, 208, 428, 43, 273)
_MOUTH = (0, 17, 13, 14, 37, 267, 84, 314)
_HALF_BAND_PX = (1.5, 2.5)  # of the line between the lips, of the nostrils


def is_mouth_hidden(face: FacePatch) -> bool:
    """By lips and nostrils without contrast, or with little of it in a lower face of another colour."""
    limits = GATE["mouth"]
    lips = _contrast_of_lips(face)
    if lips < limits["minLips"] or lips + _depth_of_nostrils(face) < limits["minLipsAndNostrils"]:
        return True
    return lips < limits["plainLips"] and _is_of_another_colour(face)


def is_mouth_wide_open(face: FacePatch) -> bool:
    """Wider than any smile: the chin is lower than at rest, and the face's outline longer."""
    gap, width = (
        float(np.linalg.norm(face.points[first] - face.points[second])) for first, second in (_INNER_LIPS, _CORNERS)
    )
    return bool(gap > GATE["mouth"]["openFrom"] * width)


def _contrast_of_lips(face: FacePatch) -> float:
    """Range of grey levels within the lips, and depth of the line between them, over the level around them."""
    around = face.level(_AROUND_LIPS)
    low, high = np.percentile(face.inside(face.points[list(_LIPS)]), (5, 95))
    dark = np.percentile(face.inside(_band(face, _BETWEEN_LIPS, _HALF_BAND_PX[0])), 15)
    return float((high - low + around - dark) / (around * face.clarity))


def _depth_of_nostrils(face: FacePatch) -> float:
    """By how much they are darker than the nose's tip, 0 to 1."""
    dark = np.percentile(face.inside(_band(face, _NOSTRILS, _HALF_BAND_PX[1])), 8)
    tip = face.level(_NOSE_TIP)
    return float((tip - dark) / (tip * face.clarity))


def _band(face: FacePatch, there_and_back: tuple[tuple[int, ...], tuple[int, ...]], half_px: float) -> Points:
    there, back = (face.points[list(points)] for points in there_and_back)
    half = np.array([0.0, half_px])
    return np.vstack([there - half, back + half])


def _is_of_another_colour(face: FacePatch) -> bool:
    """The nose and cheeks, or mouth and chin, against forehead and eyes: in hue or in light."""
    limits = GATE["mouth"]
    upper, lower = face.colour(_UPPER_FACE), face.colour(_LOWER_FACE)
    light = abs(float(np.log((lower.sum() + 12) / (upper.sum() + 12))))
    below = min(_hue_apart(upper, face.colour(part)) for part in (_CHIN, _MOUTH))
    return bool(_hue_apart(upper, lower) > limits["noseHue"] or below > limits["chinHue"] or light > limits["light"])


def _hue_apart(one: Floats, other: Floats) -> float:
    """Sum of differences in the shares of red, green and blue, 0 to 2; near black they count for little."""
    shares = [(colour + 4) / (colour.sum() + 12) for colour in (one, other)]
    return float(np.abs(shares[0] - shares[1]).sum())
