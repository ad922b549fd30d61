"""Whether glasses are worn, by the bridge that crosses the nose between the eyes."""

import numpy as np

from shared.faces.gate import GATE
from shared.faces.patch import FacePatch

_NOSE = (9, 195)  # from between the brows down to the nose's middle
_MIDDLE = (168, 6)
_HALF_WIDTH_PX = 5
_CHEEK = (50, 280, 101, 330, 205, 425)


def wears_glasses(face: FacePatch) -> bool:
    """Down the nose's ridge, skin changes slowly; a bridge is a sharp line across it."""
    limits = GATE["glasses"]
    top, bottom = np.round(face.points[list(_NOSE), 1]).astype(int)
    middle = round(float(face.points[list(_MIDDLE), 0].mean()))
    down = face.light[max(0, top) : bottom + 1, max(0, middle - _HALF_WIDTH_PX) : middle + _HALF_WIDTH_PX + 1]
    if down.shape[0] < 3:
        return False
    bend = np.abs(np.diff(down.mean(axis=1), 2)).max()
    return bool(bend > limits["minBend"] * face.level(_CHEEK))
